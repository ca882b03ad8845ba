package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"onrecord/loader"
	"onrecord/news"
	"onrecord/publish"
	"onrecord/store"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// times is how often a test does something: few times, or as often as `make faults` has it.
func times(few, many int) int {
	if os.Getenv("ONRECORD_FAULTS") != "" {
		return many
	}
	return few
}

// writeEdition writes the sound dataset as its n-th edition, which can be told from every other in three places of an answer.
func writeEdition(t testing.TB, folder string, n int) {
	t.Helper()
	sound := os.DirFS("testdata/sound/dataset")
	must(t, os.RemoveAll(folder))
	must(t, os.CopyFS(folder, sound))
	for name, words := range map[string][2]string{
		"dataset.yaml": {"title: The flood at Vell, a made-up town\nedition: \"1\"", fmt.Sprintf("title: edition %d\nedition: \"%d\"", n, n)},
		"actors.yaml":  {"name: Ada Brenn", fmt.Sprintf("name: Ada Brenn %d", n)},
	} {
		content, err := os.ReadFile(filepath.Join(folder, name))
		must(t, err)
		if bytes.Count(content, []byte(words[0])) != 1 {
			t.Fatalf("%q does not stand in %s once", words[0], name)
		}
		must(t, os.WriteFile(filepath.Join(folder, name), bytes.Replace(content, []byte(words[0]), []byte(words[1]), 1), 0o644))
	}
}

func soundEdition(t testing.TB, n int) *news.Dataset {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "edition")
	writeEdition(t, folder, n)
	ds, found := loader.Load(os.DirFS(folder), loader.Options{})
	if ds == nil {
		t.Fatal(found)
	}
	return ds
}

const askEdition = `{ dataset { title edition version } actor(id: "actor:ada-brenn") { name } statements { totalCount nodes { gist } } }`

// versionTold is which edition an answer to the question is of. It is an error where the answer is not of one edition alone.
func versionTold(status int, body []byte) (n int, err error) {
	var a struct {
		Data struct {
			Dataset    struct{ Title, Edition, Version string }
			Actor      struct{ Name string }
			Statements struct {
				TotalCount int
				Nodes      []struct{ Gist string }
			}
		}
		Extensions struct{ Dataset struct{ Version string } }
	}
	if err := json.Unmarshal(body, &a); err != nil || status != http.StatusOK {
		return 0, fmt.Errorf("status %d, %v: %.300s", status, err, body)
	}
	if _, err := fmt.Sscan(a.Data.Dataset.Edition, &n); err != nil {
		return 0, fmt.Errorf("%w: %s", err, body)
	}
	if d := a.Data.Dataset; d.Title != fmt.Sprint("edition ", n) || a.Data.Actor.Name != fmt.Sprint("Ada Brenn ", n) || !strings.HasPrefix(d.Version, fmt.Sprint(n, "+")) ||
		a.Extensions.Dataset.Version != d.Version || a.Data.Statements.TotalCount != len(a.Data.Statements.Nodes) || a.Data.Statements.TotalCount == 0 {
		return n, fmt.Errorf("the answer is not of one edition: %s", body)
	}
	return n, nil
}

// putQuestion asks whoever listens at an address.
func putQuestion(client *http.Client, address string) (n int, err error) {
	return putQuery(client, address, askEdition)
}

// putQuery does so in words of one's own.
func putQuery(client *http.Client, address, query string) (n int, err error) {
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		return 0, err
	}
	answer, err := client.Post(address+"/graphql", "application/json", bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	read, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, err
	}
	return versionTold(answer.StatusCode, read)
}

// answers is which edition a handler answers from.
func answers(t testing.TB, h http.Handler) int {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": askEdition})
	must(t, err)
	r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	n, err := versionTold(w.Code, w.Body.Bytes())
	must(t, err)
	return n
}

