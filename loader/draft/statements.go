package draft

import (
	"slices"
	"strings"

	"onrecord/news"
)

// Statement is one report of speech: what was said, by whom, and the word that says so.
type Statement struct {
	// Span is the whole passage: content, cue and speaker.
	news.Span
	Block int
	// Content is what was said, in pieces; a quotation with its marks.
	Content []news.Span
	// Quotes are the quotations within, as indices.
	Quotes []int
	// Cue is the word that credits, empty for a quotation that floats.
	Cue   news.Span
	Lemma string
	// Speaker is the words that name who speaks, empty where none could be found; for a floating quotation they stand
	// elsewhere. Antecedent is what a pronoun or another short word stands for.
	Speaker, Antecedent news.Span
	// Beyond names whom the speaker has it from, where that is said: according to Y, at the end of what X said.
	Beyond news.Span
	// Actor is the index of the actor who speaks, and SpeakerRule how it was found; where nobody could be, an actor whom the
	// article does not name. Chain leads
	// from the article outward to that actor.
	Actor       int
	SpeakerRule string
	Chain       []Hop
	Rule        string
	Confidence  float64

	sentence  int
	class     cueClass
	beyondCue string
}

// Statements finds the reports of speech: the cue first, then what was said and who said it around it. A quotation without
// a cue goes to whoever spoke last.
func (p *page) statements() []Statement {
	var found []Statement
	for i := range p.sentences {
		s := &p.sentences[i]
		r := &reader{page: p, s: s, u: s.units}
		here := r.read(i)
		here = p.float(i, here, found)
		if st, ok := r.introduces(i); ok && len(here) == 0 {
			here = append(here, st)
		}
		found = append(found, here...)
	}
	for i := range found {
		p.finish(&found[i])
	}
	return found
}

// read finds the statements that a sentence itself credits.
func (r *reader) read(sentence int) []Statement {
	var found []Statement
	add := func(st Statement) {
		st.sentence, st.Block = sentence, r.s.Block
		found = append(found, st)
	}
	if st, ok := r.signed(); ok {
		add(st)
		return found
	}
	start := 0 // where the clause at hand begins
	if st, end, ok := r.credit(); ok {
		add(st)
		start = end
	}
	for i := 0; i < len(r.u); i++ {
		if i < start {
			continue
		}
		if r.low(i) == "according" && r.low(i+1) == "to" && len(found) > 0 && i-start <= 1 {
			// X said so, according to Y: Y is where X has it from.
			if who := r.nounAfter(i + 2); who.found() {
				found[len(found)-1].Beyond, found[len(found)-1].beyondCue = r.span(who), "according to"
				start = r.sentenceEnd()
				continue
			}
		}
		if st, end, ok := r.nounCue(i); ok {
			add(st)
			start = max(start, end)
			continue
		}
		if st, end, ok := r.accordingTo(i, start); ok {
			add(st)
			start = max(start, end)
			continue
		}
		cue, ok := r.cue(i)
		if !ok {
			continue
		}
		if who, ok := r.citing(i); ok && len(found) > 0 {
			found[len(found)-1].Beyond, found[len(found)-1].beyondCue = r.span(who), "citing"
			start = who.to
			continue
		}
		if st, end, ok := r.credited(i, start, cue, found); ok {
			add(st)
			start = max(end, i+1)
		}
	}
	if len(found) == 0 {
		if st, ok := r.announced(); ok {
			add(st)
		}
	}
	return found
}

// citing reads whom somebody has it from: the Courier reported, citing two officials. What is cited may also be a fear or a rule;
// then it is something said.
func (r *reader) citing(i int) (phrase, bool) {
	if r.low(i) != "citing" {
		return phrase{}, false
	}
	who := r.nounAfter(i + 1)
	if !who.found() {
		return phrase{}, false
	}
	for k := who.from; k < who.to && !prepositions[r.low(k)]; k++ {
		if w := strings.TrimSuffix(r.low(k), "s"); personNouns[w] || roleWords[w] || w == "police" || w == "ministry" || w == "agency" {
			return who, true
		}
	}
	return phrase{}, false
}

// introduces reads a sentence that ends with a cue and a colon: what was said is the next paragraph, set off without marks.
func (r *reader) introduces(sentence int) (Statement, bool) {
	n := len(r.u)
	if n < 3 || r.low(n-1) != ":" || sentence+1 >= len(r.sentences) {
		return Statement{}, false
	}
	next := &r.sentences[sentence+1]
	if next.Block != r.s.Block+1 || r.blocks[next.Block].Kind != BodyBlock && r.blocks[next.Block].Kind != HeadingBlock {
		return Statement{}, false
	}
	for i := n - 2; i > 0 && i > n-8; i-- {
		cue, ok := r.cue(i)
		if !ok || !pureCues[cue.lemma] || cue.form == formIng || cue.noun && r.nounContext(i) && i != n-2 {
			continue
		}
		if who := r.nounBefore(i); who.found() {
			return Statement{Content: []news.Span{r.blocks[next.Block].Span}, Cue: r.u[i].Span, Lemma: cue.lemma, Speaker: r.span(who), Rule: "statement/set-off", Confidence: 0.6, sentence: sentence, Block: r.s.Block}, true
		}
	}
	return Statement{}, false
}

