package draft

import (
	"strings"

	"onrecord/news"
)

// Event is a passage that tells of something that happened, is planned, or is denied.
type Event struct {
	news.Span
	Block   int
	Trigger news.Span
	Type    news.EventType
	// Certainty is CERTAIN for what happened, POSSIBLE for what is planned or feared, DENIED for what is said not to be.
	Certainty news.Certainty
	// Holder and Target are indices of actors, -1 where none stands near: who did it, and to whom.
	Holder, Target int
	// Statement is the index of the statement that credits it, -1 for the article's own voice.
	Statement  int
	Rule       string
	Confidence float64
}

// triggers are words that tell of an event, by PLOVER's categories. Verbs are in all their forms, nouns as they stand.
var triggers = func() map[string]news.EventType {
	byType := []struct {
		kind         news.EventType
		verbs, nouns string
	}{
		{news.TypeAssault, "attack bomb shell kill massacre storm raid ambush assassinate bombard strike/struck shoot/shot torpedo stab invade detonate intercept", "attack attacks airstrike airstrikes strike strikes bombing bombardment shelling raid raids assault massacre explosion blast ambush offensive bombings shooting"},
		{news.TypeCoerce, "arrest detain seize abduct kidnap imprison jail expel deport besiege blockade confiscate", "arrest arrests siege blockade crackdown kidnapping detention"},
		{news.TypeMobilize, "deploy mobilize mobilise reinforce", "deployment mobilization buildup exercises drills"},
		{news.TypeProtest, "protest rally march demonstrate riot picket", "protest protests demonstration demonstrations rally march riot riots"},
		{news.TypeSanction, "sanction embargo", "sanctions embargo"},
		{news.TypeAid, "evacuate donate shelter", "aid relief donation"},
		{news.TypeConsult, "meet/met negotiate visit", "meeting talks summit visit negotiations"},
		{news.TypeAgree, "sign ratify", "agreement accord treaty ceasefire truce deal"},
		{news.TypeYield, "retreat withdraw/withdrew surrender release", "withdrawal retreat surrender resignation"},
		{news.TypeThreaten, "", "threat ultimatum"},
		{news.TypeCooperate, "coordinate", "coordination cooperation"},
	}
	m := map[string]news.EventType{}
	for _, t := range byType {
		for _, w := range strings.Fields(t.verbs) {
			lemma, past, irregular := strings.Cut(w, "/")
			if !irregular {
				past = pastOf(lemma)
			}
			for _, form := range []string{thirdOf(lemma), past, ingOf(lemma)} {
				m[form] = t.kind
			}
		}
		for _, w := range strings.Fields(t.nouns) {
			if _, taken := m[w]; !taken {
				m[w] = t.kind
			}
		}
	}
	return m
}()

var (
	hedges  = set("may might could would plan plans planned planning possible potential potentially prospective if threatened threat risk future upcoming expected alleged purported feared fears")
	denials = set("no not never denied denies deny without n't")
)

// events finds at most one event of a type in a sentence: its first trigger, with the actors that stand nearest.
func (p *page) events(c *cast, statements []Statement) []Event {
	var found []Event
	for i := range p.sentences {
		s := &p.sentences[i]
		if p.blocks[s.Block].Kind == HeadlineBlock {
			continue
		}
		seen := map[news.EventType]bool{}
		for k, u := range s.units {
			kind, ok := triggers[u.lower]
			if !ok || seen[kind] || u.token < 0 || k > 0 && p.upper(u) {
				continue
			}
			// "the strike group", "a military strike force" are no events.
			if k+1 < len(s.units) && (s.units[k+1].lower == "group" || s.units[k+1].lower == "force") {
				continue
			}
			seen[kind] = true
			e := Event{Span: s.Span, Block: s.Block, Trigger: u.Span, Type: kind, Certainty: news.Certain, Holder: -1, Target: -1, Rule: "event/trigger", Confidence: 0.5}
			for j := max(0, k-6); j < k; j++ {
				if hedges[s.units[j].lower] {
					e.Certainty, e.Confidence = news.Possible, 0.45
				}
			}
			for j := max(0, k-4); j < k; j++ {
				if denials[s.units[j].lower] {
					e.Certainty, e.Confidence = news.Denied, 0.4
				}
			}
			e.Holder, e.Target = p.parts(c, s, k)
			e.Statement = p.creditOf(u.Span, statements)
			found = append(found, e)
		}
	}
	return found
}

// parts finds who did it and to whom, where the words leave little doubt: Iran attacked the base, an attack by Iran, Iran's
// attack on the base. -1 is nobody.
func (p *page) parts(c *cast, s *Sentence, k int) (holder, target int) {
	holder, target = -1, -1
	endsAt := func(at int) int {
		for _, m := range c.mentions {
			if m.End == at {
				return m.Actor
			}
		}
		return -1
	}
	startsAt := func(i int) int {
		for i < len(s.units) && determiners[s.units[i].lower] {
			i++
		}
		if i >= len(s.units) {
			return -1
		}
		for _, m := range c.mentions {
			if m.Start == s.units[i].Start {
				return m.Actor
			}
		}
		return -1
	}
	low := func(i int) string {
		if i < 0 || i >= len(s.units) {
			return ""
		}
		return s.units[i].lower
	}
	verb := strings.HasSuffix(low(k), "ed") || low(k) == "struck" || low(k) == "shot" || low(k) == "met" || low(k) == "withdrew"
	j, passive := k-1, false
	for j >= 0 && (auxiliaries[low(j)] || adverb(low(j))) {
		passive = passive || beForms[low(j)]
		j--
	}
	switch {
	case verb && passive:
		if j >= 0 {
			target = endsAt(s.units[j].End)
		}
		if low(k+1) == "by" {
			holder = startsAt(k + 2)
		}
	case verb:
		if j >= 0 {
			holder = endsAt(s.units[j].End)
		}
		target = startsAt(k + 1)
	default:
		if low(k-1) == "'s" && k > 1 {
			holder = endsAt(s.units[k-2].End)
		}
		switch low(k + 1) {
		case "by":
			holder = startsAt(k + 2)
		case "on", "against":
			target = startsAt(k + 2)
		}
	}
	return holder, target
}
