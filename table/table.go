// Package table lays the answer to a GraphQL query out as rows and columns.
//
// The columns follow from the document and the schema alone, so they are the same whatever the data holds. The rows are
// the items of one list of objects, the deepest there is; what stands above the list is repeated on each of its rows, and
// a list that is empty leaves one row, so that nothing is lost. See docs/decisions/0008-answers-as-tables.md.
package table

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// MaxFields is how many fields a document may ask for, with its fragments put in their places.
const MaxFields = 1000

// Table is how the answers to one operation are laid out. It is not changed by use, and is safe for concurrent use.
type Table struct {
	root    *field
	columns []*field
	names   []string
}

// New lays out the answers to an operation of a document that has been validated against the schema. variables are the
// values of its variables, with defaults filled in; they matter to @skip and @include. rows is the dotted path of the list
// whose items are the rows, and "" picks the deepest. What cannot be laid out gives an [Error].
func New(schema *ast.Schema, operation *ast.OperationDefinition, variables map[string]any, rows string) (*Table, error) {
	root, err := read(schema, operation, variables)
	if err != nil {
		return nil, err
	}
	list, err := pick(root, rows)
	if err != nil {
		return nil, err
	}
	for f := list; f != nil && f.parent != nil; f = f.parent {
		f.parent.next = f
	}
	t := &Table{root: root}
	t.lay(root)
	if len(t.columns) == 0 {
		return nil, &Error{Code: NoColumns, Message: "every field is skipped, so a table has no column; ask for at least one"}
	}
	t.names = names(t.columns)
	return t, nil
}

// lay gives a column to each scalar, and to each list of objects that the rows do not come from.
func (t *Table) lay(f *field) {
	for _, part := range f.parts {
		if part.leaf || part.list && f.next != part {
			part.column = len(t.columns)
			t.columns = append(t.columns, part)
		} else {
			t.lay(part)
		}
	}
}

// Columns are the names of the columns, in the order of the document. No two are alike.
func (t *Table) Columns() []string { return slices.Clone(t.names) }

// Rows gives each row of an answer to row, in the answer's order, as the JSON in each column; nil stands for null and for
// what the answer does not have. The slice is used again for the next row. data is what the answer holds under "data". An
// error of row ends it and is returned.
func (t *Table) Rows(data []byte, row func(cells []json.RawMessage) error) error {
	w := &walk{cells: make([]json.RawMessage, len(t.columns)), row: row}
	return w.object(t.root, data)
}

// walk goes through an answer with one row's cells in hand: those above the rows keep while those below change.
type walk struct {
	cells []json.RawMessage
	row   func([]json.RawMessage) error
}

// object fills in what an object on the way to the rows has beside that way, and goes on. Where the way ends, the row is
// complete.
func (w *walk) object(f *field, object json.RawMessage) error {
	parts, err := w.fill(f, object)
	if err != nil {
		return err
	}
	if f.next == nil {
		return w.row(w.cells)
	}
	return w.follow(f.next, parts[f.next.key])
}

func (w *walk) follow(f *field, value json.RawMessage) error {
	if !f.list {
		return w.object(f, value)
	}
	items, err := flat(value)
	if err != nil {
		return err
	}
	if len(items) == 0 {
		return w.object(f, nil)
	}
	for _, item := range items {
		if err := w.object(f, item); err != nil {
			return err
		}
	}
	return nil
}

// fill puts what lies beside the way to the rows into its columns, blank where there is no object.
func (w *walk) fill(f *field, object json.RawMessage) (map[string]json.RawMessage, error) {
	var parts map[string]json.RawMessage
	if len(object) > 0 {
		if err := json.Unmarshal(object, &parts); err != nil {
			return nil, fmt.Errorf("table: %s is no object: %w", strings.Join(f.path(), "."), err)
		}
	}
	for _, part := range f.parts {
		value := parts[part.key]
		switch {
		case part == f.next:
		case part.leaf || part.list:
			if w.cells[part.column] = value; isNull(value) {
				w.cells[part.column] = nil
			}
		default:
			if _, err := w.fill(part, value); err != nil {
				return nil, err
			}
		}
	}
	return parts, nil
}

func isNull(value json.RawMessage) bool { return string(bytes.TrimSpace(value)) == "null" }

// flat gives the items of a list, and of the lists in it.
func flat(value json.RawMessage) ([]json.RawMessage, error) {
	if len(value) == 0 {
		return nil, nil
	}
	var items, all []json.RawMessage
	if err := json.Unmarshal(value, &items); err != nil {
		return nil, fmt.Errorf("table: a list was expected: %w", err)
	}
	for _, item := range items {
		if !isList(item) {
			all = append(all, item)
			continue
		}
		inner, err := flat(item)
		if err != nil {
			return nil, err
		}
		all = append(all, inner...)
	}
	return all, nil
}

func isList(value json.RawMessage) bool { return bytes.HasPrefix(bytes.TrimSpace(value), []byte("[")) }
