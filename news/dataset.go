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

// Add puts the records and mentions of a part at the end of the lists.
func (ds *Dataset) Add(part *Dataset) {
	ds.Articles = append(ds.Articles, part.Articles...)
	ds.Actors = append(ds.Actors, part.Actors...)
	ds.Places = append(ds.Places, part.Places...)
	ds.Events = append(ds.Events, part.Events...)
	ds.Statements = append(ds.Statements, part.Statements...)
	ds.Quantities = append(ds.Quantities, part.Quantities...)
	ds.Reports = append(ds.Reports, part.Reports...)
	ds.Figures = append(ds.Figures, part.Figures...)
	ds.Accounts = append(ds.Accounts, part.Accounts...)
	ds.Roles = append(ds.Roles, part.Roles...)
	ds.Terms = append(ds.Terms, part.Terms...)
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
// the links of [Computed] basis and what may be the same, the corroboration and standing of statements and events, and
// [Quantity.Agreement], its envelopes and excesses. Every reference must lead to a record. Deriving again changes nothing.
func Derive(ds *Dataset) {
	d := newDerivation(ds.arrange(), 0)
	atOnce(ds.Articles, func(number int, a *Article) {
		mentions := d.records.Mentions(number)
		d.credit(a, mentions)
		for _, m := range mentions {
			d.Mention(m)
		}
	})
	atOnce(ds.Actors, d.Actor)
	atOnce(ds.Events, d.Event)
	atOnce(ds.Statements, d.Statement)
	atOnce(ds.Quantities, d.Quantity)
}

// arrange sorts every list by id, and gives the records as a derivation asks for them.
func (ds *Dataset) arrange() Records {
	ds.sortRecords()
	r := Records{
		Articles: listOf(ds.Articles), Actors: listOf(ds.Actors), Events: listOf(ds.Events),
		Statements: listOf(ds.Statements), Quantities: listOf(ds.Quantities),
	}
	articles := number(ds.Articles, func(a *Article) ArticleID { return a.ID })
	r.Mentions = ds.mentionsIn(articles) // mostly they come article by article, which their ids do not
	ds.sortMentions()
	var actors numbered[ActorID, Actor]
	var events numbered[EventID, Event]
	var statements numbered[StatementID, Statement]
	var quantities numbered[QuantityID, Quantity]
	together(
		func() {
			actors = number(ds.Actors, func(a *Actor) ActorID { return a.ID })
			r.Roles = group(ds.Roles, actors, func(r *RoleMention) ActorID { return r.Actor }).of
		},
		func() {
			events = number(ds.Events, func(e *Event) EventID { return e.ID })
			r.Accounts = group(ds.Accounts, events, func(a *EventAccount) EventID { return a.Event }).of
		},
		func() {
			statements = number(ds.Statements, func(s *Statement) StatementID { return s.ID })
			r.Reports = group(ds.Reports, statements, func(r *StatementReport) StatementID { return r.Statement }).of
		},
		func() {
			quantities = number(ds.Quantities, func(q *Quantity) QuantityID { return q.ID })
			r.Figures = group(ds.Figures, quantities, func(f *Figure) QuantityID { return f.Quantity }).of
		},
	)
	r.Number = func(id string) (int, bool) {
		kind, _, _ := strings.Cut(id, ":")
		switch Kind(kind) {
		case KindArticle:
			return articles.of(ArticleID(id))
		case KindActor:
			return actors.of(ActorID(id))
		case KindEvent:
			return events.of(EventID(id))
		case KindStatement:
			return statements.of(StatementID(id))
		case KindQuantity:
			return quantities.of(QuantityID(id))
		}
		return 0, false
	}
	return r
}

func listOf[T any](records []*T) List[T] {
	return List[T]{len(records), func(number int) *T { return records[number] }}
}

// mentionsIn groups the mentions of every kind by article.
func (ds *Dataset) mentionsIn(articles numbered[ArticleID, Article]) func(article int) []Mention {
	var reports grouped[StatementReport]
	var figures grouped[Figure]
	var accounts grouped[EventAccount]
	var roles grouped[RoleMention]
	var terms grouped[TermUse]
	together(
		func() { reports = group(ds.Reports, articles, func(r *StatementReport) ArticleID { return r.Article }) },
		func() { figures = group(ds.Figures, articles, func(f *Figure) ArticleID { return f.Article }) },
		func() { accounts = group(ds.Accounts, articles, func(a *EventAccount) ArticleID { return a.Article }) },
		func() { roles = group(ds.Roles, articles, func(r *RoleMention) ArticleID { return r.Article }) },
		func() { terms = group(ds.Terms, articles, func(t *TermUse) ArticleID { return t.Article }) },
	)
	return func(article int) []Mention {
		n := len(reports.of(article)) + len(figures.of(article)) + len(accounts.of(article)) + len(roles.of(article)) + len(terms.of(article))
		all := make([]Mention, 0, n)
		take := func(m Mention) bool { all = append(all, m); return true }
		_ = each(reports.of(article), take) && each(figures.of(article), take) && each(accounts.of(article), take) &&
			each(roles.of(article), take) && each(terms.of(article), take)
		return all
	}
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

// credit counts one of the article's mentions into what is derived from them.
func (a *Article) credit(m Mention, actor func(ActorID) *Actor) {
	chain := &m.Anchored().Attribution
	var room [fewHops]*Actor
	through := chain.resolve(room[:], actor)
	relayed := false
	for _, by := range through {
		if by.Kind == Outlet {
			a.Relays = appendNew(a.Relays, by.ID)
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
	case unnamed(through):
		a.Sourcing.Anonymous++
	default:
		a.Sourcing.Named++
	}
	if relayed {
		a.Sourcing.Relayed++
	}
}

func (ds *Dataset) sortRecords() {
	together(
		func() { sortByID(ds.Articles) }, func() { sortByID(ds.Actors) }, func() { sortByID(ds.Places) }, func() { sortByID(ds.Events) },
		func() { sortByID(ds.Statements) }, func() { sortByID(ds.Quantities) },
	)
}

func (ds *Dataset) sortMentions() {
	together(
		func() { sortByID(ds.Reports) }, func() { sortByID(ds.Figures) }, func() { sortByID(ds.Accounts) },
		func() { sortByID(ds.Roles) }, func() { sortByID(ds.Terms) },
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
