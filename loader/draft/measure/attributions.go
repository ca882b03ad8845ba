package measure

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"onrecord/loader/draft"
	"onrecord/news"
)

// Attributions holds the drafter against a folder in PolNeAR's format. Each annotator's reading of an article counts by itself.
//
// A quotation is a fragment in double quotation marks, found here and not by the drafter: marks are taken in pairs within a
// paragraph, and two single ones side by side are a double one. Its speaker is there where an attribution with a speaker has more than half of it in its content, and is
// proposed where a drafted statement with a speaker has. It is right where the two mentions are the same
// words, by half of the shorter at least, or share a word
// that is no function word, no pronoun and no title, the drafter's antecedent of a pronoun included.
//
// A statement is the content of an attribution of speech, see [isSpeech]. A drafted one is right where its content has at
// least the given overlap with it: code points in both by code points in either, white space left out. A second line forgives
// what a draft takes in too much, and asks only how much of the marked content it has. Each counts once. A draft that
// is not right and overlaps by 0.3 with an attribution that is no speech is left out, whichever overlap is asked for.
func Attributions(folder fs.FS) (*Report, error) {
	readings, err := readPolNeAR(folder)
	if err != nil {
		return nil, err
	}
	drafts := map[string]*draft.Draft{}
	nothing := draft.NewContext(nil)
	report := &Report{Title: fmt.Sprintf("attributions: %d readings", len(readings))}
	var five, two, loose, tight, covered Score
	for i := range readings {
		r := &readings[i]
		d := drafts[r.text]
		if d == nil {
			d = draft.Article(r.text, nothing, "")
			drafts[r.text] = d
		}
		five.Add(quoteScore(r, d, 5, report))
		two.Add(quoteScore(r, d, 2, nil))
		loose.Add(contentScore(r, d, 0.3, sharedPart, report))
		tight.Add(contentScore(r, d, 0.8, sharedPart, nil))
		covered.Add(contentScore(r, d, 0.8, coveredPart, nil))
		report.calibrate(r, d)
	}
	report.Lines = []Line{
		{"quotation of 5 words or more, with speaker", five},
		{"quotation of 2 words or more, with speaker", two},
		{"statement, overlap 0.3", loose},
		{"statement, overlap 0.8", tight},
		{"statement, 0.8 of the marked content covered", covered},
	}
	slices.SortStableFunc(report.Errors, func(a, b Error) int { return cmp.Compare(b.Weight, a.Weight) })
	return report, nil
}

// calibrate counts, by rule, the drafted statements whose content overlaps by half with an attribution's, with its speaker.
func (report *Report) calibrate(r *reading, d *draft.Draft) {
	points := []rune(r.text)
	for i := range d.Statements {
		st := &d.Statements[i]
		right := false
		for _, a := range r.attributions {
			right = right || sharedPart(points, a.content, st.Content) >= 0.5 && (len(a.speaker) == 0 || sameSpeaker(points, a.speaker, st))
		}
		report.claimed(st.Rule, st.Confidence, right)
	}
}

// fragments finds what stands in double quotation marks.
func fragments(points []rune) []news.Span {
	var found []news.Span
	open := -1
	for i := 0; i <= len(points); i++ {
		switch {
		case i == len(points) || points[i] == '\n':
			if open >= 0 && i > open {
				found = append(found, news.Span{Start: open, End: i})
			}
			open = -1
		case points[i] == '\'' && i > 0 && points[i-1] == '\'':
			if open >= 0 {
				found = append(found, news.Span{Start: open, End: i - 1})
				open = -1
			} else {
				open = i + 1
			}
		case points[i] == '"' || points[i] == '“' || points[i] == '”':
			if open >= 0 {
				found = append(found, news.Span{Start: open, End: i})
				open = -1
			} else {
				open = i + 1
			}
		}
	}
	return found
}

func quoteScore(r *reading, d *draft.Draft, words int, report *Report) Score {
	var s Score
	points := []rune(r.text)
	for _, f := range fragments(points) {
		if len(strings.Fields(string(points[f.Start:f.End]))) < words {
			continue
		}
		var gold [][]news.Span
		for _, a := range r.attributions {
			if len(a.speaker) > 0 && 2*inside(points, f, a.content) > inside(points, f, []news.Span{f}) {
				gold = append(gold, a.speaker)
			}
		}
		var proposed *draft.Statement
		for i := range d.Statements {
			if st := &d.Statements[i]; st.Speaker.End > 0 && 2*inside(points, f, st.Content) > inside(points, f, []news.Span{f}) {
				proposed = st
				break
			}
		}
		right := false
		for _, g := range gold {
			right = right || proposed != nil && sameSpeaker(points, g, proposed)
		}
		if len(gold) > 0 {
			s.There++
		}
		if proposed != nil {
			s.Proposed++
		}
		if right {
			s.Right++
		} else if report != nil && (len(gold) > 0 || proposed != nil) {
			what, is := "none", "nobody's"
			if proposed != nil {
				what = proposed.Rule + " " + string(points[proposed.Speaker.Start:proposed.Speaker.End])
			}
			if len(gold) > 0 {
				is = wordsAt(points, gold[0])
			}
			report.Errors = append(report.Errors, Error{"quotation", r.name, fmt.Sprintf("at %d %q: proposed %q, is %q", f.Start, brief(points, f), what, is), f.Len()})
		}
	}
	return s
}

