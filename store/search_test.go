package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"onrecord/news"
)

func TestACursorIsOfOneSearch(t *testing.T) {
	s := stored(t, large(40))
	c, err := s.Search("headline", nil, Page{First: at(1)})
	must(t, err)
	end := certain(c.PageInfo.EndCursor())
	for what, ask := range map[string]func() error{
		"another text": func() error { _, err := s.Search("number", nil, Page{After: end}); return err },
		"another kind": func() error {
			_, err := s.Search("headline", []SearchKind{SearchArticle}, Page{After: end})
			return err
		},
		"another list": func() error { _, err := s.Articles(nil, nil, Page{After: end}); return err },
		"a list's here": func() error {
			a, _ := s.Articles(nil, nil, Page{})
			_, err := s.Search("headline", nil, Page{Before: certain(a.PageInfo.EndCursor())})
			return err
		},
		"no cursor": func() error { _, err := s.Search("headline", nil, Page{After: at("here")}); return err },
	} {
		refusedWith(t, BadCursor, what, ask())
	}
}

// many makes events whose labels are given.
func many(labels ...string) *news.Dataset {
	ds := &news.Dataset{Title: "many"}
	for i, label := range labels {
		ds.Events = append(ds.Events, &news.Event{ID: news.EventID(fmt.Sprintf("event:e%04d", i)), Label: label})
	}
	news.Derive(ds)
	return ds
}

func found(t *testing.T, s *Store, text string) (total int, ids []string) {
	t.Helper()
	c, err := s.Search(text, nil, Page{First: at(MaxPage)})
	must(t, err)
	return c.TotalCount, hitIDs(c)
}

func TestTheFirstThousandHitsAreRanked(t *testing.T) {
	for _, n := range []int{MaxRanked, MaxRanked + 1} {
		labels := make([]string, n)
		for i := range labels {
			labels[i] = "flood and fire"
		}
		s := stored(t, many(labels...))
		for _, text := range []string{"flood", "flood fire", `"flood and"`} {
			seen := 0
			p := Page{First: at(MaxPage)}
			for {
				c, err := s.Search(text, nil, p)
				if seen == MaxRanked && n > MaxRanked {
					refusedWith(t, BadPage, "what comes after the last that is ranked", err)
					break
				}
				must(t, err)
				if c.TotalCount != n {
					t.Fatalf("%s finds %d, want %d", text, c.TotalCount, n)
				}
				seen += len(c.Edges)
				p.After = certain(c.PageInfo.EndCursor())
				if !c.PageInfo.HasNextPage {
					break
				}
			}
			if seen != MaxRanked {
				t.Errorf("of %d hits %d are given", n, seen)
			}
			_, err := s.Search(text, nil, Page{Last: at(1)})
			if n > MaxRanked {
				refusedWith(t, BadPage, "the last of more hits than are ranked", err)
			} else {
				must(t, err)
			}
		}
	}
}

func TestASearchTextHasLimits(t *testing.T) {
	s := stored(t, many("flood"))
	words := func(n int) string { return strings.TrimSpace(strings.Repeat("a ", n)) }
	for text, fits := range map[string]bool{
		strings.Repeat("é", MaxSearchText):                 true,
		strings.Repeat("é", MaxSearchText+1):               false,
		words(MaxSearchWords):                              true,
		words(MaxSearchWords + 1):                          false,
		"flood -" + strings.Repeat("a-", MaxSearchWords-1): true,
		"flood -" + strings.Repeat("a-", MaxSearchWords):   false,
		`flood "` + words(MaxSearchWords-1) + `"`:          true,
		`flood "` + words(MaxSearchWords) + `"`:            false,
	} {
		_, err := s.Search(text, nil, Page{})
		if fits {
			must(t, err)
		} else {
			refusedWith(t, BadSearch, text, err)
		}
	}
}

