package news

// EventAccount is what one article, through one chain, holds about one aspect of an event.
type EventAccount struct {
	ID AccountID
	Anchor
	Event  EventID
	Aspect Aspect
	// Claim is in the dataset's own words.
	Claim string
	// Holds is the actor that the claim names in the aspect's role (who caused it, who was its target), "" where it names
	// none.
	Holds     ActorID
	Certainty Certainty
}

// NodeID is the mention's id.
func (a *EventAccount) NodeID() string { return string(a.ID) }

// Aspect is the side of an event that an account speaks of.
type Aspect string

// The aspects.
const (
	Occurrence     Aspect = "OCCURRENCE"
	Cause          Aspect = "CAUSE"
	Responsibility Aspect = "RESPONSIBILITY"
	Target         Aspect = "TARGET"
	Motive         Aspect = "MOTIVE"
	Outcome        Aspect = "OUTCOME"
	Scale          Aspect = "SCALE"
	Time           Aspect = "TIME"
	AtPlace        Aspect = "PLACE"
)

// Aspects lists every [Aspect].
var Aspects = []Aspect{Occurrence, Cause, Responsibility, Target, Motive, Outcome, Scale, Time, AtPlace}
