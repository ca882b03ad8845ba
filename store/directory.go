package store

import (
	"hash/maphash"
	"math/bits"
)

// directory finds records by their ids, former ones among them. It has the ids' hashes and not the ids, so that it is small and the garbage
// collector has nothing to look for in it. No two ids that are in it have the same hash: [directory.add] tells where they would.
type directory struct {
	seed  maphash.Seed
	slots []lead
	count int
}

// lead is where an id leads: a noun, and in its list in the order of ids the number of a record. noun 0 is an empty slot.
type lead struct {
	hash   uint64
	number uint32
	noun   nounCode
	former bool
}

// newDirectory has room for so many ids, and takes more where there are more.
func newDirectory(ids int) *directory {
	return &directory{seed: maphash.MakeSeed(), slots: make([]lead, 1<<bits.Len(uint(ids+ids/2+1)))}
}

func (d *directory) hash(id string) uint64 { return maphash.String(d.seed, id) }

// at is the slot of a hash: the one that has it, or the empty one where it belongs.
func (d *directory) at(hash uint64) *lead {
	last := uint64(len(d.slots) - 1)
	for i := hash & last; ; i = (i + 1) & last {
		if s := &d.slots[i]; s.noun == 0 || s.hash == hash {
			return s
		}
	}
}

// add takes in where an id leads. Where one with the same hash is there, it stays and is given instead.
func (d *directory) add(l lead) (before lead, taken bool) {
	s := d.at(l.hash)
	if s.noun != 0 {
		return *s, true
	}
	*s = l
	if d.count++; d.count > len(d.slots)/4*3 {
		d.grow()
	}
	return lead{}, false
}

func (d *directory) grow() {
	before := d.slots
	d.slots = make([]lead, 2*len(before))
	for _, l := range before {
		if l.noun != 0 {
			*d.at(l.hash) = l
		}
	}
}

// find says where an id leads. It must be one of those that are listed, or be held against the id of the record that is found.
func (d *directory) find(id string) (lead, bool) {
	s := d.at(d.hash(id))
	return *s, s.noun != 0
}
