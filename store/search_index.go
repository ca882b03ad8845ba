package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"sync"

	"github.com/blevesearch/vellum"

	"onrecord/news"
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
// documents have them; the documents are put together from these, stretch by stretch, and give for each stretch a run of places
// and one of weights; the runs are joined, word by word. Runs are what is kept of all documents at a time, in some five bytes a place.

// corpus has the words of the records' texts. Records are numbered by noun and ordinal, and words in the order of the alphabet.
type corpus struct {
	records []written
	first   map[nounCode]uint32 // the number of a noun's first record
	cut     []*cutTexts         // by stretches of cutAtATime records
	words   []string
}

// written is a record and where it is kept.
type written struct {
	node news.Node
	at   located
}

// cutAtATime is how many records' texts are cut at a time.
const cutAtATime = 4 * atATime

// cutTexts are the texts of a stretch of records: each its field, how many words it has, and these, numbered by the stretch's own
// list. own and names are where those of a record begin.
type cutTexts struct {
	data       []uint32
	own, names []uint32
	words      []string
	number     []uint32 // of each of the words, among all
}

// of gives the texts of a record, and the numbers of their words: all of them, or only its names where it lends these as a field.
func (t *corpus) of(record uint32, as textField) (data, number []uint32) {
	c := t.cut[record/cutAtATime]
	i := record % cutAtATime
	if as != anyField {
		return c.data[c.names[i]:c.own[i+1]], c.number
	}
	return c.data[c.own[i]:c.names[i]], c.number
}

// addTexts has the records of a noun read too.
func addTexts[N news.Node](t *corpus, r *related, noun nounCode, nodes []N) {
	from := uint32(len(t.records))
	t.first[noun] = from
	t.records = append(t.records, make([]written, len(nodes))...)
	for _, node := range nodes {
		at := r.locate(node.NodeID())
		t.records[from+at.ordinal] = written{node, at}
	}
}

// read cuts the texts of every record.
func (t *corpus) read() {
	all := map[string]uint32{}
	parallel.Stretches(len(t.records), cutAtATime, func(from, to int) *cutTexts {
		c := &cutTexts{}
		known := map[string]uint32{}
		var found []token
		add := func(list []passage) {
			for _, p := range list {
				found = appendTokens(found[:0], p.text)
				c.data = append(c.data, uint32(p.field), uint32(len(found)))
				for _, f := range found {
					number, ok := known[f.word]
					if !ok {
						number = uint32(len(c.words))
						known[f.word] = number
						c.words = append(c.words, f.word)
					}
					c.data = append(c.data, number)
				}
			}
		}
		for _, w := range t.records[from:to] {
			c.own = append(c.own, uint32(len(c.data)))
			add(passages(w.node, anyField))
			c.names = append(c.names, uint32(len(c.data)))
			add(passages(w.node, textName))
		}
		c.own = append(c.own, uint32(len(c.data)))
		return c
	}, func(c *cutTexts) {
		c.number = make([]uint32, len(c.words))
		for i, word := range c.words {
			number, ok := all[word]
			if !ok {
				number = uint32(len(t.words))
				all[word] = number
				t.words = append(t.words, word)
			}
			c.number[i] = number
		}
		c.words = nil
		t.cut = append(t.cut, c)
	})
	order := make([]uint32, len(t.words))
	for i := range order {
		order[i] = uint32(i)
	}
	parallel.Sort(order, func(a, b uint32) int { return cmp.Compare(t.words[a], t.words[b]) })
	sorted, place := make([]string, len(order)), make([]uint32, len(order))
	for i, number := range order {
		sorted[i], place[number] = t.words[number], uint32(i)
	}
	t.words = sorted
	for _, c := range t.cut {
		for i, number := range c.number {
			c.number[i] = place[number]
		}
	}
}

// lending is by whose texts each document is found besides its own: the records, by document, as fields in the upper half of a number
// and records in the lower.
type lending struct {
	ends []uint32 // of each document's
	lent []uint64
}

// of lists those of a document, in the order of fields and records, each once.
func (l *lending) of(document int) []uint64 {
	from := uint32(0)
	if document > 0 {
		from = l.ends[document-1]
	}
	list := l.lent[from:l.ends[document]]
	slices.Sort(list)
	return slices.Compact(list)
}

// noDocument stands for the document of a record that is none.
const noDocument = math.MaxUint32

// loan is a text lent to a document.
type loan struct {
	to   uint32
	lent uint64
}

