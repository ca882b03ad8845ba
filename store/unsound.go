package store

import (
	"fmt"
	"slices"
	"strings"

	"onrecord/news"
	"onrecord/parallel"
)

// unsound tells why a dataset cannot be kept, a sentence for each fault: an id that is not its noun's or not its record's
// alone, a reference that leads nowhere, a date on no calendar. The rest of the package relies on there being none.
func unsound(ds *news.Dataset) []string {
	c := &census{of: map[string]string{}}
	enrol(c, news.KindArticle, ds.Articles, nil)
	enrol(c, news.KindActor, ds.Actors, actors.former)
	enrol(c, news.KindPlace, ds.Places, places.former)
	enrol(c, news.KindEvent, ds.Events, events.former)
	enrol(c, news.KindStatement, ds.Statements, statements.former)
	enrol(c, news.KindQuantity, ds.Quantities, quantities.former)
	enrol(c, news.KindReport, ds.Reports, nil)
	enrol(c, news.KindFigure, ds.Figures, nil)
	enrol(c, news.KindAccount, ds.Accounts, nil)
	enrol(c, news.KindRole, ds.Roles, nil)
	enrol(c, news.KindTerm, ds.Terms, nil)

	through(c, ds.Articles, func(c *census, a *news.Article) {
		leads(c, a, "outlet", news.KindActor, a.Outlet)
		leads(c, a, "relays", news.KindActor, a.Relays...)
		c.date(a, a.Published)
	})
	through(c, ds.Actors, func(c *census, a *news.Actor) {
		leads(c, a, "memberOf", news.KindActor, a.MemberOf...)
		if a.Anonymity != nil {
			leads(c, a, "affiliation", news.KindActor, a.Anonymity.Affiliation)
			leads(c, a, "mayBe", news.KindActor, a.Anonymity.MayBe...)
		}
	})
	through(c, ds.Places, func(c *census, p *news.Place) { leads(c, p, "partOf", news.KindPlace, p.PartOf) })
	through(c, ds.Events, (*census).event)
	through(c, ds.Statements, func(c *census, s *news.Statement) {
		c.must(s, "speaker", string(s.Speaker))
		leads(c, s, "speaker", news.KindActor, s.Speaker)
		leads(c, s, "addressee", news.KindActor, s.Addressee)
		leads(c, s, "occasion", news.KindEvent, s.Occasion)
		leads(c, s, "about", "", s.About...)
		for _, link := range s.Links {
			leads(c, s, "links", news.KindStatement, link.Statement)
		}
		c.date(s, s.Said)
	})
	through(c, ds.Quantities, func(c *census, q *news.Quantity) {
		leads(c, q, "place", news.KindPlace, q.Place)
		leads(c, q, "event", news.KindEvent, q.Event)
		leads(c, q, "partOf", news.KindQuantity, q.PartOf)
	})
	through(c, slices.Collect(ds.Mentions()), (*census).mention)
	c.history(ds)
	return c.faults
}

// census knows whose every id is.
type census struct {
	of     map[string]string
	faults []string
}

func (c *census) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

func enrol[N news.Node](c *census, kind news.Kind, nodes []N, former func(N) []string) {
	for _, n := range nodes {
		ids := []string{n.NodeID()}
		if former != nil {
			ids = append(ids, former(n)...)
		}
		for _, id := range ids {
			if given, _, ok := news.SplitID(id); !ok || given != kind {
				c.fault("%q is not the id of a record of the kind %s", id, kind)
			}
			if other, taken := c.of[id]; taken {
				c.fault("the id %s is both of %s and of %s", id, other, n.NodeID())
			}
			c.of[id] = n.NodeID()
		}
	}
}

// through looks at all of a list, on all processors. Faults are told in the list's order.
func through[N any](c *census, list []N, look func(*census, N)) {
	parallel.Stretches(len(list), atATime, func(from, to int) []string {
		some := &census{of: c.of}
		for _, n := range list[from:to] {
			look(some, n)
		}
		return some.faults
	}, func(faults []string) { c.faults = append(c.faults, faults...) })
}

