package news

import (
	"slices"
	"strings"
	"testing"
	"testing/quick"
)

func report(id ReportID, mode SpeechMode, text string) *StatementReport {
	return &StatementReport{ID: id, Mode: mode, Text: text}
}

// applied gives the two texts that a diff was made from: without what is inserted, and without what is deleted.
func applied(spans []DiffSpan) (from, to string) {
	for _, s := range spans {
		if s.Op != Insert {
			from += s.Text
		}
		if s.Op != Delete {
			to += s.Text
		}
	}
	return from, to
}

func TestTheSameWordingIsListedOnceTheLongestFirst(t *testing.T) {
	found := wordings([]*StatementReport{
		report("report:1", Direct, "The wall held."),
		report("report:2", Direct, "The wall held all night."),
		report("report:3", Direct, "The wall held."),
		report("report:4", Indirect, "The wall held."),
	})
	var texts []string
	for _, w := range found {
		texts = append(texts, string(w.Mode)+" "+w.Text)
	}
	if want := []string{"DIRECT The wall held all night.", "DIRECT The wall held.", "INDIRECT The wall held."}; !slices.Equal(texts, want) {
		t.Errorf("%q, want %q", texts, want)
	}
	if got := found[1].Reports; !slices.Equal(got, []ReportID{"report:1", "report:3"}) {
		t.Errorf("the reports of the second wording are %v", got)
	}
	if got := found[0].Diff; len(got) != 1 || got[0].Op != Equal {
		t.Errorf("the longest differs from itself: %v", got)
	}
	if wordings(nil) != nil {
		t.Error("a statement nobody reports has wordings")
	}
}

func TestADiffShowsWhichWordsDiffer(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"the wall held all night", "the wall held", "=the wall held-all night"},
		{"the wall held", "the old wall held", "=the +old =wall held"},
		{"some level of deniability here", "some level of denial on this issue", "=some level of -deniability here+denial on this issue"},
		// Case, marks and spaces are no difference in wording.
		{"Iran's goal", "iran ‘s goal.", "=iran ‘s goal."},
		{"Iran's goal", "Iran’s aim", "=Iran’s -goal+aim"},
		// A contraction is a word, and is not cut at its apostrophe.
		{"but we are not going", "but we're not going", "=but -we are +we're =not going"},
		{"we’re not", "we're not", "=we're not"},
		{"it is not", "it's not", "=it-is +'s =not"},
		{"the ‘old’ wall", "the old wall", "=the old wall"},
		{"", "", ""},
		{"", "new", "+new"},
	} {
		var got strings.Builder
		for _, s := range diff(c.from, c.to) {
			got.WriteString(map[DiffOp]string{Equal: "=", Insert: "+", Delete: "-"}[s.Op] + s.Text)
		}
		if got.String() != c.want {
			t.Errorf("%q to %q: %q, want %q", c.from, c.to, got.String(), c.want)
		}
	}
}

// Whatever the texts: what is not deleted reads as the second, and the words of what is not inserted are the first's.
func TestADiffLosesNothing(t *testing.T) {
	vocabulary := []string{"wall ", "the ", "Wall, ", "held", " ", "élan-", "塩", "“", "7 ", "\u00a0", "we’re ", "we ", "are ", "'s ", "‘"}
	text := func(picks []byte) string {
		var b strings.Builder
		for _, p := range picks {
			b.WriteString(vocabulary[int(p)%len(vocabulary)])
		}
		return b.String()
	}
	plain := func(s string) (words []string) {
		for _, p := range cutPieces(nil, s) {
			words = append(words, strings.ReplaceAll(p.word, "'", "")) // it may join what is only side by side in a diff
		}
		return words
	}
	property := func(a, b []byte) bool {
		from, to := text(a), text(b)
		first, second := applied(diff(from, to))
		return second == to && strings.Join(plain(first), "") == strings.Join(plain(from), "")
	}
	if err := quick.Check(property, &quick.Config{MaxCount: 3000}); err != nil {
		t.Error(err)
	}
	long := strings.Repeat("word ", 3*maxDiffWords)
	if _, second := applied(diff(long, "other "+long)); second != "other "+long {
		t.Error("a text longer than is compared is not given whole")
	}
}
