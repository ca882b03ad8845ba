package store

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"
	"pgregory.net/rapid"

	"onrecord/news"
)

// each runs a property on made datasets, each in a store of its own.
func each(t *testing.T, property func(*rapid.T, *news.Dataset, *Store)) {
	folder := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		ds := made(rt)
		path := filepath.Join(folder, "made.db")
		if err := Write(path, ds, nil); err != nil {
			rt.Fatal(err)
		}
		s, err := Open(path)
		if err != nil {
			rt.Fatal(err)
		}
		defer s.Close()
		property(rt, ds, s)
	})
}

func nodes(ds *news.Dataset) []news.Node {
	var all []news.Node
	for _, n := range ds.Articles {
		all = append(all, n)
	}
	for _, n := range ds.Actors {
		all = append(all, n)
	}
	for _, n := range ds.Places {
		all = append(all, n)
	}
	for _, n := range ds.Events {
		all = append(all, n)
	}
	for _, n := range ds.Statements {
		all = append(all, n)
	}
	for _, n := range ds.Quantities {
		all = append(all, n)
	}
	for m := range ds.Mentions() {
		all = append(all, m)
	}
	return all
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		for _, want := range nodes(ds) {
			got, err := s.Node(want.NodeID())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s is read back otherwise (-written +read):\n%s", want.NodeID(), diff)
			}
		}
		for _, a := range ds.Actors {
			for _, former := range a.FormerIDs {
				got, err := s.Actor(former)
				if err != nil || got == nil || got.ID != a.ID {
					t.Fatalf("the former id %s leads to %v, %v, want %s", former, got, err, a.ID)
				}
			}
		}
	})
}

// Verify works the whole index out again, so this says: every entry leads to a record and back, and none is missing.
func TestEveryStoreThatIsWrittenIsSound(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		path := filepath.Join(folder, "made.db")
		if err := Write(path, made(rt), nil); err != nil {
			rt.Fatal(err)
		}
		faults, err := Verify(path)
		if err != nil || len(faults) > 0 {
			rt.Fatal(err, faults)
		}
	})
}

func TestUnknownIDsLeadNowhereAndMalformedOnesAreRefused(t *testing.T) {
	s := stored(t, rapid.Custom(made).Example(1))
	if n, err := s.Node("actor:nobody"); n != nil || err != nil {
		t.Errorf("an unknown id gives %v, %v, want nothing", n, err)
	}
	for _, id := range []string{"", "actor", "actor:", ":x", "person:x"} {
		var refused *ArgumentError
		if _, err := s.Node(id); !errors.As(err, &refused) || refused.Code != BadID {
			t.Errorf("%q gives %v, want %s", id, err, BadID)
		}
	}
	var refused *ArgumentError
	if _, err := s.Actor("event:e0"); !errors.As(err, &refused) || refused.Code != BadID {
		t.Errorf("an event's id given for an actor's gives %v, want %s", err, BadID)
	}
	if _, err := s.Figures(&FigureFilter{Claimants: []news.ActorID{"event:e0"}}, nil, Page{}); !errors.As(err, &refused) || refused.Code != BadID {
		t.Errorf("an event's id in a filter of actors gives %v, want %s", err, BadID)
	}
}

func TestTheSameDatasetGivesTheSameBytes(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		ds := made(rt)
		var first []byte
		for range 3 {
			rand.Shuffle(len(ds.Figures), func(i, j int) { ds.Figures[i], ds.Figures[j] = ds.Figures[j], ds.Figures[i] })
			rand.Shuffle(len(ds.Actors), func(i, j int) { ds.Actors[i], ds.Actors[j] = ds.Actors[j], ds.Actors[i] })
			rand.Shuffle(len(ds.Articles), func(i, j int) { ds.Articles[i], ds.Articles[j] = ds.Articles[j], ds.Articles[i] })
			news.Derive(ds)
			path := filepath.Join(folder, "again.db")
			if err := Write(path, ds, nil); err != nil {
				rt.Fatal(err)
			}
			written, err := os.ReadFile(path)
			if err != nil {
				rt.Fatal(err)
			}
			if first == nil {
				first = written
			}
			if !bytes.Equal(first, written) {
				rt.Fatal("two stores of the same dataset differ")
			}
		}
	})
}

func TestALargeDatasetGivesTheSameBytesEachTime(t *testing.T) {
	ds := large(3000)
	folder := t.TempDir()
	var first []byte
	for range 4 {
		path := filepath.Join(folder, "large.db")
		if err := Write(path, ds, nil); err != nil {
			t.Fatal(err)
		}
		written, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = written
			mustBeSound(t, path)
		}
		if !bytes.Equal(first, written) {
			t.Fatal("two stores of the same dataset differ")
		}
	}
}

