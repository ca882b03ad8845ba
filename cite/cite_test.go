package cite_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"

	"onrecord/cite"
	"onrecord/news"
	"onrecord/store"
)

var update = flag.Bool("update", false, "write the citations into testdata/*.txtar instead of comparing them")

var edition = &store.Summary{
	Title: "The harbour fire of Port Veld", Edition: "2031.1", Version: "2031.1+0123456789ab", Licence: "CC0-1.0", Released: "2031-06-01",
	Curators: []string{"The archive of Velda", "Ines Holt"},
}

var (
	courier = &news.Article{
		ID: "article:courier-harbour-fire", Headline: "Dozens hurt as blaze sweeps North Quay", Byline: "Mara Quill", URL: "https://courier.example/harbour_fire?a=1&b=2%20",
		Published: news.UncertainDate{EDTF: "2031-05-04", Basis: news.Stated},
	}
	folha = &news.Article{
		ID:        "article:folha-dock-strike",
		Published: news.UncertainDate{EDTF: "2031-05-05/2031-05-08", Basis: news.Inferred, Reasoning: "It speaks of the strike as begun."},
	}
	paper = &news.Actor{ID: "actor:port-courier", Name: "The Port Courier", Kind: news.Outlet}
	in    = news.Anchor{Article: courier.ID}
	day   = news.UncertainDate{EDTF: "2031-05-03", Basis: news.Inferred, Reasoning: "The Saturday before the fourth."}
)

// works has one record of every kind, and what is odd about some.
var works = map[string]cite.Work{
	"dataset": {},
	"article": {Record: courier, Article: courier, Outlet: paper},
	"article-of-which-little-is-known": {
		Record: folha, Article: folha,
	},
	"actor":     {Record: &news.Actor{ID: "actor:ines-holt", Name: "Inês Holt"}},
	"event":     {Record: &news.Event{ID: "event:harbour-fire-2031-05-03", Label: "Fire on the North Quay of Port Veld", Date: day}},
	"place":     {Record: &news.Place{ID: "place:north-quay", Name: "North Quay"}},
	"statement": {Record: &news.Statement{ID: "statement:holt-no-warning", Gist: "Ines Holt said that nobody had warned the council.", Said: day}},
	"quantity":  {Record: &news.Quantity{ID: "quantity:fire-injured", Label: "people injured in the fire"}},
	"report": {
		Record:  &news.StatementReport{ID: "report:c0a1", Anchor: in, Mode: news.Direct, Text: "Nobody {ever} warned us: 100% & $3 #1 _x_ ~ ^ \\end."},
		Article: courier, Outlet: paper,
	},
	"report-paraphrased": {
		Record:  &news.StatementReport{ID: "report:c0a2", Anchor: in, Mode: news.Fragment, Text: `The mayor said that "nobody" had given a warning.`},
		Article: folha,
	},
	"figure":  {Record: &news.Figure{ID: "figure:c0a3", Anchor: in, Printed: "more than\n40", AsOf: day}, About: "people injured in the fire", Article: courier, Outlet: paper},
	"account": {Record: &news.EventAccount{ID: "account:c0a4", Anchor: in, Claim: "The harbour authority let the wiring decay."}, Article: courier, Outlet: paper},
	"role":    {Record: &news.RoleMention{ID: "role:c0a5", Anchor: in, Role: "the mayor"}, About: "Inês Holt", Article: courier, Outlet: paper},
	"term":    {Record: &news.TermUse{ID: "term:c0a6", Anchor: in, Term: "blaze"}, About: "Fire on the North Quay of Port Veld", Article: courier, Outlet: paper},
}

func work(name string) cite.Work {
	w := works[name]
	w.Dataset, w.URL = edition, "https://onrecord.example/"
	if w.Record != nil {
		w.URL += "id/" + w.Record.NodeID()
	}
	return w
}

