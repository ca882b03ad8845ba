package draft

import (
	"unicode"

	"onrecord/news"
)

// Quotation is what stands in quotation marks.
type Quotation struct {
	// Span is what is quoted, without the marks; Outer is with them.
	news.Span
	Outer news.Span
	// Single: in single marks.
	Single bool
	// GoesOn: it is open at the end of its paragraph, and the next paragraph opens with a mark again.
	GoesOn bool
	// Repaired: a mark is missing, or is turned the wrong way.
	Repaired bool
}

// Quotations finds the quotations of one paragraph. Marks are taken in pairs by what they are, how they are turned, and
// what stands to either side; marks within a quotation belong to it. goesOn reports whether one that is open at the end may
// go on in the next paragraph.
func Quotations(t *Text, paragraph news.Span, goesOn bool) []Quotation {
	found := doubleMarked(t, paragraph, goesOn)
	return append(found, singleMarked(t, paragraph, found)...)
}

func doubleMarked(t *Text, p news.Span, goesOn bool) []Quotation {
	var found []Quotation
	open, repaired := -1, false
	last := p.Start // where the quotation before ends
	marks := t.marksAhead(p.Start-1, p)
	closeAt := func(end, outer int) {
		inner := t.trim(news.Span{Start: open + 1, End: end})
		if t.words(inner) > 0 {
			// Of two single marks that make a double one, the view has the mark in one place only.
			if open > last && t.Points[open] == '\'' && t.Points[open-1] == '\'' && t.view[open-1] == ' ' {
				open--
			}
			if outer < p.End && t.Points[outer-1] == '\'' && t.Points[outer] == '\'' && t.view[outer] == ' ' {
				outer++
			}
			found = append(found, Quotation{Span: inner, Outer: news.Span{Start: open, End: outer}, Repaired: repaired})
			last = outer
		}
		open, repaired = -1, false
	}
	for i := p.Start; i < p.End; i++ {
		r := t.view[i]
		if r != '"' && r != '“' && r != '”' && r != '„' && r != '«' && r != '»' {
			continue
		}
		marks-- // those ahead of this one
		opens, closes := t.turned(i, p)
		switch {
		case open < 0 && (r == '”' || r == '»') && closes && !opens && !(i == p.Start || marks%2 == 1 && unicode.IsSpace(t.view[i-1])):
			// A closing mark that nothing opened.
		case open < 0:
			if r == '"' && closes && !opens && marks == 0 {
				continue // the like, of a straight mark: a stray one at the end of a headline
			}
			open, repaired = i, r == '”' || r == '»'
		case r == '“' && opens && !closes, r == '„', r == '«':
			// Opened again while open: the first was not closed, or this is a quotation within it.
			if marks%2 == 1 && unclosedSuits(t, open, i) {
				repaired = true
				end := i
				for end > open && unicode.IsSpace(t.view[end-1]) {
					end--
				}
				closeAt(end, end)
				open = i
			} else if next := t.nextClosing(i, p); next > 0 && t.nextClosing(next, p) > 0 {
				i, marks = next, marks-1 // a quotation within
			} else {
				repaired = true
			}
		case r == '"' && opens && !closes && marks >= 2 && marks%2 == 0 && !t.endsClause(i):
			// A straight mark that can only open, within a quotation: one that stands inside.
			if next := t.nextClosing(i, p); next > 0 {
				i, marks = next, marks-1
			}
		default:
			if r == '“' {
				repaired = true
			}
			closeAt(i, i+1)
		}
	}
	if open < 0 {
		return found
	}
	// Open at the end of the paragraph.
	if t.words(news.Span{Start: open + 1, End: p.End}) == 0 {
		return found
	}
	repaired = repaired || !goesOn
	end := t.trim(p).End
	closeAt(end, end)
	if n := len(found) - 1; n >= 0 && goesOn {
		found[n].GoesOn = true
	}
	return found
}

// turned says what the spacing about a mark allows it to be.
func (t *Text) turned(i int, p news.Span) (opens, closes bool) {
	before, after := ' ', ' '
	if i > p.Start {
		before = t.view[i-1]
	}
	if i+1 < p.End {
		after = t.view[i+1]
	}
	startsAfter := unicode.IsSpace(before) || before == '(' || before == '[' || before == '—' || before == '–' || before == '-' || before == '―' || before == '‘' || before == '\'' || before == ':' || before == '…'
	opens = startsAfter && (!unicode.IsSpace(after) || unicode.IsSpace(before) && i+1 < p.End)
	closes = !unicode.IsSpace(before) && !(isLetter(after) && startsAfter)
	if unicode.IsSpace(before) && unicode.IsSpace(after) {
		closes = true
	}
	if isLetter(after) && isLetter(before) {
		closes = true
	}
	return opens, closes
}

// marksAhead counts the double marks of a paragraph behind a place.
func (t *Text) marksAhead(i int, p news.Span) int {
	n := 0
	for _, r := range t.view[i+1 : p.End] {
		if r == '"' || r == '“' || r == '”' || r == '«' || r == '»' || r == '„' {
			n++
		}
	}
	return n
}

func (t *Text) nextClosing(i int, p news.Span) int {
	for j := i + 1; j < p.End; j++ {
		if r := t.view[j]; r == '”' || r == '"' || r == '»' || r == '“' {
			if r == '“' {
				return 0
			}
			return j
		}
	}
	return 0
}

// endsClause reports whether a mark of punctuation stands before a place.
func (t *Text) endsClause(i int) bool {
	for i--; i >= 0 && unicode.IsSpace(t.view[i]); i-- {
	}
	return i >= 0 && (t.view[i] == '.' || t.view[i] == ',' || t.view[i] == '?' || t.view[i] == '!')
}

// unclosedSuits: a quotation that was never closed ends where a sentence does.
func unclosedSuits(t *Text, open, next int) bool { return t.endsClause(next) && next-open > 20 }

// singleMarked finds what stands in single marks, outside double ones, where spacing shows that they are no apostrophes.
func singleMarked(t *Text, p news.Span, doubles []Quotation) []Quotation {
	var found []Quotation
	open := -1
	next := 0
	for i := p.Start; i < p.End; i++ {
		for next < len(doubles) && doubles[next].Outer.End <= i {
			next++
		}
		if next < len(doubles) && doubles[next].Outer.Start <= i {
			i = doubles[next].Outer.End - 1
			open = -1
			continue
		}
		r := t.view[i]
		if r != '‘' && r != '\'' && r != '’' {
			continue
		}
		spaceBefore := i == p.Start || unicode.IsSpace(t.view[i-1]) || t.view[i-1] == '(' || t.view[i-1] == '—'
		spaceAfter := i+1 >= p.End || !isLetter(t.view[i+1]) && !isDigit(t.view[i+1])
		switch {
		case spaceBefore && !spaceAfter && r != '’':
			if open < 0 {
				open = i
			}
		case open >= 0 && !spaceBefore && spaceAfter && r != '‘':
			inner := news.Span{Start: open + 1, End: i}
			if t.words(inner) > 0 {
				found = append(found, Quotation{Span: inner, Outer: news.Span{Start: open, End: i + 1}, Single: true})
			}
			open = -1
		}
	}
	return found
}
