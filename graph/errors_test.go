package graph_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"onrecord/graph"
	"onrecord/store"
)

func TestNodesTakesNoMoreThanAPage(t *testing.T) {
	ask := server(open(t))
	for n, code := range map[int]string{store.MaxPage: "", store.MaxPage + 1: string(graph.TooManyIDs)} {
		ids := make([]string, n)
		for i := range ids {
			ids[i] = fmt.Sprintf("actor:nobody-%d", i)
		}
		variables, err := json.Marshal(map[string]any{"ids": ids})
		if err != nil {
			t.Fatal(err)
		}
		answer := string(ask(t, `query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, variables))
		if strings.Contains(answer, "errors") != (code != "") || !strings.Contains(answer, code) {
			t.Errorf("%d ids: %s", n, answer)
		}
	}
}

// A store that was closed stands for every fault of the server's own.
func TestFaultsTellTheCallerNothing(t *testing.T) {
	s, err := store.Open(write(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	got := string(server(s)(t, `{ place(id: "place:velda") { name } }`, nil))
	want := `{
  "errors": [
    {
      "message": "internal error",
      "path": [
        "place"
      ],
      "locations": [
        {
          "line": 1,
          "column": 3
        }
      ],
      "extensions": {
        "code": "INTERNAL"
      }
    }
  ],
  "data": {
    "place": null
  }
}
`
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestVariablesAreReadStrictly(t *testing.T) {
	ask := server(open(t))
	for name, c := range map[string]struct{ query, variables, message string }{
		"a text for an Int":        {`query($v: Int) { places(first: $v) { totalCount } }`, `{"v": "5"}`, `\"5\" is no Int`},
		"a fraction for an Int":    {`query($v: Int) { places(first: $v) { totalCount } }`, `{"v": 1.5}`, `as Int`},
		"an Int beyond 32 bits":    {`query($v: Int) { places(first: $v) { totalCount } }`, `{"v": 2147483648}`, `2147483648 is no Int`},
		"a text for a Float":       {`query($v: Float) { figures(filter: {min: $v}) { totalCount } }`, `{"v": "5"}`, `is no Float`},
		"a number for an ID":       {`query($v: ID!) { place(id: $v) { name } }`, `{"v": 5}`, `5 is no ID`},
		"a number in a list of ID": {`query($v: [ID!]) { figures(filter: {ids: $v}) { totalCount } }`, `{"v": [5]}`, `must be given as a string`},
		"a number for a String":    {`query($v: String) { places(after: $v) { totalCount } }`, `{"v": 5}`, `5 is no String`},
		"a text for a Boolean":     {`query($v: Boolean) { figures(filter: {ownVoice: $v}) { totalCount } }`, `{"v": "true"}`, `cannot use string as Boolean`},
		"a day that does not exist": {
			`query($v: Date) { figures(filter: {asOf: {from: $v}}) { totalCount } }`, `{"v": "2031-02-30"}`, `\"2031-02-30\" is not a calendar date`,
		},
		"a country by name":          {`query($v: CountryCode) { actors(filter: {country: $v}) { totalCount } }`, `{"v": "Velda"}`, `ISO 3166-1`},
		"a language in another form": {`query($v: LanguageTag) { articles(filter: {language: $v}) { totalCount } }`, `{"v": "pt-br"}`, `is written \"pt-BR\"`},
	} {
		t.Run(name, func(t *testing.T) {
			answer := string(ask(t, c.query, json.RawMessage(c.variables)))
			if !strings.Contains(answer, c.message) || !strings.Contains(answer, "GRAPHQL_VALIDATION_FAILED") {
				t.Errorf("want an error with %s, got %s", c.message, answer)
			}
		})
	}
}
