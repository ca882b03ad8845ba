package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
	"sort"
	"sync"

	"github.com/blevesearch/vellum"

	"onrecord/parallel"
)

// putWords joins the runs and adds what is known of each word. alphabet has them in its order. It gives the FST of the words.
func (b *builder) putWords(words *lexicon, alphabet []uint32, all *joining) ([]byte, error) {
	var fst bytes.Buffer
	tree, err := vellum.New(&fst, nil)
	if err != nil {
		return nil, err
	}
	joiners := newRooms(func() *joiner { return &joiner{joining: all} })
	free := sync.Pool{New: func() any { return &joined{} }}
	var waiting []*joined
	parallel.Stretches(len(alphabet), all.pace.words, func(from, to int) *joined {
		j := joiners.take()
		defer joiners.give(j)
		j.joined = free.Get().(*joined)
		j.join(words, alphabet, from, to)
		return j.joined
	}, func(m *joined) {
		for i, n := range m.have {
			err = cmp.Or(err, tree.Insert(words.word(alphabet[m.from+i]), n))
		}
		waiting = append(waiting, m)
		if end := m.from + len(m.have); end%wordsAtATime > 0 && end < len(alphabet) {
			return
		}
		b.put(bucketWith, together(waiting, func(m *joined) *entries { return &m.with }))
		b.put(bucketWhere, together(waiting, func(m *joined) *entries { return &m.where }))
		for _, m := range waiting {
			free.Put(m)
		}
		waiting = waiting[:0]
	})
	if err = cmp.Or(err, tree.Close()); err != nil {
		return nil, err
	}
	return fst.Bytes(), nil
}

// together copies the entries of several, which use theirs again.
func together(list []*joined, of func(*joined) *entries) *entries {
	data, ends := 0, 0
	for _, m := range list {
		data += len(of(m).data)
		ends += len(of(m).ends)
	}
	e := &entries{data: make([]byte, 0, data), ends: make([]uint32, 0, ends)}
	for _, m := range list {
		from := uint32(len(e.data))
		e.data = append(e.data, of(m).data...)
		for _, end := range of(m).ends {
			e.ends = append(e.ends, from+end)
		}
	}
	return e
}

// joined is what is known of some words in a row.
type joined struct {
	from        int      // the first of the words
	have        []uint64 // how many documents have each word
	with, where entries
}

// joining is what is joined: the runs, and the bytes that they are in.
type joining struct {
	pace pace
	runs []run
	data []byte
}

// joiner joins what the runs have of one word after the other.
type joiner struct {
	*joining
	*joined

	// Of the word at hand: how many documents have it, these, by field too where they are many, and its places by field.
	documents int
	inField   [textFields]growingList
	places    [textFields]growing

	held, sorted []held
	next         []int
}

// held is where a run has a word of those at hand.
type held struct{ word, run, from, to uint32 }

// join joins some words, given by their place in the alphabet.
func (j *joiner) join(words *lexicon, alphabet []uint32, from, to int) {
	j.from, j.have = from, j.have[:0]
	for _, e := range []*entries{&j.with, &j.where} {
		e.data, e.ends = e.data[:0], e.ends[:0]
	}
	j.find(uint32(from), uint32(to))
	in := j.sorted
	for word := range to - from {
		n := 0
		for n < len(in) && in[n].word == uint32(word) {
			n++
		}
		j.word(in[:n])
		in = in[n:]
		text := words.word(alphabet[from+word])
		for field := range textFields {
			if list := &j.inField[field]; list.count() > 0 {
				addIn(&j.with, text, field, list.appendTo)
			}
			if places := &j.places[field]; places.count() > 0 {
				addIn(&j.where, text, field, places.appendTo)
			}
		}
		j.have = append(j.have, uint64(j.documents))
	}
}

