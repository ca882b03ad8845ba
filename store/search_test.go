package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"onrecord/news"
)

// said is one text that a record is found by, as docs/search.md lists them.
type said struct{ field, text string }

// searched lists by a plain scan what every record is found by.
func (w *world) searched() map[string][]said {
	all := map[string][]said{}
	add := func(id, field string, texts ...string) {
		for _, t := range texts {
			all[id] = append(all[id], said{field, t})
		}
	}
	name := func(id, field, actor string) {
		if a := w.actor[actor]; a != nil {
			add(id, field, append([]string{a.Name}, a.OtherNames...)...)
		}
	}
	place := func(id, at string) {
		if p := w.place[at]; p != nil {
			add(id, "place", append([]string{p.Name}, p.OtherNames...)...)
		}
	}
	event := func(id, of string) {
		if e := w.event[of]; e != nil {
			add(id, "event", append([]string{e.Label}, e.OtherNames...)...)
		}
	}
	for _, a := range w.Articles {
		id := string(a.ID)
		add(id, "headline", a.Headline)
		add(id, "byline", a.Byline)
		add(id, "text", a.Text)
		name(id, "outlet", string(a.Outlet))
		for _, outlet := range a.Relays {
			name(id, "relay", string(outlet))
		}
	}
	for _, a := range w.Actors {
		id := string(a.ID)
		add(id, "name", a.Name)
		add(id, "name", a.OtherNames...)
		add(id, "description", a.Description)
		if a.Anonymity != nil {
			add(id, "descriptor", a.Anonymity.Descriptor)
		}
	}
	for _, e := range w.Events {
		id := string(e.ID)
		add(id, "label", e.Label)
		add(id, "name", e.OtherNames...)
		for _, p := range e.Places {
			place(id, string(p))
		}
	}
	for _, s := range w.Statements {
		id := string(s.ID)
		add(id, "gist", s.Gist)
		name(id, "speaker", string(s.Speaker))
		event(id, string(s.Occasion))
	}
	for _, q := range w.Quantities {
		id := string(q.ID)
		add(id, "label", q.Label)
		add(id, "population", q.Population)
		event(id, string(q.Event))
		place(id, string(q.Place))
	}
	for _, r := range w.Reports {
		for _, id := range []string{string(r.Statement), string(r.Article)} {
			add(id, "report", r.Text)
			for _, q := range r.Quotes {
				add(id, "quote", q.Words)
			}
		}
		name(string(r.Article), "speaker", string(w.statement[string(r.Statement)].Speaker))
	}
	for _, f := range w.Figures {
		add(string(f.Quantity), "figure", f.Printed)
		add(string(f.Article), "figure", f.Printed)
	}
	for _, a := range w.Accounts {
		add(string(a.Event), "claim", a.Claim)
		add(string(a.Article), "claim", a.Claim)
	}
	for _, r := range w.Roles {
		add(string(r.Actor), "role", r.Role)
		add(string(r.Article), "role", r.Role)
	}
	for _, t := range w.Terms {
		if w.place[string(t.Referent)] == nil {
			add(string(t.Referent), "term", t.Term)
		}
		add(string(t.Article), "term", t.Term)
	}
	return all
}

// searchedBy lists the words search knows a made text by, in their order.
func searchedBy(text string) []string {
	var found []string
	for _, w := range strings.Fields(text) {
		switch known, ok := vocabulary[w]; {
		case w == "1,400":
			found = append(found, "1400")
		case ok:
			found = append(found, known.words...)
		default:
			found = append(found, w)
		}
	}
	return found
}

// drawnTerm is a part of a search text, and what it has to be found by.
type drawnTerm struct {
	text, field string
	words       []string
	excluded    bool
	beginning   bool
}

