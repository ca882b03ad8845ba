package export

import (
	"strings"
	"testing"

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
