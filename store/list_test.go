package store

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"onrecord/news"
)

// The properties here hold every list against a plain scan over the dataset, written without the store's help.

func has[T comparable](list []T, item T) bool { return list == nil || slices.Contains(list, item) }

func meets[T comparable](list []T, items []T) bool {
	return list == nil || slices.ContainsFunc(items, func(i T) bool { return slices.Contains(list, i) })
}

func falls(d news.UncertainDate, f *DateFilter) bool {
	if f == nil {
		return true
	}
	if !d.Known() {
		return false
	}
	early, late := cmp.Or(d.Earliest, "0001-01-01"), cmp.Or(d.Latest, "9999-12-31")
	from, to := news.Date("0000"), news.Date("9999-99")
	if f.From != nil {
		from = *f.From
	}
	if f.To != nil {
		to = *f.To
	}
	if f.Match != nil && *f.Match == Definitely {
		// An open end lies within an open period, and within no other.
		return (f.From == nil || d.Earliest != "" && early >= from) && (f.To == nil || d.Latest != "" && late <= to)
	}
	return early <= to && late >= from
}

func begins(text *string, texts ...string) bool {
	if text == nil {
		return true
	}
	var have []string
	for _, t := range texts {
		have = append(have, words(t)...)
	}
	for _, w := range words(*text) {
		if !slices.ContainsFunc(have, func(h string) bool { return strings.HasPrefix(h, w) }) {
			return false
		}
	}
	return true
}

func drawDates(t *rapid.T, label string) *DateFilter {
	if rapid.Bool().Draw(t, label) {
		return nil
	}
	f := &DateFilter{}
	days := []news.Date{"2023-10-02", "2023-10-04", "2023-10-06"}
	if rapid.Bool().Draw(t, "from") {
		from := days[rapid.IntRange(0, 1).Draw(t, "from")]
		f.From = &from
	}
	if rapid.Bool().Draw(t, "to") {
		to := days[rapid.IntRange(1, 2).Draw(t, "to")]
		f.To = &to
	}
	match := rapid.SampledFrom([]DateMatch{Possibly, Definitely}).Draw(t, "match")
	f.Match = &match
	return f
}

func maybe[T any](t *rapid.T, label string, from ...T) *T {
	if rapid.IntRange(0, 2).Draw(t, label) > 0 {
		return nil
	}
	v := rapid.SampledFrom(from).Draw(t, label)
	return &v
}

func some[T any](t *rapid.T, label string, from []T) []T {
	if len(from) == 0 || rapid.IntRange(0, 2).Draw(t, label) > 0 {
		return nil
	}
	return rapid.SliceOfN(rapid.SampledFrom(from), 1, 3).Draw(t, label)
}

func idsOf[ID ~string, N news.Node](nodes []N) []ID {
	var ids []ID
	for _, n := range nodes {
		ids = append(ids, ID(n.NodeID()))
	}
	return ids
}

// walk pages through a list forward and backward and sees that both give the same records once each.
func walk[N news.Node](t *rapid.T, list func(Page) (*Connection[N], error)) []string {
	size := rapid.IntRange(1, 4).Draw(t, "size")
	var forward, backward []string
	var after, before *string
	for {
		c, err := list(Page{First: &size, After: after})
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range c.Nodes() {
			forward = append(forward, n.NodeID())
		}
		if c.PageInfo.HasPreviousPage != (after != nil) {
			t.Fatalf("hasPreviousPage is %v after %v", c.PageInfo.HasPreviousPage, after)
		}
		if !c.PageInfo.HasNextPage {
			if c.TotalCount != len(forward) {
				t.Fatalf("totalCount is %d of %d", c.TotalCount, len(forward))
			}
			break
		}
		after = c.PageInfo.EndCursor
	}
	for {
		c, err := list(Page{Last: &size, Before: before})
		if err != nil {
			t.Fatal(err)
		}
		var page []string
		for _, n := range c.Nodes() {
			page = append(page, n.NodeID())
		}
		backward = append(page, backward...)
		if !c.PageInfo.HasPreviousPage {
			break
		}
		before = c.PageInfo.StartCursor
	}
	if !slices.Equal(forward, backward) {
		t.Fatalf("forward %v, backward %v", forward, backward)
	}
	return forward
}

