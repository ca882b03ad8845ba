package store

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word of a text as search knows it: its folded form, and where it stands in the text, in bytes.
type token struct {
	word     string
	from, to int
}

// tokens cuts a text into words. A word is a run of letters, digits and the marks that belong to them, with three things
// besides: a number keeps its points and commas, of which those between thousands are then dropped, so that "1,400" is
// 1400; initials drop their points, so that "U.S." is us; and the s of a possessive is no word. Where a script is written
// without spaces each letter is a word, and phrases find what belongs together.
func tokens(s string) []token { return appendTokens(nil, s) }

func appendTokens(found []token, s string) []token {
	for i := 0; i < len(s); {
		if end := i + plainLength(s[i:]); end > i {
			found = append(found, token{strings.ToLower(s[i:end]), i, end})
			i = end
			continue
		}
		t := tokenAt(s, i)
		if t.word != "" {
			found = append(found, t)
		}
		i = t.to
	}
	return found
}

// tokenAt is the word that begins at i. It has no letters where none does.
func tokenAt(s string, i int) token {
	r, size := utf8.DecodeRuneInString(s[i:])
	if !inWord(r) {
		return token{"", i, i + size}
	}
	end := i + wordLength(s[i:])
	word := normal(s[i:end])
	if word == "s" && afterApostrophe(s[:i]) {
		word = ""
	}
	return token{word, i, end}
}

// plainLength is how many bytes the word takes that a text begins with, where it is ASCII and nothing in it or behind it needs a
// closer look, as most words are; 0 elsewhere.
func plainLength(s string) int {
	n := 0
	for n < len(s) && s[n] < utf8.RuneSelf && inWord(rune(s[n])) {
		n++
	}
	switch {
	case n > maxWord || n == 1 && (s[0] == 's' || s[0] == 'S'):
		return 0
	case n == len(s) || s[n] < utf8.RuneSelf && s[n] != '.' && s[n] != ',':
		return n
	case s[n] < utf8.RuneSelf && (n+1 == len(s) || s[n+1] < utf8.RuneSelf && !inWord(rune(s[n+1]))):
		return n // a point or comma with nothing behind it that it could join
	}
	return 0
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// unspaced are the scripts that are written without spaces between words.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

func isUnspaced(r rune) bool { return r > unicode.MaxLatin1 && unicode.In(r, unspaced...) }

// wordLength is how many bytes the word takes that a text begins with.
func wordLength(s string) int {
	var before rune
	i, letters := 0, 0
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsMark(r) && i > 0:
		case i > 0 && (isUnspaced(r) || isUnspaced(before)):
			return i
		case inWord(r):
			before = r
			letters++
		case (r == '.' || r == ',') && joins(before, letters, r, s[i+size:]):
			letters = 0
		default:
			return i
		}
		i += size
	}
	return i
}

// joins says whether a point or comma goes on with the word: between two digits, or after one letter and before another
// one that stands alone.
func joins(before rune, letters int, mark rune, rest string) bool {
	next, size := utf8.DecodeRuneInString(rest)
	if isDigit(before) {
		return isDigit(next)
	}
	if mark != '.' || letters != 1 || !unicode.IsLetter(before) || !unicode.IsLetter(next) {
		return false
	}
	after, _ := utf8.DecodeRuneInString(rest[size:])
	return !inWord(after)
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// normal is the form under which a word is kept.
func normal(word string) string {
	word = fold(word)
	if strings.ContainsAny(word, ".,") {
		if isDigit(rune(word[0])) {
			word = ungrouped(word)
		} else {
			word = strings.ReplaceAll(word, ".", "")
		}
	}
	return cut(word, maxWord)
}

// ungrouped drops the commas of a number where all of them stand before three digits. Elsewhere they are left, since what
// is meant by them is not certain.
func ungrouped(number string) string {
	whole, fraction, pointed := strings.Cut(number, ".")
	groups := strings.Split(whole, ",")
	for i, g := range groups {
		if i > 0 && len(g) != 3 || len(g) > 3 && len(groups) > 1 {
			return number
		}
	}
	whole = strings.Join(groups, "")
	if pointed {
		return whole + "." + fraction
	}
	return whole
}

func afterApostrophe(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return strings.ContainsRune("'’‘ʼ", r) && r != utf8.RuneError
}
