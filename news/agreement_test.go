package news

import (
	"fmt"
	"testing"
)

func at(v float64) *float64 { return &v }

// figure makes a figure as the loader does: bounds from comparator and value.
func figure(comparator Comparator, value float64, day Date) *Figure {
	f := &Figure{ID: FigureID(fmt.Sprintf("figure:%s-%v-%s", comparator, value, day)), Printed: fmt.Sprintf("%s %v", comparator, value), Comparator: comparator, Value: at(value), Quality: OK}
	if day != "" {
		f.AsOf = UncertainDate{Earliest: day, Latest: day}
	}
	f.Low, f.High = comparator.Bounds(value, true)
	return f
}

func between(low, high float64) *Figure {
	return &Figure{ID: "figure:range", Printed: fmt.Sprintf("between %v and %v", low, high), Comparator: Range, Low: at(low), High: at(high), Quality: OK}
}

var (
	doubtful = &Figure{ID: "figure:doubtful", Printed: "2,00", Comparator: AtLeast, Quality: Suspect, Readings: []float64{200, 2000}}
	vague    = &Figure{ID: "figure:vague", Printed: "thousands", Comparator: Indefinite, Quality: OK}
)

// Each rule of docs/model.md, and beside it the nearest case to which it does not apply. Every pair is judged both ways round.
func TestTheFirstRuleThatFitsDecides(t *testing.T) {
	const before, after = Date("2023-10-12"), Date("2023-10-23")
	for _, c := range []struct {
		says string
		acc  Accumulation
		x, y *Figure
		want Verdict
	}{
		{"a doubtful number is compared with nothing", Cumulative, doubtful, figure(Exact, 200, ""), NotComparable},
		{"nor with itself", Cumulative, doubtful, doubtful, NotComparable},
		{"thousands names no number", Incident, vague, figure(Exact, 2000, ""), NotComparable},
		{"the same words agree", Cumulative, figure(MoreThan, 1400, before), figure(MoreThan, 1400, after), Agree},
		{"the same range agrees", Incident, between(10, 20), between(10, 20), Agree},
		{"one number, bounded in two ways", Cumulative, figure(Exact, 1400, after), figure(MoreThan, 1400, before), SameNumber},
		{"another day, and it grows", Cumulative, figure(About, 1200, before), figure(Exact, 1400, after), Update},
		{"another day, and it is a stock", Stock, figure(Exact, 1200, before), figure(Exact, 1400, after), Update},
		{"another day, but it does not grow", Incident, figure(Exact, 1200, before), figure(Exact, 1400, after), Conflict},
		{"the same day", Cumulative, figure(Exact, 1200, after), figure(Exact, 1400, after), Conflict},
		{"no day is known", Cumulative, figure(Exact, 1200, ""), figure(Exact, 1400, ""), Conflict},
		{"about sets no bounds", Incident, figure(About, 1200, ""), figure(Exact, 1400, ""), Compatible},
		{"what they allow overlaps", Incident, figure(AtLeast, 1000, ""), figure(Exact, 1400, ""), Compatible},
		{"what they allow touches", Incident, figure(AtLeast, 1400, ""), between(1000, 1400), Compatible},
		{"what they allow lies apart", Incident, figure(MoreThan, 1400, ""), between(1000, 1400), Conflict},
		{"at most and at least lie apart", Incident, figure(AtMost, 10, ""), figure(AtLeast, 11, ""), Conflict},
	} {
		q := &Quantity{Accumulation: c.acc}
		if got := q.judge(c.x, c.y); got != c.want {
			t.Errorf("%s: %q and %q are %s, want %s", c.says, c.x.Printed, c.y.Printed, got, c.want)
		}
		if got := q.judge(c.y, c.x); got != c.want {
			t.Errorf("%s, the other way round: %s, want %s", c.says, got, c.want)
		}
		if one, other := reason(c.want, c.x, c.y), reason(c.want, c.y, c.x); one != other || one == "" {
			t.Errorf("%s: the reason is %q one way round and %q the other", c.says, one, other)
		}
	}
}

