package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"pgregory.net/rapid"

	"onrecord/dataset"
	"onrecord/observe"
	"onrecord/web"
)

// parts are those of a request to /graphql that can be odd.
var parts = []string{"query", "operation", "variables", "method", "body", "queries in the URL", "format", "version", "rows", "Accept", "Content-Type", "Content-Encoding", "Accept-Encoding", "If-None-Match", "others"}

// oddRequest draws a request to /graphql of which one part may be odd, or every part where odd is "". What is usual is the first of its
// choices. There are so few of each part that the same one comes again.
func oddRequest(version, odd string) func(t *rapid.T) *http.Request {
	const short, long = "{dataset{title}}", longQuery
	return func(t *rapid.T) *http.Request {
		usual := func(what string) bool { return odd != "" && odd != what }
		one := func(what string, choices ...string) string {
			if usual(what) {
				return choices[0]
			}
			return rapid.SampledFrom(choices).Draw(t, what)
		}
		times := func(what string, choices ...int) int {
			if usual(what) {
				return choices[0]
			}
			return rapid.SampledFrom(choices).Draw(t, what)
		}
		query := one("query", short, short, short, short, long, long, "{ dataset { title } } # the same", long, "query A{dataset{title}} query B{dataset{edition}}", "mutation{a}", "{", "{nothing}", "")
		operation := one("operation", "", "", "", "", "", "A", "B", "Long", "A\x00B")
		variables := one("variables", "", "", "", "", "", `{"a":1}`, `{"a":"\u0000"}`, "[]", "{")
		q := url.Values{}
		method := rapid.SampledFrom([]string{http.MethodGet, http.MethodPost}).Draw(t, "usual method")
		method = one("method", method, http.MethodGet, http.MethodGet, http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPost, http.MethodPost, http.MethodPut)
		body := ""
		if method == http.MethodPost {
			members := map[string]any{"query": query, "operationName": operation}
			if json.Valid([]byte(variables)) {
				members["variables"] = json.RawMessage(variables)
			}
			whole, err := json.Marshal(members)
			if err != nil {
				t.Fatal(err)
			}
			body = one("body", string(whole), string(whole), string(whole), string(whole)+"\x00", "\x00"+string(whole), "", "null")
			q["query"] = slices.Repeat([]string{short}, times("queries in the URL", 0, 1, 2))
		} else {
			q["query"] = slices.Repeat([]string{query}, times("queries in the URL", 1, 1, 1, 1, 1, 1, 2))
			body = one("body", "", "", "", "\x00", `{"query":"{dataset{edition}}"}`)
			for name, value := range map[string]string{"operationName": operation, "variables": variables} {
				if value != "" {
					q.Set(name, value)
				}
			}
		}
		for name, value := range map[string]string{
			"format":  one("format", "", "", "", "", "", "csv", "ndjson", "json", "zip"),
			"version": one("version", "", "", "", version, "2000.1"),
			"rows":    one("rows", "", "", "", "", "", "", "figures", "nothing"),
		} {
			if value != "" {
				q.Set(name, value)
			}
		}
		r := httptest.NewRequest(method, "/graphql?"+q.Encode(), strings.NewReader(body))
		if method != http.MethodPost && body == "" {
			r.Body = http.NoBody
		}
		header := func(name string, choices ...string) {
			for range times(name, 1, 1, 1, 1, 1, 1, 0, 2) {
				r.Header.Add(name, one(name, choices...))
			}
		}
		header("Accept", "", "*/*", "application/json", "application/json", "application/json", graphqlJSON, "text/csv", "text/csv;q=0.5, application/json", "image/png", strings.Repeat("a/b;q=0.1,", 3000), strings.Repeat(",", 30_000)+"text/csv")
		header("Content-Type", "application/json", "application/json", "application/json", "application/json", "application/json", "application/json", "application/json; charset=utf-8", "", "text/csv", "text/plain", graphqlJSON)
		header("Content-Encoding", "", "", "identity", "identity", "identity", "gzip")
		header("Accept-Encoding", "", "gzip", "gzip;q=0", "identity", "*", "*;q=0", "zstd", "gzip, zstd", "br", "gzip, deflate, br, zstd", strings.Repeat("gzip;q=0,", 3000))
		header("If-None-Match", "", "", "*", `W/"nothing"`, strings.Repeat(`"a",`, 7000))
		r.Host = one("others", "example.com", "elsewhere.example")
		for _, name := range []string{"Authorization", "Cookie", "Origin", "X-Forwarded-Host", "X-HTTP-Method-Override", "Range"} {
			if times("others", 0, 0, 0, 1) > 0 {
				r.Header.Set(name, one("others", "https://elsewhere.example", "POST", "bytes=0-9"))
			}
		}
		return r
	}
}

