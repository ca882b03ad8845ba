package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator/rules"

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

// Documents are held to the rules that gqlgen's executor holds them to: each rule refuses a document of its own there, and here. One that
// comes or goes with another version of the library wants a word in this list.
func TestDocumentsAreHeldToGqlgensRules(t *testing.T) {
	against := map[string]string{
		"FieldsOnCorrectType":          `{ dataset { titel } }`,
		"FragmentsOnCompositeTypes":    `{ dataset { title ... on String { title } } }`,
		"KnownArgumentNames":           `{ actor(id: "actor:a", name: "b") { name } }`,
		"KnownDirectives":              `{ dataset @perhaps { title } }`,
		"KnownFragmentNames":           `{ dataset { ...Nowhere } }`,
		"KnownRootType":                `mutation { dataset { title } }`,
		"KnownTypeNames":               `query ($a: Nothing) { dataset { title } }`,
		"LoneAnonymousOperation":       `{ dataset { title } } { dataset { title } }`,
		"MaxIntrospectionDepth":        `{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`,
		"NoFragmentCycles":             `{ dataset { ...A } } fragment A on Dataset { title ...A }`,
		"NoUndefinedVariables":         `query Q { actor(id: $id) { name } }`,
		"NoUnusedFragments":            `{ dataset { title } } fragment A on Dataset { title }`,
		"NoUnusedVariables":            `query ($id: ID!) { dataset { title } }`,
		"OverlappingFieldsCanBeMerged": `{ dataset { title title: edition } }`,
		"PossibleFragmentSpreads":      `{ dataset { ... on Actor { name } } }`,
		"ProvidedRequiredArguments":    `{ actor { name } }`,
		"ScalarLeafs":                  `{ dataset }`,
		"SingleFieldSubscriptions":     ``, // there are no subscriptions
		"UniqueArgumentNames":          `{ actor(id: "actor:a", id: "actor:b") { name } }`,
		"UniqueDirectivesPerLocation":  `{ dataset @skip(if: false) @skip(if: false) { title } }`,
		"UniqueFragmentNames":          `{ dataset { ...A } } fragment A on Dataset { title } fragment A on Dataset { title }`,
		"UniqueInputFieldNames":        `{ actors(filter: {ids: [], ids: []}) { totalCount } }`,
		"UniqueOperationNames":         `query A { dataset { title } } query A { dataset { title } }`,
		"UniqueVariableNames":          `query ($id: ID!, $id: ID!) { actor(id: $id) { name } }`,
		"ValuesOfCorrectType":          `{ actors(first: "many") { totalCount } }`,
		"VariablesAreInputTypes":       `query ($a: Actor) { dataset @skip(if: $a) { title } }`,
		"VariablesInAllowedPosition":   `query ($id: Int) { actor(id: $id) { name } }`,
	}
	if len(rulesOfDocuments) != len(against) {
		t.Errorf("documents are held to %d rules, and %d are known here", len(rulesOfDocuments), len(against))
	}
	schema := graph.NewSchema(nil)
	kept, alone := newDocuments(schema.Schema()), executor.New(schema)
	for rule := range rules.NewDefaultRules().GetInner() {
		document, known := against[rule]
		switch {
		case !known:
			t.Errorf("gqlparser has the rule %s, which no document here is against", rule)
			continue
		case document == "" && schema.Schema().Subscription == nil:
			continue
		}
		_, refused := alone.CreateOperationContext(graphql.StartOperationTrace(t.Context()), &graphql.RawParams{Query: document})
		if !slices.ContainsFunc(refused, func(e *gqlerror.Error) bool { return e.Rule == rule }) {
			t.Errorf("gqlgen says %v of %s, which is against %s", refused, document, rule)
		}
		parsed, err := parser.ParseQuery(&ast.Source{Input: document})
		if err != nil {
			t.Fatal(err)
		}
		if kept.fits(parsed) {
			t.Errorf("%s fits, and is against %s", document, rule)
		}
	}
}
