package draft

import (
	"slices"
	"strings"

	"onrecord/news"
)

// Context is what is known before an article is read. It may be shared by many drafts at once.
type Context struct {
	actors, places *trie
	kinds          map[string]news.ActorKind
	names          map[string]string
	// words are all words of all names, so that words run together can be told apart.
	words map[string]bool
	long  []longName
}

// NewContext takes the actors and places of a dataset, nil for none. Actors without a name belong to one article each, and
// are left out.
func NewContext(ds *news.Dataset) *Context {
	c := &Context{actors: newTrie(), places: newTrie(), kinds: map[string]news.ActorKind{}, names: map[string]string{}, words: map[string]bool{}}
	if ds == nil {
		return c
	}
	for _, a := range ds.Actors {
		if a.Anonymity != nil {
			continue
		}
		id := string(a.ID)
		c.kinds[id], c.names[id] = a.Kind, a.Name
		for _, name := range append([]string{a.Name}, a.OtherNames...) {
			c.know(c.actors, name, id)
		}
	}
	for _, p := range ds.Places {
		for _, name := range append([]string{p.Name}, p.OtherNames...) {
			c.know(c.places, name, string(p.ID))
		}
	}
	return c
}

func (c *Context) know(in *trie, name, id string) {
	var words []string
	for _, t := range rawTokens(NewText(name)) {
		words = append(words, t.Lower)
		c.words[t.Text] = true
	}
	small := name
	if len(words) > 1 && words[0] == "the" {
		words, small = words[1:], name[4:]
	}
	in.add(words, id, small == strings.ToLower(small))
	var content []string
	for _, w := range words {
		if w != "'s" && w != "the" {
			content = append(content, w)
		}
	}
	if len(content) >= 3 && in == c.actors {
		c.long = append(c.long, longName{content, id})
	}
}

// longName is a name of three words and more.
type longName struct {
	words []string
	id    string
}

// described finds the one actor whose name has three words and more, all of them in a phrase, the last in the last place.
func (c *Context) described(words []string) string {
	found := ""
	for _, name := range c.long {
		if len(words) < len(name.words) || name.words[len(name.words)-1] != words[len(words)-1] {
			continue
		}
		at := 0
		for _, w := range words {
			if at < len(name.words) && w == name.words[at] {
				at++
			}
		}
		if at == len(name.words) {
			if found != "" && found != name.id {
				return ""
			}
			found = name.id
		}
	}
	return found
}

// trie finds names by their tokens, in small letters.
type trie struct {
	next map[string]*trie
	id   string
	// small: the name is written in small letters, so that it is found in them too.
	small bool
}

func newTrie() *trie { return &trie{next: map[string]*trie{}} }

func (t *trie) add(words []string, id string, small bool) {
	for _, w := range words {
		if t.next[w] == nil {
			t.next[w] = newTrie()
		}
		t = t.next[w]
	}
	if t.id == "" {
		t.id, t.small = id, small
	}
}

// longest finds the longest name that begins at token i, and how many tokens it has. A name begins with a capital, unless it is
// written without.
func (t *trie) longest(tokens []Token, i int) (id string, length int) {
	for j := i; j < len(tokens); j++ {
		if t = t.next[tokens[j].Lower]; t == nil {
			break
		}
		if t.id != "" && (t.small || tokens[i].upper()) {
			id, length = t.id, j-i+1
		}
	}
	return id, length
}

// Actor is a party of one article: one of the dataset's, or one that is proposed.
type Actor struct {
	// ID is the dataset's, "" for one that is proposed.
	ID   string
	Name string
	Kind news.ActorKind
	// Unnamed: the article gives no name; Name is how it words the actor.
	Unnamed    bool
	Plurality  news.Plurality
	Tenure     news.Tenure
	Rule       string
	Confidence float64
}

// Mention is a place where an actor is named.
type Mention struct {
	news.Span
	// Actor is the index of the actor.
	Actor int
	Rule  string
}

// cast is the actors of an article as they are met.
type cast struct {
	*page
	context  *Context
	actors   []Actor
	mentions []Mention
	byKey    map[string]int
	surnames map[string]int
	// called has for each actor the words of the roles the article gives.
	called map[int]map[string]bool
}