// sameAs holds a list against the records a plain scan finds, in the order of their keys and ids.
func sameAs[N news.Node, K any](t *rapid.T, got []string, want []N, direction Direction, key func(N) K, compare func(a, b K) int) {
	sorted := slices.Clone(want)
	slices.SortFunc(sorted, func(a, b N) int {
		return cmp.Or(compare(key(a), key(b)), cmp.Compare(a.NodeID(), b.NodeID()))
	})
	if direction == Descending {
		slices.Reverse(sorted)
	}
	if wanted := idsOf[string](sorted); !slices.Equal(got, wanted) {
		t.Fatalf("listed %v, a scan finds %v", got, wanted)
	}
}

// dateBounds orders as the documentation says: by the earliest day, then by the latest, the unknown last.
func dateBounds(d news.UncertainDate) [3]string {
	if !d.Known() {
		return [3]string{"unknown"}
	}
	return [3]string{"known", string(d.Earliest), cmp.Or(string(d.Latest), "9999")}
}

func compareBounds(a, b [3]string) int { return slices.Compare(a[:], b[:]) }

func direction(t *rapid.T) Direction {
	return rapid.SampledFrom([]Direction{"", Ascending, Descending}).Draw(t, "direction")
}

func TestFiguresAreThoseAScanFinds(t *testing.T) {
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		r := relate(ds)
		f := &FigureFilter{
			IDs:         some(t, "ids", idsOf[news.FigureID](ds.Figures)),
			Quantities:  some(t, "quantities", idsOf[news.QuantityID](ds.Quantities)),
			Measures:    some(t, "measures", news.Measures),
			Comparators: some(t, "comparators", news.Comparators),
			Claimants:   some(t, "claimants", idsOf[news.ActorID](ds.Actors)),
			OwnVoice:    maybe(t, "own", true, false),
			Anonymous:   maybe(t, "anonymous", true, false),
			Via:         some(t, "via", idsOf[news.ActorID](ds.Actors)),
			Events:      some(t, "events", idsOf[news.EventID](ds.Events)),
			Articles:    some(t, "articles", idsOf[news.ArticleID](ds.Articles)),
			AsOf:        drawDates(t, "asOf"),
			Quality:     maybe(t, "quality", news.FigureQualities...),
			Min:         maybe(t, "min", -1.0, 0, 0.5),
			Max:         maybe(t, "max", 0.5, 1.0, 2),
			Curation:    maybe(t, "curation", news.Curations...),
		}
		var want []*news.Figure
		for _, x := range ds.Figures {
			low, high := x.Value, x.Value
			if x.Value == nil {
				low, high = x.Low, x.High
			}
			closed := low != nil && high != nil
			a := &x.Attribution
			if has(f.IDs, x.ID) && has(f.Quantities, x.Quantity) && has(f.Measures, r.quantity[x.Quantity].Measure) && has(f.Comparators, x.Comparator) &&
				has(f.Claimants, a.Origin()) && (f.OwnVoice == nil || *f.OwnVoice == (len(a.Hops) == 0)) && (f.Anonymous == nil || *f.Anonymous == a.Anonymous) &&
				meets(f.Via, a.Through()) && has(f.Events, r.quantity[x.Quantity].Event) && has(f.Articles, x.Article) && falls(x.AsOf, f.AsOf) &&
				(f.Quality == nil || *f.Quality == x.Quality) && (f.Curation == nil || *f.Curation == x.Curation) &&
				(f.Min == nil || closed && *high >= *f.Min) && (f.Max == nil || closed && *low <= *f.Max) {
				want = append(want, x)
			}
		}
		d := direction(t)
		list := func(o FigureOrderField) []string {
			return walk(t, func(p Page) (*FigureConnection, error) { return s.Figures(f, &FigureOrder{o, d}, p) })
		}
		sameAs(t, list(FigureAsOf), want, d, func(x *news.Figure) [3]string { return dateBounds(x.AsOf) }, compareBounds)
		sameAs(t, list(FigureValue), want, d, func(x *news.Figure) float64 {
			switch {
			case x.Value != nil:
				return *x.Value
			case x.Low != nil:
				return *x.Low
			}
			return math.Inf(1)
		}, cmp.Compare[float64])
		type at struct {
			date    [3]string
			article string
			start   int
		}
		sameAs(t, list(FigureArticlePublished), want, d, func(x *news.Figure) at {
			return at{dateBounds(r.article[x.Article].Published), string(x.Article), x.Evidence.Span.Start}
		}, func(a, b at) int {
			return cmp.Or(compareBounds(a.date, b.date), cmp.Compare(a.article, b.article), cmp.Compare(a.start, b.start))
		})
	})
}

