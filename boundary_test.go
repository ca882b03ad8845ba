package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"onrecord/dataset"
	"onrecord/guard"
)

// refused reads the first error of an answer, "" where it has none.
func refused(t *testing.T, body string) (code string, limit, actual int) {
	t.Helper()
	var answer struct {
		Errors []struct {
			Extensions struct {
				Code          string
				Limit, Actual any
			}
		}
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatalf("%v in %.300s", err, body)
	}
	for _, e := range answer.Errors {
		whole := func(n any) int { f, _ := n.(float64); return int(f) }
		code, limit, actual = e.Extensions.Code, whole(e.Extensions.Limit), whole(e.Extensions.Actual)
	}
	return code, limit, actual
}

// Each limit lets through what is just within it, and refuses one more with its code, the limit, and how much there was.
func TestLimitsAreWhereTheySay(t *testing.T) {
	l := defaultLimits(t)
	server := carried(t)
	type request struct {
		query     string
		variables string
		operation string
	}
	some := func(n int, form string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, form, i)
		}
		return b.String()
	}
	nested := func(n int, begin, middle, end string) string {
		return begin + strings.Repeat("{"+middle, n-2) + "{" + end + strings.Repeat("}", n-1)
	}
	const place = `{ place(id: "place:al-tanf") `
	for name, c := range map[string]struct {
		limit int
		code  guard.Code
		make  func(n int) request
	}{
		"text": {l.Text, guard.QueryTooLong, func(n int) request {
			const q = "{ dataset { title } }"
			return request{query: q + strings.Repeat(" ", n-len(q))}
		}},
		"tokens": {l.Tokens, guard.TooManyTokens, func(n int) request {
			return request{query: "{ dataset { title } }" + strings.Repeat("\n#", n-6)}
		}},
		"operations": {l.Operations, guard.TooManyOperations, func(n int) request {
			return request{query: some(n, "query Q%d { dataset { title } }"), operation: "Q0"}
		}},
		"fragments": {l.Fragments, guard.TooManyFragments, func(n int) request {
			return request{query: "{ dataset {" + some(n, "...f%d ") + "} }" + some(n, "fragment f%d on Dataset { title }")}
		}},
		"depth": {l.Depth, guard.TooDeep, func(n int) request {
			return request{query: "{" + nested(n, `place(id: "place:al-tanf")`, "partOf", "name") + "}"}
		}},
		"introspection depth": {l.IntrospectionDepth, guard.IntrospectionTooDeep, func(n int) request {
			return request{query: "{" + nested(n, `__type(name: "Place")`, "ofType", "name") + "}"}
		}},
		"fields": {l.Fields, guard.TooManyFields, func(n int) request {
			q := place + strings.Repeat("{"+strings.Repeat(" name", 82)+" partOf", 11) // 1 + 11 × 83 fields
			return request{query: q + "{" + strings.Repeat(" name", n-914) + strings.Repeat("}", 13)}
		}},
		"aliases": {l.Aliases, guard.TooManyAliases, func(n int) request {
			return request{query: "{ dataset {" + some(n, "a%d: title ") + "} }"}
		}},
		"root fields": {l.RootFields, guard.TooManyRootFields, func(n int) request {
			return request{query: "{" + strings.Repeat("dataset { title } ", n) + "}"}
		}},
		"equal keys": {l.EqualKeys, guard.TooManyEqualKeys, func(n int) request { // 91 make 4,095 pairs, and two make one
			return request{query: place + "{" + strings.Repeat(" name", 91) + strings.Join([]string{" country country", " wikidata wikidata"}[:n-4095], "") + "} }"}
		}},
		"variable depth": {l.VariableDepth, guard.VariablesTooDeep, func(n int) request {
			return request{query: "{ dataset { title } }", variables: `{"unused": ` + strings.Repeat("[", n) + "1" + strings.Repeat("]", n) + `}`}
		}},
		"variable values": {l.VariableValues, guard.TooManyVariableValues, func(n int) request {
			return request{query: "{ dataset { title } }", variables: `{"unused": [` + strings.Repeat("1,", n-1) + `1]}`}
		}},
		"cost": {l.Cost, guard.TooCostly, func(n int) request { // 1 + 100 × (1 + 99 + 99) + 99, and what is above 20,000
			return request{query: fmt.Sprintf(`{
				actors(first: 100) { nodes { statements(first: 98) { nodes { id } } events(first: 98) { nodes { id } } } }
				figures(first: %d) { nodes { id } }
			}`, n-20000+98)}
		}},
		"errors": {l.Errors, guard.TooManyErrors, func(n int) request {
			return request{query: `{ nodes(ids: [` + strings.Repeat(`"nonsense" `, n) + `]) { id } }`}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, n := range []int{c.limit, c.limit + 1} {
				r := c.make(n)
				body := map[string]any{"query": r.query, "operationName": r.operation}
				if r.variables != "" {
					body["variables"] = json.RawMessage(r.variables)
				}
				sent, err := json.Marshal(body)
				if err != nil {
					t.Fatal(err)
				}
				for _, address := range []string{"/graphql", "/graphql?format=csv"} {
					answer, err := http.Post(server.URL+address, "application/json", strings.NewReader(string(sent)))
					if err != nil {
						t.Fatal(err)
					}
					read, _ := io.ReadAll(answer.Body)
					_ = answer.Body.Close()
					if answer.StatusCode == http.StatusOK && strings.HasSuffix(address, "csv") {
						if n > c.limit {
							t.Errorf("%d is let through to a table", n)
						}
						continue
					}
					code, limit, actual := refused(t, string(read))
					if over := code == string(c.code) && limit == c.limit && actual == n; over != (n > c.limit) {
						t.Errorf("%s, %d: code %s, limit %d, actual %d: %.300s", address, n, code, limit, actual, read)
					} else if n == c.limit && code != "" && name != "errors" && address == "/graphql" {
						t.Errorf("%d is refused: %.300s", n, read)
					}
				}
			}
		})
	}
}

