package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

const (
	plainJSON   = "application/json"
	graphqlJSON = "application/graphql-response+json"
	title       = `{ dataset { title } }`
)

// outcome is an answer in JSON as far as these tests look at it.
type outcome struct {
	*http.Response
	body   string
	code   string         // of the first error
	told   map[string]any // its extensions
	keys   []string       // of the answer, sorted
	errors int
}

// exchange sends a request with pairs of header names and values.
func exchange(t *testing.T, server *httptest.Server, method, target, body string, header ...string) outcome {
	t.Helper()
	r, err := http.NewRequest(method, server.URL+target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for pair := range slices.Chunk(header, 2) {
		r.Header.Add(pair[0], pair[1])
	}
	answer, read := send(t, r)
	o := outcome{Response: answer, body: read}
	if read == "" {
		return o
	}
	var members map[string]json.RawMessage
	var problems []struct{ Extensions map[string]any }
	if err := json.Unmarshal([]byte(read), &members); err != nil {
		t.Fatalf("%s %s: %v in %s", method, target, err, read)
	}
	for name := range members {
		o.keys = append(o.keys, name)
	}
	slices.Sort(o.keys)
	if list, found := members["errors"]; found {
		if err := json.Unmarshal(list, &problems); err != nil || len(problems) == 0 {
			t.Fatalf("%s %s: errors that are none: %s", method, target, read)
		}
		o.errors, o.told = len(problems), problems[0].Extensions
		for _, problem := range problems {
			if code, _ := problem.Extensions["code"].(string); code == "" {
				t.Errorf("%s %s: an error without a code: %s", method, target, read)
			}
		}
		o.code, _ = o.told["code"].(string)
	}
	return o
}

func post(t *testing.T, server *httptest.Server, body string, header ...string) outcome {
	t.Helper()
	return exchange(t, server, http.MethodPost, "/graphql", body, append([]string{"Content-Type", plainJSON}, header...)...)
}

// A body is read to the letter, or refused with the same status and code whatever JSON its asker takes.
func TestBodies(t *testing.T) {
	server := carried(t)
	for name, test := range map[string]struct{ body, code, parameter string }{
		"a query":                            {`{"query": "{ dataset { title } }"}`, "", ""},
		"all four members":                   {`{"query": "query A($n: Int) { figures(first: $n) { totalCount } } query B { dataset { title } }", "operationName": "A", "variables": {"n": 1}, "extensions": {"x": [1, {"y": null}]}}`, "", ""},
		"null for all that may be left out":  {`{"query": "{ dataset { title } }", "operationName": null, "variables": null, "extensions": null}`, "", ""},
		"an empty operationName":             {`{"query": "{ dataset { title } }", "operationName": ""}`, "", ""},
		"a member that nobody knows":         {`{"query": "{ dataset { title } }", "documentId": {"a": [1]}}`, "", ""},
		"space around it":                    {"\r\n\t {\"query\": \"{ dataset { title } }\"} \n", "", ""},
		"escapes":                            {`{"\u0071uery": "{ \u0064ataset { title } } # \ud83c\udfc3"}`, "", ""},
		"nothing":                            {"", badBody, ""},
		"only space":                         {" \n", badBody, ""},
		"no JSON":                            {"query { dataset { title } }", badBody, ""},
		"half of it":                         {`{"query": "{ dataset`, badBody, ""},
		"no end of the object":               {`{"query": "{ dataset { title } }"`, badBody, ""},
		"a comma too many":                   {`{"query": "{ dataset { title } }",}`, badBody, ""},
		"a comment":                          {`{"query": "{ dataset { title } }" /* so */}`, badBody, ""},
		"something after it":                 {`{"query": "{ dataset { title } }"} {}`, badBody, ""},
		"a bracket after it":                 {`{"query": "{ dataset { title } }"}}`, badBody, ""},
		"NUL after it":                       {"{\"query\": \"{ dataset { title } }\"}\x00", badBody, ""},
		"a byte order mark":                  {"\ufeff" + `{"query": "{ dataset { title } }"}`, badBody, ""},
		"a name twice":                       {`{"query": "{ dataset { title } }", "query": "{ broken"}`, badBody, ""},
		"a name twice, once escaped":         {`{"query": "{ dataset { title } }", "q\u0075ery": "{ broken"}`, badBody, ""},
		"a variable twice":                   {`{"query": "{ dataset { title } }", "variables": {"a": 1, "a": 2}}`, badBody, ""},
		"a name twice where nobody looks":    {`{"query": "{ dataset { title } }", "other": {"a": 1, "a": 2}}`, badBody, ""},
		"invalid UTF-8":                      {"{\"query\": \"{ dataset { title } } # \xff\"}", badBody, ""},
		"half of a surrogate pair":           {`{"query": "{ dataset { title } } # \ud800"}`, badBody, ""},
		"a list of questions":                {`[{"query": "{ dataset { title } }"}]`, badBody, ""},
		"a string":                           {`"{ dataset { title } }"`, badBody, ""},
		"null":                               {`null`, badBody, ""},
		"another case of a name":             {`{"Query": "{ dataset { title } }"}`, noQuery, "query"},
		"a slip of the pen":                  {`{"qeury": "{ dataset { title } }"}`, noQuery, "query"},
		"no query":                           {`{"variables": {}}`, noQuery, "query"},
		"null for the query":                 {`{"query": null}`, noQuery, "query"},
		"a number for the query":             {`{"query": 1}`, badBody, "query"},
		"a truth for the query":              {`{"query": true}`, badBody, "query"},
		"an object for the query":            {`{"query": {"a": 1}}`, badBody, "query"},
		"a list for the query":               {`{"query": ["{ dataset { title } }"]}`, badBody, "query"},
		"a number for operationName":         {`{"query": "{ dataset { title } }", "operationName": 1}`, badBody, "operationName"},
		"a string for variables":             {`{"query": "{ dataset { title } }", "variables": "{}"}`, badBody, "variables"},
		"a list for variables":               {`{"query": "{ dataset { title } }", "variables": []}`, badBody, "variables"},
		"a truth for extensions":             {`{"query": "{ dataset { title } }", "extensions": false}`, badBody, "extensions"},
		"variables nested beyond all reason": {`{"query": "{ dataset { title } }", "variables": ` + strings.Repeat(`{"a":`, 20000) + "1" + strings.Repeat("}", 20001), badBody, ""},
	} {
		t.Run(name, func(t *testing.T) {
			for _, accept := range []string{plainJSON, graphqlJSON} {
				got := post(t, server, test.body, "Accept", accept)
				status := http.StatusOK
				if test.code != "" {
					status = http.StatusBadRequest
				}
				if got.StatusCode != status || got.code != test.code || got.Header.Get("Content-Type") != accept {
					t.Errorf("status %d, code %q, type %s, want %d, %q, %s: %.300s", got.StatusCode, got.code, got.Header.Get("Content-Type"), status, test.code, accept, got.body)
				}
				if parameter, _ := got.told["parameter"].(string); parameter != test.parameter {
					t.Errorf("the parameter is %q, want %q: %s", parameter, test.parameter, got.body)
				}
				if slices.Contains(got.keys, "data") == (test.code != "") {
					t.Errorf("the answer has %v", got.keys)
				}
			}
		})
	}
}

// A well-formed request whose document cannot be run is 200 to one media type and 400 to the other, and has no data either way.
func TestDocumentsThatCannotBeRun(t *testing.T) {
	server := carried(t)
	for name, test := range map[string]struct{ body, code string }{
		"one that does not parse":      {`{"query": "{"}`, "GRAPHQL_PARSE_FAILED"},
		"a field that is not there":    {`{"query": "{ dataset { colour } }"}`, "GRAPHQL_VALIDATION_FAILED"},
		"@defer, which is not offered": {`{"query": "{ ... @defer { dataset { title } } }"}`, "GRAPHQL_VALIDATION_FAILED"},
		"a subscription":               {`{"query": "subscription { dataset { title } }"}`, "GRAPHQL_VALIDATION_FAILED"},
		"a variable of another type":   {`{"query": "query($f: FigureFilter) { figures(filter: $f) { totalCount } }", "variables": {"f": 5}}`, "GRAPHQL_VALIDATION_FAILED"},
		"a variable that is missing":   {`{"query": "query($id: ID!) { actor(id: $id) { name } }"}`, "GRAPHQL_VALIDATION_FAILED"},
		"an empty document":            {`{"query": ""}`, noOperation},
		"nothing but a comment":        {`{"query": "# nothing"}`, noOperation},
		"nothing but a fragment":       {`{"query": "fragment A on Actor { name }"}`, noOperation},
		"two operations":               {`{"query": "query A { dataset { title } } query B { dataset { title } }"}`, ambiguousOperation},
		"another name than it has":     {`{"query": "query A { dataset { title } }", "operationName": "B"}`, unknownOperation},
		"a name where it has none":     {`{"query": "{ dataset { title } }", "operationName": "B"}`, unknownOperation},
	} {
		t.Run(name, func(t *testing.T) {
			for accept, status := range map[string]int{plainJSON: http.StatusOK, graphqlJSON: http.StatusBadRequest} {
				got := post(t, server, test.body, "Accept", accept)
				if got.StatusCode != status || got.code != test.code || !slices.Equal(got.keys, []string{"errors", "extensions"}) {
					t.Errorf("%s: status %d, code %q, members %v, want %d and %q: %s", accept, got.StatusCode, got.code, got.keys, status, test.code, got.body)
				}
			}
		})
	}
	got := post(t, server, `{"query": "query A { dataset { title } } query B { dataset { title } }"}`)
	if operations := fmt.Sprint(got.told["operations"]); operations != "[A B]" {
		t.Errorf("the operations are %s", operations)
	}
}

// What is wrong in part of an answer leaves the rest, and 200.
func TestHalfAnAnswerIsA200(t *testing.T) {
	server := carried(t)
	for _, accept := range []string{plainJSON, graphqlJSON} {
		for query, data := range map[string]string{
			`{ nodes(ids: [\"nonsense\", \"actor:joe-biden\"]) { id } }`: `"data":{"nodes":[null,{"id":"actor:joe-biden"}]}`,
			`{ figures(first: 1000) { totalCount } }`:                    `"data":null`,
		} {
			got := post(t, server, `{"query": "`+query+`"}`, "Accept", accept)
			if got.StatusCode != http.StatusOK || got.errors != 1 || !strings.Contains(got.body, data) {
				t.Errorf("%s, %s: status %d: %s", accept, query, got.StatusCode, got.body)
			}
		}
	}
}

func TestMethods(t *testing.T) {
	server := carried(t)
	const address = "/graphql?query=%7Bdataset%7Btitle%7D%7D"
	for method, want := range map[string]int{
		http.MethodGet: 200, http.MethodHead: 200, http.MethodOptions: 204,
		http.MethodPut: 405, http.MethodPatch: 405, http.MethodDelete: 405, http.MethodTrace: 405, "PROPFIND": 405,
	} {
		got := exchange(t, server, method, address, "")
		if got.StatusCode != want {
			t.Errorf("%s: status %d, want %d", method, got.StatusCode, want)
		}
		if allow := got.Header.Get("Allow"); (want == 200) == (allow == allowed) {
			t.Errorf("%s: Allow is %q", method, allow)
		}
		if want == 405 && got.code != methodNotAllowed {
			t.Errorf("%s: %s", method, got.body)
		}
	}
	for _, accept := range []string{plainJSON, graphqlJSON} {
		for _, document := range []string{"mutation { __typename }", "mutation M { save }", "subscription { __typename }", "query Q { __typename } mutation M { save }"} {
			target := "/graphql?" + url.Values{"query": {document}, "operationName": {"M"}}.Encode()
			if !strings.Contains(document, " M ") {
				target = "/graphql?" + url.Values{"query": {document}}.Encode()
			}
			got := exchange(t, server, http.MethodGet, target, "", "Accept", accept)
			if got.StatusCode != http.StatusMethodNotAllowed || got.code != methodNotAllowed || got.Header.Get("Allow") != http.MethodPost {
				t.Errorf("%s by GET: status %d, Allow %q: %s", document, got.StatusCode, got.Header.Get("Allow"), got.body)
			}
		}
	}
	if got := exchange(t, server, http.MethodGet, "/graphql?query="+url.QueryEscape(`{ mutation }`), "", "Accept", graphqlJSON); got.code != "GRAPHQL_VALIDATION_FAILED" {
		t.Errorf("a query of a field called mutation: %s", got.body)
	}
}

func TestAddressesThatAskNothing(t *testing.T) {
	server := carried(t)
	for name, test := range map[string]struct{ query, code, parameter string }{
		"no parameters":                   {"", noQuery, "query"},
		"an empty query":                  {"query=", noQuery, "query"},
		"a slip of the pen":               {"querry={dataset{title}}", noQuery, "query"},
		"a query twice":                   {"query={dataset{title}}&query={dataset{title}}", badParameter, "query"},
		"invalid UTF-8":                   {"query={dataset{title}}%23%ff", badParameter, "query"},
		"an escape that is none":          {"query=%zz", badParameter, ""},
		"a semicolon":                     {"query={dataset{title}};x=1", badParameter, ""},
		"variables that are no JSON":      {"query={dataset{title}}&variables={", badParameter, "variables"},
		"variables that are a list":       {"query={dataset{title}}&variables=[]", badParameter, "variables"},
		"a variable twice":                {`query={dataset{title}}&variables={"a":1,"a":2}`, badParameter, "variables"},
		"extensions that are a string":    {`query={dataset{title}}&extensions="a"`, badParameter, "extensions"},
		"extensions, and something after": {`query={dataset{title}}&extensions={}{}`, badParameter, "extensions"},
	} {
		got := exchange(t, server, http.MethodGet, "/graphql?"+strings.NewReplacer("\"", "%22", "{", "%7B", "}", "%7D").Replace(test.query), "")
		parameter, _ := got.told["parameter"].(string)
		if got.StatusCode != http.StatusBadRequest || got.code != test.code || parameter != test.parameter {
			t.Errorf("%s: status %d: %s", name, got.StatusCode, got.body)
		}
	}
	for _, query := range []string{"variables=null&extensions=null", "variables=&operationName=", "utm_campaign=a&utm_campaign=b"} {
		if got := exchange(t, server, http.MethodGet, "/graphql?query=%7Bdataset%7Btitle%7D%7D&"+query, ""); got.StatusCode != http.StatusOK || got.errors > 0 {
			t.Errorf("%s: status %d: %s", query, got.StatusCode, got.body)
		}
	}
}

func TestABodyMayHaveItsLimitAndNoMore(t *testing.T) {
	server := carried(t)
	body := `{"query": "{ dataset { title } }", "extensions": {"pad": ""}}`
	padded := func(n int) string {
		return strings.Replace(body, `"pad": ""`, `"pad": "`+strings.Repeat("a", n-len(body))+`"`, 1)
	}
	if got := post(t, server, padded(defaultLimits(t).Body)); got.StatusCode != http.StatusOK {
		t.Errorf("a body of the limit: status %d: %s", got.StatusCode, got.body)
	}
	for _, reader := range []io.Reader{strings.NewReader(padded(defaultLimits(t).Body + 1)), io.MultiReader(strings.NewReader(padded(defaultLimits(t).Body + 1)))} { // with Content-Length, and without
		answer, err := http.Post(server.URL+"/graphql", plainJSON, reader)
		if err != nil {
			t.Fatal(err)
		}
		told, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusRequestEntityTooLarge || !strings.Contains(string(told), `"code":"BODY_TOO_LARGE"`) || !strings.Contains(string(told), fmt.Sprintf(`"actual":%d`, defaultLimits(t).Body+1)) {
			t.Errorf("a body over the limit: status %d: %s", answer.StatusCode, told)
		}
	}
}

// What a client wrote is not to be found in what it is told about its body.
func TestABodyIsNotEchoed(t *testing.T) {
	server := carried(t)
	for _, body := range []string{`{"password": "hunter2", "password": 1}`, `hunter2`, `{"query": "{ dataset", hunter2}`, `{"query": {"hunter2": 1}}`, `{"variables": {"hunter2": 1, "hunter2": 2}}`, "\"hunter2\xff"} {
		if got := post(t, server, body); strings.Contains(got.body, "hunter2") || strings.Contains(got.body, "password") || got.code != badBody {
			t.Errorf("%s is answered %s", body, got.body)
		}
	}
}

func TestCharactersOfHTMLAreNotEscaped(t *testing.T) {
	server := carried(t)
	got := post(t, server, `{"query": "{ node(id: \"<&>\") { id } }"}`)
	if !strings.Contains(got.body, "<&>") || strings.Contains(got.body, `\u00`) {
		t.Errorf("%s", got.body)
	}
	var b bytes.Buffer
	response := &graphql.Response{Data: []byte(`{"a":"<&>"}`), Errors: gqlerror.List{failure("X", "<&>")}, Extensions: map[string]any{"x": "<&>"}}
	if err := encode(&b, response); err != nil {
		t.Fatal(err)
	}
	if want := `{"errors":[{"message":"<&>","extensions":{"code":"X"}}],"data":{"a":"<&>"},"extensions":{"x":"<&>"}}`; b.String() != want {
		t.Errorf("%s, want %s", &b, want)
	}
	b.Reset()
	if err := encode(&b, &graphql.Response{}); err != nil || b.String() != "{}" {
		t.Errorf("an answer of nothing is %s, %v", &b, err)
	}
	if err := encode(&b, &graphql.Response{Extensions: map[string]any{"x": func() {}}}); err == nil {
		t.Error("an extension that cannot be written is no error")
	}
}

// failing stands for an executor with a fault.
type failing struct {
	graphql.GraphExecutor
	panics any
}

func (f failing) CreateOperationContext(context.Context, *graphql.RawParams) (*graphql.OperationContext, gqlerror.List) {
	panic(f.panics)
}

func (failing) DispatchError(_ context.Context, list gqlerror.List) *graphql.Response {
	return &graphql.Response{Errors: list}
}

func TestAPanicIsTold500AndNoMore(t *testing.T) {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, "/graphql?query=%7Ba%7D", nil)
	overHTTP{}.Do(w, r, failing{panics: "a secret at /a/path"})
	if want := `{"errors":[{"message":"internal error","extensions":{"code":"INTERNAL"}}]}`; w.Code != http.StatusInternalServerError || w.Body.String() != want || w.Header().Get("Content-Type") != plainJSON {
		t.Errorf("status %d, %s", w.Code, w.Body)
	}
	defer func() {
		if recover() != http.ErrAbortHandler {
			t.Error("net/http is not told to break off")
		}
	}()
	overHTTP{}.Do(httptest.NewRecorder(), r, failing{panics: http.ErrAbortHandler})
}

