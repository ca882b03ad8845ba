package store

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"onrecord/news"
	"onrecord/parallel"
)

// sound is a dataset that can be kept: every list in the order of ids, every id of one record only, every reference leading to one.
type sound struct {
	news.Dataset
	directory *directory
}

// unsound tells why a dataset cannot be kept, a sentence for each fault: an id that is not its noun's or not its record's
// alone, a reference that leads nowhere, a date on no calendar. The rest of the package relies on there being none.
func unsound(given *news.Dataset) (*sound, []string) {
	ds := &sound{Dataset: *given}
	ds.Articles, ds.Actors, ds.Places = byID(ds.Articles), byID(ds.Actors), byID(ds.Places)
	ds.Events, ds.Statements, ds.Quantities = byID(ds.Events), byID(ds.Statements), byID(ds.Quantities)
	ds.Reports, ds.Figures, ds.Accounts, ds.Roles, ds.Terms = byID(ds.Reports), byID(ds.Figures), byID(ds.Accounts), byID(ds.Roles), byID(ds.Terms)
	c := takeCensus(ds)
	for c.clash { // two ids with one hash, which hardly ever happens
		c = takeCensus(ds)
	}
	ds.directory = c.directory
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
	through(c, ds.Reports, func(c *census, m *news.StatementReport) { c.mention(m) })
	through(c, ds.Figures, func(c *census, m *news.Figure) { c.mention(m) })
	through(c, ds.Accounts, func(c *census, m *news.EventAccount) { c.mention(m) })
	through(c, ds.Roles, func(c *census, m *news.RoleMention) { c.mention(m) })
	through(c, ds.Terms, func(c *census, m *news.TermUse) { c.mention(m) })
	c.history(&ds.Dataset)
	return ds, c.faults
}

// byID gives records in the order of their ids, as [news.Derive] has left them.
func byID[N news.Node](nodes []N) []N {
	order := func(a, b N) int { return cmp.Compare(a.NodeID(), b.NodeID()) }
	if slices.IsSortedFunc(nodes, order) {
		return nodes
	}
	nodes = slices.Clone(nodes)
	slices.SortStableFunc(nodes, order)
	return nodes
}

// census knows whose every id is.
type census struct {
	directory *directory
	ids       [nounCodes]func(number uint32) string
	former    map[string]bool
	clash     bool
	faults    []string
}

func takeCensus(ds *sound) *census {
	all := len(ds.Articles) + len(ds.Actors) + len(ds.Places) + len(ds.Events) + len(ds.Statements) + len(ds.Quantities) +
		len(ds.Reports) + len(ds.Figures) + len(ds.Accounts) + len(ds.Roles) + len(ds.Terms)
	for _, count := range []int{
		formerIDs(ds.Actors, actors.former), formerIDs(ds.Places, places.former), formerIDs(ds.Events, events.former),
		formerIDs(ds.Statements, statements.former), formerIDs(ds.Quantities, quantities.former),
	} {
		all += count
	}
	c := &census{directory: newDirectory(all), former: map[string]bool{}}
	enrol(c, &articles, ds.Articles)
	enrol(c, &actors, ds.Actors)
	enrol(c, &places, ds.Places)
	enrol(c, &events, ds.Events)
	enrol(c, &statements, ds.Statements)
	enrol(c, &quantities, ds.Quantities)
	enrol(c, &reports, ds.Reports)
	enrol(c, &figures, ds.Figures)
	enrol(c, &accounts, ds.Accounts)
	enrol(c, &roles, ds.Roles)
	enrol(c, &terms, ds.Terms)
	return c
}

func formerIDs[N any](nodes []N, former func(N) []string) (all int) {
	for _, n := range nodes {
		all += len(former(n))
	}
	return all
}

func (c *census) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

// enrol takes in the ids of a noun's records.
func enrol[N news.Node](c *census, n *noun[N], nodes []N) {
	c.ids[n.code] = func(number uint32) string { return nodes[number].NodeID() }
	parallel.Stretches(len(nodes), atATime, func(from, to int) []lead {
		list := make([]lead, 0, to-from)
		for i := from; i < to; i++ {
			list = append(list, lead{hash: c.directory.hash(nodes[i].NodeID()), noun: n.code, number: uint32(i)})
		}
		return list
	}, func(list []lead) {
		for _, l := range list {
			node := nodes[l.number]
			c.enrol(node.NodeID(), node, l)
			if n.former == nil {
				continue
			}
			for _, id := range n.former(node) {
				l.hash, l.former = c.directory.hash(id), true
				c.enrol(id, node, l)
				c.former[id] = true
			}
		}
	})
}

func (c *census) enrol(id string, of news.Node, l lead) {
	kind := nounKinds[l.noun]
	if given, _, ok := news.SplitID(id); !ok || given != kind {
		c.fault("%q is not the id of a record of the kind %s", id, kind)
	}
	before, taken := c.directory.add(l)
	switch {
	case !taken:
	case c.isOf(id, before):
		c.fault("the id %s is both of %s and of %s", id, c.ids[before.noun](before.number), of.NodeID())
	default:
		c.clash = true
	}
}

// isOf tells whether an id is the one that is listed, and not another with its hash.
func (c *census) isOf(id string, l lead) bool {
	if l.former {
		return c.former[id]
	}
	return c.ids[l.noun](l.number) == id
}

// nounKinds are those of the ids of each noun's records.
var nounKinds = [nounCodes]news.Kind{
	nounArticle: news.KindArticle, nounActor: news.KindActor, nounPlace: news.KindPlace, nounEvent: news.KindEvent,
	nounStatement: news.KindStatement, nounQuantity: news.KindQuantity, nounReport: news.KindReport, nounFigure: news.KindFigure,
	nounAccount: news.KindAccount, nounRole: news.KindRole, nounTerm: news.KindTerm,
}

// through looks at all of a list, on all processors. Faults are told in the list's order.
func through[N any](c *census, list []N, look func(*census, N)) {
	parallel.Stretches(len(list), atATime, func(from, to int) []string {
		some := &census{directory: c.directory, ids: c.ids, former: c.former}
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
		if id == "" {
			continue
		}
		to, known := c.directory.find(string(id))
		switch given := nounKinds[to.noun]; {
		case !known || to.former || !c.isOf(string(id), to):
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
		if to, still := c.directory.find(w.ID); still && c.isOf(w.ID, to) {
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
