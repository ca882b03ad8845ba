package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"maps"
	"math"
	"slices"
	"sort"

	"github.com/blevesearch/vellum"

	"onrecord/news"
	"onrecord/parallel"
)

// The names in the index bucket.
var (
	indexWords  = []byte("words")
	indexStarts = []byte("starts")
)

// maxLightness is the key of the words that count least in a document; 0 of those that count most.
const maxLightness = 31

// document is a record that search finds, as it is kept: where the record is, and the parts it is found by.
type document struct {
	noun    nounCode
	ordinal uint32
	parts   []part
}

// part is a record that lends its texts to a document: all of them, or with as its names under another field. start is
// the place of its first word, counted from the document's first.
type part struct {
	as      textField
	noun    nounCode
	ordinal uint32
	start   uint32
}

func (d *document) encode() []byte {
	value := recordKey(d.noun, d.ordinal)
	for _, p := range d.parts {
		value = append(value, byte(p.as), byte(p.noun))
		value = binary.AppendUvarint(value, uint64(p.ordinal))
		value = binary.AppendUvarint(value, uint64(p.start))
	}
	return value
}

func decodeDocument(value []byte) (*document, error) {
	if len(value) < 5 {
		return nil, errRecord
	}
	c := codec{reading: true, in: string(value[5:])}
	one := func() byte {
		if b := c.take(1); b != "" {
			return b[0]
		}
		return 0
	}
	number := func() uint32 { return uint32(c.uvarint()) }
	d := &document{noun: nounCode(value[0]), ordinal: binary.BigEndian.Uint32(value[1:])}
	for c.left() > 0 {
		d.parts = append(d.parts, part{as: textField(one()), noun: nounCode(one()), ordinal: number(), start: number()})
	}
	if c.bad || !slices.Contains(kindNouns, d.noun) {
		return nil, errRecord
	}
	return d, nil
}

// lent is a part while the index is built.
type lent struct {
	as   textField
	node news.Node
}

// lenders lists whose texts each record is found by, besides its own.
func lenders(ds *news.Dataset, r *relations) map[string][]lent {
	by := map[string][]lent{}
	lend := func(to string, as textField, node news.Node) { by[to] = append(by[to], lent{as, node}) }
	for _, a := range ds.Articles {
		if a.Outlet != "" {
			lend(string(a.ID), textOutlet, r.actor[a.Outlet])
		}
		for _, outlet := range a.Relays {
			lend(string(a.ID), textRelay, r.actor[outlet])
		}
	}
	for _, e := range ds.Events {
		for _, p := range e.Places {
			lend(string(e.ID), textPlace, r.place[p])
		}
	}
	for _, s := range ds.Statements {
		lend(string(s.ID), textSpeaker, r.actor[s.Speaker])
		if s.Occasion != "" {
			lend(string(s.ID), textEvent, r.event[s.Occasion])
		}
	}
	for _, q := range ds.Quantities {
		if q.Event != "" {
			lend(string(q.ID), textEvent, r.event[q.Event])
		}
		if q.Place != "" {
			lend(string(q.ID), textPlace, r.place[q.Place])
		}
	}
	for m := range ds.Mentions() {
		in := string(m.Anchored().Article)
		lend(in, anyField, m)
		switch m := m.(type) {
		case *news.StatementReport:
			lend(string(m.Statement), anyField, m)
			lend(in, textSpeaker, r.actor[r.statement[m.Statement].Speaker])
		case *news.Figure:
			lend(string(m.Quantity), anyField, m)
		case *news.EventAccount:
			lend(string(m.Event), anyField, m)
		case *news.RoleMention:
			lend(string(m.Actor), anyField, m)
		case *news.TermUse:
			lend(string(m.Referent), anyField, m)
		}
	}
	return by
}

// indexer collects where every word stands, in the documents of a stretch. Documents and places are numbered from those of
// the whole, and from the stretch's first.
type indexer struct {
	words  map[string]*indexed
	starts []uint32
	next   uint32
	found  entries
	// Of the document at hand: how many words each field has, and the words in it.
	document uint32
	lengths  [textFields]int
	touched  []*indexed
}

// indexed is what is known of one word: in which documents it weighs how much, and where it stands, by field. Most words
// have one or two of either, so these are lists and no tables.
type indexed struct {
	weights []numbers
	where   []numbers
	seen    bool
	total   uint64
}

