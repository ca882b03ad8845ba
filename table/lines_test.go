package table

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever is in its cells, a CSV reads back as it was written, its lines end in CR LF, and no guarded cell begins as a
// formula does. (encoding/csv's reader gives CR LF within a cell as LF.)
func FuzzLines(f *testing.F) {
	for _, cells := range [][3]string{
		{"label", "figures.printed", "more than 1,400"}, {"", "", ""}, {"=1+1", "-3", "@x"}, {"a\nb", "a\r\nb", "a\rb"},
		{`"`, `""`, `,`}, {"\ufeff", `\.`, "# x"}, {"\t", "\r", "\n"}, {" a", "a ", "é海"},
	} {
		f.Add(cells[0], cells[1], cells[2])
	}
	f.Fuzz(func(t *testing.T, a, b, c string) {
		for _, record := range [][]string{{a}, {a, b, c}} {
			for i := range record {
				if !utf8.ValidString(record[i]) {
					t.Skip() // JSON has no other text
				}
				record[i] = guarded(record[i])
				if record[i] != "" && strings.Contains("=+-@\t\r\n", record[i][:1]) {
					t.Fatalf("%q is let through", record[i])
				}
			}
			var written bytes.Buffer
			l := newLines(&written)
			for range 2 {
				if err := l.write(record); err != nil {
					t.Fatal(err)
				}
			}
			if !strings.HasSuffix(written.String(), "\r\n") {
				t.Fatalf("%q does not end in CR LF", &written)
			}
			r := csv.NewReader(&written)
			again, err := r.ReadAll()
			if err != nil || len(again) != 2 {
				t.Fatalf("%q reads back as %q: %v", record, again, err)
			}
			for i := range record {
				if want := strings.ReplaceAll(record[i], "\r\n", "\n"); again[0][i] != want || again[1][i] != want {
					t.Fatalf("%q reads back as %q and %q", record[i], again[0][i], again[1][i])
				}
			}
		}
	})
}
