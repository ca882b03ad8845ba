package store

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"onrecord/news"
)

// concerns lists what a moment is about, told once more in plain Go.
func (w *world) concerns(n news.Node) []string {
	about := []string{n.NodeID()}
	switch n := n.(type) {
	case *news.Event:
		for _, p := range n.Participants {
			about = append(about, string(p.Actor))
		}
		about = append(about, texts(w.around(n.Places...))...)
		for id := n.PartOf; id != ""; id = w.event[string(id)].PartOf {
			about = append(about, string(id))
		}
		about = append(about, texts(w.articlesOf(n))...)
	case *news.Statement:
		about = append(about, string(n.Speaker), string(n.Addressee), string(n.Occasion))
		about = append(append(about, texts(n.About)...), texts(w.articlesOf(n))...)
	case *news.Figure:
		q := w.quantity[string(n.Quantity)]
		about = append(about, string(q.ID), string(q.Event), string(n.Article))
		about = append(append(about, texts(w.around(q.Place))...), texts(lastHop(n.Attribution))...)
	}
	return about
}

func TestTheTimelineIsWhatAScanFinds(t *testing.T) {
	type F = TimelineFilter
	type N = *Moment
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		w := scan(ds)
		var all []*Moment
		add := func(n news.Node, d news.UncertainDate) {
			if d.Earliest != "" || d.Latest != "" {
				all = append(all, &Moment{What: n, Date: d})
			}
		}
		for _, e := range ds.Events {
			add(e, e.Date)
		}
		for _, st := range ds.Statements {
			add(st, st.Said)
		}
		for _, f := range ds.Figures {
			add(f, f.AsOf)
		}
		ids := slices.Concat(texts(w.subjects()), idsOf[string](ds.Statements), idsOf[string](ds.Articles))
		listed[F, N]{
			all: all,
			conditions: []condition[F, N]{
				dated(t, "During", func(f *F, v *DateFilter) { f.During = *v }, func(n N) news.UncertainDate { return n.Date }),
				anyOf(t, w, "About", ids, func(f *F, v []string) { f.About = v }, func(n N) []string { return w.concerns(n.What) }),
				anyOf(t, w, "Kinds", []news.Kind{news.KindEvent, news.KindStatement, news.KindFigure}, func(f *F, v []news.Kind) { f.Kinds = v }, func(n N) []news.Kind {
					kind, _, _ := news.SplitID(n.NodeID())
					return []news.Kind{kind}
				}),
			},
			orders: []func(x, y N) int{func(x, y N) int { return byDate(x.Date, y.Date) }},
			list: func(f *F, _ int, d Direction, p Page, _ ...Scope[N]) (*MomentConnection, error) {
				if f == nil {
					f = &F{}
				}
				return s.Timeline(*f, d, p)
			},
		}.check(t)
	})
}

// A date is DEFINITELY in a period where every day it can be is.
func TestAMomentSaysHowItLiesToThePeriod(t *testing.T) {
	day := func(from, to news.Date) news.UncertainDate { return news.UncertainDate{Earliest: from, Latest: to} }
	from, to := news.Date("2031-05-03"), news.Date("2031-05-06")
	for _, c := range []struct {
		says   string
		period DateFilter
		date   news.UncertainDate
		want   DateMatch
	}{
		{"a day within", DateFilter{From: &from, To: &to}, day("2031-05-03", "2031-05-06"), Definitely},
		{"it may be a day before", DateFilter{From: &from, To: &to}, day("2031-05-02", "2031-05-06"), Possibly},
		{"it may be a day after", DateFilter{From: &from, To: &to}, day("2031-05-03", "2031-05-07"), Possibly},
		{"it has no end", DateFilter{From: &from, To: &to}, day("2031-05-03", ""), Possibly},
		{"it has no end, and the period neither", DateFilter{From: &from}, day("2031-05-03", ""), Definitely},
		{"it has no beginning", DateFilter{From: &from}, day("", "2031-05-06"), Possibly},
		{"it has no beginning, and the period neither", DateFilter{To: &to}, day("", "2031-05-06"), Definitely},
	} {
		if got := c.period.holds(c.date); got != c.want {
			t.Errorf("%s: %s, want %s", c.says, got, c.want)
		}
	}
}

func TestTheTimelineIsCountedAsAScanCounts(t *testing.T) {
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		w := scan(ds)
		c, err := s.Timeline(TimelineFilter{}, Ascending, Page{First: at(MaxPage)})
		must(t, err)
		values[*Moment]{
			FacetKind: func(n *Moment) []string { kind, _, _ := news.SplitID(n.NodeID()); return single(kind) },
			FacetAbout: func(n *Moment) []string {
				return slices.DeleteFunc(w.concerns(n.What), func(id string) bool { kind, _, _ := news.SplitID(id); return kind == news.KindArticle })
			},
		}.held(t, c, err, c.Nodes(), nil)
	})
}
