package store

import (
	"encoding/binary"
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
	type container struct{ from, to int }
	var list []container
	for from := 0; from < len(numbers); {
		upper := numbers[from] >> 16
		to := from + 1
		for to < len(numbers) && numbers[to]>>16 == upper {
			to++
		}
		list = append(list, container{from, to})
		from = to
	}
	start := len(value)
	value = binary.LittleEndian.AppendUint32(value, bitmapHead)
	value = binary.LittleEndian.AppendUint32(value, uint32(len(list)))
	for _, c := range list {
		value = binary.LittleEndian.AppendUint16(value, uint16(numbers[c.from]>>16))
		value = binary.LittleEndian.AppendUint16(value, uint16(c.to-c.from-1))
	}
	at := len(value) - start + 4*len(list)
	for _, c := range list {
		value = binary.LittleEndian.AppendUint32(value, uint32(at))
		at += min(2*(c.to-c.from), bitmapBits)
	}
	for _, c := range list {
		if c.to-c.from > bitmapFew {
			from := len(value)
			value = append(value, make([]byte, bitmapBits)...)
			set := value[from:]
			for _, n := range numbers[c.from:c.to] {
				set[n>>3&(bitmapBits-1)] |= 1 << (n & 7)
			}
			continue
		}
		for _, n := range numbers[c.from:c.to] {
			value = binary.LittleEndian.AppendUint16(value, uint16(n))
		}
	}
	return value
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
