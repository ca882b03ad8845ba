package store

import (
	"encoding/binary"

	"onrecord/news"
)

// ordering is one of a noun's orders, and its end to begin at.
type ordering struct {
	order     byte
	direction Direction
}

// lookUp answers a list: the records that satisfy every scope and the filter, in an order, cut to a page.
func lookUp[N news.Node](s *Store, n *noun[N], by ordering, page Page, narrow func(*query), scopes []Scope[N]) (*Connection[N], error) {
	find := func(then func(*query) error) error {
		return s.view(func(r *reader) error {
			q := &query{reader: r, noun: n.code, order: by.order, count: s.counts[n.code]}
			for _, scope := range scopes {
				q.in(scope.field, scope.value)
			}
			if narrow != nil {
				narrow(q)
			}
			if q.err != nil {
				return q.err
			}
			return then(q)
		})
	}
	var connection *Connection[N]
	err := find(func(q *query) error {
		w, err := q.window(page, by.direction)
		if err != nil {
			return err
		}
		connection, err = fill(s, n, q, w, by.direction)
		return err
	})
	if err != nil {
		return nil, err
	}
	connection.again = find
	return connection, nil
}

// window finds which of the found records a page asks for.
func (q *query) window(page Page, direction Direction) (window, error) {
	w := window{0, q.len()}
	for _, end := range []struct {
		cursor *string
		after  bool
	}{{page.After, true}, {page.Before, false}} {
		if end.cursor == nil {
			continue
		}
		c, err := parseCursor(*end.cursor)
		if err != nil {
			return w, err
		}
		if c.noun != q.noun || c.order != q.order {
			return w, refuse(BadCursor, "the cursor is from another list or another order; start again without it")
		}
		position := q.position(c, end.after, direction)
		if end.after {
			w.from = max(w.from, position)
		} else {
			w.to = min(w.to, position)
		}
	}
	w.to = max(w.from, w.to)
	return page.cut(w)
}

// position is how many of the found records stand before the cursor in the given direction; with its own record counted
// where the page begins after it.
func (q *query) position(c *cursor, after bool, direction Direction) int {
	rank, exact := c.rank(q.reader, q.count)
	below := q.before(rank)
	upTo := below
	if exact {
		upTo = q.before(rank + 1)
	}
	if direction == Descending {
		below, upTo = q.len()-upTo, q.len()-below
	}
	if after {
		return upTo
	}
	return below
}

// fill reads the records of a window.
func fill[N news.Node](s *Store, n *noun[N], q *query, w window, direction Direction) (*Connection[N], error) {
	total := q.len()
	connection := &Connection[N]{
		TotalCount: total,
		Edges:      make([]Edge[N], 0, w.to-w.from),
		PageInfo:   PageInfo{HasPreviousPage: w.from > 0 && total > 0, HasNextPage: w.to < total},
	}
	list := &listing{s, n.code, q.order}
	for i := w.from; i < w.to; i++ {
		place := i
		if direction == Descending {
			place = total - 1 - i
		}
		rank, err := q.at(place)
		if err != nil {
			return nil, err
		}
		ordinal := rank // in the first order
		if q.order > 0 {
			value := q.reader.rank.get(rankKey(n.code, q.order, rank))
			if len(value) < 4 {
				return nil, errRecord
			}
			ordinal = binary.BigEndian.Uint32(value)
		}
		record, err := n.at(q.reader, ordinal)
		if err != nil {
			return nil, err
		}
		connection.Edges = append(connection.Edges, Edge[N]{Node: record, at: spot{list, rank}})
	}
	if n := len(connection.Edges); n > 0 {
		first, last := connection.Edges[0], connection.Edges[n-1]
		connection.PageInfo.start = pageEnd{at: first.at, id: first.Node.NodeID()}
		connection.PageInfo.end = pageEnd{at: last.at, id: last.Node.NodeID()}
	}
	return connection, nil
}
