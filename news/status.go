package news

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// ClaimStatus is how a claim stands, by what others say of it.
type ClaimStatus string

// The statuses. ESTABLISHED is a curator's word, with a reference; no rule gives it.
const (
	Established  ClaimStatus = "ESTABLISHED"
	DeniedClaim  ClaimStatus = "DENIED"
	Disputed     ClaimStatus = "DISPUTED"
	Conceded     ClaimStatus = "CONCEDED"
	Corroborated ClaimStatus = "CORROBORATED"
	Asserted     ClaimStatus = "ASSERTED"
)

// ClaimStatuses lists every [ClaimStatus], in the order in which they are looked for.
var ClaimStatuses = []ClaimStatus{Established, DeniedClaim, Disputed, Conceded, Corroborated, Asserted}

// Standing is the status of a claim and why it has it.
type Standing struct {
	Status ClaimStatus
	// Reason is one plain sentence, or the curator's reference where the status is ESTABLISHED.
	Reason string
}

// over keeps the standing that is looked for first. One without a status stands over nothing.
func (s Standing) over(other Standing) Standing {
	if other.Status == "" || slices.Index(ClaimStatuses, s.Status) <= slices.Index(ClaimStatuses, other.Status) {
		return s
	}
	return other
}

// standing is what a claim's corroboration and a curator's reference come to.
func (c *Corroboration) standing(established string) Standing {
	switch {
	case established != "":
		return Standing{Established, established}
	case c.IndependentOrigins > 1:
		return Standing{Corroborated, fmt.Sprintf("%d independent origins hold it.", c.IndependentOrigins)}
	case c.IndependentOrigins == 1:
		return Standing{Asserted, "One origin holds it."}
	}
	return Standing{Asserted, "It is spoken of, and nothing on record holds it."}
}

// standing works out the status of a statement that others may speak of. One that takes a side in the dispute of an event is DISPUTED as the
// event is.
func (d *Derivation) standing(number int, s *Statement, reports []*StatementReport) Standing {
	standing := s.Corroboration.standing(s.Established)
	if standing.Status == Established {
		return standing
	}
	by := Standing{}
	if is, ok := d.stances[uint32(number)]; ok {
		by = is.does.standing(d.actor(d.records.Statements.At(int(is.by)).Speaker).Name)
	}
	for _, r := range reports {
		for _, side := range d.sidesIn(r.Article) {
			if !d.saidIn(side, r, s.Speaker) {
				continue
			}
			if taken := d.sideOf(side); by.Status == "" {
				by = taken
			} else {
				by = by.over(taken)
			}
		}
	}
	if by.Status != "" {
		return by
	}
	return standing
}

// saidIn reports whether a side is taken in what a report has its speaker say: within its words, by the same party.
func (d *Derivation) saidIn(taken side, r *StatementReport, speaker ActorID) bool {
	if !r.Evidence.Span.Covers(taken.span) {
		return false
	}
	is := func(actor ActorID) bool {
		number, ok := d.number(string(actor))
		return ok && number == int(taken.origin)
	}
	return is(speaker) || is(r.Attribution.Origin())
}

// sideOf is the standing of a statement that takes a side.
func (d *Derivation) sideOf(taken side) Standing {
	label, aspect := d.records.Events.At(int(taken.event)).Label, strings.ToLower(string(Aspects[taken.aspect]))
	return Standing{Disputed, fmt.Sprintf("It takes a side: accounts of %q cannot all hold on its %s.", label, aspect)}
}

// countClaims counts every claim that is made by more than one statement.
func (d *Derivation) countClaims(ties []tie) {
	d.claims = make(joined, d.records.Statements.Len)
	for _, t := range ties {
		if t.is(Repeats) {
			d.claims.join(int(t.from), int(t.to))
		}
	}
	for i, first := range d.repeated {
		if first > 0 {
			d.claims.join(i, int(first-1))
		}
	}
	claims := map[int][]int{}
	for i := range d.claims {
		if first := d.claims.find(i); first != i {
			if claims[first] == nil {
				claims[first] = []int{first}
			}
			claims[first] = append(claims[first], i)
		}
	}
	firsts := slices.Collect(maps.Keys(claims))
	counts := make([]Corroboration, len(firsts))
	atOnce(firsts, func(i, first int) {
		w := heardBefore.Get().(*witnesses)
		defer w.forget()
		for _, number := range claims[first] {
			d.hear(w, d.records.Statements.At(number), d.records.Reports(number))
		}
		counts[i] = w.count(d.actor, d.event)
	})
	d.counted = make(map[int]Corroboration, len(firsts))
	for i, first := range firsts {
		d.counted[first] = counts[i]
	}
}

