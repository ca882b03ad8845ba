package loader

import (
	"math/bits"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
	"unsafe"
)

// decodeStraight reads JSON in which nothing is wrong straight into a struct whose tags name the keys. Where anything is out of
// the ordinary, it is false, and the struct holds nothing that counts: [file.decode] then reads the file by way of its tree and
// says what is wrong. What it takes it takes as that does, but places are worked out only where they are told, see [place.told].
//
// The struct may have been filled before: the room that its lists have is used again.
func decodeStraight(f *file, content string, into any) bool {
	d := &straight{file: f, in: content}
	if v := reflect.ValueOf(into); !d.value(shapeOf(v.Type().Elem()), v.UnsafePointer()) {
		return false
	}
	d.space()
	return d.at == len(d.in)
}

// straight is on its way through a file.
type straight struct {
	file *file
	in   string
	at   int // bytes
}

// shape is what a type is read from, and how it lies in memory: to find a field by reflection takes longer than to read it.
type shape struct {
	kind shapeKind
	reflect.Type
	of *shape // what a pointer leads to, and the items of a list
	at int    // where in a mapping its own place is, below 0 where it has none
	// fields are what a mapping's keys fill, in the order in which they are mostly written; needed has a bit for each that is required.
	fields []field
	needed uint64
}

type field struct {
	name string
	at   uintptr // where it is in the struct
	*shape
}

type shapeKind byte

const (
	wordShape shapeKind = iota
	spanShape
	pointerShape
	wordsShape
	listShape
	mappingShape
)

var shapes sync.Map // of [reflect.Type] to *shape

func shapeOf(t reflect.Type) *shape {
	if known, ok := shapes.Load(t); ok {
		return known.(*shape)
	}
	s := &shape{Type: t}
	switch {
	case t == wordType:
		s.kind = wordShape
	case t == spanType:
		s.kind = spanShape
	case t.Kind() == reflect.Pointer:
		s.kind, s.of = pointerShape, shapeOf(t.Elem())
	case t.Kind() == reflect.Slice:
		if s.kind, s.of = listShape, shapeOf(t.Elem()); s.of.kind == wordShape {
			s.kind = wordsShape
		}
	default:
		form := formOf(t)
		s.kind, s.at = mappingShape, -1
		if form.at != nil {
			s.at = int(offsetOf(t, form.at))
		}
		names := slices.SortedFunc(slices.Values(form.names), func(a, b string) int { return slices.Compare(form.slots[a].index, form.slots[b].index) })
		for i, name := range names {
			slot := form.slots[name]
			s.fields = append(s.fields, field{name, offsetOf(t, slot.index), shapeOf(t.FieldByIndex(slot.index).Type)})
			if slot.required {
				s.needed |= 1 << i
			}
		}
	}
	shapes.Store(t, s)
	return s
}

// offsetOf is where a field is in a struct, or in one that is embedded there.
func offsetOf(t reflect.Type, index []int) (offset uintptr) {
	for i := range index {
		offset += t.FieldByIndex(index[:i+1]).Offset
	}
	return offset
}

func (d *straight) space() {
	for d.at < len(d.in) {
		switch d.in[d.at] {
		case ' ', '\n', '\r', '\t':
			d.at++
		default:
			return
		}
	}
}

// takes goes on after a byte, where that comes next but for spaces.
func (d *straight) takes(c byte) bool {
	if d.space(); d.at < len(d.in) && d.in[d.at] == c {
		d.at++
		return true
	}
	return false
}

// value reads into a variable that has the shape's type.
func (d *straight) value(s *shape, into unsafe.Pointer) bool {
	switch s.kind {
	case wordShape:
		return d.word((*word)(into))
	case spanShape:
		return d.span((*span)(into))
	case wordsShape:
		return d.words((*[]word)(into))
	case listShape:
		return d.list(s, into)
	case pointerShape:
		to := (*unsafe.Pointer)(into)
		if *to == nil {
			*to = reflect.New(s.of.Type).UnsafePointer()
		}
		return d.value(s.of, *to)
	}
	return d.mapping(s, into)
}

func (d *straight) word(into *word) bool {
	d.space()
	into.place = place{file: d.file, offset: int32(d.at)}
	var ok bool
	into.text, ok = d.scalar()
	return ok && (' ' < into.text[0] && into.text[0] < utf8.RuneSelf || strings.TrimSpace(into.text) != "")
}

// scalar reads a text that is not empty, a number, true or false.
func (d *straight) scalar() (string, bool) {
	if d.at < len(d.in) && d.in[d.at] == '"' {
		return d.text()
	}
	from := d.at
	for d.at < len(d.in) && !endsBare(d.in[d.at]) {
		d.at++
	}
	s := d.in[from:d.at]
	return s, isJSONNumber(s) || s == "true" || s == "false"
}

func endsBare(c byte) bool { return strings.IndexByte(" \t\r\n,:[]{}\"", c) >= 0 }

