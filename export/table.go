package export

import (
	"fmt"
	"slices"

	"onrecord/news"
	"onrecord/store"
)

// kind is what the cells of a column hold. In a row a cell is nil where there is nothing, or else a string, an int, a
// float64, a bool, a [news.Date], a []string or a []float64.
type kind int

const (
	ofText kind = iota
	ofInteger
	ofNumber
	ofTruth
	ofDay
	ofTexts   // several short texts
	ofNumbers // several numbers
)

// field is what a column is, in every format and in the schema.
type field struct {
	name, description string
	kind              kind
	// required: no cell is nil. unique: no two cells are the same.
	required, unique bool
	// values are the only ones there can be, where they are few.
	values []string
	// refers is the table whose column id the cells are found in.
	refers string
}

// column is a field and the way to it from what a row is made of.
type column[R any] struct {
	field
	value func(R) any
}

// text is a column of texts; "" is nothing.
func text[R any, S ~string](name, description string, value func(R) S) column[R] {
	return column[R]{field{name: name, description: description}, func(r R) any {
		if s := value(r); s != "" {
			return string(s)
		}
		return nil
	}}
}

// id is the column that names a row.
func id[R any, S ~string](description string, value func(R) S) column[R] {
	c := text("id", description, value).must()
	c.unique = true
	return c
}

// day is a column of calendar days.
func day[R any](name, description string, value func(R) news.Date) column[R] {
	return column[R]{field{name: name, description: description, kind: ofDay}, func(r R) any {
		if d := value(r); d != "" {
			return d
		}
		return nil
	}}
}

func integer[R any](name, description string, value func(R) int) column[R] {
	return column[R]{field{name: name, description: description, kind: ofInteger, required: true}, func(r R) any { return value(r) }}
}

func optionalInteger[R any](name, description string, value func(R) *int) column[R] {
	return column[R]{field{name: name, description: description, kind: ofInteger}, func(r R) any {
		if n := value(r); n != nil {
			return *n
		}
		return nil
	}}
}

func number[R any](name, description string, value func(R) *float64) column[R] {
	return column[R]{field{name: name, description: description, kind: ofNumber}, func(r R) any {
		if n := value(r); n != nil {
			return *n
		}
		return nil
	}}
}

func truth[R any](name, description string, value func(R) bool) column[R] {
	return column[R]{field{name: name, description: description, kind: ofTruth, required: true}, func(r R) any { return value(r) }}
}

// texts is a column of lists; an empty one is a list too.
func texts[R any, S ~string](name, description string, value func(R) []S) column[R] {
	return column[R]{field{name: name, description: description, kind: ofTexts, required: true}, func(r R) any { return names(value(r)) }}
}

func numbers[R any](name, description string, value func(R) []float64) column[R] {
	return column[R]{field{name: name, description: description, kind: ofNumbers, required: true}, func(r R) any {
		return append([]float64{}, value(r)...)
	}}
}

// must says that no cell is empty.
func (c column[R]) must() column[R] {
	c.required = true
	return c
}

// to says that every cell is an id of another table.
func (c column[R]) to(table string) column[R] {
	c.refers = table
	return c
}

// among says that there are no other values than these.
func (c column[R]) among(values []string) column[R] {
	c.values = values
	return c
}

func names[S ~string](values []S) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return all
}

// table is declared once: the same columns make every format and the schema.
type table[R any] struct {
	name, description string
	// key names the columns that together tell a row from every other.
	key     []string
	columns []column[R]
}

func (t table[R]) fields() []field {
	fields := make([]field, len(t.columns))
	for i, c := range t.columns {
		fields[i] = c.field
	}
	return fields
}

// row is what stands in each column, held against what the column says of itself.
func (t table[R]) row(r R) ([]any, error) {
	row := make([]any, len(t.columns))
	for i, c := range t.columns {
		row[i] = c.value(r)
		if row[i] == nil && c.required {
			return nil, fmt.Errorf("the column %s of %s has to have something, and this record has nothing for it", c.name, t.name)
		}
	}
	return row, nil
}

// part is a table that a noun's records fill: it is begun, then given every record.
type part[N news.Node] func(*folder) (add func(N) error, err error)

