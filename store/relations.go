package store

import "onrecord/news"

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

	seen map[[2]string]bool
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
		seen:      map[[2]string]bool{},
	}
	for _, a := range ds.Articles {
		r.appears(a.ID, string(a.Outlet))
	}
	for _, s := range ds.Statements {
		r.spoken[s.Speaker]++
	}
	for m := range ds.Mentions() {
		r.mention(m)
	}
	return r
}

func byID[ID comparable, N any](records []N, id func(N) ID) map[ID]N {
	m := make(map[ID]N, len(records))
	for _, n := range records {
		m[id(n)] = n
	}
	return m
}

// mention notes every instance that a mention brings into its article.
func (r *relations) mention(m news.Mention) {
	anchor := m.Anchored()
	in := anchor.Article
	for _, actor := range anchor.Attribution.Through() {
		r.appears(in, string(actor))
	}
	switch m := m.(type) {
	case *news.StatementReport:
		r.reports[m.Statement] = append(r.reports[m.Statement], m)
		r.statementIn(in, r.statement[m.Statement])
	case *news.Figure:
		r.figures[m.Quantity]++
		r.quantityIn(in, r.quantity[m.Quantity])
	case *news.EventAccount:
		r.eventIn(in, r.event[m.Event])
		r.appears(in, string(m.Holds))
	case *news.RoleMention:
		r.appears(in, string(m.Actor))
		r.appears(in, string(m.Body))
	case *news.TermUse:
		r.subjectIn(in, m.Referent)
	}
}

func (r *relations) statementIn(in news.ArticleID, s *news.Statement) {
	r.appears(in, string(s.ID))
	r.appears(in, string(s.Speaker))
	r.appears(in, string(s.Addressee))
	if s.Occasion != "" {
		r.eventIn(in, r.event[s.Occasion])
	}
	for _, subject := range s.About {
		r.subjectIn(in, subject)
	}
}

func (r *relations) subjectIn(in news.ArticleID, subject news.SubjectID) {
	if e, ok := r.event[news.EventID(subject)]; ok {
		r.eventIn(in, e)
		return
	}
	if q, ok := r.quantity[news.QuantityID(subject)]; ok {
		r.quantityIn(in, q)
		return
	}
	r.appears(in, string(subject))
}

func (r *relations) quantityIn(in news.ArticleID, q *news.Quantity) {
	r.appears(in, string(q.ID))
	r.appears(in, string(q.Place))
	if q.Event != "" {
		r.eventIn(in, r.event[q.Event])
	}
}

func (r *relations) eventIn(in news.ArticleID, e *news.Event) {
	r.appears(in, string(e.ID))
	for _, p := range e.Participants {
		r.appears(in, string(p.Actor))
	}
	for _, p := range e.Places {
		r.appears(in, string(p))
	}
}

func (r *relations) appears(in news.ArticleID, id string) {
	if id == "" || r.seen[[2]string{string(in), id}] {
		return
	}
	r.seen[[2]string{string(in), id}] = true
	r.articles[id] = append(r.articles[id], string(in))
	r.subjects[in] = append(r.subjects[in], id)
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
