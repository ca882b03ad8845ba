package loader

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// decodeStraight reads JSON in which nothing is wrong straight into a struct whose tags name the keys. Where anything is out of
// the ordinary, it is false, and the struct holds nothing that counts: [file.decode] then reads the file by way of its tree and
// says what is wrong. What it takes it takes as that does, but places are worked out only where they are told, see [place.told].
//
// The struct may have been filled before: the room that its lists have is used again.
func decodeStraight(f *file, content string, into any) bool {
	d := &straight{file: f, in: content}
	into1 := reflect.ValueOf(into).Elem()
	if !d.value(shapeOf(into1.Type()), into1) {
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

// shape is what a type is read from.
type shape struct {
	kind shapeKind
	of   *shape // what a pointer leads to, and the items of a list
	at   []int  // of a mapping, as in [form]
	// fields are what a mapping's keys fill, in the order in which they are mostly written; needed has a bit for each that is required.
	fields []field
	needed uint64
}

type field struct {
	name  string
	index []int // see [reflect.Value.FieldByIndex]
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
	s := &shape{}
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
		s.kind, s.at = mappingShape, form.at
		names := slices.SortedFunc(slices.Values(form.names), func(a, b string) int { return slices.Compare(form.slots[a].index, form.slots[b].index) })
		for i, name := range names {
			slot := form.slots[name]
			s.fields = append(s.fields, field{name, slot.index, shapeOf(t.FieldByIndex(slot.index).Type)})
			if slot.required {
				s.needed |= 1 << i
			}
		}
	}
	shapes.Store(t, s)
	return s
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

func (d *straight) value(s *shape, into reflect.Value) bool {
	switch s.kind {
	case wordShape:
		return d.word(into.Addr().Interface().(*word))
	case spanShape:
		return d.span(into.Addr().Interface().(*span))
	case wordsShape:
		return d.words(into.Addr().Interface().(*[]word))
	case listShape:
		return d.list(s, into)
	case pointerShape:
		if into.IsNil() {
			into.Set(reflect.New(into.Type().Elem()))
		}
		return d.value(s.of, into.Elem())
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
	for i := from; i < len(d.in); i++ {
		switch c := d.in[i]; {
		case c == '"':
			d.at = i + 1
			return d.in[from:i], i > from
		case c == '\\':
			r := &jsonReader{file: d.file, problems: &problems{}, in: d.in, at: i}
			s, ok := r.escaped(from)
			d.at = r.at
			return s, ok && s != ""
		case c < ' ':
			return "", false
		}
	}
	return "", false
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

func (d *straight) list(s *shape, into reflect.Value) bool {
	into.SetLen(0)
	if !d.takes('[') {
		return false
	}
	if d.takes(']') {
		return true
	}
	for n := 0; ; n++ {
		if n == into.Cap() {
			into.Grow(1)
		}
		into.SetLen(n + 1)
		if !d.value(s.of, into.Index(n)) {
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

func (d *straight) mapping(s *shape, into reflect.Value) bool {
	if !d.takes('{') {
		return false
	}
	d.space()
	if s.at != nil {
		*into.FieldByIndex(s.at).Addr().Interface().(*place) = place{file: d.file, offset: int32(d.at)}
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
		if field := &s.fields[number]; !d.value(field.shape, into.FieldByIndex(field.index)) {
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
			s.fields[i].clear(into.FieldByIndex(s.fields[i].index))
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

// clear empties a field that no key fills.
func (s *shape) clear(field reflect.Value) {
	switch s.kind {
	case wordsShape, listShape:
		field.SetLen(0)
	default:
		field.SetZero()
	}
}