// lend works out who lends what to whom. document has the document of each record that is one.
func (t *corpus) lend(ds *news.Dataset, r *related, document []uint32, documents int) *lending {
	record := func(id string) uint32 {
		at := r.locate(id)
		return t.first[at.noun] + at.ordinal
	}
	var loans [][]loan
	count := make([]uint32, documents)
	gather := func(n int, each func(i int, lend func(to uint32, as textField, from uint32))) {
		parallel.Stretches(n, cutAtATime, func(from, to int) []loan {
			list := make([]loan, 0, 3*(to-from))
			lend := func(to uint32, as textField, from uint32) {
				if document[to] != noDocument {
					list = append(list, loan{document[to], uint64(as)<<32 | uint64(from)})
				}
			}
			for i := from; i < to; i++ {
				each(i, lend)
			}
			return list
		}, func(list []loan) {
			for _, l := range list {
				count[l.to]++
			}
			loans = append(loans, list)
		})
	}
	speaker := func(m *news.StatementReport) news.ActorID {
		l, _ := r.directory.find(string(m.Statement))
		return ds.Statements[l.number].Speaker
	}
	type lender = func(to uint32, as textField, from uint32)
	gather(len(ds.Articles), func(i int, lend lender) {
		a := ds.Articles[i]
		to := record(string(a.ID))
		if a.Outlet != "" {
			lend(to, textOutlet, record(string(a.Outlet)))
		}
		for _, outlet := range a.Relays {
			lend(to, textRelay, record(string(outlet)))
		}
	})
	gather(len(ds.Events), func(i int, lend lender) {
		to := record(string(ds.Events[i].ID))
		for _, p := range ds.Events[i].Places {
			lend(to, textPlace, record(string(p)))
		}
	})
	gather(len(ds.Statements), func(i int, lend lender) {
		s := ds.Statements[i]
		to := record(string(s.ID))
		lend(to, textSpeaker, record(string(s.Speaker)))
		if s.Occasion != "" {
			lend(to, textEvent, record(string(s.Occasion)))
		}
	})
	gather(len(ds.Quantities), func(i int, lend lender) {
		q := ds.Quantities[i]
		to := record(string(q.ID))
		if q.Event != "" {
			lend(to, textEvent, record(string(q.Event)))
		}
		if q.Place != "" {
			lend(to, textPlace, record(string(q.Place)))
		}
	})
	mentioned := func(n int, mention func(i int) (m news.Mention, of string)) {
		gather(n, func(i int, lend lender) {
			m, of := mention(i)
			from, in := record(m.NodeID()), record(string(m.Anchored().Article))
			lend(in, anyField, from)
			lend(record(of), anyField, from)
			if report, ok := m.(*news.StatementReport); ok {
				lend(in, textSpeaker, record(string(speaker(report))))
			}
		})
	}
	mentioned(len(ds.Reports), func(i int) (news.Mention, string) { return ds.Reports[i], string(ds.Reports[i].Statement) })
	mentioned(len(ds.Figures), func(i int) (news.Mention, string) { return ds.Figures[i], string(ds.Figures[i].Quantity) })
	mentioned(len(ds.Accounts), func(i int) (news.Mention, string) { return ds.Accounts[i], string(ds.Accounts[i].Event) })
	mentioned(len(ds.Roles), func(i int) (news.Mention, string) { return ds.Roles[i], string(ds.Roles[i].Actor) })
	mentioned(len(ds.Terms), func(i int) (news.Mention, string) { return ds.Terms[i], string(ds.Terms[i].Referent) })

	l := &lending{ends: make([]uint32, documents)}
	next, all := make([]uint32, documents), uint32(0)
	for i, n := range count {
		next[i] = all
		all += n
		l.ends[i] = all
	}
	l.lent = make([]uint64, all)
	for _, list := range loans {
		for _, x := range list {
			l.lent[next[x.to]] = x.lent
			next[x.to]++
		}
	}
	return l
}

// documentsAtATime is how many documents are put together at a time.
const documentsAtATime = atATime / 2

// assembled is what some documents in a row hold.
type assembled struct {
	starts        []uint32 // the place of each one's first word
	places        uint32
	found         *entries
	weight, where run
}

// run has numbers by word: the words in order, where the numbers of each end, and each number as what it is more than the one
// before, with a key in the lower five bits.
type run struct {
	words, ends []uint32
	data        []byte
}

const runKeyBits = 5

