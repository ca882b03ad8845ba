package draft

import (
	"strings"

	"onrecord/news"
)

// Hop is one party of an attribution chain.
type Hop struct {
	// Actor is the index of the actor. Label is empty where the party is only implied.
	Actor   int
	Label   news.Span
	Cue     string
	Channel news.Channel
}

// chains gives each statement its chain, from the article outward, and says who every speaker is.
func (p *page) chains(c *cast, statements []Statement) {
	var last []int
	for i := range statements {
		st := &statements[i]
		actor, rule, ok := c.speakerOf(st.Speaker, st.Antecedent, last)
		if !ok && st.Speaker.End == 0 && len(last) > 0 && st.Rule == "statement/floating" {
			actor, rule, ok = last[len(last)-1], "speaker/who-spoke-last", true
		}
		if !ok {
			actor, rule = c.nobody(), "speaker/not-said"
			st.Confidence = min(st.Confidence, 0.2)
		}
		st.Actor, st.SpeakerRule = actor, rule
		cue := p.read(st.Cue)
		if st.Lemma == "―" || st.Lemma == ":" {
			cue = ""
		}
		hop := Hop{Actor: actor, Label: st.Speaker, Cue: cue, Channel: news.UnknownChannel}
		if b := &p.blocks[st.Block]; !b.Covers(st.Speaker) || st.Rule == "statement/same-subject" && st.Speaker.Start < st.Start {
			hop.Label = news.Span{}
		}
		st.Chain = []Hop{hop}
		if origin, _, ok := c.speakerOf(st.Beyond, news.Span{}, last); ok && origin != actor {
			st.Chain = append(st.Chain, Hop{Actor: origin, Label: st.Beyond, Cue: st.beyondCue, Channel: news.UnknownChannel})
			st.Actor, actor = origin, origin
		}
		if relay, ok := p.relay(c, st); ok && relay.Actor != actor {
			if first := &c.actors[st.Chain[0].Actor]; len(st.Chain) > 1 && first.ID == "" && writings[headNoun(strings.Fields(strings.ToLower(p.read(st.Speaker))))] {
				st.Chain = st.Chain[1:] // the report is the outlet's
			}
			st.Chain = append([]Hop{relay}, st.Chain...)
		}
		if !ok {
			continue
		}
		if rule != "speaker/pronoun" && rule != "speaker/who-spoke-last" || len(last) == 0 || last[len(last)-1] != actor {
			last = append(last, actor)
		}
	}
}

// writings are what an outlet says something in.
var writings = set("report story article piece editorial account dispatch interview")

// relay finds the outlet through which a statement came: who told the Courier, as reported by the Courier.
func (p *page) relay(c *cast, st *Statement) (Hop, bool) {
	s := &p.sentences[st.sentence]
	for k, u := range s.units {
		from := -1
		cue := ""
		switch {
		case u.lower == "told" || u.lower == "telling" || u.lower == "tells":
			if u.Span != st.Cue && !((st.Lemma == "according to" || st.Beyond.End > 0) && u.Start > st.Cue.Start) {
				continue
			}
			from, cue = k+1, u.lower
		case (u.lower == "reported" || u.lower == "published") && k+1 < len(s.units) && s.units[k+1].lower == "by":
			from, cue = k+2, u.lower+" by"
			if k > 0 && s.units[k-1].lower == "as" {
				cue = "as " + cue
			}
		}
		if from < 0 || from >= len(s.units) {
			continue
		}
		r := &reader{page: p, s: s, u: s.units}
		noun := r.nounAfter(from)
		if !noun.found() {
			continue
		}
		span := r.span(noun)
		if actor, ok := c.outlet(span); ok {
			return Hop{Actor: actor, Label: span, Cue: cue, Channel: news.Media}, true
		}
	}
	return Hop{}, false
}

// outlet finds or proposes the outlet that a phrase names.
func (c *cast) outlet(span news.Span) (int, bool) {
	for _, m := range c.mentions {
		if span.Covers(m.Span) && c.actors[m.Actor].Kind == news.Outlet {
			return m.Actor, true
		}
	}
	tokens := c.mainPart(c.tokensIn(span))
	if len(tokens) == 0 {
		return 0, false
	}
	from, to := c.nameWithin(tokens)
	if to > from && (outletWords[tokens[to-1].Lower] || outletWords[tokens[from].Lower]) {
		return c.proposed(nameOf(tokens[from:to]), news.Outlet, "actor/outlet-words", 0.8), true
	}
	return 0, false
}

// Role is a role in which an article names an actor.
type Role struct {
	news.Span
	Block int
	// Actor and Body are indices of actors; Body is -1 where the role names none that is known.
	Actor, Body int
	Rule        string
	Confidence  float64
}

// roles finds what an article calls the people it names: the words with a role's name among them right before a name.
func (p *page) roles(c *cast) []Role {
	var found []Role
	for _, m := range c.mentions {
		if c.actors[m.Actor].Kind != news.Person {
			continue
		}
		at, _ := p.tokenRange(m.Span)
		block := p.blockAt(m.Start)
		if block < 0 {
			continue
		}
		i, named := at, false
		for i > 0 && p.tokens[i-1].Start >= p.blocks[block].Start {
			t := &p.tokens[i-1]
			title := titles[strings.TrimSuffix(t.Lower, ".")]
			if !t.Word || !(t.upper() || roleWords[t.Lower] || linking[t.Lower] && i-1 > 0 && p.tokens[i-2].Word && (t.Lower == "of") && named) || title && !t.upper() || timeWords[t.Lower] || determiners[t.Lower] {
				break
			}
			named = named || roleWords[t.Lower]
			i--
		}
		if !named || i == at {
			continue
		}
		role := Role{Span: news.Span{Start: p.tokens[i].Start, End: p.tokens[at-1].End}, Block: block, Actor: m.Actor, Body: -1, Rule: "role/before-name", Confidence: 0.85}
		for _, other := range c.mentions {
			if role.Covers(other.Span) {
				role.Body = other.Actor
			}
		}
		found = append(found, role)
	}
	return found
}

// blockAt is the index of the block a place lies in that speaks, -1 for none.
func (p *page) blockAt(at int) int {
	for i := range p.blocks {
		if b := &p.blocks[i]; b.Start <= at && at < b.End {
			if !b.speaks() {
				return -1
			}
			return i
		}
	}
	return -1
}
