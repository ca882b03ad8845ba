package news

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// List is the records of one kind in the order of their ids, wherever they lie. At may be asked by several at a time, and may give another
// copy each time: what is changed on one is seen by nobody else.
type List[T any] struct {
	Len int
	At  func(number int) *T
}

// Records are what derived fields are worked out from, as they were linked: none of their derived fields is looked at. Every reference must
// lead to a record. All of these functions may be asked by several at a time.
type Records struct {
	Articles   List[Article]
	Actors     List[Actor]
	Events     List[Event]
	Statements List[Statement]
	Quantities List[Quantity]
	// Number is the number of an article or instance in its list; ok is false where there is none with the id.
	Number func(id string) (number int, ok bool)
	// Reports, Figures, Accounts and Roles are the mentions of one instance, by its number, in the order of their ids.
	Reports  func(statement int) []*StatementReport
	Figures  func(quantity int) []*Figure
	Accounts func(event int) []*EventAccount
	Roles    func(actor int) []*RoleMention
	// Mentions are those of an article, by its number: of all kinds, in any order.
	Mentions func(article int) []Mention
}

// Derivation fills the derived fields of one record at a time: see [Derive] for which. It holds what has to be known of all records for that,
// which is a few numbers for each. The methods may be called by several at a time, for one record no more than once at a time, and each is
// given the record's number in its list.
type Derivation struct {
	records Records
	actors  recent[Actor]
	// actor and event find a record by its id; nil where there is none.
	actor func(ActorID) *Actor
	event func(EventID) *Event

	// articles has what is asked of an article with each of its mentions, by number.
	articles []publication
	// sides are the accounts that take a side in a dispute and are credited to somebody, by their articles.
	sides []side
	// repeated has, by number, the statement whose gist a statement has too, counted from 1.
	repeated []uint32
	// stances are what others say of a statement, by its number.
	stances map[uint32]stance
	// claims tells which statements make one claim, and counted what that comes to, by the first of them.
	claims  joined
	counted map[int]Corroboration
	// perhapsSame and perhapsCount are what is proposed for statements and quantities, by their numbers.
	perhapsSame  map[int][]StatementProposal
	perhapsCount map[int][]QuantityProposal

	// alone has room for the wordings of statements that have but one.
	alone sync.Pool
}

// recentActors is how many actors are at hand without asking for them.
const recentActors = 1 << 13

// NewDerivation goes through the records for what has to be known of all of them. It asks for every article, every statement, every
// quantity and every account of an event once, and for others, and for these again, as they are needed.
func NewDerivation(r Records) *Derivation { return newDerivation(r, recentActors) }

func newDerivation(r Records, remembered int) *Derivation {
	d := &Derivation{records: r, actors: recent[Actor]{r.Actors, make([]atomic.Pointer[numberedRecord[Actor]], remembered)}}
	d.actor = func(id ActorID) *Actor {
		if number, ok := d.number(string(id)); ok {
			return d.actors.at(number)
		}
		return nil
	}
	d.event = func(id EventID) *Event {
		if number, ok := d.number(string(id)); ok {
			return r.Events.At(number)
		}
		return nil
	}
	d.alone.New = func() any { return &lone{} }
	together(d.publish, d.takeSides)
	statements := d.survey()
	d.repeated = d.repeats(statements)
	together(
		func() { d.proposeStatements(statements.drafts) },
		d.proposeQuantities,
		func() { d.stances = stancesOf(statements.ties) },
		func() { d.countClaims(statements.ties) },
	)
	return d
}

// number is the number of a record in its list. ok is false where there is none with the id.
func (d *Derivation) number(id string) (number int, ok bool) {
	if id == "" {
		return 0, false
	}
	return d.records.Number(id)
}

// Article fills [Article.Relays] and [Article.Sourcing].
func (d *Derivation) Article(number int, a *Article) { d.credit(a, d.records.Mentions(number)) }

func (d *Derivation) credit(a *Article, mentions []Mention) {
	a.Curation = cmp.Or(a.Curation, Reviewed)
	a.Relays, a.Sourcing = nil, Sourcing{}
	for _, m := range mentions {
		a.credit(m, d.actor)
	}
	slices.Sort(a.Relays)
}

