package loader

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
	"unsafe"

	"github.com/agnivade/levenshtein"

	"onrecord/news"
)

// The limits of a file: a curator's file is some hundred kilobytes long and nested five deep.
const (
	maxFile  = 16 << 20
	maxDepth = 32
)

// word is a scalar as it is written, and where. Every scalar of the format is one: what it must look like depends on the
// key, so YAML's own guesses ("no" is false, 08 is text, 1e3 is not a number) play no part.
type word struct {
	place
	text string
}

func (w word) given() bool { return w.file != nil }

// span is a pair of offsets, and where it is written.
type span struct {
	place
	news.Span
}

// decodeFile reads one file into a struct whose tags name the keys.
func decodeFile(fsys fs.FS, name string, into any, p *problems) *file {
	f := &file{name: name, broken: true}
	if content, ok := readFile(fsys, f, p); ok {
		f.decode(content, into, p)
	}
	return f
}

// decode takes a file's content in. It is false where that is broken.
func (f *file) decode(content string, into any, p *problems) bool {
	f.content = content
	parse := parseYAML
	if path.Ext(f.name) == ".json" {
		parse = parseJSON
	}
	if tree, ok := parse(f, content, p); ok {
		f.broken = false
		d := &decoder{file: f, problems: p}
		d.value(&tree, reflect.ValueOf(into).Elem(), "the file")
		return true
	}
	return false
}

func readFile(fsys fs.FS, f *file, p *problems) (string, bool) {
	held := &fetched{}
	held.fetch(fsys, f.name)
	return held.by(f, p)
}

// So many files are read ahead: of lists, which are long, and of articles, which are short and many.
const (
	listsAhead    = 8
	articlesAhead = 32
)

// fetched is what a file holds, or why it cannot be read.
type fetched struct {
	bytes.Buffer
	err error
}

// fetch reads a file into the room of one that has been let go.
func (r *register) fetch(fsys fs.FS, name string) *fetched {
	held := r.rooms.get()
	held.fetch(fsys, name)
	return held
}

// fetch reads a file, or as much of it as shows that it is too large.
func (held *fetched) fetch(fsys fs.FS, name string) {
	held.Reset()
	opened, err := fsys.Open(name)
	if held.err = err; err != nil {
		return
	}
	defer opened.Close()
	_, held.err = held.ReadFrom(io.LimitReader(opened, maxFile+1))
}

// by gives what the file holds, where it may hold that. The text is good until its room goes to another.
func (held *fetched) by(f *file, p *problems) (string, bool) {
	if held.err != nil {
		p.report(Unreadable, place{file: f}, "", "it cannot be read: %v", held.err)
		return "", false
	}
	raw := held.Bytes()
	if !f.accepts(raw, p) {
		return "", false
	}
	return unsafe.String(unsafe.SliceData(raw), len(raw)), true
}

// proposes reports whether instances may be proposed in a file of an article.
func (held *fetched) proposes(name string) bool {
	return held.err == nil && proposes(held.Bytes(), path.Ext(name) == ".json")
}

// accepts reports whether a file may hold these bytes.
func (f *file) accepts(raw []byte, p *problems) bool {
	at := place{file: f}
	switch {
	case len(raw) > maxFile:
		p.report(TooLarge, at, "", "it is larger than %d MiB", maxFile>>20)
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		p.report(NotUTF8, placeAt(f, 1, 1, 1), "save it as UTF-8 without a byte order mark", "it begins with a byte order mark")
	case !utf8.Valid(raw):
		p.report(NotUTF8, placeAt(f, lineOf(raw, invalidAt(raw)), 1, 0), "save it as UTF-8", "it is not UTF-8: byte %d cannot be read", invalidAt(raw)+1)
	case bytes.IndexByte(raw, 0) >= 0:
		p.report(NotUTF8, placeAt(f, lineOf(raw, bytes.IndexByte(raw, 0)), 1, 0), "", "it holds a NUL, byte %d", bytes.IndexByte(raw, 0)+1)
	default:
		return true
	}
	return false
}

func invalidAt(raw []byte) int {
	at := 0
	for at < len(raw) {
		r, n := utf8.DecodeRune(raw[at:])
		if r == utf8.RuneError && n == 1 {
			return at
		}
		at += n
	}
	return at
}

func lineOf(raw []byte, at int) int { return bytes.Count(raw[:at], []byte("\n")) + 1 }

// decoder fills structs from a file's tree, and reports whatever does not fit.
type decoder struct {
	file     *file
	problems *problems
}

var (
	wordType = reflect.TypeFor[word]()
	spanType = reflect.TypeFor[span]()
)

func (d *decoder) at(n *node) place { return placeAt(d.file, n.line, n.column, n.width) }

func (d *decoder) value(n *node, into reflect.Value, what string) {
	switch n.kind {
	case foreignNode:
		d.problems.report(Alias, d.at(n), "write the value out", "anchors, aliases, tags and merge keys are not read: a dataset says everything where it stands")
		return
	case emptyNode:
		d.problems.report(WrongType, d.at(n), "leave the key out where there is nothing to say", "%s is empty", what)
		return
	}
	switch {
	case into.Type() == wordType:
		d.word(n, into.Addr().Interface().(*word), what)
	case into.Type() == spanType:
		d.span(n, into.Addr().Interface().(*span), what)
	case into.Kind() == reflect.Pointer:
		if into.IsNil() {
			into.Set(reflect.New(into.Type().Elem()))
		}
		d.value(n, into.Elem(), what)
	case into.Kind() == reflect.Slice:
		d.list(n, into, what)
	default:
		d.mapping(n, into, what)
	}
}

