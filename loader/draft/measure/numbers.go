package measure

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"onrecord/loader/draft"
	"onrecord/news"
)

//go:embed sentences/*.txt
var embedded embed.FS

// Sentences are the number sentences that the program carries, all of them written for it.
var Sentences = func() fs.FS {
	sub, err := fs.Sub(embedded, "sentences")
	if err != nil {
		panic(err)
	}
	return sub
}()

// numbered is a sentence and the figures in it.
type numbered struct {
	place, sentence string
	figures         []marked
}

type marked struct {
	printed    string
	comparator news.Comparator
	values     string
	suspect    bool
	// what is measure and unit, "" where the sentence is not marked for them.
	what string
}

// Numbers holds the drafter against sentences with numbers. A figure is right where the phrase, the comparator and the values
// or readings are; what it counts is scored by itself, over the figures that are right.
//
// A file has a sentence on a line, and below it a line for each figure: = printed | COMPARATOR | values | MEASURE unit. Values
// are one, two for a range, - for none, or SUSPECT and the readings. The last field may be left out. A sentence with no
// line below has no figure. A blank line comes between sentences, and lines that begin with # are remarks.
func Numbers(folder fs.FS) (*Report, error) {
	names, err := fs.Glob(folder, "*.txt")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errors.New("a folder of number sentences has *.txt, and this one has none")
	}
	report := &Report{}
	nothing := draft.NewContext(nil)
	sentences := 0
	var all, counted Score
	for _, name := range names {
		content, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		list, err := readNumbered(name, string(content))
		if err != nil {
			return nil, err
		}
		sentences += len(list)
		for _, s := range list {
			d := draft.Article(s.sentence, nothing, "")
			all.Proposed += len(d.Figures)
			all.There += len(s.figures)
			used := map[int]bool{}
			for _, want := range s.figures {
				best := -1
				for i := range d.Figures {
					if d.Cut(d.Figures[i].Span) == want.printed && !used[i] {
						best = i
						break
					}
				}
				if best < 0 {
					report.Errors = append(report.Errors, Error{"figure missed", s.place, fmt.Sprintf("%q in %q", want.printed, s.sentence), 2})
					continue
				}
				f := &d.Figures[best]
				used[best] = true
				values := said(f.Values)
				if f.Suspect {
					values = said(f.Readings)
				}
				if f.Comparator != want.comparator || values != want.values || f.Suspect != want.suspect {
					report.Errors = append(report.Errors, Error{"figure", s.place, fmt.Sprintf("%q is %s %s in %q", want.printed, f.Comparator, values, s.sentence), 2})
					continue
				}
				all.Right++
				if want.what == "" {
					continue
				}
				counted.There++
				counted.Proposed++
				if what := strings.TrimSpace(string(f.Measure) + " " + f.Unit); what == want.what {
					counted.Right++
				} else {
					report.Errors = append(report.Errors, Error{"what is counted", s.place, fmt.Sprintf("%q: %s, is %s, in %q", want.printed, what, want.what, s.sentence), 1})
				}
			}
			for i := range d.Figures {
				if !used[i] {
					report.Errors = append(report.Errors, Error{"figure, not there", s.place, fmt.Sprintf("%q (%s) in %q", d.Cut(d.Figures[i].Span), d.Figures[i].Rule, s.sentence), 2})
				}
			}
		}
	}
	report.Title = fmt.Sprintf("number sentences: %d", sentences)
	report.Lines = []Line{{"figure: phrase, comparator, value", all}, {"what it counts, of those that are right", counted}}
	slices.SortStableFunc(report.Errors, func(a, b Error) int { return b.Weight - a.Weight })
	return report, nil
}

func readNumbered(name, content string) ([]numbered, error) {
	var list []numbered
	open := false
	for n, line := range strings.Split(content, "\n") {
		place := fmt.Sprintf("%s:%d", name, n+1)
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.TrimSpace(line) == "":
			open = false
		case strings.HasPrefix(line, "= "):
			if !open {
				return nil, fmt.Errorf("%s: a figure stands below its sentence, and here is none", place)
			}
			m, err := readMarked(strings.TrimPrefix(line, "= "))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", place, err)
			}
			last := &list[len(list)-1]
			if !strings.Contains(last.sentence, m.printed) {
				return nil, fmt.Errorf("%s: %q does not stand in the sentence", place, m.printed)
			}
			last.figures = append(last.figures, m)
		default:
			list = append(list, numbered{place: place, sentence: line})
			open = true
		}
	}
	return list, nil
}

func readMarked(line string) (marked, error) {
	fields := strings.Split(line, "|")
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	if len(fields) < 3 || len(fields) > 4 {
		return marked{}, errors.New("a figure is written: = printed | COMPARATOR | values | MEASURE unit")
	}
	m := marked{printed: fields[0], comparator: news.Comparator(fields[1])}
	if !slices.Contains(news.Comparators, m.comparator) {
		return marked{}, fmt.Errorf("%q is not among the comparators, %v", fields[1], news.Comparators)
	}
	if len(fields) == 4 {
		m.what = fields[3]
	}
	values, suspect := strings.CutPrefix(fields[2], "SUSPECT ")
	m.suspect = suspect
	var numbers []float64
	for _, v := range strings.Fields(values) {
		if v == "-" {
			continue
		}
		number, err := strconv.ParseFloat(v, 64)
		if err != nil {
			return marked{}, fmt.Errorf("%q is not a number", v)
		}
		numbers = append(numbers, number)
	}
	m.values = said(numbers)
	return m, nil
}
