package main

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
)

// headroom is how many bytes may wait to be collected while a dataset is compiled. What is read stays until it is written, so
// Go's own measure, as much again as there is, would be too little for a small dataset and too much for a large one.
const headroom = 512 << 20

// keepHeadroom has memory collected whenever about [headroom] is waiting, until done is called. It leaves everything as it is
// where GOGC says what is wanted.
func keepHeadroom() (done func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	percent := gcPercent(0)
	before := debug.SetGCPercent(percent)
	stop := make(chan struct{})
	var waiting sync.WaitGroup
	waiting.Go(func() {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
			}
			metrics.Read(live)
			if now := gcPercent(live[0].Value.Uint64()); now != percent { // setting it stops the world for a moment
				percent = now
				debug.SetGCPercent(percent)
			}
		}
	})
	return func() {
		close(stop)
		waiting.Wait()
		debug.SetGCPercent(before)
	}
}

// gcPercent is what GOGC has to be where so many bytes were in use when memory was last collected. It is never so little that
// collecting would take most of the time: with 15, compiling a million statements took a third longer than with 60.
func gcPercent(live uint64) int {
	const smallest = 4 << 20 // for the runtime no heap is smaller
	return int(max(50, 100*headroom/max(live, smallest)))
}
