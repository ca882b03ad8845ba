package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"onrecord/dataset"
)

// Whatever stands in an address, in the headers that are read, or in a body: the answer is whole, the same each time, a refusal has a
// code, and nothing of the machine is told.
func FuzzRequests(f *testing.F) {
	const question = `{"query":"{dataset{title}}"}`
	f.Add("POST", "/graphql", "", "*/*", "gzip", "application/json", `"a"`, "192.0.2.1", question)
	f.Add("GET", "/graphql", "query={dataset{title}}&format=csv", "text/csv;q=0.5, */*;q=0", "zstd, gzip;q=0", "", "*", "2001:db8::1, 10.0.0.1", "")
	f.Add("HEAD", "/graphql", "query={dataset{title}}&version=2026.1", "application/graphql-response+json", "*", "", `W/"a", "b"`, "unknown, ", "\x00")
	f.Add("GET", "/queries/framing", "of=actor:hamas&rows=x", "application/json", "", "", "", "", "")
	f.Add("GET", "/queries/", "version=", "text/html", "br", "", "", "", "")
	f.Add("GET", "/id/place:al-tanf", "format=csl", "application/ld+json;q=1.0;a=b", "identity;q=0", "", "", "", "")
	f.Add("OPTIONS", "/schema.graphql", "", "", "", "", "", "", "")
	f.Add("BREW", "/nowhere", "%zz", ",", ";q=", "application/json;charset=\"utf-8", ",", "[::1]:80", "{")
	g := newGate(defaultLimits(f), rates{PerSecond: 1e9, Burst: 1e9, Clients: 10, Header: "X-Forwarded-For", Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("192.0.2.0/24")}})
	h := fronted(compiled(f, dataset.Files), g)
	f.Fuzz(func(t *testing.T, method, path, query, accept, codings, kind, tags, passedBy, body string) {
		target, err := url.ParseRequestURI(path)
		if err != nil || !strings.HasPrefix(path, "/") || strings.Contains(path, "?") || method == "" || len(query) > 1000 {
			return
		}
		ask := func() *httptest.ResponseRecorder {
			r := httptest.NewRequest(http.MethodGet, "/", strings.NewReader(body))
			r.Method, r.URL = method, &url.URL{Path: target.Path, RawPath: target.RawPath, RawQuery: query}
			for name, value := range map[string]string{"Accept": accept, "Accept-Encoding": codings, "Content-Type": kind, "If-None-Match": tags, "X-Forwarded-For": passedBy} {
				if value != "" {
					r.Header.Set(name, value)
				}
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			return w
		}
		first := ask()
		if first.Code >= http.StatusInternalServerError {
			t.Fatalf("status %d: %.300s", first.Code, first.Body)
		}
		if strings.HasPrefix(path, "/metrics") || strings.HasPrefix(path, "/healthz") {
			return // which tell of the machine, or of the time
		}
		for range 2 {
			w := ask()
			if w.Code != first.Code || w.Header().Get("ETag") != first.Header().Get("ETag") || w.Header().Get("Content-Type") != first.Header().Get("Content-Type") {
				t.Errorf("first status %d, %v, and then %d, %v", first.Code, first.Header(), w.Code, w.Header())
			}
		}
		if first.Code < http.StatusBadRequest {
			return
		}
		var answer struct {
			Errors []struct{ Extensions struct{ Code string } }
		}
		if err := json.Unmarshal(first.Body.Bytes(), &answer); err != nil || len(answer.Errors) == 0 || answer.Errors[0].Extensions.Code == "" {
			t.Errorf("status %d, %v: %.300s", first.Code, err, first.Body)
		}
	})
}

// Requests that differ in anything on which an answer depends are not taken for one another.
func FuzzAsItCame(f *testing.F) {
	f.Add("a=b", "", "", "", "body", "a=b", "", "", "", "body")
	f.Add("", "*/*", "x", "", "1 ", "", "*/*", "", "x", "1 ")
	f.Add("q", "", "text/csv", "", "\x00x", "q", "\ntext/csv", "", "", "x")
	f.Fuzz(func(t *testing.T, query1, accept1, kind1, coding1, body1, query2, accept2, kind2, coding2, body2 string) {
		request := func(query, accept, kind, coding, body string) cameAs {
			r := &http.Request{Method: http.MethodPost, URL: &url.URL{RawQuery: query}, Body: newWholeBody([]byte(body)), Header: http.Header{}}
			for name, values := range map[string]string{"Accept": accept, "Content-Type": kind, "Content-Encoding": coding} {
				if values != "" {
					r.Header[name] = strings.Split(values, "\n") // each line is a header of that name
				}
			}
			came, ok := asItCame(r)
			if !ok {
				t.Fatal("it is not known how it came")
			}
			return came
		}
		same := query1 == query2 && accept1 == accept2 && kind1 == kind2 && coding1 == coding2 && body1 == body2
		if one, other := request(query1, accept1, kind1, coding1, body1), request(query2, accept2, kind2, coding2, body2); (one == other) != same {
			t.Errorf("%q and %q: the same is %t", one, other, same)
		}
	})
}
