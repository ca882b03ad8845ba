package measure

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"onrecord/loader/draft"
	"onrecord/news"
)

// Reviewed holds the drafter against a dataset that people have reviewed, compiled with its texts. furniture is what the
// records mark as such.
//
// A quotation is right where a drafted statement has it, by half of both at least, and goes back to the same actor. A
// report is right where the passages overlap as for [Attributions] and the origin is the same; its chain, where all
// hops are. A figure is right where the phrases overlap and value, comparator, readings and origin are the same. An actor
// without a name is the same where its descriptions share a word. Drafts know the dataset's named actors and places, and no
// more of it.
func Reviewed(ds *news.Dataset, furniture map[news.ArticleID][]news.Span) *Report {
	report := &Report{}
	context := draft.NewContext(ds)
	actors := map[news.ActorID]*news.Actor{}
	for _, a := range ds.Actors {
		actors[a.ID] = a
	}
	var quotes, loose, tight, chain, numbers Score
	articles, drafted := 0, 0
	for _, a := range ds.Articles {
		if a.Text == "" {
			continue
		}
		articles++
		published := news.Date("")
		if a.Published.Earliest == a.Published.Latest {
			published = a.Published.Latest
		}
		c := &compared{d: draft.Article(a.Text, context, published), article: a, actors: actors, report: report}
		for _, r := range ds.Reports {
			if r.Article == a.ID {
				c.reports = append(c.reports, r)
			}
		}
		for _, f := range ds.Figures {
			if f.Article == a.ID {
				c.figures = append(c.figures, f)
			}
		}
		quotes.Add(c.quotes())
		loose.Add(c.passages(0.3, &chain))
		tight.Add(c.passages(0.8, nil))
		numbers.Add(c.numbers())
		drafted += c.inFurniture(furniture[a.ID])
	}
	report.Title = fmt.Sprintf("reviewed: %d articles; drafts in page furniture: %d", articles, drafted)
	report.Lines = []Line{
		{"quotation, with speaker", quotes},
		{"report, overlap 0.3, with speaker", loose},
		{"report, overlap 0.8, with speaker", tight},
		{"whole chain, of reports at 0.3", chain},
		{"figure: value, comparator, claimant", numbers},
	}
	slices.SortStableFunc(report.Errors, func(a, b Error) int { return cmp.Compare(b.Weight, a.Weight) })
	return report
}

// compared is one article's drafts beside its reviewed records.
type compared struct {
	d       *draft.Draft
	article *news.Article
	reports []*news.StatementReport
	figures []*news.Figure
	actors  map[news.ActorID]*news.Actor
	report  *Report
}

func (c *compared) wrong(kind string, weight int, format string, args ...any) {
	c.report.Errors = append(c.report.Errors, Error{kind, string(c.article.ID), fmt.Sprintf(format, args...), weight})
}

// sameActor reports whether a drafted actor is a reviewed one.
func (c *compared) sameActor(drafted int, reviewed news.ActorID) bool {
	if drafted < 0 || reviewed == "" {
		return drafted < 0 && reviewed == ""
	}
	a, b := &c.d.Actors[drafted], c.actors[reviewed]
	if a.ID != "" {
		return a.ID == string(reviewed)
	}
	if b.Anonymity == nil {
		return false
	}
	words := contentWords(b.Anonymity.Descriptor)
	for _, w := range contentWords(a.Name) {
		if slices.Contains(words, w) {
			return true
		}
	}
	return false
}

func (c *compared) nameOf(drafted int) string {
	if drafted < 0 {
		return "nobody"
	}
	return c.d.Actors[drafted].Name
}

func sameSpan(a, b news.Span) bool {
	shared := min(a.End, b.End) - max(a.Start, b.Start)
	return 2*shared > a.Len() && 2*shared > b.Len()
}

func (c *compared) quotes() Score {
	var s Score
	used := map[news.Span]bool{}
	proposed := map[news.Span]*draft.Statement{}
	for i := range c.d.Statements {
		for _, q := range c.d.Statements[i].Quotes {
			proposed[c.d.Quotations[q].Span] = &c.d.Statements[i]
		}
	}
	s.Proposed = len(proposed)
	for _, r := range c.reports {
		for _, q := range r.Quotes {
			s.There++
			found := "nobody"
			right := false
			for span, st := range proposed {
				if sameSpan(span, q.Span) && !used[span] {
					found = c.nameOf(st.Actor)
					if c.sameActor(st.Actor, r.Attribution.Origin()) {
						used[span], right = true, true
						break
					}
				}
			}
			if right {
				s.Right++
			} else {
				c.wrong("quotation", q.Span.Len(), "%q: %s, is %s", q.Words, found, r.Attribution.Origin())
			}
		}
	}
	for span, st := range proposed {
		if !used[span] {
			c.wrong("quotation, not there", span.Len()/2, "%q: %s", c.d.Cut(span), c.nameOf(st.Actor))
		}
	}
	return s
}

