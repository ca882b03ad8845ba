package linked_test

import (
	"encoding/json"
	"errors"
	"flag"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/piprate/json-gold/ld"

	"onrecord/linked"
	"onrecord/news"
	"onrecord/store"
)

var update = flag.Bool("update", false, "write testdata instead of comparing with it")

var graph = linked.Graph{
	Base: "https://onrecord.example",
	Dataset: &store.Summary{
		Title: "The harbour fire of Port Veld", Version: "2031.1+0123456789ab", Licence: "CC0-1.0", Released: "2031-06-01", Curators: []string{"The archive of Velda"},
	},
}

func number(n float64) *float64 { return &n }

func on(day news.Date) news.UncertainDate {
	return news.UncertainDate{EDTF: string(day), Earliest: day, Latest: day, Basis: news.Stated}
}

// in anchors a mention: two hops, the crediting words of the first kept with their place.
func in(exact string) news.Anchor {
	return news.Anchor{
		Article: "article:courier", Curation: news.Reviewed,
		Evidence: news.Evidence{Section: news.Body, Span: news.Span{Start: 20, End: 40}, Exact: exact, Prefix: "before", Suffix: "after"},
		Attribution: news.Attribution{Anonymous: true, Hops: []news.Hop{
			{
				Position: 1, Actor: "actor:inland-tribune", Label: "the Tribune", Cue: "reported", Channel: news.Media, Certainty: news.Certain,
				Evidence: &news.Evidence{Span: news.Span{Start: 1, End: 12}, Exact: "the Tribune"},
			},
			{Position: 2, Actor: "actor:two-officials", Channel: news.UnknownChannel, Certainty: news.Probable},
		}},
		Notes: []news.Note{{Kind: news.NoteUnclear, Text: "It can be read in two ways."}},
	}
}

// records has every kind, with every field that JSON-LD takes up; none of it exists.
func records() []news.Node {
	geonames := 9900001
	inferred := news.UncertainDate{EDTF: "2031-05-05", Earliest: "2031-05-05", Latest: "2031-05-05", Printed: "on Monday", Basis: news.Inferred, Reasoning: "The Monday after the fire."}
	return []news.Node{
		&news.Article{
			ID: "article:courier", Headline: "Dozens hurt", Outlet: "actor:port-courier", Byline: "Mara Quill", URL: "https://courier.example/fire", Published: on("2031-05-04"),
			Language: "en", WordCount: 412, TextHash: "c0", Text: "A blaze swept the North Quay.", Relays: []news.ActorID{"actor:inland-tribune"},
		},
		&news.Article{ID: "article:bare", Language: "en", TextHash: "c1", Published: inferred},
		&news.Actor{
			ID: "actor:ines-holt", Name: "Ines Holt", Kind: news.Person, OtherNames: []string{"Inês Holt"}, Description: "Mayor in the story.", Country: "XA", Wikidata: "Q99000002",
			MemberOf: []news.ActorID{"actor:council"}, FormerIDs: []news.ActorID{"actor:holt"}, RoleConflicts: []news.RoleConflict{{Explanation: "Two bodies."}},
		},
		&news.Actor{
			ID: "actor:two-officials", Name: "two officials", Kind: news.Group,
			Anonymity: &news.Anonymity{Plurality: news.Several, Tenure: news.Current, Affiliation: "actor:council", Descriptor: "two officials", MayBe: []news.ActorID{"actor:dov-arl"}},
		},
		&news.Event{
			ID: "event:fire", Label: "Fire on the quay", OtherNames: []string{"Quay fire"}, Type: news.TypeConsult, Date: on("2031-05-03"), Places: []news.PlaceID{"place:quay"},
			Participants: []news.Participant{{Actor: "actor:ines-holt", Part: news.PartRecipient}}, PartOf: "event:crisis", FormerIDs: []news.EventID{"event:blaze"},
			Links:    []news.EventLink{{Kind: news.CausedBy, Event: "event:strike", Why: "The union says so."}},
			Disputes: []news.Dispute{{Aspect: news.Cause, Accounts: []news.AccountID{"account:a4"}}},
		},
		&news.Place{
			ID: "place:quay", Name: "North Quay", OtherNames: []string{"Noordkade"}, Country: "XA", GeoNames: &geonames, Wikidata: "Q99000001",
			Latitude: number(51.25), Longitude: number(-3.5), PartOf: "place:port", FormerIDs: []news.PlaceID{"place:kade"},
		},
		&news.Worded{Statement: &news.Statement{
			ID: "statement:warned", Gist: "Nobody warned the council.", Speaker: "actor:ines-holt", Addressee: "actor:council", Act: news.Deny, Said: inferred, Occasion: "event:briefing",
			About: []news.SubjectID{"event:fire"}, FormerIDs: []news.StatementID{"statement:w"},
			Links: []news.StatementLink{
				{Kind: news.Denies, Statement: "statement:a", Why: "She was asked."}, {Kind: news.Repeats, Statement: "statement:b"}, {Kind: news.Answers, Statement: "statement:c"},
				{Kind: news.Contradicts, Statement: "statement:d"}, {Kind: news.Supports, Statement: "statement:e"}, {Kind: news.Updates, Statement: "statement:f"},
			},
		}, Wordings: []news.Wording{{Reports: []news.ReportID{"report:a1", "report:a2"}}}},
		&news.Quantity{
			ID: "quantity:injured", Label: "people injured in the fire", Measure: news.Injured, Unit: "people", Population: "residents", Place: "place:quay", Event: "event:fire",
			Accumulation: news.Cumulative, PartOf: "quantity:hurt", FormerIDs: []news.QuantityID{"quantity:i"},
			Agreement: news.Agreement{Verdict: news.Conflict, Reason: "They cannot both hold."}, Envelope: news.Envelope{Low: number(38), High: number(41)},
		},
		&news.StatementReport{
			ID: "report:a1", Anchor: in(""), Statement: "statement:warned", Mode: news.MixedMode, Text: `She said that "nobody" had "warned" them.`, Cue: "said",
			Quotes: []news.Quote{{Span: news.Span{Start: 21, End: 27}, Words: "nobody"}, {Span: news.Span{Start: 30, End: 36}, Words: "warned"}},
		},
		&news.StatementReport{ID: "report:a2", Anchor: in("the article's own words"), Statement: "statement:warned", Mode: news.Indirect, Text: "She denied it."},
		&news.Figure{
			ID: "figure:a3", Anchor: in("more than 40"), Quantity: "quantity:injured", Printed: "more than 40", Comparator: news.MoreThan,
			Value: number(40), Low: number(41), AsOf: on("2031-05-03"), Quality: news.OK,
		},
		&news.Figure{ID: "figure:a7", Anchor: in("4,0"), Quantity: "quantity:injured", Printed: "4,0", Comparator: news.Exact, AsOf: news.UncertainDate{Basis: news.UnknownBasis}, Quality: news.Suspect, Readings: []float64{4, 40}},
		&news.EventAccount{ID: "account:a4", Anchor: in("the article's own words"), Event: "event:fire", Aspect: news.Responsibility, Claim: "The port let the wiring decay.", Holds: "actor:port", Certainty: news.Probable},
		&news.RoleMention{ID: "role:a5", Anchor: in("the mayor"), Actor: "actor:ines-holt", Role: "the mayor", Body: "actor:council"},
		&news.RoleMention{ID: "role:a8", Anchor: news.Anchor{Article: "article:courier"}, Actor: "actor:dov-arl", Role: "harbour master"},
		&news.TermUse{ID: "term:a6", Anchor: in("blaze"), Referent: "event:fire", Term: "blaze", Voice: news.ArticleVoice, Gloss: "Says that it was large."},
	}
}

