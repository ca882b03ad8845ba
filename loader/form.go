package loader

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The forms that are asked for with every record. Each stands for the expression in its comment, against which the tests hold
// it; an expression takes ten times as long.

// isSlug is ^[a-z0-9][a-z0-9_-]{0,79}$.
func isSlug(s string) bool {
	if s == "" || len(s) > 80 || s[0] == '_' || s[0] == '-' {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !('a' <= c && c <= 'z' || isDigit(c) || c == '_' || c == '-') {
			return false
		}
	}
	return true
}

// isHash is ^[0-9a-f]{n}$.
func isHash(s string, n int) bool {
	if len(s) != n {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !('a' <= c && c <= 'f' || isDigit(c)) {
			return false
		}
	}
	return true
}

// The hashes of a text and of the words at a span have so many digits.
const (
	textHash = 64
	spanHash = 16
)

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isDigits is ^\d[\d.,]*$.
func isDigits(s string) bool {
	return s != "" && isDigit(s[0]) && strings.Trim(s, "0123456789.,") == ""
}

// isWellMade is ^(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$.
func isWellMade(s string) bool {
	whole, fraction, broken := strings.Cut(s, ".")
	if broken && !allDigits(fraction) {
		return false
	}
	first, rest, parted := strings.Cut(whole, ",")
	if !allDigits(first) || parted && len(first) > 3 {
		return false
	}
	for parted {
		var group string
		if group, rest, parted = strings.Cut(rest, ","); len(group) != 3 || !allDigits(group) {
			return false
		}
	}
	return true
}

func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// piecesOf finds all of \d[\d.,]*\d|\d|[\pL]+ in small letters: numbers in digits, and words.
func piecesOf(s string) []string {
	var found []string
	for i := 0; i < len(s); {
		from := i
		if isDigit(s[i]) {
			for i < len(s) && (isDigit(s[i]) || s[i] == '.' || s[i] == ',') {
				i++
			}
			for !isDigit(s[i-1]) {
				i--
			}
			found = append(found, s[from:i])
			continue
		}
		for i < len(s) {
			r, width := utf8.DecodeRuneInString(s[i:])
			if !unicode.IsLetter(r) {
				break
			}
			i += width
		}
		if i > from {
			found = append(found, s[from:i])
			continue
		}
		_, width := utf8.DecodeRuneInString(s[i:])
		i += width
	}
	return found
}

// beginsWith is ^(a|b|…)\b for words of a to z.
func beginsWith(s string, words ...string) bool {
	for _, w := range words {
		if rest, ok := strings.CutPrefix(s, w); ok && (rest == "" || !isWordByte(rest[0])) {
			return true
		}
	}
	return false
}

func isWordByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || isDigit(c) || c == '_'
}

// The keys under which instances are proposed with an article, as YAML and as JSON write them.
var proposedKeys = [][2][]byte{
	{[]byte("actors:"), []byte(`"actors"`)}, {[]byte("events:"), []byte(`"events"`)},
	{[]byte("statements:"), []byte(`"statements"`)}, {[]byte("quantities:"), []byte(`"quantities"`)},
}

// proposes is (?m)^(actors|events|statements|quantities):|"(actors|events|statements|quantities)": it tells an article's file
// in which instances are proposed with the article. Most have none, and are read but once. In JSON, keys stand in quotation marks.
func proposes(content []byte, isJSON bool) bool {
	for _, key := range proposedKeys {
		if bytes.Contains(content, key[1]) || !isJSON && startsLine(content, key[0]) {
			return true
		}
	}
	return false
}

// startsLine reports whether a line begins with a word.
func startsLine(content, word []byte) bool {
	for {
		i := bytes.Index(content, word)
		if i < 0 {
			return false
		}
		if i == 0 || content[i-1] == '\n' {
			return true
		}
		// What was found may not be cut: a line that begins within it would not begin with the word.
		content = content[i+len(word)-1:]
	}
}
