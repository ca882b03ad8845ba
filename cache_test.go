package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"

	"onrecord/dataset"
)

// caching is a server with a gate of its own, whose metrics say what was kept and what was sent again.
func caching(t *testing.T, l limits) (server *httptest.Server, count func(what string) int) {
	t.Helper()
	g := newGate(l, rates{})
	server = httptest.NewServer(fronted(compiled(t, dataset.Files), g))
	t.Cleanup(server.Close)
	return server, func(what string) int {
		w := httptest.NewRecorder()
		g.metrics.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		var n int
		if _, after, found := strings.Cut(w.Body.String(), `onrecord_cache_total{answer="`+what+`"} `); found {
			_, _ = fmt.Sscan(after, &n)
		}
		return n
	}
}

const longQuery = `query Long { figures(first: 50) { nodes { id printed low high quantity { label } article { id headline } attribution { path } } } }`

// What is asked the first time goes by, the second time is kept, and then it is sent again, the same to the letter and to the header.
func TestWhatIsAskedAgainIsSentAgain(t *testing.T) {
	server, count := caching(t, defaultLimits(t))
	byURL := func(parameters string) func() *http.Request {
		return func() *http.Request {
			return get(t, server.URL+"/graphql?query="+url.QueryEscape(longQuery)+parameters)
		}
	}
	zipped := func() *http.Request {
		r := byURL("&a=1")()
		r.Header.Set("Accept-Encoding", "gzip")
		return r
	}
	head := func() *http.Request {
		r := byURL("&a=2")()
		r.Method = http.MethodHead
		return r
	}
	for name, request := range map[string]func() *http.Request{
		"GET":  byURL(""),
		"POST": func() *http.Request { return posted(t, server, `{"query": "`+longQuery+`"}`) },
		"CSV":  byURL("&format=csv"), "NDJSON": byURL("&format=ndjson"),
		"gzip": zipped, "HEAD": head,
		"saved":   func() *http.Request { return get(t, server.URL+"/queries/one-nested-query") },
		"version": byURL("&version=" + url.QueryEscape(served(t, server))),
	} {
		first, want := send(t, request())
		if first.StatusCode != http.StatusOK {
			t.Fatalf("%s: status %d: %.200s", name, first.StatusCode, want)
		}
		before := count("sent")
		for range 3 {
			answer, got := send(t, request())
			if plain(t, answer, got) != plain(t, first, want) {
				t.Errorf("%s is answered first with %.200s and then with %.200s", name, want, got)
			}
			for _, h := range []string{"Content-Type", "Content-Disposition", "Content-Encoding", "Etag", "Cache-Control", "Link", citationHeader, cutHeader} {
				if answer.Header.Get(h) != first.Header.Get(h) {
					t.Errorf("%s: the header %s is first %q and then %q", name, h, first.Header.Get(h), answer.Header.Get(h))
				}
			}
			for _, h := range []string{"Accept", "Accept-Encoding"} {
				if !strings.Contains(strings.Join(answer.Header.Values("Vary"), ","), h) {
					t.Errorf("%s: it is not said that the answer varies with %s: %v", name, h, answer.Header.Values("Vary"))
				}
			}
		}
		if n := count("sent") - before; n != 2 && n != 3 { // the first of them was worked out to be kept, or kept already
			t.Errorf("%s: of three answers %d were sent from memory", name, n)
		}
	}
	r := byURL("")()
	answer, _ := send(t, r)
	r = byURL("")()
	r.Header.Set("If-None-Match", answer.Header.Get("Etag"))
	if again, body := send(t, r); again.StatusCode != http.StatusNotModified || body != "" {
		t.Errorf("whoever has it is told %d %q", again.StatusCode, body)
	}
	for range 3 {
		if answer, body := send(t, byURL("&version=2000.1")()); answer.StatusCode != http.StatusNotFound {
			t.Errorf("another version: status %d: %.100s", answer.StatusCode, body)
		}
	}
}

// plain is a body as it was before it was compressed.
func plain(t *testing.T, answer *http.Response, body string) string {
	t.Helper()
	if answer.Header.Get("Content-Encoding") != "gzip" {
		return body
	}
	z, err := gzip.NewReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}

// served is the version that a server answers from.
func served(t *testing.T, server *httptest.Server) string {
	t.Helper()
	_, body := send(t, get(t, server.URL+"/healthz"))
	return strings.TrimSpace(strings.TrimPrefix(body, "ok "))
}

func posted(t *testing.T, server *httptest.Server, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, server.URL+"/graphql", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	return r
}

// However a question is put, it is one question; another variable, operation or form is another.
func TestOneQuestionInOtherWords(t *testing.T) {
	server, count := caching(t, defaultLimits(t))
	ask := func(body string) string {
		var got string
		for range 2 {
			_, got = send(t, posted(t, server, body))
		}
		return got
	}
	first := ask(`{"query": "query Q($n: Int, $m: String!) { actors(first: $n) { nodes { name } } search(text: $m) { totalCount } }", "variables": {"n": 2, "m": "fire"}}`)
	for _, same := range []string{
		`{"query": "query Q($n: Int, $m: String!) { actors(first: $n) { nodes { name } } search(text: $m) { totalCount } }", "variables": {"m": "fire", "n": 2}}`,
		`{"variables": {"m": "fire", "n": 2}, "query": "# a comment\nquery Q(\n\t$n: Int,,\n $m: String!\n) {\n  actors(first: $n) { nodes { name } }\n  search(text: $m) { totalCount }\n}\n"}`,
	} {
		if got := ask(same); got != first {
			t.Errorf("%s is answered with %s, not %s", same, got, first)
		}
	}
	if n := count("kept"); n != 1 {
		t.Errorf("%d answers are kept for one question", n)
	}
	for i, other := range []string{
		`{"query": "query Q($n: Int, $m: String!) { actors(first: $n) { nodes { name } } search(text: $m) { totalCount } }", "variables": {"m": "fire", "n": 3}}`,
		`{"query": "query R($n: Int, $m: String!) { actors(first: $n) { nodes { name } } search(text: $m) { totalCount } }", "variables": {"m": "fire", "n": 2}}`,
		`{"query": "query Q($n: Int) { actors(first: $n) { nodes { name } } search(text: \"#fire\") { totalCount } }", "variables": {"n": 2}}`,
	} {
		ask(other)
		if n := count("kept"); n != i+2 {
			t.Errorf("%s is not kept apart: %d are kept", other, n)
		}
	}
}