func held(t *testing.T, file string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func TestDocuments(t *testing.T) {
	seen := map[news.Kind]bool{}
	for _, n := range records() {
		kind, slug, _ := news.SplitID(n.NodeID())
		seen[kind] = true
		t.Run(n.NodeID(), func(t *testing.T) { held(t, string(kind)+"-"+slug+".jsonld", graph.Document(n)) })
	}
	for _, kind := range news.Kinds {
		if !seen[kind] {
			t.Errorf("no golden shows a record of the kind %s", kind)
		}
	}
}

// offline refuses to load anything: a document of ours needs nothing.
type offline struct{}

func (offline) LoadDocument(address string) (*ld.RemoteDocument, error) {
	return nil, errors.New("the document asks for " + address)
}

// triples reads a document as an RDF processor does that has no network and knows no base.
func triples(t *testing.T, document []byte) []*ld.Quad {
	t.Helper()
	var parsed any
	if err := json.Unmarshal(document, &parsed); err != nil {
		t.Fatal(err)
	}
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader = offline{}
	dataset, err := ld.NewJsonLdProcessor().ToRDF(parsed, options)
	if err != nil {
		t.Fatal(err)
	}
	return dataset.(*ld.RDFDataset).Graphs["@default"]
}

// Every record gives triples, and every name in them is an absolute IRI of a vocabulary, a permalink, or another public
// address. testdata/terms.txt lists the terms, each of which was looked up in its vocabulary.
func TestRecordsAreTriplesOfKnownTerms(t *testing.T) {
	var terms []string
	iris := 0
	all := records()
	for _, kind := range news.ActorKinds {
		all = append(all, &news.Actor{ID: news.ActorID("actor:some-" + strings.ToLower(string(kind))), Name: "Some", Kind: kind})
	}
	for _, n := range all {
		quads := triples(t, graph.Document(n))
		about := 0
		for _, q := range quads {
			if q.Subject.GetValue() == linked.Permalink(graph.Base, n.NodeID()) {
				about++
			}
			for _, name := range []ld.Node{q.Subject, q.Predicate, q.Object} {
				if ld.IsIRI(name) {
					iris++
					if parsed, err := url.Parse(name.GetValue()); err != nil || !parsed.IsAbs() || parsed.Host == "" {
						t.Errorf("%s: %q is no absolute IRI", n.NodeID(), name.GetValue())
					}
				}
			}
			terms = append(terms, q.Predicate.GetValue())
			if q.Predicate.GetValue() == ld.RDFType {
				terms = append(terms, q.Object.GetValue())
			}
			if literal, ok := q.Object.(ld.Literal); ok {
				terms = append(terms, literal.Datatype)
			}
		}
		if about < 3 {
			t.Errorf("%s: %d triples are about it", n.NodeID(), about)
		}
	}
	if iris < len(all)*6 {
		t.Errorf("only %d IRIs were looked at", iris)
	}
	slices.Sort(terms)
	held(t, "terms.txt", []byte(strings.Join(slices.Compact(terms), "\n")+"\n"))
}

// The chain can be put in order again from the triples alone, and says who is the origin.
func TestTheChainKeepsItsOrder(t *testing.T) {
	type hop struct{ position, agent, role string }
	parts := map[string]map[string]string{}
	for _, q := range triples(t, graph.Document(&news.Figure{ID: "figure:a3", Anchor: in("x"), Quantity: "quantity:q"})) {
		s := q.Subject.GetValue()
		if parts[s] == nil {
			parts[s] = map[string]string{}
		}
		parts[s][q.Predicate.GetValue()] = q.Object.GetValue()
	}
	var hops []hop
	for _, p := range parts {
		if agent := p["http://www.w3.org/ns/prov#agent"]; agent != "" {
			role := parts[p["http://www.w3.org/ns/dcat#hadRole"]]["http://www.w3.org/2000/01/rdf-schema#label"]
			hops = append(hops, hop{p["https://schema.org/position"], agent, role})
		}
	}
	slices.SortFunc(hops, func(a, b hop) int { return strings.Compare(a.position, b.position) })
	want := []hop{{"1", graph.Base + "/id/actor:inland-tribune", "relay"}, {"2", graph.Base + "/id/actor:two-officials", "origin"}}
	if !slices.Equal(hops, want) {
		t.Errorf("the triples give the chain %v, want %v", hops, want)
	}
}

// The words of an article that a record does not keep are in no document, whatever was at hand when it was compiled.
func TestWhatIsNotOursIsLeftOut(t *testing.T) {
	for _, n := range records() {
		said := string(graph.Document(n))
		for _, never := range []string{"the article's own words", "A blaze swept", `"before"`, `"after"`} {
			if strings.Contains(said, never) {
				t.Errorf("%s shows %q", n.NodeID(), never)
			}
		}
	}
}

// A day that was inferred is not given in terms that cannot say so.
func TestAnInferredDayIsNotGivenAsKnown(t *testing.T) {
	day := news.UncertainDate{EDTF: "2031-05-05", Earliest: "2031-05-05", Latest: "2031-05-05"}
	for basis, known := range map[news.DateBasis]bool{news.Stated: true, news.Anchored: true, news.Inferred: false} {
		day.Basis = basis
		for term, n := range map[string]news.Node{
			"schema:datePublished":   &news.Article{ID: "article:a", Published: day},
			"schema:startDate":       &news.Event{ID: "event:e", Date: day},
			"schema:dateCreated":     &news.Statement{ID: "statement:s", Said: day},
			"schema:observationDate": &news.Figure{ID: "figure:f", AsOf: day},
		} {
			if _, given := graph.Node(n)[term]; given != known {
				t.Errorf("a day that is %s is given as %s: %v, want %v", basis, term, given, known)
			}
		}
	}
}

// An end that is open has no number: at least 40 is not at most anything.
func TestAnOpenEndOfAnEnvelopeHasNoNumber(t *testing.T) {
	for _, c := range []struct {
		envelope news.Envelope
		min, max bool
	}{
		{news.Envelope{Low: number(1100), High: number(5001)}, true, true},
		{news.Envelope{Low: number(1100), High: number(5001), OpenAbove: true}, true, false},
		{news.Envelope{Low: number(1100), High: number(5001), OpenBelow: true}, false, true},
		{news.Envelope{Low: number(1100), High: number(5001), OpenBelow: true, OpenAbove: true}, false, false},
		{news.Envelope{}, false, false},
	} {
		said := string(graph.Document(&news.Quantity{ID: "quantity:q", Measure: news.Injured, Envelope: c.envelope}))
		if min, max := strings.Contains(said, "schema:minValue"), strings.Contains(said, "schema:maxValue"); min != c.min || max != c.max || strings.Contains(said, `"envelope"`) != (c.min || c.max) {
			t.Errorf("%+v: a minimum is %v, a maximum %v, want %v and %v", c.envelope, min, max, c.min, c.max)
		}
	}
}

// An id may hold what an address may not; the permalink stays one address, under /id/.
func TestPermalinksAreAddresses(t *testing.T) {
	for _, id := range []string{"event:fire", "actor:a b?c#d", "term:é/ü"} {
		parsed, err := url.Parse(linked.Permalink("https://x.example", id))
		if err != nil || parsed.Path != "/id/"+id || parsed.RawQuery != "" || parsed.Fragment != "" {
			t.Errorf("%q becomes %v, %v", id, parsed, err)
		}
	}
}