// Whoever meets a code finds what to do about it.
func TestEveryCodeIsDocumented(t *testing.T) {
	page := read(t, "docs/http.md")
	codes := []string{noOperation, ambiguousOperation, unknownOperation, persistedQueryNotFound, persistedQueryNotSupported}
	for code := range statuses {
		codes = append(codes, code)
	}
	for _, code := range codes {
		_, line, found := strings.Cut(page, "| `"+code+"` |")
		line, _, _ = strings.Cut(line, "\n")
		if status := statuses[code]; !found || status > 0 && !strings.Contains(line, fmt.Sprint(status)) {
			t.Errorf("docs/http.md has no line for %s with status %d", code, status)
		}
	}
}

// The directives that gqlgen brings along are in no form of the schema.
func TestDeferIsNotOffered(t *testing.T) {
	server := carried(t)
	got := post(t, server, `{"query": "{ __schema { directives { name } } }"}`)
	_, sdl := send(t, get(t, server.URL+"/schema.graphql"))
	var found struct {
		Data struct {
			Schema struct{ Directives []struct{ Name string } } `json:"__schema"`
		}
	}
	if err := json.Unmarshal([]byte(got.body), &found); err != nil {
		t.Fatal(err)
	}
	var directives []string
	for _, d := range found.Data.Schema.Directives {
		directives = append(directives, d.Name)
	}
	slices.Sort(directives)
	if want := []string{"deprecated", "include", "oneOf", "skip", "specifiedBy"}; !slices.Equal(directives, want) {
		t.Errorf("introspection shows %v, want %v", directives, want)
	}
	if strings.Contains(sdl, "@defer") || !strings.Contains(sdl, "@specifiedBy") {
		t.Error("/schema.graphql has @defer, or lacks what scalars are specified by")
	}
}

