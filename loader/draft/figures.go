package draft

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"onrecord/loader"
	"onrecord/news"
)

// Figure is a number phrase that counts something.
type Figure struct {
	news.Span
	Block      int
	Comparator news.Comparator
	// Values has one number, the two ends of a range, or none.
	Values []float64
	// Suspect: the number cannot be read as printed; Readings are what it may mean.
	Suspect  bool
	Readings []float64
	// Unit is what is counted, as printed, "" where the article does not say. Carried: it stands with another figure.
	Unit    string
	Carried bool
	Measure news.Measure
	// Statement is the index of the statement that credits it, -1 where the article says it itself.
	Statement  int
	Rule       string
	Confidence float64
}

// NotFigure is a number that counts nothing.
type NotFigure struct {
	news.Span
	Why string
}

var (
	months      = set("january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec.")
	smallWords  = set("two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety")
	scaleWords  = set("hundred thousand million billion trillion dozen")
	vagueWords  = set("few several many dozens scores hundreds thousands millions billions numerous")
	labelBefore = set("no. no number article articles section chapter resolution room flight route highway level phase title category page line channel interstate apollo act part version boeing airbus season episode week day group model type class size paragraph clause amendment article vol. volume")
	placeBefore = set("room page gate platform kilometre kilometer paragraph chapter row seat apartment")
	yearBefore  = set("in since of by until from during after before late early mid and to through for circa around year")
	clockAfter  = set("a.m. p.m. am pm a.m p.m o'clock gmt et est edt utc pt")
	modelName   = regexp.MustCompile(`^(?:[A-Za-z]{1,4}-\d+[A-Za-z]*|\d+[A-Za-z]{1,2}\d*|[A-Za-z]+\d+[A-Za-z0-9]*|\d+/\d+(?:/\d+)?|\d+-[A-Za-z]+-?[A-Za-z]*)$`)
	ordinal     = regexp.MustCompile(`^\d+(?:st|nd|rd|th)$`)
	decade      = regexp.MustCompile(`^\d{2,4}'?s$`)
	clock       = regexp.MustCompile(`^\d{1,2}:\d{2}(?::\d{2})?(?:am|pm)?$|^\d{1,2}(?:am|pm)$`)
	wellMade    = regexp.MustCompile(`^(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$`)
	age         = regexp.MustCompile(`(?i)^(\d+|[a-z]+(-[a-z]+)?)-year-olds?$`)
	span2       = regexp.MustCompile(`^(\d[\d,]*)-(\d[\d,]*)$`)
)

// before has the comparing words that may stand before a number, longest first; each is a row of tokens.
var comparingWords = func() [][]string {
	var rows [][]string
	for _, w := range strings.Split(`no more than|not more than|no fewer than|no less than|not fewer than|not less than|more than|greater than|upwards of|in excess of|over|above|
exceeding|at least|a minimum of|fewer than|less than|under|below|up to|at most|as many as|a maximum of|around|about|approximately|roughly|nearly|almost|an estimated|some|circa`, "|") {
		rows = append(rows, strings.Fields(w))
	}
	slices.SortStableFunc(rows, func(a, b []string) int { return len(b) - len(a) })
	return rows
}()

// figures finds the number phrases of the blocks that speak.
func (p *page) figures(statements []Statement) ([]Figure, []NotFigure) {
	var found []Figure
	var refused []NotFigure
	for b := range p.blocks {
		if !p.blocks[b].speaks() {
			continue
		}
		from, to := p.tokenRange(p.blocks[b].Span)
		n := &numbers{page: p, tokens: p.tokens[from:to], block: b}
		n.read()
		found, refused = append(found, n.figures...), append(refused, n.refused...)
	}
	for i := range found {
		found[i].Statement = p.creditOf(found[i].Span, statements)
	}
	return found, refused
}

func (p *page) tokenRange(s news.Span) (from, to int) {
	from, _ = slices.BinarySearchFunc(p.tokens, s.Start, func(t Token, at int) int { return t.Start - at })
	to, _ = slices.BinarySearchFunc(p.tokens, s.End, func(t Token, at int) int { return t.Start - at })
	return from, to
}

