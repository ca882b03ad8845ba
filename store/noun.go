package store

import (
	"encoding/binary"

	"onrecord/news"
)

// noun is what the store must know of one kind of record: how it is kept, in which orders it is listed, and by what it
// can be found.
type noun[N news.Node] struct {
	code nounCode
	name string
	// write appends the record to keep, and read takes one out again. See [kept].
	write func(*codec, N)
	read  func(*reader, uint32) (N, error)
	// lead: the noun has no records of its own, only ids of those of other nouns. It reads one of these.
	lead func(*reader, nounCode, uint32) (N, error)
	// orders gives the keys a record is sorted by, one for each order. The first order is the one lists have where none
	// is asked for.
	orders []func([]byte, *relations, N) []byte
	// anchored gives where a mention stands, by which the first order is. Any other record has nil.
	anchored func(N) *news.Anchor
	// index says by what a record is found.
	index func(*relations, N, *entry)
	// alias: its ids do not lead to its records. It lists records that are kept under other nouns, or that are found by lists
	// alone.
	alias bool
	// former lists the ids the record had before.
	former func(N) []string
	// tell is called with each record in the first order when it is kept, where something about it is asked for before all are.
	tell func(*related, N)
}

// kept gives a noun its name and the two ways to and from a record, which are one function; see record.go.
func kept[T any, N interface {
	*T
	news.Node
}](code nounCode, name string, fields func(*codec, N)) noun[N] {
	return noun[N]{
		code:  code,
		name:  name,
		write: fields,
		read:  func(r *reader, ordinal uint32) (N, error) { return readKept[T](r, code, ordinal, fields) },
	}
}

// readKept reads a record of a noun.
func readKept[T any, N interface{ *T }](r *reader, code nounCode, ordinal uint32, fields func(*codec, N)) (N, error) {
	value := r.kept(code, ordinal)
	if value == nil {
		return nil, errRecord
	}
	places, ok := r.codec.records[code].(*slab[T])
	if !ok {
		places = new(slab[T])
		r.codec.records[code] = places
	}
	record := N(&places.take(1)[0])
	return record, decodeWith(&r.codec, value, record, fields)
}

// leading gives a noun that lists records of other nouns its name. Its own are only their ids.
func leading[N news.Node](code nounCode, name string, lead func(*reader, nounCode, uint32) (N, error)) noun[N] {
	return noun[N]{
		code:  code,
		name:  name,
		alias: true,
		write: func(c *codec, n N) {
			id := n.NodeID()
			text(c, &id)
		},
		read: func(r *reader, ordinal uint32) (record N, err error) {
			id, err := location{noun: code, ordinal: ordinal}.id(r)
			if err != nil {
				return record, err
			}
			at, ok := locate(r, id)
			if !ok {
				return record, errRecord
			}
			return lead(r, at.noun, at.ordinal)
		},
		lead: lead,
	}
}

func (n noun[N]) sorted(orders ...func([]byte, *relations, N) []byte) noun[N] {
	n.orders = orders
	return n
}

// standing has mentions in the order of their places. See [placeKey].
func (n noun[N]) standing(anchored func(N) *news.Anchor) noun[N] {
	n.anchored = anchored
	return n
}

func (n noun[N]) found(by func(*relations, N, *entry)) noun[N] {
	n.index = by
	return n
}

func (n noun[N]) once(former func(N) []string) noun[N] {
	n.former = former
	return n
}

func (n noun[N]) telling(tell func(*related, N)) noun[N] {
	n.tell = tell
	return n
}

// listed marks a noun whose records are found by lists alone, not by their ids.
func (n noun[N]) listed() noun[N] {
	n.alias = true
	return n
}

func plain[ID ~string](ids []ID) []string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = string(id)
	}
	return names
}

// entry collects by what one record is found: keys, each a field and a value, one behind the other, and attributes.
type entry struct {
	keys       []byte
	ends       []uint32
	attributes []value
}

type value struct {
	attribute attribute
	value     uint64
}

func (e *entry) forget() { e.keys, e.ends, e.attributes = e.keys[:0], e.ends[:0], e.attributes[:0] }

func (e *entry) add(f field, value string) {
	if value != "" {
		e.keys = append(append(e.keys, byte(f)), value...)
		e.ends = append(e.ends, uint32(len(e.keys)))
	}
}

func addAll[S ~string](e *entry, f field, values []S) {
	for _, v := range values {
		e.add(f, string(v))
	}
}

func (e *entry) flag(f field, holds bool) { e.add(f, flagValue(holds)) }

func flagValue(holds bool) string {
	if holds {
		return "true"
	}
	return "false"
}

func (e *entry) words(texts ...string) {
	for _, t := range texts {
		if isASCII(t) {
			e.plainWords(t)
			continue
		}
		for _, w := range words(t) {
			e.add(fieldWord, w)
		}
	}
}

// plainWords is what [words] comes to for ASCII.
func (e *entry) plainWords(text string) {
	long := 0
	for i := range len(text) + 1 {
		if c := byteAt(text, i); c != 0 {
			if long++; long == 1 {
				e.keys = append(e.keys, byte(fieldWord))
			}
			if long <= maxWord {
				e.keys = append(e.keys, c)
			}
			continue
		}
		if long > 0 {
			e.ends = append(e.ends, uint32(len(e.keys)))
		}
		long = 0
	}
}

// byteAt is the small letter or the digit at some place of a text, 0 for anything else and at its end.
func byteAt(text string, i int) byte {
	if i == len(text) {
		return 0
	}
	return lettersAndDigits[text[i]]
}

var lettersAndDigits = func() (small [256]byte) {
	for c := byte('0'); c <= '9'; c++ {
		small[c] = c
	}
	for c := byte('a'); c <= 'z'; c++ {
		small[c], small[c-'a'+'A'] = c, c
	}
	return small
}()

func (e *entry) measure(a attribute, v uint64) { e.attributes = append(e.attributes, value{a, v}) }

func (e *entry) date(d news.UncertainDate) {
	if !d.Known() {
		return
	}
	earliest, latest := days(d)
	e.measure(attributeEarliest, earliest)
	e.measure(attributeLatest, latest)
}

// anchor indexes what every mention has.
func (e *entry) anchor(a *news.Anchor) {
	e.add(fieldArticle, string(a.Article))
	e.add(fieldCuration, string(a.Curation))
	e.add(fieldOrigin, string(a.Attribution.Origin()))
	addAll(e, fieldVia, a.Attribution.Through())
	e.flag(fieldOwnVoice, a.Attribution.Depth() == 0)
	e.flag(fieldAnonymous, a.Attribution.Anonymous)
	e.measure(attributeDepth, uint64(a.Attribution.Depth()))
}

// placeKey sorts mentions by article, then by where in it they stand.
func placeKey(key []byte, r *relations, a *news.Anchor) []byte {
	key = r.appendPublished(key, a.Article)
	key = append(key, a.Article...)
	key = append(key, 0)
	key = binary.BigEndian.AppendUint32(key, uint32(a.Evidence.Span.Start))
	return binary.BigEndian.AppendUint32(key, uint32(a.Evidence.Span.End))
}
