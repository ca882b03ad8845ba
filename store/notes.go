package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"math/bits"
	"slices"

	"github.com/cespare/xxhash/v2"

	"onrecord/parallel"
)

// noting finds out by what the records of a stretch are found. Keys are met again and again, so they have numbers, which a table by
// their hashes has; what it needs is used again for the next stretch.
type noting struct {
	entry entry

	slots []uint32 // a key's number and one, 0 where there is none
	keys  []notedKey
	text  []byte // of the keys, one behind the other
	pairs []pair

	from uint32
	bits map[attribute]*[bitExists + 1][]uint64
}

// notedKey is a key: where its text ends, the last record that has it, and how many have.
type notedKey struct {
	hash             uint64
	end, last, count uint32
}

// pair says that the record with an ordinal has a key, by its number.
type pair struct{ key, ordinal uint32 }

// notes are by what the records of one stretch are found: the keys, by shards of their hashes, and for each how many bytes the ordinals of its
// records take, each as what it is more than the one before, the first than that of the stretch. An attribute has a set of bits, a bit for each record,
// for every bit of its values.
type notes struct {
	from   uint32
	hashes []uint64
	texts  []byte
	ends   []uint32 // of the texts
	data   []byte
	stops  []uint32 // of the ordinals
	shards [shards + 1]uint32
	bits   map[attribute]*[bitExists + 1][]uint64
}

// shards are how many parts of the keys are joined at the same time: those whose hashes begin alike.
const (
	shardBits = 6
	shards    = 1 << shardBits
)

func newNoting() *noting { return &noting{slots: make([]uint32, 1<<10)} }

// begin begins a stretch.
func (x *noting) begin(from uint32) {
	clear(x.slots)
	x.keys, x.text, x.pairs, x.from, x.bits = x.keys[:0], x.text[:0], x.pairs[:0], from, map[attribute]*[bitExists + 1][]uint64{}
}

// note takes in what the entry says of a record. Records come in ascending order.
func (x *noting) note(ordinal uint32) {
	from := uint32(0)
	for _, end := range x.entry.ends {
		x.set(x.entry.keys[from:end], ordinal)
		from = end
	}
	for _, v := range x.entry.attributes {
		x.measure(v, ordinal)
	}
	x.entry.forget()
}

func (x *noting) set(key []byte, ordinal uint32) {
	hash := xxhash.Sum64(key)
	last := uint64(len(x.slots) - 1)
	at := hash & last
	for ; x.slots[at] != 0; at = (at + 1) & last {
		number := x.slots[at] - 1
		k := &x.keys[number]
		if k.hash != hash || !bytes.Equal(x.textOf(number), key) {
			continue
		}
		if k.last != ordinal { // else it has the value twice
			k.last = ordinal
			k.count++
			x.pairs = append(x.pairs, pair{number, ordinal})
		}
		return
	}
	number := uint32(len(x.keys))
	x.slots[at] = number + 1
	x.text = append(x.text, key...)
	x.keys = append(x.keys, notedKey{hash, uint32(len(x.text)), ordinal, 1})
	x.pairs = append(x.pairs, pair{number, ordinal})
	if len(x.keys) > len(x.slots)/2 {
		x.grow()
	}
}

func (x *noting) textOf(number uint32) []byte {
	from := uint32(0)
	if number > 0 {
		from = x.keys[number-1].end
	}
	return x.text[from:x.keys[number].end]
}

func (x *noting) grow() {
	x.slots = make([]uint32, 2*len(x.slots))
	last := uint64(len(x.slots) - 1)
	for number, k := range x.keys {
		at := k.hash & last
		for x.slots[at] != 0 {
			at = (at + 1) & last
		}
		x.slots[at] = uint32(number + 1)
	}
}

// measure notes that a record has an attribute, and the bits of its value.
func (x *noting) measure(v value, ordinal uint32) {
	of := x.bits[v.attribute]
	if of == nil {
		of = new([bitExists + 1][]uint64)
		x.bits[v.attribute] = of
	}
	setBit(&of[bitExists], ordinal-x.from)
	for rest := v.value; rest != 0; rest &= rest - 1 {
		setBit(&of[bits.TrailingZeros64(rest)], ordinal-x.from)
	}
}

// setBit sets a bit of a stretch.
func setBit(set *[]uint64, bit uint32) {
	if *set == nil {
		*set = make([]uint64, lookAtATime/64)
	}
	(*set)[bit/64] |= 1 << (bit % 64)
}

