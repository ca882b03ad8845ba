package news

// TermUse is a word or label that one article uses for somebody or something.
type TermUse struct {
	ID TermID
	Anchor
	Referent SubjectID
	// Term is the words as printed.
	Term  string
	Voice Voice
	// Gloss says what the term claims or leaves open, in the dataset's own words.
	Gloss string
}

// NodeID is the mention's id.
func (t *TermUse) NodeID() string { return string(t.ID) }

// Voice is whose word a term is.
type Voice string

// ARTICLE: the article uses the term itself. QUOTED: inside quotation marks, or in words credited to another.
const (
	ArticleVoice Voice = "ARTICLE"
	QuotedVoice  Voice = "QUOTED"
)

// Voices lists every [Voice].
var Voices = []Voice{ArticleVoice, QuotedVoice}
