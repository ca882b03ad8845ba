package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// story is ten articles and what they are about.
type story struct {
	unnamed    []actor
	events     []event
	statements []statement
	quantities []quantity
	articles   []articleFile
}

func (s *shape) story(n int) *story {
	l := s.lot(n)
	st := &story{}
	for i := range l.of(eventsPerStory) {
		e := event{
			ID:           eventID(n, i),
			Label:        capital(l.phrase(3, 7)),
			Type:         l.one("", "ASSAULT", "CONSULT", "AGREE", "PROTEST", "AID"),
			Date:         date{s.day(n, l.IntN(30)), "STATED"},
			Places:       []string{placeID((n*l.of(eventsPerStory) + i) % s.places)},
			Participants: []participant{{actorID((n*l.of(eventsPerStory) + i) % s.actors), "ACTOR"}},
		}
		if i > 5 && l.likely(30) {
			e.PartOf = eventID(n, l.IntN(5))
		}
		st.events = append(st.events, e)
	}
	for i := range l.of(statementsPerStory) {
		about := l.event(n)
		x := statement{
			ID:      statementID(n, i),
			Gist:    l.sentence(8, 14),
			Speaker: l.speaker(),
			Act:     l.one("ASSERT", "ASSERT", "ASSERT", "ACCUSE", "DENY", "PROMISE", "WARN"),
			Said:    date{s.day(n, l.IntN(40)), "STATED"},
			About:   []string{"event:" + about, "actor:" + l.speaker()},
		}
		if l.likely(30) {
			x.Occasion = eventID(n, l.of(eventsPerStory)-1-l.IntN(3))
		}
		if i > 0 && l.likely(4) {
			x.Links = []link{{l.one("DENIES", "CONTRADICTS", "SUPPORTS", "ANSWERS"), statementID(n, l.IntN(i))}}
		}
		st.statements = append(st.statements, x)
	}
	for i := range l.of(quantitiesPerStory) {
		st.quantities = append(st.quantities, quantity{
			ID:           quantityID(n, i),
			Label:        l.phrase(3, 6),
			Measure:      l.one("KILLED", "INJURED", "DISPLACED", "PERSONNEL"),
			Unit:         "people",
			Event:        l.event(n),
			Accumulation: l.one("CUMULATIVE", "CUMULATIVE", "INCIDENT", "STOCK"),
		})
	}
	st.tell(n, l)
	return st
}

// tell writes the story's articles.
func (st *story) tell(n int, l *lot) {
	writers := make([]*writer, l.of(articlesPerStory))
	for i := range writers {
		writers[i] = &writer{lot: l, story: n, number: i, unnamed: unnamedID(n, i)}
		writers[i].Article = article{
			Hash:      fmt.Sprintf("%032x%032x", uint64(n)<<8|uint64(i), l.seed),
			Words:     400 + l.IntN(600),
			Headline:  capital(l.phrase(5, 9)),
			Outlet:    l.outlet(),
			Published: date{l.day(n, 30+l.IntN(12)), "STATED"},
			Language:  "en",
		}
		st.unnamed = append(st.unnamed, actor{
			ID: unnamedID(n, i), Name: "an official of " + capital(l.word()), Kind: "PERSON",
			Anonymity: &anonymity{"ONE", "CURRENT", actorID(l.IntN(l.actors)), "an official who was not named"},
		})
	}
	for i := range l.of(reportsPerStory) {
		said := i
		if i >= l.of(statementsPerStory) {
			said = int(rand.NewZipf(l.Rand, 1.2, 4, uint64(l.of(statementsPerStory)-1)).Uint64())
		}
		// The second report of a statement is another article's.
		writers[(said+i/l.of(statementsPerStory)*(1+i%7))%l.of(articlesPerStory)].report(said, st.statements[said].Speaker)
	}
	numbers := make([]int, l.of(quantitiesPerStory))
	for i := range l.of(figuresPerStory) {
		of := i % l.of(quantitiesPerStory)
		if i < l.of(quantitiesPerStory) {
			numbers[of] = 3 + l.IntN(40)*l.IntN(40)
		} else if l.likely(60) { // a rival, or the number as it was some days later
			numbers[of] += 1 + l.IntN(numbers[of])
		}
		writers[l.IntN(l.of(articlesPerStory))].figure(of, numbers[of])
	}
	for i := range l.of(accountsPerStory) {
		writers[l.IntN(l.of(articlesPerStory))].account(i % l.of(eventsPerStory))
	}
	for range l.of(rolesPerStory) {
		writers[l.IntN(l.of(articlesPerStory))].role()
	}
	for range l.of(termsPerStory) {
		writers[l.IntN(l.of(articlesPerStory))].term()
	}
	for i, w := range writers {
		w.claim(unnamedID(n, i))
		st.articles = append(st.articles, w.articleFile)
	}
}

