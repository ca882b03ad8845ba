package news

import "testing"

// The table of docs/model.md.
func TestBoundsFollowFromTheComparator(t *testing.T) {
	const open = -1
	for _, c := range []struct {
		comparator Comparator
		value      float64
		counts     bool
		low, high  float64
	}{
		{Exact, 1400, true, 1400, 1400},
		{MoreThan, 1400, true, 1401, open},
		{MoreThan, 1.5, false, 1.5, open},
		{AtLeast, 5, true, 5, open},
		{AtMost, 5, true, open, 5},
		{LessThan, 5, true, open, 4},
		{LessThan, 5, false, open, 5},
		{About, 1200, true, open, open},
		{Range, 0, true, open, open},
		{Indefinite, 0, true, open, open},
		{Exact, 0, true, 0, 0},
	} {
		low, high := c.comparator.Bounds(c.value, c.counts)
		for name, end := range map[string]struct {
			got  *float64
			want float64
		}{"low": {low, c.low}, "high": {high, c.high}} {
			if (end.got == nil) != (end.want == open) || end.got != nil && *end.got != end.want {
				t.Errorf("%s %v: %s is %v, want %v", c.comparator, c.value, name, end.got, end.want)
			}
		}
	}
}

func TestOnlyWholeThingsAreCounted(t *testing.T) {
	for m, want := range map[Measure]bool{Killed: true, Casualties: true, Weapons: true, Duration: false, Money: false, Share: false, OtherMeasure: false} {
		if m.Counts() != want {
			t.Errorf("%s counts whole things: %v, want %v", m, m.Counts(), want)
		}
	}
}
