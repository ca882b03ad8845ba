package store

import (
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
