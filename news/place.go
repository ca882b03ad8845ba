package news

// Place is somewhere events happen or figures count.
type Place struct {
	ID         PlaceID
	Name       string
	OtherNames []string
	// Country is an ISO 3166-1 alpha-2 code.
	Country string
	// GeoNames is a geonames.org id, nil where none was looked up.
	GeoNames *int
	Wikidata string
	// Latitude and Longitude are WGS 84 degrees, nil where none was looked up.
	Latitude, Longitude *float64
	PartOf              PlaceID
	FormerIDs           []PlaceID
}

// NodeID is the place's id.
func (p *Place) NodeID() string { return string(p.ID) }

// IsSubject marks a place as something that can be spoken of.
func (*Place) IsSubject() {}