func TestStatementsAreThoseAScanFinds(t *testing.T) {
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		articles, via, texts := map[news.StatementID][]news.ArticleID{}, map[news.StatementID][]news.ActorID{}, map[news.StatementID][]string{}
		named := map[news.StatementID]bool{}
		for _, report := range ds.Reports {
			id := report.Statement
			if !slices.Contains(articles[id], report.Article) {
				articles[id] = append(articles[id], report.Article)
			}
			via[id] = append(via[id], report.Attribution.Through()...)
			texts[id] = append(texts[id], report.Text)
			named[id] = named[id] || !report.Attribution.Anonymous
		}
		f := &StatementFilter{
			IDs:         some(t, "ids", idsOf[news.StatementID](ds.Statements)),
			Speakers:    some(t, "speakers", idsOf[news.ActorID](ds.Actors)),
			Anonymous:   maybe(t, "anonymous", true, false),
			Acts:        some(t, "acts", news.SpeechActs),
			About:       some(t, "about", []news.SubjectID{"actor:a0", "actor:a1", "event:e0", "place:p0"}),
			Occasion:    maybe(t, "occasion", idsOf[news.EventID](ds.Events)...),
			Articles:    some(t, "articles", idsOf[news.ArticleID](ds.Articles)),
			Via:         some(t, "via", idsOf[news.ActorID](ds.Actors)),
			Said:        drawDates(t, "said"),
			MinArticles: maybe(t, "minArticles", 0, 1, 2),
			Text:        maybe(t, "text", "flo", "ELAN", "łó", "harb wall"),
		}
		unnamed := map[news.ActorID]bool{}
		for _, a := range ds.Actors {
			unnamed[a.ID] = a.Anonymity != nil
		}
		var want []*news.Statement
		for _, x := range ds.Statements {
			anonymous := unnamed[x.Speaker] || len(articles[x.ID]) > 0 && !named[x.ID]
			if has(f.IDs, x.ID) && has(f.Speakers, x.Speaker) && (f.Anonymous == nil || *f.Anonymous == anonymous) && has(f.Acts, x.Act) && meets(f.About, x.About) &&
				(f.Occasion == nil || *f.Occasion == x.Occasion) && meets(f.Articles, articles[x.ID]) && meets(f.Via, via[x.ID]) && falls(x.Said, f.Said) &&
				(f.MinArticles == nil || len(articles[x.ID]) >= *f.MinArticles) && begins(f.Text, append(texts[x.ID], x.Gist)...) {
				want = append(want, x)
			}
		}
		d := direction(t)
		list := func(o StatementOrderField) []string {
			return walk(t, func(p Page) (*StatementConnection, error) { return s.Statements(f, &StatementOrder{o, d}, p) })
		}
		sameAs(t, list(StatementSaid), want, d, func(x *news.Statement) [3]string { return dateBounds(x.Said) }, compareBounds)
		sameAs(t, list(StatementArticles), want, d, func(x *news.Statement) int { return len(articles[x.ID]) }, cmp.Compare[int])
	})
}

func TestEventsAreThoseAScanFinds(t *testing.T) {
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		r := relate(ds)
		f := &EventFilter{
			IDs:      some(t, "ids", idsOf[news.EventID](ds.Events)),
			Types:    some(t, "types", news.EventTypes),
			During:   drawDates(t, "during"),
			Places:   some(t, "places", idsOf[news.PlaceID](ds.Places)),
			Actors:   some(t, "actors", idsOf[news.ActorID](ds.Actors)),
			Articles: some(t, "articles", idsOf[news.ArticleID](ds.Articles)),
			PartOf:   maybe(t, "partOf", news.EventID("event:e0")),
			Text:     maybe(t, "text", "flo", "ELAN"),
		}
		var want []*news.Event
		for _, x := range ds.Events {
			var parties []news.ActorID
			for _, p := range x.Participants {
				parties = append(parties, p.Actor)
			}
			var within []news.PlaceID
			for _, p := range x.Places {
				for ; p != ""; p = r.place[p].PartOf {
					within = append(within, p)
				}
			}
			var in []news.ArticleID
			for _, a := range r.articles[string(x.ID)] {
				in = append(in, news.ArticleID(a))
			}
			if has(f.IDs, x.ID) && (f.Types == nil || slices.Contains(f.Types, x.Type)) && falls(x.Date, f.During) && meets(f.Places, within) && meets(f.Actors, parties) &&
				meets(f.Articles, in) && (f.PartOf == nil || *f.PartOf == x.PartOf) && begins(f.Text, append(x.OtherNames, x.Label)...) {
				want = append(want, x)
			}
		}
		d := direction(t)
		got := walk(t, func(p Page) (*EventConnection, error) { return s.Events(f, &EventOrder{EventDate, d}, p) })
		sameAs(t, got, want, d, func(x *news.Event) [3]string { return dateBounds(x.Date) }, compareBounds)
		got = walk(t, func(p Page) (*EventConnection, error) { return s.Events(f, &EventOrder{EventLabel, d}, p) })
		sameAs(t, got, want, d, func(x *news.Event) string { return fold(x.Label) }, cmp.Compare[string])
	})
}