// find lists where the runs have the words of a range, word by word, in the order of the runs.
func (j *joiner) find(from, to uint32) {
	j.held = j.held[:0]
	j.next = append(j.next[:0], make([]int, to-from+1)...)
	for i, r := range j.runs {
		data, n := j.data[r.offset:], int(r.words)
		rank := func(at int) uint32 { return binary.LittleEndian.Uint32(data[4*at:]) }
		at := sort.Search(n, func(at int) bool { return rank(at) >= from })
		for ; at < n && rank(at) < to; at++ {
			start := uint32(8 * n)
			if at > 0 {
				start = rank(n + at - 1)
			}
			word := rank(at) - from
			j.held = append(j.held, held{word, uint32(i), start, rank(n + at)})
			j.next[word+1]++
		}
	}
	for i := range to - from {
		j.next[i+1] += j.next[i]
	}
	j.sorted = slices.Grow(j.sorted[:0], len(j.held))[:len(j.held)]
	for _, h := range j.held {
		j.sorted[j.next[h.word]] = h
		j.next[h.word]++
	}
}

// word joins what the runs have of a word.
func (j *joiner) word(in []held) {
	for field := range textFields {
		j.inField[field].forget()
		j.places[field].forget()
	}
	j.documents = 0
	for _, h := range in {
		n, _ := nextNumber(j.bytes(h), 0)
		j.documents += int(n)
	}
	many := j.documents > manyDocuments
	for _, h := range in {
		r, data := &j.runs[h.run], j.bytes(h)
		for at := j.documentsIn(data, r.first, many); at < len(data); {
			at = j.placesIn(data, at, r.place)
		}
	}
	for field := anyField + 1; field < textFields; field++ {
		if list := &j.inField[field]; list.count() <= manyDocuments {
			list.forget()
		}
	}
}

// documentsIn takes the documents that a run, which begins with the first, has a word in, and gives where in its data they end.
func (j *joiner) documentsIn(data []byte, first uint32, many bool) int {
	n, at := nextNumber(data, 0)
	var more uint64
	number := uint64(first) << runKeyBits
	for range n {
		if more = uint64(data[at]); more < 0x80 {
			at++
		} else {
			more, at = longNumber(data, at)
		}
		number += more
		document, lightness := uint32(number>>runKeyBits), byte(number&(1<<runKeyBits-1))
		number -= uint64(lightness)
		j.inField[anyField].add(document, lightness)
		field := textField(data[at])
		at++
		if field != severalFields {
			if many {
				j.inField[field].add(document, lightness)
			}
			continue
		}
		for more, at = nextNumber(data, at); many && more > 0; more &= more - 1 {
			j.inField[bits.TrailingZeros64(more)].add(document, lightness)
		}
	}
	return at
}

// placesIn takes the places of a field, numbered from the first of the run, and gives where they end.
func (j *joiner) placesIn(data []byte, at int, first uint32) int {
	n, at := nextNumber(data, at)
	var more uint64
	place := uint64(first)
	kept := &j.places[n&(1<<runKeyBits-1)]
	for range n >> runKeyBits {
		if more = uint64(data[at]); more < 0x80 {
			at++
		} else {
			more, at = longNumber(data, at)
		}
		place += more
		kept.add(uint32(place))
	}
	return at
}

func (j *joiner) bytes(h held) []byte {
	offset := j.runs[h.run].offset
	return j.data[offset+int64(h.from) : offset+int64(h.to)]
}

// nextNumber reads a number as [binary.Uvarint] does.
func nextNumber(data []byte, at int) (uint64, int) {
	if b := data[at]; b < 0x80 {
		return uint64(b), at + 1
	}
	return longNumber(data, at)
}

// longNumber reads a number of two bytes or more.
func longNumber(data []byte, at int) (n uint64, next int) {
	n = uint64(data[at] & 0x7f)
	for shift := 7; ; shift += 7 {
		at++
		b := data[at]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n, at + 1
		}
	}
}

// addIn adds what a word has in a field.
func addIn(e *entries, word []byte, field textField, appendTo func([]byte) []byte) {
	e.data = append(append(e.data, word...), 0, byte(field))
	e.end()
	e.data = appendTo(e.data)
	e.end()
}

func wordKey(word string, last ...byte) []byte {
	return append(append([]byte(word), 0), last...)
}
