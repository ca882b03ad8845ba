package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"onrecord/observe"
)

// hostile is a request that nobody well-meaning sends.
type hostile struct {
	name        string
	method      string   // POST where it is empty
	address     string   // /graphql where it is empty
	contentType string   // application/json where it is empty
	header      []string // name, value, name, value
	body        string
	codes       string // one of these is in the answer; "" where it may be answered
}

// hostileQuery is a hostile document.
func hostileQuery(name, text, codes string) hostile {
	return hostileVariables(name, text, "null", codes)
}

func hostileVariables(name, text, variables, codes string) hostile {
	quoted, _ := json.Marshal(text)
	return hostile{name: name, body: fmt.Sprintf(`{"query": %s, "variables": %s}`, quoted, variables), codes: codes}
}

func hostileRequests() []hostile {
	times := strings.Repeat
	chain := func(of string, last int) string {
		var b strings.Builder
		for i := range last {
			fmt.Fprintf(&b, " fragment f%d on Dataset {%s}", i, strings.ReplaceAll(of, "#", fmt.Sprint("f", i+1)))
		}
		return b.String()
	}
	numbered := func(n int, form string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, form, i)
		}
		return b.String()
	}
	const parse, invalid = "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"
	const variable = "query($v: Int) { figures(first: $v) { totalCount } }"
	const titled = "/graphql?query={dataset{title}}"
	const filter = "query($v: FigureFilter) { figures(filter: $v) { totalCount } }"
	return []hostile{
		// Documents that are more work than they look.
		hostileQuery("fragments that each spread the next twice", "{dataset{...f0}}"+chain("...# ...#", 49)+" fragment f49 on Dataset {title}", "TOO_MANY_FIELDS"),
		hostileQuery("fragments that each spread the next a hundred times", "{dataset{...f0}}"+chain(times("...# ", 100), 10)+" fragment f10 on Dataset {title}", "TOO_MANY_FIELDS"),
		hostileQuery("fragments in a circle", "{dataset{...f0}}"+chain("...#", 40)+" fragment f40 on Dataset {...f0}", "FRAGMENT_CYCLE"),
		hostileQuery("a fragment in itself", "{dataset{...f}} fragment f on Dataset {...f}", "FRAGMENT_CYCLE"),
		hostileQuery("a circle that nothing leads to", "{dataset{title}} fragment a on Dataset {...b} fragment b on Dataset {...a}", "FRAGMENT_CYCLE"),
		hostileQuery("a circle through fields", "{actors{nodes{...a}}} fragment a on Actor {memberOf{...a}}", "FRAGMENT_CYCLE"),
		hostileQuery("five hundred fragments", "{dataset{title}}"+numbered(500, " fragment f%d on Dataset {title}"), "TOO_MANY_FRAGMENTS"),
		hostileQuery("two fragments of one name", "{dataset{...f}} fragment f on Dataset {title} fragment f on Dataset {edition}", invalid),
		hostileQuery("a fragment that is not there", "{dataset{"+times("...nobody ", 1900)+"}}", invalid),
		hostileQuery("one field two thousand times", "{dataset{"+times("title ", 2000)+"}}", "TOO_MANY_FIELDS"),
		hostileQuery("one field nine hundred times", "{dataset{"+times("title ", 900)+"}}", "TOO_MANY_EQUAL_KEYS"),
		hostileQuery("one field with others within, many times", "{actors{"+times("nodes{name kind} ", 300)+"}}", "TOO_MANY_EQUAL_KEYS"),
		hostileQuery("one field with the same within, further down", "{"+times("actors{nodes{memberOf{name name name}}} ", 20)+"}", ""),
		hostileQuery("equal fields in many fragments", "{dataset{"+numbered(50, "...f%d ")+"}}"+numbered(50, " fragment f%d on Dataset {title title edition edition}"), "TOO_MANY_EQUAL_KEYS"),
		hostileQuery("fifty fragments held against one another", "{dataset{"+numbered(50, "...f%d ")+"}}"+numbered(50, " fragment f%d on Dataset {title edition version licence released articles actors places events statements quantities reports figures accounts roles terms}"), "TOO_MANY_EQUAL_KEYS TOO_MANY_FIELDS"),
		hostileQuery("as many fields as may be", "{actors{nodes{"+strings.Join(strings.Fields(times("...a ...b ...c ...d ", 12)), " ")+"}}}"+" fragment a on Actor {id name kind} fragment b on Actor {memberOf{id name kind}} fragment c on Actor {otherNames description} fragment d on Actor {statements{nodes{id gist}}}", ""),
		hostileQuery("fields that contradict one another", "{"+numbered(10, `a: actor(id: "actor:%d"){name} `)+"}", invalid),
		hostileQuery("a thousand aliases", "{dataset{"+numbered(1000, "a%d: title ")+"}}", "TOO_MANY_ALIASES TOO_MANY_FIELDS"),
		hostileQuery("one dear field under many aliases", "{"+numbered(20, "a%d: statements(first:100){nodes{reports(first:100){nodes{id}}}} ")+"}", "TOO_COSTLY"),
		hostileQuery("a thousand roots", "{"+times("dataset{title} ", 1000)+"}", "TOO_MANY_ROOT_FIELDS TOO_MANY_TOKENS"),
		hostileQuery("a thousand operations", numbered(1000, "query q%d{a} "), "TOO_MANY_OPERATIONS TOO_MANY_TOKENS"),
		hostileQuery("lists of lists of lists", "{actors(first:100){nodes{statements(first:100){nodes{speaker{statements(first:100){nodes{gist}}}}}}}}", "TOO_COSTLY"),
		hostileQuery("round and round", "{"+times("actors{nodes{articles{nodes{", 4)+"id"+times("}}}}", 4)+"}", "GRAPHQL_VALIDATION_FAILED TOO_DEEP"),
		hostileQuery("to the article and back", "{articles{nodes{"+times("figures(first:100){nodes{article{", 4)+"id"+times("}}}", 4)+"}}}", "TOO_COSTLY"),
		hostileQuery("a page of a billion", "{figures(first:1000000000){nodes{id}}}", "BAD_PAGE"),
		hostileQuery("the schema, again and again", "{__schema{types{fields{type{fields{type{fields{type{fields{type{name}}}}}}}}}}}", "GRAPHQL_VALIDATION_FAILED TOO_COSTLY"),
		hostileQuery("the schema, three times round", "{__schema{types{fields{args{type{name}}type{fields{args{type{name}}type{fields{args{type{name}}name}}}}}}}}", "TOO_COSTLY GRAPHQL_VALIDATION_FAILED"),
		hostileQuery("the schema under many aliases", "{"+numbered(15, "a%d:__schema{types{fields{args{type{name}}}}} ")+"}", "TOO_COSTLY"),
		hostileQuery("ofType five hundred deep", `{__type(name:"Actor"){`+times("ofType{", 500)+"name"+times("}", 502), "INTROSPECTION_TOO_DEEP"),

		// Documents that are hard to parse.
		hostileQuery("nested nine hundred deep", times("{a", 900)+times("}", 900), "TOO_DEEP"),
		hostileQuery("braces without end", times("{a", 1900), parse),
		hostileQuery("sixty thousand braces", times("{", 60_000), "TOO_MANY_TOKENS "+parse),
		hostileQuery("lists in lists", "{a(b:"+times("[", 3000)+"}", parse),
		hostileQuery("objects in objects", "{a(b:"+times("{c:", 1200)+"1"+times("}", 1200)+")}", "TOO_MANY_TOKENS "+parse),
		hostileQuery("a type of lists of lists", "query($v:"+times("[", 1500)+"Int"+times("]", 1500)+"){a}", parse),
		hostileQuery("fragments in fragments", "{dataset{"+times("...{", 950)+"title"+times("}", 952), ""),
		hostileQuery("text without end", `{a(b:"`+times("x", 60_000), parse),
		hostileQuery("a block of text without end", `{a(b:"""`+times("x\n", 30_000), parse),
		hostileQuery("a name of sixty thousand letters", "{"+times("a", 60_000)+"}", invalid),
		hostileQuery("two hundred unknown fields of many letters", "{dataset{"+numbered(200, times("z", 250)+"%d ")+"}}", invalid),
		hostileQuery("a number of sixty thousand digits", "{figures(first:"+times("9", 60_000)+"){totalCount}}", invalid),
		hostileQuery("comments and nothing else", times("#\n", 30_000), "TOO_MANY_TOKENS"),
		hostileQuery("commas and nothing else", times(",", 65_000), "NO_OPERATION"),
		hostileQuery("NUL", "{\x00}", parse),
		hostileQuery("half of a character pair", `{a(b:"\ud800")}`, ""),
		hostileQuery("no document", "", "NO_OPERATION"),
		hostileQuery("a mutation", "mutation{delete}", invalid),
		hostileQuery("a subscription", "subscription{changes}", invalid),
		hostileQuery("the text of a program", `{{constructor.constructor("return process")()}}`, parse),
		hostileQuery("a path", `{node(id:"actor:../../../../etc/passwd"){id}}`, ""),
		hostileQuery("a directive five hundred times", "{dataset{title"+times(" @skip(if:false)", 500)+"}}", ""),
		hostileQuery("eight hundred variables", "query("+numbered(700, "$v%d:Int ")+"){dataset{title}}", invalid),
		hostileQuery("text to search for that is long", `{search(query:"`+times("a OR ", 5000)+`"){totalCount}}`, ""),

		// Variables.
		hostileVariables("text for a number", variable, `{"v":"5"}`, "BAD_VARIABLE"),
		hostileVariables("a number that is too large", variable, `{"v":1e400}`, ""),
		hostileVariables("a number of a hundred thousand digits", variable, `{"v":`+times("9", 100_000)+`}`, ""),
		hostileVariables("lists in lists", filter, `{"v":`+times("[", 5000)+times("]", 5000)+`}`, "VARIABLES_TOO_DEEP"),
		hostileVariables("objects in objects", filter, `{"v":`+times(`{"a":`, 5000)+"1"+times("}", 5000)+`}`, "VARIABLES_TOO_DEEP"),
		hostileVariables("thirty thousand values", filter, `{"v":{"ids":["a"`+times(`,"a"`, 30_000)+`]}}`, "TOO_MANY_VARIABLE_VALUES"),
		hostileVariables("a field of an unknown name", filter, `{"v":{"`+times("x", 100_000)+`":1}}`, invalid+" BAD_VARIABLE"),
		hostileVariables("a name for a type's name", filter, `{"v":{"__proto__":1,"__typename":"x"}}`, invalid+" BAD_VARIABLE"),
		hostileVariables("no object", variable, `[1]`, ""),

		// Bodies that are no request.
		{name: "a body of ten megabytes", body: times("{", 10<<20), codes: "BODY_TOO_LARGE"},
		{name: "lists in lists for a body", body: times("[", 100_000)},
		{name: "objects in objects for a body", body: times(`{"query":`, 14_000)},
		{name: "half a body", body: `{"query":"{dataset{title}}`},
		{name: "bytes that are no text", body: "{\"query\":\"\xff\xfe\xfd\"}"},
		{name: "a thousand requests at once", body: "[" + times(`{"query":"{dataset{title}}"},`, 1000) + "{}]"},
		{name: "one key many times", body: `{` + times(`"query":"{a}",`, 5000) + `"query":"{a}"}`},
		{name: "null", body: "null"},
		{name: "a number", body: "1e999999"},
		{name: "XML with entities", contentType: "application/xml", body: `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`},
		{name: "a form", contentType: "application/x-www-form-urlencoded", body: "query={dataset{title}}"},
		{name: "a form with a file", contentType: "multipart/form-data; boundary=x", body: "--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{\"query\":\"{dataset{title}}\"}\r\n--x--"},
		{name: "a body of another charset", contentType: "application/json; charset=utf-7", body: `{"query":"{dataset{title}}"}`},

		// Other ways in.
		{name: "by GET, fragments in a circle", method: http.MethodGet, address: "/graphql?query=" + url.QueryEscape("{dataset{...f}} fragment f on Dataset {...f}"), codes: "FRAGMENT_CYCLE"},
		{name: "by GET, variables in variables", method: http.MethodGet, address: "/graphql?query={a}&variables=" + times("[", 8000)},
		{name: "by GET, too long", method: http.MethodGet, address: "/graphql?query=" + times("a", 9000), codes: "URL_TOO_LONG"},
		{name: "by GET, escapes that are none", method: http.MethodGet, address: "/graphql?query={dataset{title}}&x=%zz"},
		{name: "as a table, round and round", address: "/graphql?format=csv", body: `{"query":"{actors(first:100){nodes{statements(first:100){nodes{speaker{statements(first:100){nodes{gist}}}}}}}}"}`, codes: "TOO_COSTLY"},
		{name: "as a table, lists beside lists", address: "/graphql?format=csv&rows=figures", body: `{"query":"{figures(first:50){nodes{printed}} statements(first:5){nodes{gist reports(first:1){nodes{text}}}} terms(first:10){nodes{term}}}"}`},
		{name: "a saved query that is not there", method: http.MethodGet, address: "/queries/" + times("a", 5000), codes: "UNKNOWN_QUERY"},
		{name: "a saved query with a variable too many", method: http.MethodGet, address: "/queries/framing?x=" + times("a", 5000)},
		{name: "a permalink that is long", method: http.MethodGet, address: "/id/actor:" + times("a", 5000), codes: "BAD_ID"},
		{name: "a permalink upwards", method: http.MethodGet, address: "/id/..%2f..%2f..%2fetc%2fpasswd"},
		{name: "by GET, a NUL", method: http.MethodGet, address: "/graphql?query=%00", codes: parse},
		{name: "by GET, a NUL for a name", method: http.MethodGet, address: "/graphql?query={dataset{title}}&operationName=%00", codes: "UNKNOWN_OPERATION"},
		{name: "by GET, with a body", method: http.MethodGet, address: "/graphql?query={dataset{title}}", body: times("\x00", 100_000)},
		{name: "a name of an operation of a hundred thousand NULs", body: `{"query":"{dataset{title}}","operationName":"` + times(`\u0000`, 15_000) + `"}`, codes: "UNKNOWN_OPERATION"},
		{name: "a version of many letters", method: http.MethodGet, address: "/graphql?query={dataset{title}}&version=" + times("a", 8000), codes: "VERSION_NOT_SERVED"},
		{name: "a thousand parameters", method: http.MethodGet, address: "/graphql?query={dataset{title}}" + numbered(1000, "&p%d=")},
		{name: "a permalink of NULs", method: http.MethodGet, address: "/id/" + times("%00", 300), codes: "BAD_ID"},
		{name: "a saved query of NULs", method: http.MethodGet, address: "/queries/" + times("%00", 300), codes: "UNKNOWN_QUERY"},
		{name: "an address of NULs", method: http.MethodGet, address: "/" + times("%00", 300), codes: unknownAddress},
		{name: "a method of a thousand letters", method: times("A", 1000), address: "/graphql", codes: methodNotAllowed},
		{name: "another method in a header", method: http.MethodGet, address: "/graphql", header: []string{"X-HTTP-Method-Override", "DELETE"}, codes: noQuery},

		// Headers. No more than 32 KiB of them get as far as here.
		{name: "three thousand types", method: http.MethodGet, address: titled, header: []string{"Accept", times("a/b;q=0.1,", 3000)}, codes: notAcceptable},
		{name: "types without end", method: http.MethodGet, address: titled, header: []string{"Accept", times(",", 30_000)}, codes: notAcceptable},
		{name: "a type of many parameters", method: http.MethodGet, address: titled, header: []string{"Accept", "application/json" + numbered(1500, `;p%d*0*=utf-8''%%41`)}},
		{name: "a type that is quoted without end", method: http.MethodGet, address: titled, header: []string{"Accept", `application/json;a="` + times(`\"`, 15_000)}, codes: notAcceptable},
		{name: "a weight of thirty thousand digits", method: http.MethodGet, address: titled, header: []string{"Accept", "application/json;q=0." + times("9", 30_000)}},
		{name: "three thousand types of a permalink", method: http.MethodGet, address: "/id/place:al-tanf", header: []string{"Accept", times("a/b;q=0.1,", 3000)}},
		{name: "a type of many parameters of a permalink", method: http.MethodGet, address: "/id/place:al-tanf", header: []string{"Accept", "application/json" + numbered(3000, ";p%d=1")}},
		{name: "three thousand types of the saved queries", method: http.MethodGet, address: "/queries/", header: []string{"Accept", times("a/b,", 7000)}},
		{name: "codings without end", method: http.MethodGet, address: titled, header: []string{"Accept-Encoding", times("gzip;q=0,", 3500)}},
		{name: "seven thousand tags", method: http.MethodGet, address: titled, header: []string{"If-None-Match", times(`W/"a",`, 5000)}},
		{name: "a body of a type of many parameters", contentType: "application/json" + numbered(2500, ";p%d=1"), body: `{"query":"{dataset{title}}"}`},
		{name: "a body that is compressed many times", header: []string{"Content-Encoding", times("gzip,", 6000)}, body: `{"query":"{dataset{title}}"}`, codes: unsupportedMediaType},
		{name: "an id for the log of many lines", method: http.MethodGet, address: titled, header: []string{observe.RequestID, times("a ", 15_000)}},
		{name: "many who passed it on", method: http.MethodGet, address: titled, header: []string{"X-Forwarded-For", times("192.0.2.1,", 3000)}},
		{name: "a page from many origins", method: http.MethodGet, address: titled, header: []string{"Origin", times("https://elsewhere.example ", 1200)}},
		{name: "a wish for another protocol", method: http.MethodGet, address: titled, header: []string{"Connection", "Upgrade", "Upgrade", "websocket"}},
		{name: "six thousand parts of the saved queries", method: http.MethodGet, address: "/queries/", header: []string{"Range", "bytes=" + times("0-0,", 6000) + "0-0"}},
		{name: "a preflight for everything", method: http.MethodOptions, address: "/graphql", header: []string{"Origin", "https://elsewhere.example", "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", times("x-a,", 7000) + "x-a"}},
		{name: "a permalink in an unknown form", method: http.MethodGet, address: "/id/place:al-tanf?format=" + times("%22", 2000), codes: "BAD_FORMAT"},
	}
}

