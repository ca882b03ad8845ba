package table_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"

	"onrecord/table"
)

var cited = table.Citation{
	Title: "Ships, and \"harbours\"\nof a coast", Edition: "2031.1", Version: "2031.1+0123456789ab",
	Licence: "CC-BY-4.0", Released: "2031-05-03", Query: "ba9876543210",
}

const line = `Ships, and "harbours" of a coast. Edition 2031.1, released 2031-05-03, version 2031.1+0123456789ab, licence CC-BY-4.0. Query ba9876543210.`

func writtenWith(t *testing.T, data string, o table.Options) (csv, ndjson string) {
	t.Helper()
	laid, err := lay(t, coast(t), "{ ships { name length } }", "", "")
	if err != nil {
		t.Fatal(err)
	}
	var c, n bytes.Buffer
	if err := errors.Join(laid.WriteCSV(&c, []byte(data), o), laid.WriteNDJSON(&n, []byte(data), o)); err != nil {
		t.Fatal(err)
	}
	return c.String(), n.String()
}

func TestOptions(t *testing.T) {
	const data = `{"ships": [{"name": "-Skua", "length": -3}]}`
	quoted := `"# ` + strings.ReplaceAll(line, `"`, `""`) + `"` + "\r\n"
	object, err := json.Marshal(map[string]any{"citation": cited})
	if err != nil {
		t.Fatal(err)
	}
	const row = `{"name":"-Skua","length":-3}` + "\n"
	for name, test := range map[string]struct {
		options     table.Options
		csv, ndjson string
	}{
		"as it comes":       {table.Options{}, "name,length\r\n'-Skua,-3\r\n", row},
		"without the guard": {table.Options{Unguarded: true}, "name,length\r\n-Skua,-3\r\n", row},
		"with a BOM":        {table.Options{BOM: true}, "\ufeffname,length\r\n'-Skua,-3\r\n", row},
		"not cited":         {table.Options{Cite: table.Nowhere, Citation: cited}, "name,length\r\n'-Skua,-3\r\n", row},
		"cited last":        {table.Options{Cite: table.Last, Citation: cited}, "name,length\r\n'-Skua,-3\r\n" + quoted, row + string(object) + "\n"},
		"cited first":       {table.Options{Cite: table.First, Citation: cited, BOM: true}, "\ufeff" + quoted + "name,length\r\n'-Skua,-3\r\n", string(object) + "\n" + row},
	} {
		if csv, ndjson := writtenWith(t, data, test.options); csv != test.csv || ndjson != test.ndjson {
			t.Errorf("%s: CSV\n%q, want\n%q; NDJSON\n%s, want\n%s", name, csv, test.csv, ndjson, test.ndjson)
		}
	}
}

func TestACitationIsOneCellOfOneLine(t *testing.T) {
	got, _ := writtenWith(t, `{"ships": []}`, table.Options{Cite: table.Last, Citation: cited})
	r := csv.NewReader(strings.NewReader(got))
	r.FieldsPerRecord = -1
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if last := records[len(records)-1]; len(last) != 1 || last[0] != "# "+line {
		t.Errorf("the citation reads %q", last)
	}
}

func TestEachFormulaIsGuarded(t *testing.T) {
	for _, name := range []string{"=1+1", "+1", "-1", "@a", "\ta", "\ra", "\na"} {
		raw, err := json.Marshal(map[string]any{"ships": []any{map[string]any{"name": name}}})
		if err != nil {
			t.Fatal(err)
		}
		guarded, _ := writtenWith(t, string(raw), table.Options{})
		plain, _ := writtenWith(t, string(raw), table.Options{Unguarded: true})
		if !strings.Contains(guarded, "'"+name) || strings.Contains(plain, "'") || !strings.Contains(plain, name) {
			t.Errorf("%q is %q with the guard and %q without", name, guarded, plain)
		}
	}
}

// The same question has the same hash however it is laid out, and another question has another.
func TestQueryHash(t *testing.T) {
	schema := coast(t)
	hash := func(query, operation string, variables map[string]any) string {
		document, err := gqlparser.LoadQueryWithRules(schema, query, nil)
		if err != nil {
			t.Fatal(err)
		}
		h, fault := table.QueryHash(document, operation, variables)
		if fault != nil || len(h) != 12 {
			t.Fatalf("%q: %v", h, fault)
		}
		return h
	}
	const query = `query A($n: Int, $m: Int) { harbours(first: $n) { nodes { name ships(first: $m) { totalCount } } } }`
	first := hash(query, "A", map[string]any{"n": 1, "m": 2})
	if again := hash("# a comment\n"+strings.ReplaceAll(query, " ", "\n\t"), "A", map[string]any{"m": 2, "n": 1}); again != first {
		t.Errorf("laid out differently it has the hash %s, and %s before", again, first)
	}
	seen := map[string]string{first: "the first"}
	for what, other := range map[string]string{
		"another document":  hash(strings.ReplaceAll(query, "name ", ""), "A", map[string]any{"n": 1, "m": 2}),
		"another operation": hash(query, "", map[string]any{"n": 1, "m": 2}),
		"other variables":   hash(query, "A", map[string]any{"n": 2, "m": 1}),
	} {
		if seen[other] != "" {
			t.Errorf("%s has the hash of %s", what, seen[other])
		}
		seen[other] = what
	}
}

// unwilling takes a few bytes and no more.
type unwilling int

var errFull = errors.New("full")

func (u *unwilling) Write(p []byte) (int, error) {
	if *u -= unwilling(len(p)); *u < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWhatCannotBeWrittenIsTold(t *testing.T) {
	laid, err := lay(t, coast(t), "{ ships { name } }", "", "")
	if err != nil {
		t.Fatal(err)
	}
	data := []byte(`{"ships": [{"name": "Skua"}, {"name": "Petrel"}]}`)
	o := table.Options{BOM: true, Cite: table.Last, Citation: cited}
	for _, write := range []func(room int) error{
		func(room int) error { u := unwilling(room); return laid.WriteCSV(&u, data, o) },
		func(room int) error { u := unwilling(room); return laid.WriteNDJSON(&u, data, o) },
	} {
		if err := write(1000); err != nil {
			t.Error(err)
		}
		for room := range 150 {
			if err := write(room); !errors.Is(err, errFull) {
				t.Errorf("with room for %d bytes: %v", room, err)
			}
		}
	}
}
