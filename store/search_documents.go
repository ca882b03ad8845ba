package store

import (
	"encoding/binary"
	"math/bits"
)

// A list of documents has the numbers of a bitmap, see search_bitmap.go, container by container, and beside each how light the word is there. What
// is gone through together stands together: everything to sift with, the numbers, and how light the word is.
//
//	12345 2, how light the word is where it is lightest 2, containers 4
//	for each the upper half of its numbers 2 and how many they are, less one, 2
//	for each where its sieve begins 4, its numbers 4, and its lightnesses 4
//	for each of up to 16 numbers nothing; of up to 4,096 a sieve and a guide; of more a bit for each, a guide, and the least lightness in every 64 bits, 1 each
//	for each of up to 4,096 the lower halves in order, 2 each
//	for each how light the word is in each document, 1 each
//
// A sieve has a bit for each stretch of numbers, all as long as one another and four to eight times as many as the numbers are: it says whether one
// lies in it. The guide tells for every 64 of these bits, or of those that are numbers, how many numbers stand before them, 2 each. So most numbers
// that are not in a container are told by one look at the sieve; and of one that is, where it stands and how light the word is, by one at the guide
// and one at the numbers. (Succinct data structures call it rank; to keep only what passes a sieve is from Ding and König, Fast Set Intersection in
// Memory, 2011.)
const (
	listHead = 12345
	sieveFew = 16
	// sieveOfBits is how many bits a number has in the sieve of numbers that are bits, which they are themselves.
	sieveOfBits = 16
)

// growingList is a list of documents as it is made, of ascending numbers.
type growingList struct {
	heads, spots            []uint32 // what tells of each container: one number, and three
	sieves, numbers, lights []byte
	upper                   uint32 // that of the last container, and one; 0 where there is none
	fromNumbers, fromLights int    // where it begins
	least                   byte

	// While a sieve is made, for every 64 of its bits: these, how many numbers lie in them, and the least lightness of these.
	words  [1 << (sieveOfBits - 6)]uint64
	in     [1 << (sieveOfBits - 6)]uint16
	leasts [1 << (sieveOfBits - 6)]byte
}

func (l *growingList) forget() {
	l.heads, l.spots, l.sieves, l.numbers, l.lights = l.heads[:0], l.spots[:0], l.sieves[:0], l.numbers[:0], l.lights[:0]
	l.upper, l.fromNumbers, l.fromLights, l.least = 0, 0, 0, 0
}

func (l *growingList) add(document uint32, lightness byte) {
	if document>>16+1 != l.upper {
		l.complete()
		l.upper = document>>16 + 1
	}
	if len(l.lights) == 0 || lightness < l.least {
		l.least = lightness
	}
	l.numbers = append(l.numbers, byte(document), byte(document>>8))
	l.lights = append(l.lights, lightness)
}

// count is how many documents there are.
func (l *growingList) count() int { return len(l.lights) }

// complete completes the last container.
func (l *growingList) complete() {
	many := len(l.lights) - l.fromLights
	if many == 0 {
		return
	}
	l.heads = append(l.heads, (l.upper-1)<<16|uint32(many-1))
	l.spots = append(l.spots, uint32(len(l.sieves)), uint32(l.fromNumbers), uint32(l.fromLights))
	if many > sieveFew {
		l.sieve()
	}
	if many > bitmapFew {
		l.numbers = l.numbers[:l.fromNumbers]
	}
	l.fromNumbers, l.fromLights = len(l.numbers), len(l.lights)
}

// sieve makes the sieve of the last container, the guide, and to bits the least lightnesses.
func (l *growingList) sieve() {
	numbers, lights := l.numbers[l.fromNumbers:], l.lights[l.fromLights:]
	size := sieveSize(len(lights))
	words := 1 << (size - 6)
	sieve, in, least := l.words[:words], l.in[:words], l.leasts[:words]
	clear(sieve)
	clear(in)
	for i := range least {
		least[i] = maxLightness
	}
	for i, lightness := range lights {
		stretch := short(numbers, 2*i) >> (16 - size)
		sieve[stretch>>6] |= 1 << (stretch & 63)
		in[stretch>>6]++
		least[stretch>>6] = min(least[stretch>>6], lightness)
	}
	for _, word := range sieve {
		l.sieves = binary.LittleEndian.AppendUint64(l.sieves, word)
	}
	before := uint16(0)
	for _, n := range in {
		l.sieves = binary.LittleEndian.AppendUint16(l.sieves, before)
		before += n
	}
	if size == sieveOfBits {
		l.sieves = append(l.sieves, least...)
	}
}

// sieveSize is how many bits a number of a stretch has in the sieve of so many numbers, which are more than few.
func sieveSize(many int) int {
	if many > bitmapFew {
		return sieveOfBits
	}
	return bits.Len(uint(many)) + 2
}

