package news

import (
	"strings"
	"unicode/utf8"
)

// Evidence is where in an article a mention stands, in the manner of the W3C Web Annotation text selectors
// (https://www.w3.org/TR/annotation-model/#text-position-selector and #text-quote-selector).
type Evidence struct {
	Section Section
	Span    Span
	// Exact is the words at the span, or "" where they were neither kept nor at hand.
	Exact string
	// Prefix and Suffix are up to [ContextLength] code points on either side, "" where the text was not at hand.
	Prefix, Suffix string
	// Verified: the text was at hand when the dataset was compiled, and the span still reads the same.
	Verified bool
}

// ContextLength is how many code points [Evidence] keeps on either side of a span. Long enough to find moved words again,
// short enough to be no extract of its own.
const ContextLength = 32

// Span is a half-open range of Unicode code points of the normalised text.
type Span struct{ Start, End int }

// Len is the number of code points.
func (s Span) Len() int { return s.End - s.Start }

// Covers reports whether other lies wholly within s.
func (s Span) Covers(other Span) bool { return s.Start <= other.Start && other.End <= s.End }

// Overlaps reports whether the two share a code point.
func (s Span) Overlaps(other Span) bool { return s.Start < other.End && other.Start < s.End }

// Section is the part of an article in which evidence stands.
type Section string

// The sections of an article.
const (
	Headline Section = "HEADLINE"
	Lede     Section = "LEDE"
	Body     Section = "BODY"
	Caption  Section = "CAPTION"
)

// Sections lists every [Section].
var Sections = []Section{Headline, Lede, Body, Caption}

// Reading folds every run of white space, no-break spaces included, into one space and trims the ends. Nothing else
// moves: marks and letters stay as they are printed. It is how words are shown; [Evidence.Exact] has them as they stand.
func Reading(s string) string {
	if isRead(s) {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// isRead reports that a text is plain and has nothing to be folded, as most have.
func isRead(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c <= ' ' && (c < ' ' || i == 0 || s[i-1] == ' ') {
			return false
		}
	}
	return s == "" || s[len(s)-1] != ' '
}
