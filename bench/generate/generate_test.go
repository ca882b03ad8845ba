package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"onrecord/loader"
	"onrecord/news"
)

func written(t *testing.T, statements int, seed uint64) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "made")
	if err := write(folder, statements, seed); err != nil {
		t.Fatal(err)
	}
	return folder
}

func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(folder, name))
		files[name] = string(content)
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	return files
}

func TestTheSameSeedGivesTheSameDataset(t *testing.T) {
	first := contents(t, written(t, 1000, 7))
	if diff := cmp.Diff(first, contents(t, written(t, 1000, 7))); diff != "" {
		t.Errorf("twice the same seed (-first +second):\n%.2000s", diff)
	}
	if cmp.Equal(first, contents(t, written(t, 1000, 8))) {
		t.Error("another seed gives the same")
	}
}

// What is made is a dataset as a curator would write it: nothing is wrong with it, nothing is unused, and it has what the
// benchmark is about.
func TestWhatIsMadeIsSound(t *testing.T) {
	for _, statements := range []int{50, 2000} {
		ds, found := loader.Load(os.DirFS(written(t, statements, 1)), loader.Options{})
		if ds == nil || found.Errors() > 0 {
			_ = found[:min(10, len(found))].Text(os.Stderr) // for whoever reads the test
			t.Fatalf("%d statements: %d errors", statements, found.Errors())
		}
		if len(ds.Statements) != statements || len(ds.Articles) != statements/10 {
			t.Errorf("%d statements and %d articles, of %d", len(ds.Statements), len(ds.Articles), statements)
		}
		twoHops, unnamed, conflicts, busiest := 0, 0, 0, map[news.ActorID]int{}
		for _, r := range ds.Reports {
			if len(r.Attribution.Hops) == 2 {
				twoHops++
			}
		}
		for _, a := range ds.Accounts {
			if a.Attribution.Anonymous {
				unnamed++
			}
		}
		for _, q := range ds.Quantities {
			if q.Agreement.Verdict == news.Conflict {
				conflicts++
			}
		}
		most := 0
		for _, s := range ds.Statements {
			busiest[s.Speaker]++
			most = max(most, busiest[s.Speaker])
		}
		if twoHops == 0 || unnamed == 0 || statements > 50 && (conflicts == 0 || most < 2*len(ds.Statements)/len(busiest)) {
			t.Errorf("%d statements: %d chains of two hops, %d unnamed origins, %d conflicts, at most %d statements of one of %d speakers",
				statements, twoHops, unnamed, conflicts, most, len(busiest))
		}
	}
}
