package graph_test

import (
	"path/filepath"
	"testing"

	"onrecord/news"
	"onrecord/store"
)

// open compiles the small world of these files into a store. Nothing in it exists: a fire in the harbour of Port Veld,
// which three articles tell in different ways.
func open(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(write(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func write(t *testing.T) (path string) {
	t.Helper()
	ds := world()
	news.Derive(ds)
	path = filepath.Join(t.TempDir(), "world.db")
	if err := store.Write(path, ds, nil); err != nil {
		t.Fatal(err)
	}
	return path
}

func world() *news.Dataset {
	return &news.Dataset{
		Title: "The harbour fire of Port Veld", Edition: "2031.1", Released: "2031-06-01", Licence: "CC0-1.0",
		Articles: articles(), Actors: actors(), Places: places(), Events: events(), Statements: statements(), Quantities: quantities(),
		Reports: reports(), Figures: figures(), Accounts: accounts(), Roles: roles(), Terms: terms(),
		Releases:  []*news.Release{{Version: before, Released: "2031-05-20"}},
		Withdrawn: []*news.Withdrawal{{ID: "actor:harbour-ghost", On: "2031-05-25", Why: "No article speaks of it; it was a slip."}},
		Changes: []*news.Change{
			{Since: before, Record: "actor:dock-union", Kind: news.Changed},
			{Since: before, Record: "actor:harbour-ghost", Kind: news.Withdrawn, Why: "No article speaks of it; it was a slip."},
			{Since: before, Record: "event:quay-fire", Kind: news.Merged, Into: "event:harbour-fire-2031-05-03"},
			{Since: before, Record: "figure:courier-forty", Kind: news.Removed},
			{Since: before, Record: "figure:folha-39", Kind: news.Added},
		},
	}
}

// before is the version of the edition before this one.
const before = "2031.0+0f1e2d3c4b5a"

// on is a day that a text prints in full.
func on(day news.Date) news.UncertainDate {
	return news.UncertainDate{EDTF: string(day), Earliest: day, Latest: day, Basis: news.Stated}
}

var unknown = news.UncertainDate{Basis: news.UnknownBasis}

func number(n float64) *float64 { return &n }

const (
	courier = news.ArticleID("article:courier-harbour-fire")
	tribune = news.ArticleID("article:tribune-harbour-fire")
	folha   = news.ArticleID("article:folha-dock-strike")
)

func articles() []*news.Article {
	return []*news.Article{
		{
			ID: courier, Headline: "Dozens hurt as blaze sweeps North Quay", Outlet: "actor:port-courier", Byline: "Mara Quill",
			URL: "https://courier.example/harbour-fire", Published: on("2031-05-04"), Language: "en", WordCount: 412,
			TextHash: "c0", Text: "A blaze swept the North Quay on Saturday.",
		},
		{
			ID: tribune, Headline: "Council denies fire warnings", Outlet: "actor:inland-tribune", Published: on("2031-05-06"),
			Language: "en", WordCount: 530, TextHash: "7b",
			Notes: []news.Note{{Kind: news.NoteUnclear, Text: "The article does not say which of two fires it means at first."}},
		},
		{
			ID: folha, Language: "pt-BR", WordCount: 95, TextHash: "f0",
			Published: news.UncertainDate{
				EDTF: "2031-05-05/2031-05-08", Earliest: "2031-05-05", Latest: "2031-05-08", Printed: "segunda-feira", Basis: news.Inferred,
				Reasoning: "It speaks of the strike as begun, and of its end as to come.",
			},
			Notes: []news.Note{{Kind: news.NoteDateInferred, Text: "The text bears no date."}},
		},
	}
}

func places() []*news.Place {
	geonames := 9900001
	return []*news.Place{
		{ID: "place:velda", Name: "Velda", Country: "XA"},
		{
			ID: "place:port-veld", Name: "Port Veld", OtherNames: []string{"Veldhaven"}, Country: "XA", GeoNames: &geonames, Wikidata: "Q99000001",
			Latitude: number(51.25), Longitude: number(-3.5), PartOf: "place:velda", FormerIDs: []news.PlaceID{"place:veldhaven"},
		},
		{ID: "place:north-quay", Name: "North Quay", Country: "XA", PartOf: "place:port-veld"},
	}
}

func events() []*news.Event {
	return []*news.Event{
		{ID: "event:harbour-crisis-2031", Label: "Harbour crisis of Port Veld", Date: unknown},
		{
			ID: "event:harbour-fire-2031-05-03", Label: "Fire on the North Quay of Port Veld", OtherNames: []string{"Quay fire"},
			Date: on("2031-05-03"), Places: []news.PlaceID{"place:north-quay"}, PartOf: "event:harbour-crisis-2031",
			Participants: []news.Participant{{Actor: "actor:harbour-authority", Part: news.PartVenueHost}},
			FormerIDs:    []news.EventID{"event:quay-fire"},
		},
		{
			ID: "event:council-briefing-2031-05-04", Label: "Briefing by the council of Port Veld", Type: news.TypeConsult, Date: on("2031-05-04"),
			Places: []news.PlaceID{"place:port-veld"}, Participants: []news.Participant{{Actor: "actor:ines-holt", Part: news.PartActor}},
			Links: []news.EventLink{{Kind: news.ResponseTo, Event: "event:harbour-fire-2031-05-03"}},
		},
		{
			ID: "event:dock-strike-2031-05", Label: "Strike of the dockers", Type: news.TypeProtest, PartOf: "event:harbour-crisis-2031",
			Date: news.UncertainDate{
				EDTF: "2031-05", Earliest: "2031-05-01", Latest: "2031-05-31", Printed: "this month", Basis: news.Anchored,
			},
			Participants: []news.Participant{
				{Actor: "actor:dock-union", Part: news.PartActor}, {Actor: "actor:harbour-authority", Part: news.PartRecipient},
			},
			Links: []news.EventLink{{
				Kind: news.CausedBy, Event: "event:harbour-fire-2031-05-03", Why: "The union says that it strikes over the fire.",
				Attribution: &news.Attribution{Hops: chain(hop("actor:dock-union", "the dockers", "said", news.Briefing))},
			}},
		},
	}
}

func quantities() []*news.Quantity {
	return []*news.Quantity{
		{
			ID: "quantity:fire-injured", Label: "people injured in the fire on the North Quay", Measure: news.Injured, Unit: "people",
			Place: "place:north-quay", Event: "event:harbour-fire-2031-05-03", Accumulation: news.Cumulative,
			FormerIDs: []news.QuantityID{"quantity:quay-fire-hurt"},
		},
		{
			ID: "quantity:fire-injured-crew", Label: "firefighters injured in the fire on the North Quay", Measure: news.Injured, Unit: "people",
			Population: "firefighters", Event: "event:harbour-fire-2031-05-03", Accumulation: news.Cumulative, PartOf: "quantity:fire-injured",
		},
		{ID: "quantity:strike-hours", Label: "length of the dockers' strike", Measure: news.Duration, Unit: "hours", Event: "event:dock-strike-2031-05", Accumulation: news.Incident},
	}
}
