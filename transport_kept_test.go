package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
)

func TestIfNoneMatch(t *testing.T) {
	server := carried(t)
	for _, target := range []string{"/graphql?query=%7Bdataset%7Btitle%7D%7D", "/graphql?query=" + url.QueryEscape(every), "/graphql?format=csv&query=" + url.QueryEscape(every), "/schema.graphql", "/queries/suspect-figure", "/id/actor:joe-biden"} {
		first, _ := send(t, get(t, server.URL+target))
		tag := first.Header.Get("ETag")
		if !strings.HasPrefix(tag, `W/"`) {
			t.Errorf("%s: the tag is %s", target, tag)
		}
		bare := strings.TrimPrefix(tag, "W/")
		for header, want := range map[string]int{
			tag: 304, bare: 304, "*": 304, `"a", ` + tag: 304, `"a,b",W/"c" , ` + bare + `,"d"`: 304,
			`"a"`: 200, "": 200, strings.Trim(bare, `"`): 200, strings.Replace(tag, `W/"`, `W/"x`, 1): 200, `W/W/` + bare: 200,
		} {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				r, err := http.NewRequest(method, server.URL+target, nil)
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("If-None-Match", header)
				answer, body := send(t, r)
				if answer.StatusCode != want || answer.Header.Get("ETag") != tag || answer.Header.Get("Cache-Control") != "no-cache" || !strings.Contains(strings.Join(answer.Header.Values("Vary"), ","), "Accept-Encoding") {
					t.Errorf("%s %s, If-None-Match %s: status %d, %v", method, target, header, answer.StatusCode, answer.Header)
				}
				if want == 304 && (body != "" || answer.Header.Get("Content-Type") != "" || answer.Header.Get("Content-Length") != "") {
					t.Errorf("%s %s: 304 with %v and %d bytes", method, target, answer.Header, len(body))
				}
			}
		}
	}
	if got := post(t, server, `{"query": "{ dataset { title } }"}`, "If-None-Match", "*"); got.StatusCode != http.StatusOK || got.Header.Get("ETag") != "" {
		t.Errorf("POST: status %d, tag %s", got.StatusCode, got.Header.Get("ETag"))
	}
}

// An answer of a named version is for ever, one with errors never, nor one that is refused.
func TestWhatMayBeKeptForEver(t *testing.T) {
	server := carried(t)
	_, whole := send(t, get(t, server.URL+"/graphql?query=%7Bdataset%7Bversion%7D%7D"))
	var found struct {
		Data struct{ Dataset struct{ Version string } }
	}
	if err := json.Unmarshal([]byte(whole), &found); err != nil {
		t.Fatal(err)
	}
	version := url.QueryEscape(found.Data.Dataset.Version)
	for query, forEver := range map[string]bool{
		title: true, `{ broken`: false, `{ nodes(ids: ["nonsense"]) { id } }`: false, "": false,
	} {
		for _, accept := range []string{plainJSON, graphqlJSON} {
			got := exchange(t, server, http.MethodGet, "/graphql?version="+version+"&query="+url.QueryEscape(query), "", "Accept", accept)
			if kept := strings.Contains(got.Header.Get("Cache-Control"), "immutable"); kept != forEver {
				t.Errorf("%s: Cache-Control is %q: %s", query, got.Header.Get("Cache-Control"), got.body)
			}
		}
	}
}

func persisted(hash string) string {
	return `"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "` + hash + `"}}`
}

func hashOf(document string) string {
	sum := sha256.Sum256([]byte(document))
	return hex.EncodeToString(sum[:])
}

func TestPersistedQueries(t *testing.T) {
	server := carried(t)
	hash := hashOf(title)
	withDocument := `{"query": "` + title + `", ` + persisted(hash) + `}`
	for accept, status := range map[string]int{plainJSON: 200, graphqlJSON: 400} {
		got := post(t, server, "{"+persisted(hash)+"}", "Accept", accept)
		if got.StatusCode != status || got.code != persistedQueryNotFound || !strings.Contains(got.body, `"message":"PersistedQueryNotFound"`) || slices.Contains(got.keys, "data") {
			t.Errorf("a hash nobody knows: status %d: %s", got.StatusCode, got.body)
		}
	}
	first := post(t, server, withDocument)
	if first.StatusCode != http.StatusOK || first.errors > 0 {
		t.Fatalf("status %d: %s", first.StatusCode, first.body)
	}
	byHash := post(t, server, "{"+persisted(hash)+"}")
	byAddress := exchange(t, server, http.MethodGet, "/graphql?"+url.Values{"extensions": {strings.TrimPrefix(persisted(hash), `"extensions": `)}}.Encode(), "")
	if byHash.body != first.body || byAddress.body != first.body || byAddress.Header.Get("ETag") == "" {
		t.Errorf("%s\n%s\n%s", first.body, byHash.body, byAddress.body)
	}
	for name, test := range map[string]struct {
		body, code string
		status     int // for application/json
	}{
		"a hash of something else":     {`{"query": "{ dataset { edition } }", ` + persisted(hash) + `}`, persistedQueryMismatch, 400},
		"a hash in capitals":           {`{"query": "` + title + `", ` + persisted(strings.ToUpper(hash)) + `}`, persistedQueryMismatch, 400},
		"a hash that is too short":     {`{` + persisted("abc") + `}`, badPersistedQuery, 400},
		"something that is no object":  {`{"query": "` + title + `", "extensions": {"persistedQuery": true}}`, badPersistedQuery, 400},
		"no version":                   {`{"extensions": {"persistedQuery": {"sha256Hash": "` + hash + `"}}}`, badPersistedQuery, 400},
		"a version to come":            {`{"extensions": {"persistedQuery": {"version": 2, "sha256Hash": "` + hash + `"}}}`, persistedQueryNotSupported, 200},
		"null, and no document either": {`{"extensions": {"persistedQuery": null}}`, noQuery, 400},
	} {
		if got := post(t, server, test.body); got.code != test.code || got.StatusCode != test.status {
			t.Errorf("%s: status %d, %s", name, got.StatusCode, got.body)
		}
	}
}

// What is kept is small, and can be run.
func TestWhichDocumentsAreKept(t *testing.T) {
	server := carried(t)
	for name, test := range map[string]struct {
		document string
		kept     bool
	}{
		"of the limit":   {title + strings.Repeat("#", maxPersisted-len(title)), true},
		"over the limit": {title + strings.Repeat("#", maxPersisted-len(title)+1), false},
		"that is broken": {"{ dataset { colour } }", false},
	} {
		hash := hashOf(test.document)
		post(t, server, `{"query": "`+test.document+`", `+persisted(hash)+`}`)
		if got := post(t, server, "{"+persisted(hash)+"}"); (got.code != persistedQueryNotFound) != test.kept {
			t.Errorf("a document %s: %s", name, got.body)
		}
	}
	p := newPersistedQueries()
	for i := range 4 * maxPersistedTotal / maxPersisted {
		document := fmt.Sprintf("%0*d", maxPersisted, i)
		hash := hashOf(document)
		extensions := map[string]any{"persistedQuery": map[string]any{"version": json.Number("1"), "sha256Hash": hash}}
		if err := p.MutateOperationContext(t.Context(), &graphql.OperationContext{RawQuery: document, Extensions: extensions}); err != nil {
			t.Fatal(err)
		}
	}
	p.documents.CleanUp()
	if held := p.documents.WeightedSize(); held > maxPersistedTotal || held < maxPersistedTotal/2 {
		t.Errorf("%d bytes are kept of at most %d", held, maxPersistedTotal)
	}
}
