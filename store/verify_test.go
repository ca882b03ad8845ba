package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
	"pgregory.net/rapid"

	"onrecord/news"
)

func first(tx *unpacked, bucket []byte) (*loose, []byte, []byte) {
	b := tx.Bucket(bucket)
	k := slices.Min(slices.Collect(maps.Keys(b.entries)))
	return b, []byte(k), bytes.Clone(b.entries[k])
}

// figure reads a figure.
func (u *unpacked) figure(ordinal uint32) (*news.Figure, error) {
	var f news.Figure
	return &f, decode(u.Bucket(bucketRecord).Get(recordKey(nounFigure, ordinal)), &f, (*codec).figure)
}

// rewritten replaces a record by a changed one, as a hand with the codec could.
func rewritten(tx *unpacked, ordinal uint32, change func(*news.Figure)) error {
	f, err := tx.figure(ordinal)
	if err != nil {
		return err
	}
	change(f)
	value, err := encoded(&figures, f)
	if err != nil {
		return err
	}
	return tx.Bucket(bucketRecord).Put(recordKey(nounFigure, ordinal), value)
}

// What is changed behind the store's back, and what is said of it.
var damages = map[string]struct {
	change func(*unpacked) error
	says   string
}{
	"a rank is missing":  {func(tx *unpacked) error { b, k, _ := first(tx, bucketRank); return b.Delete(k) }, "bucket rank lacks an entry: article at rank 0 of order 0"},
	"an id is missing":   {func(tx *unpacked) error { return tx.Bucket(bucketID).Delete([]byte("actor:a7")) }, `bucket id lacks an entry: "actor:a7"`},
	"a set is missing":   {func(tx *unpacked) error { b, k, _ := first(tx, bucketSet); return b.Delete(k) }, "bucket set lacks an entry: article by field"},
	"a slice is missing": {func(tx *unpacked) error { b, k, _ := first(tx, bucketSlice); return b.Delete(k) }, "bucket slice lacks an entry: article by bit"},
	"one rank of a set is flipped": {func(tx *unpacked) error {
		b, k, v := first(tx, bucketSet)
		v[len(v)-1] ^= 1
		return b.Put(k, v)
	}, "bucket set holds something else than the records give for article by field"},
	"a rank leads to another record": {func(tx *unpacked) error {
		b, k, v := first(tx, bucketRank)
		binary.BigEndian.PutUint32(v, 1)
		return b.Put(k, v)
	}, "bucket rank holds something else than the records give for article at rank 0 of order 0"},
	"an id leads to another record": {func(tx *unpacked) error {
		b := tx.Bucket(bucketID)
		return b.Put([]byte("actor:a7"), bytes.Clone(b.Get([]byte("actor:a8"))))
	}, `bucket id holds something else than the records give for "actor:a7"`},
	"an id that nobody has": {func(tx *unpacked) error { return tx.Bucket(bucketID).Put([]byte("actor:ghost"), []byte("x")) }, `bucket id has an entry too many: "actor:ghost"`},
	"a record of no noun":   {func(tx *unpacked) error { return tx.Bucket(bucketRecord).Put([]byte{99, 0, 0, 0, 0}, []byte("x")) }, "bucket record has an entry too many"},
	"a record is cut short": {func(tx *unpacked) error { b, k, v := first(tx, bucketRecord); return b.Put(k, v[:len(v)-1]) }, "article number 0 cannot be read"},
	"a record is garbage": {func(tx *unpacked) error {
		b, k, _ := first(tx, bucketRecord)
		return b.Put(k, bytes.Repeat([]byte{0xFF}, 99))
	}, "article number 0 cannot be read"},
	"a record is missing":        {func(tx *unpacked) error { return tx.Bucket(bucketRecord).Delete(recordKey(nounFigure, 3)) }, "the records of the noun figure have figure number 4 where number 3 should come"},
	"the last record is missing": {func(tx *unpacked) error { return tx.Bucket(bucketRecord).Delete(recordKey(nounFigure, 49)) }, "bucket meta says that figure is"},
	"a printed number is another": {func(tx *unpacked) error {
		return rewritten(tx, 3, func(f *news.Figure) { f.Printed = "less than some" })
	}, "bucket meta says that version is"},
	"a value is another": {func(tx *unpacked) error {
		return rewritten(tx, 3, func(f *news.Figure) { f.Value = at(1e6) })
	}, "bucket rank holds something else than the records give for figure"},
	"what is derived is another": {func(tx *unpacked) error {
		return rewritten(tx, 3, func(f *news.Figure) { f.Attribution.Path = "article → nobody" })
	}, "bucket record holds something else than the records give for figure number 3"},
	"a figure leads nowhere": {func(tx *unpacked) error {
		return rewritten(tx, 3, func(f *news.Figure) { f.Quantity = "quantity:none" })
	}, `leads to "quantity:none", and there is no such record`},
	"two records have one id": {func(tx *unpacked) error {
		other, err := tx.figure(4)
		if err != nil {
			return err
		}
		return rewritten(tx, 3, func(f *news.Figure) { f.ID = other.ID })
	}, "the id figure:"},
	"the count is another": {func(tx *unpacked) error {
		return tx.Bucket(bucketMeta).Put([]byte("figure"), []byte{0x7F, 0xFF, 0xFF, 0xFF})
	}, "bucket meta says that figure is"},
	"the version is another": {func(tx *unpacked) error { return tx.Bucket(bucketMeta).Put(metaVersion, []byte("1+000000000000")) }, `bucket meta says that version is "1+000000000000", and the records give "1+`},
	"the title is another":   {func(tx *unpacked) error { return tx.Bucket(bucketMeta).Put(metaTitle, []byte("other")) }, "bucket meta says that version is"},
	"a span has moved": {func(tx *unpacked) error {
		return rewritten(tx, 3, func(f *news.Figure) { f.Evidence.Span.End++ })
	}, "bucket rank holds something else than the records give for figure"},
}

