package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"testing"
)

func TestHowMuchTheHeapGrows(t *testing.T) {
	const room = 96 << 20
	for live, want := range map[uint64]int64{0: 3100, 3 << 20: 3100, 12 << 20: 700, 24 << 20: 300, 48 << 20: 100, 96 << 20: 100, 4 << 30: 100} {
		if got := percentFor(room, live); got != want {
			t.Errorf("%d MB live: %d %%, want %d", live>>20, got, want)
		}
	}
}

// The rule follows what is live, collection after collection, and ends.
func TestTheHeapHasRoom(t *testing.T) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		t.Skip("somebody else says when to collect")
	}
	percent := func() int {
		was := debug.SetGCPercent(usualPercent)
		debug.SetGCPercent(was)
		return was
	}
	// until collects until the rule has been followed, which happens soon after a collection.
	until := func(what string, so func(int) bool) {
		t.Helper()
		for range 10_000 {
			if so(percent()) {
				return
			}
			runtime.GC()
		}
		t.Errorf("%s: the heap may grow by %d %%", what, percent())
	}
	end := roomy(64 << 30)
	until("much room", func(p int) bool { return p > 1000 })
	end()
	if p := percent(); p != usualPercent {
		t.Errorf("after its end: %d %%", p)
	}
	end = roomy(1)
	defer end()
	until("no room", func(p int) bool { return p == usualPercent })
	t.Setenv("GOGC", "50")
	roomy(64 << 30)()
	if p := percent(); p != usualPercent {
		t.Errorf("with GOGC set: %d %%", p)
	}
}