// Whatever was asked before, and however odd it was, an answer is the one that a server without a memory gives.
func TestNobodySeesWhatOthersAsked(t *testing.T) {
	s := compiled(t, dataset.Files)
	version := s.Dataset().Version
	remembering, forgetful := newGate(defaultLimits(t), rates{}), newGate(defaultLimits(t), rates{})
	without := forgetful.front(crossOrigin.Handler(forgetful.admit(tagged(version, forgetful.place(newGraphQL(s, forgetful))))))
	answers, again := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		with := fronted(s, remembering)
		odd := "" // in one of three; hardly any of those is answered. In the others requests differ in one part, or in nothing
		if rapid.IntRange(0, 2).Draw(rt, "oddity") > 0 {
			odd = rapid.SampledFrom(parts).Draw(rt, "odd")
		}
		draw := oddRequest(version, odd)
		var pool []*http.Request
		for range rapid.IntRange(1, 6).Draw(rt, "requests") {
			pool = append(pool, draw(rt))
		}
		for range 20 {
			r := rapid.SampledFrom(pool).Draw(rt, "asked")
			body := new(bytes.Buffer)
			_, _ = body.ReadFrom(r.Body)
			put := func(h http.Handler) *httptest.ResponseRecorder {
				asked := r.Clone(t.Context())
				asked.Body = http.NoBody
				if body.Len() > 0 {
					asked.Body = readAgain{bytes.NewReader(body.Bytes())}
				}
				w := httptest.NewRecorder()
				h.ServeHTTP(w, asked)
				return w
			}
			got, want := put(with), put(without)
			r.Body = readAgain{bytes.NewReader(body.Bytes())}
			if a, b := described(t, r, got), described(t, r, want); a != b {
				rt.Fatalf("%s %s %.300q %.300q is answered\n%.500s\nand by a server without a memory\n%.500s", r.Method, r.URL, r.Header, body, a, b)
			}
			answers++
			if got.Code == http.StatusOK {
				again++
			}
		}
	})
	t.Logf("%d answers, %d of them good", answers, again)
	w := httptest.NewRecorder()
	remembering.metrics.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if again < answers/5 || !strings.Contains(w.Body.String(), `onrecord_cache_total{answer="sent"}`) {
		t.Error("hardly anything was answered, or nothing from memory")
	}
}

// readAgain is a body that is no [http.NoBody].
type readAgain struct{ *bytes.Reader }

func (readAgain) Close() error { return nil }

