package store

import (
	"errors"
	"testing"

	"onrecord/news"
)

func refusedWith(t *testing.T, code Code, err error) {
	t.Helper()
	var refused *ArgumentError
	if !errors.As(err, &refused) || refused.Code != code {
		t.Errorf("the answer is %v, want %s", err, code)
	}
}

func number(n int) *int { return &n }

func TestAPageIsAskedForInOneWayOnly(t *testing.T) {
	s := stored(t, large(20))
	for _, page := range []Page{{First: number(1), Last: number(1)}, {First: number(-1)}, {Last: number(-1)}, {First: number(MaxPage + 1)}, {Last: number(MaxPage + 1)}} {
		_, err := s.Figures(nil, nil, page)
		refusedWith(t, BadPage, err)
	}
	if c, err := s.Figures(nil, nil, Page{First: number(MaxPage)}); err != nil || len(c.Edges) != 20 {
		t.Errorf("a page of the largest size: %v", err)
	}
}

func TestACursorIsOfOneListAndOrder(t *testing.T) {
	s := stored(t, large(20))
	c, err := s.Figures(nil, nil, Page{First: number(2)})
	if err != nil {
		t.Fatal(err)
	}
	cursor := c.PageInfo.EndCursor
	if _, err := s.Figures(nil, nil, Page{After: cursor}); err != nil {
		t.Error(err)
	}
	_, err = s.Figures(nil, &FigureOrder{Field: FigureValue}, Page{After: cursor})
	refusedWith(t, BadCursor, err)
	_, err = s.Statements(nil, nil, Page{After: cursor})
	refusedWith(t, BadCursor, err)
	for _, made := range []string{"", "x", "????", "AAAA", *cursor + "AA"} {
		_, err = s.Figures(nil, nil, Page{After: &made})
		refusedWith(t, BadCursor, err)
	}
}

// A reader who pages on across an update goes on after the record last seen, though it is gone.
func TestACursorGoesOnInTheNextVersion(t *testing.T) {
	before := stored(t, large(40))
	c, err := before.Statements(nil, nil, Page{First: number(1)})
	if err != nil {
		t.Fatal(err)
	}
	gone := c.Edges[0].Node.ID
	all, err := before.Statements(nil, nil, Page{})
	if err != nil {
		t.Fatal(err)
	}
	ds := large(40)
	var kept []*news.Statement
	for _, s := range ds.Statements {
		if s.ID != gone {
			kept = append(kept, s)
		}
	}
	ds.Statements = kept
	var reports []*news.StatementReport
	for _, r := range ds.Reports {
		if r.Statement != gone {
			reports = append(reports, r)
		}
	}
	ds.Reports = reports
	news.Derive(ds)
	next, err := stored(t, ds).Statements(nil, nil, Page{First: number(1), After: c.PageInfo.EndCursor})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := next.Edges[0].Node.ID, all.Edges[1].Node.ID; got != want {
		t.Errorf("after %s comes %s, want %s", gone, got, want)
	}
}

func FuzzCursor(f *testing.F) {
	c := cursor{noun: nounFigure, order: 1, version: "1+abc", key: []byte{1, 2}, id: "figure:x"}
	f.Add(c.String())
	f.Add("")
	f.Add("AQE_")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := parseCursor(s)
		if err != nil {
			return
		}
		again, err := parseCursor(c.String())
		if err != nil || again.id != c.id || string(again.key) != string(c.key) || again.version != c.version {
			t.Errorf("%q is read as %v and then as %v, %v", s, c, again, err)
		}
	})
}

func FuzzRecord(f *testing.F) {
	ds := large(20)
	f.Add(figures.write(ds.Figures[0]))
	f.Add(reports.write(ds.Reports[0]))
	f.Add(events.write(ds.Events[0]))
	f.Fuzz(func(_ *testing.T, value []byte) {
		_ = decode(value, &news.Figure{}, (*codec).figure)
		_ = decode(value, &news.StatementReport{}, (*codec).report)
		_ = decode(value, &news.Event{}, (*codec).event)
		_ = decode(value, &news.Actor{}, (*codec).actor)
		_ = decode(value, &news.Article{}, (*codec).article)
	})
}
