package loader

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The forms as expressions: what is written by hand has to say the same.
var (
	slugForm      = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,79}$`)
	textHashForm  = regexp.MustCompile(`^[0-9a-f]{64}$`)
	spanHashForm  = regexp.MustCompile(`^[0-9a-f]{16}$`)
	digitsForm    = regexp.MustCompile(`^\d[\d.,]*$`)
	wellMadeForm  = regexp.MustCompile(`^(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$`)
	zeroForm      = regexp.MustCompile(`^(no|none|nobody|zero|neither)\b`)
	noOneForm     = regexp.MustCompile(`^no[ -]one\b`)
	piecesForm    = regexp.MustCompile(`\d[\d.,]*\d|\d|[\pL]+`)
	proposingForm = regexp.MustCompile(`(?m)^(actors|events|statements|quantities):|"(actors|events|statements|quantities)"`)
	proposingJSON = regexp.MustCompile(`"(actors|events|statements|quantities)"`)
)

func FuzzForms(f *testing.F) {
	for _, seed := range []string{
		"", "a", "-a", "a-b_c9", strings.Repeat("a", 80), strings.Repeat("a", 81), "a\n", "é", "\xff", strings.Repeat("0a", 8), strings.Repeat("f9", 32),
		"1,400", "1400", "14,00", "1,400.5", "1,400.", "0001,400", "1.5.", ".5", "1,,2", "12,345,678.90", "1.2,3 and 4.", "no one", "no-one", "no onese", "no one_",
		"none", "nobody's", "neither", "zeros", "no", "nö", "two ½ x1y", "ä9,", "9.,", "actors:", " actors:", "x\nevents: []", "x\revents:", `{"quantities": []}`, "actors:actors:", "actorsactors:", "\nactors",
		"xstatements:\nstatements:",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, pair := range map[string][2]bool{
			"slug":              {isSlug(s), slugForm.MatchString(s)},
			"text hash":         {isHash(s, textHash), textHashForm.MatchString(s)},
			"span hash":         {isHash(s, spanHash), spanHashForm.MatchString(s)},
			"digits":            {isDigits(s), digitsForm.MatchString(s)},
			"well made":         {isWellMade(s), wellMadeForm.MatchString(s)},
			"zero":              {beginsWith(s, zeroWords...), zeroForm.MatchString(s)},
			"proposing":         {proposes([]byte(s), false), proposingForm.MatchString(s)},
			"proposing in JSON": {proposes([]byte(s), true), proposingJSON.MatchString(s)},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%s: %q is %t, and by the expression %t", name, s, pair[0], pair[1])
			}
		}
		if got, want := withoutNoOne(s), noOneForm.ReplaceAllString(s, "nobody"); got != want {
			t.Errorf("no one: %q becomes %q, and by the expression %q", s, got, want)
		}
		if got, want := piecesOf(s), piecesForm.FindAllString(s, -1); !slices.Equal(got, want) {
			t.Errorf("pieces of %q: %q, and by the expression %q", s, got, want)
		}
	})
}