// described is all of an answer that is not by chance, with its body as it was before it was compressed.
func described(t *testing.T, r *http.Request, w *httptest.ResponseRecorder) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintln(&b, w.Code)
	h, body := w.Header(), w.Body.Bytes()
	coding := h.Get("Content-Encoding")
	if w.Code == http.StatusNotModified && len(body) > 0 {
		t.Errorf("%s is told 304 and sent %d bytes", r.URL, len(body))
	}
	if n := h.Get("Content-Length"); n != "" && n != fmt.Sprint(len(body)) {
		t.Errorf("%s: %d bytes are told to be %s", r.URL, len(body), n)
	}
	var err error
	switch read := io.Reader(bytes.NewReader(body)); {
	case len(body) == 0:
	case coding == "gzip":
		z, failed := gzip.NewReader(read)
		if failed != nil {
			t.Fatal(failed)
		}
		body, err = io.ReadAll(z)
	case coding == "zstd":
		z, failed := zstd.NewReader(read)
		if failed != nil {
			t.Fatal(failed)
		}
		defer z.Close()
		body, err = io.ReadAll(z)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(h)) {
		switch name {
		case observe.RequestID, "Content-Length": // by chance; how well it was compressed
		case "Content-Encoding": // what is kept is kept in one, which may be another that is taken
			if takes := strings.Join(r.Header["Accept-Encoding"], ","); coding == "gzip" && !web.TakesGzip(r) || coding == "zstd" && !strings.Contains(takes, "zstd") {
				t.Errorf("%q takes no %s", takes, coding)
			}
		case "Vary":
			var on []string
			for name := range strings.SplitSeq(strings.Join(h[name], ","), ",") {
				on = append(on, strings.TrimSpace(name))
			}
			slices.Sort(on)
			fmt.Fprintln(&b, name, slices.Compact(on))
		default:
			fmt.Fprintf(&b, "%s %q\n", name, h[name])
		}
	}
	b.Write(body)
	return b.String()
}

