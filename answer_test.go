package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// every asks for the figures, one a row.
const every = `query Figures {
  figures(first: 100) { totalCount nodes { printed value low claimant { name } article { id } quantity { label } } }
}`

// two has two lists that are not nested in one another.
const two = `{ articles { nodes { id figures { nodes { printed } } terms { totalCount nodes { term } } } } }`

// link is the address that asks a query by GET, with parameters as name, value, name, value.
func link(server *httptest.Server, query string, parameters ...string) string {
	q := url.Values{"query": {query}}
	for pair := range slices.Chunk(parameters, 2) {
		q.Set(pair[0], pair[1])
	}
	return server.URL + "/graphql?" + q.Encode()
}

func accepting(t *testing.T, address, accept string) *http.Request {
	t.Helper()
	r := get(t, address)
	r.Header.Set("Accept", accept)
	return r
}

// records reads a CSV, each record of which must have as many cells as the first.
func records(t *testing.T, body string) [][]string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return all
}

// refusal reads the errors of an answer that has nothing else.
func refusal(t *testing.T, answer *http.Response, body string) (code string, extensions map[string]any) {
	t.Helper()
	var told struct {
		Data       json.RawMessage
		Errors     []struct{ Extensions map[string]any }
		Extensions map[string]any
	}
	if err := json.Unmarshal([]byte(body), &told); err != nil || len(told.Errors) == 0 || answer.Header.Get("Content-Type") != "application/json" {
		t.Fatalf("%s is no error in JSON: %v; type %s", body, err, answer.Header.Get("Content-Type"))
	}
	if told.Data != nil && string(told.Data) != "null" || answer.StatusCode < 400 || answer.Header.Get("ETag") != "" {
		t.Errorf("status %d with data %.100s and ETag %q beside the errors", answer.StatusCode, told.Data, answer.Header.Get("ETag"))
	}
	return fmt.Sprint(told.Errors[0].Extensions["code"]), told.Errors[0].Extensions
}

func TestTheFormOfAnAnswer(t *testing.T) {
	server := carried(t)
	const csv, ndjson, plain = "text/csv; charset=utf-8; header=present", "application/x-ndjson", "application/json"
	for _, test := range []struct{ accept, format, want string }{
		{"", "", plain},
		{"*/*", "", plain},
		{"text/csv", "", csv},
		{"application/x-ndjson", "", ndjson},
		{"TEXT/CSV; charset=UTF-8", "", csv},
		{"text/*", "", csv},
		{"text/csv, */*;q=0.1", "", csv},
		{"text/csv;q=0.5, application/json", "", plain},
		{"application/json;q=0.5, text/csv;q=0.4, application/x-ndjson;q=0.6", "", ndjson},
		{"text/csv;q=0, */*", "", plain},
		{"text/csv;q=0.5, application/graphql-response+json", "", "application/graphql-response+json"},
		{"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "", plain},
		{"*; q=.2, text/csv;q=nonsense", "", plain}, // one entry that cannot be read does not spoil the others
		{"text/html, */*;q=0.1", "csv", csv},
		{"text/html", "csv", csv},
		{"", "csv", csv},
		{"application/json", "csv", csv},
		{"text/csv", "json", plain},
		{"text/csv", "ndjson", ndjson},
	} {
		var parameters []string
		if test.format != "" {
			parameters = []string{"format", test.format}
		}
		answer, body := send(t, accepting(t, link(server, every, parameters...), test.accept))
		if got := answer.Header.Get("Content-Type"); got != test.want || answer.StatusCode != http.StatusOK {
			t.Errorf("Accept %q and format %q: status %d, type %s, want %s; %.100s", test.accept, test.format, answer.StatusCode, got, test.want, body)
		}
		if !slices.Contains(answer.Header.Values("Vary"), "Accept") {
			t.Errorf("Accept %q and format %q: the answer does not say that it varies", test.accept, test.format)
		}
	}
}

func TestPostAndGetGiveTheSameTable(t *testing.T) {
	server := carried(t)
	const query = `query Some($n: Int) { figures(first: $n) { nodes { printed } } } query Other { dataset { title } }`
	for _, format := range []string{"csv", "ndjson"} {
		_, got := send(t, get(t, link(server, query, "format", format, "operationName", "Some", "variables", `{"n": 3}`)))
		r, err := http.NewRequest(http.MethodPost, server.URL+"/graphql?format="+format, strings.NewReader(
			fmt.Sprintf(`{"query": %q, "operationName": "Some", "variables": {"n": 3}}`, query)))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json; charset=utf-8")
		answer, posted := send(t, r)
		if answer.StatusCode != http.StatusOK || posted != got || strings.Count(got, "\n") < 3 {
			t.Errorf("status %d; by GET %s and by POST %s", answer.StatusCode, got, posted)
		}
	}
}

func TestNDJSONHasOneObjectALine(t *testing.T) {
	server := carried(t)
	answer, body := send(t, get(t, link(server, `{ figures(first: 5) { nodes { printed readings value } } }`, "format", "ndjson", "citation", "none")))
	if got := answer.Header.Get("Content-Disposition"); got != `inline; filename="onrecord.ndjson"` {
		t.Errorf("Content-Disposition %s", got)
	}
	lines := strings.Split(strings.TrimSuffix(body, "\n"), "\n")
	if len(lines) != 5 {
		t.Fatalf("%d lines for 5 figures: %s", len(lines), body)
	}
	for _, line := range lines {
		var row struct {
			Printed  *string
			Readings *[]float64
			Value    json.RawMessage
		}
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&row); err != nil || row.Printed == nil || row.Readings == nil || row.Value == nil {
			t.Errorf("%s: %v", line, err)
		}
	}
}

