package table

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// field is one field that an answer has, under whichever of an object's types it was asked for.
type field struct {
	// key is the field's name in the answer, "" at the top.
	key string
	// leaf is a scalar or an enum, or a list of them. Anything else is an object or a list of objects.
	leaf, list bool
	// silent fields are left out of names: the plumbing of a Relay connection, and the only field at the top.
	silent bool

	parent *field
	parts  []*field
	// next is the part that leads to the rows. nil where there is none, and on the rows themselves.
	next *field
	// column is where a leaf goes, or a list that the rows do not come from.
	column int
	// from and to are the columns of what is below the field, to not among them.
	from, to int
}

// reader gathers the fields of a document as an executor does: those with one key in one object are one field.
type reader struct {
	schema    *ast.Schema
	variables map[string]any
	fields    int
}

func read(schema *ast.Schema, operation *ast.OperationDefinition, variables map[string]any) (*field, error) {
	r := &reader{schema: schema, variables: variables}
	root := &field{}
	if err := r.gather(root, []ast.SelectionSet{operation.SelectionSet}); err != nil {
		return nil, err
	}
	if len(root.parts) == 1 {
		root.parts[0].silent = true
	}
	return root, nil
}

// gather gives a field its parts. A fragment counts once for each object, so the work is bounded by the fields found.
func (r *reader) gather(of *field, sets []ast.SelectionSet) error {
	found := map[string]*field{}
	below := map[*field][]ast.SelectionSet{}
	spread := map[*ast.FragmentDefinition]bool{}
	var visit func(ast.SelectionSet)
	visit = func(set ast.SelectionSet) {
		for _, selection := range set {
			switch s := selection.(type) {
			case *ast.Field:
				if !r.included(s.Directives) {
					continue
				}
				f := found[s.Alias]
				if f == nil {
					f = r.field(of, s)
					found[s.Alias] = f
					of.parts = append(of.parts, f)
					r.fields++
				}
				below[f] = append(below[f], s.SelectionSet)
			case *ast.InlineFragment:
				if r.included(s.Directives) {
					visit(s.SelectionSet)
				}
			case *ast.FragmentSpread:
				if r.included(s.Directives) && !spread[s.Definition] {
					spread[s.Definition] = true
					visit(s.Definition.SelectionSet)
				}
			}
		}
	}
	for _, set := range sets {
		visit(set)
	}
	if r.fields > MaxFields {
		return &Error{
			Code:    TooManyFields,
			Message: fmt.Sprintf("with its fragments put in their places the query has more than %d fields; a table has at most that many", MaxFields),
		}
	}
	for _, f := range of.parts {
		if f.leaf {
			continue
		}
		if err := r.gather(f, below[f]); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) field(parent *field, s *ast.Field) *field {
	return &field{
		key:    s.Alias,
		leaf:   r.schema.Types[s.Definition.Type.Name()].IsLeafType(),
		list:   s.Definition.Type.Elem != nil,
		silent: plumbing(s),
		parent: parent,
	}
}

// included holds a selection's @skip and @include against the variables.
func (r *reader) included(directives ast.DirectiveList) bool {
	for _, d := range directives {
		switch condition := d.ArgumentMap(r.variables)["if"]; {
		case d.Name == "skip" && condition == true, d.Name == "include" && condition == false:
			return false
		}
	}
	return true
}

// plumbing reports whether a field only leads from a Relay connection to its records. Whoever gives it another name means
// something by it.
func plumbing(s *ast.Field) bool {
	if s.Alias != s.Name {
		return false
	}
	switch s.Name {
	case "edges", "nodes":
		return strings.HasSuffix(s.ObjectDefinition.Name, "Connection")
	case "node":
		return strings.HasSuffix(s.ObjectDefinition.Name, "Edge")
	}
	return false
}

// way is the fields from the top to f, f included.
func (f *field) way() []*field {
	if f.parent == nil {
		return nil
	}
	return append(f.parent.way(), f)
}

// path is every key from the top to f.
func (f *field) path() []string {
	var keys []string
	for _, f := range f.way() {
		keys = append(keys, f.key)
	}
	return keys
}

// names are the fields' keys joined with dots, without the silent ones. Where that leaves two alike or one empty, each of
// them has its whole path.
func names(fields []*field) []string {
	short, whole := make([]string, len(fields)), make([]string, len(fields))
	for i, f := range fields {
		var keys []string
		for _, f := range f.way() {
			if !f.silent {
				keys = append(keys, f.key)
			}
		}
		short[i], whole[i] = strings.Join(keys, "."), strings.Join(f.path(), ".")
	}
	sorted := slices.Sorted(slices.Values(short))
	if slices.Contains(short, "") || len(slices.Compact(sorted)) < len(short) {
		return whole
	}
	return short
}
