package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
)

// serverRoom is how much memory a server may take before it collects any, in bytes, beside the mapped file. Most of what it holds is in
// that, so that by Go's own rule, when twice what is live is reached, it would collect a few megabytes many times a second.
const serverRoom = 160 << 20

// collectWhileServing has memory collected when the program has so many bytes, or twice what cannot be collected where that is more. Where GOGC or
// GOMEMLIMIT say when to collect, it does nothing. end goes back to Go's rule. [collectWhileCompiling] is the other rule.
func collectWhileServing(bytes int64) (end func()) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	r := &room{least: bytes}
	r.adjust(struct{}{})
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.ended = true
		debug.SetGCPercent(100)
		debug.SetMemoryLimit(math.MaxInt64)
	}
}

// room is the rule of [collectWhileServing] at work. The percentage says when to collect as a rule, and leaves a quarter of the room to
// what lies between things, which Go would have to give back to the system again and again to stay below a limit. The limit holds where
// much more becomes live between two collections than was at the last.
type room struct {
	least int64

	mu      sync.Mutex
	limit   int64
	percent int
	ended   bool
}

// adjust sets the limit until the next collection, and has itself called after it.
func (r *room) adjust(struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return
	}
	live, others := taken()
	if limit, percent := roomFor(r.least, live, others); limit != r.limit || percent != r.percent { // the world stops for a moment
		debug.SetMemoryLimit(limit)
		debug.SetGCPercent(percent)
		r.limit, r.percent = limit, percent
	}
	runtime.AddCleanup(new([64]byte), r.adjust, struct{}{})
}

// roomFor is how much memory a program may take that has so many live bytes and others that are no heap, and by how much its heap may grow
// until it is collected. Both go by steps.
func roomFor(least, live, others int64) (limit int64, percent int) {
	const step = 8 << 20
	limit = max(least, (2*live*5/4+2*others+step-1)/step*step)
	heap := (limit - others) * 3 / 4
	percent = int(heap*100/max(live, step)) - 100
	return limit, max(100, percent/20*20)
}
