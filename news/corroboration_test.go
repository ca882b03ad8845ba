package news

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
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
		{ID: "actor:courier", Name: "Courier", Kind: Outlet}, {ID: "actor:herald", Name: "Herald", Kind: Outlet},
		{ID: "actor:somebody", Name: "somebody", Anonymity: &Anonymity{MayBe: []ActorID{"actor:official-1"}}},
		{ID: "actor:somebody-else", Name: "somebody else", Anonymity: &Anonymity{MayBe: []ActorID{"actor:official-1"}}},
		{ID: "actor:anybody", Name: "anybody", Anonymity: &Anonymity{}},
		{ID: "actor:a-voice", Name: "a voice", Anonymity: &Anonymity{MayBe: []ActorID{"actor:spokeswoman", "actor:orm"}}},
	} {
		actors[a.ID] = a
	}
	return actors
}

// found finds records in a map.
func found[K comparable, N any](records map[K]*N) func(K) *N {
	return func(id K) *N { return records[id] }
}

// heard is one mention: which article, of which outlet, through whom, crediting whom, on which occasion.
type heard struct {
	in       ArticleID
	outlet   ActorID
	via      ActorID
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
		{"an article's own voice, and a state that it credits", []heard{{in: "a"}, {in: "a", origin: "actor:orm"}}, 1, "The own voice of a adds nothing to Orm: the first passes on"},
		{"an article's own voice, and two states that it credits", []heard{{in: "a"}, {in: "a", origin: "actor:orm"}, {in: "a", origin: "actor:velda"}}, 2, "The own voice of a adds nothing to Orm"},
		{"an article's own voice, and a state that another credits", []heard{{in: "a"}, {in: "b", origin: "actor:orm"}}, 2, ""},
		{"an outlet's own voice, and a state that it credits elsewhere", []heard{{in: "a", outlet: "actor:courier"}, {in: "b", outlet: "actor:courier", origin: "actor:orm"}}, 1, "Courier adds nothing to Orm"},
		{"an outlet's own voice, and a state that another outlet credits", []heard{{in: "a", outlet: "actor:courier"}, {in: "b", outlet: "actor:herald", origin: "actor:orm"}}, 2, ""},
		{"an outlet is credited, and a state by way of it", []heard{{in: "a", origin: "actor:courier"}, {in: "b", via: "actor:courier", origin: "actor:orm"}}, 1, "Courier adds nothing to Orm"},
		{"an outlet is credited, and a state by way of another", []heard{{in: "a", origin: "actor:courier"}, {in: "b", via: "actor:herald", origin: "actor:orm"}}, 2, ""},
		{"two states by way of one outlet, which is credited too", []heard{{in: "a", via: "actor:courier", origin: "actor:orm"}, {in: "b", via: "actor:courier", origin: "actor:velda"}, {in: "c", origin: "actor:courier"}}, 2, "Courier adds nothing to Orm"},
		{"two outlets that credit one another", []heard{{in: "a", via: "actor:courier", origin: "actor:herald"}, {in: "b", via: "actor:herald", origin: "actor:courier"}}, 1, "Courier adds nothing to Herald"},
		{"an outlet's own article, and a state by way of it in another", []heard{{in: "a", outlet: "actor:courier"}, {in: "b", via: "actor:courier", origin: "actor:orm"}}, 1, "Courier adds nothing to Orm"},
		{"somebody who may be the other", []heard{{in: "a", origin: "actor:somebody"}, {in: "a", origin: "actor:official-1"}}, 1, "somebody adds nothing to an official of Velda: the first may be the second"},
		{"somebody who may be of the other's state", []heard{{in: "a", origin: "actor:somebody"}, {in: "a", origin: "actor:velda"}}, 1, "somebody adds nothing to Velda: the first may belong to the second"},
		{"somebody who may be one of the other's officials", []heard{{in: "a", origin: "actor:somebody"}, {in: "b", origin: "actor:official-2"}}, 1, "the first may be the second"},
		{"somebody who may be of one state, and another state", []heard{{in: "a", origin: "actor:somebody"}, {in: "a", origin: "actor:orm"}}, 2, ""},
		{"two who may be the same third", []heard{{in: "a", origin: "actor:somebody"}, {in: "b", origin: "actor:somebody-else"}}, 1, "the first may be the second"},
		{"nobody suspects who it is", []heard{{in: "a", origin: "actor:anybody"}, {in: "a", origin: "actor:official-1"}}, 2, ""},
		{"who may be either of two does not make them one", []heard{{in: "a", origin: "actor:a-voice"}, {in: "b", origin: "actor:orm"}, {in: "b", origin: "actor:velda"}}, 2, "a voice adds nothing"},
		{"nobody", nil, 0, ""},
	} {
		for turn := range 2 {
			w := newWitnesses()
			for i := range c.heard {
				h := c.heard[i]
				if turn == 1 {
					h = c.heard[len(c.heard)-1-i]
				}
				var relays []ActorID
				if h.via != "" {
					relays = []ActorID{h.via}
				}
				w.hear(&Article{ID: h.in, Outlet: h.outlet}, relays, h.origin, h.occasion)
				w.credit(&Article{ID: h.in, Outlet: h.outlet}, h.origin)
			}
			got := w.count(found(cast()), found(events))
			if got.IndependentOrigins != c.want || got.OwnVoices > got.IndependentOrigins || strings.Join(got.Merged, " ") == "" != (c.merged == "") || !strings.Contains(strings.Join(got.Merged, " "), c.merged) {
				t.Errorf("%s: %d origins, %q; want %d, %q", c.says, got.IndependentOrigins, got.Merged, c.want, c.merged)
			}
		}
	}
}

