package store

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"iter"
	"maps"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"onrecord/news"
	"onrecord/parallel"
)

// entries are keys of one bucket and their values, in order.
type entries struct {
	data []byte
	ends []int // of each key and each value, in turn
}

// newEntries has room for n entries of about so many bytes.
func newEntries(n, long int) *entries {
	return &entries{data: make([]byte, 0, n*long), ends: make([]int, 0, 2*n)}
}

func (e *entries) add(key, value []byte) {
	e.data = append(e.data, key...)
	e.ends = append(e.ends, len(e.data))
	e.data = append(e.data, value...)
	e.ends = append(e.ends, len(e.data))
}

func (e *entries) all() iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		from := 0
		for i := 0; i < len(e.ends); i += 2 {
			if !yield(e.data[from:e.ends[i]:e.ends[i]], e.data[e.ends[i]:e.ends[i+1]:e.ends[i+1]]) {
				return
			}
			from = e.ends[i+1]
		}
	}
}

// A batch has so many entries or bytes at most: enough to fill pages well, few enough that they stay small in memory.
const (
	batchEntries = 50_000
	batchBytes   = 16 << 20
)

// atATime is how many records are worked on at a time by one processor.
const atATime = 2000

// builder works out a store. The entries of each bucket come in the order of their keys, those of different buckets by turns,
// and always by the same turns.
type builder struct {
	take     func(batch)
	folder   string            // for what is too much for memory; "" is where temporary files are
	waiting  map[string]*batch // by bucket, until there is enough of it
	meta     map[string][]byte
	ids      []kv
	at       map[string]located // by id; without former ids
	version  hash.Hash
	progress func(done, total int)

	done, total int
}

type kv struct {
	key   string
	value []byte
}

// located is where a record is kept.
type located struct {
	noun    nounCode
	ordinal uint32
}

func newBuilder(take func(batch)) *builder {
	return &builder{take: take, waiting: map[string]*batch{}, meta: map[string][]byte{}, at: map[string]located{}, version: sha256.New()}
}

// batch is what one transaction puts into one bucket.
type batch struct {
	bucket         []byte
	parts          []*entries
	entries, bytes int
}

func (b *batch) all() iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		for _, part := range b.parts {
			for key, value := range part.all() {
				if !yield(key, value) {
					return
				}
			}
		}
	}
}

// put adds entries that follow those which the bucket has.
func (b *builder) put(bucket []byte, e *entries) {
	w := b.waiting[string(bucket)]
	if w != nil && (w.entries+len(e.ends)/2 > batchEntries || w.bytes+len(e.data) > batchBytes) {
		b.take(*w)
		w = nil
	}
	if w == nil {
		w = &batch{bucket: bucket}
		b.waiting[string(bucket)] = w
	}
	w.parts = append(w.parts, e)
	w.entries += len(e.ends) / 2
	w.bytes += len(e.data)
}

// flush gives away what is waiting.
func (b *builder) flush() {
	for _, name := range buckets {
		if w := b.waiting[string(name)]; w != nil {
			b.take(*w)
		}
	}
	clear(b.waiting)
}

// wrote counts records for whoever follows the progress.
func (b *builder) wrote(records int) {
	b.done += records
	if b.progress != nil && records > 0 {
		b.progress(b.done, b.total)
	}
}

func (b *builder) dataset(ds *news.Dataset) error {
	r := relate(ds)
	all := slices.Collect(ds.Mentions())
	inTime := momentsOf(ds)
	searched := len(ds.Articles) + len(ds.Actors) + len(ds.Events) + len(ds.Statements) + len(ds.Quantities)
	b.total = 2*searched + len(ds.Places) + 2*len(all) + len(inTime) + len(ds.Changes) + len(ds.Withdrawn)
	err := errors.Join(
		add(b, &articles, r, ds.Articles),
		add(b, &actors, r, ds.Actors),
		add(b, &places, r, ds.Places),
		add(b, &events, r, ds.Events),
		add(b, &statements, r, ds.Statements),
		add(b, &quantities, r, ds.Quantities),
		add(b, &reports, r, ds.Reports),
		add(b, &figures, r, ds.Figures),
		add(b, &accounts, r, ds.Accounts),
		add(b, &roles, r, ds.Roles),
		add(b, &terms, r, ds.Terms),
		add(b, &mentions, r, all),
		add(b, &moments, r, inTime),
		add(b, &changes, r, ds.Changes),
		add(b, &withdrawals, r, ds.Withdrawn),
	)
	if err != nil {
		return err
	}
	b.putIDs()
	if err := b.search(searchedOf(ds, b.at)); err != nil {
		return err
	}
	b.wrote(searched)
	b.describe(ds)
	b.flush()
	return nil
}

