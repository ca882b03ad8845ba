package store

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// span is a stretch of numbers: the first, and the first beyond.
type span struct{ from, to uint32 }

// meeting is what sets share. Its room is used by the next again.
type meeting struct {
	numbers bitset
	// of says for each container of the numbers which of the sets it goes by. That is a list, and behind the container's numbers stands how
	// light its word is in each; or it is ofNone, and nothing does.
	of []int

	room []byte // that the numbers stand in
	// While two containers are gone through: the places of the numbers that both may have, and how light the word of the one is in those that
	// both have.
	places, before [bitmapFew]uint16
	lights         [bitmapFew]byte
	held           [2 * MaxSearchWords]container
	marked         [bitmapBits]byte // of the second, where it has no sieve
}

const ofNone = -1

// meet finds the numbers that are in all of the sets and in none of the unwanted, and within one of the spans, which ascend.
func (m *meeting) meet(sets, unwanted []bitset, within []span) {
	least := 0
	for i := range sets {
		if sets[i].n < sets[least].n {
			least = i
		}
	}
	driver := &sets[least]
	heads := 8 + 8*driver.n
	m.room = slices.Grow(m.room[:0], heads)[:heads]
	met := bitset{room: driver.n}
	m.of = m.of[:0]
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
		in := m.held[:0]
		for j := range sets {
			set := &sets[j]
			if j == least {
				at[j] = i
			} else if at[j] = set.find(upper, at[j]); at[j] == set.n || set.upper(at[j]) != upper {
				continue next
			}
			in = append(in, set.container(at[j]))
			in[j].of = j
		}
		began := len(m.room)
		c := m.shared(in, began)
		for j := range unwanted {
			set, k := &unwanted[j], len(sets)+j
			if at[k] = set.find(upper, at[k]); at[k] < set.n && set.upper(at[k]) == upper && c.many > 0 {
				c = m.without(c, set.container(at[k]), began)
			}
		}
		if within[0].from > from || within[0].to <= to {
			c = m.between(c, from, within, began)
		}
		if c.many == 0 {
			continue
		}
		m.of = append(m.of, ofNone)
		if len(c.lights) > 0 {
			m.of[met.n] = c.of
			m.room = append(m.room, c.lights...)
		}
		binary.LittleEndian.PutUint16(m.room[8+4*met.n:], upper)
		binary.LittleEndian.PutUint16(m.room[8+4*met.n+2:], uint16(c.many-1))
		binary.LittleEndian.PutUint32(m.room[8+4*(met.room+met.n):], uint32(began))
		met.n++
	}
	met.value = m.room[:len(m.room):len(m.room)]
	m.numbers = met
}

// lightsOf is how light the word is in each of the numbers of a container, of the set by which that goes.
func (m *meeting) lightsOf(i, many int) []byte {
	from := int(m.numbers.offset(i)) + 2*many
	return m.room[from : from+many]
}

// shared is what containers share. It stands in room from where that began, and how light the word of one of them is in lights; of bits
// nothing is told.
func (m *meeting) shared(in []container, began int) container {
	if len(in) == 2 && !in[0].bits() && !in[1].bits() { // as it mostly is
		if in[1].many < in[0].many {
			return m.those(&in[1], &in[0], began)
		}
		return m.those(&in[0], &in[1], began)
	}
	slices.SortFunc(in, func(a, b container) int { return a.many - b.many })
	c := in[0]
	if c.bits() {
		c.lights = nil
	}
	if len(in) == 1 {
		m.room = append(m.room, c.data...)
		c.data, c.lights = m.room[began:], m.lights[:copy(m.lights[:], c.lights)]
		return c
	}
	for i := range in[1:] {
		if other := &in[1+i]; c.bits() {
			c = m.both(&c, other, began)
		} else {
			c = m.those(&c, other, began)
		}
	}
	return c
}

// both is what two containers share that are bits; one may stand where the outcome will.
func (m *meeting) both(c, other *container, began int) container {
	m.room = slices.Grow(m.room[:began], bitmapBits)
	out := (*[bitmapBits]byte)(m.room[began : began+bitmapBits])
	one, two := (*[bitmapBits]byte)(c.data), (*[bitmapBits]byte)(other.data)
	many := 0
	for at := 0; at < bitmapBits; at += 8 {
		word := binary.LittleEndian.Uint64(one[at:at+8]) & binary.LittleEndian.Uint64(two[at:at+8])
		binary.LittleEndian.PutUint64(out[at:at+8], word)
		many += bits.OnesCount64(word)
	}
	return m.settled(many, began)
}

