package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"

	"onrecord/graph"
	"onrecord/guard"
)

func TestShortDocumentsAreKept(t *testing.T) {
	d, doc := newDocuments(graph.NewSchema(nil).Schema()), &ast.QueryDocument{}
	short, long := "{ a }", "{ "+strings.Repeat("a ", keptDocument/2)+"}"
	d.Add(t.Context(), short, doc)
	d.Add(t.Context(), long, doc)
	if kept, ok := d.Get(t.Context(), short); !ok || kept != doc {
		t.Error("a short document is not kept")
	}
	if _, ok := d.Get(t.Context(), long); ok {
		t.Error("a long document is kept")
	}
}

// A document that the guard has parsed is not parsed again, and what is wrong with one is told as it is without that.
func TestWhatTheGuardParsedIsNotParsedAgain(t *testing.T) {
	l := defaultLimits(t)
	l.Tokens, l.RootFields = 40, 40
	schema := graph.NewSchema(nil)
	handing, alone := executor.New(schema), executor.New(schema)
	kept := newDocuments(schema.Schema())
	handing.SetQueryCache(kept)
	for _, e := range []*executor.Executor{handing, alone} {
		e.SetParserTokenLimit(l.Tokens)
		e.Use(guard.New(l.Limits, graph.Sizes, graph.Pages))
	}
	for document, fits := range map[string]bool{
		"{ dataset { title } }": true,
		"query Q($id: ID!) { actor(id: $id) { ...Names } } fragment Names on Actor { name }": true,
		"{ dataset { titel } }":                   false,
		"{ dataset }":                             false,
		"{ actor { name } }":                      false,
		"query Q($id: ID!) { dataset { title } }": false,
		"fragment Names on Actor { name }":        false,
		"{ dataset { title }":                     false,
		"":                                        false,
		"# nothing":                               false,
		"{ dataset { title } } { dataset { title } }": false,
		"{" + strings.Repeat(" __typename", 37) + "}": true,
		"{" + strings.Repeat(" __typename", 38) + "}": true, // as many tokens as may be
		"{" + strings.Repeat(" __typename", 39) + "}": false,
	} {
		ask := func(e *executor.Executor) string {
			_, refused := e.CreateOperationContext(graphql.StartOperationTrace(t.Context()), &graphql.RawParams{Query: document, Variables: map[string]any{"id": "actor:a"}})
			told, err := json.Marshal(refused)
			if err != nil {
				t.Fatal(err)
			}
			return string(told)
		}
		for range 2 {
			if got, want := ask(handing), ask(alone); got != want || (want == "null") != fits {
				t.Errorf("%.60s is told\n%s\nand without a memory\n%s", document, got, want)
			}
		}
		if _, ok := kept.LRU.Get(t.Context(), document); ok != fits {
			t.Errorf("%.60s is kept: %t", document, ok)
		}
	}
}