// keeping serves a folder and watches it; what is said in the terminal is in the buffers.
func keeping(t testing.TB, data string) (k *keeper, out, said *bytes.Buffer) {
	out, said = &bytes.Buffer{}, &bytes.Buffer{}
	k = &keeper{holding: holding{Data: data}, console: console{out: out, err: said}, served: newLive(newGate(defaultLimits(t), rates{}).over)}
	k.now = func() time.Time { return time.Date(2026, 11, 21, 8, 30, 0, 0, time.FixedZone("somewhere", 3600)) }
	t.Cleanup(func() {
		if err := k.served.close(); err != nil {
			t.Error(err)
		}
	})
	return k, out, said
}

func publishEdition(t testing.TB, folder string, n int) publish.Version {
	t.Helper()
	v, uncleared, err := publish.At(folder).Publish(soundEdition(t, n), nil)
	must(t, errors.Join(err, uncleared))
	return v
}

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

// Damage of every kind to the version that is published next: it is refused, told of once, and the version before is served on.
func TestDamagedVersionsAreRefused(t *testing.T) {
	folder := t.TempDir()
	publishEdition(t, folder, 1)
	k, _, said := keeping(t, folder)
	must(t, k.begin())
	v := publishEdition(t, folder, 2)
	f := publish.At(folder)
	sound, err := os.ReadFile(f.Path(v))
	must(t, err)
	bare := filepath.Join(t.TempDir(), "bare.db")
	must(t, store.Write(bare, soundEdition(t, 2), nil))
	if content, err := os.ReadFile(bare); err != nil || !bytes.Equal(content, sound) {
		t.Fatalf("a published store is not a store: %v", err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	letThrough := 0
	for _, kind := range []struct {
		name   string
		count  int
		damage func([]byte) []byte
	}{
		{"a bit is turned", times(50, 300), func(b []byte) []byte { b[random.IntN(len(b))] ^= 1 << random.IntN(8); return b }},
		{"a page is zeroed", times(30, 200), func(b []byte) []byte {
			for {
				page := b[random.IntN(len(b)/store.PageSize)*store.PageSize:][:store.PageSize]
				if slices.ContainsFunc(page, func(c byte) bool { return c != 0 }) {
					clear(page)
					return b
				}
			}
		}},
		{"the end is cut off", times(20, 100), func(b []byte) []byte { return b[:random.IntN(len(b))] }},
	} {
		for range kind.count {
			damaged := kind.damage(slices.Clone(sound))
			aside := filepath.Join(folder, "damaged")
			must(t, os.WriteFile(aside, damaged, 0o644))
			if s, err := store.Open(aside); err == nil {
				s.Close()
				t.Fatalf("%s, and the bare store is opened", kind.name)
			}
			if faults, err := store.Verify(aside); err == nil && len(faults) == 0 {
				t.Fatalf("%s, and verify finds nothing", kind.name)
			}
			if kind.name == "a bit is turned" { // the control: how bbolt would have it
				if db, err := bbolt.Open(aside, 0o444, &bbolt.Options{ReadOnly: true}); err == nil {
					letThrough++
					must(t, db.Close())
				}
			}
			must(t, os.Rename(aside, f.Path(v)))
			if err := k.look(); !errors.Is(err, publish.ErrDamaged) {
				t.Fatalf("%s, and the version is taken: %v", kind.name, err)
			}
			if n := answers(t, k.served); n != 1 {
				t.Fatalf("%s, and edition %d is served, want 1", kind.name, n)
			}
		}
		t.Logf("%s, %d times: refused each time, and the version before was served", kind.name, kind.count)
	}
	if letThrough == 0 {
		t.Error("control: bbolt refuses every file with a bit turned, so this test sees nothing")
	}
	t.Logf("control: bbolt alone opens %d of those with a bit turned", letThrough)
	// Put back, it is served.
	aside := filepath.Join(folder, "sound")
	must(t, os.WriteFile(aside, sound, 0o644))
	must(t, os.Rename(aside, f.Path(v)))
	must(t, k.look())
	if n := answers(t, k.served); n != 2 || said.Len() > 0 {
		t.Errorf("edition %d is served, want 2, now that it is whole; in the terminal: %s", n, said)
	}
}

// A curator saves what is wrong, looks at the problems, and mends it. What was served last goes on being served.
func TestACuratorSaves(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "dataset")
	writeEdition(t, folder, 1)
	k, out, said := keeping(t, folder)
	page := showProblems(k.report)
	look := func(want report, terminal ...string) {
		t.Helper()
		out.Reset()
		said.Reset()
		must(t, k.look())
		for _, words := range terminal {
			if !strings.Contains(out.String()+said.String(), words) {
				t.Errorf("the terminal does not say %q:\n%s%s", words, out, said)
			}
		}
		want.Watching, want.CheckedAt, want.Served = true, "2026-11-21T07:30:00Z", k.served.version()
		w := httptest.NewRecorder()
		page.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/problems", nil))
		var got report
		must(t, json.Unmarshal(w.Body.Bytes(), &got))
		for i := range got.Problems {
			got.Problems[i].Message, got.Problems[i].Suggestion, got.Problems[i].SourceLine = "", "", ""
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(loader.Diagnostic{})); diff != "" {
			t.Errorf("/problems (-want +got):\n%s", diff)
		}
	}
	noTexts := loader.Diagnostic{Code: loader.Unverified, Severity: loader.Info}
	must(t, k.begin())
	look(report{Current: true, Problems: loader.Diagnostics{noTexts}}, "edition 1, version 1+")
	actors := filepath.Join(folder, "actors.yaml")
	content, err := os.ReadFile(actors)
	must(t, err)
	must(t, os.WriteFile(actors, bytes.Replace(content, []byte("kind: OUTLET"), []byte("kind: <b>PAPER"), 1), 0o644))
	look(report{Errors: 1, Problems: loader.Diagnostics{noTexts, {Code: "unknown-value", Severity: loader.Error, File: "actors.yaml", Line: 11, Column: 11, Width: 8}}},
		"actors.yaml:11:11: error[unknown-value]", "version 1+", " is served on")
	if n := answers(t, k.served); n != 1 {
		t.Errorf("edition %d is served, want 1", n)
	}
	r := httptest.NewRequest(http.MethodGet, "/problems", nil)
	r.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	w := httptest.NewRecorder()
	page.ServeHTTP(w, r)
	for _, words := range []string{"1 error, 0 warnings", "is served on; the files say something else", "actors.yaml:11:11: error[unknown-value]", "&lt;b&gt;PAPER", `http-equiv="refresh"`} {
		if !strings.Contains(w.Body.String(), words) {
			t.Errorf("the page does not say %q:\n%s", words, w.Body)
		}
	}
	if kind := w.Header().Get("Content-Type"); kind != "text/html; charset=utf-8" || w.Header().Get("Access-Control-Allow-Origin") != "" || strings.Contains(w.Body.String(), "<b>") {
		t.Errorf("the page is %s, %v:\n%s", kind, w.Header(), w.Body)
	}
	writeEdition(t, folder, 2)
	look(report{Current: true, Problems: loader.Diagnostics{noTexts}}, "edition 2, version 2+")
	if n := answers(t, k.served); n != 2 {
		t.Errorf("edition %d is served, want 2", n)
	}
	must(t, os.RemoveAll(folder))
	if err := k.look(); err == nil || !k.report().Failed {
		t.Errorf("the folder is gone, and the look gives %v and the report %+v", err, k.report())
	}
	if n := answers(t, k.served); n != 2 {
		t.Errorf("edition %d is served, want 2", n)
	}
}

// Where the first look finds errors, the server waits for them to be mended and says so to whoever asks.
func TestADatasetThatIsBrokenFromTheStart(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "dataset")
	writeEdition(t, folder, 1)
	must(t, os.Remove(filepath.Join(folder, "actors.yaml")))
	k, _, said := keeping(t, folder)
	must(t, k.begin())
	w := httptest.NewRecorder()
	k.served.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/graphql", nil))
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "NO_VERSION_YET") || !strings.Contains(said.String(), "nothing is served until this is mended") {
		t.Errorf("status %d, %s; in the terminal: %s", w.Code, w.Body, said)
	}
	mux := http.NewServeMux()
	newGate(defaultLimits(t), rates{}).tellHealth(mux, k.served.version)
	health := func(what string, healthy, ready int) {
		t.Helper()
		for address, want := range map[string]int{"/healthz": healthy, "/readyz": ready} {
			w := httptest.NewRecorder()
			if mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil)); w.Code != want {
				t.Errorf("%s %s answers %d, want %d: %s", what, address, w.Code, want, w.Body)
			}
		}
	}
	health("before", 200, 503)
	writeEdition(t, folder, 1)
	must(t, k.look())
	if n := answers(t, k.served); n != 1 {
		t.Errorf("edition %d is served, want 1", n)
	}
	health("afterwards", 200, 200)
}

