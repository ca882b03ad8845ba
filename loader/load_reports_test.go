package loader

import (
	"strings"
	"testing"
)

func TestReports(t *testing.T) {
	_, none := mustLoad(t, soundDataset(t), Options{Texts: soundTexts(t)})
	_, one := mustLoad(t, soundDataset(t), Options{})
	files := soundDataset(t)
	edit(t, files, "articles/wall.yaml", "value: 280", "value: 281")
	edit(t, files, "actors.yaml", "kind: OUTLET", "kind: OUTLETS")
	delete(files, "places.yaml")
	_, several := Load(files, Options{})
	if len(none) != 0 || len(one) != 1 || len(several) < 3 {
		t.Fatalf("%d, %d, %d problems", len(none), len(one), len(several))
	}
	for _, found := range []Diagnostics{nil, none, one, several} {
		checkJSON(t, found)
		checkSARIF(t, found)
	}
	var b strings.Builder
	if err := (Diagnostics)(nil).JSON(&b); err != nil || strings.TrimSpace(b.String()) != "[]" {
		t.Errorf("no problems are %q, %v", b.String(), err)
	}
}

// A long line is shown in part, and the caret stands under the right place of it.
func TestLongLinesAreShortened(t *testing.T) {
	long := strings.Repeat("é", 300)
	f := &file{name: "x", content: long[:2*200] + "HERE" + long[2*204:]}
	for _, column := range []int{0, 1, 40, 41, 42, 100, 201, 300, 301, 341, 342, 5000} {
		p := &problems{}
		p.report(Syntax, placeAt(f, 1, column, 4), "", "m")
		d := p.sorted()
		if shown := len([]rune(d[0].SourceLine)); shown > maxShown+2 {
			t.Errorf("column %d: %d code points", column, shown)
		}
		lines := strings.Split(text(t, d), "\n")
		if column == 201 {
			at := len([]rune(lines[2])) - 4
			if got := string([]rune(lines[1])[at : at+4]); got != "HERE" {
				t.Errorf("the caret points at %q:\n%s", got, text(t, d))
			}
		}
	}
}