// writer adds mentions to one article, each behind the one before.
type writer struct {
	*lot
	articleFile
	story, number int
	unnamed       string
	at            int
}

// anchor is the next place in the text, length code points long.
func (w *writer) anchor(length int) mention {
	m := mention{Span: [2]int{w.at, w.at + length}}
	w.at += length + 2
	return m
}

// hash stands for that of words that a record does not keep.
func (w *writer) hash() string { return fmt.Sprintf("%016x", w.Uint64()) }

var cues = []string{"said", "told", "according to", "stressed", "announced"}

// chain leads from the article to an actor, one time in three by way of an outlet.
func (w *writer) chain(to string) []hop {
	var hops []hop
	if w.likely(33) {
		hops = append(hops, hop{Actor: w.outlet(), Label: "the daily " + w.word(), Cue: "reported", Channel: "MEDIA"})
	}
	label := "the spokesman " + capital(w.word())
	return append(hops, hop{Actor: to, Label: label, Cue: w.one(cues...), Channel: w.one("BRIEFING", "INTERVIEW", "")})
}

func (w *writer) report(said int, speaker string) {
	r := report{Statement: statementID(w.story, said), Mode: w.one("INDIRECT", "INDIRECT", "DIRECT", "MIXED"), Cue: w.one(cues...)}
	quoted := w.phrase(4, 9)
	switch r.Mode {
	case "INDIRECT":
		r.Text = w.sentence(10, 20)
	case "MIXED":
		r.Text = w.sentence(4, 9) + " \"" + quoted + "\"."
	}
	r.mention = w.anchor(120 + len(r.Text))
	if r.Mode != "INDIRECT" {
		from := r.Span[0] + 10
		r.Quotes = []quote{{[2]int{from, from + len(quoted)}, quoted}}
	}
	r.Hash = w.hash()
	if w.likely(90) {
		r.Chain = w.chain(speaker)
	}
	w.Reports = append(w.Reports, r)
}

func (w *writer) figure(of, number int) {
	f := figure{Quantity: quantityID(w.story, of), Value: number, AsOf: date{w.day(w.story, 20+w.IntN(20)), "STATED"}}
	worded := []struct{ comparator, words string }{
		{"EXACT", ""}, {"EXACT", ""}, {"EXACT", ""}, {"MORE_THAN", "more than "}, {"AT_LEAST", "at least "}, {"ABOUT", "around "}, {"LESS_THAN", "fewer than "},
	}[w.IntN(7)]
	f.Comparator, f.Printed = worded.comparator, worded.words+grouped(number)
	f.mention = w.anchor(len(f.Printed))
	if w.likely(60) {
		f.Chain = w.chain(w.speaker())
	}
	w.Figures = append(w.Figures, f)
}

// grouped writes 1,400 for 1400.
func grouped(n int) string {
	digits := fmt.Sprint(n)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}

func (w *writer) account(of int) {
	a := account{Event: eventID(w.story, of), Claim: w.sentence(6, 12), Certainty: w.one("CERTAIN", "CERTAIN", "PROBABLE", "DENIED", "UNCOMMITTED")}
	if a.Aspect = w.one("OCCURRENCE", "CAUSE", "OUTCOME", "RESPONSIBILITY"); a.Aspect == "RESPONSIBILITY" {
		a.Holds = w.speaker()
	}
	a.mention = w.anchor(80)
	a.Hash = w.hash()
	if w.likely(50) {
		a.Chain = w.chain(w.speaker())
	}
	w.Accounts = append(w.Accounts, a)
}

// claim is of somebody the article does not name.
func (w *writer) claim(unnamed string) {
	a := account{Event: w.event(w.story), Aspect: "MOTIVE", Claim: w.sentence(6, 12), Certainty: "PROBABLE"}
	a.mention = w.anchor(80)
	a.Hash = w.hash()
	a.Chain = w.chain(unnamed)
	w.Accounts = append(w.Accounts, a)
}

func (w *writer) role() {
	r := role{Actor: w.speaker(), Role: w.phrase(1, 3)}
	r.mention = w.anchor(len(r.Role))
	w.Roles = append(w.Roles, r)
}

func (w *writer) term() {
	t := term{Referent: "event:" + w.event(w.story), Term: w.phrase(1, 2), Voice: w.one("ARTICLE", "QUOTED")}
	t.mention = w.anchor(len(t.Term))
	w.Terms = append(w.Terms, t)
}
