package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"math/bits"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/cespare/xxhash/v2"

	"onrecord/parallel"
)

// noting finds out by what the records of a stretch are found. What it needs is used again for the next stretch.
type noting struct {
	entry entry

	keys  keyNumbers
	had   []having // by the key's number
	pairs []pair

	from uint32
	bits map[attribute]*[bitExists + 1][]uint64

	next, ordinals, order []uint32
	more, data            []byte
}

// having is by how many records a key is had, and which was the last.
type having struct{ last, count uint32 }

// pair says that the record with an ordinal has a key, by its number.
type pair struct{ key, ordinal uint32 }

// keyNumbers has a number for each key that is met, from 0 on. Keys are met again and again; a table by their hashes tells which.
type keyNumbers struct {
	slots  []uint64 // the upper half of a key's hash, and its number and one; 0 where there is none
	hashes []uint64
	ends   []uint32 // of the texts
	text   []byte   // of the keys, one behind the other
}

func newKeyNumbers() keyNumbers { return keyNumbers{slots: make([]uint64, 1<<10)} }

func (k *keyNumbers) forget() {
	clear(k.slots)
	k.hashes, k.ends, k.text = k.hashes[:0], k.ends[:0], k.text[:0]
}

// of is the number of a key, and whether it was met before.
func (k *keyNumbers) of(key []byte) (number uint32, met bool) {
	hash := xxhash.Sum64(key)
	last := uint64(len(k.slots) - 1)
	at := hash & last
	for ; k.slots[at] != 0; at = (at + 1) & last {
		if slot := k.slots[at]; slot>>32 == hash>>32 && bytes.Equal(k.textOf(uint32(slot)-1), key) {
			return uint32(slot) - 1, true
		}
	}
	k.text = append(k.text, key...)
	k.ends = append(k.ends, uint32(len(k.text)))
	k.hashes = append(k.hashes, hash)
	number = uint32(len(k.hashes))
	if k.slots[at] = hash>>32<<32 | uint64(number); number > uint32(len(k.slots)/2) {
		k.grow()
	}
	return number - 1, false
}

func (k *keyNumbers) textOf(number uint32) []byte {
	from := uint32(0)
	if number > 0 {
		from = k.ends[number-1]
	}
	return k.text[from:k.ends[number]]
}

func (k *keyNumbers) grow() {
	k.slots = make([]uint64, 2*len(k.slots))
	last := uint64(len(k.slots) - 1)
	for number, hash := range k.hashes {
		at := hash & last
		for k.slots[at] != 0 {
			at = (at + 1) & last
		}
		k.slots[at] = hash>>32<<32 | uint64(number+1)
	}
}

// notes are by what the records of one stretch are found: the keys, by shards of their hashes, as [noted.appendTo] puts them. An attribute has a set
// of bits, a bit for each record, for every bit of its values.
type notes struct {
	from   uint32
	data   []byte
	shards [shards + 1]uint32 // where each begins
	bits   map[attribute]*[bitExists + 1][]uint64
}

// shards are how many parts of the keys are joined at the same time: those whose hashes begin alike.
const (
	shardBits = 6
	shards    = 1 << shardBits
)

// noted is a key, and the records that have it by their ordinals: the first, the last, and for each but the first how much more it is than the
// one before.
type noted struct {
	text        []byte
	first, last uint32
	more        []byte
}

// appendTo appends what is noted of a stretch that begins with some record.
func (n *noted) appendTo(data []byte, from uint32) []byte {
	data = append(binary.AppendUvarint(data, uint64(len(n.text))), n.text...)
	data = binary.AppendUvarint(data, uint64(n.first-from))
	if data = binary.AppendUvarint(data, uint64(n.last-n.first)); n.last > n.first {
		data = append(binary.AppendUvarint(data, uint64(len(n.more))), n.more...)
	}
	return data
}

// nextNoted is what stands first in some data, and what comes behind.
func nextNoted(data []byte, from uint32) (n noted, rest []byte) {
	long, data := cutNumber(data)
	n.text, data = data[:long], data[long:]
	n.first, data = cutNumber(data)
	n.first += from
	if n.last, data = cutNumber(data); n.last > 0 {
		long, data = cutNumber(data)
		n.more, data = data[:long], data[long:]
	}
	n.last += n.first
	return n, data
}

// cutNumber takes a number from the beginning of some data.
func cutNumber(data []byte) (number uint32, rest []byte) {
	if data[0] < 0x80 {
		return uint32(data[0]), data[1:]
	}
	long, size := binary.Uvarint(data)
	return uint32(long), data[size:]
}