// putIDs adds where each id leads.
func (b *builder) putIDs() {
	parallel.Sort(b.ids, func(x, y kv) int { return cmp.Compare(x.key, y.key) })
	parallel.Stretches(len(b.ids), atATime, func(from, to int) *entries {
		e := newEntries(to-from, 48)
		for _, id := range b.ids[from:to] {
			e.add([]byte(id.key), id.value)
		}
		return e
	}, func(e *entries) { b.put(bucketID, e) })
	b.ids = nil
}

// describe adds what the dataset says of itself.
func (b *builder) describe(ds *news.Dataset) {
	header := []string{ds.Title, ds.Edition, string(ds.Released), ds.Licence, strings.Join(ds.Curators, "\n"), strconv.Itoa(Format)}
	for _, h := range header {
		fmt.Fprintf(b.version, "%d:%s", len(h), h)
	}
	tell := func(name, value []byte) { b.meta[string(name)] = value }
	tell(metaFormat, []byte(strconv.Itoa(Format)))
	tell(metaTitle, []byte(ds.Title))
	tell(metaEdition, []byte(ds.Edition))
	tell(metaReleased, []byte(ds.Released))
	tell(metaLicence, []byte(ds.Licence))
	tell(metaVersion, []byte(ds.Edition+"+"+hex.EncodeToString(b.version.Sum(nil)[:6])))
	if len(ds.Releases) > 0 {
		tell(metaReleases, releaseLines(ds.Releases))
	}
	if len(ds.Curators) > 0 {
		tell(metaCurators, []byte(strings.Join(ds.Curators, "\n")))
	}
	e := &entries{}
	for _, name := range slices.Sorted(maps.Keys(b.meta)) {
		e.add([]byte(name), b.meta[name])
	}
	b.put(bucketMeta, e)
}

// ranked is a record and its sort key in one order. ordinal is its place in the noun's first order.
type ranked[N news.Node] struct {
	node    N
	key     []byte
	ordinal uint32
}

// sortBy sorts records by their keys, and those with the same key by their ids.
func sortBy[N news.Node](r *relations, records []ranked[N], key func(*relations, N) []byte) {
	parallel.Each(len(records), func(i int) { records[i].key = key(r, records[i].node) })
	parallel.Sort(records, func(a, c ranked[N]) int {
		return cmp.Or(bytes.Compare(a.key, c.key), cmp.Compare(a.node.NodeID(), c.node.NodeID()))
	})
}

// add works out everything the store keeps of one noun.
func add[N news.Node](b *builder, n *noun[N], r *relations, nodes []N) error {
	b.meta[n.name] = binary.BigEndian.AppendUint32(nil, uint32(len(nodes)))
	if len(nodes) == 0 {
		return nil
	}
	records := make([]ranked[N], len(nodes))
	for i, node := range nodes {
		records[i].node = node
	}
	sortBy(r, records, n.orders[0])
	for i := range records {
		records[i].ordinal = uint32(i)
	}
	if err := putRecords(b, n, records); err != nil {
		return err
	}
	found := lookUpBy(n, r, records)
	ranks := make([][]uint32, len(n.orders)) // by order, then by ordinal
	for order := range n.orders {
		sorted := records
		if order > 0 {
			sorted = slices.Clone(records)
			sortBy(r, sorted, n.orders[order])
		}
		ranks[order] = make([]uint32, len(records))
		for rank, x := range sorted {
			ranks[order][x.ordinal] = uint32(rank)
		}
		putOrder(b, n.code, byte(order), sorted)
		if err := found.put(b, n.code, byte(order), ranks[order]); err != nil {
			return err
		}
	}
	if !n.alias {
		name(b, n, records, ranks)
	}
	b.wrote(len(nodes))
	return nil
}

// putRecords adds the records themselves, and counts the hash of each stretch of them into the version.
func putRecords[N news.Node](b *builder, n *noun[N], records []ranked[N]) (err error) {
	type written struct {
		*entries
		sum []byte
		err error
	}
	parallel.Stretches(len(records), atATime, func(from, to int) written {
		w := written{entries: newEntries(to-from, 256)}
		for i := from; i < to; i++ {
			value, err := n.write(records[i].node)
			if err != nil && w.err == nil {
				w.err = fmt.Errorf("%s cannot be kept: %w", records[i].node.NodeID(), err)
			}
			w.add(recordKey(n.code, uint32(i)), value)
		}
		sum := sha256.New()
		for key, value := range w.all() {
			sum.Write(key)
			sum.Write(append(strconv.AppendInt(nil, int64(len(value)), 10), ':'))
			sum.Write(value)
		}
		w.sum = sum.Sum(nil)
		return w
	}, func(w written) {
		if err == nil {
			err = w.err
		}
		b.version.Write(w.sum)
		b.put(bucketRecord, w.entries)
	})
	return err
}

// putOrder adds one order of the records.
func putOrder[N news.Node](b *builder, noun nounCode, order byte, sorted []ranked[N]) {
	parallel.Stretches(len(sorted), atATime, func(from, to int) *entries {
		e := newEntries(to-from, 32)
		for rank := from; rank < to; rank++ {
			x := &sorted[rank]
			e.add(rankKey(noun, order, uint32(rank)), append(binary.BigEndian.AppendUint32(nil, x.ordinal), x.key...))
		}
		return e
	}, func(e *entries) { b.put(bucketRank, e) })
}

