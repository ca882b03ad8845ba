package loader

import "onrecord/news"

func (l *linker) linkQuantity(w *quantityWire, into *news.Quantity) {
	l.checkDraft(w.Draft)
	*into = news.Quantity{
		Curation:     curationOf(w.Draft),
		ID:           news.QuantityID(l.ownID(news.KindQuantity, w.ID)),
		Label:        l.kept.reading(w.Label),
		Measure:      enum(l.problems, w.Measure, news.Measures, news.OtherMeasure),
		Unit:         l.kept.text(w.Unit),
		Population:   l.kept.text(w.Population),
		Place:        l.placeID(w.Place),
		Event:        l.event(w.Event),
		Accumulation: enum(l.problems, w.Accumulation, news.Accumulations, ""),
		PartOf:       news.QuantityID(l.printed(news.KindQuantity, w.PartOf).given()),
		FormerIDs:    idsOf[news.QuantityID](l.kept, news.KindQuantity, w.FormerIDs),
	}
}
