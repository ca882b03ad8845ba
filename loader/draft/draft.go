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
	Tokens     []Token
	Blocks     []Block
	Quotations []Quotation
	Sentences  []Sentence
	Statements []Statement
}

// Article drafts a normalised text.
func Article(text string) *Draft {
	p := &page{Text: NewText(text)}
	p.tokens = Tokens(p.Text, func(string) bool { return false })
	p.blocks = Blocks(p.Text)
	p.quote()
	p.split()
	return &Draft{Text: p.Text, Tokens: p.tokens, Blocks: p.blocks, Statements: p.statements(), Quotations: p.quotations, Sentences: p.sentences}
}