// actors finds the known names of an article, and the surnames of those whose whole name it has.
func (p *page) cast(context *Context) *cast {
	c := &cast{page: p, context: context, byKey: map[string]int{}, surnames: map[string]int{}, called: map[int]map[string]bool{}}
	for i := 0; i < len(p.tokens); i++ {
		tok := &p.tokens[i]
		id, n := context.actors.longest(p.tokens, i)
		if n == 0 {
			continue
		}
		// us is a pronoun, US a state.
		if n == 1 && len(tok.Text) <= 3 && tok.Text != strings.ToUpper(tok.Text) {
			continue
		}
		actor := c.known(id)
		c.mentions = append(c.mentions, Mention{news.Span{Start: tok.Start, End: p.tokens[i+n-1].End}, actor, "actor/known-name"})
		if c.actors[actor].Kind == news.Person {
			c.surnames[p.tokens[i+n-1].Lower] = actor
		}
		i += n - 1
	}
	p.eachName(func(from, to int) {
		// A name in full proposes its surname too.
		if to-from >= 2 && to-from <= 4 && personal(p.tokens[from:to]) {
			last := p.tokens[to-1].Lower
			if _, taken := c.surnames[last]; !taken && !orgWords[last] && from > 0 && (titles[strings.TrimSuffix(p.tokens[from].Lower, ".")] || roleWords[p.tokens[from-1].Lower]) {
				c.surnames[last] = c.proposed(nameOf(p.tokens[from:to]), news.Person, "actor/titled-name", 0.85)
			}
		}
	})
	return c
}

// eachName yields the runs of capitalised tokens.
func (p *page) eachName(yield func(from, to int)) {
	for i := 0; i < len(p.tokens); i++ {
		j := i
		for j < len(p.tokens) && p.tokens[j].Word && p.tokens[j].upper() && !p.tokens[j].digit() && (j == i || p.tokens[j].Start-p.tokens[j-1].End <= 2 && !p.tokens[j].Glued) {
			j++
		}
		if j > i {
			yield(i, j)
			i = j - 1
		}
	}
}

// personal reports whether capitalised tokens may be a person's name.
func personal(tokens []Token) bool {
	for _, t := range tokens {
		if orgWords[t.Lower] || timeWords[t.Lower] || determiners[t.Lower] || len(t.Text) > 1 && t.Text == strings.ToUpper(t.Text) && !strings.Contains(t.Text, ".") && len(t.Text) <= 5 {
			return false
		}
	}
	return true
}

func nameOf(tokens []Token) string {
	var words []string
	for _, t := range tokens {
		if len(words) == 0 && (titles[strings.TrimSuffix(t.Lower, ".")] || roleWords[t.Lower] && len(tokens) > 2) {
			continue
		}
		words = append(words, t.Text)
	}
	return strings.Join(words, " ")
}

func (c *cast) known(id string) int {
	if i, ok := c.byKey[id]; ok {
		return i
	}
	c.actors = append(c.actors, Actor{ID: id, Name: c.context.names[id], Kind: c.context.kinds[id], Rule: "actor/known-name", Confidence: 0.97})
	c.byKey[id] = len(c.actors) - 1
	return len(c.actors) - 1
}

func (c *cast) proposed(name string, kind news.ActorKind, rule string, confidence float64) int {
	key := "name " + strings.ToLower(name)
	if i, ok := c.byKey[key]; ok {
		return i
	}
	c.actors = append(c.actors, Actor{Name: name, Kind: kind, Rule: rule, Confidence: confidence})
	c.byKey[key] = len(c.actors) - 1
	return len(c.actors) - 1
}

// unnamed proposes an actor whom the article only describes.
func (c *cast) unnamed(span news.Span) int {
	words := c.read(span)
	key := "unnamed " + strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(words), "the "), "a "), "an ")
	if i, ok := c.byKey[key]; ok {
		return i
	}
	a := Actor{Name: words, Kind: news.Person, Unnamed: true, Plurality: news.One, Tenure: news.UnknownTenure, Rule: "actor/described", Confidence: 0.7}
	fields := strings.Fields(strings.ToLower(words))
	head := headNoun(fields)
	if pluralNoun(head) {
		a.Kind, a.Plurality = news.Group, news.Several
	} else if !personNouns[head] {
		a.Kind, a.Plurality = news.Group, news.UnknownPlurality
	}
	current, former := false, false
	for _, w := range fields {
		current = current || w == "current" || w == "senior" && head == "official"
		former = former || w == "former"
	}
	switch {
	case current && former:
		a.Tenure = news.Mixed
	case former:
		a.Tenure = news.Former
	case current || a.Kind == news.Person && head == "official":
		a.Tenure = news.Current
	}
	c.actors = append(c.actors, a)
	c.byKey[key] = len(c.actors) - 1
	return len(c.actors) - 1
}