func TestBodiesAndAddressesHaveTheirLength(t *testing.T) {
	server := carried(t)
	l := defaultLimits(t)
	const query = `{"query": "{ dataset { title } }"}`
	for n, want := range map[int]string{l.Body: "", l.Body + 1: "BODY_TOO_LARGE"} {
		answer, err := http.Post(server.URL+"/graphql", "application/json", strings.NewReader(query+strings.Repeat(" ", n-len(query))))
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if code, limit, actual := refused(t, string(body)); code != want || want != "" && (limit != l.Body || actual != n || answer.StatusCode != http.StatusRequestEntityTooLarge) {
			t.Errorf("a body of %d bytes: status %d, %.300s", n, answer.StatusCode, body)
		}
	}
	asked := "query=" + url.QueryEscape("{ dataset { title } }") + "&x="
	for n, want := range map[int]string{l.URL: "", l.URL + 1: "URL_TOO_LONG"} {
		answer, body := send(t, get(t, server.URL+"/graphql?"+asked+strings.Repeat("x", n-len(asked))))
		if code, limit, actual := refused(t, body); code != want || want != "" && (limit != l.URL || actual != n || answer.StatusCode != http.StatusRequestURITooLong) {
			t.Errorf("an address of %d bytes: status %d, %.300s", n, answer.StatusCode, body)
		}
	}
}

// A limit on an answer is where it says for the answer at hand.
func TestAnswersHaveTheirLength(t *testing.T) {
	const query = `{ figures(first: 50) { nodes { id printed article { id } } } }`
	_, body := ask(t, carried(t), query, nil)
	var answer struct{ Data json.RawMessage }
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatal(err)
	}
	_, table := send(t, get(t, link(carried(t), query, "format", "csv")))
	l := defaultLimits(t)
	for n, want := range map[int]string{len(answer.Data): "", len(answer.Data) - 1: "ANSWER_TOO_LARGE"} {
		within := l
		within.Answer = n
		_, body := ask(t, servingWithin(t, dataset.Files, within), query, nil)
		if code, limit, actual := refused(t, string(body)); code != want || want != "" && (limit != n || actual != n+1) {
			t.Errorf("an answer of %d within %d: %.300s", len(answer.Data), n, body)
		}
	}
	for n, want := range map[int]string{len(table): "", len(table) - 1: "TABLE_TOO_LARGE"} {
		within := l
		within.Table = n
		answer, body := send(t, get(t, link(servingWithin(t, dataset.Files, within), query, "format", "csv")))
		if answer.StatusCode == http.StatusOK {
			if want != "" {
				t.Errorf("a table of %d is given within %d", len(table), n)
			}
		} else if code, limit, actual := refused(t, body); code != want || limit != n || actual <= n {
			t.Errorf("a table of %d within %d: %.300s", len(table), n, body)
		}
	}
}

