package store

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"onrecord/news"
)

// Whatever is asked for, its neighbours are those of a plain list of all ids.
func TestNeighboursAreThoseOfTheWholeList(t *testing.T) {
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		kind := rapid.SampledFrom(news.Kinds).Draw(t, "kind")
		id := kind.ID(rapid.StringMatching(`[a-z0-9]{1,8}`).Draw(t, "slug"))
		n := rapid.IntRange(0, 4).Draw(t, "n")
		var all []string
		for _, other := range everyID(ds) {
			if strings.HasPrefix(other, kind.ID("")) {
				all = append(all, other)
			}
		}
		slices.Sort(all)
		at, _ := slices.BinarySearch(all, id)
		want := slices.Concat(all[max(0, at-n):at], all[at:min(len(all), at+n)])
		near, err := s.Neighbours(id, n)
		must(t, err)
		slices.Sort(near)
		if !slices.Equal(near, want) {
			t.Fatalf("beside %s stand %v, want %v", id, near, want)
		}
	})
}

// everyID lists the ids of a dataset, former ones too.
func everyID(ds *news.Dataset) []string {
	var all []string
	add := func(id string, former []string) { all = append(append(all, id), former...) }
	for _, a := range ds.Articles {
		add(a.NodeID(), nil)
	}
	for _, a := range ds.Actors {
		add(a.NodeID(), plain(a.FormerIDs))
	}
	for _, p := range ds.Places {
		add(p.NodeID(), plain(p.FormerIDs))
	}
	for _, e := range ds.Events {
		add(e.NodeID(), plain(e.FormerIDs))
	}
	for _, s := range ds.Statements {
		add(s.NodeID(), plain(s.FormerIDs))
	}
	for _, q := range ds.Quantities {
		add(q.NodeID(), plain(q.FormerIDs))
	}
	for m := range ds.Mentions() {
		add(m.NodeID(), nil)
	}
	return all
}
