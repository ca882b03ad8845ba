package news

import (
	"fmt"
	"maps"
	"slices"
)

// Corroboration says from how many sides a claim comes, which is not how many articles print it.
type Corroboration struct {
	// Articles is how many articles print it, Outlets how many known outlets published those.
	Articles, Outlets int
	// Origins are the actors it goes back to, sorted; no more than [MaxOrigins]. An article's own voice has no actor.
	Origins []ActorID
	// OwnVoices counts the articles' own voices that are origins of their own: by outlet, or by article where that is unknown.
	OwnVoices int
	// IndependentOrigins counts the origins and the own voices, those that are one taken as one.
	IndependentOrigins int
	// Merged says, a sentence each, which origins were taken as one and why; no more than [MaxOrigins].
	Merged []string
}

// MaxOrigins is how many origins are named.
const MaxOrigins = 50

// witnesses collects who holds a claim.
type witnesses struct {
	articles, outlets, voices map[string]bool
	// origins has each origin and the occasions on which it spoke.
	origins map[ActorID][]EventID
}

func newWitnesses() *witnesses {
	return &witnesses{articles: map[string]bool{}, outlets: map[string]bool{}, voices: map[string]bool{}, origins: map[ActorID][]EventID{}}
}

// hear takes in one mention of the claim: the article that prints it, where its chain ends, and on what occasion it was
// said, "" where that is not known. The own voice of an article is its outlet's, or its own where the outlet is unknown.
func (w *witnesses) hear(in *Article, origin ActorID, occasion EventID) {
	w.articles[string(in.ID)] = true
	if in.Outlet != "" {
		w.outlets[string(in.Outlet)] = true
	}
	switch {
	case origin != "":
		w.origins[origin] = appendNew(w.origins[origin], occasion)
	case in.Outlet != "":
		w.voices[string(in.Outlet)] = true
	default:
		w.voices[string(in.ID)] = true
	}
}

// count works out the corroboration.
func (w *witnesses) count(actors map[ActorID]*Actor, events map[EventID]*Event) Corroboration {
	origins := slices.Sorted(maps.Keys(w.origins))
	c := Corroboration{Articles: len(w.articles), Outlets: len(w.outlets), Origins: origins[:min(len(origins), MaxOrigins)]}
	groups := union{}
	merge := func(a, b ActorID, why string) {
		if groups.join(string(a), string(b)) && len(c.Merged) < MaxOrigins {
			c.Merged = append(c.Merged, fmt.Sprintf("%s and %s count as one: %s.", actors[a].Name, actors[b].Name, why))
		}
	}
	speakers, unnamed := map[EventID]ActorID{}, map[ActorID]ActorID{}
	for _, origin := range origins {
		for _, body := range bodies(origin, actors) {
			if _, ok := w.origins[body]; ok {
				merge(origin, body, "the first belongs to the second")
			}
		}
		if a := actors[origin].Anonymity; a != nil && a.Affiliation != "" {
			if other, ok := unnamed[a.Affiliation]; ok {
				merge(origin, other, "neither is named, and nothing shows that they are not the same people")
			}
			unnamed[a.Affiliation] = origin
		}
		for _, occasion := range w.origins[origin] {
			if other, ok := speakers[occasion]; ok && occasion != "" {
				merge(origin, other, fmt.Sprintf("both spoke on one occasion, %s", events[occasion].Label))
			}
			speakers[occasion] = origin
		}
	}
	sides := map[string]bool{}
	for _, origin := range origins {
		sides[groups.find(string(origin))] = true
	}
	for voice := range w.voices {
		if !sides[groups.find(voice)] {
			c.OwnVoices++
		}
	}
	c.IndependentOrigins = len(sides) + c.OwnVoices
	return c
}

// bodies lists whatever an actor belongs to, by way of others too, nearest first.
func bodies(of ActorID, actors map[ActorID]*Actor) []ActorID {
	var found []ActorID
	waiting := []ActorID{of}
	for len(waiting) > 0 {
		a := actors[waiting[0]]
		waiting = waiting[1:]
		above := a.MemberOf
		if a.Anonymity != nil && a.Anonymity.Affiliation != "" {
			above = append(slices.Clone(above), a.Anonymity.Affiliation)
		}
		for _, body := range above {
			if body != of && !slices.Contains(found, body) {
				found = append(found, body)
				waiting = append(waiting, body)
			}
		}
	}
	return found
}

// union tells which of some names belong together. A name that was never joined stands alone.
type union map[string]string

func (u union) find(name string) string {
	for u[name] != "" {
		name = u[name]
	}
	return name
}

// join puts two names together, and reports whether they were apart.
func (u union) join(a, b string) bool {
	a, b = u.find(a), u.find(b)
	if a == b {
		return false
	}
	u[max(a, b)] = min(a, b)
	return true
}
