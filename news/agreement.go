package news

import (
	"cmp"
	"fmt"
	"slices"
)

// Agreement is how the figures for one quantity stand to one another.
type Agreement struct {
	// Verdict is that of the worst pair; see [Verdicts] for what is worse.
	Verdict Verdict
	// Reason is one plain sentence.
	Reason string
	// Pairs has every two figures, the worst first, then in the order of their ids; no more than [MaxPairs].
	Pairs []FigurePair
	// PairCount is how many pairs there are.
	PairCount int
}

// FigurePair is two figures for one quantity and how they stand to one another.
type FigurePair struct {
	A, B    FigureID
	Verdict Verdict
	Reason  string
}

// Verdict says how figures stand to one another. The rules are in docs/model.md, and [Quantity.judge] has them in their order.
type Verdict string

// The verdicts.
const (
	Conflict      Verdict = "CONFLICT"
	Update        Verdict = "UPDATE"
	Compatible    Verdict = "COMPATIBLE"
	SameNumber    Verdict = "SAME_NUMBER"
	Agree         Verdict = "AGREE"
	NotComparable Verdict = "NOT_COMPARABLE"
	Single        Verdict = "SINGLE"
)

// Verdicts lists every [Verdict], the worst first. A quantity's verdict is that of its worst pair; pairs that cannot be
// compared decide only where no other can.
var Verdicts = []Verdict{Conflict, Update, Compatible, SameNumber, Agree, NotComparable, Single}

// MaxPairs is how many pairs an agreement lists, the worst first. Two figures make one pair and a hundred make 4,950, so a
// list of all of them would outgrow the record.
const MaxPairs = 100

// agree works out the agreement of a quantity from its figures, which are sorted by id.
func agree(q *Quantity, figures []*Figure) Agreement {
	switch len(figures) {
	case 0:
		return Agreement{Verdict: Single, Reason: "No article puts a figure on it."}
	case 1:
		return Agreement{Verdict: Single, Reason: "Only one figure is printed."}
	}
	type pair struct{ x, y *Figure }
	// Of each verdict, the worst first, no more pairs are kept than are listed: there are half as many as the square of the figures.
	pairs := make([][]pair, len(Verdicts))
	a := Agreement{}
	for i, x := range figures {
		for _, y := range figures[i+1:] {
			a.PairCount++
			if v := slices.Index(Verdicts, q.judge(x, y)); len(pairs[v]) < MaxPairs {
				pairs[v] = append(pairs[v], pair{x, y})
			}
		}
	}
	a.Pairs = make([]FigurePair, 0, min(a.PairCount, MaxPairs))
	for i, v := range Verdicts {
		for _, p := range pairs[i][:min(len(pairs[i]), MaxPairs-len(a.Pairs))] {
			a.Pairs = append(a.Pairs, FigurePair{A: p.x.ID, B: p.y.ID, Verdict: v, Reason: reason(v, p.x, p.y)})
		}
	}
	a.Verdict, a.Reason = a.Pairs[0].Verdict, a.Pairs[0].Reason
	return a
}

// judge holds two figures against one another. The first rule that fits decides; the order of the two does not matter.
func (q *Quantity) judge(x, y *Figure) Verdict {
	changes := q.Accumulation == Cumulative || q.Accumulation == Stock
	switch {
	case x.unreadable() || y.unreadable():
		return NotComparable
	case x.sameClaim(y):
		return Agree
	case x.Value != nil && y.Value != nil && *x.Value == *y.Value:
		return SameNumber
	case changes && (certainlyBefore(x.AsOf, y.AsOf) || certainlyBefore(y.AsOf, x.AsOf)):
		return Update
	case x.Comparator == About || y.Comparator == About || x.meets(y):
		return Compatible
	}
	return Conflict
}

