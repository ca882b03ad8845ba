package draft

import (
	"strings"

	"onrecord/news"
)

// unit is a token outside quotation marks, or a whole quotation.
type unit struct {
	news.Span
	// token is the index of the token, -1 for a quotation; quote that of the quotation, -1 for a token.
	token, quote int
	lower        string
}

// Sentence is one sentence of a block. A quotation within it counts as one unit, however many sentences it has.
type Sentence struct {
	news.Span
	// Block is the index of the block it stands in.
	Block int
	units []unit
}

// page is an article on its way through the stages.
type page struct {
	*Text
	tokens     []Token
	blocks     []Block
	quotations []Quotation
	sentences  []Sentence
	// singles: speech stands in single marks.
	singles bool
}

func (p *page) word(u unit) bool  { return u.token >= 0 && p.tokens[u.token].Word }
func (p *page) upper(u unit) bool { return u.token >= 0 && p.tokens[u.token].upper() }

// quote lists the quotations of every block that speaks.
func (p *page) quote() {
	for i := range p.blocks {
		b := &p.blocks[i]
		if !b.speaks() {
			continue
		}
		goesOn := false
		if i+1 < len(p.blocks) {
			next := p.view[p.blocks[i+1].Start]
			goesOn = next == '"' || next == '“' || next == '”' || next == '«' || next == '„'
		}
		p.quotations = append(p.quotations, Quotations(p.Text, b.Span, goesOn)...)
	}
	sortSpans(p.quotations, func(q Quotation) news.Span { return q.Outer })
}

// british reports whether the text marks speech by single marks: it has none that are double.
func (p *page) british() bool {
	singles := 0
	for _, q := range p.quotations {
		if !q.Single {
			return false
		}
		if p.words(q.Span) >= 4 {
			singles++
		}
	}
	return singles > 0
}

// split cuts the blocks into sentences.
func (p *page) split() {
	p.singles = p.british()
	next, q := 0, 0
	for b := range p.blocks {
		block := &p.blocks[b]
		var units []unit
		for next < len(p.tokens) && p.tokens[next].Start < block.Start {
			next++
		}
		for next < len(p.tokens) && p.tokens[next].Start < block.End {
			tok := &p.tokens[next]
			for q < len(p.quotations) && (p.quotations[q].Outer.End <= tok.Start || p.quotations[q].Single && !p.singles) {
				q++
			}
			if q < len(p.quotations) && p.quotations[q].Outer.Start <= tok.Start {
				units = append(units, unit{Span: p.quotations[q].Outer, token: -1, quote: q})
				for next < len(p.tokens) && p.tokens[next].Start < p.quotations[q].Outer.End {
					next++
				}
				q++
				continue
			}
			units = append(units, unit{Span: tok.Span, token: next, quote: -1, lower: tok.Lower})
			next++
		}
		if !block.speaks() {
			continue
		}
		p.cut(b, units)
	}
}

// cut makes sentences of a block's units.
func (p *page) cut(block int, units []unit) {
	start := 0
	add := func(end int) {
		if end > start {
			s := Sentence{Span: news.Span{Start: units[start].Start, End: units[end-1].End}, Block: block, units: units[start:end:end]}
			p.sentences = append(p.sentences, s)
		}
		start = end
	}
	for i := range units {
		if i+1 < len(units) && p.boundary(units, i) {
			add(i + 1)
		}
	}
	add(len(units))
}

// boundary reports whether a sentence ends after unit i, which is not the last.
func (p *page) boundary(units []unit, i int) bool {
	u, next := units[i], units[i+1]
	if next.token >= 0 && p.tokens[next.token].Glued {
		return true
	}
	if u.quote >= 0 {
		return p.quoteEnds(units, i)
	}
	tok := &p.tokens[u.token]
	closing := next.token >= 0 && (next.lower == ")" || next.lower == "]" || next.lower == "’")
	switch tok.Text {
	case ".", "!", "?", "…", "...", "....":
		if closing {
			return false
		}
		if next.token >= 0 {
			n := &p.tokens[next.token]
			if !n.Word && n.Text != "(" && n.Text != "[" && n.Text != "‘" && n.Text != "—" && n.Text != "$" {
				return false
			}
			if n.Word && !n.upper() && !n.digit() {
				return tok.Text == "." // a broken text goes on with a small letter
			}
		}
		return true
	case ")", "]", "’":
		return i > 0 && units[i-1].token >= 0 && p.tokens[units[i-1].token].Text == "." && (next.quote >= 0 || p.upper(next))
	}
	// An abbreviation may end a sentence: U.S. The …
	if strings.HasSuffix(tok.Text, ".") && tok.Word && next.token >= 0 && p.upper(next) {
		return sentenceStarters[next.lower] && !titles[strings.TrimSuffix(tok.Lower, ".")] && len(tok.Text) > 2
	}
	return false
}

// sentenceStarters are words that with a capital behind an abbreviation begin a sentence.
var sentenceStarters = set("the a an he she it they we i in on at but and this that these those his her their its after before when while as if according there for with by from however")

// quoteEnds reports whether a sentence ends with a quotation.
func (p *page) quoteEnds(units []unit, i int) bool {
	q := &p.quotations[units[i].quote]
	last := rune(0)
	if q.End > q.Start {
		last = p.view[q.End-1]
		if (last == '\'' || last == '’' || last == ')') && q.End-1 > q.Start {
			last = p.view[q.End-2]
		}
	}
	next := units[i+1]
	if next.quote >= 0 {
		return last != ','
	}
	n := &p.tokens[next.token]
	if last != '.' && last != '?' && last != '!' && last != '…' {
		return false
	}
	if !n.Word || !n.upper() && !n.digit() {
		return n.Text == "(" && i+2 < len(units) && p.upper(units[i+2])
	}
	return !p.bareCredit(units[i+1:], last)
}

// bareCredit reports whether what follows a quotation only says whose it is: Ms Holt said. It may follow a full stop,
// where a comma was meant, and mostly follows a question or an exclamation mark.
func (p *page) bareCredit(units []unit, last rune) bool {
	for i, u := range units {
		if u.token < 0 || i > 7 {
			return false
		}
		if cue, ok := cueWords[u.lower]; ok && i > 0 && cue.form != formIng && (cue.class == takesClause || cue.class == takesQuote || cue.lemma == "tell") {
			if i+1 == len(units) {
				return true
			}
			after := units[i+1]
			if after.quote >= 0 {
				return last != '.'
			}
			if after.lower == "." || after.lower == "," && last != '.' {
				return true
			}
			return last != '.' && (prepositions[after.lower] || timeWords[after.lower]) || (after.lower == "in" || after.lower == "on" || after.lower == "at") && shortTail(units[i+1:])
		}
		if !p.upper(u) && !adverb(u.lower) && !auxiliaries[u.lower] && u.lower != "." {
			return false
		}
	}
	return false
}

// shortTail reports whether a sentence ends within ten tokens, with no quotation before.
func shortTail(units []unit) bool {
	for i, u := range units {
		if u.quote >= 0 || i > 10 || u.lower == "that" || subjectPronouns[u.lower] {
			return false
		}
		if u.lower == "." {
			return true
		}
	}
	return true
}

var titles = set("mr mrs ms dr prof sen sens rep reps gov govs gen lt col maj capt cmdr sgt adm brig rev hon st messrs pres vs ret supt det")
