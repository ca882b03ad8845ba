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

// weigh fills the corroboration and status of every statement. A statement is one act of speaking, so however many articles
// report it, it goes back to its speaker; statements that repeat one another are heard together. One that takes a side in the
// dispute of an event is DISPUTED as the event is.
func (d *derivation) weigh() {
	statements := d.Statements
	repeated := make(joined, len(statements))
	for i, s := range statements {
		for _, link := range s.Links {
			if other, ok := d.statements.of(link.Statement); ok && link.Kind == Repeats {
				repeated.join(i, other)
			}
		}
	}
	counted := d.countTogether(repeated)
	linked := d.standByLinks()
	sides := sidesTaken(d.Events, d.accounts)
	atOnce(statements, func(i int, s *Statement) {
		known := false
		if s.Corroboration, known = counted[repeated.find(i)]; !known {
			s.Corroboration = d.countStatement(i)
		}
		s.Standing = s.Corroboration.standing(s.Established)
		by := linked[i]
		for _, r := range d.reports.of(i) {
			for _, a := range sides[r.Article] {
				if !a.saidIn(r, s.Speaker) {
					continue
				}
				if side := d.sideOf(a); by.Status == "" {
					by = side
				} else {
					by = by.over(side)
				}
			}
		}
		if by.Status != "" && s.Status != Established {
			s.Standing = by
		}
	})
}

// standByLinks has the standing of statements that others speak of, by their numbers.
func (d *derivation) standByLinks() map[int]Standing {
	linked := map[int]Standing{}
	stand := func(i int, status ClaimStatus, by *Statement, does string) {
		linked[i] = Standing{status, fmt.Sprintf("%s %s it.", d.actors[by.Speaker].Name, does)}.over(linked[i])
	}
	for i, s := range d.Statements {
		for _, link := range s.Links {
			number, ok := d.statements.of(link.Statement)
			if !ok {
				continue
			}
			other := d.Statements[number]
			switch {
			case link.Kind == Denies:
				stand(number, DeniedClaim, s, "denies")
			case link.Kind == Contradicts:
				stand(i, Disputed, other, "contradicts")
				stand(number, Disputed, s, "contradicts")
			case s.Act == Concede && (link.Kind == Answers || link.Kind == Supports) && s.Speaker != other.Speaker:
				stand(number, Conceded, s, "concedes")
			}
		}
	}
	return linked
}

// sideOf is the standing of a statement that takes the side of an account.
func (d *derivation) sideOf(a *EventAccount) Standing {
	return Standing{Disputed, fmt.Sprintf("It takes a side: accounts of %q cannot all hold on its %s.", d.events[a.Event].Label, strings.ToLower(string(a.Aspect)))}
}

// countTogether counts every claim that is made by more than one statement, by the number of the statement that stands for it.
func (d *derivation) countTogether(repeated joined) map[int]Corroboration {
	claims := map[int][]int{}
	for i := range repeated {
		if first := repeated.find(i); first != i {
			if claims[first] == nil {
				claims[first] = []int{first}
			}
			claims[first] = append(claims[first], i)
		}
	}
	firsts := slices.Collect(maps.Keys(claims))
	counts := make([]Corroboration, len(firsts))
	atOnce(firsts, func(i, first int) { counts[i] = d.countClaim(claims[first]...) })
	counted := make(map[int]Corroboration, len(firsts))
	for i, first := range firsts {
		counted[first] = counts[i]
	}
	return counted
}

// fewReports is how many reports are looked through for those of one article; more are counted by maps.
const fewReports = 8

// countStatement counts who holds what one statement says: its speaker, however often it is reported, as [derivation.countClaim] would find
// too.
func (d *derivation) countStatement(i int) Corroboration {
	reports := d.reports.of(i)
	speaker, known := d.numbers.of(d.Statements[i].Speaker)
	if !known || len(reports) == 0 || len(reports) > fewReports {
		return d.countClaim(i)
	}
	c := Corroboration{Origins: d.ids[speaker : speaker+1 : speaker+1], IndependentOrigins: 1}
	var articles [fewReports]ArticleID
	var outlets [fewReports]ActorID
	for _, r := range reports {
		in := d.articles[r.Article]
		if !slices.Contains(articles[:c.Articles], in.ID) {
			articles[c.Articles] = in.ID
			c.Articles++
		}
		if in.Outlet != "" && !slices.Contains(outlets[:c.Outlets], in.Outlet) {
			outlets[c.Outlets] = in.Outlet
			c.Outlets++
		}
	}
	return c
}

// countClaim counts who holds what some statements say.
func (d *derivation) countClaim(statements ...int) Corroboration {
	w := heardBefore.Get().(*witnesses)
	defer w.forget()
	for _, i := range statements {
		s := d.Statements[i]
		for _, r := range d.reports.of(i) {
			in := d.articles[r.Article]
			w.hear(in, r.Attribution.relays(), s.Speaker, s.Occasion)
			w.credit(in, s.Speaker)
		}
	}
	return w.count(d.actors, d.events)
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

// saidIn reports whether an account is of what a report has its speaker say: within its words, by the same party.
func (a *EventAccount) saidIn(r *StatementReport, speaker ActorID) bool {
	origin := a.Attribution.Origin()
	return origin != "" && (origin == speaker || origin == r.Attribution.Origin()) && r.Evidence.Span.Covers(a.Evidence.Span)
}

// weigh fills the corroboration and status of an event from the accounts that hold that it happened, or who did it. One that
// speaks of another aspect, denies or takes no side vouches for nothing.
func (e *Event) weigh(accounts []*EventAccount, actors map[ActorID]*Actor, articles map[ArticleID]*Article, events map[EventID]*Event) {
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
				if by := actors[origin]; by != nil {
					denied.Reason = fmt.Sprintf("%s denies it.", by.Name)
				}
			}
		case a.Aspect == Occurrence || a.Aspect == Responsibility:
			w.hear(articles[a.Article], a.Attribution.relays(), origin, "")
			if !slices.ContainsFunc(own[a.Article], func(b *EventAccount) bool { return b.Aspect == a.Aspect && b.atOdds(a) }) {
				w.credit(articles[a.Article], origin)
			}
		}
	}
	e.Corroboration = w.count(actors, events)
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
