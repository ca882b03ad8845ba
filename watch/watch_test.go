package watch

import (
	"context"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// In these tests time is the bubble's of testing/synctest: it moves when everybody waits.

func TestAChangeIsToldWhenItRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		hints := make(chan struct{}, 1)
		var state atomic.Value
		state.Store("a")
		told := map[time.Duration]string{}
		start := time.Now()
		go Run(ctx, hints, "a", func() string { return state.Load().(string) }, func() bool { told[time.Since(start)] = state.Load().(string); return true })
		save := func(after time.Duration, to string) {
			time.Sleep(after)
			state.Store(to)
			hints <- struct{}{}
		}
		save(time.Second, "b")                // 1.0 s: an editor saves, in three steps
		save(Quiet/2, "c")                    // 1.1 s
		save(Quiet/2, "d")                    // 1.2 s
		save(5*time.Second, "d")              // 6.2 s: a hint, and nothing has changed
		time.Sleep(time.Second)               // 7.2 s
		state.Store("e")                      // and no hint
		time.Sleep(Poll + Quiet + 10*Quiet/2) // 10.4 s: it is found all the same
		stop()
		synctest.Wait()
		if len(told) != 2 {
			t.Fatalf("told %v, want two changes", told)
		}
		for at, what := range told {
			switch {
			case what == "d" && at >= 1200*time.Millisecond+Quiet/2 && at <= 1200*time.Millisecond+2*Quiet:
			case what == "e" && at > 7200*time.Millisecond && at <= 7200*time.Millisecond+Poll+2*Quiet:
			default:
				t.Errorf("%q is told after %s", what, at)
			}
		}
	})
}

// What could not be taken is tried again, though nothing has changed; what was taken is not.
func TestWhatFailedIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		tries := 0
		go Run(ctx, nil, "a", func() string { return "b" }, func() bool { tries++; return tries == 3 })
		time.Sleep(20 * Poll)
		stop()
		synctest.Wait()
		if tries != 3 {
			t.Errorf("tried %d times, want 3", tries)
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestFilesTellOfEveryChange(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	must(t, os.Mkdir(path("sub"), 0o755))
	before := Files(dir)
	for _, step := range []struct {
		name    string
		do      func() error
		changes bool
	}{
		{"a file", func() error { return os.WriteFile(path("a"), []byte("a"), 0o644) }, true},
		{"nothing", func() error { return nil }, false},
		{"a file below", func() error { return os.WriteFile(path("sub/b"), []byte("b"), 0o644) }, true},
		{"longer", func() error { return os.WriteFile(path("sub/b"), []byte("bb"), 0o644) }, true},
		{"of another time", func() error { return os.Chtimes(path("a"), time.Time{}, time.Unix(1, 1)) }, true},
		{"renamed", func() error { return os.Rename(path("a"), path("c")) }, true},
		{"hidden", func() error { return os.WriteFile(path(".swp"), nil, 0o644) }, false},
		{"a hidden folder", func() error { return os.MkdirAll(path(".git/x"), 0o755) }, false},
		{"a link to itself", func() error { return os.Symlink("loop", path("loop")) }, true},
		{"a link to the folder above", func() error { return os.Symlink("..", path("sub/up")) }, true},
		{"a pipe", func() error { return syscall.Mkfifo(path("pipe"), 0o644) }, true},
		{"removed", func() error { return os.Remove(path("c")) }, true},
		{"all of it", func() error { return os.RemoveAll(dir) }, true},
	} {
		must(t, step.do())
		after := Files(dir)
		if (after != before) != step.changes {
			t.Errorf("%s: told %t, want %t", step.name, after != before, step.changes)
		}
		before = after
	}
}

// A folder that is made later is watched too. The test waits for as long as it takes: a hint that never comes is a test that hangs.
func TestHints(t *testing.T) {
	dir := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	hints, err := Hints(ctx, dir)
	must(t, err)
	must(t, os.Mkdir(filepath.Join(dir, "later"), 0o755))
	<-hints
	must(t, os.WriteFile(filepath.Join(dir, "later", "file"), []byte("x"), 0o644))
	<-hints
	if hints, err := Hints(ctx, filepath.Join(dir, "missing")); err == nil || len(hints) != 0 {
		t.Error("a folder that is not there is watched")
	}
}
