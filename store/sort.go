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

// headed is a record by twelve bytes of its key: those in which most keys differ.
type headed struct {
	head         uint64
	tail, number uint32
}

func (h headed) compare(other headed) int {
	if h.head != other.head {
		return cmp.Compare(h.head, other.head)
	}
	return cmp.Compare(h.tail, other.tail)
}

// sorted gives the numbers in the order of the keys. Records with the same key are in the order of what ties has for them, or of
// their numbers where it is nil.
func (s *sortKeys) sorted(ties []uint32) []uint32 {
	skip := s.shared()
	var list []headed
	for i, l := range s.lists {
		from := uint32(0)
		for j, end := range l.ends {
			list = append(list, headOf(l.data[min(from+skip, end):end], uint32(i*keysAtATime+j)))
			from = end
		}
	}
	return arranged(list, func(a, b uint32) int {
		if by := bytes.Compare(s.of(a), s.of(b)); by != 0 || ties == nil {
			return by
		}
		return cmp.Compare(ties[a], ties[b])
	})
}

// arranged gives the numbers of a list in its order. compare tells those apart that the list does not, and where it does not either, they are
// in the order of their numbers.
func arranged(list []headed, compare func(a, b uint32) int) []uint32 {
	parallel.Sort(list, func(a, b headed) int {
		if by := a.compare(b); by != 0 {
			return by
		}
		if by := compare(a.number, b.number); by != 0 {
			return by
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

// headOf has the beginning of a key as numbers that sort as it does.
func headOf[K string | []byte](key K, number uint32) headed {
	var head [12]byte
	copy(head[:], key)
	return headed{binary.BigEndian.Uint64(head[:]), binary.BigEndian.Uint32(head[8:]), number}
}
