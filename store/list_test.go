package store

import (
	"cmp"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"onrecord/news"
)

// listed is all that can be asked of a noun's list, each question beside the plain sentence of Go that answers it. F is
// the noun's filter.
type listed[F any, N news.Node] struct {
	all        []N
	conditions []condition[F, N]
	scopes     []scoped[N]
	// orders are in the numbering of the noun.
	orders []func(a, b N) int
	list   func(filter *F, order int, direction Direction, page Page, scopes ...Scope[N]) (*Connection[N], error)
	// oneWay: the list takes no order, and so no direction.
	oneWay bool
}

func (l listed[F, N]) ascending() listed[F, N] {
	l.oneWay = true
	return l
}

// condition is one field of a filter, with a drawn value, and which records satisfy it.
type condition[F any, N news.Node] struct {
	field string
	set   func(*F)
	holds func(N) bool
}

// scoped is one scope on a drawn record, and which records are in it.
type scoped[N news.Node] struct {
	name  string
	scope Scope[N]
	holds func(N) bool
}

// check asks every question alone and some together, in every order, and holds the answers against a scan.
func (l listed[F, N]) check(t *rapid.T) {
	l.coversEveryField(t)
	for order := range l.orders {
		for _, direction := range l.directions() {
			l.ask(t, order, direction, nil, nil)
		}
	}
	draw := func() (int, Direction) {
		return rapid.IntRange(0, len(l.orders)-1).Draw(t, "order"), rapid.SampledFrom(l.directions()).Draw(t, "direction")
	}
	for _, c := range l.conditions {
		order, direction := draw()
		l.ask(t, order, direction, []condition[F, N]{c}, nil)
	}
	for _, s := range l.scopes {
		order, direction := draw()
		l.ask(t, order, direction, nil, []scoped[N]{s})
	}
	for range 3 {
		var conditions []condition[F, N]
		var scopes []scoped[N]
		for _, c := range l.conditions {
			if rapid.IntRange(0, 3).Draw(t, c.field) == 0 {
				conditions = append(conditions, c)
			}
		}
		if len(l.scopes) > 0 {
			scopes = append(scopes, rapid.SampledFrom(l.scopes).Draw(t, "scope"))
		}
		order, direction := draw()
		l.ask(t, order, direction, conditions, scopes)
	}
}

func (l listed[F, N]) directions() []Direction {
	if l.oneWay {
		return []Direction{""}
	}
	return []Direction{"", Ascending, Descending}
}

func (l listed[F, N]) coversEveryField(t *rapid.T) {
	var f F
	var want, have []string
	for i := range reflect.TypeOf(f).NumField() {
		want = append(want, reflect.TypeOf(f).Field(i).Name)
	}
	for _, c := range l.conditions {
		if !slices.Contains(have, c.field) {
			have = append(have, c.field)
		}
	}
	slices.Sort(want)
	slices.Sort(have)
	if !slices.Equal(want, have) {
		t.Fatalf("%T has the fields %v, and these are held against a scan: %v", f, want, have)
	}
}

func (l listed[F, N]) ask(t *rapid.T, order int, direction Direction, conditions []condition[F, N], scopes []scoped[N]) {
	var filter *F
	var want []N
	var asked []string
	if conditions != nil {
		filter = new(F)
	}
	for _, c := range conditions {
		c.set(filter)
		asked = append(asked, c.field)
	}
	var within []Scope[N]
	for _, s := range scopes {
		within = append(within, s.scope)
		asked = append(asked, s.name)
	}
	for _, n := range l.all {
		fits := !slices.ContainsFunc(conditions, func(c condition[F, N]) bool { return !c.holds(n) }) &&
			!slices.ContainsFunc(scopes, func(s scoped[N]) bool { return !s.holds(n) })
		if fits {
			want = append(want, n)
		}
	}
	slices.SortFunc(want, func(a, b N) int { return cmp.Or(l.orders[order](a, b), cmp.Compare(a.NodeID(), b.NodeID())) })
	if direction == Descending {
		slices.Reverse(want)
	}
	ids := idsOf[string](want)
	got, err := l.list(filter, order, direction, Page{First: at(MaxPage)}, within...)
	must(t, err)
	if list := idsOf[string](got.Nodes()); !slices.Equal(list, ids) {
		t.Fatalf("asked by %v, in order %d %s:\nlisted %v\na scan finds %v", asked, order, direction, list, ids)
	}
	pages{ids, func(p Page) (answer, error) {
		c, err := l.list(filter, order, direction, p, within...)
		if err != nil {
			return answer{}, err
		}
		return flat(c), nil
	}}.check(t)
}

func flat[N news.Node](c *Connection[N]) answer {
	a := answer{info: c.PageInfo, total: c.TotalCount}
	for _, e := range c.Edges {
		a.ids, a.cursors = append(a.ids, e.Node.NodeID()), append(a.cursors, certain(e.Cursor()))
	}
	return a
}