// nobody is the actor of what has a speaker whom the drafter could not find.
func (c *cast) nobody() int {
	if i, ok := c.byKey["nobody"]; ok {
		return i
	}
	c.actors = append(c.actors, Actor{Name: "a speaker who was not found", Kind: news.Group, Unnamed: true, Plurality: news.UnknownPlurality, Tenure: news.UnknownTenure, Rule: "actor/not-found", Confidence: 0.1})
	c.byKey["nobody"] = len(c.actors) - 1
	return len(c.actors) - 1
}

// headNoun is the last word before the first preposition.
func headNoun(words []string) string {
	head := ""
	for _, w := range words {
		w = strings.Trim(w, ",.")
		if prepositions[w] && head != "" || w == "who" || w == "that" || w == "which" {
			break
		}
		head = w
	}
	return head
}

func pluralNoun(w string) bool {
	return len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") || w == "people" || w == "men" || w == "women" || w == "children" || w == "police" || w == "media" || w == "they"
}

var (
	orgWords = set(`university college department ministry council committee commission agency bureau office court party union association federation
		institute institution foundation bank company corporation corp inc group agency times post news journal tribune herald gazette courier press
		house senate congress parliament government administration army navy force forces police service services authority board center centre
		league organization organisation society campaign network radio television magazine fund trust network alliance front movement brigade
		coalition command corps guard nations states kingdom republic city town county district street avenue road park airport hospital church school`)
	outletWords = set("times post news journal tribune herald gazette courier press magazine radio television network cnn bbc reuters ap afp cnbc msnbc nbc abc cbs npr guardian telegraph independent observer politico axios bloomberg")
	roleWords   = set(`president spokesman spokeswoman spokesperson minister secretary senator chief chairman chairwoman chair director leader commander
		general mayor governor ambassador envoy king queen prince pope judge justice attorney lawyer professor analyst adviser advisor candidate nominee
		congressman congresswoman representative speaker premier chancellor deputy manager officer colonel captain lieutenant sheriff superintendent
		detective inspector executive founder coach captain author economist historian expert activist lawmaker official ceo editor reporter
		correspondent columnist strategist aide chief-of-staff prosecutor coordinator treasurer dean principal`)
	personNouns = set(`official source spokesman spokeswoman spokesperson witness resident lawyer doctor officer diplomat adviser advisor aide analyst expert
		man woman person boy girl father mother neighbour neighbor farmer worker driver student teacher nurse soldier commander lawmaker senator
		minister minister mayor governor president judge critic insider veteran engineer fisherman relative survivor player manager employee professor author
		economist historian activist prosecutor engineer owner tenant leader member candidate nominee secretary director chief chairman`)
)

