package main

import (
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

func send(t *testing.T, r *http.Request) (*http.Response, string) {
	t.Helper()
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

func get(t *testing.T, address string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestGetAndPostAnswerAlike(t *testing.T) {
	server := carried(t)
	const query = `{ dataset { title articles } }`
	_, posted := ask(t, server, query, nil)
	_, got := send(t, get(t, server.URL+"/graphql?query="+url.QueryEscape(query)))
	if string(posted) != got {
		t.Errorf("POST answers %s and GET %s", posted, got)
	}
}

// Whoever reads an answer can tell which edition of the data gave it, also where the answer is an error.
func TestEveryAnswerNamesTheDatasetVersion(t *testing.T) {
	server := carried(t)
	for _, query := range []string{
		`{ dataset { version } }`,
		`{ actor(id: "event:flood") { name } }`,
		`{ noSuchField }`,
		`{ broken`,
	} {
		_, body := ask(t, server, query, nil)
		var answer struct {
			Extensions struct {
				Dataset struct{ Edition, Version string }
			}
		}
		if err := json.Unmarshal(body, &answer); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		if answer.Extensions.Dataset.Edition != "2026.2" || !strings.HasPrefix(answer.Extensions.Dataset.Version, "2026.2+") {
			t.Errorf("%s is answered without the dataset's version: %s", query, body)
		}
	}
}

func TestWhoHasTheAnswerIsNotSentItAgain(t *testing.T) {
	server := carried(t)
	for _, address := range []string{"/schema.graphql", "/graphql?query=" + url.QueryEscape("{ dataset { title } }")} {
		first, _ := send(t, get(t, server.URL+address))
		tag := first.Header.Get("ETag")
		if !strings.HasPrefix(tag, `W/"2026.2+`) {
			t.Fatalf("%s: ETag %q does not begin with the dataset's version", address, tag)
		}
		again := get(t, server.URL+address)
		again.Header.Set("If-None-Match", tag)
		if answer, body := send(t, again); answer.StatusCode != http.StatusNotModified || body != "" {
			t.Errorf("%s: status %d and %d bytes for who has it, want 304 and none", address, answer.StatusCode, len(body))
		}
		other := get(t, server.URL+address)
		other.Header.Set("If-None-Match", `"another"`)
		if answer, _ := send(t, other); answer.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d for who has another, want 200", address, answer.StatusCode)
		}
	}
}

func TestTheWholeSchemaIsServed(t *testing.T) {
	server := carried(t)
	answer, body := send(t, get(t, server.URL+"/schema.graphql"))
	if answer.StatusCode != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/plain") {
		t.Fatalf("status %d, type %s", answer.StatusCode, answer.Header.Get("Content-Type"))
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: body})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Article", "Actor", "Event", "Place", "Statement", "Quantity", "StatementReport", "Figure", "EventAccount", "RoleMention", "TermUse"} {
		if schema.Types[name] == nil {
			t.Errorf("the schema that is served has no type %s", name)
		}
	}
}

func TestWhatIsTooLongIsRefused(t *testing.T) {
	server := carried(t)
	answer, body := send(t, get(t, server.URL+"/graphql?query="+strings.Repeat("a", defaultLimits(t).URL)))
	if answer.StatusCode != http.StatusRequestURITooLong || !strings.Contains(body, "URL_TOO_LONG") {
		t.Errorf("a URL over the limit: status %d, %s", answer.StatusCode, body)
	}
	status, refused := ask(t, server, "{ dataset { title } } #"+strings.Repeat("a", defaultLimits(t).Body), nil)
	if status != http.StatusRequestEntityTooLarge || !strings.Contains(string(refused), "BODY_TOO_LARGE") {
		t.Errorf("a body over the limit: status %d, %s", status, refused)
	}
	if _, body := ask(t, server, "{"+strings.Repeat(" a: dataset { title } ", defaultLimits(t).Tokens/5+1)+"}", nil); !strings.Contains(string(body), "token") {
		t.Errorf("a document with too many tokens is answered: %.200s", body)
	}
}

func TestPages(t *testing.T) {
	server := carried(t)
	for address, want := range map[string]int{"/graphiql/": 200, "/healthz": 200, "/": 200, "/nowhere": 404, "/graphiql": 307} {
		if answer, body := send(t, get(t, server.URL+address)); answer.StatusCode != want {
			t.Errorf("%s: status %d, want %d; %.100s", address, answer.StatusCode, want, body)
		}
	}
}

var href = regexp.MustCompile(`href="([^"]+)"`)

// The page of a program that was built without its pages leads only to what is there.
func TestThePlainPageLeadsSomewhere(t *testing.T) {
	server := carried(t)
	page, err := os.ReadFile("web/plain.html")
	if err != nil {
		t.Fatal(err)
	}
	links := href.FindAllStringSubmatch(string(page), -1)
	if len(links) == 0 {
		t.Fatal("the page has no link")
	}
	for _, link := range links {
		answer, body := send(t, get(t, server.URL+html.UnescapeString(link[1])))
		if answer.StatusCode != http.StatusOK || strings.Contains(body, `"errors"`) {
			t.Errorf("%s: status %d, %.200s", link[1], answer.StatusCode, body)
		}
	}
}