// Whatever lies in the folder of a dataset that is watched, the last good version is served on, the problem is told with its
// place, and nothing is waited for. Where it does no harm, the new edition is served. What the loader makes of each is in
// loader/load_files_test.go.
func TestOddFilesInAWatchedDataset(t *testing.T) {
	replace := func(name string, change func([]byte) []byte) func(folder string) error {
		return func(folder string) error {
			path := filepath.Join(folder, name)
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			return os.WriteFile(path, change(content), 0o644)
		}
	}
	for name, odd := range map[string]struct {
		do   func(folder string) error
		fine bool
		at   string
	}{
		"invalid UTF-8": {do: replace("actors.yaml", func(b []byte) []byte { return bytes.Replace(b, []byte("Ada"), []byte("Ad\xff"), 1) }), at: "actors.yaml"},
		"NUL":           {do: replace("actors.yaml", func(b []byte) []byte { return bytes.Replace(b, []byte("Ada"), []byte("A\x00a"), 1) }), at: "actors.yaml"},
		"BOM":           {do: replace("actors.yaml", func(b []byte) []byte { return append([]byte("\ufeff"), b...) }), at: "actors.yaml"},
		"CRLF":          {do: replace("actors.yaml", func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")) }), fine: true},
		"a 10 MB line":  {do: replace("actors.yaml", func(b []byte) []byte { return append(b, "\n# "+strings.Repeat("x", 10<<20)...) }), fine: true},
		"a symlink loop": {do: func(folder string) error {
			return os.Symlink("loop.yaml", filepath.Join(folder, "articles", "loop.yaml"))
		}, at: "articles/loop.yaml"},
		"a FIFO": {do: func(folder string) error {
			return syscall.Mkfifo(filepath.Join(folder, "articles", "pipe.yaml"), 0o644)
		}, at: "articles/pipe.yaml"},
		"a file is gone": {do: func(folder string) error { return os.Remove(filepath.Join(folder, "events.yaml")) }, at: "events.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "dataset")
			writeEdition(t, folder, 1)
			k, _, said := keeping(t, folder)
			must(t, k.begin())
			state := k.state()
			writeEdition(t, folder, 2)
			must(t, odd.do(folder))
			if k.state() == state {
				t.Error("the change is not seen")
			}
			must(t, k.look())
			want := 1
			if odd.fine {
				want = 2
			}
			at := slices.IndexFunc(k.report().Problems, func(d loader.Diagnostic) bool { return d.Severity == loader.Error })
			if odd.fine != (at < 0) || at >= 0 && k.report().Problems[at].File != odd.at {
				t.Errorf("the problems are:\n%.2000s", said)
			}
			if n := answers(t, k.served); n != want {
				t.Errorf("edition %d is served, want %d", n, want)
			}
			if strings.Contains(said.String(), "\x00") || strings.Contains(said.String(), "\xff") || said.Len() > 10_000 {
				t.Errorf("the terminal is given %d bytes: %.1000q", said.Len(), said)
			}
		})
	}
}
