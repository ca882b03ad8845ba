package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"onrecord/graph"
	"onrecord/news"
	"onrecord/store"
)

// oneOfEach is an id of each kind, as the lists of the server give them.
func oneOfEach(t *testing.T, server *httptest.Server) map[news.Kind]string {
	t.Helper()
	lists := map[news.Kind]string{
		news.KindArticle: "articles", news.KindActor: "actors", news.KindEvent: "events", news.KindPlace: "places", news.KindStatement: "statements",
		news.KindQuantity: "quantities", news.KindReport: "reports", news.KindFigure: "figures", news.KindAccount: "accounts", news.KindRole: "roles", news.KindTerm: "terms",
	}
	found := map[news.Kind]string{}
	for _, kind := range news.Kinds {
		_, body := ask(t, server, "{ list: "+lists[kind]+"(first: 1) { nodes { id } } }", nil)
		var answer struct {
			Data struct {
				List struct{ Nodes []struct{ ID string } }
			}
		}
		if err := json.Unmarshal(body, &answer); err != nil || len(answer.Data.List.Nodes) == 0 {
			t.Fatalf("the dataset has no %s: %s, %v", kind, body, err)
		}
		found[kind] = answer.Data.List.Nodes[0].ID
	}
	return found
}

// wanting is a GET that asks for a type.
func wanting(t *testing.T, address, accept string) *http.Request {
	t.Helper()
	r := get(t, address)
	if accept != "" {
		r.Header.Set("Accept", accept)
	}
	return r
}

// Every record can be had in every form, and as JSON it says what /graphql says.
func TestEveryKindInEveryForm(t *testing.T) {
	server := carried(t)
	for kind, id := range oneOfEach(t, server) {
		address := server.URL + "/id/" + id
		question, err := json.Marshal(map[string]any{"query": idQueries, "operationName": kind, "variables": map[string]string{"id": id}})
		if err != nil {
			t.Fatal(err)
		}
		request, err := http.NewRequest(http.MethodPost, server.URL+"/graphql", bytes.NewReader(question))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		_, asked := send(t, request)
		var want, got struct{ Data, Record json.RawMessage }
		if err := json.Unmarshal([]byte(asked), &want); err != nil {
			t.Fatal(err)
		}
		_, body := send(t, wanting(t, address, "application/json"))
		if strings.TrimSpace(body) != string(want.Data) {
			t.Errorf("%s says %s, and /graphql %s", id, body, want.Data)
		}
		if err := json.Unmarshal([]byte(body), &got); err != nil || !strings.Contains(string(got.Record), `"id":"`+id+`"`) {
			t.Errorf("%s is answered with %.200s, %v", id, body, err)
		}
		for _, form := range recordForms {
			byFormat, first := send(t, wanting(t, address+"?format="+form.name, "text/html"))
			byAccept, second := send(t, wanting(t, address, form.mediaType))
			for _, answer := range []*http.Response{byFormat, byAccept} {
				if answer.StatusCode != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Type"), form.mediaType) {
					t.Errorf("%s as %s: status %d, type %s", id, form.name, answer.StatusCode, answer.Header.Get("Content-Type"))
				}
			}
			if first != second || first == "" {
				t.Errorf("%s as %s: ?format= gives %.100s and Accept %.100s", id, form.name, first, second)
			}
			if form.name != "json" && !strings.Contains(first, server.URL+"/id/"+id) {
				t.Errorf("%s as %s does not name its permalink: %s", id, form.name, first)
			}
		}
	}
}