// Requests that look alike when what they consist of is written in one line.
func TestRequestsThatAreNotTheSame(t *testing.T) {
	server, _ := caching(t, defaultLimits(t))
	put := func(method, address, body string, header ...string) (status int, answer string) {
		r, err := http.NewRequest(method, server.URL+address, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		for pair := range slices.Chunk(header, 2) {
			r.Header[pair[0]] = append(r.Header[pair[0]], pair[1])
		}
		sent, text := send(t, r)
		return sent.StatusCode, sent.Header.Get("Content-Type") + text
	}
	const asked, question = "/graphql?query={dataset{title}}", `{"query":"{dataset{title}}"}`
	for name, c := range map[string]struct{ first, then func() (int, string) }{
		"an empty header of one name, and of another": {
			func() (int, string) {
				return put("POST", "/graphql", question, "Accept", "", "Content-Type", "application/json")
			},
			func() (int, string) {
				return put("POST", "/graphql", question, "Content-Type", "", "Content-Type", "application/json")
			},
		},
		"a body that goes on where a header ends": {
			func() (int, string) { return put("GET", asked, "\x00x", "Content-Type", "text/csv") },
			func() (int, string) { return put("GET", asked, "x", "Accept", "", "Accept", "text/csv") },
		},
		"a parameter twice, which a table does not take": {
			func() (int, string) {
				return put("POST", "/graphql?format=csv", question, "Content-Type", "application/json")
			},
			func() (int, string) {
				return put("POST", "/graphql?format=csv&query=a&query=b", question, "Content-Type", "application/json")
			},
		},
		"a name of an operation with a NUL": {
			func() (int, string) {
				return put("POST", "/graphql", `{"query":"query A{dataset{title}}","operationName":"A"}`, "Content-Type", "application/json")
			},
			func() (int, string) {
				return put("POST", "/graphql", `{"query":"query A{dataset{title}}","operationName":"A\u0000"}`, "Content-Type", "application/json")
			},
		},
	} {
		status, first := c.first()
		for range 3 {
			if again, answer := c.first(); again != status || answer != first {
				t.Errorf("%s: first %d %s, and then %d %s", name, status, first, again, answer)
			}
		}
		for range 3 {
			if other, answer := c.then(); other == status && answer == first {
				t.Errorf("%s: both are answered %d %s", name, status, first)
			}
		}
	}
}

// Requests for a version that is not served are refused before anything is worked out for them, and none is counted as answered.
func TestAnotherVersionIsNotWorkedOut(t *testing.T) {
	server, count := caching(t, defaultLimits(t))
	for range 4 {
		if answer, body := send(t, get(t, server.URL+"/graphql?query={dataset{title}}&version=2000.1")); answer.StatusCode != http.StatusNotFound {
			t.Errorf("status %d: %s", answer.StatusCode, body)
		}
	}
	if n := count("kept") + count("sent"); n > 0 {
		t.Errorf("%d answers are kept or sent again", n)
	}
}

// Very many different questions, each asked until it is kept, take no more memory than they may.
func TestAFloodOfQuestions(t *testing.T) {
	l := defaultLimits(t)
	l.Cache = 1 << 20
	g := newGate(l, rates{})
	h := fronted(compiled(t, dataset.Files), g)
	ask := func(n int) {
		for range 3 {
			r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(fmt.Sprintf(`{"query":"{dataset{title}}","variables":{"n":%d,"pad":%q}}`, n, strings.Repeat("x", 4000))))
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			if h.ServeHTTP(w, r); w.Code != http.StatusOK {
				t.Fatalf("status %d: %s", w.Code, w.Body)
			}
		}
	}
	heap := func() uint64 {
		var m runtime.MemStats
		for range 3 {
			runtime.GC()
		}
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	for n := range 500 {
		ask(n)
	}
	before := heap()
	for n := range 4500 { // 18 MB of questions
		ask(500 + n)
	}
	if after := heap(); after > before+4<<20 {
		t.Errorf("memory grew from %d to %d KB", before>>10, after>>10)
	}
	runtime.KeepAlive(h) // or all of it could be gone by now
}

// The least memory that can be set is enough to serve with.
func TestAServerWithoutAMemory(t *testing.T) {
	l := defaultLimits(t)
	l.Cache = 1
	server, count := caching(t, l)
	for range 4 {
		if answer, body := send(t, get(t, server.URL+"/graphql?query={dataset{title}}")); answer.StatusCode != http.StatusOK {
			t.Errorf("status %d: %s", answer.StatusCode, body)
		}
	}
	if n := count("sent"); n > 0 {
		t.Errorf("%d answers were kept in a byte", n)
	}
}

// Documents that are asked by their hash, by GET and by POST, are sent again as others are; and no hash leads to an answer of another.
func TestPersistedQueriesAreSentAgain(t *testing.T) {
	const one, other = "{dataset{title}}", "{dataset{edition}}"
	extensions := func(of string) string {
		return fmt.Sprintf(`{"persistedQuery":{"version":1,"sha256Hash":"%x"}}`, sha256.Sum256([]byte(of)))
	}
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		server, count := caching(t, defaultLimits(t))
		ask := func(query, of string) string {
			r := posted(t, server, fmt.Sprintf(`{"query":%q,"extensions":%s}`, query, extensions(of)))
			if method == http.MethodGet {
				r = get(t, server.URL+"/graphql?"+url.Values{"query": {query}, "extensions": {extensions(of)}}.Encode())
			}
			_, body := send(t, r)
			return body
		}
		expect := func(what, query, of, want string) {
			t.Helper()
			if got := ask(query, of); !strings.Contains(got, want) {
				t.Errorf("%s, %s: %s", method, what, got)
			}
		}
		for range 3 {
			expect("before it is known", "", one, persistedQueryNotFound)
			expect("with the hash of another", other, one, persistedQueryMismatch)
		}
		expect("with its document", one, one, `"title"`)
		for range 4 {
			expect("by its hash", "", one, `"title"`)
			expect("another document with its hash", other, one, persistedQueryMismatch)
			expect("the hash of what is not known", "", other, persistedQueryNotFound)
		}
		if n := count("sent"); n != 2 && n != 3 {
			t.Errorf("%s: of four answers %d were sent from memory", method, n)
		}
	}
}