// Each golden is one record and its citation in every form.
func TestCitations(t *testing.T) {
	seen := map[news.Kind]bool{}
	for name := range works {
		t.Run(name, func(t *testing.T) {
			w := work(name)
			got := txtar.Format(&txtar.Archive{
				Comment: []byte("The citation of: " + name + ".\n"),
				Files:   []txtar.File{{Name: "text", Data: []byte(w.Text() + "\n")}, {Name: "bibtex", Data: []byte(w.BibTeX())}, {Name: "csl.json", Data: w.CSL()}},
			})
			file := filepath.Join("testdata", name+".txtar")
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("the citation differs (-want +got):\n%s", diff)
			}
		})
		if r := works[name].Record; r != nil {
			kind, _, _ := news.SplitID(r.NodeID())
			seen[kind] = true
		}
	}
	for _, kind := range news.Kinds {
		if !seen[kind] {
			t.Errorf("no golden cites a record of the kind %s", kind)
		}
	}
}

// The variables of CSL-JSON 1.0.2 that a citation may use, with what the schema wants of each; it takes no others.
var variables = map[string]func(v any) bool{
	"id": isText, "type": func(v any) bool { return v == "entry" || v == "dataset" },
	"title": isText, "genre": isText, "container-title": isText, "edition": isText, "version": isText, "URL": isText, "note": isText,
	"author": func(v any) bool {
		return !slices.ContainsFunc(v.([]any), func(n any) bool { m := n.(map[string]any); return len(m) != 1 || !isText(m["literal"]) })
	},
	"issued": func(v any) bool {
		parts, ok := v.(map[string]any)["date-parts"].([]any)
		if !ok || len(parts) != 1 || len(v.(map[string]any)) != 1 {
			return false
		}
		for _, n := range parts[0].([]any) {
			if f, ok := n.(float64); !ok || f != float64(int(f)) {
				return false
			}
		}
		return len(parts[0].([]any)) == 3
	},
	"custom": func(v any) bool { _, ok := v.(map[string]any); return ok },
}

func isText(v any) bool { s, ok := v.(string); return ok && s != "" }

func TestCSLHasWhatItsSchemaAllows(t *testing.T) {
	for name := range works {
		var items []map[string]any
		if err := json.Unmarshal(work(name).CSL(), &items); err != nil || len(items) != 1 {
			t.Fatalf("%s: %d items, %v", name, len(items), err)
		}
		for _, required := range []string{"id", "type", "title", "issued", "author", "version", "URL"} {
			if items[0][required] == nil {
				t.Errorf("%s: %s is missing", name, required)
			}
		}
		for key, value := range items[0] {
			if allowed := variables[key]; allowed == nil || !allowed(value) {
				t.Errorf("%s: %s is %v, which the schema does not take", name, key, value)
			}
		}
	}
}

// What nobody knows is not in a citation: no empty field, no guess.
func TestWhatIsNotKnownIsLeftOut(t *testing.T) {
	w := cite.Work{Dataset: &store.Summary{Title: "Bare", Version: "+00"}, Record: &news.Place{ID: "place:x", Name: "X"}}
	for form, said := range map[string]string{"text": w.Text(), "BibTeX": w.BibTeX(), "CSL": string(w.CSL())} {
		for _, never := range []string{"edition", "released", "author", "issued", "icence", "url", "URL", "year", `""`, "{}"} {
			if strings.Contains(said, never) {
				t.Errorf("%s names %q of which nothing is known: %s", form, never, said)
			}
		}
	}
}

// unescaped finds what TeX would take for a command, an alignment, a comment or math, once what is escaped is taken out.
var escaped = regexp.MustCompile(`\\[&%$#_]|\{\\text[a-z]+\}`)

func TestBibTeXBalancesAndEscapesWhateverIsPrinted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := work("term")
		words := rapid.StringOf(rapid.SampledFrom([]rune("ab {}\\~^&%$#_\"'@,=\n\té→"))).Draw(t, "words")
		w.Record = &news.TermUse{ID: "term:x", Term: words}
		entry := w.BibTeX()
		depth := 0
		for _, r := range entry {
			switch r {
			case '{':
				depth++
			case '}':
				depth--
			}
			if depth < 0 {
				t.Fatalf("a brace too many: %s", entry)
			}
		}
		if depth != 0 {
			t.Fatalf("%d braces are not closed: %s", depth, entry)
		}
		_, rest, _ := strings.Cut(entry, "title = {{")
		title, _, _ := strings.Cut(rest, "}},\n")
		if bare := escaped.ReplaceAllString(title, ""); strings.ContainsAny(bare, `&%$#_\{}~^`) {
			t.Fatalf("%q is printed as %q, where something special to TeX is left", words, title)
		}
	})
}
