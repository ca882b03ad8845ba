package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"onrecord/dataset"
	"onrecord/loader"
	"onrecord/store"
)

// BenchmarkHTTP answers requests as the server does, but for the network: questions not asked before, and one again and again.
func BenchmarkHTTP(b *testing.B) {
	ds, found := loader.Load(dataset.Files, loader.Options{})
	if ds == nil {
		b.Fatal(found)
	}
	path := b.TempDir() + "/onrecord.db"
	if err := store.Write(path, ds, nil); err != nil {
		b.Fatal(err)
	}
	opened, err := store.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer opened.Close()
	l := defaultLimits(b)
	const nested = `query Nested($first: Int!, $n: Int) { events(first: $first) { nodes { id label figures: quantities(first: 5) { nodes { label figures(first: $n) { nodes { printed low high attribution { path } } } } } statements(first: 5) { nodes { gist speaker { name } reports(first: 5) { nodes { text article { id headline } } } } } } } }`
	for name, body := range map[string]func(i int) string{
		"point/first": func(i int) string {
			return fmt.Sprintf(`{"query": "query P($id: ID!, $n: Int) { actor(id: $id) { name roles(first: $n) { totalCount } } }", "variables": {"id": "actor:john-kirby", "n": %d}}`, i%90+1)
		},
		"nested/first": func(i int) string {
			return fmt.Sprintf(`{"query": %q, "variables": {"first": 20, "n": 5}, "operationName": "Nested", "x": %d}`, nested, i)
		},
		"nested/repeat": func(int) string { return fmt.Sprintf(`{"query": %q, "variables": {"first": 20, "n": 5}}`, nested) },
	} {
		b.Run(name, func(b *testing.B) {
			if strings.HasSuffix(name, "first") {
				l.Cache = 1 // nothing fits
			}
			g := newGate(l, rates{})
			h := g.front(newHandler(opened, g))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body(i)))
				r.Header.Set("Content-Type", "application/json")
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if w.Code != http.StatusOK || strings.Contains(w.Body.String(), `"errors"`) {
					b.Fatal(w.Code, w.Body)
				}
				b.SetBytes(int64(w.Body.Len()))
			}
		})
	}
}
