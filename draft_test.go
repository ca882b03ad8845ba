package main

import (
	"os"
	"strings"
	"testing"

	"onrecord/dataset"
	"onrecord/loader"
	"onrecord/loader/draft/measure"
)

// attributions is a folder in PolNeAR's format on a machine that has it. It is for measuring only, and no part of the repository.
const attributions = "../shared/corpora/polnear-dev"

// holdFloors fails where a kind is worse than its floor, in percent of F1: the drafter may be made better, and not worse.
func holdFloors(t *testing.T, r *measure.Report, floors map[string]float64) {
	t.Helper()
	met := 0
	for _, l := range r.Lines {
		floor, set := floors[l.Kind]
		if !set {
			continue
		}
		met++
		if l.F1() < floor {
			t.Errorf("%s: F1 is %.1f, and was %.1f", l.Kind, l.F1(), floor)
		}
	}
	if met != len(floors) {
		t.Errorf("%d of %d kinds were scored", met, len(floors))
	}
}

func TestDraftsOfMarkedArticles(t *testing.T) {
	if _, err := os.Stat(attributions); err != nil {
		t.Skipf("%s is not at hand", attributions)
	}
	r, err := measure.Attributions(os.DirFS(attributions))
	if err != nil {
		t.Fatal(err)
	}
	holdFloors(t, r, map[string]float64{
		"quotation of 5 words or more, with speaker": 92, "quotation of 2 words or more, with speaker": 90.5,
		"statement, overlap 0.3": 91, "statement, overlap 0.8": 80.5,
	})
	// A confidence means what it says: rules with enough drafts are right about as often as they state.
	for rule, c := range r.Rules {
		if c.Drafts < 50 {
			continue
		}
		stated, right := c.Stated/float64(c.Drafts), float64(c.Right)/float64(c.Drafts)
		if right < stated-0.1 || right > stated+0.15 {
			t.Errorf("%s states %.2f, and %.2f of its %d drafts are right", rule, stated, right, c.Drafts)
		}
	}
}

// Every quotation with its speaker, nothing out of page furniture, nine in ten figures, and 2,00 suspect.
func TestDraftsOfTheFiveArticles(t *testing.T) {
	if _, err := os.Stat(texts); err != nil {
		t.Skipf("the article texts are not in %s", texts)
	}
	ds, _ := loader.Load(dataset.Files, loader.Options{Texts: os.DirFS(texts), KeepText: true})
	if ds == nil {
		t.Fatal("the dataset has errors")
	}
	r := measure.Reviewed(ds, loader.PageFurniture(dataset.Files))
	holdFloors(t, r, map[string]float64{"quotation, with speaker": 100, "figure: value, comparator, claimant": 90, "whole chain, of reports at 0.3": 95})
	for _, l := range r.Lines {
		if l.Kind == "figure: value, comparator, claimant" && l.Recall() < 90 {
			t.Errorf("%.1f %% of the figures are right", l.Recall())
		}
	}
	for _, e := range r.Errors {
		if e.Kind == "drafted from furniture" || strings.Contains(e.What, "2,00") {
			t.Errorf("%s: %s: %s", e.Kind, e.Article, e.What)
		}
	}
}

func TestDraftsOfNumberSentences(t *testing.T) {
	r, err := measure.Numbers(measure.Sentences)
	if err != nil {
		t.Fatal(err)
	}
	holdFloors(t, r, map[string]float64{"figure: phrase, comparator, value": 100, "what it counts, of those that are right": 100})
}
