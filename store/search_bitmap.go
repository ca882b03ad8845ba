package store

import (
	"encoding/binary"
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
