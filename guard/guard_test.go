package guard

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/alecthomas/kong"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"pgregory.net/rapid"
)

// defaults are the limits of a server that was told nothing else.
func defaults(t testing.TB) Limits {
	t.Helper()
	var l Limits
	tags, err := kong.New(&l)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tags.Parse(nil); err != nil {
		t.Fatal(err)
	}
	return l
}

const harbour = `
type Query {
  harbour(name: ID): Harbour
  harbours(near: [ID!], first: Int, last: Int): Harbours
  ships(ids: [ID!]!): [Ship]
  count(n: Int, x: Float, s: String, id: ID, b: Boolean, wind: Wind, in: [Int!], box: Box, one: One): Int
}
type Harbour { name: String piers: [Pier!]! ships(first: Int = 5): Ships thing: Thing words: [String!] }
type Harbours { nodes: [Harbour!]! edges: [HarbourEdge!]! total: Int }
type HarbourEdge { node: Harbour! }
type Ships { nodes: [Ship!]! most(first: Int = 3): [Ship!]! }
type Ship { name: String harbours(first: Int): Harbours }
type Pier { name: String ships: [Ship!]! }
union Thing = Ship | Pier
enum Wind { NORTH SOUTH }
input Box { min: Int max: Int! = 3 deeper: Box winds: [Wind!] }
input One @oneOf { ship: ID pier: Int }
`

var (
	schema = gqlparser.MustLoadSchema(&ast.Source{Name: "harbour", Input: harbour})
	sizes  = Sizes{"Query.ships": {Argument: "ids"}, "Harbour.piers": {Entries: 4}, "Pier.ships": {Entries: 2}}
	pages  = Pages{Default: 20, Most: 100}
)

// answering is a schema that answers everything alike.
type answering struct {
	answer func(context.Context) *graphql.Response
}

func (answering) Schema() *ast.Schema { return schema }
func (answering) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}
func (a answering) Exec(context.Context) graphql.ResponseHandler { return a.answer }

func fine(context.Context) *graphql.Response { return &graphql.Response{Data: []byte(`{}`)} }

// asking puts a request to a guarded executor.
func asking(t testing.TB, l Limits, answer func(context.Context) *graphql.Response, query, variables string) *graphql.Response {
	t.Helper()
	e := executor.New(answering{answer})
	e.Use(New(l, sizes, pages))
	ctx := graphql.StartOperationTrace(t.Context())
	request := &graphql.RawParams{Query: query}
	if variables != "" {
		d := json.NewDecoder(strings.NewReader(variables))
		d.UseNumber()
		if err := d.Decode(&request.Variables); err != nil {
			t.Fatal(err)
		}
	}
	operation, refused := e.CreateOperationContext(ctx, request)
	if refused != nil {
		return e.DispatchError(graphql.WithOperationContext(ctx, operation), refused)
	}
	answers, ctx := e.DispatchOperation(ctx, operation)
	return answers(ctx)
}

func code(e *gqlerror.Error) Code {
	if e == nil {
		return ""
	}
	return Code(e.Extensions["code"].(string))
}

func TestAListWithoutASizeIsFoundWhenTheGuardIsUsed(t *testing.T) {
	err := New(defaults(t), Sizes{"Query.ships": {Argument: "ids"}}, pages).Validate(answering{})
	if err == nil || !strings.Contains(err.Error(), "[Harbour.piers Pier.ships]") {
		t.Errorf("got %v", err)
	}
}

