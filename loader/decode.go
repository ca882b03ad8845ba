package loader

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

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

// decode takes a file's content in, and gives its tree, nil where it is broken.
func (f *file) decode(content string, into any, p *problems) ast.Node {
	f.lines = strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(content), "\n")
	tokens := lexer.Tokenize(content)
	if line, deep := tooDeep(tokens); deep {
		p.report(TooDeep, place{f, line, 1, 1}, "", "lists and mappings stand inside one another more than %d deep", maxDepth)
		return nil
	}
	tree, err := parser.Parse(tokens, 0)
	if err != nil {
		at, message := place{file: f}, err.Error()
		if broken := (yaml.Error)(nil); errors.As(err, &broken) {
			message = broken.GetMessage()
			at = position(f, broken.GetToken())
		}
		code := Syntax
		if strings.Contains(message, "already defined") {
			code = DuplicateKey
		}
		p.report(code, at, "", "%s", message)
		return nil
	}
	d := &decoder{file: f, problems: p}
	switch {
	case len(tree.Docs) != 1:
		p.report(Syntax, place{f, 1, 1, 1}, "", "a file holds one YAML document, and this one holds %d", len(tree.Docs))
	case tree.Docs[0].Body == nil:
		p.report(Syntax, place{f, 1, 1, 1}, "", "the file is empty")
	default:
		f.broken = false
		d.value(tree.Docs[0].Body, reflect.ValueOf(into).Elem(), "the file")
		return tree.Docs[0].Body
	}
	return nil
}

func readFile(fsys fs.FS, f *file, p *problems) (string, bool) {
	at := place{file: f}
	opened, err := fsys.Open(f.name)
	if err != nil {
		p.report(Unreadable, at, "", "it cannot be read: %v", err)
		return "", false
	}
	defer opened.Close()
	raw, err := io.ReadAll(io.LimitReader(opened, maxFile+1))
	if err != nil {
		p.report(Unreadable, at, "", "it cannot be read: %v", err)
		return "", false
	}
	return f.accept(raw, p)
}

// accept takes bytes that a file may hold.
func (f *file) accept(raw []byte, p *problems) (string, bool) {
	at := place{file: f}
	switch {
	case len(raw) > maxFile:
		p.report(TooLarge, at, "", "it is larger than %d MiB", maxFile>>20)
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		p.report(NotUTF8, place{f, 1, 1, 1}, "save it as UTF-8 without a byte order mark", "it begins with a byte order mark")
	case !utf8.Valid(raw):
		p.report(NotUTF8, place{file: f, line: lineOf(raw, invalidAt(raw)), column: 1}, "save it as UTF-8", "it is not UTF-8: byte %d cannot be read", invalidAt(raw)+1)
	case bytes.IndexByte(raw, 0) >= 0:
		p.report(NotUTF8, place{file: f, line: lineOf(raw, bytes.IndexByte(raw, 0)), column: 1}, "", "it holds a NUL, byte %d", bytes.IndexByte(raw, 0)+1)
	default:
		return string(raw), true
	}
	return "", false
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

// tooDeep finds nesting that no dataset has, before the parser recurses into it: open brackets, indentation, and marks that
// each wrap what follows (a dash, a question mark, a tag, an anchor).
func tooDeep(tokens token.Tokens) (line int, deep bool) {
	open, wraps := 0, 0
	for _, t := range tokens {
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			open++
		case token.SequenceEndType, token.MappingEndType:
			open = max(open-1, 0)
		case token.SequenceEntryType:
			if t.Prev == nil || t.Prev.Position.Line != t.Position.Line {
				wraps = 0
			}
			wraps++
		case token.MappingKeyType, token.TagType, token.AnchorType:
			wraps++
		case token.CommentType:
		default:
			if t.Prev == nil || t.Prev.Type != token.AnchorType { // the anchor's name
				wraps = 0
			}
		}
		if open > maxDepth || wraps > maxDepth || t.Position.IndentNum > 16*maxDepth {
			return t.Position.Line, true
		}
	}
	return 0, false
}

func position(f *file, t *token.Token) place {
	if t == nil || t.Position == nil {
		return place{file: f}
	}
	return place{f, t.Position.Line, t.Position.Column, max(1, utf8.RuneCountInString(strings.TrimSpace(t.Value)))}
}

// decoder fills structs from a file's tree, and reports whatever does not fit.
type decoder struct {
	file     *file
	problems *problems
}

var (
	wordType = reflect.TypeFor[word]()
	spanType = reflect.TypeFor[span]()
)

func (d *decoder) at(n ast.Node) place { return position(d.file, n.GetToken()) }

