package store

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"runtime"
	"slices"
	"sync"

	"onrecord/news"
	"onrecord/parallel"
)

// textNouns are the nouns whose records have texts, or lend them. Those that lend what they say to others come behind these.
var textNouns = []nounCode{nounArticle, nounActor, nounPlace, nounEvent, nounStatement, nounQuantity, nounReport, nounFigure, nounAccount, nounRole, nounTerm}

// mentionNouns is how many of them, from the end, are mentions, which nothing is lent to.
const mentionNouns = 5

// searched is what the search index is built from, a record at a time.
type searched struct {
	// count is how many records a noun has.
	count map[nounCode]int
	// each hands out some records of a noun in the order of their ordinals, each until do returns. Several at a time call it.
	each func(noun nounCode, from, to int, do func(ordinal uint32, n news.Node))
	// byID lists the ordinals of the records of a noun in the order of their ids.
	byID func(noun nounCode) []uint32
	// find tells where the record with an id is kept.
	find func(id string) located
}

// searched has the records that were put aside be searched.
func (r *related) searched() *searched {
	s := &searched{count: map[nounCode]int{}, find: r.locate, byID: func(noun nounCode) []uint32 { return r.byID[noun] }}
	for _, noun := range textNouns {
		s.count[noun] = r.count(noun)
	}
	s.each = func(noun nounCode, from, to int, do func(uint32, news.Node)) {
		known := r.known()
		for i := from; i < to; i++ {
			known.reader.codec.again()
			do(uint32(i), known.node(noun, uint32(i)))
		}
	}
	return s
}

// errTooManyWords: places, and where texts lie, are numbers of 32 bits.
var errTooManyWords = errors.New("the texts have more words than search can number")

// corpus has the words of the records' texts. Records are numbered by noun and ordinal, and words in the order in which they were met,
// which is not the same each time.
type corpus struct {
	*searched
	first   [nounCodes]uint32 // by noun: the number of its first record
	scratch *scratch
	pace    pace

	lock  sync.Mutex
	words *lexicon
	err   error

	at        []uint32 // where each record's texts begin in the scratch, in fours of bytes
	documents []uint32 // their records
	document  []uint32 // the document of each record that may be one, while texts are lent
	speaker   []uint32 // by statement: the record of who spoke, while texts are lent
	loans     loans
	texts     []byte // the scratch, once all are cut
}

func newCorpus(s *searched, scratch *scratch, pace pace) *corpus {
	t := &corpus{searched: s, scratch: scratch, pace: pace, words: &lexicon{}}
	all, lendees := 0, 0
	for i, noun := range textNouns {
		t.first[noun] = uint32(all)
		all += s.count[noun]
		if i < len(textNouns)-mentionNouns {
			lendees = all
		}
	}
	t.at = make([]uint32, all)
	t.document = make([]uint32, lendees)
	for i := range t.document {
		t.document[i] = noDocument
	}
	found := 0
	for _, noun := range kindNouns {
		found += s.count[noun]
	}
	t.documents = make([]uint32, 0, found)
	for _, noun := range kindNouns { // in the order of their ids
		for _, ordinal := range s.byID(noun) {
			record := t.first[noun] + ordinal
			t.document[record] = uint32(len(t.documents))
			t.documents = append(t.documents, record)
		}
	}
	t.speaker = make([]uint32, s.count[nounStatement])
	t.loans = loans{scratch: scratch, long: pace.documents, stretches: make([]lentStretch, (len(t.documents)+pace.documents-1)/pace.documents)}
	return t
}

// noDocument stands for the document of a record that is none.
const noDocument = math.MaxUint32

func (t *corpus) record(id string) uint32 {
	at := t.find(id)
	return t.first[at.noun] + at.ordinal
}

// located tells of what noun a record is, and which of them.
func (t *corpus) located(record uint32) located {
	noun := textNouns[0]
	for _, next := range textNouns[1:] {
		if t.first[next] > record {
			break
		}
		noun = next // the last of those that begin there, of which the others have no records
	}
	return located{noun, record - t.first[noun]}
}

// read cuts the texts of every record and works out who lends what to whom.
func (t *corpus) read() error {
	cutters := newRooms(func() *cutter { return &cutter{corpus: t} })
	for _, noun := range textNouns {
		if t.err != nil {
			return t.err
		}
		parallel.Stretches(t.count[noun], t.pace.records, func(from, to int) error {
			c := cutters.take()
			defer cutters.give(c)
			return c.stretch(noun, from, to)
		}, func(err error) { t.err = cmp.Or(t.err, err) })
	}
	t.document, t.speaker = nil, nil
	if t.err == nil {
		t.texts, t.err = t.scratch.all()
	}
	return t.err
}

