package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"onrecord/publish"
	"onrecord/store"
)

// publishForeign makes a version current that is whole and of a format that this program does not read.
func publishForeign(t *testing.T, folder string, n int) (path string) {
	t.Helper()
	f := publish.At(folder)
	v := publishEdition(t, folder, n)
	list, err := f.Versions()
	must(t, err)
	built := filepath.Join(t.TempDir(), "foreign.db")
	must(t, store.Write(built, soundEdition(t, n), nil))
	content, err := os.ReadFile(built)
	must(t, err)
	words, _, _ := bytes.Cut(content[len(content)-store.PageSize:], []byte(v.Hash))

	db, err := bbolt.Open(built, 0o644, nil)
	must(t, err)
	var size int64
	must(t, db.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte("meta")).Put([]byte("format"), []byte(fmt.Sprint(store.Format+1)))
	}))
	must(t, db.View(func(tx *bbolt.Tx) error { size = tx.Size(); return nil }))
	must(t, db.Close())
	content, err = os.ReadFile(built)
	must(t, err)
	content = content[:size]
	var sums []byte
	for rest := content; len(rest) > 0; rest = rest[min(len(rest), 1<<20):] {
		sum := sha256.Sum256(rest[:min(len(rest), 1<<20)])
		sums = append(sums, sum[:]...)
	}
	whole := sha256.Sum256(sums)
	seal := hex.EncodeToString(whole[:])
	page := make([]byte, store.PageSize)
	copy(page, string(words)+seal+"\n")
	content = append(content, page...)

	list.Current, list.Versions[0].Hash, list.Versions[0].Size = seal, seal, int64(len(content))
	path = f.Path(list.Versions[0])
	must(t, os.WriteFile(path, content, 0o644))
	must(t, os.WriteFile(filepath.Join(folder, publish.Pointer), []byte(list.String()), 0o644))
	return path
}

// To find that a version is damaged, or of another format, is to read all of it. Once is enough, until its file changes; what fails
// otherwise is tried again.
func TestWhatIsRefusedIsReadOnce(t *testing.T) {
	for _, refused := range []struct {
		name    string
		publish func(folder string) (path string)
		is      error
		settled bool
	}{
		{"another format", func(folder string) string { return publishForeign(t, folder, 2) }, store.ErrFormat, true},
		{"damage", func(folder string) string {
			path := publish.At(folder).Path(publishEdition(t, folder, 2))
			content, err := os.ReadFile(path)
			must(t, err)
			content[len(content)/2]++
			must(t, os.WriteFile(path, content, 0o644))
			return path
		}, publish.ErrDamaged, true},
		{"a folder in its place", func(folder string) string {
			path := publish.At(folder).Path(publishEdition(t, folder, 2))
			must(t, errors.Join(os.Remove(path), os.Mkdir(path, 0o755)))
			return path
		}, nil, false},
	} {
		t.Run(refused.name, func(t *testing.T) {
			folder := t.TempDir()
			publishEdition(t, folder, 1)
			k, _, said := keeping(t, folder)
			must(t, k.begin())
			path := refused.publish(folder)
			before := k.state()
			for range 2 {
				if settled := k.settle(); settled != refused.settled {
					t.Errorf("it waits for another file: %t, want %t", settled, refused.settled)
				}
			}
			if n := strings.Count(said.String(), "is served on"); n != 1 || !k.report().Failed {
				t.Errorf("it is told %d times, want once:\n%s", n, said)
			}
			if err := k.look(); refused.is != nil && !errors.Is(err, refused.is) {
				t.Errorf("the error is %v, want %v", err, refused.is)
			}
			if n := answers(t, k.served); n != 1 || k.state() != before {
				t.Errorf("edition %d is served, want 1; and the state has changed: %t", n, k.state() != before)
			}
			info, err := os.Stat(path)
			must(t, err)
			must(t, os.Chtimes(path, info.ModTime(), info.ModTime().Add(1)))
			if k.state() == before {
				t.Error("its file has changed, and the state has not")
			}
			publishEdition(t, folder, 3)
			if settled := k.settle(); !settled || answers(t, k.served) != 3 {
				t.Errorf("the next version is taken: %t, and edition %d is served", settled, answers(t, k.served))
			}
		})
	}
}