func TestTheWorstPairDecides(t *testing.T) {
	q := &Quantity{Accumulation: Incident}
	for _, c := range []struct {
		figures []*Figure
		want    Verdict
		pairs   int
	}{
		{nil, Single, 0},
		{[]*Figure{figure(Exact, 1, "")}, Single, 0},
		{[]*Figure{figure(Exact, 1, ""), figure(Exact, 1, "2023-10-07")}, Agree, 1},
		{[]*Figure{figure(Exact, 1, ""), figure(Exact, 1, "2023-10-07"), figure(AtLeast, 1, "")}, SameNumber, 3},
		{[]*Figure{figure(Exact, 1, ""), figure(AtLeast, 1, ""), figure(Exact, 2, "")}, Conflict, 3},
		{[]*Figure{figure(Exact, 1, ""), vague, figure(Exact, 1, "2023-10-07")}, Agree, 3},
		{[]*Figure{vague, doubtful}, NotComparable, 1},
	} {
		a := agree(q, c.figures)
		if a.Verdict != c.want || a.PairCount != c.pairs || len(a.Pairs) != c.pairs || a.Reason == "" {
			t.Errorf("%d figures: %s of %d pairs (%s), want %s of %d", len(c.figures), a.Verdict, a.PairCount, a.Reason, c.want, c.pairs)
		}
	}
}

func TestTheListOfPairsIsBounded(t *testing.T) {
	var figures []*Figure
	for i := range 30 {
		figures = append(figures, figure(Exact, float64(i), ""))
	}
	a := agree(&Quantity{Accumulation: Incident}, figures)
	if len(a.Pairs) != MaxPairs || a.PairCount != 30*29/2 {
		t.Errorf("%d of %d pairs are listed, want %d of %d", len(a.Pairs), a.PairCount, MaxPairs, 30*29/2)
	}
}

// The worst pairs are listed, wherever they stand among the others: here the last figure is at odds with all before it.
func TestTheListOfPairsHasTheWorstFirst(t *testing.T) {
	var figures []*Figure
	for range 30 {
		figures = append(figures, figure(Exact, 1, ""))
	}
	a := agree(&Quantity{Accumulation: Incident}, append(figures, figure(Exact, 2, "")))
	if len(a.Pairs) != MaxPairs || a.PairCount != 31*30/2 || a.Verdict != Conflict {
		t.Fatalf("%s: %d of %d pairs are listed", a.Verdict, len(a.Pairs), a.PairCount)
	}
	for i, p := range a.Pairs {
		if want := map[bool]Verdict{true: Conflict, false: Agree}[i < 30]; p.Verdict != want {
			t.Errorf("pair %d is %s, want %s", i, p.Verdict, want)
		}
	}
}

func TestTheEnvelopeHoldsEveryNumberNamed(t *testing.T) {
	for _, c := range []struct {
		says                 string
		figures              []*Figure
		suspect              bool
		low, high            float64
		openBelow, openAbove bool
		count                int
	}{
		{"one number", []*Figure{figure(Exact, 5, "")}, false, 5, 5, false, false, 1},
		{"open above", []*Figure{figure(Exact, 5, ""), figure(MoreThan, 7, "")}, false, 5, 8, false, true, 2},
		{"open below", []*Figure{figure(LessThan, 5, "")}, false, 4, 4, true, false, 1},
		{"about counts with its number, and bounds neither side", []*Figure{figure(About, 9, ""), figure(Exact, 5, "")}, false, 5, 9, true, true, 2},
		{"about alone", []*Figure{figure(About, 9, "")}, false, 9, 9, true, true, 1},
		{"a range", []*Figure{between(2, 3)}, false, 2, 3, false, false, 1},
		{"doubtful left out", []*Figure{figure(Exact, 5, ""), doubtful}, false, 5, 5, false, false, 1},
		{"doubtful taken in", []*Figure{figure(Exact, 5, ""), doubtful}, true, 5, 2000, false, true, 2},
		{"vague left out", []*Figure{figure(Exact, 5, ""), vague}, true, 5, 5, false, false, 1},
	} {
		e := envelop(c.figures, c.suspect)
		if e.Low == nil || e.High == nil || *e.Low != c.low || *e.High != c.high || e.OpenBelow != c.openBelow || e.OpenAbove != c.openAbove || e.Figures != c.count {
			t.Errorf("%s: %+v", c.says, e)
		}
	}
	if e := envelop([]*Figure{vague}, false); e.Low != nil || e.High != nil || e.Figures != 0 {
		t.Errorf("no number at all gives %+v", e)
	}
}