// hear takes in who holds what a statement says. It is one act of speaking, so however many articles report it, it goes back to its speaker.
func (d *Derivation) hear(w *witnesses, s *Statement, reports []*StatementReport) {
	for _, r := range reports {
		in := Article{ID: r.Article, Outlet: d.outlet(r.Article)}
		w.hear(&in, r.Attribution.relays(), s.Speaker, s.Occasion)
		w.credit(&in, s.Speaker)
	}
}

// fewReports is how many reports are looked through for those of one article; more are counted by maps.
const fewReports = 8

// corroborate counts who holds what a statement says, and those that repeat it or that it repeats: these are heard together. What one says
// alone, in few reports, has its speaker for its origin; witnesses would find that too.
func (d *Derivation) corroborate(room *lone, number int, s *Statement, reports []*StatementReport) Corroboration {
	if together, ok := d.counted[d.claims.find(number)]; ok {
		return together
	}
	if s.Speaker == "" || len(reports) == 0 || len(reports) > fewReports {
		w := heardBefore.Get().(*witnesses)
		defer w.forget()
		d.hear(w, s, reports)
		return w.count(d.actor, d.event)
	}
	c := Corroboration{Origins: one(&room.origins, s.Speaker), IndependentOrigins: 1}
	var articles [fewReports]ArticleID
	var outlets [fewReports]ActorID
	for _, r := range reports {
		if !slices.Contains(articles[:c.Articles], r.Article) {
			articles[c.Articles] = r.Article
			c.Articles++
		}
		if outlet := d.outlet(r.Article); outlet != "" && !slices.Contains(outlets[:c.Outlets], outlet) {
			outlets[c.Outlets] = outlet
			c.Outlets++
		}
	}
	return c
}

// joined tells which of some numbered things belong together, by the distance from each to one with a smaller number that it belongs to; 0 is
// none.
type joined []uint32

// find is the smallest number that a thing belongs together with.
func (j joined) find(i int) int {
	for j[i] > 0 {
		i -= int(j[i])
	}
	return i
}

func (j joined) join(a, b int) {
	a, b = j.find(a), j.find(b)
	j[max(a, b)] = uint32(max(a, b) - min(a, b))
}

// weighEvent fills the corroboration and status of an event from the accounts that hold that it happened, or who did it. One that
// speaks of another aspect, denies or takes no side vouches for nothing.
func (d *Derivation) weighEvent(e *Event, accounts []*EventAccount) {
	w := heardBefore.Get().(*witnesses)
	defer w.forget()
	denied := Standing{}
	own := map[ArticleID][]*EventAccount{}
	for _, a := range accounts {
		if a.Attribution.Depth() == 0 && a.Certainty != Uncommitted {
			own[a.Article] = append(own[a.Article], a)
		}
	}
	for _, a := range accounts {
		origin := a.Attribution.Origin()
		switch {
		case a.Certainty == Uncommitted:
		case a.Certainty == Denied:
			if a.Aspect == Occurrence && denied.Reason == "" {
				denied = Standing{DeniedClaim, "An article denies it in its own voice."}
				if by := d.actor(origin); by != nil {
					denied.Reason = fmt.Sprintf("%s denies it.", by.Name)
				}
			}
		case a.Aspect == Occurrence || a.Aspect == Responsibility:
			in := Article{ID: a.Article, Outlet: d.outlet(a.Article)}
			w.hear(&in, a.Attribution.relays(), origin, "")
			if !slices.ContainsFunc(own[a.Article], func(b *EventAccount) bool { return b.Aspect == a.Aspect && b.atOdds(a) }) {
				w.credit(&in, origin)
			}
		}
	}
	e.Corroboration = w.count(d.actor, d.event)
	e.Standing = e.Corroboration.standing(e.Established)
	switch {
	case e.Status == Established:
	case denied.Reason != "":
		e.Standing = denied
	case len(e.Disputes) > 0:
		e.Standing = Standing{Disputed, fmt.Sprintf("Accounts cannot all hold on its %s.", strings.Join(aspectsOf(e.Disputes), " and its "))}
	}
}

func aspectsOf(disputes []Dispute) []string {
	var names []string
	for _, d := range disputes {
		names = append(names, strings.ToLower(string(d.Aspect)))
	}
	return names
}
