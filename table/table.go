// Package table lays the answer to a GraphQL query out as rows and columns.
//
// The columns follow from the document and the schema alone, so they are the same whatever the data holds. The rows are
// the items of one list of objects, the deepest there is; what stands above the list is repeated on each of its rows, and
// a list that is empty leaves one row, so that nothing is lost. See docs/decisions/0008-answers-as-tables.md.
package table

import (
	"encoding/json"
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

// lay gives a column to each scalar, and to each list of objects that the rows do not come from. Those of one field stand together.
func (t *Table) lay(f *field) {
	f.from = len(t.columns)
	defer func() { f.to = len(t.columns) }()
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
// what the answer does not have. The slice is used again for the next row, and the cells are parts of data. data is what an executor
// wrote under "data", which is read for its shape alone: whether each scalar is well-formed is left to whoever uses its cell. An
// error of row ends it and is returned.
func (t *Table) Rows(data []byte, row func(cells []json.RawMessage) error) error {
	w := &walk{json: scanner{data: data}, cells: make([]json.RawMessage, len(t.columns)), row: row}
	if err := w.object(t.root); err != nil {
		return err
	}
	return w.json.end()
}

// walk goes through an answer once, from its beginning to its end, with one row's cells in hand: those above the rows keep while those
// below change.
type walk struct {
	json  scanner
	cells []json.RawMessage
	row   func([]json.RawMessage) error
}

// object reads an object on the way to the rows, with what it has beside that way, and goes on. Where the way ends, the row is
// complete.
func (w *walk) object(f *field) error {
	clear(w.cells[f.from:f.to])
	if w.json.null() {
		return w.row(w.cells)
	}
	met, passed, later := 0, false, 0
	err := w.members(f, func(part *field) error {
		if part != f.next {
			met++
			return w.beside(part)
		}
		if met == len(f.parts)-1 { // all that stands on the rows is known
			passed = true
			return w.follow(part)
		}
		later = w.json.at // what stands behind the rows belongs on them
		_, err := w.json.value()
		return err
	})
	switch {
	case err != nil || passed:
		return err
	case later == 0: // there is no list of rows, or there are none
		return w.row(w.cells)
	}
	end := w.json.at
	w.json.at = later
	err = w.follow(f.next)
	w.json.at = end
	return err
}

// members reads an object; read takes the value of a part. What the document did not ask for is passed over.
func (w *walk) members(f *field, read func(part *field) error) error {
	if !w.json.opens('{') {
		return w.json.unlike(strings.Join(f.path(), ".") + " is no object")
	}
	next := 0 // answers have the order of the document
	for first := true; !w.json.closes('}'); first = false {
		key, err := w.json.key(first)
		if err != nil {
			return err
		}
		at := -1
		for i := range f.parts {
			if i = (next + i) % len(f.parts); f.parts[i].key == string(key) {
				at = i
				break
			}
		}
		if at < 0 {
			_, err = w.json.value()
		} else {
			next = at + 1
			err = read(f.parts[at])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// beside puts what lies beside the way to the rows into its columns, blank where there is no object.
func (w *walk) beside(f *field) error {
	if w.json.null() {
		return nil
	}
	if f.leaf || f.list {
		value, err := w.json.value()
		w.cells[f.column] = value
		return err
	}
	return w.members(f, w.beside)
}

// follow goes on where the way to the rows leads.
func (w *walk) follow(f *field) error {
	if !f.list {
		return w.object(f)
	}
	items := 0
	if !w.json.null() {
		if err := w.items(f, &items); err != nil {
			return err
		}
	}
	if items == 0 {
		clear(w.cells[f.from:f.to])
		return w.row(w.cells)
	}
	return nil
}

// items goes on with each item of a list, and of the lists in it, and counts them.
func (w *walk) items(f *field, n *int) error {
	if !w.json.opens('[') {
		return w.json.unlike("a list was expected")
	}
	for first := true; !w.json.closes(']'); first = false {
		if err := w.json.separated(first); err != nil {
			return err
		}
		if w.json.peek() == '[' {
			if err := w.items(f, n); err != nil {
				return err
			}
			continue
		}
		*n++
		if err := w.object(f); err != nil {
			return err
		}
	}
	return nil
}
