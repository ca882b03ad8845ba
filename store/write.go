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
	"maps"
	"math/bits"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	"go.etcd.io/bbolt"

	"onrecord/news"
)

// PageSize is the size of a page of the file, in bytes. It is fixed, and not the machine's own, so that the same dataset
// gives the same file everywhere.
const PageSize = 4096

// batch is how many entries are put into a bucket in one transaction: enough to fill pages well, few enough that the
// pages in memory stay small.
const batch = 100_000

// Write builds a store from a dataset and puts it at path, in place of what stood there. It is built in a file beside,
// synced, and renamed when complete, so that path holds either the old store or the new one whatever happens. Every id in
// the dataset must be of one record only and every reference lead to one, else nothing is written; and [news.Derive] must
// have run. The same dataset gives the same bytes.
// progress, where it is not nil, is told how many entries of how many have been written.
func Write(path string, ds *news.Dataset, progress func(done, total int)) (err error) {
	if faults := unsound(ds); len(faults) > 0 {
		return fmt.Errorf("store: the dataset cannot be kept: %s", strings.Join(faults[:min(len(faults), 10)], "; "))
	}
	b := newBuilder()
	b.progress = progress
	if err := b.dataset(ds); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	aside, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("store: %w", err), ignoreMissing(os.Remove(aside.Name())))
		}
	}()
	if err := errors.Join(aside.Chmod(0o644), aside.Close()); err != nil {
		return err
	}
	size, err := b.writeFile(aside.Name())
	if err != nil {
		return err
	}
	if err := seal(aside.Name(), size); err != nil {
		return err
	}
	if err := os.Rename(aside.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func ignoreMissing(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// syncFolder makes a rename in a folder last through a power cut.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// builder collects what goes into each bucket.
type builder struct {
	entries     map[string]map[string][]byte
	progress    func(done, total int)
	done, total int
	version     hash.Hash
}

func newBuilder() *builder {
	b := &builder{entries: map[string]map[string][]byte{}, version: sha256.New()}
	for _, name := range buckets {
		b.entries[string(name)] = map[string][]byte{}
	}
	return b
}

func (b *builder) put(bucket, key, value []byte) { b.entries[string(bucket)][string(key)] = value }

func (b *builder) dataset(ds *news.Dataset) error {
	r := relate(ds)
	all := slices.Collect(ds.Mentions())
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
		add(b, &moments, r, momentsOf(ds)),
		add(b, &changes, r, ds.Changes),
		add(b, &withdrawals, r, ds.Withdrawn),
	)
	if err != nil {
		return err
	}
	if err := b.search(ds, r); err != nil {
		return err
	}
	header := []string{ds.Title, ds.Edition, string(ds.Released), ds.Licence, strings.Join(ds.Curators, "\n"), strconv.Itoa(Format)}
	for _, h := range header {
		fmt.Fprintf(b.version, "%d:%s", len(h), h)
	}
	b.put(bucketMeta, metaFormat, []byte(strconv.Itoa(Format)))
	b.put(bucketMeta, metaTitle, []byte(ds.Title))
	b.put(bucketMeta, metaEdition, []byte(ds.Edition))
	b.put(bucketMeta, metaReleased, []byte(ds.Released))
	if len(ds.Releases) > 0 {
		b.put(bucketMeta, metaReleases, releaseLines(ds.Releases))
	}
	b.put(bucketMeta, metaLicence, []byte(ds.Licence))
	if len(ds.Curators) > 0 {
		b.put(bucketMeta, metaCurators, []byte(strings.Join(ds.Curators, "\n")))
	}
	b.put(bucketMeta, metaVersion, []byte(ds.Edition+"+"+hex.EncodeToString(b.version.Sum(nil)[:6])))
	return nil
}

// ranked is a record and its sort key in one order.
type ranked[N news.Node] struct {
	node N
	key  []byte
}

// add works out everything the store keeps of one noun.
func add[N news.Node](b *builder, n *noun[N], r *relations, nodes []N) error {
	b.put(bucketMeta, []byte(n.name), binary.BigEndian.AppendUint32(nil, uint32(len(nodes))))
	ranks := make(map[string][]uint32, len(nodes))
	found := make(map[string]*entry, len(nodes))
	for _, node := range nodes {
		e := &entry{}
		n.index(r, node, e)
		found[node.NodeID()] = e
	}
	for order, key := range n.orders {
		sorted := make([]ranked[N], len(nodes))
		for i, node := range nodes {
			sorted[i] = ranked[N]{node: node, key: key(r, node)}
		}
		slices.SortFunc(sorted, func(a, c ranked[N]) int {
			return cmp.Or(bytes.Compare(a.key, c.key), cmp.Compare(a.node.NodeID(), c.node.NodeID()))
		})
		inOrder := make([]string, len(sorted))
		for rank, s := range sorted {
			id := s.node.NodeID()
			inOrder[rank] = id
			ranks[id] = append(ranks[id], uint32(rank))
			place := binary.BigEndian.AppendUint32(nil, uint32(rank))
			b.put(bucketOrder, orderKey(n.code, byte(order), s.key, id), place)
			b.put(bucketRank, rankKey(n.code, byte(order), uint32(rank)), append(binary.BigEndian.AppendUint32(nil, ranks[id][0]), s.key...))
			if order == 0 {
				value, err := n.write(s.node)
				if err != nil {
					return fmt.Errorf("%s cannot be kept: %w", id, err)
				}
				b.record(recordKey(n.code, uint32(rank)), value)
			}
		}
		if err := b.sets(n.code, byte(order), inOrder, found); err != nil {
			return err
		}
	}
	if !n.alias {
		for _, node := range nodes {
			names := []string{node.NodeID()}
			if n.former != nil {
				names = append(names, n.former(node)...)
			}
			value := binary.BigEndian.AppendUint32([]byte{byte(n.code)}, ranks[node.NodeID()][0])
			for _, rank := range ranks[node.NodeID()] {
				value = binary.BigEndian.AppendUint32(value, rank)
			}
			for _, name := range names {
				b.put(bucketID, []byte(name), value)
			}
		}
	}
	return nil
}

func (b *builder) record(key, value []byte) {
	b.version.Write(key)
	fmt.Fprintf(b.version, "%d:", len(value))
	b.version.Write(value)
	b.put(bucketRecord, key, value)
}

// sets builds the sets and slices of one order. ids are the records in that order.
func (b *builder) sets(noun nounCode, order byte, ids []string, found map[string]*entry) error {
	type slot struct {
		bucket string
		key    string
	}
	sets := map[slot]*roaring.Bitmap{}
	put := func(bucket []byte, key []byte, rank int) {
		at := slot{string(bucket), string(key)}
		if sets[at] == nil {
			sets[at] = roaring.New()
		}
		sets[at].Add(uint32(rank))
	}
	for rank, id := range ids {
		for _, s := range found[id].sets {
			put(bucketSet, append([]byte{byte(noun), order, byte(s.field)}, s.value...), rank)
		}
		for _, v := range found[id].attributes {
			put(bucketSlice, []byte{byte(noun), order, byte(v.attribute), bitExists}, rank)
			for rest := v.value; rest != 0; rest &= rest - 1 {
				put(bucketSlice, []byte{byte(noun), order, byte(v.attribute), byte(bits.TrailingZeros64(rest))}, rank)
			}
		}
	}
	for at, set := range sets {
		set.RunOptimize()
		value, err := set.ToBytes()
		if err != nil {
			return err
		}
		b.put([]byte(at.bucket), []byte(at.key), value)
	}
	return nil
}

// writeFile writes the collected entries, bucket by bucket in the order of their keys, and gives the bytes of the file that are
// in use. Nothing is synced.
func (b *builder) writeFile(path string) (size int64, err error) {
	db, err := bbolt.Open(path, 0o644, &bbolt.Options{PageSize: PageSize, NoSync: true, NoGrowSync: true, InitialMmapSize: b.size()})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, entries := range b.entries {
		b.total += len(entries)
	}
	for _, name := range buckets {
		keys := slices.Sorted(maps.Keys(b.entries[string(name)]))
		if err := db.Update(func(tx *bbolt.Tx) error { _, err := tx.CreateBucket(name); return err }); err != nil {
			return 0, err
		}
		for chunk := range slices.Chunk(keys, batch) {
			if err := db.Update(func(tx *bbolt.Tx) error { return b.fill(tx.Bucket(name), b.entries[string(name)], chunk) }); err != nil {
				return 0, err
			}
		}
	}
	err = db.View(func(tx *bbolt.Tx) error { size = tx.Size(); return nil })
	return size, err
}

func (b *builder) fill(bucket *bbolt.Bucket, entries map[string][]byte, keys []string) error {
	bucket.FillPercent = 1
	for _, key := range keys {
		if err := bucket.Put([]byte(key), entries[key]); err != nil {
			return err
		}
	}
	b.done += len(keys)
	if b.progress != nil {
		b.progress(b.done, b.total)
	}
	return nil
}

// size is about how large the file becomes, so that it need not be mapped again as it grows.
func (b *builder) size() int {
	size := 1 << 20
	for _, entries := range b.entries {
		for key, value := range entries {
			size += 2 * (len(key) + len(value) + 16)
		}
	}
	return size
}
