package main

import (
	"runtime/debug"
	"testing"
)

// What waits is the same, but for what is large, where it is half of that.
func TestHeadroomStaysTheSame(t *testing.T) {
	for _, live := range []int64{4 << 20, 100 << 20, 1 << 30, 3 << 30} {
		want := max(headroom, live/2)
		if waiting := live * int64(percentFor(live)) / 100; waiting > want || waiting < want-live/100 {
			t.Errorf("with %d bytes in use %d wait to be collected, want %d", live, waiting, want)
		}
	}
	if percentFor(1<<40) < 10 || percentFor(0) <= 0 {
		t.Error("memory is collected all the time, or never")
	}
}

func TestHeadroomIsGivenBack(t *testing.T) {
	t.Setenv("GOGC", "")
	before := debug.SetGCPercent(80)
	defer debug.SetGCPercent(before)
	collectWhileCompiling()()
	if after := debug.SetGCPercent(80); after != 80 {
		t.Errorf("GOGC is left at %d", after)
	}
}
