package graph_test

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"onrecord/graph"
	"onrecord/guard"
)

// Whoever adds a list says how many entries it is priced at.
func TestEveryListHasASize(t *testing.T) {
	schema := parsed(t)
	if unsized := graph.Sizes.Unsized(schema); len(unsized) > 0 {
		t.Errorf("add to graph/sizes.go: %s", strings.Join(unsized, ", "))
	}
	if all := (guard.Sizes{}).Unsized(schema); len(all) < 40 {
		t.Errorf("only %d lists would be found without a size", len(all))
	}
}

func TestEverySizeIsOfAList(t *testing.T) {
	schema := parsed(t)
	for name, size := range graph.Sizes {
		owner, field, _ := strings.Cut(name, ".")
		definition := schema.Types[owner]
		var f *ast.FieldDefinition
		if definition != nil {
			f = definition.Fields.ForName(field)
		}
		switch {
		case f == nil || f.Type.Elem == nil || !schema.Types[f.Type.Name()].IsCompositeType():
			t.Errorf("%s is no list of objects", name)
		case size.Argument == "" && size.Entries < 1:
			t.Errorf("%s has %d entries", name, size.Entries)
		case size.Argument != "" && f.Arguments.ForName(size.Argument) == nil:
			t.Errorf("%s has no argument %s", name, size.Argument)
		}
	}
}
