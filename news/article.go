package news

// Article is a text, identified by the hash of its normalised form.
type Article struct {
	ID ArticleID
	// Headline is "" where the text has none.
	Headline string
	// Outlet is who published it, "" where the text does not say. Never guessed.
	Outlet    ActorID
	Byline    string
	URL       string
	Published UncertainDate
	// Language is a BCP 47 tag.
	Language  string
	WordCount int
	// TextHash is the SHA-256 of the normalised text (Unicode NFC, LF line ends), in hexadecimal.
	TextHash string
	// Text is "" where the dataset was compiled without it.
	Text  string
	Notes []Note
	// Curation is DRAFT as long as nobody has read all that was drafted of it.
	Curation Curation

	// Relays lists the outlets whose reporting it passes on: every actor of kind OUTLET in the chains of its mentions.
	// Derived, sorted by id.
	Relays []ActorID
	// Sourcing is derived.
	Sourcing Sourcing
}

// NodeID is the article's id.
func (a *Article) NodeID() string { return string(a.ID) }

// Sourcing counts an article's claims by how they are credited. A claim is a statement report, a figure or an event
// account; roles and terms are wording and are not counted. OwnVoice, Named and Anonymous add up to Mentions; Relayed
// counts those whose chain passes through another outlet, whatever their origin.
type Sourcing struct{ Mentions, OwnVoice, Named, Anonymous, Relayed int }
