package store

import "onrecord/news"

// In every filter the parts that are given must all hold; within a list one of its values must. nil and "" are not given;
// an empty list is given, and nothing satisfies it.

// ArticleFilter narrows a list of articles.
type ArticleFilter struct {
	IDs     []news.ArticleID
	Outlets []news.ActorID
	// Relays: passes on the reporting of one of these outlets.
	Relays []news.ActorID
	// Actors: one of these appears in a chain, a role, a label, or as a party of an event or statement it reports.
	Actors    []news.ActorID
	Events    []news.EventID
	Published *DateFilter
	Language  *string
	// Text: every word of it begins a word of the headline, the byline or, where it was kept, the text.
	Text     *string
	Curation *news.Curation
}

// ActorFilter narrows a list of actors.
type ActorFilter struct {
	IDs       []news.ActorID
	Kinds     []news.ActorKind
	Anonymous *bool
	Country   *string
	MemberOf  *news.ActorID
	// ConflictingRoles: articles give it roles that cannot all hold.
	ConflictingRoles *bool
	// Name: every word of it begins a word of a name or of an unnamed actor's descriptor.
	Name        *string
	MinArticles *int
	Curation    *news.Curation
}

// EventFilter narrows a list of events.
type EventFilter struct {
	IDs         []news.EventID
	Types       []news.EventType
	During      *DateFilter
	Places      []news.PlaceID
	Actors      []news.ActorID
	Articles    []news.ArticleID
	PartOf      *news.EventID
	Disputed    *bool
	Statuses    []news.ClaimStatus
	MinArticles *int
	MinOrigins  *int
	Text        *string
	Curation    *news.Curation
}

// StatementFilter narrows a list of statements.
type StatementFilter struct {
	IDs       []news.StatementID
	Speakers  []news.ActorID
	Anonymous *bool
	Acts      []news.SpeechAct
	About     []news.SubjectID
	Occasion  *news.EventID
	Articles  []news.ArticleID
	// Via: the chain of one of its reports passes through one of these actors.
	Via         []news.ActorID
	Said        *DateFilter
	Statuses    []news.ClaimStatus
	MinArticles *int
	MinOrigins  *int
	// QuotedAndParaphrased: one article quotes words of it, another has a paraphrase of it without any.
	QuotedAndParaphrased *bool
	// Text: every word of it begins a word of the gist or of a report's text.
	Text     *string
	Curation *news.Curation
}

// ReportFilter narrows a list of statement reports.
type ReportFilter struct {
	Statements []news.StatementID
	Speakers   []news.ActorID
	Articles   []news.ArticleID
	Modes      []news.SpeechMode
	Via        []news.ActorID
	Anonymous  *bool
	MinDepth   *int
	Curation   *news.Curation
	Text       *string
}

// QuantityFilter narrows a list of quantities.
type QuantityFilter struct {
	IDs        []news.QuantityID
	Measures   []news.Measure
	Events     []news.EventID
	Places     []news.PlaceID
	Articles   []news.ArticleID
	Verdicts   []news.Verdict
	AboveWhole *bool
	MinFigures *int
	Curation   *news.Curation
}

// FigureFilter narrows a list of figures.
type FigureFilter struct {
	IDs         []news.FigureID
	Quantities  []news.QuantityID
	Measures    []news.Measure
	Comparators []news.Comparator
	Claimants   []news.ActorID
	OwnVoice    *bool
	Anonymous   *bool
	Via         []news.ActorID
	Events      []news.EventID
	Articles    []news.ArticleID
	AsOf        *DateFilter
	Quality     *news.FigureQuality
	// Min and Max: the value, or for a RANGE some part of it, lies between them, both included.
	Min, Max *float64
	Curation *news.Curation
}

// AccountFilter narrows a list of event accounts.
type AccountFilter struct {
	Aspects  []news.Aspect
	Articles []news.ArticleID
	Origins  []news.ActorID
	Via      []news.ActorID
	OwnVoice *bool
	Curation *news.Curation
}

// RoleFilter narrows a list of role mentions.
type RoleFilter struct {
	Actors   []news.ActorID
	Articles []news.ArticleID
	Curation *news.Curation
}

// TermFilter narrows a list of term uses.
type TermFilter struct {
	Referents []news.SubjectID
	Articles  []news.ArticleID
	Voices    []news.Voice
	Curation  *news.Curation
}

// MentionFilter narrows a list of mentions of every kind.
type MentionFilter struct {
	Articles  []news.ArticleID
	Kinds     []MentionKind
	Anonymous *bool
	Curation  *news.Curation
}

// MentionKind is a kind of mention.
type MentionKind string

// The kinds of mention.
const (
	ReportMention  MentionKind = MentionKind(news.KindReport)
	FigureMention  MentionKind = MentionKind(news.KindFigure)
	AccountMention MentionKind = MentionKind(news.KindAccount)
	RoleMention    MentionKind = MentionKind(news.KindRole)
	TermMention    MentionKind = MentionKind(news.KindTerm)
)

// DateFilter is a period, both days included; a missing end is open.
type DateFilter struct {
	From, To *news.Date
	// Match is POSSIBLY where it is not given. A date of which neither bound is known matches neither way.
	Match *DateMatch
}

// DateMatch is how an uncertain date is held against a period.
type DateMatch string

// POSSIBLY: overlaps the period. DEFINITELY: lies wholly within it. An open end of a date reaches without limit.
const (
	Possibly   DateMatch = "POSSIBLY"
	Definitely DateMatch = "DEFINITELY"
)