func (d *straight) text() (string, bool) {
	from := d.at + 1
	end := plainTo(d.in, from)
	switch {
	case end == len(d.in):
	case d.in[end] == '"':
		d.at = end + 1
		return d.in[from:end], end > from
	case d.in[end] == '\\':
		r := &jsonReader{file: d.file, problems: &problems{}, in: d.in, at: end}
		s, ok := r.escaped(from)
		d.at = r.at
		return s, ok && s != ""
	}
	return "", false
}

// plainTo is where a quotation mark, a backslash or a control character comes first from a place on. It looks at eight bytes at a time.
func plainTo(s string, at int) int {
	const each, high = 0x0101010101010101, 0x8080808080808080 // a bit for each byte
	for ; at+8 <= len(s); at += 8 {
		eight := uint64(s[at]) | uint64(s[at+1])<<8 | uint64(s[at+2])<<16 | uint64(s[at+3])<<24 |
			uint64(s[at+4])<<32 | uint64(s[at+5])<<40 | uint64(s[at+6])<<48 | uint64(s[at+7])<<56
		mark, backslash := eight^each*'"', eight^each*'\\'
		// Where a byte is less than what is taken from it, its high bit is set, and perhaps those of bytes after it.
		if found := ((mark-each)&^mark | (backslash-each)&^backslash | (eight-each*' ')&^eight) & high; found != 0 {
			return at + bits.TrailingZeros64(found)/8
		}
	}
	for at < len(s) && s[at] != '"' && s[at] != '\\' && s[at] >= ' ' {
		at++
	}
	return at
}

func (d *straight) words(into *[]word) bool {
	list := (*into)[:0]
	if !d.takes('[') {
		return false
	}
	if !d.takes(']') {
		for {
			var w word
			if !d.word(&w) {
				return false
			}
			list = append(list, w)
			if d.takes(']') {
				break
			}
			if !d.takes(',') {
				return false
			}
		}
	}
	*into = list
	return true
}

// list is a slice as it lies in memory, of whatever.
type list struct {
	first       unsafe.Pointer
	length, cap int
}

func (d *straight) list(s *shape, into unsafe.Pointer) bool {
	items := (*list)(into)
	items.length = 0
	if !d.takes('[') {
		return false
	}
	if d.takes(']') {
		return true
	}
	for size := s.of.Size(); ; {
		if items.length == items.cap {
			reflect.NewAt(s.Type, into).Elem().Grow(max(1, items.length))
		}
		items.length++
		if !d.value(s.of, unsafe.Add(items.first, uintptr(items.length-1)*size)) {
			return false
		}
		if d.takes(']') {
			return true
		}
		if !d.takes(',') {
			return false
		}
	}
}

func (d *straight) span(into *span) bool {
	d.space()
	into.place = place{file: d.file, offset: int32(d.at)}
	var ok1, ok2 bool
	if !d.takes('[') {
		return false
	}
	into.Start, ok1 = d.whole()
	if !d.takes(',') {
		return false
	}
	into.End, ok2 = d.whole()
	return d.takes(']') && ok1 && ok2 && into.Start < into.End
}

// whole reads a whole number.
func (d *straight) whole() (n int, ok bool) {
	d.space()
	from := d.at
	for d.at < len(d.in) && isDigit(d.in[d.at]) && d.at-from < 10 {
		n = 10*n + int(d.in[d.at]-'0')
		d.at++
	}
	length := d.at - from
	return n, length == 1 || 1 < length && length < 10 && d.in[from] != '0'
}

func (d *straight) mapping(s *shape, into unsafe.Pointer) bool {
	if !d.takes('{') {
		return false
	}
	d.space()
	if s.at >= 0 {
		*(*place)(unsafe.Add(into, s.at)) = place{file: d.file, offset: int32(d.at)}
	}
	seen, next := uint64(0), 0
	for {
		if d.space(); d.at == len(d.in) || d.in[d.at] != '"' {
			return false
		}
		key, ok := d.text()
		number := s.field(key, next)
		if !ok || number < 0 || seen&(1<<number) != 0 || !d.takes(':') {
			return false
		}
		seen |= 1 << number
		next = number + 1
		if field := &s.fields[number]; !d.value(field.shape, unsafe.Add(into, field.at)) {
			return false
		}
		if d.takes('}') {
			break
		}
		if !d.takes(',') {
			return false
		}
	}
	for i := range s.fields {
		if seen&(1<<i) == 0 {
			s.fields[i].clear(unsafe.Add(into, s.fields[i].at))
		}
	}
	return s.needed&^seen == 0
}

// field is the number of the field that a key fills, -1 where it fills none. It is looked for from a number on.
func (s *shape) field(key string, from int) int {
	for i := from; i < len(s.fields); i++ {
		if s.fields[i].name == key {
			return i
		}
	}
	for i := range min(from, len(s.fields)) {
		if s.fields[i].name == key {
			return i
		}
	}
	return -1
}

// clear empties a variable that no key fills.
func (s *shape) clear(what unsafe.Pointer) {
	switch s.kind {
	case wordShape:
		*(*word)(what) = word{}
	case spanShape:
		*(*span)(what) = span{}
	case pointerShape:
		*(*unsafe.Pointer)(what) = nil
	case wordsShape, listShape:
		(*list)(what).length = 0
	default:
		reflect.NewAt(s.Type, what).Elem().SetZero()
	}
}