func drawTerm(t *rapid.T) drawnTerm {
	known := sortedKeys(vocabulary)
	d := drawnTerm{}
	if rapid.IntRange(0, 2).Draw(t, "with a field") == 0 {
		d.field = rapid.SampledFrom(textFieldNames[1:]).Draw(t, "field")
	}
	d.excluded = rapid.IntRange(0, 4).Draw(t, "excluded") == 0
	words := rapid.SliceOfN(rapid.SampledFrom(known), 1, 1).Draw(t, "word")
	if rapid.IntRange(0, 2).Draw(t, "a phrase") == 0 {
		words = rapid.SliceOfN(rapid.SampledFrom(known), 1, 3).Draw(t, "words")
		d.text = `"` + strings.Join(words, " ") + `"`
	} else {
		// Of what is cut into several words only one is drawn: each alone is a term.
		d.text = strings.TrimPrefix(words[0], "o'")
		words = []string{d.text}
		d.beginning = true
	}
	for _, w := range words {
		if w == "clock" {
			d.words = append(d.words, w)
			continue
		}
		d.words = append(d.words, searchedBy(w)...)
	}
	if d.field != "" {
		d.text = d.field + ":" + d.text
	}
	if d.excluded {
		d.text = "-" + d.text
	}
	return d
}

// stands says whether the term stands in one of the texts. beginning: a word that begins with it is enough.
func (d drawnTerm) stands(texts []said, beginning bool) bool {
	for _, t := range texts {
		if d.field != "" && t.field != d.field {
			continue
		}
		words := searchedBy(t.text)
		for i := range words {
			if beginning && strings.HasPrefix(words[i], d.words[0]) && utf8.RuneCountInString(d.words[0]) >= MinBeginning {
				return true
			}
			if rest := words[i:]; len(rest) >= len(d.words) && slices.Equal(rest[:len(d.words)], d.words) {
				return true
			}
		}
	}
	return false
}

// The hits are those that a plain scan finds: the records with every term, or where there are none those with some. No two
// of the made words are a typo of one another.
func TestSearchFindsWhatAScanFinds(t *testing.T) {
	every, some := 0, 0
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		texts := scan(ds).searched()
		terms := rapid.SliceOfN(rapid.Custom(drawTerm), 1, 4).Draw(t, "terms")
		var wanted []drawnTerm
		var asked []string
		last := -1
		for i, d := range terms {
			asked = append(asked, d.text)
			if !d.excluded {
				wanted = append(wanted, d)
				last = i
			}
		}
		text := strings.Join(asked, " ")
		var kinds []SearchKind
		if rapid.Bool().Draw(t, "with kinds") {
			kinds = rapid.SliceOfDistinct(rapid.SampledFrom(SearchKinds), func(k SearchKind) SearchKind { return k }).Draw(t, "kinds")
		}
		got, err := s.Search(text, kinds, Page{First: at(MaxPage)})
		if last < 0 {
			refusedWith(t, BadSearch, text, err)
			return
		}
		must(t, err)
		var all, any []string
		for _, id := range sortedKeys(texts) {
			kind, _, _ := news.SplitID(id)
			if kinds != nil && !slices.Contains(kinds, SearchKind(strings.ToUpper(string(kind)))) {
				continue
			}
			has, out := 0, false
			for i, d := range terms {
				stands := d.stands(texts[id], i == last && d.beginning)
				out = out || d.excluded && stands
				if !d.excluded && stands {
					has++
				}
			}
			if !out && has == len(wanted) {
				all = append(all, id)
			}
			if !out && has > 0 {
				any = append(any, id)
			}
		}
		want := all
		if len(all) == 0 {
			want = any
		}
		ids := hitIDs(got)
		slices.Sort(ids)
		if !slices.Equal(ids, want) || got.TotalCount != len(want) || got.Partial != (len(all) == 0 && len(any) > 0) {
			t.Fatalf("%s in %v finds %v, %d, partial %v; want %v", text, kinds, ids, got.TotalCount, got.Partial, want)
		}
		if len(all) > 0 {
			every++
		} else if len(any) > 0 {
			some++
		}
		inOrder(t, got)
		shows(t, got, texts)
	})
	if every == 0 || some == 0 {
		t.Errorf("%d searches found records with every term and %d records with some; want both", every, some)
	}
}

