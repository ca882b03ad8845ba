package news

// StatementReport is the wording of a statement in one article.
type StatementReport struct {
	ID ReportID
	Anchor
	Statement StatementID
	Mode      SpeechMode
	// Text is how a reader is shown it: the quoted words where it is DIRECT, else the dataset's own paraphrase, with any
	// quoted words inside it in quotation marks. White space is folded, see [Reading].
	Text string
	// Quotes are the quoted passages in the order they are printed.
	Quotes []Quote
	// Cue is the word that introduces the speech: said, told, according to.
	Cue string
}

// NodeID is the mention's id.
func (r *StatementReport) NodeID() string { return string(r.ID) }

// QuotedWords lists the quoted passages, white space folded.
func (r *StatementReport) QuotedWords() []string {
	words := make([]string, len(r.Quotes))
	for i, q := range r.Quotes {
		words[i] = Reading(q.Words)
	}
	return words
}

// Quote is one quoted passage, without its quotation marks.
type Quote struct {
	Span Span
	// Words are exactly as they stand in the text.
	Words string
}

// SpeechMode is how an article reports speech.
type SpeechMode string

// DIRECT: in full inside quotation marks. INDIRECT: none of it. MIXED: a paraphrase with at least one quoted clause.
// FRAGMENT: a paraphrase with quoted words or phrases that make no clause of their own.
const (
	Direct    SpeechMode = "DIRECT"
	Indirect  SpeechMode = "INDIRECT"
	MixedMode SpeechMode = "MIXED"
	Fragment  SpeechMode = "FRAGMENT"
)

// SpeechModes lists every [SpeechMode].
var SpeechModes = []SpeechMode{Direct, Indirect, MixedMode, Fragment}
