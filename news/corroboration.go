package news

import (
	"fmt"
	"maps"
	"slices"
	"sync"
)

// Corroboration says from how many sides a claim comes, which is not how many articles print it.
type Corroboration struct {
	// Articles is how many articles print it, Outlets how many known outlets published those.
	Articles, Outlets int
	// Origins are the actors it goes back to, sorted; no more than [MaxOrigins]. An article's own voice has no actor.
	Origins []ActorID
	// OwnVoices counts the articles' own voices that are origins of their own: by outlet, or by article where that is unknown.
	OwnVoices int
	// IndependentOrigins counts the origins and the own voices, those that are one taken as one, and without those that
	// only pass on what another of them says.
	IndependentOrigins int
	// Merged says, a sentence each, which origins were taken as one or pass on another, and why; no more than [MaxOrigins].
	Merged []string
}

// MaxOrigins is how many origins are named.
const MaxOrigins = 50

// witnesses collects who holds a claim.
type witnesses struct {
	articles, outlets map[string]bool
	// voices has each own voice that holds it, and how it is spoken of.
	voices map[string]string
	// origins has each origin and the occasions on which it spoke.
	origins map[ActorID][]EventID
	// passes has whom each actor or own voice passes the claim on from.
	passes map[string][]ActorID
}

func newWitnesses() *witnesses {
	return &witnesses{
		articles: map[string]bool{}, outlets: map[string]bool{}, voices: map[string]string{},
		origins: map[ActorID][]EventID{}, passes: map[string][]ActorID{},
	}
}

// heardBefore are witnesses of claims that have been counted; what room they have is used again.
var heardBefore = sync.Pool{New: func() any { return newWitnesses() }}

// forget makes them witnesses of nothing. Those of a claim that is printed everywhere are let go: to clear their room would take
// longer with every claim than to make it anew.
func (w *witnesses) forget() {
	if len(w.articles) > 200 {
		return
	}
	clear(w.articles)
	clear(w.outlets)
	clear(w.voices)
	clear(w.origins)
	clear(w.passes)
	heardBefore.Put(w)
}

// hear takes in one mention of the claim: the article that prints it, the actors that passed it on to the article, where it
// comes from, "" where that is the article itself, and on what occasion it was said, "" where that is not known.
func (w *witnesses) hear(in *Article, relays []ActorID, origin ActorID, occasion EventID) {
	w.articles[string(in.ID)] = true
	if in.Outlet != "" {
		w.outlets[string(in.Outlet)] = true
	}
	if origin == "" {
		voice, name := in.voice()
		w.voices[voice] = name
		return
	}
	w.origins[origin] = appendNew(w.origins[origin], occasion)
	for _, relay := range relays {
		w.pass(string(relay), origin)
	}
}

// credit takes in that an article has the claim from an origin, and does not contradict it.
func (w *witnesses) credit(in *Article, origin ActorID) {
	if origin != "" {
		voice, _ := in.voice()
		w.pass(voice, origin)
	}
}

// voice is whose an article's own voice is, its outlet's or its own where the outlet is unknown, and how it is spoken of, ""
// for an outlet, which has a name.
func (a *Article) voice() (whose, name string) {
	if a.Outlet != "" {
		return string(a.Outlet), ""
	}
	return string(a.ID), "The own voice of " + string(a.ID)
}

func (w *witnesses) pass(by string, from ActorID) {
	if by == string(from) {
		return
	}
	if known := w.passes[by]; !slices.Contains(known, from) {
		w.passes[by] = append(known, from)
	}
}