func TestWhatCameThroughAnActorIsWhatAScanFinds(t *testing.T) {
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		actor := rapid.SampledFrom(ds.Actors).Draw(t, "actor").ID
		var want []string
		for m := range ds.Mentions() {
			if slices.Contains(m.Anchored().Attribution.Through(), actor) {
				want = append(want, m.NodeID())
			}
		}
		got := walk(t, func(p Page) (*MentionConnection, error) { return s.Mentions(nil, p, MentionsThrough(actor)) })
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("listed %v, a scan finds %v", got, want)
		}
	})
}

func TestEveryScopeIsWhatAScanFinds(t *testing.T) {
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		for _, e := range ds.Events {
			var parts, linked, at []string
			for _, x := range ds.Events {
				if x.PartOf == e.ID {
					parts = append(parts, string(x.ID))
				}
				if slices.ContainsFunc(x.Links, func(l news.EventLink) bool { return l.Event == e.ID }) {
					linked = append(linked, string(x.ID))
				}
			}
			for _, x := range ds.Statements {
				if x.Occasion == e.ID || slices.Contains(x.About, news.SubjectID(e.ID)) {
					at = append(at, string(x.ID))
				}
			}
			only(t, parts, func(p Page) (*EventConnection, error) { return s.Events(nil, nil, p, PartsOfEvent(e.ID)) })
			only(t, linked, func(p Page) (*EventConnection, error) { return s.Events(nil, nil, p, EventsLinkedTo(e.ID)) })
			only(t, at, func(p Page) (*StatementConnection, error) { return s.Statements(nil, nil, p, StatementsOn(e.ID)) })
		}
		for _, a := range ds.Actors {
			var members, spoken, held []string
			for _, x := range ds.Actors {
				if slices.Contains(x.MemberOf, a.ID) {
					members = append(members, string(x.ID))
				}
			}
			for _, x := range ds.Statements {
				if x.Speaker == a.ID {
					spoken = append(spoken, string(x.ID))
				}
			}
			for _, x := range ds.Accounts {
				if x.Holds == a.ID {
					held = append(held, string(x.ID))
				}
			}
			only(t, members, func(p Page) (*ActorConnection, error) { return s.Actors(nil, nil, p, MembersOf(a.ID)) })
			only(t, spoken, func(p Page) (*StatementConnection, error) { return s.Statements(nil, nil, p, StatementsBy(a.ID)) })
			only(t, held, func(p Page) (*EventAccountConnection, error) { return s.Accounts(nil, p, AccountsNaming(a.ID)) })
		}
		for _, st := range ds.Statements {
			var linked, told []string
			for _, x := range ds.Statements {
				if slices.ContainsFunc(x.Links, func(l news.StatementLink) bool { return l.Statement == st.ID }) {
					linked = append(linked, string(x.ID))
				}
			}
			for _, x := range ds.Reports {
				if x.Statement == st.ID {
					told = append(told, string(x.ID))
				}
			}
			only(t, linked, func(p Page) (*StatementConnection, error) {
				return s.Statements(nil, nil, p, StatementsLinkedTo(st.ID))
			})
			only(t, told, func(p Page) (*StatementReportConnection, error) { return s.Reports(nil, p, ReportsOf(st.ID)) })
		}
	})
}

func only[N news.Node](t *rapid.T, want []string, list func(Page) (*Connection[N], error)) {
	got := walk(t, list)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Fatalf("listed %v, a scan finds %v", got, want)
	}
}
