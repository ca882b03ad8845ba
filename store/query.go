package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"onrecord/news"
)

// query finds the records of one noun that satisfy every condition put to it. What it holds are ranks in the order the
// list is asked for, so that a page is cut from them without looking at a record.
type query struct {
	*reader
	noun  nounCode
	order byte
	count int
	// What was found, where narrowed: in found, or where that is nil in few, which ascend.
	narrowed bool
	found    *roaring.Bitmap
	few      []uint32
	err      error
}

// keep drops what is not in the set.
func (q *query) keep(set *roaring.Bitmap) {
	switch {
	case !q.narrowed:
		q.narrowed, q.found = true, set
	case q.found == nil:
		q.few = slices.DeleteFunc(q.few, func(rank uint32) bool { return !set.Contains(rank) })
	default:
		q.found = roaring.And(q.found, set)
	}
}

// keepFew drops what is not in the list, which ascends and is the query's from now on.
func (q *query) keepFew(list []uint32) {
	switch {
	case !q.narrowed:
		q.narrowed = true
	case q.found == nil:
		list = slices.DeleteFunc(list, func(rank uint32) bool { _, found := slices.BinarySearch(q.few, rank); return !found })
	default:
		list = slices.DeleteFunc(list, func(rank uint32) bool { return !q.found.Contains(rank) })
	}
	q.found, q.few = nil, list
}

func (q *query) refuse(code Code, format string, args ...any) {
	if q.err == nil {
		q.err = refuse(code, format, args...)
	}
}

// bitmap is the bitmap under a key.
func (q *query) bitmap(b *bucket, key []byte) *roaring.Bitmap {
	set := roaring.New()
	if value := b.get(key); value != nil {
		q.read(set, value)
	}
	return set
}

// ranksUnder is the set under a key.
func (q *query) ranksUnder(b *bucket, key []byte) *roaring.Bitmap {
	set := roaring.New()
	if value := b.get(key); value != nil {
		q.ranksIn(set, value)
	}
	return set
}

// The first byte of a set says how its ranks are kept.
const (
	ranksFew  = 0 // four bytes each, the most significant first; no more than maxFew
	ranksMany = 1 // as a roaring bitmap
	maxFew    = 16
)

// ranksIn takes the ranks of a set.
func (q *query) ranksIn(set *roaring.Bitmap, value []byte) {
	switch {
	case len(value) > 1 && value[0] == ranksMany:
		q.read(set, value[1:])
	case len(value)%4 == 1 && value[0] == ranksFew:
		set.AddMany(fewIn(nil, value))
	case q.err == nil:
		q.err = errRecord
	}
}

// fewIn reads few ranks.
func fewIn(list []uint32, value []byte) []uint32 {
	for rest := value[1:]; len(rest) >= 4; rest = rest[4:] {
		list = append(list, binary.BigEndian.Uint32(rest))
	}
	return list
}

// read takes a bitmap from the mapped file without copying it: bitmaps never leave the query.
func (q *query) read(set *roaring.Bitmap, value []byte) {
	if _, err := set.FromBuffer(value); err != nil && q.err == nil {
		q.err = fmt.Errorf("store: a set cannot be read; the store is damaged, compile it again: %w", err)
	}
}

func (q *query) setKey(f field, value string) []byte {
	return append([]byte{byte(q.noun), q.order, byte(f)}, value...)
}

// in keeps the records for which the field has the value.
func (q *query) in(f field, value string) {
	q.key = append(append(q.key[:0], byte(q.noun), q.order, byte(f)), value...)
	ranks := q.set.get(q.key)
	switch {
	case len(ranks) == 0 || ranks[0] == ranksFew && !q.narrowed:
		q.reader.few = q.reader.few[:0]
		if len(ranks) > 0 {
			q.reader.few = fewIn(q.reader.few, ranks)
		}
		q.keepFew(q.reader.few)
	case ranks[0] == ranksFew:
		q.keepFew(fewIn(nil, ranks))
	case !q.narrowed:
		q.first.Clear()
		q.ranksIn(&q.first, ranks)
		q.keep(&q.first)
	default:
		set := roaring.New()
		q.ranksIn(set, ranks)
		q.keep(set)
	}
}

