package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"onrecord/loader"
	"onrecord/publish"
	"onrecord/store"
)

// publishForeign makes a version current that is whole and of a format that this program does not read.
func publishForeign(t *testing.T, folder string, n int) (path string) {
	t.Helper()
	f := publish.At(folder)
	v := publishEdition(t, folder, n)
	list, err := f.Versions()
	must(t, err)
	built := filepath.Join(t.TempDir(), "foreign.db")
	must(t, store.Write(built, soundEdition(t, n), nil))
	content, err := os.ReadFile(built)
	must(t, err)
	words, _, _ := bytes.Cut(content[len(content)-store.PageSize:], []byte(v.Hash))

	db, err := bbolt.Open(built, 0o644, nil)
	must(t, err)
	var size int64
	must(t, db.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte("meta")).Put([]byte("format"), []byte(fmt.Sprint(store.Format+1)))
	}))
	must(t, db.View(func(tx *bbolt.Tx) error { size = tx.Size(); return nil }))
	must(t, db.Close())
	content, err = os.ReadFile(built)
	must(t, err)
	content = content[:size]
	var sums []byte
	for rest := content; len(rest) > 0; rest = rest[min(len(rest), 1<<20):] {
		sum := sha256.Sum256(rest[:min(len(rest), 1<<20)])
		sums = append(sums, sum[:]...)
	}
	whole := sha256.Sum256(sums)
	seal := hex.EncodeToString(whole[:])
	page := make([]byte, store.PageSize)
	copy(page, string(words)+seal+"\n")
	content = append(content, page...)

	list.Current, list.Versions[0].Hash, list.Versions[0].Size = seal, seal, int64(len(content))
	path = f.Path(list.Versions[0])
	must(t, os.WriteFile(path, content, 0o644))
	must(t, os.WriteFile(filepath.Join(folder, publish.Pointer), []byte(list.String()), 0o644))
	return path
}

// To find that a version is damaged, or of another format, is to read all of it. Once is enough, until its file changes; what fails
// otherwise is tried again.
func TestWhatIsRefusedIsReadOnce(t *testing.T) {
	for _, refused := range []struct {
		name    string
		publish func(folder string) (path string)
		is      error
		settled bool
	}{
		{"another format", func(folder string) string { return publishForeign(t, folder, 2) }, store.ErrFormat, true},
		{"damage", func(folder string) string {
			path := publish.At(folder).Path(publishEdition(t, folder, 2))
			content, err := os.ReadFile(path)
			must(t, err)
			content[len(content)/2]++
			must(t, os.WriteFile(path, content, 0o644))
			return path
		}, publish.ErrDamaged, true},
		{"a folder in its place", func(folder string) string {
			path := publish.At(folder).Path(publishEdition(t, folder, 2))
			must(t, errors.Join(os.Remove(path), os.Mkdir(path, 0o755)))
			return path
		}, nil, false},
	} {
		t.Run(refused.name, func(t *testing.T) {
			folder := t.TempDir()
			publishEdition(t, folder, 1)
			k, _, said := keeping(t, folder)
			must(t, k.begin())
			path := refused.publish(folder)
			before := k.state()
			for range 2 {
				if settled := k.settle(); settled != refused.settled {
					t.Errorf("it waits for another file: %t, want %t", settled, refused.settled)
				}
			}
			if n := strings.Count(said.String(), "is served on"); n != 1 || !k.report().Failed {
				t.Errorf("it is told %d times, want once:\n%s", n, said)
			}
			if err := k.look(); refused.is != nil && !errors.Is(err, refused.is) {
				t.Errorf("the error is %v, want %v", err, refused.is)
			}
			if n := answers(t, k.served); n != 1 || k.state() != before {
				t.Errorf("edition %d is served, want 1; and the state has changed: %t", n, k.state() != before)
			}
			info, err := os.Stat(path)
			must(t, err)
			must(t, os.Chtimes(path, info.ModTime(), info.ModTime().Add(1)))
			if k.state() == before {
				t.Error("its file has changed, and the state has not")
			}
			publishEdition(t, folder, 3)
			if settled := k.settle(); !settled || answers(t, k.served) != 3 {
				t.Errorf("the next version is taken: %t, and edition %d is served", settled, answers(t, k.served))
			}
		})
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