// anyOf is a condition of one drawn list of values, of which a record must have one. Ids may be former ones.
func anyOf[F any, N news.Node, V ~string](t *rapid.T, w *world, field string, from []V, into func(*F, []V), of func(N) []V) condition[F, N] {
	var pool []V
	if len(from) > 0 {
		pool = slices.Clone(from)
		if kind, _, isID := news.SplitID(string(from[0])); isID {
			pool = append(pool, V(kind.ID("nobody")))
		}
	}
	for former, today := range sorted(w.today) {
		if slices.Contains(from, V(today)) {
			pool = append(pool, V(former))
		}
	}
	var drawn []V
	if len(from) > 0 {
		drawn = rapid.SliceOfN(rapid.SampledFrom(pool), 0, 3).Draw(t, field)
	}
	if drawn == nil {
		drawn = []V{} // given, and nothing satisfies it
	}
	return condition[F, N]{field, func(f *F) { into(f, drawn) }, func(n N) bool {
		return slices.ContainsFunc(drawn, func(v V) bool {
			return slices.Contains(of(n), V(cmp.Or(w.today[string(v)], string(v))))
		})
	}}
}

// only is a condition of one drawn value. A record may have several of which one must be it.
func only[F any, N news.Node, V comparable](t *rapid.T, field string, from []V, into func(*F, *V), of func(N) []V) condition[F, N] {
	v := rapid.SampledFrom(from).Draw(t, field)
	return condition[F, N]{field, func(f *F) { into(f, &v) }, func(n N) bool { return slices.Contains(of(n), v) }}
}

func flagged[F any, N news.Node](t *rapid.T, field string, into func(*F, *bool), of func(N) bool) condition[F, N] {
	return only(t, field, []bool{true, false}, into, func(n N) []bool { return []bool{of(n)} })
}

func least[F any, N news.Node](t *rapid.T, field string, into func(*F, *int), of func(N) int) condition[F, N] {
	v := rapid.IntRange(0, 3).Draw(t, field)
	return condition[F, N]{field, func(f *F) { into(f, &v) }, func(n N) bool { return of(n) >= v }}
}

// worded is a text filter: every word of it begins one of the record's words.
func worded[F any, N news.Node](t *rapid.T, field string, into func(*F, *string), of func(N) []string) condition[F, N] {
	q := rapid.SampledFrom(sortedKeys(queries)).Draw(t, field)
	return condition[F, N]{field, func(f *F) { into(f, &q) }, func(n N) bool {
		return !slices.ContainsFunc(queries[q], func(wanted string) bool {
			return !slices.ContainsFunc(wordsIn(of(n)...), func(have string) bool { return strings.HasPrefix(have, wanted) })
		})
	}}
}

// dated is a period, open at either end or none. POSSIBLY: some day of the date may lie in it. DEFINITELY: all of them do,
// so that a date without an end lies only in a period without it.
func dated[F any, N news.Node](t *rapid.T, field string, into func(*F, *DateFilter), of func(N) news.UncertainDate) condition[F, N] {
	period := &DateFilter{}
	if rapid.Bool().Draw(t, "from") {
		period.From = at(rapid.SampledFrom([]news.Date{"0001-01-01", "2023-10-02", "2023-10-04"}).Draw(t, field))
	}
	if rapid.Bool().Draw(t, "to") {
		period.To = at(rapid.SampledFrom([]news.Date{"2023-10-04", "2023-10-07", "9999-12-31"}).Draw(t, field))
	}
	if match := rapid.SampledFrom([]DateMatch{"", Possibly, Definitely}).Draw(t, "match"); match != "" {
		period.Match = &match
	}
	return condition[F, N]{field, func(f *F) { into(f, period) }, func(n N) bool {
		d := of(n)
		switch {
		case d.Earliest == "" && d.Latest == "":
			return false
		case period.Match != nil && *period.Match == Definitely:
			return (period.From == nil || d.Earliest != "" && d.Earliest >= *period.From) && (period.To == nil || d.Latest != "" && d.Latest <= *period.To)
		}
		return (period.From == nil || d.Latest == "" || d.Latest >= *period.From) && (period.To == nil || d.Earliest == "" || d.Earliest <= *period.To)
	}}
}

// sorted yields a map in the order of its keys, so that what is drawn from it depends on the seed alone.
func sorted[V any](m map[string]V) func(yield func(string, V) bool) {
	return func(yield func(string, V) bool) {
		for _, k := range sortedKeys(m) {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}

// Every scope that is exported stands in one of the tables; a new one that is forgotten there fails here.
func TestEveryScopeIsHeldAgainstAScan(t *testing.T) {
	code, err := os.ReadFile("scope.go")
	must(t, err)
	scopes := regexp.MustCompile(`(?m)^func (\w+)\(`).FindAllStringSubmatch(string(code), -1)
	if len(scopes) == 0 {
		t.Fatal("no scope is found in scope.go")
	}
	tables := ""
	for _, file := range []string{"list_instances_test.go", "list_mentions_test.go"} {
		code, err := os.ReadFile(file)
		must(t, err)
		tables += string(code)
	}
	for _, s := range scopes {
		if !strings.Contains(tables, `{"`+s[1]+`"`) {
			t.Errorf("the scope %s is held against no scan", s[1])
		}
	}
}