func TestAcceptDecidesByItsWeights(t *testing.T) {
	server := carried(t)
	address := server.URL + "/id/" + oneOfEach(t, server)[news.KindEvent]
	for accept, want := range map[string]string{
		"":                     "application/json",
		"*/*":                  "application/json",
		"application/*":        "application/json",
		"application/ld+json":  "application/ld+json",
		"application/x-bibtex": "application/x-bibtex; charset=utf-8",
		"application/json;q=0.2, application/ld+json;q=0.9":                          "application/ld+json",
		"application/ld+json;q=0.1, application/vnd.citationstyles.csl+json":         "application/vnd.citationstyles.csl+json",
		"application/json;q=0, application/ld+json;q=0.5, */*;q=0.1":                 "application/ld+json",
		"text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8": "303",
		"text/html;q=0.5, application/json":                                          "application/json",
		"text/plain":                                                                 "text/plain; charset=utf-8",
		"image/png":                                                                  "406",
		"application/json;q=0":                                                       "406",
		"this is no header at all;;;,,":                                              "application/json",
	} {
		answer, body := send(t, wanting(t, address, accept))
		got := answer.Header.Get("Content-Type")
		if answer.StatusCode != http.StatusOK {
			got = http.StatusText(answer.StatusCode)
		}
		if n, is := map[string]int{"303": 303, "406": 406}[want]; is {
			want = http.StatusText(n)
		}
		if got != want {
			t.Errorf("Accept %q is answered as %s, want %s: %.100s", accept, got, want, body)
		}
		if !slices.Contains(answer.Header.Values("Vary"), "Accept") {
			t.Errorf("Accept %q: the answer does not say that it varies with it", accept)
		}
	}
	answer, body := send(t, wanting(t, address+"?format=xml", ""))
	if answer.StatusCode != http.StatusBadRequest || !strings.Contains(body, "BAD_FORMAT") || !strings.Contains(body, "jsonld") {
		t.Errorf("a format that is none: status %d, %s", answer.StatusCode, body)
	}
}

// A browser is sent to the record's page in the explorer.
func TestBrowsersAreSentToThePage(t *testing.T) {
	server := carried(t)
	for kind, id := range oneOfEach(t, server) {
		answer, _ := send(t, wanting(t, server.URL+"/id/"+id, "text/html"))
		to, err := answer.Location()
		if answer.StatusCode != http.StatusSeeOther || err != nil {
			t.Fatalf("%s: status %d, %v", id, answer.StatusCode, err)
		}
		if want := "/" + strings.Replace(id, ":", "/", 1); to.Path != want {
			t.Errorf("a browser that asks for %s is sent to %s, want %s", id, to.Path, want)
		}
		if page, _ := send(t, get(t, to.String())); page.StatusCode != http.StatusOK {
			t.Errorf("the explorer has no page for %s: %s answers %d", kind, to.Path, page.StatusCode)
		}
	}
}

func TestAnswersSayWhereElseTheRecordIs(t *testing.T) {
	server := carried(t)
	address := server.URL + "/id/" + oneOfEach(t, server)[news.KindFigure]
	first, _ := send(t, wanting(t, address, "application/ld+json"))
	links := strings.Join(first.Header.Values("Link"), "\n")
	for _, want := range []string{
		"<" + address + `>; rel="cite-as"`, `<https://spdx.org/licenses/CC-BY-4.0>; rel="license"`,
		"<" + address + `?format=json>; rel="alternate"; type="application/json"`, `type="application/x-bibtex"`,
	} {
		if !strings.Contains(links, want) {
			t.Errorf("no link %s in\n%s", want, links)
		}
	}
	if strings.Contains(links, "format=jsonld") {
		t.Errorf("the form that is answered is named as another:\n%s", links)
	}
	again := wanting(t, address, "application/ld+json")
	again.Header.Set("If-None-Match", first.Header.Get("ETag"))
	if answer, _ := send(t, again); answer.StatusCode != http.StatusNotModified {
		t.Errorf("status %d for who has it, want 304", answer.StatusCode)
	}
	other := wanting(t, address, "application/json")
	other.Header.Set("If-None-Match", first.Header.Get("ETag"))
	if answer, _ := send(t, other); answer.StatusCode != http.StatusOK {
		t.Errorf("status %d for who has another form, want 200", answer.StatusCode)
	}
	head := wanting(t, address, "application/ld+json")
	head.Method = http.MethodHead
	if answer, body := send(t, head); answer.StatusCode != http.StatusOK || body != "" || answer.Header.Get("ETag") != first.Header.Get("ETag") || answer.Header.Get("Content-Type") != "application/ld+json" {
		t.Errorf("HEAD: status %d, %d bytes, %v; GET has %v", answer.StatusCode, len(body), answer.Header, first.Header)
	}
}

