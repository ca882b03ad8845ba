package table_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"golang.org/x/tools/txtar"

	"onrecord/table"
)

var update = flag.Bool("update", false, "write the tables into testdata/*.txtar instead of comparing them")

// coast is the invented schema that every test here asks.
func coast(t interface{ Fatal(...any) }) *ast.Schema {
	sdl, err := os.ReadFile("testdata/schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphqls", Input: string(sdl)})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// lay lays out the answers to the one operation of a query.
func lay(t interface{ Fatal(...any) }, schema *ast.Schema, query, variables, rows string) (*table.Table, error) {
	document, faults := gqlparser.LoadQueryWithRules(schema, query, nil)
	if faults != nil {
		t.Fatal(query, faults)
	}
	var raw map[string]any
	if variables != "" {
		if err := json.Unmarshal([]byte(variables), &raw); err != nil {
			t.Fatal(err)
		}
	}
	values, err := validator.VariableValues(schema, document.Operations[0], raw)
	if err != nil {
		t.Fatal(err)
	}
	return table.New(schema, document.Operations[0], values, rows)
}

// Each golden is a rule: a sentence, a query, what rows says, the data of the answer, and the table or the error. Line ends
// are shown as LF; that they are CR LF is another test's matter.
func TestGoldens(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	if len(files) == 0 {
		t.Fatal("testdata has no *.txtar")
	}
	schema := coast(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { golden(t, schema, file) })
	}
}

func golden(t *testing.T, schema *ast.Schema, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if sentence := strings.TrimSpace(string(archive.Comment)); !strings.HasSuffix(sentence, ".") {
		t.Errorf("the file opens with %q, and a sentence was expected that says what it shows", sentence)
	}
	given := map[string]string{}
	for _, f := range archive.Files {
		given[f.Name] = string(f.Data)
	}
	got := tables(t, schema, given)
	var want []txtar.File
	archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool {
		switch f.Name {
		case "query.graphql", "variables.json", "rows", "data.json":
			return false
		}
		want = append(want, f)
		return true
	})
	if *update {
		archive.Files = append(archive.Files, got...)
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(printed(want), printed(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func printed(files []txtar.File) string {
	return string(txtar.Format(&txtar.Archive{Files: files}))
}

// tables are what becomes of a golden: a CSV, and NDJSON where the golden shows it, or an error.
func tables(t *testing.T, schema *ast.Schema, given map[string]string) []txtar.File {
	laid, err := lay(t, schema, given["query.graphql"], given["variables.json"], strings.TrimSpace(given["rows"]))
	if err != nil {
		if given["data.json"] != "" {
			t.Fatal(err)
		}
		problem := err.(*table.Error)
		told := fmt.Sprintf("%s\n%s\n", problem.Code, problem.Message)
		for _, choice := range problem.Choices {
			told += choice + "\n"
			// What is offered is taken.
			if _, err := lay(t, schema, given["query.graphql"], given["variables.json"], choice); err != nil {
				t.Errorf("rows=%s is offered and refused: %v", choice, err)
			}
		}
		return []txtar.File{{Name: "error", Data: []byte(told)}}
	}
	var csv, ndjson bytes.Buffer
	if err := laid.WriteCSV(&csv, []byte(given["data.json"]), table.Options{}); err != nil {
		t.Fatal(err)
	}
	files := []txtar.File{{Name: "table.csv", Data: bytes.ReplaceAll(csv.Bytes(), []byte("\r\n"), []byte("\n"))}}
	if _, shown := given["table.ndjson"]; shown {
		if err := laid.WriteNDJSON(&ndjson, []byte(given["data.json"]), table.Options{}); err != nil {
			t.Fatal(err)
		}
		files = append(files, txtar.File{Name: "table.ndjson", Data: ndjson.Bytes()})
	}
	return files
}