// Whatever is heard, in whatever order: a claim that somebody holds has an origin, never more than there are parties, and
// one party more never makes it fewer than one, nor does hearing a mention again change anything.
func TestACountOfOriginsIsSound(t *testing.T) {
	const seed = 19
	draw := rand.New(rand.NewPCG(seed, seed))
	actors := cast()
	var all []ActorID
	for id := range actors {
		all = append(all, id)
	}
	slices.Sort(all)
	one := func() heard {
		h := heard{in: ArticleID("article:" + strconv.Itoa(draw.IntN(3)))}
		if draw.IntN(2) == 0 {
			h.outlet = []ActorID{"actor:courier", "actor:herald"}[draw.IntN(2)]
		}
		if draw.IntN(3) > 0 {
			h.origin = all[draw.IntN(len(all))]
		}
		if h.origin != "" && draw.IntN(2) == 0 {
			h.via = all[draw.IntN(len(all))]
		}
		return h
	}
	count := func(mentions []heard) Corroboration {
		w := newWitnesses()
		for _, h := range mentions {
			var relays []ActorID
			if h.via != "" {
				relays = []ActorID{h.via}
			}
			w.hear(&Article{ID: h.in, Outlet: h.outlet}, relays, h.origin, "")
			w.credit(&Article{ID: h.in, Outlet: h.outlet}, h.origin)
		}
		return w.count(found(actors), nil)
	}
	for range 5000 {
		var mentions []heard
		for range 1 + draw.IntN(6) {
			mentions = append(mentions, one())
		}
		got := count(mentions)
		if got.IndependentOrigins < 1 || got.IndependentOrigins > len(mentions) || got.OwnVoices > got.IndependentOrigins {
			t.Fatalf("seed %d: %+v is %+v", seed, mentions, got)
		}
		if len(got.Merged) == 0 && got.IndependentOrigins < len(got.Origins) {
			t.Fatalf("seed %d: %+v is %+v, and nothing says why it is fewer", seed, mentions, got)
		}
		again := append(slices.Clone(mentions), mentions[draw.IntN(len(mentions))])
		draw.Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
		if other := count(again); !reflect.DeepEqual(got, other) {
			t.Fatalf("seed %d: %+v is %+v, and in another order %+v", seed, mentions, got, other)
		}
	}
}

func TestArticlesAndOutletsAreCountedOnce(t *testing.T) {
	w := newWitnesses()
	w.hear(&Article{ID: "a", Outlet: "actor:courier"}, nil, "actor:orm", "")
	w.hear(&Article{ID: "a", Outlet: "actor:courier"}, nil, "actor:orm", "")
	w.hear(&Article{ID: "b"}, nil, "actor:orm", "")
	if got := w.count(found(cast()), nil); got.Articles != 2 || got.Outlets != 1 || len(got.Origins) != 1 {
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
	w.hear(&Article{ID: "a"}, nil, "actor:1", "")
	w.hear(&Article{ID: "a"}, nil, "actor:2", "")
	if got := w.count(found(actors), nil); got.IndependentOrigins != 1 || len(got.Merged) != 1 {
		t.Errorf("%+v", got)
	}
}