// creditOf finds the statement whose content holds a span: the shortest, where they stand within one another.
func (p *page) creditOf(s news.Span, statements []Statement) int {
	best, length := -1, 0
	for i := range statements {
		for _, c := range statements[i].Content {
			if c.Covers(s) && (best < 0 || c.Len() < length) {
				best, length = i, c.Len()
			}
		}
	}
	return best
}

// numbers reads the numbers of one block.
type numbers struct {
	*page
	tokens  []Token
	block   int
	figures []Figure
	refused []NotFigure
	// units are the token ranges of the units counted so far, for figures that carry them over.
	lastUnit string
	lastEnd  int
}

func (n *numbers) low(i int) string {
	if i < 0 || i >= len(n.tokens) {
		return ""
	}
	return n.tokens[i].Lower
}

func (n *numbers) refuse(i, j int, why string) {
	n.refused = append(n.refused, NotFigure{news.Span{Start: n.tokens[i].Start, End: n.tokens[j-1].End}, why})
}

func (n *numbers) read() {
	for i := 0; i < len(n.tokens); {
		i = n.at(i)
	}
}

// at reads the number at token i, if there is one, and returns where to go on.
func (n *numbers) at(i int) int {
	t := &n.tokens[i]
	w := t.Lower
	switch {
	case t.digit():
		return n.digits(i)
	case t.Word && !t.digit() && modelName.MatchString(t.Text) && strings.ContainsAny(t.Text, "0123456789"):
		n.refuse(i, i+1, "a name or model with a number in it")
		return i + 1
	case t.Word && strings.ContainsAny(t.Text, "0123456789"):
		n.refuse(i, i+1, "a name with a number in it")
		return i + 1
	case smallNumber(w):
		return n.words(i)
	case w == "one" && n.countsOne(i):
		return n.take(i, i+1, "figure/one", 0.7)
	case w == "half" && n.low(i+1) == "a" && scaleWords[n.low(i+2)]:
		return n.take(i, i+3, "figure/words", 0.8)
	case (w == "a" || w == "an") && (scaleWords[n.low(i+1)] || n.low(i+1) == "half" && scaleWords[n.low(i+2)]):
		j := i + 1
		for scaleWords[n.low(j)] || n.low(j) == "half" {
			j++
		}
		return n.take(i, j, "figure/words", 0.8)
	case vagueWords[w] && !(w == "many" && n.low(i-1) == "as") && !(w == "few" && n.low(i-1) == "very"):
		return n.vague(i)
	case w == "number" && n.low(i+1) == "of" && (n.low(i-1) == "a" || n.low(i-2) == "a"):
		from := i - 1
		if n.low(i-1) != "a" {
			from = i - 2
		}
		return n.take(from, i+2, "figure/number-of", 0.8)
	case w == "handful" && n.low(i-1) == "a":
		return n.take(i-1, i+1, "figure/indefinite", 0.7)
	case w == "majority" && (n.low(i-1) == "vast" || n.low(i-1) == "the" || n.low(i-1) == "a"):
		from := i - 1
		if n.low(from) == "vast" && (n.low(from-1) == "the" || n.low(from-1) == "a") {
			from--
		}
		return n.take(from, i+1, "figure/indefinite", 0.5)
	case w == "some" && n.countedNoun(i+1):
		return n.take(i, i+1, "figure/some", 0.4)
	case w == "no" && n.nobody(i):
		return n.take(i, i+2, "figure/none", 0.7)
	}
	return i + 1
}

// smallNumber reports whether a word is a number of two and more, or begins one.
func smallNumber(w string) bool {
	if smallWords[w] {
		return true
	}
	first, rest, cut := strings.Cut(w, "-")
	return cut && smallWords[first] && (smallWords[rest] || rest == "one" || strings.HasPrefix(rest, "and-a-half"))
}

// countsOne: one person, one of the dead; mostly it is a pronoun.
func (n *numbers) countsOne(i int) bool {
	next := n.low(i + 1)
	if personNouns[next] || victims[next] || next == "person" || next == "soldier" || next == "child" || next == "civilian" {
		return n.low(i-1) != "no" && n.low(i-1) != "the"
	}
	return false
}

var victims = set("people person persons civilians civilian children child soldiers troops personnel casualties injuries deaths fatalities victims victim men women hostages prisoners americans israelis palestinians iranians residents passengers fishermen workers officers students")

