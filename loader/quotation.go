package loader

import (
	"cmp"
	"slices"
	"unicode"

	"onrecord/news"
)

// quotationsOf finds what stands in quotation marks, without the marks. Double marks are taken in pairs within a
// paragraph, whatever way each one is turned: texts are found in which a closing mark opens. A mark left over at the end
// of a paragraph means that the quotation goes on in the next, unless nothing follows it. Single marks count only where
// spacing shows that they are no apostrophes: ‘Al-Aqsa Flood’, not Israel‘s.
func quotationsOf(points []rune) []news.Span {
	var found []news.Span
	for start := 0; start < len(points); {
		end := start
		for end < len(points) && points[end] != '\n' {
			end++
		}
		found = append(found, doubleMarks(points, start, end)...)
		found = append(found, singleMarks(points, start, end)...)
		start = end + 1
	}
	slices.SortFunc(found, func(a, b news.Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	return found
}

func doubleMarks(points []rune, start, end int) []news.Span {
	var found []news.Span
	open := -1
	for i := start; i < end; i++ {
		switch points[i] {
		case '"', '“', '”', '„', '«', '»':
			if open < 0 {
				open = i + 1
				continue
			}
			found = addQuotation(found, points, open, i)
			open = -1
		}
	}
	if open >= 0 {
		found = addQuotation(found, points, open, end)
	}
	return found
}

func singleMarks(points []rune, start, end int) []news.Span {
	var found []news.Span
	open := -1
	for i := start; i < end; i++ {
		switch points[i] {
		case '‘', '\'':
			if i == start || unicode.IsSpace(points[i-1]) || unicode.In(points[i-1], unicode.Ps, unicode.Pi) || points[i-1] == '"' {
				open = i + 1
				continue
			}
			fallthrough
		case '’':
			closes := i+1 == end || !unicode.IsLetter(points[i+1]) && !unicode.IsDigit(points[i+1])
			if open >= 0 && closes && i > open && !unicode.IsSpace(points[i-1]) {
				found = addQuotation(found, points, open, i)
				open = -1
			}
		}
	}
	return found
}

func addQuotation(found []news.Span, points []rune, from, to int) []news.Span {
	for _, r := range points[from:to] {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return append(found, news.Span{Start: from, End: to})
		}
	}
	return found
}
