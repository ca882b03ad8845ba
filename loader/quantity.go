package loader

import "onrecord/news"

func (l *linker) linkQuantity(w quantityWire) *news.Quantity {
	l.checkDraft(w.Draft)
	return &news.Quantity{
		Curation:     curationOf(w.Draft),
		ID:           news.QuantityID(news.KindQuantity.ID(w.ID.text)),
		Label:        news.Reading(w.Label.text),
		Measure:      enum(l.problems, w.Measure, news.Measures, news.OtherMeasure),
		Unit:         w.Unit.text,
		Population:   w.Population.text,
		Place:        l.placeID(w.Place),
		Event:        l.event(w.Event),
		Accumulation: enum(l.problems, w.Accumulation, news.Accumulations, ""),
		PartOf:       l.quantity(w.PartOf),
		FormerIDs:    ids[news.QuantityID](news.KindQuantity, w.FormerIDs),
	}
}
