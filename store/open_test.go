package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"
)

func TestOpenRefusesWhatIsNoStore(t *testing.T) {
	folder := t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		must(t, os.WriteFile(path, content, 0o644))
		return path
	}
	sound := filepath.Join(folder, "sound.db")
	must(t, Write(sound, large(200), nil))
	content, err := os.ReadFile(sound)
	must(t, err)
	other := file("other.db", content)
	edit(t, other, func(tx *unpacked) error { return tx.Bucket(bucketMeta).Put(metaFormat, []byte("99")) })
	uncounted := file("uncounted.db", content)
	edit(t, uncounted, func(tx *unpacked) error { return tx.Bucket(bucketMeta).Delete([]byte("figure")) })
	lacking := file("lacking.db", content)
	edit(t, lacking, func(tx *unpacked) error { return tx.tx.DeleteBucket(bucketWhere) })
	older := file("older.db", content) // which has neither the format nor all buckets
	edit(t, older, func(tx *unpacked) error {
		return errors.Join(tx.tx.DeleteBucket(bucketWhere), tx.Bucket(bucketMeta).Put(metaFormat, []byte("1")))
	})
	bare := filepath.Join(folder, "bare.db")
	edit(t, bare, func(*unpacked) error { return nil })
	for path, want := range map[string]string{
		filepath.Join(folder, "none.db"):                                                 "no such file",
		folder:                                                                           "is not a file",
		file("text.db", []byte("not a store")):                                           "not a store",
		file("zeros.db", make([]byte, 1<<16)):                                            "not a store",
		file("empty.db", nil):                                                            "not a store",
		file("one-page.db", content[:PageSize]):                                          "not a store",
		file("two-pages.db", content[:2*PageSize]):                                       "is cut short",
		file("a-page-less.db", content[:100*PageSize]):                                   "is cut short",
		file("a-byte-of-a-page.db", content[:PageSize*9+1]):                              "is cut short",
		file("without-its-seal.db", content[:len(content)-PageSize]):                     "it is damaged",
		file("half-a-seal.db", content[:len(content)-PageSize/2]):                        "it is damaged",
		file("more-than-a-seal.db", append(bytes.Clone(content), 0)):                     "it is damaged",
		file("another-seal.db", append(content[:len(content)-1:len(content)-1], '\n')):   "it is damaged",
		file("an-older-format.db", append(bytes.Clone(content), make([]byte, 1<<20)...)): "it is damaged",
		other:     `format "99"`,
		uncounted: "count of the noun figure is missing",
		lacking:   `bucket "where" is missing`,
		older:     `format "1"`,
		bare:      `bucket "meta" is missing`,
	} {
		for which, open := range map[string]func() error{
			"Open": func() error {
				s, err := Open(path)
				if err == nil {
					s.Close()
				}
				return err
			},
			"Verify": func() error {
				faults, err := Verify(path)
				if len(faults) > 0 {
					err = errors.New(faults[0])
				}
				return err
			},
		} {
			err := open()
			readable := strings.Contains(want, "format") || strings.HasSuffix(want, "is missing") // by another program
			if errors.Is(err, ErrFormat) != readable || errors.Is(err, ErrDamaged) && readable {
				t.Errorf("%s says %v of %s; want that this is of another format: %t", which, err, filepath.Base(path), readable)
			}
			switch {
			case err == nil:
				t.Errorf("%s takes %s, want an error that says %q", which, filepath.Base(path), want)
			case !strings.Contains(err.Error(), want):
				t.Errorf("%s says of %s %q, want that it says %q", which, filepath.Base(path), err, want)
			}
		}
	}
}

func TestOpenWaitsForAWriterAndThenSaysSo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "busy.db")
	must(t, Write(path, large(20), nil))
	writer, err := bbolt.Open(path, 0o644, nil)
	must(t, err)
	if db, _, err := openFile(path, 20*time.Millisecond); err == nil {
		db.Close()
		t.Error("a store that is being written is opened, want an error")
	} else if !strings.Contains(err.Error(), "locked by a writer; waited 20ms") {
		t.Errorf("%q does not say that a writer has it", err)
	}
	must(t, writer.Close())
	s, err := Open(path)
	must(t, err)
	must(t, s.Close())
}

// Several may have a store open at once: readers share the file.
func TestManyMayOpenAStoreAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shared.db")
	must(t, Write(path, large(20), nil))
	for range 3 {
		s, err := Open(path)
		must(t, err)
		defer s.Close()
	}
	mustBeSound(t, path)
}

// A published store is replaced, never rewritten: who has the old one open reads on in it.
func TestAReaderKeepsTheStoreItOpened(t *testing.T) {
	path := filepath.Join(t.TempDir(), "replaced.db")
	must(t, Write(path, large(20), nil))
	s, err := Open(path)
	must(t, err)
	defer s.Close()
	must(t, Write(path, large(40), nil))
	if c, err := s.Figures(nil, nil, Page{}); err != nil || c.TotalCount != 20 {
		t.Errorf("the open store gives %v, %v, want its own 20 figures", c, err)
	}
	mustBeSound(t, path)
}

// A larger store that takes the place of another just while that is being opened is not taken for one that is cut short.
func TestAStoreIsAsLongAsWhatWasOpened(t *testing.T) {
	folder := t.TempDir()
	path, larger := filepath.Join(folder, "store.db"), filepath.Join(folder, "larger.db")
	must(t, Write(path, large(10), nil))
	must(t, Write(larger, large(2000), nil))
	db, err := openWith(path, OpenTimeout, func(path string, flag int, mode os.FileMode) (*os.File, error) {
		must(t, os.Rename(larger, path))
		return os.OpenFile(path, flag, mode)
	})
	must(t, err)
	must(t, db.Close())
}