func (d *decoder) value(n ast.Node, into reflect.Value, what string) {
	switch n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode:
		d.problems.report(Alias, d.at(n), "write the value out", "anchors, aliases, tags and merge keys are not read: a dataset says everything where it stands")
		return
	case *ast.NullNode:
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

func (d *decoder) word(n ast.Node, into *word, what string) {
	switch n := n.(type) {
	case *ast.StringNode:
		*into = word{d.at(n), n.Value}
	case *ast.LiteralNode:
		*into = word{d.at(n), strings.TrimRight(n.Value.Value, "\n")}
	case *ast.MappingNode, *ast.MappingValueNode, *ast.SequenceNode:
		d.wrongType(n, what, "a single value")
	default:
		*into = word{d.at(n), n.GetToken().Value}
	}
	if into.given() && strings.TrimSpace(into.text) == "" {
		d.problems.report(WrongType, into.place, "leave the key out where there is nothing to say", "%s is empty", what)
	}
}

func (d *decoder) span(n ast.Node, into *span, what string) {
	pair, ok := n.(*ast.SequenceNode)
	if !ok || len(pair.Values) != 2 {
		d.wrongType(n, what, "a pair of offsets such as [120, 188]")
		return
	}
	var ends [2]int
	for i, v := range pair.Values {
		offset, err := strconv.Atoi(v.GetToken().Value)
		if err != nil {
			d.wrongType(v, what, "a pair of whole numbers such as [120, 188]")
			return
		}
		ends[i] = offset
	}
	*into = span{d.at(n), news.Span{Start: ends[0], End: ends[1]}}
	into.width = len(pair.Values[0].GetToken().Value) + len(pair.Values[1].GetToken().Value) + len("[, ]")
	if into.Start < 0 || into.Start >= into.End {
		d.problems.report(BadSpan, into.place, "", "a span begins at 0 or later and ends after it begins, and [%d, %d] does not", ends[0], ends[1])
	}
}

func (d *decoder) list(n ast.Node, into reflect.Value, what string) {
	items, ok := n.(*ast.SequenceNode)
	if !ok {
		d.wrongType(n, what, "a list")
		return
	}
	into.Set(reflect.MakeSlice(into.Type(), len(items.Values), len(items.Values)))
	for i, item := range items.Values {
		d.value(item, into.Index(i), "an item of "+what)
	}
}

func (d *decoder) mapping(n ast.Node, into reflect.Value, what string) {
	var pairs []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	default:
		d.wrongType(n, what, "a mapping of keys to values")
		return
	}
	fields := fieldsOf(into)
	if at, ok := fields["@"]; ok {
		at.value.Set(reflect.ValueOf(d.at(firstKey(n, pairs))))
	}
	seen := map[string]bool{}
	for _, pair := range pairs {
		key := pair.Key.GetToken().Value
		if key == "<<" {
			d.value(&ast.MergeKeyNode{Token: pair.Key.GetToken()}, into, what)
			continue
		}
		field, known := fields[key]
		if !known || key == "@" {
			d.problems.report(UnknownKey, d.at(pair.Key), didYouMean(key, keys(fields)), "%s has no key %s", what, quoted(key))
			continue
		}
		seen[key] = true
		d.value(pair.Value, field.value, key)
	}
	for _, key := range keys(fields) {
		if fields[key].required && !seen[key] {
			d.problems.report(MissingKey, d.at(firstKey(n, pairs)), "", "%s needs %s", what, quoted(key))
		}
	}
}

func firstKey(n ast.Node, pairs []*ast.MappingValueNode) ast.Node {
	if len(pairs) > 0 {
		return pairs[0].Key
	}
	return n
}

func (d *decoder) wrongType(n ast.Node, what, expected string) {
	at := d.at(n)
	if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 && m.Start.Value != "{" {
		at = d.at(m.Values[0].Key)
	}
	d.problems.report(WrongType, at, "", "%s should be %s", what, expected)
}

type fieldSlot struct {
	value    reflect.Value
	required bool
}

// fieldsOf lists a struct's keys by its tags, those of embedded structs with them. "@" is the place of the mapping itself.
func fieldsOf(v reflect.Value) map[string]fieldSlot {
	fields := map[string]fieldSlot{}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		tag := f.Tag.Get("yaml")
		if f.Anonymous && tag == "" {
			for key, slot := range fieldsOf(v.Field(i)) {
				fields[key] = slot
			}
			continue
		}
		if name, option, _ := strings.Cut(tag, ","); name != "" {
			fields[name] = fieldSlot{v.Field(i), option == "required"}
		}
	}
	return fields
}

func keys(fields map[string]fieldSlot) []string {
	var names []string
	for name := range fields {
		if name != "@" {
			names = append(names, name)
		}
	}
	return sortedStrings(names)
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

var slugPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,79}$`)

const slugRule = "small letters, digits, hyphens and underscores, at most 80, the first a letter or digit"