func TestCost(t *testing.T) {
	for _, c := range []struct {
		query, variables string
		want             int
	}{
		{`{ harbour { name } }`, "", 1},
		{`{ harbour { words piers { name } } }`, "", 1 + 4},
		{`{ harbour { piers { ships { name } } } }`, "", 1 + 4*(1+2)},
		{`{ harbours { total } }`, "", 1},
		{`{ harbours { nodes { name } } }`, "", 1 + 20},
		{`{ harbours(first: 3) { nodes { name } edges { node { name } } } }`, "", 1 + 3 + 3*2},
		{`{ harbours(last: 7) { nodes { name } } }`, "", 1 + 7},
		{`query($n: Int) { harbours(first: $n) { nodes { name } } }`, `{"n": 9}`, 1 + 9},
		{`query($n: Int) { harbours(first: $n) { nodes { name } } }`, `{"n": null}`, 1 + 20},
		{`query($n: Int = 8) { harbours(first: $n) { nodes { name } } }`, ``, 1 + 8},
		{`{ harbours(first: 2000000) { nodes { name } } }`, "", 1 + 100}, // which whoever reads the page refuses
		{`{ harbours(first: -1) { nodes { name } } }`, "", 1},
		{`{ harbour { ships { nodes { name } most { name } } } }`, "", 1 + 1 + 5 + 3},
		{`query($ids: [ID!]!) { ships(ids: $ids) { name } }`, `{"ids": ["a", "b", "c"]}`, 3},
		{`{ ships(ids: ["a", "b"]) { harbours(first: 10) { nodes { name } } } }`, "", 2 * (1 + 1 + 10)},
		// Of the types that a thing can have, the dearest.
		{`{ harbour { thing { ... on Ship { name } ... on Pier { ships { name } } } } }`, "", 1 + 1 + 2},
		{`{ harbour { thing { ... on Pier { ships { name } } ...f } } } fragment f on Ship { harbours { nodes { name } } }`, "", 1 + 1 + 21},
		// What is skipped is not touched.
		{`{ harbour { name piers @skip(if: true) { name } } }`, "", 1},
		{`query($x: Boolean!) { harbour { name ... @include(if: $x) { piers { name } } } }`, `{"x": false}`, 1},
		{`query($x: Boolean!) { harbour { name ... @include(if: $x) { piers { name } } } }`, `{"x": true}`, 1 + 4},
		// The schema is at hand, and is counted.
		{`{ __schema { queryType { name } } }`, "", 2},
		{`{ __type(name: "Wind") { enumValues { name } } }`, "", 1 + 2},
		{`{ __type(name: "Harbour") { fields { type { ...t } } } } fragment t on __Type { ofType { ofType { ofType { name } } } }`, "", 1 + 5 + 5 + 3 + 2},
		{`{ __type(name: "Nobody") { fields { name } } }`, "", 0},
	} {
		l := defaults(t)
		l.Cost = math.MaxInt
		answer := asking(t, l, fine, c.query, c.variables)
		if len(answer.Errors) > 0 {
			t.Errorf("%s: %v", c.query, answer.Errors)
			continue
		}
		told, _ := answer.Extensions["cost"].(Priced)
		if told.Requested != c.want {
			t.Errorf("%s costs %d, want %d", c.query, told.Requested, c.want)
		}
		if c.want < 2 {
			continue
		}
		for limit, want := range map[int]Code{c.want: "", c.want - 1: TooCostly} {
			l.Cost = limit
			var got *gqlerror.Error
			if answer := asking(t, l, fine, c.query, c.variables); len(answer.Errors) > 0 {
				got = answer.Errors[0]
			}
			if code(got) != want {
				t.Errorf("%s of cost %d within %d: %v", c.query, c.want, limit, got)
			}
		}
	}
}

func TestCostsTooLargeToCountStayLarge(t *testing.T) {
	const times = 20
	query := "{ harbours(first: 100) { nodes { " + strings.Repeat("thing { ... on Ship { harbours(first: 100) { nodes { ", times) + "name" + strings.Repeat(" } } } }", times) + " } } }"
	l := defaults(t)
	l.Depth = 100
	answer := asking(t, l, fine, query, "")
	if len(answer.Errors) != 1 || code(answer.Errors[0]) != TooCostly || answer.Errors[0].Extensions["actual"] != ceiling {
		t.Errorf("got %v", answer.Errors)
	}
}

