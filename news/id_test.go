package news

import (
	"strings"
	"testing"
)

func TestSplitIDTakesAnIDApart(t *testing.T) {
	for id, want := range map[string]struct {
		kind Kind
		slug string
		ok   bool
	}{
		"actor:john-kirby": {KindActor, "john-kirby", true},
		"event:a:b":        {KindEvent, "a:b", true},
		"figure:00ff":      {KindFigure, "00ff", true},
		"actor:":           {},
		"actor":            {},
		"person:x":         {},
		"":                 {},
		":x":               {},
		"Actor:x":          {},
	} {
		kind, slug, ok := SplitID(id)
		if kind != want.kind || slug != want.slug || ok != want.ok {
			t.Errorf("SplitID(%q) = %q, %q, %v, want %v", id, kind, slug, ok, want)
		}
	}
	for _, k := range Kinds {
		if kind, slug, ok := SplitID(k.ID("x")); kind != k || slug != "x" || !ok {
			t.Errorf("the kind %s is not read back from its own id", k)
		}
	}
}

// A mention keeps its id for as long as text, kind and span stay; whatever of them changes, it is another.
func TestMentionHashTellsMentionsApart(t *testing.T) {
	text := strings.Repeat("a", 64)
	first := MentionHash(text, KindFigure, Span{10, 20}, 0)
	if again := MentionHash(text, KindFigure, Span{10, 20}, 0); again != first || len(first) != 16 {
		t.Errorf("the same mention has the ids %q and %q", first, again)
	}
	seen := map[string]bool{first: true}
	for _, other := range []string{
		MentionHash(strings.Repeat("b", 64), KindFigure, Span{10, 20}, 0),
		MentionHash(text, KindTerm, Span{10, 20}, 0),
		MentionHash(text, KindFigure, Span{10, 21}, 0),
		MentionHash(text, KindFigure, Span{1, 20}, 0),
		MentionHash(text, KindFigure, Span{10, 20}, 1),
	} {
		if seen[other] {
			t.Errorf("two mentions have the id %q", other)
		}
		seen[other] = true
	}
}
