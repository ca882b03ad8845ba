package parallel

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
)

func TestInOrder(t *testing.T) {
	for _, n := range []int{0, 1, 7, 1000} {
		var took []int
		InOrder(n, func(i int) int { return i * i }, func(x int) { took = append(took, x) })
		if len(took) != n {
			t.Fatalf("%d of %d", len(took), n)
		}
		for i, x := range took {
			if x != i*i {
				t.Fatalf("at %d of %d stands %d", i, n, x)
			}
		}
	}
}

// Reading goes on while the work waits.
func TestReadInOrder(t *testing.T) {
	const n, ahead = 200, 40
	var reading atomic.Int32
	all := make(chan struct{})
	var took []int
	ReadInOrder(n, ahead, func(i int) int {
		if reading.Add(1) == ahead {
			close(all)
		}
		return i + 1
	}, func(i, read int) int {
		<-all
		return i * read
	}, func(x int) { took = append(took, x) })
	for i, x := range took {
		if x != i*(i+1) {
			t.Fatalf("at %d of %d stands %d", i, n, x)
		}
	}
	if len(took) != n || reading.Load() != n {
		t.Fatalf("%d of %d, and %d are read", len(took), n, reading.Load())
	}
}

func TestEachDoesAllOnce(t *testing.T) {
	for _, n := range []int{0, 1, 63, 1000} {
		done := make([]atomic.Int32, n)
		Each(n, func(i int) { done[i].Add(1) })
		for i := range done {
			if times := done[i].Load(); times != 1 {
				t.Fatalf("%d of %d was done %d times", i, n, times)
			}
		}
	}
}

func TestSort(t *testing.T) {
	for _, n := range []int{0, 1, 2, fewest - 1, fewest, 5*fewest + 3} {
		list := rand.Perm(n)
		Sort(list, cmp.Compare[int])
		if !slices.IsSorted(list) || n > 0 && (list[0] != 0 || list[n-1] != n-1) {
			t.Fatalf("%d items are not sorted", n)
		}
	}
}
