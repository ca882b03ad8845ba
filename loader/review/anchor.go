package review

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"onrecord/loader"
	"onrecord/news"
)

// anchor is a span that a record names, and what stood there: words, or their hash where no words are at hand.
type anchor struct {
	news.Span
	words, hash string
	// of says what the span is of.
	of string
}

// anchors lists every span of a record, each once. old is the text that the record was made on, "" where that is not at hand.
func (f *File) anchors(old string) []anchor {
	points := []rune(old)
	var all []anchor
	seen := map[news.Span]int{}
	add := func(p pair, words, hash, of string) {
		s := p.span()
		if s.Start < 0 || s.End <= s.Start {
			return
		}
		if old != "" && s.End <= len(points) {
			words = string(points[s.Start:s.End])
		}
		if i, again := seen[s]; again {
			if all[i].words == "" {
				all[i].words = words
			}
			if all[i].hash == "" {
				all[i].hash = hash
			}
			return
		}
		seen[s] = len(all)
		all = append(all, anchor{s, words, hash, of})
	}
	for i := range f.items {
		it := &f.items[i]
		if !it.mention() {
			continue
		}
		add(it.Span, it.Printed+it.Role+it.Term, it.Hash, string(kinds[it.List]))
		for _, q := range it.Quotes {
			add(q.Span, q.Words, "", "quotation")
		}
		for _, h := range it.Chain {
			add(h.Span, h.Label, "", "label")
		}
	}
	for _, r := range f.rejected {
		add(r.Span, "", r.Hash, "rejected "+string(r.Kind))
	}
	for _, e := range f.head.NotFigures {
		add(e.Span, e.Words, "", "not_figures")
	}
	for _, e := range f.head.NotQuotations {
		add(e.Span, e.Words, "", "not_quotations")
	}
	for _, e := range f.head.Furniture {
		add(e.Span, "", "", "furniture")
	}
	return all
}

var writtenSpan = regexp.MustCompile(`span: \[ *(\d+) *, *(\d+) *\]`)

// Moved says what became of a record's places in a text that is another now.
type Moved struct {
	// Spans counts those that stand elsewhere now, Kept those that stand where they stood.
	Spans, Kept int
	// Lost are those whose words stand nowhere, or at several places of which none is the likelier.
	Lost []string
}

// Reanchor moves a record to another text. A span goes where its words stand; where they stand several times, what stood around
// them decides, or how far its neighbours have moved. old is the text that the record was made on, "" where it is not at hand.
// What is lost stays as it is.
func (f *File) Reanchor(text, old string) (*Moved, error) {
	m := &Moved{}
	points := []rune(text)
	all := f.anchors(old)
	places := make([][]news.Span, len(all))
	for i, a := range all {
		places[i] = a.places(text, points)
	}
	// Those that stand in one place only say how far their surroundings have moved.
	to := map[news.Span]news.Span{}
	for i, a := range all {
		if len(places[i]) == 1 {
			to[a.Span] = places[i][0]
		}
	}
	sure := make([]news.Span, 0, len(to))
	for s := range to {
		sure = append(sure, s)
	}
	slices.SortFunc(sure, func(a, b news.Span) int { return a.Start - b.Start })
	for i, a := range all {
		if len(places[i]) < 2 {
			continue
		}
		if s, ok := likeliest(places[i], a, sure, to, []rune(old), points); ok {
			to[a.Span] = s
		}
	}
	for _, a := range all {
		s, found := to[a.Span]
		switch {
		case !found:
			what := a.of
			if a.words != "" {
				what += fmt.Sprintf(" %q", brief(a.words))
			}
			m.Lost = append(m.Lost, fmt.Sprintf("%s at [%d, %d]", what, a.Start, a.End))
		case s == a.Span:
			m.Kept++
		default:
			m.Spans++
		}
	}
	if f.head.Headline != "" && len(loader.Locate(text, f.head.Headline)) == 0 {
		m.Lost = append(m.Lost, fmt.Sprintf("headline %q", brief(f.head.Headline)))
	}
	err := f.keepSeals(func() error {
		lines := make([]string, len(f.lines))
		for i, line := range f.lines {
			lines[i] = writtenSpan.ReplaceAllStringFunc(line, func(written string) string {
				parts := writtenSpan.FindStringSubmatch(written)
				start, _ := strconv.Atoi(parts[1])
				end, _ := strconv.Atoi(parts[2])
				if s, found := to[news.Span{Start: start, End: end}]; found && s.Start != start {
					return fmt.Sprintf("span: [%d, %d]", s.Start, s.End)
				}
				return written
			})
		}
		for _, k := range f.keys {
			for i := k.from; k.name == "article" && i < k.to; i++ {
				if head, ok := strings.CutSuffix(strings.TrimRight(lines[i], "\r\n"), f.head.Hash); ok && strings.TrimSpace(head) == "hash:" {
					lines[i] = head + loader.Digest(text) + "\n"
				}
				if indent, _, ok := strings.Cut(lines[i], "words: "); ok && strings.TrimSpace(indent) == "" {
					lines[i] = indent + fmt.Sprintf("words: %d\n", len(strings.Fields(text)))
				}
			}
		}
		return f.splice(0, len(f.lines), lines)
	})
	return m, err
}

func brief(words string) string {
	if points := []rune(words); len(points) > 40 {
		return string(points[:40]) + "…"
	}
	return words
}

// places are where the words of an anchor stand in a text, the same words and the same length.
func (a anchor) places(text string, points []rune) []news.Span {
	var found []news.Span
	switch {
	case a.words != "":
		for _, s := range loader.Locate(text, a.words) {
			if string(points[s.Start:s.End]) == a.words {
				found = append(found, s)
			}
		}
	case a.hash != "":
		for i := 0; i+a.Len() <= len(points); i++ {
			if s := (news.Span{Start: i, End: i + a.Len()}); loader.HashWords(string(points[s.Start:s.End])) == a.hash {
				found = append(found, s)
			}
		}
	}
	return found
}

// likeliest picks one of several places: the one whose surroundings are most like those that were, or where they are not at
// hand, the one nearest to where the neighbours went. No place where two are alike.
func likeliest(places []news.Span, a anchor, sure []news.Span, to map[news.Span]news.Span, old, text []rune) (news.Span, bool) {
	const reach = 64
	alike := func(s news.Span) int {
		n := 0
		for i := 1; i <= reach && a.Start-i >= 0 && s.Start-i >= 0 && old[a.Start-i] == text[s.Start-i]; i++ {
			n++
		}
		for i := 0; i < reach && a.End+i < len(old) && s.End+i < len(text) && old[a.End+i] == text[s.End+i]; i++ {
			n++
		}
		return n
	}
	shift, nearest := 0, -1
	for _, s := range sure {
		distance := max(s.Start-a.Start, a.Start-s.Start)
		if s.Overlaps(a.Span) {
			distance = 0
		}
		if nearest < 0 || distance < nearest {
			nearest, shift = distance, to[s].Start-s.Start
		}
	}
	score := func(s news.Span) int {
		off := max(s.Start-a.Start-shift, a.Start+shift-s.Start)
		if len(old) >= a.End {
			return alike(s)*1_000_000 - min(off, 999_999)
		}
		return -off
	}
	best, tie := places[0], false
	for _, s := range places[1:] {
		switch a, b := score(s), score(best); {
		case a > b:
			best, tie = s, false
		case a == b:
			tie = true
		}
	}
	return best, !tie
}
