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
func (ds *Dataset) weigh(actors map[ActorID]*Actor, articles map[ArticleID]*Article, events map[EventID]*Event, reports map[StatementID][]*StatementReport, accounts map[EventID][]*EventAccount) {
	statements := make(map[StatementID]*Statement, len(ds.Statements))
	repeated := union{}
	for _, s := range ds.Statements {
		statements[s.ID] = s
		for _, link := range s.Links {
			if link.Kind == Repeats {
				repeated.join(string(s.ID), string(link.Statement))
			}
		}
	}
	counted := countTogether(ds.Statements, repeated, func(claim []*Statement) Corroboration {
		return countClaim(claim, actors, articles, events, reports)
	})
	linked := map[StatementID]Standing{}
	stand := func(s *Statement, status ClaimStatus, by *Statement, does string) {
		linked[s.ID] = Standing{status, fmt.Sprintf("%s %s it.", actors[by.Speaker].Name, does)}.over(linked[s.ID])
	}
	for _, s := range ds.Statements {
		for _, link := range s.Links {
			other := statements[link.Statement]
			switch {
			case link.Kind == Denies:
				stand(other, DeniedClaim, s, "denies")
			case link.Kind == Contradicts:
				stand(s, Disputed, other, "contradicts")
				stand(other, Disputed, s, "contradicts")
			case s.Act == Concede && (link.Kind == Answers || link.Kind == Supports) && s.Speaker != other.Speaker:
				stand(other, Conceded, s, "concedes")
			}
		}
	}
	sides := sidesTaken(ds.Events, accounts)
	for _, s := range ds.Statements {
		for _, r := range reports[s.ID] {
			for _, a := range sides[r.Article] {
				if !a.saidIn(r, s.Speaker) {
					continue
				}
				side := Standing{Disputed, fmt.Sprintf("It takes a side: accounts of %q cannot all hold on its %s.", events[a.Event].Label, strings.ToLower(string(a.Aspect)))}
				if by := linked[s.ID]; by.Status != "" {
					side = by.over(side)
				}
				linked[s.ID] = side
			}
		}
	}
	atOnce(ds.Statements, func(s *Statement) {
		known := false
		if s.Corroboration, known = counted[repeated.find(string(s.ID))]; !known {
			s.Corroboration = countClaim([]*Statement{s}, actors, articles, events, reports)
		}
		s.Standing = s.Corroboration.standing(s.Established)
		if by := linked[s.ID]; by.Status != "" && s.Status != Established {
			s.Standing = by
		}
	})
}

// countTogether counts every claim that is made by more than one statement, by the statement that stands for it.
func countTogether(statements []*Statement, repeated union, count func([]*Statement) Corroboration) map[string]Corroboration {
	type claim struct {
		statements []*Statement
		counted    Corroboration
	}
	claims := map[string]*claim{}
	for s := range repeated {
		claims[repeated.find(s)] = &claim{}
	}
	for _, s := range statements {
		if c := claims[repeated.find(string(s.ID))]; c != nil {
			c.statements = append(c.statements, s)
		}
	}
	atOnce(slices.Collect(maps.Values(claims)), func(c *claim) { c.counted = count(c.statements) })
	counted := make(map[string]Corroboration, len(claims))
	for id, c := range claims {
		counted[id] = c.counted
	}
	return counted
}

// countClaim counts who holds what some statements say.
func countClaim(statements []*Statement, actors map[ActorID]*Actor, articles map[ArticleID]*Article, events map[EventID]*Event, reports map[StatementID][]*StatementReport) Corroboration {
	w := heardBefore.Get().(*witnesses)
	defer w.forget()
	for _, s := range statements {
		for _, r := range reports[s.ID] {
			w.hear(articles[r.Article], r.Attribution.relays(), s.Speaker, s.Occasion)
			w.credit(articles[r.Article], s.Speaker)
		}
	}
	return w.count(actors, events)
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
