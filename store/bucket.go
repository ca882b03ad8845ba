package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"

	"github.com/cespare/xxhash/v2"
	"go.etcd.io/bbolt"
)

// The buckets that buckets.go draws are kept packed: bbolt has one value for some thousands of entries. The entries of a bucket
// are numbered from 0 in the order of their keys, and found by their number without a search, where they stand in the mapped
// file. docs/decisions/0027-flat-tables.md has the measurements behind this.
//
//	's' shelf  → shelf   shelfLong entries, but for the last shelf: how many, where each key and each value begins, where the last ends; then keys and values
//	't' piece  → slots   in a bucket whose keys are looked up one by one: a table from the hash of a key to its entry's number
//
// Shelves and pieces are numbered from 0, four bytes each, the most significant first. All other numbers have the least
// significant byte first: in a shelf four bytes each, counted from where the shelf begins. A slot is 0 where it is empty; else
// its upper half is the entry's number and one more, its lower half that of the key's hash (xxHash64). A key has the first slot
// not taken by another from hash upper half * slots / 2^32 on.
const (
	shelfBits = 12
	shelfLong = 1 << shelfBits
	pieceBits = 17
	pieceLong = 1 << pieceBits // slots, 1 MB

	keyShelf = 's'
	keySlots = 't'
)

// bucket is a bucket as it is read: its shelves and slots, which are parts of the mapped file.
type bucket struct {
	shelves [][]byte
	count   int
	pieces  [][]byte
	slots   uint64
}

// openBucket finds the shelves of a bucket.
func openBucket(from *bbolt.Bucket) (*bucket, error) {
	b := &bucket{}
	c := from.Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		switch {
		case len(k) != 5 || len(v) < 4:
			return nil, errRecord
		case k[0] == keyShelf:
			n := int(binary.LittleEndian.Uint32(v))
			if int(binary.BigEndian.Uint32(k[1:])) != len(b.shelves) || b.count%shelfLong != 0 || n > shelfLong || len(v) < 4*(2*n+2) {
				return nil, errRecord
			}
			b.shelves = append(b.shelves, v)
			b.count += n
		case k[0] == keySlots:
			if int(binary.BigEndian.Uint32(k[1:])) != len(b.pieces) || b.slots%pieceLong != 0 || len(v)%8 != 0 || len(v) > 8*pieceLong {
				return nil, errRecord
			}
			b.pieces = append(b.pieces, v)
			b.slots += uint64(len(v) / 8)
		}
	}
	return b, nil
}

// entry is the entry with a number, or nil where there is none.
func (b *bucket) entry(number int) (key, value []byte) {
	if uint(number) >= uint(b.count) {
		return nil, nil
	}
	shelf := b.shelves[number>>shelfBits]
	head := shelf[4+8*(number&(shelfLong-1)):]
	from, middle, end := binary.LittleEndian.Uint32(head), binary.LittleEndian.Uint32(head[4:]), binary.LittleEndian.Uint32(head[8:])
	return shelf[from:middle:middle], shelf[middle:end:end]
}

// start is a byte of where the entry with a number begins, as nothing but a look at it.
func (b *bucket) start(number int) byte {
	if uint(number) >= uint(b.count) {
		return 0
	}
	return b.shelves[number>>shelfBits][4+8*(number&(shelfLong-1))]
}

// get is the value under a key, or nil.
func (b *bucket) get(key []byte) []byte {
	if b.slots == 0 {
		number := b.seek(key)
		if k, v := b.entry(number); k != nil && bytes.Equal(k, key) {
			return v
		}
		return nil
	}
	hash := xxhash.Sum64(key)
	at := slotOf(hash, b.slots)
	for range b.slots {
		slot := binary.LittleEndian.Uint64(b.pieces[at>>pieceBits][8*(at&(pieceLong-1)):])
		if slot == 0 {
			return nil
		}
		if uint32(slot) == uint32(hash) {
			if k, v := b.entry(int(slot>>32) - 1); bytes.Equal(k, key) {
				return v
			}
		}
		if at++; at == b.slots {
			at = 0
		}
	}
	return nil
}

func slotOf(hash, slots uint64) uint64 { return (hash >> 32) * slots >> 32 }

// seek is the number of the first entry whose key is not below the given one.
func (b *bucket) seek(key []byte) int {
	return sort.Search(b.count, func(number int) bool {
		k, _ := b.entry(number)
		return bytes.Compare(k, key) >= 0
	})
}

// Cursor walks through the entries.
func (b *bucket) Cursor() *walk { return &walk{in: b} }

// walk stands at an entry of a bucket. Its methods are those of bbolt's cursors; beyond either end the key is nil.
type walk struct {
	in     *bucket
	number int
}

func (w *walk) First() (key, value []byte) { return w.to(0) }
func (w *walk) Last() (key, value []byte)  { return w.to(w.in.count - 1) }
func (w *walk) Next() (key, value []byte)  { return w.to(w.number + 1) }
func (w *walk) Prev() (key, value []byte)  { return w.to(w.number - 1) }

