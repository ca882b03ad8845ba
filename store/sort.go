package store

import (
	"bytes"
	"encoding/binary"
	"slices"

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

func (l *keyList) of(i uint32) []byte {
	from := uint32(0)
	if i > 0 {
		from = l.ends[i-1]
	}
	return l.data[from:l.ends[i]]
}

func (s *sortKeys) take(next *keyList) { s.lists = append(s.lists, next) }

func (s *sortKeys) of(number uint32) []byte {
	return s.lists[number/keysAtATime].of(number % keysAtATime)
}

// headed is a record by twelve bytes of its key: those in which most keys differ.
type headed struct {
	head         uint64
	tail, number uint32
}

// sorted gives the numbers in the order of the keys. Records with the same key are in the order that they have in first, or of
// their numbers where it is nil.
func (s *sortKeys) sorted(first []uint32) []uint32 {
	n := 0
	for _, l := range s.lists {
		n += len(l.ends)
	}
	return arrangedByText(first, n, s.of)
}

// arrangedByText gives n numbers in the order of their texts. Those of the same text are in the order that they have in first, or of the numbers
// where it is nil.
func arrangedByText(first []uint32, n int, text func(uint32) []byte) []uint32 {
	list := make([]headed, n)
	for i := range list {
		if list[i].number = uint32(i); first != nil {
			list[i].number = first[i]
		}
	}
	textOf(text).sort(list, make([]headed, n), 0)
	return numbersOf(list)
}

func numbersOf(list []headed) []uint32 {
	numbers := make([]uint32, len(list))
	for i, h := range list {
		numbers[i] = h.number
	}
	return numbers
}

// textOf gives the text that a number is sorted by.
type textOf func(uint32) []byte

// fewTexts are so few that they are held against one another.
const fewTexts = 32

// sort sorts items whose texts begin with so many bytes alike, eleven bytes at a time. What has the same text remains in its order. room is for
// as many.
func (t textOf) sort(list, room []headed, alike int) {
	if len(list) <= fewTexts {
		slices.SortStableFunc(list, func(a, b headed) int { return bytes.Compare(t(a.number)[alike:], t(b.number)[alike:]) })
		return
	}
	alike += t.alike(list, alike)
	parallel.Each(len(list), func(i int) { list[i] = headFrom(t(list[i].number)[alike:], list[i].number) })
	sortByHead(list, room)
	eachAlike(list, func(from, end int) {
		if byte(list[from].tail) > headLong {
			t.sort(list[from:end], room[from:end], alike+headLong)
		}
	})
}

// alike is with how many bytes all texts begin alike behind those of which it is known.
func (t textOf) alike(list []headed, known int) int {
	first := t(list[0].number)[known:]
	alike := len(first)
	parallel.Stretches(len(list), lookAtATime, func(from, to int) int {
		n := len(first)
		for i := from; i < to && n > 0; i++ {
			for own := t(list[i].number)[known:]; !bytes.HasPrefix(own, first[:n]); {
				n--
			}
		}
		return n
	}, func(n int) { alike = min(alike, n) })
	return alike
}

// headLong is how many bytes of a text are in its head. Behind them the head has how many they are, or one more where the text goes on; so texts
// with the same head are the same, or both go on.
const headLong = 11

func headFrom(text []byte, number uint32) headed {
	var head [headLong + 1]byte
	copy(head[:headLong], text)
	head[headLong] = byte(min(len(text), headLong+1))
	return headed{binary.BigEndian.Uint64(head[:]), binary.BigEndian.Uint32(head[8:]), number}
}

// sortByHead sorts by the bytes of the heads, the last first. What has the same head remains in its order.
func sortByHead(list, room []headed) {
	if len(list) == 0 {
		return
	}
	var counts [headLong + 1][256]uint32
	for _, h := range list {
		for place := range counts {
			counts[place][h.at(place)]++
		}
	}
	from, to := list, room
	for place, count := range slices.Backward(counts[:]) {
		if count[list[0].at(place)] == uint32(len(list)) {
			continue // they all have the same
		}
		var next [256]uint32
		at := uint32(0)
		for value, n := range count {
			next[value] = at
			at += n
		}
		for _, h := range from {
			value := h.at(place)
			to[next[value]] = h
			next[value]++
		}
		from, to = to, from
	}
	if &from[0] != &list[0] {
		copy(list, from)
	}
}

// at is a byte of the head.
func (h headed) at(place int) byte {
	if place < 8 {
		return byte(h.head >> (56 - 8*place))
	}
	return byte(h.tail >> (88 - 8*place))
}

// eachAlike looks at the stretches of a sorted list that have the same head, several at a time.
func eachAlike(list []headed, look func(from, end int)) {
	var alike [][2]int
	for from := 0; from < len(list); {
		end := from + 1
		for end < len(list) && list[end].head == list[from].head && list[end].tail == list[from].tail {
			end++
		}
		if end > from+1 {
			alike = append(alike, [2]int{from, end})
		}
		from = end
	}
	parallel.Each(len(alike), func(i int) { look(alike[i][0], alike[i][1]) })
}

// arranged gives the numbers of a list in its order. compare tells those apart that the list does not, and where it does not either, they
// remain in the order in which they are.
func arranged(list []headed, compare func(a, b uint32) int) []uint32 {
	sortByHead(list, make([]headed, len(list)))
	eachAlike(list, func(from, end int) {
		slices.SortStableFunc(list[from:end], func(a, b headed) int { return compare(a.number, b.number) })
	})
	return numbersOf(list)
}

// headOf has the beginning of a key as numbers that sort as it does.
func headOf[K string | []byte](key K, number uint32) headed {
	var head [12]byte
	copy(head[:], key)
	return headed{binary.BigEndian.Uint64(head[:]), binary.BigEndian.Uint32(head[8:]), number}
}