func TestASearchTextThatCannotBeRead(t *testing.T) {
	s := stored(t, many("flood at 10:30"))
	for text, says := range map[string]string{
		"":                   "nothing to look for",
		" - & … ":            "nothing to look for",
		"-flood":             "nothing to look for",
		"kind:event":         "nothing to look for",
		`"flood`:             "never closed",
		`flood "at 10" "`:    "never closed",
		`""`:                 "no word between the quotation marks",
		"label:--":           `no word after "label:"`,
		"title:flood":        "the fields are headline, byline, text,",
		"Kirby:flood":        `no field "Kirby"`,
		"kind:flood":         "the kinds are actor, article, event, quantity, statement",
		`kind:"flood"`:       "the kinds are",
		"-title:flood flood": "no field",
		"flood \xff":         "not UTF-8",
	} {
		_, err := s.Search(text, nil, Page{})
		refusedWith(t, BadSearch, text, err)
		if err != nil && !strings.Contains(err.Error(), says) {
			t.Errorf("%q gives %q, want that it says %q", text, err, says)
		}
	}
	for _, text := range []string{"10:30", "flood 10:30", "10:30 flood", "https://flood.example/", "flood: at", "flood:", "LABEL:flood", "“flood at”", "«flood» -kind:actor", "kind:EVENT flood", "flood -fire", `-"at flood" flood`, "- flood"} {
		if n, _ := found(t, s, text); n != 1 {
			t.Errorf("%q finds %d, want the one event there is", text, n)
		}
	}
}

// Every text that search reads has a worth in the records that it leads to, or what stands there would count nothing.
func TestEveryFieldHasAWorth(t *testing.T) {
	used := map[textField]bool{}
	for _, noun := range kindNouns {
		for f, w := range worths[noun] {
			if used[f] = true; w.weight < 1 || w.usual < 1 {
				t.Errorf("%s of the noun %s is worth %+v", textFieldNames[f], nounNames[noun], w)
			}
		}
	}
	each(t, func(t *rapid.T, ds *news.Dataset, _ *Store) {
		for id, texts := range scan(ds).searched() {
			kind, _, _ := news.SplitID(id)
			noun := kindNouns[slices.Index(SearchKinds, SearchKind(strings.ToUpper(string(kind))))]
			for _, s := range texts {
				f, ok := textFieldNamed(s.field)
				if _, worth := worths[noun][f]; !ok || !worth {
					t.Fatalf("%s of the noun %s has no worth", s.field, nounNames[noun])
				}
			}
		}
	})
	for f := anyField + 1; f < textFields; f++ {
		if !used[f] || textFieldNames[f] == "" {
			t.Errorf("the field %d, %q, is of no kind of record", f, textFieldNames[f])
		}
	}
}

// A cursor goes on behind its record in the next version of the data, in which all scores are others; where the record is
// gone, at its place.
func TestASearchGoesOnInTheNextVersion(t *testing.T) {
	labels := []string{"flood", "flood", "flood", "flood", "fire"}
	c, err := stored(t, many(labels...)).Search("flood", nil, Page{First: at(2)})
	must(t, err)
	end := certain(c.PageInfo.EndCursor())
	for without, want := range map[int]struct{ after, before string }{
		0: {"event:e0002 event:e0003", ""},
		1: {"event:e0002 event:e0003", "event:e0000"},
		3: {"event:e0002", "event:e0000"},
	} {
		next := many(labels...)
		next.Events = slices.Delete(next.Events, without, without+1)
		s := stored(t, next)
		for _, page := range []struct {
			page Page
			want string
		}{{Page{After: end}, want.after}, {Page{Before: end}, want.before}} {
			got, err := s.Search("flood", nil, page.page)
			must(t, err)
			if ids := strings.Join(hitIDs(got), " "); ids != page.want {
				t.Errorf("without the number %d the page %+v is %q, want %q", without, page.page, ids, page.want)
			}
		}
	}
}