func rankKey(noun nounCode, order byte, rank uint32) []byte {
	return binary.BigEndian.AppendUint32([]byte{byte(noun), order}, rank)
}

// name notes where the ids of the records lead, and their former ids.
func name[N news.Node](b *builder, n *noun[N], records []ranked[N], ranks [][]uint32) {
	for i, x := range records {
		value := make([]byte, 0, 5+4*len(ranks))
		value = append(value, recordKey(n.code, uint32(i))...)
		for order := range ranks {
			value = binary.BigEndian.AppendUint32(value, ranks[order][i])
		}
		id := x.node.NodeID()
		b.at[id] = located{n.code, uint32(i)}
		b.ids = append(b.ids, kv{id, value})
		if n.former != nil {
			for _, former := range n.former(x.node) {
				b.ids = append(b.ids, kv{former, value})
			}
		}
	}
}

// lookUpBy works out by what records are found.
func lookUpBy[N news.Node](n *noun[N], r *relations, records []ranked[N]) lookup {
	var all []*notes
	parallel.Stretches(len(records), atATime, func(from, to int) *notes {
		x := &notes{numbers: map[string]uint32{}}
		var e entry
		for i := from; i < to; i++ {
			e.sets, e.attributes = e.sets[:0], e.attributes[:0]
			n.index(r, records[i].node, &e)
			for _, s := range e.sets {
				x.set(s, uint32(i))
			}
			for _, v := range e.attributes {
				x.measure(v, uint32(i))
			}
		}
		x.sort()
		return x
	}, func(x *notes) { all = append(all, x) })
	return join(all)
}

// lookup has by what the records of a noun are found, in the order of the keys.
type lookup struct {
	sets, slices []postings
}

// postings are the ordinals of the records that are found by a key, which is a field and a value or an attribute and a bit. They
// ascend from piece to piece, each of which came from a stretch of the records.
type postings struct {
	key    string
	pieces [][]uint32
}

// put adds the sets and slices of one order.
func (f lookup) put(b *builder, noun nounCode, order byte, ranks []uint32) error {
	return errors.Join(
		putSets(b, bucketSet, []byte{byte(noun), order}, f.sets, ranks),
		putSets(b, bucketSlice, []byte{byte(noun), order}, f.slices, ranks),
	)
}

func putSets(b *builder, bucket, prefix []byte, sets []postings, ranks []uint32) (err error) {
	type made struct {
		*entries
		err error
	}
	parallel.Stretches(len(sets), atATime/10, func(from, to int) made {
		m := made{entries: newEntries(to-from, 64)}
		var room rankRoom
		var key []byte
		for _, set := range sets[from:to] {
			value, err := setOf(room.ranksOf(set.pieces, ranks))
			m.err = cmp.Or(m.err, err)
			key = append(append(key[:0], prefix...), set.key...)
			m.add(key, value)
		}
		return m
	}, func(m made) {
		err = cmp.Or(err, m.err)
		b.put(bucket, m.entries)
	})
	return err
}

// rankRoom is what is used again from set to set.
type rankRoom struct {
	ranks []uint32
	seen  []uint64
}

// ranksOf gives the ranks of records in ascending order, until it is called again.
func (r *rankRoom) ranksOf(pieces [][]uint32, ranks []uint32) []uint32 {
	r.ranks = r.ranks[:0]
	for _, piece := range pieces {
		for _, ordinal := range piece {
			r.ranks = append(r.ranks, ranks[ordinal])
		}
	}
	switch {
	case slices.IsSorted(r.ranks): // as in the first order
	case len(r.ranks) < len(ranks)/64:
		slices.Sort(r.ranks)
	default: // where there are many, a bit for each
		r.seen = append(r.seen[:0], make([]uint64, len(ranks)/64+1)...)
		for _, rank := range r.ranks {
			r.seen[rank/64] |= 1 << (rank % 64)
		}
		r.ranks = r.ranks[:0]
		for i, word := range r.seen {
			for ; word != 0; word &= word - 1 {
				r.ranks = append(r.ranks, uint32(64*i+bits.TrailingZeros64(word)))
			}
		}
	}
	return r.ranks
}

// setOf keeps ascending ranks.
func setOf(ranks []uint32) ([]byte, error) {
	if len(ranks) <= maxFew {
		few := make([]byte, 1, 1+4*len(ranks))
		for _, rank := range ranks {
			few = binary.BigEndian.AppendUint32(few, rank)
		}
		return few, nil
	}
	many, err := bitmap(ranks)
	return append([]byte{ranksMany}, many...), err
}

// bitmap keeps ascending numbers as a bitmap.
func bitmap(numbers []uint32) ([]byte, error) {
	set := roaring.BitmapOf(numbers...)
	set.RunOptimize()
	return set.ToBytes()
}
