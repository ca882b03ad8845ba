package main

import (
	"os"
	"runtime/debug"
	"sync"
	"time"
)

// headroom is how many bytes may wait to be collected while a dataset is compiled. Little of it is in memory at a time, so that Go's own measure,
// as much again as there is, would have memory collected many times a second.
const headroom = 512 << 20

// collectWhileCompiling has memory collected whenever about [headroom] is waiting, until end is called. It leaves everything as it is
// where GOGC says what is wanted. Unlike [collectWhileServing] it sets no bound: it is for a program that is soon done.
func collectWhileCompiling() (end func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	percent := percentFor(0)
	before := debug.SetGCPercent(percent)
	stop := make(chan struct{})
	var waiting sync.WaitGroup
	waiting.Go(func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
			}
			live, _ := taken()
			if now := percentFor(live); now != percent { // setting it stops the world for a moment
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

// percentFor is what GOGC has to be where so many bytes were in use when memory was last collected. It is never so little that
// collecting would take most of the time: with 15, compiling a million statements took a third longer than with 60.
func percentFor(live int64) int {
	const smallest = 4 << 20 // for the runtime no heap is smaller
	return int(max(50, 100*headroom/max(live, smallest)))
}