// end brings the pairs of a key together, and the keys into their shards.
func (x *noting) end() *notes {
	n := &notes{from: x.from, bits: x.bits}
	next := make([]uint32, len(x.keys))
	all := uint32(0)
	for number, k := range x.keys {
		next[number] = all
		all += k.count
	}
	ordinals := make([]uint32, all)
	for _, p := range x.pairs {
		ordinals[next[p.key]] = p.ordinal
		next[p.key]++
	}
	order := make([]uint32, len(x.keys)) // of the keys, by shard
	for _, k := range x.keys {
		n.shards[k.hash>>(64-shardBits)+1]++
	}
	for i := range shards {
		n.shards[i+1] += n.shards[i]
	}
	at := n.shards
	for number, k := range x.keys {
		shard := k.hash >> (64 - shardBits)
		order[at[shard]] = uint32(number)
		at[shard]++
	}
	n.hashes, n.ends, n.stops = make([]uint64, 0, len(order)), make([]uint32, 0, len(order)), make([]uint32, 0, len(order))
	n.texts, n.data = make([]byte, 0, len(x.text)), make([]byte, 0, len(x.pairs)+len(x.pairs)/2)
	for _, number := range order {
		n.hashes = append(n.hashes, x.keys[number].hash)
		n.texts = append(n.texts, x.textOf(number)...)
		n.ends = append(n.ends, uint32(len(n.texts)))
		before := x.from
		for _, ordinal := range ordinals[next[number]-x.keys[number].count : next[number]] {
			n.data = binary.AppendUvarint(n.data, uint64(ordinal-before))
			before = ordinal
		}
		n.stops = append(n.stops, uint32(len(n.data)))
	}
	return n
}

// textOf is the text of a key.
func (n *notes) textOf(key uint32) []byte {
	from := uint32(0)
	if key > 0 {
		from = n.ends[key-1]
	}
	return n.texts[from:n.ends[key]]
}

// appendOrdinals appends those of the records that have a key.
func (n *notes) appendOrdinals(ordinals []uint32, key uint32) []uint32 {
	from := uint32(0)
	if key > 0 {
		from = n.stops[key-1]
	}
	ordinal := n.from
	for data := n.data[from:n.stops[key]]; len(data) > 0; {
		more, size := uint32(data[0]), 1
		if more >= 0x80 {
			long, n := binary.Uvarint(data)
			more, size = uint32(long), n
		}
		ordinal += more
		ordinals = append(ordinals, ordinal)
		data = data[size:]
	}
	return ordinals
}

// lookup has by what the records of a noun are found: the keys in their order, and the stretches that have them.
type lookup struct {
	count    int // of the records
	notes    []*notes
	keys     []joinedKey
	portions [shards][]portion
}

// joinedKey is a key: its shard, and the first of its portions there.
type joinedKey struct{ shard, portion uint32 }

// portion is a key as one stretch has it. Those of a key follow one another by next, which is 0 at the last.
type portion struct{ stretch, key, next uint32 }

// join brings together what stretches found, which come in the order of the records.
func join(stretches []*notes, count int) *lookup {
	all := &lookup{count: count, notes: stretches}
	var alike alikeByField
	type joined struct {
		keys  []joinedKey
		alike *alikeByField
	}
	var keys []joinedKey
	parallel.InOrder(shards, func(shard int) joined {
		if !all.has(shard) {
			return joined{}
		}
		j := joined{alike: &alikeByField{}}
		j.keys = all.joinShard(uint32(shard), j.alike)
		return j
	}, func(j joined) {
		if j.alike != nil {
			keys = append(keys, j.keys...)
			alike.join(j.alike)
		}
	})
	heads := make([]headed, len(keys))
	parallel.Each(len(keys), func(i int) { heads[i] = alike.head(all.textOf(keys[i]), uint32(i)) })
	order := arranged(heads, func(a, b uint32) int { return bytes.Compare(all.textOf(keys[a]), all.textOf(keys[b])) })
	all.keys = make([]joinedKey, len(keys))
	for i, number := range order {
		all.keys[i] = keys[number]
	}
	return all
}

// alikeByField has, for the field that a key begins with, what all keys with it have alike behind that: the ids of a kind begin with it.
type alikeByField [fields]struct {
	met  bool
	text []byte
}

func (a *alikeByField) meet(key []byte) {
	of := &a[key[0]]
	if !of.met {
		of.met, of.text = true, key[1:]
		return
	}
	for !bytes.HasPrefix(key[1:], of.text) {
		of.text = of.text[:len(of.text)-1]
	}
}

func (a *alikeByField) join(other *alikeByField) {
	for field := range other {
		if of := other[field]; of.met {
			a.meet(append([]byte{byte(field)}, of.text...))
		}
	}
}

// head sorts keys by their field, and by what comes behind that which is alike.
func (a *alikeByField) head(key []byte, number uint32) headed {
	var own [12]byte
	own[0] = key[0]
	copy(own[1:], key[1+len(a[key[0]].text):])
	return headOf(own[:], number)
}

// has reports whether a shard has any key.
func (l *lookup) has(shard int) bool {
	return slices.ContainsFunc(l.notes, func(n *notes) bool { return n.shards[shard] < n.shards[shard+1] })
}