func TestUnknownParametersAreToldTheChoices(t *testing.T) {
	server := carried(t)
	for parameter, want := range map[string]string{"format": "[json csv ndjson]", "citation": "[last first none]", "bom": "[0 1]", "guard": "[1 0]"} {
		parameters := []string{"format", "csv", parameter, "other"}
		answer, body := send(t, get(t, link(server, every, parameters...)))
		code, extensions := refusal(t, answer, body)
		if got := fmt.Sprint(extensions["choices"]); answer.StatusCode != http.StatusBadRequest || code != "BAD_PARAMETER" || got != want || extensions["parameter"] != parameter {
			t.Errorf("%s=other: status %d, choices %s, want %s; %s", parameter, answer.StatusCode, got, want, body)
		}
	}
	for _, parameter := range []string{"bom", "guard"} {
		answer, body := send(t, get(t, link(server, every, "format", "ndjson", parameter, "1")))
		if code, _ := refusal(t, answer, body); code != "BAD_PARAMETER" {
			t.Errorf("NDJSON with %s: %s", parameter, body)
		}
	}
	answer, body := send(t, get(t, server.URL+"/graphql?format=csv&query=%zz"))
	if code, _ := refusal(t, answer, body); answer.StatusCode != http.StatusBadRequest || code != "BAD_PARAMETER" {
		t.Errorf("a malformed URL: status %d: %s", answer.StatusCode, body)
	}
	for _, wrong := range []string{"", "{", "[]", `{"query": "{ dataset { title } }"} more`} {
		r, err := http.NewRequest(http.MethodPost, server.URL+"/graphql?format=csv", strings.NewReader(wrong))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		answer, body := send(t, r)
		if code, _ := refusal(t, answer, body); answer.StatusCode != http.StatusBadRequest || code != "BAD_BODY" {
			t.Errorf("the body %q: status %d: %s", wrong, answer.StatusCode, body)
		}
	}
}