// reason says why a pair has its verdict, in one plain sentence.
func reason(v Verdict, x, y *Figure) string {
	if y.earlier(x) {
		x, y = y, x
	}
	switch v {
	case NotComparable:
		doubtful := x
		if !x.unreadable() {
			doubtful = y
		}
		return fmt.Sprintf("%q names no number that can be read with certainty.", Reading(doubtful.Printed))
	case Agree:
		return fmt.Sprintf("%q and %q say the same.", Reading(x.Printed), Reading(y.Printed))
	case SameNumber:
		return fmt.Sprintf("%q and %q have the same number and bound it differently.", Reading(x.Printed), Reading(y.Printed))
	case Update:
		return fmt.Sprintf("%q is as of %s at the latest and %q as of %s at the earliest, and what is counted changes with time.", Reading(x.Printed), x.AsOf.Latest, Reading(y.Printed), y.AsOf.Earliest)
	case Compatible:
		return fmt.Sprintf("%q and %q can both hold.", Reading(x.Printed), Reading(y.Printed))
	}
	return fmt.Sprintf("%q and %q cannot both hold.", Reading(x.Printed), Reading(y.Printed))
}

// earlier orders a pair for its reason: by as-of date, then by id.
func (f *Figure) earlier(than *Figure) bool {
	return cmp.Or(cmp.Compare(f.AsOf.Latest, than.AsOf.Latest), cmp.Compare(f.AsOf.Earliest, than.AsOf.Earliest), cmp.Compare(f.ID, than.ID)) < 0
}

func (f *Figure) unreadable() bool { return f.Quality == Suspect || f.Comparator == Indefinite }

func (f *Figure) sameClaim(other *Figure) bool {
	return f.Comparator == other.Comparator && same(f.Value, other.Value) && same(f.Low, other.Low) && same(f.High, other.High)
}

func same(a, b *float64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// meets reports whether some number lies in what both allow.
func (f *Figure) meets(other *Figure) bool {
	below := func(high, low *float64) bool { return high != nil && low != nil && *high < *low }
	return !below(f.High, other.Low) && !below(other.High, f.Low)
}

// certainlyBefore reports whether one date lies before another whatever they turn out to be.
func certainlyBefore(a, b UncertainDate) bool {
	return a.Latest != "" && b.Earliest != "" && a.Latest < b.Earliest
}

// Envelope is the least and the most that the figures for a quantity allow. It is no estimate: nothing lies in it more
// likely than elsewhere.
type Envelope struct {
	// Low and High are the least and the greatest number any figure names or bounds itself by; nil where none does.
	Low, High *float64
	// OpenBelow and OpenAbove: some figure sets no bound on that side. One that says about sets none on either.
	OpenBelow, OpenAbove bool
	// Figures is how many figures it is made of. INDEFINITE ones name no number and are left out.
	Figures int
}

// envelop works out the envelope of figures. A SUSPECT figure counts only where includeSuspect is set, and then with all
// of its readings.
func envelop(figures []*Figure, includeSuspect bool) Envelope {
	var e Envelope
	reach := func(v *float64) {
		if v == nil {
			return
		}
		if e.Low == nil || *v < *e.Low {
			e.Low = v
		}
		if e.High == nil || *v > *e.High {
			e.High = v
		}
	}
	for _, f := range figures {
		switch {
		case f.Quality == Suspect && !includeSuspect:
			continue
		case f.Quality == Suspect:
			for i := range f.Readings {
				reach(&f.Readings[i])
			}
		case f.Comparator == Indefinite:
			continue
		case f.Comparator == About:
			reach(f.Value)
		default:
			reach(f.Low)
			reach(f.High)
		}
		e.Figures++
		switch f.Comparator {
		case AtLeast, MoreThan:
			e.OpenAbove = true
		case AtMost, LessThan:
			e.OpenBelow = true
		case About: // no tolerance is invented, so it bounds neither side
			e.OpenBelow, e.OpenAbove = true, true
		}
	}
	return e
}