func (l *lookup) joinShard(shard uint32, alike *alikeByField) []joinedKey {
	most := 0
	for _, n := range l.notes {
		most += int(n.shards[shard+1] - n.shards[shard])
	}
	list := make([]portion, 0, most)
	slots := make([]uint32, 1<<bits.Len(uint(2*most))) // the first portion of a key and one
	lasts := make([]uint32, 0, most)                   // by the first portion of a key: its last
	var keys []joinedKey
	last := uint64(len(slots) - 1)
	for stretch, n := range l.notes {
		for key := n.shards[shard]; key < n.shards[shard+1]; key++ {
			number := uint32(len(list))
			list = append(list, portion{uint32(stretch), key, 0})
			lasts = append(lasts, number)
			hash, text := n.hashes[key], n.textOf(key)
			at := hash & last
			for {
				if slots[at] == 0 {
					slots[at] = number + 1
					keys = append(keys, joinedKey{shard, number})
					alike.meet(text)
					break
				}
				first := slots[at] - 1
				if is := list[first]; l.notes[is.stretch].hashes[is.key] == hash && bytes.Equal(l.notes[is.stretch].textOf(is.key), text) {
					list[lasts[first]].next = number
					lasts[first] = number
					break
				}
				at = (at + 1) & last
			}
		}
	}
	l.portions[shard] = list
	return keys
}

func (l *lookup) textOf(k joinedKey) []byte {
	p := l.portions[k.shard][k.portion]
	return l.notes[p.stretch].textOf(p.key)
}

// put adds the sets and slices of one order, of which ranks has the rank of each record; nil is the first order.
func (l *lookup) put(b *builder, noun nounCode, order byte, ranks []uint32) error {
	prefix := []byte{byte(noun), order}
	slicesOf := l.slices()
	return errors.Join(
		putSets(b, bucketSet, len(l.keys), func(room *rankRoom, e *entries, i int) []uint32 {
			k := l.keys[i]
			e.data = append(append(e.data, prefix...), l.textOf(k)...)
			room.ranks = room.ranks[:0]
			for at := k.portion; ; {
				p := l.portions[k.shard][at]
				room.ranks = l.notes[p.stretch].appendOrdinals(room.ranks, p.key)
				if at = p.next; at == 0 {
					break
				}
			}
			return room.arranged(ranks, l.count)
		}),
		putSets(b, bucketSlice, len(slicesOf), func(room *rankRoom, e *entries, i int) []uint32 {
			s := slicesOf[i]
			e.data = append(append(e.data, prefix...), byte(s.attribute), byte(s.value))
			room.ranks = room.ranks[:0]
			for _, n := range l.notes {
				if of := n.bits[s.attribute]; of != nil {
					room.ranks = appendBits(room.ranks, of[s.value], n.from)
				}
			}
			return room.arranged(ranks, l.count)
		}),
	)
}

// slices lists the attributes that records have, and the bits of each: those that some record has.
func (l *lookup) slices() (list []value) {
	for a := range attributes {
		var found [bitExists + 1]bool
		for _, n := range l.notes {
			if of := n.bits[a]; of != nil {
				for bit, set := range of {
					found[bit] = found[bit] || set != nil
				}
			}
		}
		for bit, has := range found {
			if has {
				list = append(list, value{a, uint64(bit)})
			}
		}
	}
	return list
}

// appendBits appends the bits of a set as numbers from some number on.
func appendBits(numbers []uint32, set []uint64, from uint32) []uint32 {
	for i, word := range set {
		for ; word != 0; word &= word - 1 {
			numbers = append(numbers, from+uint32(64*i+bits.TrailingZeros64(word)))
		}
	}
	return numbers
}

// putSets adds n sets. key appends the key of each and gives its ranks in ascending order.
func putSets(b *builder, bucket []byte, n int, key func(*rankRoom, *entries, int) []uint32) (err error) {
	type made struct {
		*entries
		err error
	}
	parallel.Stretches(n, setsAtATime, func(from, to int) made {
		m := made{entries: newEntries(to-from, 64)}
		var room rankRoom
		for i := from; i < to; i++ {
			ranks := key(&room, m.entries, i)
			m.end()
			var err error
			m.data, err = appendSet(m.data, ranks)
			m.err = cmp.Or(m.err, err)
			m.end()
		}
		return m
	}, func(m made) {
		err = cmp.Or(err, m.err)
		b.put(bucket, m.entries)
	})
	return err
}

// setsAtATime is how many sets are made by one processor at a time: few, as large ones stand together.
const setsAtATime = 24

// rankRoom is what is used again from set to set.
type rankRoom struct {
	ranks []uint32
	seen  []uint64
}

// inOrder turns the ordinals of records into ranks in ascending order, which are there until it is called again.
func (r *rankRoom) arranged(ranks []uint32, records int) []uint32 {
	if ranks == nil {
		return r.ranks
	}
	for i, ordinal := range r.ranks {
		r.ranks[i] = ranks[ordinal]
	}
	if len(r.ranks) < records/64 {
		slices.Sort(r.ranks)
		return r.ranks
	}
	// Where there are many, a bit for each.
	r.seen = append(r.seen[:0], make([]uint64, records/64+1)...)
	for _, rank := range r.ranks {
		r.seen[rank/64] |= 1 << (rank % 64)
	}
	r.ranks = appendBits(r.ranks[:0], r.seen, 0)
	return r.ranks
}
