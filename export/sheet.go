package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"onrecord/news"
)

// sheet is a table in one format, written a row at a time.
type sheet interface {
	write(row []any) error
	// end writes what comes after the last row. It does not close the file.
	end() error
}

// between stands between the items of a list in a CSV cell.
const between = "; "

// csvSheet is RFC 4180 with a header and lines that end in LF.
type csvSheet struct {
	out     *csv.Writer
	guarded bool
}

func newCSV(out io.Writer, fields []field, guarded bool) (*csvSheet, error) {
	s := &csvSheet{csv.NewWriter(out), guarded}
	header := make([]string, len(fields))
	for i, f := range fields {
		header[i] = f.name
	}
	return s, s.out.Write(header)
}

func (s *csvSheet) write(row []any) error {
	cells := make([]string, len(row))
	for i, v := range row {
		cells[i] = s.cell(v)
	}
	return s.out.Write(cells)
}

func (s *csvSheet) cell(v any) string {
	words := ""
	switch v := v.(type) {
	case nil:
		return ""
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case news.Date:
		return string(v)
	case string:
		words = v
	case []string:
		words = strings.Join(v, between)
	case []float64:
		all := make([]string, len(v))
		for i, n := range v {
			all[i] = strconv.FormatFloat(n, 'f', -1, 64)
		}
		words = strings.Join(all, between)
	}
	if s.guarded {
		return guard(words)
	}
	return words
}

func (s *csvSheet) end() error {
	s.out.Flush()
	return s.out.Error()
}

// guard puts an apostrophe before a text that a spreadsheet would take for a formula, as OWASP advises. A text that has
// apostrophes there already gets one more, so that taking one away always gives back what was printed.
func guard(s string) string {
	if rest := strings.TrimLeft(s, "'"); rest != "" && strings.ContainsRune("=+-@\t\r", rune(rest[0])) {
		return "'" + s
	}
	return s
}

// ndjsonSheet is an object a line, with every column in its order and null where there is nothing.
type ndjsonSheet struct {
	out    io.Writer
	fields []field
	line   bytes.Buffer
}

func (s *ndjsonSheet) write(row []any) error {
	s.line.Reset()
	encoder := json.NewEncoder(&s.line)
	encoder.SetEscapeHTML(false)
	for i, v := range row {
		s.line.WriteByte("{,"[min(i, 1)])
		s.line.WriteString(strconv.Quote(s.fields[i].name) + ":")
		if err := encoder.Encode(v); err != nil {
			return err
		}
		s.line.Truncate(s.line.Len() - 1) // the encoder ends every value with a line
	}
	s.line.WriteString("}\n")
	_, err := s.out.Write(s.line.Bytes())
	return err
}

func (s *ndjsonSheet) end() error { return nil }

// rowGroup is how many rows of a Parquet table are held in memory before they are written.
const rowGroup = 50_000

// parquetSheet has a column of Parquet's own type for each column: lists are lists, days are dates.
type parquetSheet struct{ out *parquet.GenericWriter[any] }

func newParquet(out io.Writer, name string, fields []field) *parquetSheet {
	group, order := parquet.Group{}, []string{}
	for _, f := range fields {
		group[f.name] = parquetNode(f)
		order = append(order, f.name)
	}
	return &parquetSheet{parquet.NewGenericWriter[any](out, parquet.NewSchema(name, ordered{group, order}),
		parquet.Compression(&zstd.Codec{}), parquet.MaxRowsPerRowGroup(rowGroup), parquet.CreatedBy("onrecord", "", ""))}
}

// ordered is a group whose columns stand in the order of the table instead of the alphabet's.
type ordered struct {
	parquet.Group
	order []string
}

// Fields lists the columns in their order.
func (g ordered) Fields() []parquet.Field {
	byName := map[string]parquet.Field{}
	for _, f := range g.Group.Fields() {
		byName[f.Name()] = f
	}
	fields := make([]parquet.Field, len(g.order))
	for i, name := range g.order {
		fields[i] = byName[name]
	}
	return fields
}

func parquetNode(f field) parquet.Node {
	var n parquet.Node
	switch f.kind {
	case ofInteger:
		n = parquet.Int(64)
	case ofNumber:
		n = parquet.Leaf(parquet.DoubleType)
	case ofTruth:
		n = parquet.Leaf(parquet.BooleanType)
	case ofDay:
		n = parquet.Date()
	case ofTexts:
		return parquet.List(parquet.String())
	case ofNumbers:
		return parquet.List(parquet.Leaf(parquet.DoubleType))
	default:
		n = parquet.String()
	}
	if !f.required {
		n = parquet.Optional(n)
	}
	return n
}

// epoch is the day Parquet counts from, as [news.Date.Days] counts: 1 January 1970.
const epoch = 719162

func (s *parquetSheet) write(row []any) error {
	var values parquet.Row
	for i, v := range row {
		values = append(values, s.values(i, v)...)
	}
	_, err := s.out.WriteRows([]parquet.Row{values})
	return err
}

// values gives a cell with the levels that say at which depth it stands: 0 and 0 for nothing or an empty list.
func (s *parquetSheet) values(column int, v any) []parquet.Value {
	list := []parquet.Value{}
	switch v := v.(type) {
	case []string:
		for _, item := range v {
			list = append(list, parquet.ValueOf(item).Level(min(len(list), 1), 1, column))
		}
	case []float64:
		for _, item := range v {
			list = append(list, parquet.ValueOf(item).Level(min(len(list), 1), 1, column))
		}
	default:
		return []parquet.Value{s.single(column, v)}
	}
	if len(list) == 0 {
		list = append(list, parquet.NullValue().Level(0, 0, column))
	}
	return list
}

func (s *parquetSheet) single(column int, v any) parquet.Value {
	depth := 0
	if s.out.Schema().Fields()[column].Optional() {
		depth = 1
	}
	var value parquet.Value
	switch v := v.(type) {
	case nil:
		return parquet.NullValue().Level(0, 0, column)
	case news.Date:
		n, _ := v.Days() // the store keeps no other
		value = parquet.Int32Value(int32(n - epoch))
	case int:
		value = parquet.Int64Value(int64(v))
	default:
		value = parquet.ValueOf(v)
	}
	return value.Level(0, depth, column)
}

func (s *parquetSheet) end() error { return s.out.Close() }