// its makes a row of each record.
func its[N news.Node](t table[N]) part[N] {
	return rows(t, func(n N) []N { return []N{n} })
}

// rows makes as many rows of each record as it has things of one sort.
func rows[N news.Node, R any](t table[R], of func(N) []R) part[N] {
	return func(f *folder) (func(N) error, error) {
		sheets, err := f.table(t.name, t.description, t.key, t.fields())
		return func(n N) error {
			for _, r := range of(n) {
				row, err := t.row(r)
				if err != nil {
					return fmt.Errorf("%s: %w", n.NodeID(), err)
				}
				for _, s := range sheets {
					if err := s.write(row); err != nil {
						return err
					}
				}
			}
			return nil
		}, err
	}
}

// one is one of the things a record has several of, and which in their order.
type one[N news.Node, R any] struct {
	of       N
	position int
	R        R
}

// each makes a row of every thing of one sort that a record has.
func each[N news.Node, R any](t table[one[N, R]], of func(N) []R) part[N] {
	return rows(t, func(n N) []one[N, R] {
		var all []one[N, R]
		for i, r := range of(n) {
			all = append(all, one[N, R]{n, i + 1, r})
		}
		return all
	})
}

// position is the column that keeps the order of what a record has several of.
func position[N news.Node, R any]() column[one[N, R]] {
	return integer("position", "Which one of them, counted from 1.", func(o one[N, R]) int { return o.position })
}

// owner is the column that says whose row it is.
func owner[N news.Node, R any](name, of, description string) column[one[N, R]] {
	return text(name, description, func(o one[N, R]) string { return o.of.NodeID() }).must().to(of)
}

// stream gives every record of a noun to every part, a page of the store at a time.
func stream[N news.Node](f *folder, list func(store.Page) (*store.Connection[N], error), parts ...part[N]) error {
	var adds []func(N) error
	for _, begin := range parts {
		add, err := begin(f)
		if err != nil {
			return err
		}
		adds = append(adds, add)
	}
	size := store.MaxPage
	for page := (store.Page{First: &size}); ; {
		found, err := list(page)
		if err != nil {
			return err
		}
		for _, e := range found.Edges {
			for _, add := range adds {
				if err := add(e.Node); err != nil {
					return err
				}
			}
		}
		f.progressed(len(found.Edges))
		if !found.PageInfo.HasNextPage {
			return f.endTables()
		}
		if page.After, err = found.PageInfo.EndCursor(); err != nil {
			return err
		}
	}
}

// worded gives parts the statements with their wordings.
func worded(parts ...part[*news.Worded]) part[*news.Statement] {
	return func(f *folder) (func(*news.Statement) error, error) {
		var adds []func(*news.Worded) error
		for _, p := range parts {
			add, err := p(f)
			if err != nil {
				return nil, err
			}
			adds = append(adds, add)
		}
		return func(s *news.Statement) error {
			w, err := f.store.Worded(s)
			for _, add := range adds {
				if err != nil {
					return err
				}
				err = add(w)
			}
			return err
		}, nil
	}
}

// nodes puts every record into the graph, where one is written.
func nodes[N news.Node](f *folder) (func(N) error, error) {
	return func(n N) error { return f.node(n) }, nil
}

// dated spreads a date over columns.
func dated[R any](prefix, what string, date func(R) news.UncertainDate) []column[R] {
	return []column[R]{
		text(prefix+"_edtf", what+", in EDTF (ISO 8601-2, levels 0 and 1).", func(r R) string { return date(r).EDTF }),
		day(prefix+"_earliest", "The first day it can be; empty where there is no knowing how early.", func(r R) news.Date { return date(r).Earliest }),
		day(prefix+"_latest", "The last day it can be; empty where there is no knowing how late.", func(r R) news.Date { return date(r).Latest }),
		text(prefix+"_printed", "The words in the article.", func(r R) string { return date(r).Printed }),
		text(prefix+"_basis", "What the date rests on.", func(r R) news.DateBasis { return date(r).Basis }).must().among(names(news.DateBases)),
		text(prefix+"_reasoning", "How it was worked out, in the curators' words.", func(r R) string { return date(r).Reasoning }),
	}
}

// with joins columns and groups of columns.
func with[R any](groups ...[]column[R]) []column[R] { return slices.Concat(groups...) }