func hitIDs(c *SearchConnection) []string {
	ids := []string{}
	for _, hit := range c.Nodes() {
		ids = append(ids, hit.Node.NodeID())
	}
	return ids
}

// inOrder sees that the best come first, and of equals those whose ids come first.
func inOrder(t tester, c *SearchConnection) {
	t.Helper()
	hits := c.Nodes()
	for i := 1; i < len(hits); i++ {
		a, b := hits[i-1], hits[i]
		if a.Score < b.Score || a.Score == b.Score && a.Node.NodeID() >= b.Node.NodeID() {
			t.Fatal(a.Node.NodeID(), " with ", a.Score, " comes before ", b.Node.NodeID(), " with ", b.Score)
		}
	}
}

// shows sees that every hit shows where it was found, in its own texts and not at length.
func shows(t tester, c *SearchConnection, texts map[string][]said) {
	t.Helper()
	for _, hit := range c.Nodes() {
		snippets := certain(hit.Snippets())
		if n := len(snippets); n == 0 || n > MaxSnippets {
			t.Fatal(hit.Node.NodeID(), " has ", n, " snippets")
		}
		for _, snippet := range snippets {
			text := snippet.Text()
			inside := strings.TrimSuffix(strings.TrimPrefix(text, "…"), "…")
			from := slices.IndexFunc(texts[hit.Node.NodeID()], func(s said) bool { return s.field == snippet.Field && strings.Contains(s.text, inside) })
			if from < 0 {
				t.Fatal(hit.Node.NodeID(), " shows ", text, ", which is no text of it in the field ", snippet.Field)
			}
			if utf8.RuneCountInString(text) > MaxSnippet {
				t.Fatal(hit.Node.NodeID(), " shows ", text, ", which is too long")
			}
			matches := 0
			for _, part := range snippet.Parts {
				if part.Match {
					matches++
				}
			}
			if matches == 0 {
				t.Fatal(hit.Node.NodeID(), " shows ", text, " with nothing in it that was looked for")
			}
		}
	}
}

func TestSearchPagesAddUp(t *testing.T) {
	each(t, func(t *rapid.T, _ *news.Dataset, s *Store) {
		text := rapid.SampledFrom([]string{"flood", "elan wall", "made", "1,400 harbour", `"flood"`, "nothing-at-all"}).Draw(t, "text")
		whole, err := s.Search(text, nil, Page{First: at(MaxPage)})
		must(t, err)
		pages{want: hitIDs(whole), list: func(p Page) (answer, error) {
			c, err := s.Search(text, nil, p)
			if err != nil {
				return answer{}, err
			}
			a := answer{ids: hitIDs(c), info: c.PageInfo, total: c.TotalCount}
			for _, e := range c.Edges {
				a.cursors = append(a.cursors, e.Cursor())
			}
			return a, nil
		}}.check(t)
	})
}

func TestACursorIsOfOneSearch(t *testing.T) {
	s := stored(t, large(40))
	c, err := s.Search("headline", nil, Page{First: at(1)})
	must(t, err)
	end := certain(c.PageInfo.EndCursor())
	for what, ask := range map[string]func() error{
		"another text": func() error { _, err := s.Search("number", nil, Page{After: end}); return err },
		"another kind": func() error {
			_, err := s.Search("headline", []SearchKind{SearchArticle}, Page{After: end})
			return err
		},
		"another list": func() error { _, err := s.Articles(nil, nil, Page{After: end}); return err },
		"a list's here": func() error {
			a, _ := s.Articles(nil, nil, Page{})
			_, err := s.Search("headline", nil, Page{Before: certain(a.PageInfo.EndCursor())})
			return err
		},
		"no cursor": func() error { _, err := s.Search("headline", nil, Page{After: at("here")}); return err },
	} {
		refusedWith(t, BadCursor, what, ask())
	}
}

