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
	actors := byKey(ds.Actors, func(a *Actor) ActorID { return a.ID })
	describeChains(ds, actors) // which goes from article to article before the mentions are sorted
	ds.sort()
	ds.curate()
	d := derive(ds, actors)
	d.holdRoles()
	atOnce(ds.Events, func(i int, e *Event) {
		accounts := d.accounts.of(i)
		e.Disputes = disputes(accounts)
		e.weigh(accounts, d.actors, d.articles, d.events)
	})
	d.word()
	repeats(ds.Statements)
	d.proposeStatements()
	d.weigh()
	d.holdFigures()
	ds.proposeQuantities(d.events)
}

// derivation is a dataset on its way, and where its records are looked up.
type derivation struct {
	*Dataset
	actors map[ActorID]*Actor
	// numbers has the actors too, and ids their ids, of which parts serve as lists of one.
	numbers    numbered[ActorID, Actor]
	ids        []ActorID
	articles   map[ArticleID]*Article
	events     map[EventID]*Event
	statements numbered[StatementID, Statement]
	// reports are grouped by statement, accounts by event.
	reports  grouped[StatementReport]
	accounts grouped[EventAccount]
}

func derive(ds *Dataset, actors map[ActorID]*Actor) *derivation {
	d := &derivation{Dataset: ds, actors: actors}
	together(
		func() {
			d.numbers = number(ds.Actors, func(a *Actor) ActorID { return a.ID })
			d.ids = make([]ActorID, len(ds.Actors))
			for i, a := range ds.Actors {
				d.ids[i] = a.ID
			}
		},
		func() { d.articles = byKey(ds.Articles, func(a *Article) ArticleID { return a.ID }) },
		func() { d.events = byKey(ds.Events, func(e *Event) EventID { return e.ID }) },
		func() {
			events := number(ds.Events, func(e *Event) EventID { return e.ID })
			d.accounts = group(ds.Accounts, events, func(a *EventAccount) EventID { return a.Event })
		},
		func() {
			d.statements = number(ds.Statements, func(s *Statement) StatementID { return s.ID })
			d.reports = group(ds.Reports, d.statements, func(r *StatementReport) StatementID { return r.Statement })
		},
	)
	return d
}

// holdRoles holds the roles of each actor against one another.
func (d *derivation) holdRoles() {
	roles := group(d.Roles, d.numbers, func(r *RoleMention) ActorID { return r.Actor })
	atOnce(d.Actors, func(i int, a *Actor) { a.RoleConflicts = roleConflicts(roles.of(i), d.articles, d.actors) })
}

// holdFigures holds the figures for each quantity against one another, and against those for its whole.
func (d *derivation) holdFigures() {
	quantities := number(d.Quantities, func(q *Quantity) QuantityID { return q.ID })
	figures := group(d.Figures, quantities, func(f *Figure) QuantityID { return f.Quantity })
	atOnce(d.Quantities, func(i int, q *Quantity) {
		own := figures.of(i)
		q.Excesses = nil
		if whole, ok := quantities.of(q.PartOf); ok {
			q.Excesses = d.Quantities[whole].excesses(own, figures.of(whole))
		}
		q.Agreement = agree(q, own)
		q.Envelope = envelop(own, false)
		q.SuspectEnvelope = envelop(own, true)
	})
}

// describeChains fills what follows from the chain of each mention and link, and counts each mention for its article.
func describeChains(ds *Dataset, actors map[ActorID]*Actor) {
	var through []*Actor
	for _, e := range ds.Events {
		for _, link := range e.Links {
			if link.Attribution != nil {
				through = link.Attribution.resolve(through, actors)
				link.Attribution.describe(through)
			}
		}
	}
	for _, a := range ds.Articles {
		a.Relays, a.Sourcing = nil, Sourcing{}
	}
	in := &credited{number(ds.Articles, func(a *Article) ArticleID { return a.ID }), make([]sync.Mutex, len(ds.Articles))}
	describeAll(ds.Reports, actors, in)
	describeAll(ds.Figures, actors, in)
	describeAll(ds.Accounts, actors, in)
	describeAll(ds.Roles, actors, in)
	describeAll(ds.Terms, actors, in)
	for _, a := range ds.Articles {
		slices.Sort(a.Relays)
	}
}

// credited are articles whose mentions are counted by several processors.
type credited struct {
	numbered[ArticleID, Article]
	locks []sync.Mutex
}

func describeAll[M Mention](mentions []M, actors map[ActorID]*Actor, in *credited) {
	stretches(len(mentions), func(from, to int) {
		var through []*Actor
		var article ArticleID // whose number is known: mentions of one article mostly come one after the other
		number := -1
		for _, m := range mentions[from:to] {
			anchor := m.Anchored()
			through = anchor.Attribution.resolve(through, actors)
			anchor.Attribution.describe(through)
			if number < 0 || anchor.Article != article {
				article = anchor.Article
				number, _ = in.of(article)
			}
			in.locks[number].Lock()
			in.list[number].credit(m, through)
			in.locks[number].Unlock()
		}
	})
}

func byKey[K comparable, N any](nodes []*N, key func(*N) K) map[K]*N {
	found := make(map[K]*N, len(nodes))
	for _, n := range nodes {
		found[key(n)] = n
	}
	return found
}

// together does several pieces of work at once.
func together(work ...func()) {
	var waiting sync.WaitGroup
	for _, w := range work {
		waiting.Go(w)
	}
	waiting.Wait()
}

// atOnce works on every record of a list, on all processors. Work on one may not change what is read for another.
func atOnce[N any](records []N, work func(int, N)) {
	stretches(len(records), func(from, to int) {
		for i := from; i < to; i++ {
			work(i, records[i])
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

// credit counts one of the article's mentions, whose chain goes through some actors, into what is derived from them.
func (a *Article) credit(m Mention, through []*Actor) {
	chain := &m.Anchored().Attribution
	relayed := false
	for _, actor := range through {
		if actor.Kind == Outlet {
			a.Relays = appendNew(a.Relays, actor.ID)
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
