package store

import (
	"encoding/binary"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"onrecord/news"
)

// Sort keys compare as bytes; what makes one appends it to another. The first byte says whether the key is known, so that the unknown come last.
const (
	keyKnown   = 1
	keyUnknown = 2
)

// The most bytes of a text that a sort key holds, and of a word that a set is named by. What is longer is found and sorted
// by its beginning; a key of bbolt may have 32,768 bytes at the most.
const (
	maxTextKey = 256
	maxWord    = 64
)

// textKey sorts by letters, case and accents aside.
func textKey(key []byte, s string) []byte {
	if s == "" {
		return append(key, keyUnknown)
	}
	return append(append(key, keyKnown), cut(strings.ReplaceAll(fold(s), "\x00", ""), maxTextKey)...)
}

func cut(s string, most int) string {
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "")
	}
	return s
}

func numberKey(key []byte, v uint64) []byte {
	return binary.BigEndian.AppendUint64(append(key, keyKnown), v)
}

func floatKey(key []byte, v *float64) []byte {
	if v == nil {
		return append(key, keyUnknown)
	}
	return numberKey(key, sortable(*v))
}

// dateKey sorts by the earliest day, then by the latest. An open beginning comes before, an open end after every day.
func dateKey(key []byte, d news.UncertainDate) []byte {
	if !d.Known() {
		return append(key, keyUnknown)
	}
	earliest, latest := days(d)
	return binary.BigEndian.AppendUint64(numberKey(key, earliest), latest)
}

// days gives a date's bounds as numbers; 0 and the largest number stand for open ends.
func days(d news.UncertainDate) (earliest, latest uint64) {
	latest = math.MaxInt64
	if n, ok := d.Earliest.Days(); ok {
		earliest = uint64(n) + 1
	}
	if n, ok := d.Latest.Days(); ok {
		latest = uint64(n) + 1
	}
	return earliest, latest
}

// sortable maps finite numbers to unsigned ones that sort alike: the sign bit is turned, and for negative numbers all
// others too (IEEE 754-2019, 5.10).
func sortable(f float64) uint64 {
	if f == 0 {
		f = 0 // -0 and 0 are one number
	}
	bits := math.Float64bits(f)
	if bits>>63 == 1 {
		return ^bits
	}
	return bits | 1<<63
}

// fold takes case and accents from a text, so that "Herzi HALÉVI" is found as "herzi halevi". Case goes by Unicode's full
// folding, in which "ß" is "ss" and both small sigmas are one.
func fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	folded, _, err := transform.String(transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), s)
	if err != nil {
		folded = s
	}
	// The folding of x/text swaps the two cases of Cherokee; the lower case of what it gives is the same for both.
	return strings.ToLower(cases.Fold().String(folded))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// words cuts a text into folded words: runs of letters, digits and the marks that belong to them.
func words(s string) []string {
	found := strings.FieldsFunc(fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	for i, w := range found {
		found[i] = cut(w, maxWord)
	}
	return found
}