// many makes events whose labels are given.
func many(labels ...string) *news.Dataset {
	ds := &news.Dataset{Title: "many"}
	for i, label := range labels {
		ds.Events = append(ds.Events, &news.Event{ID: news.EventID(fmt.Sprintf("event:e%04d", i)), Label: label})
	}
	news.Derive(ds)
	return ds
}

func found(t *testing.T, s *Store, text string) (total int, ids []string) {
	t.Helper()
	c, err := s.Search(text, nil, Page{First: at(MaxPage)})
	must(t, err)
	return c.TotalCount, hitIDs(c)
}

func TestTheFirstThousandHitsAreRanked(t *testing.T) {
	for _, n := range []int{MaxRanked, MaxRanked + 1} {
		labels := make([]string, n)
		for i := range labels {
			labels[i] = "flood and fire"
		}
		s := stored(t, many(labels...))
		for _, text := range []string{"flood", "flood fire", `"flood and"`} {
			seen := 0
			p := Page{First: at(MaxPage)}
			for {
				c, err := s.Search(text, nil, p)
				if seen == MaxRanked && n > MaxRanked {
					refusedWith(t, BadPage, "what comes after the last that is ranked", err)
					break
				}
				must(t, err)
				if c.TotalCount != n {
					t.Fatalf("%s finds %d, want %d", text, c.TotalCount, n)
				}
				seen += len(c.Edges)
				p.After = certain(c.PageInfo.EndCursor())
				if !c.PageInfo.HasNextPage {
					break
				}
			}
			if seen != MaxRanked {
				t.Errorf("of %d hits %d are given", n, seen)
			}
			_, err := s.Search(text, nil, Page{Last: at(1)})
			if n > MaxRanked {
				refusedWith(t, BadPage, "the last of more hits than are ranked", err)
			} else {
				must(t, err)
			}
		}
	}
}

func TestASearchTextHasLimits(t *testing.T) {
	s := stored(t, many("flood"))
	words := func(n int) string { return strings.TrimSpace(strings.Repeat("a ", n)) }
	for text, fits := range map[string]bool{
		strings.Repeat("é", MaxSearchText):                 true,
		strings.Repeat("é", MaxSearchText+1):               false,
		words(MaxSearchWords):                              true,
		words(MaxSearchWords + 1):                          false,
		"flood -" + strings.Repeat("a-", MaxSearchWords-1): true,
		"flood -" + strings.Repeat("a-", MaxSearchWords):   false,
		`flood "` + words(MaxSearchWords-1) + `"`:          true,
		`flood "` + words(MaxSearchWords) + `"`:            false,
	} {
		_, err := s.Search(text, nil, Page{})
		if fits {
			must(t, err)
		} else {
			refusedWith(t, BadSearch, text, err)
		}
	}
}

func TestASearchTextThatCannotBeRead(t *testing.T) {
	s := stored(t, many("flood at 10:30"))
	for text, says := range map[string]string{
		"":                   "nothing to look for",
		" - & … ":            "nothing to look for",
		"-flood":             "nothing to look for",
		"kind:event":         "nothing to look for",
		`"flood`:             "never closed",
		`flood "at 10" "`:    "never closed",
		`""`:                 "no word between the quotation marks",
		"label:--":           `no word after "label:"`,
		"title:flood":        "the fields are headline, byline, text,",
		"Kirby:flood":        `no field "Kirby"`,
		"kind:flood":         "the kinds are actor, article, event, quantity, statement",
		`kind:"flood"`:       "the kinds are",
		"-title:flood flood": "no field",
		"flood \xff":         "not UTF-8",
	} {
		_, err := s.Search(text, nil, Page{})
		refusedWith(t, BadSearch, text, err)
		if err != nil && !strings.Contains(err.Error(), says) {
			t.Errorf("%q gives %q, want that it says %q", text, err, says)
		}
	}
	for _, text := range []string{"10:30", "flood 10:30", "10:30 flood", "https://flood.example/", "flood: at", "flood:", "LABEL:flood", "“flood at”", "«flood» -kind:actor", "kind:EVENT flood", "flood -fire", `-"at flood" flood`, "- flood"} {
		if n, _ := found(t, s, text); n != 1 {
			t.Errorf("%q finds %d, want the one event there is", text, n)
		}
	}
}

