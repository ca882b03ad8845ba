package loader

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// parseJSON reads a file that is written in JSON (RFC 8259). JSON is YAML too, so this says what [parseYAML] would say, but
// in one pass, and with no text copied that has no escapes: a dataset that a program writes is read as fast as it can be.
func parseJSON(f *file, content string, p *problems) (tree node, ok bool) {
	r := &jsonReader{file: f, problems: p, in: content, line: 1}
	tree, ok = r.value(0)
	if r.space(); ok && r.at < len(r.in) {
		return tree, r.fail("the file goes on after its value has ended")
	}
	return tree, ok
}

// jsonReader is on its way through a file.
type jsonReader struct {
	file     *file
	problems *problems
	in       string
	at       int // bytes
	line     int
	begin    int // where the line begins
	// Counting columns goes on from the last that was counted: a line can be as long as the file.
	countedTo, counted int
	// items are those of the lists and mappings that are still open.
	items []node
}

// fail reports what is wrong at the place at hand. It is always false.
func (r *jsonReader) fail(message string) bool {
	r.problems.report(Syntax, placeAt(r.file, r.line, r.column(), 1), "", "%s", message)
	return false
}

// column is that of the place at hand, in code points from 1.
func (r *jsonReader) column() int {
	if r.countedTo < r.begin {
		r.countedTo, r.counted = r.begin, 0
	}
	r.counted += utf8.RuneCountInString(r.in[r.countedTo:r.at])
	r.countedTo = r.at
	return r.counted + 1
}

func (r *jsonReader) space() {
	for r.at < len(r.in) {
		switch r.in[r.at] {
		case '\n':
			r.at++
			r.line, r.begin = r.line+1, r.at
		case '\r': // alone it ends a line too, as in YAML
			r.at++
			if !strings.HasPrefix(r.in[r.at:], "\n") {
				r.line, r.begin = r.line+1, r.at
			}
		case ' ', '\t':
			r.at++
		default:
			return
		}
	}
}

// next is the first byte that is no space, or 0 at the end of the file.
func (r *jsonReader) next() byte {
	if r.space(); r.at < len(r.in) {
		return r.in[r.at]
	}
	return 0
}

func (r *jsonReader) value(depth int) (n node, ok bool) {
	if depth > maxDepth {
		reportTooDeep(r.problems, placeAt(r.file, r.line, 1, 1))
		return n, false
	}
	first := r.next()
	n.line, n.column, n.width = r.line, r.column(), 1
	switch first {
	case 0:
		return n, r.fail("the file ends where a value should be")
	case '"':
		n.quoted = true
		n.text, ok = r.text()
		n.width = max(1, utf8.RuneCountInString(strings.TrimSpace(n.text)))
		return n, ok
	case '[':
		n.kind, n.text = listNode, "["
		ok = r.members(&n, ']', func() bool { return r.member(depth) })
		return n, ok
	case '{':
		n.kind, n.text = mappingNode, "{"
		ok = r.members(&n, '}', func() bool { return r.key() && r.member(depth) }) && r.distinct(&n)
		return n, ok
	}
	return r.bare(n)
}

// members reads what stands between brackets, with commas between.
func (r *jsonReader) members(n *node, end byte, member func() bool) bool {
	from := len(r.items)
	r.at++
	if r.next() == end {
		r.at++
		return true
	}
	for {
		if !member() {
			return false
		}
		switch r.next() {
		case ',':
			r.at++
		case end:
			r.at++
			n.items = slices.Clone(r.items[from:])
			r.items = r.items[:from]
			return true
		default:
			return r.fail("a comma or " + string(end) + " should be here")
		}
	}
}

func (r *jsonReader) member(depth int) bool {
	n, ok := r.value(depth + 1)
	r.items = append(r.items, n)
	return ok
}

func (r *jsonReader) key() bool {
	if r.next() != '"' {
		return r.fail("a key in quotation marks should be here")
	}
	n := node{line: r.line, column: r.column()}
	ok := false
	if n.text, ok = r.text(); !ok {
		return false
	}
	n.width = max(1, utf8.RuneCountInString(strings.TrimSpace(n.text)))
	r.items = append(r.items, n)
	if r.next() != ':' {
		return r.fail("a colon should be here")
	}
	r.at++
	return true
}