func TestAnOperationOutOfTimeIsRefused(t *testing.T) {
	l := defaultLimits(t)
	l.Deadline = time.Nanosecond
	server := servingWithin(t, dataset.Files, l)
	for _, address := range []string{"/graphql?query={dataset{title}}", "/graphql?query={dataset{title}}&format=csv", "/queries/framing", "/id/place:al-tanf"} {
		answer, body := send(t, get(t, server.URL+address))
		if !strings.Contains(body, `"DEADLINE_EXCEEDED"`) || answer.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("%s: status %d: %.300s", address, answer.StatusCode, body)
		}
	}
}

// Saved queries and permalinks pass the same guard as whatever is asked at /graphql.
func TestTheGuardStandsBeforeEveryWayIn(t *testing.T) {
	l := defaultLimits(t)
	l.Fields = 3
	server := servingWithin(t, dataset.Files, l)
	for _, address := range []string{"/graphql?query={dataset{title%20edition%20version%20licence}}", "/queries/framing", "/queries/framing?format=csv"} {
		if _, body := send(t, get(t, server.URL+address)); !strings.Contains(body, "TOO_MANY_FIELDS") {
			t.Errorf("%s: %.300s", address, body)
		}
	}
	// The query of a permalink is the server's own, so that it is a fault of the server if it does not fit.
	if answer, body := send(t, get(t, server.URL+"/id/place:al-tanf")); answer.StatusCode != http.StatusInternalServerError {
		t.Errorf("status %d: %.300s", answer.StatusCode, body)
	}
}

// As many requests as there are places are answered at once; the next is told when to come back, and takes nobody's place.
func TestWhoComesWhileAllPlacesAreTakenIsToldToComeBack(t *testing.T) {
	l := defaultLimits(t)
	l.AtOnce = 3
	arrived, leave := make(chan struct{}), make(chan struct{})
	h := newGate(l, rates{}).place(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		arrived <- struct{}{}
		<-leave
	}))
	var all sync.WaitGroup
	ask := func() *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/graphql", nil))
		return w
	}
	for range l.AtOnce {
		all.Go(func() {
			if w := ask(); w.Code != http.StatusOK {
				t.Errorf("within the limit: status %d", w.Code)
			}
		})
	}
	for range l.AtOnce {
		<-arrived
	}
	w := ask()
	code, limit, actual := refused(t, w.Body.String())
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") != "1" || code != tooBusy || limit != 3 || actual != 4 {
		t.Errorf("one more: status %d, %v, %s", w.Code, w.Header(), w.Body)
	}
	close(leave)
	all.Wait()
	all.Go(func() { <-arrived })
	if w := ask(); w.Code != http.StatusOK {
		t.Errorf("afterwards: status %d", w.Code)
	}
	all.Wait()
}

// Connections have the times and the header length that are set.
func TestConnectionsAreHeldToTheirLimits(t *testing.T) {
	l := defaultLimits(t)
	s := newHTTPServer(l, http.NotFoundHandler())
	if s.ReadHeaderTimeout != 5*time.Second || s.ReadTimeout != 10*time.Second || s.WriteTimeout != 30*time.Second || s.IdleTimeout != 60*time.Second || s.MaxHeaderBytes != 32<<10 {
		t.Errorf("the server has %v, %v, %v, %v and %d bytes", s.ReadHeaderTimeout, s.ReadTimeout, s.WriteTimeout, s.IdleTimeout, s.MaxHeaderBytes)
	}
	server := httptest.NewUnstartedServer(nil)
	server.Config = s
	server.Start()
	defer server.Close()
	for n, want := range map[int]int{l.Header - 1024: http.StatusNotFound, l.Header + 8192: http.StatusRequestHeaderFieldsTooLarge} {
		r := get(t, server.URL)
		r.Header.Set("X-Long", strings.Repeat("x", n))
		if answer, _ := send(t, r); answer.StatusCode != want {
			t.Errorf("a header of %d bytes: status %d, want %d", n, answer.StatusCode, want)
		}
	}
}

func TestLimitsOfNothingAreRefused(t *testing.T) {
	l := defaultLimits(t)
	if err := l.Validate(); err != nil {
		t.Errorf("the defaults: %v", err)
	}
	l.Aliases = 0
	if err := l.Validate(); err == nil || !strings.Contains(err.Error(), "Aliases") {
		t.Errorf("no alias at all: %v", err)
	}
}
