package queries

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"pgregory.net/rapid"
)

const file = `# Title: Injured on the quay
# Question: Who counted the injured, and how many?
# Answers: 3, 7
# Rows: figures.nodes
query InjuredOnTheQuay($articles: [ID!]! = ["article:a"], $first: Int, $min: Float = 1.5, $sides: [Side!], $open: Boolean!) {
  figures { printed }
}
`

func TestParse(t *testing.T) {
	got, err := parse("injured-on-the-quay", file)
	if err != nil {
		t.Fatal(err)
	}
	want := Query{
		Name:      "injured-on-the-quay",
		Title:     "Injured on the quay",
		Question:  "Who counted the injured, and how many?",
		Answers:   []int{3, 7},
		Rows:      "figures.nodes",
		File:      file,
		Operation: strings.TrimSpace(file[strings.Index(file, "query"):]),
		Variables: []Variable{
			{Name: "articles", Type: "[ID!]!", Default: []any{"article:a"}},
			{Name: "first", Type: "Int"},
			{Name: "min", Type: "Float", Default: 1.5},
			{Name: "sides", Type: "[Side!]"},
			{Name: "open", Type: "Boolean!", Required: true},
		},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Variable{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Each case changes the file above in one place.
func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"# Title: Injured on the quay\n", "", "no Title"},
		{"# Question: Who counted the injured, and how many?\n", "", "no Question"},
		{"# Title: Injured on the quay", "# Title:", "no line of a header"},
		{"# Rows: ", "# Title: ", "has Title twice"},
		{"# Rows: ", "# Row: ", "has Row, and only"},
		{"3, 7", "3, seven", `"seven" is no number`},
		{"3, 7", "0", `"0"`},
		{"InjuredOnTheQuay", "InjuredAtTheQuay", `makes it "InjuredOnTheQuay"`},
		{"query InjuredOnTheQuay", "mutation InjuredOnTheQuay", "is a mutation"},
		{"{ printed }\n}", "{ printed }\n}\nquery Second { figures { printed } }", "2 operations"},
		{"{ printed }", "{ printed", "Expected Name"},
		{"$first", "$rows", "the name is taken"},
		{"$first", "$operationName", "the name is taken"},
		{"[Side!]", "[[Side!]]", "list of lists"},
	} {
		_, err := parse("injured-on-the-quay", strings.Replace(file, c.old, c.new, 1))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q for %q: %v, want an error with %q", c.new, c.old, err, c.want)
		}
	}
	for _, name := range []string{"", "Quay", "on--quay", "quay-", "quay_1", "../quay"} {
		if _, err := parse(name, file); err == nil || !strings.Contains(err.Error(), "the name is not") {
			t.Errorf("a file named %q: %v", name, err)
		}
	}
}

func TestPascalCase(t *testing.T) {
	for name, want := range map[string]string{"killed-on-7-october": "KilledOn7October", "framing": "Framing", "article-001-against-004": "Article001Against004"} {
		if got := pascalCase(name); got != want {
			t.Errorf("%s makes %s, want %s", name, got, want)
		}
	}
}

// The queries of the design come first, by number; each can be found by its name.
func TestAll(t *testing.T) {
	if len(All()) == 0 {
		t.Fatal("there is no saved query")
	}
	last := 0
	for _, q := range All() {
		if q.place() < last {
			t.Errorf("%s stands behind a query of question %d", q.Name, last)
		}
		last = q.place()
		if found, ok := Named(q.Name); !ok || found.Title != q.Title {
			t.Errorf("%s is not found by its name", q.Name)
		}
		if near := Nearest(q.Name + "x"); near != q.Name {
			t.Errorf("%sx is nearest to %q", q.Name, near)
		}
	}
	if _, ok := Named("no-such-query"); ok {
		t.Error("a query is found that is not there")
	}
	if near := Nearest(strings.Repeat("a", 1<<20)); near != "" {
		t.Errorf("a megabyte is near %q", near)
	}
}

var schema = gqlparser.MustLoadSchema(&ast.Source{Input: `
	enum Side { PORT STARBOARD }
	type Figure { printed: String }
	type Query { figures: [Figure!]! }
`})

func TestRequest(t *testing.T) {
	q, err := parse("injured-on-the-quay", file)
	if err != nil {
		t.Fatal(err)
	}
	for given, want := range map[string]string{
		"open=true":                                `{"open":true}`,
		"open=false&first=20":                      `{"first":20,"open":false}`,
		"open=true&min=-0.5":                       `{"min":-0.5,"open":true}`,
		"open=true&articles=a&articles=b":          `{"articles":["a","b"],"open":true}`,
		"open=true&sides=PORT":                     `{"open":true,"sides":["PORT"]}`,
		"open=true&format=csv":                     `{"open":true}`,
		"":                                         `needs the variable "open"`,
		"open=yes":                                 `the variable open (Boolean!): "yes" is neither true nor false`,
		"open=true&open=true":                      `2 times`,
		"open=true&first=20.5":                     `"20.5" is no whole number`,
		"open=true&first=3000000000":               `no whole number of 32 bits`,
		"open=true&min=NaN":                        `"NaN" is no number`,
		"open=true&min=1e999":                      `is no number`,
		"open=true&sides=PORT&sides=LEFT":          `the variable sides ([Side!]): "LEFT" is none of PORT, STARBOARD`,
		"open=true&page=2":                         `no variable "page": it has articles ([ID!]!), first (Int), min (Float), sides ([Side!]), open (Boolean!)`,
		"open=true&variables={}":                   `no variable "variables"`,
		"open=true&min=" + strings.Repeat("x", 99): `xxx…"`,
	} {
		values, err := url.ParseQuery(given)
		if err != nil {
			t.Fatal(err)
		}
		request, err := q.Request(values, schema)
		if err != nil {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %s", given, err, want)
			}
			continue
		}
		if got := request.Get("variables"); got != want {
			t.Errorf("%s: variables %s, want %s", given, got, want)
		}
		if request.Get("query") != q.Operation || request.Get("operationName") != "InjuredOnTheQuay" || request.Get("format") != values.Get("format") {
			t.Errorf("%s is asked as %v", given, request)
		}
	}
}

// Whatever a URL holds is passed on or refused, and never dropped.
func TestNothingInAURLIsDropped(t *testing.T) {
	q, err := parse("injured-on-the-quay", file)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"articles", "first", "min", "sides", "open", "format", "rows", "bom", "guard", "citation", "version", "query", "variables", "operationName", "extensions", "page"}
	rapid.Check(t, func(t *rapid.T) {
		given := url.Values{"open": {"true"}}
		for _, name := range rapid.SliceOfDistinct(rapid.SampledFrom(names), rapid.ID).Draw(t, "names") {
			given[name] = rapid.SliceOfN(rapid.SampledFrom([]string{"true", "7", "PORT", "", "é"}), 1, 3).Draw(t, name)
		}
		request, err := q.Request(given, schema)
		if err != nil {
			return
		}
		for name, values := range given {
			if Reserved(name) {
				if !cmp.Equal(request[name], values) {
					t.Fatalf("%s is passed on as %v, and was %v", name, request[name], values)
				}
			} else if !strings.Contains(request.Get("variables"), `"`+name+`":`) {
				t.Fatalf("%s is not among the variables %s", name, request.Get("variables"))
			}
		}
	})
}