// credit reads a sentence that is what was said, with who said it behind a comma, at its end or within: The wall had held,
// Holt said. All that stands before is content, whatever cues it has of its own.
func (r *reader) credit() (Statement, int, bool) {
	end := r.sentenceEnd()
	for i := end - 1; i > 1; i-- {
		cue, ok := r.cue(i)
		if !ok || !pureCues[cue.lemma] || cue.form == formIng || cue.noun && r.nounContext(i) {
			continue
		}
		verb := i
		for verb > 0 && (auxiliaries[r.low(verb-1)] && r.low(verb-1) != "to" || adverb(r.low(verb-1))) {
			verb--
		}
		if cue.form == formPast && r.beBetween(verb, i) {
			continue
		}
		st := Statement{Cue: r.u[i].Span, Lemma: cue.lemma, class: cue.class, Rule: "statement/clause-first", Confidence: 0.8}
		left, after := 0, i+1
		who := r.nounBefore(verb)
		if cue.class == takesHearer {
			if hearer := r.hearer(after); hearer.found() {
				after = hearer.to
			}
		}
		if w := r.low(i - 1); (w == "," || r.isQuote(i-1)) && !(who.found() && who.from == 0) {
			if noun := r.nounAfter(i + 1); noun.found() && !r.onlyTime(noun) && mayFollow[cue.lemma] && r.stopsAfter(noun) {
				who = r.withApposition(noun)
				left, after = i, who.to
			}
		}
		if !who.found() || r.onlyTime(who) || r.low(who.to-1) == "who" || r.low(who.to-1) == "which" || r.low(who.to-1) == "that" {
			continue
		}
		if left == 0 {
			left = who.from
		}
		if left > 1 && left == who.from && r.low(left-1) != "," && !r.isQuote(left-1) {
			// The speaker may have a clause: two people who saw the letter said.
			for k := left - 1; k > 0 && left-k < 16; k-- {
				if r.low(k) == "," || r.isQuote(k) {
					if noun := r.nounAfter(k + 1); noun.found() && (r.low(noun.to) == "who" || r.low(noun.to) == "that") {
						who, left = phrase{k + 1, verb}, k+1
					}
					break
				}
			}
		}
		quoted := left > 1 && r.isQuote(left-1) // its comma stands within
		if left < 2 || r.low(left-1) != "," && !quoted {
			continue
		}
		lead := r.skipJoint(0, left-1)
		if quoted && left-lead < 3 {
			continue
		}
		if r.low(after) != "," {
			for k := after; k < end && k < after+8; k++ {
				if r.low(k) == "," && r.adjunct(after, k) {
					after = k
					break
				}
			}
		}
		rest := r.low(after) == "," && after+2 < end && !r.adjunct(after+1, end) && !r.participle(after+1)
		if quoted && rest {
			continue
		}
		if !rest && !r.adjunct(after, end) && !(r.low(after) == "," && r.participle(after+1)) {
			continue
		}
		if !rest && !r.clause(lead, left-1) && !(after >= end && left-1-lead >= 2) || r.opening(lead) && !rest && !r.secondComma(lead, left-1) {
			continue
		}
		if rest {
			next := after + 1
			if cue, ing := cueWords[r.low(next)]; ing && cue.form == formIng || r.isQuote(next) && !r.smallQuote(next) && !r.holdsQuote(lead, left) {
				if !ing || !r.holdsVerb(lead, left-1) || subordinators[r.low(lead)] {
					continue
				}
				rest = false
			}
		}
		st.Speaker = r.span(who)
		if rest && r.onlyTime(phrase{lead, left - 1}) && r.namesTime(lead, left-1) {
			continue
		}
		if w := r.low(left - 2); rest && (w == "which" || w == "who") {
			lead = left - 2 // the stadium, which, he said, is full: the relative clause alone
		}
		lead = r.afterColon(lead, left)
		st.Content = r.content(lead, left)
		if rest {
			stop := r.contentEnd(after+1, end)
			st.Content = append(st.Content, r.content(after+1, stop)...)
			return st, stop, true
		}
		return st, after, true
	}
	return Statement{}, 0, false
}

// participle reports whether a clause begins that only adds what else was done: referring to the wall.
func (r *reader) participle(i int) bool {
	w := r.low(i)
	_, cue := cueWords[w]
	return !cue && len(w) > 5 && w[len(w)-3:] == "ing" && !r.isUpper(i)
}

// aboutVerbs name what was said behind a preposition: warned of a flood.
var aboutVerbs = set("warn complain boast brag caution speculate hint speak talk")

// thingsToo are cues that have a thing for their subject as well: the attack underscores, this suggests.
var thingsToo = set("highlight underscore underline reveal suggest indicate signal stress emphasize emphasise imply reason")

// thing reports whether a subject is no party that speaks: this, these, or something that happened.
func (r *reader) thing(f phrase) bool {
	if !f.found() {
		return false
	}
	first := r.low(f.from)
	if first == "this" || first == "these" || first == "such" || first == "that" || first == "it" || first == "which" {
		return true
	}
	for i := f.from; i < f.to; i++ {
		if _, event := triggers[r.low(i)]; event && !r.isUpper(i) {
			return true
		}
		if prepositions[r.low(i)] {
			break
		}
	}
	return false
}

// mayFollow are the cues whose speaker may stand behind them: The wall had held, said Ms Holt.
var mayFollow = set("say add write explain note reply report announce declare recall argue warn observe joke insist continue ask respond conclude")

// cue is the cue at unit i. With a capital within running text a word is a name: the United States.
func (r *reader) cue(i int) (cueWord, bool) {
	cue, ok := cueWords[r.low(i)]
	if ok && i > 0 && r.isUpper(i) && (r.blocks[r.s.Block].Kind != HeadlineBlock || cue.lemma == "state") {
		return cueWord{}, false
	}
	return cue, ok
}

// holdsNumber: the ministry has recorded 5,000 deaths.
func (r *reader) holdsNumber(from, to int) bool {
	for i := from; i < to && i < from+5; i++ {
		if r.u[i].digit(r.page) || smallNumber(r.low(i)) {
			return true
		}
	}
	return false
}

// titled reports whether the quotation at or before a unit is a name in the midst of a phrase: on "Face the Town".
func (r *reader) titled(i, start int) bool {
	if !r.isQuote(i) {
		i--
	}
	before := r.low(i - 1)
	return i > start && (prepositions[before] || determiners[before] || before == "'s" || before == "’" || r.nounLike(i-1) && prepositions[r.low(start)] && !r.holdsVerb(start, i))
}

// opening reports whether a clause begins as one that only leads in: On Monday, When asked. Around 280 people is none.
func (r *reader) opening(i int) bool {
	w := r.low(i)
	return (prepositions[w] || subordinators[w] || timeWords[w]) && !(i+1 < len(r.u) && r.u[i+1].digit(r.page))
}

// afterColon is where a quotation begins behind a colon, or from where there is none: She scolded him: "Not yet," she said.
func (r *reader) afterColon(from, to int) int {
	for k := from; k+1 < to; k++ {
		if r.low(k) == ":" && r.isQuote(k+1) {
			return k + 1
		}
		if r.isQuote(k) {
			break
		}
	}
	return from
}

// clause reports whether units may be a clause: a quotation, or three words with a verb among them.
func (r *reader) clause(from, to int) bool {
	return r.holdsQuote(from, to) || to-from >= 3 && r.holdsVerb(from, to)
}

func (r *reader) holdsQuote(from, to int) bool {
	for i := from; i < to; i++ {
		if r.isQuote(i) {
			return true
		}
	}
	return false
}

func (r *reader) holdsVerb(from, to int) bool {
	for i := from + 1; i < to; i++ {
		w := r.low(i)
		if auxiliaries[w] && w != "to" || commonVerbs[w] || cueWords[w].lemma != "" || len(w) > 4 && w[len(w)-2:] == "ed" {
			return true
		}
	}
	return to-from >= 7
}

func (r *reader) secondComma(from, to int) bool {
	for i := from; i < to; i++ {
		if r.low(i) == "," {
			return true
		}
	}
	return false
}

// smallQuote reports whether a quotation begins with a small letter, so that it goes on with a sentence.
func (r *reader) smallQuote(i int) bool {
	q := &r.quotations[r.u[i].quote]
	return q.Start < q.End && 'a' <= r.view[q.Start] && r.view[q.Start] <= 'z'
}

// signed reads a quotation with its speaker's name behind a dash.
func (r *reader) signed() (Statement, bool) {
	if len(r.u) < 3 || !r.isQuote(0) {
		return Statement{}, false
	}
	switch r.low(1) {
	case "―", "—", "–", "-", "--", "~":
	default:
		return Statement{}, false
	}
	name := r.nounAfter(2)
	if !name.found() || !r.hasName(name) || len(r.u)-name.to > 8 {
		return Statement{}, false
	}
	return Statement{Content: []news.Span{r.u[0].Span}, Cue: r.u[1].Span, Lemma: "―", Speaker: r.span(name), Rule: "statement/signed", Confidence: 0.9}, true
}

