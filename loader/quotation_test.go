package loader

import (
	"slices"
	"testing"

	"onrecord/news"
)

// cuts gives the words at each of the spans.
func cuts(points []rune, spans []news.Span) []string {
	var words []string
	for _, s := range spans {
		words = append(words, string(points[s.Start:s.End]))
	}
	return words
}

func TestQuotationsOf(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"none", "The wall held.", nil},
		{"straight", `She called it "a good wall" twice.`, []string{"a good wall"}},
		{"curly", "She called it “a good wall” twice.", []string{"a good wall"}},
		{"guillemets", "« a good wall »", []string{" a good wall "}},
		{"low and high", "„a good wall“", []string{"a good wall"}},
		{"two in a line", `"The wall," she said, "is good."`, []string{"The wall,", "is good."}},
		{"closing mark opens", "She called it ”a good wall” twice.", []string{"a good wall"}},
		{"opening mark closes", "She called it “a good wall“ twice.", []string{"a good wall"}},
		{"mixed marks", "She called it \"a good wall” twice.", []string{"a good wall"}},
		{"goes on in the next paragraph", "“The wall is good.\n“The harbour is better,” she said.", []string{"The wall is good.", "The harbour is better,"}},
		{"never closed", "She said: “The wall is good.", []string{"The wall is good."}},
		{"lone mark at the end of a line", "The wall is good.”\nSo is the harbour.", nil},
		{"lone mark and spacing at the end", "The wall is good.” \nSo “is” it.", []string{"is"}},
		{"nothing inside", `The sign read "" or "…".`, nil},
		{"number inside", `The sign read "41".`, []string{"41"}},
		{"single", "the ‘Big Bucket’ exercise", []string{"Big Bucket"}},
		{"single, straight", "the 'Big Bucket' exercise", []string{"Big Bucket"}},
		{"single, hyphenated", "‘Al-Marsa Tide’, as they call it", []string{"Al-Marsa Tide"}},
		{"single with an apostrophe inside", "the ‘Mayor’s Own’ exercise", []string{"Mayor’s Own"}},
		{"single, opening mark closes", "the ‘Big Bucket‘ exercise", []string{"Big Bucket"}},
		{"single in brackets", "the exercise (‘Big Bucket’) ended", []string{"Big Bucket"}},
		{"single within double", "“the ‘Big Bucket’ exercise”", []string{"the ‘Big Bucket’ exercise", "Big Bucket"}},
		{"single right inside double", "“‘Big Bucket’ ended”", []string{"‘Big Bucket’ ended", "Big Bucket"}},
		{"double within single", "‘the \"big\" one’", []string{"the \"big\" one", "big"}},
		{"apostrophe", "Vell’s wall and Ada's boat don't leak", nil},
		{"apostrophe turned wrongly", "Vell‘s wall, and Ada‘s", nil},
		{"apostrophe at the end", "the boats’ nets, the captains' hats", nil},
		{"single, not closed in its line", "‘Big\nBucket’", nil},
		{"beyond the first plane", "🌊 “𝔴all” 🌊", []string{"𝔴all"}},
		{"blank lines", "\n\n“a”\n\n\n“b”\n", []string{"a", "b"}},
		{"nothing at all", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			points := []rune(c.text)
			if got := cuts(points, quotationsOf(points)); !slices.Equal(got, c.want) {
				t.Errorf("%q: %q, want %q", c.text, got, c.want)
			}
		})
	}
}

func TestNumbersOf(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                 nil,
		"The wall held.":                   nil,
		"41 boats sank.":                   {"41"},
		"About 1,400 people, 2.5 per boat": {"1,400", "2.5"},
		"In 2019, 7.":                      {"2019", "7"},
		"a C-130 and an F16":               {"C-130", "F16"},
		"the 3rd of 10-20":                 {"3rd", "10-20"},
		"twenty-five dozen":                {"twenty", "five", "dozen"},
		"one of two":                       {"two"},
		"a few, several, thousands":        {"few", "several", "thousands"},
		"1,\n2":                            {"1", "2"},
		"🌊7🌊":                              {"7"},
		"٤١ boats":                         {"٤١"},
	} {
		points := []rune(text)
		if got := cuts(points, numbersOf(points)); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestCovered(t *testing.T) {
	points := []rune("at least 41, boats")
	number := news.Span{Start: 9, End: 12} // "41,"
	for _, c := range []struct {
		by   []news.Span
		want bool
	}{
		{nil, false},
		{[]news.Span{{Start: 9, End: 11}}, true},
		{[]news.Span{{Start: 0, End: 18}}, true},
		{[]news.Span{{Start: 9, End: 10}}, false},
		{[]news.Span{{Start: 9, End: 10}, {Start: 10, End: 11}}, true},
		{[]news.Span{{Start: 11, End: 18}}, false},
	} {
		if got := covered(points, number, c.by); got != c.want {
			t.Errorf("by %v: %v", c.by, got)
		}
	}
}

// What covers a number or a quotation: figures, quotes, terms, roles, labels and the exceptions.
func TestCover(t *testing.T) {
	const wall = "articles/wall.yaml"
	for _, c := range []struct {
		name    string
		changes []change
		want    map[Code]int
	}{
		{"sound", nil, nil},
		{"a term less", []change{{wall, "\nterms:\n  - {span: [205, 223], referent: actor:wall-critics, term: armchair engineers, voice: QUOTED}\n", ""}},
			map[Code]int{UncoveredQuotation: 1, Unused: 1}},
		{"an exception in its place", []change{
			{wall, "\nterms:\n  - {span: [205, 223], referent: actor:wall-critics, term: armchair engineers, voice: QUOTED}\n", ""},
			{wall, "  language: en\n", "  language: en\n  not_quotations:\n    - {span: [205, 223], words: armchair engineers, why: a test}\n"}},
			map[Code]int{Unused: 1}},
		{"a role in its place", []change{
			{wall, "\nterms:\n  - {span: [205, 223], referent: actor:wall-critics, term: armchair engineers, voice: QUOTED}\n",
				"  - {span: [205, 223], actor: wall-critics, role: armchair engineers}\n"}}, nil},
		{"furniture in its place", []change{
			{wall, "\nterms:\n  - {span: [205, 223], referent: actor:wall-critics, term: armchair engineers, voice: QUOTED}\n", ""},
			{wall, "  language: en\n", "  language: en\n  furniture:\n    - {span: [200, 225], why: a test}\n"}},
			map[Code]int{Unused: 1}},
		{"an exception that has moved", []change{
			{wall, "  language: en\n", "  language: en\n  not_figures:\n    - {span: [44, 53], words: Around 280, why: a test}\n"}},
			map[Code]int{MovedWords: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := soundDataset(t)
			for _, x := range c.changes {
				edit(t, files, x.file, x.old, x.with)
			}
			_, found := Load(files, Options{Texts: soundTexts(t)})
			got := map[Code]int{}
			for _, d := range found {
				got[d.Code]++
			}
			for _, info := range Codes {
				if got[info.Code] != c.want[info.Code] {
					t.Errorf("%d %s, want %d:\n%s", got[info.Code], info.Code, c.want[info.Code], text(t, found))
				}
			}
		})
	}
}
