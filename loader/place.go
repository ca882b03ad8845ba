package loader

import (
	"math"
	"strconv"

	"onrecord/news"
)

func (l *linker) linkPlace(w *placeWire, into *news.Place) {
	*into = news.Place{
		ID:         news.PlaceID(l.ownID(news.KindPlace, w.ID)),
		Name:       l.kept.text(w.Name),
		OtherNames: l.kept.texts(w.OtherNames),
		Country:    l.country(w.Country),
		Wikidata:   l.wikidata(w.Wikidata),
		Latitude:   l.degrees(w.Latitude, 90),
		Longitude:  l.degrees(w.Longitude, 180),
		PartOf:     l.placeID(w.PartOf),
		FormerIDs:  idsOf[news.PlaceID](l.kept, news.KindPlace, w.FormerIDs),
	}
	if w.GeoNames.given() {
		id := l.count(w.GeoNames)
		into.GeoNames = &id
	}
}

func (l *linker) degrees(w word, most float64) *float64 {
	if !w.given() {
		return nil
	}
	v, err := strconv.ParseFloat(w.text, 64)
	if err != nil || math.IsNaN(v) || math.Abs(v) > most {
		l.report(BadCode, w.place, "", "%s is not a number of degrees between -%v and %v", quoted(w.text), most, most)
		return nil
	}
	return &v
}
