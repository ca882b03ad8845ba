package store

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"pgregory.net/rapid"
)

// What stretches of records note comes out of their joining as if it had been noted at once: each key in its order, with the records that have it.
func TestNotesAreJoined(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfNDistinct(rapid.StringN(1, 8, -1), 1, 40, rapid.ID[string]).Draw(t, "keys")
		want := map[string][]uint32{}
		var stretches []*notes
		x := newNoting()
		count := uint32(0)
		for range rapid.IntRange(1, 6).Draw(t, "stretches") {
			x.begin(count)
			for range rapid.IntRange(1, 300).Draw(t, "records") {
				for _, key := range rapid.SliceOfN(rapid.SampledFrom(keys), 0, 5).Draw(t, "has") {
					x.entry.add(fieldWord, key)
					if of := want[key]; len(of) == 0 || of[len(of)-1] != count {
						want[key] = append(of, count)
					}
				}
				x.note(count)
				count++
			}
			stretches = append(stretches, x.end())
		}
		all := join(stretches, int(count))
		sorted := slices.Sorted(maps.Keys(want))
		if len(all.keys) != len(sorted) {
			t.Fatalf("%d keys, want %d", len(all.keys), len(sorted))
		}
		for i, key := range sorted {
			has := all.noted(all.keys[i])
			if string(has.text) != string(rune(fieldWord))+key {
				t.Fatalf("the key with number %d is %q, want %q", i, has.text, key)
			}
			if got := has.appendOrdinals(nil); !slices.Equal(got, want[key]) {
				t.Fatalf("%q is had by %v, want %v", key, got, want[key])
			}
		}
	})
}

// A set has the ranks of its records and takes the bytes that roaring gives it, whether these are few or many, close together or far apart.
func TestASetHasTheRanksOfItsRecords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := rapid.IntRange(1, 150_000).Draw(t, "records")
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		share := rapid.SampledFrom([]float64{0, 0.0001, 0.001, 0.01, 0.5, 1}).Draw(t, "share")
		var ranks []uint32 // nil: the ordinals
		if rapid.Bool().Draw(t, "in another order") {
			for _, rank := range random.Perm(records) {
				ranks = append(ranks, uint32(rank))
			}
		}
		var room setRoom
		want := roaring.New()
		for ordinal := range uint32(records) {
			if random.Float64() >= share {
				continue
			}
			room.ranks = append(room.ranks, ordinal)
			if ranks == nil {
				want.Add(ordinal)
			} else {
				want.Add(ranks[ordinal])
			}
		}
		value, err := room.appendSet(nil, ranks, records)
		if err != nil {
			t.Fatal(err)
		}
		q, got := &query{}, roaring.New()
		if q.ranksIn(got, value); q.err != nil || !got.Equals(want) {
			t.Fatalf("%d records, %v; want %d", got.GetCardinality(), q.err, want.GetCardinality())
		}
		if want.GetCardinality() <= maxFew {
			if few := fewIn(nil, value); !slices.Equal(few, want.ToArray()) {
				t.Fatalf("%v, want %v", few, want.ToArray())
			}
			return
		}
		want.RunOptimize()
		if many, err := want.ToBytes(); err != nil || !bytes.Equal(value[1:], many) {
			t.Fatalf("%d bytes, %v; want %d", len(value)-1, err, len(many))
		}
	})
}
