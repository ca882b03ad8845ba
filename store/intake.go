package store

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"sync"

	"onrecord/news"
)

// Intake takes in the records of a dataset part by part, as they are linked, and keeps none of them in memory: they lie in a temporary
// file, from where they are read again when a store is created. It is for one goroutine.
type Intake struct {
	// failed is why nothing more can be done with it.
	failed     error
	scratch    *scratch
	codec      codec
	articles   taken[*news.Article]
	actors     taken[*news.Actor]
	places     taken[*news.Place]
	events     taken[*news.Event]
	statements taken[*news.Statement]
	quantities taken[*news.Quantity]
	reports    taken[*news.StatementReport]
	figures    taken[*news.Figure]
	accounts   taken[*news.EventAccount]
	roles      taken[*news.RoleMention]
	terms      taken[*news.TermUse]
}

// NewIntake is an empty one. folder is where its file is, "" where temporary files are; it is gone when the intake is closed.
func NewIntake(folder string) (*Intake, error) {
	scratch, err := newScratch(folder)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return &Intake{
		scratch:  scratch,
		articles: takenOf(scratch, &articles), actors: takenOf(scratch, &actors), places: takenOf(scratch, &places), events: takenOf(scratch, &events),
		statements: takenOf(scratch, &statements), quantities: takenOf(scratch, &quantities), reports: takenOf(scratch, &reports),
		figures: takenOf(scratch, &figures), accounts: takenOf(scratch, &accounts), roles: takenOf(scratch, &roles), terms: takenOf(scratch, &terms),
	}, nil
}

// Take takes in the records of a part, which may be let go then. Nothing derived has to be filled in them. It fails where a record cannot be
// kept, or the file has no room, and then always.
func (in *Intake) Take(part *news.Dataset) error {
	if in.failed != nil {
		return in.failed
	}
	err := cmp.Or(
		take(in, &in.articles, part.Articles),
		take(in, &in.actors, part.Actors),
		take(in, &in.places, part.Places),
		take(in, &in.events, part.Events),
		take(in, &in.statements, part.Statements),
		take(in, &in.quantities, part.Quantities),
		take(in, &in.reports, part.Reports),
		take(in, &in.figures, part.Figures),
		take(in, &in.accounts, part.Accounts),
		take(in, &in.roles, part.Roles),
		take(in, &in.terms, part.Terms),
	)
	if err != nil {
		in.failed = fmt.Errorf("store: %w", err)
	}
	return in.failed
}

// errCreated: an intake gives one store.
var errCreated = errors.New("store: a store was made of what was taken in")

// Close lets go of the file.
func (in *Intake) Close() error { return in.scratch.close() }

// taken are the records of a noun in the order in which they came.
type taken[N news.Node] struct {
	noun  *noun[N]
	aside aside
	last  string
	mixed bool     // they did not come in the order of their ids
	heads []headed // of the ids, without their kind
	key   []byte
}

func takenOf[N news.Node](scratch *scratch, n *noun[N]) taken[N] {
	return taken[N]{noun: n, aside: aside{scratch: scratch}}
}

func take[N news.Node](in *Intake, t *taken[N], nodes []N) error {
	c := &in.codec
	for _, node := range nodes {
		id := node.NodeID()
		t.mixed = t.mixed || id < t.last
		t.last = id
		t.heads = append(t.heads, headOf(id[min(len(id), len(nounKinds[t.noun.code])+1):], uint32(t.aside.count)))
		c.out = c.out[:0]
		if t.noun.write(c, node); c.bad {
			return fmt.Errorf("%s cannot be kept: %w", id, errValue)
		}
		t.key = appendRecordKey(t.key[:0], t.noun.code, uint32(t.aside.count))
		if err := t.aside.add(t.key, c.out); err != nil {
			return err
		}
	}
	return nil
}

// byID lists the records in the order of their ids, or gives nil where they came in it.
func (t *taken[N]) byID(tables *tables) []uint32 {
	heads := t.heads
	if t.heads = nil; !t.mixed {
		return nil
	}
	r, code := &reader{tables: tables}, t.noun.code
	return arranged(heads, func(a, b uint32) int { return strings.Compare(idAside(r, code, a), idAside(r, code, b)) })
}

// nodes are those that were taken. all is what is in the scratch.
func (t *taken[N]) nodes(all []byte) nodes[N] {
	tables := t.aside.open(all)
	order := t.byID(tables)
	if t.noun.anchored != nil {
		n := t.numbered(tables, func(number int) uint32 { return uint32(number) })
		n.byID = order
		return n
	}
	if order == nil {
		return t.numbered(tables, func(number int) uint32 { return uint32(number) })
	}
	return t.numbered(tables, func(number int) uint32 { return order[number] })
}

// numbered are those that were taken. came tells as which of all one with a number came.
func (t *taken[N]) numbered(tables *tables, came func(number int) uint32) nodes[N] {
	return nodes[N]{
		count: t.aside.count,
		at: func(r *reader, number int) N {
			r.tables = tables
			return there(t.noun.read(r, came(number)))
		},
		id: func(r *reader, number int) string {
			r.tables = tables
			return idAside(r, t.noun.code, came(number))
		},
	}
}

// Create writes a store of what was taken in, as [Create] does; the dataset's own records do not count, only its header, releases, changes and
// withdrawals. It can be called once.
func (in *Intake) Create(path string, header *news.Dataset, progress func(done, total int)) (*Store, error) {
	if in.failed != nil {
		return nil, in.failed
	}
	in.failed = errCreated
	ds, faults, err := in.dataset(header)
	switch {
	case err != nil:
		return nil, fmt.Errorf("store: %w", err)
	case len(faults) > 0:
		return nil, fmt.Errorf("store: the dataset cannot be kept: %s", strings.Join(faults[:min(len(faults), 10)], "; "))
	}
	return create(path, ds, progress)
}

