package loader

import "runtime"

// inOrder does n pieces of work, several at a time, and takes in what came of each, one after the other and in order. Work
// is never more than a few pieces ahead, so that no more than these are in memory.
func inOrder[T any](n int, work func(int) T, take func(T)) {
	ahead := make(chan chan T, 2*runtime.GOMAXPROCS(0))
	go func() {
		for i := range n {
			done := make(chan T, 1)
			ahead <- done
			go func() { done <- work(i) }()
		}
		close(ahead)
	}()
	for done := range ahead {
		take(<-done)
	}
}
