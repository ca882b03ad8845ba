package news

// Actor is a person, state, body, group or outlet that acts, speaks or is spoken of.
type Actor struct {
	ID         ActorID
	Name       string
	Kind       ActorKind
	OtherNames []string
	// Description is in the dataset's own words.
	Description string
	// Country is an ISO 3166-1 alpha-2 code, "" where none applies.
	Country string
	// Wikidata is a Q number: a link, never a key.
	Wikidata string
	// Anonymity is nil for a named actor.
	Anonymity *Anonymity
	MemberOf  []ActorID
	FormerIDs []ActorID
	// Curation is DRAFT where the extractor proposed it and nobody has read it.
	Curation Curation

	// RoleConflicts are derived from the roles that articles give the actor.
	RoleConflicts []RoleConflict
}

// NodeID is the actor's id.
func (a *Actor) NodeID() string { return string(a.ID) }

// IsSubject marks an actor as something that can be spoken of.
func (*Actor) IsSubject() {}

// ActorKind says what sort of party an actor is.
type ActorKind string

// The kinds of actor. GROUP is any party without a formal body: unnamed officials, a population, militants.
const (
	Person                    ActorKind = "PERSON"
	State                     ActorKind = "STATE"
	GovernmentBody            ActorKind = "GOVERNMENT_BODY"
	Military                  ActorKind = "MILITARY"
	ArmedGroup                ActorKind = "ARMED_GROUP"
	InternationalOrganization ActorKind = "INTERNATIONAL_ORGANIZATION"
	Outlet                    ActorKind = "OUTLET"
	Group                     ActorKind = "GROUP"
)

// ActorKinds lists every [ActorKind].
var ActorKinds = []ActorKind{Person, State, GovernmentBody, Military, ArmedGroup, InternationalOrganization, Outlet, Group}

// Anonymity is what is known of an actor whom an article does not name. Such an actor belongs to one article and is never
// merged by machine.
type Anonymity struct {
	Plurality Plurality
	Tenure    Tenure
	// Affiliation is the body the article says the actor belongs to.
	Affiliation ActorID
	// Descriptor is how the article words the actor.
	Descriptor string
	// MayBe lists whom a curator suspects.
	MayBe []ActorID
}

// Plurality is how many people stand behind an unnamed actor.
type Plurality string

// The pluralities.
const (
	One              Plurality = "ONE"
	Several          Plurality = "SEVERAL"
	UnknownPlurality Plurality = "UNKNOWN"
)

// Pluralities lists every [Plurality].
var Pluralities = []Plurality{One, Several, UnknownPlurality}

// Tenure is whether an unnamed official holds the office still.
type Tenure string

// The tenures.
const (
	Current       Tenure = "CURRENT"
	Former        Tenure = "FORMER"
	Mixed         Tenure = "MIXED"
	UnknownTenure Tenure = "UNKNOWN"
)

// Tenures lists every [Tenure].
var Tenures = []Tenure{Current, Former, Mixed, UnknownTenure}
