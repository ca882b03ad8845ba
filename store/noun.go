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
	// write gives the record to keep, and read takes one out again. See [kept].
	write func(N) ([]byte, error)
	read  func(*reader, uint32) (N, error)
	// orders gives the keys a record is sorted by, one for each order. The first order is the one lists have where none
	// is asked for.
	orders []func(*relations, N) []byte
	// index says by what a record is found.
	index func(*relations, N, *entry)
	// alias: its ids do not lead to its records. It lists records that are kept under other nouns, or that are found by lists
	// alone.
	alias bool
	// former lists the ids the record had before.
	former func(N) []string
}

// kept gives a noun its name and the two ways to and from a record, which are one function; see record.go.
func kept[T any, N interface {
	*T
	news.Node
}](code nounCode, name string, fields func(*codec, N)) noun[N] {
	return noun[N]{
		code:  code,
		name:  name,
		write: func(n N) ([]byte, error) { return encode(n, fields) },
		read: func(r *reader, ordinal uint32) (N, error) {
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
		},
	}
}

func (n noun[N]) sorted(orders ...func(*relations, N) []byte) noun[N] {
	n.orders = orders
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

// entry collects by what one record is found.
type entry struct {
	sets       []set
	attributes []value
}

type set struct {
	field field
	value string
}

type value struct {
	attribute attribute
	value     uint64
}

func (e *entry) add(f field, value string) {
	if value != "" {
		e.sets = append(e.sets, set{f, value})
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
		for _, w := range words(t) {
			e.add(fieldWord, w)
		}
	}
}

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
func placeKey(r *relations, a *news.Anchor) []byte {
	key := dateKey(r.article[a.Article].Published)
	key = append(key, a.Article...)
	key = append(key, 0)
	key = binary.BigEndian.AppendUint32(key, uint32(a.Evidence.Span.Start))
	return binary.BigEndian.AppendUint32(key, uint32(a.Evidence.Span.End))
}
