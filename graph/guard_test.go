package graph_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/alecthomas/kong"
	"golang.org/x/tools/txtar"

	"onrecord/graph"
	"onrecord/guard"
)

// guarded tells the code with which a request is refused under the limits of a server that was told nothing else, and its
// cost where it is let through.
func guarded(t *testing.T, query string, variables json.RawMessage) (code string, cost int) {
	t.Helper()
	var l guard.Limits
	tags, err := kong.New(&l)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tags.Parse(nil); err != nil {
		t.Fatal(err)
	}
	e := executor.New(graph.NewSchema(nil)) // nothing is read from it
	e.Use(guard.New(l, graph.Sizes, graph.Pages))
	request := &graphql.RawParams{Query: query}
	if variables != nil {
		d := json.NewDecoder(bytes.NewReader(variables))
		d.UseNumber()
		if err := d.Decode(&request.Variables); err != nil {
			t.Fatal(err)
		}
	}
	operation, refused := e.CreateOperationContext(graphql.StartOperationTrace(t.Context()), request)
	if refused != nil {
		code, _ = refused[0].Extensions["code"].(string)
	}
	return code, guard.Cost(operation)
}

// What the goldens ask is what people ask: none of it is too much.
func TestGoldensAreWithinTheLimits(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("testdata has no *.txtar: %v", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var query string
		var variables json.RawMessage
		for _, f := range archive.Files {
			switch f.Name {
			case "query.graphql":
				query = string(f.Data)
			case "variables.json":
				variables = f.Data
			}
		}
		if code, cost := guarded(t, query, variables); slices.Contains(guard.Refused, guard.Code(code)) {
			t.Errorf("%s is refused with %s, at a cost of %d", file, code, cost)
		}
	}
}

// The playground asks for the whole schema, and so does every tool that generates code from it.
func TestTheSchemaCanBeAskedForWhole(t *testing.T) {
	const nine = 9 // as deep as graphql-js asks for the type within a type
	query := `query { __schema { description queryType { name kind } mutationType { name kind } subscriptionType { name kind }
		types { ...whole } directives { name description isRepeatable locations args(includeDeprecated: true) { ...input } } } }
	fragment whole on __Type { kind name description specifiedByURL isOneOf
		fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...input } type { ...reference } isDeprecated deprecationReason }
		inputFields(includeDeprecated: true) { ...input } interfaces { ...reference }
		enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...reference } }
	fragment input on __InputValue { name description type { ...reference } defaultValue isDeprecated deprecationReason }
	fragment reference on __Type { kind name ` + strings.Repeat("ofType { kind name ", nine) + strings.Repeat("}", nine+1)
	code, cost := guarded(t, query, nil)
	if code != "" || cost < 1000 {
		t.Errorf("refused with %q, at a cost of %d", code, cost)
	}
	t.Logf("it costs %d", cost)
}
