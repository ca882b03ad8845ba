package store

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"pgregory.net/rapid"

	"onrecord/news"
)

// made draws a whole small dataset: every noun, texts whose spans cut their words, chains of up to three hops, unnamed and
// merged actors, open and unknown dates, doubtful figures, names in several scripts.
func made(t *rapid.T) *news.Dataset {
	g := &maker{t: t, ds: &news.Dataset{Title: "made", Edition: "1", Released: "2026-11-21", Licence: "CC0-1.0", Curators: rapid.SampledFrom([][]string{nil, {"the archive of Vell"}, {"Ines Holt", "Dov Arl"}}).Draw(t, "curators")}}
	g.actors()
	g.places()
	g.events()
	g.statements()
	g.quantities()
	for i := range g.number("articles", 1, 4) {
		g.article(i)
	}
	g.history()
	news.Derive(g.ds)
	return g.ds
}

// history makes up to two releases before this edition: of what is there now some was there and some was otherwise, some that
// was there is merged, some withdrawn and some gone.
func (g *maker) history() {
	now := news.Fingerprints(g.ds)
	withdrawn := map[string]*news.Withdrawal{}
	if g.flip() {
		taken := &news.Withdrawal{ID: "event:taken-back", On: "2026-11-20", Why: g.words("why")}
		g.ds.Withdrawn, withdrawn[taken.ID] = []*news.Withdrawal{taken}, taken
	}
	formerIDs := map[string]string{}
	for _, a := range g.ds.Actors {
		for _, id := range a.FormerIDs {
			formerIDs[string(id)] = string(a.ID)
		}
	}
	for i := range g.number("releases", 0, 2) {
		r := &news.Release{Version: fmt.Sprintf("0.%d+0123456789ab", i), Released: "2026-11-01"}
		for _, f := range now {
			switch g.number("fate", 0, 2) {
			case 0:
				r.Records = append(r.Records, f)
			case 1:
				r.Records = append(r.Records, news.Fingerprint{ID: f.ID, Hash: "otherwise"})
			}
		}
		for _, id := range append([]string{"event:taken-back", "figure:gone", "event:gone"}, sortedKeys(formerIDs)...) {
			if g.flip() {
				r.Records = append(r.Records, news.Fingerprint{ID: id, Hash: "before"})
			}
		}
		g.ds.Releases = append(g.ds.Releases, r)
		g.ds.Changes = append(g.ds.Changes, r.Since(now, formerIDs, withdrawn)...)
	}
}

// printed is a word of the made texts; what case and accents aside it sorts as, and the words it is found by. All of it is
// written out by hand, so that the store's own folding is held against something else.
type printed struct {
	folded string
	words  []string
}

var vocabulary = map[string]printed{
	"harbour":    {"harbour", []string{"harbour"}},
	"Wall":       {"wall", []string{"wall"}},
	"élan":       {"elan", []string{"elan"}},
	"E\u0301LAN": {"elan", []string{"elan"}},
	"Łódź":       {"łodz", []string{"łodz"}},
	"塩":          {"塩", []string{"塩"}},
	"flood":      {"flood", []string{"flood"}},
	"flooded":    {"flooded", []string{"flooded"}},
	"o'clock":    {"o'clock", []string{"o", "clock"}},
	"1,400":      {"1,400", []string{"1", "400"}},
	"naïve":      {"naive", []string{"naive"}},
	"Straße":     {"strasse", []string{"strasse"}},
	"STRASSE":    {"strasse", []string{"strasse"}},
	"ΟΔΟΣ":       {"οδοσ", []string{"οδοσ"}},
	"οδός":       {"οδοσ", []string{"οδοσ"}},
	"दिल":        {"दिल", []string{"दिल"}},
}

// queries are texts to look for, and what a word has to begin with for each of their words.
var queries = map[string][]string{
	"flo": {"flo"}, "ELAN": {"elan"}, "łÓ": {"ło"}, "wall HARB": {"wall", "harb"}, "Strass": {"strass"}, "straß": {"strass"},
	"οδος": {"οδοσ"}, "दि": {"दि"}, "1": {"1"}, "Clock,": {"clock"}, "塩": {"塩"}, "flooded flood": {"flooded", "flood"}, "unheard": {"unheard"},
}

type maker struct {
	t  *rapid.T
	ds *news.Dataset
}

func (g *maker) number(label string, from, to int) int {
	return rapid.IntRange(from, to).Draw(g.t, label)
}
func (g *maker) flip() bool { return rapid.Bool().Draw(g.t, "flip") }

func (g *maker) words(label string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(sortedKeys(vocabulary)), 1, 3).Draw(g.t, label), " ")
}

func pick[T any](g *maker, from []T) T { return rapid.SampledFrom(from).Draw(g.t, "pick") }

