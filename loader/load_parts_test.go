package loader

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"onrecord/news"
)

// inParts reads a dataset part by part.
func inParts(dataset fs.FS, opts Options) (ds *news.Dataset, parts []*news.Dataset, found Diagnostics, err error) {
	ds, found, err = LoadParts(dataset, opts, func(part *news.Dataset) error {
		parts = append(parts, part)
		return nil
	})
	return ds, parts, found, err
}

// proposing adds to an article instances that stand in its file, and an edition before.
func proposing(t *testing.T) fstest.MapFS {
	files := soundDataset(t)
	edit(t, files, "articles/wall.yaml", "  language: en", "  language: en\nactors:\n  - {id: x-reporter, name: a reporter, kind: PERSON, draft: {rule: actor/name, confidence: 0.9}}")
	edit(t, files, "articles/wall.yaml", "{span: [114, 119], actor: ada-brenn, role: Mayor, body: vell}",
		"{span: [114, 119], actor: ada-brenn, role: Mayor, body: vell}\n  - {span: [120, 129], actor: x-reporter, role: Ada Brenn, curation: DRAFT}")
	files["releases/0.yaml"] = &fstest.MapFile{Data: []byte("version: 0+90abcdef0123\nreleased: 2026-11-20\nrecords:\n  - {id: \"actor:ada-brenn\", hash: 90abcdef0123}\n")}
	return files
}

func TestPartsPutTogetherAreTheDataset(t *testing.T) {
	for name, c := range map[string]struct {
		files fs.FS
		opts  Options
	}{
		"the articles":        {os.DirFS("../dataset"), Options{Fingerprints: true}},
		"with texts":          {soundDataset(t), Options{Texts: soundTexts(t), KeepText: true}},
		"proposed, with more": {proposing(t), Options{Texts: soundTexts(t)}},
	} {
		t.Run(name, func(t *testing.T) {
			want, wantedProblems := mustLoad(t, c.files, c.opts)
			got, parts, found, err := inParts(c.files, c.opts)
			if err != nil || got == nil || !slices.Equal(found, wantedProblems) {
				t.Fatalf("%v; without parts:\n%s\nin parts:\n%s", err, text(t, wantedProblems), text(t, found))
			}
			if whole := (&news.Dataset{Title: got.Title, Edition: got.Edition, Released: got.Released, Licence: got.Licence, Curators: got.Curators,
				Fingerprints: got.Fingerprints, Releases: got.Releases, Withdrawn: got.Withdrawn, Changes: got.Changes}); !cmp.Equal(got, whole) {
				t.Errorf("records are kept:\n%s", cmp.Diff(whole, got))
			}
			var last news.ArticleID
			known := map[news.ActorID]bool{}
			for _, part := range parts {
				instances := len(part.Actors) + len(part.Places) + len(part.Events) + len(part.Statements) + len(part.Quantities)
				if len(part.Articles) > 1 || len(part.Articles) == 1 && (instances > 0 || part.Articles[0].ID <= last) {
					t.Fatalf("%d articles and %d instances are handed over after %q", len(part.Articles), instances, last)
				}
				for _, a := range part.Actors {
					known[a.ID] = true
				}
				for _, r := range part.Roles {
					if !known[r.Actor] {
						t.Errorf("%s comes before %s", r.ID, r.Actor)
					}
				}
				for _, a := range part.Articles {
					last = a.ID
				}
				for m := range part.Mentions() {
					if m.Anchored().Article != last {
						t.Errorf("%s comes with %s", m.NodeID(), last)
					}
				}
				got.Add(part)
			}
			news.Derive(got)
			if difference := cmp.Diff(want, got); difference != "" {
				t.Errorf("the whole (-), and the parts put together (+):\n%s", difference)
			}
		})
	}
}

// An instance is found that is proposed in the file of the last article, whatever leads to it: a list, an article before, that file itself.
func TestWhatIsProposedIsFoundFromEverywhere(t *testing.T) {
	for name, change := range map[string]struct{ file, old, with string }{
		"a list":    {"actors.yaml", "member_of: [vell]", "member_of: [x-reporter]"},
		"before":    {"articles/harbour.yaml", "  language: en", "  language: en\n  outlet: x-reporter"},
		"that file": {"articles/wall.yaml", "language: en", "language: en\n  outlet: x-reporter"},
	} {
		t.Run(name, func(t *testing.T) {
			files := soundDataset(t)
			edit(t, files, "articles/wall.yaml", "  language: en", "  language: en\nactors:\n  - {id: x-reporter, name: a reporter, kind: GROUP, draft: {rule: actor/name, confidence: 0.9}}")
			edit(t, files, change.file, change.old, change.with)
			done, total := 0, 0
			ds, found := mustLoad(t, files, Options{Progress: func(d, n int) { done, total = done+1, n }})
			for _, a := range ds.Actors {
				if a.ID == "actor:x-reporter" && done == total && done == len(files) {
					return
				}
			}
			t.Errorf("%d of %d files are read, and the actor is not there:\n%s", done, total, text(t, found))
		})
	}
}

// What is wrong is told in the same words, and where it is an error, there is no dataset.
func TestProblemsAreTheSameInParts(t *testing.T) {
	for _, c := range spoilt {
		files := soundDataset(t)
		for _, x := range c.changes {
			edit(t, files, x.file, x.old, x.with)
		}
		if c.spoil != nil {
			c.spoil(files)
		}
		for _, opts := range []Options{{}, {Texts: soundTexts(t)}} {
			whole, want := Load(files, opts)
			ds, _, found, err := inParts(files, opts)
			if err != nil || (ds == nil) != (whole == nil) || !slices.Equal(found, want) {
				t.Errorf("%s: %v; without parts:\n%s\nin parts:\n%s", c.name, err, text(t, want), text(t, found))
			}
		}
	}
}

// After an error nothing is handed over: an unnamed actor met again shows with the second article, a name that is not there with the first list.
func TestNothingIsHandedOverAfterAnError(t *testing.T) {
	files := soundDataset(t)
	_, all, _, _ := inParts(files, Options{})
	edit(t, files, "articles/wall.yaml", "actor: ada-brenn, role: Mayor", "actor: port-official, role: Mayor")
	if _, parts, found, _ := inParts(files, Options{}); len(parts) != len(all)-1 || found.Errors() == 0 {
		t.Errorf("%d parts and %d errors, of %d parts", len(parts), found.Errors(), len(all))
	}
	edit(t, files, "actors.yaml", "member_of: [vell]", "member_of: [well]")
	if _, parts, found, _ := inParts(files, Options{}); len(parts) != 0 || found.Errors() < 2 {
		t.Errorf("%d parts and %d errors", len(parts), found.Errors())
	}
}

// Whoever is given the parts may fail, and reading stops there.
func TestAPartThatIsNotTakenStopsTheReading(t *testing.T) {
	full := errors.New("the disk is full")
	for refused := range 3 {
		given := 0
		ds, _, err := LoadParts(soundDataset(t), Options{}, func(*news.Dataset) error {
			if given++; given > refused {
				return full
			}
			return nil
		})
		if !errors.Is(err, full) || ds != nil || given != refused+1 {
			t.Errorf("%v, %v after %d parts, want to stop at part %d", err, ds, given, refused+1)
		}
	}
}
