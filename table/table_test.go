package table_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"onrecord/table"
)

// question is one field of a drawn query, with what it takes to draw answers to it and to count their rows.
type question struct {
	alias, name string
	kind        kind
	parts       []*question
}

type kind int

const (
	text kind = iota
	number
	texts
	object
	list
	lists
)

// What a drawn query can ask of a ship and of a harbour: people and ships refer to each other, so it can go as deep as it
// likes.
var shapes = map[string]map[string]struct {
	kind kind
	of   string
}{
	"Query":   {"harbour": {object, "Harbour"}, "ships": {list, "Ship"}},
	"Harbour": {"name": {text, ""}, "depth": {number, ""}, "names": {texts, ""}, "town": {object, "Town"}, "piers": {list, "Pier"}, "soundings": {lists, "Sounding"}},
	"Town":    {"name": {text, ""}, "mayor": {object, "Person"}, "streets": {list, "Street"}},
	"Street":  {"name": {text, ""}},
	"Pier":    {"name": {text, ""}, "ships": {list, "Ship"}},
	"Sounding": {
		"metres": {number, ""},
	},
	"Ship":   {"name": {text, ""}, "length": {number, ""}, "crew": {list, "Person"}, "cargo": {texts, ""}},
	"Person": {"name": {text, ""}, "ship": {object, "Ship"}},
}

