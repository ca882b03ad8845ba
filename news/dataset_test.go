package news

import (
	"slices"
	"testing"
)

// Two hops to somebody unnamed, one to somebody named, and the article's own voice.
func TestDeriveFillsWhatFollows(t *testing.T) {
	hop := func(actors ...ActorID) Attribution {
		var a Attribution
		for i, id := range actors {
			a.Hops = append(a.Hops, Hop{Position: i + 1, Actor: id})
		}
		return a
	}
	in := func(a Attribution) Anchor { return Anchor{Article: "article:a", Attribution: a} }
	ds := &Dataset{
		Articles: []*Article{{ID: "article:a"}},
		Actors: []*Actor{
			{ID: "actor:paper", Name: "The Paper", Kind: Outlet},
			{ID: "actor:officials", Name: "officials", Kind: Group, Anonymity: &Anonymity{}},
			{ID: "actor:mayor", Name: "the mayor", Kind: Person},
		},
		Reports:  []*StatementReport{{ID: "report:1", Anchor: in(hop("actor:paper", "actor:officials"))}},
		Figures:  []*Figure{{ID: "figure:1", Anchor: in(hop("actor:mayor"))}},
		Accounts: []*EventAccount{{ID: "account:2", Anchor: in(hop())}, {ID: "account:1", Anchor: in(hop())}},
		Terms:    []*TermUse{{ID: "term:1", Anchor: in(hop("actor:officials"))}},
	}
	Derive(ds)
	Derive(ds) // once more changes nothing

	if got, want := ds.Reports[0].Attribution.Path, "article → The Paper → officials"; got != want {
		t.Errorf("the path is %q, want %q", got, want)
	}
	if got := ds.Accounts[0].Attribution.Path; got != "article" {
		t.Errorf("the path of the article's own voice is %q", got)
	}
	if !ds.Reports[0].Attribution.Anonymous || ds.Figures[0].Attribution.Anonymous || ds.Accounts[0].Attribution.Anonymous {
		t.Error("anonymous is told of the wrong chains")
	}
	if got, want := ds.Articles[0].Sourcing, (Sourcing{Mentions: 4, OwnVoice: 2, Named: 1, Anonymous: 1, Relayed: 1}); got != want {
		t.Errorf("the sourcing is %+v, want %+v", got, want)
	}
	if got := ds.Articles[0].Relays; !slices.Equal(got, []ActorID{"actor:paper"}) {
		t.Errorf("the outlets relayed are %v", got)
	}
	if ds.Accounts[0].ID != "account:1" || ds.Actors[0].ID != "actor:mayor" {
		t.Error("the lists are not sorted by id")
	}
}

func TestReadingFoldsEverySpace(t *testing.T) {
	if got, want := Reading(" Iran\u00a0 \u00a0’s\n\tgoal "), "Iran ’s goal"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestSpansCoverAndOverlap(t *testing.T) {
	a := Span{10, 20}
	for _, c := range []struct {
		b                Span
		covers, overlaps bool
	}{{Span{10, 20}, true, true}, {Span{12, 15}, true, true}, {Span{5, 11}, false, true}, {Span{20, 25}, false, false}, {Span{1, 10}, false, false}} {
		if a.Covers(c.b) != c.covers || a.Overlaps(c.b) != c.overlaps {
			t.Errorf("%v against %v: covers %v, overlaps %v", a, c.b, a.Covers(c.b), a.Overlaps(c.b))
		}
	}
}