// numbers are documents or places under one key. Of places, count is how many of them are in the document at hand, and
// shortest how many words the shortest text has in which one is.
type numbers struct {
	key             byte
	list            []uint32
	count, shortest int
}

func keyed(lists *[]numbers, key byte) *numbers {
	for i := range *lists {
		if (*lists)[i].key == key {
			return &(*lists)[i]
		}
	}
	*lists = append(*lists, numbers{key: key})
	return &(*lists)[len(*lists)-1]
}

// search builds the buckets of the full-text index. The records must have been added already.
func (b *builder) search(ds *news.Dataset, r *relations) error {
	var nodes []news.Node
	for _, a := range ds.Articles {
		nodes = append(nodes, a)
	}
	for _, a := range ds.Actors {
		nodes = append(nodes, a)
	}
	for _, e := range ds.Events {
		nodes = append(nodes, e)
	}
	for _, s := range ds.Statements {
		nodes = append(nodes, s)
	}
	for _, q := range ds.Quantities {
		nodes = append(nodes, q)
	}
	parallel.Sort(nodes, func(a, c news.Node) int { return cmp.Compare(a.NodeID(), c.NodeID()) })
	by := lenders(ds, r)
	words := map[string]*indexed{}
	var starts []byte
	places := uint64(0)
	parallel.Stretches(len(nodes), atATime, func(from, to int) *indexer {
		x := &indexer{words: map[string]*indexed{}}
		for number := from; number < to; number++ {
			d := x.add(b, uint32(number), nodes[number], by[nodes[number].NodeID()])
			x.found.add(binary.BigEndian.AppendUint32(nil, uint32(number)), d.encode())
		}
		return x
	}, func(x *indexer) {
		b.put(bucketFound, &x.found)
		for _, start := range x.starts {
			starts = binary.BigEndian.AppendUint32(starts, uint32(places)+start)
		}
		for word, here := range x.words {
			if words[word] == nil {
				words[word] = &indexed{}
			}
			words[word].join(here, uint32(places))
		}
		places += uint64(x.next)
	})
	if places > math.MaxUint32 {
		return errors.New("the texts have more words than search can number")
	}
	starts = binary.BigEndian.AppendUint32(starts, uint32(places))
	return b.putWords(words, starts)
}

// join adds what a later stretch knows of the word. Its places are numbered from offset.
func (w *indexed) join(later *indexed, offset uint32) {
	w.total += later.total
	for _, documents := range later.weights {
		all := keyed(&w.weights, documents.key)
		all.list = append(all.list, documents.list...)
	}
	for _, places := range later.where {
		all := keyed(&w.where, places.key)
		for _, place := range places.list {
			all.list = append(all.list, offset+place)
		}
	}
}

// add numbers the words of one document.
func (x *indexer) add(b *builder, number uint32, node news.Node, lenders []lent) *document {
	at := b.at[node.NodeID()]
	d := &document{noun: at.noun, ordinal: at.ordinal}
	x.document, x.lengths, x.touched = number, [textFields]int{}, x.touched[:0]
	x.starts = append(x.starts, x.next)
	type placed struct {
		part
		node news.Node
	}
	parts := make([]placed, len(lenders))
	for i, l := range lenders {
		at := b.at[l.node.NodeID()]
		parts[i] = placed{part{as: l.as, noun: at.noun, ordinal: at.ordinal}, l.node}
	}
	slices.SortFunc(parts, func(a, c placed) int {
		return cmp.Or(cmp.Compare(a.as, c.as), cmp.Compare(a.noun, c.noun), cmp.Compare(a.ordinal, c.ordinal))
	})
	parts = slices.CompactFunc(parts, func(a, c placed) bool { return a.part == c.part })
	own := placed{part{noun: d.noun, ordinal: d.ordinal}, node}
	from := x.next
	for _, p := range slices.Insert(parts, 0, own) {
		p.start = x.next - from
		d.parts = append(d.parts, p.part)
		for _, text := range passages(p.node, p.as) {
			x.text(text)
		}
	}
	x.weigh(worths[d.noun])
	return d
}

func (x *indexer) text(p passage) {
	words := tokens(p.text)
	for _, t := range words {
		w := x.words[t.word]
		if w == nil {
			w = &indexed{}
			x.words[t.word] = w
		}
		if !w.seen {
			w.seen = true
			x.touched = append(x.touched, w)
		}
		places := keyed(&w.where, byte(p.field))
		places.list = append(places.list, x.next)
		if places.count++; places.count == 1 || len(words) < places.shortest {
			places.shortest = len(words)
		}
		x.lengths[p.field]++
		x.next++
	}
	x.next++
}

