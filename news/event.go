package news

// Event is something that happened, is said to have happened, or is planned.
type Event struct {
	ID EventID
	// Label is neutral.
	Label      string
	OtherNames []string
	// Type is "" where naming one would take a side.
	Type         EventType
	Date         UncertainDate
	Places       []PlaceID
	Participants []Participant
	PartOf       EventID
	Links        []EventLink
	FormerIDs    []EventID

	// Established is the reference on which curators take it as established, "" where they do not.
	Established string
	// Curation is DRAFT where the extractor proposed it and nobody has read it.
	Curation Curation

	// Disputes, Corroboration and Standing are derived from the event's accounts.
	Disputes      []Dispute
	Corroboration Corroboration
	Standing
}

// NodeID is the event's id.
func (e *Event) NodeID() string { return string(e.ID) }

// IsSubject marks an event as something that can be spoken of.
func (*Event) IsSubject() {}

// EventType is a PLOVER category (https://github.com/openeventdata/PLOVER).
type EventType string

// The PLOVER categories.
const (
	TypeAgree     EventType = "AGREE"
	TypeConsult   EventType = "CONSULT"
	TypeSupport   EventType = "SUPPORT"
	TypeCooperate EventType = "COOPERATE"
	TypeAid       EventType = "AID"
	TypeYield     EventType = "YIELD"
	TypeRequest   EventType = "REQUEST"
	TypeAccuse    EventType = "ACCUSE"
	TypeReject    EventType = "REJECT"
	TypeThreaten  EventType = "THREATEN"
	TypeProtest   EventType = "PROTEST"
	TypeSanction  EventType = "SANCTION"
	TypeMobilize  EventType = "MOBILIZE"
	TypeCoerce    EventType = "COERCE"
	TypeAssault   EventType = "ASSAULT"
	TypeConcede   EventType = "CONCEDE"
)

// EventTypes lists every [EventType].
var EventTypes = []EventType{
	TypeAgree, TypeConsult, TypeSupport, TypeCooperate, TypeAid, TypeYield, TypeRequest, TypeAccuse, TypeReject,
	TypeThreaten, TypeProtest, TypeSanction, TypeMobilize, TypeCoerce, TypeAssault, TypeConcede,
}

// Participant is an actor's part in an event.
type Participant struct {
	Actor ActorID
	Part  Part
}

// Part is how an actor takes part. ACTOR does, RECIPIENT is done to, PARTY takes part on a level with others, VENUE_HOST
// lends the place.
type Part string

// The parts.
const (
	PartActor     Part = "ACTOR"
	PartRecipient Part = "RECIPIENT"
	PartParty     Part = "PARTY"
	PartVenueHost Part = "VENUE_HOST"
)

// Parts lists every [Part].
var Parts = []Part{PartActor, PartRecipient, PartParty, PartVenueHost}

// EventLink ties an event to another. Where the tie is itself a claim, Attribution says whose.
type EventLink struct {
	Kind        EventLinkKind
	Event       EventID
	Attribution *Attribution
	Why         string
}

// EventLinkKind is how one event stands to another.
type EventLinkKind string

// The kinds of link between events.
const (
	ResponseTo EventLinkKind = "RESPONSE_TO"
	CausedBy   EventLinkKind = "CAUSED_BY"
	Follows    EventLinkKind = "FOLLOWS"
	SameSeries EventLinkKind = "SAME_SERIES"
)

// EventLinkKinds lists every [EventLinkKind].
var EventLinkKinds = []EventLinkKind{ResponseTo, CausedBy, Follows, SameSeries}
