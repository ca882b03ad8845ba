package main

import (
	"runtime/debug"
	"testing"
)

func TestHeadroomStaysTheSame(t *testing.T) {
	for _, live := range []uint64{4 << 20, 100 << 20, 1 << 30, 3 << 30} {
		if waiting := live * uint64(gcPercent(live)) / 100; waiting > headroom || waiting < headroom-live/100 {
			t.Errorf("with %d bytes in use %d wait to be collected", live, waiting)
		}
	}
	if gcPercent(1<<40) < 10 || gcPercent(0) <= 0 {
		t.Error("memory is collected all the time, or never")
	}
}

func TestHeadroomIsGivenBack(t *testing.T) {
	t.Setenv("GOGC", "")
	before := debug.SetGCPercent(80)
	defer debug.SetGCPercent(before)
	keepHeadroom()()
	if after := debug.SetGCPercent(80); after != 80 {
		t.Errorf("GOGC is left at %d", after)
	}
}
