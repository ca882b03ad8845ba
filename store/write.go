package store

import (
	"cmp"
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
// the dataset must be of one record only and every reference lead to one, else nothing is written. Derived fields are filled in what is
// written, whatever is in them. The same dataset gives the same bytes. What is worked out is written while the rest is worked out, on all
// processors; an [Intake] writes a dataset that is not in memory.
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
	if err = in.Take(ds); err == nil {
		s, err = in.Create(path, ds, progress)
	}
	if closed := in.Close(); closed != nil && s != nil {
		return nil, errors.Join(closed, s.Close())
	}
	return s, err
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
	w := &writer{db}
	p := packers{}
	for _, name := range buckets {
		if err := db.Update(func(tx *bbolt.Tx) error { _, err := tx.CreateBucket(name); return err }); err != nil {
			return 0, err
		}
		if string(name) != string(bucketMeta) {
			p[string(name)] = &packer{hashed: hashed[string(name)]}
		}
	}
	// What is worked out is packed while more is worked out, and written while more is packed.
	batches, shelves := make(chan batch, 2), make(chan *packed, 2)
	written := make(chan error, 1)
	go func() {
		for next := range batches {
			shelves <- p.pack(next)
		}
		for _, name := range buckets {
			shelves <- p.end(name)
		}
		close(shelves)
	}()
	go func() {
		var failed error
		for next := range shelves {
			if failed == nil {
				failed = w.write(next)
			}
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

// packers are those of the buckets; the entries of meta are not packed.
type packers map[string]*packer

// packed is what goes into a bucket in one transaction.
type packed struct {
	bucket []byte
	puts   [][2][]byte // keys and values
	err    error
}

// Put takes an entry, for the packer.
func (p *packed) Put(key, value []byte) error {
	p.puts = append(p.puts, [2][]byte{key, value})
	return nil
}

func (p packers) pack(b batch) *packed {
	to := &packed{bucket: b.bucket}
	put := to.Put
	if own := p[string(b.bucket)]; own != nil {
		put = func(key, value []byte) error { return own.add(to, key, value) }
	}
	for key, value := range b.all() {
		to.err = cmp.Or(to.err, put(key, value))
	}
	return to
}

// end is what a bucket still lacks.
func (p packers) end(bucket []byte) *packed {
	to := &packed{bucket: bucket}
	if own := p[string(bucket)]; own != nil {
		to.err = own.end(to)
	}
	return to
}

// writer puts shelves into a file as they come.
type writer struct{ db *bbolt.DB }

func (w *writer) write(p *packed) error {
	if p.err != nil || len(p.puts) == 0 {
		return p.err
	}
	return w.db.Update(func(tx *bbolt.Tx) error {
		bucket := filling(tx, p.bucket)
		for _, put := range p.puts {
			if err := bucket.Put(put[0], put[1]); err != nil {
				return err
			}
		}
		return nil
	})
}

// filling is a bucket whose pages are filled to the end, because its keys come in order.
func filling(tx *bbolt.Tx, name []byte) *bbolt.Bucket {
	bucket := tx.Bucket(name)
	bucket.FillPercent = 1
	return bucket
}
