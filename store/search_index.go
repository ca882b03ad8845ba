package store

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"math/bits"
	"slices"

	"onrecord/parallel"
)

// The names in the index bucket.
var (
	indexWords   = []byte("words")
	indexStarts  = []byte("starts")
	indexRecords = []byte("records")
)

// maxLightness is the key of the words that count least in a document; 0 of those that count most.
const maxLightness = 31

// manyDocuments is how many documents a word has, in a field or in all of them, of which no list is kept.
const manyDocuments = 64

// part is a record that lends its texts to a document: all of them, or with as its names under another field. start is
// the place of its first word, counted from the document's first. The first part of a document is the record itself.
type part struct {
	as      textField
	noun    nounCode
	ordinal uint32
	start   uint32
}

func (p part) append(value []byte) []byte {
	value = append(value, byte(p.as), byte(p.noun))
	value = binary.AppendUvarint(value, uint64(p.ordinal))
	return binary.AppendUvarint(value, uint64(p.start))
}

func decodeParts(value []byte) (parts []part, err error) {
	c := codec{reading: true, in: string(value)}
	one := func() byte {
		if b := c.take(1); b != "" {
			return b[0]
		}
		return 0
	}
	number := func() uint32 { return uint32(c.uvarint()) }
	for c.left() > 0 {
		parts = append(parts, part{as: textField(one()), noun: nounCode(one()), ordinal: number(), start: number()})
	}
	if c.bad || len(parts) == 0 {
		return nil, errRecord
	}
	return parts, nil
}

// The index is built in three steps, each on all processors: the texts of every record are cut into words, once, however many
// documents have them (search_cut.go); the documents are put together from these, stretch by stretch, and give for each stretch
// a run, which has the documents and places of each word; the runs are joined, word by word (search_join.go). What the steps leave
// for the next lies in a scratch. In memory are a few numbers a record, and what is worked on at the moment.

// pace is how much is worked on at a time by one processor. What comes of it does not depend on that.
type pace struct {
	records   int // whose texts are cut
	documents int // that are put together, 65,536 at most
	places    int // that they have, more or less, when there is a run of them
	words     int // that are joined; each time a part of wordsAtATime
}

// usual is fast, and takes a few MB a processor.
var usual = pace{records: 2 * atATime, documents: 2 * atATime, places: 1 << 17, words: wordsAtATime / 5}

// The index has batches of so many documents and words.
const (
	documentsAtATime = atATime / 2
	wordsAtATime     = atATime / 20
)

// assembled is what some documents in a row hold.
type assembled struct {
	starts []uint32 // the place of each one's first word
	places uint64
	found  []*entries
	runs   []run
	err    error
}

// indexer puts documents together. The words of a run have numbers of their own, in the order in which they are met.
type indexer struct {
	*corpus
	alphabet []uint32 // the words
	rank     []uint32 // of each word

	numbered []uint32 // by word among all: its own number and one, 0 where it was not met
	met      []uint32 // by its own number: the word among all
	own      []ownWord

	place  uint32
	words  []uint32 // one behind the other, by their own numbers
	texts  []laid
	weighs []weighed
	lent   lent

	// Of the document at hand: how many words each field has, the words in it, and their uses.
	lengths [textFields]int
	touched []uint32
	uses    []use

	byField []uint32
	ranks   []uint64 // a bit for each rank
	order   []uint32
	sorted  []uint64
	weights []uint64
	data    []byte
	value   []byte
}

func newIndexer(t *corpus, alphabet, rank []uint32) *indexer {
	n := min(t.pace.places, len(t.texts)/2) // a word has four bytes there; where a few texts have many words, the room grows
	return &indexer{
		corpus: t, alphabet: alphabet, rank: rank, numbered: make([]uint32, len(rank)), ranks: make([]uint64, len(rank)/64+1),
		words: make([]uint32, 0, n), sorted: make([]uint64, 0, n), weighs: make([]weighed, 0, n), weights: make([]uint64, 0, n),
	}
}

// ownWord is how often a word stands in the documents so far, in how many of them, and its first use in the one at hand and one.
type ownWord struct{ places, documents, first uint32 }

// laid is where a text begins: its place, and its first word among words.
type laid struct {
	field       textField
	place, word uint32
}

// weighed is how light a word is in a document, which is above the lower five bits, and a bit for each field in which it stands there.
type weighed struct{ word, document, fields uint32 }

