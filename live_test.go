package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"onrecord/publish"
	"onrecord/store"
)

// A request keeps the version it began with, though another is served by the time it reads; and that version is let go of when the
// request ends. The control lets go of it at once.
func TestARequestKeepsTheVersionItBeganWith(t *testing.T) {
	for _, careless := range []bool{false, true} {
		folder := t.TempDir()
		published := publishEdition(t, folder, 1)
		begun, resume := make(chan struct{}, 1), make(chan struct{})
		k, _, _ := keeping(t, folder)
		k.served = newLive(func(s *store.Store) http.Handler {
			inner := newGate(defaultLimits(t), rates{}).over(s)
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("X-Wait") != "" {
					begun <- struct{}{}
					<-resume
				}
				inner.ServeHTTP(w, r)
			})
		})
		must(t, k.begin())
		server := httptest.NewServer(k.served)
		answered := make(chan error)
		go func() {
			r, _ := http.NewRequest(http.MethodPost, server.URL+"/graphql", strings.NewReader(fmt.Sprintf(`{"query":%q}`, askEdition)))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("X-Wait", "yes")
			answer, err := http.DefaultClient.Do(r)
			if err == nil {
				defer answer.Body.Close()
				var n int
				var body []byte
				if body, err = io.ReadAll(answer.Body); err == nil {
					if n, err = versionTold(answer.StatusCode, body); err == nil && n != 1 {
						err = fmt.Errorf("edition %d, want 1, which it began with", n)
					}
				}
			}
			answered <- err
		}()
		<-begun
		first := k.served.current.Load()
		for n := 2; n <= 6; n++ { // so many that the first is no longer kept, but for who reads it
			publishEdition(t, folder, n)
			must(t, k.look())
		}
		select {
		case <-first.freed:
			t.Error("the version is let go of while a request needs it")
		default:
		}
		if careless {
			must(t, first.free())
		}
		if n := answers(t, k.served); n != 6 {
			t.Errorf("a new request is answered from edition %d, want 6", n)
		}
		close(resume)
		if err := <-answered; (err != nil) != careless {
			t.Errorf("the request of before (control: %t) gives %v", careless, err)
		}
		server.Close()
		<-first.freed
		must(t, first.err)
		publishEdition(t, folder, 7)
		if _, err := os.Stat(publish.At(folder).Path(published)); err == nil {
			t.Error("the file of the first version is still there, and nobody reads it")
		}
	}
}

// handles counts what a process holds of the system: open files, and mapped ones.
func handles(t testing.TB) (open, mapped int) {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("needs /proc")
	}
	maps, err := os.ReadFile("/proc/self/maps")
	must(t, err)
	return len(entries), strings.Count(string(maps), ".db")
}

// Many versions are published and served one after the other while requests run: half of them the same question, which is answered
// from memory, half of them each a question of its own. None fails, none is answered from two, none from an older version than was
// served when it began; and afterwards nothing is held that was not before.
func TestSwapsUnderLoad(t *testing.T) {
	swaps := times(25, 200)
	folder := t.TempDir()
	publishEdition(t, folder, 1)
	k, _, said := keeping(t, folder)
	must(t, k.begin())
	server := httptest.NewServer(k.served)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8}}
	for range 20 { // whatever is made once
		if _, err := putQuestion(client, server.URL); err != nil {
			t.Fatal(err)
		}
	}
	client.CloseIdleConnections()
	settle := func() (heap uint64, routines, open, mapped int) {
		for range 3 {
			runtime.GC()
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		open, mapped = handles(t)
		return m.HeapAlloc, runtime.NumGoroutine(), open, mapped
	}
	heap, routines, open, mapped := settle()
	done := make(chan struct{})
	var asked, serving atomic.Int64
	serving.Store(1)
	var clients sync.WaitGroup
	var heard [8]map[int]bool
	for i := range heard {
		heard[i] = map[int]bool{}
		clients.Go(func() {
			last := int64(0)
			for {
				since, question := max(last, serving.Load()), askEdition
				if i%2 == 0 {
					question = fmt.Sprintf("query Q%d_%d ", i, asked.Load()) + askEdition
				}
				n, err := putQuery(client, server.URL, question)
				if asked.Add(1); err != nil || int64(n) < since {
					t.Errorf("when edition %d was served came %d, %v", since, n, err)
					return
				}
				last, heard[i][n] = int64(n), true
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for n := 2; n <= 1+swaps; n++ {
		publishEdition(t, folder, n)
		must(t, k.look())
		serving.Store(int64(n))
		for from := asked.Load(); asked.Load() < from+8 && !t.Failed(); { // some requests of each
			runtime.Gosched()
		}
	}
	close(done)
	clients.Wait()
	if n := answers(t, k.served); n != 1+swaps {
		t.Errorf("edition %d is served at last, want %d", n, 1+swaps)
	}
	client.CloseIdleConnections()
	editions := map[int]bool{}
	for _, of := range heard {
		for n := range of {
			editions[n] = true
		}
	}
	if len(editions) < swaps/2 {
		t.Errorf("requests were answered from %d editions of %d: there was hardly any load", len(editions), swaps+1)
	}
	for wait := 0; wait < 200 && runtime.NumGoroutine() > routines; wait++ {
		time.Sleep(10 * time.Millisecond) // connections that were closed are still being put away
	}
	heapAfter, routinesAfter, openAfter, mappedAfter := settle()
	if routinesAfter > routines || openAfter > open || mappedAfter > mapped || heapAfter > heap+16<<20 {
		t.Errorf("goroutines %d → %d, files %d → %d, mapped %d → %d, heap %d → %d bytes", routines, routinesAfter, open, openAfter, mapped, mappedAfter, heap, heapAfter)
	}
	t.Logf("%d swaps under %d requests, answered from %d editions; goroutines %d → %d, files %d → %d, mapped %d → %d, heap %.1f → %.1f MB",
		swaps, asked.Load(), len(editions), routines, routinesAfter, open, openAfter, mapped, mappedAfter, float64(heap)/1e6, float64(heapAfter)/1e6)
	if said.Len() > 0 {
		t.Errorf("in the terminal: %s", said)
	}
	server.Close()

	// The control would close each store as soon as the next is served. It only notes so, because to read from a store that is
	// closed is the end of the process, which is how the swaps above would have shown it.
	var gone sync.Map // the stores that it would have closed
	var failed atomic.Int64
	careless := newLive(func(s *store.Store) http.Handler {
		inner := newGate(defaultLimits(t), rates{}).over(s)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			inner.ServeHTTP(w, r)
			if _, closed := gone.Load(s); closed {
				failed.Add(1)
			}
		})
	})
	server = httptest.NewServer(careless)
	defer server.Close()
	path := filepath.Join(t.TempDir(), "control.db")
	must(t, store.Write(path, soundEdition(t, 1), nil))
	var stores []*store.Store
	swap := func() {
		s, err := store.Open(path)
		must(t, err)
		careless.serve(&held{s, func() error { return nil }})
		if last := len(stores) - 1; last >= 0 {
			gone.Store(stores[last], true)
		}
		stores = append(stores, s)
	}
	swap()
	stop := make(chan struct{})
	for range 8 {
		clients.Go(func() {
			for {
				_, _ = putQuestion(http.DefaultClient, server.URL) // what matters is what it reads from
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	for n := 0; n < 500 && failed.Load() == 0; n++ {
		swap()
	}
	close(stop)
	clients.Wait()
	server.Close()
	for _, s := range stores {
		must(t, s.Close())
	}
	if failed.Load() == 0 {
		t.Error("control: no request reads from a store that would be closed, so this test sees nothing")
	}
}
