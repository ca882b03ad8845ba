package store

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"onrecord/news"
	"onrecord/parallel"
)

// entries are keys of one bucket and their values, in order. What they hold stands one behind the other: to add an entry, its key is
// appended to data, and [entries.end] called, and its value, and [entries.end] again.
type entries struct {
	data []byte
	ends []uint32 // of each key and each value, in turn
}

// newEntries has room for n entries of about so many bytes.
func newEntries(n, long int) *entries {
	return &entries{data: make([]byte, 0, n*long), ends: make([]uint32, 0, 2*n)}
}

func (e *entries) add(key, value []byte) {
	e.data = append(e.data, key...)
	e.end()
	e.data = append(e.data, value...)
	e.end()
}

func (e *entries) end() { e.ends = append(e.ends, uint32(len(e.data))) }

func (e *entries) all() iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		from := uint32(0)
		for i := 0; i < len(e.ends); i += 2 {
			if !yield(e.data[from:e.ends[i]:e.ends[i]], e.data[e.ends[i]:e.ends[i+1]:e.ends[i+1]]) {
				return
			}
			from = e.ends[i+1]
		}
	}
}

// A batch has so many entries or bytes at most: few enough that they stay small in memory, and enough that little is written twice, as bbolt
// writes the last page of a bucket again, which may have megabytes, when more comes behind it.
const (
	batchEntries = 100_000
	batchBytes   = 32 << 20
)

// atATime is how many records are worked on at a time by one processor.
const atATime = 2000

// builder works out a store, in four steps: every noun's records are put in order and kept, and lie aside besides, from where the
// other steps read them; then what hangs on what is found out, by what each record is found and in which orders it stands, and the index for
// search. So nothing of a dataset has to stay in memory once its records are kept, but some numbers.
//
// The entries of each bucket come in the order of their keys, those of different buckets by turns, and always by the same turns.
type builder struct {
	take     func(batch)
	folder   string            // for what is too much for memory; "" is where temporary files are
	waiting  map[string]*batch // by bucket, until there is enough of it
	meta     map[string][]byte
	version  hash.Hash
	former   []formerID
	ranks    [nounCodes][][]uint32 // of the records with ids, by order and ordinal
	progress func(done, total int)

	done, total, searched int
}

// formerID is an id that a record had before.
type formerID struct {
	id string
	at located
}

// located is where a record is kept.
type located struct {
	noun    nounCode
	ordinal uint32
}

