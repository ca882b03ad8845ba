package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"onrecord/dataset"
	"onrecord/loader"
	"onrecord/store"
)

// texts is where the five articles are on a machine that has them. They are no part of the repository.
const texts = "../shared/articles"

// With the texts at hand nothing is wrong, nothing uncovered, and every span of every mention cuts its exact words.
func TestTheFiveArticlesAreCuratedInFull(t *testing.T) {
	if _, err := os.Stat(texts); err != nil {
		t.Skipf("the article texts are not in %s, so their records cannot be held against them", texts)
	}
	ds, found := loader.Load(dataset.Files, loader.Options{Texts: os.DirFS(texts), KeepText: true})
	if len(found) > 0 {
		var told bytes.Buffer
		_ = found.Text(&told)
		t.Fatalf("check finds:\n%s", &told)
	}
	if len(ds.Articles) != 5 {
		t.Errorf("there are %d articles, want 5", len(ds.Articles))
	}
	for m := range ds.Mentions() {
		if !m.Anchored().Evidence.Verified {
			t.Errorf("%s is not verified", m.NodeID())
		}
	}
	path := filepath.Join(t.TempDir(), "onrecord.db")
	if err := store.Write(path, ds, nil); err != nil {
		t.Fatal(err)
	}
	faults, err := store.Verify(path)
	if err != nil || len(faults) > 0 {
		t.Error(err, faults)
	}
}
