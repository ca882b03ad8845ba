package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"golang.org/x/tools/txtar"

	"onrecord/graph"
	"onrecord/store"
)

var update = flag.Bool("update", false, "write the answers into testdata/*.txtar instead of comparing them")

// Each file of testdata is a sentence saying what it shows, a query, its variables where it has any, and the answer.
func TestGoldens(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("testdata has no *.txtar")
	}
	ask := server(open(t))
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { golden(t, file, ask) })
	}
}

func golden(t *testing.T, file string, ask func(*testing.T, string, json.RawMessage) []byte) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if sentence := strings.TrimSpace(string(archive.Comment)); !strings.HasSuffix(sentence, ".") {
		t.Errorf("the file opens with %q, and a sentence was expected that says what it shows", sentence)
	}
	var query string
	var variables json.RawMessage
	var want []byte
	kept := archive.Files[:0:0]
	for _, f := range archive.Files {
		switch f.Name {
		case "query.graphql":
			query = string(f.Data)
		case "variables.json":
			variables = f.Data
		case "answer.json":
			want = f.Data
			continue
		default:
			t.Fatalf("%s is none of query.graphql, variables.json and answer.json", f.Name)
		}
		kept = append(kept, f)
	}
	got := ask(t, query, variables)
	if *update {
		archive.Files = append(kept, txtar.File{Name: "answer.json", Data: got})
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("the answer differs (-want +got):\n%s", diff)
	}
}

// server answers as the HTTP server does, without HTTP, and lays the answer out for reading.
func server(s *store.Store) func(*testing.T, string, json.RawMessage) []byte {
	e := executor.New(graph.NewSchema(s))
	e.Use(introspection{})
	e.SetErrorPresenter(graph.ErrorPresenter)
	return func(t *testing.T, query string, variables json.RawMessage) []byte {
		t.Helper()
		ctx := graphql.StartOperationTrace(t.Context())
		request := &graphql.RawParams{Query: query}
		if variables != nil {
			d := json.NewDecoder(bytes.NewReader(variables))
			d.UseNumber()
			if err := d.Decode(&request.Variables); err != nil {
				t.Fatal(err)
			}
		}
		var response *graphql.Response
		if operation, refused := e.CreateOperationContext(ctx, request); refused != nil {
			response = e.DispatchError(graphql.WithOperationContext(ctx, operation), refused)
		} else {
			answers, ctx := e.DispatchOperation(ctx, operation)
			response = answers(ctx)
		}
		var answer bytes.Buffer
		encoder := json.NewEncoder(&answer)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(response); err != nil {
			t.Fatal(err)
		}
		return versionHash.ReplaceAll(answer.Bytes(), []byte("${1}…"))
	}
}

// versionHash is the part of the dataset's version that changes with every record; goldens leave it out.
var versionHash = regexp.MustCompile(`(2031\.1\+)[0-9a-f]{12}`)

// introspection lets the schema be asked about itself, which an executor does not by default.
type introspection struct{}

func (introspection) ExtensionName() string                   { return "introspection" }
func (introspection) Validate(graphql.ExecutableSchema) error { return nil }
func (introspection) MutateOperationContext(_ context.Context, o *graphql.OperationContext) *gqlerror.Error {
	o.DisableIntrospection = false
	return nil
}
