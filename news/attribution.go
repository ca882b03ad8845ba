package news

import (
	"strings"
	"sync"
)

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

// resolve lists the actors of the chain, in the room of another list.
func (a *Attribution) resolve(room []*Actor, actor func(ActorID) *Actor) []*Actor {
	room = room[:0]
	for i := range a.Hops {
		room = append(room, actor(a.Hops[i].Actor))
	}
	return room
}

// fewHops is how many actors a chain goes through for which there is room at hand; most go through one or two.
const fewHops = 8

// describe fills the derived fields from the actors of the chain.
func (a *Attribution) describe(actor func(ActorID) *Actor) {
	var room [fewHops]*Actor
	through := a.resolve(room[:], actor)
	a.Path = pathOf(through)
	a.Anonymous = unnamed(through)
}

// unnamed reports whether the last actor of a chain is.
func unnamed(through []*Actor) bool {
	return len(through) > 0 && through[len(through)-1].Anonymity != nil
}

// knownPaths are lines that have been written already: many claims take the same way.
var knownPaths = sync.Pool{New: func() any { return &paths{known: map[string]string{}} }}

type paths struct {
	room  []byte
	known map[string]string
	kept  strings.Builder // one line behind the other
}

// So many lines are known at a time, and so many bytes of them stand in one piece of memory.
const (
	maxPaths  = 1 << 13
	pathsRoom = 8 << 10
)

// pathOf is [Attribution.Path].
func pathOf(through []*Actor) string {
	p := knownPaths.Get().(*paths)
	defer knownPaths.Put(p)
	p.room = append(p.room[:0], "article"...)
	for _, actor := range through {
		p.room = append(append(p.room, " → "...), actor.Name...)
	}
	if path, known := p.known[string(p.room)]; known {
		return path
	}
	if len(p.known) == maxPaths {
		clear(p.known)
	}
	path := p.keep()
	p.known[path] = path
	return path
}

func (p *paths) keep() string {
	if p.kept.Cap()-p.kept.Len() < len(p.room) {
		p.kept = strings.Builder{}
		p.kept.Grow(max(pathsRoom, len(p.room)))
	}
	from := p.kept.Len()
	p.kept.Write(p.room)
	return p.kept.String()[from:]
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