func TestVariablesAreHeldToTheirTypes(t *testing.T) {
	accepted := []struct{ typ, argument, value string }{
		{"Int", "n", "5"}, {"Int", "n", "-2147483648"}, {"Int", "n", "null"}, {"Float", "x", "5"}, {"Float", "x", "1e3"}, {"String", "s", `"5"`},
		{"ID", "id", `"5"`}, {"ID", "id", "5"}, {"Boolean", "b", "true"}, {"Wind", "wind", `"NORTH"`}, {"[Int!]", "in", "[1, 2]"}, {"[Int!]", "in", "1"},
		{"Box", "box", `{"min": 1, "deeper": {"max": 2}, "winds": ["SOUTH"]}`}, {"Box", "box", `{"winds": "SOUTH"}`}, {"Box", "box", `{"min": null}`},
		{"One", "one", `{"ship": "a"}`}, {"One", "one", `{"pier": 5}`},
	}
	for _, c := range accepted {
		query := fmt.Sprintf("query($v: %s) { count(%s: $v) }", c.typ, c.argument)
		if answer := asking(t, defaults(t), fine, query, `{"v": `+c.value+`}`); len(answer.Errors) > 0 {
			t.Errorf("%s for %s: %v", c.value, c.typ, answer.Errors)
		}
	}
	refused := []struct{ typ, argument, value, path, message string }{
		{"Int", "n", `"5"`, "variable.v", `"5" is no Int: it must be given as a whole number`},
		{"Int", "n", "2147483648", "variable.v", `2147483648 is no Int`},
		{"Float", "x", `"5"`, "variable.v", `"5" is no Float: it must be given as a number`},
		{"Float", "x", `"NaN"`, "variable.v", `"NaN" is no Float`},
		{"String", "s", "5", "variable.v", `5 is no String`},
		{"Wind", "wind", `"north"`, "variable.v", `"north" is no Wind`},
		{"[Int!]", "in", `[1, "2"]`, "variable.v[1]", `"2" is no Int`},
		{"[Int!]", "in", `"2"`, "variable.v[0]", `"2" is no Int`},
		{"Box", "box", `{"deeper": {"min": "5"}}`, "variable.v.deeper.min", `"5" is no Int`},
		{"Box", "box", `{"winds": ["NORTH", "south"]}`, "variable.v.winds[1]", `"south" is no Wind`},
		{"Box", "box", `{"__typename": "Box"}`, "variable.v", `Box has no field __typename`},
		{"One", "one", `{}`, "variable.v", `exactly one of its fields`},
		{"One", "one", `{"ship": "a", "pier": 1}`, "variable.v", `exactly one of its fields`},
		{"One", "one", `{"ship": null}`, "variable.v", `exactly one of its fields`},
		{"One", "one", `{"ship": "a", "pier": null}`, "variable.v", `exactly one of its fields`},
	}
	for _, c := range refused {
		query := fmt.Sprintf("query($v: %s) { count(%s: $v) }", c.typ, c.argument)
		answer := asking(t, defaults(t), fine, query, `{"v": `+c.value+`}`)
		if len(answer.Errors) != 1 || code(answer.Errors[0]) != BadVariable || !strings.Contains(answer.Errors[0].Message, c.message) || answer.Errors[0].Path.String() != c.path {
			t.Errorf("%s for %s: %v at %v", c.value, c.typ, answer.Errors, answer.Errors[0].Path)
		}
	}
}

// An answer that takes too long is no answer, and whoever goes away is not waited for.
func TestAnOperationHasItsTime(t *testing.T) {
	l := defaults(t)
	late := func(ctx context.Context) *graphql.Response {
		<-ctx.Done()
		return &graphql.Response{Data: []byte(`{"half":1}`), Errors: gqlerror.List{gqlerror.Wrap(ctx.Err())}}
	}
	l.Deadline = time.Nanosecond
	answer := asking(t, l, late, `{ harbour { name } }`, "")
	if len(answer.Errors) != 1 || code(answer.Errors[0]) != DeadlineExceeded || answer.Data != nil {
		t.Errorf("got %s and %v", answer.Data, answer.Errors)
	}
	if answer := asking(t, defaults(t), fine, `{ harbour { name } }`, ""); len(answer.Errors) > 0 {
		t.Errorf("in time: %v", answer.Errors)
	}
}

func TestWhatIsTooLongIsCutShort(t *testing.T) {
	l := defaults(t)
	for n, want := range map[int]string{20: "", 21: "errors in the answer; the others are left out: 21, and at most 20 are allowed"} {
		many := func(context.Context) *graphql.Response {
			answer := &graphql.Response{Data: []byte("null")}
			for i := range n {
				answer.Errors = append(answer.Errors, gqlerror.Errorf("error %d", i))
			}
			return answer
		}
		errors := asking(t, l, many, `{ harbour { name } }`, "").Errors
		if len(errors) != 20 || errors[18].Message != "error 18" || want != "" && errors[19].Message != want {
			t.Errorf("of %d errors: %v", n, errors)
		}
	}
	for n, want := range map[int]Code{l.Answer: "", l.Answer + 1: AnswerTooLarge} {
		large := func(context.Context) *graphql.Response {
			return &graphql.Response{Data: []byte(strings.Repeat("9", n))}
		}
		answer := asking(t, l, large, `{ harbour { name } }`, "")
		if want == "" && (len(answer.Data) != n || answer.Errors != nil) || want != "" && (len(answer.Errors) != 1 || code(answer.Errors[0]) != want || answer.Data != nil) {
			t.Errorf("%d bytes: %v", n, answer.Errors)
		}
	}
	long := strings.Repeat("é", 30_000)
	e := &gqlerror.Error{Message: long, Path: ast.Path{ast.PathName(long)}, Locations: make([]gqlerror.Location, 300)}
	if b := brief(e); len(b.Message) > 1003 || !strings.HasSuffix(b.Message, "é…") || b.Path != nil || len(b.Locations) != 10 || len(e.Locations) != 300 {
		t.Errorf("brief gives %d bytes, %v, %d places", len(b.Message), b.Path, len(b.Locations))
	}
}

