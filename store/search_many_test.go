package store

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"pgregory.net/rapid"

	"onrecord/news"
)

// crowd makes events enough for several stretches of documents, and for words of which the documents are kept. Few words are in
// most of them, most words in few.
func crowd(n int) *news.Dataset {
	r := rand.New(rand.NewPCG(1, 2))
	words := func(n int) string {
		list := make([]string, n)
		for i := range list {
			x := r.Float64()
			list[i] = fmt.Sprintf("w%d", int(x*x*x*100))
		}
		return strings.Join(list, " ")
	}
	ds := &news.Dataset{Title: "crowd"}
	for i := range n {
		e := &news.Event{ID: news.EventID(fmt.Sprintf("event:e%05d", i)), Label: words(1 + r.IntN(9))}
		for range r.IntN(3) {
			e.OtherNames = append(e.OtherNames, words(1+r.IntN(3)))
		}
		ds.Events = append(ds.Events, e)
	}
	news.Derive(ds)
	return ds
}

// askedFor is what is looked for in a crowd, and how it is written.
type askedFor struct {
	field textField
	words []string
	// phrase: the words stand together. Otherwise there is one word, and begins says that what begins with it will do.
	phrase, begins bool
}

func (a askedFor) String() string {
	text := strings.Join(a.words, " ")
	if a.phrase {
		text = `"` + text + `"`
	}
	if a.field != anyField {
		text = textFieldNames[a.field] + ":" + text
	}
	return text
}

// stands lists the words of a record that are what is looked for, each once; all words of a phrase.
func (a askedFor) stands(e *news.Event) []string {
	var met []string
	for i, text := range append([]string{e.Label}, e.OtherNames...) {
		if field := map[bool]textField{true: textLabel, false: textName}[i == 0]; a.field != anyField && a.field != field {
			continue
		}
		words := strings.Fields(text)
		for at := range words {
			switch {
			case a.phrase && at+len(a.words) <= len(words) && slices.Equal(words[at:at+len(a.words)], a.words):
				met = append(met, a.words...)
			case !a.phrase && (words[at] == a.words[0] || a.begins && strings.HasPrefix(words[at], a.words[0])):
				met = append(met, words[at])
			}
		}
	}
	slices.Sort(met)
	return slices.Compact(met)
}

// What is found among many documents is what a plain scan finds, in the order that the sum of what each word counts gives.
func TestSearchAmongManyFindsWhatAScanFinds(t *testing.T) {
	ds := crowd(3*documentsAtATime + 7)
	s := stored(t, ds)
	counts := map[string]map[uint32]uint32{} // what a word counts in a document
	kept := 0
	must(t, s.view(func(r *reader) error {
		f, err := newFinder(r)
		must(t, err)
		for i := range 100 {
			word := fmt.Sprintf("w%d", i)
			counts[word] = map[uint32]uint32{}
			list := f.documents(word, anyField)
			for _, document := range list.appendTo(nil, list.count()) {
				lightness, ok := list.light(document)
				if !ok {
					t.Fatal("a list has a document, and not how light ", word, " is in it")
				}
				counts[word][document] = uint32(2*maxLightness + 1 - int(lightness))
			}
		}
		c := f.with.Cursor()
		for k, _ := c.First(); k != nil; k, _ = c.Next() {
			if k[len(k)-1] != byte(anyField) {
				kept++
			}
		}
		return nil
	}))
	if kept == 0 {
		t.Fatal("no field has so many documents with a word that they are kept")
	}
	rare := func(documents int) uint32 {
		return (&finder{searchIndex: &searchIndex{count: uint32(len(ds.Events))}}).rarity(uint64(documents))
	}
	partial := 0
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.Custom(func(t *rapid.T) string {
			return fmt.Sprintf("w%d", rapid.OneOf(rapid.IntRange(0, 5), rapid.IntRange(0, 99)).Draw(t, "word"))
		})
		terms := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) askedFor {
			a := askedFor{field: rapid.SampledFrom([]textField{anyField, anyField, textLabel, textName}).Draw(t, "field"), phrase: rapid.Bool().Draw(t, "phrase")}
			a.words = rapid.SliceOfN(word, 1, map[bool]int{true: 3, false: 1}[a.phrase]).Draw(t, "words")
			return a
		}), 1, 3).Draw(t, "terms")
		last := &terms[len(terms)-1]
		last.begins = !last.phrase
		var text []string
		for _, a := range terms {
			text = append(text, a.String())
		}
		hits := map[int]uint32{} // by how many terms they have
		have := make([]int, len(ds.Events))
		for i, e := range ds.Events {
			for _, a := range terms {
				if len(a.stands(e)) > 0 {
					have[i]++
				}
			}
		}
		least := 1
		if slices.Contains(have, len(terms)) {
			least = len(terms)
		} else {
			partial++
		}
		for _, a := range terms {
			rarity := map[string]uint32{}
			any := 0
			for _, e := range ds.Events {
				if len(a.stands(e)) > 0 {
					any++
				}
			}
			for _, word := range a.words {
				if rarity[word] = rare(any); a.phrase {
					rarity[word] = rare(len(counts[word]))
				}
			}
			for i, e := range ds.Events {
				if have[i] < least {
					continue
				}
				best := map[string]uint32{}
				for _, met := range a.stands(e) {
					of, worth := met, uint32(asWritten)
					if !a.phrase {
						if of = a.words[0]; met != of {
							worth = asNear
						}
					}
					best[of] = max(best[of], worth*counts[met][uint32(i)])
				}
				hits[i] += 0
				for word, value := range best {
					hits[i] += rarity[word] * value
				}
			}
		}
		want := slices.SortedFunc(maps.Keys(hits), func(a, b int) int { return cmp.Or(cmp.Compare(hits[b], hits[a]), cmp.Compare(a, b)) })
		first := rapid.SampledFrom([]int{1, 20, MaxPage}).Draw(t, "first")
		c, err := s.Search(strings.Join(text, " "), nil, Page{First: &first})
		must(t, err)
		for _, a := range terms {
			if !a.phrase && !slices.ContainsFunc(ds.Events, func(e *news.Event) bool { return len(a.stands(e)) > 0 }) {
				return // there are typos of it
			}
		}
		if c.TotalCount != len(want) {
			t.Fatalf("%s finds %d, and a scan %d", text, c.TotalCount, len(want))
		}
		for _, turn := range []int{1, 2} {
			for i, id := range hitIDs(c) {
				if at := i + (turn-1)*first; id != string(ds.Events[want[at]].ID) {
					t.Fatalf("number %d that %s finds is %s, want %s", at, text, id, ds.Events[want[at]].ID)
				}
			}
			if !c.PageInfo.HasNextPage {
				break
			}
			c, err = s.Search(strings.Join(text, " "), nil, Page{First: &first, After: certain(c.PageInfo.EndCursor())})
			must(t, err)
		}
		must(t, s.view(func(r *reader) error {
			f, err := s.finder(r)
			must(t, err)
			q, err := parseSearch(strings.Join(text, " "))
			must(t, err)
			asked := &results{store: s, query: q}
			must(t, asked.find(f, s.within(q, nil)))
			all, err := asked.ranked(f, MaxRanked)
			must(t, err)
			most := rapid.IntRange(0, len(all)).Draw(t, "most")
			if best, err := asked.ranked(f, most); err != nil || !slices.Equal(best, all[:most]) {
				t.Fatalf("the best %d of %s are %v, and of all %v", most, text, best, all)
			}
			for i, hit := range all {
				if int(hit.document) != want[i] || hit.score != hits[want[i]] {
					t.Fatalf("number %d of %s is %v, want %d with %d", i, text, hit, want[i], hits[want[i]])
				}
			}
			return f.q.err
		}))
	})
	if partial == 0 {
		t.Error("no search found only some of its words")
	}
}

