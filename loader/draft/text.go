package draft

import (
	"strings"
	"unicode"

	"onrecord/news"
)

// Text is an article's text as it stands, and a view of it that is easier to read by rule. The view has one code point for
// each of the text's, so that a place in the one is the same place in the other: a no-break space reads as a space, a
// mark used as an apostrophe as an apostrophe. The text itself is never changed.
type Text struct {
	// Points are the code points of the normalised text.
	Points []rune
	view   []rune
}

// NewText makes the view of a normalised text.
func NewText(text string) *Text {
	points := []rune(text)
	t := &Text{Points: points, view: make([]rune, len(points))}
	for i, r := range points {
		t.view[i] = t.plain(i, r)
	}
	return t
}

func (t *Text) plain(i int, r rune) rune {
	switch r {
	case '\n':
		return r
	case '\'':
		// Two of them are one double mark; the one that stands off the words reads as a space.
		pair := i > 0 && t.Points[i-1] == r && (i < 2 || t.Points[i-2] != r)
		if next := i+1 < len(t.Points) && t.Points[i+1] == r; pair != next {
			opens := i+1 < len(t.Points) && (isLetter(t.Points[i+1]) || isDigit(t.Points[i+1]) || t.Points[i+1] == '$' || t.Points[i+1] == '[')
			if next {
				opens = i+2 < len(t.Points) && (isLetter(t.Points[i+2]) || isDigit(t.Points[i+2]) || t.Points[i+2] == '$' || t.Points[i+2] == '[')
			}
			if opens == pair {
				return '"'
			}
			return ' '
		}
		return r
	case '\u200b', '\u200c', '\u200d', '\ufeff', '\u00ad':
		return ' '
	case '‘', '’', '`', '´', 'ʼ', '‛':
		if i > 0 && i+1 < len(t.Points) && isLetter(t.Points[i-1]) && isLetter(t.Points[i+1]) {
			return '\''
		}
		if r == '‘' || r == '`' || r == '‛' {
			// Israel‘s, and with a space let in: Iran ‘s
			if i+1 < len(t.Points) && t.Points[i+1] == 's' && (i+2 == len(t.Points) || !isLetter(t.Points[i+2])) {
				return '\''
			}
			return '‘'
		}
		return '’'
	case '‟', '″':
		return '"'
	case '‐', '‑':
		return '-'
	}
	if unicode.IsSpace(r) {
		return ' '
	}
	return r
}

// Cut gives the words at a span exactly as they stand.
func (t *Text) Cut(s news.Span) string { return string(t.Points[s.Start:s.End]) }

// read gives the words at a span as the view has them, spacing folded.
func (t *Text) read(s news.Span) string {
	return strings.Join(strings.Fields(string(t.view[s.Start:s.End])), " ")
}

// trim narrows a span by white space at its ends.
func (t *Text) trim(s news.Span) news.Span {
	for s.Start < s.End && unicode.IsSpace(t.Points[s.Start]) {
		s.Start++
	}
	for s.Start < s.End && unicode.IsSpace(t.Points[s.End-1]) {
		s.End--
	}
	return s
}

// words counts the words at a span.
func (t *Text) words(s news.Span) int {
	n, in := 0, false
	for _, r := range t.view[s.Start:s.End] {
		switch {
		case isLetter(r) || unicode.IsDigit(r):
			if !in {
				n++
			}
			in = true
		case unicode.IsSpace(r) || r == '—' || r == '–' || r == '―':
			in = false
		}
	}
	return n
}

func isLetter(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r > 127 && (unicode.IsLetter(r) || unicode.IsMark(r))
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }
