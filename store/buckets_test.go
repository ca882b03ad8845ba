package store

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"go.etcd.io/bbolt"
)

// The drawing at the top of buckets.go is held against a real store: the same buckets, and keys of the shape it shows.
func TestTheBucketTreeIsAsItIsDrawn(t *testing.T) {
	code, err := os.ReadFile("buckets.go")
	if err != nil {
		t.Fatal(err)
	}
	var drawn []string
	shape := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^//\t(\w+) +(.+?) +→`).FindAllStringSubmatch(string(code), -1) {
		drawn = append(drawn, m[1])
		shape[m[1]] = m[2]
	}
	path := filepath.Join(t.TempDir(), "test.db")
	if err := Write(path, large(60), nil); err != nil {
		t.Fatal(err)
	}
	// The shortest key of each shape: a byte for noun, order, field, attribute and bit, four for ordinal and rank, and at
	// least one for what has no fixed length.
	shortest := map[string]int{
		"name": 1, "id": 1, "noun ordinal": 5, "noun order key 00 id": 5, "noun order rank": 6, "noun order field value": 4, "noun order attribute bit": 4,
	}
	fixed := []string{"noun ordinal", "noun order rank", "noun order attribute bit"}
	var found []string
	edit(t, path, func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			found = append(found, string(name))
			least, known := shortest[shape[string(name)]]
			if !known {
				t.Errorf("the drawing shows keys of the shape %q, which this test does not know", shape[string(name)])
			}
			return b.ForEach(func(k, v []byte) error {
				exact := slices.Contains(fixed, shape[string(name)])
				if v == nil || len(k) < least || exact && len(k) != least {
					t.Errorf("bucket %s has a key of %d bytes, %q, which does not have the shape %q", name, len(k), k, shape[string(name)])
				}
				return nil
			})
		})
	})
	slices.Sort(drawn)
	slices.Sort(found)
	if len(drawn) == 0 || !slices.Equal(drawn, found) {
		t.Errorf("the drawing has the buckets %v, a store has %v", drawn, found)
	}
}