// dataset has what was taken in read again, or tells why it cannot be kept.
func (in *Intake) dataset(header *news.Dataset) (*dataset, []string, error) {
	err := cmp.Or(
		in.articles.aside.end(), in.actors.aside.end(), in.places.aside.end(), in.events.aside.end(), in.statements.aside.end(),
		in.quantities.aside.end(), in.reports.aside.end(), in.figures.aside.end(), in.accounts.aside.end(), in.roles.aside.end(), in.terms.aside.end(),
	)
	if err != nil {
		return nil, nil, err
	}
	all, err := in.scratch.all()
	if err != nil {
		return nil, nil, err
	}
	ds := &dataset{
		header:   headerOf(header),
		articles: in.articles.nodes(all), actors: in.actors.nodes(all), places: in.places.nodes(all), events: in.events.nodes(all),
		statements: in.statements.nodes(all), quantities: in.quantities.nodes(all), reports: in.reports.nodes(all), figures: in.figures.nodes(all),
		accounts: in.accounts.nodes(all), roles: in.roles.nodes(all), terms: in.terms.nodes(all),
		changes: told(header.Changes), withdrawn: told(header.Withdrawn),
		scratch: in.scratch,
	}
	if faults := unsound(ds); len(faults) > 0 {
		return nil, faults, nil
	}
	ds.derive()
	return ds, nil, nil
}

// derive has derived fields filled when a record is kept.
func (ds *dataset) derive() {
	d := news.NewDerivation(ds.records())
	mention := func(m news.Mention) { d.Mention(m) }
	ds.articles.finish, ds.actors.finish, ds.events.finish = d.Article, d.Actor, d.Event
	ds.statements.finish, ds.quantities.finish = d.Statement, d.Quantity
	ds.reports.finish = func(_ int, m *news.StatementReport) { mention(m) }
	ds.figures.finish = func(_ int, m *news.Figure) { mention(m) }
	ds.accounts.finish = func(_ int, m *news.EventAccount) { mention(m) }
	ds.roles.finish = func(_ int, m *news.RoleMention) { mention(m) }
	ds.terms.finish = func(_ int, m *news.TermUse) { mention(m) }
}

// records are those of the dataset as a derivation asks for them.
func (ds *dataset) records() news.Records {
	reports := grouping(ds, &reports, ds.reports, ds.statements.count)
	figures := grouping(ds, &figures, ds.figures, ds.quantities.count)
	accounts := grouping(ds, &accounts, ds.accounts, ds.events.count)
	roles := grouping(ds, &roles, ds.roles, ds.actors.count)
	terms := inArticles(ds, &terms, ds.terms)
	return news.Records{
		Articles: listOf(ds.articles), Actors: listOf(ds.actors), Events: listOf(ds.events), Statements: listOf(ds.statements), Quantities: listOf(ds.quantities),
		Number: func(id string) (int, bool) {
			l, known := ds.directory.find(id)
			return int(l.number), known && !l.former
		},
		Reports: reports.ofRecord, Figures: figures.ofRecord, Accounts: accounts.ofRecord, Roles: roles.ofRecord,
		Mentions: func(article int) (all []news.Mention) {
			all = appendIn(all, reports, article)
			all = appendIn(all, figures, article)
			all = appendIn(all, accounts, article)
			all = appendIn(all, roles, article)
			return appendIn(all, terms, article)
		},
	}
}

// grouped are the mentions of a noun by the records that they are of, in the order of their ids, and by the articles they are in.
type grouped[N news.Mention] struct {
	nodes[N]
	records, articles lists
	readers           *sync.Pool
}

// grouping groups the mentions of a noun, which are of so many records.
func grouping[N news.Mention](ds *dataset, n *noun[N], of nodes[N], records int) *grouped[N] {
	g := inArticles(ds, n, of)
	g.records = listBy(records, ds.found[n.code].records, of.byID)
	return g
}

// inArticles groups the mentions of a noun by the articles they are in.
func inArticles[N news.Mention](ds *dataset, n *noun[N], of nodes[N]) *grouped[N] {
	return &grouped[N]{nodes: of, articles: listBy(ds.articles.count, ds.found[n.code].articles, nil), readers: newReaders()}
}

func newReaders() *sync.Pool { return &sync.Pool{New: func() any { return &reader{} }} }

func (g *grouped[N]) numbered(numbers []uint32) []N {
	r := g.readers.Get().(*reader)
	defer g.readers.Put(r)
	list := make([]N, len(numbers))
	for i, number := range numbers {
		list[i] = g.at(r, int(number))
	}
	return list
}

func (g *grouped[N]) ofRecord(number int) []N { return g.numbered(g.records.of(uint32(number))) }

// appendIn appends those in an article.
func appendIn[N news.Mention](all []news.Mention, g *grouped[N], article int) []news.Mention {
	for _, m := range g.numbered(g.articles.of(uint32(article))) {
		all = append(all, m)
	}
	return all
}

// listOf are the records of a noun, for whoever asks for them from many goroutines.
func listOf[T any, N interface {
	*T
	news.Node
}](of nodes[N]) news.List[T] {
	readers := newReaders()
	return news.List[T]{Len: of.count, At: func(number int) *T {
		r := readers.Get().(*reader)
		defer readers.Put(r)
		return of.at(r, number)
	}}
}
