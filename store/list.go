package store

import "onrecord/news"

// ordering is one of a noun's orders, and its end to begin at.
type ordering struct {
	order     byte
	direction Direction
}

// filter narrows a list. Those of the nouns are pointers, and nil narrows nothing.
type filter interface{ narrow(*query) }

// narrowing is a filter that only one list has.
type narrowing func(*query)

func (n narrowing) narrow(q *query) { n(q) }

// listing is a list as it is asked for, whatever page of it.
type listing struct {
	s         *Store
	noun      nounCode
	by        ordering
	relations []relation
	filter    filter

	one [1]relation // room for relations, of which there is mostly one
}

// find puts the conditions of the list.
func (l *listing) find(then func(*query) error) error {
	return l.s.view(func(r *reader) error {
		q := &r.query
		*q = query{reader: r, noun: l.noun, order: l.by.order, count: l.s.counts[l.noun]}
		for _, to := range l.relations {
			q.in(to.field, to.value)
		}
		if l.filter != nil {
			l.filter.narrow(q)
		}
		if q.err != nil {
			return q.err
		}
		return then(q)
	})
}

// lookUp answers a list: the records that satisfy every scope and the filter, in an order, cut to a page. What calls it and little
// else is not inlined: of a generic function in another package the compiler does not see that it keeps neither the page nor
// the scopes, and would have the caller allocate them.
func lookUp[N news.Node](s *Store, n *noun[N], by ordering, page Page, filter filter, scopes []Scope[N]) (*Connection[N], error) {
	connection := &Connection[N]{asked: listing{s: s, noun: n.code, by: by, filter: filter}}
	list := &connection.asked
	list.relations = list.one[:0]
	for _, scope := range scopes {
		list.relations = append(list.relations, relation(scope))
	}
	err := list.find(func(q *query) error {
		w, err := windowOf(n, q, page, by.direction)
		if err != nil {
			return err
		}
		return connection.fill(n, q, w)
	})
	if err != nil {
		return nil, err
	}
	return connection, nil
}

// windowOf finds which of the found records a page asks for.
func windowOf[N news.Node](n *noun[N], q *query, page Page, direction Direction) (window, error) {
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
		rank, exact, err := seek(q.reader, n, c.order, q.count, c.key, c.id)
		if err != nil {
			return w, err
		}
		position := q.position(rank, exact, end.after, direction)
		if end.after {
			w.from = max(w.from, position)
		} else {
			w.to = min(w.to, position)
		}
	}
	w.to = max(w.from, w.to)
	return page.cut(w)
}

// position is how many of the found records stand before a cursor in the given direction, which leads to a rank: to its record's
// where that is there, else to that of the first beyond. Its own record is counted where the page begins after it.
func (q *query) position(rank uint32, exact, after bool, direction Direction) int {
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
func (c *Connection[N]) fill(n *noun[N], q *query, w window) error {
	total := q.len()
	c.TotalCount = total
	c.PageInfo = PageInfo{HasPreviousPage: w.from > 0 && total > 0, HasNextPage: w.to < total}
	c.Edges = make([]Edge[N], w.to-w.from)
	ordinals := q.ordinals[:0]
	for i := range c.Edges {
		place := w.from + i
		if c.asked.by.direction == Descending {
			place = total - 1 - place
		}
		rank, err := q.at(place)
		if err != nil {
			return err
		}
		ordinal := rank // in the first order
		if q.order > 0 {
			if ordinal, _, err = q.ranked(n.code, q.order, rank); err != nil {
				return err
			}
		}
		c.Edges[i].at = spot{&c.asked, rank}
		ordinals = append(ordinals, ordinal)
	}
	q.reader.ordinals = ordinals
	q.touch(n.code, ordinals)
	for i, ordinal := range ordinals {
		record, err := n.read(q.reader, ordinal)
		if err != nil {
			return err
		}
		c.Edges[i].Node = record
	}
	if n := len(c.Edges); n > 0 {
		first, last := &c.Edges[0], &c.Edges[n-1]
		c.PageInfo.start = pageEnd{at: first.at, id: first.Node.NodeID()}
		c.PageInfo.end = pageEnd{at: last.at, id: last.Node.NodeID()}
	}
	return nil
}
