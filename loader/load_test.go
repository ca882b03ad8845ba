package loader

import (
	"bytes"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"onrecord/news"
)

// mustLoad loads a dataset that has no errors.
func mustLoad(t testing.TB, dataset fs.FS, opts Options) (*news.Dataset, Diagnostics) {
	t.Helper()
	ds, found := Load(dataset, opts)
	if ds == nil {
		t.Fatalf("no dataset:\n%s", text(t, found))
	}
	return ds, found
}

func TestLoadWithoutTexts(t *testing.T) {
	ds, found := mustLoad(t, soundDataset(t), Options{})
	if len(found) != 1 || found[0].Code != Unverified || found[0].Severity != Info {
		t.Errorf("want the one note that nothing was verified:\n%s", text(t, found))
	}
	for m := range ds.Mentions() {
		if e := m.Anchored().Evidence; e.Verified || e.Prefix != "" || e.Suffix != "" {
			t.Errorf("%s: %+v, and no text was at hand", m.NodeID(), e)
		}
	}
	for _, a := range ds.Articles {
		if a.Text != "" {
			t.Errorf("%s has a text", a.ID)
		}
	}
	for _, f := range ds.Figures {
		if f.Evidence.Exact != f.Printed {
			t.Errorf("%s: %q is printed, %q is the evidence", f.ID, f.Printed, f.Evidence.Exact)
		}
	}
}

func TestLoadWithTexts(t *testing.T) {
	texts := soundTexts(t)
	ds, found := mustLoad(t, soundDataset(t), Options{Texts: texts})
	if len(found) != 0 {
		t.Errorf("the sound dataset has problems:\n%s", text(t, found))
	}
	contents := map[news.ArticleID][]rune{
		"article:harbour": []rune(string(texts["harbour.txt"].Data)), "article:wall": []rune(string(texts["wall.txt"].Data)),
	}
	around := func(article news.ArticleID, id string, e *news.Evidence) {
		points := contents[article]
		start, end := max(0, e.Span.Start-news.ContextLength), min(len(points), e.Span.End+news.ContextLength)
		want := news.Evidence{
			Section: e.Section, Span: e.Span, Verified: true,
			Exact:  string(points[e.Span.Start:e.Span.End]),
			Prefix: string(points[start:e.Span.Start]), Suffix: string(points[e.Span.End:end]),
		}
		if difference := cmp.Diff(want, *e); difference != "" {
			t.Errorf("%s: %s", id, difference)
		}
	}
	mentions := 0
	for m := range ds.Mentions() {
		mentions++
		anchor := m.Anchored()
		around(anchor.Article, m.NodeID(), &anchor.Evidence)
		for _, hop := range anchor.Attribution.Hops {
			if hop.Evidence != nil {
				around(anchor.Article, m.NodeID()+" "+hop.Label, hop.Evidence)
				if hop.Evidence.Exact != hop.Label {
					t.Errorf("%s: %q is not the label %q", m.NodeID(), hop.Evidence.Exact, hop.Label)
				}
			}
		}
		switch m := m.(type) {
		case *news.StatementReport:
			for _, q := range m.Quotes {
				if got := string(contents[m.Article][q.Span.Start:q.Span.End]); got != q.Words {
					t.Errorf("%s: %q stands there, not %q", m.ID, got, q.Words)
				}
			}
		case *news.Figure:
			if m.Evidence.Exact != m.Printed {
				t.Errorf("%s: %q", m.ID, m.Evidence.Exact)
			}
		case *news.RoleMention:
			if m.Evidence.Exact != m.Role {
				t.Errorf("%s: %q", m.ID, m.Evidence.Exact)
			}
		case *news.TermUse:
			if m.Evidence.Exact != m.Term {
				t.Errorf("%s: %q", m.ID, m.Evidence.Exact)
			}
		}
	}
	if mentions != 10 {
		t.Errorf("%d mentions", mentions)
	}
	for _, a := range ds.Articles {
		if a.Text != "" {
			t.Errorf("%s keeps its text unasked", a.ID)
		}
	}
	kept, _ := mustLoad(t, soundDataset(t), Options{Texts: texts, KeepText: true})
	for _, a := range kept.Articles {
		if a.Text != string(contents[a.ID]) {
			t.Errorf("%s does not keep its text", a.ID)
		}
		a.Text = ""
	}
	if difference := cmp.Diff(ds, kept); difference != "" {
		t.Error(difference)
	}
}

// A text with CRLF line ends is the same text.
func TestLineEndsOfATextDoNotMatter(t *testing.T) {
	texts := soundTexts(t)
	want, _ := mustLoad(t, soundDataset(t), Options{Texts: texts})
	for name, file := range texts {
		texts[name] = &fstest.MapFile{Data: bytes.ReplaceAll(file.Data, []byte("\n"), []byte("\r\n"))}
	}
	got, found := mustLoad(t, soundDataset(t), Options{Texts: texts})
	if difference := cmp.Diff(want, got); difference != "" || len(found) != 0 {
		t.Errorf("%s\n%s", difference, text(t, found))
	}
}

// One text that is missing leaves its article unverified and the other verified.
func TestLoadWithOneText(t *testing.T) {
	texts := soundTexts(t)
	delete(texts, "wall.txt")
	ds, found := mustLoad(t, soundDataset(t), Options{Texts: texts})
	if len(found) != 1 || found[0].Code != MissingText {
		t.Errorf("want one missing text:\n%s", text(t, found))
	}
	for m := range ds.Mentions() {
		if e := m.Anchored(); e.Evidence.Verified != (e.Article == "article:harbour") {
			t.Errorf("%s of %s: %v", m.NodeID(), e.Article, e.Evidence.Verified)
		}
	}
}

