package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"onrecord/dataset"
)

func TestACSVOfFiguresHasOneRowAFigure(t *testing.T) {
	server := carried(t)
	answer, body := send(t, get(t, link(server, every, "format", "csv", "citation", "none")))
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("status %d: %s", answer.StatusCode, body)
	}
	rows := records(t, body)
	if want := "totalCount printed value low claimant.name article.id quantity.label"; strings.Join(rows[0], " ") != want {
		t.Errorf("the columns are %v, want %s", rows[0], want)
	}
	for name, want := range map[string]string{
		"Content-Type":        "text/csv; charset=utf-8; header=present",
		"Content-Disposition": `inline; filename="Figures.csv"`,
		"Link":                `<https://spdx.org/licenses/CC-BY-4.0.html>; rel="license"`,
		"Cache-Control":       "no-cache",
	} {
		if got := answer.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}

	// The same in JSON says how many there are and what stands in them.
	var asked struct {
		Data struct {
			Figures struct {
				TotalCount int
				Nodes      []struct {
					Printed string
					Value   json.Number
					Article struct{ ID string }
				}
			}
		}
	}
	_, whole := ask(t, server, every, nil)
	if err := json.Unmarshal(whole, &asked); err != nil {
		t.Fatal(err)
	}
	figures := asked.Data.Figures
	if n := len(rows) - 1; n != figures.TotalCount || n < 20 {
		t.Errorf("%d rows for %d figures", n, figures.TotalCount)
	}
	for i, figure := range figures.Nodes {
		if row := rows[i+1]; row[0] != strconv.Itoa(figures.TotalCount) || row[1] != figure.Printed || row[2] != figure.Value.String() || row[5] != figure.Article.ID {
			t.Errorf("row %d is %q, and the figure %v", i+1, row, figure)
		}
	}
}

func TestWhereListsCompeteTheAskerChooses(t *testing.T) {
	server := carried(t)
	answer, body := send(t, get(t, link(server, two, "format", "csv")))
	code, extensions := refusal(t, answer, body)
	choices := fmt.Sprint(extensions["choices"])
	if answer.StatusCode != http.StatusBadRequest || code != "ROWS_AMBIGUOUS" || choices != "[figures terms]" || !strings.Contains(body, "rows=figures or rows=terms") {
		t.Errorf("status %d: %s", answer.StatusCode, body)
	}
	if answer, body := send(t, get(t, link(server, two, "format", "csv", "rows", "places"))); answer.StatusCode != http.StatusBadRequest || !strings.Contains(body, "ROWS_UNKNOWN") || !strings.Contains(body, "terms") {
		t.Errorf("rows that name nothing: status %d: %s", answer.StatusCode, body)
	}
	for _, rows := range []string{"terms", "articles.terms", "articles.nodes.terms.nodes"} {
		_, body := send(t, get(t, link(server, two, "format", "csv", "rows", rows, "citation", "none")))
		table := records(t, body)
		if got := strings.Join(table[0], " "); got != "id figures terms.totalCount terms.term" {
			t.Fatalf("rows=%s has the columns %s", rows, got)
		}
		perArticle := map[string]int{}
		for _, row := range table[1:] {
			perArticle[row[0]]++
			var beside []struct{ Printed string }
			if err := json.Unmarshal([]byte(row[1]), &beside); err != nil || len(beside) == 0 || beside[0].Printed == "" {
				t.Errorf("the figures beside a term are %q: %v", row[1], err)
			}
		}
		for _, row := range table[1:] {
			if want, _ := strconv.Atoi(row[2]); perArticle[row[0]] != min(want, 20) {
				t.Errorf("%s has %d rows for %d terms", row[0], perArticle[row[0]], want)
			}
		}
	}
}