// speakerOf finds the actor that the words of a speaker name. last are the actors who spoke before, the latest last.
func (c *cast) speakerOf(span, antecedent news.Span, last []int) (actor int, rule string, ok bool) {
	if span.End == 0 {
		return 0, "", false
	}
	words := strings.Fields(strings.ToLower(c.read(span)))
	if len(words) == 0 {
		return 0, "", false
	}
	if relative := words[len(words)-1]; len(words) > 1 && (relative == "who" || relative == "which" || relative == "that") {
		words = words[:len(words)-1]
	}
	first := strings.Trim(words[0], ",")
	if len(words) == 1 && subjectPronouns[first] {
		return c.pronoun(first, span, last)
	}
	// Names the dataset knows: a person before a body, the later before the earlier where none is a person.
	best := -1
	for _, m := range c.mentions {
		if !span.Covers(m.Span) {
			continue
		}
		if c.apposed(span, m.Span) && best >= 0 {
			break
		}
		if best < 0 || c.actors[m.Actor].Kind == news.Person || c.actors[best].Kind != news.Person {
			best = m.Actor
		}
	}
	tokens := c.tokensIn(span)
	whole := c.mainPart(tokens)
	if best >= 0 && c.actors[best].Kind == news.Person && !c.possessed(whole) {
		return best, "speaker/known-name", true
	}
	if id := c.partial(whole); id != "" {
		return c.known(id), "speaker/part-of-name", true
	}
	// A surname of somebody named in full.
	if name := lastName(whole); name != "" && !c.possessed(whole) {
		if who, found := c.surnames[name]; found {
			return who, "speaker/surname", true
		}
	}
	head := headNoun(lowered(whole))
	if best >= 0 && c.covers(best, span, whole) {
		return best, "speaker/known-name", true
	}
	if personNouns[head] || personNouns[strings.TrimSuffix(head, "s")] || roleWords[strings.TrimSuffix(head, "s")] {
		if first == "the" || first == "that" || first == "this" {
			for i := len(last) - 1; i >= 0; i-- {
				a := &c.actors[last[i]]
				if a.Unnamed && slices.Contains(strings.Fields(strings.ToLower(a.Name)), head) || c.called[last[i]][head] {
					return last[i], "speaker/described-before", true
				}
			}
			for i := len(c.actors) - 1; i >= 0 && len(words) <= 2; i-- {
				if c.called[i][head] {
					return i, "speaker/described-before", true
				}
			}
		}
		if !c.properName(whole) {
			return c.unnamed(c.spanOf(whole)), "speaker/described", true
		}
	}
	if from, to := c.nameWithin(whole); to > from {
		name := nameOf(whole[from:to])
		kind := kindOfName(whole[from:to])
		who := c.proposed(name, kind, "actor/new-name", 0.7)
		if kind == news.Person && to-from >= 2 {
			c.surnames[whole[to-1].Lower] = who
		}
		return who, "speaker/new-name", true
	}
	if best >= 0 {
		return best, "speaker/known-name", true
	}
	return c.unnamed(c.spanOf(whole)), "speaker/described", true
}

func lowered(tokens []Token) []string {
	words := make([]string, len(tokens))
	for i := range tokens {
		words[i] = tokens[i].Lower
	}
	return words
}

func (c *cast) spanOf(tokens []Token) news.Span {
	return news.Span{Start: tokens[0].Start, End: tokens[len(tokens)-1].End}
}

func (c *cast) tokensIn(span news.Span) []Token {
	from := 0
	for from < len(c.tokens) && c.tokens[from].Start < span.Start {
		from++
	}
	to := from
	for to < len(c.tokens) && c.tokens[to].End <= span.End {
		to++
	}
	return c.tokens[from:to]
}

// mainPart is a noun phrase without what stands behind its first comma or relative pronoun.
func (c *cast) mainPart(tokens []Token) []Token {
	for i, t := range tokens {
		if i > 0 && (t.Text == "," || t.Lower == "who" || t.Lower == "which" || t.Lower == "that" || t.Text == "(") {
			return tokens[:i]
		}
	}
	return tokens
}

// possessed reports whether the phrase is about what somebody has: Ms Holt's office.
func (c *cast) possessed(tokens []Token) bool {
	for i, t := range tokens {
		if t.Lower == "'s" && i+1 < len(tokens) && !personalTail(tokens[i+1:]) {
			return true
		}
	}
	return false
}

// personalTail reports whether what follows a possessive ends in a person's own name: the party's leader Ada Holt.
func personalTail(tokens []Token) bool {
	last := tokens[len(tokens)-1]
	return len(tokens) > 1 && last.upper() && !orgWords[last.Lower] && tokens[len(tokens)-2].Word
}

// partial finds the known actor whose name the phrase has without titles, first names and possessives, or in part.
func (c *cast) partial(tokens []Token) string {
	var words []string
	for _, t := range tokens {
		if t.Lower == "'s" || titles[strings.TrimSuffix(t.Lower, ".")] || roleWords[t.Lower] || t.Lower == "the" {
			continue
		}
		words = append(words, t.Lower)
	}
	// President Joe Biden's administration: the name ends so, and begins with a word of the phrase.
	for drop := 0; drop < len(words); drop++ {
		node, n := c.context.actors, 0
		for _, w := range words[drop:] {
			if node = node.next[w]; node == nil {
				break
			}
			n++
		}
		if node != nil && node.id != "" && n == len(words)-drop && (n > 1 || drop == 0) && len(words) > 1 {
			return node.id
		}
		// A name of three words and more that goes on: Ministry of Health, of Ministry of Health in Gaza.
		if node != nil && node.id == "" && n >= 3 && n == len(words)-drop {
			if id := node.only(); id != "" {
				return id
			}
		}
	}
	return c.context.described(words)
}