func bitmapOf(numbers ...uint32) []byte {
	var g growing
	for _, n := range numbers {
		g.add(n)
	}
	return g.appendTo(nil)
}

// The bitmaps that the index is written in are roaring's.
func TestBitmapsAreRoaring(t *testing.T) {
	var g growing
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		set := roaring.New()
		for range rapid.IntRange(0, 5).Draw(t, "stretches") {
			from := r.Uint64N(1 << rapid.IntRange(1, 32).Draw(t, "high"))
			switch rapid.IntRange(0, 2).Draw(t, "kind") {
			case 0:
				set.Add(uint32(from))
			case 1:
				set.AddRange(from, min(from+uint64(r.Uint32N(100_000)), 1<<32))
			case 2:
				for range r.IntN(20_000) {
					set.Add(uint32(from) + r.Uint32N(200_000))
				}
			}
		}
		g.forget()
		for _, n := range set.ToArray() {
			g.add(n)
		}
		value := g.appendTo([]byte("before"))[len("before"):]
		want, err := set.ToBytes()
		must(t, err)
		if !set.HasRunCompression() && !bytes.Equal(value, want) {
			t.Fatal("a bitmap is written in other bytes than roaring's")
		}
		read := roaring.New()
		if _, err := read.FromBuffer(value); err != nil || !read.Equals(set) {
			t.Fatal("a bitmap is read back as another one: ", err)
		}
		b := g.bitset()
		numbers := append(set.ToArray(), 0, 1<<32-1)
		for range 200 {
			n := numbers[r.IntN(len(numbers))] + r.Uint32N(5) - 2
			i := b.find(uint16(n>>16), 0)
			if has := i < b.n && b.upper(i) == uint16(n>>16) && b.container(i).has(uint16(n)); has != set.Contains(n) {
				t.Fatal("whether ", n, " is in a bitmap is said wrongly")
			}
		}
	})
}

