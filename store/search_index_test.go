package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"pgregory.net/rapid"

	"onrecord/news"
)

// putAside puts the records of a dataset aside, to be searched until the intake is closed.
func putAside(t tester, ds *news.Dataset) (*searched, *Intake) {
	in := takenIn(t, ds)
	whole, faults, err := in.dataset(ds)
	must(t, err)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	r := newRelated(whole)
	must(t, newBuilder(func(batch) {}).keepAll(whole, r))
	must(t, r.relate())
	return r.searched(), in
}

// indexed gives all entries of the search index, bucket by bucket.
func indexed(s *searched, scratch *scratch, pace pace) (map[string][]string, error) {
	found := map[string][]string{}
	b := newBuilder(func(b batch) {
		for key, value := range b.all() {
			found[string(b.bucket)] = append(found[string(b.bucket)], string(key)+"="+string(value))
		}
	})
	err := b.searchBy(s, scratch, pace)
	b.flush()
	return found, err
}

func sameIndex(t tester, folder string, ds *news.Dataset, paces ...pace) {
	t.Helper()
	s, in := putAside(t, ds)
	defer func() { must(t, in.Close()) }()
	var first map[string][]string
	for _, pace := range paces {
		scratch, err := newScratch(folder)
		must(t, err)
		index, err := indexed(s, scratch, pace)
		must(t, errors.Join(err, scratch.close()))
		if first == nil {
			first = index
		}
		for _, bucket := range buckets {
			if name := string(bucket); !slices.Equal(first[name], index[name]) {
				t.Fatal("the bucket ", name, " has other entries at the pace of ", pace)
			}
		}
	}
}

var slow = []pace{{1, 1, 1, 1}, {3, 5, 7, 20}, {100, 2, 1000, 3}, {1, 100, 10, 1000}}

// The index is the same however much is worked on at a time.
func TestTheIndexDoesNotDependOnThePace(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		sameIndex(t, folder, made(t), append(slow, usual)...)
	})
	sameIndex(t, folder, &news.Dataset{}, append(slow, usual)...)
	// Enough for several runs of several stretches at the usual pace too, and for more loans than are written at a time.
	sameIndex(t, folder, spoken(6000), usual, pace{4096, 65536, 1 << 30, 100}, pace{700, 900, 3000, 10})
}

// What a text is cut into by the index is what it is cut into for a reader, and blank space makes no difference.
func TestTheIndexCutsTextsAsOthers(t *testing.T) {
	text := rapid.StringOf(rapid.SampledFrom([]rune("aAbsSzZ09'’.,, \t\n\u00a0\u2028\u008517é塩ไ\u0301-½ß\x00\x1f\xff")))
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Repeat(text.Draw(t, "text"), rapid.IntRange(1, 12).Draw(t, "times"))
		var want []string
		for _, w := range tokens(news.Reading(text)) {
			want = append(want, w.word)
		}
		var l, all lexicon
		all.number([]byte("else"), wordHash([]byte("else")))
		for range 2 {
			data := append(make([]byte, 8), l.appendNumbers(nil, text)...)
			data[0] = byte(len(data)/4 - 2)
			var got, renumbered []string
			for i := 8; i < len(data); i += 4 {
				got = append(got, string(l.word(uint32(data[i])|uint32(data[i+1])<<8)))
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%q is cut into %q, want %q", text, got, want)
			}
			numbers := all.addAll(&l, nil)
			for i := 8; i < len(data); i += 4 {
				renumbered = append(renumbered, string(all.word(numbers[uint32(data[i])|uint32(data[i+1])<<8])))
			}
			if !slices.Equal(renumbered, want) {
				t.Fatalf("%q is renumbered as %q, want %q", text, renumbered, want)
			}
			l.forget()
		}
		if blank(text) != (news.Reading(text) == "") {
			t.Fatalf("whether %q is blank is said wrongly", text)
		}
	})
}

func TestALexiconNumbersWordsOnceAndSortsThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.StringMatching("[a-d]{0,6}")).Draw(t, "words")
		var l lexicon
		var met []string
		for _, word := range words {
			number := l.number([]byte(word), uint32(len(word))) // many have the same hash
			if at := slices.Index(met, word); at < 0 {
				met = append(met, word)
			}
			if met[number] != word {
				t.Fatalf("%q has the number of %q", word, met[number])
			}
		}
		var sorted []string
		for _, number := range l.sorted() {
			sorted = append(sorted, string(l.word(number)))
		}
		if slices.Sort(met); !slices.Equal(sorted, met) {
			t.Fatalf("the words are %q, want %q", sorted, met)
		}
	})
}

// A disk that is full at any moment is an error of building the index.
func TestAFullDiskIsAnErrorOfTheIndex(t *testing.T) {
	s, in := putAside(t, large(400))
	defer func() { must(t, in.Close()) }()
	whole := newTestScratch(t)
	_, err := indexed(s, whole, usual)
	must(t, err)
	for left := 0; int64(left) < whole.size; left += int(whole.size)/7 + 1 {
		full := newTestScratch(t)
		full.at = &disk{WriterAt: full.file, left: left}
		if _, err := indexed(s, full, usual); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("with room for %d bytes of %d the error is %v", left, whole.size, err)
		}
	}
	b := newBuilder(func(batch) {})
	b.folder = filepath.Join(t.TempDir(), "nowhere")
	if err := b.search(s); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("with no folder for temporary files the error is %v", err)
	}
}

// Numbers in runs are read as they were written, by those who know them to be short and by those who do not.
func TestNumbersOfRuns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOf(rapid.OneOf(rapid.Uint64Range(0, 1<<15), rapid.Uint64())).Draw(t, "numbers")
		var data []byte
		for _, n := range numbers {
			data = appendNumber(data, n)
		}
		at := 0
		for _, want := range numbers {
			var got uint64
			if got, at = nextNumber(data, at); got != want {
				t.Fatalf("%d is read as %d", want, got)
			}
		}
		if at != len(data) {
			t.Fatalf("%d bytes of %d are read", at, len(data))
		}
	})
}
