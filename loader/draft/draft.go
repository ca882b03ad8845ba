// Package draft reads an article that nobody has annotated and proposes its record.
//
// Each stage is a function of the text and of what the stages before it found: blocks, tokens, quotations, sentences,
// actors, dates, figures, statements, events. All of it is deterministic. Every draft names the rule that made it and carries
// a confidence, the share of drafts of its rule that were right where they were counted; nothing is left out for being
// unlikely. Spans count code points of the text as it stands. docs/drafting.md tells how well it does.
package draft

import (
	"cmp"
	"slices"
	"strings"

	"onrecord/news"
)

func sortSpans[T any](list []T, span func(T) news.Span) {
	slices.SortStableFunc(list, func(a, b T) int {
		return cmp.Or(cmp.Compare(span(a).Start, span(b).Start), cmp.Compare(span(a).End, span(b).End))
	})
}

// Draft is what was read out of one article.
type Draft struct {
	*Text
	Blocks     []Block
	Sentences  []Sentence
	Quotations []Quotation
	Actors     []Actor
	Mentions   []Mention
	Roles      []Role
	Dates      []Date
	Places     []Place
	Statements []Statement
	Figures    []Figure
	NotFigures []NotFigure
	Events     []Event
	// Published is the article's own date where it is known.
	Published news.Date
}

// Article drafts a normalised text. published is the article's own date, "" where it is not known.
func Article(text string, context *Context, published news.Date) *Draft {
	p := &page{Text: NewText(text)}
	p.tokens = Tokens(p.Text, func(word string) bool { return context.words[word] || roleWords[strings.ToLower(word)] })
	p.blocks = Blocks(p.Text)
	p.quote()
	p.split()
	d := &Draft{Text: p.Text, Blocks: p.blocks, Sentences: p.sentences, Quotations: p.quotations, Published: published}
	d.Statements = p.statements()
	c := p.cast(context)
	d.Roles = p.roles(c)
	for _, r := range d.Roles {
		if c.called[r.Actor] == nil {
			c.called[r.Actor] = map[string]bool{}
		}
		for _, w := range strings.Fields(strings.ToLower(p.read(r.Span))) {
			if roleWords[w] {
				c.called[r.Actor][w] = true
			}
		}
	}
	p.chains(c, d.Statements)
	d.Dates = p.dates(published)
	d.Places = p.places(context)
	d.Figures, d.NotFigures = p.figures(d.Statements)
	d.Events = p.events(c, d.Statements)
	d.Actors, d.Mentions = c.actors, c.mentions
	return d
}

// HasBody reports whether the text holds anything beside page furniture, headlines and captions.
func (d *Draft) HasBody() bool {
	for i := range d.Blocks {
		if b := &d.Blocks[i]; (b.Kind == LedeBlock || b.Kind == BodyBlock || b.Kind == DeckBlock) && d.words(b.Span) >= 5 {
			return true
		}
	}
	return false
}
