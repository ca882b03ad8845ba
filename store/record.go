package store

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"unicode/utf8"
	"unsafe"

	"onrecord/news"
)

// A record is its fields one after the other, in the order in which the noun's function names them: text and lists with
// their length before them (unsigned varints), numbers as eight bytes, enum values as one byte. The same function writes
// and reads, so the two cannot part. docs/decisions/0003-record-format.md has the measurements behind the choice.

// errRecord is a record that cannot be read: the store is damaged.
var errRecord = errors.New("store: a record is cut short or holds a value out of range; the store is damaged, compile it again")

// errValue is a record that cannot be kept as it is: what is read back would be another.
var errValue = errors.New("a text is not UTF-8, a number is negative or not finite, or a word is none of its enum's values")

// codec writes fields to out, or where reading is set takes them from in.
type codec struct {
	reading bool
	out     []byte
	// in is the whole record where it stands in a mapped file: a store, or the scratch of one that is made. Every text that is read is a part
	// of it, and so is good for as long as that is open.
	in  string
	at  int // how much of it was read
	bad bool
	room
}

// room has places for what records consist of, a few dozen of a kind for one allocation.
type room struct {
	texts     slab[string]
	numbers   slab[float64]
	hops      slab[news.Hop]
	crediting slab[news.Evidence]
	quotes    slab[news.Quote]
	parts     slab[news.Participant]
	// records are slabs of the nouns' records.
	records [nounCodes]interface{ again() }
}

// slab has places, many for one allocation. left are those that nobody has taken.
type slab[T any] struct{ all, left []T }

// slabLong is how many bytes are allocated at a time, about.
const slabLong = 8 << 10

func (s *slab[T]) take(n int) []T {
	if n > len(s.left) {
		var one T
		long := slabLong / int(unsafe.Sizeof(one))
		if n > long/4 {
			return make([]T, n)
		}
		s.all = make([]T, long)
		s.left = s.all
	}
	taken := s.left[:n:n]
	s.left = s.left[n:]
	return taken
}

// again takes back what was taken of the last allocation.
func (s *slab[T]) again() {
	clear(s.all[:len(s.all)-len(s.left)])
	s.left = s.all
}

// again takes back all places, when nothing that was read is needed any more.
func (r *room) again() {
	r.texts.again()
	r.numbers.again()
	r.hops.again()
	r.crediting.again()
	r.quotes.again()
	r.parts.again()
	for _, places := range r.records {
		if places != nil {
			places.again()
		}
	}
}

// decodeWith reads a record from its fields, and into places that the codec has.
func decodeWith[R any](c *codec, value []byte, record R, fields func(*codec, R)) error {
	c.reading, c.in, c.at, c.bad = true, inPlace(value), 0, false
	fields(c, record)
	if c.bad || c.left() > 0 {
		return errRecord
	}
	return nil
}

// inPlace is a value as a string without a copy of it.
func inPlace(value []byte) string { return unsafe.String(unsafe.SliceData(value), len(value)) }

// left is how many bytes were not read yet.
func (c *codec) left() int { return len(c.in) - c.at }

func (c *codec) spoil() { c.bad, c.at = true, len(c.in) }

func (c *codec) take(n int) string {
	if n < 0 || n > c.left() {
		c.spoil()
		return ""
	}
	c.at += n
	return c.in[c.at-n : c.at]
}

func (c *codec) uvarint() int {
	if c.at < len(c.in) && c.in[c.at] < 0x80 { // as most are
		c.at++
		return int(c.in[c.at-1])
	}
	value, shift := uint64(0), 0
	for i := 0; i < c.left() && i < binary.MaxVarintLen64; i++ {
		b := c.in[c.at+i]
		value |= uint64(b&0x7F) << shift
		if b < 0x80 {
			c.at += i + 1
			if value > math.MaxInt32 {
				break
			}
			return int(value)
		}
		shift += 7
	}
	c.spoil()
	return 0
}

// count is a number that is never negative.
func (c *codec) count(n *int) {
	if c.reading {
		*n = c.uvarint()
		return
	}
	c.bad = c.bad || *n < 0 || *n > math.MaxInt32
	c.out = binary.AppendUvarint(c.out, uint64(*n))
}

func text[S ~string](c *codec, s *S) {
	if c.reading {
		*s = S(c.take(c.uvarint()))
		return
	}
	c.bad = c.bad || len(*s) > math.MaxInt32 || !utf8.ValidString(string(*s))
	c.out = binary.AppendUvarint(c.out, uint64(len(*s)))
	c.out = append(c.out, *s...)
}

