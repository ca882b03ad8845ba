package store

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"onrecord/news"
)

// values gives what a record has for one facet; a plain sentence of Go beside each field the store counts by.
type values[N news.Node] map[FacetField]func(N) []string

// held counts a list by each of its facets and holds the counts against those of the records that a scan finds.
func (v values[N]) held(t *rapid.T, c *Connection[N], err error, all []N, in func(N) bool) {
	must(t, err)
	for _, by := range slices.Sorted(maps.Keys(v)) {
		counts := map[string]int{}
		without := 0
		for _, n := range all {
			if in != nil && !in(n) {
				continue
			}
			var distinct []string
			for _, value := range v[by](n) {
				if value != "" && !slices.Contains(distinct, value) {
					distinct = append(distinct, value)
					counts[value]++
				}
			}
			if distinct == nil {
				without++
			}
		}
		var want []Facet
		for value, n := range sorted(counts) {
			want = append(want, Facet{value, n})
		}
		slices.SortStableFunc(want, func(a, b Facet) int { return cmp.Compare(b.Count, a.Count) })
		first := rapid.IntRange(0, MaxPage).Draw(t, "first")
		want = want[:min(first, len(want))]
		if without > 0 {
			want = append(want, Facet{"", without})
		}
		got, err := c.Facets(by, &first)
		must(t, err)
		if !slices.Equal(got, want) {
			t.Fatalf("by %s: %v, a scan counts %v", by, got, want)
		}
	}
}

func single[V any](v V) []string { return []string{fmt.Sprint(v)} }

// anchored are the facets that every mention has.
func anchored[N news.Mention](w *world, more values[N]) values[N] {
	more[FacetArticle] = func(n N) []string { return single(n.Anchored().Article) }
	more[FacetCuration] = func(n N) []string { return single(n.Anchored().Curation) }
	more[FacetVia] = func(n N) []string { return texts(hopActors(n.Anchored().Attribution)) }
	more[FacetOrigin] = func(n N) []string { return texts(lastHop(n.Anchored().Attribution)) }
	more[FacetOwnVoice] = func(n N) []string { return single(len(n.Anchored().Attribution.Hops) == 0) }
	more[FacetAnonymous] = func(n N) []string { return single(w.unnamed(n.Anchored().Attribution)) }
	return more
}