func TestWordsAreCutAndFolded(t *testing.T) {
	for text, want := range map[string]string{
		"Al-Ahli AL‑AHLI":                "al ahli al ahli",
		"more than 1,400 (1,234,567.5)":  "more than 1400 1234567.5",
		"2,00 12,3456 1,400,00 1234,567": "2,00 12,3456 1,400,00 1234,567",
		"in 2023, 5. then 3.5%":          "in 2023 5 then 3.5",
		"the U.S. and the U.S.S.R.":      "the us and the ussr",
		"e.g. this.That a.bc":            "eg this that a bc",
		"Iran's Iran’s Iran ‘s goal":     "iran iran iran goal",
		"o'clock d’accord 's":            "o clock d accord",
		"E\u0301LAN Straße ΟΔΟΣ":         "elan strasse οδοσ",
		"塩水 こんにちは ไทย":                   "塩 水 こ ん に ち は ไ ท ย",
		"F-35 7th x2 ½":                  "f 35 7th x2 1⁄2",
		"\u0301 — … '":                   "",
		strings.Repeat("x", 2*maxWord):   strings.Repeat("x", maxWord),
	} {
		var got []string
		for _, w := range tokens(text) {
			got = append(got, w.word)
			if w.from >= w.to || normal(text[w.from:w.to]) != w.word {
				t.Errorf("%q is said to stand at %d to %d of %q", w.word, w.from, w.to, text)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q is cut into %q, want %q", text, got, want)
		}
	}
}

// distance is how many letters two words are off: one missing, too many, another, or two in the wrong order (Damerau 1964,
// no letter touched twice).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	d := make([][]int, len(x)+1)
	for i := range d {
		d[i] = make([]int, len(y)+1)
		for j := range d[i] {
			switch {
			case i == 0 || j == 0:
				d[i][j] = i + j
				continue
			case x[i-1] == y[j-1]:
				d[i][j] = d[i-1][j-1]
			default:
				d[i][j] = 1 + min(d[i-1][j-1], d[i-1][j], d[i][j-1])
			}
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(x)][len(y)]
}

// Words near the one looked for are those that are so many letters off, by how long it is; the nearest come first.
func TestTyposAreLettersOff(t *testing.T) {
	folder := t.TempDir()
	near := 0
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[abéł塩]{1,5}|[ab]{6,10}|[abc]{22,26}`)
		labels := rapid.SliceOfNDistinct(word, 1, 12, rapid.ID).Draw(t, "words")
		asked := rapid.OneOf(word, rapid.SampledFrom(labels)).Draw(t, "asked")
		path := filepath.Join(folder, "typos.db")
		must(t, Write(path, many(labels...), nil))
		s, err := Open(path)
		must(t, err)
		defer s.Close()
		must(t, s.view(func(r *reader) error {
			f, err := newFinder(r)
			must(t, err)
			asked := fold(asked)
			if len(tokens(asked)) != 1 {
				return nil // 塩 is a word of its own
			}
			got, err := f.near(asked)
			must(t, err)
			most := 0
			switch n := utf8.RuneCountInString(asked); {
			case n > MaxTypoWord:
			case n >= TwoTypos:
				most = 2
			case n >= OneTypo:
				most = 1
			}
			want := map[string]int{}
			for _, l := range labels {
				for _, w := range tokens(l) {
					if n := utf8.RuneCountInString(w.word); most > 0 && n >= OneTypo && n <= MaxTypoWord && distance(asked, w.word) <= most {
						want[w.word] = distance(asked, w.word)
					}
				}
			}
			if len(got) != len(want) {
				t.Fatalf("near %s stand %v, want %v", asked, got, want)
			}
			for i, g := range got {
				d, ok := want[g.word]
				if !ok || (g.worth == asFar) != (d == 2) || i > 0 && got[i-1].worth < g.worth {
					t.Fatalf("near %s stand %v, want %v", asked, got, want)
				}
				near++
			}
			return nil
		}))
	})
	if near == 0 {
		t.Error("no typo was found at all")
	}
}

func TestTyposBeginningsAndTheirLimits(t *testing.T) {
	s := stored(t, many("Netanyahu", "harbour", "harm", "harms", "iran", "iraq", "ward", "1400", "harbor"))
	for text, want := range map[string]string{
		"netanyau":   "event:e0000", // two letters may be off from eight on, and this one lacks one
		"netnayahu":  "event:e0000", // two in the wrong order
		"netanuau":   "event:e0000", // two letters off
		"netnuau":    "",            // seven letters, and two off
		"hrbour":     "event:e0001", // one missing; of "harbor" it is two off
		"irak":       "event:e0004 event:e0005",
		"iran":       "event:e0004", // what stands there as it is written is no typo
		"wrd":        "",            // three letters have no typo
		"1401":       "",            // another number is another fact
		"ha":         "event:e0001 event:e0002 event:e0003 event:e0008",
		"h":          "",
		"harm":       "event:e0002 event:e0003", // as it is written first
		`"har"`:      "",
		`har -harms`: "event:e0001 event:e0002 event:e0008",
		"har harm":   "event:e0002 event:e0003", // only the last word may be begun; of two, some
	} {
		_, ids := found(t, s, text)
		ids = slices.Clone(ids)
		if text != "harm" {
			slices.Sort(ids)
		}
		if strings.Join(ids, " ") != want {
			t.Errorf("%q finds %v, want %v", text, ids, want)
		}
	}
	c, err := s.Search("Netanyau irak!", nil, Page{})
	must(t, err)
	if want := "netanyahu iran!"; c.Suggestion != want || !c.Partial {
		t.Errorf("the suggestion is %q and partial %v, want %q", c.Suggestion, c.Partial, want)
	}
	if c, _ = s.Search("iran", nil, Page{}); c.Suggestion != "" {
		t.Errorf("%q is suggested in the place of a word that stands there", c.Suggestion)
	}
}

// At most so many words stand for one that is only begun: those in most records.
func TestAlternativesAreLimited(t *testing.T) {
	for _, n := range []int{MaxAlternatives, MaxAlternatives + 1} {
		var labels []string
		for i := range n {
			labels = append(labels, fmt.Sprintf("flood%c%c", 'a'+i/26, 'a'+i%26))
		}
		last := labels[n-1]
		s := stored(t, many(append(labels, last)...))
		total, ids := found(t, s, "flood")
		if total != MaxAlternatives+1 || !slices.Contains(ids, fmt.Sprintf("event:e%04d", n)) {
			t.Errorf("of %d words that begin so, in %d records, %d records are found: %v", n, n+1, total, ids)
		}
	}
}

// The least that a word counts as it is written is more than the most it counts as anything else.
func TestAsItIsWrittenComesFirst(t *testing.T) {
	filler := strings.Repeat("made of very many other words ", 40)
	ds := many("floods", "floods", "floods")
	ds.Articles = []*news.Article{{ID: "article:long", Language: "en", Text: filler + "flood"}}
	news.Derive(ds)
	if _, ids := found(t, stored(t, ds), "flood"); len(ids) != 4 || ids[0] != "article:long" {
		t.Errorf("found are %v, want the article first, in which the word stands as it is written", ids)
	}
}

// Every text that search reads has a worth in the records that it leads to, or what stands there would count nothing.
func TestEveryFieldHasAWorth(t *testing.T) {
	used := map[textField]bool{}
	for _, noun := range kindNouns {
		for f, w := range worths[noun] {
			if used[f] = true; w.weight < 1 || w.usual < 1 {
				t.Errorf("%s of the noun %s is worth %+v", textFieldNames[f], nounNames[noun], w)
			}
		}
	}
	each(t, func(t *rapid.T, ds *news.Dataset, _ *Store) {
		for id, texts := range scan(ds).searched() {
			kind, _, _ := news.SplitID(id)
			noun := kindNouns[slices.Index(SearchKinds, SearchKind(strings.ToUpper(string(kind))))]
			for _, s := range texts {
				f, ok := textFieldNamed(s.field)
				if _, worth := worths[noun][f]; !ok || !worth {
					t.Fatalf("%s of the noun %s has no worth", s.field, nounNames[noun])
				}
			}
		}
	})
	for f := anyField + 1; f < textFields; f++ {
		if !used[f] || textFieldNames[f] == "" {
			t.Errorf("the field %d, %q, is of no kind of record", f, textFieldNames[f])
		}
	}
}

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

// A cursor goes on behind its record in the next version of the data, in which all scores are others; where the record is
// gone, at its place.
func TestASearchGoesOnInTheNextVersion(t *testing.T) {
	labels := []string{"flood", "flood", "flood", "flood", "fire"}
	c, err := stored(t, many(labels...)).Search("flood", nil, Page{First: at(2)})
	must(t, err)
	end := certain(c.PageInfo.EndCursor())
	for without, want := range map[int]struct{ after, before string }{
		0: {"event:e0002 event:e0003", ""},
		1: {"event:e0002 event:e0003", "event:e0000"},
		3: {"event:e0002", "event:e0000"},
	} {
		next := many(labels...)
		next.Events = slices.Delete(next.Events, without, without+1)
		s := stored(t, next)
		for _, page := range []struct {
			page Page
			want string
		}{{Page{After: end}, want.after}, {Page{Before: end}, want.before}} {
			got, err := s.Search("flood", nil, page.page)
			must(t, err)
			if ids := strings.Join(hitIDs(got), " "); ids != page.want {
				t.Errorf("without the number %d the page %+v is %q, want %q", without, page.page, ids, page.want)
			}
		}
	}
}

func TestVerifyLooksThroughTheSearchIndex(t *testing.T) {
	for says, change := range map[string]func(*unpacked) error{
		`bucket where lacks an entry: the places of "`:                           func(tx *unpacked) error { b, k, _ := first(tx, bucketWhere); return b.Delete(k) },
		`bucket weight lacks an entry: the word "`:                               func(tx *unpacked) error { b, k, _ := first(tx, bucketWeight); return b.Delete(k) },
		`bucket found lacks an entry: document 0`:                                func(tx *unpacked) error { b, k, _ := first(tx, bucketFound); return b.Delete(k) },
		`bucket index lacks an entry: "starts"`:                                  func(tx *unpacked) error { return tx.Bucket(bucketIndex).Delete(indexStarts) },
		`bucket found holds something else than the records give for document 0`: func(tx *unpacked) error { b, k, v := first(tx, bucketFound); v[2]++; return b.Put(k, v) },
		`bucket index holds something else than the records give for "records"`: func(tx *unpacked) error {
			b := tx.Bucket(bucketIndex)
			v := bytes.Clone(b.Get(indexRecords))
			v[4]++
			return b.Put(indexRecords, v)
		},
		`bucket with lacks an entry: the documents with "headline"`: func(tx *unpacked) error {
			return tx.Bucket(bucketWith).Delete(wordKey("headline", byte(anyField)))
		},
		`bucket with holds something else than the records give for the documents with "headline" in the field headline`: func(tx *unpacked) error {
			return tx.Bucket(bucketWith).Put(wordKey("headline", byte(textHeadline)), appendBitmap(nil, []uint32{1}))
		},
		`bucket index holds something else than the records give for "words"`: func(tx *unpacked) error {
			b := tx.Bucket(bucketIndex)
			return b.Put(indexWords, append(bytes.Clone(b.Get(indexWords)), 0))
		},
		`bucket index holds something else than the records give for "starts"`: func(tx *unpacked) error {
			b := tx.Bucket(bucketIndex)
			v := bytes.Clone(b.Get(indexStarts))
			binary.BigEndian.PutUint32(v[4:], 99)
			return b.Put(indexStarts, v)
		},
		`bucket weight has an entry too many: the word "nowhere" at lightness 3`: func(tx *unpacked) error {
			_, _, v := first(tx, bucketWeight)
			return tx.Bucket(bucketWeight).Put(wordKey("nowhere", 3), v)
		},
		`bucket where has an entry too many: the places of "nowhere" in the field gist`: func(tx *unpacked) error {
			_, _, v := first(tx, bucketWhere)
			return tx.Bucket(bucketWhere).Put(wordKey("nowhere", byte(textGist)), v)
		},
	} {
		path := filepath.Join(t.TempDir(), "damaged.db")
		must(t, Write(path, large(20*(manyDocuments+1)), nil)) // headlines enough for the bucket with
		edit(t, path, change)
		faults, err := Verify(path)
		must(t, err)
		if !strings.Contains(strings.Join(faults, "\n"), says) {
			t.Errorf("the faults are %q, want one that says %s", faults, says)
		}
	}
}

