package news

import "fmt"

// Excess is a figure for a part that lies above a figure for its whole.
type Excess struct {
	Part, Whole FigureID
	// Reason is one plain sentence.
	Reason string
}

// MaxExcesses is how many excesses of a quantity are kept.
const MaxExcesses = 100

// excesses finds the figures for a part that cannot hold beside a figure for its whole: the least that one allows is more
// than the most that the other does. What grows may have grown in between, so a figure for the whole that is certainly the
// older is no yardstick; what also shrinks is held only against figures that may be of the same day. Both lists are sorted
// by id.
func (whole *Quantity) excesses(parts, wholes []*Figure) []Excess {
	var found []Excess
	for _, p := range parts {
		for _, w := range wholes {
			if p.unreadable() || w.unreadable() || p.Low == nil || w.High == nil || *p.Low <= *w.High {
				continue
			}
			older, younger := certainlyBefore(w.AsOf, p.AsOf), certainlyBefore(p.AsOf, w.AsOf)
			if whole.Accumulation == Cumulative && older || whole.Accumulation == Stock && (older || younger) {
				continue
			}
			found = append(found, Excess{Part: p.ID, Whole: w.ID, Reason: fmt.Sprintf("%q of a part is more than %q of the whole.", Reading(p.Printed), Reading(w.Printed))})
			if len(found) == MaxExcesses {
				return found
			}
		}
	}
	return found
}