func TestFacetsCountWhatAScanCounts(t *testing.T) {
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		w := scan(ds)
		in := pickArticle(t, w).ID
		printed := func(m news.Mention) bool { return m.Anchored().Article == in }
		articlesOf := func(n news.Node) []string { return texts(w.articlesOf(n)) }
		appears := func(n news.Node) bool { return slices.Contains(w.articlesOf(n), in) }

		articles := values[*news.Article]{
			FacetOutlet: func(n *news.Article) []string { return single(n.Outlet) }, FacetRelay: func(n *news.Article) []string { return texts(n.Relays) },
			FacetLanguage: func(n *news.Article) []string { return single(n.Language) },
			FacetActor:    func(n *news.Article) []string { return w.inArticle(n, "actor:") }, FacetEvent: func(n *news.Article) []string { return w.inArticle(n, "event:") },
		}
		c, err := s.Articles(nil, nil, Page{})
		articles.held(t, c, err, ds.Articles, nil)

		actors := values[*news.Actor]{
			FacetKind: func(n *news.Actor) []string { return single(n.Kind) }, FacetCountry: func(n *news.Actor) []string { return single(n.Country) },
			FacetMemberOf: func(n *news.Actor) []string { return texts(n.MemberOf) }, FacetAnonymous: func(n *news.Actor) []string { return single(n.Anonymity != nil) },
			FacetAffiliation: func(n *news.Actor) []string {
				if n.Anonymity == nil {
					return nil
				}
				return single(n.Anonymity.Affiliation)
			},
			FacetArticle: func(n *news.Actor) []string { return articlesOf(n) },
		}
		a, err := s.Actors(nil, nil, Page{}, ActorsIn(in))
		actors.held(t, a, err, ds.Actors, func(n *news.Actor) bool { return appears(n) })

		places := values[*news.Place]{FacetCountry: func(n *news.Place) []string { return single(n.Country) }, FacetPartOf: func(n *news.Place) []string { return single(n.PartOf) }}
		p, err := s.Places(Page{})
		places.held(t, p, err, ds.Places, nil)

		events := values[*news.Event]{
			FacetType: func(n *news.Event) []string { return single(n.Type) }, FacetStatus: func(n *news.Event) []string { return single(n.Status) },
			FacetDisputed: func(n *news.Event) []string { return single(w.disputed(n)) }, FacetPlace: func(n *news.Event) []string { return texts(w.around(n.Places...)) },
			FacetActor: func(n *news.Event) (ids []string) {
				for _, p := range n.Participants {
					ids = append(ids, string(p.Actor))
				}
				return ids
			},
			FacetPartOf: func(n *news.Event) []string { return single(n.PartOf) }, FacetArticle: func(n *news.Event) []string { return articlesOf(n) },
		}
		e, err := s.Events(nil, nil, Page{}, EventsIn(in))
		events.held(t, e, err, ds.Events, func(n *news.Event) bool { return appears(n) })

		statements := values[*news.Statement]{
			FacetSpeaker: func(n *news.Statement) []string { return single(n.Speaker) }, FacetAddressee: func(n *news.Statement) []string { return single(n.Addressee) },
			FacetAct: func(n *news.Statement) []string { return single(n.Act) }, FacetStatus: func(n *news.Statement) []string { return single(n.Status) },
			FacetAbout: func(n *news.Statement) []string { return texts(n.About) }, FacetOccasion: func(n *news.Statement) []string { return single(n.Occasion) },
			FacetVia: func(n *news.Statement) (ids []string) {
				for _, r := range w.reportsOf(n) {
					ids = append(ids, texts(hopActors(r.Attribution))...)
				}
				return ids
			},
			FacetAnonymous: func(n *news.Statement) []string {
				all := w.reportsOf(n)
				named := slices.ContainsFunc(all, func(r *news.StatementReport) bool { return !w.unnamed(r.Attribution) })
				return single(w.actor[string(n.Speaker)].Anonymity != nil || len(all) > 0 && !named)
			},
			FacetArticle: func(n *news.Statement) []string { return articlesOf(n) },
		}
		st, err := s.Statements(nil, nil, Page{}, StatementsIn(in))
		statements.held(t, st, err, ds.Statements, func(n *news.Statement) bool { return appears(n) })

		quantities := values[*news.Quantity]{
			FacetMeasure: func(n *news.Quantity) []string { return single(n.Measure) }, FacetVerdict: func(n *news.Quantity) []string { return single(n.Agreement.Verdict) },
			FacetEvent: func(n *news.Quantity) []string { return single(n.Event) }, FacetPlace: func(n *news.Quantity) []string { return texts(w.around(n.Place)) },
			FacetPartOf: func(n *news.Quantity) []string { return single(n.PartOf) }, FacetArticle: func(n *news.Quantity) []string { return articlesOf(n) },
		}
		q, err := s.Quantities(nil, Page{})
		quantities.held(t, q, err, ds.Quantities, nil)

		reports := anchored(w, values[*news.StatementReport]{
			FacetStatement: func(n *news.StatementReport) []string { return single(n.Statement) },
			FacetSpeaker:   func(n *news.StatementReport) []string { return single(w.statement[string(n.Statement)].Speaker) },
			FacetMode:      func(n *news.StatementReport) []string { return single(n.Mode) },
			FacetCue:       func(n *news.StatementReport) []string { return single(cut(strings.ToLower(n.Cue), maxWord)) },
		})
		r, err := s.Reports(nil, Page{}, ReportsIn(in))
		reports.held(t, r, err, ds.Reports, func(n *news.StatementReport) bool { return printed(n) })

		figures := anchored(w, values[*news.Figure]{
			FacetQuantity: func(n *news.Figure) []string { return single(n.Quantity) }, FacetMeasure: func(n *news.Figure) []string { return single(w.quantity[string(n.Quantity)].Measure) },
			FacetComparator: func(n *news.Figure) []string { return single(n.Comparator) }, FacetClaimant: func(n *news.Figure) []string { return texts(lastHop(n.Attribution)) },
			FacetEvent: func(n *news.Figure) []string { return single(w.quantity[string(n.Quantity)].Event) }, FacetQuality: func(n *news.Figure) []string { return single(n.Quality) },
		})
		f, err := s.Figures(&FigureFilter{Articles: []news.ArticleID{in}}, nil, Page{})
		figures.held(t, f, err, ds.Figures, func(n *news.Figure) bool { return printed(n) })

		accounts := anchored(w, values[*news.EventAccount]{
			FacetEvent: func(n *news.EventAccount) []string { return single(n.Event) }, FacetAspect: func(n *news.EventAccount) []string { return single(n.Aspect) },
			FacetHolds: func(n *news.EventAccount) []string { return single(n.Holds) },
		})
		ac, err := s.Accounts(nil, Page{}, AccountsIn(in))
		accounts.held(t, ac, err, ds.Accounts, func(n *news.EventAccount) bool { return printed(n) })

		roles := anchored(w, values[*news.RoleMention]{
			FacetActor: func(n *news.RoleMention) []string { return single(n.Actor) }, FacetBody: func(n *news.RoleMention) []string { return single(n.Body) },
		})
		ro, err := s.Roles(nil, Page{}, RolesIn(in))
		roles.held(t, ro, err, ds.Roles, func(n *news.RoleMention) bool { return printed(n) })

		terms := anchored(w, values[*news.TermUse]{
			FacetReferent: func(n *news.TermUse) []string { return single(n.Referent) }, FacetVoice: func(n *news.TermUse) []string { return single(n.Voice) },
		})
		te, err := s.Terms(nil, Page{}, TermsIn(in))
		terms.held(t, te, err, ds.Terms, func(n *news.TermUse) bool { return printed(n) })

		mentions := anchored(w, values[news.Mention]{FacetKind: func(n news.Mention) []string { kind, _, _ := news.SplitID(n.NodeID()); return single(kind) }})
		m, err := s.Mentions(nil, Page{}, MentionsIn(in))
		mentions.held(t, m, err, slices.Collect(ds.Mentions()), printed)
	})
}

