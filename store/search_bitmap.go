package store

import (
	"encoding/binary"
	"math/bits"
	"sort"
)

// The bitmaps of the search index are roaring's, in the format that all of its libraries share, and without runs: what is near in a
// text is seldom the same word. So they are written here from ordered numbers as these come, and a number is looked for where they stand.
//
//	12346 4, containers 4, then for each the upper half of its numbers 2 and how many they are, less one, 2; then where each begins 4
//	up to 4,096 numbers: the lower halves in order, 2 each; more: a bit for each, 8,192 bytes
//
// All of it has the least significant byte first. A list of documents has more; see search_documents.go.
const (
	bitmapHead = 12346
	bitmapFew  = 4096
	bitmapBits = 1 << 16 / 8
)

// growing is a bitmap as it is made of ascending numbers, container by container. It holds no more than will be written.
type growing struct {
	heads []uint32 // of each container: the upper half of its numbers, and how many they are, less one
	body  []byte   // the containers
	upper uint32   // that of the last container, which begins at from, and one; 0 where there is none
	from  int
}

func (g *growing) forget() { *g = growing{heads: g.heads[:0], body: g.body[:0]} }

func (g *growing) add(number uint32) {
	if number>>16+1 != g.upper {
		g.turn(number>>16 + 1)
	}
	g.body = append(g.body, byte(number), byte(number>>8))
}

// count is how many numbers there are.
func (g *growing) count() int {
	n := (len(g.body) - g.from) / 2
	for _, head := range g.heads {
		n += int(head&0xffff) + 1
	}
	return n
}

// turn completes the last container and begins another one.
func (g *growing) turn(upper uint32) {
	if n := (len(g.body) - g.from) / 2; n > 0 {
		g.heads = append(g.heads, (g.upper-1)<<16|uint32(n-1))
		if n > bitmapFew {
			g.pack()
		}
	}
	g.upper, g.from = upper, len(g.body)
}

// pack turns numbers into a bit for each.
func (g *growing) pack() {
	var set [bitmapBits]byte
	for few := g.body[g.from:]; len(few) > 0; few = few[2:] {
		n := binary.LittleEndian.Uint16(few)
		set[n>>3] |= 1 << (n & 7)
	}
	g.body = append(g.body[:g.from], set[:]...)
}

// appendTo appends the bitmap.
func (g *growing) appendTo(value []byte) []byte {
	g.turn(0)
	value = binary.LittleEndian.AppendUint32(value, bitmapHead)
	value = binary.LittleEndian.AppendUint32(value, uint32(len(g.heads)))
	for _, head := range g.heads {
		value = binary.LittleEndian.AppendUint32(value, head>>16|head<<16)
	}
	at := 8 + 8*len(g.heads)
	for _, head := range g.heads {
		value = binary.LittleEndian.AppendUint32(value, uint32(at))
		at += min(2*(int(head&0xffff)+1), bitmapBits)
	}
	return append(value, g.body...)
}

// bitset is a bitmap where it stands, or a list of documents. Nothing of it is copied, and of a container that nobody asks for not a byte
// is read. The zero value is empty.
type bitset struct {
	value []byte
	n     int  // containers
	room  int  // places for the heads of containers, of which the first n are taken
	list  bool // it is a list of documents, and says how light a word is in them
	least byte // how light a list's word is where it is lightest
}

// bitsetOf is a bitmap of ascending numbers.
func bitsetOf(numbers []uint32) bitset {
	var g growing
	for _, number := range numbers {
		g.add(number)
	}
	return g.bitset()
}

// bitset is the bitmap as it can be read.
func (g *growing) bitset() bitset {
	value := g.appendTo(nil)
	return bitset{value: value, n: len(g.heads), room: len(g.heads)}
}

func (b *bitset) upper(i int) uint16 { return binary.LittleEndian.Uint16(b.value[8+4*i:]) }

// offset is where a container begins in the value.
func (b *bitset) offset(i int) uint32 { return binary.LittleEndian.Uint32(b.value[8+4*(b.room+i):]) }