// leads holds references against the records there are. Former ids are for readers: within a dataset a reference has the
// id of today. kind "" is any subject.
func leads[ID ~string](c *census, from news.Node, name string, kind news.Kind, ids ...ID) {
	for _, id := range ids {
		given, _, _ := news.SplitID(string(id))
		switch {
		case id == "":
		case c.of[string(id)] != string(id):
			c.fault("%s of %s leads to %q, and there is no such record", name, from.NodeID(), id)
		case kind == "" && !slices.Contains(news.SubjectKinds, given), kind != "" && given != kind:
			c.fault("%s of %s leads to %q, which has the wrong kind", name, from.NodeID(), id)
		}
	}
}

func (c *census) must(from news.Node, name, id string) {
	if id == "" {
		c.fault("%s has no %s", from.NodeID(), name)
	}
}

func (c *census) date(of news.Node, d news.UncertainDate) {
	for _, end := range []news.Date{d.Earliest, d.Latest} {
		if end == "" {
			continue
		}
		if _, err := news.ParseDate(string(end)); err != nil {
			c.fault("a date of %s: %v", of.NodeID(), err)
		}
	}
}

func (c *census) chain(of news.Node, a *news.Attribution) {
	for _, hop := range a.Hops {
		c.must(of, "actor in a hop", string(hop.Actor))
		leads(c, of, "a hop", news.KindActor, hop.Actor)
	}
}

func (c *census) event(e *news.Event) {
	leads(c, e, "places", news.KindPlace, e.Places...)
	leads(c, e, "partOf", news.KindEvent, e.PartOf)
	for _, p := range e.Participants {
		leads(c, e, "participants", news.KindActor, p.Actor)
	}
	for _, link := range e.Links {
		leads(c, e, "links", news.KindEvent, link.Event)
		if link.Attribution != nil {
			c.chain(e, link.Attribution)
		}
	}
	c.date(e, e.Date)
}

// history sees that what became of records can be told by release and id.
func (c *census) history(ds *news.Dataset) {
	released := map[string]bool{}
	for _, r := range ds.Releases {
		if r.Version == "" || strings.ContainsAny(r.Version, "\t\n\x00") || released[r.Version] {
			c.fault("%q cannot be the version of a release, or is that of two", r.Version)
		}
		released[r.Version] = true
	}
	told := map[string]bool{}
	tell := func(n news.Node, id string) {
		if _, _, ok := news.SplitID(id); !ok || strings.Contains(id, "\x00") || told[n.NodeID()] {
			c.fault("%q is not the id of a record, or is told of twice", n.NodeID())
		}
		told[n.NodeID()] = true
	}
	for _, ch := range ds.Changes {
		if !released[ch.Since] {
			c.fault("a change since %q is told, and that was never released", ch.Since)
		}
		tell(ch, ch.Record)
	}
	for _, w := range ds.Withdrawn {
		if _, still := c.of[w.ID]; still {
			c.fault("%s is withdrawn and there", w.ID)
		}
		tell(w, w.ID)
		if _, err := news.ParseDate(string(w.On)); err != nil {
			c.fault("the withdrawal of %s: %v", w.ID, err)
		}
	}
}

func (c *census) mention(m news.Mention) {
	anchor := m.Anchored()
	c.must(m, "article", string(anchor.Article))
	leads(c, m, "article", news.KindArticle, anchor.Article)
	c.chain(m, &anchor.Attribution)
	switch m := m.(type) {
	case *news.StatementReport:
		c.must(m, "statement", string(m.Statement))
		leads(c, m, "statement", news.KindStatement, m.Statement)
	case *news.Figure:
		c.must(m, "quantity", string(m.Quantity))
		leads(c, m, "quantity", news.KindQuantity, m.Quantity)
		c.date(m, m.AsOf)
	case *news.EventAccount:
		c.must(m, "event", string(m.Event))
		leads(c, m, "event", news.KindEvent, m.Event)
		leads(c, m, "holds", news.KindActor, m.Holds)
	case *news.RoleMention:
		leads(c, m, "actor", news.KindActor, m.Actor)
		leads(c, m, "body", news.KindActor, m.Body)
	case *news.TermUse:
		leads(c, m, "referent", "", m.Referent)
	}
}
