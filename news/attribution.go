package news

import "sync"

// Attribution is the way a claim took to the article, from the article outward. No hops: the article says it in its own
// voice.
type Attribution struct {
	Hops []Hop
	// Anonymous: the origin is an unnamed actor. Derived, see [Derive].
	Anonymous bool
	// Path is one line for a reader: "article → The Wall Street Journal → current and former US officials". Derived.
	Path string
}

// Hop is one party of a chain.
type Hop struct {
	// Position counts from 1, the party nearest to the article.
	Position int
	Actor    ActorID
	// Label is how the article words this party, "" where it is only implied.
	Label string
	// Cue is the word that credits: said, told, according to.
	Cue       string
	Channel   Channel
	Certainty Certainty
	// Evidence is where the crediting words stand, nil where the curator gave no place.
	Evidence *Evidence
}

// Depth is the number of hops.
func (a *Attribution) Depth() int { return len(a.Hops) }

// Origin is the actor at the end of the chain, "" in the article's own voice.
func (a *Attribution) Origin() ActorID {
	if len(a.Hops) == 0 {
		return ""
	}
	return a.Hops[len(a.Hops)-1].Actor
}

// relays lists the actors before the last of the chain, each as often as it stands there.
func (a *Attribution) relays() []ActorID {
	var relays []ActorID
	for i := 0; i < len(a.Hops)-1; i++ {
		relays = append(relays, a.Hops[i].Actor)
	}
	return relays
}

// Through lists each actor of the chain once, in order.
func (a *Attribution) Through() []ActorID {
	var through []ActorID
	for _, h := range a.Hops {
		through = appendNew(through, h.Actor)
	}
	return through
}

// describe fills the derived fields from the actors of the chain.
func (a *Attribution) describe(actor func(ActorID) *Actor) {
	a.Path = pathOf(a.Hops, actor)
	a.Anonymous = a.unnamed(actor)
}

// unnamed is [Attribution.Anonymous].
func (a *Attribution) unnamed(actor func(ActorID) *Actor) bool {
	origin := actor(a.Origin())
	return origin != nil && origin.Anonymity != nil
}

// knownPaths are lines that have been written already: many claims take the same way.
var knownPaths = sync.Pool{New: func() any { return &paths{known: map[string]string{}} }}

type paths struct {
	room  []byte
	known map[string]string
}

// maxPaths is how many are known at a time.
const maxPaths = 1 << 13

// pathOf is [Attribution.Path].
func pathOf(hops []Hop, actor func(ActorID) *Actor) string {
	p := knownPaths.Get().(*paths)
	defer knownPaths.Put(p)
	p.room = append(p.room[:0], "article"...)
	for i := range hops {
		p.room = append(append(p.room, " → "...), actor(hops[i].Actor).Name...)
	}
	if path, known := p.known[string(p.room)]; known {
		return path
	}
	if len(p.known) == maxPaths {
		clear(p.known)
	}
	path := string(p.room)
	p.known[path] = path
	return path
}

// Channel is how words reached the next party.
type Channel string

// The channels of attribution.
const (
	Briefing       Channel = "BRIEFING"
	Interview      Channel = "INTERVIEW"
	Call           Channel = "CALL"
	Document       Channel = "DOCUMENT"
	Media          Channel = "MEDIA"
	Social         Channel = "SOCIAL"
	UnknownChannel Channel = "UNKNOWN"
)

// Channels lists every [Channel].
var Channels = []Channel{Briefing, Interview, Call, Document, Media, Social, UnknownChannel}

// Certainty is how far a party commits itself to a claim, after FactBank (Saurí and Pustejovsky 2009).
type Certainty string

// The degrees of certainty.
const (
	Certain     Certainty = "CERTAIN"
	Probable    Certainty = "PROBABLE"
	Possible    Certainty = "POSSIBLE"
	Denied      Certainty = "DENIED"
	Uncommitted Certainty = "UNCOMMITTED"
)

// Certainties lists every [Certainty].
var Certainties = []Certainty{Certain, Probable, Possible, Denied, Uncommitted}
