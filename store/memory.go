package store

import (
	"hash/maphash"
	"sync/atomic"

	"onrecord/news"
)

// memory keeps records as they were decoded, for all who ask for them after. Records never change, so there is nothing to be
// kept in step. It has a fixed number of slots: a record has its slot by its number, and an id by its hash, and what comes last
// takes the place of what was there.
type memory struct {
	seed   maphash.Seed
	placed [memorySlots]atomic.Pointer[placed]
	named  [memorySlots]atomic.Pointer[named]
}

// memorySlots is how many records are kept, and how many ids that lead to one: some 15 MB of records as they are in the news.
// One that takes more than maxRemembered bytes in the file is read each time.
const (
	memorySlots   = 1 << 14
	maxRemembered = 2 << 10
)

// placed is the record of a noun with an ordinal, and named one that was asked for by an id, perhaps a former one.
type (
	placed struct {
		noun    nounCode
		ordinal uint32
		record  news.Node
	}
	named struct {
		id     string
		record news.Node
	}
)

// slot spreads the nouns, so that their first records do not share slots.
func (m *memory) slot(noun nounCode, ordinal uint32) *atomic.Pointer[placed] {
	return &m.placed[(ordinal+uint32(noun)*memorySlots/16)%memorySlots]
}

// at is the record with an ordinal, which nobody may change.
func (n *noun[N]) at(r *reader, ordinal uint32) (N, error) {
	if r.memory == nil || n.fleeting {
		return n.read(r, ordinal)
	}
	slot := r.memory.slot(n.code, ordinal)
	if kept := slot.Load(); kept != nil && kept.noun == n.code && kept.ordinal == ordinal {
		return kept.record.(N), nil
	}
	before := r.decoded
	record, err := n.read(r, ordinal)
	if err == nil && r.decoded-before <= maxRemembered {
		slot.Store(&placed{n.code, ordinal, record})
	}
	return record, err
}

// find is the record that was asked for by an id before, or nil.
func (m *memory) find(id string) news.Node {
	if kept := m.named[maphash.String(m.seed, id)%memorySlots].Load(); kept != nil && kept.id == id {
		return kept.record
	}
	return nil
}

// name keeps what an id leads to.
func (m *memory) name(id string, record news.Node) {
	m.named[maphash.String(m.seed, id)%memorySlots].Store(&named{id, record})
}