// weigh says how much each word counts in the document: for each field its worth, times how often the word stands there,
// saturating, and the less the longer the field is against others of its kind. This is the inner part of BM25F (Robertson
// and Zaragoza 2009, 3.6) with k1 = 0.6 and b = 0.75, summed after the saturation, so that no number of passing mentions
// outweighs a name. All of it is in whole numbers, which are the same on every machine.
func (x *indexer) weigh(worths map[textField]worth) {
	for _, w := range x.touched {
		sum := 0
		for i := range w.where {
			places := &w.where[i]
			if places.count == 0 {
				continue
			}
			worth, count, length := worths[textField(places.key)], places.count, x.lengths[places.key]
			if names[places.key] {
				count, length = 1, places.shortest
			}
			often := 20 * count * worth.usual
			sum += worth.weight * 256 * often / (often + 3*worth.usual + 9*length)
			places.count = 0
		}
		documents := keyed(&w.weights, byte(maxLightness-min(maxLightness, (2*sum+128)/256)))
		documents.list = append(documents.list, x.document)
		w.seen = false
		w.total++
	}
}

// putWords adds all that is known of the words.
func (b *builder) putWords(words map[string]*indexed, starts []byte) (err error) {
	var fst bytes.Buffer
	tree, err := vellum.New(&fst, nil)
	if err != nil {
		return err
	}
	sorted := slices.Collect(maps.Keys(words))
	parallel.Sort(sorted, cmp.Compare[string])
	for _, word := range sorted {
		if err := tree.Insert([]byte(word), words[word].total); err != nil {
			return err
		}
	}
	if err := tree.Close(); err != nil {
		return err
	}
	type made struct {
		weight, with, where entries
		err                 error
	}
	parallel.Stretches(len(sorted), atATime/10, func(from, to int) *made {
		m := &made{}
		for _, word := range sorted[from:to] {
			w := words[word]
			m.err = cmp.Or(m.err, m.weight.addAll(word, w.weights), m.with.addAll(word, w.with(starts)), m.where.addAll(word, w.where))
		}
		return m
	}, func(m *made) {
		err = cmp.Or(err, m.err)
		b.put(bucketWeight, &m.weight)
		b.put(bucketWith, &m.with)
		b.put(bucketWhere, &m.where)
	})
	e := &entries{}
	e.add(indexStarts, starts)
	e.add(indexWords, fst.Bytes())
	b.put(bucketIndex, e)
	return err
}

// manyDocuments is how many documents a word has, in a field or in all of them, of which no list is kept.
const manyDocuments = 64

// with lists the documents that have a word, in any field and by field, where they are many.
func (w *indexed) with(starts []byte) []numbers {
	if w.total <= manyDocuments {
		return nil
	}
	all := numbers{key: byte(anyField)}
	for _, documents := range w.weights {
		all.list = append(all.list, documents.list...)
	}
	slices.Sort(all.list)
	lists := []numbers{all}
	for _, places := range w.where {
		in := numbers{key: places.key}
		next := uint32(0)
		for _, place := range places.list {
			if place < next {
				continue
			}
			document := documentAt(starts, all.list, place)
			in.list = append(in.list, document)
			next = binary.BigEndian.Uint32(starts[4*document+4:])
		}
		if len(in.list) > manyDocuments {
			lists = append(lists, in)
		}
	}
	return lists
}

// documentAt finds the document of a list in which a place lies.
func documentAt(starts []byte, list []uint32, place uint32) uint32 {
	return list[sort.Search(len(list), func(i int) bool { return binary.BigEndian.Uint32(starts[4*list[i]:]) > place })-1]
}

// addAll adds the numbers of a word under each of its keys.
func (e *entries) addAll(word string, lists []numbers) error {
	slices.SortFunc(lists, func(a, c numbers) int { return cmp.Compare(a.key, c.key) })
	for _, l := range lists {
		value, err := bitmap(l.list)
		if err != nil {
			return err
		}
		e.add(wordKey(word, l.key), value)
	}
	return nil
}

func wordKey(word string, last ...byte) []byte {
	return append(append([]byte(word), 0), last...)
}