// those are those of a container's numbers, which are listed and may stand where the outcome will, that another has too.
func (m *meeting) those(c, other *container, began int) container {
	places := m.sift(c.data, other)
	m.room = slices.Grow(m.room[:began], 2*len(places))
	out := m.room[began : began+2*len(places)]
	if len(other.sieve) == 0 || other.bits() {
		for i, place := range places {
			putShort(out, 2*i, short(c.data, 2*int(place)))
		}
	} else {
		places = places[:other.keep(out, c.data, places, &m.before)]
	}
	lights := m.lights[:0]
	if len(c.lights) > 0 {
		lights = m.lights[:len(places)]
		for i, place := range places {
			lights[i] = c.lights[place]
		}
	}
	m.room = m.room[:began+2*len(places)]
	return container{many: len(places), data: m.room[began:], lights: lights, of: c.of}
}

// sift gives the places of those of some numbers that the sieve of a container lets through, or where it has none, that are in it.
func (m *meeting) sift(in []byte, c *container) []uint16 {
	places, n := &m.places, 0
	sieve, shift, at := c.sieve, c.shift&15, 0
	switch many := len(in) / 2; {
	case len(sieve) > 0:
	case many >= 64 && c.many <= 4*many: // its bits are its sieve
		clear(m.marked[:])
		c.into(m.marked[:])
		sieve = m.marked[:]
	default:
		for at := 0; at+1 < len(in); at += 2 {
			places[n] = uint16(at / 2)
			n += int(countShort(c.data, short(in, at)))
		}
		return places[:n]
	}
	for ; at+8 <= len(in); at += 8 { // four beside one another take three quarters of the time
		four, place := binary.LittleEndian.Uint64(in[at:]), uint16(at/2)
		places[n&(bitmapFew-1)] = place
		n += passes(sieve, uint16(four)>>shift)
		places[n&(bitmapFew-1)] = place + 1
		n += passes(sieve, uint16(four>>16)>>shift)
		places[n&(bitmapFew-1)] = place + 2
		n += passes(sieve, uint16(four>>32)>>shift)
		places[n&(bitmapFew-1)] = place + 3
		n += passes(sieve, uint16(four>>48)>>shift)
	}
	for ; at+1 < len(in); at += 2 {
		places[n&(bitmapFew-1)] = uint16(at / 2)
		n += passes(sieve, short(in, at)>>shift)
	}
	return places[:n]
}

// passes is 1 for a stretch in which a number lies.
func passes(sieve []byte, stretch uint16) int { return int(sieve[stretch>>3] >> (stretch & 7) & 1) }

// without is what is not in the other container. It stays where it stands.
func (m *meeting) without(c, other container, began int) container {
	if !c.bits() {
		return m.only(c, began, func(lower uint16) bool { return !other.has(lower) })
	}
	out := m.room[began:]
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
	return m.settle(began)
}

// between is what lies within the spans, of which the first reaches into the container; from is its first number. It stays where it stands.
func (m *meeting) between(c container, from uint32, within []span, began int) container {
	if !c.bits() {
		return m.only(c, began, func(lower uint16) bool {
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
		clearBits(m.room[began:], at, int(max(s.from, from)-from))
		at = int(min(s.to-from, all))
	}
	clearBits(m.room[began:], at, all)
	return m.settle(began)
}

// settle counts the bits with which the room ends.
func (m *meeting) settle(began int) container {
	return m.settled(countBits(m.room[began:]), began)
}

// settled lists the bits with which the room ends where they have become few.
func (m *meeting) settled(many, began int) (c container) {
	c, m.room = settled(m.room[:began+bitmapBits], many, began)
	return c
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
func (m *meeting) only(c container, began int, keep func(lower uint16) bool) container {
	long := 0
	for at := 0; at+1 < len(c.data); at += 2 {
		if lower := short(c.data, at); keep(lower) {
			putShort(c.data, long, lower)
			m.lights[long/2] = m.lights[at/2]
			long += 2
		}
	}
	m.room = m.room[:began+long]
	return container{many: long / 2, data: c.data[:long], lights: c.lights[:min(len(c.lights), long/2)], of: c.of}
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
		c, g.body = settled(g.body, countBits(g.body[began:]), began)
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

func countBits(set []byte) (many int) {
	for at := 0; at+8 <= len(set); at += 8 {
		many += bits.OnesCount64(binary.LittleEndian.Uint64(set[at:]))
	}
	return many
}

// settled lists the bits with which room ends where they have become few: so many.
func settled(room []byte, many, began int) (container, []byte) {
	set := room[began : began+bitmapBits]
	if many > bitmapFew {
		return container{many: many, data: set}, room
	}
	var list [2 * bitmapFew]byte
	long := 0
	for at := 0; at+8 <= len(set); at += 8 {
		for word := binary.LittleEndian.Uint64(set[at:]); word != 0; word &= word - 1 {
			putShort(list[:], long, uint16(8*at+bits.TrailingZeros64(word)))
			long += 2
		}
	}
	copy(set, list[:long])
	return container{many: many, data: set[:long]}, room[:began+long]
}
