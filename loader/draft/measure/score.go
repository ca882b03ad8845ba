// Package measure holds what the drafter proposes against what people have marked.
package measure

import (
	"fmt"
	"io"
	"maps"
	"slices"
)

// Score counts what was proposed, what is there, and what of the one is the other.
type Score struct{ Right, Proposed, There int }

// Add adds another count.
func (s *Score) Add(other Score) {
	s.Right += other.Right
	s.Proposed += other.Proposed
	s.There += other.There
}

// Precision is the share of what was proposed that is right, in percent.
func (s Score) Precision() float64 { return percent(s.Right, s.Proposed) }

// Recall is the share of what is there that was proposed rightly, in percent.
func (s Score) Recall() float64 { return percent(s.Right, s.There) }

// F1 is the harmonic mean of the two, in percent.
func (s Score) F1() float64 { return percent(2*s.Right, s.Proposed+s.There) }

func percent(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}

// Line is one line of a table: a kind, and how it was met.
type Line struct {
	Kind string
	Score
}

// Error is something missed, or proposed wrongly.
type Error struct {
	Kind, Article, What string
	// Weight is how much of the text it concerns, in code points: the worst errors are the heaviest.
	Weight int
}

// Report is what one comparison found.
type Report struct {
	Title  string
	Lines  []Line
	Errors []Error
	// Rules has for each rule what confidence it states and how many of its drafts were right.
	Rules map[string]*Calibration
}

// Calibration is what a rule states and how it fared.
type Calibration struct {
	// Stated is the sum of the confidences, over Drafts drafts; Right of them were right.
	Stated        float64
	Drafts, Right int
}

func (r *Report) claimed(rule string, confidence float64, right bool) {
	if r.Rules == nil {
		r.Rules = map[string]*Calibration{}
	}
	if r.Rules[rule] == nil {
		r.Rules[rule] = &Calibration{}
	}
	c := r.Rules[rule]
	c.Stated += confidence
	c.Drafts++
	if right {
		c.Right++
	}
}

// Print writes the table and the worst errors.
func (r *Report) Print(w io.Writer, worst int) error {
	if _, err := fmt.Fprintf(w, "%s\n%-46s %9s %9s %9s %9s %9s %9s\n", r.Title, "", "precision", "recall", "F1", "right", "proposed", "there"); err != nil {
		return err
	}
	for _, l := range r.Lines {
		if _, err := fmt.Fprintf(w, "%-46s %9.1f %9.1f %9.1f %9d %9d %9d\n", l.Kind, l.Precision(), l.Recall(), l.F1(), l.Right, l.Proposed, l.There); err != nil {
			return err
		}
	}
	for i, rule := range slices.Sorted(maps.Keys(r.Rules)) {
		if i == 0 {
			fmt.Fprintf(w, "%-46s %9s %9s %9s\n", "by rule", "stated", "right", "drafts")
		}
		c := r.Rules[rule]
		if _, err := fmt.Fprintf(w, "%-46s %9.1f %9.1f %9d\n", rule, 100*c.Stated/float64(c.Drafts), percent(c.Right, c.Drafts), c.Drafts); err != nil {
			return err
		}
	}
	for i, e := range r.Errors {
		if i == worst {
			break
		}
		if _, err := fmt.Fprintf(w, "  %s: %s: %s\n", e.Kind, e.Article, e.What); err != nil {
			return err
		}
	}
	return nil
}
