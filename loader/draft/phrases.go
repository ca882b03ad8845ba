package draft

import "onrecord/news"

// phrase is a run of units of a sentence, from and to in units.
type phrase struct{ from, to int }

func (f phrase) found() bool { return f.to > f.from }

// reader reads one sentence.
type reader struct {
	*page
	s *Sentence
	u []unit
}

func (r *reader) low(i int) string {
	if i < 0 || i >= len(r.u) {
		return ""
	}
	return r.u[i].lower
}

func (r *reader) isQuote(i int) bool { return i >= 0 && i < len(r.u) && r.u[i].quote >= 0 }
func (r *reader) isWord(i int) bool  { return i >= 0 && i < len(r.u) && r.word(r.u[i]) }
func (r *reader) isUpper(i int) bool { return i >= 0 && i < len(r.u) && r.upper(r.u[i]) }

// name reports whether the word at i is part of a name: a capital that is not only that of a sentence's beginning.
func (r *reader) name(i int) bool {
	w := r.low(i)
	if !r.isUpper(i) || timeWords[w] && w != "may" && w != "march" || subjectPronouns[w] || determiners[w] {
		return false
	}
	return !(i == 0 && (prepositions[w] || conjunctions[w] || subordinators[w] || adverb(w)))
}

func (r *reader) span(f phrase) news.Span {
	return news.Span{Start: r.u[f.from].Start, End: r.u[f.to-1].End}
}

// stops reports whether a word ends a noun phrase that is read from either side.
func (r *reader) stops(i int) bool {
	w := r.low(i)
	if !r.isWord(i) {
		return w != "'s" && w != "&" && w != "’"
	}
	if r.isUpper(i) && i > 0 {
		return timeWords[w] && w != "may" && w != "march" || subordinators[w] && w != "what" || subjectPronouns[w] && w != "one" && w != "i"
	}
	if _, cue := cueWords[w]; cue && !cueWords[w].noun {
		return true
	}
	return prepositions[w] || conjunctions[w] || subordinators[w] || auxiliaries[w] || subjectPronouns[w] && !determiners[w] || commonVerbs[w] || adverb(w) || timeWords[w] && w != "may" && w != "march"
}

func (r *reader) nounLike(i int) bool {
	w := r.low(i)
	if !r.isWord(i) || r.stops(i) || determiners[w] {
		return false
	}
	return r.isUpper(i) || len(w) < 5 || w[len(w)-2:] != "ed"
}

// nounBefore reads the noun phrase that ends right before unit end, with what stands between commas behind it.
func (r *reader) nounBefore(end int) phrase {
	j := end - 1
	switch {
	case j < 0 || r.isQuote(j):
		return phrase{}
	case r.low(j) == "who" || r.low(j) == "which" || r.low(j) == "that":
		at := j
		if r.low(j-1) == "," {
			at = j - 1
		}
		if noun := r.nounBefore(at); noun.found() {
			return phrase{noun.from, end}
		}
		return phrase{}
	case subjectPronouns[r.low(j)]:
		return phrase{j, end}
	case r.low(j) == ")":
		for k := j; k >= 0 && j-k < 12; k-- {
			if r.low(k) == "(" {
				if noun := r.nounBefore(k); noun.found() {
					return phrase{noun.from, end}
				}
			}
		}
		return phrase{}
	case r.low(j) == ",":
		return r.apposed(end)
	case r.low(j) == "--" || r.low(j) == "—":
		for k := j - 1; k > 0 && j-k < 40; k-- {
			if r.low(k) == r.low(j) {
				if noun := r.nounBefore(k); noun.found() {
					return phrase{noun.from, end}
				}
				break
			}
		}
		return phrase{}
	}
	// They all said so.
	if w := r.low(j); (w == "all" || w == "both" || w == "each") && j > 0 && !subjectPronouns[r.low(j-1)] {
		if noun := r.nounBefore(j); noun.found() {
			return phrase{noun.from, end}
		}
	}
	// Holt this week said so.
	if w := r.low(j); timeWords[w] && w != "may" && j > 0 {
		k := j
		if p := r.low(k - 1); p == "this" || p == "last" || p == "on" || p == "late" || p == "early" {
			k--
		}
		for k > 0 && adverb(r.low(k-1)) {
			k--
		}
		if noun := r.nounBefore(k); noun.found() && r.low(k-1) != "," {
			return phrase{noun.from, end}
		}
	}
	from := r.nounCore(end)
	if from == end {
		return phrase{}
	}
	// The phrase may belong to a clause about another: the union that represents workers said.
	if w := r.low(from - 1); (w == "that" || w == "who" || w == "which") && from >= 2 && r.nounLike(from-2) {
		if outer := r.nounBefore(from - 1); outer.found() && !subjectPronouns[r.low(outer.from)] {
			return phrase{outer.from, end}
		}
	}
	return phrase{from, end}
}

