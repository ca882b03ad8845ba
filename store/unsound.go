package store

import (
	"fmt"
	"slices"
	"strings"

	"onrecord/news"
	"onrecord/parallel"
)

// unsound tells why a dataset cannot be kept, a sentence for each fault: an id that is not its noun's or not its record's
// alone, a reference that leads nowhere, a date on no calendar. The rest of the package relies on there being none. It notes where each id
// leads, and what else it comes across that is asked for later. References are held against that by their hashes, of which two are one by an
// accident of one in 10^13 for a million records, and as the hashes are others each time, not by anybody's will.
func unsound(ds *dataset) []string {
	c := takeCensus(ds)
	for c.clash { // two ids with one hash
		c = takeCensus(ds)
	}
	ds.directory, ds.ids, c.first = c.directory, c.ids, ds.firstInstances()
	through(c, &articles, ds.articles, func(c *census, a *news.Article) {
		brings(c, a, "outlet", news.KindActor, a.Outlet)
		leads(c, a, "relays", news.KindActor, a.Relays...)
		c.date(a, a.Published)
	})
	through(c, &actors, ds.actors, func(c *census, a *news.Actor) {
		leads(c, a, "memberOf", news.KindActor, a.MemberOf...)
		if a.Anonymity != nil {
			c.found[nounActor].unnamed = append(c.found[nounActor].unnamed, c.number)
			leads(c, a, "affiliation", news.KindActor, a.Anonymity.Affiliation)
			leads(c, a, "mayBe", news.KindActor, a.Anonymity.MayBe...)
		}
	})
	through(c, &places, ds.places, func(c *census, p *news.Place) { leads(c, p, "partOf", news.KindPlace, p.PartOf) })
	through(c, &events, ds.events, (*census).event)
	through(c, &statements, ds.statements, func(c *census, s *news.Statement) {
		c.must(s, "speaker", string(s.Speaker))
		brings(c, s, "speaker", news.KindActor, s.Speaker) // the first, see [related.relate]
		brings(c, s, "addressee", news.KindActor, s.Addressee)
		brings(c, s, "occasion", news.KindEvent, s.Occasion)
		for _, subject := range s.About {
			c.must(s, "subject", string(subject))
		}
		brings(c, s, "about", "", s.About...)
		for _, link := range s.Links {
			leads(c, s, "links", news.KindStatement, link.Statement)
		}
		c.date(s, s.Said)
	})
	through(c, &quantities, ds.quantities, func(c *census, q *news.Quantity) {
		brings(c, q, "place", news.KindPlace, q.Place)
		brings(c, q, "event", news.KindEvent, q.Event)
		leads(c, q, "partOf", news.KindQuantity, q.PartOf)
	})
	through(c, &reports, ds.reports, func(c *census, m *news.StatementReport) {
		c.mention(m, "statement", news.KindStatement, string(m.Statement))
	})
	through(c, &figures, ds.figures, func(c *census, m *news.Figure) {
		c.mention(m, "quantity", news.KindQuantity, string(m.Quantity))
		c.date(m, m.AsOf)
	})
	through(c, &accounts, ds.accounts, func(c *census, m *news.EventAccount) {
		c.mention(m, "event", news.KindEvent, string(m.Event))
		brings(c, m, "holds", news.KindActor, m.Holds)
	})
	through(c, &roles, ds.roles, func(c *census, m *news.RoleMention) {
		c.mention(m, "actor", news.KindActor, string(m.Actor))
		brings(c, m, "body", news.KindActor, m.Body)
	})
	through(c, &terms, ds.terms, func(c *census, m *news.TermUse) { c.mention(m, "referent", "", string(m.Referent)) })
	c.history(ds)
	ds.found = c.found
	return c.faults
}

// census knows where every id leads.
type census struct {
	directory *directory
	// ids reads the id of a noun's record by its number, and former has the ids that records had before.
	ids    [nounCodes]func(r *reader, number int) string
	former map[string]bool
	clash  bool
	faults []string
	found  [nounCodes]findings
	first  [nounCodes]uint32 // see [dataset.firstInstances]
	// Of the record that is looked at.
	noun   nounCode
	number uint32
}

