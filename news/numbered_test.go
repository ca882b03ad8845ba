package news

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Reports are grouped by statement as a map of lists would have them, in their order; those of no statement are left out.
func TestGroupsAreThoseOfAMap(t *testing.T) {
	const seed = 28
	draw := rand.New(rand.NewPCG(seed, seed))
	for range 200 {
		var statements []*Statement
		var reports []*StatementReport
		for range draw.IntN(40) {
			statements = append(statements, &Statement{ID: StatementID(fmt.Sprintf("statement:%d", len(statements)))})
		}
		wanted := map[StatementID][]*StatementReport{}
		for range draw.IntN(60) {
			r := &StatementReport{Statement: StatementID(fmt.Sprintf("statement:%d", draw.IntN(50)))}
			reports = append(reports, r)
			wanted[r.Statement] = append(wanted[r.Statement], r)
		}
		by := number(statements, func(s *Statement) StatementID { return s.ID })
		grouped := group(reports, by, func(r *StatementReport) StatementID { return r.Statement })
		for i, s := range statements {
			if n, ok := by.of(s.ID); n != i || !ok {
				t.Fatalf("seed %d: the number of %s is %d, %t; want %d", seed, s.ID, n, ok, i)
			}
			if !slices.Equal(grouped.of(i), wanted[s.ID]) {
				t.Fatalf("seed %d: %s has %d reports, want %d", seed, s.ID, len(grouped.of(i)), len(wanted[s.ID]))
			}
		}
		if _, ok := by.of("statement:none"); ok {
			t.Fatalf("seed %d: a number is given to what is not there", seed)
		}
	}
}

// The short way of counting a statement that its speaker alone holds comes to what the long way comes to.
func TestAStatementIsCountedAsAClaimIs(t *testing.T) {
	const seed = 28
	draw := rand.New(rand.NewPCG(seed, seed))
	ds := &Dataset{}
	for _, a := range cast() {
		ds.Actors = append(ds.Actors, a)
	}
	sortByID(ds.Actors)
	for i := range 20 {
		ds.Articles = append(ds.Articles, &Article{ID: ArticleID(fmt.Sprintf("article:%d", i)), Outlet: []ActorID{"", "actor:courier", "actor:herald"}[draw.IntN(3)]})
	}
	for i := range 500 {
		s := &Statement{ID: StatementID(fmt.Sprintf("statement:%d", i)), Gist: fmt.Sprint("Number ", i)}
		if draw.IntN(10) > 0 {
			s.Speaker = ds.Actors[draw.IntN(len(ds.Actors))].ID
		}
		ds.Statements = append(ds.Statements, s)
		for range draw.IntN(12) {
			r := &StatementReport{ID: ReportID(fmt.Sprintf("report:%d", len(ds.Reports))), Statement: s.ID, Anchor: Anchor{Article: ds.Articles[draw.IntN(20)].ID}}
			for range draw.IntN(3) {
				r.Attribution.Hops = append(r.Attribution.Hops, Hop{Actor: ds.Actors[draw.IntN(len(ds.Actors))].ID})
			}
			ds.Reports = append(ds.Reports, r)
		}
	}
	d := newDerivation(ds.arrange(), 0)
	for i, s := range ds.Statements {
		reports, w := d.records.Reports(i), newWitnesses()
		d.hear(w, s, reports)
		if difference := cmp.Diff(w.count(d.actor, d.event), d.corroborate(&lone{}, i, s, reports)); difference != "" {
			t.Fatalf("seed %d: %s, with %d reports: %s", seed, s.ID, len(reports), difference)
		}
	}
}
