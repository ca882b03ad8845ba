package export

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"
)

// A guarded text begins with nothing that a spreadsheet runs, and taking the apostrophe off gives back what was there.
func TestTheGuardCanBeTakenOff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("'=+-@\t\ra1 é"))).Draw(t, "text")
		guarded := guard(s)
		if guarded != "" && strings.ContainsRune("=+-@\t\r", rune(guarded[0])) {
			t.Fatalf("%q becomes %q, which a spreadsheet runs", s, guarded)
		}
		back := guarded
		if rest := strings.TrimLeft(guarded, "'"); len(rest) < len(guarded) && rest != "" && strings.ContainsRune("=+-@\t\r", rune(rest[0])) {
			back = guarded[1:]
		}
		if back != s {
			t.Fatalf("%q becomes %q, and that gives back %q", s, guarded, back)
		}
	})
}

// A table that outgrows what is held in memory is whole all the same.
func TestParquetOfManyRowGroups(t *testing.T) {
	var out bytes.Buffer
	s := newParquet(&out, "many", []field{{name: "id", required: true}, {name: "list", kind: ofTexts}})
	const rows = 2*rowGroup + 1
	for i := range rows {
		if err := s.write([]any{strconv.Itoa(i), []string{"a", "b"}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.end(); err != nil {
		t.Fatal(err)
	}
	file, err := parquet.OpenFile(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil || file.NumRows() != rows || len(file.RowGroups()) != 3 {
		t.Errorf("%d rows in %d groups, %v; want %d in 3", file.NumRows(), len(file.RowGroups()), err, rows)
	}
}
