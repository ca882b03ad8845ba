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
// A list of documents has 12345 in front, and behind the numbers of a container how light the word is in each, 1 each, and a guide: for each of
// some stretches, as long as one another, how many numbers stand before it, 2 each; 1,024 of them where numbers are bits, 8 to 2,048 where they
// are more than guideFew, so that two to four would stand in each, none elsewhere. So a number is found, and how light the word is in it,
// with one look at the guide and one or two at the numbers. Behind the guide to bits there is the least lightness in each stretch, 1 each.
//
// All of it has the least significant byte first.
const (
	bitmapHead = 12346
	listHead   = 12345
	bitmapFew  = 4096
	bitmapBits = 1 << 16 / 8
	guideFew   = 16
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
	return g.append(value, bitmapHead, func(many int) int { return min(2*many, bitmapBits) })
}

// append appends what begins with a head, of containers that are so long.
func (g *growing) append(value []byte, head uint32, long func(many int) int) []byte {
	value = binary.LittleEndian.AppendUint32(value, head)
	value = binary.LittleEndian.AppendUint32(value, uint32(len(g.heads)))
	for _, head := range g.heads {
		value = binary.LittleEndian.AppendUint32(value, head>>16|head<<16)
	}
	at := 8 + 8*len(g.heads)
	for _, head := range g.heads {
		value = binary.LittleEndian.AppendUint32(value, uint32(at))
		at += long(int(head&0xffff) + 1)
	}
	return append(value, g.body...)
}

// growingList is a list of documents as it is made.
type growingList struct {
	growing
	lights []byte // of the last container
	guide  []byte // room for one
}

func (l *growingList) forget() {
	l.growing.forget()
	l.lights = l.lights[:0]
}

func (l *growingList) add(document uint32, lightness byte) {
	if document>>16+1 != l.upper {
		l.complete(document>>16 + 1)
	}
	l.body = append(l.body, byte(document), byte(document>>8))
	l.lights = append(l.lights, lightness)
}

// complete completes the last container and begins another one.
func (l *growingList) complete(upper uint32) {
	l.guide = guideOf(l.guide[:0], l.body[l.from:], l.lights)
	l.turn(upper)
	l.body = append(append(l.body, l.lights...), l.guide...)
	l.from, l.lights = len(l.body), l.lights[:0]
}

// guideOf appends the guide to numbers that are listed, and the least lightness in each stretch.
func guideOf(guide, numbers, lights []byte) []byte {
	size := guideBits(len(lights))
	if size == 0 {
		return guide
	}
	var least [1 << 11]byte
	n := 0
	for stretch := range 1 << size {
		guide = binary.LittleEndian.AppendUint16(guide, uint16(n))
		least[stretch] = maxLightness
		for n < len(lights) && int(short(numbers, 2*n)>>(16-size)) == stretch {
			least[stretch] = min(least[stretch], lights[n])
			n++
		}
	}
	if len(lights) > bitmapFew {
		guide = append(guide, least[:1<<size]...)
	}
	return guide
}

// guideBits is how many bits a number of a stretch has, or 0 where there is no guide to so many numbers.
func guideBits(many int) int {
	switch {
	case many <= guideFew:
		return 0
	case many > bitmapFew:
		return 10
	}
	return bits.Len(uint(many)) - 2
}

// guideLong is how many bytes the guide takes, with what is behind it.
func guideLong(many int) int {
	switch {
	case many <= guideFew:
		return 0
	case many > bitmapFew:
		return 3 << 10
	}
	return 2 << guideBits(many)
}

// appendTo appends the list.
func (l *growingList) appendTo(value []byte) []byte {
	l.complete(0)
	return l.append(value, listHead, func(many int) int { return min(2*many, bitmapBits) + many + guideLong(many) })
}

// bitset is a bitmap where it stands, or a list of documents. Nothing of it is copied, and of a container that nobody asks for not a byte
// is read. The zero value is empty.
type bitset struct {
	value []byte
	n     int  // containers
	room  int  // places for the heads of containers, of which the first n are taken
	list  bool // it is a list of documents, and says how light a word is in them
}

