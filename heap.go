package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// serverRoom is how much memory a server may take before it collects any, in bytes, beside the mapped file. Most of what it holds is in
// that, so that by Go's own rule, when twice what is live is reached, it would collect a few megabytes many times a second.
const serverRoom = 160 << 20

// roomy has memory collected when the program has so many bytes, or twice what cannot be collected where that is more. Where GOGC or GOMEMLIMIT
// say when to collect, it does nothing. end goes back to Go's rule.
func roomy(bytes int64) (end func()) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	r := &room{least: bytes}
	r.adjust(struct{}{})
	debug.SetGCPercent(-1) // so that the limit alone says when
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.ended = true
		debug.SetGCPercent(100)
		debug.SetMemoryLimit(math.MaxInt64)
	}
}

// room is the rule of [roomy] at work. A limit holds whatever becomes live between two collections; a percentage of what was live at the
// last, were it large, would be one of much more.
type room struct {
	least int64

	mu    sync.Mutex
	limit int64
	ended bool
}

// adjust sets the limit until the next collection, and has itself called after it.
func (r *room) adjust(struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return
	}
	if limit := limitFor(r.least, taken()); limit != r.limit {
		debug.SetMemoryLimit(limit)
		r.limit = limit
	}
	runtime.AddCleanup(new([64]byte), r.adjust, struct{}{})
}

// limitFor is how much memory a program may take of which so many bytes cannot be collected. It goes by steps, as the world stops for a
// moment when a limit is set.
func limitFor(least, taken int64) int64 {
	const step = 8 << 20
	return max(least, (2*taken+step-1)/step*step)
}

// taken is how much cannot be collected, in bytes: what was live at the last collection, and what is no heap, the stacks of connections
// above all.
func taken() int64 {
	of := []metrics.Sample{
		{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/total:bytes"}, // and of this, what is heap or has been given back:
		{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/unused:bytes"},
		{Name: "/memory/classes/heap/free:bytes"}, {Name: "/memory/classes/heap/released:bytes"},
	}
	metrics.Read(of)
	bytes := func(i int) int64 { return int64(of[i].Value.Uint64()) }
	return bytes(0) + bytes(1) - bytes(2) - bytes(3) - bytes(4) - bytes(5)
}
