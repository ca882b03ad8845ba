package store

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"onrecord/news"
)

func TestSnippetsAreCutAtTheEndsOfWords(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("wörds before it ", 20)) + " the flood, and the fire; " + strings.TrimSpace(strings.Repeat("words after it ", 20)) + "."
	exactly := func(n int) string { return strings.Repeat("x", n-len(" flood")) + " flood" }
	for _, c := range []struct{ text, ask, want string }{
		{"A flood, and a FLOOD.", "flood", "A [flood], and a [FLOOD]."},
		{"Flood and fire and flood", `"fire and flood"`, "Flood and [fire and flood]"},
		{"The Flood’s end", "flood", "The [Flood]’s end"},
		{exactly(MaxSnippet), "flood", strings.TrimSuffix(exactly(MaxSnippet), "flood") + "[flood]"},
		{exactly(MaxSnippet + 1), "flood", "…[flood]"},
		{strings.Repeat("x", 200), "xx", "[" + strings.Repeat("x", MaxSnippet-2) + "]…"},
		{long, "flood fire", "…before it wörds before it wörds before it the [flood], and the [fire]; words after it words after it words after it words after it words after it words after it…"},
		{long, "after", "…wörds before it the flood, and the fire; words [after] it words [after] it words [after] it words [after] it words [after] it words [after] it words [after] it words [after]…"},
	} {
		s := stored(t, many(c.text))
		got, err := s.Search(c.ask, nil, Page{})
		must(t, err)
		if len(got.Edges) != 1 || len(certain(got.Nodes()[0].Snippets())) != 1 {
			t.Fatalf("%q in %q gives %d hits", c.ask, c.text, len(got.Edges))
		}
		snippet := certain(got.Nodes()[0].Snippets())[0]
		shown := ""
		for _, p := range snippet.Parts {
			if p.Match {
				p.Text = "[" + p.Text + "]"
			}
			shown += p.Text
		}
		if shown != c.want {
			t.Errorf("%q shows\n%s, want\n%s", c.ask, shown, c.want)
		}
		if n := utf8.RuneCountInString(snippet.Text()); n > MaxSnippet {
			t.Errorf("%q shows %d characters", c.ask, n)
		}
	}
}

// A text is shown once, though it stands in several records: here in a report and in its quotation.
func TestSnippetsDoNotRepeat(t *testing.T) {
	ds := many("flood one", "flood two", "flood three", "flood four")
	ds.Articles = []*news.Article{{ID: "article:a", Language: "en", TextHash: "a"}}
	ds.Actors = []*news.Actor{{ID: "actor:a", Name: "Holt", Kind: news.Person}}
	ds.Statements = []*news.Statement{{ID: "statement:s", Gist: "No flood came.", Speaker: "actor:a", Act: news.Deny}}
	for i, e := range ds.Events {
		anchor := news.Anchor{Article: "article:a", Curation: news.Reviewed, Evidence: news.Evidence{Span: news.Span{Start: i, End: i + 1}}}
		ds.Terms = append(ds.Terms, &news.TermUse{ID: news.TermID(fmt.Sprintf("term:%d", i)), Anchor: anchor, Referent: news.SubjectID(e.ID), Term: e.Label, Voice: news.ArticleVoice})
	}
	ds.Reports = []*news.StatementReport{{ID: "report:r", Statement: "statement:s", Mode: news.Direct, Text: "There was no flood.",
		Anchor: news.Anchor{Article: "article:a", Curation: news.Reviewed, Evidence: news.Evidence{Span: news.Span{End: 9}}},
		Quotes: []news.Quote{{Span: news.Span{End: 9}, Words: "no\nflood"}}}}
	news.Derive(ds)
	got, err := stored(t, ds).Search("flood", nil, Page{})
	must(t, err)
	want := map[string]string{
		"article:a":   "report: There was no flood. term: flood one term: flood two",
		"event:e0000": "label: flood one",
		"statement:s": "gist: No flood came. report: There was no flood.",
	}
	for _, hit := range got.Nodes() {
		var shown []string
		for _, s := range certain(hit.Snippets()) {
			shown = append(shown, s.Field+": "+s.Text())
		}
		if w, ok := want[hit.Node.NodeID()]; ok && strings.Join(shown, " ") != w {
			t.Errorf("%s shows %q, want %q", hit.Node.NodeID(), shown, w)
		}
	}
}