// listAt is the list of documents that a value holds.
func listAt(value []byte) (bitset, error) {
	if len(value) < 8 || binary.LittleEndian.Uint32(value) != listHead {
		return bitset{}, errRecord
	}
	n := int(binary.LittleEndian.Uint32(value[4:]))
	if n > 1<<16 || len(value) < 8+8*n {
		return bitset{}, errRecord
	}
	return bitset{value, n, n, true}, nil
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
	return bitset{value, len(g.heads), len(g.heads), false}
}

// bitset is the list as it can be read.
func (l *growingList) bitset() bitset {
	value := l.appendTo(nil)
	return bitset{value, len(l.heads), len(l.heads), true}
}

func (b *bitset) upper(i int) uint16 { return binary.LittleEndian.Uint16(b.value[8+4*i:]) }

// offset is where a container begins in the value.
func (b *bitset) offset(i int) uint32 { return binary.LittleEndian.Uint32(b.value[8+4*(b.room+i):]) }

// container is the container with a number.
func (b *bitset) container(i int) container {
	many := int(binary.LittleEndian.Uint16(b.value[10+4*i:])) + 1
	data, rest := cutAt(b.value[b.offset(i):], min(2*many, bitmapBits))
	if !b.list {
		return container{many: many, data: data}
	}
	lights, rest := cutAt(rest, many)
	return container{many, data, lights, rest[:guideLong(many)]}
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

// touchedLong is how much of a set is fetched before it is gone through. Beyond that it is fetched in time by being read one behind the other.
const touchedLong = 64 << 10

// touch looks at what the set has from the first of some spans to the last, before it is gone through; see [reader.touch].
func (b *bitset) touch(within []span) byte {
	if len(within) == 0 {
		return 0
	}
	from := b.find(uint16(within[0].from>>16), 0)
	to := b.find(uint16(within[len(within)-1].to>>16), from)
	if from == b.n {
		return 0
	}
	data := b.value[b.offset(from):]
	if to+1 < b.n {
		data = b.value[b.offset(from):b.offset(to+1)]
	}
	return glanceAt(data[:min(len(data), touchedLong)])
}

// light is how light a word is in a document of a list.
func (b *bitset) light(document uint32) (lightness byte, ok bool) {
	upper := uint16(document >> 16)
	i := b.find(upper, 0)
	if i == b.n || b.upper(i) != upper {
		return 0, false
	}
	c := b.container(i)
	at := c.place(uint16(document))
	if at < 0 {
		return 0, false
	}
	return c.lights[at], true
}

// container has the lower halves of numbers whose upper halves are the same. That of a list of documents has their lights and a guide.
type container struct {
	many                int
	data, lights, guide []byte
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

// place is the place of a number among those of a container that has a guide or few numbers, or -1 where it is not in it.
func (c *container) place(lower uint16) int {
	switch {
	case c.bits():
		at := int(lower >> 6)
		word, bit := binary.LittleEndian.Uint64(c.data[8*at:]), uint64(1)<<(lower&63)
		if word&bit == 0 {
			return -1
		}
		return int(short(c.guide, 2*at)) + bits.OnesCount64(word&(bit-1))
	case len(c.guide) > 0:
		from := c.near(lower, 16-guideBits(c.many))
		return placeAmong((*[leap]byte)(c.data[from:]), from, lower)
	}
	for at := range c.many {
		if short(c.data, 2*at) == lower {
			return at
		}
	}
	return -1
}

// leap is how many bytes of numbers are looked at beside one another.
const leap = 16

// near is where so many bytes begin that have a number, if the container, which has a guide to stretches of so many bits, has it.
func (c *container) near(lower uint16, shift int) int {
	last := len(c.data) - leap
	from := min(2*int(short(c.guide, 2*int(lower>>shift))), last)
	for from < last && short(c.data, from+leap-2) < lower {
		from = min(from+leap, last)
	}
	return from
}

// placeAmong is the place of a number that may be among some, which stand so many bytes behind the first.
func placeAmong(some *[leap]byte, from int, lower uint16) int {
	same := uint64(lower) * shortOnes
	at := bits.TrailingZeros64(sameOfFour(some[:8], same)>>15 | sameOfFour(some[8:], same)>>14) // 16 times the place among four, and of these
	if at == 64 {
		return -1
	}
	return from/2 + at&1<<2 + at>>4
}

// sameOfFour has the highest bit set of the first of four numbers that is one of four others, and perhaps of those behind it: a number that
// is the same leaves zeros, and to take one from these borrows from the bit above.
func sameOfFour(four []byte, same uint64) uint64 {
	x := binary.LittleEndian.Uint64(four) ^ same
	return (x - shortOnes) &^ x & (shortOnes << 15)
}

// shortOnes is a one in each of four numbers.
const shortOnes = 0x0001_0001_0001_0001

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

// meet appends to room a bitmap of the numbers that are in all of the sets and in none of the unwanted, and within one of the spans,
// which ascend.
func meet(room []byte, sets, unwanted []bitset, within []span) (bitset, []byte) {
	least := 0
	for i := range sets {
		if sets[i].n < sets[least].n {
			least = i
		}
	}
	start := len(room)
	driver := &sets[least]
	room = append(room, make([]byte, 8+8*driver.n)...)
	met := bitset{room: driver.n}
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
			c, room = and(c, other, room, began)
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
func and(c, other container, room []byte, began int) (container, []byte) {
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
	case c.many >= 64 && other.many <= 4*c.many:
		// The fewer become bits, and the others are gone through as they stand.
		var set [bitmapBits]byte
		for at := 0; at+1 < len(in); at += 2 {
			lower := short(in, at)
			set[lower>>3] |= 1 << (lower & 7)
		}
		long = bitsOf(room[began:began+len(in)+2], other.data, &set)
	case len(other.guide) > 0:
		long = guidedOf(out, in, &other)
	default:
		for at := 0; at+1 < len(in); at += 2 {
			lower := short(in, at)
			putShort(out, long, lower)
			long += int(countShort(other.data, lower)) << 1
		}
	}
	return container{many: long / 2, data: out[:long]}, room[:began+long]
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

// guidedOf puts those of some numbers into out that are in a container with a guide. It gives how many bytes they take.
func guidedOf(out, in []byte, c *container) (long int) {
	shift, last := 16-guideBits(c.many), len(c.data)-leap
	for at := 0; at+1 < len(in); at += 2 {
		lower := short(in, at)
		from := min(2*int(short(c.guide, 2*int(lower>>shift))), last)
		if from < last && short(c.data, from+leap-2) < lower {
			from = c.near(lower, shift)
		}
		some, same := (*[leap]byte)(c.data[from:]), uint64(lower)*shortOnes
		found := sameOfFour(some[:8], same) | sameOfFour(some[8:], same)
		putShort(out, long, lower)
		long += int((found|-found)>>63) << 1
	}
	return long
}

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
	return container{many: long / 2, data: out[:long]}, room[:began+long]
}

// either is a bitmap of the numbers that are in one of the sets.
func either(sets []bitset) bitset {
	var g growing
	next := make([]int, len(sets))
	for {
		upper := -1
		for i := range sets {
			if b := &sets[i]; next[i] < b.n && (upper < 0 || int(b.upper(next[i])) < upper) {
				upper = int(b.upper(next[i]))
			}
		}
		if upper < 0 {
			return g.bitset()
		}
		began := len(g.body)
		g.body = append(g.body, make([]byte, bitmapBits)...)
		for i := range sets {
			if b := &sets[i]; next[i] < b.n && int(b.upper(next[i])) == upper {
				b.container(next[i]).into(g.body[began:])
				next[i]++
			}
		}
		var c container
		c, g.body = settle(g.body, began)
		g.heads, g.from = append(g.heads, uint32(upper)<<16|uint32(c.many-1)), len(g.body)
	}
}

// into sets the bits of the numbers.
func (c container) into(set []byte) {
	if c.bits() {
		for at := 0; at < bitmapBits; at += 8 {
			binary.LittleEndian.PutUint64(set[at:], binary.LittleEndian.Uint64(set[at:])|binary.LittleEndian.Uint64(c.data[at:]))
		}
		return
	}
	for in := c.data; len(in) >= 2; in = in[2:] {
		lower := binary.LittleEndian.Uint16(in)
		set[lower>>3] |= 1 << (lower & 7)
	}
}

// settle counts the bits with which room ends, and lists them where they have become few.
func settle(room []byte, began int) (container, []byte) {
	set := (*[bitmapBits]byte)(room[began:])
	many := 0
	for at := 0; at < bitmapBits; at += 8 {
		many += bits.OnesCount64(binary.LittleEndian.Uint64(set[at : at+8]))
	}
	if many > bitmapFew {
		return container{many: many, data: set[:]}, room
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
	return container{many: many, data: set[:long]}, room[:began+long]
}
