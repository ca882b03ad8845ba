package store

import (
	"reflect"
	"sync"
	"testing"

	"onrecord/news"
)

// What is remembered is what would be read, and what has lost its slot is read again.
func TestRecordsAreRemembered(t *testing.T) {
	s := stored(t, large(200))
	read := func() []*news.Figure {
		var all []*news.Figure
		page := Page{First: at(MaxPage)}
		for {
			c, err := s.Figures(nil, nil, page)
			must(t, err)
			all = append(all, c.Nodes()...)
			if !c.PageInfo.HasNextPage {
				return all
			}
			page.After = certain(c.PageInfo.EndCursor())
		}
	}
	before := read()
	for i, f := range read() {
		if f != before[i] {
			t.Fatalf("%s was read twice", f.ID)
		}
		byID, err := s.Figure(f.ID)
		must(t, err)
		again, err := s.Figure(f.ID)
		must(t, err)
		if byID != f || again != f {
			t.Fatalf("%s is another when it is asked for by its id", f.ID)
		}
	}
	for i := range s.memory.placed { // others have come
		s.memory.placed[i].Store(&placed{nounFigure, memorySlots + 1, before[0]})
		s.memory.named[i].Store(&named{"figure:another", before[0]})
	}
	for i, f := range read() {
		if f == before[i] || !reflect.DeepEqual(f, before[i]) {
			t.Fatalf("%s was %+v, and is %+v", f.ID, before[i], f)
		}
		if byID, err := s.Figure(f.ID); byID != f || err != nil {
			t.Fatalf("%s leads to %+v, %v", f.ID, byID, err)
		}
	}
}

// An id of another kind is refused, whether its record is remembered or not.
func TestARememberedIDKeepsItsKind(t *testing.T) {
	s := stored(t, large(20))
	_, err := s.Event("event:e0")
	must(t, err)
	_, err = s.Actor("event:e0")
	refusedWith(t, BadID, "an event's id for an actor", err)
}

// Many can read at a time, while what they remember is taken from them.
func TestManyReadAtATime(t *testing.T) {
	s := stored(t, large(60))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range 100 {
				s.memory.placed[i].Store(nil)
				c, err := s.Figures(nil, &FigureOrder{Field: FigureValue}, Page{First: at(20)}, FiguresBy("actor:a3"))
				if err != nil || c.TotalCount == 0 || c.Edges[0].Node.Attribution.Origin() != "actor:a3" {
					t.Error(c, err)
					return
				}
			}
		})
	}
	all.Wait()
}
