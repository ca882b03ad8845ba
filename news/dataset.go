package news

import (
	"cmp"
	"encoding/binary"
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
	var (
		actors     map[ActorID]*Actor
		events     map[EventID]*Event
		quantities map[QuantityID]*Quantity
		articles   = make(map[ArticleID]*Article, len(ds.Articles))
		credited   = make(map[ArticleID]*creditedArticle, len(ds.Articles))
		roles      map[ActorID][]*RoleMention
		accounts   map[EventID][]*EventAccount
		reports    map[StatementID][]*StatementReport
		figures    map[QuantityID][]*Figure
	)
	together(
		func() { actors = byKey(ds.Actors, func(a *Actor) ActorID { return a.ID }) },
		func() { events = byKey(ds.Events, func(e *Event) EventID { return e.ID }) },
		func() { quantities = byKey(ds.Quantities, func(q *Quantity) QuantityID { return q.ID }) },
		func() { roles = groupBy(ds.Roles, len(ds.Actors), func(r *RoleMention) ActorID { return r.Actor }) },
		func() {
			accounts = groupBy(ds.Accounts, len(ds.Events), func(a *EventAccount) EventID { return a.Event })
		},
		func() {
			reports = groupBy(ds.Reports, len(ds.Statements), func(r *StatementReport) StatementID { return r.Statement })
		},
		func() {
			figures = groupBy(ds.Figures, len(ds.Quantities), func(f *Figure) QuantityID { return f.Quantity })
		},
		func() {
			for _, a := range ds.Articles {
				a.Relays, a.Sourcing = nil, Sourcing{}
				articles[a.ID], credited[a.ID] = a, &creditedArticle{Article: a}
			}
		},
	)
	for _, e := range ds.Events {
		for _, link := range e.Links {
			if link.Attribution != nil {
				link.Attribution.describe(actors)
			}
		}
	}
	describeAll(ds.Reports, actors, credited)
	describeAll(ds.Figures, actors, credited)
	describeAll(ds.Accounts, actors, credited)
	describeAll(ds.Roles, actors, credited)
	describeAll(ds.Terms, actors, credited)
	for _, a := range ds.Articles {
		slices.Sort(a.Relays)
	}
	atOnce(ds.Actors, func(a *Actor) { a.RoleConflicts = roleConflicts(roles[a.ID], articles, actors) })
	atOnce(ds.Events, func(e *Event) {
		e.Disputes = disputes(accounts[e.ID])
		e.weigh(accounts[e.ID], actors, articles, events)
	})
	atOnce(ds.Statements, func(s *Statement) { s.Wordings = wordings(reports[s.ID]) })
	repeats(ds.Statements)
	ds.proposeStatements(actors, articles, reports)
	ds.weigh(actors, articles, events, reports, accounts)
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

// creditedArticle is an article whose mentions are counted by several processors.
type creditedArticle struct {
	sync.Mutex
	*Article
}

// describeAll fills what follows from the chain of each mention, and counts it for its article.
func describeAll[M Mention](mentions []M, actors map[ActorID]*Actor, credited map[ArticleID]*creditedArticle) {
	atOnce(mentions, func(m M) {
		anchor := m.Anchored()
		anchor.Attribution.describe(actors)
		in := credited[anchor.Article]
		in.Lock()
		defer in.Unlock()
		in.credit(m, actors)
	})
}

func byKey[K comparable, N any](nodes []*N, key func(*N) K) map[K]*N {
	found := make(map[K]*N, len(nodes))
	for _, n := range nodes {
		found[key(n)] = n
	}
	return found
}

// groupBy puts the nodes of each key together, in their order. There are no more than so many keys, but for a few.
func groupBy[K comparable, N any](nodes []*N, keys int, key func(*N) K) map[K][]*N {
	groups := make(map[K][]*N, min(keys, len(nodes)))
	for _, n := range nodes {
		k := key(n)
		groups[k] = append(groups[k], n)
	}
	return groups
}

// together does several pieces of work at once.
func together(work ...func()) {
	var waiting sync.WaitGroup
	for _, w := range work {
		waiting.Go(w)
	}
	waiting.Wait()
}

// atOnce works on every record, on all processors. Work on one may not change what is read for another.
func atOnce[N any](records []N, work func(N)) {
	stretches(len(records), func(from, to int) {
		for _, n := range records[from:to] {
			work(n)
		}
	})
}

// stretches works on a list of n in stretches, on all processors.
func stretches(n int, work func(from, to int)) {
	var waiting sync.WaitGroup
	long := max(1, n/(8*runtime.GOMAXPROCS(0)))
	for from := 0; from < n; from += long {
		waiting.Go(func() { work(from, min(n, from+long)) })
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
	together(
		func() { sortByID(ds.Reports) }, func() { sortByID(ds.Figures) }, func() { sortByID(ds.Accounts) },
		func() { sortByID(ds.Roles) }, func() { sortByID(ds.Terms) }, func() { sortByID(ds.Articles) },
		func() { sortByID(ds.Actors) }, func() { sortByID(ds.Places) }, func() { sortByID(ds.Events) },
		func() { sortByID(ds.Statements) }, func() { sortByID(ds.Quantities) },
	)
}

// sortByID sorts by what the ids have behind their kind: eight bytes of it as a number tell most of them apart.
func sortByID[N Node](nodes []N) {
	type keyed struct {
		key  uint64
		node N
	}
	list := make([]keyed, len(nodes))
	sorted := true
	for i, n := range nodes {
		id := n.NodeID()
		sorted = sorted && (i == 0 || list[i-1].node.NodeID() <= id)
		list[i] = keyed{sortKey(id), n}
	}
	if sorted {
		return
	}
	slices.SortFunc(list, func(a, b keyed) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return strings.Compare(a.node.NodeID(), b.node.NodeID())
	})
	for i := range list {
		nodes[i] = list[i].node
	}
}

// sortKey sorts as ids of one kind do, or leaves open which comes first.
func sortKey(id string) uint64 {
	_, rest, _ := strings.Cut(id, ":")
	var key [8]byte
	copy(key[:], rest)
	return binary.BigEndian.Uint64(key[:])
}

func appendNew[T comparable](list []T, item T) []T {
	if slices.Contains(list, item) {
		return list
	}
	return append(list, item)
}