func (d *decoder) word(n *node, into *word, what string) {
	if n.kind != scalarNode {
		d.wrongType(n, what, "a single value")
		return
	}
	*into = word{d.at(n), n.text}
	if strings.TrimSpace(into.text) == "" {
		d.problems.report(WrongType, into.place, "leave the key out where there is nothing to say", "%s is empty", what)
	}
}

func (d *decoder) span(n *node, into *span, what string) {
	if n.kind != listNode || len(n.items) != 2 {
		d.wrongType(n, what, "a pair of offsets such as [120, 188]")
		return
	}
	var ends [2]int
	for i := range n.items {
		offset, err := strconv.Atoi(n.items[i].text)
		if err != nil {
			d.wrongType(&n.items[i], what, "a pair of whole numbers such as [120, 188]")
			return
		}
		ends[i] = offset
	}
	*into = span{d.at(n), news.Span{Start: ends[0], End: ends[1]}}
	into.width = int32(spanWidth(n))
	if into.Start < 0 || into.Start >= into.End {
		d.problems.report(BadSpan, into.place, "", "a span begins at 0 or later and ends after it begins, and [%d, %d] does not", ends[0], ends[1])
	}
}

// spanWidth is how wide a pair of offsets is as they are mostly written.
func spanWidth(n *node) int { return len(n.items[0].text) + len(n.items[1].text) + len("[, ]") }

func (d *decoder) list(n *node, into reflect.Value, what string) {
	if n.kind != listNode {
		d.wrongType(n, what, "a list")
		return
	}
	into.Set(reflect.MakeSlice(into.Type(), len(n.items), len(n.items)))
	what = "an item of " + what
	for i := range n.items {
		d.value(&n.items[i], into.Index(i), what)
	}
}

func (d *decoder) mapping(n *node, into reflect.Value, what string) {
	if n.kind != mappingNode {
		d.wrongType(n, what, "a mapping of keys to values")
		return
	}
	form := formOf(into.Type())
	if form.at != nil {
		*into.FieldByIndex(form.at).Addr().Interface().(*place) = d.at(n.first())
	}
	seen := uint64(0) // a bit a key; no mapping has as many
	for i := 0; i < len(n.items); i += 2 {
		key, value := &n.items[i], &n.items[i+1]
		if key.text == "<<" {
			merge := *key
			merge.kind = foreignNode
			d.value(&merge, into, what)
			continue
		}
		slot, known := form.slots[key.text]
		if !known {
			d.problems.report(UnknownKey, d.at(key), didYouMean(key.text, form.names), "%s has no key %s", what, quoted(key.text))
			continue
		}
		seen |= 1 << slot.number
		d.value(value, into.FieldByIndex(slot.index), key.text)
	}
	for i, name := range form.names {
		if form.slots[name].required && seen&(1<<i) == 0 {
			d.problems.report(MissingKey, d.at(n.first()), "", "%s needs %s", what, quoted(name))
		}
	}
}

// first is the first key of a mapping, where it has one.
func (n *node) first() *node {
	if len(n.items) > 0 {
		return &n.items[0]
	}
	return n
}

func (d *decoder) wrongType(n *node, what, expected string) {
	at := d.at(n)
	if n.kind == mappingNode && n.block {
		at = d.at(n.first())
	}
	d.problems.report(WrongType, at, "", "%s should be %s", what, expected)
}

// form is what a mapping may hold, by the tags of the struct that it is read into, those of embedded structs with them.
type form struct {
	slots map[string]slot
	names []string // of all keys, sorted
	at    []int    // the field that takes the place of the mapping itself; its tag is "@"
}

type slot struct {
	index    []int // see [reflect.Value.FieldByIndex]
	number   int   // among the names
	required bool
}

var forms sync.Map // of [reflect.Type] to *form

func formOf(t reflect.Type) *form {
	if known, ok := forms.Load(t); ok {
		return known.(*form)
	}
	f := &form{slots: map[string]slot{}}
	for _, field := range reflect.VisibleFields(t) {
		name, option, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		switch name {
		case "":
		case "@":
			f.at = field.Index
		default:
			f.slots[name] = slot{index: field.Index, required: option == "required"}
			f.names = append(f.names, name)
		}
	}
	slices.Sort(f.names)
	for i, name := range f.names {
		s := f.slots[name]
		s.number = i
		f.slots[name] = s
	}
	forms.Store(t, f)
	return f
}

// didYouMean suggests the nearest of the names, where one is near, or lists them where they are few.
func didYouMean(given string, names []string) string {
	best, distance := "", len(given)/2+2
	for _, name := range names {
		if len(given) > maxShown {
			break // no name is that long
		}
		if d := levenshtein.ComputeDistance(strings.ToLower(given), strings.ToLower(name)); d < distance {
			best, distance = name, d
		}
	}
	switch {
	case best != "":
		return "did you mean " + quoted(best) + "?"
	case len(names) > 0 && len(names) <= 20:
		return "there are " + strings.Join(names, ", ")
	}
	return ""
}

// quoted shows what is written, or where that is long, how it begins.
func quoted(s string) string { return strconv.Quote(brief(s)) }

const slugRule = "small letters, digits, hyphens and underscores, at most 80, the first a letter or digit"