// Drafts are carried, and known by their mark.
func TestDraftsAreCarried(t *testing.T) {
	files := soundDataset(t)
	edit(t, files, "articles/wall.yaml", "span: [44, 54]", "span: [44, 54]\n    curation: DRAFT")
	edit(t, files, "articles/harbour.yaml", "span: [82, 95]", "span: [82, 95]\n    curation: REVIEWED")
	ds, _ := mustLoad(t, files, Options{})
	got := map[news.Curation]int{}
	for m := range ds.Mentions() {
		got[m.Anchored().Curation]++
	}
	if difference := cmp.Diff(map[news.Curation]int{news.Draft: 1, news.Reviewed: 9}, got); difference != "" {
		t.Error(difference)
	}
}

// Whether a quantity is named bare, by its typed id or by a former one, its figures mean the same.
func TestReferencesAreAlike(t *testing.T) {
	want, _ := mustLoad(t, soundDataset(t), Options{})
	for _, reference := range []string{"quantity:moved-to-schools", "slept-in-schools", "quantity:slept-in-schools"} {
		files := soundDataset(t)
		edit(t, files, "quantities.yaml", "unit: people", "unit: people\n    former_ids: [slept-in-schools]")
		edit(t, files, "articles/harbour.yaml", "quantity: moved-to-schools", "quantity: "+reference)
		got, found := mustLoad(t, files, Options{})
		if difference := cmp.Diff(want.Figures, got.Figures); difference != "" {
			t.Errorf("%s: %s", reference, difference)
		}
		merged := slices.ContainsFunc(found, func(d Diagnostic) bool { return d.Code == MergedReference })
		if former := strings.Contains(reference, "slept"); merged != former {
			t.Errorf("%s: told of a former id: %v", reference, merged)
		}
	}
}

// Ids hang on the text and the span alone, so links to mentions outlive edits of everything else.
func TestMentionIDsAreStable(t *testing.T) {
	list := func(ds *news.Dataset) []string {
		var ids []string
		for m := range ds.Mentions() {
			ids = append(ids, m.NodeID())
		}
		return ids
	}
	before, _ := mustLoad(t, soundDataset(t), Options{})
	files := soundDataset(t)
	files["articles/renamed.yaml"] = files["articles/wall.yaml"]
	delete(files, "articles/wall.yaml")
	edit(t, files, "articles/renamed.yaml", "cue: said}", "cue: reported, certainty: PROBABLE}")
	edit(t, files, "statements.yaml", "had been inspected", "was inspected")
	after, _ := mustLoad(t, files, Options{Texts: soundTexts(t)})
	if difference := cmp.Diff(list(before), list(after)); difference != "" {
		t.Error(difference)
	}
	if ids := list(before); len(ids) != 10 || len(slices.Compact(slices.Sorted(slices.Values(ids)))) != 10 {
		t.Errorf("ids are not distinct: %v", ids)
	}
}

// backwards lists folders in the wrong order.
type backwards struct{ fstest.MapFS }

func (b backwards) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := b.MapFS.ReadDir(name)
	slices.Reverse(list)
	return list, err
}

// Neither the order of files, nor the machine's time zone or number of processors shows in what is loaded.
func TestLoadIsDeterministic(t *testing.T) {
	broken := soundDataset(t)
	edit(t, broken, "actors.yaml", "member_of: [vell]", "member_of: [well]")
	edit(t, broken, "events.yaml", "{basis: UNKNOWN}", "{edtf: 2026-10-XX/.., basis: INFERRED}")
	delete(broken, "places.yaml")
	delete(broken, "dataset.yaml")
	files := soundDataset(t)
	edit(t, files, "events.yaml", "{basis: UNKNOWN}", "{edtf: 2026-10-XX/.., basis: STATED}")
	wanted, _ := mustLoad(t, files, Options{Texts: soundTexts(t)})
	none, wantedProblems := Load(broken, Options{Texts: soundTexts(t)})
	if none != nil || wantedProblems.Errors() < 4 {
		t.Fatalf("%d errors", wantedProblems.Errors())
	}

	local, processors := time.Local, runtime.GOMAXPROCS(0)
	defer func() {
		time.Local = local
		runtime.GOMAXPROCS(processors)
	}()
	for _, zone := range []int{-12, 0, 14} {
		for _, n := range []int{1, 4} {
			time.Local = time.FixedZone("", zone*60*60)
			runtime.GOMAXPROCS(n)
			for _, order := range []func(fstest.MapFS) fs.FS{
				func(m fstest.MapFS) fs.FS { return m }, func(m fstest.MapFS) fs.FS { return backwards{m} },
			} {
				got, _ := mustLoad(t, order(files), Options{Texts: soundTexts(t)})
				if difference := cmp.Diff(wanted, got); difference != "" {
					t.Errorf("zone %d, %d processors: %s", zone, n, difference)
				}
				if _, found := Load(order(broken), Options{Texts: soundTexts(t)}); !slices.Equal(found, wantedProblems) {
					t.Errorf("zone %d, %d processors:\n%s", zone, n, text(t, found))
				}
			}
		}
	}
}

// onDisk writes the sound dataset into a folder of its own.
func onDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, soundDataset(t)); err != nil {
		t.Fatal(err)
	}
	return dir
}