// rooms are what is used again by whoever works at the moment, one for each processor at most.
type rooms[T any] struct {
	free  chan *T // nil where there is none yet
	empty func() *T
}

func newRooms[T any](empty func() *T) *rooms[T] {
	r := &rooms[T]{make(chan *T, runtime.GOMAXPROCS(0)), empty}
	for range cap(r.free) {
		r.free <- nil
	}
	return r
}

func (r *rooms[T]) take() *T {
	if room := <-r.free; room != nil {
		return room
	}
	return r.empty()
}

func (r *rooms[T]) give(room *T) { r.free <- room }

// cutter cuts the texts of a stretch of records. What it gives has numbers of four bytes, the least first: for each record how many
// there are for its own texts, and how many for the names that it lends; then for each text the field, how many words it has,
// and these.
type cutter struct {
	*corpus
	data    []byte
	own     lexicon // of the stretch
	numbers []uint32
	list    []passage
	loans   []loan
}

func (c *cutter) stretch(noun nounCode, from, to int) error {
	c.data, c.loans = c.data[:0], c.loans[:0]
	c.own.forget()
	first := c.first[noun]
	c.each(noun, from, to, func(ordinal uint32, n news.Node) { c.cut(first+ordinal, n) })
	c.lock.Lock()
	c.numbers = c.words.addAll(&c.own, c.numbers[:0])
	err := c.corpus.loans.add(c.loans)
	c.lock.Unlock()
	if err != nil {
		return err
	}
	renumber(c.data, c.numbers)
	offset, err := c.scratch.add(c.data)
	if err != nil {
		return err
	}
	if offset+int64(len(c.data)) > 4*math.MaxUint32 {
		return errTooManyWords
	}
	for i := range c.at[first+uint32(from) : first+uint32(to)] {
		c.at[first+uint32(from+i)] += uint32(offset / 4)
	}
	return nil
}

// cut cuts the texts of a record, and notes to which others it lends some and which lend it some.
func (c *cutter) cut(record uint32, n news.Node) {
	start := len(c.data)
	c.at[record] = uint32(start / 4) // in the stretch
	c.data = append(c.data, 0, 0, 0, 0, 0, 0, 0, 0)
	c.passages(n, anyField)
	names := len(c.data)
	c.passages(n, textName)
	binary.LittleEndian.PutUint32(c.data[start:], uint32((names-start)/4-2))
	binary.LittleEndian.PutUint32(c.data[start+4:], uint32((len(c.data)-names)/4))
	c.lend(record, n)
}

func (c *cutter) passages(n news.Node, as textField) {
	c.list = appendPassages(c.list[:0], n, as)
	for _, p := range c.list {
		start := len(c.data)
		c.data = binary.LittleEndian.AppendUint64(c.data, uint64(p.field))
		c.data = c.own.appendNumbers(c.data, p.text)
		binary.LittleEndian.PutUint32(c.data[start+4:], uint32((len(c.data)-start)/4-2))
	}
}

// renumber puts other numbers in place of those of the words.
func renumber(data []byte, numbers []uint32) {
	for len(data) > 0 {
		own, names := binary.LittleEndian.Uint32(data), binary.LittleEndian.Uint32(data[4:])
		texts := data[8 : 8+4*(int(own)+int(names))]
		data = data[8+len(texts):]
		for len(texts) > 0 {
			_, words, rest := nextText(texts)
			for i := 0; i < len(words); i += 4 {
				word := words[i : i+4]
				binary.LittleEndian.PutUint32(word, numbers[binary.LittleEndian.Uint32(word)])
			}
			texts = rest
		}
	}
}

// nextText takes the first of some texts.
func nextText(texts []byte) (field textField, words, rest []byte) {
	end := 8 + 4*int(binary.LittleEndian.Uint32(texts[4:]))
	return textField(texts[0]), texts[8:end], texts[end:]
}

// of gives the texts of a record: all of them, or only its names where it lends these as a field.
func (t *corpus) of(record uint32, as textField) []byte {
	data := t.texts[4*int64(t.at[record]):]
	own, names := 4*int(binary.LittleEndian.Uint32(data)), 4*int(binary.LittleEndian.Uint32(data[4:]))
	if as != anyField {
		return data[8+own : 8+own+names]
	}
	return data[8 : 8+own]
}

