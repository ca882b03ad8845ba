package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"
)

// A query of the explorer stands in a call of graphql.
var explored = regexp.MustCompile("(?s)graphql\\(`(.*?)`\\)")

// Every query that the explorer asks is within the limits of a server that was told nothing else. Its variables are lists of one
// id, so that a page which hands over many is dearer.
func TestTheExplorerIsWithinTheLimits(t *testing.T) {
	var texts strings.Builder
	err := fs.WalkDir(os.DirFS("web/src/explorer"), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		code, err := os.ReadFile(filepath.Join("web/src/explorer", path))
		for _, found := range explored.FindAllSubmatch(code, -1) {
			texts.Write(found[1])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	all, err := parser.ParseQuery(&ast.Source{Input: texts.String()})
	if err != nil {
		t.Fatal(err)
	}
	if len(all.Operations) < 10 {
		t.Fatalf("the explorer asks only %d queries", len(all.Operations))
	}
	server := carried(t)
	for _, operation := range all.Operations {
		variables := map[string]any{}
		for _, v := range operation.VariableDefinitions {
			switch v.Type.String() {
			case "ID!":
				variables[v.Variable] = "actor:nobody"
			case "[ID!]!":
				variables[v.Variable] = []string{"article:000_cbc77c5b75f1aa64", "article:001_d44c365b91d9de36"}
			case "Int!":
				variables[v.Variable] = 20
			case "String!":
				variables[v.Variable] = "words"
			}
		}
		given, err := json.Marshal(variables)
		if err != nil {
			t.Fatal(err)
		}
		_, body := ask(t, server, alone(all, operation), given)
		var answer struct {
			Extensions struct {
				Cost struct{ Requested, Limit int }
			}
		}
		if err := json.Unmarshal(body, &answer); err != nil {
			t.Fatal(err)
		}
		cost := answer.Extensions.Cost
		t.Logf("%s costs %d", operation.Name, cost.Requested)
		for _, code := range []string{"TOO_", "GRAPHQL_", "BAD_VARIABLE"} {
			if strings.Contains(string(body), `"code":"`+code) {
				t.Errorf("%s, of cost %d where %d is the most: %.300s", operation.Name, cost.Requested, cost.Limit, body)
			}
		}
	}
}

// alone is an operation with the fragments it needs.
func alone(all *ast.QueryDocument, operation *ast.OperationDefinition) string {
	document := &ast.QueryDocument{Operations: ast.OperationList{operation}}
	var reach func(ast.SelectionSet)
	reach = func(set ast.SelectionSet) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				reach(s.SelectionSet)
			case *ast.InlineFragment:
				reach(s.SelectionSet)
			case *ast.FragmentSpread:
				if f := all.Fragments.ForName(s.Name); f != nil && document.Fragments.ForName(s.Name) == nil {
					document.Fragments = append(document.Fragments, f)
					reach(f.SelectionSet)
				}
			}
		}
	}
	reach(operation.SelectionSet)
	var b strings.Builder
	formatter.NewFormatter(&b).FormatQueryDocument(document)
	return b.String()
}