func (w *walk) Seek(key []byte) (k, v []byte) { return w.to(w.in.seek(key)) }

func (w *walk) to(number int) (key, value []byte) {
	w.number = number
	return w.in.entry(number)
}

// packer packs the entries of one bucket, which come in the order of their keys.
type packer struct {
	hashed bool

	shelves uint32
	starts  []uint32 // of the keys and values on the shelf that is being filled, counted from the first key
	data    []byte
	hashes  []uint64
}

// putter is where shelves and pieces go: a bucket of a store, or what is put aside while one is built.
type putter interface {
	Put(key, value []byte) error
}

// add puts an entry on the shelf, and the shelf into the bucket when it is full.
func (p *packer) add(into putter, key, value []byte) error {
	if len(key) > bbolt.MaxKeySize {
		return fmt.Errorf("a key of %d bytes is longer than %d", len(key), bbolt.MaxKeySize)
	}
	from := uint32(len(p.data))
	p.starts = append(p.starts, from, from+uint32(len(key)))
	p.data = append(append(p.data, key...), value...)
	if len(p.data) > math.MaxInt32 {
		return errors.New("some thousand neighbouring entries have more than 2 GB together")
	}
	if p.hashed {
		p.hashes = append(p.hashes, xxhash.Sum64(key))
	}
	if len(p.starts) == 2*shelfLong {
		return p.shelve(into)
	}
	return nil
}

// shelve puts the shelf into the bucket.
func (p *packer) shelve(into putter) error {
	if len(p.starts) == 0 {
		return nil
	}
	n := len(p.starts) / 2
	head := 4 * (2*n + 2)
	shelf := make([]byte, 0, head+len(p.data))
	shelf = binary.LittleEndian.AppendUint32(shelf, uint32(n))
	for _, start := range p.starts {
		shelf = binary.LittleEndian.AppendUint32(shelf, uint32(head)+start)
	}
	shelf = binary.LittleEndian.AppendUint32(shelf, uint32(head+len(p.data)))
	shelf = append(shelf, p.data...)
	err := into.Put(binary.BigEndian.AppendUint32([]byte{keyShelf}, p.shelves), shelf)
	p.shelves++
	p.starts, p.data = p.starts[:0], p.data[:0]
	return err
}

// end puts what is left into the bucket, and the slots.
func (p *packer) end(into putter) error {
	if err := p.shelve(into); err != nil || len(p.hashes) == 0 {
		return err
	}
	for i, piece := range piecesOf(p.hashes) {
		if err := into.Put(binary.BigEndian.AppendUint32([]byte{keySlots}, uint32(i)), piece); err != nil {
			return err
		}
	}
	p.hashes = nil
	return nil
}

// piecesOf makes the slots of keys with these hashes, piece by piece.
func piecesOf(hashes []uint64) (pieces [][]byte) {
	slots := make([]uint64, len(hashes)+len(hashes)/2+1)
	for number, hash := range hashes {
		at := slotOf(hash, uint64(len(slots)))
		for slots[at] != 0 {
			if at++; at == uint64(len(slots)) {
				at = 0
			}
		}
		slots[at] = uint64(number+1)<<32 | uint64(uint32(hash))
	}
	for some := range slices.Chunk(slots, pieceLong) {
		piece := make([]byte, 0, 8*len(some))
		for _, slot := range some {
			piece = binary.LittleEndian.AppendUint64(piece, slot)
		}
		pieces = append(pieces, piece)
	}
	return pieces
}

// checkBucket tells what is wrong with how a bucket is packed, a sentence for each fault: entries that do not follow one another,
// and slots that are not those of the keys.
func checkBucket(name []byte, b *bucket) (faults []string) {
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Sprintf("bucket %s: ", name)+fmt.Sprintf(format, args...))
	}
	for i, shelf := range b.shelves {
		n := int(binary.LittleEndian.Uint32(shelf))
		at := uint32(4 * (2*n + 2))
		for j := range 2*n + 1 {
			start := binary.LittleEndian.Uint32(shelf[4+4*j:])
			if start < at || int(start) > len(shelf) || j == 0 && start != at || j == 2*n && int(start) != len(shelf) {
				fault("shelf %d is damaged", i)
				return faults
			}
			at = start
		}
	}
	var before []byte
	var hashes []uint64
	for number := range b.count {
		key, _ := b.entry(number)
		if number > 0 && bytes.Compare(before, key) >= 0 {
			fault("entry %d is not in the order of keys", number)
		}
		before = key
		if hashed[string(name)] {
			hashes = append(hashes, xxhash.Sum64(key))
		}
	}
	var pieces [][]byte
	if len(hashes) > 0 {
		pieces = piecesOf(hashes)
	}
	if !slices.EqualFunc(b.pieces, pieces, bytes.Equal) {
		fault("its slots are not those of its keys")
	}
	return faults
}
