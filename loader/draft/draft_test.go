package draft

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"onrecord/loader"
	"onrecord/news"
)

// -update rewrites what the goldens expect. Read the difference before committing it.
var update = flag.Bool("update", false, "rewrite goldens")

// town is what the samples' drafts know beforehand.
func town() *Context {
	return NewContext(&news.Dataset{
		Actors: []*news.Actor{
			{ID: "actor:ada-brenn", Name: "Ada Brenn", Kind: news.Person},
			{ID: "actor:vell-courier", Name: "Vell Courier", Kind: news.Outlet},
			{ID: "actor:red-lantern", Name: "Red Lantern", Kind: news.Group},
			{ID: "actor:army", Name: "Army of the Valley", OtherNames: []string{"the army"}, Kind: news.Military},
			{ID: "actor:official", Name: "an official", Kind: news.Person, Anonymity: &news.Anonymity{Descriptor: "an official"}},
		},
		Places: []*news.Place{{ID: "place:orrin", Name: "Orrin"}},
	})
}

// samples are the invented articles of testdata, each in a style of its own.
func samples(t testing.TB) map[string]*txtar.Archive {
	t.Helper()
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) < 3 {
		t.Fatalf("testdata has %d samples: %v", len(names), err)
	}
	found := map[string]*txtar.Archive{}
	for _, name := range names {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found[name] = a
	}
	return found
}

func draftOf(a *txtar.Archive) *Draft {
	_, published, _ := strings.Cut(string(a.Comment), "published: ")
	return Article(string(a.Files[0].Data), town(), news.Date(strings.TrimSpace(published)))
}

// Each sample opens with a sentence that says what its traps are.
func TestSamples(t *testing.T) {
	for name, a := range samples(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			got := told(draftOf(a))
			if *update {
				a.Files[1].Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(a.Files[1].Data), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// told is a draft in lines that can be read.
func told(d *Draft) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	who := func(i int) string {
		if i < 0 {
			return "nobody"
		}
		if a := &d.Actors[i]; a.ID != "" {
			return a.ID
		} else if a.Unnamed {
			return "(" + a.Name + ")"
		} else {
			return a.Name + "?"
		}
	}
	for _, x := range d.Blocks {
		if x.Kind != BodyBlock {
			line("block %s %s", x.Kind, d.read(x.Span))
		}
	}
	for _, st := range d.Statements {
		var chain, content []string
		for _, h := range st.Chain {
			chain = append(chain, who(h.Actor))
		}
		for _, c := range st.Content {
			content = append(content, d.read(c))
		}
		line("statement %s %s [%s] %s: %s", d.Mode(&st), strings.Join(chain, " → "), d.read(st.Cue), st.Rule, strings.Join(content, " … "))
	}
	for _, f := range d.Figures {
		credit := "article"
		if f.Statement >= 0 {
			credit = who(d.Statements[f.Statement].Actor)
		}
		line("figure %q %s %v %v %s %q carried=%v by %s", d.Cut(f.Span), f.Comparator, f.Values, f.Readings, f.Measure, f.Unit, f.Carried, credit)
	}
	for _, n := range d.NotFigures {
		line("not a figure %q: %s", d.Cut(n.Span), n.Why)
	}
	for _, x := range d.Dates {
		line("date %q %s %s", d.Cut(x.Span), x.EDTF, x.Basis)
	}
	for _, r := range d.Roles {
		line("role %s: %q", who(r.Actor), d.Cut(r.Span))
	}
	for _, e := range d.Events {
		line("event %s %s %q by %s, on %s", e.Type, e.Certainty, d.Cut(e.Trigger), who(e.Holder), who(e.Target))
	}
	return b.String()
}

// Same bytes in, same bytes out, in however many goroutines.
func TestDraftsAreDeterministic(t *testing.T) {
	context := town()
	for name, a := range samples(t) {
		text := string(a.Files[0].Data)
		about := About{Slug: "sample", File: "sample.txt"}
		first := string(Article(text, context, "2031-05-14").Record(about))
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				if again := string(Article(text, context, "2031-05-14").Record(about)); again != first {
					t.Errorf("%s: drafted again, the record differs", name)
				}
			})
		}
		group.Wait()
	}
}

// What is drafted from a sample is a record that check takes, with the text at hand.
func TestRecordsOfSamplesAreSound(t *testing.T) {
	for name, a := range samples(t) {
		mustLoad(t, name, string(a.Files[0].Data), draftOf(a))
	}
}

func mustLoad(t testing.TB, name, text string, d *Draft) *news.Dataset {
	t.Helper()
	ds, found := loadRecord(text, d)
	if found.Errors() > 0 {
		var b strings.Builder
		_ = found.Text(&b)
		t.Fatalf("%s: the record is refused:\n%s\n%s", name, b.String(), d.Record(About{Slug: "sample", File: "sample.txt"}))
	}
	return ds
}

func loadRecord(text string, d *Draft) (*news.Dataset, loader.Diagnostics) {
	record := d.Record(About{Slug: "sample", File: "sample.txt"})
	return loader.Load(files{
		"dataset.yaml":         "title: t\nedition: \"1\"\nreleased: 2031-05-14\nlicence: CC0-1.0\ncurators: [us]\n",
		"actors.yaml":          townActors,
		"places.yaml":          "places:\n  - {id: orrin, name: Orrin}\n",
		"events.yaml":          "events: []\n",
		"statements.yaml":      "statements: []\n",
		"quantities.yaml":      "quantities: []\n",
		"articles/sample.yaml": string(record),
	}.fs(), loader.Options{Texts: files{"sample.txt": text}.fs()})
}

const townActors = `actors:
  - {id: ada-brenn, name: Ada Brenn, kind: PERSON}
  - {id: vell-courier, name: Vell Courier, kind: OUTLET}
  - {id: red-lantern, name: Red Lantern, kind: GROUP}
  - {id: army, name: Army of the Valley, other_names: [the army], kind: MILITARY}
`