func contentScore(r *reading, d *draft.Draft, overlap float64, part func(points []rune, a, b []news.Span) float64, report *Report) Score {
	type pair struct {
		a, st int
		by    float64
	}
	points := []rune(r.text)
	var pairs []pair
	for i := range r.attributions {
		for j := range d.Statements {
			if by := part(points, r.attributions[i].content, d.Statements[j].Content); by >= overlap {
				pairs = append(pairs, pair{i, j, by})
			}
		}
	}
	speech := func(a int) bool { return isSpeech(wordsAt(points, r.attributions[a].cue)) }
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.by, a.by) })
	taken, used := map[int]bool{}, map[int]bool{}
	var s Score
	for _, p := range pairs {
		if speech(p.a) && !taken[p.a] && !used[p.st] {
			taken[p.a], used[p.st] = true, true
			s.Right++
		}
	}
	for a := range r.attributions {
		if speech(a) {
			s.There++
			if !taken[a] && report != nil {
				content := r.attributions[a].content
				report.Errors = append(report.Errors, Error{"statement missed", r.name, fmt.Sprintf("at %d %q by %q: %q", content[0].Start, wordsAt(points, r.attributions[a].cue), wordsAt(points, r.attributions[a].speaker), brief(points, content[0])), content[0].Len() / 2})
			}
		}
	}
	for j := range d.Statements {
		leftOut := false
		for i := range r.attributions {
			leftOut = leftOut || !speech(i) && sharedPart(points, r.attributions[i].content, d.Statements[j].Content) >= 0.3
		}
		if used[j] || !leftOut {
			s.Proposed++
		}
		if !used[j] && !leftOut && report != nil {
			st := &d.Statements[j]
			report.Errors = append(report.Errors, Error{"statement wrong", r.name, fmt.Sprintf("at %d %s %q by %q: %q", st.Start, st.Rule, string(points[st.Cue.Start:st.Cue.End]), string(points[st.Speaker.Start:st.Speaker.End]), brief(points, st.Content[0])), st.Content[0].Len() / 2})
		}
	}
	return s
}

// inside counts the letters and digits of a span that lie in any of the others.
func inside(points []rune, s news.Span, in []news.Span) int {
	n := 0
	for i := s.Start; i < s.End; i++ {
		if unicode.IsSpace(points[i]) {
			continue
		}
		for _, other := range in {
			if other.Start <= i && i < other.End {
				n++
				break
			}
		}
	}
	return n
}

func sharedPart(points []rune, a, b []news.Span) float64 {
	if len(a) == 0 || len(b) == 0 || a[0].Start >= b[len(b)-1].End && b[0].Start >= a[len(a)-1].End {
		return 0
	}
	both, all := 0, 0
	for _, s := range a {
		both += inside(points, s, b)
		all += inside(points, s, a)
	}
	for _, s := range b {
		all += inside(points, s, b)
	}
	if all == both {
		return 0
	}
	return float64(both) / float64(all-both)
}

// coveredPart is the share of a that lies in b. It forgives a draft that takes in too much.
func coveredPart(points []rune, a, b []news.Span) float64 {
	both, all := 0, 0
	for _, s := range a {
		both += inside(points, s, b)
		all += inside(points, s, a)
	}
	if all == 0 {
		return 0
	}
	return float64(both) / float64(all)
}

func sameSpeaker(points []rune, gold []news.Span, st *draft.Statement) bool {
	for _, g := range gold {
		shared := min(g.End, st.Speaker.End) - max(g.Start, st.Speaker.Start)
		if shared > 0 && 2*shared >= min(g.Len(), st.Speaker.Len()) {
			return true
		}
	}
	words := map[string]bool{}
	for _, w := range contentWords(string(points[st.Speaker.Start:st.Speaker.End]) + " " + string(points[st.Antecedent.Start:st.Antecedent.End])) {
		words[w] = true
	}
	for _, w := range contentWords(wordsAt(points, gold)) {
		if words[w] {
			return true
		}
	}
	return false
}

var noContent = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`a an the this that these those of for from in at to with on by and or but as is was were are be been has have had
		he she they it who which we i you his her their its our my your him them us me himself herself themselves itself
		mr mrs ms dr sen rep gov gen lt col president senator s t not also other one some many`) {
		m[w] = true
	}
	return m
}()

func contentWords(s string) []string {
	var words []string
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if !noContent[w] {
			words = append(words, w)
		}
	}
	return words
}

func wordsAt(points []rune, spans []news.Span) string {
	var words []string
	for _, s := range spans {
		words = append(words, string(points[s.Start:s.End]))
	}
	return strings.Join(words, " ")
}

func brief(points []rune, s news.Span) string {
	if s.Len() > 70 {
		s.End = s.Start + 70
		return string(points[s.Start:s.End]) + "…"
	}
	return string(points[s.Start:s.End])
}
