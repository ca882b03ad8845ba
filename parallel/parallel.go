// Package parallel does work on all processors at once, with an outcome that does not depend on how many there are.
package parallel

import (
	"runtime"
	"slices"
	"sync"
)

// InOrder does n pieces of work, several at a time, and takes in what came of each, one after the other and in order. Work
// is never more than a few pieces ahead, so that no more than these are in memory.
func InOrder[T any](n int, work func(int) T, take func(T)) {
	inOrder(n, atATime(), work, take)
}

// ReadInOrder is [InOrder] where something is read for each piece of work, and may have to be waited for: a disk answers many questions in
// the time of one. So many pieces are read ahead at most.
func ReadInOrder[R, T any](n, ahead int, read func(int) R, work func(int, R) T, take func(T)) {
	busy := make(chan struct{}, atATime())
	inOrder(n, ahead, func(i int) T {
		what := read(i)
		busy <- struct{}{}
		defer func() { <-busy }()
		return work(i, what)
	}, take)
}

func atATime() int { return 2 * runtime.GOMAXPROCS(0) }

// piece is one of several pieces of work, and where to put what comes of it.
type piece[T any] struct {
	number int
	done   chan T
}

// inOrder does so many pieces at a time, by goroutines that take one after the other: their stacks have grown by then.
func inOrder[T any](n, atATime int, work func(int) T, take func(T)) {
	begun, ahead := make(chan piece[T]), make(chan piece[T], atATime)
	for range min(n, atATime) {
		go func() {
			for p := range begun {
				p.done <- work(p.number)
			}
		}()
	}
	go func() {
		for i := range n {
			p := piece[T]{i, make(chan T, 1)}
			ahead <- p
			begun <- p
		}
		close(begun)
		close(ahead)
	}()
	for p := range ahead {
		take(<-p.done)
	}
}

// Each does n pieces of work in any order, a stretch of them at a time, and returns when all are done.
func Each(n int, work func(int)) {
	stretch := max(1, n/(16*runtime.GOMAXPROCS(0)))
	Stretches(n, stretch, func(from, to int) struct{} {
		for i := from; i < to; i++ {
			work(i)
		}
		return struct{}{}
	}, func(struct{}) {})
}

// Stretches is [InOrder] for stretches of a list of n, each so long but the last.
func Stretches[T any](n, long int, work func(from, to int) T, take func(T)) {
	InOrder((n+long-1)/long, func(i int) T { return work(i*long, min(n, (i+1)*long)) }, take)
}

// fewest is how many items a list has that is worth being sorted on several processors.
const fewest = 1 << 14

// Sort sorts as [slices.SortFunc] does. No two items may be equal, or their order is not certain.
func Sort[T any](list []T, compare func(a, b T) int) {
	if len(list) < fewest || runtime.GOMAXPROCS(0) == 1 {
		slices.SortFunc(list, compare)
		return
	}
	half := len(list) / 2
	left := slices.Clone(list[:half])
	var waiting sync.WaitGroup
	waiting.Go(func() { Sort(left, compare) })
	Sort(list[half:], compare)
	waiting.Wait()
	merge(list, left, list[half:], compare)
}

// merge puts two sorted lists into one, of which right is the end.
func merge[T any](into, left, right []T, compare func(a, b T) int) {
	for i := range into {
		if len(left) == 0 {
			return // what is left of right stands where it belongs
		}
		if len(right) > 0 && compare(right[0], left[0]) < 0 {
			into[i], right = right[0], right[1:]
		} else {
			into[i], left = left[0], left[1:]
		}
	}
}
