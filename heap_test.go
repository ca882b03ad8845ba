package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"testing"
)

func TestHowMuchMemoryThereMayBe(t *testing.T) {
	const least = 128 << 20
	for live, want := range map[int64]int64{0: 128, 12: 128, 48: 128, 50: 136, 51: 136, 52: 136, 53: 144, 4096: 8224} {
		if got := limitFor(least, live<<20); got != want<<20 {
			t.Errorf("%d MB live: %d MB, want %d", live, got>>20, want)
		}
	}
}

// The limit follows what is live, collection after collection, and ends.
func TestMemoryHasRoom(t *testing.T) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		t.Skip("somebody else says when to collect")
	}
	limit := func() int64 { return debug.SetMemoryLimit(-1) }
	// until collects until the rule has been followed, which happens soon after a collection.
	until := func(what string, so func(int64) bool) {
		t.Helper()
		for range 10_000 {
			if so(limit()) {
				return
			}
			runtime.GC()
		}
		t.Errorf("%s: the limit is %d bytes", what, limit())
	}
	end := roomy(1)
	held := make([]byte, 200<<20)
	until("much is live", func(n int64) bool { return n >= 400<<20 && n < 2<<30 })
	runtime.KeepAlive(held)
	until("little is", func(n int64) bool { return n < 400<<20 })
	end()
	if n := limit(); n != math.MaxInt64 {
		t.Errorf("after its end the limit is %d", n)
	}
	if was := debug.SetGCPercent(100); was != 100 {
		t.Errorf("after its end the heap grows by %d %%", was)
	}
	t.Setenv("GOGC", "50")
	defer roomy(1)()
	if n := limit(); n != math.MaxInt64 {
		t.Errorf("with GOGC set the limit is %d", n)
	}
}