// Actor fills [Actor.RoleConflicts].
func (d *Derivation) Actor(number int, a *Actor) {
	a.Curation = cmp.Or(a.Curation, Reviewed)
	a.RoleConflicts = roleConflicts(d.records.Roles(number), d.published, d.actor)
}

// Event fills [Event.Disputes], the corroboration and the standing of an event, and the chains of its links.
func (d *Derivation) Event(number int, e *Event) {
	e.Curation = cmp.Or(e.Curation, Reviewed)
	for _, link := range e.Links {
		if link.Attribution != nil {
			link.Attribution.describe(d.actor)
		}
	}
	accounts := d.records.Accounts(number)
	e.Disputes = disputes(accounts)
	d.weighEvent(e, accounts)
}

// Statement fills the computed ones of [Statement.Links], the corroboration and the standing of a statement, and what may be
// the same.
func (d *Derivation) Statement(number int, s *Statement) {
	s.Curation = cmp.Or(s.Curation, Reviewed)
	s.Links = curated(s.Links)
	if first := d.repeated[number]; first > 0 {
		s.Links = append(slices.Clip(s.Links), StatementLink{Kind: Repeats, Statement: d.records.Statements.At(int(first - 1)).ID, Basis: Computed, Why: "The two have the same gist."})
	}
	s.PerhapsSame = d.perhapsSame[number]
	reports := d.records.Reports(number)
	room := d.alone.Get().(*lone)
	defer d.alone.Put(room)
	s.Corroboration = d.corroborate(room, number, s, reports)
	s.Standing = d.standing(number, s, reports)
}

// Quantity fills [Quantity.Agreement], the envelopes and the excesses of a quantity, and what may be the same.
func (d *Derivation) Quantity(number int, q *Quantity) {
	q.Curation = cmp.Or(q.Curation, Reviewed)
	figures := d.records.Figures(number)
	q.Excesses = nil
	if whole, ok := d.number(string(q.PartOf)); ok {
		q.Excesses = d.records.Quantities.At(whole).excesses(figures, d.records.Figures(whole))
	}
	q.Agreement = agree(q, figures)
	q.Envelope = envelop(figures, false)
	q.SuspectEnvelope = envelop(figures, true)
	q.PerhapsSame = d.perhapsCount[number]
}

// Mention fills [Attribution.Path] and [Attribution.Anonymous] of a mention.
func (d *Derivation) Mention(m Mention) { m.Anchored().Attribution.describe(d.actor) }

// publication is what is asked of an article with each of its mentions.
type publication struct {
	outlet ActorID
	// The days between which it was published.
	days dayRange
}

func (d *Derivation) publish() {
	d.articles = make([]publication, d.records.Articles.Len)
	stretches(len(d.articles), func(from, to int) {
		outlets := map[ActorID]ActorID{} // many articles have one outlet, whose id is kept once
		for i := from; i < to; i++ {
			a := d.records.Articles.At(i)
			if _, known := outlets[a.Outlet]; !known {
				outlets[a.Outlet] = ActorID(strings.Clone(string(a.Outlet)))
			}
			d.articles[i] = publication{outlets[a.Outlet], rangeOf(a.Published)}
		}
	})
}

// outlet is an article's, "" where that is unknown.
func (d *Derivation) outlet(id ArticleID) ActorID {
	if number, ok := d.number(string(id)); ok {
		return d.articles[number].outlet
	}
	return ""
}

// published is when an article was published.
func (d *Derivation) published(id ArticleID) dayRange {
	if number, ok := d.number(string(id)); ok {
		return d.articles[number].days
	}
	return dayRange{unknownDay, unknownDay}
}

// recent has the records of a list that were asked for last at hand, where it has room for any.
type recent[T any] struct {
	list List[T]
	room []atomic.Pointer[numberedRecord[T]]
}

type numberedRecord[T any] struct {
	number int
	record *T
}

