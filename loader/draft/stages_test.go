package draft

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"onrecord/loader"
	"onrecord/news"
)

type files map[string]string

func (f files) fs() fs.FS {
	m := fstest.MapFS{}
	for name, content := range f {
		m[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return m
}

func nothing(string) bool { return false }

func TestTokens(t *testing.T) {
	for text, want := range map[string]string{
		"U.S. envoy Lt. Col. J. Marsh":       "U.S.|envoy|Lt.|Col.|J.|Marsh",
		"It cost $1,400.50.":                 "It|cost|$|1,400.50|.",
		"at least 2,00 children":             "at|least|2,00|children",
		"Israel‘s and Iran ‘s":               "Israel|'s|and|Iran|'s",
		"The well-known C-130, don't":        "The|well-known|C-130|,|don't",
		"Rep. Ada Brenn (R-V.T.) said":       "Rep.|Ada|Brenn|(|R-V.T.|)|said",
		"Vells wrote to VellsTube about it":  "Vells|wrote|to|VellsTube|about|it",
		"Orrin met Brenns OrrinBrenns there": "Orrin|met|Brenns|Orrin|Brenns|there",
	} {
		var got []string
		for _, tok := range Tokens(NewText(text), nothing) {
			got = append(got, tok.Text)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %s, want %s", text, strings.Join(got, "|"), want)
		}
	}
}

func TestSentences(t *testing.T) {
	for text, want := range map[string]string{
		`Mr. Hale left. He went to the U.S. The dam held.`:          "Mr. Hale left.|He went to the U.S.|The dam held.",
		`"Is it? It is," she said. "Go."`:                           `"Is it? It is," she said.|"Go."`,
		`"Why not?" Brenn asked. Nobody knew.`:                      `"Why not?" Brenn asked.|Nobody knew.`,
		`"We lost." The mayor left.`:                                `"We lost."|The mayor left.`,
		`It was read in advance. , according to officials.`:         `It was read in advance. , according to officials.`,
		`The price rose 3.5 percent (it had fallen.) Then it fell.`: `The price rose 3.5 percent (it had fallen.)|Then it fell.`,
	} {
		d := Article(text, NewContext(nil), "")
		var got []string
		for _, s := range d.Sentences {
			got = append(got, d.Cut(s.Span))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q:\n%s, want\n%s", text, strings.Join(got, "|"), want)
		}
	}
}

func TestQuotations(t *testing.T) {
	for text, want := range map[string]string{
		`He said "yes" and "no".`:                      "yes|no",
		`” Iran  continues .” He left.`:                "Iran  continues .",
		`“He told me ‘no’ and left,” she said.`:        "He told me ‘no’ and left,",
		`“I heard “no” twice,” she said.`:              "I heard “no” twice,",
		`Brenn: the dam holds"`:                        "",
		`''It holds,'' she said. ''It does.''`:         "It holds,|It does.",
		`She said: "It goes on`:                        "It goes on",
		`the ‘Lower Mill’ and Hale’s men’s boots`:      "Lower Mill",
		`"One", "two" and "three"`:                     "One|two|three",
		`“It holds,“ she said. “It does.“`:             "It holds,|It does.",
		`the 'great flood' of 'the old man's' village`: "great flood|the old man's",
	} {
		x := NewText(text)
		var got []string
		for _, q := range Quotations(x, news.Span{Start: 0, End: len(x.Points)}, false) {
			got = append(got, x.Cut(q.Span))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%s: %s, want %s", text, strings.Join(got, "|"), want)
		}
	}
}

func TestBlocks(t *testing.T) {
	x := NewText("Dam gives way\n\nDam gives way\n\n4 min read\n\nThe dam above the town of Vell gave way on Tuesday night, the mayor said.\n\nA wall in March [Red Lantern]\n\nWhat comes next\n\nThe town will build another one, twice as high and twice as thick as the last.\n\nLeave a comment")
	var got []string
	for _, b := range Blocks(x) {
		got = append(got, string(b.Kind))
	}
	want := []string{"HEADLINE", "FURNITURE", "FURNITURE", "LEDE", "CAPTION", "HEADING", "BODY", "FURNITURE"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Lines that were only wrapped are one paragraph; lines that are paragraphs are not.
func TestWrappedLines(t *testing.T) {
	wrapped := "The dam above the town of Vell gave way on Tuesday night, and the\nmayor said that more than three hundred people had been moved to the\nschools of the town and of the villages around it."
	if n := len(paragraphs(NewText(wrapped))); n != 1 {
		t.Errorf("wrapped lines make %d paragraphs", n)
	}
	lines := "The dam above the town of Vell gave way on Tuesday night, the mayor said.\n“We walked every metre of it in the month of March,” she added at noon.\nThe army has sent soldiers and two aircraft."
	if n := len(paragraphs(NewText(lines))); n != 3 {
		t.Errorf("three paragraphs on three lines make %d", n)
	}
}

func TestDates(t *testing.T) {
	const wednesday = "2031-05-14"
	for text, want := range map[string]string{
		"It broke on Tuesday.":                         "2031-05-13",
		"It broke on Wednesday.":                       "2031-05-14",
		"It broke on Thursday.":                        "2031-05-08",
		"The court will meet on Friday.":               "2031-05-16",
		"It broke on October 7.":                       "2030-10-07",
		"It broke on 7 October 2027.":                  "2027-10-07",
		"It broke on Oct. 7, 2027.":                    "2027-10-07",
		"It broke yesterday.":                          "2031-05-13",
		"It broke last month.":                         "2031-04",
		"It broke last year.":                          "2030",
		"It broke over the weekend.":                   "2031-05-10/2031-05-11",
		"It broke in October.":                         "2030-10",
		"It broke in 2019.":                            "2019",
		"It broke this week.":                          "2031-05-12/2031-05-18",
		"She may march in the rain, and may win.":      "",
		"It broke on February 30.":                     "?",
		"The bridge that fell on 3 June was repaired.": "2030-06-03",
	} {
		d := Article(text, NewContext(nil), wednesday)
		var got []string
		for _, x := range d.Dates {
			if x.EDTF == "" {
				x.EDTF = "?"
			}
			got = append(got, x.EDTF)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", text, got, want)
		}
	}
	// Without the article's own date only what is printed in full can be said.
	d := Article("It broke on Tuesday, as on 7 October 2027.", NewContext(nil), "")
	if len(d.Dates) != 2 || d.Dates[0].EDTF != "" || d.Dates[1].EDTF != "2027-10-07" {
		t.Errorf("%+v", d.Dates)
	}
}

func TestStatements(t *testing.T) {
	checkStatements(t, map[string]string{
		`"It holds," said Ada Brenn, the mayor of Vell.`:                             `Ada Brenn: "It holds,"`,
		`"It holds," Brenn said on Monday. "It always did."`:                         `Brenn: "It holds," … "It always did."`,
		`Hale said that the wall had held, but Brenn said it had not.`:               `Hale: that the wall had held | Brenn: it had not`,
		`The wall had held for years, two officials said.`:                           `two officials: The wall had held for years,`,
		`According to the ministry, the wall had held.`:                              `the ministry: the wall had held`,
		`The wall held, according to the ministry.`:                                  `the ministry: The wall held`,
		`Brenn called the report "a story" and left.`:                                `Brenn: the report "a story" and left`,
		`Brenn told reporters on Monday that it held, adding that it was old.`:       `Brenn: that it held | Brenn: that it was old`,
		`The claims were read in the United States of the north.`:                    ``,
		`"It holds." — Ada Brenn`:                                                    `Ada Brenn: "It holds."`,
		`On "Face the Town" on Sunday, Brenn said the old wall would hold for good.`: `Brenn: the old wall would hold for good`,
		`The attack underscores the danger to the town.`:                             ``,
		`He was told to leave and it was said to be late.`:                           ``,
		`While Brenn says the wall held, the council has ordered another.`:           `Brenn: the wall held`,
		`The wall, Hale said, was never inspected.`:                                  `Hale: The wall, … was never inspected`,
		`She may have held office, but a statement is a statement.`:                  ``,
	})
}

// What is said ends where the article goes on in its own words, and begins behind what stands between.
func TestWhereContentsEnd(t *testing.T) {
	checkStatements(t, map[string]string{
		`"It holds," Brenn told the council, pointing at the wall.`:                                  `Brenn: "It holds,"`,
		`"It holds," Brenn said after a visit to the mill on the river that feeds the lower town.`:   `Brenn: "It holds,"`,
		`The crowd chanted "Which wall?" until the rain came.`:                                       `The crowd: "Which wall?"`,
		`Hale said the wall was safe, but the council ordered another.`:                              `Hale: the wall was safe`,
		`Hale promised "bread and walls" but he left within the week.`:                               `Hale: "bread and walls"`,
		`Hale compared the plan to "a story" - a charge that stung.`:                                 `Hale: the plan to "a story"`,
		`Hale warned, as the council had in May, that the wall was old.`:                             `Hale: that the wall was old`,
		`Hale suggested a shorter way out of the town: leave by the mill and wait.`:                  `Hale: a shorter way out of the town: leave by the mill and wait`,
		`Brenn said the wall would hold, and, when pressed, the engineer replied, "It may."`:         `Brenn: the wall would hold | the engineer: "It may."`,
		`The men had left, according to their wives, and said they would return.`:                    `their wives: The men had left … and said they would return`,
		`Some were warned, according to Ada Brenn, head of the lower mill and of the older sluices.`: `Ada Brenn: Some were warned`,
		`They said he counted the boats and talked about the flood.`:                                 `They: he counted the boats and talked about the flood`,
	})
}

// Speech has other forms than somebody saying that.
func TestFormsOfSpeech(t *testing.T) {
	checkStatements(t, map[string]string{
		`Hale was accused of selling the old wall.`:                        `: Hale … selling the old wall`,
		`Hale was accused by Brenn of selling the old wall.`:               `Brenn: Hale … selling the old wall`,
		`Hale has never been asked why the wall fell.`:                     `: Hale … why the wall fell`,
		`Hale was told to leave.`:                                          ``,
		`Hale was forced to admit that the wall had fallen.`:               `Hale: that the wall had fallen`,
		`Hale hoped to leave.`:                                             ``,
		`The council has not said when the wall will be mended.`:           `The council: when the wall will be mended`,
		`Hale spoke warmly of the men at the wall.`:                        `Hale: the men at the wall`,
		`Hale talked about the flood.`:                                     `Hale: the flood`,
		`Hale talked for hours.`:                                           ``,
		`Hale pointed to the wall, which he said was older than the mill.`: `he: which … was older than the mill`,
		`Everything she says is true.`:                                     ``,
		`Men like Hale, she said.`:                                         `she: Men like Hale,`,
		`All of it, she said, could be undone.`:                            `she: All of it, … could be undone`,
		`Twenty-seven states led by Orrin went to court.`:                  ``,
		`The share has declined slightly since May.`:                       ``,
	})
}

func checkStatements(t *testing.T, cases map[string]string) {
	t.Helper()
	for text, want := range cases {
		d := Article(text, NewContext(nil), "")
		var got []string
		for _, st := range d.Statements {
			var content []string
			for _, c := range st.Content {
				content = append(content, d.Cut(c))
			}
			got = append(got, strings.TrimSuffix(strings.TrimSuffix(d.Cut(st.Speaker), ", the mayor of Vell"), ",")+": "+strings.Join(content, " … "))
		}
		if strings.Join(got, " | ") != want {
			t.Errorf("%s\n got %s\nwant %s", text, strings.Join(got, " | "), want)
		}
	}
}

// A chain leads from the article outward, by whatever words say so.
func TestChains(t *testing.T) {
	for text, want := range map[string]string{
		`The wall had held, two officials told the Vell Courier.`:                      "Vell Courier → two officials",
		`The wall had held, as reported by the Vell Courier, Ada Brenn said.`:          "Vell Courier → Ada Brenn",
		`The Vell Courier reported that it held, citing two officials.`:                "Vell Courier → two officials",
		`A report revealed that it held, according to officials who told the Courier.`: "Courier → officials",
		`The ministry said the wall had held.`:                                         "The ministry",
		`The ministry said it would close the wall, citing concerns for the town.`:     "The ministry",
	} {
		d := Article(text, town(), "")
		if len(d.Statements) == 0 {
			t.Errorf("%s: nothing", text)
			continue
		}
		var got []string
		for _, h := range d.Statements[0].Chain {
			got = append(got, d.Actors[h.Actor].Name)
		}
		if strings.Join(got, " → ") != want {
			t.Errorf("%s: %s, want %s", text, strings.Join(got, " → "), want)
		}
	}
}

// A headline leaves out articles, and may quote in single marks. What is set off is one statement, whatever marks it has.
func TestHeadlinesAndWhatIsSetOff(t *testing.T) {
	body := "\n\nThe wall above the town of Vell gave way on Tuesday night and hundreds had to leave.\n\nBrenn explained:\n\n“We walked every metre of it. There was nothing to see.”\n\nEditor’s note: Hale, who has said that walls are dull, owns this paper."
	for headline, want := range map[string]string{
		"Former mayor calls for second wall in Vell":                  "Former mayor: second wall in Vell",
		"Mayor of Vell to the old council of Orrin: ‘We should know’": "Mayor of Vell to the old council of Orrin: ‘We should know’",
	} {
		d := Article(headline+body, NewContext(nil), "")
		if len(d.Statements) != 2 {
			t.Fatalf("%s: %d statements, want 2", headline, len(d.Statements))
		}
		if got := d.Cut(d.Statements[0].Speaker) + ": " + d.Cut(d.Statements[0].Content[0]); got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if got := d.Cut(d.Statements[1].Speaker); got != "Brenn" {
			t.Errorf("what is set off is said by %s", got)
		}
		if last := d.Blocks[len(d.Blocks)-1]; last.Kind != FurnitureBlock {
			t.Errorf("a note of the editors is %s", last.Kind)
		}
	}
}

// What is set off without marks goes to whoever the line before names.
func TestSetOff(t *testing.T) {
	d := Article("The harbour of Vell was closed on Monday after the storm had passed.\n\nHale added:\n\nWe walked every metre of it. There was nothing to see.", NewContext(nil), "")
	if len(d.Statements) != 1 || d.Cut(d.Statements[0].Content[0]) != "We walked every metre of it. There was nothing to see." || d.Cut(d.Statements[0].Speaker) != "Hale" {
		t.Errorf("%+v", d.Statements)
	}
}

// Who speaks is one of the dataset's where it can be, then somebody named before, then somebody new.
func TestSpeakers(t *testing.T) {
	text := `Mayor Ada Brenn said the wall held. "It always did," she said.

A senior army official warned of a second flood. The official said it would come soon.

"We are ready," said Tomas Hale, head of the Orrin Institute. Hale has said so before.`
	d := Article(text, town(), "")
	var got []string
	for _, st := range d.Statements {
		got = append(got, d.Actors[st.Actor].ID+"/"+d.Actors[st.Actor].Name)
	}
	want := []string{"actor:ada-brenn/Ada Brenn", "actor:ada-brenn/Ada Brenn", "/A senior army official", "/A senior army official", "/Tomas Hale"}
	if diff := cmp.Diff(want, got[:min(len(got), 5)]); diff != "" {
		t.Error(diff)
	}
}

// pieces are what random articles are made of: sentences, marks, numbers, and what breaks them.
var pieces = []string{
	"Ada Brenn said ", "the army told the Vell Courier ", "\"It holds,\" ", "“we go", "” ", "''so'' ", "‘a’ ", "' ", "according to ", "he ", "2,00 ", "1,400 ",
	"between 10 and 20 ", "more than ", "three ", "C-130 ", "on Monday ", "October 7 ", "that ", ", ", ". ", "! ", ": ", "— ", "\n\n", "\n", "people were killed ",
	"3 min read\n", "No one ", "thousands of ", "OrrinBrenn ", "\u00a0", "\u200b", "é", "e\u0301", "(R-V.) ", "who ", "which ", "said ", "\"", "“", "”", "$", "%", "5:30 ", "and ", "but ", "called it ", "\u2028", "🚜 ",
}

// Whatever a text is like: every span cuts words that stand there, the view has the text's length, the text is not changed, and
// the record is one that check takes.
func TestAnyTextGivesASoundRecord(t *testing.T) {
	context := town()
	rapid.Check(t, func(t *rapid.T) {
		raw := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 60).Draw(t, "pieces"), "")
		text, err := loader.Normalize([]byte(raw))
		if err != nil || strings.TrimSpace(text) == "" {
			t.Skip("no text")
		}
		d := Article(text, context, "2031-05-14")
		if string(d.Points) != text || len(d.view) != len(d.Points) {
			t.Fatalf("the text was changed: %q", text)
		}
		d.eachSpan(func(kind string, s news.Span) {
			if s.Start < 0 || s.Start >= s.End || s.End > len(d.Points) {
				t.Fatalf("%s has the span %v in a text of %d", kind, s, len(d.Points))
			}
			if cut := d.Cut(s); kind != "block" && strings.TrimSpace(cut) != cut {
				t.Fatalf("%s begins or ends with white space: %q", kind, cut)
			}
		})
		if _, found := loadRecord(text, d); found.Errors() > 0 {
			var b strings.Builder
			_ = found.Text(&b)
			t.Fatalf("check refuses the record:\n%s", b.String())
		}
	})
}

func (d *Draft) eachSpan(yield func(kind string, s news.Span)) {
	for _, x := range d.Blocks {
		yield("block", x.Span)
	}
	for _, x := range d.Sentences {
		yield("sentence", x.Span)
	}
	for _, x := range d.Quotations {
		yield("quotation", x.Span)
	}
	for _, x := range d.Mentions {
		yield("mention", x.Span)
	}
	for _, x := range d.Figures {
		yield("figure", x.Span)
	}
	for _, x := range d.Dates {
		yield("date", x.Span)
	}
	for _, x := range d.Statements {
		yield("statement", x.Span)
		for _, c := range x.Content {
			yield("content", c)
		}
	}
	for _, x := range d.Events {
		yield("event", x.Span)
	}
	for _, x := range d.Roles {
		yield("role", x.Span)
	}
}

func FuzzArticle(f *testing.F) {
	for _, a := range samples(f) {
		f.Add(string(a.Files[0].Data))
	}
	f.Add(strings.Join(pieces, ""))
	context := town()
	f.Fuzz(func(t *testing.T, raw string) {
		text, err := loader.Normalize([]byte(raw))
		if err != nil || strings.TrimSpace(text) == "" || len(text) > 1<<14 {
			return
		}
		mustLoad(t, "fuzzed", text, Article(text, context, "2031-05-14"))
	})
}

func FuzzQuotations(f *testing.F) {
	f.Add("“a” ‘b’ ''c'' \"d")
	f.Fuzz(func(t *testing.T, text string) {
		x := NewText(text)
		last := 0
		for _, q := range doubleMarked(x, news.Span{Start: 0, End: len(x.Points)}, true) {
			if q.Outer.Start < last || !q.Outer.Covers(q.Span) || q.Start >= q.End || q.Outer.End > len(x.Points) {
				t.Fatalf("%q: %+v after %d", text, q, last)
			}
			last = q.Outer.End
		}
	})
}

func BenchmarkArticle(b *testing.B) {
	context := town()
	var texts []string
	for _, a := range samples(b) {
		// Four of a sample are as long as an article mostly is.
		texts = append(texts, strings.Repeat(string(a.Files[0].Data)+"\n\n", 4))
	}
	for i := 0; b.Loop(); i++ {
		Article(texts[i%len(texts)], context, "2031-05-14").Record(About{Slug: "sample", File: "sample.txt"})
	}
}