// only is the one name that a node leads to, "" where there are several.
func (t *trie) only() string {
	for t.id == "" {
		if len(t.next) != 1 {
			return ""
		}
		for _, next := range t.next {
			t = next
		}
	}
	if len(t.next) > 0 {
		return ""
	}
	return t.id
}

func lastName(tokens []Token) string {
	for i := len(tokens) - 1; i >= 0; i-- {
		if tokens[i].Word && tokens[i].upper() {
			return tokens[i].Lower
		}
		if tokens[i].Word {
			return ""
		}
	}
	return ""
}

// covers reports whether a known actor's name is the head of the phrase, and not only part of a description.
func (c *cast) covers(actor int, span news.Span, whole []Token) bool {
	end := whole[len(whole)-1].End
	for _, m := range c.mentions {
		if m.Actor == actor && span.Covers(m.Span) && m.End == end {
			// "officials in the US" ends with a name and is about officials.
			for _, t := range whole {
				if t.Start >= m.Start {
					return true
				}
				if linking[t.Lower] && t.Lower != "of" || personNouns[strings.TrimSuffix(t.Lower, "s")] {
					return false
				}
			}
		}
	}
	return false
}

func (c *cast) properName(tokens []Token) bool {
	from, to := c.nameWithin(tokens)
	return to-from >= 2 && kindOfName(tokens[from:to]) == news.Person && to == len(tokens)
}

// nameWithin finds the last run of capitals in a phrase that is not the first word of a sentence alone.
func (c *cast) nameWithin(tokens []Token) (from, to int) {
	for i := 0; i < len(tokens); i++ {
		j := i
		for j < len(tokens) && tokens[j].Word && tokens[j].upper() && !determiners[tokens[j].Lower] && !tokens[j].digit() {
			j++
		}
		if j > i && !(j == i+1 && i == 0 && len(tokens) > 1 && !personal(tokens[:1])) {
			if linkedTo := i > 0 && linking[tokens[i-1].Lower] && to > from && tokens[i-1].Lower != "and"; !linkedTo {
				from, to = i, j
			}
		}
		i = max(i, j)
	}
	return from, to
}

func kindOfName(tokens []Token) news.ActorKind {
	last := tokens[len(tokens)-1].Lower
	switch {
	case outletWords[last]:
		return news.Outlet
	case orgWords[last] || orgWords[tokens[0].Lower]:
		return news.GovernmentBody
	case len(tokens) == 1 && tokens[0].Text == strings.ToUpper(tokens[0].Text) && len(tokens[0].Text) > 1:
		return news.Group
	case pluralNoun(last) && len(tokens) == 1:
		return news.Group
	}
	return news.Person
}

func (c *cast) apposed(whole, part news.Span) bool {
	for i := whole.Start; i < part.Start; i++ {
		if c.view[i] == ',' {
			return true
		}
	}
	return false
}

// pronoun resolves he, she, they and it to the last fitting speaker, or for a first one to the last person named before.
func (c *cast) pronoun(w string, span news.Span, last []int) (int, string, bool) {
	fits := func(a *Actor) bool {
		switch w {
		case "he", "she":
			return a.Kind == news.Person
		case "they", "both", "some", "others", "many":
			return a.Kind == news.Group || a.Plurality == news.Several || a.Kind != news.Person
		case "it":
			return a.Kind != news.Person
		}
		return true
	}
	for i := len(last) - 1; i >= 0; i-- {
		if fits(&c.actors[last[i]]) {
			return last[i], "speaker/pronoun", true
		}
	}
	best := -1
	for _, m := range c.mentions {
		if m.End <= span.Start && fits(&c.actors[m.Actor]) {
			best = m.Actor
		}
	}
	return best, "speaker/pronoun-nearest", best >= 0
}
