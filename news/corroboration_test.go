package news

import (
	"strings"
	"testing"
)

// cast are the actors of these tests: a state, its spokeswoman, another state, and unnamed officials of both.
func cast() map[ActorID]*Actor {
	unnamed := func(of ActorID) *Anonymity { return &Anonymity{Affiliation: of} }
	actors := map[ActorID]*Actor{}
	for _, a := range []*Actor{
		{ID: "actor:velda", Name: "Velda"}, {ID: "actor:orm", Name: "Orm"}, {ID: "actor:ministry", Name: "Ministry", MemberOf: []ActorID{"actor:velda"}},
		{ID: "actor:spokeswoman", Name: "Spokeswoman", MemberOf: []ActorID{"actor:ministry"}},
		{ID: "actor:official-1", Name: "an official of Velda", Anonymity: unnamed("actor:velda")},
		{ID: "actor:official-2", Name: "two officials of Velda", Anonymity: unnamed("actor:velda")},
		{ID: "actor:official-3", Name: "an official of Orm", Anonymity: unnamed("actor:orm")},
		{ID: "actor:courier", Name: "Courier", Kind: Outlet},
	} {
		actors[a.ID] = a
	}
	return actors
}

// heard is one mention: which article, of which outlet, crediting whom, on which occasion.
type heard struct {
	in       ArticleID
	outlet   ActorID
	origin   ActorID
	occasion EventID
}

// Each rule, and beside it the nearest case to which it does not apply.
func TestOriginsAreCountedOnlyWhereTheyAreIndependent(t *testing.T) {
	events := map[EventID]*Event{"event:talks": {Label: "Talks at Orm"}, "event:briefing": {Label: "Briefing"}}
	for _, c := range []struct {
		says   string
		heard  []heard
		want   int
		merged string
	}{
		{"ten articles carry one briefing", []heard{{in: "a", origin: "actor:orm"}, {in: "b", origin: "actor:orm"}, {in: "c", origin: "actor:orm"}}, 1, ""},
		{"two states say it", []heard{{in: "a", origin: "actor:orm"}, {in: "a", origin: "actor:velda"}}, 2, ""},
		{"a spokeswoman and her state", []heard{{in: "a", origin: "actor:spokeswoman"}, {in: "b", origin: "actor:velda"}}, 1, "the first belongs to the second"},
		{"a spokeswoman and another state", []heard{{in: "a", origin: "actor:spokeswoman"}, {in: "b", origin: "actor:orm"}}, 2, ""},
		{"an unnamed official and the official's state", []heard{{in: "a", origin: "actor:official-1"}, {in: "b", origin: "actor:velda"}}, 1, "belongs"},
		{"unnamed officials of one state", []heard{{in: "a", origin: "actor:official-1"}, {in: "b", origin: "actor:official-2"}}, 1, "nothing shows that they are not the same"},
		{"unnamed officials of two states", []heard{{in: "a", origin: "actor:official-1"}, {in: "b", origin: "actor:official-3"}}, 2, ""},
		{"two states on one occasion", []heard{{in: "a", origin: "actor:orm", occasion: "event:talks"}, {in: "b", origin: "actor:velda", occasion: "event:talks"}}, 1, "Talks at Orm"},
		{"two states on two occasions", []heard{{in: "a", origin: "actor:orm", occasion: "event:talks"}, {in: "b", origin: "actor:velda", occasion: "event:briefing"}}, 2, ""},
		{"two states on occasions unknown", []heard{{in: "a", origin: "actor:orm"}, {in: "b", origin: "actor:velda"}}, 2, ""},
		{"one outlet's own voice in two articles", []heard{{in: "a", outlet: "actor:courier"}, {in: "b", outlet: "actor:courier"}}, 1, ""},
		{"the own voices of two articles of unknown outlets", []heard{{in: "a"}, {in: "b"}}, 2, ""},
		{"an outlet's own voice, and another article that credits the outlet", []heard{{in: "a", outlet: "actor:courier"}, {in: "b", origin: "actor:courier"}}, 1, ""},
		{"an outlet's own voice, and a state", []heard{{in: "a", outlet: "actor:courier"}, {in: "a", outlet: "actor:courier", origin: "actor:orm"}}, 2, ""},
		{"nobody", nil, 0, ""},
	} {
		for turn := range 2 {
			w := newWitnesses()
			for i := range c.heard {
				h := c.heard[i]
				if turn == 1 {
					h = c.heard[len(c.heard)-1-i]
				}
				w.hear(&Article{ID: h.in, Outlet: h.outlet}, h.origin, h.occasion)
			}
			got := w.count(cast(), events)
			if got.IndependentOrigins != c.want || got.OwnVoices > got.IndependentOrigins || strings.Join(got.Merged, " ") == "" != (c.merged == "") || !strings.Contains(strings.Join(got.Merged, " "), c.merged) {
				t.Errorf("%s: %d origins, %q; want %d, %q", c.says, got.IndependentOrigins, got.Merged, c.want, c.merged)
			}
		}
	}
}

func TestArticlesAndOutletsAreCountedOnce(t *testing.T) {
	w := newWitnesses()
	w.hear(&Article{ID: "a", Outlet: "actor:courier"}, "actor:orm", "")
	w.hear(&Article{ID: "a", Outlet: "actor:courier"}, "actor:orm", "")
	w.hear(&Article{ID: "b"}, "actor:orm", "")
	if got := w.count(cast(), nil); got.Articles != 2 || got.Outlets != 1 || len(got.Origins) != 1 {
		t.Errorf("%+v", got)
	}
}

// Membership that runs in a circle must not be followed for ever, nor make anybody vanish.
func TestACircleOfMembersIsOneOrigin(t *testing.T) {
	actors := map[ActorID]*Actor{
		"actor:1": {Name: "One", MemberOf: []ActorID{"actor:2"}},
		"actor:2": {Name: "Two", MemberOf: []ActorID{"actor:1"}},
	}
	w := newWitnesses()
	w.hear(&Article{ID: "a"}, "actor:1", "")
	w.hear(&Article{ID: "a"}, "actor:2", "")
	if got := w.count(actors, nil); got.IndependentOrigins != 1 || len(got.Merged) != 1 {
		t.Errorf("%+v", got)
	}
}
