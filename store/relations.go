package store

import (
	"onrecord/news"
	"onrecord/parallel"
)

// relations is what an index needs to know beyond the record itself: which articles an instance appears in, and what
// hangs on it. It is worked out once from the whole dataset.
type relations struct {
	actor     map[news.ActorID]*news.Actor
	article   map[news.ArticleID]*news.Article
	event     map[news.EventID]*news.Event
	place     map[news.PlaceID]*news.Place
	quantity  map[news.QuantityID]*news.Quantity
	statement map[news.StatementID]*news.Statement

	// articles lists the articles each instance appears in; subjects lists the instances in each article.
	articles map[string][]string
	subjects map[news.ArticleID][]string

	reports map[news.StatementID][]*news.StatementReport
	figures map[news.QuantityID]int
	spoken  map[news.ActorID]int
}

func relate(ds *news.Dataset) *relations {
	r := &relations{
		actor:     byID(ds.Actors, func(a *news.Actor) news.ActorID { return a.ID }),
		article:   byID(ds.Articles, func(a *news.Article) news.ArticleID { return a.ID }),
		event:     byID(ds.Events, func(e *news.Event) news.EventID { return e.ID }),
		place:     byID(ds.Places, func(p *news.Place) news.PlaceID { return p.ID }),
		quantity:  byID(ds.Quantities, func(q *news.Quantity) news.QuantityID { return q.ID }),
		statement: byID(ds.Statements, func(s *news.Statement) news.StatementID { return s.ID }),
		articles:  map[string][]string{},
		subjects:  map[news.ArticleID][]string{},
		reports:   map[news.StatementID][]*news.StatementReport{},
		figures:   map[news.QuantityID]int{},
		spoken:    map[news.ActorID]int{},
	}
	printed := map[news.ArticleID][]news.Mention{}
	for m := range ds.Mentions() {
		in := m.Anchored().Article
		printed[in] = append(printed[in], m)
		switch m := m.(type) {
		case *news.StatementReport:
			r.reports[m.Statement] = append(r.reports[m.Statement], m)
		case *news.Figure:
			r.figures[m.Quantity]++
		}
	}
	for _, s := range ds.Statements {
		r.spoken[s.Speaker]++
	}
	parallel.Stretches(len(ds.Articles), 100, func(from, to int) []*appearing {
		var found []*appearing
		for _, a := range ds.Articles[from:to] {
			in := &appearing{relations: r, article: a.ID, seen: map[string]bool{}}
			in.add(string(a.Outlet))
			for _, m := range printed[a.ID] {
				in.mention(m)
			}
			found = append(found, in)
		}
		return found
	}, func(found []*appearing) {
		for _, in := range found {
			r.subjects[in.article] = in.subjects
			for _, id := range in.subjects {
				r.articles[id] = append(r.articles[id], string(in.article))
			}
		}
	})
	return r
}

func byID[ID comparable, N any](records []N, id func(N) ID) map[ID]N {
	m := make(map[ID]N, len(records))
	for _, n := range records {
		m[id(n)] = n
	}
	return m
}

// appearing are the instances in one article.
type appearing struct {
	*relations
	article  news.ArticleID
	subjects []string
	seen     map[string]bool
}

// mention notes every instance that a mention brings into its article.
func (in *appearing) mention(m news.Mention) {
	for _, hop := range m.Anchored().Attribution.Hops {
		in.add(string(hop.Actor))
	}
	switch m := m.(type) {
	case *news.StatementReport:
		in.reported(in.statement[m.Statement])
	case *news.Figure:
		in.quantityIn(in.quantity[m.Quantity])
	case *news.EventAccount:
		in.eventIn(in.event[m.Event])
		in.add(string(m.Holds))
	case *news.RoleMention:
		in.add(string(m.Actor))
		in.add(string(m.Body))
	case *news.TermUse:
		in.subject(m.Referent)
	}
}

func (in *appearing) reported(s *news.Statement) {
	in.add(string(s.ID))
	in.add(string(s.Speaker))
	in.add(string(s.Addressee))
	if s.Occasion != "" {
		in.eventIn(in.event[s.Occasion])
	}
	for _, subject := range s.About {
		in.subject(subject)
	}
}

func (in *appearing) subject(subject news.SubjectID) {
	if e, ok := in.event[news.EventID(subject)]; ok {
		in.eventIn(e)
		return
	}
	if q, ok := in.quantity[news.QuantityID(subject)]; ok {
		in.quantityIn(q)
		return
	}
	in.add(string(subject))
}

func (in *appearing) quantityIn(q *news.Quantity) {
	in.add(string(q.ID))
	in.add(string(q.Place))
	if q.Event != "" {
		in.eventIn(in.event[q.Event])
	}
}

func (in *appearing) eventIn(e *news.Event) {
	in.add(string(e.ID))
	for _, p := range e.Participants {
		in.add(string(p.Actor))
	}
	for _, p := range e.Places {
		in.add(string(p))
	}
}

func (in *appearing) add(id string) {
	if id == "" || in.seen[id] {
		return
	}
	in.seen[id] = true
	in.subjects = append(in.subjects, id)
}

// within lists a place and every place that it is part of.
func (r *relations) within(id news.PlaceID) []news.PlaceID {
	var within []news.PlaceID
	for id != "" && len(within) < len(r.place) {
		within = append(within, id)
		id = r.place[id].PartOf
	}
	return within
}

// countIn is how many articles an instance appears in.
func (r *relations) countIn(n news.Node) uint64 { return uint64(len(r.articles[n.NodeID()])) }