func TestErrorsAreNotKept(t *testing.T) {
	server, count := caching(t, defaultLimits(t))
	for _, body := range []string{`{"query": "{ nothing }"}`, `{"query": "{ actor(id: \"nonsense\") { name } dataset { title } }"}`, `{"query": `, `{"query": "{"}`} {
		for range 4 {
			if _, got := send(t, posted(t, server, body)); !strings.Contains(got, `"errors"`) {
				t.Errorf("%s is answered with %s", body, got)
			}
		}
	}
	if n := count("kept") + count("sent"); n != 0 {
		t.Errorf("%d errors are kept or sent again", n)
	}
}

// Of many who ask the same at once, one has it worked out, but for whoever came first of all.
func TestOneIsAskedForMany(t *testing.T) {
	var worked atomic.Int32
	leave := make(chan struct{})
	g := newGate(defaultLimits(t), rates{})
	question := &graphql.RawParams{Query: "{ a }"}
	c := newCache("1", 1<<20, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if answered(w, r, question, asJSON, nil) {
			return
		}
		if worked.Add(1) > 1 {
			<-leave
		}
		keep(w, &graphql.OperationContext{Operation: &ast.OperationDefinition{}})
		_, _ = io.WriteString(w, "the answer")
	}), g.metrics)
	ask := func() string {
		r := httptest.NewRequest(http.MethodPost, "/graphql", nil)
		r.Body = newWholeBody([]byte("{ a }"))
		w := httptest.NewRecorder()
		c.ServeHTTP(w, r)
		return w.Body.String()
	}
	if got := ask(); got != "the answer" {
		t.Fatal(got)
	}
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if got := ask(); got != "the answer" {
				t.Errorf("got %q", got)
			}
		})
	}
	for worked.Load() < 2 {
	}
	close(leave)
	all.Wait()
	if n := worked.Load(); n != 2 {
		t.Errorf("it was worked out %d times", n)
	}
	if len(c.flights) != 0 {
		t.Errorf("%d are still being waited for", len(c.flights))
	}
}

// Answers take no more memory than they may, and one that would take most of it is not kept.
func TestTheCacheHasItsBounds(t *testing.T) {
	l := defaultLimits(t)
	l.Cache = 100_000
	server, count := caching(t, l)
	for i := range 60 {
		for range 3 {
			send(t, posted(t, server, fmt.Sprintf(`{"query": "{ a%d: figures(first: 20) { nodes { id printed quantity { label } article { id } } } }"}`, i)))
		}
	}
	if kept, sent := count("kept"), count("sent"); kept < 60 || sent == 0 {
		t.Errorf("%d were kept and %d sent again", kept, sent)
	}
	before := count("kept")
	for range 3 {
		send(t, posted(t, server, `{"query": "{ reports(first: 57) { nodes { id text statement { gist reports { nodes { id text } } } article { id } } } }"}`))
	}
	if n := count("kept"); n != before {
		t.Error("an answer was kept that takes more than its part")
	}
}

func TestWhatIsSentAgainIsCounted(t *testing.T) {
	g := newGate(defaultLimits(t), rates{})
	server := httptest.NewServer(fronted(compiled(t, dataset.Files), g))
	defer server.Close()
	for range 4 {
		send(t, posted(t, server, `{"query": "query KilledOn7October { dataset { title } }"}`))
	}
	w := httptest.NewRecorder()
	g.metrics.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if want := `onrecord_operations_total{code="OK",operation="KilledOn7October"} 4`; !strings.Contains(w.Body.String(), want) {
		t.Errorf("there is no %s in the metrics", want)
	}
}

// A document that is laid out anew says what it said.
func FuzzLaidOut(f *testing.F) {
	for _, seed := range []string{
		longQuery, "{a}", "# c\n{ a(b: \"x # y\\n\", c: \"\"\"block \"q\" \\\"\"\" #\n\"\"\") , d }", "query($a:[Int!]!=[1,2]){f(x:{y:-1.5e3,z:$a})@skip(if:true)...F}fragment F on T{g}", "\ufeff{ a }", "\"",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, document string) {
		laid, ok := laidOut(document)
		before, err := parser.ParseQuery(&ast.Source{Input: document})
		if err != nil {
			return
		}
		if !ok && (len(before.Operations)+len(before.Fragments) == 0 || !utf8.ValidString(document)) {
			return
		}
		if !ok {
			t.Fatalf("%q can be parsed and is not laid out", document)
		}
		after, err := parser.ParseQuery(&ast.Source{Input: laid})
		if err != nil {
			t.Fatalf("%q is laid out as %q: %v", document, laid, err)
		}
		if a, b := formatted(before), formatted(after); a != b {
			t.Errorf("%q says %s, laid out %s", document, a, b)
		}
		if again, _ := laidOut(laid); again != laid {
			t.Errorf("%q laid out twice is %q and %q", document, laid, again)
		}
	})
}

func formatted(document *ast.QueryDocument) string {
	var b strings.Builder
	formatter.NewFormatter(&b).FormatQueryDocument(document)
	return b.String()
}