// What bitmaps share where they stand is what roaring says that they share.
func TestBitmapsMeetAsRoaringDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 2))
		draw := func(label string, least int) (sets []bitset, same []*roaring.Bitmap) {
			for range rapid.IntRange(least, 3).Draw(t, label) {
				set := roaring.New()
				for upper := range rapid.IntRange(0, 4).Draw(t, "containers") {
					for range []int{0, 3, 200, 4096, 4097, 60_000}[r.IntN(6)] {
						set.Add(uint32(upper)<<16 | r.Uint32N(1<<(9+r.IntN(8))))
					}
				}
				sets, same = append(sets, drawnSet(set.ToArray(), r)), append(same, set)
			}
			return sets, same
		}
		sets, same := draw("sets", 1)
		unwanted, out := draw("unwanted", 0)
		want := roaring.And(same[0], same[len(same)-1])
		for _, set := range same {
			want.And(set)
		}
		for _, set := range out {
			want.AndNot(set)
		}
		var within []span
		in := roaring.New()
		at := uint32(0)
		for range rapid.IntRange(0, 3).Draw(t, "spans") {
			from := at + r.Uint32N(70_000)
			at = from + 1 + r.Uint32N(150_000)
			within = append(within, span{from, at})
			in.AddRange(uint64(from), uint64(at))
		}
		want.And(in)
		var m meeting
		m.meet(sets, unwanted, within)
		met := m.numbers
		if list := met.appendTo(nil, met.count()); !slices.Equal(list, want.ToArray()) {
			t.Fatalf("%d numbers are met, want %d", len(list), want.GetCardinality())
		}
		most := r.IntN(met.count() + 1)
		if list := met.appendTo([]uint32{7}, most); !slices.Equal(list, append([]uint32{7}, want.ToArray()[:most]...)) {
			t.Fatalf("the first %d are others", most)
		}
		var again meeting
		if again.meet([]bitset{met}, nil, []span{{0, 1 << 31}}); again.numbers.count() != met.count() {
			t.Fatal("a bitmap that was met is read as another one")
		}
		all := either(append(sets, met))
		if list := all.appendTo(nil, all.count()); !slices.Equal(list, roaring.FastOr(same...).ToArray()) {
			t.Fatal("some of several bitmaps are others")
		}
	})
}

// drawnSet is a bitmap of numbers, or a list of documents.
func drawnSet(numbers []uint32, r *rand.Rand) bitset {
	if r.IntN(2) == 0 {
		return bitsetOf(numbers)
	}
	var list growingList
	for _, n := range numbers {
		list.add(n, byte(r.IntN(maxLightness+1)))
	}
	return list.bitset()
}

// A list of documents says of each how light a word is in it, one by one and of many at once, and of no others.
func TestAListSaysHowLightAWordIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 3))
		lights := map[uint32]byte{}
		for upper := range rapid.IntRange(1, 3).Draw(t, "containers") {
			for range []int{1, 30, 33, 200, 4096, 5000, 60_000}[r.IntN(7)] {
				lights[uint32(2*upper)<<16|r.Uint32N(1<<(9+r.IntN(8)))] = byte(r.IntN(maxLightness + 1))
			}
		}
		var g growingList
		g.add(7, 1)
		g.forget()
		for _, document := range slices.Sorted(maps.Keys(lights)) {
			g.add(document, lights[document])
		}
		if g.count() != len(lights) {
			t.Fatalf("%d documents are counted as %d", len(lights), g.count())
		}
		list, err := listAt(g.appendTo(nil))
		must(t, err)
		var asked []uint32
		for range rapid.SampledFrom([]int{1, 50, 4000}).Draw(t, "asked") {
			asked = append(asked, r.Uint32N(6<<16))
		}
		for document := range lights {
			if asked = append(asked, document); len(asked) > 6000 {
				break
			}
		}
		slices.Sort(asked)
		asked = slices.Compact(asked)
		got := map[uint32]uint32{}
		var hits meeting
		hits.meet([]bitset{bitsetOf(asked)}, nil, []span{{0, 1 << 31}})
		for _, hit := range (&finder{reader: &reader{searching: &searchRoom{}}}).rank(&hits, []int{ofNone}, []scored{{rarity: 1, words: []scoredWord{{worth: 1, documents: list}}}}, len(asked)) {
			got[hit.document] = hit.score
		}
		for _, document := range asked {
			want, in := lights[document]
			if lightness, ok := list.light(document); ok != in || lightness != want {
				t.Fatalf("document %d is in the list %v with %d, want %v with %d", document, ok, lightness, in, want)
			}
			score := uint32(0)
			if in {
				score = uint32(2*maxLightness + 1 - int(want))
			}
			if got[document] != score {
				t.Fatalf("document %d scores %d, want %d", document, got[document], score)
			}
		}
	})
}

// Words that are cut the short way are those that a closer look gives.
func TestPlainWordsAreCutAsOthers(t *testing.T) {
	text := rapid.StringOf(rapid.SampledFrom([]rune("aAbsS'’.,, 17é塩ไ\u0301-½\n")))
	rapid.Check(t, func(t *rapid.T) {
		text := text.Draw(t, "text")
		var want []token
		for i := 0; i < len(text); {
			w := tokenAt(text, i)
			if w.word != "" {
				want = append(want, w)
			}
			i = w.to
		}
		if got := tokens(text); !slices.Equal(got, want) {
			t.Fatalf("%q is cut into %v, want %v", text, got, want)
		}
		if got, want := reading(text), news.Reading(text); got != want {
			t.Fatalf("%q reads %q, want %q", text, got, want)
		}
	})
}
