package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
)

// serverRoom is how much memory a server may take before it collects any, in bytes, beside the mapped file. Most of what it holds is in
// that, so that by Go's own rule, when twice what is live is reached, it would collect a few megabytes many times a second.
const serverRoom = 160 << 20

// roomy has memory collected when the program has taken so many bytes, or twice what is live where that is more. Where GOGC or GOMEMLIMIT
// say when to collect, it does nothing. end goes back to Go's rule.
func roomy(bytes int64) (end func()) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	r := &room{least: bytes}
	r.adjust(struct{}{})
	debug.SetGCPercent(-1) // so that the limit alone says when
	return func() {
		r.ended.Store(true)
		debug.SetGCPercent(100)
		debug.SetMemoryLimit(math.MaxInt64)
	}
}

// room is the rule of [roomy] at work. A limit holds whatever becomes live between two collections; a percentage of what was live at the
// last, were it large, would be one of much more.
type room struct {
	least int64
	now   atomic.Int64
	ended atomic.Bool
}

// adjust sets the limit until the next collection, and has itself called after it.
func (r *room) adjust(struct{}) {
	if r.ended.Load() {
		return
	}
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	limit := limitFor(r.least, int64(live[0].Value.Uint64()))
	if now := r.now.Load(); limit != now {
		debug.SetMemoryLimit(limit)
		r.now.Store(limit)
	}
	runtime.AddCleanup(new([64]byte), r.adjust, struct{}{})
}

// limitFor is how much memory a program may take that has so many live bytes: twice as many, and what Go needs beside them. It goes by
// steps, as the world stops for a moment when a limit is set.
func limitFor(least, live int64) int64 {
	const step, beside = 8 << 20, 32 << 20
	return max(least, (2*live+beside+step-1)/step*step)
}