func TestOpenRefusesWhatIsNoStore(t *testing.T) {
	folder := t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	sound := filepath.Join(folder, "sound.db")
	if err := Write(sound, large(50), nil); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(sound)
	if err != nil {
		t.Fatal(err)
	}
	other := file("other.db", content)
	edit(t, other, func(tx *bbolt.Tx) error { return tx.Bucket(bucketMeta).Put(metaFormat, []byte("99")) })
	bare := filepath.Join(folder, "bare.db")
	edit(t, bare, func(*bbolt.Tx) error { return nil })
	for path, want := range map[string]string{
		filepath.Join(folder, "none.db"):       "no such file",
		file("text.db", []byte("not a store")): "not a store",
		file("empty.db", nil):                  "not a store",
		other:                                  `format "99"`,
		bare:                                   "missing",
	} {
		s, err := Open(path)
		if err == nil {
			s.Close()
			t.Errorf("%s is opened", filepath.Base(path))
			continue
		}
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %q does not say %q", filepath.Base(path), err, want)
		}
	}
}

func TestAWriterThatFailsLeavesTheOldStoreAndNothingElse(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "kept.db")
	if err := Write(path, large(20), nil); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// A folder cannot be replaced by a file, so the last step fails.
	blocked := filepath.Join(folder, "blocked.db")
	if err := os.MkdirAll(filepath.Join(blocked, "x"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := Write(blocked, large(20), nil); err == nil {
		t.Error("a store is written over a folder")
	}
	if err := Write(filepath.Join(folder, "nowhere", "x.db"), large(20), nil); err == nil {
		t.Error("a store is written into a folder that does not exist")
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains([]string{"kept.db", "blocked.db"}, e.Name()) {
			t.Errorf("%s is left behind", e.Name())
		}
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the old store has changed")
	}
}

func TestManyMayReadAtOnce(t *testing.T) {
	s := stored(t, large(300))
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 50 {
				c, err := s.Figures(&FigureFilter{Quantities: []news.QuantityID{"quantity:q1"}}, &FigureOrder{Field: FigureValue}, Page{})
				if err != nil || c.TotalCount == 0 {
					t.Errorf("%v, %v", c, err)
					return
				}
			}
		})
	}
	wait.Wait()
}

// edit changes a store behind its back.
func edit(t testing.TB, path string, change func(*bbolt.Tx) error) {
	t.Helper()
	db, err := bbolt.Open(path, 0o644, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(change), db.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyFindsWhatIsWrong(t *testing.T) {
	first := func(bucket []byte) func(*bbolt.Tx) ([]byte, []byte) {
		return func(tx *bbolt.Tx) ([]byte, []byte) { return tx.Bucket(bucket).Cursor().First() }
	}
	for name, damage := range map[string]func(*bbolt.Tx) error{
		"an entry is missing": func(tx *bbolt.Tx) error { k, _ := first(bucketOrder)(tx); return tx.Bucket(bucketOrder).Delete(k) },
		"a set is of another": func(tx *bbolt.Tx) error {
			k, _ := first(bucketSet)(tx)
			_, other := tx.Bucket(bucketSet).Cursor().Last()
			return tx.Bucket(bucketSet).Put(k, bytes.Clone(other))
		},
		"a record is cut short": func(tx *bbolt.Tx) error {
			k, v := first(bucketRecord)(tx)
			return tx.Bucket(bucketRecord).Put(k, v[:len(v)-1])
		},
		"a record has changed": func(tx *bbolt.Tx) error {
			k, v := first(bucketRecord)(tx)
			changed := bytes.Replace(bytes.Clone(v), []byte("Headline"), []byte("headline"), 1)
			return tx.Bucket(bucketRecord).Put(k, changed)
		},
		"an entry is too many": func(tx *bbolt.Tx) error { return tx.Bucket(bucketID).Put([]byte("actor:ghost"), []byte("x")) },
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "damaged.db")
			if err := Write(path, large(50), nil); err != nil {
				t.Fatal(err)
			}
			edit(t, path, damage)
			faults, err := Verify(path)
			if err != nil {
				t.Fatal(err)
			}
			if len(faults) == 0 {
				t.Error("nothing is found")
			}
		})
	}
}

func TestOpenWaitsForAWriterAndThenSaysSo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "busy.db")
	if err := Write(path, large(20), nil); err != nil {
		t.Fatal(err)
	}
	writer, err := bbolt.Open(path, 0o644, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	if s, err := Open(path); err == nil {
		s.Close()
		t.Error("a store that is being written is opened")
	} else if !strings.Contains(err.Error(), "locked by a writer") {
		t.Errorf("%q does not say that a writer has it", err)
	}
}
