package news

import (
	"cmp"
	"slices"
)

// Dispute is an aspect of an event on which accounts cannot all hold.
type Dispute struct {
	Aspect Aspect
	// Accounts are all those of the aspect that take a side, sorted by id; no more than [MaxDisputed], and where there are
	// more, some of each position.
	Accounts []AccountID
}

// MaxDisputed is how many accounts of a dispute are kept, so that an event told of everywhere does not outgrow its record.
const MaxDisputed = 100

// exclusive are the aspects of which only one holder can be right: who caused it, who is responsible. An event can have
// several targets, motives and outcomes.
var exclusive = []Aspect{Cause, Responsibility}

// disputes finds the aspects on which the accounts of one event, sorted by id, cannot all hold. Two accounts are at odds
// where one denies what the other holds of the same holder, and under an exclusive aspect where they name different
// holders. An account that is UNCOMMITTED takes no side.
func disputes(accounts []*EventAccount) []Dispute {
	var found []Dispute
	for _, aspect := range Aspects {
		sides, positions := positionsOn(aspect, accounts)
		if len(opposed(positions)) == 0 {
			continue
		}
		d := Dispute{Aspect: aspect}
		for _, a := range spokenFor(sides, positions) {
			d.Accounts = append(d.Accounts, a.ID)
		}
		found = append(found, d)
	}
	return found
}

// positionsOn lists the accounts that take a side on an aspect, and the first of each position among them.
func positionsOn(aspect Aspect, accounts []*EventAccount) (sides, positions []*EventAccount) {
	for _, a := range accounts {
		if a.Aspect != aspect || a.Certainty == Uncommitted {
			continue
		}
		sides = append(sides, a)
		if !slices.ContainsFunc(positions, a.agrees) {
			positions = append(positions, a)
		}
	}
	return sides, positions
}

// opposed keeps the positions with which another is at odds.
func opposed(positions []*EventAccount) []*EventAccount {
	var kept []*EventAccount
	for _, a := range positions {
		if slices.ContainsFunc(positions, a.atOdds) {
			kept = append(kept, a)
		}
	}
	return kept
}

// side is an account that is at odds with others and credited to somebody, by the numbers of its article, its event and its origin.
type side struct {
	article, event, origin uint32
	aspect                 uint8 // among the [Aspects]
	span                   Span
}

// takeSides finds the accounts that take a side in the dispute of an event. Those of one article are in the order of their events.
func (d *Derivation) takeSides() {
	d.sides = gather(d.records.Events.Len, func(from, to int) []side {
		var taken []side
		for i := from; i < to; i++ {
			taken = append(taken, d.sidesOn(i)...)
		}
		return taken
	})
	slices.SortStableFunc(d.sides, func(a, b side) int { return cmp.Compare(a.article, b.article) })
}

func (d *Derivation) sidesOn(event int) []side {
	var taken []side
	accounts := d.records.Accounts(event)
	for aspect, name := range Aspects {
		sides, positions := positionsOn(name, accounts)
		if positions = opposed(positions); len(positions) == 0 {
			continue
		}
		for _, a := range sides {
			article, ok := d.number(string(a.Article))
			origin, credited := d.number(string(a.Attribution.Origin()))
			if ok && credited && slices.ContainsFunc(positions, a.agrees) {
				taken = append(taken, side{uint32(article), uint32(event), uint32(origin), uint8(aspect), a.Evidence.Span})
			}
		}
	}
	return taken
}

// sidesIn lists the sides that an article credits to somebody.
func (d *Derivation) sidesIn(id ArticleID) []side {
	if len(d.sides) == 0 {
		return nil
	}
	number, ok := d.number(string(id))
	if !ok {
		return nil
	}
	by := func(s side, article int) int { return cmp.Compare(int(s.article), article) }
	from, _ := slices.BinarySearchFunc(d.sides, number, by)
	to, _ := slices.BinarySearchFunc(d.sides[from:], number+1, by)
	return d.sides[from : from+to]
}

// spokenFor keeps up to [MaxDisputed] accounts, first one of each position: a dispute in which one side has no voice is none.
func spokenFor(sides, positions []*EventAccount) []*EventAccount {
	if len(sides) <= MaxDisputed {
		return sides
	}
	kept := slices.Clone(positions[:min(len(positions), MaxDisputed)])
	for _, a := range sides {
		if len(kept) < MaxDisputed && !slices.Contains(kept, a) {
			kept = append(kept, a)
		}
	}
	slices.SortFunc(kept, func(a, b *EventAccount) int { return cmp.Compare(a.ID, b.ID) })
	return kept
}

// agrees reports whether two accounts of one aspect take the same position: both hold, or both deny, the same of one holder.
func (a *EventAccount) agrees(b *EventAccount) bool {
	return a.Holds == b.Holds && (a.Certainty == Denied) == (b.Certainty == Denied)
}

// atOdds reports whether two accounts of one aspect cannot both hold.
func (a *EventAccount) atOdds(b *EventAccount) bool {
	aDenies, bDenies := a.Certainty == Denied, b.Certainty == Denied
	if a.Holds == b.Holds {
		return aDenies != bDenies
	}
	return slices.Contains(exclusive, a.Aspect) && a.Holds != "" && b.Holds != "" && !aDenies && !bDenies
}
