package store

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"sort"
	"strings"

	"onrecord/news"
)

// cursor stands for a place in a list: which list and order, the version that gave it, and the sort key and id of the
// record there. Against the version that gave it the place is exact; against another it is the nearest place that the
// key and id still have, so a reader who pages on across an update neither starts again nor sees a record twice.
type cursor struct {
	noun    nounCode
	order   byte
	version string
	key     []byte
	id      string
}

// spot is a record's place in a listing.
type spot struct {
	in   *listing
	rank uint32
}

// cursor is the cursor for the spot, at which the record with the id stands.
func (at spot) cursor(id string) (c string, err error) {
	list := at.in
	err = list.s.view(func(r *reader) error {
		_, key, err := r.ranked(list.noun, list.by.order, at.rank)
		c = (&cursor{noun: list.noun, order: list.by.order, version: list.s.summary.Version, key: key, id: id}).String()
		return err
	})
	return c, err
}

func (c *cursor) String() string {
	raw := []byte{byte(c.noun), c.order}
	for _, part := range [][]byte{[]byte(c.version), c.key, []byte(c.id)} {
		raw = binary.AppendUvarint(raw, uint64(len(part)))
		raw = append(raw, part...)
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

func parseCursor(s string) (*cursor, error) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(raw) < 2 {
		return nil, refuse(BadCursor, "the cursor cannot be read; take it from pageInfo or an edge as it stands")
	}
	c := &cursor{noun: nounCode(raw[0]), order: raw[1]}
	var parts [3][]byte
	rest := raw[2:]
	for i := range parts {
		n, used := binary.Uvarint(rest)
		if used <= 0 || n > uint64(len(rest)-used) {
			return nil, refuse(BadCursor, "the cursor is cut short; take it from pageInfo or an edge as it stands")
		}
		parts[i], rest = rest[used:used+int(n)], rest[used+int(n):]
	}
	if len(rest) > 0 {
		return nil, refuse(BadCursor, "the cursor is too long; take it from pageInfo or an edge as it stands")
	}
	c.version, c.key, c.id = string(parts[0]), parts[1], string(parts[2])
	return c, nil
}

// seek finds where a record with a sort key and an id stands, or would stand, among all those of a noun.
func seek[N news.Node](r *reader, n *noun[N], order byte, count int, key []byte, id string) (rank uint32, exact bool, err error) {
	place, exact := sort.Find(count, func(i int) int {
		ordinal, at, failed := r.ranked(n.code, order, uint32(i))
		if by := bytes.Compare(key, at); by != 0 || failed != nil {
			err = cmp.Or(err, failed)
			return by
		}
		record, failed := n.read(r, ordinal)
		if failed != nil {
			err = cmp.Or(err, failed)
			return 0
		}
		return strings.Compare(id, record.NodeID())
	})
	return uint32(place), exact, err
}
