package store

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

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
