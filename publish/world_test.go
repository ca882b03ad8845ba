package publish

import (
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"onrecord/news"
	"onrecord/store"
)

type tester interface {
	Helper()
	Fatal(...any)
}

func must(t tester, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// edition is a dataset that can be told from every other by its title and by how many events it has.
func edition(n int) *news.Dataset {
	ds := &news.Dataset{Title: fmt.Sprintf("edition %d", n), Edition: fmt.Sprint(n), Released: "2026-11-21", Licence: "CC0-1.0"}
	for i := range n {
		ds.Events = append(ds.Events, &news.Event{ID: news.EventID(fmt.Sprintf("event:e%d", i)), Label: fmt.Sprintf("Event %d", i)})
	}
	news.Derive(ds)
	return ds
}

// building writes a store of a dataset.
func building(ds *news.Dataset) func(string) (*store.Store, error) {
	return func(path string) (*store.Store, error) { return store.Create(path, ds, nil) }
}

// fresh is a new folder, with a clock that is a minute on at each look.
func fresh(t *testing.T) *Folder {
	t.Helper()
	f := At(t.TempDir())
	minute := 0
	f.now = func() time.Time {
		minute++
		return time.Date(2026, 11, 21, 8, minute, 30, 999, time.FixedZone("somewhere", 3600))
	}
	return f
}

func publish(t *testing.T, f *Folder, n int) Version {
	t.Helper()
	v, uncleared, err := f.Publish(building(edition(n)))
	must(t, errors.Join(err, uncleared))
	return v
}

// served is which edition a folder's current version is, read to the end.
func served(f *Folder) (n int, err error) {
	s, v, err := f.Open()
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	events, err := s.Events(nil, nil, store.Page{})
	if err != nil {
		return 0, err
	}
	n = s.Dataset().Events
	if s.Dataset().Title != fmt.Sprintf("edition %d", n) || events.TotalCount != n || v.Dataset != s.Dataset().Version {
		return 0, fmt.Errorf("%s has the title %q, %d events in its summary and %d on its list", v, s.Dataset().Title, n, events.TotalCount)
	}
	return n, nil
}

func serves(t tester, f *Folder, want int) {
	t.Helper()
	if n, err := served(f); err != nil || n != want {
		t.Fatal("edition ", n, " is served, ", err, "; want edition ", want)
	}
}

// holds sees that nothing else stands in a folder.
func holds(t *testing.T, f *Folder, versions ...Version) {
	t.Helper()
	wanted := map[string]bool{Pointer: true, lockName: true}
	for _, v := range versions {
		wanted[v.Hash+suffix] = true
	}
	entries, err := os.ReadDir(f.path)
	must(t, err)
	for _, e := range entries {
		if !wanted[e.Name()] {
			t.Errorf("%s is left in the folder", e.Name())
		}
		delete(wanted, e.Name())
	}
	for name := range wanted {
		t.Errorf("%s is not in the folder", name)
	}
}

// times is how often a test does something: few times, or as often as `make faults` has it.
func times(few, many int) int {
	if os.Getenv("ONRECORD_FAULTS") != "" {
		return many
	}
	return few
}
