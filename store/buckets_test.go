package store

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"go.etcd.io/bbolt"

	"onrecord/news"
)

// drawing reads the bucket tree from the comment in buckets.go: for each bucket what its keys and values are made of.
func drawing(t *testing.T) (names []string, keys, values map[string][]string) {
	t.Helper()
	code, err := os.ReadFile("buckets.go")
	must(t, err)
	keys, values = map[string][]string{}, map[string][]string{}
	for _, line := range regexp.MustCompile(`(?m)^//\t(\w+) +(\S.*?) +→ (\S+(?: \S+)*)`).FindAllStringSubmatch(string(code), -1) {
		names = append(names, line[1])
		keys[line[1]], values[line[1]] = strings.Fields(line[2]), strings.Fields(line[3])
	}
	if len(names) == 0 {
		t.Fatal("no bucket is drawn in buckets.go")
	}
	return names, keys, values
}

// piece takes one part of a key off its front; false where it does not fit.
type piece func(rest []byte) ([]byte, bool)

func fixed(n int) piece {
	return func(rest []byte) ([]byte, bool) {
		if len(rest) < n {
			return nil, false
		}
		return rest[n:], true
	}
}

func oneByte(to int) piece {
	return func(rest []byte) ([]byte, bool) { return rest[min(1, len(rest)):], len(rest) > 0 && int(rest[0]) <= to }
}

// all takes what is left, which must not be nothing.
func all(rest []byte) ([]byte, bool) { return nil, len(rest) > 0 }

// The parts that the drawing names.
var pieces = map[string]piece{
	"noun": func(rest []byte) ([]byte, bool) {
		return rest[min(1, len(rest)):], len(rest) > 0 && nounNames[nounCode(rest[0])] != ""
	},
	"order":     oneByte(2),
	"field":     func(rest []byte) ([]byte, bool) { return rest[min(1, len(rest)):], len(rest) > 0 && rest[0] > 0 },
	"field?":    oneByte(int(textFields)),
	"attribute": func(rest []byte) ([]byte, bool) { return rest[min(1, len(rest)):], len(rest) > 0 && rest[0] > 0 },
	"bit": func(rest []byte) ([]byte, bool) {
		return rest[min(1, len(rest)):], len(rest) > 0 && (rest[0] < 64 || rest[0] == bitExists)
	},
	"ordinal": fixed(4),
	"rank":    fixed(4),
	"rank…":   func(rest []byte) ([]byte, bool) { return nil, len(rest) > 0 && len(rest)%4 == 0 },
	"name":    all,
	"value":   all,
	"record":  all,
	"id": func(rest []byte) ([]byte, bool) {
		_, _, ok := news.SplitID(string(rest))
		return nil, ok
	},
	// A sort key runs to the last zero byte, which the next two parts begin with: ids have none.
	"key": func(rest []byte) ([]byte, bool) {
		i := bytes.LastIndexByte(rest, 0)
		return rest[max(i, 0):], i > 0 || i < 0 && len(rest) > 0
	},
	"00": func(rest []byte) ([]byte, bool) { return rest[min(1, len(rest)):], len(rest) > 0 && rest[0] == 0 },
	"document": func(rest []byte) ([]byte, bool) {
		if len(rest) == 4 {
			return nil, true
		}
		return rest, false
	},
	"word": func(rest []byte) ([]byte, bool) {
		i := bytes.IndexByte(rest, 0)
		return rest[max(i, 0):], i > 0
	},
	"part…": func(rest []byte) ([]byte, bool) {
		_, err := decodeParts(rest)
		return nil, err == nil
	},
	"documents": func(rest []byte) ([]byte, bool) {
		list, err := listAt(rest)
		var again growingList
		for _, document := range list.appendTo(nil, list.count()) {
			lightness, _ := list.light(document)
			again.add(document, lightness)
		}
		return nil, err == nil && bytes.Equal(again.appendTo(nil), rest)
	},
	"places": func(rest []byte) ([]byte, bool) { _, err := roaring.New().FromBuffer(rest); return nil, err == nil },
	"ranks": func(rest []byte) ([]byte, bool) {
		var q query
		set := roaring.New()
		q.ranksIn(set, rest)
		return nil, q.err == nil && !set.IsEmpty() && (set.GetCardinality() <= maxFew) == (rest[0] == ranksFew)
	},
}

func fits(t *testing.T, shape []string, data []byte) bool {
	t.Helper()
	for _, name := range shape {
		p, known := pieces[name]
		if !known {
			t.Fatalf("the drawing names the part %q, which this test does not know", name)
		}
		var ok bool
		if name == "key" && shape[len(shape)-1] == "key" {
			p = all
		}
		if data, ok = p(data); !ok {
			return false
		}
	}
	return len(data) == 0
}

// The drawing at the top of buckets.go is held against a dump of a real store: the same buckets, and every key and value
// made of the parts that it shows.
func TestTheBucketTreeIsAsItIsDrawn(t *testing.T) {
	drawn, keys, values := drawing(t)
	// The values of meta are words and, for the counts, numbers; the drawing lists them.
	values["meta"] = []string{"value"}
	path := filepath.Join(t.TempDir(), "test.db")
	must(t, Write(path, large(60), nil))
	var found []string
	entries := 0
	db, _, err := openFile(path, OpenTimeout)
	must(t, err)
	defer db.Close()
	must(t, db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, _ *bbolt.Bucket) error {
			bucket := string(name)
			found = append(found, bucket)
			for k, v := range everyEntry(tx, name) {
				entries++
				if !fits(t, keys[bucket], k) {
					t.Errorf("bucket %s has the key %q, which is not made of %v", bucket, k, keys[bucket])
				}
				if !fits(t, values[bucket], v) {
					t.Errorf("bucket %s has under %q the value %q, which is not made of %v", bucket, k, v, values[bucket])
				}
			}
			return nil
		})
	}))
	slices.Sort(drawn)
	slices.Sort(found)
	if !slices.Equal(drawn, found) || entries == 0 {
		t.Errorf("the drawing has the buckets %v, a store has %v with %d entries", drawn, found, entries)
	}
}

// "A record's ordinal is its rank in the noun's first order."
func TestAnOrdinalIsTheRankInTheFirstOrder(t *testing.T) {
	s := stored(t, large(60))
	must(t, s.db.View(func(tx *bbolt.Tx) error {
		for k, v := range everyEntry(tx, bucketRank) {
			rank, ordinal := binary.BigEndian.Uint32(k[2:]), binary.BigEndian.Uint32(v)
			if k[1] == 0 && rank != ordinal {
				t.Errorf("the %s of rank %d has the ordinal %d", nounNames[nounCode(k[0])], rank, ordinal)
			}
		}
		return nil
	}))
}
