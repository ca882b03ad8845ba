package store

import (
	"sync"
	"sync/atomic"

	"onrecord/news"
)

// memory keeps records as they were decoded, for all who ask for them after. Records never change, so there is nothing to be
// kept in step. Once it is full it is emptied: what is asked for often is soon back.
type memory struct {
	now atomic.Pointer[kindled]
	// counts says how many records each noun has.
	counts map[nounCode]int
}

// kindled is a memory from one emptying to the next.
type kindled struct {
	// left is how many bytes more it takes.
	left atomic.Int64
	// placed has the records of each noun by their ordinals.
	placed map[nounCode][]atomic.Pointer[news.Node]
	// named has records by the ids that they were asked for by, former ones among them.
	named sync.Map
}

// What a memory takes, and what it reckons a record to take: its fields are texts for the most part, and stand in a copy of
// what was read.
const (
	memorySize   = 64 << 20
	recordGrowth = 2
	recordHeads  = 512
	nameSize     = 128
)

func newMemory(counts map[nounCode]int) *memory {
	m := &memory{counts: counts}
	m.empty()
	return m
}

func (m *memory) empty() {
	k := &kindled{placed: make(map[nounCode][]atomic.Pointer[news.Node], len(m.counts))}
	for noun, n := range m.counts {
		k.placed[noun] = make([]atomic.Pointer[news.Node], n)
	}
	k.left.Store(memorySize)
	m.now.Store(k)
}

// spend empties the memory where it has no room for so many bytes more.
func (m *memory) spend(k *kindled, bytes int) {
	if k.left.Add(-int64(bytes)) < 0 && m.now.Load() == k {
		m.empty()
	}
}

// at is the record with an ordinal, which nobody may change.
func (n *noun[N]) at(r *reader, ordinal uint32) (N, error) {
	if r.memory == nil || n.fleeting {
		return n.read(r, ordinal)
	}
	k := r.memory.now.Load()
	places := k.placed[n.code]
	if int(ordinal) >= len(places) {
		return n.read(r, ordinal)
	}
	if known := places[ordinal].Load(); known != nil {
		return (*known).(N), nil
	}
	before := r.decoded
	record, err := n.read(r, ordinal)
	if err != nil {
		return record, err
	}
	node := news.Node(record)
	places[ordinal].Store(&node)
	r.memory.spend(k, (r.decoded-before)*recordGrowth+recordHeads)
	return record, nil
}

// named is the record that was asked for by an id before.
func (m *memory) named(id string) (news.Node, bool) {
	known, ok := m.now.Load().named.Load(id)
	if !ok {
		return nil, false
	}
	return known.(news.Node), true
}

func (m *memory) name(id string, record news.Node) {
	k := m.now.Load()
	k.named.Store(id, record)
	m.spend(k, nameSize+len(id))
}