func (c *compared) passages(overlap float64, chain *Score) Score {
	s := Score{Proposed: len(c.d.Statements), There: len(c.reports)}
	points := []rune(c.article.Text)
	used := map[int]bool{}
	for _, r := range c.reports {
		best, by := -1, overlap
		for i := range c.d.Statements {
			if o := sharedPart(points, []news.Span{r.Evidence.Span}, []news.Span{c.d.Statements[i].Span}); o >= by && !used[i] {
				best, by = i, o
			}
		}
		if best < 0 {
			if chain != nil {
				c.wrong("report missed", r.Evidence.Span.Len()/4, "%q by %s", brief(points, r.Evidence.Span), r.Attribution.Origin())
			}
			continue
		}
		used[best] = true
		st := &c.d.Statements[best]
		if !c.sameActor(st.Actor, r.Attribution.Origin()) {
			if chain != nil {
				c.wrong("report", r.Evidence.Span.Len()/4, "%q: %s by %s, is %s", brief(points, r.Evidence.Span), st.Rule, c.nameOf(st.Actor), r.Attribution.Origin())
			}
			continue
		}
		s.Right++
		if chain == nil {
			continue
		}
		chain.There++
		chain.Proposed++
		same := len(st.Chain) == len(r.Attribution.Hops)
		for i := range st.Chain {
			same = same && c.sameActor(st.Chain[i].Actor, r.Attribution.Hops[i].Actor)
		}
		if same {
			chain.Right++
		} else {
			c.wrong("chain", 20, "%q: %d hops, are %d", brief(points, r.Evidence.Span), len(st.Chain), len(r.Attribution.Hops))
		}
	}
	if chain != nil {
		for i := range c.d.Statements {
			if st := &c.d.Statements[i]; !used[i] {
				c.wrong("report, not there", st.Len()/5, "%q: %s by %s", brief(points, st.Span), st.Rule, c.nameOf(st.Actor))
			}
		}
	}
	return s
}

func (c *compared) numbers() Score {
	s := Score{Proposed: len(c.d.Figures), There: len(c.figures)}
	used := map[int]bool{}
	for _, f := range c.figures {
		best := -1
		for i := range c.d.Figures {
			if c.d.Figures[i].Overlaps(f.Evidence.Span) && !used[i] {
				best = i
				break
			}
		}
		if best < 0 {
			c.wrong("figure missed", 30, "%q", f.Printed)
			continue
		}
		used[best] = true
		d := &c.d.Figures[best]
		origin := -1
		if d.Statement >= 0 {
			origin = c.d.Statements[d.Statement].Actor
		}
		switch {
		case d.Comparator != f.Comparator:
			c.wrong("figure", 30, "%q: %q is %s, is %s", f.Printed, c.d.Cut(d.Span), d.Comparator, f.Comparator)
		case said(d.Values) != said(valuesOf(f)) && !d.Suspect || d.Suspect != (f.Quality == news.Suspect) || d.Suspect && said(d.Readings) != said(f.Readings):
			c.wrong("figure", 30, "%q: %s %s, is %s %s", f.Printed, said(d.Values), said(d.Readings), said(valuesOf(f)), said(f.Readings))
		case !c.sameActor(origin, f.Attribution.Origin()):
			c.wrong("figure", 30, "%q: claimed by %s, is %s", f.Printed, c.nameOf(origin), f.Attribution.Origin())
		default:
			s.Right++
		}
	}
	for i := range c.d.Figures {
		if !used[i] {
			c.wrong("figure, not there", 25, "%q: %s", c.d.Cut(c.d.Figures[i].Span), c.d.Figures[i].Rule)
		}
	}
	return s
}

func valuesOf(f *news.Figure) []float64 {
	switch {
	case f.Comparator == news.Range && f.Low != nil && f.High != nil:
		return []float64{*f.Low, *f.High}
	case f.Value != nil:
		return []float64{*f.Value}
	}
	return nil
}

func said(values []float64) string {
	var words []string
	for _, v := range values {
		words = append(words, strconv.FormatFloat(v, 'f', -1, 64))
	}
	return strings.Join(words, " to ")
}

// inFurniture counts what was drafted from page furniture.
func (c *compared) inFurniture(furniture []news.Span) int {
	n := 0
	count := func(s news.Span) {
		for _, f := range furniture {
			if f.Overlaps(s) {
				n++
				c.wrong("drafted from furniture", 100, "%q", c.d.Cut(s))
			}
		}
	}
	for i := range c.d.Statements {
		count(c.d.Statements[i].Span)
	}
	for i := range c.d.Figures {
		count(c.d.Figures[i].Span)
	}
	for i := range c.d.Events {
		count(c.d.Events[i].Span)
	}
	for i := range c.d.Roles {
		count(c.d.Roles[i].Span)
	}
	return n
}
