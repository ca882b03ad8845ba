package store

import (
	"encoding/binary"
	"slices"
	"sort"
)

// The bitmaps of the search index are roaring's, in the format that all of its libraries share, and without runs: what is near in a
// text is seldom the same word. So they are written here from ordered numbers at once, and a number is looked for where they stand.
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

// appendBitmap appends ascending numbers as a bitmap.
func appendBitmap(value []byte, numbers []uint32) []byte {
	containers, long := 0, 0
	for rest := numbers; len(rest) > 0; {
		n := sameUpper(rest)
		containers, long, rest = containers+1, long+containerLong(n), rest[n:]
	}
	start := len(value)
	value = slices.Grow(value, 8+8*containers+long)[:start+8+8*containers+long]
	set := value[start:]
	binary.LittleEndian.PutUint32(set, bitmapHead)
	binary.LittleEndian.PutUint32(set[4:], uint32(containers))
	heads, ats, at := set[8:], set[8+4*containers:], 8+8*containers
	for len(numbers) > 0 {
		n := sameUpper(numbers)
		binary.LittleEndian.PutUint16(heads, uint16(numbers[0]>>16))
		binary.LittleEndian.PutUint16(heads[2:], uint16(n-1))
		binary.LittleEndian.PutUint32(ats, uint32(at))
		putContainer(set[at:at+containerLong(n)], numbers[:n])
		heads, ats, at, numbers = heads[4:], ats[4:], at+containerLong(n), numbers[n:]
	}
	return value
}

// sameUpper is how many numbers from the first have the upper half that it has.
func sameUpper(numbers []uint32) int {
	upper, n := numbers[0]>>16, len(numbers)
	if numbers[n-1]>>16 == upper {
		return n
	}
	from, to := 1, min(n, 1<<16)
	for from < to {
		if half := (from + to) / 2; numbers[half]>>16 == upper {
			from = half + 1
		} else {
			to = half
		}
	}
	return from
}

func containerLong(n int) int { return min(2*n, bitmapBits) }

func putContainer(container []byte, numbers []uint32) {
	if len(numbers) > bitmapFew {
		clear(container)
		for _, n := range numbers {
			container[n>>3&(bitmapBits-1)] |= 1 << (n & 7)
		}
		return
	}
	for _, n := range numbers {
		binary.LittleEndian.PutUint16(container, uint16(n))
		container = container[2:]
	}
}

// bitmapHas says whether a number is in a bitmap, of which nothing else is read.
func bitmapHas(value []byte, number uint32) bool {
	if len(value) < 8 || binary.LittleEndian.Uint32(value) != bitmapHead {
		return false
	}
	n := int(binary.LittleEndian.Uint32(value[4:]))
	upper, lower := uint16(number>>16), uint16(number)
	heads := value[8:]
	i := sort.Search(n, func(i int) bool { return binary.LittleEndian.Uint16(heads[4*i:]) >= upper })
	if i == n || binary.LittleEndian.Uint16(heads[4*i:]) != upper {
		return false
	}
	many := int(binary.LittleEndian.Uint16(heads[4*i+2:])) + 1
	container := value[binary.LittleEndian.Uint32(heads[4*n+4*i:]):]
	if many > bitmapFew {
		return container[lower>>3]&(1<<(lower&7)) != 0
	}
	at := sort.Search(many, func(i int) bool { return binary.LittleEndian.Uint16(container[2*i:]) >= lower })
	return at < many && binary.LittleEndian.Uint16(container[2*at:]) == lower
}
