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
