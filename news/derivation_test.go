package news

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawn makes up datasets in which little is different from anything else, so that much is alike, linked, disputed and repeated.
type drawn struct {
	*rapid.T
	ds *Dataset
}

func made(t *rapid.T) *Dataset {
	g := drawn{t, &Dataset{}}
	for i := range g.upTo(1, 5) {
		g.ds.Actors = append(g.ds.Actors, &Actor{ID: ActorID(fmt.Sprintf("actor:%d", i))})
	}
	for _, a := range g.ds.Actors {
		a.Name, a.Curation = pick(g, "Velda", "velda", "Orm", "an official"), g.curation()
		a.Kind = pick(g, Person, Outlet, State)
		if g.seldom() {
			a.MemberOf = []ActorID{g.actor()}
		}
		if g.seldom() {
			a.Anonymity = &Anonymity{}
			if g.seldom() {
				a.Anonymity.Affiliation = g.actor()
			}
			if g.seldom() {
				a.Anonymity.MayBe = []ActorID{g.actor(), g.actor()}
			}
		}
	}
	for i := range g.upTo(1, 3) {
		e := &Event{ID: EventID(fmt.Sprintf("event:%d", i)), Label: fmt.Sprintf("Event %d", i), Date: g.date(), Curation: g.curation()}
		if g.seldom() {
			e.Type, e.Participants = TypeAssault, []Participant{{g.actor(), PartActor}}
		}
		if g.seldom() {
			e.Established = "Inquiry"
		}
		if g.seldom() {
			chain := g.chain()
			e.Links = []EventLink{{Kind: Follows, Event: "event:0", Attribution: &chain}, {Kind: CausedBy, Event: "event:0"}}
		}
		g.ds.Events = append(g.ds.Events, e)
	}
	for i := range g.upTo(1, 4) {
		a := &Article{ID: ArticleID(fmt.Sprintf("article:%d", i)), Published: g.date(), Curation: g.curation()}
		if g.flip() {
			a.Outlet = g.actor()
		}
		g.ds.Articles = append(g.ds.Articles, a)
	}
	g.statements()
	g.quantities()
	for i := range g.upTo(0, 6) {
		g.ds.Accounts = append(g.ds.Accounts, &EventAccount{
			ID: AccountID(fmt.Sprintf("account:%d", i)), Anchor: g.anchor(), Event: pick(g, g.ds.Events...).ID, Aspect: pick(g, Occurrence, Responsibility, Motive),
			Holds: g.actor(), Certainty: pick(g, Certain, Denied, Uncommitted),
		})
	}
	for i := range g.upTo(0, 4) {
		g.ds.Roles = append(g.ds.Roles, &RoleMention{
			ID: RoleID(fmt.Sprintf("role:%d", i)), Anchor: g.anchor(), Actor: g.actor(), Role: pick(g, "Minister", "prime minister", "mayor"), Body: pick(g, "", g.actor(), g.actor()),
		})
	}
	for i := range g.upTo(0, 2) {
		g.ds.Terms = append(g.ds.Terms, &TermUse{ID: TermID(fmt.Sprintf("term:%d", i)), Anchor: g.anchor(), Referent: SubjectID(g.actor())})
	}
	return g.ds
}

func (g drawn) statements() {
	n := g.upTo(1, 8)
	id := func() StatementID { return StatementID(fmt.Sprintf("statement:%d", g.upTo(0, n-1))) }
	for i := range n {
		s := &Statement{
			ID: StatementID(fmt.Sprintf("statement:%d", i)), Gist: pick(g, "It is so.", "it is  so", "It is not so."), Speaker: g.actor(),
			Act: pick(g, Assert, Concede), Said: g.date(), Curation: g.curation(),
		}
		for g.seldom() {
			s.Links = append(s.Links, StatementLink{Kind: pick(g, LinkKinds...), Statement: id(), Basis: pick(g, Curated, Curated, Computed)})
		}
		if g.seldom() {
			s.Occasion = pick(g, g.ds.Events...).ID
		}
		if g.seldom() {
			s.Established = "Inquiry"
		}
		g.ds.Statements = append(g.ds.Statements, s)
	}
	words := strings.Fields("we shall rebuild the wall before winter")
	for i := range g.upTo(0, 12) {
		r := &StatementReport{ID: ReportID(fmt.Sprintf("report:%02d", i)), Anchor: g.anchor(), Statement: id(), Mode: pick(g, Direct, Indirect), Text: pick(g, "The wall held.", "The wall held all night.", "It held.")}
		for g.flip() {
			from := g.upTo(0, 2)
			r.Quotes = append(r.Quotes, Quote{Words: strings.Join(words[from:g.upTo(from+3, len(words))], pick(g, " ", ", "))})
		}
		g.ds.Reports = append(g.ds.Reports, r)
	}
}

