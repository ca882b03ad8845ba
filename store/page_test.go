package store

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// answer is a page of any noun.
type answer struct {
	ids, cursors []string
	info         PageInfo
	total        int
}

// pages is a list, and all the ids it should give.
type pages struct {
	want []string
	list func(Page) (answer, error)
}

func (p pages) check(t *rapid.T) {
	whole := p.get(t, Page{First: at(MaxPage)})
	for range 3 {
		p.part(t, whole)
	}
	size := rapid.IntRange(1, 4).Draw(t, "size")
	if forward := p.forward(t, size); !slices.Equal(forward, p.want) {
		t.Fatalf("forward by %d gives %v, want each of %v once", size, forward, p.want)
	}
	if backward := p.backward(t, size); !slices.Equal(backward, p.want) {
		t.Fatalf("backward by %d gives %v, want each of %v once", size, backward, p.want)
	}
}

func (p pages) get(t *rapid.T, page Page) answer {
	a, err := p.list(page)
	must(t, err)
	if a.total != len(p.want) {
		t.Fatalf("the total is %d on a page of %d, want %d whatever the page", a.total, len(a.ids), len(p.want))
	}
	return a
}

// part asks for a drawn page, with one cursor, two or none, and holds it against the Relay specification's own words:
// take the list, drop what is not between the cursors, then take first or last of the rest.
func (p pages) part(t *rapid.T, whole answer) {
	from, to := 0, len(p.want)
	page := Page{}
	if n := len(p.want); n > 0 && rapid.Bool().Draw(t, "after") {
		i := rapid.IntRange(0, n-1).Draw(t, "after")
		page.After, from = &whole.cursors[i], i+1
	}
	if n := len(p.want); n > 0 && rapid.Bool().Draw(t, "before") {
		i := rapid.IntRange(0, n-1).Draw(t, "before")
		page.Before, to = &whole.cursors[i], i
	}
	to = max(from, to)
	size := rapid.IntRange(0, 6).Draw(t, "size")
	switch rapid.IntRange(0, 2).Draw(t, "end") {
	case 0:
		page.First, to = &size, min(to, from+size)
	case 1:
		page.Last, from = &size, max(from, to-size)
	default:
		to = min(to, from+DefaultPage)
	}
	got := p.get(t, page)
	if !slices.Equal(got.ids, p.want[from:to]) {
		t.Fatalf("the page %d to %d of %v is %v", from, to, p.want, got.ids)
	}
	if got.info.HasPreviousPage != (from > 0) || got.info.HasNextPage != (to < len(p.want)) {
		t.Fatalf("the page %d to %d of %d says hasPreviousPage %v, hasNextPage %v", from, to, len(p.want), got.info.HasPreviousPage, got.info.HasNextPage)
	}
	if from == to {
		if certain(got.info.StartCursor()) != nil || certain(got.info.EndCursor()) != nil {
			t.Fatal("an empty page has a cursor")
		}
		return
	}
	if *certain(got.info.StartCursor()) != whole.cursors[from] || *certain(got.info.EndCursor()) != whole.cursors[to-1] {
		t.Fatal("a record has one cursor on one page and another on the next")
	}
}

func (p pages) forward(t *rapid.T, size int) []string {
	var all []string
	for page := (Page{First: &size}); ; {
		a := p.get(t, page)
		all = append(all, a.ids...)
		if !a.info.HasNextPage {
			return all
		}
		page.After = certain(a.info.EndCursor())
	}
}

func (p pages) backward(t *rapid.T, size int) []string {
	var all []string
	for page := (Page{Last: &size}); ; {
		a := p.get(t, page)
		all = append(slices.Clone(a.ids), all...)
		if !a.info.HasPreviousPage {
			return all
		}
		page.Before = certain(a.info.StartCursor())
	}
}

func TestAPageIsAskedForInOneWayOnly(t *testing.T) {
	s := stored(t, large(20))
	for what, page := range map[string]Page{
		"first with last": {First: at(1), Last: at(1)},
		"first below 0":   {First: at(-1)},
		"last below 0":    {Last: at(-1)},
		"first above 100": {First: at(MaxPage + 1)},
		"last above 100":  {Last: at(MaxPage + 1)},
	} {
		_, err := s.Figures(nil, nil, page)
		refusedWith(t, BadPage, what, err)
	}
	if c, err := s.Figures(nil, nil, Page{First: at(MaxPage)}); err != nil || len(c.Edges) != 20 {
		t.Errorf("a page of the largest size gives %v, want all 20 figures", err)
	}
}

// docs/decisions/0006: a page of none counts the list.
func TestAPageOfNoneHasTheTotal(t *testing.T) {
	s := stored(t, large(20))
	for what, page := range map[string]Page{"first": {First: at(0)}, "last": {Last: at(0)}} {
		c, err := s.Figures(nil, nil, page)
		must(t, err)
		if c.TotalCount != 20 || len(c.Edges) != 0 {
			t.Errorf("%s 0 gives %d of %d figures, want none of 20", what, len(c.Edges), c.TotalCount)
		}
	}
}
