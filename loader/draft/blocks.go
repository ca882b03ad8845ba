package draft

import (
	"regexp"
	"strings"
	"unicode"

	"onrecord/news"
)

// BlockKind is what part of a page a block is.
type BlockKind string

// The kinds of block. FURNITURE is of the page and not of the article, and drafts nothing.
const (
	HeadlineBlock  BlockKind = "HEADLINE"
	DeckBlock      BlockKind = "DECK"
	BylineBlock    BlockKind = "BYLINE"
	HeadingBlock   BlockKind = "HEADING"
	CaptionBlock   BlockKind = "CAPTION"
	FurnitureBlock BlockKind = "FURNITURE"
	LedeBlock      BlockKind = "LEDE"
	BodyBlock      BlockKind = "BODY"
)

// Block is a paragraph, or a line that stands by itself.
type Block struct {
	news.Span
	Kind BlockKind
	// Why says what makes it furniture.
	Why  string
	Rule string
}

// Section is the part of an article that the dataset's format knows for it.
func (b *Block) Section() news.Section {
	switch b.Kind {
	case HeadlineBlock:
		return news.Headline
	case LedeBlock, DeckBlock:
		return news.Lede
	case CaptionBlock:
		return news.Caption
	}
	return news.Body
}

// speaks reports whether anything is drafted from a block.
func (b *Block) speaks() bool { return b.Kind != FurnitureBlock && b.Kind != BylineBlock }

// Blocks cuts a text into blocks and says what each is.
func Blocks(t *Text) []Block {
	var blocks []Block
	for _, p := range paragraphs(t) {
		blocks = append(blocks, Block{Span: p, Kind: BodyBlock, Rule: "block/paragraph"})
	}
	if len(blocks) == 0 {
		return nil
	}
	body := firstBody(t, blocks)
	headline := ""
	for i := range blocks {
		b := &blocks[i]
		words := t.read(b.Span)
		switch why := furniture(words); {
		case why != "":
			b.Kind, b.Why, b.Rule = FurnitureBlock, why, "block/furniture"
		case headline != "" && i < body+2 && same(words, headline):
			b.Kind, b.Why, b.Rule = FurnitureBlock, "the headline, printed a second time", "block/headline-twice"
		case bylineLine.MatchString(words) && t.words(b.Span) <= 12:
			b.Kind, b.Rule = BylineBlock, "block/byline"
		case caption(words):
			b.Kind, b.Rule = CaptionBlock, "block/credit"
		case i == 0 && title(words) && (len(blocks) > 1 || !endsSentence(words)):
			b.Kind, b.Rule, headline = HeadlineBlock, "block/first-line", words
		case i < body && headline != "" && endsSentence(words):
			b.Kind, b.Rule = DeckBlock, "block/before-body"
		case i >= body && i > 0 && title(words) && !strings.HasSuffix(words, ".") && t.words(b.Span) <= 14 && !strings.ContainsAny(words, "\"“”"):
			b.Kind, b.Rule = HeadingBlock, "block/no-full-stop"
		}
	}
	// What stands alone with other furniture before the article begins, or after it has ended, is furniture as well.
	for i := range blocks {
		b := &blocks[i]
		near := i > 0 && blocks[i-1].Kind == FurnitureBlock || i+1 < len(blocks) && blocks[i+1].Kind == FurnitureBlock
		if b.Kind == HeadingBlock && near && t.words(b.Span) <= 3 || i > 0 && i < body && b.Kind == BodyBlock && !endsSentence(t.read(b.Span)) && t.words(b.Span) <= 4 {
			b.Kind, b.Why, b.Rule = FurnitureBlock, "a line of the page, beside others", "block/beside-furniture"
		}
	}
	for i := range blocks {
		if blocks[i].Kind == BodyBlock {
			blocks[i].Kind = LedeBlock
			break
		}
	}
	return blocks
}

// paragraphs cuts a text at blank lines and at line ends. Lines that were only wrapped are kept together: where the lines
// of a group are about as long as one another, and a sentence runs over most of their ends.
func paragraphs(t *Text) []news.Span {
	var lines []news.Span
	var found []news.Span
	flush := func() {
		if wrapped(t, lines) {
			found = append(found, news.Span{Start: lines[0].Start, End: lines[len(lines)-1].End})
		} else {
			found = append(found, lines...)
		}
		lines = nil
	}
	for start := 0; start <= len(t.view); {
		end := start
		for end < len(t.view) && t.view[end] != '\n' {
			end++
		}
		if line := t.trim(news.Span{Start: start, End: end}); line.Len() > 0 {
			lines = append(lines, line)
		} else if lines != nil {
			flush()
		}
		start = end + 1
	}
	if lines != nil {
		flush()
	}
	return found
}

func wrapped(t *Text, lines []news.Span) bool {
	if len(lines) < 2 {
		return false
	}
	open := 0
	for i, line := range lines[:len(lines)-1] {
		if line.Len() < 45 || line.Len() > 120 {
			return false
		}
		next := lines[i+1]
		if !endsSentence(t.read(line)) && (unicode.IsLower(t.view[next.Start]) || len(lines) > 2) {
			open++
		}
	}
	return open*2 >= len(lines)-1 && open > 0
}

// firstBody is the first block that reads as running text.
func firstBody(t *Text, blocks []Block) int {
	for i := range blocks {
		words := t.read(blocks[i].Span)
		if t.words(blocks[i].Span) >= 12 && endsSentence(words) && furniture(words) == "" && !(i > 0 && i < 4 && i+2 < len(blocks) && furniture(t.read(blocks[i+1].Span)) != "" && t.words(blocks[i+2].Span) >= 6) {
			return i
		}
	}
	return len(blocks)
}