// nobody: no one was hurt, no Americans were injured.
func (n *numbers) nobody(i int) bool {
	next := n.low(i + 1)
	if next == "one" || next == "people" || victims[next] {
		for j := i + 2; j < i+7 && j < len(n.tokens); j++ {
			switch n.low(j) {
			case "injured", "killed", "hurt", "wounded", "harmed", "died", "dead", "missing", "reported":
				return true
			}
		}
		return next == "casualties" || next == "injuries" || next == "deaths" || next == "fatalities"
	}
	return false
}

// countedNoun: some experts, some towns; a plural that can be counted.
func (n *numbers) countedNoun(i int) bool {
	w := n.low(i)
	return i < len(n.tokens) && n.tokens[i].Word && pluralNoun(w) && !n.tokens[i].upper() && (personNouns[strings.TrimSuffix(w, "s")] || victims[w] || unitMeasure(w) != news.OtherMeasure)
}

func (n *numbers) vague(i int) int {
	w, next := n.low(i), n.low(i+1)
	from, to := i, i+1
	if w == "few" && n.low(i-1) == "a" {
		from--
	}
	if w == "many" && (n.low(i-1) == "how" || n.low(i-1) == "too" || n.low(i-1) == "so" || n.low(i-1) == "that") {
		return i + 1
	}
	if w == "few" && (n.low(i-1) == "next" || n.low(i-1) == "the" || n.low(i-1) == "past") {
		return i + 1
	}
	// tens of thousands, hundreds of thousands
	for (next == "of" && scalePlural(n.low(to+1))) || scaleWords[next] || scalePlural(next) {
		if next == "of" {
			to++
		}
		to++
		next = n.low(to)
	}
	confidence := 0.75
	if w == "many" || w == "few" {
		confidence = 0.5
	}
	if timeUnits[n.low(to)] {
		to++
	}
	return n.take(from, to, "figure/indefinite", confidence)
}

func scalePlural(w string) bool {
	return w == "thousands" || w == "millions" || w == "hundreds" || w == "billions"
}

var timeUnits = set("days day weeks week months month years year hours hour minutes minute decades decade")

func (n *numbers) words(i int) int {
	j := i + 1
	for j < len(n.tokens) {
		w := n.low(j)
		if smallNumber(w) || w == "one" && smallWords[n.low(j-1)] || scaleWords[w] {
			j++
			continue
		}
		if w == "and" && scaleWords[n.low(j-1)] && n.low(j-1) != "dozen" && (smallNumber(n.low(j+1)) || n.low(j+1) == "one" || n.low(j+1) == "a" && n.low(j+2) == "half") {
			j++
			continue
		}
		break
	}
	if (n.low(j) == "to" || n.low(j) == "or") && (smallNumber(n.low(j+1)) || j+1 < len(n.tokens) && n.tokens[j+1].digit()) {
		j += 2
		for scaleWords[n.low(j)] {
			j++
		}
	}
	if ordinalAfter := n.low(j); ordinalAfter == "percent" || ordinalAfter == "per" && n.low(j+1) == "cent" {
		j++
		if n.low(j-1) == "per" {
			j++
		}
	}
	return n.take(i, j, "figure/words", 0.8)
}

