package store

import "onrecord/news"

var places = kept(nounPlace, "place", (*codec).place).
	sorted(func(key []byte, _ *relations, p *news.Place) []byte { return textKey(key, p.Name) }).
	once(func(p *news.Place) []string { return plain(p.FormerIDs) }).
	found(func(_ *relations, p *news.Place, e *entry) {
		e.add(fieldPartOf, string(p.PartOf))
		e.add(fieldCountry, p.Country)
	})

func (c *codec) place(p *news.Place) {
	text(c, &p.ID)
	text(c, &p.Name)
	textList(c, &p.OtherNames)
	text(c, &p.Country)
	optional(c, &p.GeoNames, (*codec).count)
	text(c, &p.Wikidata)
	c.optionalNumber(&p.Latitude)
	c.optionalNumber(&p.Longitude)
	text(c, &p.PartOf)
	textList(c, &p.FormerIDs)
}

// Place is the place with the id, or nil where there is none.
func (s *Store) Place(id news.PlaceID) (*news.Place, error) {
	return get(s, &places, news.KindPlace, string(id))
}

// Places lists places by name.
//
//go:noinline
func (s *Store) Places(page Page, scopes ...Scope[*news.Place]) (*PlaceConnection, error) {
	return lookUp(s, &places, ordering{}, page, nil, scopes)
}
