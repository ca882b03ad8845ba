package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
)

// heapRoom is how large the heap of a server may become before it is collected, in bytes. Most of what a server holds is in the mapped
// file, so that by Go's own rule, twice what is live, it would collect a few megabytes many times a second.
const heapRoom = 96 << 20

// usualPercent is how much a heap grows before Go collects it, unless GOGC says otherwise.
const usualPercent = 100

// roomy has the heap collected when it reaches so many bytes, or twice what is live where that is more. Where GOGC or GOMEMLIMIT say
// when to collect, it does nothing. end goes back to Go's rule.
func roomy(bytes uint64) (end func()) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	r := &room{bytes: bytes}
	r.percent.Store(usualPercent)
	r.adjust(struct{}{})
	return func() {
		r.ended.Store(true)
		debug.SetGCPercent(usualPercent)
	}
}

// room is the rule of [roomy] at work.
type room struct {
	bytes   uint64
	percent atomic.Int64
	ended   atomic.Bool
}

// adjust sets how much the heap may grow until the next collection, and has itself called after it.
func (r *room) adjust(struct{}) {
	if r.ended.Load() {
		return
	}
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	percent := percentFor(r.bytes, live[0].Value.Uint64())
	if was := r.percent.Load(); percent < was*9/10 || percent > was*11/10 { // it stops the world for a moment
		debug.SetGCPercent(int(percent))
		r.percent.Store(percent)
	}
	runtime.AddCleanup(new([64]byte), r.adjust, struct{}{})
}

// percentFor is how much a heap with so many live bytes grows until it has reached the room that it has.
func percentFor(room, live uint64) int64 {
	live = max(live, room/32) // before the first collection nothing is known
	return max(usualPercent, int64(room*100/live)-100)
}
