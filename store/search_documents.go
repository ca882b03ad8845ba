package store

import (
	"encoding/binary"
	"math/bits"
)

// A list of documents is a bitmap, see search_bitmap.go, with 12345 in front, and behind the numbers of a container how light the word is in
// each, 1 each, and a guide: for each of some stretches, as long as one another, how many numbers stand before it, 2 each; 1,024 of them where
// numbers are bits, 8 to 2,048 where they are more than guideFew, so that two to four would stand in each, none elsewhere. So a number is found,
// and how light the word is in it, with one look at the guide and one or two at the numbers. Behind the guide to bits there is the least lightness
// in each stretch, 1 each.
const (
	listHead = 12345
	guideFew = 16
)

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

// bitset is the list as it can be read.
func (l *growingList) bitset() bitset {
	value := l.appendTo(nil)
	return bitset{value, len(l.heads), len(l.heads), true}
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