// among keeps the records for which the field has one of the values. nil is no condition.
func among[S ~string](q *query, f field, values []S) {
	if values == nil {
		return
	}
	if len(values) == 1 {
		q.in(f, string(values[0]))
		return
	}
	sets := make([]*roaring.Bitmap, len(values))
	for i, v := range values {
		sets[i] = q.ranksUnder(q.set, q.setKey(f, string(v)))
	}
	q.keep(roaring.FastOr(sets...))
}

// either keeps the records for which one of the fields has one of its values.
func (q *query) either(fields map[field][]string) {
	found := roaring.New()
	for f, values := range fields {
		for _, v := range values {
			found.Or(q.ranksUnder(q.set, q.setKey(f, v)))
		}
	}
	q.keep(found)
}

// of is among for ids, which it follows where they are former ones. An id of another kind is refused; one that leads
// nowhere finds nothing.
func of[ID ~string](q *query, f field, ids []ID, kinds ...news.Kind) {
	if ids == nil {
		return
	}
	current := make([]string, len(ids))
	for i, id := range ids {
		current[i] = q.current(string(id), kinds)
	}
	among(q, f, current)
}

// current checks an id's kind and gives the id its record has today.
func (q *query) current(id string, kinds []news.Kind) string {
	if !q.hasKind(id, kinds) {
		return ""
	}
	at, ok := locate(q.reader, id)
	if !ok {
		return id
	}
	current, err := at.id(q.reader)
	if err != nil && q.err == nil {
		q.err = err
	}
	return current
}

// hasKind refuses an id that has none of the kinds.
func (q *query) hasKind(id string, kinds []news.Kind) bool {
	kind, _, ok := news.SplitID(id)
	switch {
	case !ok:
		q.refuse(BadID, "%q is not an id: an id is a kind, a colon and a name, such as %q", id, kinds[0].ID("…"))
	case !slices.Contains(kinds, kind):
		q.refuse(BadID, "%q has the kind %s, where %s was expected", id, kind, oneOf(kinds))
		return false
	}
	return ok
}

func oneOf(kinds []news.Kind) string {
	var b []byte
	for i, k := range kinds {
		if i > 0 {
			b = append(b, " or "...)
		}
		b = append(b, k...)
	}
	return string(b)
}

// is keeps the records with one of the ids. nil is no condition.
func is[ID ~string](q *query, ids []ID, kind news.Kind) {
	if ids == nil {
		return
	}
	ranks := make([]uint32, 0, len(ids))
	for _, id := range ids {
		if !q.hasKind(string(id), []news.Kind{kind}) {
			return
		}
		at, ok := locate(q.reader, string(id))
		if !ok {
			continue
		}
		rank, ok := at.rank(q.order)
		if !ok {
			q.err = errRecord
			return
		}
		ranks = append(ranks, rank)
	}
	slices.Sort(ranks)
	q.keepFew(slices.Compact(ranks))
}

// one is of for a single id that may not be given.
func one[ID ~string](q *query, f field, id *ID, kind news.Kind) {
	if id != nil {
		of(q, f, []ID{*id}, kind)
	}
}

// exactly keeps the records for which the field has the value. nil is no condition.
func exactly[S ~string](q *query, f field, value *S) {
	if value != nil {
		q.in(f, string(*value))
	}
}

func (q *query) flag(f field, holds *bool) {
	if holds != nil {
		q.in(f, flagValue(*holds))
	}
}

// words keeps the records in which every word of the text begins a word.
func (q *query) words(text *string) {
	if text == nil {
		return
	}
	wanted := words(*text)
	if len(wanted) == 0 {
		q.refuse(BadFilter, "a text filter needs at least one letter or digit, and %q has none", *text)
	}
	for _, w := range wanted {
		var sets []*roaring.Bitmap
		prefix := q.setKey(fieldWord, w)
		c := q.set.Cursor()
		for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
			set := roaring.New()
			q.ranksIn(set, v)
			sets = append(sets, set)
		}
		q.keep(roaring.FastOr(sets...))
	}
}