// count works out the corroboration.
func (w *witnesses) count(actor func(ActorID) *Actor, event func(EventID) *Event) Corroboration {
	origins := slices.Sorted(maps.Keys(w.origins))
	c := Corroboration{Articles: len(w.articles), Outlets: len(w.outlets), Origins: origins[:min(len(origins), MaxOrigins)]}
	note := func(format string, args ...any) {
		if len(c.Merged) < MaxOrigins {
			c.Merged = append(c.Merged, fmt.Sprintf(format, args...))
		}
	}
	groups := union{}
	merge := func(a, b ActorID, why string) {
		if groups.join(string(a), string(b)) {
			note("%s and %s count as one: %s.", actor(a).Name, actor(b).Name, why)
		}
	}
	if len(origins) > 1 {
		w.mergeOrigins(origins, actor, event, merge)
	}
	// Whoever passes a claim on, or may be another origin, adds nothing to that other, unless the other is left out itself.
	// The two are not joined: who may be either of two does not make those two one.
	left := map[string]bool{}
	leave := func(who, name string, beside ActorID, why string) {
		left[who] = true
		note("%s adds nothing to %s: %s.", name, actor(beside).Name, why)
	}
	counts := func(who, name string) bool {
		slices.Sort(w.passes[who])
		for _, origin := range w.passes[who] {
			if !left[string(origin)] {
				leave(who, name, origin, "the first passes on what the second says")
				return false
			}
		}
		return true
	}
	if len(origins) > 1 { // one alone adds nothing to no other
		known := w.traits(origins, actor)
		for _, origin := range origins {
			if !counts(string(origin), actor(origin).Name) {
				continue
			}
			apart := func(other ActorID) bool {
				return !left[string(other)] && groups.find(string(origin)) != groups.find(string(other))
			}
			if other, why := w.perhaps(origin, known, actor, apart); other != "" {
				leave(string(origin), actor(origin).Name, other, why)
			}
		}
	}
	sides := map[string]bool{}
	for _, origin := range origins {
		if !left[string(origin)] {
			sides[groups.find(string(origin))] = true
		}
	}
	for _, voice := range slices.Sorted(maps.Keys(w.voices)) {
		name := w.voices[voice]
		if name == "" {
			name = actor(ActorID(voice)).Name
		}
		if _, credited := w.origins[ActorID(voice)]; !credited && !sides[groups.find(voice)] && counts(voice, name) {
			c.OwnVoices++
		}
	}
	c.IndependentOrigins = len(sides) + c.OwnVoices
	return c
}

// mergeOrigins takes those as one that belong to one another, may be the same people, or spoke on one occasion.
func (w *witnesses) mergeOrigins(origins []ActorID, actor func(ActorID) *Actor, event func(EventID) *Event, merge func(a, b ActorID, why string)) {
	speakers, unnamed := map[EventID]ActorID{}, map[ActorID]ActorID{}
	for _, origin := range origins {
		for _, body := range bodies(origin, actor) {
			if _, ok := w.origins[body]; ok {
				merge(origin, body, "the first belongs to the second")
			}
		}
		if a := actor(origin).Anonymity; a != nil && a.Affiliation != "" {
			if other, ok := unnamed[a.Affiliation]; ok {
				merge(origin, other, "neither is named, and nothing shows that they are not the same people")
			}
			unnamed[a.Affiliation] = origin
		}
		for _, occasion := range w.origins[origin] {
			if other, ok := speakers[occasion]; ok && occasion != "" {
				merge(origin, other, fmt.Sprintf("both spoke on one occasion, %s", event(occasion).Label))
			}
			speakers[occasion] = origin
		}
	}
}

// perhaps is the first other origin, of those that are apart from it, that an unnamed one may belong to, or be, or share a
// suspicion with, and why; "" where there is none. known is what [witnesses.traits] gives.
func (w *witnesses) perhaps(of ActorID, known map[ActorID][]ActorID, actor func(ActorID) *Actor, apart func(ActorID) bool) (other ActorID, why string) {
	possible := persons(of, actor)
	if len(possible) == 1 {
		return "", ""
	}
	for _, person := range possible[1:] {
		for _, body := range bodies(person, actor) {
			if _, ok := w.origins[body]; ok && apart(body) {
				return body, "the first may belong to the second"
			}
		}
	}
	for _, trait := range traitsOf(of, actor) {
		for _, other := range known[trait] {
			if other != of && apart(other) {
				return other, "the first may be the second"
			}
		}
	}
	return "", ""
}

// traits has, by whatever origins can be known by, those that can.
func (w *witnesses) traits(origins []ActorID, actor func(ActorID) *Actor) map[ActorID][]ActorID {
	known := map[ActorID][]ActorID{}
	for _, origin := range origins {
		for _, trait := range traitsOf(origin, actor) {
			known[trait] = append(known[trait], origin)
		}
	}
	return known
}

// traitsOf lists what an origin can be known by: itself and whom it may be, and of each that is not named its body.
func traitsOf(origin ActorID, actor func(ActorID) *Actor) []ActorID {
	var traits []ActorID
	for _, person := range persons(origin, actor) {
		traits = appendNew(traits, person)
		if a := actor(person).Anonymity; a != nil && a.Affiliation != "" {
			traits = appendNew(traits, a.Affiliation)
		}
	}
	return traits
}

// persons lists an actor, and where it is not named whom it may be, by way of others too.
func persons(of ActorID, actor func(ActorID) *Actor) []ActorID {
	found := []ActorID{of}
	for i := 0; i < len(found); i++ {
		if unnamed := actor(found[i]).Anonymity; unnamed != nil {
			for _, other := range unnamed.MayBe {
				found = appendNew(found, other)
			}
		}
	}
	return found
}

// bodies lists whatever an actor belongs to, by way of others too, nearest first.
func bodies(of ActorID, actor func(ActorID) *Actor) []ActorID {
	var found []ActorID
	waiting := []ActorID{of}
	for len(waiting) > 0 {
		a := actor(waiting[0])
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
