package news

import (
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Dataset is everything a set of files says, linked and checked. Each list is sorted by id once [Derive] has run.
type Dataset struct {
	Title string
	// Edition is the curators' own name for this state of the data, such as "2026.1".
	Edition string
	// Released is the day the curators give the edition.
	Released Date
	// Licence is an SPDX identifier.
	Licence  string
	Curators []string

	Articles   []*Article
	Actors     []*Actor
	Places     []*Place
	Events     []*Event
	Statements []*Statement
	Quantities []*Quantity

	Reports  []*StatementReport
	Figures  []*Figure
	Accounts []*EventAccount
	Roles    []*RoleMention
	Terms    []*TermUse

	// Fingerprints are those of every record of this edition, for the day it is released; see [Fingerprints].
	Fingerprints []Fingerprint
	// Releases are the editions before this one, the oldest first.
	Releases []*Release
	// Withdrawn are the records taken back since the first of them, Changes what became of each record since each; both are
	// sorted by [Withdrawal.NodeID] and [Change.NodeID].
	Withdrawn []*Withdrawal
	Changes   []*Change
}

// Mentions yields every mention of every kind.
func (ds *Dataset) Mentions() iter.Seq[Mention] {
	return func(yield func(Mention) bool) {
		_ = each(ds.Reports, yield) && each(ds.Figures, yield) && each(ds.Accounts, yield) &&
			each(ds.Roles, yield) && each(ds.Terms, yield)
	}
}

func each[M Mention](mentions []M, yield func(Mention) bool) bool {
	for _, m := range mentions {
		if !yield(m) {
			return false
		}
	}
	return true
}

// Derive sorts every list by id and fills the fields that follow from others: [Attribution.Path] and
// [Attribution.Anonymous], [Article.Relays] and [Article.Sourcing], [Actor.RoleConflicts], [Event.Disputes],
// [Statement.Wordings] the links of [Computed] basis and what may be the same, the corroboration and standing of statements and events, and
// [Quantity.Agreement], its envelopes and excesses. Every reference must lead to a record. Deriving again changes nothing.
func Derive(ds *Dataset) {
	ds.sort()
	ds.curate()
	actors := make(map[ActorID]*Actor, len(ds.Actors))
	for _, a := range ds.Actors {
		actors[a.ID] = a
	}
	articles := make(map[ArticleID]*Article, len(ds.Articles))
	for _, a := range ds.Articles {
		a.Relays, a.Sourcing = nil, Sourcing{}
		articles[a.ID] = a
	}
	for _, e := range ds.Events {
		for _, link := range e.Links {
			if link.Attribution != nil {
				link.Attribution.describe(actors)
			}
		}
	}
	for m := range ds.Mentions() {
		anchor := m.Anchored()
		anchor.Attribution.describe(actors)
		articles[anchor.Article].credit(m, actors)
	}
	for _, a := range ds.Articles {
		slices.Sort(a.Relays)
	}
	roles := map[ActorID][]*RoleMention{}
	for _, r := range ds.Roles {
		roles[r.Actor] = append(roles[r.Actor], r)
	}
	for _, a := range ds.Actors {
		a.RoleConflicts = roleConflicts(roles[a.ID], articles, actors)
	}
	events := make(map[EventID]*Event, len(ds.Events))
	for _, e := range ds.Events {
		events[e.ID] = e
	}
	accounts := map[EventID][]*EventAccount{}
	for _, a := range ds.Accounts {
		accounts[a.Event] = append(accounts[a.Event], a)
	}
	atOnce(ds.Events, func(e *Event) {
		e.Disputes = disputes(accounts[e.ID])
		e.weigh(accounts[e.ID], actors, articles, events)
	})
	reports := map[StatementID][]*StatementReport{}
	for _, r := range ds.Reports {
		reports[r.Statement] = append(reports[r.Statement], r)
	}
	atOnce(ds.Statements, func(s *Statement) { s.Wordings = wordings(reports[s.ID]) })
	repeats(ds.Statements)
	ds.proposeStatements(actors, articles, reports)
	ds.weigh(actors, articles, events, reports, accounts)
	figures := map[QuantityID][]*Figure{}
	for _, f := range ds.Figures {
		figures[f.Quantity] = append(figures[f.Quantity], f)
	}
	quantities := make(map[QuantityID]*Quantity, len(ds.Quantities))
	for _, q := range ds.Quantities {
		quantities[q.ID] = q
	}
	atOnce(ds.Quantities, func(q *Quantity) {
		if q.Excesses = nil; q.PartOf != "" {
			q.Excesses = quantities[q.PartOf].excesses(figures[q.ID], figures[q.PartOf])
		}
		q.Agreement = agree(q, figures[q.ID])
		q.Envelope = envelop(figures[q.ID], false)
		q.SuspectEnvelope = envelop(figures[q.ID], true)
	})
	ds.proposeQuantities(events)
}

// atOnce works on every record, on all processors. Work on one may not change what is read for another.
func atOnce[N any](records []N, work func(N)) {
	var waiting sync.WaitGroup
	for part := range slices.Chunk(records, max(1, len(records)/(4*runtime.GOMAXPROCS(0)))) {
		waiting.Go(func() {
			for _, n := range part {
				work(n)
			}
		})
	}
	waiting.Wait()
}

// credit counts one of the article's mentions into what is derived from them.
func (a *Article) credit(m Mention, actors map[ActorID]*Actor) {
	chain := &m.Anchored().Attribution
	relayed := false
	for _, actor := range chain.Through() {
		if actors[actor].Kind == Outlet {
			a.Relays = appendNew(a.Relays, actor)
			relayed = true
		}
	}
	switch m.(type) {
	case *RoleMention, *TermUse:
		return
	}
	a.Sourcing.Mentions++
	switch {
	case chain.Depth() == 0:
		a.Sourcing.OwnVoice++
	case chain.Anonymous:
		a.Sourcing.Anonymous++
	default:
		a.Sourcing.Named++
	}
	if relayed {
		a.Sourcing.Relayed++
	}
}

func (ds *Dataset) sort() {
	sortByID(ds.Articles)
	sortByID(ds.Actors)
	sortByID(ds.Places)
	sortByID(ds.Events)
	sortByID(ds.Statements)
	sortByID(ds.Quantities)
	sortByID(ds.Reports)
	sortByID(ds.Figures)
	sortByID(ds.Accounts)
	sortByID(ds.Roles)
	sortByID(ds.Terms)
}

func sortByID[N Node](nodes []N) {
	slices.SortFunc(nodes, func(a, b N) int { return strings.Compare(a.NodeID(), b.NodeID()) })
}

func appendNew[T comparable](list []T, item T) []T {
	if slices.Contains(list, item) {
		return list
	}
	return append(list, item)
}