// runKeyBits are those of a lightness or a field, below a number.
const runKeyBits = 5

// use is how a word stands in a field of a document: how often, and how many words the shortest text has in which it does. next
// is the use in another field, and one.
type use struct {
	field           textField
	count, shortest uint32
	next            uint32
}

// text numbers the places of a text's words.
func (x *indexer) text(field textField, words []byte) {
	n := uint32(len(words) / 4)
	x.texts = append(x.texts, laid{field, x.place, uint32(len(x.words))})
	for len(words) >= 4 {
		word := binary.LittleEndian.Uint32(words)
		words = words[4:]
		own := x.numbered[word]
		if own == 0 {
			x.met = append(x.met, word)
			x.own = append(x.own, ownWord{})
			own = uint32(len(x.met))
			x.numbered[word] = own
		}
		own--
		x.words = append(x.words, own)
		o := &x.own[own]
		o.places++
		i := o.first
		for i > 0 && x.uses[i-1].field != field {
			i = x.uses[i-1].next
		}
		if i > 0 {
			u := &x.uses[i-1]
			u.count++
			u.shortest = min(u.shortest, n)
			continue
		}
		if o.first == 0 {
			x.touched = append(x.touched, own)
		}
		x.uses = append(x.uses, use{field, 1, n, o.first})
		o.first = uint32(len(x.uses))
	}
	x.lengths[field] += int(n)
	x.place += n + 1
}

// weigh says how much each word counts in the document: for each field its worth, times how often the word stands there,
// saturating, and the less the longer the field is against others of its kind. This is the inner part of BM25F (Robertson
// and Zaragoza 2009, 3.6) with k1 = 0.6 and b = 0.75, summed after the saturation, so that no number of passing mentions
// outweighs a name. All of it is in whole numbers, which are the same on every machine.
func (x *indexer) weigh(document uint32, worths *[textFields]worth) {
	for _, word := range x.touched {
		o, sum, fields := &x.own[word], 0, uint32(0)
		for i := o.first; i > 0; i = x.uses[i-1].next {
			u := &x.uses[i-1]
			fields |= 1 << u.field
			worth, count, length := worths[u.field], int(u.count), x.lengths[u.field]
			if names[u.field] {
				count, length = 1, int(u.shortest)
			}
			often := 20 * count * worth.usual
			sum += worth.weight * 256 * often / (often + 3*worth.usual + 9*length)
		}
		lightness := maxLightness - min(maxLightness, (2*sum+128)/256)
		x.weighs = append(x.weighs, weighed{word, document<<runKeyBits | uint32(lightness), fields})
		o.documents++
		o.first = 0
	}
	x.touched, x.uses, x.lengths = x.touched[:0], x.uses[:0], [textFields]int{}
}

// worthsByField is worths as a table.
var worthsByField = func() map[nounCode]*[textFields]worth {
	tables := map[nounCode]*[textFields]worth{}
	for noun, fields := range worths {
		tables[noun] = new([textFields]worth)
		for field, w := range fields {
			tables[noun][field] = w
		}
	}
	return tables
}()

// document puts a document together and tells by which parts it is found.
func (x *indexer) document(number uint32, record uint32, lent []uint64, value []byte) []byte {
	from := x.place
	value = x.part(anyField, record, from, value)
	for _, l := range lent {
		value = x.part(textField(l>>32), uint32(l), from, value)
	}
	x.weigh(number, worthsByField[x.located(record).noun])
	return value
}

// part adds the texts of a record to the document that begins at a place.
func (x *indexer) part(as textField, record, from uint32, value []byte) []byte {
	at := x.located(record)
	value = part{as, at.noun, at.ordinal, x.place - from}.append(value)
	for texts := x.of(record, as); len(texts) > 0; {
		field, words, rest := nextText(texts)
		if as != anyField {
			field = as
		}
		x.text(field, words)
		texts = rest
	}
	return value
}