// former gives an id that the i-th record of a kind had before, or none.
func former[ID ~string](g *maker, kind news.Kind, i int) []ID {
	if !g.flip() {
		return nil
	}
	return []ID{ID(kind.ID(fmt.Sprintf("was-%d", i)))}
}

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
		a := &news.Actor{ID: news.ActorID(fmt.Sprintf("actor:a%d", i)), Name: g.words("name"), Kind: pick(g, news.ActorKinds), Curation: pick(g, news.Curations), FormerIDs: former[news.ActorID](g, news.KindActor, i)}
		if g.flip() {
			a.OtherNames, a.Country, a.Description, a.Wikidata = []string{g.words("other")}, pick(g, []string{"US", "IL"}), "made", "Q1"
		}
		if i > 0 && g.flip() {
			a.MemberOf = []news.ActorID{g.actor()}
		}
		if i > 0 && g.flip() {
			a.Anonymity = &news.Anonymity{Plurality: pick(g, news.Pluralities), Tenure: pick(g, news.Tenures), Descriptor: g.words("descriptor")}
			if g.flip() {
				a.Anonymity.Affiliation, a.Anonymity.MayBe = g.actor(), []news.ActorID{g.actor()}
			}
		}
		g.ds.Actors = append(g.ds.Actors, a)
	}
}

func (g *maker) actor() news.ActorID { return pick(g, g.ds.Actors).ID }

func (g *maker) places() {
	for i := range g.number("places", 1, 4) {
		p := &news.Place{ID: news.PlaceID(fmt.Sprintf("place:p%d", i)), Name: g.words("place"), Country: "IL", FormerIDs: former[news.PlaceID](g, news.KindPlace, i)}
		if i > 0 && g.flip() {
			p.PartOf = pick(g, g.ds.Places).ID
			p.GeoNames, p.Latitude, p.Longitude = at(g.number("geonames", 1, 1e6)), at(-1.5), at(35.25)
		}
		g.ds.Places = append(g.ds.Places, p)
	}
}

func (g *maker) events() {
	for i := range g.number("events", 1, 4) {
		e := &news.Event{ID: news.EventID(fmt.Sprintf("event:e%d", i)), Label: g.words("label"), Date: g.date(), Curation: pick(g, news.Curations), FormerIDs: former[news.EventID](g, news.KindEvent, i)}
		if g.flip() {
			e.Type, e.OtherNames, e.Places = pick(g, news.EventTypes), []string{g.words("other")}, []news.PlaceID{pick(g, g.ds.Places).ID}
		}
		for range g.number("participants", 0, 2) {
			e.Participants = append(e.Participants, news.Participant{Actor: g.actor(), Part: pick(g, news.Parts)})
		}
		if i > 0 && g.flip() {
			e.PartOf = pick(g, g.ds.Events).ID
			e.Links = []news.EventLink{{Kind: pick(g, news.EventLinkKinds), Event: pick(g, g.ds.Events).ID, Why: "made", Attribution: &news.Attribution{Hops: g.hops(nil)}}}
		}
		g.ds.Events = append(g.ds.Events, e)
	}
}

func (g *maker) subject() news.SubjectID {
	subjects := []news.SubjectID{news.SubjectID(g.actor()), news.SubjectID(pick(g, g.ds.Events).ID), news.SubjectID(pick(g, g.ds.Places).ID)}
	if len(g.ds.Quantities) > 0 {
		subjects = append(subjects, news.SubjectID(pick(g, g.ds.Quantities).ID))
	}
	return pick(g, subjects)
}

func (g *maker) statements() {
	for i := range g.number("statements", 1, 5) {
		s := &news.Statement{ID: news.StatementID(fmt.Sprintf("statement:s%d", i)), Gist: g.words("gist"), Speaker: g.actor(), Act: pick(g, news.SpeechActs), Said: g.date(), Curation: pick(g, news.Curations), FormerIDs: former[news.StatementID](g, news.KindStatement, i)}
		for range g.number("about", 0, 2) {
			s.About = append(s.About, g.subject())
		}
		if g.flip() {
			s.Addressee, s.Occasion = g.actor(), pick(g, g.ds.Events).ID
		}
		if i > 0 && g.flip() {
			s.Links = []news.StatementLink{{Kind: pick(g, news.LinkKinds), Statement: pick(g, g.ds.Statements).ID, Basis: pick(g, news.LinkBases), Why: "made"}}
		}
		g.ds.Statements = append(g.ds.Statements, s)
	}
}

func (g *maker) quantities() {
	for i := range g.number("quantities", 1, 4) {
		q := &news.Quantity{ID: news.QuantityID(fmt.Sprintf("quantity:q%d", i)), Label: g.words("label"), Measure: pick(g, news.Measures), Unit: "people", Curation: pick(g, news.Curations), Accumulation: pick(g, news.Accumulations), FormerIDs: former[news.QuantityID](g, news.KindQuantity, i)}
		if g.flip() {
			q.Place, q.Event, q.Population = pick(g, g.ds.Places).ID, pick(g, g.ds.Events).ID, "made"
		}
		if i > 0 && g.flip() {
			q.PartOf = pick(g, g.ds.Quantities).ID
		}
		g.ds.Quantities = append(g.ds.Quantities, q)
	}
	// Only now is there a quantity to speak about.
	for _, s := range g.ds.Statements {
		s.About = append(s.About, g.subject())
	}
}

