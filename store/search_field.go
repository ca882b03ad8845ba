package store

import (
	"slices"
	"strings"
	"unicode/utf8"

	"onrecord/news"
)

// SearchKind is a kind of record that search finds.
type SearchKind string

// The kinds of record that search finds.
const (
	SearchArticle   SearchKind = "ARTICLE"
	SearchActor     SearchKind = "ACTOR"
	SearchEvent     SearchKind = "EVENT"
	SearchStatement SearchKind = "STATEMENT"
	SearchQuantity  SearchKind = "QUANTITY"
)

// SearchKinds lists every [SearchKind] in the order in which their ids sort, which is the order of the documents.
var SearchKinds = []SearchKind{SearchActor, SearchArticle, SearchEvent, SearchQuantity, SearchStatement}

// kindNouns are the nouns of the kinds, in the order of [SearchKinds].
var kindNouns = []nounCode{nounActor, nounArticle, nounEvent, nounQuantity, nounStatement}

func searchKindOf(noun nounCode) SearchKind { return SearchKinds[slices.Index(kindNouns, noun)] }

// textField is the byte that stands for a field of text in keys of the search index. A value is never given a new
// meaning. anyField is none of them.
type textField byte

const (
	anyField textField = iota
	textHeadline
	textByline
	textBody
	textOutlet
	textName
	textDescriptor
	textDescription
	textRole
	textTerm
	textLabel
	textClaim
	textGist
	textReport
	textQuote
	textSpeaker
	textPopulation
	textFigure
	textEvent
	textPlace
	textRelay
	textFields // how many there are, and one
)

// textFieldNames are the names of the fields in a query and in snippets.
var textFieldNames = [textFields]string{
	textHeadline: "headline", textByline: "byline", textBody: "text", textOutlet: "outlet", textName: "name", textDescriptor: "descriptor",
	textDescription: "description", textRole: "role", textTerm: "term", textLabel: "label", textClaim: "claim", textGist: "gist",
	textReport: "report", textQuote: "quote", textSpeaker: "speaker", textPopulation: "population", textFigure: "figure",
	textEvent: "event", textPlace: "place", textRelay: "relay",
}

func textFieldNamed(name string) (textField, bool) {
	i := slices.Index(textFieldNames[:], strings.ToLower(name))
	return textField(max(i, 0)), i > 0
}

// names are the fields of which each text is a name for the whole thing. A word counts there by the name in which it counts
// most, however many others there are; elsewhere the texts of a field are one.
var names = [textFields]bool{
	textOutlet: true, textName: true, textDescriptor: true, textRole: true, textTerm: true, textLabel: true, textSpeaker: true,
	textEvent: true, textPlace: true, textRelay: true,
}

// worth is what a word in a field counts, and how many words such a field usually has: among more, one is worth less.
type worth struct{ weight, usual int }

// worths says what a word is worth by the kind of record and the field. The names of a thing count most, then what it is
// about, then what others say of it.
var worths = map[nounCode]map[textField]worth{
	nounArticle: {
		textHeadline: {6, 10}, textByline: {4, 3}, textOutlet: {4, 2}, textBody: {2, 600}, textReport: {1, 300}, textQuote: {2, 150},
		textClaim: {1, 150}, textFigure: {1, 40}, textRole: {1, 4}, textTerm: {1, 2}, textSpeaker: {1, 2}, textRelay: {2, 2},
	},
	nounActor:     {textName: {12, 1}, textDescriptor: {8, 3}, textDescription: {1, 12}, textRole: {2, 4}, textTerm: {2, 2}},
	nounEvent:     {textLabel: {7, 6}, textName: {7, 2}, textClaim: {1, 60}, textTerm: {2, 2}, textPlace: {2, 2}},
	nounStatement: {textGist: {5, 14}, textReport: {2, 25}, textQuote: {3, 15}, textSpeaker: {3, 2}, textEvent: {1, 6}},
	nounQuantity:  {textLabel: {5, 6}, textPopulation: {2, 3}, textFigure: {8, 8}, textTerm: {2, 2}, textEvent: {2, 6}, textPlace: {1, 2}},
}

// passage is one text of a record.
type passage struct {
	field textField
	text  string
}

// passages lists the texts by which a record lets itself or another be found, white space folded. as is the field under which a
// record lends its names to another; anyField gives all its own texts. The same texts serve the writer, who indexes them, and
// the reader, who cuts snippets from them.
func passages(n news.Node, as textField) []passage {
	list := appendPassages(nil, n, as)
	for i := range list {
		list[i].text = reading(list[i].text)
	}
	return list
}

// appendPassages lists them as they are. Words are the same with white space folded.
func appendPassages(list []passage, n news.Node, as textField) []passage {
	if as != anyField {
		switch n := n.(type) {
		case *news.Actor:
			return withTexts(withText(list, as, n.Name), as, n.OtherNames)
		case *news.Event:
			return withTexts(withText(list, as, n.Label), as, n.OtherNames)
		case *news.Place:
			return withTexts(withText(list, as, n.Name), as, n.OtherNames)
		}
		return list
	}
	switch n := n.(type) {
	case *news.Article:
		list = withText(list, textHeadline, n.Headline)
		list = withText(list, textByline, n.Byline)
		list = withText(list, textBody, n.Text)
	case *news.Actor:
		list = withText(list, textName, n.Name)
		list = withTexts(list, textName, n.OtherNames)
		if n.Anonymity != nil {
			list = withText(list, textDescriptor, n.Anonymity.Descriptor)
		}
		list = withText(list, textDescription, n.Description)
	case *news.Event:
		list = withText(list, textLabel, n.Label)
		list = withTexts(list, textName, n.OtherNames)
	case *news.Statement:
		list = withText(list, textGist, n.Gist)
	case *news.Quantity:
		list = withText(list, textLabel, n.Label)
		list = withText(list, textPopulation, n.Population)
	case *news.StatementReport:
		list = withText(list, textReport, n.Text)
		for i := range n.Quotes {
			list = withText(list, textQuote, n.Quotes[i].Words)
		}
	case *news.Figure:
		list = withText(list, textFigure, n.Printed)
	case *news.EventAccount:
		list = withText(list, textClaim, n.Claim)
	case *news.RoleMention:
		list = withText(list, textRole, n.Role)
	case *news.TermUse:
		list = withText(list, textTerm, n.Term)
	}
	return list
}

// withText adds a text that is one.
func withText(list []passage, field textField, text string) []passage {
	if blank(text) {
		return list
	}
	return append(list, passage{field, text})
}

func withTexts(list []passage, field textField, texts []string) []passage {
	for _, text := range texts {
		list = withText(list, field, text)
	}
	return list
}

// blank says whether a text has nothing but white space.
func blank(text string) bool {
	return text == "" || (text[0] <= ' ' || text[0] >= utf8.RuneSelf) && strings.TrimSpace(text) == ""
}

// reading is [news.Reading], which most texts are already what it would give.
func reading(text string) string {
	space := true
	for i := range len(text) {
		c := text[i]
		if c >= utf8.RuneSelf || c < ' ' || c == ' ' && space {
			return news.Reading(text)
		}
		space = c == ' '
	}
	if space {
		return news.Reading(text)
	}
	return text
}