// Whatever the bytes, the reader either gives a question whose parts are valid UTF-8 and which encoding/json reads alike, or
// a refusal with a code.
func FuzzReadBody(f *testing.F) {
	for _, seed := range []string{
		`{"query": "{ dataset { title } }", "operationName": "A", "variables": {"a": [1, 2.5e3, "x", null, true, {"b": -0}]}, "extensions": {"persistedQuery": {"version": 1, "sha256Hash": "00"}}}`,
		`{"query": "a", "query": "b"}`, `[]`, `{"query": 1}`, `{} x`, "\ufeff{}", `{"a":{"b":[[[]]]}}`, "{\"query\":\"\xff\"}", `{"query":"\ud800"}`, ``,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var question graphql.RawParams
		if err := readBody(&question, bytes.NewBuffer(bytes.Clone(body))); err != nil {
			if code, _ := err.Extensions["code"].(string); statuses[code] != http.StatusBadRequest || !utf8.ValidString(err.Message) {
				t.Fatalf("refused as %v", err)
			}
			return
		}
		var again struct {
			Query, OperationName  string
			Variables, Extensions map[string]any
		}
		d := json.NewDecoder(bytes.NewReader(body))
		d.UseNumber()
		if err := d.Decode(&again); err != nil && !errors.As(err, new(*json.UnmarshalTypeError)) { // which matches "QUERY" too
			t.Fatalf("%q is taken, and is no JSON: %v", body, err)
		}
		if !utf8.ValidString(question.Query) || !utf8.ValidString(question.OperationName) {
			t.Fatalf("%q is taken", body)
		}
		written, err := json.Marshal(map[string]any{"query": question.Query, "operationName": question.OperationName, "variables": question.Variables, "extensions": question.Extensions})
		if err != nil {
			t.Fatal(err)
		}
		var second graphql.RawParams
		if err := readBody(&second, bytes.NewBuffer(written)); err != nil {
			t.Fatalf("%s, written from %q, is refused: %v", written, body, err)
		}
		if second.Query != question.Query || fmt.Sprint(second.Variables, second.Extensions) != fmt.Sprint(question.Variables, question.Extensions) {
			t.Fatalf("%q is read as %v and again as %v", body, question, second)
		}
	})
}
