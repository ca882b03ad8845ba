package news

// Quantity is what is being counted or measured; several figures may put a number on it.
type Quantity struct {
	ID QuantityID
	// Label is neutral: "people killed in Israel in the attack of 7 October 2023".
	Label   string
	Measure Measure
	// Unit is what one of it is: people, attacks, rockets, towns.
	Unit         string
	Population   string
	Place        PlaceID
	Event        EventID
	Accumulation Accumulation
	PartOf       QuantityID
	FormerIDs    []QuantityID
	// Curation is DRAFT where the extractor proposed it and nobody has read it.
	Curation Curation

	// Agreement is derived from the quantity's figures.
	Agreement Agreement
	// Envelope is derived from the figures that can be read with certainty, SuspectEnvelope from the doubtful ones too.
	Envelope, SuspectEnvelope Envelope
	// Excesses are derived from its figures and those of the quantity it is part of; no more than [MaxExcesses].
	Excesses []Excess
	// PerhapsSame are quantities that may be the same question. Derived; no more than [MaxProposals].
	PerhapsSame []QuantityProposal
}

// NodeID is the quantity's id.
func (q *Quantity) NodeID() string { return string(q.ID) }

// IsSubject marks a quantity as something that can be spoken of.
func (*Quantity) IsSubject() {}

// Measure is what was claimed to be counted. It stays what the article claims: CASUALTIES are never KILLED.
type Measure string

// The measures.
const (
	Killed       Measure = "KILLED"
	Injured      Measure = "INJURED"
	Casualties   Measure = "CASUALTIES"
	Displaced    Measure = "DISPLACED"
	Detained     Measure = "DETAINED"
	Hostages     Measure = "HOSTAGES"
	Attacks      Measure = "ATTACKS"
	Weapons      Measure = "WEAPONS"
	Personnel    Measure = "PERSONNEL"
	Equipment    Measure = "EQUIPMENT"
	Sites        Measure = "SITES"
	Duration     Measure = "DURATION"
	Money        Measure = "MONEY"
	Share        Measure = "SHARE"
	OtherMeasure Measure = "OTHER"
)

// Measures lists every [Measure].
var Measures = []Measure{
	Killed, Injured, Casualties, Displaced, Detained, Hostages, Attacks, Weapons, Personnel, Equipment, Sites, Duration,
	Money, Share, OtherMeasure,
}

// Counts reports whether the measure counts whole things, so that "more than 1,400" means at least 1,401.
func (m Measure) Counts() bool {
	switch m {
	case Duration, Money, Share, OtherMeasure:
		return false
	}
	return true
}

// Accumulation is how a quantity behaves over time. INCIDENT: one occurrence, it does not grow. CUMULATIVE: a running
// total. STOCK: what there is at a time.
type Accumulation string

// The kinds of accumulation.
const (
	Incident   Accumulation = "INCIDENT"
	Cumulative Accumulation = "CUMULATIVE"
	Stock      Accumulation = "STOCK"
)

// Accumulations lists every [Accumulation].
var Accumulations = []Accumulation{Incident, Cumulative, Stock}
