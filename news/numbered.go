package news

import "hash/maphash"

// numbered finds the records of a list by id. A record's number is where it stands in the list; of a list that is sorted, numbers
// compare as ids do.
type numbered[K ~string, N any] struct {
	list []*N
	id   func(*N) K
	// slots have numbers, counted from 1, each at the hash of the id or as soon after it as there is room. A power of two in number, and
	// half of them empty at least.
	slots []uint32
}

var seed = maphash.MakeSeed()

func number[K ~string, N any](list []*N, id func(*N) K) numbered[K, N] {
	slots := 2
	for slots < 2*len(list) {
		slots *= 2
	}
	n := numbered[K, N]{list, id, make([]uint32, slots)}
	for i, record := range list {
		at, _ := n.find(id(record))
		n.slots[at] = uint32(i + 1)
	}
	return n
}

// find is where the number of an id is kept, and that number counted from 1; or an empty slot where it would be, and 0.
func (n numbered[K, N]) find(id K) (slot int, number uint32) {
	last := len(n.slots) - 1
	for at := int(maphash.String(seed, string(id))) & last; ; at = (at + 1) & last {
		if number := n.slots[at]; number == 0 || n.id(n.list[number-1]) == id {
			return at, number
		}
	}
}

// of is the number of the record with an id. ok is false where there is none.
func (n numbered[K, N]) of(id K) (number int, ok bool) {
	_, found := n.find(id)
	return int(found) - 1, found > 0
}

// grouped has the records of a list by the number of what they belong to.
type grouped[N any] struct {
	list   []*N
	starts []uint32
}

// group puts the records of each number together, in their order. Those that belong to nothing are left out.
func group[K ~string, P, N any](records []*N, by numbered[K, P], key func(*N) K) grouped[N] {
	belongs := make([]uint32, len(records)) // numbers, counted from 1
	stretches(len(records), func(from, to int) {
		for i := from; i < to; i++ {
			_, belongs[i] = by.find(key(records[i]))
		}
	})
	starts := make([]uint32, len(by.list)+2)
	n := 0
	for _, b := range belongs {
		if b > 0 {
			starts[b+1]++
			n++
		}
	}
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	g := grouped[N]{make([]*N, n), starts}
	for i, b := range belongs {
		if b > 0 { // where the group begins moves on to its end, which is where the next one begins
			g.list[starts[b]] = records[i]
			starts[b]++
		}
	}
	return g
}

// of lists the records that belong to a number.
func (g grouped[N]) of(number int) []*N { return g.list[g.starts[number]:g.starts[number+1]] }