// noted is a number with a key under one of the words of a stretch.
type noted struct {
	word, number uint32
	key          byte
}

// indexer puts the documents of a stretch together. Their words have numbers of their own, in the order in which they are met.
type indexer struct {
	*corpus
	numbered []uint32 // by word among all: its own number and one, 0 where it was not met
	met      []uint32 // by its own number: the word among all

	place         uint32
	where, weight []noted
	sorted        []uint64

	// Of the document at hand: how many words each field has, the words in it, and of each its first use and one.
	lengths [textFields]int
	touched []uint32
	first   []uint32
	uses    []use
}

// use is how a word stands in a field of a document: how often, and how many words the shortest text has in which it does. next
// is the use in another field, and one.
type use struct {
	field           textField
	count, shortest int
	next            uint32
}

// text numbers the places of a text's words.
func (x *indexer) text(field textField, words, number []uint32) {
	for _, w := range words {
		word := number[w]
		own := x.numbered[word]
		if own == 0 {
			x.met = append(x.met, word)
			x.first = append(x.first, 0)
			own = uint32(len(x.met))
			x.numbered[word] = own
		}
		own--
		x.where = append(x.where, noted{own, x.place, byte(field)})
		x.place++
		u := x.use(own, field)
		if u.count++; u.count == 1 || len(words) < u.shortest {
			u.shortest = len(words)
		}
	}
	x.lengths[field] += len(words)
	x.place++
}

func (x *indexer) use(word uint32, field textField) *use {
	before := x.first[word]
	if before == 0 {
		x.touched = append(x.touched, word)
	}
	for i := before; i > 0; i = x.uses[i-1].next {
		if x.uses[i-1].field == field {
			return &x.uses[i-1]
		}
	}
	x.uses = append(x.uses, use{field: field, next: before})
	x.first[word] = uint32(len(x.uses))
	return &x.uses[len(x.uses)-1]
}

// weigh says how much each word counts in the document: for each field its worth, times how often the word stands there,
// saturating, and the less the longer the field is against others of its kind. This is the inner part of BM25F (Robertson
// and Zaragoza 2009, 3.6) with k1 = 0.6 and b = 0.75, summed after the saturation, so that no number of passing mentions
// outweighs a name. All of it is in whole numbers, which are the same on every machine.
func (x *indexer) weigh(document uint32, worths *[textFields]worth) {
	for _, word := range x.touched {
		sum := 0
		for i := x.first[word]; i > 0; i = x.uses[i-1].next {
			u := &x.uses[i-1]
			worth, count, length := worths[u.field], u.count, x.lengths[u.field]
			if names[u.field] {
				count, length = 1, u.shortest
			}
			often := 20 * count * worth.usual
			sum += worth.weight * 256 * often / (often + 3*worth.usual + 9*length)
		}
		x.weight = append(x.weight, noted{word, document, byte(maxLightness - min(maxLightness, (2*sum+128)/256))})
		x.first[word] = 0
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
func (x *indexer) document(number, record uint32, lent []uint64, value []byte) []byte {
	from := x.place
	add := func(as textField, record uint32) {
		at := x.records[record].at
		value = part{as, at.noun, at.ordinal, x.place - from}.append(value)
		data, words := x.of(record, as)
		for len(data) > 0 {
			field, n := textField(data[0]), data[1]
			if as != anyField {
				field = as
			}
			x.text(field, data[2:2+n], words)
			data = data[2+n:]
		}
	}
	add(anyField, record)
	for _, l := range lent {
		add(textField(l>>32), uint32(l))
	}
	x.weigh(number, worthsByField[x.records[record].at.noun])
	return value
}

// runs sorts what was noted by the words among all.
func (x *indexer) runs() (weight, where run) {
	order := make([]uint32, len(x.met))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(x.met[a], x.met[b]) })
	return x.run(order, x.weight), x.run(order, x.where)
}

// forget makes ready for another stretch.
func (x *indexer) forget() {
	for _, word := range x.met {
		x.numbered[word] = 0
	}
	x.met, x.first, x.where, x.weight, x.place = x.met[:0], x.first[:0], x.where[:0], x.weight[:0], 0
}

