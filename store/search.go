package store

import (
	"encoding/binary"
	"hash/fnv"
	"slices"
	"strings"
	"sync"

	"onrecord/news"
)

// SearchConnection is one page of the hits of a search.
type SearchConnection struct {
	Edges    []SearchEdge
	PageInfo PageInfo
	// TotalCount counts every hit. The first [MaxRanked] of them are in order and can be paged through.
	TotalCount int
	// Partial: no record has everything that was looked for; the hits have some of it.
	Partial bool
	// Suggestion is the search text with words that stand nowhere replaced by the likeliest that do; "" where there is
	// nothing to replace.
	Suggestion string
}

// Nodes lists the hits of the page.
func (c *SearchConnection) Nodes() []*SearchHit {
	nodes := make([]*SearchHit, len(c.Edges))
	for i, e := range c.Edges {
		nodes[i] = e.Node
	}
	return nodes
}

// Extent says how many of the hits the page holds.
func (c *SearchConnection) Extent() Extent { return Extent{len(c.Edges), c.TotalCount, c.PageInfo} }

// SearchEdge is one hit of a page, in its place.
type SearchEdge struct {
	Node  *SearchHit
	place int
}

// Cursor stands for the hit's place. It is worked out when it is asked for, which is seldom.
func (e *SearchEdge) Cursor() string { return e.Node.from.cursor(e.place, e.Node.Node.NodeID()) }

// SearchHit is a record that was found.
type SearchHit struct {
	Node news.Node
	Kind SearchKind
	// Score can be compared with the others of the same search, and means nothing else.
	Score float64

	from     *results
	document uint32
}

// Snippets are up to [MaxSnippets] pieces of the record's texts in which it was found. They are cut when they are asked for.
func (h *SearchHit) Snippets() (list []Snippet, err error) {
	err = h.from.store.view(func(r *reader) error {
		f, err := h.from.store.finder(r)
		if err != nil {
			return err
		}
		list, err = h.from.marker(f).snippets(f, h.document)
		return err
	})
	return list, err
}

// Search finds articles, actors, events, statements and quantities by the words of their texts and of the mentions they
// have; see docs/search.md for the language of text and for the order. kinds narrows it; nil is every kind. What is asked
// for in another way than it can be is an [*ArgumentError] with the code [BadSearch], [BadPage] or [BadCursor].
func (s *Store) Search(text string, kinds []SearchKind, page Page) (*SearchConnection, error) {
	q, err := parseSearch(text)
	if err != nil {
		return nil, err
	}
	var connection *SearchConnection
	err = s.view(func(r *reader) error {
		f, err := s.finder(r)
		if err != nil {
			return err
		}
		found := &results{store: s, query: q, identity: identity(text, kinds)}
		if err := found.find(f, s.within(q, kinds)); err != nil {
			return err
		}
		connection, err = found.page(f, page)
		return err
	})
	return connection, err
}

// identity tells the searches apart whose cursors are not each other's.
func identity(text string, kinds []SearchKind) uint64 {
	h := fnv.New64a()
	for _, part := range append([]string{text}, plain(kinds)...) {
		_, _ = h.Write(append([]byte(part), 0))
	}
	return h.Sum64()
}

// within are the documents of the kinds that are looked for. They are numbered by id, so those of a kind stand together.
func (s *Store) within(q *searchQuery, kinds []SearchKind) (within []span) {
	from := uint32(0)
	for _, noun := range kindNouns {
		to := from + uint32(s.counts[noun])
		if from < to && q.among(kinds, noun) {
			if last := len(within) - 1; last >= 0 && within[last].to == from {
				within[last].to = to
			} else {
				within = append(within, span{from, to})
			}
		}
		from = to
	}
	return within
}

// results are the hits of one search.
type results struct {
	store    *Store
	query    *searchQuery
	identity uint64

	terms   []*foundTerm
	met     *meeting // the hits, until the page is cut
	total   int
	partial bool

	marking sync.Once
	marks   *marker
}