func newBuilder(take func(batch)) *builder {
	return &builder{take: take, waiting: map[string]*batch{}, meta: map[string][]byte{}, version: sha256.New()}
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

func (b *builder) dataset(ds *dataset) error {
	r := newRelated(ds)
	if err := b.keepAll(ds, r); err != nil {
		return err
	}
	return b.finish(r, &ds.header)
}

// keepAll keeps the records of all nouns.
func (b *builder) keepAll(ds *dataset, r *related) error {
	all, inTime := ds.mentions(), ds.moments()
	b.searched = ds.articles.count + ds.actors.count + ds.events.count + ds.statements.count + ds.quantities.count
	records := b.searched + ds.places.count + 2*all.count + inTime.count + ds.changes.count + ds.withdrawn.count
	b.total = 2*records + b.searched // they are kept, and looked at again; and some are searched
	return cmp.Or(
		keep(b, &articles, r, ds.articles),
		keep(b, &actors, r, ds.actors),
		keep(b, &places, r, ds.places),
		keep(b, &events, r, ds.events),
		keep(b, &statements, r, ds.statements),
		keep(b, &quantities, r, ds.quantities),
		keep(b, &reports, r, ds.reports),
		keep(b, &figures, r, ds.figures),
		keep(b, &accounts, r, ds.accounts),
		keep(b, &roles, r, ds.roles),
		keep(b, &terms, r, ds.terms),
		keep(b, &mentions, r, all),
		keep(b, &moments, r, inTime),
		keep(b, &changes, r, ds.changes),
		keep(b, &withdrawals, r, ds.withdrawn),
	)
}

// finish works out everything else from the records that were put aside.
func (b *builder) finish(r *related, header *news.Dataset) error {
	if err := r.relate(); err != nil {
		return err
	}
	err := cmp.Or(
		add(b, &articles, r),
		add(b, &actors, r),
		add(b, &places, r),
		add(b, &events, r),
		add(b, &statements, r),
		add(b, &quantities, r),
		add(b, &reports, r),
		add(b, &figures, r),
		add(b, &accounts, r),
		add(b, &roles, r),
		add(b, &terms, r),
		add(b, &mentions, r),
		add(b, &moments, r),
		add(b, &changes, r),
		add(b, &withdrawals, r),
	)
	if err != nil {
		return err
	}
	b.putIDs(r)
	if err := b.search(r.searched()); err != nil {
		return err
	}
	b.wrote(b.searched)
	b.describe(header)
	b.flush()
	return nil
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

// keep puts the records of a noun into its first order and keeps them.
func keep[N news.Node](b *builder, n *noun[N], r *related, of nodes[N]) error {
	b.meta[n.name] = binary.BigEndian.AppendUint32(nil, uint32(of.count))
	if of.count == 0 {
		return nil
	}
	order, former := firstOrder(n, r, of)
	if n.lead != nil {
		return keepLeads(b, n, r, of, order)
	}
	ordinals := make([]uint32, of.count)
	for ordinal, number := range order {
		ordinals[number] = uint32(ordinal)
	}
	r.ordinals[n.code], r.numbers[n.code], r.byID[n.code] = ordinals, order, ordinals
	if of.byID != nil {
		r.byID[n.code] = gathered(ordinals, of.byID)
	}
	for _, f := range former {
		f.at.ordinal = ordinals[f.at.ordinal]
		b.former = append(b.former, f)
	}
	if n.tell != nil {
		own := &reader{}
		for _, number := range order {
			own.codec.again()
			n.tell(r, of.at(own, int(number)))
		}
	}
	return putRecords(b, n, r, of, order)
}

// firstOrder is the order of a noun's records that their ordinals are by. With it come the ids that they had before, with their numbers.
func firstOrder[N news.Node](n *noun[N], r *related, of nodes[N]) (order []uint32, former []formerID) {
	if n.anchored != nil {
		return placed(n, r, of), nil
	}
	type found struct {
		keys   *keyList
		former []formerID
	}
	known := &relations{related: r}
	var keys sortKeys
	parallel.Stretches(of.count, keysAtATime, func(from, to int) found {
		f := found{keys: &keyList{}}
		r := &reader{}
		for number := from; number < to; number++ {
			r.codec.again()
			node := of.at(r, number)
			f.keys.data = n.orders[0](f.keys.data, known, node)
			f.keys.end()
			if n.former != nil {
				for _, id := range n.former(node) {
					f.former = append(f.former, formerID{id, located{n.code, uint32(number)}})
				}
			}
		}
		return f
	}, func(f found) {
		keys.take(f.keys)
		former = append(former, f.former...)
	})
	return keys.sorted(nil), former
}

// placed is the order of mentions by their places, which is that of their keys, as articles are in the order of theirs. Of those that stand in
// one place, ids tell which comes first.
func placed[N news.Node](n *noun[N], r *related, of nodes[N]) []uint32 {
	var list []headed
	if n.lead == nil {
		list = make([]headed, 0, of.count)
		lookAt(of, func(number int, m N) headed {
			article := r.ordinals[nounArticle][r.found[n.code].articles[number]]
			span := n.anchored(m).Evidence.Span
			return headed{uint64(article)<<32 | uint64(uint32(span.Start)), uint32(span.End), uint32(number)}
		}, func(h headed) { list = append(list, h) })
		r.places[n.code] = slices.Clone(list)
	} else {
		list = r.allPlaces(of.count)
	}
	return arranged(list, func(a, b uint32) int { return strings.Compare(of.id(&reader{}, int(a)), of.id(&reader{}, int(b))) })
}

// gathered are some items of a list, by their numbers.
func gathered(list, numbers []uint32) []uint32 {
	some := make([]uint32, len(numbers))
	for i, number := range numbers {
		some[i] = list[number]
	}
	return some
}

// keepLeads keeps the ids to which those of a noun lead that has no records of its own.
func keepLeads[N news.Node](b *builder, n *noun[N], r *related, of nodes[N], order []uint32) error {
	to := make([]located, of.count)
	for ordinal, number := range order {
		noun, number := of.lead(int(number))
		to[ordinal] = located{noun, r.ordinals[noun][number]}
	}
	r.leads[n.code] = to
	return putRecords(b, n, r, of, order)
}

// hashedAtATime is how many records in a row give one of the hashes that the version is made of.
const hashedAtATime = 2000

// putRecords adds the records themselves, and counts the hash of each stretch of them into the version. Those that are read again are
// put aside too.
func putRecords[N news.Node](b *builder, n *noun[N], r *related, of nodes[N], order []uint32) (err error) {
	type written struct {
		*entries
		sum []byte
		err error
	}
	parallel.Stretches(of.count, hashedAtATime, func(from, to int) written {
		w := written{entries: newEntries(to-from, 256)}
		c, own := &codec{}, &reader{}
		for i := from; i < to; i++ {
			own.codec.again()
			w.data = appendRecordKey(w.data, n.code, uint32(i))
			w.end()
			c.out = w.data
			of.writeTo(c, n, own, int(order[i]))
			w.data = c.out
			w.end()
			if c.bad && w.err == nil {
				w.err = fmt.Errorf("%s cannot be kept: %w", of.id(own, int(order[i])), errValue)
			}
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
		err = cmp.Or(err, w.err)
		b.version.Write(w.sum)
		if n.lead == nil {
			err = cmp.Or(err, r.kept.addAll(w.entries))
		}
		b.wrote(len(w.ends) / 2)
		b.put(bucketRecord, w.entries)
	})
	return err
}

// lookAtATime is how many records are looked at by one processor at a time. It is a multiple of 64, so that each has whole words of a set of bits.
const lookAtATime = 2048

// looked is what was found out about some records in a row.
type looked struct {
	ranks *entries   // in the first order
	keys  []*keyList // in each of the others
	notes *notes
}

// add works out by what the records of a noun are found, and in which orders they stand.
func add[N news.Node](b *builder, n *noun[N], r *related) error {
	count := r.count(n.code)
	if count == 0 {
		return nil
	}
	keys := make([]sortKeys, len(n.orders)-1)
	var found []*notes
	pool := sync.Pool{New: func() any { return newNoting() }}
	parallel.Stretches(count, lookAtATime, func(from, to int) *looked {
		noting := pool.Get().(*noting)
		defer pool.Put(noting)
		l := &looked{ranks: newEntries(to-from, 32), keys: make([]*keyList, len(keys))}
		for i := range keys {
			l.keys[i] = &keyList{}
		}
		known := r.known()
		noting.begin(uint32(from))
		for i := from; i < to; i++ {
			known.reader.codec.again()
			node := look(known, n, uint32(i))
			n.index(known, node, &noting.entry)
			noting.note(uint32(i))
			l.ranks.rank(n.code, 0, uint32(i), uint32(i))
			l.ranks.data = n.orders[0](l.ranks.data, known, node)
			l.ranks.end()
			for order, list := range l.keys {
				list.data = n.orders[order+1](list.data, known, node)
				list.end()
			}
		}
		l.notes = noting.end()
		return l
	}, func(l *looked) {
		b.put(bucketRank, l.ranks)
		for order := range keys {
			keys[order].take(l.keys[order])
		}
		found = append(found, l.notes)
	})
	sorted := make([][]uint32, len(n.orders))
	var sorting sync.WaitGroup
	for order := range keys {
		sorting.Go(func() { sorted[order+1] = keys[order].sorted(r.byID[n.code]) })
	}
	all := join(found, count)
	sorting.Wait()
	ranks := make([][]uint32, len(n.orders))
	for order := range n.orders {
		if order > 0 {
			ranks[order] = make([]uint32, count)
			for rank, ordinal := range sorted[order] {
				ranks[order][ordinal] = uint32(rank)
			}
			putOrder(b, n.code, byte(order), sorted[order], &keys[order-1])
			keys[order-1], sorted[order] = sortKeys{}, nil
		}
		if err := all.put(b, n.code, byte(order), ranks[order]); err != nil {
			return err
		}
	}
	b.ranks[n.code] = ranks
	b.wrote(count)
	return nil
}

// putOrder adds one order of the records.
func putOrder(b *builder, noun nounCode, order byte, sorted []uint32, keys *sortKeys) {
	parallel.Stretches(len(sorted), lookAtATime, func(from, to int) *entries {
		e := newEntries(to-from, 32)
		for rank := from; rank < to; rank++ {
			e.rank(noun, order, uint32(rank), sorted[rank])
			e.data = append(e.data, keys.of(sorted[rank])...)
			e.end()
		}
		return e
	}, func(e *entries) { b.put(bucketRank, e) })
}

// rank begins an entry of the bucket rank: the sort key is still to come.
func (e *entries) rank(noun nounCode, order byte, rank, ordinal uint32) {
	e.data = binary.BigEndian.AppendUint32(append(e.data, byte(noun), order), rank)
	e.end()
	e.data = binary.BigEndian.AppendUint32(e.data, ordinal)
}

// nounsByKind are the nouns whose records have ids, in the order of these.
var nounsByKind = [...]nounCode{
	nounAccount, nounActor, nounArticle, nounEvent, nounFigure, nounPlace, nounQuantity, nounReport, nounRole, nounStatement, nounTerm,
}

// putIDs adds where each id leads, a former one too.
func (b *builder) putIDs(r *related) {
	slices.SortFunc(b.former, func(x, y formerID) int { return cmp.Compare(x.id, y.id) })
	for _, noun := range nounsByKind {
		ordinals := r.byID[noun]
		formers := len(b.former)
		for i, f := range b.former {
			if f.at.noun != noun {
				formers = i
				break
			}
		}
		former := b.former[:formers]
		b.former = b.former[formers:]
		parallel.Stretches(len(ordinals), lookAtATime, func(from, to int) *entries {
			e := newEntries(to-from, 48)
			known := reader{tables: r.aside}
			known.touch(noun, ordinals[from:to])
			for number := from; number < to; number++ {
				b.idEntry(e, idAside(&known, noun, ordinals[number]), located{noun, ordinals[number]})
			}
			return e
		}, func(e *entries) {
			b.put(bucketID, b.withFormer(e, &former))
		})
		rest := &entries{}
		for _, f := range former {
			b.idEntry(rest, f.id, f.at)
		}
		if len(former) > 0 {
			b.put(bucketID, rest)
		}
	}
}

// withFormer adds to entries of ids the former ids that come before the last of them.
func (b *builder) withFormer(ids *entries, former *[]formerID) *entries {
	if len(*former) == 0 {
		return ids
	}
	all := &entries{}
	for key, value := range ids.all() {
		for len(*former) > 0 && (*former)[0].id < string(key) {
			b.idEntry(all, (*former)[0].id, (*former)[0].at)
			*former = (*former)[1:]
		}
		all.add(key, value)
	}
	return all
}

// idEntry adds that an id leads to a record, which stands at some rank in each order.
func (b *builder) idEntry(e *entries, id string, at located) {
	e.data = append(e.data, id...)
	e.end()
	e.data = appendRecordKey(e.data, at.noun, at.ordinal)
	for order, ranks := range b.ranks[at.noun] {
		rank := at.ordinal
		if order > 0 {
			rank = ranks[at.ordinal]
		}
		e.data = binary.BigEndian.AppendUint32(e.data, rank)
	}
	e.end()
}