// What a hostile request may take, and how long its answer may be. What it takes is counted in bytes allocated until it is
// answered, all added up: time differs between machines, and these do not.
const (
	mostAllocated = 64 << 20
	mostGrowth    = 64 << 20
	longestAnswer = 64 << 10
)

// leaks finds what a fault would show of the machine: a stack, a file of the program, the folder it runs in.
var leaks = regexp.MustCompile(`goroutine \d|runtime error|panic|\.go:\d|/root|/home|/tmp|/go/pkg`)

func TestHostileRequests(t *testing.T) {
	server := carried(t)
	files, err := filepath.Glob("testdata/hostile/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("testdata/hostile has nothing: %v", err)
	}
	requests := hostileRequests()
	for _, file := range files { // as found: a body each
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		requests = append(requests, hostile{name: file, body: string(body)})
	}
	if len(requests) < 40 {
		t.Fatalf("there are only %d", len(requests))
	}
	ordinary := func() string { _, body := ask(t, server, oneOfOurs, nil); return string(body) }
	want := ordinary()
	if strings.Contains(want, "errors") {
		t.Fatal(want)
	}
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var slowest time.Duration
	var dearest uint64
	for _, r := range requests {
		begun := time.Now()
		status, body, allocated := r.send(t, server)
		for range 2 { // by the third time an answer would be sent again
			if again, same, more := r.send(t, server); again != status || same != body || more > mostAllocated {
				t.Errorf("%s: first status %d, %.200s, and then %d, %.200s, with %d bytes allocated", r.name, status, body, again, same, more)
			}
		}
		if took := time.Since(begun) / 3; took > slowest {
			slowest = took
			t.Logf("%v, the slowest so far: %s", took, r.name)
		}
		dearest = max(dearest, allocated)
		if allocated > mostAllocated {
			t.Errorf("%s: %d bytes were allocated", r.name, allocated)
		}
		if len(body) > longestAnswer {
			t.Errorf("%s: the answer has %d bytes: %.200s", r.name, len(body), body)
		}
		if leaks.MatchString(body) {
			t.Errorf("%s: the answer shows %q", r.name, leaks.FindString(body))
		}
		if status >= http.StatusInternalServerError {
			t.Errorf("%s: status %d: %.200s", r.name, status, body)
		}
		if r.codes != "" {
			named := false
			for _, code := range strings.Fields(r.codes) {
				named = named || strings.Contains(body, `"code":"`+code+`"`)
			}
			if code, _, _ := refused(t, body); !named {
				t.Errorf("%s: refused with %q, want one of %s: %.200s", r.name, code, r.codes, body)
			}
		} else if status == http.StatusNoContent && body == "" {
			continue
		} else if isTable := strings.Contains(r.address, "format=csv") && status == http.StatusOK; !isTable && !json.Valid([]byte(body)) {
			t.Errorf("%s: status %d, and the answer is no JSON: %.200s", r.name, status, body)
		}
		if got := ordinary(); got != want {
			t.Fatalf("after %s an ordinary request is answered %s", r.name, got)
		}
	}
	var after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&after)
	growth := int64(after.HeapAlloc) - int64(before.HeapAlloc)
	if growth > mostGrowth {
		t.Errorf("memory grew by %d bytes", growth)
	}
	t.Logf("%d requests; the slowest took %v, the dearest allocated %d KB; memory grew by %d KB", len(requests), slowest, dearest>>10, growth>>10)
}