// find works out the hits: the documents that have every term, or where there are none those that have some.
func (r *results) find(f *finder, within []span) error {
	var unwanted []bitset
	sets := make([]bitset, 0, len(r.query.wanted))
	for _, t := range r.query.unwanted {
		found, err := f.find(t)
		if err != nil {
			return err
		}
		unwanted = append(unwanted, found.documents)
	}
	r.terms = make([]*foundTerm, 0, len(r.query.wanted))
	for _, t := range r.query.wanted {
		found, err := f.find(t)
		if err != nil {
			return err
		}
		if found.relayed, err = f.relayed(t, found); err != nil {
			return err
		}
		r.terms = append(r.terms, found)
		sets = append(sets, found.documents)
	}
	r.met = &f.searching.meeting
	r.met.meet(sets, unwanted, within)
	if r.met.numbers.isEmpty() {
		r.met.meet([]bitset{either(sets)}, unwanted, within)
		r.partial = !r.met.numbers.isEmpty()
	}
	r.total = r.met.numbers.count()
	return f.q.err
}

// ranked are the first most hits in order.
func (r *results) ranked(f *finder, most int) ([]rankedHit, error) {
	var words []scored
	var lists []int // of each term: which of the words it is the list of, or ofNone
	for _, found := range r.terms {
		lists = append(lists, ofNone)
		if found.documents.list && !r.partial {
			lists[len(lists)-1] = len(words)
		}
		words = append(words, found.scored...)
	}
	return f.rank(r.met, lists, words, min(most, r.most())), f.q.err
}

// most is how many hits are put in order at most.
func (r *results) most() int { return min(r.total, MaxRanked) }

// page cuts a page from the hits and reads them.
func (r *results) page(f *finder, p Page) (*SearchConnection, error) {
	w, err := r.window(f, p)
	if err != nil {
		return nil, err
	}
	c := &SearchConnection{
		Edges:      make([]SearchEdge, 0, w.to-w.from),
		PageInfo:   PageInfo{HasPreviousPage: w.from > 0 && r.total > 0, HasNextPage: w.to < r.total},
		TotalCount: r.total,
		Partial:    r.partial,
		Suggestion: r.suggestion(),
	}
	if w.from == w.to {
		return c, nil
	}
	ranked, err := r.ranked(f, w.to)
	if err != nil {
		return nil, err
	}
	ranked = ranked[w.from:w.to]
	records := make([]located, len(ranked))
	for i, hit := range ranked {
		records[i] = f.record(hit.document)
	}
	f.touchAll(records)
	hits := make([]SearchHit, len(ranked))
	for i, hit := range ranked {
		node, err := readNode(f.reader, records[i].noun, records[i].ordinal)
		if err != nil {
			return nil, err
		}
		hits[i] = SearchHit{Node: node, Kind: searchKindOf(records[i].noun), Score: float64(hit.score) / (1024 * asWritten * (2*maxLightness + 1)),
			from: r, document: hit.document}
		c.Edges = append(c.Edges, SearchEdge{Node: &hits[i], place: w.from + i})
	}
	c.PageInfo.start, c.PageInfo.end = pageEnd{hit: &c.Edges[0]}, pageEnd{hit: &c.Edges[len(c.Edges)-1]}
	return c, nil
}

// window finds which hits a page asks for. What lies beyond those that are ranked cannot be had.
func (r *results) window(f *finder, p Page) (window, error) {
	w := window{0, r.total}
	for _, end := range []struct {
		cursor *string
		after  bool
	}{{p.After, true}, {p.Before, false}} {
		if end.cursor == nil {
			continue
		}
		position, err := r.position(f, *end.cursor, end.after)
		if err != nil {
			return w, err
		}
		if end.after {
			w.from = max(w.from, position)
		} else {
			w.to = min(w.to, position)
		}
	}
	w.to = max(w.from, w.to)
	w, err := p.cut(w)
	if err != nil {
		return w, err
	}
	if w.from < w.to && w.to > r.most() {
		if w.from >= r.most() || p.Last != nil {
			return w, refuse(BadPage, "the first %d of %d hits are ranked, and this page lies beyond them; look for more words or a kind", r.most(), r.total)
		}
		w.to = r.most()
	}
	return w, nil
}

// searchList is what a cursor of a search has in the place of a noun. No noun is given this code.
const searchList nounCode = 0xFF

