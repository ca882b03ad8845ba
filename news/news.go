// Package news is the domain: what an article prints, and what it prints about.
//
// Three layers. An [Article] is a text. A mention ([StatementReport], [Figure], [EventAccount], [RoleMention], [TermUse])
// is what one article prints, anchored by [Evidence] and credited by an [Attribution]. An instance ([Statement],
// [Quantity], [Event], [Actor], [Place]) is what mentions are about.
//
// The package holds no input or output and imports the standard library only. docs/model.md says what each record means.
package news

// Node is any record that has an id of its own.
type Node interface {
	// NodeID is the typed id, such as "actor:john-kirby".
	NodeID() string
}

// Mention is one appearance in one article.
type Mention interface {
	Node
	// Anchored gives what every mention has: article, evidence, attribution, curation and notes.
	Anchored() *Anchor
}

// Subject is what a statement or a term can be about: an [Actor], [Event], [Quantity] or [Place].
type Subject interface {
	Node
	IsSubject()
}

// Curation says whether a person has read a mention.
type Curation string

// REVIEWED mentions were read by a curator. DRAFT ones were proposed by the extractor and not yet read.
const (
	Reviewed Curation = "REVIEWED"
	Draft    Curation = "DRAFT"
)

// Curations lists every [Curation].
var Curations = []Curation{Reviewed, Draft}

// Note is a curator's remark, shown beside the record.
type Note struct {
	Kind NoteKind
	Text string
}

// NoteKind says what a [Note] warns of.
type NoteKind string

// The kinds of note.
const (
	NoteTypo           NoteKind = "TYPO"
	NoteMistranslation NoteKind = "MISTRANSLATION"
	NoteRoleConflict   NoteKind = "ROLE_CONFLICT"
	NoteDateInferred   NoteKind = "DATE_INFERRED"
	NoteUnclear        NoteKind = "UNCLEAR"
	NoteOther          NoteKind = "OTHER"
)

// NoteKinds lists every [NoteKind].
var NoteKinds = []NoteKind{NoteTypo, NoteMistranslation, NoteRoleConflict, NoteDateInferred, NoteUnclear, NoteOther}

// Anchor is what every mention has. Mentions embed it.
type Anchor struct {
	Article     ArticleID
	Evidence    Evidence
	Attribution Attribution
	Curation    Curation
	Notes       []Note
}

// Anchored returns the anchor itself, so that a mention that embeds one is a [Mention].
func (a *Anchor) Anchored() *Anchor { return a }
