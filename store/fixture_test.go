package store

import (
	"bytes"
	"errors"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"go.etcd.io/bbolt"
	"pgregory.net/rapid"

	"onrecord/news"
)

// stored writes a dataset into a temporary folder and opens it. When the test ends the file is verified, as bbolt's own
// fixture does, so that no test can forget it.
func stored(t testing.TB, ds *news.Dataset) *Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.db")
	must(t, Write(path, ds, nil))
	s, err := Open(path)
	must(t, err)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		mustBeSound(t, path)
	})
	return s
}

// each runs a property on made datasets, each in a store of its own that is verified afterwards.
func each(t *testing.T, property func(*rapid.T, *news.Dataset, *Store)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "made.db")
	rapid.Check(t, func(rt *rapid.T) {
		ds := made(rt)
		must(rt, Write(path, ds, nil))
		s, err := Open(path)
		must(rt, err)
		defer s.Close()
		property(rt, ds, s)
		mustBeSound(rt, path)
	})
}

// tester is what both testing.TB and rapid.T can do.
type tester interface {
	Helper()
	Error(...any)
	Fatal(...any)
}

func must(t tester, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func mustBeSound(t tester, path string) {
	t.Helper()
	faults, err := Verify(path)
	must(t, err)
	for _, fault := range faults {
		t.Error("the store is not sound: ", fault)
	}
}

func refusedWith(t tester, code Code, what string, err error) {
	t.Helper()
	var refused *ArgumentError
	switch {
	case !errors.As(err, &refused):
		t.Error(what, " gives ", err, ", want an error with the code ", code)
	case refused.Code != code || refused.Message == "":
		t.Error(what, " gives the code ", refused.Code, " and the message ", refused.Message, ", want ", code, " and a message")
	}
}

// certain is a value that came without an error.
func certain[V any](v V, err error) V {
	if err != nil {
		panic(err)
	}
	return v
}

// edit changes a store behind its back, and seals it again as if nothing were the matter.
func edit(t testing.TB, path string, change func(*unpacked) error) {
	t.Helper()
	db, err := bbolt.Open(path, 0o644, &bbolt.Options{PageSize: PageSize})
	must(t, err)
	must(t, errors.Join(db.Update(func(tx *bbolt.Tx) error {
		u := &unpacked{tx, map[string]*loose{}}
		if err := change(u); err != nil {
			return err
		}
		return u.pack()
	}), db.Close()))
	sealAgain(t, path)
}

// unpacked is a store whose entries can be changed one by one.
type unpacked struct {
	tx      *bbolt.Tx
	touched map[string]*loose
}

// loose is a bucket's entries as they were packed.
type loose struct{ entries map[string][]byte }

func (u *unpacked) Bucket(name []byte) *loose {
	if u.touched[string(name)] == nil {
		l := &loose{map[string][]byte{}}
		for k, v := range everyEntry(u.tx, name) {
			l.entries[string(k)] = bytes.Clone(v)
		}
		u.touched[string(name)] = l
	}
	return u.touched[string(name)]
}

// everyEntry walks through a bucket, packed or not.
func everyEntry(tx *bbolt.Tx, name []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		var c stepper = tx.Bucket(name).Cursor()
		if !bytes.Equal(name, bucketMeta) {
			c = certain(openBucket(tx.Bucket(name))).Cursor()
		}
		for k, v := c.First(); k != nil && yield(k, v); k, v = c.Next() {
		}
	}
}

func (l *loose) Get(key []byte) []byte { return l.entries[string(key)] }

func (l *loose) Put(key, value []byte) error {
	l.entries[string(key)] = bytes.Clone(value)
	return nil
}

func (l *loose) Delete(key []byte) error {
	delete(l.entries, string(key))
	return nil
}

// pack writes what was changed.
func (u *unpacked) pack() error {
	for name, l := range u.touched {
		if err := u.tx.DeleteBucket([]byte(name)); err != nil {
			return err
		}
		into, err := u.tx.CreateBucket([]byte(name))
		if err != nil {
			return err
		}
		p, packed := &packer{hashed: hashed[name]}, name != string(bucketMeta)
		for _, key := range slices.Sorted(maps.Keys(l.entries)) {
			if !packed {
				err = into.Put([]byte(key), l.entries[key])
			} else {
				err = p.add(into, []byte(key), l.entries[key])
			}
			if err != nil {
				return err
			}
		}
		if err := p.end(into); err != nil {
			return err
		}
	}
	return nil
}

// sealAgain seals a file as it stands.
func sealAgain(t tester, path string) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	must(t, err)
	info, err := file.Stat()
	must(t, err)
	_, err = sealFile(file, (info.Size()+PageSize-1)/PageSize*PageSize)
	must(t, errors.Join(err, file.Close()))
}

// everyNode lists the records of a dataset, whatever their kind.
func everyNode(ds *news.Dataset) []news.Node {
	var all []news.Node
	all = appendNodes(all, ds.Articles)
	all = appendNodes(all, ds.Actors)
	all = appendNodes(all, ds.Places)
	all = appendNodes(all, ds.Events)
	all = appendNodes(all, ds.Statements)
	all = appendNodes(all, ds.Quantities)
	for m := range ds.Mentions() {
		all = append(all, m)
	}
	return all
}

func appendNodes[N news.Node](all []news.Node, nodes []N) []news.Node {
	for _, n := range nodes {
		all = append(all, n)
	}
	return all
}

func at[T any](v T) *T { return &v }
