package export_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"onrecord/export"
	"onrecord/store"
)

// unguarded takes the apostrophe off again, by the rule that the package states.
func unguarded(cell string) string {
	if rest := strings.TrimLeft(cell, "'"); len(rest) < len(cell) && rest != "" && strings.ContainsRune("=+-@\t\r", rune(rest[0])) {
		return cell[1:]
	}
	return cell
}

// The CSV tables keep what datapackage.json promises: types, required cells, unique ones, enums, keys; and every cell that
// refers to another table finds its row there.
func TestCSVKeepsItsSchema(t *testing.T) {
	forEach(t, func(t *testing.T, _ *store.Store, all map[string][]byte) {
		cells := map[string]map[string][]string{}
		var tables []resource
		for _, r := range describedBy(t, all).Resources {
			if r.Format != "csv" {
				continue
			}
			tables = append(tables, r)
			read, err := csv.NewReader(bytes.NewReader(all[r.Path])).ReadAll()
			if err != nil {
				t.Fatalf("%s: %v", r.Path, err)
			}
			cells[r.Name] = map[string][]string{}
			for i, f := range r.Schema.Fields {
				if read[0][i] != f.Name {
					t.Errorf("%s: column %d is %s, described as %s", r.Path, i, read[0][i], f.Name)
				}
				for _, row := range read[1:] {
					cells[r.Name][f.Name] = append(cells[r.Name][f.Name], row[i])
				}
			}
			keys := map[string]bool{}
			for i := range read[1:] {
				var key []string
				for _, part := range r.Schema.PrimaryKey {
					key = append(key, cells[r.Name][part][i])
				}
				if k := strings.Join(key, "\x00"); keys[k] || len(key) == 0 {
					t.Errorf("%s: two rows have the key %q", r.Path, key)
				} else {
					keys[k] = true
				}
			}
		}
		references := 0
		for _, r := range tables {
			for _, f := range r.Schema.Fields {
				seen := map[string]bool{}
				for _, cell := range cells[r.Name][f.Name] {
					if problem := f.refuses(cell); problem != nil || f.Constraints.Unique && seen[cell] {
						t.Errorf("%s.%s has %q: %v", r.Name, f.Name, cell, problem)
					}
					seen[cell] = true
				}
			}
			for _, key := range r.Schema.ForeignKeys {
				to := r.Name
				if key.Reference.Resource != "" {
					to = key.Reference.Resource
				}
				for _, cell := range cells[r.Name][key.Fields[0]] {
					if cell == "" {
						continue
					}
					references++
					if !slices.Contains(cells[to][key.Reference.Fields[0]], cell) {
						t.Errorf("%s.%s has %q, which %s does not", r.Name, key.Fields[0], cell, to)
					}
				}
			}
		}
		if references == 0 {
			t.Error("no cell refers to another table")
		}
	})
}

// refuses says why a cell cannot stand in a column.
func (f field) refuses(cell string) (err error) {
	if cell == "" {
		if f.Constraints.Required {
			return errors.New("it is required")
		}
		return nil
	}
	switch f.Type {
	case "integer":
		_, err = strconv.ParseInt(cell, 10, 64)
	case "number":
		_, err = strconv.ParseFloat(cell, 64)
	case "boolean":
		if cell != "true" && cell != "false" {
			return errors.New("it is no boolean")
		}
	case "date":
		_, err = time.Parse(time.DateOnly, cell)
	case "string":
		if strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			return errors.New("a spreadsheet takes it for a formula")
		}
	default:
		return fmt.Errorf("%s is no type of a CSV column", f.Type)
	}
	if err == nil && f.Constraints.Enum != nil && !slices.Contains(f.Constraints.Enum, cell) {
		return fmt.Errorf("it is none of %v", f.Constraints.Enum)
	}
	return err
}

// CSV and NDJSON say the same, cell by cell.
func TestCSVSaysWhatNDJSONSays(t *testing.T) {
	forEach(t, func(t *testing.T, _ *store.Store, all map[string][]byte) {
		for _, r := range describedBy(t, all).Resources {
			if r.Format != "csv" {
				continue
			}
			read, err := csv.NewReader(bytes.NewReader(all[r.Path])).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			rows := lines(t, all["ndjson/"+r.Name+".ndjson"])
			if len(rows) != len(read)-1 {
				t.Fatalf("%s: %d rows in CSV, %d in NDJSON", r.Name, len(read)-1, len(rows))
			}
			for i, row := range rows {
				for j, f := range r.Schema.Fields {
					if got := unguarded(read[i+1][j]); got != plain(row[f.Name]) {
						t.Errorf("%s, row %d: %s is %q in CSV and %v in NDJSON", r.Name, i, f.Name, got, row[f.Name])
					}
				}
			}
		}
	})
}

// plain is a JSON value as a cell of CSV without a guard.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			items[i] = plain(item)
		}
		return strings.Join(items, "; ")
	}
	return fmt.Sprint(v)
}

func TestNoGuardLeavesTextsAsTheyAre(t *testing.T) {
	s := opened(t, world())
	quoted := `"` + strings.ReplaceAll(formula, `"`, `""`) + `"`
	for noGuard, want := range map[bool]string{false: `"'=HYPERLINK`, true: quoted} {
		all := written(t, s, export.Options{NoGuard: noGuard})
		if !bytes.Contains(all["csv/articles.csv"], []byte(want)) {
			t.Errorf("without a guard %v: no %s in\n%s", noGuard, want, all["csv/articles.csv"])
		}
		if told := strings.Contains(describedBy(t, all).Description, "apostrophe"); told == noGuard {
			t.Errorf("without a guard %v: the description tells of one: %v", noGuard, told)
		}
		if !bytes.Contains(all["csv/figures.csv"], []byte(",-40,-40,-40,")) {
			t.Errorf("without a guard %v: a negative number is no number:\n%s", noGuard, all["csv/figures.csv"])
		}
	}
}
