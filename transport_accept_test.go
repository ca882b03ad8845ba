package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestMediaTypesOfAPost(t *testing.T) {
	server := carried(t)
	for _, test := range []struct {
		header []string
		taken  bool
	}{
		{[]string{"Content-Type", "application/json"}, true},
		{[]string{"Content-Type", "Application/JSON"}, true},
		{[]string{"Content-Type", "application/json; charset=utf-8"}, true},
		{[]string{"Content-Type", `application/json;charset="UTF-8"`}, true},
		{[]string{"Content-Type", "application/json; charset=utf8"}, true},
		{[]string{"Content-Type", "application/json", "Content-Encoding", "identity"}, true},
		{[]string{"Content-Type", "application/json; charset=utf-16"}, false},
		{[]string{"Content-Type", "application/json; charset=iso-8859-1"}, false},
		{[]string{"Content-Type", "application/json", "Content-Encoding", "gzip"}, false},
		{[]string{"Content-Type", "application/json", "Content-Type", "text/plain"}, false},
		{[]string{"Content-Type", "text/plain"}, false},
		{[]string{"Content-Type", "application/graphql"}, false},
		{[]string{"Content-Type", "application/x-www-form-urlencoded"}, false},
		{[]string{"Content-Type", "multipart/form-data; boundary=x"}, false},
		{[]string{"Content-Type", "application/jsonp"}, false},
		{[]string{"Content-Type", "json"}, false},
		{[]string{"Content-Type", ";"}, false},
		{nil, false},
	} {
		got := exchange(t, server, http.MethodPost, "/graphql", `{"query": "{ dataset { title } }"}`, test.header...)
		switch {
		case test.taken && got.StatusCode != http.StatusOK:
			t.Errorf("%v: status %d: %s", test.header, got.StatusCode, got.body)
		case !test.taken && (got.StatusCode != http.StatusUnsupportedMediaType || got.code != unsupportedMediaType || got.Header.Get("Accept") != plainJSON):
			t.Errorf("%v: status %d, code %q, Accept %q: %s", test.header, got.StatusCode, got.code, got.Header.Get("Accept"), got.body)
		}
	}
}

// The weight decides, then how exactly a type is named, then which is named first.
func TestWhichTypeAcceptAsksFor(t *testing.T) {
	for header, want := range map[string]form{
		"":                                  asJSON,
		"*/*":                               asJSON,
		"application/*":                     asJSON,
		"application/json":                  asJSON,
		"application/graphql-response+json": asGraphQL,
		"Application/GraphQL-Response+JSON": asGraphQL,
		"application/json; charset=utf-8":   asJSON,
		`application/json;charset="UTF-8"`:  asJSON,
		"application/json; charset=utf-16":  "",
		"application/json;odata=verbose":    asJSON,
		"application/json;q=0":              "",
		"application/json;q=0, */*":         asGraphQL,
		"application/json;q=0, */*;q=0":     "",
		"*/*, application/json;q=0.1":       asGraphQL,
		"application/json;q=0.001":          asJSON,
		"application/json;q=2":              "",
		"application/json;q=-1":             "",
		"application/json;q=NaN":            "",
		"application/graphql-response+json, application/json":                                                               asGraphQL,
		"application/json, application/graphql-response+json":                                                               asJSON,
		"application/graphql-response+json;q=0.8, application/json;q=0.9":                                                   asJSON,
		"application/graphql-response+json,application/json;q=0.9":                                                          asGraphQL, // Apollo Client
		"application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed": asGraphQL, // urql
		"application/json, text/plain, */*":                                                                                 asJSON,    // axios
		"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8":                                                   asJSON,    // browsers
		"text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2":                                                              asJSON,    // Java
		"text/csv":                 asCSV,
		"text/*":                   asCSV,
		"text/csv;header=absent":   "",
		"text/csv;header=present":  asCSV,
		"text/csv, */*":            asCSV,
		"*/*, text/csv":            asCSV,
		"application/x-ndjson":     asNDJSON,
		"text/event-stream":        "",
		"text/html":                "",
		"/":                        "",
		",,,":                      "",
		"application/json,;;;,":    asJSON,
		"text/html;q=\"a,b\", */*": asJSON,
	} {
		got, ok := accepted([]string{header})
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("Accept %q asks for %q, want %q", header, got, want)
		}
	}
	if got, ok := accepted([]string{"text/html", "application/graphql-response+json"}); !ok || got != asGraphQL {
		t.Errorf("of two Accept headers the second is not read: %q", got)
	}
	if got, ok := accepted(nil); !ok || got != asJSON {
		t.Errorf("no Accept header asks for %q", got)
	}
}

func TestWhatNobodyCanGiveIsA406(t *testing.T) {
	server := carried(t)
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		got := exchange(t, server, method, "/graphql?query="+url.QueryEscape(title), `{"query": "{ dataset { title } }"}`, "Content-Type", plainJSON, "Accept", "text/html, image/*")
		choices := fmt.Sprint(got.told["choices"])
		if got.StatusCode != http.StatusNotAcceptable || got.code != notAcceptable || !strings.Contains(choices, plainJSON) || !strings.Contains(choices, graphqlJSON) || !strings.Contains(choices, "text/csv") {
			t.Errorf("%s: status %d: %s", method, got.StatusCode, got.body)
		}
	}
}

// Compressed or not, an answer is the same bytes under the same tag, and a cache is told what it hangs on.
func TestCompression(t *testing.T) {
	server := carried(t)
	long := "/graphql?query=" + url.QueryEscape(every)
	plain := exchange(t, server, http.MethodGet, long, "", "Accept-Encoding", "identity")
	if plain.Header.Get("Content-Encoding") != "" || len(plain.body) < 4000 || plain.ContentLength != int64(len(plain.body)) {
		t.Fatalf("%d bytes in %q", len(plain.body), plain.Header.Get("Content-Encoding"))
	}
	for accept, want := range map[string]string{"gzip": "gzip", "br, gzip;q=0.5": "gzip", "zstd": "zstd", "gzip;q=0": "", "br": ""} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			r, err := http.NewRequest(method, server.URL+long, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Accept-Encoding", accept)
			answer, body := send(t, r)
			if got := answer.Header.Get("Content-Encoding"); got != want || answer.Header.Get("ETag") != plain.Header.Get("ETag") {
				t.Errorf("%s, Accept-Encoding %q: %q, tag %s", method, accept, got, answer.Header.Get("ETag"))
			}
			vary := strings.Join(answer.Header.Values("Vary"), ", ")
			for _, on := range []string{"Accept-Encoding", "Accept", "Origin"} {
				if !slices.Contains(strings.Split(vary, ", "), on) {
					t.Errorf("%s, Accept-Encoding %q: Vary is %q", method, accept, vary)
				}
			}
			if method == http.MethodHead || want != "gzip" {
				continue
			}
			unzipped, err := gzip.NewReader(strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			if whole, err := io.ReadAll(unzipped); err != nil || string(whole) != plain.body || len(body) > len(whole)/2 {
				t.Errorf("%d bytes from %d: %v", len(whole), len(body), err)
			}
		}
	}
	if short := exchange(t, server, http.MethodGet, "/graphql?query=%7Bdataset%7Btitle%7D%7D", "", "Accept-Encoding", "gzip"); short.Header.Get("Content-Encoding") != "" {
		t.Errorf("%d bytes are compressed", len(short.body))
	}
}
