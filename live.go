package main

import (
	"errors"
	"net/http"
	"sync/atomic"

	"onrecord/store"
)

// held is an open store, and how to be rid of it, with the file where that was made for this run.
type held struct {
	*store.Store
	free func() error
}

// live answers requests from one version at a time. Another can take its place at any moment: a request keeps the version it
// began with to its end, and a version is let go of when its last request has ended.
type live struct {
	build   func(*store.Store) http.Handler
	current atomic.Pointer[snapshot]
}

// snapshot is a version, and who needs it.
type snapshot struct {
	handler http.Handler
	version string // of the dataset; "" where there is none
	users   atomic.Int64
	free    func() error
	freed   chan struct{} // closed when it has been let go of
	err     error         // of that
}

// newLive refuses every request until there is something to answer from.
func newLive(build func(*store.Store) http.Handler) *live {
	l := &live{build: build}
	l.put(&snapshot{handler: http.HandlerFunc(notYet), free: func() error { return nil }})
	return l
}

func notYet(w http.ResponseWriter, r *http.Request) {
	refuse(w, r, http.StatusServiceUnavailable, "no version of the dataset is served yet; /problems says what is wrong with it", map[string]any{"code": "NO_VERSION_YET"})
}

// ServeHTTP hands a request to the version that is current now.
func (l *live) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s := l.take()
	defer s.leave()
	s.handler.ServeHTTP(w, r)
}

// serve answers from another version from now on, and gives the one before.
func (l *live) serve(h *held) *snapshot {
	return l.put(&snapshot{handler: l.build(h.Store), version: h.Dataset().Version, free: h.free})
}

func (l *live) put(s *snapshot) *snapshot {
	s.users.Store(1) // being current counts as one
	s.freed = make(chan struct{})
	before := l.current.Swap(s)
	if before != nil {
		before.leave()
	}
	return before
}

// close lets go of the current version when the last request has ended. It fails where one has not.
func (l *live) close() error {
	last := l.put(&snapshot{handler: http.HandlerFunc(notYet), free: func() error { return nil }})
	select {
	case <-last.freed:
		return last.err
	default:
		return errors.New("requests were still being answered; what they read was not let go of")
	}
}

// version is the version of the dataset that is served, "" where there is none yet.
func (l *live) version() string { return l.current.Load().version }

// take is the current snapshot, with its taker among its users.
func (l *live) take() *snapshot {
	for {
		s := l.current.Load()
		for n := s.users.Load(); n > 0; n = s.users.Load() {
			if s.users.CompareAndSwap(n, n+1) {
				return s
			}
		}
		// It was replaced, and let go of, since it was looked up.
	}
}

func (s *snapshot) leave() {
	if s.users.Add(-1) == 0 {
		s.err = s.free()
		close(s.freed)
	}
}

// also does one thing after another, whatever becomes of the first.
func also(first, second func() error) func() error {
	return func() error { return errors.Join(first(), second()) }
}