// findings are what was come across in the records of a noun, by their numbers.
type findings struct {
	// records has what each mention is of, and articles what it is in.
	records, articles []uint32
	// dated are those with a place in time.
	dated []uint32
	// unnamed are actors without a name.
	unnamed []uint32
	// brings lists the instances that appear in every article in which a record does, by their numbers among all.
	brings lists
}

func (f *findings) join(next *findings) {
	f.records = append(f.records, next.records...)
	f.articles = append(f.articles, next.articles...)
	f.dated = append(f.dated, next.dated...)
	f.unnamed = append(f.unnamed, next.unnamed...)
	f.brings.join(&next.brings)
}

func takeCensus(ds *dataset) *census {
	c := &census{directory: newDirectory(ds.count()), former: map[string]bool{}}
	enrol(c, &articles, ds.articles)
	enrol(c, &actors, ds.actors)
	enrol(c, &places, ds.places)
	enrol(c, &events, ds.events)
	enrol(c, &statements, ds.statements)
	enrol(c, &quantities, ds.quantities)
	enrol(c, &reports, ds.reports)
	enrol(c, &figures, ds.figures)
	enrol(c, &accounts, ds.accounts)
	enrol(c, &roles, ds.roles)
	enrol(c, &terms, ds.terms)
	return c
}

func (c *census) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

// named is an id, its hash and the record that has it, or had it before.
type named struct {
	id string
	lead
}

// enrol takes in the ids of a noun's records.
func enrol[N news.Node](c *census, n *noun[N], of nodes[N]) {
	kind := nounKinds[n.code]
	c.ids[n.code] = of.id
	parallel.Stretches(of.count, lookAtATime, func(from, to int) []named {
		r := &reader{}
		list := make([]named, 0, to-from)
		for number := from; number < to; number++ {
			id := of.id(r, number)
			list = append(list, named{id, lead{c.directory.hash(id), uint32(number), n.code, false}})
			if n.former == nil {
				continue
			}
			r.codec.again()
			for _, id := range n.former(of.at(r, number)) {
				list = append(list, named{id, lead{c.directory.hash(id), uint32(number), n.code, true}})
			}
		}
		return list
	}, func(list []named) {
		today := ""
		for _, x := range list {
			if !x.former {
				today = x.id
			}
			if !strings.HasPrefix(x.id, string(kind)+":") || len(x.id) == len(kind)+1 {
				c.fault("%q is not the id of a record of the kind %s", x.id, kind)
			}
			before, taken := c.directory.add(x.lead)
			switch {
			case !taken:
			case before.former && c.former[x.id] || !before.former && c.id(before) == x.id:
				c.fault("the id %s is both of %s and of %s", x.id, c.id(before), today)
			default:
				c.clash = true
			}
			if x.former {
				c.former[x.id] = true
			}
		}
	})
}

// id is the id of a record.
func (c *census) id(of lead) string { return c.ids[of.noun](&reader{}, int(of.number)) }

// nounKinds are those of the ids of each noun's records.
var nounKinds = [nounCodes]news.Kind{
	nounArticle: news.KindArticle, nounActor: news.KindActor, nounPlace: news.KindPlace, nounEvent: news.KindEvent,
	nounStatement: news.KindStatement, nounQuantity: news.KindQuantity, nounReport: news.KindReport, nounFigure: news.KindFigure,
	nounAccount: news.KindAccount, nounRole: news.KindRole, nounTerm: news.KindTerm,
}

// through looks at all of a list, on all processors. Faults are told in the list's order.
func through[N news.Node](c *census, n *noun[N], of nodes[N], look func(*census, N)) {
	parallel.Stretches(of.count, lookAtATime, func(from, to int) *census {
		some := &census{directory: c.directory, first: c.first, noun: n.code}
		brings := &some.found[n.code].brings
		r := &reader{}
		for number := from; number < to; number++ {
			r.codec.again()
			some.number = uint32(number)
			look(some, of.at(r, number))
			brings.end()
		}
		return some
	}, func(some *census) {
		c.faults = append(c.faults, some.faults...)
		c.found[n.code].join(&some.found[n.code])
	})
}