func (x *indexer) run(order []uint32, list []noted) run {
	next := make([]uint32, len(x.met))
	for _, n := range list {
		next[n.word]++
	}
	all := uint32(0)
	for _, word := range order {
		all, next[word] = all+next[word], all
	}
	x.sorted = slices.Grow(x.sorted[:0], len(list))[:len(list)]
	sorted := x.sorted
	for _, n := range list {
		sorted[next[n.word]] = uint64(n.number)<<runKeyBits | uint64(n.key)
		next[n.word]++
	}
	r := run{words: make([]uint32, len(order)), ends: make([]uint32, len(order)), data: make([]byte, 0, 2*len(list))}
	from := uint32(0)
	for i, word := range order {
		before := uint64(0)
		for _, n := range sorted[from:next[word]] {
			number := n >> runKeyBits
			r.data = binary.AppendUvarint(r.data, n-before<<runKeyBits)
			before = number
		}
		from = next[word]
		r.words[i], r.ends[i] = x.met[word], uint32(len(r.data))
	}
	return r
}

// each gives the keys and numbers of one of the words, the numbers counted from base.
func (r *run) each(i int, base uint32, take func(key byte, number uint32)) {
	from := uint32(0)
	if i > 0 {
		from = r.ends[i-1]
	}
	number := uint64(base)
	for data := r.data[from:r.ends[i]]; len(data) > 0; {
		n, size := binary.Uvarint(data)
		number += n >> runKeyBits
		take(byte(n&(1<<runKeyBits-1)), uint32(number))
		data = data[size:]
	}
}

// search builds the buckets of the full-text index. The records must have been added already.
func (b *builder) search(ds *news.Dataset, r *related) error {
	t := &corpus{first: map[nounCode]uint32{}}
	addTexts(t, r, nounArticle, ds.Articles)
	addTexts(t, r, nounActor, ds.Actors)
	addTexts(t, r, nounPlace, ds.Places)
	addTexts(t, r, nounEvent, ds.Events)
	addTexts(t, r, nounStatement, ds.Statements)
	addTexts(t, r, nounQuantity, ds.Quantities)
	addTexts(t, r, nounReport, ds.Reports)
	addTexts(t, r, nounFigure, ds.Figures)
	addTexts(t, r, nounAccount, ds.Accounts)
	addTexts(t, r, nounRole, ds.Roles)
	addTexts(t, r, nounTerm, ds.Terms)
	t.read()
	documents := t.documents() // their records
	document := make([]uint32, len(t.records))
	for i := range document {
		document[i] = noDocument
	}
	for number, record := range documents {
		document[record] = uint32(number)
	}
	lent := t.lend(ds, r, document, len(documents))

	starts := make([]uint32, 0, len(documents)+1)
	places := uint64(0)
	var runs []*assembled
	indexers := sync.Pool{New: func() any { return &indexer{corpus: t, numbered: make([]uint32, len(t.words))} }}
	parallel.Stretches(len(documents), documentsAtATime, func(from, to int) *assembled {
		x := indexers.Get().(*indexer)
		s := &assembled{found: newEntries(to-from, 48)}
		var value []byte
		for number := from; number < to; number++ {
			s.starts = append(s.starts, x.place)
			value = x.document(uint32(number-from), documents[number], lent.of(number), value[:0])
			s.found.add(binary.BigEndian.AppendUint32(nil, uint32(number)), value)
		}
		s.places = x.place
		s.weight, s.where = x.runs()
		x.forget()
		indexers.Put(x)
		return s
	}, func(s *assembled) {
		b.put(bucketFound, s.found)
		s.found = nil // it is the builder's now
		for _, start := range s.starts {
			starts = append(starts, uint32(places)+start)
		}
		places += uint64(s.places)
		runs = append(runs, s)
	})
	if places > math.MaxUint32 {
		return errors.New("the texts have more words than search can number")
	}
	starts = append(starts, uint32(places))
	e := &entries{}
	var records, from []byte
	for _, record := range documents {
		at := t.records[record].at
		records = append(records, recordKey(at.noun, at.ordinal)...)
	}
	for _, start := range starts {
		from = binary.BigEndian.AppendUint32(from, start)
	}
	words := t.words
	t = nil
	e.add(indexRecords, records)
	e.add(indexStarts, from)
	fst, err := b.putWords(words, runs, starts)
	if err != nil {
		return err
	}
	e.add(indexWords, fst)
	b.put(bucketIndex, e)
	return nil
}