// nounCore walks back from end to where a noun phrase begins.
func (r *reader) nounCore(end int) int {
	from := end
	for j := end - 1; j >= 0; j-- {
		w := r.low(j)
		switch {
		case r.isQuote(j):
			return from
		case determiners[w] && !(r.isUpper(j) && j > 0 && w != "the"):
			from = j
			if w == "the" && (r.low(j-1) == "all" || r.low(j-1) == "both" || r.low(j-1) == "some") {
				from = j - 1
			}
			if r.low(j-1) == "of" && (determiners[r.low(j-2)] || r.nounLike(j-2)) || linking[r.low(j-1)] && r.nounLike(j-2) {
				if determiners[r.low(j-2)] {
					return j - 2
				}
				j-- // and on with the noun before the preposition
				continue
			}
			if r.low(j-1) == "and" && r.nounLike(j-2) && r.isUpper(j-2) && from > 2 {
				j--
				continue
			}
			return from
		case linking[w] && from < end && (r.nounLike(j-1) || determiners[r.low(j-1)] && w == "of" || r.low(j-1) == "'s"):
			continue
		case (w == "and" || w == "&") && from < end && r.isUpper(from) == r.isUpper(j-1) && r.nounLike(j-1) && r.low(j-2) != ",":
			continue
		case r.low(j) == "-" || r.stops(j):
			return from
		default:
			from = j
		}
	}
	return from
}

// apposed reads a noun phrase whose apposition or clause stands between commas, the second of them right before end.
func (r *reader) apposed(end int) phrase {
	best := phrase{}
	for k := end - 2; k > 0; k-- {
		if r.isQuote(k) && end-k > 3 {
			break
		}
		if r.low(k) != "," {
			continue
		}
		if noun := (phrase{r.nounCoreAt(k), k}); noun.found() && (r.hasName(noun) || determiners[r.low(noun.from)] || !best.found()) {
			if subjectPronouns[r.low(noun.from)] && noun.to-noun.from == 1 && best.found() {
				break
			}
			before := r.low(noun.from - 1)
			if noun.from == 0 || before == "," || before == "and" || before == "but" || before == "as" || before == "that" || before == "while" || before == "when" || r.isQuote(noun.from-1) || before == "." || !best.found() {
				if r.onlyTime(noun) {
					continue
				}
				best = phrase{noun.from, end}
				if noun.from == 0 {
					break
				}
			}
		}
		if end-k > 40 {
			break
		}
	}
	return best
}

func (r *reader) nounCoreAt(k int) int {
	if k > 0 && subjectPronouns[r.low(k-1)] && !determiners[r.low(k-1)] {
		return k - 1
	}
	if r.low(k-1) == ")" {
		for j := k - 1; j >= 0 && k-j < 12; j-- {
			if r.low(j) == "(" {
				return r.nounCore(j)
			}
		}
	}
	return r.nounCore(k)
}

func (r *reader) hasName(f phrase) bool {
	for i := f.from; i < f.to; i++ {
		if r.name(i) {
			return true
		}
	}
	return false
}

func (r *reader) onlyTime(f phrase) bool {
	if !f.found() || f.to-f.from > 1 && subjectPronouns[r.low(f.from)] {
		return false // one of the two
	}
	for i := f.from; i < f.to; i++ {
		if w := r.low(i); r.isWord(i) && !timeWords[w] && !determiners[w] && !prepositions[w] && !r.u[i].digit(r.page) {
			return false
		}
	}
	return true
}