// The citation stands where it was asked for, and always in the header, so that a tool that must not have it in the body
// can still show it.
func TestCitation(t *testing.T) {
	server := carried(t)
	const query = `query Cited { dataset { version released edition } }`
	plain, body := send(t, get(t, link(server, query, "format", "csv", "citation", "none")))
	values := strings.Split(strings.Split(body, "\r\n")[1], ",")
	cited := plain.Header.Get("Onrecord-Citation")
	want := "United States, Israel and Iran: five articles. Edition " + values[2] + ", released " + values[1] + ", version " + values[0] + ", licence CC-BY-4.0. Query "
	if hash, ok := strings.CutPrefix(cited, want); !ok || len(hash) != 13 {
		t.Fatalf("the citation is %q, want %q and 12 digits", cited, want)
	}
	for place, whole := range map[string]string{
		"":      body + "\"# " + cited + "\"\r\n",
		"last":  body + "\"# " + cited + "\"\r\n",
		"first": "\"# " + cited + "\"\r\n" + body,
		"none":  body,
	} {
		parameters := []string{"format", "csv"}
		if place != "" {
			parameters = append(parameters, "citation", place)
		}
		if answer, got := send(t, get(t, link(server, "# laid out\n"+strings.ReplaceAll(query, " ", "  "), parameters...))); got != whole || answer.Header.Get("Onrecord-Citation") != cited {
			t.Errorf("citation=%s gives %q, want %q", place, got, whole)
		}
	}
	answer, rows := send(t, get(t, link(server, query, "format", "ndjson")))
	if answer.Header.Get("Onrecord-Citation") != cited || strings.Count(rows, "\n") != 1 {
		t.Errorf("NDJSON has the citation %q in its header and the rows %s", answer.Header.Get("Onrecord-Citation"), rows)
	}
	_, rows = send(t, get(t, link(server, query, "format", "ndjson", "citation", "last")))
	var last struct{ Citation map[string]string }
	if err := json.Unmarshal([]byte(strings.Split(rows, "\n")[1]), &last); err != nil || last.Citation["licence"] != "CC-BY-4.0" || last.Citation["version"] != values[0] || !strings.Contains(cited, last.Citation["query"]) {
		t.Errorf("the last line of %s cites %v: %v", rows, last.Citation, err)
	}
}

