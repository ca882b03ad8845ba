package store

import "onrecord/news"

var quantities = kept(nounQuantity, "quantity", (*codec).quantity).
	sorted(func(key []byte, _ *relations, q *news.Quantity) []byte { return textKey(key, q.Label) }).
	once(func(q *news.Quantity) []string { return plain(q.FormerIDs) }).
	found(func(r *relations, q *news.Quantity, e *entry) {
		e.add(fieldMeasure, string(q.Measure))
		e.add(fieldEvent, string(q.Event))
		addAll(e, fieldPlace, r.within(q.Place))
		e.add(fieldPartOf, string(q.PartOf))
		e.inArticles(r)
		e.add(fieldVerdict, string(q.Agreement.Verdict))
		e.add(fieldCuration, string(q.Curation))
		e.flag(fieldExcess, len(q.Excesses) > 0)
		e.measure(attributeFigures, uint64(r.figures[r.own.ordinal]))
	})

func (c *codec) quantity(q *news.Quantity) {
	text(c, &q.ID)
	text(c, &q.Label)
	enum(c, &q.Measure, news.Measures)
	text(c, &q.Unit)
	text(c, &q.Population)
	text(c, &q.Place)
	text(c, &q.Event)
	enum(c, &q.Accumulation, news.Accumulations)
	text(c, &q.PartOf)
	textList(c, &q.FormerIDs)
	enum(c, &q.Agreement.Verdict, news.Verdicts)
	text(c, &q.Agreement.Reason)
	list(c, &q.Agreement.Pairs, (*codec).pair)
	c.count(&q.Agreement.PairCount)
	c.envelope(&q.Envelope)
	c.envelope(&q.SuspectEnvelope)
	list(c, &q.Excesses, (*codec).excess)
	enum(c, &q.Curation, news.Curations)
	list(c, &q.PerhapsSame, (*codec).quantityProposal)
}

func (c *codec) excess(e *news.Excess) {
	text(c, &e.Part)
	text(c, &e.Whole)
	text(c, &e.Reason)
}

func (c *codec) quantityProposal(p *news.QuantityProposal) {
	text(c, &p.Quantity)
	enum(c, &p.Basis, news.LinkBases)
	text(c, &p.Why)
}

func (c *codec) pair(p *news.FigurePair) {
	text(c, &p.A)
	text(c, &p.B)
	enum(c, &p.Verdict, news.Verdicts)
	text(c, &p.Reason)
}

func (c *codec) envelope(e *news.Envelope) {
	c.optionalNumber(&e.Low)
	c.optionalNumber(&e.High)
	c.flag(&e.OpenBelow)
	c.flag(&e.OpenAbove)
	c.count(&e.Figures)
}

// Quantity is the quantity with the id, or nil where there is none.
func (s *Store) Quantity(id news.QuantityID) (*news.Quantity, error) {
	return get(s, &quantities, news.KindQuantity, string(id))
}

// Quantities lists quantities by label.
//
//go:noinline
func (s *Store) Quantities(filter *QuantityFilter, page Page, scopes ...Scope[*news.Quantity]) (*QuantityConnection, error) {
	return lookUp(s, &quantities, ordering{}, page, filter, scopes)
}

func (f *QuantityFilter) narrow(q *query) {
	if f == nil {
		return
	}
	is(q, f.IDs, news.KindQuantity)
	among(q, fieldMeasure, f.Measures)
	of(q, fieldEvent, f.Events, news.KindEvent)
	of(q, fieldPlace, f.Places, news.KindPlace)
	of(q, fieldArticle, f.Articles, news.KindArticle)
	among(q, fieldVerdict, f.Verdicts)
	q.flag(fieldExcess, f.AboveWhole)
	q.atLeast(attributeFigures, f.MinFigures)
	exactly(q, fieldCuration, f.Curation)
}
