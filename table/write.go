package table

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Options are how a table is written.
type Options struct {
	// Citation is written before or after the rows.
	Citation Citation
	Cite     Place
	// BOM begins a CSV with a byte order mark, by which some spreadsheets know UTF-8.
	BOM bool
	// Unguarded leaves cells of a CSV as they are that a spreadsheet would take for a formula.
	Unguarded bool
}

// Place is where a citation goes.
type Place string

// Nowhere, before the first line, or after the last.
const (
	Nowhere Place = "none"
	First   Place = "first"
	Last    Place = "last"
)

// WriteCSV writes an answer as CSV after RFC 4180: UTF-8, a line of names, lines that end in CR LF. Null is an empty cell,
// a number stands as in the JSON, the items of a list of scalars are joined with "; ", and any other list is JSON. A
// citation is a line of one cell that begins with "# ".
func (t *Table) WriteCSV(w io.Writer, data []byte, o Options) error {
	if o.BOM {
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return err
		}
	}
	lines := newLines(w)
	cite := func(place Place) error {
		if o.Cite != place {
			return nil
		}
		return lines.write([]string{"# " + o.Citation.String()})
	}
	if err := cite(First); err != nil {
		return err
	}
	if err := lines.write(t.names); err != nil {
		return err
	}
	record := make([]string, len(t.columns))
	ends, numbers := make([]int, len(t.columns)), make([]bool, len(t.columns))
	var row []byte
	err := t.Rows(data, func(cells []json.RawMessage) (err error) {
		row = row[:0]
		for i, raw := range cells {
			if row, numbers[i], err = t.columns[i].text(row, raw); err != nil {
				return err
			}
			ends[i] = len(row)
		}
		texts, start := string(row), 0
		for i, end := range ends {
			record[i] = texts[start:end]
			if !o.Unguarded && !numbers[i] {
				record[i] = guarded(record[i])
			}
			start = end
		}
		return lines.write(record)
	})
	if err != nil {
		return err
	}
	return cite(Last)
}

// text appends a cell in plain text, and tells whether it is a number.
func (f *field) text(b []byte, raw json.RawMessage) (text []byte, number bool, err error) {
	if len(raw) == 0 || string(raw) == "null" {
		return b, false, nil
	}
	switch raw[0] {
	case '"':
		text, err = jsontext.AppendUnquote(b, raw)
		return text, false, err
	case '[':
		if f.leaf {
			return f.joined(b, raw)
		}
		fallthrough
	case '{':
		compact := bytes.NewBuffer(b)
		err = json.Compact(compact, raw)
		return compact.Bytes(), false, err
	case 't', 'f':
		return append(b, raw...), false, nil
	}
	return append(b, raw...), true, nil
}

// joined appends the items of a list of scalars.
func (f *field) joined(b []byte, list json.RawMessage) (text []byte, number bool, err error) {
	var items []json.RawMessage
	if err := json.Unmarshal(list, &items); err != nil {
		return b, false, err
	}
	for i, item := range items {
		if i > 0 {
			b = append(b, "; "...)
		}
		if b, number, err = f.text(b, item); err != nil {
			return b, false, err
		}
	}
	return b, number && len(items) == 1, nil
}

// guarded puts an apostrophe before a cell that a spreadsheet would take for a formula (CSV injection, as OWASP describes
// it).
func guarded(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n", rune(text[0])) {
		return "'" + text
	}
	return text
}

// lines writes the records of a CSV. encoding/csv ends lines in CR LF only together with changing the line ends within
// cells, so each record is written on its own and given its end here.
type lines struct {
	w    io.Writer
	line bytes.Buffer
	csv  *csv.Writer
}

func newLines(w io.Writer) *lines {
	l := &lines{w: w}
	l.csv = csv.NewWriter(&l.line)
	return l
}

func (l *lines) write(record []string) error {
	l.line.Reset()
	if len(record) == 1 && record[0] == "" {
		l.line.WriteString("\"\"\n") // a line with nothing in it is none to most readers
	} else if err := l.csv.Write(record); err != nil {
		return err
	}
	l.csv.Flush()
	l.line.Truncate(l.line.Len() - 1)
	l.line.WriteString("\r\n")
	_, err := l.w.Write(l.line.Bytes())
	return err
}

// WriteNDJSON writes an answer as one JSON object a line and row, with the names of the columns as keys, in their order.
// Values are those of the answer; what it does not have is null. A citation is an object of its own, under "citation".
func (t *Table) WriteNDJSON(w io.Writer, data []byte, o Options) error {
	cite := func(place Place) error {
		if o.Cite != place {
			return nil
		}
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		return encoder.Encode(map[string]Citation{"citation": o.Citation})
	}
	if err := cite(First); err != nil {
		return err
	}
	var line bytes.Buffer
	err := t.Rows(data, func(cells []json.RawMessage) error {
		line.Reset()
		for i, raw := range cells {
			separator := ','
			if i == 0 {
				separator = '{'
			}
			fmt.Fprintf(&line, "%c%q:", separator, t.names[i])
			if raw == nil {
				line.WriteString("null")
			} else if err := json.Compact(&line, raw); err != nil {
				return err
			}
		}
		line.WriteString("}\n")
		_, err := w.Write(line.Bytes())
		return err
	})
	if err != nil {
		return err
	}
	return cite(Last)
}