// cursor stands for the hit at a place among those that are ranked.
func (r *results) cursor(at int, id string) string {
	key := binary.BigEndian.AppendUint32(nil, uint32(at))
	key = binary.BigEndian.AppendUint64(key, r.identity)
	return (&cursor{noun: searchList, version: r.store.summary.Version, key: key, id: id}).String()
}

// position is how many hits stand before a cursor; with its own hit counted where the page begins after it. A cursor of
// another version of the data, in which scores are others, stands where its record now is, or where it was if that is no
// hit any more.
func (r *results) position(f *finder, s string, after bool) (int, error) {
	c, err := parseCursor(s)
	if err != nil {
		return 0, err
	}
	if c.noun != searchList || len(c.key) != 12 || binary.BigEndian.Uint64(c.key[4:]) != r.identity {
		return 0, refuse(BadCursor, "the cursor is from another list or another search; start again without it")
	}
	at, present := int(binary.BigEndian.Uint32(c.key)), true
	if c.version != r.store.summary.Version {
		now, err := r.placeOf(f, c.id)
		if err != nil {
			return 0, err
		}
		if now >= 0 {
			at = now
		} else {
			present = false
		}
	}
	if after && present {
		at++
	}
	return min(at, r.most()), nil
}

// placeOf is the place of a record among the hits, or -1.
func (r *results) placeOf(f *finder, id string) (int, error) {
	at, ok := locate(f.reader, id)
	if !ok {
		return -1, nil
	}
	ranked, err := r.ranked(f, r.most())
	return slices.IndexFunc(ranked, func(hit rankedHit) bool {
		return f.record(hit.document) == located{at.noun, at.ordinal}
	}), err
}

// record is the record that a document is.
func (f *finder) record(document uint32) located {
	at := f.records[5*document:]
	return located{nounCode(at[0]), binary.BigEndian.Uint32(at[1:])}
}

// parts are those that a document is found by.
func (f *finder) parts(document uint32) ([]part, error) {
	return decodeParts(f.reader.found.get(binary.BigEndian.AppendUint32(nil, document)))
}

// readNode reads a record of any noun.
func readNode(r *reader, noun nounCode, ordinal uint32) (news.Node, error) {
	switch noun {
	case nounArticle:
		return node(articles.read(r, ordinal))
	case nounActor:
		return node(actors.read(r, ordinal))
	case nounPlace:
		return node(places.read(r, ordinal))
	case nounEvent:
		return node(events.read(r, ordinal))
	case nounStatement:
		return node(statements.read(r, ordinal))
	case nounQuantity:
		return node(quantities.read(r, ordinal))
	case nounReport:
		return node(reports.read(r, ordinal))
	case nounFigure:
		return node(figures.read(r, ordinal))
	case nounAccount:
		return node(accounts.read(r, ordinal))
	case nounRole:
		return node(roles.read(r, ordinal))
	case nounTerm:
		return node(terms.read(r, ordinal))
	}
	return nil, errRecord
}

// relayed tells whether what is looked for under outlet, in vain, would be found under relay.
func (f *finder) relayed(t term, found *foundTerm) (bool, error) {
	if t.field != textOutlet || !found.documents.isEmpty() {
		return false, nil
	}
	t.field = textRelay
	relays, err := f.find(t)
	return err == nil && !relays.documents.isEmpty() && !relays.mistyped, err
}

// suggestion is the search text with every mistyped word replaced by the best that stands for it, and outlet by relay where
// the one finds nothing and the other would.
func (r *results) suggestion() string {
	text := r.query.text
	changed := false
	for i, t := range slices.Backward(r.query.wanted) {
		switch found := r.terms[i]; {
		case found.relayed && i > 0 && r.query.wanted[i-1].named == t.named: // its first word has the field
		case found.relayed:
			text = text[:t.named] + textFieldNames[textRelay] + text[t.named+strings.IndexByte(text[t.named:], ':'):]
			changed = true
		case found.mistyped && len(found.alternatives) > 0:
			text = text[:t.from] + found.alternatives[0].word + text[t.to:]
			changed = true
		}
	}
	if !changed {
		return ""
	}
	return strings.TrimSpace(text)
}
