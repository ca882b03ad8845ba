package store

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	"go.etcd.io/bbolt"
)

// tables are the buckets of an open store. They are parts of the mapped file, and can be read by any number of goroutines for as
// long as the transaction they were opened in lasts.
type tables struct {
	id, record, rank, set, slice, index, found, with, where *bucket
	named                                                   map[string]*bucket
	// records has the number of each noun's first record, ranks that of the first rank in each of its orders.
	records [nounCodes]int
	ranks   [nounCodes][maxOrders]int
}

// maxOrders is how many orders a noun has at most.
const maxOrders = 3

func openTables(tx *bbolt.Tx) (*tables, error) {
	open := map[string]*bucket{}
	for _, name := range buckets {
		if string(name) == string(bucketMeta) {
			continue
		}
		packed, err := bucketOf(tx, name)
		if err != nil {
			return nil, err
		}
		b, err := openBucket(packed)
		if err != nil {
			return nil, fmt.Errorf("the bucket %q: %w", name, err)
		}
		open[string(name)] = b
	}
	t := &tables{
		id: open["id"], record: open["record"], rank: open["rank"], set: open["set"], slice: open["slice"],
		index: open["index"], found: open["found"], with: open["with"], where: open["where"], named: open,
	}
	for noun := range nounCodes {
		t.records[noun] = t.record.seek([]byte{byte(noun)})
		for order := range maxOrders {
			t.ranks[noun][order] = t.rank.seek([]byte{byte(noun), byte(order)})
		}
	}
	return t, nil
}

// kept is the record of a noun with an ordinal, as it is kept, or nil.
func (t *tables) kept(noun nounCode, ordinal uint32) []byte {
	key, record := t.record.entry(t.records[noun] + int(ordinal))
	if len(key) != 5 || key[0] != byte(noun) || binary.BigEndian.Uint32(key[1:]) != ordinal {
		return nil
	}
	return record
}

// ranked is the record at a rank in one of its noun's orders: its ordinal and its sort key.
func (t *tables) ranked(noun nounCode, order byte, rank uint32) (ordinal uint32, sorted []byte, err error) {
	key, value := t.rank.entry(t.ranks[noun][order] + int(rank))
	if len(key) != 6 || key[0] != byte(noun) || key[1] != order || binary.BigEndian.Uint32(key[2:]) != rank || len(value) < 4 {
		return 0, nil, errRecord
	}
	return binary.BigEndian.Uint32(value), value[4:], nil
}

// reader reads from the tables, for one goroutine at a time.
type reader struct {
	*tables

	// What one query leaves the next: itself, the set of its first condition or its ranks where they are few, a key, and places for
	// what is decoded.
	query query
	first roaring.Bitmap
	few   []uint32
	key   []byte
	codec codec
	// ordinals are those of a page's records, and touched is nothing but what [reader.touch] came across.
	ordinals []uint32
	touched  byte
	// searching is what one search leaves the next, once there was one.
	searching *searchRoom
}

// touch looks at some records before they are read, so that the memory fetches them beside one another: to find a record waits for it
// twice, and a page that is read record by record would wait that often for each.
func (r *reader) touch(noun nounCode, ordinals []uint32) {
	if len(ordinals) < 2 {
		return
	}
	touched := byte(0)
	for _, ordinal := range ordinals {
		touched += r.glance(noun, ordinal)
	}
	r.touched = touched
}

// touchAll is touch for records of several nouns. Where they begin is looked at before, for all of them too.
func (r *reader) touchAll(records []located) {
	touched := byte(0)
	for _, at := range records {
		touched += r.record.start(r.records[at.noun] + int(at.ordinal))
	}
	for _, at := range records {
		touched += r.glance(at.noun, at.ordinal)
	}
	r.touched = touched
}

func (r *reader) glance(noun nounCode, ordinal uint32) byte { return glanceAt(r.kept(noun, ordinal)) }

// lineLong is how many bytes a memory gives at a time, on most machines; where it gives more, a glance only takes longer.
const lineLong = 64

// glanceAt looks at some data, so that all of it is fetched: nothing comes of what it gives.
func glanceAt(data []byte) (glanced byte) {
	for at := 0; at < len(data); at += lineLong {
		glanced += data[at]
	}
	return glanced
}

// errClosed: the pages of a closed store are nowhere.
var errClosed = errors.New("store: it is closed")

// view reads from the store. What it reads with must not be kept.
func (s *Store) view(read func(*reader) error) error {
	if s.closed.Load() {
		return errClosed
	}
	r, ok := s.readers.Get().(*reader)
	if !ok {
		r = &reader{tables: s.tables}
	}
	defer s.readers.Put(r)
	return read(r)
}
