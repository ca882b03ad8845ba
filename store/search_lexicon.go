package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"unicode/utf8"

	"onrecord/parallel"
)

// lexicon numbers words in the order in which they are met. It holds no pointers but those to its lists.
type lexicon struct {
	text  []byte
	ends  []int    // of each word in the text
	slots []uint64 // by hash: the hash in the upper half, the number and one in the lower
}

func (l *lexicon) len() int { return len(l.ends) }

func (l *lexicon) word(number uint32) []byte {
	from := 0
	if number > 0 {
		from = l.ends[number-1]
	}
	return l.text[from:l.ends[number]]
}

// number is that of a word, which is added where it is new.
func (l *lexicon) number(word []byte, hash uint32) uint32 {
	if 2*len(l.ends) >= len(l.slots) {
		l.grow()
	}
	mask := uint32(len(l.slots) - 1)
	for at := hash & mask; ; at = (at + 1) & mask {
		slot := l.slots[at]
		if slot == 0 {
			l.text = append(l.text, word...)
			l.ends = append(l.ends, len(l.text))
			l.slots[at] = uint64(hash)<<32 | uint64(len(l.ends))
			return uint32(len(l.ends) - 1)
		}
		if number := uint32(slot) - 1; uint32(slot>>32) == hash && bytes.Equal(l.word(number), word) {
			return number
		}
	}
}

func (l *lexicon) grow() {
	before := l.slots
	l.slots = make([]uint64, max(1<<10, 2*len(before)))
	mask := uint32(len(l.slots) - 1)
	for _, slot := range before {
		if slot != 0 {
			at := uint32(slot>>32) & mask
			for l.slots[at] != 0 {
				at = (at + 1) & mask
			}
			l.slots[at] = slot
		}
	}
}

// forget makes it empty, with the room it has.
func (l *lexicon) forget() {
	clear(l.slots)
	l.text, l.ends = l.text[:0], l.ends[:0]
}

// addAll numbers the words of another one here.
func (l *lexicon) addAll(other *lexicon, numbers []uint32) []uint32 {
	from := 0
	for _, end := range other.ends {
		word := other.text[from:end]
		numbers = append(numbers, l.number(word, wordHash(word)))
		from = end
	}
	return numbers
}

// sorted lists the numbers in the order of the alphabet.
func (l *lexicon) sorted() []uint32 {
	order := make([]uint32, l.len())
	for i := range order {
		order[i] = uint32(i)
	}
	parallel.Sort(order, func(a, b uint32) int { return cmp.Or(bytes.Compare(l.word(a), l.word(b)), cmp.Compare(a, b)) })
	return order
}

// The hash of a word is FNV-1a's, byte by byte, so that it can be worked out while the word is read, and then mixed once more.
const (
	hashStart = 0xcbf29ce484222325
	hashPrime = 0x100000001b3
	hashMix   = 0x9e3779b97f4a7c15
)

func hashEnd(h uint64) uint32 { return uint32((h ^ h>>29) * hashMix >> 32) }

func wordHash(word []byte) uint32 {
	h := uint64(hashStart)
	for _, c := range word {
		h = (h ^ uint64(c)) * hashPrime
	}
	return hashEnd(h)
}

// lowered has for every byte that is a letter or a digit by itself its lower case, and 0 for the others.
var lowered = func() (table [256]byte) {
	for c := range utf8.RuneSelf {
		if inWord(rune(c)) {
			table[c] = byte(c)
			if 'A' <= c && c <= 'Z' {
				table[c] += 'a' - 'A'
			}
		}
	}
	return table
}()

// appendNumbers cuts a text into words as [tokens] does and appends the number of each, four bytes with the least first. The words that
// [plainLength] would take are cut, folded and looked up at once.
func (l *lexicon) appendNumbers(data []byte, s string) []byte {
	var room [maxWord]byte
	for i := 0; i < len(s); {
		n, h := 0, uint64(hashStart)
		for n < len(room) && i+n < len(s) {
			c := lowered[s[i+n]]
			if c == 0 {
				break
			}
			room[n] = c
			h = (h ^ uint64(c)) * hashPrime
			n++
		}
		end := i + n
		if n > 0 && n < len(room) && !(n == 1 && room[0] == 's') && endsPlainly(s, end) {
			data = binary.LittleEndian.AppendUint32(data, l.number(room[:n], hashEnd(h)))
			i = end
			continue
		}
		if n == 0 && s[i] < utf8.RuneSelf {
			i++
			continue
		}
		t := tokenAt(s, i)
		if t.word != "" {
			word := append(room[:0], t.word...)
			data = binary.LittleEndian.AppendUint32(data, l.number(word, wordHash(word)))
		}
		i = t.to
	}
	return data
}

// endsPlainly says whether nothing that stands at the end of a plain word could belong to it.
func endsPlainly(s string, end int) bool {
	switch {
	case end == len(s):
		return true
	case s[end] >= utf8.RuneSelf:
		return false
	case s[end] != '.' && s[end] != ',':
		return true
	}
	return end+1 == len(s) || s[end+1] < utf8.RuneSelf && lowered[s[end+1]] == 0
}