// digits reads a number in digits, and refuses what counts nothing.
func (n *numbers) digits(i int) int {
	t := &n.tokens[i]
	prior, next := n.low(i-1), n.low(i+1)
	value, _ := strconv.Atoi(t.Text)
	switch {
	case ordinal.MatchString(t.Lower):
		n.refuse(i, i+1, "an ordinal")
		return i + 1
	case decade.MatchString(t.Lower):
		n.refuse(i, i+1, "a decade")
		return i + 1
	case clock.MatchString(t.Lower), clockAfter[next] && value < 25:
		n.refuse(i, i+1, "a time of day")
		return i + 1
	case months[prior] && value <= 31 && value > 0:
		n.refuse(i, i+1, "the day in a date")
		if n.low(i+1) == "," && i+2 < len(n.tokens) && isYear(n.tokens[i+2].Text) {
			n.refuse(i+2, i+3, "a year")
			return i + 3
		}
		return i + 1
	case months[next] && value <= 31 && value > 0 && i+1 < len(n.tokens) && n.tokens[i+1].upper():
		n.refuse(i, i+1, "the day in a date")
		return i + 1
	case age.MatchString(t.Text), next == "years" && n.low(i+2) == "old":
		n.refuse(i, i+1, "an age")
		return i + 1
	case prior == "," && next == "," && i >= 2 && n.tokens[i-2].upper() && value > 0 && value < 110:
		n.refuse(i, i+1, "an age")
		return i + 1
	case isYear(t.Text) && (yearBefore[prior] || months[prior] || prior == "(" || prior == "the" || !n.counts(i+1)) && prior != "$":
		n.refuse(i, i+1, "a year")
		return i + 1
	case span2.MatchString(t.Text) && isYear(strings.SplitN(t.Text, "-", 2)[0]):
		n.refuse(i, i+1, "a span of years")
		return i + 1
	case placeBefore[prior], prior == "of" && n.low(i-2) == "group" && n.tokens[i-2].upper():
		n.refuse(i, i+1, "the number of something, not how many")
		return i + 1
	case labelBefore[prior] && !(prior == "no" || prior == "day" || prior == "week" || prior == "part" || prior == "line") && n.tokens[i-1].upper(), prior == "no.":
		n.refuse(i, i+1, "the number of something, not how many")
		return i + 1
	case span2.MatchString(t.Text) && !n.counts(i+1) && prior != "$" && next != "%" && next != "percent":
		n.refuse(i, i+1, "a score or a count of votes")
		return i + 1
	case modelName.MatchString(t.Text) && !span2.MatchString(t.Text):
		if !magnitude.MatchString(t.Lower) {
			n.refuse(i, i+1, "a name or model with a number in it")
			return i + 1
		}
	}
	j := i + 1
	for scaleWords[n.low(j)] || n.low(j) == "dozen" {
		j++
	}
	// A range: 10 to 20, 10 or 20, and its second end.
	if (n.low(j) == "to" || n.low(j) == "or" || n.low(j) == "–") && j+1 < len(n.tokens) && n.tokens[j+1].digit() && wellMade.MatchString(n.tokens[j+1].Text) && !isYear(n.tokens[j+1].Text) && rises(t.Text, n.tokens[j+1].Text) {
		j += 2
		for scaleWords[n.low(j)] {
			j++
		}
	}
	if n.low(j) == "%" || n.low(j) == "percent" || n.low(j) == "pct" {
		j++
	} else if n.low(j) == "per" && n.low(j+1) == "cent" {
		j += 2
	} else if n.low(j) == "percentage" && strings.HasPrefix(n.low(j+1), "point") {
		j += 2
	}
	return n.take(i, j, "figure/digits", 0.9)
}

// rises reports whether the second number is the greater, as that of a range is: prices fall from 80 to 60.
func rises(first, second string) bool {
	a, _ := strconv.ParseFloat(strings.ReplaceAll(first, ",", ""), 64)
	b, _ := strconv.ParseFloat(strings.ReplaceAll(second, ",", ""), 64)
	return a <= b
}

var magnitude = regexp.MustCompile(`^\d[\d.,]*(?:m|bn|k|km|kg|mph|mm|cm|ft)$`)

func isYear(w string) bool {
	v, err := strconv.Atoi(w)
	return err == nil && len(w) == 4 && v >= 1500 && v <= 2100
}

// counts reports whether a noun follows that a number can count.
func (n *numbers) counts(i int) bool {
	for j := i; j < i+3 && j < len(n.tokens); j++ {
		w := n.low(j)
		if !n.tokens[j].Word || prepositions[w] || auxiliaries[w] || conjunctions[w] {
			return w == "%" || w == "percent"
		}
		if pluralNoun(w) || w == "percent" || w == "million" || w == "people" || scaleWords[w] {
			return true
		}
	}
	return false
}