// appendTo appends the list.
func (l *growingList) appendTo(value []byte) []byte {
	l.complete()
	value = binary.LittleEndian.AppendUint16(value, listHead)
	value = binary.LittleEndian.AppendUint16(value, uint16(l.least))
	value = binary.LittleEndian.AppendUint32(value, uint32(len(l.heads)))
	for _, head := range l.heads {
		value = binary.LittleEndian.AppendUint32(value, head>>16|head<<16)
	}
	sieves := 8 + 16*len(l.heads)
	from := [3]uint32{uint32(sieves), uint32(sieves + len(l.sieves)), uint32(sieves + len(l.sieves) + len(l.numbers))}
	for i, spot := range l.spots {
		value = binary.LittleEndian.AppendUint32(value, from[i%3]+spot)
	}
	return append(append(append(value, l.sieves...), l.numbers...), l.lights...)
}

// listAt is the list of documents that a value holds.
func listAt(value []byte) (bitset, error) {
	if len(value) < 8 || binary.LittleEndian.Uint16(value) != listHead || value[2] > maxLightness {
		return bitset{}, errRecord
	}
	n := int(binary.LittleEndian.Uint32(value[4:]))
	if n > 1<<16 || len(value) < 8+16*n {
		return bitset{}, errRecord
	}
	return bitset{value: value, n: n, room: n, list: true, least: value[2]}, nil
}

// bitset is the list as it can be read.
func (l *growingList) bitset() bitset {
	list, _ := listAt(l.appendTo(nil)) // it is one
	return list
}

// listed is a container of a list that has so many numbers.
func (b *bitset) listed(i, many int) (c container) {
	c.many = many
	spots := b.value[8+4*b.n+12*i:][:12]
	sieve, numbers, lights := binary.LittleEndian.Uint32(spots), binary.LittleEndian.Uint32(spots[4:]), binary.LittleEndian.Uint32(spots[8:])
	c.lights = b.value[lights:][:many]
	if many > bitmapFew {
		c.sieve, c.guide = cutAt(b.value[sieve:], bitmapBits)
		c.data, c.guide = c.sieve, c.guide[:3<<(sieveOfBits-6)]
		return c
	}
	c.data = b.value[numbers:][:2*many]
	if many > sieveFew {
		size := sieveSize(many)
		c.shift = uint8(16 - size)
		c.sieve, c.guide = cutAt(b.value[sieve:], 1<<(size-3))
		c.guide = c.guide[:len(c.sieve)/4]
	}
	return c
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

// place is the place of a number among those of a container of a list, or -1 where it is not in it.
func (c *container) place(lower uint16) int {
	if len(c.guide) == 0 {
		for at := range c.many {
			if short(c.data, 2*at) == lower {
				return at
			}
		}
		return -1
	}
	if c.sieve[lower>>c.shift>>3]>>(lower>>c.shift&7)&1 == 0 {
		return -1
	}
	before := c.before(lower)
	if c.bits() {
		return before
	}
	from := c.near(lower, before)
	found := sameOfFour(c.data[from:], lower)
	if found == 0 {
		return -1
	}
	return from/2 + bits.TrailingZeros64(found)/16
}

// before is how many stretches have numbers that stand before a number's: as many numbers at least.
func (c *container) before(lower uint16) int {
	stretch := int(lower >> (c.shift & 15))
	word := binary.LittleEndian.Uint64(c.sieve[stretch>>6<<3:])
	return int(short(c.guide, stretch>>6<<1)) + bits.OnesCount64(word&(1<<(stretch&63)-1))
}

// keep puts those of some numbers, given by their places, into out that are in a list that has a sieve and is no bits, and moves their places to
// the front. It gives how many they are. Each of its two loops has what it needs in registers; one would not.
func (c *container) keep(out, in []byte, places []uint16, before *[bitmapFew]uint16) (n int) {
	sieve, guide, shift := c.sieve, c.guide, c.shift&15
	for i, place := range places {
		stretch := int(short(in, 2*int(place)) >> shift)
		word := binary.LittleEndian.Uint64(sieve[stretch>>6<<3:]) << (^stretch & 63) << 1
		before[i&(bitmapFew-1)] = short(guide, stretch>>6<<1) + uint16(bits.OnesCount64(word))
	}
	data, last := c.data, len(c.data)-leap
	for i, place := range places {
		lower := short(in, 2*int(place))
		from := min(2*int(before[i&(bitmapFew-1)]), last)
		found := sameOfFour(data[from:], lower)
		if from < last && short(data, from+leap-2) < lower {
			found = sameOfFour(data[c.near(lower, from/2):], lower)
		}
		putShort(out, 2*n, lower)
		places[n] = place
		n += int((found | -found) >> 63)
	}
	return n
}

// leap is how many bytes of numbers are looked at beside one another.
const leap = 8

// near is where so many bytes begin that have a number, if the container has it, before which that many others stand at least: fewer than
// there are where two lie in one stretch.
func (c *container) near(lower uint16, before int) int {
	last := len(c.data) - leap
	from := min(2*before, last)
	for from < last && short(c.data, from+leap-2) < lower {
		from = min(from+leap, last)
	}
	return from
}

// sameOfFour has the highest bit set of the first of four numbers that is the same as another, and perhaps of those behind it: a number that is the
// same leaves zeros, and to take one from these borrows from the bit above.
func sameOfFour(four []byte, number uint16) uint64 {
	x := binary.LittleEndian.Uint64(four) ^ uint64(number)*shortOnes
	return (x - shortOnes) &^ x & (shortOnes << 15)
}

// shortOnes is a one in each of four numbers.
const shortOnes = 0x0001_0001_0001_0001