func (g drawn) quantities() {
	n := g.upTo(0, 4)
	for i := range n {
		q := &Quantity{
			ID: QuantityID(fmt.Sprintf("quantity:%d", i)), Measure: Killed, Unit: pick(g, "people", "People"), Place: pick[PlaceID](g, "", "place:a"),
			Accumulation: pick(g, Accumulations...), Curation: g.curation(),
		}
		if g.flip() {
			q.Event = pick(g, g.ds.Events...).ID
		}
		if i > 0 && g.flip() {
			q.PartOf = "quantity:0"
		}
		g.ds.Quantities = append(g.ds.Quantities, q)
	}
	for i := range g.upTo(0, 2*n) {
		v := float64(g.upTo(1, 3))
		f := &Figure{
			ID: FigureID(fmt.Sprintf("figure:%d", i)), Anchor: g.anchor(), Quantity: QuantityID(fmt.Sprintf("quantity:%d", g.upTo(0, n-1))), Printed: fmt.Sprint(v),
			Comparator: pick(g, Exact, AtLeast, MoreThan, About), Value: &v, Quality: pick(g, OK, OK, Suspect), AsOf: g.date(), Readings: []float64{v, 2 * v},
		}
		f.Low, f.High = f.Comparator.Bounds(v, true)
		g.ds.Figures = append(g.ds.Figures, f)
	}
}

func pick[T any](g drawn, from ...T) T { return from[g.upTo(0, len(from)-1)] }

func (g drawn) upTo(from, to int) int { return rapid.IntRange(from, to).Draw(g.T, "n") }
func (g drawn) flip() bool            { return g.upTo(0, 1) == 0 }
func (g drawn) seldom() bool          { return g.upTo(0, 3) == 3 }
func (g drawn) actor() ActorID        { return pick(g, g.ds.Actors...).ID }
func (g drawn) curation() Curation    { return pick(g, "", "", Reviewed, Draft) }

func (g drawn) date() UncertainDate {
	day := pick[Date](g, "", "2031-05-03", "2031-05-05", "2031-05-09", "2034-01-01")
	return UncertainDate{Earliest: day, Latest: day}
}

func (g drawn) chain() Attribution {
	var a Attribution
	for i := range g.upTo(0, 2) {
		a.Hops = append(a.Hops, Hop{Position: i + 1, Actor: g.actor()})
	}
	return a
}

func (g drawn) anchor() Anchor {
	from := g.upTo(0, 3)
	return Anchor{Article: pick(g, g.ds.Articles...).ID, Evidence: Evidence{Span: Span{from, from + g.upTo(1, 3)}}, Attribution: g.chain()}
}

// copied gives a copy that shares nothing that can be changed.
func copied[T any](v T) T { return copyOf(reflect.ValueOf(&v).Elem()).Interface().(T) }

func copyOf(v reflect.Value) reflect.Value {
	made := reflect.New(v.Type()).Elem()
	made.Set(v)
	switch {
	case v.Kind() == reflect.Pointer && !v.IsNil():
		made.Set(reflect.New(v.Type().Elem()))
		made.Elem().Set(copyOf(v.Elem()))
	case v.Kind() == reflect.Slice && !v.IsNil():
		made.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			made.Index(i).Set(copyOf(v.Index(i)))
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			made.Field(i).Set(copyOf(v.Field(i)))
		}
	}
	return made
}

// elsewhere are the records of a dataset, of which everybody is given a copy.
func (ds *Dataset) elsewhere() Records {
	r := ds.arrange()
	return Records{
		Articles: copies(r.Articles), Actors: copies(r.Actors), Events: copies(r.Events), Statements: copies(r.Statements), Quantities: copies(r.Quantities), Number: r.Number,
		Reports:  func(number int) []*StatementReport { return copied(r.Reports(number)) },
		Figures:  func(number int) []*Figure { return copied(r.Figures(number)) },
		Accounts: func(number int) []*EventAccount { return copied(r.Accounts(number)) },
		Roles:    func(number int) []*RoleMention { return copied(r.Roles(number)) },
		Mentions: func(number int) []Mention {
			mentions := r.Mentions(number)
			slices.Reverse(mentions)
			return mentions
		},
	}
}

func copies[T any](list List[T]) List[T] {
	return List[T]{list.Len, func(number int) *T { return copied(list.At(number)) }}
}

// Whether the records are in memory, and what was derived of one can be seen by all, or are read from elsewhere one at a time and are as they
// were linked: what is derived of each is the same. Deriving again changes nothing.
func TestOneRecordAtATimeIsDerivedAsAllAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ds := made(t)
		one := copied(ds)
		one.arrange()
		Derive(ds)
		d := newDerivation(copied(one).elsewhere(), 2)
		var working sync.WaitGroup
		all(&working, one.Articles, d.Article)
		all(&working, one.Actors, d.Actor)
		all(&working, one.Events, d.Event)
		all(&working, one.Statements, d.Statement)
		all(&working, one.Quantities, d.Quantity)
		for m := range one.Mentions() {
			working.Go(func() { d.Mention(m) })
		}
		working.Wait()
		if difference := cmp.Diff(ds, one); difference != "" {
			t.Fatalf("all at once (-), and one at a time (+):\n%s", difference)
		}
		Derive(one)
		if difference := cmp.Diff(ds, one); difference != "" {
			t.Fatalf("once (-), and again (+):\n%s", difference)
		}
	})
}

func all[T any](working *sync.WaitGroup, records []T, derive func(int, T)) {
	for i, record := range records {
		working.Go(func() { derive(i, record) })
	}
}