// container is the container with a number.
func (b *bitset) container(i int) container {
	many := int(binary.LittleEndian.Uint16(b.value[10+4*i:])) + 1
	if b.list {
		return b.listed(i, many)
	}
	data, _ := cutAt(b.value[b.offset(i):], min(2*many, bitmapBits))
	c := container{many: many, data: data}
	if c.bits() {
		c.sieve = data
	}
	return c
}

func cutAt(data []byte, at int) (before, after []byte) { return data[:at:at], data[at:] }

// count is how many numbers there are.
func (b *bitset) count() int {
	many := b.n
	for i := range b.n {
		many += int(binary.LittleEndian.Uint16(b.value[10+4*i:]))
	}
	return many
}

func (b *bitset) isEmpty() bool { return b.n == 0 }

// find is the first container from one on whose upper half is not below the given one. Containers mostly follow one another without
// a gap, so it is mostly looked for once.
func (b *bitset) find(upper uint16, from int) int {
	if from >= b.n {
		return b.n
	}
	first := b.upper(from)
	if first >= upper {
		return from
	}
	to := min(from+int(upper-first), b.n) // it cannot stand behind this
	if to < b.n && b.upper(to) == upper {
		return to
	}
	return from + sort.Search(to-from, func(i int) bool { return b.upper(from+i) >= upper })
}

// appendTo appends the first most numbers to a list.
func (b *bitset) appendTo(list []uint32, most int) []uint32 {
	to := len(list) + most
	for i := range b.n {
		c, from := b.container(i), uint32(b.upper(i))<<16
		if c.bits() {
			for at := 0; at < bitmapBits; at += 8 {
				for word := binary.LittleEndian.Uint64(c.data[at:]); word != 0; word &= word - 1 {
					list = append(list, from+uint32(8*at+bits.TrailingZeros64(word)))
				}
				if len(list) >= to {
					return list[:to]
				}
			}
			continue
		}
		for data := c.data; len(data) >= 2; data = data[2:] {
			list = append(list, from+uint32(binary.LittleEndian.Uint16(data)))
		}
		if len(list) >= to {
			return list[:to]
		}
	}
	return list
}

// container has the lower halves of numbers whose upper halves are the same. That of a list of documents has their lights, and a sieve and
// a guide where they are not few.
type container struct {
	many                       int
	data, lights, sieve, guide []byte
	shift                      uint8 // so many bits less of a number are its stretch in the sieve
	of                         int   // the set that it is of, where several meet
}

// bits says in which of the two forms it is.
func (c container) bits() bool { return c.many > bitmapFew }

func (c container) has(lower uint16) bool {
	if len(c.guide) > 0 {
		return c.place(lower) >= 0
	}
	return c.count(lower) > 0
}

// count is 1 for a number that is in it, and 0 for others.
func (c container) count(lower uint16) uint32 {
	switch {
	case c.many == 0:
		return 0
	case c.bits():
		return uint32(c.data[lower>>3] >> (lower & 7) & 1)
	}
	return countShort(c.data, lower)
}

// countShort is 1 for a number that is among some that ascend, two bytes each, and 0 for others. No branch depends on which way the
// search goes, so that none is guessed wrongly, and several searches can be under way at once.
func countShort(data []byte, lower uint16) uint32 {
	from, long := 0, len(data)/2
	for long > 1 {
		half := long >> 1
		below := int(short(data, from+2*half)) - int(lower) - 1
		from += 2 * half & (below >> 63)
		long -= half
	}
	return (uint32(short(data, from)^lower) - 1) >> 31
}

// short is the number that stands in two bytes.
func short(data []byte, at int) uint16 {
	_ = data[at+1]
	return uint16(data[at]) | uint16(data[at+1])<<8
}

func putShort(data []byte, at int, number uint16) {
	_ = data[at+1]
	data[at], data[at+1] = byte(number), byte(number>>8)
}
