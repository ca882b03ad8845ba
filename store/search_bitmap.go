package store

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"sort"
)

// The bitmaps of the search index are roaring's, in the format that all of its libraries share, and without runs: what is near in a
// text is seldom the same word. So they are written here from ordered numbers as these come, and a number is looked for where they stand.
//
//	12346 4, containers 4, then for each the upper half of its numbers 2 and how many they are, less one, 2; then where each begins 4
//	up to 4,096 numbers: the lower halves in order, 2 each; more: a bit for each, 8,192 bytes
//
// All of it has the least significant byte first.
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

// bitset is a bitmap where it stands. Nothing of it is copied, and of a container that nobody asks for not a byte is read. The zero
// value is empty.
type bitset struct {
	value []byte
	n     int // containers
	room  int // places for the heads of containers, of which the first n are taken
}

// bitsetAt is the bitmap that a value holds.
func bitsetAt(value []byte) (bitset, error) {
	if len(value) < 8 || binary.LittleEndian.Uint32(value) != bitmapHead {
		return bitset{}, errRecord
	}
	n := int(binary.LittleEndian.Uint32(value[4:]))
	if n > 1<<16 || len(value) < 8+8*n {
		return bitset{}, errRecord
	}
	return bitset{value, n, n}, nil
}

// bitsetOf is a bitmap of ascending numbers.
func bitsetOf(numbers []uint32) bitset {
	var g growing
	for _, number := range numbers {
		g.add(number)
	}
	value := g.appendTo(nil)
	n := int(binary.LittleEndian.Uint32(value[4:]))
	return bitset{value, n, n}
}

func (b *bitset) upper(i int) uint16 { return binary.LittleEndian.Uint16(b.value[8+4*i:]) }

// container is the container with a number.
func (b *bitset) container(i int) container {
	many := int(binary.LittleEndian.Uint16(b.value[10+4*i:])) + 1
	from := binary.LittleEndian.Uint32(b.value[8+4*(b.room+i):])
	return container{many, b.value[from:][:min(2*many, bitmapBits)]}
}

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