// take makes a figure of tokens i to j, with the comparing words before it.
func (n *numbers) take(i, j int, rule string, confidence float64) int {
	from, to := i, j
	if n.low(from-1) == "$" || n.low(from-1) == "€" || n.low(from-1) == "£" {
		from--
	}
	unitFrom := to
	// between X and Y
	if n.low(from-1) == "between" && n.low(to) == "and" && to+1 < len(n.tokens) && (n.tokens[to+1].digit() || smallNumber(n.low(to+1)) || n.low(to+1) == "$") {
		from--
		to++
		if n.low(to) == "$" {
			to++
		}
		to++
		for scaleWords[n.low(to)] || n.low(to) == "percent" || n.low(to) == "%" {
			to++
		}
		unitFrom = to
	}
	for _, words := range comparingWords {
		k := from - len(words)
		if k < 0 || rule == "figure/some" || rule == "figure/none" {
			continue
		}
		matches := true
		for x, w := range words {
			matches = matches && n.low(k+x) == w
		}
		// "the strikes over 20 days" compares nothing, nor does "just under the bridge".
		if matches && !(len(words) == 1 && (words[0] == "over" || words[0] == "under" || words[0] == "about" || words[0] == "above") && timeUnits[n.low(to)] && words[0] == "over") {
			from = k
			break
		}
	}
	if n.low(to) == "or" && n.low(to+1) == "more" {
		to += 2
		unitFrom = to
	}
	if timeUnits[n.low(to)] {
		to++ // 16 days: the unit is part of the phrase
		unitFrom = to - 1
	}
	f := Figure{Span: news.Span{Start: n.tokens[from].Start, End: n.tokens[to-1].End}, Block: n.block, Rule: rule, Confidence: confidence, Measure: news.OtherMeasure}
	printed := n.Cut(f.Span)
	said := loader.ReadNumber(printed)
	f.Comparator, f.Values = said.Comparator, said.Values
	if !said.Malformed && len(f.Values) != 1 && f.Comparator != news.Range && f.Comparator != news.Indefinite {
		n.refuse(from, to, "a number that could not be read")
		return max(to, i+1)
	}
	if said.Malformed {
		f.Suspect, f.Readings = true, readings(n.tokens[i].Text)
		f.Rule, f.Confidence = "figure/malformed", 0.9
		if len(f.Readings) == 0 {
			f.Confidence = 0.3
			f.Readings = []float64{0}
		}
	}
	f.Unit = n.unit(unitFrom)
	if n.low(from-1) == "the" && f.Unit == "" && to == from+1 && !n.tokens[from].digit() && f.Comparator == news.Exact {
		n.refuse(from, to, "stands for those spoken of before")
		return to
	}
	if f.Unit == "" && n.lastUnit != "" && f.Start-n.lastEnd < 120 && n.sameSentence(n.lastEnd, f.Start) {
		f.Unit, f.Carried = n.lastUnit, true
		f.Rule, f.Confidence = "figure/carried-noun", min(f.Confidence, 0.75)
	}
	if f.Unit != "" {
		n.lastUnit, n.lastEnd = f.Unit, f.End
	}
	f.Measure = n.measure(from, to, f.Unit)
	n.figures = append(n.figures, f)
	return max(to, i+1)
}

func (n *numbers) sameSentence(from, to int) bool {
	for i := from; i < to; i++ {
		if n.view[i] == '\n' || n.view[i] == '.' && i+1 < to && n.view[i+1] == ' ' {
			return false
		}
	}
	return true
}