func TestVerifySaysWhatIsWrong(t *testing.T) {
	for _, name := range sortedKeys(damages) {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "damaged.db")
			must(t, Write(path, large(50), nil))
			mustBeSound(t, path)
			edit(t, path, damages[name].change)
			faults, err := Verify(path)
			must(t, err)
			if !strings.Contains(strings.Join(faults, "\n"), damages[name].says) {
				t.Errorf("the faults are %q, want one that says %s", faults, damages[name].says)
			}
		})
	}
}

// Where an article holds its text, every span has to cut its words: of evidence, of quotations, of hops.
func TestVerifyCutsEverySpan(t *testing.T) {
	text := "Élan: “no more than ten”, the mayor said."
	evidence := news.Evidence{Section: news.Body, Span: news.Span{Start: 7, End: 23}, Exact: "no more than ten", Verified: true}
	said := news.Evidence{Section: news.Body, Span: news.Span{Start: 26, End: 35}, Exact: "the mayor", Verified: true}
	for want, change := range map[string]func(*news.StatementReport){
		"": func(*news.StatementReport) {},
		`the span [7, 22] of report:x does not cut its words, "no more than ten"`:    func(r *news.StatementReport) { r.Evidence.Span.End-- },
		`the span [7, 99] of report:x does not cut its words`:                        func(r *news.StatementReport) { r.Evidence.Span.End = 99 },
		`the span [30, 23] of report:x does not cut its words`:                       func(r *news.StatementReport) { r.Evidence.Span.Start = 30 },
		`the span [8, 24] of a quotation in report:x does not cut its words`:         func(r *news.StatementReport) { r.Quotes[0].Span = news.Span{Start: 8, End: 24} },
		`the span [26, 35] of a hop of report:x does not cut its words, "The mayor"`: func(r *news.StatementReport) { r.Attribution.Hops[0].Evidence.Exact = "The mayor" },
	} {
		hop := said
		ds := &news.Dataset{
			Articles:   []*news.Article{{ID: "article:t", Text: text}},
			Actors:     []*news.Actor{{ID: "actor:mayor", Name: "the mayor", Kind: news.Person}},
			Statements: []*news.Statement{{ID: "statement:s", Speaker: "actor:mayor", Act: news.Assert}},
			Reports: []*news.StatementReport{{ID: "report:x", Statement: "statement:s", Mode: news.Direct, Quotes: []news.Quote{{Span: evidence.Span, Words: evidence.Exact}},
				Anchor: news.Anchor{Article: "article:t", Curation: news.Reviewed, Evidence: evidence, Attribution: news.Attribution{Hops: []news.Hop{{Position: 1, Actor: "actor:mayor", Evidence: &hop}}}}}},
		}
		change(ds.Reports[0])
		news.Derive(ds)
		path := filepath.Join(t.TempDir(), "test.db")
		must(t, Write(path, ds, nil))
		faults, err := Verify(path)
		must(t, err)
		if want == "" && len(faults) > 0 || want != "" && (len(faults) != 1 || !strings.Contains(faults[0], want)) {
			t.Errorf("the faults are %q, want %q", faults, want)
		}
	}
}

// dump is every entry of a store.
func dump(t tester, path string) map[string]string {
	t.Helper()
	entries := map[string]string{}
	db, _, err := openFile(path, OpenTimeout)
	must(t, err)
	defer db.Close()
	must(t, db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			return b.ForEach(func(k, v []byte) error {
				entries[string(name)+"\x00"+string(k)] = string(v)
				return nil
			})
		})
	}))
	return entries
}