// atLeast keeps the records whose attribute is the bound or more. nil is no condition.
func (q *query) atLeast(a attribute, bound *int) {
	if bound == nil {
		return
	}
	if *bound < 0 {
		q.refuse(BadFilter, "a least number is never negative, and %d is", *bound)
		return
	}
	q.keep(q.from(a, uint64(*bound)))
}

// from finds the records whose attribute is the bound or more, and to those where it is the bound or less, bit by bit
// from the most significant (O'Neil and Quass 1997, algorithm 4.2).
func (q *query) from(a attribute, bound uint64) *roaring.Bitmap {
	more, equal := q.split(a, bound, true)
	return roaring.Or(more, equal)
}

func (q *query) to(a attribute, bound uint64) *roaring.Bitmap {
	less, equal := q.split(a, bound, false)
	return roaring.Or(less, equal)
}

func (q *query) split(a attribute, bound uint64, above bool) (beyond, equal *roaring.Bitmap) {
	key := []byte{byte(q.noun), q.order, byte(a), bitExists}
	beyond, equal = roaring.New(), q.ranksUnder(q.slice, key)
	for bit := 63; bit >= 0; bit-- {
		key[3] = byte(bit)
		set := q.ranksUnder(q.slice, key)
		ones, zeros := roaring.And(equal, set), roaring.AndNot(equal, set)
		if bound>>bit&1 == 1 {
			equal = ones
			if !above {
				beyond.Or(zeros)
			}
		} else {
			equal = zeros
			if above {
				beyond.Or(ones)
			}
		}
	}
	return beyond, equal
}

// during keeps the records whose date falls in the period.
func (q *query) during(period *DateFilter) {
	if period == nil {
		return
	}
	from, to := q.day(period.From, 0), q.day(period.To, math.MaxInt64)
	if from > to {
		q.refuse(BadFilter, "the period ends on %s, before it begins on %s", *period.To, *period.From)
		return
	}
	if period.Match != nil && *period.Match == Definitely {
		q.keep(q.from(attributeEarliest, from))
		q.keep(q.to(attributeLatest, to))
		return
	}
	q.keep(q.from(attributeLatest, from))
	q.keep(q.to(attributeEarliest, to))
}

// day is a date as records are compared by it, or what stands for an open end where none is given.
func (q *query) day(date *news.Date, open uint64) uint64 {
	if date == nil {
		return open
	}
	if _, err := news.ParseDate(string(*date)); err != nil {
		q.refuse(BadFilter, "%v", err)
		return open
	}
	n, _ := date.Days()
	return uint64(n) + 1
}

// between keeps the records some part of whose interval lies between the two.
func (q *query) between(low, high *float64) {
	if low != nil && high != nil && *low > *high {
		q.refuse(BadFilter, "min is %v, above max, which is %v", *low, *high)
		return
	}
	if low != nil {
		q.keep(q.from(attributeHigh, sortable(*low)))
	}
	if high != nil {
		q.keep(q.to(attributeLow, sortable(*high)))
	}
}

// len is how many records were found.
func (q *query) len() int {
	switch {
	case !q.narrowed:
		return q.count
	case q.found == nil:
		return len(q.few)
	}
	return int(q.found.GetCardinality())
}

// before is how many of the found records have a rank below the given one.
func (q *query) before(rank uint32) int {
	switch {
	case !q.narrowed:
		return min(int(rank), q.count)
	case q.found == nil:
		n, _ := slices.BinarySearch(q.few, rank)
		return n
	case rank == 0:
		return 0
	}
	return int(q.found.Rank(rank - 1))
}

// at is the rank of the i-th record found.
func (q *query) at(i int) (uint32, error) {
	switch {
	case !q.narrowed:
		return uint32(i), nil
	case q.found == nil:
		return q.few[i], nil
	}
	return q.found.Select(uint32(i))
}

// foundIn is what was found of a set.
func (q *query) foundIn(set *roaring.Bitmap) *roaring.Bitmap {
	switch {
	case !q.narrowed:
		return set
	case q.found == nil:
		return roaring.And(set, roaring.BitmapOf(q.few...))
	}
	return roaring.And(set, q.found)
}
