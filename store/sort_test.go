package store

import (
	"bytes"
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Texts are sorted as bytes are, wherever they part: behind much that is alike, where one ends and another goes on with zeros, or nowhere. What
// is the same remains in the order that it had.
func TestNumbersAreSortedByTheirTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.SliceOfN(rapid.SampledFrom([]byte{0, 0, 1, 'a', 255}), 0, 30)
		beginnings := rapid.SliceOfN(part, 1, 4).Draw(t, "beginnings")
		var keys sortKeys
		n := rapid.IntRange(1, 5*fewTexts).Draw(t, "n")
		for i := range n {
			if i%keysAtATime == 0 {
				keys.take(&keyList{})
			}
			l := keys.lists[len(keys.lists)-1]
			l.data = append(l.data, rapid.SampledFrom(beginnings).Draw(t, "beginning")...)
			l.data = append(l.data, part.Draw(t, "rest")...)
			l.end()
		}
		var first []uint32
		place := make([]int, n)
		for i := range place {
			place[i] = i
		}
		if rapid.Bool().Draw(t, "in an order") {
			place = rapid.Permutation(place).Draw(t, "places")
			first = make([]uint32, n)
			for number, at := range place {
				first[at] = uint32(number)
			}
		}
		want := make([]uint32, n)
		for i := range want {
			want[i] = uint32(i)
		}
		slices.SortFunc(want, func(a, b uint32) int {
			return cmp.Or(bytes.Compare(keys.of(a), keys.of(b)), cmp.Compare(place[a], place[b]))
		})
		if got := keys.sorted(first); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}
