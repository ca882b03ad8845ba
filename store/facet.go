package store

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// Facet is one value that records of a list have, and how many of them have it. A record with several values counts for each.
type Facet struct {
	// Value is an id, a word, the name of an enum value or "true" and "false"; "" stands for the records without one.
	Value string
	Count int
}

// DefaultFacets is how many values are given where the caller does not say; at most it is [MaxPage].
const DefaultFacets = 10

// FacetField is what a list can be counted by. Which a noun has, its facet enum in graph/schema says.
type FacetField string

// The fields that lists are counted by.
const (
	FacetAbout       FacetField = "ABOUT"
	FacetAct         FacetField = "ACT"
	FacetActor       FacetField = "ACTOR"
	FacetAddressee   FacetField = "ADDRESSEE"
	FacetAffiliation FacetField = "AFFILIATION"
	FacetAnonymous   FacetField = "ANONYMOUS"
	FacetArticle     FacetField = "ARTICLE"
	FacetAspect      FacetField = "ASPECT"
	FacetBody        FacetField = "BODY"
	FacetChange      FacetField = "CHANGE"
	FacetClaimant    FacetField = "CLAIMANT"
	FacetComparator  FacetField = "COMPARATOR"
	FacetCountry     FacetField = "COUNTRY"
	FacetCue         FacetField = "CUE"
	FacetCuration    FacetField = "CURATION"
	FacetDisputed    FacetField = "DISPUTED"
	FacetEvent       FacetField = "EVENT"
	FacetHolds       FacetField = "HOLDS"
	FacetKind        FacetField = "KIND"
	FacetLanguage    FacetField = "LANGUAGE"
	FacetMeasure     FacetField = "MEASURE"
	FacetMemberOf    FacetField = "MEMBER_OF"
	FacetMode        FacetField = "MODE"
	FacetOccasion    FacetField = "OCCASION"
	FacetOrigin      FacetField = "ORIGIN"
	FacetOutlet      FacetField = "OUTLET"
	FacetOwnVoice    FacetField = "OWN_VOICE"
	FacetPartOf      FacetField = "PART_OF"
	FacetPlace       FacetField = "PLACE"
	FacetQuality     FacetField = "QUALITY"
	FacetQuantity    FacetField = "QUANTITY"
	FacetReferent    FacetField = "REFERENT"
	FacetRelay       FacetField = "RELAY"
	FacetSpeaker     FacetField = "SPEAKER"
	FacetStatement   FacetField = "STATEMENT"
	FacetStatus      FacetField = "STATUS"
	FacetType        FacetField = "TYPE"
	FacetVerdict     FacetField = "VERDICT"
	FacetVia         FacetField = "VIA"
	FacetVoice       FacetField = "VOICE"
)

var facetFields = map[FacetField]field{
	FacetAbout: fieldAbout, FacetAct: fieldAct, FacetActor: fieldActor, FacetAddressee: fieldAddressee, FacetAffiliation: fieldAffiliation,
	FacetAnonymous: fieldAnonymous, FacetArticle: fieldArticle, FacetAspect: fieldAspect, FacetBody: fieldBody, FacetChange: fieldChange, FacetClaimant: fieldOrigin,
	FacetComparator: fieldComparator, FacetCountry: fieldCountry, FacetCue: fieldCue, FacetCuration: fieldCuration, FacetDisputed: fieldDisputed,
	FacetEvent: fieldEvent, FacetHolds: fieldHolds, FacetKind: fieldKind, FacetLanguage: fieldLanguage, FacetMeasure: fieldMeasure,
	FacetMemberOf: fieldMemberOf, FacetMode: fieldMode, FacetOccasion: fieldOccasion, FacetOrigin: fieldOrigin, FacetOutlet: fieldOutlet,
	FacetOwnVoice: fieldOwnVoice, FacetPartOf: fieldPartOf, FacetPlace: fieldPlace, FacetQuality: fieldQuality, FacetQuantity: fieldQuantity,
	FacetReferent: fieldReferent, FacetRelay: fieldRelay, FacetSpeaker: fieldSpeaker, FacetStatement: fieldStatement, FacetStatus: fieldStatus,
	FacetType: fieldType, FacetVerdict: fieldVerdict, FacetVia: fieldVia, FacetVoice: fieldVoice,
}

// Facets counts the whole filtered list by a field: the values that most records have first, those of equal counts by name,
// no more than first of them; and at the end, where there are any, the records without a value.
func (c *Connection[N]) Facets(by FacetField, first *int) (facets []Facet, err error) {
	most := DefaultFacets
	if first != nil {
		most = *first
	}
	if most < 0 || most > MaxPage {
		return nil, refuse(BadPage, "up to %d facets are given, and %d were asked for", MaxPage, most)
	}
	err = c.asked.find(func(q *query) error {
		facets = q.facets(facetFields[by], most)
		return q.err
	})
	return facets, err
}

func (q *query) facets(f field, most int) []Facet {
	var facets []Facet
	valued := roaring.New()
	prefix := q.setKey(f, "")
	c := q.set.Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		set := roaring.New()
		q.ranksIn(set, v)
		set = q.foundIn(set)
		if !set.IsEmpty() {
			facets = append(facets, Facet{Value: string(k[len(prefix):]), Count: int(set.GetCardinality())})
			valued.Or(set)
		}
	}
	slices.SortFunc(facets, func(a, b Facet) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value)) })
	facets = facets[:min(len(facets), most)]
	if without := q.len() - int(valued.GetCardinality()); without > 0 {
		facets = append(facets, Facet{Count: without})
	}
	return facets
}
