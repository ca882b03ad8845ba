package store

import (
	"bytes"
	"cmp"
	"encoding/binary"

	"onrecord/parallel"
)

// sortKeys are the sort keys of numbered records, a list for every keysAtATime of them.
type sortKeys struct{ lists []*keyList }

// keyList has keys one behind the other.
type keyList struct {
	data []byte
	ends []uint32
}

const keysAtATime = lookAtATime

func (l *keyList) end() { l.ends = append(l.ends, uint32(len(l.data))) }

func (s *sortKeys) take(next *keyList) { s.lists = append(s.lists, next) }

func (s *sortKeys) of(number uint32) []byte {
	l, i := s.lists[number/keysAtATime], number%keysAtATime
	from := uint32(0)
	if i > 0 {
		from = l.ends[i-1]
	}
	return l.data[from:l.ends[i]]
}

// headed is a record by the part of its key in which most keys differ.
type headed struct {
	head   uint64
	number uint32
}

// sorted gives the numbers in the order of the keys. Records with the same key are in the order of what ties has for them, or of
// their numbers where it is nil.
func (s *sortKeys) sorted(ties []uint32) []uint32 {
	skip := s.shared()
	var list []headed
	for i, l := range s.lists {
		from := uint32(0)
		for j, end := range l.ends {
			list = append(list, headed{headOf(l.data[min(from+skip, end):end]), uint32(i*keysAtATime + j)})
			from = end
		}
	}
	parallel.Sort(list, func(a, b headed) int {
		if a.head != b.head {
			return cmp.Compare(a.head, b.head)
		}
		if by := bytes.Compare(s.of(a.number), s.of(b.number)); by != 0 {
			return by
		}
		if ties != nil {
			return cmp.Compare(ties[a.number], ties[b.number])
		}
		return cmp.Compare(a.number, b.number)
	})
	numbers := make([]uint32, len(list))
	for i, h := range list {
		numbers[i] = h.number
	}
	return numbers
}

// shared is with how many bytes every key begins alike.
func (s *sortKeys) shared() uint32 {
	first := s.of(0)
	shared := len(first)
	for _, l := range s.lists {
		from := uint32(0)
		for _, end := range l.ends {
			key := l.data[from:end]
			for shared > 0 && !bytes.HasPrefix(key, first[:shared]) {
				shared--
			}
			from = end
		}
	}
	return uint32(shared)
}

// headOf is the beginning of a key as a number that sorts as it does.
func headOf(key []byte) uint64 {
	if len(key) >= 8 {
		return binary.BigEndian.Uint64(key)
	}
	var head [8]byte
	copy(head[:], key)
	return binary.BigEndian.Uint64(head[:])
}

func headOfText(s string) uint64 {
	var head [8]byte
	copy(head[:], s)
	return binary.BigEndian.Uint64(head[:])
}