// page is an article's text as it grows; words are printed on it one after the other.
type page struct{ text strings.Builder }

func (p *page) print(words string) news.Span {
	if p.text.Len() > 0 {
		p.text.WriteString(" ")
	}
	start := utf8.RuneCountInString(p.text.String())
	p.text.WriteString(words)
	return news.Span{Start: start, End: start + utf8.RuneCountInString(words)}
}

func (g *maker) evidence(p *page) news.Evidence {
	words := g.words("exact")
	return news.Evidence{Section: pick(g, news.Sections), Span: p.print(words), Exact: words, Verified: true}
}

func (g *maker) hops(p *page) []news.Hop {
	var hops []news.Hop
	for i := range g.number("hops", 0, 3) {
		h := news.Hop{Position: i + 1, Actor: g.actor(), Cue: "said", Channel: pick(g, news.Channels), Certainty: pick(g, news.Certainties)}
		if p != nil && g.flip() {
			h.Label, h.Evidence = "they", at(g.evidence(p))
		}
		hops = append(hops, h)
	}
	return hops
}

func (g *maker) article(i int) {
	a := &news.Article{ID: news.ArticleID(fmt.Sprintf("article:t%d", i)), Published: g.date(), Curation: pick(g, news.Curations), Language: pick(g, []string{"en", "fr"}), WordCount: i, TextHash: fmt.Sprintf("%064d", i)}
	if g.flip() {
		a.Headline, a.Outlet, a.Byline, a.URL = g.words("headline"), g.actor(), g.words("byline"), "https://example.org/"
		a.Notes = []news.Note{{Kind: pick(g, news.NoteKinds), Text: "made"}}
	}
	g.ds.Articles = append(g.ds.Articles, a)
	p := &page{}
	for range g.number("mentions", 0, 8) {
		g.mention(a, p)
	}
	if g.flip() {
		a.Text = p.text.String()
	}
}

func (g *maker) mention(a *news.Article, p *page) {
	anchor := news.Anchor{Article: a.ID, Curation: pick(g, news.Curations), Evidence: g.evidence(p), Attribution: news.Attribution{Hops: g.hops(p)}}
	if g.flip() {
		anchor.Notes = []news.Note{{Kind: pick(g, news.NoteKinds), Text: g.words("note")}}
	}
	hash := news.MentionHash(a.TextHash, "made", anchor.Evidence.Span, 0)
	switch g.number("kind", 0, 5) {
	case 0, 1:
		quote := g.words("quote")
		g.ds.Reports = append(g.ds.Reports, &news.StatementReport{ID: news.ReportID("report:" + hash), Anchor: anchor, Statement: pick(g, g.ds.Statements).ID, Mode: pick(g, news.SpeechModes), Text: g.words("text"), Quotes: []news.Quote{{Span: p.print(quote), Words: quote}}, Cue: "said"})
	case 2:
		g.ds.Accounts = append(g.ds.Accounts, &news.EventAccount{ID: news.AccountID("account:" + hash), Anchor: anchor, Event: pick(g, g.ds.Events).ID, Aspect: pick(g, news.Aspects), Claim: g.words("claim"), Holds: g.actor(), Certainty: pick(g, news.Certainties)})
	case 3:
		g.ds.Roles = append(g.ds.Roles, &news.RoleMention{ID: news.RoleID("role:" + hash), Anchor: anchor, Actor: g.actor(), Role: "mayor", Body: g.actor()})
	case 4:
		g.ds.Terms = append(g.ds.Terms, &news.TermUse{ID: news.TermID("term:" + hash), Anchor: anchor, Referent: g.subject(), Term: g.words("term"), Voice: pick(g, news.Voices), Gloss: "made"})
	default:
		g.ds.Figures = append(g.ds.Figures, g.figure(hash, anchor))
	}
}

func (g *maker) figure(hash string, anchor news.Anchor) *news.Figure {
	f := &news.Figure{ID: news.FigureID("figure:" + hash), Anchor: anchor, Quantity: pick(g, g.ds.Quantities).ID, Printed: "n", Quality: news.OK, AsOf: g.date(), Comparator: pick(g, news.Comparators)}
	value := float64(g.number("value", -3, 3)) / 2
	switch f.Comparator {
	case news.Range:
		f.Low, f.High = &value, at(value+1)
	case news.Indefinite:
		f.Quality, f.Readings = news.Suspect, []float64{1, 2}
	default:
		f.Value = &value
		f.Low, f.High = f.Comparator.Bounds(value, false)
	}
	return f
}