// A table is whole or it is not there.
func TestErrorsMakeNoTable(t *testing.T) {
	server := carried(t)
	for _, test := range []struct {
		name, query string
		parameters  []string
		status      int
		code        string
	}{
		{"a document that does not parse", "{ figures {", nil, 422, "GRAPHQL_PARSE_FAILED"},
		{"no document", "", nil, 400, "NO_QUERY"},
		{"no operation", "# nothing", nil, 422, "NO_OPERATION"},
		{"two operations", "query A { dataset { title } } query B { dataset { title } }", nil, 422, "AMBIGUOUS_OPERATION"},
		{"a field that is not there", "{ figure { colour } }", nil, 422, "GRAPHQL_VALIDATION_FAILED"},
		{"a variable that is missing", "query ($n: Int!) { figures(first: $n) { totalCount } }", nil, 422, "GRAPHQL_VALIDATION_FAILED"},
		{"variables that are no object", every, []string{"variables", "[1"}, 400, "BAD_PARAMETER"},
		{"extensions that are no object", every, []string{"extensions", "1"}, 400, "BAD_PARAMETER"},
		{"something after the variables", every, []string{"variables", "{} {}"}, 400, "BAD_PARAMETER"},
		{"an argument that is refused", `{ dataset { title } figures(first: 1000) { nodes { printed } } }`, nil, 400, ""},
		{"half of an answer", `{ nodes(ids: ["article:001_d44c365b91d9de36", "nonsense"]) { id } }`, nil, 400, ""},
		{"too many tokens", "{" + strings.Repeat("a ", defaultLimits(t).Tokens) + "}", nil, 422, "TOO_MANY_TOKENS"},
		{"nothing asked", `{ dataset @skip(if: true) { title } }`, nil, 400, "NO_COLUMNS"},
		{"a place for the citation that is none", every, []string{"citation", "middle"}, 400, "BAD_PARAMETER"},
		{"a form that is none", every, []string{"format", "xlsx"}, 400, "BAD_PARAMETER"},
		{"a guard that is none", every, []string{"guard", "yes"}, 400, "BAD_PARAMETER"},
		{"a BOM that is none", every, []string{"bom", ""}, 400, "BAD_PARAMETER"},
	} {
		for _, format := range []string{"csv", "ndjson"} {
			answer, body := send(t, get(t, link(server, test.query, append([]string{"format", format}, test.parameters...)...)))
			code, _ := refusal(t, answer, body)
			if answer.StatusCode != test.status || test.code != "" && code != test.code {
				t.Errorf("%s as %s: status %d, code %s; %.200s", test.name, format, answer.StatusCode, code, body)
			}
		}
	}

	_, inJSON := ask(t, server, `{ figures(first: 1000) { nodes { printed } } }`, nil)
	_, inCSV := send(t, get(t, link(server, `{ figures(first: 1000) { nodes { printed } } }`, "format", "csv")))
	if strings.Replace(string(inJSON), `"data":null,`, "", 1) != inCSV {
		t.Errorf("the errors are %s in JSON and %s for a table", inJSON, inCSV)
	}
}

// What a spreadsheet would run is made text, and what a header cannot carry is encoded.
func TestAwkwardDatasets(t *testing.T) {
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS("testdata/sound/dataset")); err != nil {
		t.Fatal(err)
	}
	for _, words := range [][3]string{
		{"places.yaml", "name: Vell", `name: "=1+1"`},
		{"dataset.yaml", "title: The flood at Vell, a made-up town", `title: "100 % Überflutung"`},
		{"dataset.yaml", "licence: CC0-1.0", "licence: LicenseRef-none-yet"},
	} {
		path := filepath.Join(folder, words[0])
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.Replace(string(content), words[1], words[2], 1)
		if changed == string(content) {
			t.Fatalf("%s has no %q", words[0], words[1])
		}
		if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	server := serving(t, os.DirFS(folder))
	const query = `{ places { nodes { name } } }`
	for guard, want := range map[string]string{"": "'=1+1", "1": "'=1+1", "0": "=1+1"} {
		parameters := []string{"format", "csv", "citation", "none"}
		if guard != "" {
			parameters = append(parameters, "guard", guard)
		}
		answer, body := send(t, get(t, link(server, query, parameters...)))
		if rows := records(t, body); rows[1][0] != want {
			t.Errorf("guard=%s gives %q, want %q", guard, rows[1][0], want)
		}
		if link := answer.Header.Get("Link"); link != "" {
			t.Errorf("a licence that has no page is linked: %s", link)
		}
		cited := answer.Header.Get("Onrecord-Citation")
		if plain, err := url.PathUnescape(cited); err != nil || !strings.HasPrefix(plain, "100 % Überflutung. ") || strings.Contains(cited, "Ü") {
			t.Errorf("the citation %q reads %q: %v", cited, plain, err)
		}
	}
	if _, body := send(t, get(t, link(server, query, "format", "csv", "bom", "1"))); !strings.HasPrefix(body, "\ufeffname\r\n") {
		t.Errorf("with bom=1 it begins with %.20q", body)
	}
}