// documents lists the records that search finds, by id.
func (t *corpus) documents() []uint32 {
	var all []uint32
	for _, noun := range kindNouns { // in the order of their ids
		from := len(all)
		for i := t.first[noun]; int(i) < len(t.records) && t.records[i].at.noun == noun; i++ {
			all = append(all, i)
		}
		parallel.Sort(all[from:], func(a, b uint32) int { return cmp.Compare(t.records[a].node.NodeID(), t.records[b].node.NodeID()) })
	}
	return all
}

// wordsAtATime is how many words are joined at a time.
const wordsAtATime = atATime / 20

// putWords joins the runs and adds what is known of each word. It gives the FST of the words.
func (b *builder) putWords(words []string, runs []*assembled, starts []uint32) ([]byte, error) {
	var fst bytes.Buffer
	tree, err := vellum.New(&fst, nil)
	if err != nil {
		return nil, err
	}
	type made struct {
		weight, with, where entries
		from                int
		documents           []uint64 // how many have each word
	}
	joiners := sync.Pool{New: func() any { return &joiner{runs: runs, starts: starts} }}
	parallel.Stretches(len(words), wordsAtATime, func(from, to int) *made {
		m := &made{from: from}
		j := joiners.Get().(*joiner)
		defer joiners.Put(j)
		for i, in := range j.find(from, to) {
			word := words[from+i]
			j.join(in)
			m.weight.addLists(j, word, j.weights[:])
			m.where.addLists(j, word, j.places[:])
			m.with.addLists(j, word, j.with[:])
			m.documents = append(m.documents, uint64(len(j.documents)))
		}
		return m
	}, func(m *made) {
		for i, n := range m.documents {
			err = cmp.Or(err, tree.Insert([]byte(words[m.from+i]), n))
		}
		b.put(bucketWeight, &m.weight)
		b.put(bucketWith, &m.with)
		b.put(bucketWhere, &m.where)
	})
	if err = cmp.Or(err, tree.Close()); err != nil {
		return nil, err
	}
	return fst.Bytes(), nil
}

// joiner joins what the runs have of one word after the other.
type joiner struct {
	runs   []*assembled
	starts []uint32

	// Of the word at hand: the documents that have it, by how light it is in them and by field where they are many, and its places
	// by field.
	documents []uint32
	weights   [maxLightness + 1][]uint32
	with      [textFields][]uint32
	places    [textFields][]uint32

	value []byte
}

// held is where a run has a word.
type held struct{ run, at int }

// find gives for each word of a range the runs that have it.
func (j *joiner) find(from, to int) [][]held {
	found := make([][]held, to-from)
	for i, s := range j.runs {
		at, _ := slices.BinarySearch(s.where.words, uint32(from))
		for ; at < len(s.where.words) && s.where.words[at] < uint32(to); at++ {
			word := s.where.words[at] - uint32(from)
			found[word] = append(found[word], held{i, at})
		}
	}
	return found
}

func (j *joiner) join(in []held) {
	j.documents = j.documents[:0]
	for _, lists := range [][][]uint32{j.weights[:], j.with[:], j.places[:]} {
		for i := range lists {
			lists[i] = lists[i][:0]
		}
	}
	for _, h := range in {
		j.runs[h.run].weight.each(h.at, uint32(h.run*documentsAtATime), func(lightness byte, document uint32) {
			j.documents = append(j.documents, document)
			j.weights[lightness] = append(j.weights[lightness], document)
		})
	}
	many := len(j.documents) > manyDocuments
	next := 0 // of the documents, the one that a place is in
	for _, h := range in {
		j.runs[h.run].where.each(h.at, j.starts[h.run*documentsAtATime], func(field byte, place uint32) {
			j.places[field] = append(j.places[field], place)
			if !many {
				return
			}
			for j.starts[j.documents[next]+1] <= place {
				next++
			}
			if in, document := j.with[field], j.documents[next]; len(in) == 0 || in[len(in)-1] != document {
				j.with[field] = append(in, document)
			}
		})
	}
	if many {
		j.with[anyField] = append(j.with[anyField], j.documents...)
	}
	for field, list := range j.with {
		if len(list) <= manyDocuments {
			j.with[field] = list[:0]
		}
	}
}

// addLists adds the numbers of a word under each key that has some.
func (e *entries) addLists(j *joiner, word string, lists [][]uint32) {
	for key, list := range lists {
		if len(list) > 0 {
			j.value = appendBitmap(j.value[:0], list)
			e.add(wordKey(word, byte(key)), j.value)
		}
	}
}

func wordKey(word string, last ...byte) []byte {
	return append(append([]byte(word), 0), last...)
}
