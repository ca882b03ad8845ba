package store

import (
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"onrecord/news"
)

// got holds what a getter gives against what was written.
func got[N news.Node](t *rapid.T, want N, record N, err error) {
	t.Helper()
	must(t, err)
	if diff := cmp.Diff(want, record); diff != "" {
		t.Fatalf("%s is read back otherwise (-written +read):\n%s", want.NodeID(), diff)
	}
}

// under holds what a getter gives for every id of a record, today's and the former ones, against what was written.
func under[N news.Node, ID ~string](t *rapid.T, want N, former []ID, get func(ID) (N, error)) {
	t.Helper()
	for _, id := range append([]ID{ID(want.NodeID())}, former...) {
		record, err := get(id)
		got(t, want, record, err)
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		for _, n := range ds.Articles {
			under(t, n, nil, s.Article)
		}
		for _, n := range ds.Actors {
			under(t, n, n.FormerIDs, s.Actor)
		}
		for _, n := range ds.Places {
			under(t, n, n.FormerIDs, s.Place)
		}
		for _, n := range ds.Events {
			under(t, n, n.FormerIDs, s.Event)
		}
		for _, n := range ds.Statements {
			under(t, n, n.FormerIDs, s.Statement)
		}
		for _, n := range ds.Quantities {
			under(t, n, n.FormerIDs, s.Quantity)
		}
		for _, n := range ds.Reports {
			under(t, n, nil, s.Report)
		}
		for _, n := range ds.Figures {
			under(t, n, nil, s.Figure)
		}
		for _, n := range ds.Accounts {
			under(t, n, nil, s.Account)
		}
		for _, n := range ds.Roles {
			under(t, n, nil, s.Role)
		}
		for _, n := range ds.Terms {
			under(t, n, nil, s.Term)
		}
		for _, n := range everyNode(ds) {
			under(t, n, nil, s.Node)
		}
		for former, today := range sorted(scan(ds).today) {
			want, err := s.Node(today)
			must(t, err)
			record, err := s.Node(former)
			got(t, want, record, err)
		}
	})
}

func TestTheSummaryCountsEveryNoun(t *testing.T) {
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		want := &Summary{
			Title: ds.Title, Edition: ds.Edition, Version: s.Dataset().Version, Licence: ds.Licence, Released: ds.Released, Curators: ds.Curators,
			Articles: len(ds.Articles), Actors: len(ds.Actors), Places: len(ds.Places), Events: len(ds.Events), Statements: len(ds.Statements), Quantities: len(ds.Quantities),
			Reports: len(ds.Reports), Figures: len(ds.Figures), Accounts: len(ds.Accounts), Roles: len(ds.Roles), Terms: len(ds.Terms),
		}
		for _, r := range ds.Releases {
			want.Releases = append(want.Releases, &news.Release{Version: r.Version, Released: r.Released})
		}
		if diff := cmp.Diff(want, s.Dataset()); diff != "" {
			t.Fatalf("the summary is another (-dataset +store):\n%s", diff)
		}
	})
}

func TestUnknownIDsLeadNowhereAndWrongOnesAreRefused(t *testing.T) {
	s := stored(t, large(20))
	for _, id := range []string{"actor:nobody", "figure:00", "article:none", "event:none"} {
		if n, err := s.Node(id); n != nil || err != nil {
			t.Errorf("the unknown id %s gives %v, %v, want nothing and no error", id, n, err)
		}
	}
	if a, err := s.Actor("actor:nobody"); a != nil || err != nil {
		t.Errorf("an unknown actor is %v, %v, want nothing and no error", a, err)
	}
	for _, id := range []string{"", "actor", "actor:", ":x", "person:x", "Actor:a0"} {
		_, err := s.Node(id)
		refusedWith(t, BadID, "the id "+id, err)
	}
	_, err := s.Actor("event:e0")
	refusedWith(t, BadID, "an event's id for an actor", err)
	_, err = s.Subject("statement:s0")
	refusedWith(t, BadID, "a statement's id for a subject", err)
	for what, f := range map[string]*FigureFilter{
		"an event's id among claimants": {Claimants: []news.ActorID{"event:e0"}},
		"a report's id among figures":   {IDs: []news.FigureID{"report:x"}},
		"no id among events":            {Events: []news.EventID{"e0"}},
	} {
		_, err := s.Figures(f, nil, Page{})
		refusedWith(t, BadID, what, err)
	}
	member := news.ActorID("place:p0")
	_, err = s.Actors(&ActorFilter{MemberOf: &member}, nil, Page{})
	refusedWith(t, BadID, "a place's id for a body", err)
	_, err = s.Terms(&TermFilter{Referents: []news.SubjectID{"article:t0"}}, Page{})
	refusedWith(t, BadID, "an article's id for a subject", err)
}

func TestFiltersThatMakeNoSenseAreRefused(t *testing.T) {
	s := stored(t, large(20))
	for what, period := range map[string]DateFilter{
		"a day on no calendar": {From: at(news.Date("2023-02-30"))},
		"no day":               {To: at(news.Date("yesterday"))},
		"a day before the year 1, which has none": {From: at(news.Date("0000-01-01"))},
		"a period that ends before it begins":     {From: at(news.Date("2023-10-07")), To: at(news.Date("2023-10-06"))},
	} {
		_, err := s.Events(&EventFilter{During: &period}, nil, Page{})
		refusedWith(t, BadFilter, what, err)
	}
	_, err := s.Events(&EventFilter{MinArticles: at(-1)}, nil, Page{})
	refusedWith(t, BadFilter, "a least number below 0", err)
	_, err = s.Events(&EventFilter{Text: at("?!")}, nil, Page{})
	refusedWith(t, BadFilter, "a text without a word", err)
	_, err = s.Figures(&FigureFilter{Min: at(2.0), Max: at(1.0)}, nil, Page{})
	refusedWith(t, BadFilter, "a least value above the greatest", err)
}

func TestManyMayReadAtOnce(t *testing.T) {
	s := stored(t, large(300))
	var wait sync.WaitGroup
	for reader := range 8 {
		wait.Go(func() {
			for i := range 40 {
				q := idsOf[news.QuantityID](large(0).Quantities)
				c, err := s.Figures(&FigureFilter{Quantities: q}, &FigureOrder{Field: FigureValue}, Page{First: at(1 + i%5)})
				if err != nil || c.TotalCount != 20 {
					t.Errorf("reader %d gets %v, %v, want the 20 figures of a quantity", reader, c, err)
					return
				}
				if n, err := s.Node(c.Edges[0].Node.NodeID()); err != nil || n.NodeID() != c.Edges[0].Node.NodeID() {
					t.Errorf("reader %d gets %v, %v, want the figure it was just shown", reader, n, err)
				}
			}
		})
	}
	wait.Wait()
}
