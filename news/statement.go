package news

// Statement is one act of speaking, in however many wordings it was reported.
type Statement struct {
	ID StatementID
	// Gist is one neutral sentence in the dataset's own words.
	Gist      string
	Speaker   ActorID
	Addressee ActorID
	Act       SpeechAct
	Said      UncertainDate
	// Occasion is the briefing or call at which it was said.
	Occasion EventID
	About    []SubjectID
	// Links are from this statement to another: the curated ones, then the computed ones; see [Derive].
	Links     []StatementLink
	FormerIDs []StatementID
	// Established is the reference on which curators take what it says as established, "" where they do not.
	Established string
	// Curation is DRAFT where the extractor proposed it and nobody has read it.
	Curation Curation

	// Corroboration and Standing are derived from its reports and from the links between statements.
	Corroboration Corroboration
	Standing
	// PerhapsSame are statements that may be the same act of speaking. Derived; no more than [MaxProposals].
	PerhapsSame []StatementProposal
}

// NodeID is the statement's id.
func (s *Statement) NodeID() string { return string(s.ID) }

// SpeechAct is what a speaker does by speaking.
type SpeechAct string

// The speech acts.
const (
	Assert  SpeechAct = "ASSERT"
	Deny    SpeechAct = "DENY"
	Accuse  SpeechAct = "ACCUSE"
	Promise SpeechAct = "PROMISE"
	Request SpeechAct = "REQUEST"
	Reject  SpeechAct = "REJECT"
	Threat  SpeechAct = "THREATEN"
	Support SpeechAct = "SUPPORT"
	Concede SpeechAct = "CONCEDE"
	Warn    SpeechAct = "WARN"
	Expect  SpeechAct = "EXPECT"
)

// SpeechActs lists every [SpeechAct].
var SpeechActs = []SpeechAct{Assert, Deny, Accuse, Promise, Request, Reject, Threat, Support, Concede, Warn, Expect}

// StatementLink ties a statement to another.
type StatementLink struct {
	Kind      LinkKind
	Statement StatementID
	Basis     LinkBasis
	// Why is the curator's reason.
	Why string
}

// LinkKind is how one statement stands to another.
type LinkKind string

// The kinds of link.
const (
	Repeats     LinkKind = "REPEATS"
	Answers     LinkKind = "ANSWERS"
	Denies      LinkKind = "DENIES"
	Contradicts LinkKind = "CONTRADICTS"
	Supports    LinkKind = "SUPPORTS"
	Updates     LinkKind = "UPDATES"
)

// LinkKinds lists every [LinkKind].
var LinkKinds = []LinkKind{Repeats, Answers, Denies, Contradicts, Supports, Updates}

// LinkBasis is who drew a link.
type LinkBasis string

// CURATED: by a person. COMPUTED: by a rule.
const (
	Curated  LinkBasis = "CURATED"
	Computed LinkBasis = "COMPUTED"
)

// LinkBases lists every [LinkBasis].
var LinkBases = []LinkBasis{Curated, Computed}