// nounCue reads what somebody is said to have said by a noun: Ms Holt's claim that the wall had held.
func (r *reader) nounCue(i int) (Statement, int, bool) {
	if !speechNouns[strings.TrimSuffix(r.low(i), "s")] || i == 0 || r.low(i+1) != "that" {
		return Statement{}, 0, false
	}
	var who phrase
	switch prior := r.low(i - 1); {
	case prior == "his" || prior == "her" || prior == "their":
		who = phrase{i - 1, i}
	case prior == "'s" || prior == "’":
		who = r.nounBefore(i - 1)
	}
	if !who.found() {
		return Statement{}, 0, false
	}
	end := r.sentenceEnd()
	stop := r.contentEnd(i+1, end)
	for k := i + 2; k < stop; k++ {
		if r.low(k) == "," {
			stop = k // the sentence goes on with something else
			break
		}
	}
	return Statement{Content: r.content(i+1, stop), Cue: r.u[i].Span, Lemma: "claim", Speaker: r.span(who), Rule: "statement/noun", Confidence: 0.6}, stop, stop-i > 3
}

var speechNouns = set("claim statement assertion allegation suggestion argument warning promise pledge vow announcement contention accusation insistence remark comment complaint denial admission declaration")

// announced reads a quotation behind a colon with its speaker before: Holt: "Not yet."
func (r *reader) announced() (Statement, bool) {
	for i := 1; i+1 < len(r.u); i++ {
		headline := r.blocks[r.s.Block].Kind == HeadlineBlock && (i <= 5 || r.low(i+1) == "‘" || r.low(i+1) == "'") && i+3 < len(r.u)
		script := i <= 3 && r.capitals(0, i) && i+2 < len(r.u)
		if r.low(i) != ":" || !r.isQuote(i+1) && !headline && !script {
			continue
		}
		if (headline || script) && !r.isQuote(i+1) {
			return Statement{Content: r.content(i+1, r.sentenceEnd()), Cue: r.u[i].Span, Lemma: ":", Speaker: r.span(phrase{0, i}), Rule: "statement/colon", Confidence: 0.6}, true
		}
		who := r.subject(0)
		if !who.found() {
			return Statement{}, false
		}
		return Statement{Content: r.quotesFrom(i + 1), Cue: r.u[i].Span, Lemma: ":", Speaker: r.span(who), Rule: "statement/colon", Confidence: 0.7}, true
	}
	return Statement{}, false
}

// capitals reports whether words are in capitals throughout, as names in a transcript are.
func (r *reader) capitals(from, to int) bool {
	for i := from; i < to; i++ {
		if r.isQuote(i) || !r.isWord(i) {
			return false
		}
		text := r.tokens[r.u[i].token].Text
		if len(text) < 2 || text != strings.ToUpper(text) {
			return false
		}
	}
	return from < to
}

func (r *reader) quotesFrom(i int) []news.Span {
	last := i
	for j := i; j < len(r.u); j++ {
		if r.isQuote(j) {
			last = j
		}
	}
	return []news.Span{{Start: r.u[i].Start, End: r.u[last].End}}
}

// accordingTo reads "according to X" at unit i.
func (r *reader) accordingTo(i, start int) (Statement, int, bool) {
	if r.low(i) != "according" || r.low(i+1) != "to" {
		return Statement{}, 0, false
	}
	who := r.nounAfter(i + 2)
	if !who.found() {
		return Statement{}, 0, false
	}
	st := Statement{Cue: news.Span{Start: r.u[i].Start, End: r.u[i+1].End}, Lemma: "according to", Speaker: r.span(who), Rule: "statement/according-to", Confidence: 0.85}
	end := r.sentenceEnd()
	after := who.to
	for after < end && r.low(after) != "," {
		after++ // a clause behind the name: a study published last week
	}
	if i <= start+1 {
		// According to X, content.
		if after+1 >= end {
			return Statement{}, 0, false
		}
		st.Content = r.content(after+1, end)
		return st, end, true
	}
	from, to := start, i
	for to > from && (r.low(to-1) == "," || r.low(to-1) == ".") {
		to--
	}
	from = r.skipJoint(from, to)
	if to <= from {
		return Statement{}, 0, false
	}
	st.Content = r.content(from, to)
	andSaid := r.low(after) == "," && r.low(after+1) == "and" && cueWords[r.low(after+2)].lemma != ""
	if after+2 < end && (!r.credits(after+1, end) || andSaid) && r.low(i-1) == "," && (andSaid || r.holdsClause(after+1, end)) {
		st.Content = append(st.Content, r.content(after+1, end)...)
		after = end
	}
	return st, after, true
}

// credits reports whether another cue stands between two units.
func (r *reader) credits(from, to int) bool {
	for i := from; i < to; i++ {
		if _, ok := cueWords[r.low(i)]; ok {
			return true
		}
	}
	return false
}

// sentenceEnd is the unit behind the last one that is not the closing mark.
func (r *reader) sentenceEnd() int {
	end := len(r.u)
	for end > 0 && (r.low(end-1) == "." || r.low(end-1) == "!" || r.low(end-1) == "?") {
		end--
	}
	return end
}

// content is the span of units, without white space and joints at its ends.
func (r *reader) content(from, to int) []news.Span {
	for from < to && (r.low(from) == "," || r.low(from) == ":" || r.low(from) == "-" || r.low(from) == "—") {
		from++
	}
	for to > from && (r.low(to-1) == ":" || r.low(to-1) == ";") {
		to--
	}
	if from >= to {
		return nil
	}
	return []news.Span{{Start: r.u[from].Start, End: r.u[to-1].End}}
}

func (r *reader) skipJoint(from, to int) int {
	for from < to && (r.low(from) == "," || r.low(from) == "and" || r.low(from) == "but" || r.low(from) == ";" || r.low(from) == "—" || r.low(from) == "-") {
		from++
	}
	return from
}

