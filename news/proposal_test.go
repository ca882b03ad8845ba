package news

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// said makes a statement of one report that quotes words, printed on a day.
func (ds *Dataset) said(id string, curation Curation, speaker ActorID, words, day string) {
	article := &Article{ID: ArticleID("article:" + id), Published: UncertainDate{Earliest: Date(day), Latest: Date(day)}}
	ds.Articles = append(ds.Articles, article)
	ds.Statements = append(ds.Statements, &Statement{ID: StatementID("statement:" + id), Gist: id, Speaker: speaker, Act: Assert, Curation: curation})
	ds.Reports = append(ds.Reports, &StatementReport{ID: ReportID("report:" + id), Statement: StatementID("statement:" + id), Mode: Direct,
		Text: words, Quotes: []Quote{{Words: words}}, Anchor: Anchor{Article: article.ID, Curation: curation}})
}

// The same five words and more, by the same speaker, within three days, one of the two a draft: nothing else is proposed.
func TestStatementsThatMayBeTheSame(t *testing.T) {
	ds := &Dataset{Actors: []*Actor{
		{ID: "actor:holt", Name: "Ines Holt"}, {ID: "actor:x-ines-holt", Name: "Ines Holt", Curation: Draft}, {ID: "actor:roe", Name: "Sam Roe"},
		{ID: "actor:x-official", Name: "an official", Anonymity: &Anonymity{}}, {ID: "actor:y-official", Name: "an official", Anonymity: &Anonymity{}},
	}}
	const words = "We shall rebuild the wall before the winter comes,"
	ds.said("a", Reviewed, "actor:holt", words, "2031-05-03")
	ds.said("b", Draft, "actor:x-ines-holt", "rebuild the wall before the winter", "2031-05-05")
	ds.said("c", Draft, "actor:roe", words, "2031-05-03")        // another speaker
	ds.said("d", Draft, "actor:holt", words, "2031-05-09")       // another week
	ds.said("e", Draft, "actor:holt", "the wall", "2031-05-03")  // too few words
	ds.said("f", Reviewed, "actor:holt", words, "2031-05-03")    // told apart by a curator
	ds.said("g", Draft, "actor:holt", "WE shall rebuild …", "")  // too few words, and no day
	ds.said("h", Draft, "actor:x-official", words, "2031-05-03") // nobody knows that the two are one
	ds.said("i", Draft, "actor:y-official", words, "2031-05-03")
	Derive(ds)
	got := map[StatementID][]StatementProposal{}
	for _, s := range ds.Statements {
		if s.PerhapsSame != nil {
			got[s.ID] = s.PerhapsSame
		}
	}
	const why = "Both quote 6 words alike, of Ines Holt, within 3 days."
	want := map[StatementID][]StatementProposal{
		"statement:a": {{"statement:b", Computed, why}},
		"statement:b": {{"statement:a", Computed, why}, {"statement:f", Computed, why}},
		"statement:f": {{"statement:b", Computed, why}},
	}
	if difference := cmp.Diff(want, got); difference != "" {
		t.Error(difference)
	}
	// Proposing merges nothing: each keeps its own origins.
	for _, s := range ds.Statements {
		if s.Corroboration.IndependentOrigins != 1 {
			t.Errorf("%s has %d independent origins", s.ID, s.Corroboration.IndependentOrigins)
		}
	}
}

func TestDraftsRepeatNothingByTheirPlaceholders(t *testing.T) {
	ds := &Dataset{Actors: []*Actor{{ID: "actor:holt", Name: "Ines Holt"}}}
	ds.said("a", Draft, "actor:holt", "one", "2031-05-03")
	ds.said("b", Draft, "actor:holt", "two", "2031-05-03")
	ds.Statements[0].Gist, ds.Statements[1].Gist = "Not yet put into our words.", "Not yet put into our words."
	Derive(ds)
	for _, s := range ds.Statements {
		if len(s.Links) > 0 {
			t.Errorf("%s is linked to %v", s.ID, s.Links)
		}
	}
}

func TestQuantitiesThatMayBeTheSame(t *testing.T) {
	attack := []Participant{{Actor: "actor:raiders", Part: PartActor}}
	ds := &Dataset{
		Actors: []*Actor{{ID: "actor:raiders", Name: "raiders"}},
		Places: []*Place{{ID: "place:vell", Name: "Vell"}},
		Events: []*Event{
			{ID: "event:raid", Label: "raid", Type: TypeAssault, Participants: attack},
			{ID: "event:x-e1", Label: "raid", Type: TypeAssault, Participants: attack, Curation: Draft},
			{ID: "event:x-e2", Label: "raid", Type: TypeAssault, Curation: Draft},
		},
	}
	add := func(id string, curation Curation, event EventID, place PlaceID, m Measure) {
		ds.Quantities = append(ds.Quantities, &Quantity{ID: QuantityID("quantity:" + id), Label: id, Curation: curation, Event: event, Place: place, Measure: m, Unit: "people", Accumulation: Cumulative})
	}
	add("a", Reviewed, "event:raid", "place:vell", Killed)
	add("b", Draft, "event:x-e1", "place:vell", Killed)
	add("c", Draft, "event:x-e1", "", Killed)              // no place
	add("d", Draft, "event:x-e1", "place:vell", Injured)   // another measure
	add("e", Draft, "event:x-e2", "place:vell", Killed)    // an event of which nobody is a party
	add("f", Reviewed, "event:raid", "place:vell", Killed) // told apart by a curator
	add("g", Draft, "", "place:vell", Killed)              // no event
	Derive(ds)
	got := map[QuantityID][]QuantityID{}
	for _, q := range ds.Quantities {
		for _, p := range q.PerhapsSame {
			got[q.ID] = append(got[q.ID], p.Quantity)
			if p.Basis != Computed || p.Why != "Both count people as KILLED, of events of one kind with the same parties, at one place." {
				t.Errorf("%s: %s %q", q.ID, p.Basis, p.Why)
			}
		}
	}
	want := map[QuantityID][]QuantityID{"quantity:a": {"quantity:b"}, "quantity:b": {"quantity:a", "quantity:f"}, "quantity:f": {"quantity:b"}}
	if difference := cmp.Diff(want, got); difference != "" {
		t.Error(difference)
	}
}
