package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// A list of 20 where there are more shows it in the file and in the header, whether or not the query asks for pageInfo; one
// that is whole does not.
func TestATableThatIsCutSaysSo(t *testing.T) {
	server := carried(t)
	for _, c := range []struct{ says, query, header, sentence string }{
		{"20 by default", `{ figures { nodes { printed } } }`, "figures=20/27", `Not whole: figures has 20 of 27 (ask for first: 100, or go on with after: `},
		{"by edges", `{ figures { edges { node { printed } } } }`, "figures=20/27", "figures has 20 of 27"},
		{"by a fragment", `{ figures { ...Some } } fragment Some on FigureConnection { nodes { printed } }`, "figures=20/27", "figures has 20 of 27"},
		{"all of them", `{ figures(first: 100) { nodes { printed } } }`, "", ""},
		{"their number alone", `{ figures { totalCount } }`, "", ""},
		{"another name", `{ numbers: figures(first: 3) { nodes { printed } } }`, "numbers=3/27", "numbers has 3 of 27"},
		{"from the end", `{ figures(last: 3) { nodes { printed } } }`, "figures=3/27", "Not whole: figures has 3 of 27 (ask for first: 100)."},
		{"on the way to the rows", `{ articles(first: 2) { nodes { figures(first: 100) { nodes { printed } } } } }`, "articles=2/5", "articles has 2 of 5"},
		{"below the first list, twice", `{ articles { nodes { figures(first: 3) { nodes { printed } } } } }`, "articles.figures=12/26", "articles.figures has 12 of 26 in 4 lists (ask for first: 100)."},
		{"beside a question about the schema", `{ __type(name: "Figure") { name } figures { nodes { printed } } }`, "figures=20/27", "figures has 20 of 27"},
		{"in a search", `{ search(text: "israel", first: 1) { nodes { score } } }`, "search=1/", "search has 1 of "},
	} {
		answer, body := send(t, get(t, link(server, c.query, "format", "csv")))
		lines := strings.Split(strings.TrimSuffix(body, "\r\n"), "\r\n")
		last := strings.ReplaceAll(lines[len(lines)-1], `""`, `"`)
		got := answer.Header.Get("Onrecord-Cut")
		if answer.StatusCode != http.StatusOK || !strings.HasPrefix(got, c.header) || got == "" != (c.header == "") || !strings.Contains(last, c.sentence) || strings.Contains(last, "Not whole") != (c.sentence != "") {
			t.Errorf("%s: %q and %s; want %q and %s", c.says, got, last, c.header, c.sentence)
		}
		if cited := answer.Header.Get("Onrecord-Citation"); strings.Contains(cited, "Not whole") != (c.sentence != "") {
			t.Errorf("%s: the header cites %q", c.says, cited)
		}
	}
}

// NDJSON has no citation unless it is asked for, or nothing else in the file would show that rows are missing.
func TestNDJSONThatIsCutSaysSo(t *testing.T) {
	server := carried(t)
	last := func(query string, parameters ...string) (lines int, cut string) {
		_, body := send(t, get(t, link(server, query, append(parameters, "format", "ndjson")...)))
		rows := strings.Split(strings.TrimSuffix(body, "\n"), "\n")
		var end struct{ Citation struct{ Cut string } }
		if err := json.Unmarshal([]byte(rows[len(rows)-1]), &end); err != nil {
			t.Fatal(err)
		}
		return len(rows), end.Citation.Cut
	}
	const some, all = `{ figures { nodes { printed } } }`, `{ figures(first: 100) { nodes { printed } } }`
	if lines, cut := last(some); lines != 21 || !strings.HasPrefix(cut, "Not whole: figures has 20 of 27") {
		t.Errorf("%d lines, %q", lines, cut)
	}
	if lines, cut := last(some, "citation", "none"); lines != 20 || cut != "" {
		t.Errorf("without a citation: %d lines, %q", lines, cut)
	}
	if lines, cut := last(all); lines != 27 || cut != "" {
		t.Errorf("whole: %d lines, %q", lines, cut)
	}
	if lines, cut := last(all, "citation", "last"); lines != 28 || cut != "" {
		t.Errorf("whole and cited: %d lines, %q", lines, cut)
	}
}