// The documents of an index that is damaged are no reason to end the process.
func TestASearchInADamagedIndexIsAnError(t *testing.T) {
	for what, change := range map[string]func(*unpacked) error{
		"no starts":          func(tx *unpacked) error { return tx.Bucket(bucketIndex).Delete(indexStarts) },
		"no words":           func(tx *unpacked) error { return tx.Bucket(bucketIndex).Put(indexWords, []byte("no FST")) },
		"a set cut short":    func(tx *unpacked) error { return tx.Bucket(bucketWeight).Put(wordKey("headline", 0), []byte("x")) },
		"a document is gone": func(tx *unpacked) error { return tx.Bucket(bucketFound).Delete([]byte{0, 0, 0, 50}) },
		"a document of noone": func(tx *unpacked) error {
			return tx.Bucket(bucketFound).Put([]byte{0, 0, 0, 50}, []byte{99, 0, 0, 0, 0})
		},
	} {
		path := filepath.Join(t.TempDir(), "damaged.db")
		must(t, Write(path, large(50), nil))
		edit(t, path, change)
		s, err := Open(path)
		must(t, err)
		c, err := s.Search("headline", nil, Page{})
		if err == nil {
			_, err = c.Nodes()[0].Snippets()
		}
		if err == nil {
			t.Errorf("%s: a search and its snippets give no error", what)
		}
		must(t, s.Close())
	}
}

