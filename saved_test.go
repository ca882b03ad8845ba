package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"onrecord/graph"
	"onrecord/queries"
)

func TestSavedQueriesAreListed(t *testing.T) {
	server := carried(t)
	answer, body := send(t, get(t, server.URL+"/queries/"))
	var listed []struct {
		Name, Title, Question, URL string
		Variables                  []struct {
			Name, Type string
			Required   bool
			Default    any
		}
	}
	if err := json.Unmarshal([]byte(body), &listed); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("status %d, %v: %s", answer.StatusCode, err, body)
	}
	if len(listed) != len(queries.All()) {
		t.Fatalf("%d are listed, and there are %d", len(listed), len(queries.All()))
	}
	for i, q := range queries.All() {
		shown := listed[i]
		if shown.Name != q.Name || shown.Title != q.Title || shown.Question != q.Question || shown.Variables == nil || len(shown.Variables) != len(q.Variables) {
			t.Errorf("%s is listed as %+v", q.Name, shown)
		}
		if got, text := send(t, get(t, server.URL+shown.URL)); got.StatusCode != http.StatusOK {
			t.Errorf("%s answers %d: %s", shown.URL, got.StatusCode, text)
		}
	}
}

// The text that is served is the file, so whoever has it can change it and ask it at /graphql.
func TestASavedQueryIsServedAsText(t *testing.T) {
	server := carried(t)
	for _, q := range queries.All() {
		answer, body := send(t, get(t, server.URL+"/queries/"+q.Name+".graphql"))
		if answer.StatusCode != http.StatusOK || body != q.File {
			t.Errorf("%s.graphql: status %d: %s", q.Name, answer.StatusCode, body)
		}
	}
}

func TestAURLSetsTheVariablesOfASavedQuery(t *testing.T) {
	server := carried(t)
	for address, want := range map[string]string{
		"killed-on-7-october?quantity=quantity:killed-in-gaza-2023": `"people killed in Gaza since 7 October 2023"`,
		"through-one-outlet?outlet=actor%3Aabc-news":                `"name":"ABC News"`,
		"quoted-here-paraphrased-there?speakers=actor:joe-biden":    `{"data":{"statements":{"totalCount":0,"nodes":[]}}`,
		"framing?of=actor:houthis&of=actor:islamic-state":           `ISIS militants`,
		"denials-and-what-they-answer?acts=REJECT&acts=CONCEDE":     `Herzi Halevi`,
	} {
		answer, body := send(t, get(t, server.URL+"/queries/"+address))
		if answer.StatusCode != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: status %d, without %s: %.300s", address, answer.StatusCode, want, body)
		}
	}
}

func TestABadParameterOfASavedQueryIsToldOf(t *testing.T) {
	server := carried(t)
	for address, want := range map[string]struct {
		status int
		words  []string
	}{
		"killed-on-7-october?quanity=quantity:x":                  {400, []string{"UNKNOWN_PARAMETER", `no variable \"quanity\"`, "quantity (ID!)", `"default":"quantity:killed-in-israel-2023-10-07-attack"`}},
		"killed-on-7-october?query={dataset{title}}":              {400, []string{"UNKNOWN_PARAMETER"}},
		"suspect-figure?n=1":                                      {400, []string{"UNKNOWN_PARAMETER", "it has none"}},
		"killed-on-7-october?quantity=a&quantity=b":               {400, []string{"BAD_PARAMETER", "2 times"}},
		"killed-on-7-october?quantity=%zz":                        {400, []string{"BAD_PARAMETER", "cannot be read"}},
		"denials-and-what-they-answer?acts=DENIES":                {400, []string{"BAD_PARAMETER", `\"DENIES\"`, "DENY"}},
		"killed-on-7-october?quantity=actor:hamas":                {200, []string{"BAD_ID"}},
		"killed-on-7-octobre":                                     {404, []string{"UNKNOWN_QUERY", `"nearest":"killed-on-7-october"`}},
		"killed-on-7-octobre.graphql":                             {404, []string{"UNKNOWN_QUERY"}},
		"xyzzy":                                                   {404, []string{"UNKNOWN_QUERY", "/queries/"}},
		"framing?of=" + strings.Repeat("a", defaultLimits(t).URL): {414, []string{"URL_TOO_LONG"}},
	} {
		answer, body := send(t, get(t, server.URL+"/queries/"+address))
		if answer.StatusCode != want.status {
			t.Errorf("%.80s: status %d, want %d: %s", address, answer.StatusCode, want.status, body)
		}
		for _, word := range want.words {
			if !strings.Contains(body, word) {
				t.Errorf("%.80s: no %s in %s", address, word, body)
			}
		}
	}
}