// credited reads the statement that the cue at unit i credits. start is where the clause at hand begins, before are the
// statements of the sentence so far. It returns the unit behind what it took.
func (r *reader) credited(i, start int, cue cueWord, before []Statement) (Statement, int, bool) {
	end := r.sentenceEnd()
	st := Statement{Cue: r.u[i].Span, Lemma: cue.lemma, class: cue.class}
	var who phrase
	verb := i // the first unit of the verb group
	for verb > start && (auxiliaries[r.low(verb-1)] && r.low(verb-1) != "to" || adverb(r.low(verb-1)) || r.low(verb-1) == "," && adverb(r.low(verb-2)) && r.low(verb-3) == ",") {
		if r.low(verb-1) == "," {
			verb -= 3
			continue
		}
		verb--
	}
	prior := r.low(i - 1)
	inverted := false
	switch {
	case cue.form == formIng:
		switch {
		case beForms[prior] || verb < i && r.beBetween(verb, i):
			who = r.nounBefore(verb)
		case prior == "," || r.low(i-2) == "," && adverb(prior) || prior == "before" && (r.isQuote(i+1) || r.isQuote(i+3)) || r.isQuote(i-1) || prior == "—" || prior == "-" || prior == "and" || prior == "while" || prior == "by" || prior == "as" || i == 0:
			if i == 0 || prior == "while" && len(before) == 0 {
				return st, 0, false
			}
			st.Rule, st.Confidence = "statement/participle", 0.8
			if len(before) > 0 {
				st.Speaker = before[len(before)-1].Speaker
			} else {
				who = r.subject(0)
			}
		default:
			// "a statement saying", "a letter on Friday urging", "by saying that": whose words they are stands before.
			k := i - 1
			for k > 0 && (timeWords[r.low(k)] || adverb(r.low(k))) {
				k--
			}
			next := r.low(i + 1)
			// Somebody heard pleading with them says nothing yet.
			if (st.Lemma == "beg" || st.Lemma == "plead") && !(next == "that" || r.isQuote(i+1)) {
				return st, 0, false
			}
			if !r.nounLike(k) && !((prior == "of" || prior == "for" || prior == "by" || prior == "from" || prior == "after" || prior == "in" || prior == "despite" || prior == "without" || prior == "than" || prior == "besides") && (next == "that" || r.isQuote(i+1))) {
				return st, 0, false
			}
			st.Rule, st.Confidence = "statement/participle", 0.6
			who = r.subject(start)
			if len(before) > 0 && !who.found() {
				st.Speaker = before[len(before)-1].Speaker
			}
		}
	case prior == "to" && cue.form == formBase:
		if g := r.low(i - 2); g != "on" && g != "continued" && g != "continues" && g != "continue" && g != "seemed" && g != "appeared" {
			// Hale was forced to admit that: whatever made him, that is what is said.
			if who = r.subject(start); who.found() && who.to < i && r.infinitive(i, cue) {
				st.Rule, st.Confidence = "statement/infinitive", 0.4
				break
			}
			return st, 0, false
		}
		k := i - 2
		if r.low(k) == "on" {
			k--
		}
		if r.low(k) == "going" && r.low(k-1) == "," && len(before) > 0 {
			st.Speaker = before[len(before)-1].Speaker
			st.Rule, st.Confidence = "statement/same-subject", 0.75
			break
		}
		who = r.nounBefore(k)
	case cue.form == formPast && r.beBetween(verb, i):
		return r.passive(st, i, verb, start, end)
	default:
		if cue.noun && r.nounContext(i) {
			return st, 0, false
		}
		who = r.nounBefore(verb)
		if cue.form == formBase && !r.plural(who) && verb == i && !r.isQuote(i+1) {
			if who = r.subject(start); cue.noun || !r.plural(who) || who.to > i {
				return st, 0, false
			}
		}
		quoteBefore := r.isQuote(i-1) || prior == "," && i >= 2
		if who.found() && r.onlyTime(who) {
			who = phrase{}
		}
		if who.found() && who.from < start {
			if who.to <= start {
				who = phrase{}
			} else {
				who.from = start
			}
		}
		if quoteBefore && (r.isQuote(i-1) || !who.found() || r.isQuote(i-2)) {
			if after := r.nounAfter(i + 1); after.found() && !r.onlyTime(after) && (r.isQuote(i-1) || r.isQuote(i-2) || r.stopsAfter(after)) {
				who, inverted = r.withApposition(after), true
			}
		}
		if !who.found() && start > 0 && len(before) > 0 && (prior == "and" || prior == "but" || verb < i) {
			st.Speaker = before[len(before)-1].Speaker
			st.Rule, st.Confidence = "statement/same-subject", 0.75
		} else if !who.found() && verb > 0 && (r.low(verb-1) == "and" || r.low(verb-1) == "but" || r.low(verb-1) == "then") {
			who = r.subject(start)
			st.Rule, st.Confidence = "statement/same-subject", 0.7
		}
	}
	if !who.found() && st.Speaker.End == 0 {
		return st, 0, false
	}
	after := i + 1
	if st, stop, ok := r.relative(st, i, who, end); ok && cue.form != formIng && !inverted {
		return st, stop, true
	}
	if next := r.low(i + 1); cue.form != formIng && !inverted && (beForms[next] || next == "has" || next == "have" || next == "will" || next == "would") {
		return st, 0, false // everything she says is true
	}
	if cue.lemma == "point" || cue.lemma == "speak" || cue.lemma == "talk" {
		next := r.low(i + 1)
		if adverb(next) {
			next = r.low(i + 2)
		}
		if cue.lemma == "point" && next != "out" || cue.lemma != "point" && next != "of" && next != "about" {
			return st, 0, false
		}
	}
	if cue.lemma == "decline" && r.low(i+1) != "to" {
		return st, 0, false
	}
	if cue.lemma == "identify" && r.low(i+1) == "with" {
		return st, 0, false
	}
	if cue.lemma == "call" && (r.low(i+1) == "into" || r.low(i+1) == "in" || r.low(i+1) == "up" || r.low(i+1) == "back" || r.low(i+1) == "off") {
		return st, 0, false
	}
	if thingsToo[cue.lemma] && r.thing(who) {
		return st, 0, false
	}
	if (cue.lemma == "dub" || cue.lemma == "label" || cue.lemma == "brand") && who.found() && !r.isUpper(who.to-1) && !subjectPronouns[r.low(who.to-1)] {
		return st, 0, false // an operation dubbed …
	}
	if who.found() {
		st.Speaker = r.span(who)
		if inverted {
			after = who.to
		}
	}
	clauseStart := who.from
	if inverted || !who.found() || who.from > i {
		clauseStart = verb
	}
	return r.takeContent(st, i, after, clauseStart, start, end, inverted, cue, before)
}

