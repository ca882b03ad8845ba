package store

import "onrecord/news"

// MaxPage is the most records a page can hold; DefaultPage is how many it holds where neither First nor Last is given.
const (
	MaxPage     = 100
	DefaultPage = 20
)

// Page asks for part of a list, as in the Relay cursor connections specification
// (https://relay.dev/graphql/connections.htm). First and Last run from 0 to [MaxPage] and are not given together; more
// is an [*ArgumentError].
type Page struct {
	First, Last   *int
	After, Before *string
}

// Connection is one page of a list.
type Connection[N news.Node] struct {
	Edges    []Edge[N]
	PageInfo PageInfo
	// TotalCount counts the whole filtered list, not the page.
	TotalCount int

	// asked can put the conditions of the list again, for what is asked of the whole of it; see [Connection.Facets].
	asked listing
}

// Nodes lists the records of the page.
func (c *Connection[N]) Nodes() []N {
	nodes := make([]N, len(c.Edges))
	for i, e := range c.Edges {
		nodes[i] = e.Node
	}
	return nodes
}

// Extent says how much of its list the page holds.
func (c *Connection[N]) Extent() Extent { return Extent{len(c.Edges), c.TotalCount, c.PageInfo} }

// Extent is how much of a list a page holds.
type Extent struct {
	// Given of Total records are on the page.
	Given, Total int

	info PageInfo
}

// Whole reports whether nothing of the list is missing from the page.
func (e Extent) Whole() bool { return e.Given >= e.Total }

// Next is the cursor behind which the list goes on, nil where it does not.
func (e Extent) Next() (*string, error) {
	if !e.info.HasNextPage {
		return nil, nil
	}
	return e.info.EndCursor()
}

// Edge is one record of a page, in its place.
type Edge[N news.Node] struct {
	Node N
	at   spot
}

// Cursor stands for the record's place in the list. It is worked out when it is asked for, which is seldom.
func (e *Edge[N]) Cursor() (string, error) { return e.at.cursor(e.Node.NodeID()) }

// PageInfo says what lies on either side of a page.
type PageInfo struct {
	HasNextPage, HasPreviousPage bool

	start, end pageEnd
}

// StartCursor is the cursor of the first record of the page, or nil where it is empty.
func (p *PageInfo) StartCursor() (*string, error) { return p.start.cursor() }

// EndCursor is the cursor of the last record of the page, or nil where it is empty.
func (p *PageInfo) EndCursor() (*string, error) { return p.end.cursor() }

// pageEnd is the first or the last record of a page: where it is found, or which hit it is. The zero value is that of an empty
// page.
type pageEnd struct {
	at  spot
	id  string
	hit *SearchEdge
}

func (e pageEnd) cursor() (*string, error) {
	if e.hit != nil {
		c := e.hit.Cursor()
		return &c, nil
	}
	if e.at.in == nil {
		return nil, nil
	}
	c, err := e.at.cursor(e.id)
	return &c, err
}

// The connections, one a noun.
type (
	ArticleConnection         = Connection[*news.Article]
	ActorConnection           = Connection[*news.Actor]
	PlaceConnection           = Connection[*news.Place]
	EventConnection           = Connection[*news.Event]
	StatementConnection       = Connection[*news.Statement]
	QuantityConnection        = Connection[*news.Quantity]
	StatementReportConnection = Connection[*news.StatementReport]
	FigureConnection          = Connection[*news.Figure]
	EventAccountConnection    = Connection[*news.EventAccount]
	RoleMentionConnection     = Connection[*news.RoleMention]
	TermUseConnection         = Connection[*news.TermUse]
	MentionConnection         = Connection[news.Mention]
)

// The edges, one a noun.
type (
	ArticleEdge         = Edge[*news.Article]
	ActorEdge           = Edge[*news.Actor]
	PlaceEdge           = Edge[*news.Place]
	EventEdge           = Edge[*news.Event]
	StatementEdge       = Edge[*news.Statement]
	QuantityEdge        = Edge[*news.Quantity]
	StatementReportEdge = Edge[*news.StatementReport]
	FigureEdge          = Edge[*news.Figure]
	EventAccountEdge    = Edge[*news.EventAccount]
	RoleMentionEdge     = Edge[*news.RoleMention]
	TermUseEdge         = Edge[*news.TermUse]
	MentionEdge         = Edge[news.Mention]
)

// window is the part of a list that a page asks for: indices into the list as it is ordered, first included, last not.
type window struct{ from, to int }

// cut applies First and Last to a window, as the Relay specification's EdgesToReturn does.
func (p Page) cut(w window) (window, error) {
	size := DefaultPage
	switch {
	case p.First != nil && p.Last != nil:
		return w, refuse(BadPage, "first and last are not given together: first counts from the beginning, last from the end")
	case p.First != nil:
		size = *p.First
	case p.Last != nil:
		size = *p.Last
	}
	if size < 0 || size > MaxPage {
		return w, refuse(BadPage, "a page holds up to %d records, and %d were asked for", MaxPage, size)
	}
	if p.Last != nil {
		w.from = max(w.from, w.to-size)
	} else {
		w.to = min(w.to, w.from+size)
	}
	return w, nil
}