// readings are what a malformed number may mean: without its commas, and with its last group filled up.
func readings(printed string) []float64 {
	var found []float64
	plain := strings.Trim(strings.ReplaceAll(printed, ",", ""), ".")
	if v, err := strconv.ParseFloat(plain, 64); err == nil {
		found = append(found, v)
	}
	groups := strings.Split(printed, ",")
	if last := groups[len(groups)-1]; len(groups) > 1 && len(last) < 3 && len(last) > 0 && !strings.Contains(printed, ".") {
		if v, err := strconv.ParseFloat(plain+strings.Repeat("0", 3-len(last)), 64); err == nil {
			found = append(found, v)
		}
	}
	if strings.Count(printed, ".") > 1 {
		if v, err := strconv.ParseFloat(strings.ReplaceAll(plain, ".", ""), 64); err == nil {
			found = append(found, v)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// unit is the noun that a number counts, with the words before it; "" where none follows.
func (n *numbers) unit(i int) string {
	var words []string
	if n.low(i) == "of" {
		i++
		if n.low(i) == "the" || n.low(i) == "those" || n.low(i) == "its" || n.low(i) == "their" {
			i++
		}
	}
	for j := i; j < i+5 && j < len(n.tokens); j++ {
		t := &n.tokens[j]
		w := t.Lower
		if !t.Word || prepositions[w] || auxiliaries[w] || conjunctions[w] || subordinators[w] || determiners[w] || t.digit() || adverb(w) {
			break
		}
		if len(words) == 0 && len(w) > 4 && strings.HasSuffix(w, "ed") && !pluralNoun(n.low(j+1)) {
			break // hundreds moved to schools
		}
		if len(words) > 0 && (commonVerbs[w] || pluralNoun(words[len(words)-1])) && !pluralNoun(w) {
			break
		}
		if cue, ok := cueWords[w]; ok && !cue.noun {
			break
		}
		words = append(words, t.Text)
		if pluralNoun(w) && w != "us" {
			break
		}
	}
	return strings.Join(words, " ")
}

// unitMeasure is what a noun says is counted.
func unitMeasure(noun string) news.Measure {
	noun = strings.ToLower(noun)
	for _, m := range measures {
		if m.nouns[noun] || m.nouns[strings.TrimSuffix(noun, "s")] {
			return m.measure
		}
	}
	return news.OtherMeasure
}

var measures = []struct {
	measure news.Measure
	nouns   map[string]bool
}{
	{news.Killed, set("death fatality dead")},
	{news.Injured, set("injury injured wounded")},
	{news.Casualties, set("casualty casualties")},
	{news.Hostages, set("hostage captive")},
	{news.Detained, set("arrest detainee prisoner")},
	{news.Attacks, set("attack strike airstrike air-strike raid assault bombing shelling")},
	{news.Weapons, set("rocket missile drone bomb shell mortar weapon grenade warhead mine")},
	{news.Personnel, set("soldier troop militant fighter terrorist officer adviser advisor expert gunman trooper marine policeman guard reservist")},
	{news.Equipment, set("tank aircraft plane ship vessel boat vehicle helicopter jet truck")},
	{news.Sites, set("town village city base building home house school hospital settlement bridge site target facility mosque church")},
	{news.Duration, set("day week month year hour minute decade")},
	{news.Money, set("dollar euro pound shekel rial rouble")},
	{news.Share, set("percent percentage per")},
}

// measure is what is claimed to be counted: what was done to the people, or what the unit says.
func (n *numbers) measure(from, to int, unit string) news.Measure {
	if n.low(from) == "$" || n.low(from+1) == "$" || n.low(from+2) == "$" {
		return news.Money
	}
	for i := from; i < to; i++ {
		switch n.low(i) {
		case "%", "percent", "percentage":
			return news.Share
		}
		if timeUnits[n.low(i)] {
			return news.Duration
		}
	}
	fields := strings.Fields(unit)
	if len(fields) > 0 {
		if m := unitMeasure(fields[len(fields)-1]); m != news.OtherMeasure && m != news.Personnel {
			return m
		}
	}
	// What befell them stands close by: 22 people were killed, killed 22 people. Behind a figure that has a verb of its own
	// nothing before it counts: and 300 were moved.
	behind, before := true, !(beForms[n.low(to)] || auxiliaries[n.low(to)])
	for d := 1; d <= 9; d++ {
		for side, i := range []int{to + d - 1, from - d} {
			if w := n.low(i); w == "." || w == ";" {
				if side == 0 {
					behind = false
				} else {
					before = false
				}
			}
			if side == 0 && !behind || side == 1 && !before {
				continue
			}
			switch n.low(i) {
			case "killed", "dead", "died", "deaths", "massacred", "massacring", "killing", "slain", "murdered", "perished", "drowned":
				return news.Killed
			case "injured", "wounded", "hurt", "injuring", "wounding":
				return news.Injured
			case "casualties":
				return news.Casualties
			case "displaced", "evacuated", "fled", "homeless":
				return news.Displaced
			case "arrested", "detained", "jailed":
				return news.Detained
			case "hostages", "hostage", "kidnapped", "abducted":
				return news.Hostages
			}
		}
	}
	if len(fields) > 0 {
		return unitMeasure(fields[len(fields)-1])
	}
	return news.OtherMeasure
}
