package graph_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// found is one page of a list.
type found struct {
	TotalCount int
	Edges      []struct {
		Cursor string
		Node   struct{ ID string }
	}
	PageInfo struct {
		HasNextPage, HasPreviousPage bool
		StartCursor, EndCursor       *string
	}
}

func (f found) ids() []string {
	ids := []string{}
	for _, e := range f.Edges {
		ids = append(ids, e.Node.ID)
	}
	return ids
}

// Whichever way and in whatever steps a list is walked, it gives the same records in the same order.
func TestPagesAddUpToTheList(t *testing.T) {
	ask := server(open(t))
	for _, list := range []string{
		`articles(%s orderBy: {field: HEADLINE, direction: DESC})`,
		`actors(%s)`,
		`actors(%s filter: {country: "XA"} orderBy: {field: ARTICLES, direction: DESC})`,
		`places(%s)`,
		`events(%s orderBy: {field: DATE})`,
		`statements(%s orderBy: {field: SAID, direction: DESC})`,
		`quantities(%s)`,
		`reports(%s)`,
		`figures(%s orderBy: {field: VALUE})`,
		`figures(%s filter: {events: ["event:harbour-fire-2031-05-03"]} orderBy: {field: AS_OF, direction: DESC})`,
		`accounts(%s)`,
		`roles(%s)`,
		`terms(%s)`,
		`mentions(%s)`,
	} {
		page := func(args string) found {
			query := fmt.Sprintf(`{ list: %s { totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
				fmt.Sprintf(list, args))
			var answer struct {
				Errors []any
				Data   struct{ List found }
			}
			if err := json.Unmarshal(ask(t, query, nil), &answer); err != nil {
				t.Fatal(err)
			}
			if answer.Errors != nil {
				t.Fatalf("%s: %v", query, answer.Errors)
			}
			return answer.Data.List
		}
		whole := page("first: 100")
		if whole.TotalCount != len(whole.Edges) || whole.TotalCount < 3 {
			t.Fatalf("%s has %d records and gives %d", list, whole.TotalCount, len(whole.Edges))
		}
		for size := 1; size <= whole.TotalCount; size++ {
			var forward, backward []string
			after, before := "", ""
			for more := true; more; {
				p := page(fmt.Sprintf("first: %d %s", size, after))
				if p.TotalCount != whole.TotalCount || p.PageInfo.HasPreviousPage != (after != "") {
					t.Fatalf("%s after %d: %+v", list, len(forward), p)
				}
				forward = append(forward, p.ids()...)
				after = fmt.Sprintf("after: %q", *p.PageInfo.EndCursor)
				more = p.PageInfo.HasNextPage
			}
			for more := true; more; {
				p := page(fmt.Sprintf("last: %d %s", size, before))
				if p.TotalCount != whole.TotalCount || p.PageInfo.HasNextPage != (before != "") {
					t.Fatalf("%s before %d: %+v", list, len(backward), p)
				}
				backward = slices.Concat(p.ids(), backward)
				before = fmt.Sprintf("before: %q", *p.PageInfo.StartCursor)
				more = p.PageInfo.HasPreviousPage
			}
			if diff := cmp.Diff(whole.ids(), forward); diff != "" {
				t.Errorf("%s by %d forward (-want +got):\n%s", list, size, diff)
			}
			if diff := cmp.Diff(whole.ids(), backward); diff != "" {
				t.Errorf("%s by %d backward (-want +got):\n%s", list, size, diff)
			}
		}
	}
}

func TestAPageBetweenTwoCursors(t *testing.T) {
	ask := server(open(t))
	var answer struct{ Data struct{ Mentions found } }
	read := func(args string) []string {
		query := fmt.Sprintf(`{ mentions(%s) { edges { cursor node { id } } } }`, args)
		if err := json.Unmarshal(ask(t, query, nil), &answer); err != nil {
			t.Fatal(err)
		}
		return answer.Data.Mentions.ids()
	}
	whole := read("first: 100")
	edges := slices.Clone(answer.Data.Mentions.Edges)
	if diff := cmp.Diff(whole[3:7], read(fmt.Sprintf("after: %q before: %q", edges[2].Cursor, edges[7].Cursor))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{}, read(fmt.Sprintf("after: %q before: %q", edges[7].Cursor, edges[2].Cursor))); diff != "" {
		t.Errorf("cursors the wrong way round (-want +got):\n%s", diff)
	}
}