// lend notes what texts a record lends and is lent.
func (c *cutter) lend(record uint32, n news.Node) {
	switch n := n.(type) {
	case *news.Article:
		c.named(record, textOutlet, string(n.Outlet))
		for _, outlet := range n.Relays {
			c.named(record, textRelay, string(outlet))
		}
	case *news.Event:
		for _, p := range n.Places {
			c.named(record, textPlace, string(p))
		}
	case *news.Statement:
		speaker := c.record(string(n.Speaker))
		c.speaker[record-c.first[nounStatement]] = speaker
		c.loan(record, textSpeaker, speaker)
		c.named(record, textEvent, string(n.Occasion))
	case *news.Quantity:
		c.named(record, textEvent, string(n.Event))
		c.named(record, textPlace, string(n.Place))
	case *news.StatementReport:
		statement := c.record(string(n.Statement))
		in := c.mentioned(record, &n.Anchor, statement)
		c.loan(in, textSpeaker, c.speaker[statement-c.first[nounStatement]])
	case *news.Figure:
		c.mentioned(record, &n.Anchor, c.record(string(n.Quantity)))
	case *news.EventAccount:
		c.mentioned(record, &n.Anchor, c.record(string(n.Event)))
	case *news.RoleMention:
		c.mentioned(record, &n.Anchor, c.record(string(n.Actor)))
	case *news.TermUse:
		c.mentioned(record, &n.Anchor, c.record(string(n.Referent)))
	}
}

// named has a record be found by the names of another one, if there is one.
func (c *cutter) named(to uint32, as textField, id string) {
	if id != "" {
		c.loan(to, as, c.record(id))
	}
}

// mentioned has the article that a mention is in, and what it is of, be found by its texts, and gives the former.
func (c *cutter) mentioned(from uint32, a *news.Anchor, of uint32) (in uint32) {
	in = c.record(string(a.Article))
	c.loan(in, anyField, from)
	c.loan(of, anyField, from)
	return in
}

func (c *cutter) loan(to uint32, as textField, from uint32) {
	if document := c.document[to]; document != noDocument {
		c.loans = append(c.loans, loan{document, from, as})
	}
}

// loan is a text lent to a document by a record.
type loan struct {
	to, from uint32
	as       textField
}

// loans are by whose texts each document is found besides its own. They lie in the scratch, those to a stretch of documents
// together, each as a number: the document in the stretch 16 bits, the field 16, the record 32.
type loans struct {
	scratch   *scratch
	long      int // a stretch
	stretches []lentStretch
}

type lentStretch struct {
	waiting []byte
	pieces  []int64 // where they are, of lentPiece bytes each
	count   int
}

// lentPiece is how many bytes of loans to a stretch are written at a time.
const lentPiece = 4096

func (l *loans) add(list []loan) error {
	for _, x := range list {
		s := &l.stretches[int(x.to)/l.long]
		if s.waiting == nil {
			s.waiting = make([]byte, 0, lentPiece)
		}
		s.waiting = binary.LittleEndian.AppendUint64(s.waiting, uint64(int(x.to)%l.long)<<48|uint64(x.as)<<32|uint64(x.from))
		s.count++
		if len(s.waiting) == lentPiece {
			offset, err := l.scratch.add(s.waiting)
			if err != nil {
				return err
			}
			s.pieces, s.waiting = append(s.pieces, offset), s.waiting[:0]
		}
	}
	return nil
}

// lent are the loans to the documents of a stretch.
type lent struct {
	list []uint64
	ends []uint32 // of each document's
}

// read reads those to a stretch of so many documents out of what is in the scratch.
func (l *lent) read(long int, s *lentStretch, texts []byte) {
	l.list = slices.Grow(l.list[:0], s.count)[:s.count]
	l.ends = append(l.ends[:0], make([]uint32, long+1)...)
	s.each(texts, func(x uint64) { l.ends[x>>48+1]++ })
	for i := range long {
		l.ends[i+1] += l.ends[i]
	}
	s.each(texts, func(x uint64) {
		to := x >> 48
		l.list[l.ends[to]] = x & (1<<48 - 1)
		l.ends[to]++
	})
}

func (s *lentStretch) each(texts []byte, do func(uint64)) {
	for _, offset := range s.pieces {
		eachNumber(texts[offset:offset+lentPiece], do)
	}
	eachNumber(s.waiting, do)
}

func eachNumber(data []byte, do func(uint64)) {
	for i := 0; i < len(data); i += 8 {
		do(binary.LittleEndian.Uint64(data[i:]))
	}
}

// of lists those to a document of the stretch, in the order of fields and records, each once: fields in the upper half of a number and
// records in the lower.
func (l *lent) of(document int) []uint64 {
	from := uint32(0)
	if document > 0 {
		from = l.ends[document-1]
	}
	list := l.list[from:l.ends[document]]
	slices.Sort(list)
	return slices.Compact(list)
}