// appendOrdinals appends those of the records that have the key.
func (n *noted) appendOrdinals(ordinals []uint32) []uint32 {
	ordinal := n.first
	ordinals = append(ordinals, ordinal)
	for data := n.more; len(data) > 0; {
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

func newNoting() *noting { return &noting{keys: newKeyNumbers()} }

// begin begins a stretch.
func (x *noting) begin(from uint32) {
	x.keys.forget()
	x.had, x.pairs, x.from, x.bits = x.had[:0], x.pairs[:0], from, map[attribute]*[bitExists + 1][]uint64{}
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
	number, met := x.keys.of(key)
	if !met {
		x.had = append(x.had, having{})
	}
	had := &x.had[number]
	if met && had.last == ordinal {
		return // it has the value twice
	}
	had.last = ordinal
	had.count++
	x.pairs = append(x.pairs, pair{number, ordinal})
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
	x.gather()
	x.data = x.data[:0]
	shard := 0
	for _, number := range x.arrange() {
		for at := int(x.keys.hashes[number] >> (64 - shardBits)); shard < at; {
			shard++
			n.shards[shard] = uint32(len(x.data))
		}
		of := x.ordinals[x.next[number]-x.had[number].count : x.next[number]]
		x.more = x.more[:0]
		for i, ordinal := range of[1:] {
			x.more = binary.AppendUvarint(x.more, uint64(ordinal-of[i]))
		}
		has := noted{x.keys.textOf(number), of[0], of[len(of)-1], x.more}
		x.data = has.appendTo(x.data, x.from)
	}
	for ; shard < shards; shard++ {
		n.shards[shard+1] = uint32(len(x.data))
	}
	n.data = bytes.Clone(x.data)
	return n
}

// gather puts the ordinals of a key beside one another. Those of each end where next says.
func (x *noting) gather() {
	x.next = x.next[:0]
	all := uint32(0)
	for _, had := range x.had {
		x.next = append(x.next, all)
		all += had.count
	}
	x.ordinals = slices.Grow(x.ordinals[:0], int(all))[:all]
	for _, p := range x.pairs {
		x.ordinals[x.next[p.key]] = p.ordinal
		x.next[p.key]++
	}
}

// arrange puts the numbers of the keys in the order of their shards.
func (x *noting) arrange() []uint32 {
	var at [shards + 1]uint32
	for _, hash := range x.keys.hashes {
		at[hash>>(64-shardBits)+1]++
	}
	for i := range shards {
		at[i+1] += at[i]
	}
	x.order = slices.Grow(x.order[:0], len(x.had))[:len(x.had)]
	for number, hash := range x.keys.hashes {
		shard := hash >> (64 - shardBits)
		x.order[at[shard]] = uint32(number)
		at[shard]++
	}
	return x.order
}

// lookup has by what the records of a noun are found: the keys in their order, and with each, in the data of its shard, the records that have it.
type lookup struct {
	count int // of the records
	keys  []joinedKey
	data  [][]byte
	notes []*notes // of attributes
}

// joinedKey is a key: its shard, and where it stands there.
type joinedKey struct{ shard, at uint32 }

// join brings together what stretches found, which come in the order of the records.
func join(stretches []*notes, count int) *lookup {
	all := &lookup{count: count, notes: stretches}
	type joined struct {
		data   []byte
		starts []uint32
	}
	pool := sync.Pool{New: func() any { return &joinedShard{keys: newKeyNumbers()} }}
	parallel.InOrder(shards, func(shard int) joined {
		j := pool.Get().(*joinedShard)
		defer pool.Put(j)
		data, starts := j.shard(stretches, shard)
		return joined{data, starts}
	}, func(j joined) {
		for _, at := range j.starts {
			all.keys = append(all.keys, joinedKey{uint32(len(all.data)), at})
		}
		all.data = append(all.data, j.data)
	})
	for _, n := range stretches {
		n.data = nil
	}
	order := arrangedByText(nil, len(all.keys), func(number uint32) []byte { return all.noted(all.keys[number]).text })
	keys := make([]joinedKey, len(order))
	for i, number := range order {
		keys[i] = all.keys[number]
	}
	all.keys = keys
	return all
}

// joinedShard brings the keys of a shard together. What it needs is used again for the next shard.
type joinedShard struct {
	keys          keyNumbers
	portions      []portion
	firsts, lasts []uint32 // of the portions, by the key's number
	more, data    []byte
}

// portion is a key as one stretch has it. Those of a key follow one another by next, which is 0 at the last.
type portion struct{ stretch, at, next uint32 }

// shard gives the keys of one shard, each with all records that have it, and where each begins.
func (j *joinedShard) shard(stretches []*notes, shard int) (data []byte, starts []uint32) {
	j.keys.forget()
	j.portions, j.firsts, j.lasts, j.data = j.portions[:0], j.firsts[:0], j.lasts[:0], j.data[:0]
	for stretch, n := range stretches {
		end := n.shards[shard+1]
		for rest := n.data[n.shards[shard]:end]; len(rest) > 0; {
			at := end - uint32(len(rest))
			var has noted
			has, rest = nextNoted(rest, n.from)
			j.meet(has.text, portion{uint32(stretch), at, 0})
		}
	}
	starts = make([]uint32, len(j.firsts))
	for number, first := range j.firsts {
		starts[number] = uint32(len(j.data))
		all := j.together(stretches, first)
		j.data = all.appendTo(j.data, 0)
	}
	return bytes.Clone(j.data), starts
}

func (j *joinedShard) meet(key []byte, p portion) {
	this := uint32(len(j.portions))
	j.portions = append(j.portions, p)
	number, met := j.keys.of(key)
	if !met {
		j.firsts, j.lasts = append(j.firsts, this), append(j.lasts, this)
		return
	}
	j.portions[j.lasts[number]].next = this
	j.lasts[number] = this
}

// together is a key with the records of all its portions, from the first on.
func (j *joinedShard) together(stretches []*notes, first uint32) (all noted) {
	j.more = j.more[:0]
	for at := first; ; {
		p := j.portions[at]
		n := stretches[p.stretch]
		has, _ := nextNoted(n.data[p.at:], n.from)
		if at == first {
			all = has
		} else {
			j.more = binary.AppendUvarint(j.more, uint64(has.first-all.last))
		}
		j.more = append(j.more, has.more...)
		all.last = has.last
		if at = p.next; at == 0 {
			all.more = j.more
			return all
		}
	}
}

// noted is what is noted of a key.
func (l *lookup) noted(k joinedKey) noted {
	n, _ := nextNoted(l.data[k.shard][k.at:], 0)
	return n
}

// touchedAtATime are how many keys are fetched beside one another. setsAtATime is a multiple of it.
const touchedAtATime = 16

// touch looks at keys before they are read, as [reader.touch] does at records: neighbours by their order lie anywhere.
func (l *lookup) touch(keys []joinedKey) (touched byte) {
	for _, k := range keys {
		touched += l.data[k.shard][k.at]
	}
	return touched
}

// put adds the sets and slices of one order, of which ranks has the rank of each record; nil is the first order.
func (l *lookup) put(b *builder, noun nounCode, order byte, ranks []uint32) error {
	prefix := []byte{byte(noun), order}
	slicesOf := l.slices()
	return errors.Join(
		l.putSets(b, bucketSet, len(l.keys), ranks, func(room *setRoom, e *entries, i int) {
			if i%touchedAtATime == 0 {
				room.touched = l.touch(l.keys[i:min(i+touchedAtATime, len(l.keys))])
			}
			has := l.noted(l.keys[i])
			e.data = append(append(e.data, prefix...), has.text...)
			room.ranks = has.appendOrdinals(room.ranks[:0])
		}),
		l.putSets(b, bucketSlice, len(slicesOf), ranks, func(room *setRoom, e *entries, i int) {
			s := slicesOf[i]
			e.data = append(append(e.data, prefix...), byte(s.attribute), byte(s.value))
			room.ranks = room.ranks[:0]
			for _, n := range l.notes {
				if of := n.bits[s.attribute]; of != nil {
					room.ranks = appendBits(room.ranks, of[s.value], n.from)
				}
			}
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

// putSets adds n sets. look appends the key of each to the entries and has the room take the ordinals of its records, in ascending order.
func (l *lookup) putSets(b *builder, bucket []byte, n int, ranks []uint32, look func(*setRoom, *entries, int)) (err error) {
	type made struct {
		*entries
		err error
	}
	pool := sync.Pool{New: func() any { return &setRoom{} }}
	parallel.Stretches(n, setsAtATime, func(from, to int) made {
		m := made{entries: newEntries(to-from, 64)}
		room := pool.Get().(*setRoom)
		defer pool.Put(room)
		for i := from; i < to; i++ {
			look(room, m.entries, i)
			m.end()
			var err error
			m.data, err = room.appendSet(m.data, ranks, l.count)
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
const setsAtATime = 64

// setRoom has the ordinals of the records in a set, which become their ranks. It is used again from set to set.
type setRoom struct {
	ranks   []uint32
	bits    []uint64
	touched byte // nothing but what [lookup.touch] came across
}

// appendSet keeps the set by the ranks of its records, one of so many; ranks is nil where these are the ordinals.
func (r *setRoom) appendSet(value []byte, ranks []uint32, records int) ([]byte, error) {
	if ranks != nil {
		for i, ordinal := range r.ranks {
			r.ranks[i] = ranks[ordinal]
		}
	}
	few := len(r.ranks) <= max(maxFew, records/256)
	if few && ranks != nil {
		slices.Sort(r.ranks)
	}
	if len(r.ranks) <= maxFew {
		value = append(value, ranksFew)
		for _, rank := range r.ranks {
			value = binary.BigEndian.AppendUint32(value, rank)
		}
		return value, nil
	}
	set := r.bitmap(few, records)
	set.RunOptimize()
	many, err := set.ToBytes()
	return append(append(value, ranksMany), many...), err
}

// bitmap is the set as one. Where there are few, they are in order.
func (r *setRoom) bitmap(few bool, records int) *roaring.Bitmap {
	if few {
		return roaring.BitmapOf(r.ranks...)
	}
	r.bits = append(r.bits[:0], make([]uint64, records/64+1)...)
	for _, rank := range r.ranks {
		r.bits[rank/64] |= 1 << (rank % 64)
	}
	return roaring.FromDense(r.bits, false)
}