// leads holds references against the records there are. Former ids are for readers: within a dataset a reference has the
// id of today. kind "" is any subject.
func leads[ID ~string](c *census, from news.Node, name string, kind news.Kind, ids ...ID) {
	for _, id := range ids {
		c.lead(from, name, kind, string(id))
	}
}

// brings is [leads] to instances that appear wherever the record does.
func brings[ID ~string](c *census, from news.Node, name string, kind news.Kind, ids ...ID) {
	for _, id := range ids {
		if id != "" {
			c.bring(c.lead(from, name, kind, string(id)))
		}
	}
}

func (c *census) bring(to lead) {
	b := &c.found[c.noun].brings
	b.numbers = append(b.numbers, c.first[to.noun]+to.number)
}

// lead holds a reference, where there is one, against the records there are, and gives where it leads.
func (c *census) lead(from news.Node, name string, kind news.Kind, id string) lead {
	if id == "" {
		return lead{}
	}
	to, known := c.directory.find(id)
	switch given := nounKinds[to.noun]; {
	case !known || to.former:
		c.fault("%s of %s leads to %q, and there is no such record", name, from.NodeID(), id)
	case kind == "" && !slices.Contains(news.SubjectKinds, given), kind != "" && given != kind:
		c.fault("%s of %s leads to %q, which has the wrong kind", name, from.NodeID(), id)
	}
	return to
}

func (c *census) must(from news.Node, name, id string) {
	if id == "" {
		c.fault("%s has no %s", from.NodeID(), name)
	}
}

func (c *census) date(of news.Node, d news.UncertainDate) {
	if f := &c.found[c.noun]; d.Known() {
		f.dated = append(f.dated, c.number)
	}
	for _, end := range []news.Date{d.Earliest, d.Latest} {
		if end == "" {
			continue
		}
		if _, err := news.ParseDate(string(end)); err != nil {
			c.fault("a date of %s: %v", of.NodeID(), err)
		}
	}
}

// hop looks at a hop of a chain, and gives where its actor is.
func (c *census) hop(of news.Node, hop *news.Hop) lead {
	c.must(of, "actor in a hop", string(hop.Actor))
	return c.lead(of, "a hop", news.KindActor, string(hop.Actor))
}

func (c *census) event(e *news.Event) {
	brings(c, e, "places", news.KindPlace, e.Places...)
	leads(c, e, "partOf", news.KindEvent, e.PartOf)
	for _, p := range e.Participants {
		brings(c, e, "participants", news.KindActor, p.Actor)
	}
	for _, link := range e.Links {
		leads(c, e, "links", news.KindEvent, link.Event)
		if link.Attribution == nil {
			continue
		}
		for i := range link.Attribution.Hops {
			c.hop(e, &link.Attribution.Hops[i])
		}
	}
	c.date(e, e.Date)
}

// history sees that what became of records can be told by release and id.
func (c *census) history(ds *dataset) {
	released := map[string]bool{}
	for _, r := range ds.header.Releases {
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
	for number := range ds.changes.count {
		ch := ds.changes.at(nil, number)
		if !released[ch.Since] {
			c.fault("a change since %q is told, and that was never released", ch.Since)
		}
		tell(ch, ch.Record)
	}
	for number := range ds.withdrawn.count {
		w := ds.withdrawn.at(nil, number)
		if _, still := c.directory.find(w.ID); still {
			c.fault("%s is withdrawn and there", w.ID)
		}
		tell(w, w.ID)
		if _, err := news.ParseDate(string(w.On)); err != nil {
			c.fault("the withdrawal of %s: %v", w.ID, err)
		}
	}
}

// mention looks at what every mention has: an article, a chain, and a record that it is of.
func (c *census) mention(m news.Mention, name string, kind news.Kind, of string) {
	anchor := m.Anchored()
	c.must(m, "article", string(anchor.Article))
	c.must(m, name, of)
	f := &c.found[c.noun]
	f.articles = append(f.articles, c.lead(m, "article", news.KindArticle, string(anchor.Article)).number)
	to := c.lead(m, name, kind, of)
	f.records = append(f.records, to.number)
	c.bring(to)
	for i := range anchor.Attribution.Hops {
		c.bring(c.hop(m, &anchor.Attribution.Hops[i]))
	}
}