// takeContent finds what was said around a cue whose speaker is known.
func (r *reader) takeContent(st Statement, i, after, clauseStart, start, end int, inverted bool, cue cueWord, before []Statement) (Statement, int, bool) {
	setRule := func(rule string, confidence float64) {
		if st.Rule == "" {
			st.Rule, st.Confidence = rule, confidence
		}
	}
	// Where what is said can stand before: a quotation or a clause that a comma parts from the speaker.
	left := clauseStart
	quoteBefore := left > start && r.isQuote(left-1)
	if left > start && r.low(left-1) == "," && r.isQuote(left-2) {
		quoteBefore = true
	}
	from := r.contentStart(after, end, cue, inverted)
	stop := r.contentEnd(from, end)
	if from+1 < stop && r.isQuote(from) && !r.holdsQuote(from+1, stop) && r.closed(from) {
		stop = from + 1 // chanted "Which wall?" until the police came
	}
	if opens := r.low(start); start == 0 && (cue.form == formIng && prepositions[opens] || subordinators[opens] && clauseStart <= 3 && clauseStart > 0) {
		stop = r.openingEnd(from, stop)
	}
	if cue.class == takesPhrase {
		stop = r.circumstance(from, stop)
	}
	quoteAfter := false
	for k := after; k < stop; k++ {
		quoteAfter = quoteAfter || r.isQuote(k)
	}
	if quoteBefore && left-1 > start && !r.adjunct(from, stop) && stop-from > 3 && r.titled(left-1, start) {
		quoteBefore = false // on “Face the Town”, Holt said that the wall had held
	}
	switch {
	case quoteBefore && cue.form != formIng:
		lead := r.afterColon(r.skipJoint(start, left), left)
		st.Content = r.content(lead, left)
		setRule("statement/quote-cue", 0.95)
		if quoteAfter && (r.isQuote(from) || r.low(from) == "," || r.low(from-1) == ",") {
			k := from
			for !r.isQuote(k) {
				k++
			}
			if k-from <= 8 {
				st.Content = append(st.Content, r.content(k, stop)...)
				return st, stop, true
			}
		}
		if quoteAfter && cue.class == takesPhrase {
			st.Content = append(st.Content, r.content(from, stop)...)
		}
		if !quoteAfter && from < stop && r.low(from) == "that" && from-after > 3 && r.low(from-1) != "," {
			return st, after, true // "We go," Holt said after a meeting on the boat that leaks
		}
		if !quoteAfter && from < stop && (r.low(from) == "that" || r.low(from-1) == ",") && stop-from > 3 && cue.class != takesPhrase && r.low(from-1) != "." && !r.adjunct(from, stop) && !r.participle(from) && cueWords[r.low(from)].form != formIng {
			st.Content = append(st.Content, r.content(from, stop)...)
			return st, stop, true
		}
		return st, max(after, min(from, stop)), true
	case from < stop && r.low(from) == "that" || quoteAfter:
		if cue.class == takesQuote && !(r.isQuote(from) || r.isQuote(from+1)) {
			return st, 0, false
		}
		st.Content = r.content(from, stop)
		setRule("statement/cue-content", 0.85)
		if cue.class == takesPhrase {
			st.Rule, st.Confidence = "statement/phrase", 0.6
		}
		return st, stop, len(st.Content) > 0
	case cue.class == takesQuote:
		return st, 0, false
	case !inverted && left > start+2 && r.low(left-1) == "," && r.adjunct(after, end) && pureCues[cue.lemma] && r.clause(start, left-1) && !r.opening(start) || inverted && left > start+2 && r.low(left-1) == ",":
		// The clause comes first: The wall had held, Holt said.
		lead := r.skipJoint(start, left-1)
		if left-1-lead < 3 {
			return st, 0, false
		}
		st.Content = r.content(lead, left)
		setRule("statement/clause-first", 0.8)
		if cue.form != formIng && r.low(after) == "," && !r.adjunct(after+1, stop) && stop-after > 3 {
			st.Content = append(st.Content, r.content(after+1, stop)...)
			return st, stop, true
		}
		return st, after, true
	case from < stop && !inverted:
		if weakCues[cue.lemma] && !(cue.lemma == "record" && cue.form == formPast && r.holdsNumber(from, stop)) {
			return st, 0, false
		}
		about := aboutVerbs[cue.lemma] && (r.low(from) == "of" || r.low(from) == "about" || r.low(from) == "against")
		question := (r.low(from) == "when" || r.low(from) == "where") && (r.negated(i) || asking[cue.lemma]) // has not said when
		if cue.class != takesPhrase && r.adjunct(from, stop) && cue.form != formIng && !about && !question {
			return st, 0, false
		}
		if cue.class == takesHearer && stop-from < 2 {
			return st, 0, false
		}
		st.Content = r.content(from, stop)
		setRule("statement/cue-clause", 0.75)
		if cue.class == takesPhrase {
			st.Rule, st.Confidence = "statement/phrase-indirect", 0.6
		}
		return st, stop, len(st.Content) > 0
	}
	return st, 0, false
}

// openingEnd is where the clause ends that opens a sentence, at the comma before its subject: While Holt says the wall held,
// the mayor has …
func (r *reader) openingEnd(from, stop int) int {
	for k := from + 2; k+2 < stop; k++ {
		next := r.low(k + 1)
		if r.low(k) == "," && !conjunctions[next] && !prepositions[next] && next != "which" && next != "who" && next != "whose" && !(len(next) > 4 && next[len(next)-3:] == "ing") {
			if noun := r.nounAfter(k + 1); noun.found() && r.low(noun.to) != "," && !conjunctions[r.low(noun.to)] {
				return k
			}
		}
	}
	return stop
}

// circumstance cuts off when and where something was called what it was called.
func (r *reader) circumstance(from, stop int) int {
	for k := from + 2; k < stop; k++ {
		switch w := r.low(k); {
		case w == "--" || w == "—" || w == "–" || w == "―" || w == "-":
			return k
		case r.holdsQuote(k, stop):
		case w == "during", w == "when" && subjectPronouns[r.low(k+1)], w == "," && r.low(k+1) == "as" && subjectPronouns[r.low(k+2)], w == "while" && len(r.low(k+1)) > 4:
			return k
		}
	}
	return stop
}

// contentStart passes over what may stand between a cue and what was said: the hearer, the day, the place.
func (r *reader) contentStart(after, end int, cue cueWord, inverted bool) int {
	i := after
	if aboutVerbs[cue.lemma] && adverb(r.low(i)) && particles[r.low(i+1)] {
		i++ // spoke warmly of
	}
	if cue.class == takesPhrase && timeWords[r.low(i)] && particles[r.low(i+1)] {
		i++ // called Friday for
	}
	if (cue.class == takesPhrase || cue.lemma == "point" || cue.lemma == "talk" || cue.lemma == "speak") && (particles[r.low(i)] || r.low(i) == "as") {
		i++
	}
	if at := r.pastAside(after, end); at > after {
		return at
	}
	// A "that", colon or quotation within reach, with only such words before it, begins what was said.
	limit := min(end, after+28)
	for k := after; k < limit; k++ {
		w := r.low(k)
		if r.isQuote(k) {
			if k-after <= 3 && cue.class == takesHearer && r.words(r.u[k].Span) <= 4 && r.that(k+1, min(end, k+8)) {
				continue // told "Morning Vell" on Friday that
			}
			if k == after || r.low(k-1) == "," || r.low(k-1) == ":" || k-after <= 3 && cue.class == takesHearer {
				return k
			}
			break
		}
		if w == ":" && (k-after <= 1 || r.isQuote(k+1) || cue.class != takesClause) { // but: suggested a way to leave: the boat
			return min(k+1, end)
		}
		if w == "that" && (k == after || !prepositions[r.low(k-1)]) {
			switch {
			case k == after:
			case cue.class == takesPhrase, r.low(after) == "by", r.low(after) == "to" && !r.isUpper(after+1) && !determiners[r.low(after+1)] && !pluralNoun(r.low(after+1)):
				continue
			case cue.class == takesClause && !prepositions[r.low(after)] && !timeWords[r.low(after)] && !adverb(r.low(after)) && r.low(after) != "," && r.low(after) != "this" && r.low(after) != "last" && r.low(after) != "again":
				continue // a clause of its own: said the wall that …
			}
			return k
		}
		if k > after && (auxiliaries[w] || commonVerbs[w] || subjectPronouns[w] && !determiners[w]) && w != "to" {
			break
		}
		if _, verb := cueWords[w]; verb && !cueWords[w].noun {
			break
		}
	}
	if cue.class == takesHearer {
		// The hearer: a pronoun, or a noun phrase.
		if object := r.hearer(i); object.found() {
			if next := r.low(object.to); next == "to" || (next == "not" || next == "never") && r.low(object.to+1) == "to" {
				if object.to-i <= 3 && cue.lemma != "ask" {
					return i // urged them to leave: what was urged is theirs to do
				}
			}
			i = object.to
		}
	}
	// The day and the like.
	for i < end {
		w := r.low(i)
		switch {
		case timeWords[w] && w != "may" && r.low(i+1) != "'s" && r.low(i+1) != "’", adverb(w) && timeWords[r.low(i+1)]:
			i++
		case (w == "on" || w == "this" || w == "last" || w == "in" || w == "late" || w == "earlier") && timeWords[r.low(i+1)]:
			i += 2
		case w == "," && i > after:
			return i + 1
		case (w == "in" || w == "after" || w == "during" || w == "at" || w == "before" || w == "on") && r.reaches(i+2):
			for i += 2; i < end && !r.opensClause(i); i++ {
			}
		default:
			return i
		}
	}
	return i
}