func enum[S ~string](c *codec, s *S, values []S) {
	if !c.reading {
		place := slices.Index(values, *s) + 1
		c.bad = c.bad || place == 0 && *s != ""
		c.out = append(c.out, byte(place))
		return
	}
	b := c.take(1)
	switch {
	case b == "" || int(b[0]) > len(values):
		c.bad = true
	case b[0] == 0:
		*s = ""
	default:
		*s = values[b[0]-1]
	}
}

func (c *codec) flag(b *bool) {
	if c.reading {
		*b = c.take(1) == "\x01"
		return
	}
	if *b {
		c.out = append(c.out, 1)
		return
	}
	c.out = append(c.out, 0)
}

func (c *codec) number(f *float64) {
	if !c.reading {
		c.bad = c.bad || math.IsNaN(*f) || math.IsInf(*f, 0)
		c.out = binary.BigEndian.AppendUint64(c.out, math.Float64bits(*f))
		return
	}
	if b := c.take(8); b != "" {
		*f = math.Float64frombits(binary.BigEndian.Uint64([]byte(b)))
	}
}

func optional[T any](c *codec, p **T, fields func(*codec, *T)) {
	given := *p != nil
	c.flag(&given)
	if !given {
		return
	}
	if c.reading {
		*p = new(T)
	}
	fields(c, *p)
}

func list[T any](c *codec, items *[]T, fields func(*codec, *T)) { listIn(c, nil, items, fields) }

// textList is [list] for texts.
func textList[S ~string](c *codec, items *[]S) {
	// A slice of S is a slice of strings under another name.
	listIn(c, &c.texts, (*[]string)(unsafe.Pointer(items)), text)
}

// listIn is [list] with places for the items.
func listIn[T any](c *codec, places *slab[T], items *[]T, fields func(*codec, *T)) {
	n := len(*items)
	c.count(&n)
	if c.reading {
		// Every item is at least one byte long, so a length beyond what is left is damage, not a large list.
		if n > c.left() {
			c.spoil()
			return
		}
		switch {
		case n == 0:
		case places != nil:
			*items = places.take(n)
		default:
			*items = make([]T, n)
		}
	}
	for i := range *items {
		fields(c, &(*items)[i])
	}
}

func (c *codec) optionalNumber(p **float64) {
	given := *p != nil
	c.flag(&given)
	if !given {
		return
	}
	if c.reading {
		*p = &c.numbers.take(1)[0]
	}
	c.number(*p)
}

func (c *codec) optionalEvidence(e **news.Evidence) {
	given := *e != nil
	c.flag(&given)
	if !given {
		return
	}
	if c.reading {
		*e = &c.crediting.take(1)[0]
	}
	c.evidence(*e)
}

func (c *codec) span(s *news.Span) {
	c.count(&s.Start)
	c.count(&s.End)
}

func (c *codec) note(n *news.Note) {
	enum(c, &n.Kind, news.NoteKinds)
	text(c, &n.Text)
}

func (c *codec) date(d *news.UncertainDate) {
	text(c, &d.EDTF)
	text(c, &d.Earliest)
	text(c, &d.Latest)
	text(c, &d.Printed)
	enum(c, &d.Basis, news.DateBases)
	text(c, &d.Reasoning)
}

func (c *codec) evidence(e *news.Evidence) {
	enum(c, &e.Section, news.Sections)
	c.span(&e.Span)
	text(c, &e.Exact)
	text(c, &e.Prefix)
	text(c, &e.Suffix)
	c.flag(&e.Verified)
}

func (c *codec) attribution(a *news.Attribution) {
	listIn(c, &c.hops, &a.Hops, (*codec).hop)
	c.flag(&a.Anonymous)
	text(c, &a.Path)
}

func (c *codec) hop(h *news.Hop) {
	c.count(&h.Position)
	text(c, &h.Actor)
	text(c, &h.Label)
	text(c, &h.Cue)
	enum(c, &h.Channel, news.Channels)
	enum(c, &h.Certainty, news.Certainties)
	c.optionalEvidence(&h.Evidence)
}

func (c *codec) anchor(a *news.Anchor) {
	text(c, &a.Article)
	c.evidence(&a.Evidence)
	c.attribution(&a.Attribution)
	enum(c, &a.Curation, news.Curations)
	list(c, &a.Notes, (*codec).note)
}