func TestAVersionedURLIsKeptForEver(t *testing.T) {
	server := carried(t)
	var answered struct {
		Data struct{ Dataset struct{ Version string } }
	}
	_, whole := ask(t, server, `{ dataset { version } }`, nil)
	if err := json.Unmarshal(whole, &answered); err != nil {
		t.Fatal(err)
	}
	version := answered.Data.Dataset.Version
	const ever = "public, max-age=31536000, immutable"
	for _, format := range []string{"json", "csv", "ndjson"} {
		address := link(server, every, "format", format)
		for name, want := range map[string]string{"": "no-cache", "&version=" + url.QueryEscape(version): ever, "&version=" + version: ever} {
			if answer, body := send(t, get(t, address+name)); answer.StatusCode != http.StatusOK || answer.Header.Get("Cache-Control") != want {
				t.Errorf("%s%s: status %d, Cache-Control %q, want %q; %.100s", format, name, answer.StatusCode, answer.Header.Get("Cache-Control"), want, body)
			}
		}
		answer, body := send(t, get(t, address+"&version=2020.1"))
		code, extensions := refusal(t, answer, body)
		if answer.StatusCode != http.StatusNotFound || code != "VERSION_NOT_SERVED" || extensions["served"] != version || answer.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s of another version: status %d, Cache-Control %q: %s", format, answer.StatusCode, answer.Header.Get("Cache-Control"), body)
		}
	}
	for _, accept := range []string{"application/json", "application/graphql-response+json"} {
		failed := link(server, `{ figures(first: 1000) { totalCount } }`, "version", version)
		if answer, body := send(t, accepting(t, failed, accept)); answer.StatusCode == http.StatusOK && answer.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("an error is kept for ever: %s", body)
		}
	}
	r, err := http.NewRequest(http.MethodPost, server.URL+"/graphql?version="+url.QueryEscape(version), strings.NewReader(`{"query": "{ dataset { title } }"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if answer, _ := send(t, r); answer.StatusCode != http.StatusOK || answer.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("POST: status %d, Cache-Control %q", answer.StatusCode, answer.Header.Get("Cache-Control"))
	}
}

func TestATableIsNotSentAgain(t *testing.T) {
	server := carried(t)
	tags := map[string]bool{}
	for _, format := range []string{"json", "csv", "ndjson"} {
		address := link(server, every, "format", format)
		first, body := send(t, get(t, address))
		tag := first.Header.Get("ETag")
		if tag == "" || tags[tag] || body == "" {
			t.Errorf("%s has the ETag %q, and the others %v", format, tag, tags)
		}
		tags[tag] = true
		again := get(t, address)
		again.Header.Set("If-None-Match", tag)
		if answer, body := send(t, again); answer.StatusCode != http.StatusNotModified || body != "" || answer.Header.Get("ETag") != tag {
			t.Errorf("%s: status %d and %d bytes for who has it", format, answer.StatusCode, len(body))
		}
		head := get(t, address)
		head.Method = http.MethodHead
		if answer, body := send(t, head); answer.StatusCode != http.StatusOK || body != "" || answer.Header.Get("ETag") != tag || answer.Header.Get("Content-Type") != first.Header.Get("Content-Type") {
			t.Errorf("%s: HEAD has status %d, ETag %q, type %s", format, answer.StatusCode, answer.Header.Get("ETag"), answer.Header.Get("Content-Type"))
		}
	}
}

// A page of any origin may ask, and read what an answer says of itself.
func TestAnyOriginMayAsk(t *testing.T) {
	server := carried(t)
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		r, err := http.NewRequest(http.MethodOptions, server.URL+"/graphql?format=csv", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Origin", "https://charts.example")
		r.Header.Set("Access-Control-Request-Method", method)
		r.Header.Set("Access-Control-Request-Headers", "content-type,x-made-up")
		answer, _ := send(t, r)
		if h := answer.Header; answer.StatusCode != http.StatusNoContent || h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Access-Control-Allow-Methods") != method ||
			h.Get("Access-Control-Allow-Headers") != "content-type,x-made-up" || h.Get("Access-Control-Max-Age") != "86400" || h.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("before a %s: status %d, %v", method, answer.StatusCode, h)
		}
	}
	r := get(t, link(server, every, "format", "csv"))
	r.Header.Set("Origin", "https://charts.example")
	answer, _ := send(t, r)
	exposed := answer.Header.Get("Access-Control-Expose-Headers")
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(exposed, "Onrecord-Citation") || !strings.Contains(strings.ToLower(exposed), "etag") {
		t.Errorf("status %d, %v", answer.StatusCode, answer.Header)
	}
	if vary := strings.Join(answer.Header.Values("Vary"), ", "); !strings.Contains(vary, "Origin") || !strings.Contains(vary, "Accept") {
		t.Errorf("Vary is %q", vary)
	}
	plain, err := http.NewRequest(http.MethodOptions, server.URL+"/graphql", nil)
	if err != nil {
		t.Fatal(err)
	}
	if answer, _ := send(t, plain); answer.StatusCode != http.StatusNoContent || answer.Header.Get("Allow") != "GET, HEAD, POST, OPTIONS" {
		t.Errorf("OPTIONS by itself: status %d, Allow %q", answer.StatusCode, answer.Header.Get("Allow"))
	}
}

// A fault of ours is not put down to the asker.
func TestAFaultOfOursIsA500(t *testing.T) {
	for _, test := range []struct {
		codes []string
		want  int
	}{
		{[]string{"BAD_CURSOR"}, 400},
		{[]string{"GRAPHQL_VALIDATION_FAILED"}, 422},
		{[]string{"BAD_CURSOR", "INTERNAL"}, 500},
		{[]string{"DEADLINE_EXCEEDED"}, 503},
	} {
		response := &graphql.Response{Data: []byte(`{"half": "an answer"}`)}
		for _, code := range test.codes {
			response.Errors = append(response.Errors, &gqlerror.Error{Extensions: map[string]any{"code": code}})
		}
		w := httptest.NewRecorder()
		writeErrors(w, asCSV, response)
		if w.Code != test.want || strings.Contains(w.Body.String(), "half") {
			t.Errorf("%v: status %d, want %d; %s", test.codes, w.Code, test.want, w.Body)
		}
	}
}

// An answer that is broken off is no empty table.
func TestAnAnswerThatIsBrokenOffIsAnError(t *testing.T) {
	server := carried(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := httptest.NewRecorder()
	server.Config.Handler.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, link(server, every, "format", "csv"), nil))
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "NOT_ANSWERED") || w.Header().Get("ETag") != "" {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}
