package store

import (
	"fmt"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"onrecord/news"
)

// made draws a whole small dataset: every noun, chains of up to three hops, unnamed and merged actors, open and unknown
// dates, doubtful figures, names in several scripts.
func made(t *rapid.T) *news.Dataset {
	g := &maker{t: t, ds: &news.Dataset{Title: "made", Edition: "1", Released: "2026-11-21", Licence: "CC0-1.0"}}
	g.actors()
	g.places()
	g.events()
	g.statements()
	g.quantities()
	g.articles()
	news.Derive(g.ds)
	return g.ds
}

type maker struct {
	t  *rapid.T
	ds *news.Dataset
}

var someWords = []string{"harbour", "Wall", "élan", "ÉLAN", "Łódź", "塩", "flood", "flooded", "o'clock", "1,400", "naïve", "x"}

func (g *maker) number(label string, from, to int) int {
	return rapid.IntRange(from, to).Draw(g.t, label)
}
func (g *maker) flip() bool { return rapid.Bool().Draw(g.t, "flip") }
func (g *maker) words(label string) string {
	s := ""
	for i := range g.number(label, 1, 3) {
		if i > 0 {
			s += " "
		}
		s += rapid.SampledFrom(someWords).Draw(g.t, label)
	}
	return s
}

func pick[T any](g *maker, from []T) T { return rapid.SampledFrom(from).Draw(g.t, "pick") }

func (g *maker) date() news.UncertainDate {
	day := func() news.Date { return news.Date(fmt.Sprintf("2023-10-%02d", g.number("day", 1, 9))) }
	d := news.UncertainDate{Basis: news.Inferred, Reasoning: "made", EDTF: "made", Printed: "some day"}
	switch g.number("date", 0, 4) {
	case 0:
		return news.UncertainDate{Basis: news.UnknownBasis}
	case 1:
		d.Earliest = day()
	case 2:
		d.Latest = day()
	default:
		d.Earliest, d.Latest = day(), day()
		if d.Latest < d.Earliest {
			d.Earliest, d.Latest = d.Latest, d.Earliest
		}
	}
	return d
}

func (g *maker) actors() {
	for i := range g.number("actors", 2, 6) {
		a := &news.Actor{ID: news.ActorID(fmt.Sprintf("actor:a%d", i)), Name: g.words("name"), Kind: pick(g, news.ActorKinds)}
		if g.flip() {
			a.OtherNames, a.Country = []string{g.words("other")}, pick(g, []string{"US", "IL"})
			a.FormerIDs = []news.ActorID{news.ActorID(fmt.Sprintf("actor:was%d", i))}
		}
		if i > 0 && g.flip() {
			a.MemberOf = []news.ActorID{"actor:a0"}
		}
		if i > 0 && g.flip() {
			a.Anonymity = &news.Anonymity{Plurality: pick(g, news.Pluralities), Tenure: pick(g, news.Tenures), Descriptor: g.words("descriptor"), Affiliation: "actor:a0", MayBe: []news.ActorID{"actor:a0"}}
		}
		g.ds.Actors = append(g.ds.Actors, a)
	}
}

func (g *maker) actor() news.ActorID { return pick(g, g.ds.Actors).ID }

func (g *maker) places() {
	for i := range g.number("places", 1, 3) {
		p := &news.Place{ID: news.PlaceID(fmt.Sprintf("place:p%d", i)), Name: g.words("place"), Country: "IL"}
		if i > 0 {
			p.PartOf = news.PlaceID(fmt.Sprintf("place:p%d", i-1))
			n, lat := g.number("geonames", 1, 1e6), -1.5
			p.GeoNames, p.Latitude, p.Longitude = &n, &lat, &lat
		}
		g.ds.Places = append(g.ds.Places, p)
	}
}

func (g *maker) events() {
	for i := range g.number("events", 1, 4) {
		e := &news.Event{ID: news.EventID(fmt.Sprintf("event:e%d", i)), Label: g.words("label"), OtherNames: []string{g.words("other")}, Date: g.date(),
			Places: []news.PlaceID{pick(g, g.ds.Places).ID}, Participants: []news.Participant{{Actor: g.actor(), Part: pick(g, news.Parts)}}}
		if g.flip() {
			e.Type = pick(g, news.EventTypes)
		}
		if i > 0 {
			e.PartOf = "event:e0"
			e.Links = []news.EventLink{{Kind: news.Follows, Event: "event:e0", Why: "made", Attribution: &news.Attribution{Hops: g.hops()}}}
			e.FormerIDs = []news.EventID{news.EventID(fmt.Sprintf("event:was%d", i))}
		}
		g.ds.Events = append(g.ds.Events, e)
	}
}

func (g *maker) subject() news.SubjectID {
	switch g.number("subject", 0, 2) {
	case 0:
		return news.SubjectID(g.actor())
	case 1:
		return news.SubjectID(pick(g, g.ds.Events).ID)
	}
	return news.SubjectID(pick(g, g.ds.Places).ID)
}

func (g *maker) statements() {
	for i := range g.number("statements", 1, 5) {
		s := &news.Statement{ID: news.StatementID(fmt.Sprintf("statement:s%d", i)), Gist: g.words("gist"), Speaker: g.actor(), Act: pick(g, news.SpeechActs), Said: g.date(), About: []news.SubjectID{g.subject()}}
		if g.flip() {
			s.Addressee, s.Occasion = g.actor(), pick(g, g.ds.Events).ID
		}
		if i > 0 {
			s.Links = []news.StatementLink{{Kind: news.Denies, Statement: "statement:s0", Basis: news.Curated, Why: "made"}}
		}
		g.ds.Statements = append(g.ds.Statements, s)
	}
}