var (
	bylineLine = regexp.MustCompile(`^(?i:by|from) [\pL.'-]+( [\pL.'-]+){0,4}( (and|,) [\pL.'-]+( [\pL.'-]+){0,3})?(,? [\pL ]+)?$|^(?i:written by|reporting by|editing by|reported by)\b`)
	creditEnd  = regexp.MustCompile(`(?i)(\[[^\]]{2,60}\]|\((?:getty|istock|reuters|ap|afp|epa|shutterstock|file|photo|courtesy|credit|image|via)[^)]{0,60}\)|\((?:[^)]*(?:photo|getty|reuters|istock|images|/ap|/afp))[^)]{0,40}\))\.?$`)
	creditLine = regexp.MustCompile(`(?i)^(photo|photograph|image|picture|file photo|credit|pictured)( credit| by|:)|(photo|image|photograph)( by|:) [^.]{2,50}$|/ ?(getty images|reuters|afp|ap photo)\b`)
	pageLine   = []struct {
		form *regexp.Regexp
		why  string
	}{
		{regexp.MustCompile(`(?i)^(about )?\d+ ?[- ]?min(ute)?s?\.? (read|reading time|to read)$|^reading time`), "reading time"},
		{regexp.MustCompile(`(?i)^(share|tweet|print|email|e-mail|save|copy link|whatsapp|facebook|twitter|linkedin|reddit|telegram|pinterest)( (this|on|via|article|story|link|with|to|by|this article|this story|facebook|twitter|email|whatsapp|x))*[:.]?$`), "buttons to share"},
		{regexp.MustCompile(`(?i)^(post a comment|leave a (comment|reply)|add a comment|comments?|no comments?|\d+ ?comments?|post a comment ?\(\d+\)|view comments|show comments|join the conversation)( ?\(\d+\))?:?$`), "the page's comment box"},
		{regexp.MustCompile(`(?i)^(tags?|topics?|filed under|categories|category|labels|related topics|more on this story|more on)\b ?:?.{0,80}$`), "the page's tags"},
		{regexp.MustCompile(`(?i)^(advertisement|sponsored|sponsored content|promoted|story continues below( advertisement)?|continue reading( the main story)?|article continues after ad.*|skip (to|past) .{0,40})$`), "an advertisement's place"},
		{regexp.MustCompile(`(?i)^(sign up|subscribe|log in|sign in|register|newsletter|get our|follow us|download (the|our) app|support (us|our))\b.{0,120}$`), "an invitation of the page"},
		{regexp.MustCompile(`(?i)^(read more|read also|see also|also read|related|related (articles|stories|content|posts)|recommended|more from|most (read|popular)|trending|you (may|might) also like|up next|watch|listen|live story|live|live blog|analysis|opinion|explainer|in pictures|home|menu|search|next|previous|back to top|top stories)\b ?:?$`), "a line of the page"},
		{regexp.MustCompile(`(?i)^(read more|read also|see also|also read|related|watch|recommended)( ?:|:).{1,140}$`), "a pointer to another article"},
		{regexp.MustCompile(`(?i)^(editor|admin|staff|staff writer|author|web desk|news desk)( by ?-?)?$|^by ?-?$`), "a template's byline"},
		{regexp.MustCompile(`(?i)^(©|copyright\b|all rights reserved|\(c\) ).{0,140}$`), "a copyright notice"},
		{regexp.MustCompile(`(?i)^(we use cookies|this (site|website) uses cookies|accept (all )?cookies|cookie (policy|settings)|privacy policy|terms of (use|service)|about us|contact us).{0,160}$`), "a notice of the page"},
		{regexp.MustCompile(`(?i)^(published|updated|posted|last (updated|modified)|first published)( on| at)? ?:? .{4,60}$`), "when the page was published"},
		{regexp.MustCompile(`^[\d\s.,:/|•·*#_=~-]+$`), "marks or a counter of the page"},
		{regexp.MustCompile(`^(ABSTRACT|FULL TEXT|Abstract|Full text)[.:]?$`), "a label of an archive"},
		{regexp.MustCompile(`^https?://\S+$`), "an address"},
	}
)

// editorsNote begins what the outlet says of the article or of itself, at whatever length.
var editorsNote = regexp.MustCompile(`(?i)^editor[’']?s?[’']? note ?[:—–-]`)

// furniture says why a line is no part of the article, "" where it may be one.
func furniture(words string) string {
	if editorsNote.MatchString(words) {
		return "a note of the editors"
	}
	if len(words) > 200 {
		return ""
	}
	for _, p := range pageLine {
		if p.form.MatchString(words) {
			return p.why
		}
	}
	return ""
}

func caption(words string) bool {
	return len(words) < 400 && creditEnd.MatchString(words) || len(words) < 250 && creditLine.MatchString(words)
}

// title reports whether a line reads as a heading: short, begun with a capital or a digit, with no full stop at its end.
func title(words string) bool {
	points := []rune(strings.TrimLeft(words, "\"“”'‘’"))
	if len(points) == 0 || len(points) > 180 || !unicode.IsUpper(points[0]) && !isDigit(points[0]) {
		return false
	}
	last := points[len(points)-1]
	return last != ',' && last != ';' && last != ':' && (last != '.' || len(strings.Fields(words)) <= 16 && !strings.ContainsAny(words, "\"“”"))
}

func endsSentence(words string) bool {
	words = strings.TrimRight(words, "\"”’')] ")
	return strings.HasSuffix(words, ".") || strings.HasSuffix(words, "?") || strings.HasSuffix(words, "!") || strings.HasSuffix(words, "…")
}

func same(a, b string) bool {
	fold := func(s string) string { return strings.TrimRight(strings.ToLower(s), ".\"”' ") }
	return fold(a) == fold(b)
}