func (u unit) digit(p *page) bool { return u.token >= 0 && p.tokens[u.token].digit() }

// nounAfter reads the noun phrase that begins at unit i, with an apposition behind it.
func (r *reader) nounAfter(i int) phrase {
	if i >= len(r.u) || r.isQuote(i) {
		return phrase{}
	}
	if subjectPronouns[r.low(i)] && !determiners[r.low(i)] {
		return phrase{i, i + 1}
	}
	core := i
	for j := i; j < len(r.u) && !r.isQuote(j); j++ {
		w := r.low(j)
		switch {
		case determiners[w] && (j == i || linking[r.low(j-1)] || r.low(j-1) == "and" || r.low(j-1) == "both"):
			continue
		case r.isWord(j) && j > i && !r.isUpper(j) && r.isUpper(j-1) && len(w) > 4 && w[len(w)-2:] == "ed":
			// Holt reached out: a verb
		case r.isWord(j) && !r.stops(j):
			core = j + 1
			continue
		case (w == "'s" || w == "&" || w == "’") && j > i:
			core = j + 1
			continue
		case linking[w] && j > i && (r.nounLike(j+1) || determiners[r.low(j+1)]) && w != "on" && !(w == "in" && !r.isUpper(j+1)) && w != "to" && w != "with":
			continue
		case w == "and" && j > i && r.isUpper(j-1) && (r.isUpper(j+1) || determiners[r.low(j+1)]):
			continue
		case w == "(" && j > i:
			for k := j; k < len(r.u) && k-j < 10; k++ {
				if r.low(k) == ")" {
					core = k + 1
					j = k
					break
				}
			}
			if core > j {
				continue
			}
		}
		break
	}
	if core == i {
		// one of the two, some of them
		if subjectPronouns[r.low(i)] && r.low(i+1) == "of" && i+3 < len(r.u) {
			j := i + 2
			for determiners[r.low(j)] || r.low(j) == "them" {
				j++
			}
			return phrase{i, max(j, i+1)}
		}
		return phrase{}
	}
	return phrase{i, core}
}

// withApposition widens a noun phrase by what a comma leads over to, up to the next comma, quotation or end.
func (r *reader) withApposition(f phrase) phrase {
	if r.low(f.to) != "," || f.to+1 >= len(r.u) {
		return f
	}
	next := r.low(f.to + 1)
	if !determiners[next] && next != "who" && !r.isWord(f.to+1) || r.isQuote(f.to+1) || adverb(next) || conjunctions[next] || timeWords[next] || prepositions[next] || subordinators[next] && next != "who" {
		return f
	}
	if cue, ok := cueWords[next]; ok && cue.form == formIng {
		return f
	}
	if cue, ok := cueWords[r.low(f.to+2)]; next == "who" && ok && cue.class <= takesHearer {
		return f // said Holt, who added that
	}
	for j := f.to + 1; j < len(r.u); j++ {
		if r.isQuote(j) || r.low(j) == "." || r.low(j) == "?" || r.low(j) == ":" || r.low(j) == ";" {
			return phrase{f.from, j}
		}
		if cue, ok := cueWords[r.low(j)]; ok && cue.form == formIng && r.low(j-1) == "," {
			return phrase{f.from, j - 1}
		}
		if r.low(j) == "," && j > f.to+2 {
			return phrase{f.from, j}
		}
	}
	return f
}

// subject reads the subject of a sentence or clause that begins at unit i: what stands before its first verb.
func (r *reader) subject(i int) phrase {
	// Past an opening such as "On Monday,": it begins with a preposition or the like and ends at a comma.
	for i < len(r.u) && (conjunctions[r.low(i)] || adverb(r.low(i)) || r.low(i) == "," || r.low(i) == "-" || r.low(i) == "—") {
		i++
	}
	if w := r.low(i); prepositions[w] || subordinators[w] && w != "what" || cueWords[w].form == formIng && cueWords[w].lemma != "" || timeWords[w] {
		for j := i; j < len(r.u); j++ {
			if r.low(j) == "," {
				return r.subject(j + 1)
			}
			if r.isQuote(j) {
				break
			}
		}
		return phrase{}
	}
	return r.nounAfter(i)
}