func (g *maker) quantities() {
	for i := range g.number("quantities", 1, 4) {
		q := &news.Quantity{ID: news.QuantityID(fmt.Sprintf("quantity:q%d", i)), Label: g.words("label"), Measure: pick(g, news.Measures), Unit: "people", Accumulation: pick(g, news.Accumulations)}
		if g.flip() {
			q.Place, q.Event = pick(g, g.ds.Places).ID, pick(g, g.ds.Events).ID
		}
		if i > 0 {
			q.PartOf = "quantity:q0"
		}
		g.ds.Quantities = append(g.ds.Quantities, q)
	}
}

func (g *maker) hops() []news.Hop {
	var hops []news.Hop
	for i := range g.number("hops", 0, 3) {
		h := news.Hop{Position: i + 1, Actor: g.actor(), Cue: "said", Channel: pick(g, news.Channels), Certainty: pick(g, news.Certainties)}
		if g.flip() {
			h.Label, h.Evidence = "they", &news.Evidence{Section: news.Body, Span: news.Span{Start: 1, End: 5}, Exact: "they"}
		}
		hops = append(hops, h)
	}
	return hops
}

func (g *maker) anchor(article news.ArticleID, start int) news.Anchor {
	a := news.Anchor{Article: article, Curation: pick(g, news.Curations), Attribution: news.Attribution{Hops: g.hops()},
		Evidence: news.Evidence{Section: pick(g, news.Sections), Span: news.Span{Start: start, End: start + 1}, Exact: g.words("exact"), Verified: g.flip()}}
	if g.flip() {
		a.Notes = []news.Note{{Kind: pick(g, news.NoteKinds), Text: g.words("note")}}
	}
	return a
}

func (g *maker) articles() {
	for i := range g.number("articles", 1, 4) {
		a := &news.Article{ID: news.ArticleID(fmt.Sprintf("article:t%d", i)), Published: g.date(), Language: pick(g, []string{"en", "fr"}), WordCount: i, TextHash: fmt.Sprintf("%064d", i)}
		if g.flip() {
			a.Headline, a.Outlet, a.Byline = g.words("headline"), g.actor(), "somebody"
		}
		g.ds.Articles = append(g.ds.Articles, a)
		for n := range g.number("mentions", 0, 8) {
			hash := news.MentionHash(a.TextHash, "x", news.Span{Start: n, End: n + 1}, 0)
			anchor := g.anchor(a.ID, n)
			switch g.number("kind", 0, 5) {
			case 0:
				g.ds.Reports = append(g.ds.Reports, &news.StatementReport{ID: news.ReportID("report:" + hash), Anchor: anchor, Statement: pick(g, g.ds.Statements).ID, Mode: pick(g, news.SpeechModes), Text: g.words("text"), Quotes: []news.Quote{{Span: anchor.Evidence.Span, Words: "w"}}, Cue: "said"})
			case 1:
				g.ds.Accounts = append(g.ds.Accounts, &news.EventAccount{ID: news.AccountID("account:" + hash), Anchor: anchor, Event: pick(g, g.ds.Events).ID, Aspect: pick(g, news.Aspects), Claim: g.words("claim"), Holds: g.actor(), Certainty: pick(g, news.Certainties)})
			case 2:
				g.ds.Roles = append(g.ds.Roles, &news.RoleMention{ID: news.RoleID("role:" + hash), Anchor: anchor, Actor: g.actor(), Role: "mayor", Body: g.actor()})
			case 3:
				g.ds.Terms = append(g.ds.Terms, &news.TermUse{ID: news.TermID("term:" + hash), Anchor: anchor, Referent: g.subject(), Term: g.words("term"), Voice: pick(g, news.Voices), Gloss: "made"})
			default:
				g.ds.Figures = append(g.ds.Figures, g.figure(hash, anchor))
			}
		}
	}
}

func (g *maker) figure(hash string, anchor news.Anchor) *news.Figure {
	f := &news.Figure{ID: news.FigureID("figure:" + hash), Anchor: anchor, Quantity: pick(g, g.ds.Quantities).ID, Printed: "n", Quality: news.OK, AsOf: g.date(), Comparator: pick(g, news.Comparators)}
	value := float64(g.number("value", -3, 3)) / 2
	switch f.Comparator {
	case news.Range:
		high := value + 1
		f.Low, f.High = &value, &high
	case news.Indefinite:
		f.Quality, f.Readings = news.Suspect, []float64{1, 2}
	default:
		f.Value = &value
		f.Low, f.High = f.Comparator.Bounds(value, false)
	}
	return f
}

// stored writes a dataset into a temporary folder, verifies the file when the test ends, and opens it.
func stored(t testing.TB, ds *news.Dataset) *Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.db")
	if err := Write(path, ds, nil); err != nil {
		t.Fatal(err)
	}
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		mustBeSound(t, path)
	})
	return s
}

func mustBeSound(t testing.TB, path string) {
	t.Helper()
	faults, err := Verify(path)
	if err != nil {
		t.Error(err)
	}
	for _, fault := range faults {
		t.Error(fault)
	}
}
