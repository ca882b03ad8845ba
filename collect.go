package main

import "runtime/metrics"

// taken is how much cannot be collected, in bytes: what was live at the last collection, and what is no heap, the stacks of connections
// above all. Both rules go by it: [collectWhileServing] and [collectWhileCompiling].
func taken() (live, others int64) {
	of := []metrics.Sample{
		{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/total:bytes"}, // and of this, what is heap or has been given back:
		{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/unused:bytes"},
		{Name: "/memory/classes/heap/free:bytes"}, {Name: "/memory/classes/heap/released:bytes"},
	}
	metrics.Read(of)
	bytes := func(i int) int64 { return int64(of[i].Value.Uint64()) }
	return bytes(0), bytes(1) - bytes(2) - bytes(3) - bytes(4) - bytes(5)
}
