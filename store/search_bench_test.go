package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"onrecord/news"
)

// speech draws words as often as words are used: a few very often, most of them rarely (Zipf).
type speech struct{ zipf *rand.Zipf }

func newSpeech(seed uint64) speech {
	return speech{rand.NewZipf(rand.New(rand.NewPCG(seed, seed)), 1.1, 8, 30_000)}
}

func (s speech) word() string {
	n := s.zipf.Uint64()
	var b strings.Builder
	for i := 0; i < 3 || n > 0; i++ {
		b.WriteByte("bcdfglmnprst"[n%12])
		b.WriteByte("aeiou"[n/12%5])
		n /= 60
	}
	return b.String()
}

func (s speech) words(n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = s.word()
	}
	return strings.Join(words, " ")
}

// spoken makes n statements with a report each: 42 words a statement.
func spoken(n int) *news.Dataset {
	say := newSpeech(1)
	ds := &news.Dataset{Title: "spoken", Articles: []*news.Article{}}
	for i := range 1000 {
		ds.Actors = append(ds.Actors, &news.Actor{ID: news.ActorID(fmt.Sprintf("actor:a%d", i)), Name: say.words(2), Kind: news.Person})
	}
	for i := range n {
		if i%20 == 0 {
			ds.Articles = append(ds.Articles, &news.Article{ID: news.ArticleID(fmt.Sprintf("article:t%d", i)), Headline: say.words(8), Language: "en"})
		}
		id := news.StatementID(fmt.Sprintf("statement:s%d", i))
		ds.Statements = append(ds.Statements, &news.Statement{ID: id, Gist: say.words(12), Speaker: ds.Actors[i%1000].ID, Act: news.Assert})
		ds.Reports = append(ds.Reports, &news.StatementReport{ID: news.ReportID(fmt.Sprintf("report:%d", i)), Statement: id, Mode: news.MixedMode, Text: say.words(20), Quotes: []news.Quote{{Words: say.words(8)}},
			Anchor: news.Anchor{Article: ds.Articles[i/20].ID, Curation: news.Reviewed, Evidence: news.Evidence{Span: news.Span{Start: i, End: i + 1}}}})
	}
	news.Derive(ds)
	return ds
}

// BenchmarkSearchIndex builds the search index of 20,000 statements, their reports and articles, and writes it to a file of
// its own; the records are not counted. docs/decisions/0011 has the outcome.
func BenchmarkSearchIndex(b *testing.B) {
	const n = 20_000
	ds := spoken(n)
	path := filepath.Join(b.TempDir(), "index.db")
	for b.Loop() {
		b.StopTimer()
		in := takenIn(b, ds)
		whole, _, err := in.dataset(ds)
		must(b, err)
		r := newRelated(whole)
		must(b, newBuilder(func(batch) {}).keepAll(whole, r))
		must(b, r.relate())
		must(b, ignoreMissing(os.Remove(path)))
		b.StartTimer()
		_, err = writeFile(path, func(index *builder) error {
			err := index.search(r.searched())
			index.flush()
			return err
		})
		must(b, errors.Join(err, in.Close()))
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/n, "µs/statement")
	b.ReportMetric(float64(used(b, path))/n, "bytes/statement")
}

// used is how many bytes of a file's pages hold something; bbolt lets files grow by 16 MB at a time.
func used(b *testing.B, path string) (bytes int64) {
	db, err := bbolt.Open(path, 0o644, &bbolt.Options{PageSize: PageSize})
	must(b, err)
	must(b, db.View(func(tx *bbolt.Tx) error { bytes = tx.Size(); return nil }))
	bytes -= int64(db.Stats().FreePageN+db.Stats().PendingPageN) * PageSize
	must(b, db.Close())
	return bytes
}

// BenchmarkSearch asks for 20 hits at a time of 20,000 statements and of 200,000.
func BenchmarkSearch(b *testing.B) {
	for _, n := range []int{20_000, 200_000} {
		s := stored(b, spoken(n))
		for _, kind := range []string{"one word", "two words", "a phrase", "a typo"} {
			b.Run(fmt.Sprintf("%d/%s", n, kind), func(b *testing.B) {
				say := newSpeech(2)
				for b.Loop() {
					text := say.word()
					switch kind {
					case "two words":
						text += " " + say.word()
					case "a phrase":
						text = `"` + text + " " + say.word() + `"`
					case "a typo":
						text = text[:len(text)-1] + "q" + text[len(text)-1:]
					}
					if _, err := s.Search(text, []SearchKind{SearchStatement}, Page{}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkSearchStored asks a store of one's own, such as make bench leaves behind, what bench/ asks: the statements whose gist has
// two words that stand in the gist of one of them.
//
//	ONRECORD_STORE=/tmp/onrecord-bench/100000-1/onrecord.db go test ./store -run '^$' -bench SearchStored -benchtime 20000x
func BenchmarkSearchStored(b *testing.B) {
	path := os.Getenv("ONRECORD_STORE")
	if path == "" {
		b.Skip("ONRECORD_STORE names no store")
	}
	s, err := Open(path)
	must(b, err)
	b.Cleanup(func() { must(b, s.Close()) })
	texts := pairsOfWords(b, s, 20_000)
	twenty := 20
	b.ReportAllocs()
	hits, most := 0, 0
	before := busy(b)
	for turn := 0; b.Loop(); turn++ {
		c, err := s.Search(texts[turn%len(texts)], []SearchKind{SearchStatement}, Page{First: &twenty})
		must(b, err)
		hits += len(c.Edges)
		most += c.TotalCount
	}
	b.ReportMetric(float64((busy(b)-before).Nanoseconds())/float64(b.N), "cpu-ns/op")
	b.ReportMetric(float64(hits)/float64(b.N), "hits")
	b.ReportMetric(float64(most)/float64(b.N), "all-hits")
}

// pairsOfWords draws search texts, always the same of a store.
func pairsOfWords(b *testing.B, s *Store, n int) []string {
	r := rand.New(rand.NewPCG(1, 9))
	var gists []string
	all := MaxPage
	for page := (Page{First: &all}); len(gists) < 100_000; {
		c, err := s.Statements(nil, nil, page)
		must(b, err)
		for _, x := range c.Nodes() {
			gists = append(gists, x.Gist)
		}
		if !c.PageInfo.HasNextPage {
			break
		}
		page.After = certain(c.PageInfo.EndCursor())
	}
	texts := make([]string, 0, n)
	for len(texts) < n {
		words := tokens(gists[r.IntN(len(gists))])
		one, other := r.IntN(len(words)), r.IntN(len(words))
		if one != other {
			texts = append(texts, fmt.Sprintf(`gist:"%s" gist:"%s"`, words[one].word, words[other].word))
		}
	}
	return texts
}

// busy is how long the process has kept processors busy.
func busy(b *testing.B) time.Duration {
	var used syscall.Rusage
	must(b, syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