// What the sentence tells can be done: going on from its cursor gives the rest.
func TestTheRestOfACutTableIsBehindItsCursor(t *testing.T) {
	server := carried(t)
	const query = `query Figures($after: String) { figures(after: $after) { nodes { id } } }`
	_, first := send(t, get(t, link(server, query, "format", "csv")))
	_, cursor, found := strings.Cut(first, `after: ""`)
	cursor, _, _ = strings.Cut(cursor, `""`)
	if !found || cursor == "" {
		t.Fatalf("no cursor in %s", first)
	}
	variables, err := json.Marshal(map[string]string{"after": cursor})
	if err != nil {
		t.Fatal(err)
	}
	answer, second := send(t, get(t, link(server, query, "format", "csv", "variables", string(variables))))
	seen := map[string]bool{}
	for _, record := range append(records(t, first), records(t, second)...) {
		if strings.HasPrefix(record[0], "figure:") {
			seen[record[0]] = true
		}
	}
	if len(seen) != 27 || answer.Header.Get("Onrecord-Cut") != "figures=7/27" {
		t.Errorf("%d figures, and the second page says %q", len(seen), answer.Header.Get("Onrecord-Cut"))
	}
}

// A table of one record that is not there would be a row of blanks.
func TestATableOfNothingIsAnError(t *testing.T) {
	server := carried(t)
	for query, want := range map[string]struct {
		status int
		body   string
	}{
		`{ quantity(id: "quantity:killed-in-gaza-2032") { label figures { nodes { printed } } } }`: {404, `did you mean \"quantity:killed-in-gaza-2023\"?`},
		`{ quantity(id: "quantity:nope") { label } }`:                                              {404, "NOT_FOUND"},
		`{ node(id: "event:nope") { id } }`:                                                        {404, "NOT_FOUND"},
		`{ quantity(id: "quantity:killed-in-gaza-2023") { label } }`:                               {200, "people killed"},
		`{ a: actor(id: "actor:nope") { name } b: actor(id: "actor:hamas") { name } }`:             {200, "Hamas"},
		`{ figures(filter: {articles: ["article:nope"]}) { nodes { printed } } }`:                  {200, "printed"},
	} {
		for _, form := range []string{"csv", "ndjson"} {
			if answer, body := send(t, get(t, link(server, query, "format", form))); answer.StatusCode != want.status || !strings.Contains(body, want.body) {
				t.Errorf("%s as %s: status %d, want %d: %s", query, form, answer.StatusCode, want.status, body)
			}
		}
	}
}

func TestAParameterIsGivenOnce(t *testing.T) {
	server := carried(t)
	for _, twice := range []string{"format=csv&format=json", "format=json&format=csv", "format=csv&rows=figures&rows=figures", "format=csv&bom=0&bom=1", "format=csv&query=%7Bdataset%7Btitle%7D%7D", "format=csv&rows="} {
		answer, body := send(t, get(t, link(server, `{ figures { nodes { printed } } }`)+"&"+twice))
		if code, _ := refusal(t, answer, body); answer.StatusCode != http.StatusBadRequest || code != "BAD_PARAMETER" {
			t.Errorf("%s: status %d: %.200s", twice, answer.StatusCode, body)
		}
	}
}

func TestATypeThatCannotBeHadIsRefused(t *testing.T) {
	server := carried(t)
	for _, path := range []string{"/queries/", "/queries/framing", "/graphql?query=%7Bdataset%7Btitle%7D%7D"} {
		for accept, want := range map[string]int{"image/png": http.StatusNotAcceptable, "image/png, */*;q=0.1": http.StatusOK, "application/json": http.StatusOK} {
			if answer, body := send(t, accepting(t, server.URL+path, accept)); answer.StatusCode != want || want == http.StatusNotAcceptable && !strings.Contains(body, "NOT_ACCEPTABLE") {
				t.Errorf("%s as %s: status %d, want %d: %.200s", path, accept, answer.StatusCode, want, body)
			}
		}
	}
}
