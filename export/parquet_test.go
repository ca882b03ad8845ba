package export_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"onrecord/store"
)

// Parquet read back is NDJSON: the same columns in the same order, the same values, real lists, real dates.
func TestParquetReadBackIsNDJSON(t *testing.T) {
	forEach(t, func(t *testing.T, _ *store.Store, all map[string][]byte) {
		tables := 0
		for _, r := range describedBy(t, all).Resources {
			if r.Format != "parquet" {
				continue
			}
			tables++
			var columns []string
			for _, f := range r.Schema.Fields {
				columns = append(columns, f.Name)
			}
			order, rows := unparquet(t, all[r.Path])
			if !slices.Equal(order, columns) {
				t.Errorf("%s has the columns %v, described as %v", r.Path, order, columns)
			}
			want := lines(t, all[strings.ReplaceAll(r.Path, "parquet", "ndjson")])
			if diff := cmp.Diff(want, rows); diff != "" {
				t.Errorf("%s (-ndjson +parquet):\n%s", r.Path, diff)
			}
		}
		if tables == 0 {
			t.Error("there is no Parquet table")
		}
	})
}

// unparquet reads a table as JSON would have it.
func unparquet(t *testing.T, content []byte) (columns []string, rows []map[string]any) {
	t.Helper()
	file, err := parquet.OpenFile(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	fields := file.Schema().Fields()
	for _, f := range fields {
		columns = append(columns, f.Name())
	}
	for _, group := range file.RowGroups() {
		reader := group.Rows()
		buffer := make([]parquet.Row, 1)
		for {
			n, err := reader.ReadRows(buffer)
			if n == 1 {
				row := map[string]any{}
				for _, v := range buffer[0] {
					f := fields[v.Column()]
					if f.Leaf() {
						row[f.Name()] = value(f, v)
						continue
					}
					list, _ := row[f.Name()].([]any)
					if list == nil {
						list = []any{}
					}
					if !v.IsNull() {
						list = append(list, value(f, v))
					}
					row[f.Name()] = list
				}
				rows = append(rows, row)
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := reader.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return columns, rows
}

func value(f parquet.Field, v parquet.Value) any {
	switch {
	case v.IsNull():
		return nil
	case v.Kind() == parquet.Boolean:
		return v.Boolean()
	case v.Kind() == parquet.Int32:
		return time.Unix(int64(v.Int32())*24*60*60, 0).UTC().Format(time.DateOnly)
	case v.Kind() == parquet.Int64:
		return float64(v.Int64())
	case v.Kind() == parquet.Double:
		return v.Double()
	}
	return string(v.ByteArray())
}