// harbour serves a made-up dataset in which one event was merged into another, one was withdrawn, and a figure is gone.
func harbour(t testing.TB, public string) *httptest.Server {
	t.Helper()
	ds := &news.Dataset{Title: "Made up", Edition: "1", Released: "2031-06-01", Licence: "LicenseRef-Ours", Events: []*news.Event{
		{ID: "event:harbour-fire-2031", Label: "Fire", FormerIDs: []news.EventID{"event:quay-fire"}, Date: news.UncertainDate{Basis: news.UnknownBasis}},
		{ID: "event:strike-2031", Label: "Strike", Date: news.UncertainDate{Basis: news.UnknownBasis}},
	}}
	before := &news.Release{Version: "0+0123456789ab", Released: "2031-05-01"}
	ds.Releases = []*news.Release{before}
	ds.Withdrawn = []*news.Withdrawal{{ID: "event:flood-2031", On: "2031-05-20", Why: "It was the fire."}}
	ds.Changes = []*news.Change{
		{Since: before.Version, Record: "event:flood-2031", Kind: news.Withdrawn, Why: "It was the fire."},
		{Since: before.Version, Record: "event:quay-fire", Kind: news.Merged, Into: "event:harbour-fire-2031"},
		{Since: before.Version, Record: "figure:0123456789abcdef", Kind: news.Removed},
	}
	news.Derive(ds)
	path := filepath.Join(t.TempDir(), "harbour.db")
	if err := store.Write(path, ds, nil); err != nil {
		t.Fatal(err)
	}
	opened, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(published(public, newHandler(opened, newGate(defaultLimits(t), rates{}))))
	t.Cleanup(func() { server.Close(); _ = opened.Close() })
	return server
}

func TestIDsThatLeadElsewhereOrNowhere(t *testing.T) {
	server := harbour(t, "")
	for path, want := range map[string]struct {
		status int
		says   string
	}{
		"event:quay-fire?format=jsonld&x=1":  {301, "/id/event:harbour-fire-2031?format=jsonld&x=1"},
		"event:quay-fire":                    {301, "/id/event:harbour-fire-2031"},
		"event:harbor-fire-2031":             {404, `"suggestion":"event:harbour-fire-2031"`},
		"event:quay-fier":                    {404, `"suggestion":"event:quay-fire"`},
		"actor:strike-2031":                  {404, `"suggestion":"event:strike-2031"`},
		"event:nothing-of-the-sort":          {404, "NOT_FOUND"},
		"actor:x":                            {404, "NOT_FOUND"},
		"event:flood-2031":                   {410, `withdrawn on 2031-05-20: It was the fire.`},
		"figure:0123456789abcdef":            {410, `was in 0+0123456789ab and is gone`},
		"figure:0123456789abcdee":            {404, "NOT_FOUND"},
		"event:" + strings.Repeat("a", 900):  {404, "NOT_FOUND"},
		"event:" + strings.Repeat("a", 1000): {400, `"limit":1000`},
		"harbour-fire-2031":                  {400, "BAD_ID"},
		"ship:harbour":                       {400, "BAD_ID"},
		"event:":                             {400, "BAD_ID"},
		"":                                   {400, "BAD_ID"},
		"event:a/b":                          {404, "NOT_FOUND"},
		"%00%ff":                             {400, "BAD_ID"},
	} {
		answer, body := send(t, wanting(t, server.URL+"/id/"+path, "text/html"))
		if answer.StatusCode != want.status || !strings.Contains(body+answer.Header.Get("Location"), want.says) {
			t.Errorf("%.60s: status %d, to %q, %.300s; want %d with %q", path, answer.StatusCode, answer.Header.Get("Location"), body, want.status, want.says)
		}
		if want.status >= 400 && (answer.Header.Get("Content-Type") != "application/json" || !json.Valid([]byte(body))) {
			t.Errorf("%.60s is refused as %s: %.100s", path, answer.Header.Get("Content-Type"), body)
		}
	}
	if _, body := send(t, get(t, server.URL+"/id/event:nothing-of-the-sort")); strings.Contains(body, "suggestion") {
		t.Errorf("something is suggested where nothing is near: %s", body)
	}
	first, _ := send(t, get(t, server.URL+"/id/event:strike-2031"))
	if links := strings.Join(first.Header.Values("Link"), " "); strings.Contains(links, "license") {
		t.Errorf("a licence of one's own is linked to: %s", links)
	}
}

