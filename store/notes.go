package store

import (
	"cmp"
	"math/bits"

	"github.com/cespare/xxhash/v2"

	"onrecord/parallel"
)

// notes are by what the records of one stretch are found. A key is met again and again, so keys are numbered; a bit of an
// attribute is set in about every second record, so these have lists of their own.
type notes struct {
	numbers map[string]uint32
	keys    []noted
	pairs   []pair
	bits    [256]*[bitExists + 1][]uint32 // by attribute
	key     []byte
	shards  [shards][]postings
}

// noted is a key: the last record that has it, and how many have.
type noted struct {
	key   string
	last  uint32
	count int
}

// pair says that the record with an ordinal has a key, by its number.
type pair struct{ key, ordinal uint32 }

// shards are how many parts of the keys are joined at the same time.
const shards = 64

// set notes that a record is found by a field and a value. Records come in ascending order.
func (x *notes) set(s set, ordinal uint32) {
	x.key = append(append(x.key[:0], byte(s.field)), s.value...)
	number, known := x.numbers[string(x.key)]
	if !known {
		number = uint32(len(x.keys))
		key := string(x.key)
		x.numbers[key] = number
		x.keys = append(x.keys, noted{key: key})
	}
	k := &x.keys[number]
	if k.count > 0 && k.last == ordinal {
		return // it has the value twice
	}
	k.last = ordinal
	k.count++
	x.pairs = append(x.pairs, pair{number, ordinal})
}

// measure notes that a record has an attribute, and the bits of its value.
func (x *notes) measure(v value, ordinal uint32) {
	if x.bits[v.attribute] == nil {
		x.bits[v.attribute] = new([bitExists + 1][]uint32)
	}
	of := x.bits[v.attribute]
	once(&of[bitExists], ordinal)
	for rest := v.value; rest != 0; rest &= rest - 1 {
		once(&of[bits.TrailingZeros64(rest)], ordinal)
	}
}

// once adds an ordinal that may be there already.
func once(list *[]uint32, ordinal uint32) {
	if n := len(*list); n == 0 || (*list)[n-1] != ordinal {
		*list = append(*list, ordinal)
	}
}

// sort brings the pairs of a key together, and the keys into their shards.
func (x *notes) sort() {
	ordinals := make([]uint32, len(x.pairs))
	pieces := make([][]uint32, 0, len(x.keys))
	for _, k := range x.keys {
		pieces = append(pieces, ordinals[:0:k.count])
		ordinals = ordinals[k.count:]
	}
	for _, p := range x.pairs {
		pieces[p.key] = append(pieces[p.key], p.ordinal)
	}
	for number, k := range x.keys {
		shard := &x.shards[xxhash.Sum64String(k.key)%shards]
		*shard = append(*shard, postings{k.key, pieces[number : number+1 : number+1]})
	}
	x.numbers, x.keys, x.pairs = nil, nil, nil
}

// join brings together what stretches found, which come in the order of the records.
func join(stretches []*notes) lookup {
	var all lookup
	parallel.InOrder(shards, func(shard int) []postings {
		var joined []postings
		number := map[string]int{}
		for _, x := range stretches {
			for _, p := range x.shards[shard] {
				n, known := number[p.key]
				if !known {
					n = len(joined)
					number[p.key] = n
					joined = append(joined, p)
					continue
				}
				joined[n].pieces = append(joined[n].pieces, p.pieces...)
			}
		}
		return joined
	}, func(joined []postings) { all.sets = append(all.sets, joined...) })
	parallel.Sort(all.sets, func(a, b postings) int { return cmp.Compare(a.key, b.key) })
	for attribute := range len(notes{}.bits) {
		for bit := range bitExists + 1 {
			p := postings{key: string([]byte{byte(attribute), byte(bit)})}
			for _, x := range stretches {
				if of := x.bits[attribute]; of != nil && of[bit] != nil {
					p.pieces = append(p.pieces, of[bit])
				}
			}
			if p.pieces != nil {
				all.slices = append(all.slices, p)
			}
		}
	}
	return all
}
