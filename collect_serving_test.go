package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"testing"
)

func TestHowMuchMemoryThereMayBe(t *testing.T) {
	const least = 160
	for live, want := range map[int64]struct {
		limit   int64
		percent int
	}{0: {160, 1200}, 12: {160, 760}, 24: {160, 320}, 48: {160, 100}, 52: {176, 120}, 100: {296, 100}, 4096: {10280, 100}} {
		if limit, percent := roomFor(least<<20, live<<20, 20<<20); limit != want.limit<<20 || percent != want.percent {
			t.Errorf("%d MB live: %d MB and %d %%, want %+v", live, limit>>20, percent, want)
		}
	}
}

// Many connections have stacks that no collection is rid of; without room for them there would be one after another.
func TestStacksAreTaken(t *testing.T) {
	var deep func(n int, at func()) byte
	deep = func(n int, at func()) byte {
		var frame [1 << 10]byte
		if n == 0 {
			at()
			return 0
		}
		return deep(n-1, at) + frame[n%len(frame)]
	}
	runtime.GC()
	_, before := taken()
	var waiting, ended sync.WaitGroup
	waiting.Add(100)
	enough := make(chan struct{})
	for range 100 {
		ended.Go(func() { deep(200, func() { waiting.Done(); <-enough }) })
	}
	waiting.Wait()
	if _, after := taken(); after-before < 20<<20 {
		t.Errorf("a hundred stacks of more than 200 KB take %d bytes", after-before)
	}
	close(enough)
	ended.Wait()
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
	runtime.GC()
	live, others := taken()
	before, _ := roomFor(1, live, others)
	end := collectWhileServing(1)
	held := make([]byte, 200<<20)
	until("much more is live", func(n int64) bool { return n > before+400<<20 && n < before+800<<20 })
	runtime.KeepAlive(held)
	until("as much as before is", func(n int64) bool { return n < before+300<<20 })
	end()
	if n := limit(); n != math.MaxInt64 {
		t.Errorf("after its end the limit is %d", n)
	}
	if was := debug.SetGCPercent(100); was != 100 {
		t.Errorf("after its end the heap grows by %d %%", was)
	}
	t.Setenv("GOGC", "50")
	defer collectWhileServing(1)()
	if n := limit(); n != math.MaxInt64 {
		t.Errorf("with GOGC set the limit is %d", n)
	}
}