func (r *recent[T]) at(number int) *T {
	if len(r.room) == 0 {
		return r.list.At(number)
	}
	slot := &r.room[number%len(r.room)]
	if known := slot.Load(); known != nil && known.number == number {
		return known.record
	}
	record := r.list.At(number)
	slot.Store(&numberedRecord[T]{number, record})
	return record
}

// lone is room for what most statements have one of, a piece of memory for many.
type lone struct {
	origins []ActorID
}

// loneRoom is for how many there is room at a time.
const loneRoom = 64

// one takes room for one.
func one[T any](room *[]T, item T) []T {
	if len(*room) == 0 {
		*room = make([]T, loneRoom)
	}
	taken := (*room)[:1:1]
	*room = (*room)[1:]
	taken[0] = item
	return taken
}

// gather puts together what stretches of a list of n give, in their order.
func gather[T any](n int, work func(from, to int) []T) []T {
	var lock sync.Mutex
	found := map[int][]T{}
	stretches(n, func(from, to int) {
		part := work(from, to)
		lock.Lock()
		defer lock.Unlock()
		found[from] = part
	})
	var all []T
	for _, from := range slices.Sorted(maps.Keys(found)) {
		all = append(all, found[from]...)
	}
	return all
}

// tie is a link that a curator drew from one statement to another, by their numbers.
type tie struct {
	from, to uint32
	// kind is its place among the [LinkKinds].
	kind uint8
	// concedes: the first statement concedes what another speaker said by the second.
	concedes bool
}

// surveyed is what is gone through of the statements, by their numbers.
type surveyed struct {
	// hashes are those of the gists; drafts are statements that nobody has read, whose gists are nobody's.
	hashes []uint64
	drafts []bool
	// ties are in the order of the statements from which they are.
	ties []tie
}

func (d *Derivation) survey() surveyed {
	list := d.records.Statements
	found := surveyed{hashes: make([]uint64, list.Len), drafts: make([]bool, list.Len)}
	found.ties = gather(list.Len, func(from, to int) []tie {
		var ties []tie
		for i := from; i < to; i++ {
			s := list.At(i)
			found.hashes[i], found.drafts[i] = hashGist(s.Gist), s.Curation == Draft
			for _, link := range s.Links {
				if link.Basis == Computed {
					continue
				}
				if other, ok := d.number(string(link.Statement)); ok {
					ties = append(ties, d.tie(i, s, other, link.Kind))
				}
			}
		}
		return ties
	})
	return found
}

func (d *Derivation) tie(i int, s *Statement, other int, kind LinkKind) tie {
	concedes := s.Act == Concede && (kind == Answers || kind == Supports) && s.Speaker != d.records.Statements.At(other).Speaker
	return tie{uint32(i), uint32(other), uint8(slices.Index(LinkKinds, kind)), concedes}
}

func (t tie) is(kind LinkKind) bool { return int(t.kind) < len(LinkKinds) && LinkKinds[t.kind] == kind }

// stance is what another statement does to one: what and which, by its number.
type stance struct {
	does doing
	by   uint32
}

// doing is what is done to a statement, in the order in which it is looked for.
type doing uint8

const (
	denies doing = iota
	contradicts
	concedes
)

func (do doing) standing(by string) Standing {
	switch do {
	case denies:
		return Standing{DeniedClaim, fmt.Sprintf("%s denies it.", by)}
	case contradicts:
		return Standing{Disputed, fmt.Sprintf("%s contradicts it.", by)}
	}
	return Standing{Conceded, fmt.Sprintf("%s concedes it.", by)}
}

// stancesOf has what is done to statements, by their numbers: what is looked for first, and of that the last.
func stancesOf(ties []tie) map[uint32]stance {
	found := map[uint32]stance{}
	take := func(to uint32, does doing, by uint32) {
		if known, ok := found[to]; !ok || does <= known.does {
			found[to] = stance{does, by}
		}
	}
	for _, t := range ties {
		switch {
		case t.is(Denies):
			take(t.to, denies, t.from)
		case t.is(Contradicts):
			take(t.from, contradicts, t.to)
			take(t.to, contradicts, t.from)
		case t.concedes:
			take(t.to, concedes, t.from)
		}
	}
	return found
}
