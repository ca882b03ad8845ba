package store

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"onrecord/news"
)

func TestACursorIsOfOneListAndOrder(t *testing.T) {
	s := stored(t, large(20))
	c, err := s.Figures(nil, nil, Page{First: at(2)})
	must(t, err)
	own := certain(c.PageInfo.EndCursor())
	_, err = s.Figures(nil, nil, Page{After: own})
	must(t, err)
	_, err = s.Figures(nil, &FigureOrder{Field: FigureValue}, Page{After: own})
	refusedWith(t, BadCursor, "a cursor of another order", err)
	_, err = s.Statements(nil, nil, Page{After: own})
	refusedWith(t, BadCursor, "a cursor of another list, after", err)
	_, err = s.Statements(nil, nil, Page{Before: own})
	refusedWith(t, BadCursor, "a cursor of another list, before", err)
	for _, garbage := range []string{"", "x", "????", "AAAA", *own + "AA", (*own)[:len(*own)-4], "AQE_", "____", "🙂"} {
		_, err = s.Figures(nil, nil, Page{After: &garbage})
		refusedWith(t, BadCursor, "the cursor "+garbage, err)
		_, err = s.Figures(nil, nil, Page{Before: &garbage})
		refusedWith(t, BadCursor, "before the cursor "+garbage, err)
	}
}

// A reader who pages on across an update goes on at the nearest place, though the record last seen is gone: what sorts
// after it comes after, what sorts before it before. See docs/decisions/0004.
func TestACursorGoesOnInTheNextVersion(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) *news.Dataset {
			ds := &news.Dataset{Title: label, Edition: "1"}
			for i := range 8 {
				if rapid.Bool().Draw(t, label) {
					ds.Events = append(ds.Events, &news.Event{ID: news.EventID(fmt.Sprintf("event:e%d", i)), Label: []string{"flood", "élan"}[i%2], Date: day(i % 3)})
				}
			}
			return ds
		}
		before, after := draw("before"), draw("after")
		open := func(name string, ds *news.Dataset) *Store {
			path := filepath.Join(folder, name)
			must(t, Write(path, ds, nil))
			s, err := Open(path)
			must(t, err)
			return s
		}
		old, next := open("before.db", before), open("after.db", after)
		defer old.Close()
		defer next.Close()
		field := rapid.SampledFrom([]EventOrderField{EventDate, EventLabel}).Draw(t, "order")
		direction := rapid.SampledFrom([]Direction{Ascending, Descending}).Draw(t, "direction")
		comes := func(a, b *news.Event) int {
			c := cmp.Or(byDate(a.Date, b.Date), cmp.Compare(a.ID, b.ID))
			if field == EventLabel {
				c = cmp.Or(byText(a.Label, b.Label), cmp.Compare(a.ID, b.ID))
			}
			if direction == Descending {
				return -c
			}
			return c
		}
		slices.SortFunc(after.Events, comes)
		seen, err := old.Events(nil, &EventOrder{field, direction}, Page{First: at(MaxPage)})
		must(t, err)
		for _, e := range seen.Edges {
			var preceding, following []string
			for _, n := range after.Events {
				switch c := comes(n, e.Node); {
				case c < 0:
					preceding = append(preceding, n.NodeID())
				case c > 0:
					following = append(following, n.NodeID())
				}
			}
			cursor := certain(e.Cursor())
			later, err := next.Events(nil, &EventOrder{field, direction}, Page{After: &cursor})
			must(t, err)
			earlier, err := next.Events(nil, &EventOrder{field, direction}, Page{Before: &cursor})
			must(t, err)
			if got := idsOf[string](later.Nodes()); !slices.Equal(got, following) {
				t.Fatalf("by %s %s, after %s come %v, want %v", field, direction, e.Node.ID, got, following)
			}
			if got := idsOf[string](earlier.Nodes()); !slices.Equal(got, preceding) {
				t.Fatalf("by %s %s, before %s come %v, want %v", field, direction, e.Node.ID, got, preceding)
			}
			if later.PageInfo.HasPreviousPage != (len(following) < len(after.Events)) || earlier.PageInfo.HasNextPage != (len(preceding) < len(after.Events)) {
				t.Fatalf("around %s the other side is told wrongly", e.Node.ID)
			}
		}
	})
}

func TestACursorIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := &cursor{
			noun: nounCode(rapid.Byte().Draw(t, "noun")), order: rapid.Byte().Draw(t, "order"), version: rapid.String().Draw(t, "version"),
			key: rapid.SliceOf(rapid.Byte()).Draw(t, "key"), id: rapid.String().Draw(t, "id"),
		}
		got, err := parseCursor(want.String())
		must(t, err)
		if diff := gocmp.Diff(want, got, gocmp.AllowUnexported(cursor{})); diff != "" {
			t.Fatalf("a cursor is read back otherwise (-made +read):\n%s", diff)
		}
	})
}

// Whatever a caller sends is refused or is a cursor that is read back the same.
func FuzzCursor(f *testing.F) {
	f.Add((&cursor{noun: nounFigure, order: 1, version: "1+abc", key: []byte{1, 2}, id: "figure:x"}).String())
	f.Add("")
	f.Add("AQE_")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := parseCursor(s)
		if err != nil {
			refusedWith(t, BadCursor, s, err)
			return
		}
		again, err := parseCursor(c.String())
		must(t, err)
		if diff := gocmp.Diff(c, again, gocmp.AllowUnexported(cursor{})); diff != "" {
			t.Errorf("%q is read back otherwise:\n%s", s, diff)
		}
	})
}