// A file is damaged at random: bits are turned, pages are zeroed, swapped or made to point elsewhere, the end is cut off.
// Verify tells, and never dies of it: a damaged page can lead bbolt out of the file or round in a circle. Where nothing is
// told, nothing that is stored may have changed. The seal finds all of it; then the file is sealed again, for what the pages and
// the records tell by themselves.
func TestVerifyOutlivesEveryDamage(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "sound.db")
	must(t, Write(path, large(400), nil))
	content, err := os.ReadFile(path)
	must(t, err)
	sound := dump(t, path)
	var used []int
	for p := range len(content) / PageSize {
		if page := content[p*PageSize : (p+1)*PageSize]; slices.ContainsFunc(page, func(b byte) bool { return b != 0 }) {
			used = append(used, p)
		}
	}
	told := 0
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		damaged := bytes.Clone(content)
		page := used[r.IntN(len(used))] * PageSize
		switch rapid.SampledFrom([]string{"turn a bit", "turn a bit at the head", "turn a byte of an element", "zero a page", "swap two pages", "copy a page", "cut"}).Draw(t, "damage") {
		case "turn a bit":
			damaged[page+r.IntN(PageSize)] ^= 1 << r.IntN(8)
		case "turn a bit at the head":
			damaged[page+r.IntN(pageHead)] ^= 1 << r.IntN(8)
		case "turn a byte of an element":
			damaged[page+pageHead+r.IntN(10*pageElement)] = byte(r.IntN(256))
		case "zero a page":
			clear(damaged[page : page+PageSize])
		case "swap two pages":
			other := used[r.IntN(len(used))] * PageSize
			copy(damaged[page:page+PageSize], content[other:])
			copy(damaged[other:other+PageSize], content[page:])
		case "copy a page":
			copy(damaged[page:page+PageSize], content[used[r.IntN(len(used))]*PageSize:])
		case "cut":
			damaged = damaged[:r.IntN(len(damaged))]
		}
		path := filepath.Join(folder, "damaged.db")
		must(t, os.WriteFile(path, damaged, 0o644))
		if !bytes.Equal(damaged, content) {
			if faults, err := Verify(path); err == nil && len(faults) == 0 {
				t.Fatal("a byte is not what was written and nothing is told")
			}
			if s, err := Open(path); err == nil {
				s.Close()
				t.Fatal("a byte is not what was written and the store is opened")
			}
		}
		sealAgain(t, path) // what is found without the seal
		faults, err := Verify(path)
		if err != nil || len(faults) > 0 {
			told++
			return
		}
		if !maps.Equal(sound, dump(t, path)) {
			t.Fatal("something that is stored has changed and nothing is told")
		}
	})
	if told == 0 {
		t.Error("no damage was told at all")
	}
}

// The two damages that end a process which trusts its file, made on purpose.
func TestVerifyOutlivesPagesThatLeadAstray(t *testing.T) {
	path := filepath.Join(t.TempDir(), "astray.db")
	must(t, Write(path, large(20), nil))
	db, err := bbolt.Open(path, 0o644, &bbolt.Options{PageSize: PageSize})
	must(t, err)
	must(t, errors.Join(db.Update(func(tx *bbolt.Tx) error { // so many entries that there is a branch page
		b, err := tx.CreateBucket([]byte("another"))
		for i := range 2000 {
			err = errors.Join(err, b.Put(recordKey(nounActor, uint32(i)), make([]byte, 99)))
		}
		return err
	}), db.Close()))
	content, err := os.ReadFile(path)
	must(t, err)
	branch := 0
	for p := 2; p < len(content)/PageSize && branch == 0; p++ {
		page := content[p*PageSize:]
		if native.Uint64(page) == uint64(p) && native.Uint16(page[8:]) == pageBranch && native.Uint16(page[10:]) > 9 {
			branch = p
		}
	}
	if branch == 0 {
		t.Fatal("the store has no branch page")
	}
	for want, leadsTo := range map[string]uint64{"is reached twice": uint64(branch), "is referred to, and the file has the pages": 1 << 40} {
		damaged := bytes.Clone(content)
		native.PutUint64(damaged[branch*PageSize+pageHead+8:], leadsTo)
		must(t, os.WriteFile(path, damaged, 0o644))
		faults, err := Verify(path)
		must(t, err)
		if !strings.Contains(strings.Join(faults, "\n"), want) {
			t.Errorf("the faults are %q, want one that says %s", faults, want)
		}
	}
}
