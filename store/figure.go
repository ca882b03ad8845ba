package store

import "onrecord/news"

var figures = kept(nounFigure, "figure", (*codec).figure).
	sorted(
		func(key []byte, r *relations, f *news.Figure) []byte { return placeKey(key, r, &f.Anchor) },
		func(key []byte, _ *relations, f *news.Figure) []byte { return dateKey(key, f.AsOf) },
		func(key []byte, _ *relations, f *news.Figure) []byte { low, _ := stretch(f); return floatKey(key, low) },
	).
	standing(func(m *news.Figure) *news.Anchor { return m.Anchored() }).
	found(func(r *relations, f *news.Figure, e *entry) {
		e.anchor(&f.Anchor)
		quantity := r.ownQuantity()
		e.add(fieldQuantity, string(f.Quantity))
		e.add(fieldMeasure, string(quantity.Measure))
		e.add(fieldEvent, string(quantity.Event))
		e.add(fieldComparator, string(f.Comparator))
		e.add(fieldQuality, string(f.Quality))
		e.date(f.AsOf)
		if low, high := stretch(f); low != nil && high != nil {
			e.measure(attributeLow, sortable(*low))
			e.measure(attributeHigh, sortable(*high))
		}
	})

// stretch is what a figure is compared by: its value, or the ends of its range.
func stretch(f *news.Figure) (low, high *float64) {
	if f.Value != nil {
		return f.Value, f.Value
	}
	return f.Low, f.High
}

func (c *codec) figure(f *news.Figure) {
	text(c, &f.ID)
	c.anchor(&f.Anchor)
	text(c, &f.Quantity)
	text(c, &f.Printed)
	enum(c, &f.Comparator, news.Comparators)
	c.optionalNumber(&f.Value)
	c.optionalNumber(&f.Low)
	c.optionalNumber(&f.High)
	c.date(&f.AsOf)
	enum(c, &f.Quality, news.FigureQualities)
	listIn(c, &c.numbers, &f.Readings, (*codec).number)
}

// Figure is the figure with the id, or nil where there is none.
func (s *Store) Figure(id news.FigureID) (*news.Figure, error) {
	return get(s, &figures, news.KindFigure, string(id))
}

// Figures lists figures.
func (s *Store) Figures(filter *FigureFilter, order *FigureOrder, page Page, scopes ...Scope[*news.Figure]) (*FigureConnection, error) {
	var by ordering
	if order != nil {
		by.direction = order.Direction
		switch order.Field {
		case FigureAsOf:
			by.order = 1
		case FigureValue:
			by.order = 2
		}
	}
	return lookUp(s, &figures, by, page, filter, scopes)
}

func (f *FigureFilter) narrow(q *query) {
	if f == nil {
		return
	}
	is(q, f.IDs, news.KindFigure)
	of(q, fieldQuantity, f.Quantities, news.KindQuantity)
	among(q, fieldMeasure, f.Measures)
	among(q, fieldComparator, f.Comparators)
	of(q, fieldOrigin, f.Claimants, news.KindActor)
	q.flag(fieldOwnVoice, f.OwnVoice)
	q.flag(fieldAnonymous, f.Anonymous)
	of(q, fieldVia, f.Via, news.KindActor)
	of(q, fieldEvent, f.Events, news.KindEvent)
	of(q, fieldArticle, f.Articles, news.KindArticle)
	q.during(f.AsOf)
	exactly(q, fieldQuality, f.Quality)
	q.between(f.Min, f.Max)
	exactly(q, fieldCuration, f.Curation)
}