func TestVerifyLooksThroughTheSearchIndex(t *testing.T) {
	for says, change := range map[string]func(*unpacked) error{
		`bucket where lacks an entry: the places of "`:                           func(tx *unpacked) error { b, k, _ := first(tx, bucketWhere); return b.Delete(k) },
		`bucket found lacks an entry: document 0`:                                func(tx *unpacked) error { b, k, _ := first(tx, bucketFound); return b.Delete(k) },
		`bucket index lacks an entry: "starts"`:                                  func(tx *unpacked) error { return tx.Bucket(bucketIndex).Delete(indexStarts) },
		`bucket found holds something else than the records give for document 0`: func(tx *unpacked) error { b, k, v := first(tx, bucketFound); v[2]++; return b.Put(k, v) },
		`bucket index holds something else than the records give for "records"`: func(tx *unpacked) error {
			b := tx.Bucket(bucketIndex)
			v := bytes.Clone(b.Get(indexRecords))
			v[4]++
			return b.Put(indexRecords, v)
		},
		`bucket with lacks an entry: the documents with "headline"`: func(tx *unpacked) error {
			return tx.Bucket(bucketWith).Delete(wordKey("headline", byte(anyField)))
		},
		`bucket with holds something else than the records give for the documents with "headline" in the field headline`: func(tx *unpacked) error {
			return tx.Bucket(bucketWith).Put(wordKey("headline", byte(textHeadline)), bitmapOf(1))
		},
		`bucket index holds something else than the records give for "words"`: func(tx *unpacked) error {
			b := tx.Bucket(bucketIndex)
			return b.Put(indexWords, append(bytes.Clone(b.Get(indexWords)), 0))
		},
		`bucket index holds something else than the records give for "starts"`: func(tx *unpacked) error {
			b := tx.Bucket(bucketIndex)
			v := bytes.Clone(b.Get(indexStarts))
			binary.BigEndian.PutUint32(v[4:], 99)
			return b.Put(indexStarts, v)
		},
		`bucket with has an entry too many: the documents with "nowhere"`: func(tx *unpacked) error {
			_, _, v := first(tx, bucketWith)
			return tx.Bucket(bucketWith).Put(wordKey("nowhere", byte(anyField)), v)
		},
		`bucket where has an entry too many: the places of "nowhere" in the field gist`: func(tx *unpacked) error {
			_, _, v := first(tx, bucketWhere)
			return tx.Bucket(bucketWhere).Put(wordKey("nowhere", byte(textGist)), v)
		},
	} {
		path := filepath.Join(t.TempDir(), "damaged.db")
		must(t, Write(path, large(20*(manyDocuments+1)), nil)) // headlines enough for the bucket with
		edit(t, path, change)
		faults, err := Verify(path)
		must(t, err)
		if !strings.Contains(strings.Join(faults, "\n"), says) {
			t.Errorf("the faults are %q, want one that says %s", faults, says)
		}
	}
}

// The documents of an index that is damaged are no reason to end the process.
func TestASearchInADamagedIndexIsAnError(t *testing.T) {
	for what, change := range map[string]func(*unpacked) error{
		"no starts": func(tx *unpacked) error { return tx.Bucket(bucketIndex).Delete(indexStarts) },
		"no words":  func(tx *unpacked) error { return tx.Bucket(bucketIndex).Put(indexWords, []byte("no FST")) },
		"a set cut short": func(tx *unpacked) error {
			return tx.Bucket(bucketWith).Put(wordKey("headline", byte(anyField)), []byte("x"))
		},
		"a document is gone": func(tx *unpacked) error { return tx.Bucket(bucketFound).Delete([]byte{0, 0, 0, 50}) },
		"a document of noone": func(tx *unpacked) error {
			return tx.Bucket(bucketFound).Put([]byte{0, 0, 0, 50}, []byte{99, 0, 0, 0, 0})
		},
	} {
		path := filepath.Join(t.TempDir(), "damaged.db")
		must(t, Write(path, large(50), nil))
		edit(t, path, change)
		s, err := Open(path)
		must(t, err)
		c, err := s.Search("headline", nil, Page{})
		if err == nil {
			_, err = c.Nodes()[0].Snippets()
		}
		if err == nil {
			t.Errorf("%s: a search and its snippets give no error", what)
		}
		must(t, s.Close())
	}
}

// FuzzSearchText: whatever text comes from outside, it is read within the limits or refused with a sentence.
func FuzzSearchText(f *testing.F) {
	files, err := filepath.Glob("testdata/search/*.txt")
	if err != nil || len(files) == 0 {
		f.Fatal("testdata/search has no *.txt")
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	path := filepath.Join(f.TempDir(), "fuzz.db")
	must(f, Write(path, large(40), nil))
	s, err := Open(path)
	must(f, err)
	f.Cleanup(func() { must(f, s.Close()) })
	f.Fuzz(func(t *testing.T, text string) {
		q, err := parseSearch(text)
		if err != nil {
			refusedWith(t, BadSearch, text, err)
			return
		}
		words := 0
		for _, term := range slices.Concat(q.wanted, q.unwanted) {
			words += len(term.words)
			if len(term.words) == 0 || slices.Contains(term.words, "") || term.from > term.to || term.to > len(q.text) {
				t.Errorf("%q gives the term %+v", text, term)
			}
		}
		if len(q.wanted) == 0 || words > MaxSearchWords {
			t.Errorf("%q gives %d terms and %d words", text, len(q.wanted), words)
		}
		c, err := s.Search(text, nil, Page{})
		must(t, err)
		inOrder(t, c)
		if !utf8.ValidString(c.Suggestion) {
			t.Errorf("%q suggests %q", text, c.Suggestion)
		}
	})
}
