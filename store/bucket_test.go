package store

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"go.etcd.io/bbolt"
	"pgregory.net/rapid"
)

// What is packed is found again by its number, by its key, and by walking, on one shelf or several, with slots and without; and
// what was not packed is not found.
func TestAPackedBucketIsWhatWasPacked(t *testing.T) {
	db, err := bbolt.Open(filepath.Join(t.TempDir(), "packed.db"), 0o644, &bbolt.Options{PageSize: PageSize, NoSync: true})
	must(t, err)
	defer db.Close()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.OneOf(rapid.IntRange(0, 20), rapid.SampledFrom([]int{shelfLong - 1, shelfLong, shelfLong + 1, 2*shelfLong + 5})).Draw(t, "entries")
		step, hashed := rapid.IntRange(1, 9).Draw(t, "step"), rapid.Bool().Draw(t, "hashed")
		key := func(i int) []byte { return fmt.Appendf(nil, "key %08d", i) }
		value := func(i int) []byte { return bytes.Repeat([]byte{byte(i)}, i%40) }
		tx, err := db.Begin(true)
		must(t, err)
		defer func() { _ = tx.Rollback() }()
		into, err := tx.CreateBucket([]byte("packed"))
		must(t, err)
		p := &packer{hashed: hashed}
		for i := range n {
			must(t, p.add(into, key(i*step), value(i)))
		}
		must(t, p.end(into))
		b, err := openBucket(into)
		must(t, err)
		if b.count != n || (b.slots > 0) != (hashed && n > 0) {
			t.Fatalf("%d entries are packed, with slots: %t; found are %d and %d slots", n, hashed, b.count, b.slots)
		}
		walk := b.Cursor()
		k, v := walk.First()
		for i := range n {
			if at, of := b.entry(i); !bytes.Equal(at, key(i*step)) || !bytes.Equal(of, value(i)) {
				t.Fatalf("entry %d is %q, %q", i, at, of)
			}
			if got := b.get(key(i * step)); got == nil || !bytes.Equal(got, value(i)) {
				t.Fatalf("under %q stands %q", key(i*step), got)
			}
			if !bytes.Equal(k, key(i*step)) || !bytes.Equal(v, value(i)) {
				t.Fatalf("the walk comes to %q, %q where entry %d should come", k, v, i)
			}
			k, v = walk.Next()
		}
		if last, _ := b.entry(n); k != nil || last != nil {
			t.Fatalf("after the last entry come %q and %q", k, last)
		}
		for i := range 40 {
			at := rapid.IntRange(0, n*step+3).Draw(t, "at")
			found := at%step == 0 && at/step < n
			if got := b.get(key(at)); (got != nil) != found {
				t.Fatalf("under %q stands %q, %d", key(at), got, i)
			}
			next, _ := b.Cursor().Seek(key(at))
			if want := (at + step - 1) / step; want < n != (next != nil) || want < n && !bytes.Equal(next, key(want*step)) {
				t.Fatalf("from %q on comes %q", key(at), next)
			}
		}
		if faults := checkBucket([]byte(map[bool]string{true: "id", false: "rank"}[hashed]), b); len(faults) > 0 {
			t.Fatal(faults)
		}
		// A turned bit of what holds entries together is told.
		if !hashed || n == 0 {
			return
		}
		b.pieces[0] = bytes.Clone(b.pieces[0])
		b.pieces[0][rapid.IntRange(0, len(b.pieces[0])-1).Draw(t, "byte")] ^= 1
		if faults := checkBucket([]byte("id"), b); !slices.Equal(faults, []string{"bucket id: its slots are not those of its keys"}) {
			t.Fatal(faults)
		}
	})
}

// Many can read at a time, each with what another left.
func TestManyReadAtATime(t *testing.T) {
	s := stored(t, large(60))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 100 {
				c, err := s.Figures(nil, &FigureOrder{Field: FigureValue}, Page{First: at(20)}, FiguresBy("actor:a3"))
				if err != nil || c.TotalCount == 0 || c.Edges[0].Node.Attribution.Origin() != "actor:a3" {
					t.Error(c, err)
					return
				}
			}
		})
	}
	all.Wait()
}