// has says whether a number is in it.
func (b *bitset) has(number uint32) bool {
	upper := uint16(number >> 16)
	i := b.find(upper, 0)
	return i < b.n && b.upper(i) == upper && b.container(i).has(uint16(number))
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

// container has the lower halves of numbers whose upper halves are the same.
type container struct {
	many int
	data []byte
}

// bits says in which of the two forms it is.
func (c container) bits() bool { return c.many > bitmapFew }

func (c container) has(lower uint16) bool { return c.count(lower) > 0 }

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

// span is a stretch of numbers: the first, and the first beyond.
type span struct{ from, to uint32 }

// meeting is room for finding what bitmaps share. Between uses no bit of the set is set.
type meeting struct{ set, kept [bitmapBits]byte }

// meet appends to room a bitmap of the numbers that are in all of the sets and in none of the unwanted, and within one of the spans,
// which ascend.
func (m *meeting) meet(room []byte, sets, unwanted []bitset, within []span) (bitset, []byte) {
	least := 0
	for i := range sets {
		if sets[i].n < sets[least].n {
			least = i
		}
	}
	start := len(room)
	driver := &sets[least]
	room = append(room, make([]byte, 8+8*driver.n)...)
	met := bitset{n: 0, room: driver.n}
	var held [2 * MaxSearchWords]container
	var places [2 * MaxSearchWords]int
	at := places[:len(sets)+len(unwanted)]
next:
	for i := range driver.n {
		upper := driver.upper(i)
		from, to := uint32(upper)<<16, uint32(upper)<<16|0xFFFF
		for len(within) > 0 && within[0].to <= from {
			within = within[1:]
		}
		if len(within) == 0 {
			break
		}
		if within[0].from > to {
			continue
		}
		in := held[:0]
		for j := range sets {
			set := &sets[j]
			if j == least {
				at[j] = i
			} else if at[j] = set.find(upper, at[j]); at[j] == set.n || set.upper(at[j]) != upper {
				continue next
			}
			in = append(in, set.container(at[j]))
		}
		if len(in) > 2 {
			slices.SortFunc(in, func(a, b container) int { return a.many - b.many })
		} else if len(in) == 2 && in[1].many < in[0].many {
			in[0], in[1] = in[1], in[0]
		}
		began := len(room)
		c := in[0]
		if len(in) == 1 {
			room = append(room, c.data...)
			c.data = room[began:]
		}
		for _, other := range in[1:] {
			c, room = m.and(c, other, room, began)
		}
		for j := range unwanted {
			set, k := &unwanted[j], len(sets)+j
			if at[k] = set.find(upper, at[k]); at[k] < set.n && set.upper(at[k]) == upper && c.many > 0 {
				c, room = c.without(set.container(at[k]), room, began)
			}
		}
		if within[0].from > from || within[0].to <= to {
			c, room = c.between(from, within, room, began)
		}
		if c.many == 0 {
			continue
		}
		head := room[start+8:]
		binary.LittleEndian.PutUint16(head[4*met.n:], upper)
		binary.LittleEndian.PutUint16(head[4*met.n+2:], uint16(c.many-1))
		binary.LittleEndian.PutUint32(head[4*(met.room+met.n):], uint32(began-start))
		met.n++
	}
	met.value = room[start:len(room):len(room)]
	return met, room
}

// and is what two containers share, the first of which has not more numbers than the second. The outcome stands in room from where it
// began, where the first may stand already.
func (m *meeting) and(c, other container, room []byte, began int) (container, []byte) {
	room = slices.Grow(room[:began], bitmapBits+2)
	if c.bits() {
		out := (*[bitmapBits]byte)(room[began : began+bitmapBits])
		one, two := (*[bitmapBits]byte)(c.data), (*[bitmapBits]byte)(other.data)
		for at := 0; at < bitmapBits; at += 8 {
			binary.LittleEndian.PutUint64(out[at:at+8], binary.LittleEndian.Uint64(one[at:at+8])&binary.LittleEndian.Uint64(two[at:at+8]))
		}
		return settle(room[:began+bitmapBits], began)
	}
	in, out, long := c.data, room[began:began+len(c.data)], 0
	switch {
	case other.bits():
		long = bitsOf(out, in, (*[bitmapBits]byte)(other.data))
	case other.many > 64*c.many:
		for at := 0; at+1 < len(in); at += 2 {
			lower := short(in, at)
			putShort(out, long, lower)
			long += int(countShort(other.data, lower)) << 1
		}
	case c.many < 24 || other.many > 4*c.many:
		long = shortsOf(out, in, other.data)
	default:
		// The few become bits, and the many are gone through as they stand, which the memory is quick at.
		set := &m.set
		for at := 0; at+1 < len(in); at += 2 {
			lower := short(in, at)
			set[lower>>3] |= 1 << (lower & 7)
		}
		out = room[began : began+len(in)+2]
		if &out[0] == &in[0] {
			in = append(m.kept[:0], in...)
		}
		long = bitsOf(out, other.data, set)
		for at := 0; at+1 < len(in); at += 2 {
			set[short(in, at)>>3] = 0
		}
	}
	return container{long / 2, out[:long]}, room[:began+long]
}

// bitsOf puts those of some numbers into out of which the bit is set. It gives how many bytes they take.
func bitsOf(out, in []byte, set *[bitmapBits]byte) (long int) {
	for at := 0; at+1 < len(in); at += 2 {
		lower := short(in, at)
		putShort(out, long, lower)
		long += 2 * int(set[lower>>3]>>(lower&7)&1)
	}
	return long
}

// shortsOf puts those of some numbers into out that are among many others, of which it leaps over what lies between. It gives how many
// bytes they take.
func shortsOf(out, in, among []byte) (long int) {
	const leap = 32 // bytes
	from := 0
	for at := 0; at+1 < len(in); at += 2 {
		lower := short(in, at)
		for from+leap <= len(among) && short(among, from+leap-2) < lower {
			from += leap
		}
		putShort(out, long, lower)
		if from+leap > len(among) {
			if from < len(among) {
				long += int(countShort(among[from:], lower)) << 1
			}
			continue
		}
		// Four at a time: a number that is the same leaves zeros, and to take one from these borrows from the bit above.
		same := uint64(lower) * shortOnes
		some := (*[leap]byte)(among[from:])
		a, b := binary.LittleEndian.Uint64(some[:])^same, binary.LittleEndian.Uint64(some[8:])^same
		c, d := binary.LittleEndian.Uint64(some[16:])^same, binary.LittleEndian.Uint64(some[24:])^same
		zero := ((a-shortOnes)&^a | (b-shortOnes)&^b | (c-shortOnes)&^c | (d-shortOnes)&^d) & (shortOnes << 15)
		long += int((zero|-zero)>>63) << 1
	}
	return long
}

// shortOnes is a one in each of four numbers.
const shortOnes = 0x0001_0001_0001_0001

// without is what is not in the other container; see and.
func (c container) without(other container, room []byte, began int) (container, []byte) {
	if !c.bits() {
		return c.only(room, began, func(lower uint16) bool { return !other.has(lower) })
	}
	out := room[began:]
	if other.bits() {
		for at := range out {
			out[at] &^= other.data[at]
		}
	} else {
		for in := other.data; len(in) >= 2; in = in[2:] {
			lower := binary.LittleEndian.Uint16(in)
			out[lower>>3] &^= 1 << (lower & 7)
		}
	}
	return settle(room, began)
}

// between is what lies within the spans, of which the first reaches into the container; from is its first number. See and.
func (c container) between(from uint32, within []span, room []byte, began int) (container, []byte) {
	if !c.bits() {
		return c.only(room, began, func(lower uint16) bool {
			number := from | uint32(lower)
			for _, s := range within {
				if number < s.to {
					return number >= s.from
				}
			}
			return false
		})
	}
	const all = 8 * bitmapBits
	at := 0 // up to here it is settled
	for _, s := range within {
		if uint64(s.from) >= uint64(from)+all {
			break
		}
		clearBits(room[began:], at, int(max(s.from, from)-from))
		at = int(min(s.to-from, all))
	}
	clearBits(room[began:], at, all)
	return settle(room, began)
}

// clearBits clears a stretch of bits.
func clearBits(set []byte, from, to int) {
	for ; from < to && from%8 > 0; from++ {
		set[from/8] &^= 1 << (from % 8)
	}
	for ; from < to && to%8 > 0; to-- {
		set[to/8] &^= 1 << (to%8 - 1)
	}
	if from < to {
		clear(set[from/8 : to/8])
	}
}

// only keeps some of few numbers.
func (c container) only(room []byte, began int, keep func(lower uint16) bool) (container, []byte) {
	out := room[began:]
	long := 0
	for in := c.data; len(in) >= 2; in = in[2:] {
		if lower := binary.LittleEndian.Uint16(in); keep(lower) {
			binary.LittleEndian.PutUint16(out[long:], lower)
			long += 2
		}
	}
	return container{long / 2, out[:long]}, room[:began+long]
}

// settle counts the bits with which room ends, and lists them where they have become few.
func settle(room []byte, began int) (container, []byte) {
	set := (*[bitmapBits]byte)(room[began:])
	many := 0
	for at := 0; at < bitmapBits; at += 8 {
		many += bits.OnesCount64(binary.LittleEndian.Uint64(set[at : at+8]))
	}
	if many > bitmapFew {
		return container{many, set[:]}, room
	}
	var list [2 * bitmapFew]byte
	long := 0
	for at := 0; at < bitmapBits; at += 8 {
		for word := binary.LittleEndian.Uint64(set[at : at+8]); word != 0; word &= word - 1 {
			putShort(list[:], long, uint16(8*at+bits.TrailingZeros64(word)))
			long += 2
		}
	}
	copy(set[:], list[:long])
	return container{many, set[:long]}, room[:began+long]
}