// documents are drawn with fragments that spread only later ones.
func documents() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		fragments := rapid.IntRange(0, 6).Draw(t, "fragments")
		var b strings.Builder
		var set func(depth, from int)
		set = func(depth, from int) {
			b.WriteString("{")
			for range rapid.IntRange(1, 3).Draw(t, "selections") {
				switch kind := rapid.IntRange(0, 6).Draw(t, "kind"); {
				case kind <= 1 && from < fragments:
					fmt.Fprintf(&b, " ...f%d", rapid.IntRange(from, fragments-1).Draw(t, "spread"))
				case kind == 2 && depth > 0:
					b.WriteString(" ... on T ")
					set(depth-1, from)
				default:
					name := rapid.SampledFrom([]string{"a", "b", "__schema", "x: a", "y: b"}).Draw(t, "field")
					b.WriteString(" " + name)
					if kind > 4 && depth > 0 {
						set(depth-1, from)
					}
				}
			}
			b.WriteString(" }")
		}
		for range rapid.IntRange(1, 3).Draw(t, "operations") {
			b.WriteString("query ")
			set(3, 0)
		}
		for i := range fragments {
			fmt.Fprintf(&b, " fragment f%d on T ", i)
			set(2, i+1)
		}
		return b.String()
	})
}

// simply measures a document as the limits are told, without a thought to how long it takes.
func simply(doc *ast.QueryDocument) (all size, pairs int) {
	for _, operation := range doc.Operations {
		root := 0
		same := map[string]map[string]int{} // of each place in the answer, how many fields have a name
		var visit func(set ast.SelectionSet, place string, depth int, introspection bool)
		visit = func(set ast.SelectionSet, place string, depth int, introspection bool) {
			for _, selection := range set {
				switch s := selection.(type) {
				case *ast.InlineFragment:
					visit(s.SelectionSet, place, depth, introspection)
				case *ast.FragmentSpread:
					visit(doc.Fragments.ForName(s.Name).SelectionSet, place, depth, introspection)
				case *ast.Field:
					all.fields++
					if s.Alias != s.Name {
						all.aliases++
					}
					if depth == 0 {
						root++
					}
					within := introspection || s.Name == "__schema"
					if within {
						all.introspection = max(all.introspection, depth+1)
					} else {
						all.data = max(all.data, depth+1)
					}
					if same[place] == nil {
						same[place] = map[string]int{}
					}
					same[place][s.Alias]++
					visit(s.SelectionSet, place+"."+s.Alias, depth+1, within)
				}
			}
		}
		visit(operation.SelectionSet, "", 0, false)
		all.root = max(all.root, root)
		for _, names := range same {
			here := 0
			for _, n := range names {
				here += n * (n - 1) / 2
			}
			pairs = max(pairs, here)
		}
	}
	return all, pairs
}

// Each fragment is measured once, however often it is spread, and it comes to the same as expanding it each time.
func TestMeasuresAreThoseOfTheExpandedDocument(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := documents().Draw(t, "document")
		doc, err := parser.ParseQuery(&ast.Source{Input: text})
		if err != nil {
			t.Fatal(err)
		}
		want, pairs := simply(doc)
		m := &measurer{whole: map[string]*size{}, fragments: doc.Fragments}
		var got size
		most := 0
		for _, o := range doc.Operations {
			got = got.beside(m.set(o.SelectionSet))
			most = max(most, m.pairs([]ast.SelectionSet{o.SelectionSet}))
		}
		if got != want || most != pairs {
			t.Fatalf("%s\nmeasured %+v and %d pairs, and is %+v and %d", text, got, most, want, pairs)
		}
	})
}