func TestTheLimitsHoldForTables(t *testing.T) {
	l := defaultLimits(t)
	l.Table = 100_000
	server := servingWithin(t, dataset.Files, l)
	answer, body := send(t, get(t, server.URL+"/graphql?format=csv&query="+strings.Repeat("a", defaultLimits(t).URL)))
	if code, _ := refusal(t, answer, body); answer.StatusCode != http.StatusRequestURITooLong || code != "URL_TOO_LONG" {
		t.Errorf("a URL over the limit: status %d, %s", answer.StatusCode, body)
	}
	post := func(query string) (*http.Response, string) {
		sent, err := json.Marshal(map[string]string{"query": query})
		if err != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequest(http.MethodPost, server.URL+"/graphql?format=csv&rows=figures", strings.NewReader(string(sent)))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		return send(t, r)
	}
	answer, body = post("{ dataset { title } } #" + strings.Repeat("a", defaultLimits(t).Body))
	if code, _ := refusal(t, answer, body); answer.StatusCode != http.StatusRequestEntityTooLarge || code != "BODY_TOO_LARGE" {
		t.Errorf("a body over the limit: status %d, %s", answer.StatusCode, body)
	}

	// Lists beside the rows are repeated on each of them, which multiplies what is a modest answer in JSON.
	var query strings.Builder
	query.WriteString("{ figures(first: 100) { nodes { printed } }")
	for i := range 5 {
		fmt.Fprintf(&query, " a%d: statements(first: 20) { nodes { gist reports { nodes { id text attribution { path } article { id } } } } }", i)
	}
	query.WriteString(" }")
	answer, body = post(query.String())
	code, extensions := refusal(t, answer, body)
	if answer.StatusCode != http.StatusBadRequest || code != "TABLE_TOO_LARGE" || extensions["limit"] != float64(l.Table) {
		t.Errorf("a table over the limit: status %d, %.200s", answer.StatusCode, body)
	}
	long := strings.Repeat("q", 300)
	answer, _ = send(t, get(t, link(server, "query "+long+" { dataset { title } }", "format", "csv")))
	if name := answer.Header.Get("Content-Disposition"); name != `inline; filename="`+long[:64]+`.csv"` {
		t.Errorf("the file name of a query with a long name is %s", name)
	}
}

// Each question of the cookbook gives a table, or names the lists that compete, each of which then gives one. Every
// scalar of the JSON is in the NDJSON.
func TestEveryQuestionIsATable(t *testing.T) {
	server := carried(t)
	for _, q := range questions(t) {
		address := func(parameters ...string) string { return link(server, q.Operation, parameters...) }
		rows := []string{""}
		if answer, body := send(t, get(t, address("format", "csv"))); answer.StatusCode != http.StatusOK {
			code, extensions := refusal(t, answer, body)
			if code != "ROWS_AMBIGUOUS" {
				t.Errorf("%s: %s", q.Name, body)
				continue
			}
			rows = nil
			for _, choice := range extensions["choices"].([]any) {
				rows = append(rows, choice.(string))
			}
		}
		var whole struct{ Data any }
		_, inJSON := ask(t, server, q.Operation, nil)
		if err := json.Unmarshal(inJSON, &whole); err != nil {
			t.Fatal(err)
		}
		for _, choice := range rows {
			by := []string{"citation", "none"}
			if choice != "" {
				by = append(by, "rows", choice)
			}
			_, body := send(t, get(t, address(append(by, "format", "csv")...)))
			if table := records(t, body); len(table) < 2 {
				t.Errorf("%s by %s is %s", q.Name, choice, body)
			}
			_, body = send(t, get(t, address(append(by, "format", "ndjson")...)))
			kept := map[any]bool{}
			for line := range strings.Lines(body) {
				var row map[string]any
				if err := json.Unmarshal([]byte(line), &row); err != nil {
					t.Fatal(err)
				}
				for _, scalar := range scalars(row) {
					kept[scalar] = true
				}
			}
			for _, scalar := range scalars(whole.Data) {
				if !kept[scalar] {
					t.Errorf("%s by %s has lost %v", q.Name, choice, scalar)
				}
			}
		}
	}
}

// scalars are the strings, numbers and booleans in a JSON value.
func scalars(value any) []any {
	var all []any
	switch v := value.(type) {
	case nil:
	case map[string]any:
		for _, part := range v {
			all = append(all, scalars(part)...)
		}
	case []any:
		for _, item := range v {
			all = append(all, scalars(item)...)
		}
	default:
		all = append(all, v)
	}
	return all
}
