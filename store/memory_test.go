package store

import (
	"reflect"
	"sync"
	"testing"

	"onrecord/news"
)

// What is remembered is what would be read, and a memory that is full is emptied and filled again.
func TestRecordsAreRemembered(t *testing.T) {
	s := stored(t, large(200))
	first := s.memory.now.Load()
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
		again, err := s.Figure(f.ID)
		must(t, err)
		if again != f {
			t.Fatalf("%s is another when it is asked for by its id", f.ID)
		}
	}
	if s.memory.now.Load() != first {
		t.Fatal("200 figures fill the memory")
	}
	first.left.Store(1)
	_, err := s.Event("event:e0")
	must(t, err)
	if s.memory.now.Load() == first {
		t.Fatal("a full memory is not emptied")
	}
	for i, f := range read() {
		if f == before[i] || !reflect.DeepEqual(f, before[i]) {
			t.Fatalf("%s was %+v, and is %+v", f.ID, before[i], f)
		}
	}
}

// Many can read at a time, while the memory is emptied under them.
func TestManyReadAtATime(t *testing.T) {
	s := stored(t, large(60))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range 100 {
				if i%10 == 0 {
					s.memory.now.Load().left.Store(0)
				}
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