// Every field that is exported leads to a set and is held against a scan; one that is forgotten fails here.
func TestEveryFacetLeadsToAField(t *testing.T) {
	code, err := os.ReadFile("facet.go")
	must(t, err)
	var test []byte
	for _, name := range []string{"facet_test.go", "timeline_test.go", "change_test.go"} {
		code, err := os.ReadFile(name)
		must(t, err)
		test = append(test, code...)
	}
	declared := regexp.MustCompile(`(?m)^\t(Facet\w+) +FacetField = "(\w+)"`).FindAllStringSubmatch(string(code), -1)
	if len(declared) == 0 {
		t.Fatal("no facet is declared in facet.go")
	}
	for _, d := range declared {
		if facetFields[FacetField(d[2])] == 0 {
			t.Errorf("%s leads to no field", d[1])
		}
		if !regexp.MustCompile(d[1] + `\b[:\]]`).Match(test) {
			t.Errorf("%s is held against no scan", d[1])
		}
	}
}

func TestFacetsAreBounded(t *testing.T) {
	each(t, func(t *rapid.T, _ *news.Dataset, s *Store) {
		c, err := s.Actors(nil, nil, Page{})
		must(t, err)
		for first, fine := range map[int]bool{-1: false, 0: true, MaxPage: true, MaxPage + 1: false} {
			if _, err := c.Facets(FacetKind, &first); (err == nil) != fine {
				t.Fatalf("%d facets: %v", first, err)
			}
		}
	})
}