// oneOfOurs is an ordinary request.
const oneOfOurs = `{ figures(first: 3) { nodes { id printed article { id } } } }`

// send gives the answer and how much was allocated for it, by the server and by what reads it here.
func (h hostile) send(t *testing.T, server *httptest.Server) (status int, body string, allocated uint64) {
	t.Helper()
	method, address, contentType := h.method, h.address, h.contentType
	if method == "" {
		method = http.MethodPost
	}
	if address == "" {
		address = "/graphql"
	}
	if contentType == "" {
		contentType = "application/json"
	}
	r, err := http.NewRequest(method, server.URL+address, strings.NewReader(h.body))
	if err != nil {
		t.Fatalf("%s: %v", h.name, err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", contentType)
	}
	for pair := range slices.Chunk(h.header, 2) {
		r.Header.Set(pair[0], pair[1])
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatalf("%s: %v", h.name, err)
	}
	defer answer.Body.Close()
	var read bytes.Buffer
	if _, err := io.Copy(&read, answer.Body); err != nil {
		t.Fatalf("%s: %v", h.name, err)
	}
	runtime.ReadMemStats(&after)
	return answer.StatusCode, read.String(), after.TotalAlloc - before.TotalAlloc
}

// Bytes that are no requests are refused by net/http, and hurt nobody.
func TestBytesThatAreNoHTTP(t *testing.T) {
	l := defaultLimits(t)
	server := httptest.NewUnstartedServer(nil)
	server.Config = newHTTPServer(l, fronted(openCarried(t), newGate(l, rates{})))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Start()
	defer server.Close()
	const question = `{"query":"{dataset{title}}"}`
	posted := func(header string) string {
		return "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + header
	}
	for name, c := range map[string]struct{ bytes, want string }{
		"no request":                     {"hello\r\n\r\n", "400"},
		"zeros":                          {strings.Repeat("\x00", 5000) + "\r\n\r\n", "400"},
		"a NUL in a header":              {"GET /graphql?query={dataset{title}} HTTP/1.1\r\nHost: x\r\nAccept: a\x00b\r\n\r\n", "400"},
		"a NUL in an address":            {"GET /graphql?query=\x00 HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
		"two hosts":                      {"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
		"no host":                        {"GET /healthz HTTP/1.1\r\n\r\n", "400"},
		"two lengths":                    {posted("Content-Length: 28\r\nContent-Length: 29\r\n\r\n") + question + " ", "400"},
		"a length that is none":          {posted("Content-Length: -1\r\n\r\n"), "400"},
		"a length without end":           {posted("Content-Length: 99999999999999999999\r\n\r\n"), "400"},
		"a length that is a lie":         {posted("Content-Length: 10000000000\r\n\r\n") + strings.Repeat("[", 200<<10), "BODY_TOO_LARGE"},
		"chunks that are none":           {posted("Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "BAD_BODY"},
		"chunks without end":             {posted("Transfer-Encoding: chunked\r\n\r\n") + strings.Repeat("1000\r\n"+strings.Repeat("[", 0x1000)+"\r\n", 40), "BODY_TOO_LARGE"},
		"a coding that nobody knows":     {posted("Transfer-Encoding: gzip\r\n\r\n"), "501"},
		"a header without end":           {"GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 60_000), "431"},
		"a protocol of the future":       {"GET /healthz HTTP/9.9\r\nHost: x\r\n\r\n", "505"},
		"a proxy's request":              {"CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: x\r\n\r\n", "404"},
		"an address of another":          {"GET http://elsewhere.example/graphql?query={dataset{title}} HTTP/1.1\r\nHost: x\r\n\r\n", "200"},
		"an ordinary one, for a control": {posted("Content-Length: 28\r\n\r\n") + question, "five articles"},
	} {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		go func() { _, _ = io.WriteString(conn, c.bytes) }() // which may not be read to its end
		first := make([]byte, 4096)
		n, err := io.ReadAtLeast(conn, first, 12)
		if got := string(first[:max(n, 0)]); err != nil || !strings.Contains(got, c.want) || leaks.MatchString(got) {
			t.Errorf("%s: want %s, %v: %.300s", name, c.want, err, got)
		}
		_ = conn.Close()
	}
	if _, body := send(t, get(t, server.URL+"/graphql?query={dataset{title}}")); !strings.Contains(body, "five articles") {
		t.Errorf("afterwards: %s", body)
	}
}
