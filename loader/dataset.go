package loader

import (
	"regexp"

	"onrecord/news"
)

// spdx is the form of an SPDX licence identifier (https://spdx.dev/learn/handling-license-info/).
var spdx = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.+-]*$`)

func (l *linker) dataset() *news.Dataset {
	h := l.wire.header
	ds := &news.Dataset{Title: h.Title.text, Edition: h.Edition.text, Licence: h.Licence.text, Curators: texts(h.Curators)}
	ds.Released = l.calendarDay(h.Released)
	if h.Licence.given() && !spdx.MatchString(h.Licence.text) {
		l.report(BadCode, h.Licence.place, "write CC-BY-4.0 or CC0-1.0, say", "%s is not an SPDX licence identifier", quoted(h.Licence.text))
	}
	for _, w := range l.wire.actors {
		ds.Actors = append(ds.Actors, l.linkActor(w))
	}
	for _, w := range l.wire.places {
		ds.Places = append(ds.Places, l.linkPlace(w))
	}
	for _, w := range l.wire.events {
		ds.Events = append(ds.Events, l.linkEvent(w))
	}
	for _, w := range l.wire.statements {
		ds.Statements = append(ds.Statements, l.linkStatement(w))
	}
	for _, w := range l.wire.quantities {
		ds.Quantities = append(ds.Quantities, l.linkQuantity(w))
	}
	for i := range l.wire.articles {
		l.linkArticle(ds, &l.wire.articles[i])
	}
	return ds
}