// However a document is made, the work to measure it is bounded by the limits, and whoever spreads a fragment within itself
// is told so.
func TestMeasuringIsBounded(t *testing.T) {
	l := defaults(t)
	chain := "{a {...f0}}"
	for i := range 49 {
		chain += fmt.Sprintf(" fragment f%d on T {...f%[2]d ...f%[2]d}", i, i+1)
	}
	for name, c := range map[string]struct {
		text string
		want Code
	}{
		"fragments that each spread the next twice": {chain + " fragment f49 on T {a}", TooManyFields},
		"a fragment in a fragment in the first":     {chain + " fragment f49 on T {...f0}", FragmentCycle},
		"a fragment in itself":                      {"{...f} fragment f on T {...f}", FragmentCycle},
		"a fragment in itself that nothing spreads": {"{a} fragment f on T {a {...f}}", FragmentCycle},
		"fragments that nothing spreads":            {"{a}" + chain[len("{a {...f0}}"):] + " fragment f49 on T {a}", TooManyFields},
		"one field again and again":                 {"{" + strings.Repeat("a ", 3998) + "}", TooManyRootFields},
		"one field again and again, further down":   {"{a {" + strings.Repeat("b ", 990) + "}}", TooManyEqualKeys},
		"one field again and again, in many sets":   {"{" + strings.Repeat("a {b b b b b} ", 19) + "}", TooManyEqualKeys},
		"braces within braces":                      {strings.Repeat("{a", 900) + strings.Repeat("}", 900), TooDeep},
		"more braces within braces":                 {strings.Repeat("{a", 1100) + strings.Repeat("}", 1100), "GRAPHQL_PARSE_FAILED"},
		"fragments within fragments":                {"{" + strings.Repeat("...{", 900) + "a" + strings.Repeat("}", 901), ""},
		"lists within lists":                        {"{a(b: " + strings.Repeat("[", 1900) + strings.Repeat("]", 1900) + ")}", "GRAPHQL_PARSE_FAILED"},
	} {
		m, refused := l.measure(c.text)
		if code(refused) != c.want {
			t.Errorf("%s: %v, want %q", name, refused, c.want)
		}
		if most := 2*l.Tokens + 51*l.Fields; m.steps > most {
			t.Errorf("%s: %d steps, and %d is the most there can be", name, m.steps, most)
		}
	}
}

func FuzzDocument(f *testing.F) {
	f.Add("{ harbour { name } }")
	f.Add("query A($v: Int = 3) @x { a: b(c: $v) { ...f ... on T @skip(if: true) { d } } } fragment f on T { e }")
	f.Add("{...a} fragment a on T {...b ...b} fragment b on T {...a}")
	f.Add("{ __schema { types { fields { type { ofType { name } } } } } }")
	f.Add("\xff\x00{\"\"\"")
	l := defaults(f)
	l.Text, l.Tokens, l.Fields, l.EqualKeys, l.RootFields = 4096, 400, 100, 64, 10
	f.Fuzz(func(t *testing.T, text string) {
		m, refused := l.measure(text)
		if most := 2*l.Tokens + 51*l.Fields + len(text); m.steps > most {
			t.Errorf("%d steps, and %d is the most there can be", m.steps, most)
		}
		if refused != nil && refused.Extensions["code"] == nil {
			t.Errorf("refused without a code: %v", refused)
		}
		// What the guard lets through, the rest can validate and price.
		answer := asking(t, l, fine, text, "")
		for _, e := range answer.Errors {
			if len(e.Message) > longestMessage+len("…") {
				t.Errorf("an error of %d bytes", len(e.Message))
			}
		}
	})
}

func FuzzVariables(f *testing.F) {
	for _, seed := range []string{`{"box": {"min": 1, "deeper": {"winds": ["NORTH"]}}}`, `{"one": {"ship": null}}`, `{"in": [[1]]}`, `{"id": 5, "x": 1e999, "n": "5"}`, `{"box": [[[[[[[[[{}]]]]]]]]]}`} {
		f.Add(seed)
	}
	l := defaults(f)
	const query = `query($n: Int, $x: Float, $s: String, $id: ID, $b: Boolean, $wind: Wind, $in: [Int!], $box: Box, $one: One) {
		count(n: $n, x: $x, s: $s, id: $id, b: $b, wind: $wind, in: $in, box: $box, one: $one) }`
	f.Fuzz(func(t *testing.T, variables string) {
		if !json.Valid([]byte(variables)) || !strings.HasPrefix(strings.TrimSpace(variables), "{") {
			t.Skip()
		}
		first, again := asking(t, l, fine, query, variables), asking(t, l, fine, query, variables)
		if fmt.Sprint(first.Errors) != fmt.Sprint(again.Errors) && len(first.Errors) > 0 && code(first.Errors[0]) == BadVariable {
			t.Errorf("%v, and then %v", first.Errors, again.Errors)
		}
	})
}
