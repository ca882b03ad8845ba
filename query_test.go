package main

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"

	"onrecord/dataset"
	"onrecord/graph"
	"onrecord/loader"
	"onrecord/queries"
	"onrecord/store"
)

// carried compiles the dataset that the program carries and serves it.
func carried(t *testing.T) *httptest.Server {
	t.Helper()
	return serving(t, dataset.Files)
}

// serving compiles a dataset and serves it.
func serving(t *testing.T, files fs.FS) *httptest.Server {
	t.Helper()
	return servingWithin(t, files, defaultLimits(t))
}

// servingWithin compiles a dataset and serves it within limits.
func servingWithin(t *testing.T, files fs.FS, l limits) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(fronted(compiled(t, files), newGate(l, rates{})))
	t.Cleanup(server.Close)
	return server
}

// fronted is all that a server offers over one store, with what stands before it.
func fronted(s *store.Store, g *gate) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", newHandler(s, g))
	g.tellHealth(mux, func() string { return s.Dataset().Version })
	return g.front(mux)
}

// openCarried compiles the dataset that the program carries and opens it.
func openCarried(t *testing.T) *store.Store {
	t.Helper()
	return compiled(t, dataset.Files)
}

func compiled(t testing.TB, files fs.FS) *store.Store {
	t.Helper()
	ds, found := loader.Load(files, loader.Options{})
	if ds == nil {
		var told bytes.Buffer
		_ = found.Text(&told)
		t.Fatalf("the dataset does not compile:\n%s", &told)
	}
	path := filepath.Join(t.TempDir(), "onrecord.db")
	if err := store.Write(path, ds, nil); err != nil {
		t.Fatal(err)
	}
	opened, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.Close() })
	return opened
}

// ask posts one query and gives the status and the body.
func ask(t *testing.T, server *httptest.Server, query string, variables json.RawMessage) (int, []byte) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.Post(server.URL+"/graphql", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	read, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, read
}

// versionHash is the part of the dataset's version that changes with every record; goldens leave it out.
var versionHash = regexp.MustCompile(`\+[0-9a-f]{12}"`)

func pretty(t *testing.T, raw []byte) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, versionHash.ReplaceAll(raw, []byte(`+…"`)), "", "  "); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	out := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(b.String())
	return strings.TrimSpace(out) + "\n"
}

// Each saved query is asked over HTTP by its name, and answers what stands beside it.
func TestQuestions(t *testing.T) {
	server := carried(t)
	for _, q := range queries.All() {
		t.Run(q.Name, func(t *testing.T) {
			if reading, _ := os.ReadFile(beside(q, "reading.md")); len(bytes.TrimSpace(reading)) == 0 {
				t.Errorf("%s does not say what a careful reader of the articles makes of the answer", beside(q, "reading.md"))
			}
			answer, body := send(t, get(t, server.URL+"/queries/"+q.Name))
			if answer.StatusCode != http.StatusOK || strings.Contains(body, `"errors"`) {
				t.Fatalf("status %d: %s", answer.StatusCode, body)
			}
			if answersNothing(t, body) {
				t.Errorf("the answer is empty: %s", body)
			}
			if q.Rows != "" && !rowsIn(t, body, q.Rows) {
				t.Errorf("the answer has no rows at %s: %s", q.Rows, body)
			}
			if _, posted := ask(t, server, q.Operation, nil); string(posted) != body {
				t.Errorf("by its name it answers %s, and as a query %s", body, posted)
			}
			got := pretty(t, []byte(body))
			if *update {
				if err := os.WriteFile(beside(q, "answer.json"), []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(beside(q, "answer.json"))
			if err != nil {
				t.Fatalf("%v; run with -update and read what it writes", err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
		})
	}
}

// beside is the path of what stands beside a saved query.
func beside(q queries.Query, what string) string { return filepath.Join("queries", q.Name+"."+what) }

// answersNothing: the answer has lists and all of them are empty, or it has none and nothing in it but null.
func answersNothing(t *testing.T, body string) bool {
	t.Helper()
	var answer struct{ Data any }
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatal(err)
	}
	lists, filled, values := 0, 0, 0
	var look func(v any)
	look = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, child := range v {
				look(child)
			}
		case []any:
			lists++
			filled += min(len(v), 1)
			for _, child := range v {
				look(child)
			}
		case nil:
		default:
			values++
		}
	}
	look(answer.Data)
	return lists > 0 && filled == 0 || values == 0
}

// rowsIn: a list at the path has a row.
func rowsIn(t *testing.T, body, path string) bool {
	t.Helper()
	var answer struct{ Data any }
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatal(err)
	}
	at := []any{answer.Data}
	for _, key := range strings.Split(path, ".") {
		var next []any
		for _, v := range at {
			object, _ := v.(map[string]any)
			if items, ok := object[key].([]any); ok {
				next = append(next, items...)
			} else {
				next = append(next, object[key])
			}
		}
		at = next
	}
	return slices.ContainsFunc(at, func(v any) bool { return v != nil })
}

func TestEveryQuestionOfTheDesignIsAnswered(t *testing.T) {
	const last = 25
	answered := map[int]bool{}
	for _, q := range queries.All() {
		for _, n := range q.Answers {
			if n > last {
				t.Errorf("%s answers question %d, and there are %d", q.Name, n, last)
			}
			answered[n] = true
		}
	}
	for n := 1; n <= last; n++ {
		if !answered[n] {
			t.Errorf("no saved query answers question %d", n)
		}
	}
}

func TestAnEmptyAnswerIsKnown(t *testing.T) {
	for body, want := range map[string]bool{
		`{"data": {"figures": {"totalCount": 0, "nodes": []}}}`:                           true,
		`{"data": {"actor": null}}`:                                                       true,
		`{"data": {"actor": {"name": "Holt"}}}`:                                           false,
		`{"data": {"a": {"nodes": []}, "b": {"nodes": [{"name": "Holt", "terms": []}]}}}`: false,
	} {
		if got := answersNothing(t, body); got != want {
			t.Errorf("%s: %v, want %v", body, got, want)
		}
	}
}

// What can be asked by name can be asked in a URL: its variables are scalars and enums or lists of these, and it leaves room
// for their values.
func TestSavedQueriesFitAURL(t *testing.T) {
	schema := graph.NewSchema(nil).Schema()
	for _, q := range queries.All() {
		document, errs := gqlparser.LoadQueryWithRules(schema, q.Operation, nil)
		if errs != nil {
			t.Errorf("%s: %v", q.Name, errs)
			continue
		}
		for _, v := range document.Operations[0].VariableDefinitions {
			if !schema.Types[v.Type.Name()].IsLeafType() {
				t.Errorf("%s: $%s is of type %s, which cannot be written in a URL", q.Name, v.Variable, v.Type)
			}
		}
		request, err := q.Request(nil, schema)
		if err != nil {
			t.Errorf("%s cannot be asked without variables: %v", q.Name, err)
		}
		if n := len(request.Encode()); n > defaultLimits(t).URL/2 {
			t.Errorf("%s takes %d bytes of a URL, and %d are left for variables", q.Name, n, defaultLimits(t).URL-n)
		}
	}
}
