package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"

	"onrecord/news"
)

// PageSize is the size of a page of the file, in bytes. It is fixed, and not the machine's own, so that the same dataset
// gives the same file everywhere.
const PageSize = 4096

// Write builds a store from a dataset and puts it at path, in place of what stood there. It is built in a file beside,
// synced, and renamed when complete, so that path holds either the old store or the new one whatever happens. Every id in
// the dataset must be of one record only and every reference lead to one, else nothing is written; and [news.Derive] must
// have run. The same dataset gives the same bytes. What is worked out is written while the rest is worked out, on all
// processors; no more of it is in memory than what belongs to one noun.
// progress, where it is not nil, is told how many records of how many have been written.
func Write(path string, ds *news.Dataset, progress func(done, total int)) error {
	s, err := Create(path, ds, progress)
	if err != nil {
		return err
	}
	return s.Close()
}

// Create writes a store as [Write] does and opens it. It is sealed and opened by one handle, so its bytes are not held against
// the seal again.
func Create(path string, ds *news.Dataset, progress func(done, total int)) (s *Store, err error) {
	in, err := NewIntake(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	if err := in.Take(ds); err != nil {
		return nil, err
	}
	return in.Create(path, ds, progress)
}

// create writes a store of a dataset in which nothing is wrong.
func create(path string, whole *dataset, progress func(done, total int)) (s *Store, err error) {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	aside := file.Name()
	handed := false
	defer func() {
		if err == nil {
			return
		}
		if s != nil {
			err = errors.Join(err, s.Close())
		}
		if !handed {
			err = errors.Join(err, file.Close())
		}
		s, err = nil, errors.Join(fmt.Errorf("store: %w", err), ignoreMissing(os.Remove(aside)))
	}()
	if err := file.Chmod(0o644); err != nil {
		return nil, err
	}
	size, err := writeFile(aside, func(b *builder) error { b.progress = progress; return b.dataset(whole) })
	if err != nil {
		return nil, err
	}
	seal, err := sealFile(file, size)
	if err != nil {
		return nil, err
	}
	db, err := openWith(aside, OpenTimeout, func(string, int, os.FileMode) (*os.File, error) {
		handed = true // bbolt closes it, where it fails too
		return file, nil
	})
	if err != nil {
		return nil, err
	}
	if s, err = (&Checked{db, path, seal}).Open(); err != nil {
		return nil, err
	}
	if err := os.Rename(aside, path); err != nil {
		return s, err
	}
	return s, syncFolder(filepath.Dir(path))
}

func ignoreMissing(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// syncFolder makes a rename in a folder last through a power cut.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// mapped is how many bytes of a file are mapped from the beginning, so that it is not mapped anew so often as it grows.
const mapped = 64 << 20

// writeFile makes a file of what a builder is made to work out, and gives the bytes of the file that are in use. Nothing is
// synced.
func writeFile(path string, build func(*builder) error) (size int64, err error) {
	db, err := bbolt.Open(path, 0o644, &bbolt.Options{PageSize: PageSize, NoSync: true, NoGrowSync: true, InitialMmapSize: mapped})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	w := &writer{db, map[string]*packer{}}
	for _, name := range buckets {
		if err := db.Update(func(tx *bbolt.Tx) error { _, err := tx.CreateBucket(name); return err }); err != nil {
			return 0, err
		}
		if string(name) != string(bucketMeta) {
			w.packers[string(name)] = &packer{hashed: hashed[string(name)]}
		}
	}
	batches := make(chan batch, 4)
	written := make(chan error, 1)
	go func() {
		var failed error
		for next := range batches {
			if failed == nil {
				failed = w.write(next)
			}
		}
		if failed == nil {
			failed = w.end()
		}
		written <- failed
	}()
	b := newBuilder(func(next batch) { batches <- next })
	b.folder = filepath.Dir(path)
	err = build(b)
	close(batches)
	if err = errors.Join(err, <-written); err != nil {
		return 0, err
	}
	err = db.View(func(tx *bbolt.Tx) error { size = tx.Size(); return nil })
	return size, err
}

// writer puts entries into a file as they come.
type writer struct {
	db      *bbolt.DB
	packers map[string]*packer // by bucket; the entries of meta are not packed
}

func (w *writer) write(b batch) error {
	return w.db.Update(func(tx *bbolt.Tx) error {
		bucket, packed := filling(tx, b.bucket), w.packers[string(b.bucket)]
		for key, value := range b.all() {
			put := bucket.Put
			if packed != nil {
				put = func(key, value []byte) error { return packed.add(bucket, key, value) }
			}
			if err := put(key, value); err != nil {
				return err
			}
		}
		return nil
	})
}

// end writes what the buckets still lack.
func (w *writer) end() error {
	for _, name := range buckets {
		if packed := w.packers[string(name)]; packed != nil {
			if err := w.db.Update(func(tx *bbolt.Tx) error { return packed.end(filling(tx, name)) }); err != nil {
				return err
			}
		}
	}
	return nil
}

// filling is a bucket whose pages are filled to the end, because its keys come in order.
func filling(tx *bbolt.Tx, name []byte) *bbolt.Bucket {
	bucket := tx.Bucket(name)
	bucket.FillPercent = 1
	return bucket
}
