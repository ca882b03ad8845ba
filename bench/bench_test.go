package main

import (
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"onrecord/graph"
)

var some10 = strings.Fields("a:0 a:1 a:2 a:3 a:4 a:5 a:6 a:7 a:8 a:9")

// What is asked is what the schema offers, with variables and with the values in their place.
func TestQueriesAreValid(t *testing.T) {
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: graph.SDL()})
	if err != nil {
		t.Fatal(err)
	}
	h := &held{statements: some10, events: some10, articles: some10, speakers: some10, gists: []string{"Words of some gist."}}
	for _, q := range queries {
		variables := q.draw(h, rand.New(rand.NewPCG(1, 1)))
		for what, document := range map[string]string{"with variables": q.document, "without": inlined(q.document, variables)} {
			if _, err := gqlparser.LoadQueryWithRules(schema, document, rules.NewDefaultRules()); err != nil {
				t.Errorf("%s %s: %v\n%s", q.name, what, err, document)
			}
		}
		if strings.Contains(inlined(q.document, variables), "$") {
			t.Errorf("%s still has a variable", q.name)
		}
	}
}

// The client finds the end of an answer whichever way it is told, and a status that is not 200 is an error.
func TestClientReadsAnswers(t *testing.T) {
	long := strings.Repeat("0123456789", 20_000)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		switch string(body) {
		case "whole":
			w.Header().Set("Content-Length", "200000")
			_, _ = io.WriteString(w, long)
		case "in pieces":
			for i := 0; i < len(long); i += 50_000 {
				_, _ = io.WriteString(w, long[i:i+50_000])
				w.(http.Flusher).Flush()
			}
		case "nothing":
		default:
			http.Error(w, "no", http.StatusTeapot)
		}
	}))
	defer server.Close()
	c, err := dial(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	ask := func(what string) (string, error) {
		body, err := c.ask([]byte("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: " + map[string]string{"whole": "5", "in pieces": "9", "nothing": "7", "bad": "3"}[what] + "\r\n\r\n" + what))
		return string(body), err
	}
	for range 2 {
		for what, want := range map[string]string{"whole": long, "in pieces": long, "nothing": ""} {
			if got, err := ask(what); err != nil || got != want {
				t.Errorf("%s: %d bytes of %d, %v", what, len(got), len(want), err)
			}
		}
	}
	if _, err := ask("bad"); err == nil || !strings.Contains(err.Error(), "418") {
		t.Errorf("an error is taken for an answer: %v", err)
	}
}

func TestMedians(t *testing.T) {
	r := &outcome{results: map[cell][]measured{{"a", "q", repeated}: {{PerSecond: 1, P50: 9}, {PerSecond: 7, P50: 2}, {PerSecond: 3, P50: 5}}}}
	if m, ok := r.median("a", "q", repeated); !ok || m.PerSecond != 3 || m.P50 != 5 {
		t.Errorf("%v, %+v", ok, m)
	}
	if _, ok := r.median("a", "q", newVariables); ok {
		t.Error("a median of nothing")
	}
}

// A server that cannot be started is told of, and what was started is ended all the same.
func TestAServerThatIsNotThere(t *testing.T) {
	s := &stage{folder: t.TempDir(), port: firstPort, running: map[string]*process{}}
	if err := s.raise(ours); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("a program that is not there is started: %v", err)
	}
	if err := s.lower(); err != nil {
		t.Error(err)
	}
}

// Every size that can be measured has a story to draw, and stories do not run into one another.
func TestAStoryIsDrawnOfAnySize(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{5, 10, 1000} {
		articles := make([]string, n)
		for i := range articles {
			articles[i] = strconv.Itoa(i)
		}
		for range 100 {
			story := oneStory(r, articles)
			first, _ := strconv.Atoi(story[0])
			if len(story) != min(n, 10) || first%10 != 0 {
				t.Fatalf("of %d articles these are a story: %v", n, story)
			}
		}
	}
}