// stretch puts some documents together.
func (x *indexer) stretch(from, to int) *assembled {
	s := &assembled{starts: make([]uint32, 0, to-from)}
	x.lent.read(x.pace.documents, &x.loans.stretches[from/x.pace.documents], x.corpus.texts)
	var key [4]byte
	first := from // of the run
	for number := from; number < to; number++ {
		if len(s.found) == 0 || number%documentsAtATime == 0 {
			s.found = append(s.found, newEntries(min(documentsAtATime, to-number), 48))
		}
		s.starts = append(s.starts, uint32(s.places)+x.place)
		x.value = x.document(uint32(number-first), x.documents[number], x.lent.of(number-from), x.value[:0])
		binary.BigEndian.PutUint32(key[:], uint32(number))
		s.found[len(s.found)-1].add(key[:], x.value)
		if int(x.place) < x.pace.places && number+1 < to {
			continue
		}
		r, err := x.run()
		r.first, r.place, s.err = uint32(first), uint32(s.places), cmp.Or(s.err, err)
		s.runs, s.places, first = append(s.runs, r), s.places+uint64(x.place), number+1
		x.forget()
	}
	return s
}

// forget makes ready for another run.
func (x *indexer) forget() {
	for _, word := range x.met {
		x.numbered[word] = 0
	}
	x.met, x.own, x.place, x.words, x.texts, x.weighs = x.met[:0], x.own[:0], 0, x.words[:0], x.texts[:0], x.weighs[:0]
}

// run puts what the documents hold into the scratch, word by word.
func (x *indexer) run() (run, error) {
	x.sortWords()
	places, documents := uint32(0), uint32(0) // from here on those of a word are where its own begin, and then where they end
	for _, o := range x.order {
		own := &x.own[o]
		own.places, places = places, places+own.places
		own.documents, documents = documents, documents+own.documents
	}
	x.sortPlaces()
	x.weights = slices.Grow(x.weights[:0], len(x.weighs))[:len(x.weighs)]
	for _, w := range x.weighs {
		own := &x.own[w.word]
		x.weights[own.documents] = uint64(w.fields)<<32 | uint64(w.document)
		own.documents++
	}
	n := len(x.order)
	x.data = slices.Grow(x.data[:0], 8*n)[:8*n]
	places, documents = 0, 0
	for i, o := range x.order {
		own := &x.own[o]
		x.data = appendDocuments(x.data, x.weights[documents:own.documents])
		x.data = appendPlaces(x.data, x.sorted[places:own.places])
		binary.LittleEndian.PutUint32(x.data[4*i:], x.rank[x.met[o]])
		binary.LittleEndian.PutUint32(x.data[4*(n+i):], uint32(len(x.data)))
		places, documents = own.places, own.documents
	}
	if uint64(len(x.data)) > math.MaxUint32 {
		return run{}, errTooManyWords
	}
	offset, err := x.scratch.add(x.data)
	return run{offset: offset, words: uint32(n)}, err
}

// sortWords puts the words in the order of the alphabet.
func (x *indexer) sortWords() {
	for _, word := range x.met {
		x.ranks[x.rank[word]/64] |= 1 << (x.rank[word] % 64)
	}
	x.order = x.order[:0]
	for i, set := range x.ranks {
		for ; set != 0; set &= set - 1 {
			x.order = append(x.order, x.numbered[x.alphabet[64*i+bits.TrailingZeros64(set)]]-1)
		}
		x.ranks[i] = 0
	}
}

// sortPlaces sorts the places by word, field and number. It goes over the texts field by field, so that those of a word come in order.
func (x *indexer) sortPlaces() {
	var next [textFields]uint32
	for _, t := range x.texts {
		next[t.field]++
	}
	all := uint32(0)
	for field, n := range next {
		next[field], all = all, all+n
	}
	x.byField = slices.Grow(x.byField[:0], len(x.texts))[:len(x.texts)]
	for i, t := range x.texts {
		x.byField[next[t.field]] = uint32(i)
		next[t.field]++
	}
	x.sorted = slices.Grow(x.sorted[:0], len(x.words))[:len(x.words)]
	for _, i := range x.byField {
		t, end := x.texts[i], len(x.words)
		if int(i)+1 < len(x.texts) {
			end = int(x.texts[i+1].word)
		}
		value := uint64(t.place)<<runKeyBits | uint64(t.field)
		for _, word := range x.words[t.word:end] {
			own := &x.own[word]
			x.sorted[own.places] = value
			own.places++
			value += 1 << runKeyBits
		}
	}
}

// run is where the words of some documents lie: the ranks of the words in order, where what is known of each ends, four bytes
// each, and that: how many documents have it, and each as what it is more than the one before, with the lightness in the lower five
// bits, and the fields in which it has it; then field by field how many places it has there, with the field in the lower five
// bits, and each as what it is more than the one before.
type run struct {
	offset       int64
	words        uint32
	first, place uint32 // the number of the first document, and its place
}

