package measure

import (
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"onrecord/news"
)

func TestScore(t *testing.T) {
	s := Score{Right: 6, Proposed: 8, There: 12}
	s.Add(Score{Right: 2, Proposed: 2, There: 4})
	if s.Precision() != 80 || s.Recall() != 50 || math.Abs(s.F1()-61.54) > 0.01 {
		t.Errorf("%v %v %v", s.Precision(), s.Recall(), s.F1())
	}
	if empty := (Score{}); empty.F1() != 0 || empty.Precision() != 0 {
		t.Error("nothing proposed is no division by zero")
	}
}

// Overlap is what is in both by what is in either; white space counts nowhere.
func TestOverlap(t *testing.T) {
	points := []rune("the wall held and the wall fell")
	whole, half := []news.Span{{Start: 0, End: 31}}, []news.Span{{Start: 0, End: 13}}
	if got := sharedPart(points, whole, half); math.Abs(got-11.0/25) > 1e-9 {
		t.Error(got)
	}
	if got := sharedPart(points, half, []news.Span{{Start: 18, End: 31}}); got != 0 {
		t.Error(got)
	}
	if got := coveredPart(points, half, whole); got != 1 {
		t.Error(got)
	}
	if got := sharedPart(points, []news.Span{{Start: 0, End: 8}, {Start: 9, End: 13}}, half); got != 1 {
		t.Error("pieces that make a whole are the whole:", got)
	}
}

func TestSpeech(t *testing.T) {
	for cue, want := range map[string]bool{"said": true, "has repeatedly denied": true, "According to": true, "―": true, ":": true, "was wondering": false, "believes": false, "plans": false, "found": false} {
		if isSpeech(cue) != want {
			t.Errorf("%q is speech: %v", cue, !want)
		}
	}
}

func TestFragments(t *testing.T) {
	points := []rune("“one” and ''two'' and \"three\nfour\" five")
	var got []string
	for _, f := range fragments(points) {
		got = append(got, string(points[f.Start:f.End]))
	}
	if strings.Join(got, "|") != "one|two|three| five" {
		t.Errorf("%q", got)
	}
}

// Material that is not of its format is refused by line.
func TestRefuses(t *testing.T) {
	for ann, want := range map[string]string{
		"T1\n":                        "line 1: a span has its label",
		"T1\tCue 0 99\tx\n":           "line 1: \"0 99\" is no span",
		"T1\tCue 5 2\tx\n":            "is no span",
		"E1\tAttribution:T9 Cue:T9\n": "line 1: T9 is not among the spans",
	} {
		_, err := Attributions(fstest.MapFS{"text/a.txt": {Data: []byte("The wall held.")}, "attributions/a_1.ann": {Data: []byte(ann)}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", ann, err, want)
		}
	}
	for sentences, want := range map[string]string{
		"= 3 | EXACT | 3\n":                  "n.txt:1: a figure stands below its sentence",
		"Three left.\n= 4 | EXACT | 4\n":     "does not stand in the sentence",
		"Three left.\n= Three | EXACT\n":     "a figure is written",
		"Three left.\n= Three | EXACT | x\n": "is not a number",
	} {
		if _, err := Numbers(fstest.MapFS{"n.txt": {Data: []byte(sentences)}}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", sentences, err, want)
		}
	}
	if _, err := Numbers(fstest.MapFS{}); err == nil {
		t.Error("an empty folder is scored")
	}
}
