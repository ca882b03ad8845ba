package store

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"onrecord/news"
)

// changed is what changes are asked by.
type changed struct {
	Since string
	Kinds []news.ChangeKind
}

func TestChangesAreThoseAScanFinds(t *testing.T) {
	type F = changed
	type N = *news.Change
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		w := scan(ds)
		for _, r := range ds.Releases {
			since := rapid.SampledFrom([]string{r.Version, r.Edition()}).Draw(t, "since")
			listed[F, N]{
				all: slices.DeleteFunc(slices.Clone(ds.Changes), func(c N) bool { return c.Since != r.Version }),
				conditions: []condition[F, N]{
					{"Since", func(f *F) { f.Since = since }, func(n N) bool { return n.Since == r.Version }},
					anyOf(t, w, "Kinds", news.ChangeKinds, func(f *F, v []news.ChangeKind) { f.Kinds = v }, func(n N) []news.ChangeKind { return []news.ChangeKind{n.Kind} }),
				},
				orders: []func(x, y N) int{func(x, y N) int { return strings.Compare(x.Record, y.Record) }},
				list: func(f *F, _ int, _ Direction, p Page, _ ...Scope[N]) (*ChangeConnection, error) {
					var kinds []news.ChangeKind
					if f != nil {
						kinds = f.Kinds
					}
					return s.Changes(since, kinds, p)
				},
			}.ascending().check(t)
			c, err := s.Changes(since, nil, Page{First: at(MaxPage)})
			must(t, err)
			values[N]{
				FacetChange: func(n N) []string { return single(n.Kind) },
				FacetKind:   func(n N) []string { kind, _, _ := news.SplitID(n.Record); return single(kind) },
			}.held(t, c, err, c.Nodes(), nil)
		}
		for _, c := range ds.Changes {
			gone, err := s.Gone(c.Record)
			must(t, err)
			if want := c.Kind == news.Removed || c.Kind == news.Withdrawn; want && gone == "" || !want && slices.ContainsFunc(ds.Changes, func(d *news.Change) bool { return d.Record == c.Record && d.Since == gone }) && c.Since == gone {
				t.Fatalf("%s, which is %s since %s, is gone since %q", c.Record, c.Kind, c.Since, gone)
			}
		}
		for _, taken := range ds.Withdrawn {
			if got, err := s.Withdrawn(taken.ID); err != nil || got == nil || *got != *taken {
				t.Fatalf("%v is read back as %v, %v", taken, got, err)
			}
		}
		if got, err := s.Withdrawn("event:never-there"); got != nil || err != nil {
			t.Fatalf("something that never was is withdrawn: %v, %v", got, err)
		}
		none, err := s.Changes(s.Dataset().Version, nil, Page{})
		must(t, err)
		if none.TotalCount != 0 {
			t.Fatalf("there are %d changes since this version", none.TotalCount)
		}
		_, err = s.Changes("no version", nil, Page{})
		refusedWith(t, UnknownVersion, "a version that never was", err)
	})
}

// What was released tells nothing of the data, so a dataset has the same version before and after its release is written down.
func TestAReleaseDoesNotChangeTheVersion(t *testing.T) {
	version := func(releases ...*news.Release) string {
		ds := large(20)
		ds.Releases = releases
		path := filepath.Join(t.TempDir(), "test.db")
		must(t, Write(path, ds, nil))
		s, err := Open(path)
		must(t, err)
		defer s.Close()
		if n := len(s.Dataset().Releases); n != len(releases) {
			t.Fatalf("%d releases are read back, want %d", n, len(releases))
		}
		return s.Dataset().Version
	}
	if before, after := version(), version(&news.Release{Version: "1+0123456789ab", Released: "2026-11-21"}); before != after {
		t.Errorf("the version is %s before and %s after", before, after)
	}
}
