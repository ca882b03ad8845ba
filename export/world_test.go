package export_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"onrecord/dataset"
	"onrecord/loader"
	"onrecord/news"
	"onrecord/store"
)

// stores are what every test of a package runs on: a made-up world with something in every table and more than two pages of
// one noun, and the dataset that the program carries.
func stores(t *testing.T) map[string]*store.Store {
	t.Helper()
	carried, found := loader.Load(dataset.Files, loader.Options{})
	if carried == nil {
		t.Fatalf("the carried dataset does not compile: %v", found)
	}
	return map[string]*store.Store{"made up": opened(t, world()), "carried": opened(t, carried)}
}

func opened(t *testing.T, ds *news.Dataset) *store.Store {
	t.Helper()
	news.Derive(ds)
	path := filepath.Join(t.TempDir(), "world.db")
	if err := store.Write(path, ds, nil); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func number(n float64) *float64 { return &n }

// formula is what a spreadsheet would run.
const formula = `=HYPERLINK("https://bad.example","click")`

// articleText is an article's own, which no package may hold a sentence of.
const articleText = "The whole quay stood ablaze before anybody had left the boats."

func world() *news.Dataset {
	unknown := news.UncertainDate{Basis: news.UnknownBasis}
	day := news.UncertainDate{EDTF: "1969-05-03", Earliest: "1969-05-03", Latest: "1969-05-03", Basis: news.Inferred, Reasoning: "-1 day\nfrom the fourth."}
	open := news.UncertainDate{EDTF: "../2031-05-03", Latest: "2031-05-03", Printed: "by Saturday", Basis: news.Anchored}
	geonames := 9900001
	union := news.Hop{Position: 1, Actor: "actor:union", Label: "the dockers", Cue: "said", Channel: news.Briefing, Certainty: news.Certain, Evidence: &news.Evidence{Section: news.Body, Span: news.Span{Start: 1, End: 12}}}
	officials := news.Hop{Position: 2, Actor: "actor:officials", Channel: news.UnknownChannel, Certainty: news.Probable}
	in := func(start int, hops ...news.Hop) news.Anchor {
		return news.Anchor{
			Article: "article:courier", Curation: news.Reviewed, Attribution: news.Attribution{Hops: hops},
			Evidence: news.Evidence{Section: news.Body, Span: news.Span{Start: start, End: start + 9}, Exact: articleText[start%9 : start%9+40], Verified: true},
			Notes:    []news.Note{{Kind: news.NoteOther, Text: "+1 remark"}},
		}
	}
	ds := &news.Dataset{
		Title: "The harbour fire of Port Veld", Edition: "2031.1", Released: "2031-06-01", Licence: "CC0-1.0", Curators: []string{"Ines Holt"},
		Articles: []*news.Article{{
			ID: "article:courier", Headline: formula, Outlet: "actor:paper", Byline: "@mara, \"Q\"", URL: "https://courier.example/1", Published: day, Language: "en", WordCount: 11,
			TextHash: "c0", Text: articleText, Notes: []news.Note{{Kind: news.NoteTypo, Text: "'=odd"}},
		}, {ID: "article:bare", Language: "en", TextHash: "c1", Published: unknown}},
		Actors: []*news.Actor{
			{ID: "actor:paper", Name: "The Paper", Kind: news.Outlet, OtherNames: []string{"=Paper", "Courier"}, FormerIDs: []news.ActorID{"actor:old-paper"}},
			{ID: "actor:union", Name: "Union", Kind: news.Group, MemberOf: []news.ActorID{"actor:paper"}},
			{ID: "actor:officials", Name: "officials", Kind: news.Group, Anonymity: &news.Anonymity{
				Plurality: news.Several, Tenure: news.Former, Affiliation: "actor:union", Descriptor: "two officials", MayBe: []news.ActorID{"actor:union", "actor:paper"},
			}},
		},
		Places: []*news.Place{
			{ID: "place:port", Name: "Port Veld", Country: "XA", GeoNames: &geonames, Latitude: number(-51.25), Longitude: number(0)},
			{ID: "place:quay", Name: "North Quay", PartOf: "place:port"},
		},
		Events: []*news.Event{
			{
				ID: "event:fire", Label: "Fire", Date: day, Places: []news.PlaceID{"place:quay", "place:port"}, Participants: []news.Participant{{Actor: "actor:union", Part: news.PartRecipient}},
				Links: []news.EventLink{
					{Kind: news.Follows, Event: "event:strike"},
					{Kind: news.CausedBy, Event: "event:strike", Why: "They say so.", Attribution: &news.Attribution{Hops: []news.Hop{union, officials}}},
				},
			},
			{ID: "event:strike", Label: "Strike", Type: news.TypeProtest, Date: open, PartOf: "event:fire"},
		},
		Statements: []*news.Statement{
			{
				ID: "statement:a", Gist: "Nobody was warned.", Speaker: "actor:union", Addressee: "actor:paper", Act: news.Deny, Said: open, Occasion: "event:strike",
				About: []news.SubjectID{"event:fire", "actor:paper", "place:quay", "quantity:hurt"},
				Links: []news.StatementLink{{Kind: news.Denies, Statement: "statement:b", Basis: news.Curated, Why: "Asked."}},
			},
			{ID: "statement:b", Gist: "They were warned.", Speaker: "actor:officials", Act: news.Assert, Said: unknown},
			{ID: "statement:c", Gist: "Nobody came.", Speaker: "actor:union", Act: news.Assert, Said: open},
			{ID: "statement:d", Gist: "Not yet put into our words.", Speaker: "actor:union", Act: news.Assert, Said: unknown, Curation: news.Draft},
		},
		Quantities: []*news.Quantity{
			{ID: "quantity:hurt", Label: "people hurt", Measure: news.Injured, Unit: "people", Place: "place:quay", Event: "event:fire", Accumulation: news.Cumulative},
			{ID: "quantity:hurt-too", Label: "=hurt", Measure: news.Injured, Unit: "people", Place: "place:quay", Event: "event:fire", Accumulation: news.Cumulative, Curation: news.Draft},
			{ID: "quantity:crew", Label: "crew hurt", Measure: news.Injured, Unit: "people", Population: "crew", Accumulation: news.Stock, PartOf: "quantity:hurt"},
		},
		Reports: []*news.StatementReport{
			{ID: "report:a1", Anchor: in(1, union), Statement: "statement:a", Mode: news.Direct, Text: "-Nobody- warned us.", Quotes: []news.Quote{{Span: news.Span{Start: 2, End: 9}, Words: "-Nobody-\nwarned us."}}, Cue: "said"},
			{ID: "report:a2", Anchor: in(2), Statement: "statement:a", Mode: news.Indirect, Text: "They were not warned."},
			{ID: "report:c1", Anchor: in(15, union), Statement: "statement:c", Mode: news.Direct, Text: "Nobody came to the quay that night.", Quotes: []news.Quote{{Words: "Nobody came to the quay that night."}}},
			{ID: "report:d1", Anchor: in(16, union), Statement: "statement:d", Mode: news.Direct, Text: "nobody came to the quay", Quotes: []news.Quote{{Words: "nobody came to the quay"}}},
		},
		Figures: []*news.Figure{
			{ID: "figure:f1", Anchor: in(3, union, officials), Quantity: "quantity:hurt", Printed: "-40", Comparator: news.Exact, Value: number(-40), Low: number(-40), High: number(-40), AsOf: day, Quality: news.OK},
			{ID: "figure:f2", Anchor: in(4), Quantity: "quantity:hurt", Printed: "1.5 million", Comparator: news.MoreThan, Value: number(1.5e21), Low: number(1.5e21), AsOf: unknown, Quality: news.OK},
			{ID: "figure:f3", Anchor: in(5), Quantity: "quantity:crew", Printed: "4,0", Comparator: news.Exact, AsOf: unknown, Quality: news.Suspect, Readings: []float64{-4, 0.5, 40}},
			{ID: "figure:f4", Anchor: in(14), Quantity: "quantity:crew", Printed: "3", Comparator: news.Exact, Value: number(3), Low: number(3), High: number(3), AsOf: day, Quality: news.OK},
		},
		Accounts: []*news.EventAccount{
			{ID: "account:c1", Anchor: in(6, union), Event: "event:fire", Aspect: news.Cause, Claim: "The paper did it.", Holds: "actor:paper", Certainty: news.Certain},
			{ID: "account:c2", Anchor: in(7), Event: "event:fire", Aspect: news.Cause, Claim: "The union did it.", Holds: "actor:union", Certainty: news.Probable},
		},
		Roles: []*news.RoleMention{
			{ID: "role:r1", Anchor: in(8), Actor: "actor:union", Role: "spokesman", Body: "actor:paper"},
			{ID: "role:r2", Anchor: in(9), Actor: "actor:union", Role: "the spokesman", Body: "actor:officials"},
		},
		Terms: []*news.TermUse{
			{ID: "term:t1", Anchor: in(10), Referent: "event:fire", Term: "@blaze", Voice: news.ArticleVoice, Gloss: "\ttabbed"},
			{ID: "term:t2", Anchor: in(11), Referent: "actor:union", Term: "dockers", Voice: news.QuotedVoice},
			{ID: "term:t3", Anchor: in(12), Referent: "place:quay", Term: "the docks", Voice: news.ArticleVoice},
			{ID: "term:t4", Anchor: in(13), Referent: "quantity:hurt", Term: "the toll", Voice: news.ArticleVoice},
		},
	}
	for i := range 230 {
		ds.Actors = append(ds.Actors, &news.Actor{ID: news.ActorID(fmt.Sprintf("actor:extra-%03d", i)), Name: fmt.Sprintf("Extra %d", i), Kind: news.Person})
	}
	return ds
}