// pastAside passes over an aside between commas: warned, as the town had, that. Where there is none it gives back where it began.
func (r *reader) pastAside(after, end int) int {
	if r.low(after) != "," {
		return after
	}
	for k := after + 2; k < after+14 && k < end && !r.isQuote(k) && r.low(k) != "that"; k++ {
		if r.low(k) == "," && r.low(k+1) == "that" {
			return k + 1
		}
	}
	return after
}

// that reports whether a "that" stands among units, with no quotation before it.
func (r *reader) that(from, to int) bool {
	for i := from; i < to; i++ {
		if r.low(i) == "that" {
			return true
		}
		if r.isQuote(i) {
			return false
		}
	}
	return false
}

// reaches reports whether a clause opens within eight units: a pronoun, a "that", a name before a verb.
func (r *reader) reaches(i int) bool {
	for k := i; k < i+8 && k < len(r.u); k++ {
		if r.opensClause(k) {
			return true
		}
		if w := r.low(k); w == "," || auxiliaries[w] || commonVerbs[w] {
			return false
		}
	}
	return false
}

func (r *reader) opensClause(k int) bool {
	w := r.low(k)
	return w == "that" || r.isQuote(k) || w == "he" || w == "she" || w == "they" || w == "it" || w == "we"
}

// particles belong to the cue: called for, called on.
var particles = set("for on upon out off about of against")

func (r *reader) hearer(i int) phrase {
	switch w := r.low(i); w {
	case "him", "her", "them", "me", "us", "you", "it", "reporters", "lawmakers", "supporters", "viewers":
		return phrase{i, i + 1}
	}
	noun := r.nounAfter(i)
	if noun.found() && r.hasName(noun) {
		// "told CNN Trump would": stop at the second name where one is followed by a verb; kept simple, the whole is taken.
		return noun
	}
	if noun.found() {
		return noun
	}
	return phrase{}
}

// contentEnd is where what was said ends: at the sentence's end, or where another speaker or a credit begins.
func (r *reader) contentEnd(from, end int) int {
	for k := from + 1; k < end; k++ {
		w := r.low(k)
		if w == ";" {
			return k
		}
		if w == "according" && r.low(k+1) == "to" && r.low(k-1) == "," {
			return k - 1
		}
		cue, ok := r.cue(k)
		if !ok {
			continue
		}
		if cue.form == formIng && (r.low(k-1) == "," || r.isQuote(k-1)) && cue.class != takesQuote {
			if r.isQuote(k - 1) {
				return k
			}
			return k - 1
		}
		if cue.form == formIng && (r.low(k-1) == "while" || r.low(k-1) == "but") && r.low(k-2) == "," {
			return k - 2
		}
		if cue.form == formIng && r.low(k-1) == "and" && cue.class <= takesHearer {
			return k - 1
		}
		if cue.noun && r.nounContext(k) || cue.class == takesQuote && !r.isQuote(k+1) || cue.form == formIng && !beForms[r.low(k-1)] {
			continue
		}
		// Another speaker: ", but Ms Holt said".
		verb := k
		for verb > from && (auxiliaries[r.low(verb-1)] || adverb(r.low(verb-1))) {
			verb--
		}
		if w := r.low(verb - 1); (w == "and" || w == "but") && (cue.form == formPast || cue.form == formThird) && cue.class != takesQuote && cue.lemma != "talk" && cue.lemma != "speak" {
			if r.low(verb-2) == "," {
				return verb - 2
			}
			return verb - 1 // "and said"
		}
		who := r.nounBefore(verb)
		if !who.found() || who.from <= from+1 {
			continue
		}
		if j := who.from - 1; r.low(j) == "," && cue.class <= takesHearer && (r.quotes(k) || r.low(k+1) == "that") && !r.holdsQuote(from, j) {
			return r.lastJoint(from, j)
		}
		joint := r.low(who.from - 1)
		if joint == "and" || joint == "but" || joint == "while" || joint == "though" || joint == "although" || joint == "as" {
			switch {
			case r.low(who.from-2) == ",":
				return who.from - 2
			case joint == "as" && who.to-who.from == 1 && subjectPronouns[r.low(who.from)] && cue.class <= takesHearer:
				return who.from - 1
			case r.isQuote(who.from - 2), r.low(who.from-2) == "--", r.low(who.from-2) == "—", joint != "as" && joint != "and" && cue.class <= takesHearer, joint == "and" && r.hasName(who) && cue.class != takesQuote:
				return who.from - 1
			}
		}
	}
	end = r.tail(from, end)
	for end > from && r.low(end-1) == "," {
		end--
	}
	return end
}

// quotes reports whether a quotation follows a cue at once, or behind a comma or a colon.
func (r *reader) quotes(cue int) bool {
	return r.isQuote(cue+1) || (r.low(cue+1) == "," || r.low(cue+1) == ":") && r.isQuote(cue+2)
}

// lastJoint is the last comma before a unit with a conjunction behind it, or else that unit: the wall held, and, asked again,
// she said.
func (r *reader) lastJoint(from, to int) int {
	for c := to - 1; c > from; c-- {
		if r.low(c) == "," && conjunctions[r.low(c+1)] {
			return c
		}
	}
	return to
}

