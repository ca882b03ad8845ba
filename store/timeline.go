package store

import (
	"onrecord/news"
)

// Moment is an event that happened, a statement that was made or the day of a figure: something with a place in time.
type Moment struct {
	// What is a [*news.Event], a [*news.Statement] or a [*news.Figure].
	What news.Node
	Date news.UncertainDate
	// Match says whether the date lies wholly within the period that was asked for, or only may.
	Match DateMatch
}

// NodeID is the id of what the moment is of.
func (m *Moment) NodeID() string { return m.What.NodeID() }

// MomentConnection is a page of a timeline.
type MomentConnection = Connection[*Moment]

// MomentEdge is one moment of a page.
type MomentEdge = Edge[*Moment]

// momentOf is the place in time of an event, a statement or a figure; nil for any other record, and where nothing of the
// date is known.
func momentOf(n news.Node) *Moment {
	m := &Moment{What: n}
	switch n := n.(type) {
	case *news.Event:
		m.Date = n.Date
	case *news.Statement:
		m.Date = n.Said
	case *news.Figure:
		m.Date = n.AsOf
	}
	if !m.Date.Known() {
		return nil
	}
	return m
}

// moments lists what has a place in time. Its records are only ids; events, statements and figures are kept under their own
// nouns.
var moments = leading(nounMoment, "moment", func(r *reader, noun nounCode, ordinal uint32) (*Moment, error) {
	switch noun {
	case nounEvent:
		return moment(events.read(r, ordinal))
	case nounStatement:
		return moment(statements.read(r, ordinal))
	case nounFigure:
		return moment(figures.read(r, ordinal))
	}
	return nil, errRecord
}).
	sorted(func(key []byte, _ *relations, m *Moment) []byte { return dateKey(key, m.Date) }).
	found(func(r *relations, m *Moment, e *entry) {
		kind, _, _ := news.SplitID(m.NodeID())
		e.add(fieldKind, string(kind))
		e.add(fieldAbout, m.NodeID())
		e.date(m.Date)
		switch n := m.What.(type) {
		case *news.Event:
			r.aboutEvent(n, e)
			e.inArticles(r)
		case *news.Statement:
			e.add(fieldAbout, string(n.Speaker))
			e.add(fieldAbout, string(n.Addressee))
			e.add(fieldAbout, string(n.Occasion))
			addAll(e, fieldAbout, n.About)
			e.inArticles(r)
		case *news.Figure:
			quantity := r.ownQuantity()
			e.add(fieldAbout, string(n.Quantity))
			e.add(fieldAbout, string(quantity.Event))
			addAll(e, fieldAbout, r.within(quantity.Place))
			e.add(fieldAbout, string(n.Attribution.Origin()))
			e.add(fieldArticle, string(n.Article))
		}
	})

// aboutEvent says whom and what an event concerns: who takes part, where it is, and the larger events it is part of.
func (r *relations) aboutEvent(ev *news.Event, e *entry) {
	for _, p := range ev.Participants {
		e.add(fieldAbout, string(p.Actor))
	}
	for _, p := range ev.Places {
		addAll(e, fieldAbout, r.within(p))
	}
	larger := ev.PartOf
	for range r.count(nounEvent) {
		if larger == "" {
			return
		}
		e.add(fieldAbout, string(larger))
		larger = r.event(larger).PartOf
	}
}

func moment[N news.Node](n N, err error) (*Moment, error) {
	if err != nil {
		return nil, err
	}
	if m := momentOf(n); m != nil {
		return m, nil
	}
	return nil, errRecord
}

// TimelineFilter narrows a timeline.
type TimelineFilter struct {
	// During is the period; a moment of which neither bound is known is in none.
	During DateFilter
	// About: an actor, event, place, quantity, statement or article that it concerns. An event concerns who takes part, where
	// it is and what it is part of; a statement who speaks and is spoken to, its occasion and what it is about; a figure its
	// quantity, the event and the place of that, and its claimant; each what it is itself, and the articles it is in.
	About []string
	// Kinds are [news.KindEvent], [news.KindStatement] and [news.KindFigure].
	Kinds []news.Kind
}

// Timeline lists events, statements and figures by date: by the earliest day it can have been, then by the latest.
func (s *Store) Timeline(filter TimelineFilter, direction Direction, page Page) (*MomentConnection, error) {
	c, err := lookUp(s, &moments, ordering{direction: direction}, page, &filter, nil)
	if err != nil {
		return nil, err
	}
	for _, edge := range c.Edges {
		edge.Node.Match = filter.During.holds(edge.Node.Date)
	}
	return c, nil
}

func (f *TimelineFilter) narrow(q *query) {
	q.during(&f.During)
	among(q, fieldKind, f.Kinds)
	if f.About == nil {
		return
	}
	var about, in []string
	for _, id := range f.About {
		if kind, _, _ := news.SplitID(id); kind == news.KindArticle {
			in = append(in, id)
			continue
		}
		about = append(about, q.current(id, []news.Kind{news.KindActor, news.KindEvent, news.KindPlace, news.KindQuantity, news.KindStatement}))
	}
	q.either(map[field][]string{fieldAbout: about, fieldArticle: in})
}

// holds says how a date that overlaps the period lies to it.
func (f *DateFilter) holds(d news.UncertainDate) DateMatch {
	within := (f.From == nil || d.Earliest != "" && d.Earliest >= *f.From) && (f.To == nil || d.Latest != "" && d.Latest <= *f.To)
	if within {
		return Definitely
	}
	return Possibly
}