// severalFields stands before the bits for some fields, where there is no single one.
const severalFields = 1<<7 - 1

func appendDocuments(data []byte, documents []uint64) []byte {
	data = binary.AppendUvarint(data, uint64(len(documents)))
	before := uint32(0)
	for _, d := range documents {
		document, fields := uint32(d), uint32(d>>32)
		data = appendNumber(data, uint64(document-before))
		before = document &^ (1<<runKeyBits - 1)
		if fields&(fields-1) == 0 {
			data = append(data, byte(bits.TrailingZeros32(fields)))
		} else {
			data = binary.AppendUvarint(append(data, severalFields), uint64(fields))
		}
	}
	return data
}

// appendNumber is [binary.AppendUvarint] for numbers that are seldom large.
func appendNumber(data []byte, n uint64) []byte {
	switch {
	case n < 1<<7:
		return append(data, byte(n))
	case n < 1<<14:
		return append(data, byte(n)|0x80, byte(n>>7))
	}
	return binary.AppendUvarint(data, n)
}

func appendPlaces(data []byte, places []uint64) []byte {
	for len(places) > 0 {
		field := places[0] & (1<<runKeyBits - 1)
		n := 1
		for n < len(places) && places[n]&(1<<runKeyBits-1) == field {
			n++
		}
		data = binary.AppendUvarint(data, uint64(n)<<runKeyBits|field)
		before := uint64(0)
		for _, p := range places[:n] {
			data = appendNumber(data, p>>runKeyBits-before)
			before = p >> runKeyBits
		}
		places = places[n:]
	}
	return data
}

// search builds the buckets of the full-text index.
func (b *builder) search(s *searched) (err error) {
	scratch, err := newScratch(b.folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, scratch.close()) }()
	return b.searchBy(s, scratch, usual)
}

func (b *builder) searchBy(s *searched, scratch *scratch, pace pace) error {
	t := newCorpus(s, scratch, pace)
	if err := t.read(); err != nil {
		return err
	}
	alphabet := t.words.sorted()
	e := &entries{data: make([]byte, 0, 9*len(t.documents)+4*len(alphabet)+1<<10)} // more or less
	e.data = append(e.data, indexRecords...)
	e.ends = append(e.ends, uint32(len(e.data)))
	for _, record := range t.documents {
		at := t.located(record)
		e.data = binary.BigEndian.AppendUint32(append(e.data, byte(at.noun)), at.ordinal)
	}
	e.ends = append(e.ends, uint32(len(e.data)))
	e.data = append(e.data, indexStarts...)
	e.ends = append(e.ends, uint32(len(e.data)))
	runs, err := b.assemble(t, alphabet, e)
	if err != nil {
		return err
	}
	e.ends = append(e.ends, uint32(len(e.data)))
	words := t.words
	t = nil // from here on there are only runs
	all, err := scratch.all()
	if err != nil {
		return err
	}
	fst, err := b.putWords(words, alphabet, &joining{pace, runs, all})
	if err != nil {
		return err
	}
	e.add(indexWords, fst)
	b.put(bucketIndex, e)
	return nil
}

// assemble puts all documents together. The places that they begin at, and where the last one ends, are appended to an entry.
func (b *builder) assemble(t *corpus, alphabet []uint32, starts *entries) (runs []run, err error) {
	rank := make([]uint32, len(alphabet))
	for i, word := range alphabet {
		rank[word] = uint32(i)
	}
	places := uint64(0)
	indexers := newRooms(func() *indexer { return newIndexer(t, alphabet, rank) })
	parallel.Stretches(len(t.documents), t.pace.documents, func(from, to int) *assembled {
		x := indexers.take()
		defer indexers.give(x)
		return x.stretch(from, to)
	}, func(s *assembled) {
		err = cmp.Or(err, s.err)
		for _, found := range s.found {
			b.put(bucketFound, found)
		}
		for _, r := range s.runs {
			r.place += uint32(places)
			runs = append(runs, r)
		}
		for _, start := range s.starts {
			starts.data = binary.BigEndian.AppendUint32(starts.data, uint32(places)+start)
		}
		places += s.places
	})
	if places > math.MaxUint32 {
		err = cmp.Or(err, errTooManyWords)
	}
	starts.data = binary.BigEndian.AppendUint32(starts.data, uint32(places))
	return runs, err
}
