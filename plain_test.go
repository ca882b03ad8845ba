package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"onrecord/dataset"
	"onrecord/observe"
)

// Whatever is refused, and wherever: the answer is JSON in which each error has a code, the code is in the metrics and in the line of
// log, and who uses a method that there is not is told which there are.
func TestEveryErrorHasItsCode(t *testing.T) {
	var log bytes.Buffer
	g := newGate(defaultLimits(t), rates{})
	g.log = observe.Logger(&log, true, slog.LevelDebug)
	mux := http.NewServeMux()
	served := newLive(g.over)
	served.serve(&held{compiled(t, dataset.Files), func() error { return nil }})
	mux.Handle("/", served)
	readOnly(mux, "/problems", showProblems(func() report { return report{} }))
	g.tellHealth(mux, served.version)
	h := g.front(mux)
	counted := func(code string) (n int) {
		w := httptest.NewRecorder()
		g.metrics.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		if _, after, found := strings.Cut(w.Body.String(), `onrecord_refusals_total{reason="`+code+`"} `); found {
			_, _ = fmt.Sscan(after, &n)
		}
		return n
	}
	for _, c := range []struct {
		method, address string
		status          int
		code            string
	}{
		{"GET", "/nowhere", 404, unknownAddress},
		{"POST", "/nowhere", 404, unknownAddress},
		{"GET", "/graphql/", 404, unknownAddress},
		{"GET", "/assets/no-such-thing.js", 404, unknownAddress},
		{"GET", "/actor/a/b", 404, unknownAddress},
		{"DELETE", "/", 405, methodNotAllowed},
		{"POST", "/compare", 405, methodNotAllowed},
		{"POST", "/graphiql/", 405, methodNotAllowed},
		{"PUT", "/graphql", 405, methodNotAllowed},
		{"POST", "/schema.graphql", 405, methodNotAllowed},
		{"POST", "/queries/", 405, methodNotAllowed},
		{"POST", "/queries/framing", 405, methodNotAllowed},
		{"PATCH", "/id/place:al-tanf", 405, methodNotAllowed},
		{"POST", "/healthz", 405, methodNotAllowed},
		{"POST", "/readyz", 405, methodNotAllowed},
		{"POST", "/metrics", 405, methodNotAllowed},
		{"BREW", "/problems", 405, methodNotAllowed},
		{"GET", "/queries/no-such-thing", 404, "UNKNOWN_QUERY"},
		{"GET", "/queries/framing?x=1", 400, "UNKNOWN_PARAMETER"},
		{"GET", "/queries/framing?of=%zz", 400, badParameter},
		{"GET", "/queries/framing?of=" + strings.Repeat("a", 9000), 414, urlTooLong},
		{"GET", "/queries/?version=1", 404, "VERSION_NOT_SERVED"},
		{"GET", "/queries/framing?version=1", 404, "VERSION_NOT_SERVED"},
		{"GET", "/schema.graphql?version=1", 404, "VERSION_NOT_SERVED"},
		{"GET", "/graphql?query={dataset{title}}&version=1", 404, "VERSION_NOT_SERVED"},
		{"GET", "/graphql", 400, noQuery},
		{"GET", "/graphql?query={", 200, "GRAPHQL_PARSE_FAILED"},
		{"GET", "/graphql?query={dataset{title}}&format=zip", 400, badParameter},
		{"GET", "/id/", 400, "BAD_ID"},
		{"GET", "/id/nonsense", 400, "BAD_ID"},
		{"GET", "/id/place:nowhere", 404, notFound},
		{"GET", "/id/place:al-tanf?format=zip", 400, badFormat},
		{"GET", "/id/place:al-tanf?version=1", 404, "VERSION_NOT_SERVED"},
	} {
		for time := range 3 { // the third is one that could be sent again
			before := counted(c.code)
			log.Reset()
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(c.method, c.address, nil))
			var answer struct {
				Errors []struct {
					Message    string
					Extensions struct{ Code string }
				}
			}
			if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Code != c.status || len(answer.Errors) != 1 {
				t.Errorf("%s %.80s: status %d, want %d, %v: %.200s", c.method, c.address, w.Code, c.status, err, w.Body)
				break
			}
			if e := answer.Errors[0]; e.Extensions.Code != c.code || e.Message == "" || w.Header().Get("Content-Type") != "application/json" {
				t.Errorf("%s %.80s: code %s, want %s, as %s: %.200s", c.method, c.address, e.Extensions.Code, c.code, w.Header().Get("Content-Type"), w.Body)
			}
			if allow := w.Header().Get("Allow"); (w.Code == 405) != strings.HasPrefix(allow, "GET, HEAD") {
				t.Errorf("%s %s: status %d, Allow is %q", c.method, c.address, w.Code, allow)
			}
			if n := counted(c.code) - before; n != 1 {
				t.Errorf("%s %.80s, time %d: it is counted %d times as %s", c.method, c.address, time+1, n, c.code)
			}
			if !strings.Contains(log.String(), `"code":"`+c.code+`"`) {
				t.Errorf("%s %.80s: the line of log has no %s: %s", c.method, c.address, c.code, &log)
			}
		}
	}
}

// Of a method that there is not, HEAD and OPTIONS say the same without a body.
func TestMethodsOfWhatIsOnlyRead(t *testing.T) {
	server := carried(t)
	for _, address := range []string{"/schema.graphql", "/queries/", "/queries/framing", "/id/place:al-tanf", "/healthz", "/readyz", "/metrics"} {
		for method, want := range map[string]int{http.MethodGet: 200, http.MethodHead: 200, http.MethodOptions: 204, http.MethodPut: 405} {
			r := get(t, server.URL+address)
			r.Method = method
			answer, body := send(t, r)
			if answer.StatusCode != want || method == http.MethodHead && body != "" {
				t.Errorf("%s %s: status %d, want %d: %.100s", method, address, answer.StatusCode, want, body)
			}
		}
	}
	r := get(t, server.URL+"/nowhere")
	r.Method = http.MethodHead
	if answer, body := send(t, r); answer.StatusCode != http.StatusNotFound || body != "" || answer.Header.Get("Content-Type") != "application/json" {
		t.Errorf("HEAD of what is not there: status %d, %v: %s", answer.StatusCode, answer.Header, body)
	}
}