// tail cuts off what an article mostly adds in its own voice behind an indirect report: a relative clause behind a comma, an
// aside in brackets, where it was said.
func (r *reader) tail(from, end int) int {
	for k := from + 1; k < end; k++ {
		if r.low(k) == "but" && r.isQuote(k-1) && r.nounAfter(k+1).found() && !r.holdsQuote(k, end) {
			return k
		}
	}
	for k := from + 3; k < end; k++ {
		if r.holdsQuote(k, end) {
			continue
		}
		switch w := r.low(k); {
		case w == "," && (r.low(k+1) == "which" || r.low(k+1) == "who" || r.low(k+1) == "whose"):
			return k
		case w == "," && (r.low(k+1) == "but" && r.nounAfter(k+2).found() || r.low(k+1) == "yet"):
			return k // but the wall did fall
		case w == "in" && (r.low(k+1) == "a" || r.low(k+1) == "an") && k+2 < end && r.occasion(k+2, end):
			return k
		case w == "since" && !r.isUpper(k) && !r.holdsClause(from, k) && (determiners[r.low(k+1)] || r.isUpper(k+1)):
			return k // support promised since a day is not promised since it
		case w == "(" && r.low(end-1) == ")" && !r.isQuote(end-1):
			return k
		}
	}
	return end
}

// occasion reports whether units name what something was said in, up to the sentence's end.
func (r *reader) occasion(from, end int) bool {
	for i := from; i < from+4 && i < end; i++ {
		if occasions[r.low(i)] {
			return end-i < 10 && !r.holdsClause(i, end)
		}
	}
	return false
}

var occasions = set("statement interview speech tweet letter email e-mail post ruling report memo briefing op-ed column video podcast conference testimony")

// holdsClause reports whether units have a verb of their own: a that, an auxiliary.
func (r *reader) holdsClause(from, to int) bool {
	for k := from; k < to; k++ {
		if w := r.low(k); w == "that" || auxiliaries[w] && w != "to" || commonVerbs[w] {
			return true
		}
	}
	return false
}

// adjunct reports whether units say only when, where or to whom.
func (r *reader) adjunct(from, to int) bool {
	if from >= to {
		return true
	}
	w := r.low(from)
	if w == "," {
		return r.adjunct(from+1, to)
	}
	if w == "that" || w == "it" || w == "he" || w == "she" || w == "they" {
		return false
	}
	if next := r.low(from + 1); w == "to" && !r.isUpper(from+1) && !determiners[next] && !pluralNoun(next) {
		return false // agreed to leave
	}
	if timeWords[w] || adverb(w) || prepositions[w] && w != "like" || w == "when" || w == "as" || w == "while" || w == "last" || w == "this" && timeWords[r.low(from+1)] {
		if timeWords[w] || adverb(w) {
			return r.adjunct(from+1, to)
		}
		for k := from; k < to; k++ {
			if lw := r.low(k); lw == "that" && !prepositions[r.low(k-1)] {
				return false
			}
		}
		if w == "in" || w == "on" || w == "at" || w == "during" || w == "after" || w == "to" || w == "with" || w == "of" || w == "about" || w == "by" || w == "from" || w == "when" || w == "while" || w == "as" || w == "before" || w == "through" {
			verbs := 0
			for k := from; k < to; k++ {
				if lw := r.low(k); (auxiliaries[lw] && lw != "to") && w != "when" && w != "while" && w != "as" && w != "after" {
					verbs++
				}
			}
			return verbs == 0
		}
	}
	return to-from <= 1 && !r.isQuote(from)
}

func (r *reader) beBetween(verb, i int) bool {
	for k := verb; k < i; k++ {
		if beForms[r.low(k)] && r.low(k) != "'s" {
			return true
		}
	}
	return false
}

// nounContext reports whether a word that may be a noun or a verb is a noun where it stands.
func (r *reader) nounContext(i int) bool {
	prior, next := r.low(i-1), r.low(i+1)
	if form := cueWords[r.low(i)].form; form == formThird && !r.isQuote(i+1) && next != "that" {
		if smallNumber(prior) || i > 0 && r.u[i-1].digit(r.page) || strings.Contains(prior, "-") && smallNumber(prior[:strings.Index(prior, "-")]) {
			return true
		}
		known := r.isUpper(i-1) || subjectPronouns[prior] || auxiliaries[prior] || adverb(prior) || prior == ")" || prior == ","
		from := r.nounCore(i)
		known = known || r.blocks[r.s.Block].Kind == HeadlineBlock && from == 0 // headlines leave the articles out
		if known && cueWords[r.low(i)].lemma == "call" && (next == "for" || next == "on") {
			return false
		}
		if !known && (!determiners[r.low(from)] || cueWords[r.low(i)].lemma == "state") || (auxiliaries[next] || prepositions[next]) && next != "to" {
			return true
		}
	}
	if next == "–" || next == "—" || next == "--" {
		return true
	}
	if determiners[prior] && prior != "some" && prior != "many" && prior != "both" || prior == "'s" || prior == "’" {
		return true
	}
	if prepositions[prior] && prior != "to" {
		return true
	}
	if next == "that" || r.isQuote(i+1) {
		return !(r.nounLike(i-1) || subjectPronouns[prior] || r.isUpper(i-1) || auxiliaries[prior] || adverb(prior) || prior == ",") || prior == "the"
	}
	if next == "of" || next == "by" || next == "from" || next == "is" || next == "was" || next == "were" || next == "are" || next == "has" || next == "have" || next == "had" {
		return true
	}
	if prior == "," && adverb(r.low(i-2)) && r.low(i-3) == "," {
		return !r.pluralWord(i - 4) // some, however, question
	}
	if cueWords[r.low(i)].form == formBase && !subjectPronouns[prior] && !auxiliaries[prior] && !r.pluralWord(i-1) {
		return true
	}
	return next == "" || next == "," && !r.isQuote(i-1)
}

func (r *reader) pluralWord(i int) bool {
	w := r.low(i)
	return len(w) > 3 && w[len(w)-1] == 's' && w[len(w)-2] != 's' || w == "people" || w == "men" || w == "women" || w == "police" || w == "media"
}

// plural reports whether a subject can go with a verb in its base form: they say, officials say.
func (r *reader) plural(f phrase) bool {
	if !f.found() {
		return false
	}
	w := r.low(f.to - 1)
	switch w {
	case "they", "we", "i", "you", "some", "many", "others", "those", "both", "who", "critics", "most", "people", "which", ",", ")":
		return true
	}
	for i := f.from; i < f.to; i++ {
		if w := r.low(i); w == "and" || w == "those" || r.pluralWord(i) {
			return true
		}
	}
	return false
}

// stopsAfter reports whether an inverted subject ends its clause: Holt, said the mayor.
func (r *reader) stopsAfter(f phrase) bool {
	w := r.low(f.to)
	return w == "" || w == "." || w == "," || timeWords[w] || prepositions[w] || w == "who"
}

