package store

import (
	"bytes"
	"errors"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"go.etcd.io/bbolt"
)

// reader is a read transaction with its buckets open. One goroutine at a time reads with it, and gives it back for the next:
// the file never changes while it is open, so a transaction never grows old, and to begin one costs more than most look-ups.
type reader struct {
	tx *bbolt.Tx
	// memory has what was read before, or is nil where everything is to be read anew.
	memory *memory
	// decoded is how many bytes of records were decoded with it.
	decoded int

	// What one query leaves the next: itself, the set of its first condition, and a key.
	query query
	first roaring.Bitmap
	key   []byte
	codec codec

	id, record, order, rank, set, slice, index, found, weight, with, where *bucket
}

// bucket looks its keys up with one cursor, which a bucket of bbolt's would make anew each time.
type bucket struct {
	*bbolt.Bucket
	cursor *bbolt.Cursor
}

// newReader opens the buckets, all of which have to be there.
func newReader(tx *bbolt.Tx) *reader {
	open := func(name []byte) *bucket {
		b := tx.Bucket(name)
		return &bucket{b, b.Cursor()}
	}
	return &reader{
		tx: tx,
		id: open(bucketID), record: open(bucketRecord), order: open(bucketOrder), rank: open(bucketRank), set: open(bucketSet), slice: open(bucketSlice),
		index: open(bucketIndex), found: open(bucketFound), weight: open(bucketWeight), with: open(bucketWith), where: open(bucketWhere),
	}
}

// get is the value under a key, or nil. It is part of the mapped file.
func (b *bucket) get(key []byte) []byte {
	k, v := b.cursor.Seek(key)
	if !bytes.Equal(k, key) {
		return nil
	}
	return v
}

// readers are those that nobody reads with at the moment.
type readers struct {
	mu     sync.Mutex
	free   []*reader
	closed bool
}

// view reads from the store. What it reads with must not be kept.
func (s *Store) view(read func(*reader) error) error {
	r, err := s.readers.take(s.db)
	if err != nil {
		return err
	}
	r.memory = s.memory
	defer s.readers.give(r)
	return read(r)
}

func (p *readers) take(db *bbolt.DB) (*reader, error) {
	p.mu.Lock()
	if last := len(p.free) - 1; last >= 0 {
		r := p.free[last]
		p.free = p.free[:last]
		p.mu.Unlock()
		return r, nil
	}
	p.mu.Unlock()
	tx, err := db.Begin(false)
	if err != nil {
		return nil, err
	}
	return newReader(tx), nil
}

func (p *readers) give(r *reader) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		_ = r.tx.Rollback() // it read only
		return
	}
	p.free = append(p.free, r)
}

// close ends the transactions that nobody reads with, and lets the others end when they are given back.
func (p *readers) close() (err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, r := range p.free {
		err = errors.Join(err, r.tx.Rollback())
	}
	p.free = nil
	return err
}
