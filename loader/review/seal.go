package review

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
)

// A drafted record carries, beside its rule and confidence, a short hash of itself as it was drafted. Where the two differ
// somebody has written in it, and it is nobody's but theirs.

var draftLine = regexp.MustCompile(`^\s*(?:- )?draft: *\{.*\}\s*$`)

// seal is the hash of an item without its draft mark and without how far it stands in.
func seal(lines []string) string {
	h := sha256.New()
	for _, line := range setIn(lines, 0) {
		if !draftLine.MatchString(line) {
			h.Write([]byte(strings.TrimRight(line, " \t\r\n") + "\n"))
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:4])
}

// untouched reports whether the item is a draft that stands as it was drafted.
func (it *Item) untouched() bool { return it.Draft != nil && it.Draft.As == seal(it.lines) }

// sealed gives the lines of a drafted item with its seal.
func sealed(lines []string) []string {
	with := make([]string, len(lines))
	mark := seal(lines)
	for i, line := range lines {
		if draftLine.MatchString(line) {
			line, _, _ = strings.Cut(line, ", as: ")
			line = strings.TrimRight(line, " }\r\n") + ", as: \"" + mark + "\"}\n"
		}
		with[i] = line
	}
	return with
}

// Seal puts its seal on every draft of a record that was drafted just now.
func Seal(slug string, record []byte) ([]byte, error) {
	f, err := Parse(slug, record)
	if err != nil {
		return nil, err
	}
	f.seal()
	return f.Bytes(), nil
}

func (f *File) seal() {
	for i := range f.items {
		if it := &f.items[i]; it.Drafted() {
			copy(f.lines[it.from:it.to], sealed(it.lines))
		}
	}
}