// float gives a sentence's quotations that no cue took to whoever spoke last.
func (p *page) float(sentence int, here, before []Statement) []Statement {
	s := &p.sentences[sentence]
	taken := func(q news.Span) bool {
		for i := range here {
			for _, c := range here[i].Content {
				if c.Covers(q) {
					return true
				}
			}
		}
		return false
	}
	alone := true
	for _, u := range s.units {
		if u.token >= 0 && p.word(u) && u.lower != "and" && u.lower != "but" {
			alone = false
		}
	}
	for _, u := range s.units {
		if u.quote < 0 || taken(u.Span) || len(before) > 0 && before[len(before)-1].setOff(u.Span) {
			continue
		}
		q := &p.quotations[u.quote]
		if alone {
			// Right behind a statement of the same paragraph, or of one that goes on here.
			if len(before) > 0 {
				last := lastQuoting(before)
				sameBlock := last.Block == s.Block && last.sentence >= sentence-3
				if sameBlock || p.continued(last, s) {
					last.Content = append(last.Content, u.Span)
					last.sentence, last.Block = sentence, s.Block
					continue
				}
			}
			st := Statement{Content: []news.Span{u.Span}, Rule: "statement/floating", Confidence: 0.3, sentence: sentence, Block: s.Block}
			if len(before) > 0 && len(here) == 0 {
				last := &before[len(before)-1]
				st.Speaker, st.Antecedent = last.Speaker, last.Antecedent
			}
			here = append(here, st)
			continue
		}
		if p.words(q.Span) < 5 || len(here) > 0 {
			continue
		}
		r := &reader{page: p, s: s, u: s.units}
		st := Statement{Content: []news.Span{u.Span}, Rule: "statement/uncredited", Confidence: 0.3, sentence: sentence, Block: s.Block}
		if who := r.subject(0); who.found() {
			st.Speaker = r.span(who)
		} else if len(before) > 0 {
			st.Speaker = before[len(before)-1].Speaker
		}
		here = append(here, st)
	}
	return here
}

// setOff reports whether a quotation stands in what a line before has set off already.
func (st *Statement) setOff(q news.Span) bool {
	return st.Rule == "statement/set-off" && st.Content[0].Covers(q)
}

// lastQuoting is the statement that a quotation alone goes on with: the last of the sentence before that quotes, or the last.
func lastQuoting(before []Statement) *Statement {
	last := &before[len(before)-1]
	for i := len(before) - 1; i >= 0 && before[i].sentence == last.sentence; i-- {
		if before[i].Rule == "statement/quote-cue" {
			return &before[i]
		}
	}
	return last
}

// continued reports whether a sentence goes on with a quotation that the paragraph before left open.
func (p *page) continued(last *Statement, s *Sentence) bool {
	if last.Block != s.Block-1 || len(last.Content) == 0 {
		return false
	}
	end := last.Content[len(last.Content)-1].End
	for i := range p.quotations {
		if q := &p.quotations[i]; q.GoesOn && q.Outer.End == end {
			return true
		}
	}
	return false
}

// finish fills in what follows from the parts.
func (p *page) finish(st *Statement) {
	sortSpans(st.Content, func(s news.Span) news.Span { return s })
	st.Span = st.Content[0]
	grow := func(s news.Span) {
		if s.End == 0 {
			return
		}
		st.Start, st.End = min(st.Start, s.Start), max(st.End, s.End)
	}
	for _, c := range st.Content {
		grow(c)
	}
	grow(st.Cue)
	grow(st.Beyond)
	if b := &p.blocks[st.Block]; st.Speaker.End > 0 && b.Covers(st.Speaker) {
		grow(st.Speaker)
	}
	from, _ := slices.BinarySearchFunc(p.quotations, st.Start, func(q Quotation, at int) int { return q.Outer.Start - at })
	for i := from; i < len(p.quotations) && p.quotations[i].Outer.Start < st.End; i++ {
		for _, c := range st.Content {
			if c.Covers(p.quotations[i].Outer) && (!p.quotations[i].Single || p.singles) {
				st.Quotes = append(st.Quotes, i)
			}
		}
	}
}

// asking are the cues whose "when" and "where" open a question, and say nothing of the asking.
var asking = set("ask wonder explain")

// negated reports whether the verb at a unit is denied: has not said.
func (r *reader) negated(i int) bool {
	for k := i - 1; k >= 0 && (auxiliaries[r.low(k)] || adverb(r.low(k))); k-- {
		if w := r.low(k); w == "not" || w == "never" || strings.HasSuffix(w, "n't") {
			return true
		}
	}
	return false
}

// passiveJoints lead from a passive cue to what is said of its subject.
var passiveJoints = map[string]map[string]bool{"accuse": set("of"), "blame": set("for"), "criticize": set("for as"), "describe": set("as"), "ask": set("how why whether if what")}

// passive reads what is said of the subject: Hale was accused of selling the wall. Who says so stands behind "by", or nowhere.
func (r *reader) passive(st Statement, i, verb, start, end int) (Statement, int, bool) {
	joint := i + 1
	if r.low(joint) == "by" {
		for joint++; joint < min(end, i+10) && !passiveJoints[st.Lemma][r.low(joint)]; joint++ {
		}
		if joint > i+2 && passiveJoints[st.Lemma][r.low(joint)] {
			st.Speaker = r.span(phrase{i + 2, joint})
		}
	}
	subject := r.nounBefore(verb)
	if !passiveJoints[st.Lemma][r.low(joint)] || !subject.found() || subject.from < start {
		return st, 0, false
	}
	stop := r.contentEnd(joint+1, end)
	if st.Lemma != "ask" {
		joint++ // "of" and the like say nothing; "why" does
	}
	st.Content = append(r.content(subject.from, subject.to), r.content(joint, stop)...)
	st.Rule, st.Confidence = "statement/passive", 0.6
	return st, stop, len(st.Content) == 2
}

// namesTime reports whether there is a word or a number of time among units: On Monday. In "All of it" there is none.
func (r *reader) namesTime(from, to int) bool {
	for i := from; i < to; i++ {
		if timeWords[r.low(i)] || r.u[i].digit(r.page) {
			return true
		}
	}
	return false
}

// closed reports whether the quotation at a unit ends with a mark, so that what follows is not said.
func (r *reader) closed(i int) bool {
	last := r.view[r.quotations[r.u[i].quote].End-1]
	return last == ',' || last == '?' || last == '!' || last == '.'
}

// infinitive reports whether a cue behind "to" says what was said: to admit that, to say he, to discuss the wall.
func (r *reader) infinitive(i int, cue cueWord) bool {
	switch next := r.low(i + 1); cue.lemma {
	case "discuss", "mention":
		return true
	case "talk":
		return next == "about"
	default:
		return cue.class <= takesHearer && (next == "that" || next == "whether" || next == "how" || next == "why" || r.isQuote(i+1)) ||
			pureCues[cue.lemma] && r.opensClause(i+1)
	}
}

// relative reads a clause that says it of what stands before: the wall, which Holt said was old.
func (r *reader) relative(st Statement, i int, who phrase, end int) (Statement, int, bool) {
	if next := r.low(i + 1); !pureCues[st.Lemma] || !auxiliaries[next] || next == "to" || !who.found() || who.from < 2 {
		return st, 0, false
	}
	if w := r.low(who.from - 1); w != "what" && (w != "which" && w != "who" || r.low(who.from-2) != ",") {
		return st, 0, false
	}
	stop := r.contentEnd(i+1, end)
	st.Speaker = r.span(who)
	st.Content = append(r.content(who.from-1, who.from), r.content(i+1, stop)...)
	st.Rule, st.Confidence = "statement/relative", 0.6
	return st, stop, len(st.Content) == 2
}
