package store

import (
	"github.com/RoaringBitmap/roaring/v2"

	"onrecord/news"
)

// The fewest and the most articles that can be compared.
const (
	MinCompared = 2
	MaxCompared = 10
)

// Comparison is what some articles share, and what each of them alone has. Each list holds up to [MaxPage] records, in the
// noun's own order; the counts are of all of them.
type Comparison struct {
	Articles []news.ArticleID

	SharedEvents         []SharedEvent
	SharedEventCount     int
	SharedStatements     []SharedStatement
	SharedStatementCount int
	SharedQuantities     []SharedQuantity
	SharedQuantityCount  int

	// Only is in the order of Articles.
	Only []OnlyIn
}

// SharedEvent is an event of which at least two of the compared articles speak, and which they are. [SharedStatement] and
// [SharedQuantity] are the same of the other nouns.
type SharedEvent struct {
	Event *news.Event
	In    []news.ArticleID
}

// SharedStatement is a statement that at least two of the compared articles report.
type SharedStatement struct {
	Statement *news.Statement
	In        []news.ArticleID
}

// SharedQuantity is a quantity of which at least two of the compared articles speak.
type SharedQuantity struct {
	Quantity *news.Quantity
	In       []news.ArticleID
}

// OnlyIn is what one of the compared articles has and none of the others.
type OnlyIn struct {
	Article        news.ArticleID
	Events         []*news.Event
	EventCount     int
	Statements     []*news.Statement
	StatementCount int
	Quantities     []*news.Quantity
	QuantityCount  int
}

// Compare holds two to ten articles against one another.
func (s *Store) Compare(ids []news.ArticleID) (*Comparison, error) {
	if len(ids) < MinCompared || len(ids) > MaxCompared {
		return nil, refuse(BadFilter, "%d to %d articles can be compared, and %d were given", MinCompared, MaxCompared, len(ids))
	}
	c := &Comparison{}
	seen := map[news.ArticleID]bool{}
	for _, id := range ids {
		article, err := s.Article(id)
		switch {
		case err != nil:
			return nil, err
		case article == nil:
			return nil, refuse(BadID, "there is no article with the id %q", id)
		case seen[article.ID]:
			return nil, refuse(BadFilter, "the article %q is given twice", id)
		}
		seen[article.ID] = true
		c.Articles = append(c.Articles, article.ID)
	}
	err := s.view(func(r *reader) error {
		e, err := share(s, r, &events, c.Articles)
		if err != nil {
			return err
		}
		st, err := share(s, r, &statements, c.Articles)
		if err != nil {
			return err
		}
		q, err := share(s, r, &quantities, c.Articles)
		if err != nil {
			return err
		}
		c.SharedEventCount, c.SharedStatementCount, c.SharedQuantityCount = e.count, st.count, q.count
		for i, event := range e.shared {
			c.SharedEvents = append(c.SharedEvents, SharedEvent{event, e.in[i]})
		}
		for i, statement := range st.shared {
			c.SharedStatements = append(c.SharedStatements, SharedStatement{statement, st.in[i]})
		}
		for i, quantity := range q.shared {
			c.SharedQuantities = append(c.SharedQuantities, SharedQuantity{quantity, q.in[i]})
		}
		for i, id := range c.Articles {
			c.Only = append(c.Only, OnlyIn{
				Article: id,
				Events:  e.only[i], EventCount: e.onlyCount[i],
				Statements: st.only[i], StatementCount: st.onlyCount[i],
				Quantities: q.only[i], QuantityCount: q.onlyCount[i],
			})
		}
		return nil
	})
	return c, err
}

// shares is one noun's part of a comparison: the records in two of the articles or more and which they are in, and for each
// article those that are in none of the others.
type shares[N news.Node] struct {
	shared    []N
	in        [][]news.ArticleID
	count     int
	only      [][]N
	onlyCount []int
}

func share[N news.Node](s *Store, r *reader, n *noun[N], articles []news.ArticleID) (*shares[N], error) {
	q := &query{reader: r, noun: n.code, count: s.counts[n.code]}
	sets := make([]*roaring.Bitmap, len(articles))
	once, twice := roaring.New(), roaring.New()
	for i, a := range articles {
		sets[i] = q.ranksUnder(q.set, q.setKey(fieldArticle, string(a)))
		twice.Or(roaring.And(once, sets[i]))
		once.Or(sets[i])
	}
	out := &shares[N]{}
	var err error
	if out.shared, out.count, err = beginning(s, n, q, twice); err != nil {
		return nil, err
	}
	for i := range out.shared {
		rank, err := q.at(i)
		if err != nil {
			return nil, err
		}
		var in []news.ArticleID
		for j, set := range sets {
			if set.Contains(rank) {
				in = append(in, articles[j])
			}
		}
		out.in = append(out.in, in)
	}
	for _, set := range sets {
		only, count, err := beginning(s, n, q, roaring.AndNot(set, twice))
		if err != nil {
			return nil, err
		}
		out.only, out.onlyCount = append(out.only, only), append(out.onlyCount, count)
	}
	return out, q.err
}

// beginning reads the first records of a set, and says how many it has.
func beginning[N news.Node](s *Store, n *noun[N], q *query, set *roaring.Bitmap) ([]N, int, error) {
	q.narrowed, q.found = true, set
	c := Connection[N]{asked: listing{s: s, noun: n.code}}
	if err := c.fill(n, q, window{0, min(q.len(), MaxPage)}); err != nil {
		return nil, 0, err
	}
	return c.Nodes(), c.TotalCount, nil
}
