package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"sort"
	"sync"

	"github.com/blevesearch/vellum"

	"onrecord/parallel"
)

// wordsAtATime is how many words are handed on at a time, and joinedAtATime how many of these are joined at a time: they may have
// many places.
const (
	wordsAtATime  = atATime / 20
	joinedAtATime = wordsAtATime / 4
)

// putWords joins the runs and adds what is known of each word. order has the words by the alphabet. It gives the FST of the words.
func (b *builder) putWords(words *lexicon, order []uint32, all *joining) ([]byte, error) {
	var fst bytes.Buffer
	tree, err := vellum.New(&fst, nil)
	if err != nil {
		return nil, err
	}
	joiners := sync.Pool{New: func() any { return &joiner{} }}
	var waiting []*joiner
	put := func(bucket []byte, of func(*joiner) *entries) {
		b.put(bucket, together(waiting, of))
	}
	parallel.Stretches(len(order), joinedAtATime, func(from, to int) *joiner {
		j := joiners.Get().(*joiner)
		j.join(all, words, order, from, to)
		return j
	}, func(j *joiner) {
		for i, n := range j.have {
			err = cmp.Or(err, tree.Insert(words.word(order[j.from+i]), n))
		}
		waiting = append(waiting, j)
		if end := j.from + len(j.have); end%wordsAtATime > 0 && end < len(order) {
			return
		}
		put(bucketWeight, func(j *joiner) *entries { return &j.weight })
		put(bucketWith, func(j *joiner) *entries { return &j.with })
		put(bucketWhere, func(j *joiner) *entries { return &j.where })
		for _, j := range waiting {
			joiners.Put(j)
		}
		waiting = waiting[:0]
	})
	if err = cmp.Or(err, tree.Close()); err != nil {
		return nil, err
	}
	return fst.Bytes(), nil
}

// together copies the entries of several joiners, which use theirs again.
func together(joiners []*joiner, of func(*joiner) *entries) *entries {
	data, ends := 0, 0
	for _, j := range joiners {
		data += len(of(j).data)
		ends += len(of(j).ends)
	}
	e := &entries{data: make([]byte, 0, data), ends: make([]uint32, 0, ends)}
	for _, j := range joiners {
		from := uint32(len(e.data))
		e.data = append(e.data, of(j).data...)
		for _, end := range of(j).ends {
			e.ends = append(e.ends, from+end)
		}
	}
	return e
}

// joining is what is joined: the runs, where each document begins, and the bytes that the runs are in.
type joining struct {
	runs   []run
	starts []uint32
	data   []byte
}

// joiner joins what the runs have of one word after the other.
type joiner struct {
	*joining
	from                int      // the first of the words
	have                []uint64 // how many documents have each word
	weight, with, where entries

	// Of the word at hand: the documents that have it, by how light it is in them and by field where they are many, and its places
	// by field.
	documents []uint32
	lightness [maxLightness + 1][]uint32
	inField   [textFields][]uint32
	places    [textFields][]uint32

	held, sorted []held
	next         []int
	key          []byte
}

// held is where a run has a word of those at hand.
type held struct{ word, run, from, to uint32 }

// join joins some words, given by their place in the alphabet.
func (j *joiner) join(all *joining, words *lexicon, order []uint32, from, to int) {
	j.joining, j.from, j.have = all, from, j.have[:0]
	for _, e := range []*entries{&j.weight, &j.with, &j.where} {
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
		text := words.word(order[from+word])
		j.add(&j.weight, text, j.lightness[:])
		j.add(&j.where, text, j.places[:])
		j.add(&j.with, text, j.inField[:])
		j.have = append(j.have, uint64(len(j.documents)))
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
	j.documents = j.documents[:0]
	for _, lists := range [][][]uint32{j.lightness[:], j.inField[:], j.places[:]} {
		for i := range lists {
			lists[i] = lists[i][:0]
		}
	}
	all := 0
	for _, h := range in {
		n, _ := binary.Uvarint(j.bytes(h))
		all += int(n)
	}
	many := all > manyDocuments
	for _, h := range in {
		r, data, from := j.runs[h.run], j.bytes(h), len(j.documents)
		n, at := nextNumber(data, 0)
		number := uint64(r.first) << runKeyBits
		for range n {
			var more uint64
			more, at = nextNumber(data, at)
			lightness := (number + more) & (1<<runKeyBits - 1)
			number = (number + more) &^ (1<<runKeyBits - 1)
			document := uint32(number >> runKeyBits)
			j.documents = append(j.documents, document)
			j.lightness[lightness] = append(j.lightness[lightness], document)
		}
		for at < len(data) {
			n, at = nextNumber(data, at)
			field := n & (1<<runKeyBits - 1)
			n >>= runKeyBits
			list := slices.Grow(j.places[field], int(n))
			list = list[:len(list)+int(n)]
			j.places[field] = list
			list = list[len(list)-int(n):]
			place := uint64(j.starts[r.first])
			for i := range list {
				var more uint64
				more, at = nextNumber(data, at)
				place += more
				list[i] = uint32(place)
			}
			if many {
				j.inField[field] = j.documentsOf(j.inField[field], list, j.documents[from:])
			}
		}
	}
	if many {
		j.inField[anyField] = append(j.inField[anyField], j.documents...)
	}
	for field, list := range j.inField {
		if len(list) <= manyDocuments {
			j.inField[field] = list[:0]
		}
	}
}

func (j *joiner) bytes(h held) []byte {
	offset := j.runs[h.run].offset
	return j.data[offset+int64(h.from) : offset+int64(h.to)]
}

// documentsOf appends the documents that places are in, each once. among are all that may have one.
func (j *joiner) documentsOf(list, places, among []uint32) []uint32 {
	end := uint32(0)
	for _, place := range places {
		if place < end {
			continue
		}
		for j.starts[among[0]+1] <= place {
			among = among[1:]
		}
		list = append(list, among[0])
		end = j.starts[among[0]+1]
	}
	return list
}

// nextNumber reads a number as [binary.Uvarint] does, most of which have a byte.
func nextNumber(data []byte, at int) (uint64, int) {
	if b := data[at]; b < 0x80 {
		return uint64(b), at + 1
	}
	return longNumber(data, at)
}

func longNumber(data []byte, at int) (uint64, int) {
	if b := data[at+1]; b < 0x80 {
		return uint64(data[at])&0x7f | uint64(b)<<7, at + 2
	}
	n, size := binary.Uvarint(data[at:])
	return n, at + size
}

// add adds the numbers of a word under each key that has some.
func (j *joiner) add(e *entries, word []byte, lists [][]uint32) {
	for key, list := range lists {
		if len(list) > 0 {
			e.data = append(append(e.data, word...), 0, byte(key))
			e.ends = append(e.ends, uint32(len(e.data)))
			e.data = appendBitmap(e.data, list)
			e.ends = append(e.ends, uint32(len(e.data)))
		}
	}
}

func wordKey(word string, last ...byte) []byte {
	return append(append([]byte(word), 0), last...)
}