// Whatever is asked, there is one answer, of a few kinds, and where it is a refusal it is one that a program can read.
func FuzzPermalinks(f *testing.F) {
	f.Add("event:strike-2031", "application/ld+json", "")
	f.Add("event:quay-fire", "text/html,*/*;q=0.1", "")
	f.Add("event:strik", "", "bibtex")
	f.Add("\x00\xff:/..", "a/b;q=9", "\n")
	server := harbour(f, "")
	f.Fuzz(func(t *testing.T, id, accept, format string) {
		address := "/id/" + url.PathEscape(id)
		if format != "" {
			address += "?format=" + url.QueryEscape(format)
		}
		r := httptest.NewRequest(http.MethodGet, address, nil)
		r.Header.Set("Accept", accept)
		answer := httptest.NewRecorder()
		server.Config.Handler.ServeHTTP(answer, r)
		switch answer.Code {
		case http.StatusOK, http.StatusSeeOther, http.StatusMovedPermanently, http.StatusTemporaryRedirect:
		case http.StatusBadRequest, http.StatusNotFound, http.StatusNotAcceptable, http.StatusRequestURITooLong:
			var refused struct {
				Errors []struct{ Extensions struct{ Code string } }
			}
			if err := json.Unmarshal(answer.Body.Bytes(), &refused); err != nil || len(refused.Errors) != 1 || refused.Errors[0].Extensions.Code == "" {
				t.Errorf("%q, %q, %q: status %d, %.200s", id, accept, format, answer.Code, answer.Body)
			}
		default:
			t.Errorf("%q, %q, %q: status %d", id, accept, format, answer.Code)
		}
	})
}

// Behind a proxy the server does not see its own address; then it is told.
func TestPermalinksBeginWithThePublicAddress(t *testing.T) {
	server := harbour(t, "https://news.example/archive")
	for _, form := range []string{"jsonld", "text", "bibtex", "csl"} {
		answer, body := send(t, get(t, server.URL+"/id/event:strike-2031?format="+form))
		if !strings.Contains(body, "https://news.example/archive/id/event:strike-2031") || strings.Contains(body, server.URL) {
			t.Errorf("%s: %s", form, body)
		}
		if links := strings.Join(answer.Header.Values("Link"), " "); strings.Contains(links, server.URL) {
			t.Errorf("%s links to the inner address: %s", form, links)
		}
	}
}

func TestAPublicAddressIsAnAddress(t *testing.T) {
	for given, want := range map[string]string{"https://news.example/": "https://news.example", "http://a.example:81/x/": "http://a.example:81/x", "news.example": "", "ftp://a.example": "", "https://": "", "https://a.example?x": ""} {
		var a webAddress
		if err := a.UnmarshalText([]byte(given)); string(a) != want || (err == nil) != (want != "") {
			t.Errorf("%q is read as %q, %v; want %q", given, a, err, want)
		}
	}
}

// A field that is added to a noun is in its permalink too: each operation has every field of its type that takes no argument,
// and so has every object in it that is no record of its own.
func TestPermalinksHaveEveryFieldOfTheirRecord(t *testing.T) {
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: graph.SDL()})
	if err != nil {
		t.Fatal(err)
	}
	document, errs := gqlparser.LoadQueryWithRules(schema, idQueries, rules.NewDefaultRules())
	if errs != nil {
		t.Fatal(errs)
	}
	if len(document.Operations) != len(news.Kinds) {
		t.Errorf("id.graphql has %d operations for %d kinds", len(document.Operations), len(news.Kinds))
	}
	var whole func(path string, def *ast.Definition, set ast.SelectionSet, records int)
	whole = func(path string, def *ast.Definition, set ast.SelectionSet, records int) {
		isRecord := def.Kind == ast.Object && len(def.Interfaces) > 0
		if isRecord {
			records++
		}
		if def.Kind != ast.Object || records > 1 {
			return
		}
		asked := map[string]*ast.Field{}
		var gather func(ast.SelectionSet)
		gather = func(set ast.SelectionSet) {
			for _, s := range set {
				switch s := s.(type) {
				case *ast.Field:
					asked[s.Name] = s
				case *ast.FragmentSpread:
					gather(s.Definition.SelectionSet)
				}
			}
		}
		gather(set)
		for _, field := range def.Fields {
			if len(field.Arguments) > 0 || strings.HasPrefix(field.Name, "__") {
				continue
			}
			if asked[field.Name] == nil {
				t.Errorf("%s.%s is not in id.graphql", path, field.Name)
				continue
			}
			whole(path+"."+field.Name, schema.Types[field.Type.Name()], asked[field.Name].SelectionSet, records)
		}
	}
	for _, operation := range document.Operations {
		field := operation.SelectionSet[0].(*ast.Field)
		whole(operation.Name, schema.Types[field.Definition.Type.Name()], field.SelectionSet, 0)
	}
}