// FuzzSearchText: whatever text comes from outside, it is read within the limits or refused with a sentence.
func FuzzSearchText(f *testing.F) {
	files, err := filepath.Glob("testdata/search/*.txt")
	if err != nil || len(files) == 0 {
		f.Fatal("testdata/search has no *.txt")
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	path := filepath.Join(f.TempDir(), "fuzz.db")
	must(f, Write(path, large(40), nil))
	s, err := Open(path)
	must(f, err)
	f.Cleanup(func() { must(f, s.Close()) })
	f.Fuzz(func(t *testing.T, text string) {
		q, err := parseSearch(text)
		if err != nil {
			refusedWith(t, BadSearch, text, err)
			return
		}
		words := 0
		for _, term := range slices.Concat(q.wanted, q.unwanted) {
			words += len(term.words)
			if len(term.words) == 0 || slices.Contains(term.words, "") || term.from > term.to || term.to > len(q.text) {
				t.Errorf("%q gives the term %+v", text, term)
			}
		}
		if len(q.wanted) == 0 || words > MaxSearchWords {
			t.Errorf("%q gives %d terms and %d words", text, len(q.wanted), words)
		}
		c, err := s.Search(text, nil, Page{})
		must(t, err)
		inOrder(t, c)
		if !utf8.ValidString(c.Suggestion) {
			t.Errorf("%q suggests %q", text, c.Suggestion)
		}
	})
}
