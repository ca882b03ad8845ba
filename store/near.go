package store

import (
	"bytes"

	"onrecord/news"
)

// Neighbours lists the ids on either side of where an id stands or would stand in the alphabet, up to n each way, of the
// same kind only; former ids are among them. It reads no record, so it can be asked for an id that came from anywhere.
func (s *Store) Neighbours(id string, n int) ([]string, error) {
	kind, _, ok := news.SplitID(id)
	if !ok {
		return nil, refuse(BadID, "%q is not an id: an id is a kind, a colon and a name, such as %q", id, "actor:…")
	}
	prefix := []byte(kind.ID(""))
	var near []string
	err := s.view(func(r *reader) error {
		c := r.id.Cursor()
		from, _ := c.Seek([]byte(id))
		for k := from; bytes.HasPrefix(k, prefix) && len(near) < n; k, _ = c.Next() {
			near = append(near, string(k))
		}
		after := len(near)
		k, _ := c.Seek([]byte(id))
		if k == nil {
			k, _ = c.Last()
		} else {
			k, _ = c.Prev()
		}
		for ; bytes.HasPrefix(k, prefix) && len(near)-after < n; k, _ = c.Prev() {
			near = append(near, string(k))
		}
		return nil
	})
	return near, err
}