// distinct sees to it that no key stands twice in a mapping.
func (r *jsonReader) distinct(n *node) bool {
	for i := 2; i < len(n.items); i += 2 {
		for j := 0; j < i; j += 2 {
			if key, first := &n.items[i], &n.items[j]; key.text == first.text {
				r.problems.report(DuplicateKey, placeAt(r.file, key.line, key.column, key.width), "", "the key %s stands in line %d already", quoted(key.text), first.line)
				return false
			}
		}
	}
	return true
}

// bare reads a number, true, false or null.
func (r *jsonReader) bare(n node) (node, bool) {
	end := r.at
	for end < len(r.in) && !strings.ContainsRune(" \t\r\n,:[]{}\"", rune(r.in[end])) {
		end++
	}
	n.text = r.in[r.at:end]
	switch {
	case n.text == "null":
		n.kind = emptyNode
	case n.text != "true" && n.text != "false" && !isJSONNumber(n.text):
		return n, r.fail("a value should be here: a text in quotation marks, a number, true, false, null, a list or a mapping")
	}
	n.width = len(n.text)
	r.at = end
	return n, true
}

// isJSONNumber says whether a word is a number as JSON writes them.
func isJSONNumber(s string) bool {
	digits := func() bool {
		n := 0
		for n < len(s) && '0' <= s[n] && s[n] <= '9' {
			n++
		}
		s = s[n:]
		return n > 0
	}
	s = strings.TrimPrefix(s, "-")
	if zero, ok := strings.CutPrefix(s, "0"); ok {
		s = zero
	} else if !digits() {
		return false
	}
	if rest, ok := strings.CutPrefix(s, "."); ok {
		if s = rest; !digits() {
			return false
		}
	}
	if s != "" && (s[0] == 'e' || s[0] == 'E') {
		if s = s[1:]; s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		if !digits() {
			return false
		}
	}
	return s == ""
}

// text reads a text in quotation marks.
func (r *jsonReader) text() (string, bool) {
	r.at++
	from := r.at
	for r.at < len(r.in) {
		switch c := r.in[r.at]; {
		case c == '"':
			s := r.in[from:r.at]
			r.at++
			return s, true
		case c == '\\':
			return r.escaped(from)
		case c < ' ':
			return "", r.fail("a text holds a control character, such as the end of a line; write it as an escape")
		default:
			r.at++
		}
	}
	return "", r.fail("the file ends inside a text")
}

// escaped reads on in a text from its first escape.
func (r *jsonReader) escaped(from int) (string, bool) {
	b := []byte(r.in[from:r.at])
	for r.at < len(r.in) {
		switch c := r.in[r.at]; {
		case c == '"':
			r.at++
			return string(b), true
		case c < ' ':
			return "", r.fail("a text holds a control character, such as the end of a line; write it as an escape")
		case c != '\\':
			b = append(b, c)
			r.at++
		default:
			point, length := escape(r.in[r.at:])
			if length == 0 {
				return "", r.fail(`a text holds an escape that JSON does not know, or half a pair of \u escapes`)
			}
			b = utf8.AppendRune(b, point)
			r.at += length
		}
	}
	return "", r.fail("the file ends inside a text")
}

// escape reads the escape that a text begins with: what it stands for, and how many bytes it takes, 0 where it is none.
func escape(s string) (point rune, length int) {
	if len(s) < 2 {
		return 0, 0
	}
	if i := strings.IndexByte(`"\/bfnrt`, s[1]); i >= 0 {
		return rune("\"\\/\b\f\n\r\t"[i]), 2
	}
	first, ok := unit(s)
	if !ok {
		return 0, 0
	}
	if !utf16.IsSurrogate(first) {
		return first, 6
	}
	second, ok := unit(s[6:])
	if pair := utf16.DecodeRune(first, second); ok && pair != utf8.RuneError {
		return pair, 12
	}
	return 0, 0
}

// unit reads four hexadecimal digits after \u.
func unit(s string) (rune, bool) {
	if len(s) < 6 || s[:2] != `\u` {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}