// What says in which form an answer is given reaches the one place that gives it.
func TestASavedQueryIsPutAsGraphQLWouldBe(t *testing.T) {
	var asked url.Values
	var path string
	echo := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { asked, path = r.URL.Query(), r.URL.Path })
	mux := http.NewServeMux()
	mux.Handle("GET /queries/{name}", runSaved("1", graph.NewSchema(nil).Schema(), echo))
	r := httptest.NewRequest(http.MethodGet, "/queries/framing?format=csv&rows=framing.rows&bom=1&guard=0&citation=1&version=2026.1&of=actor:hamas", nil)
	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, r)
	if path != "/graphql" {
		t.Fatalf("the query was put to %q: %s", path, answer.Body)
	}
	for name, want := range map[string]string{
		"format": "csv", "rows": "framing.rows", "bom": "1", "guard": "0", "citation": "1", "version": "2026.1",
		"operationName": "Framing", "variables": `{"of":["actor:hamas"]}`,
	} {
		if got := asked.Get(name); got != want || len(asked[name]) != 1 {
			t.Errorf("%s is passed on as %q, want %q", name, asked[name], want)
		}
	}
}

// A table of a saved query needs nothing but its name: where lists compete, its file says which gives the rows. Whoever asks
// for another list gets that.
func TestASavedQueryIsATableByItsNameAlone(t *testing.T) {
	server := carried(t)
	for _, q := range queries.All() {
		answer, body := send(t, get(t, server.URL+"/queries/"+q.Name+"?format=csv"))
		if answer.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d: %.300s", q.Name, answer.StatusCode, body)
		}
		if q.Rows == "" {
			continue
		}
		if _, chosen := send(t, get(t, server.URL+"/queries/"+q.Name+"?format=csv&rows="+url.QueryEscape(q.Rows))); chosen != body {
			t.Errorf("%s: with rows=%s the table is another one: %.300s", q.Name, q.Rows, chosen)
		}
	}
	if _, body := send(t, get(t, server.URL+"/queries/inferred-dates?format=csv&rows=events")); !strings.HasPrefix(body, "articles,events.totalCount,events.label,") {
		t.Errorf("rows=events: %.100s", body)
	}
}

// An answer by name carries a tag as an answer of /graphql does, and HEAD has the headers of GET.
func TestASavedAnswerIsTagged(t *testing.T) {
	server := carried(t)
	address := server.URL + "/queries/suspect-figure"
	first, _ := send(t, get(t, address))
	again := get(t, address)
	again.Header.Set("If-None-Match", first.Header.Get("ETag"))
	if answer, body := send(t, again); answer.StatusCode != http.StatusNotModified || body != "" {
		t.Errorf("status %d and %d bytes for who has it, want 304 and none", answer.StatusCode, len(body))
	}
	head, err := http.Head(address)
	if err != nil {
		t.Fatal(err)
	}
	defer head.Body.Close()
	if rest, _ := io.ReadAll(head.Body); head.StatusCode != http.StatusOK || head.Header.Get("ETag") != first.Header.Get("ETag") || len(rest) > 0 {
		t.Errorf("HEAD: status %d, tag %s, %d bytes", head.StatusCode, head.Header.Get("ETag"), len(rest))
	}
}