func drawParts(t *rapid.T, of string, depth int) []*question {
	var names []string
	for name, s := range shapes[of] {
		if depth > 0 || s.of == "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var parts []*question
	for i := range rapid.IntRange(1, 4).Draw(t, "fields") {
		name := rapid.SampledFrom(names).Draw(t, "field")
		s := shapes[of][name]
		q := &question{alias: fmt.Sprintf("%s%d", name, i), name: name, kind: s.kind}
		if s.of != "" {
			q.parts = drawParts(t, s.of, depth-1)
		}
		parts = append(parts, q)
	}
	return parts
}

func written(parts []*question) string {
	var b strings.Builder
	for _, q := range parts {
		fmt.Fprintf(&b, " %s: %s", q.alias, q.name)
		if q.parts != nil {
			fmt.Fprintf(&b, " {%s }", written(q.parts))
		}
	}
	return b.String()
}

// answers draws data, and notes every scalar in it, no two of which are alike.
type answers struct {
	t       *rapid.T
	scalars []string
}

func (a *answers) object(parts []*question) string {
	var members []string
	for _, q := range parts {
		members = append(members, fmt.Sprintf("%q: %s", q.alias, a.value(q)))
	}
	return "{" + strings.Join(members, ", ") + "}"
}

func (a *answers) value(q *question) string {
	if rapid.IntRange(0, 5).Draw(a.t, "null") == 0 {
		return "null"
	}
	switch q.kind {
	case text:
		return a.scalar(`"w%d"`)
	case number:
		return a.scalar("-%d.50")
	case texts:
		return a.several(func() string { return a.scalar(`"w%d"`) })
	case object:
		return a.object(q.parts)
	case list:
		return a.several(func() string { return a.object(q.parts) })
	}
	return a.several(func() string { return a.several(func() string { return a.object(q.parts) }) })
}

func (a *answers) scalar(format string) string {
	value := fmt.Sprintf(format, len(a.scalars)+1000)
	a.scalars = append(a.scalars, value)
	return value
}

func (a *answers) several(item func() string) string {
	var items []string
	for range rapid.IntRange(0, 3).Draw(a.t, "items") {
		items = append(items, item())
	}
	return "[" + strings.Join(items, ", ") + "]"
}

// allLists are the paths of all lists of objects in a query.
func allLists(parts []*question, above string) []string {
	var all []string
	for _, q := range parts {
		if q.kind == list || q.kind == lists {
			all = append(all, above+q.alias)
		}
		all = append(all, allLists(q.parts, above+q.alias+".")...)
	}
	return all
}

// count says how many rows an answer has, in another way than the table does: an object has as many as the list in it, a
// list as many as its items together, and nothing at all has one.
func count(value any, way []string) int {
	switch v := value.(type) {
	case map[string]any:
		if len(way) > 0 {
			return count(v[way[0]], way[1:])
		}
	case []any:
		n := 0
		for _, item := range v {
			if inner, nested := item.([]any); nested && len(inner) == 0 {
				continue
			}
			n += count(item, way)
		}
		return max(n, 1)
	}
	return 1
}

// sorted is JSON with the members of its objects by name.
func sorted(t *rapid.T, text []byte) []byte {
	var value any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber() // as they are written
	if err := d.Decode(&value); err != nil {
		t.Fatal(err)
	}
	other, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return other
}

func TestEveryItemIsARowAndEveryScalarIsKept(t *testing.T) {
	schema := coast(t)
	rapid.Check(t, func(t *rapid.T) {
		asked := drawParts(t, "Query", 4)
		query := "{" + written(asked) + " }"
		var path string
		var way []string
		if all := allLists(asked, ""); len(all) > 0 {
			path = rapid.SampledFrom(all).Draw(t, "rows")
			way = strings.Split(path, ".")
		}
		a := &answers{t: t}
		data := a.object(asked)
		laid, err := lay(t, schema, query, "", path)
		if err != nil {
			t.Fatalf("%s with rows=%s: %v", query, path, err)
		}
		if columns := laid.Columns(); len(slices.Compact(slices.Sorted(slices.Values(columns)))) != len(columns) {
			t.Fatalf("%s: two columns are named alike: %v", query, columns)
		}
		rows := func(data []byte) (n int, cells string) {
			var all bytes.Buffer
			err := laid.Rows(data, func(row []json.RawMessage) error {
				n++
				for _, cell := range row {
					if cell != nil {
						all.Write(sorted(t, cell))
					}
					all.WriteByte('\n')
				}
				return nil
			})
			if err != nil {
				t.Fatalf("%s answered with %s: %v", query, data, err)
			}
			return n, all.String()
		}
		got, cells := rows([]byte(data))
		other := sorted(t, []byte(data)) // so that some stand behind the rows that they belong on
		if _, again := rows(other); again != cells {
			t.Fatalf("%s with rows=%s answered with %s has the cells\n%s\nand with %s\n%s", query, path, data, cells, other, again)
		}
		var value any
		if err := json.Unmarshal([]byte(data), &value); err != nil {
			t.Fatal(err)
		}
		if want := count(value, way); got != want {
			t.Fatalf("%s with rows=%s answered with %s has %d rows, want %d", query, path, data, got, want)
		}
		for _, scalar := range a.scalars {
			if !strings.Contains(cells, scalar) {
				t.Fatalf("%s with rows=%s answered with %s has lost %s", query, path, data, scalar)
			}
		}
	})
}

// A list is left alone as the rows where it is the only one or has all the others above it; otherwise the choice is the
// asker's.
func TestWhereListsCompeteIsNeverGuessed(t *testing.T) {
	schema := coast(t)
	rapid.Check(t, func(t *rapid.T) {
		asked := drawParts(t, "Query", 4)
		all := allLists(asked, "")
		slices.SortFunc(all, func(a, b string) int { return len(a) - len(b) })
		chain := true
		for i := range all[:max(len(all)-1, 0)] {
			chain = chain && strings.HasPrefix(all[i+1], all[i]+".")
		}
		_, err := lay(t, schema, "{"+written(asked)+" }", "", "")
		var problem *table.Error
		switch {
		case chain && err != nil:
			t.Fatalf("%v are one chain: %v", all, err)
		case !chain && (!errors.As(err, &problem) || problem.Code != table.RowsAmbiguous):
			t.Fatalf("%v are more than one chain: %v", all, err)
		}
	})
}

// Fragments that spread others twice each grow as powers of two. Where that makes one field of many it costs nothing, and
// where it makes many fields they are refused without being followed to their ends.
func TestFragmentsDoNotMultiplyFields(t *testing.T) {
	const levels = 30
	var once, twice strings.Builder
	for i := range levels {
		fmt.Fprintf(&once, "fragment F%d on Person { name ship { crew { ...F%d ...F%[2]d } } }\n", i, i+1)
		fmt.Fprintf(&twice, "fragment F%d on Person { a: ship { crew { ...F%d } } b: ship { crew { ...F%[2]d } } }\n", i, i+1)
	}
	const query = "{ harbour { town { mayor { ...F0 } } } }\n%sfragment F%d on Person { name }"
	schema := coast(t)
	if laid, err := lay(t, schema, fmt.Sprintf(query, once.String(), levels), "", ""); err != nil || len(laid.Columns()) != levels+1 {
		t.Errorf("a fragment spread twice in one place counts as more than one: %v", err)
	}
	var problem *table.Error
	if _, err := lay(t, schema, fmt.Sprintf(query, twice.String(), levels), "", ""); !errors.As(err, &problem) || problem.Code != table.TooManyFields {
		t.Errorf("a query of 2^%d fields gives %v", levels, err)
	}
}

func TestACellThatIsNullIsNil(t *testing.T) {
	laid, err := lay(t, coast(t), "{ ships { name flag cargo crew { name } } }", "", "ships")
	if err != nil {
		t.Fatal(err)
	}
	err = laid.Rows([]byte(`{"ships": [{"name": null, "cargo": null, "crew": null}]}`), func(row []json.RawMessage) error {
		for i, cell := range row {
			if cell != nil {
				t.Errorf("%s is %q", laid.Columns()[i], cell)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What does not have the shape of the document is no answer to it.
func TestOtherDataIsRefused(t *testing.T) {
	schema := coast(t)
	laid, err := lay(t, schema, "{ ships { name crew { name } } }", "", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{`{"ships": {}}`, `{"ships": ["Skua"]}`, `{"ships": [{"crew": 1}]}`, `[]`, `{`, `{"ships": [{"name": "Skua]}`, `{"ships": [{"crew": [{]]}`, `{"ships": [{} {}]}`, `{"ships": [{"name"}]}`, `{"ships": [{"name": , "crew": []}]}`, `{"ships": []} {}`, `{"ships": [{"name": "\`} {
		if err := laid.Rows([]byte(data), func([]json.RawMessage) error { return nil }); err == nil {
			t.Errorf("%s is laid out as if it were ships", data)
		}
	}
	stop := errors.New("enough")
	seen := 0
	err = laid.Rows([]byte(`{"ships": [{}, {}, {}]}`), func([]json.RawMessage) error { seen++; return stop })
	if !errors.Is(err, stop) || seen != 1 {
		t.Errorf("after %d rows: %v; an error of the first was to end it", seen, err)
	}
}
