package store

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"onrecord/news"
)

func has[T comparable](list []T, item T) bool { return slices.Contains(list, item) }

func pickOne[N any](t *rapid.T, from []N) N          { return rapid.SampledFrom(from).Draw(t, "one") }
func pickArticle(t *rapid.T, w *world) *news.Article { return pickOne(t, w.Articles) }
func lastHop(a news.Attribution) (origin []news.ActorID) {
	if n := len(a.Hops); n > 0 {
		origin = []news.ActorID{a.Hops[n-1].Actor}
	}
	return origin
}

func (w *world) subjects() []news.SubjectID {
	return slices.Concat(idsOf[news.SubjectID](w.Actors), idsOf[news.SubjectID](w.Events), idsOf[news.SubjectID](w.Quantities), idsOf[news.SubjectID](w.Places))
}

// ids makes ids of one type of the texts.
func ids[ID ~string](texts []string) []ID {
	list := make([]ID, len(texts))
	for i, t := range texts {
		list[i] = ID(t)
	}
	return list
}

func TestArticlesAreThoseAScanFinds(t *testing.T) {
	type F = ArticleFilter
	type N = *news.Article
	fields := []ArticleOrderField{ArticlePublished, ArticleHeadline}
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		w := scan(ds)
		actor, e := pickOne(t, w.Actors), pickOne(t, w.Events)
		// The outlets in the chains of an article's mentions.
		relayed := func(n N) []news.ActorID {
			var through []news.ActorID
			for m := range ds.Mentions() {
				if m.Anchored().Article != n.ID {
					continue
				}
				for _, id := range hopActors(m.Anchored().Attribution) {
					if w.actor[string(id)].Kind == news.Outlet {
						through = append(through, id)
					}
				}
			}
			return through
		}
		listed[F, N]{
			all: ds.Articles,
			conditions: []condition[F, N]{
				only(t, "Curation", news.Curations, func(f *F, v *news.Curation) { f.Curation = v }, func(n N) []news.Curation { return []news.Curation{n.Curation} }),
				anyOf(t, w, "IDs", idsOf[news.ArticleID](ds.Articles), func(f *F, v []news.ArticleID) { f.IDs = v }, func(n N) []news.ArticleID { return []news.ArticleID{n.ID} }),
				anyOf(t, w, "Outlets", idsOf[news.ActorID](ds.Actors), func(f *F, v []news.ActorID) { f.Outlets = v }, func(n N) []news.ActorID { return []news.ActorID{n.Outlet} }),
				anyOf(t, w, "Relays", idsOf[news.ActorID](ds.Actors), func(f *F, v []news.ActorID) { f.Relays = v }, relayed),
				anyOf(t, w, "Actors", idsOf[news.ActorID](ds.Actors), func(f *F, v []news.ActorID) { f.Actors = v }, func(n N) []news.ActorID { return ids[news.ActorID](w.inArticle(n, "actor:")) }),
				anyOf(t, w, "Events", idsOf[news.EventID](ds.Events), func(f *F, v []news.EventID) { f.Events = v }, func(n N) []news.EventID { return ids[news.EventID](w.inArticle(n, "event:")) }),
				dated(t, "Published", func(f *F, v *DateFilter) { f.Published = v }, func(n N) news.UncertainDate { return n.Published }),
				only(t, "Language", []string{"en", "fr", "de"}, func(f *F, v *string) { f.Language = v }, func(n N) []string { return []string{n.Language} }),
				worded(t, "Text", func(f *F, v *string) { f.Text = v }, func(n N) []string { return []string{n.Headline, n.Byline, n.Text} }),
			},
			scopes: []scoped[N]{
				{"ArticlesBy", ArticlesBy(actor.ID), func(n N) bool { return n.Outlet == actor.ID }},
				{"ArticlesWith", ArticlesWith(actor.ID), func(n N) bool { return has(w.inArticle(n, ""), string(actor.ID)) }},
				{"ArticlesOn", ArticlesOn(e.ID), func(n N) bool { return has(w.inArticle(n, ""), string(e.ID)) }},
			},
			orders: []func(x, y N) int{
				func(x, y N) int { return byDate(x.Published, y.Published) },
				func(x, y N) int { return byText(x.Headline, y.Headline) },
			},
			list: func(f *F, order int, d Direction, p Page, in ...Scope[N]) (*ArticleConnection, error) {
				return s.Articles(f, &ArticleOrder{fields[order], d}, p, in...)
			},
		}.check(t)
	})
}

func TestActorsAreThoseAScanFinds(t *testing.T) {
	type F = ActorFilter
	type N = *news.Actor
	fields := []ActorOrderField{ActorName, ActorArticles, ActorStatements}
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		w := scan(ds)
		a, body := pickArticle(t, w), pickOne(t, w.Actors)
		member := pickOne(t, slices.Concat(idsOf[news.ActorID](ds.Actors), body.FormerIDs))
		today := member
		if id, was := w.today[string(member)]; was {
			today = news.ActorID(id)
		}
		names := func(n N) []string {
			all := append([]string{n.Name}, n.OtherNames...)
			if n.Anonymity != nil {
				all = append(all, n.Anonymity.Descriptor)
			}
			return all
		}
		listed[F, N]{
			all: ds.Actors,
			conditions: []condition[F, N]{
				only(t, "Curation", news.Curations, func(f *F, v *news.Curation) { f.Curation = v }, func(n N) []news.Curation { return []news.Curation{n.Curation} }),
				anyOf(t, w, "IDs", idsOf[news.ActorID](ds.Actors), func(f *F, v []news.ActorID) { f.IDs = v }, func(n N) []news.ActorID { return []news.ActorID{n.ID} }),
				anyOf(t, w, "Kinds", news.ActorKinds, func(f *F, v []news.ActorKind) { f.Kinds = v }, func(n N) []news.ActorKind { return []news.ActorKind{n.Kind} }),
				flagged(t, "Anonymous", func(f *F, v *bool) { f.Anonymous = v }, func(n N) bool { return n.Anonymity != nil }),
				flagged(t, "ConflictingRoles", func(f *F, v *bool) { f.ConflictingRoles = v }, func(n N) bool { return len(n.RoleConflicts) > 0 }),
				only(t, "Country", []string{"US", "IL", "FR"}, func(f *F, v *string) { f.Country = v }, func(n N) []string { return []string{n.Country} }),
				{"MemberOf", func(f *F) { f.MemberOf = &member }, func(n N) bool { return has(n.MemberOf, today) }},
				worded(t, "Name", func(f *F, v *string) { f.Name = v }, names),
				least(t, "MinArticles", func(f *F, v *int) { f.MinArticles = v }, func(n N) int { return len(w.articlesOf(n)) }),
			},
			scopes: []scoped[N]{
				{"ActorsIn", ActorsIn(a.ID), func(n N) bool { return has(w.articlesOf(n), a.ID) }},
				{"MembersOf", MembersOf(body.ID), func(n N) bool { return has(n.MemberOf, body.ID) }},
				{"UnnamedOf", UnnamedOf(body.ID), func(n N) bool { return n.Anonymity != nil && n.Anonymity.Affiliation == body.ID }},
				{"SuspectedToBe", SuspectedToBe(body.ID), func(n N) bool { return n.Anonymity != nil && has(n.Anonymity.MayBe, body.ID) }},
			},
			orders: []func(x, y N) int{
				func(x, y N) int { return byText(x.Name, y.Name) },
				func(x, y N) int { return len(w.articlesOf(x)) - len(w.articlesOf(y)) },
				func(x, y N) int { return w.spokenBy(x) - w.spokenBy(y) },
			},
			list: func(f *F, order int, d Direction, p Page, in ...Scope[N]) (*ActorConnection, error) {
				return s.Actors(f, &ActorOrder{fields[order], d}, p, in...)
			},
		}.check(t)
	})
}

func TestPlacesAreThoseAScanFinds(t *testing.T) {
	type F = struct{}
	type N = *news.Place
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		whole := pickOne(t, ds.Places)
		listed[F, N]{
			all:    ds.Places,
			scopes: []scoped[N]{{"PlacesIn", PlacesIn(whole.ID), func(n N) bool { return n.PartOf == whole.ID }}},
			orders: []func(x, y N) int{func(x, y N) int { return byText(x.Name, y.Name) }},
			list: func(_ *F, _ int, _ Direction, p Page, in ...Scope[N]) (*PlaceConnection, error) {
				return s.Places(p, in...)
			},
		}.ascending().check(t)
	})
}

func TestEventsAreThoseAScanFinds(t *testing.T) {
	type F = EventFilter
	type N = *news.Event
	fields := []EventOrderField{EventDate, EventLabel, EventArticles}
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		w := scan(ds)
		a, actor, place, e := pickArticle(t, w), pickOne(t, w.Actors), pickOne(t, w.Places), pickOne(t, w.Events)
		part := pickOne(t, news.Parts)
		parties := func(n N) []news.ActorID {
			var all []news.ActorID
			for _, p := range n.Participants {
				all = append(all, p.Actor)
			}
			return all
		}
		listed[F, N]{
			all: ds.Events,
			conditions: []condition[F, N]{
				only(t, "Curation", news.Curations, func(f *F, v *news.Curation) { f.Curation = v }, func(n N) []news.Curation { return []news.Curation{n.Curation} }),
				anyOf(t, w, "IDs", idsOf[news.EventID](ds.Events), func(f *F, v []news.EventID) { f.IDs = v }, func(n N) []news.EventID { return []news.EventID{n.ID} }),
				anyOf(t, w, "Types", news.EventTypes, func(f *F, v []news.EventType) { f.Types = v }, func(n N) []news.EventType { return []news.EventType{n.Type} }),
				dated(t, "During", func(f *F, v *DateFilter) { f.During = v }, func(n N) news.UncertainDate { return n.Date }),
				anyOf(t, w, "Places", idsOf[news.PlaceID](ds.Places), func(f *F, v []news.PlaceID) { f.Places = v }, func(n N) []news.PlaceID { return w.around(n.Places...) }),
				anyOf(t, w, "Actors", idsOf[news.ActorID](ds.Actors), func(f *F, v []news.ActorID) { f.Actors = v }, parties),
				anyOf(t, w, "Articles", idsOf[news.ArticleID](ds.Articles), func(f *F, v []news.ArticleID) { f.Articles = v }, func(n N) []news.ArticleID { return w.articlesOf(n) }),
				only(t, "PartOf", idsOf[news.EventID](ds.Events), func(f *F, v *news.EventID) { f.PartOf = v }, func(n N) []news.EventID { return []news.EventID{n.PartOf} }),
				least(t, "MinArticles", func(f *F, v *int) { f.MinArticles = v }, func(n N) int { return len(w.articlesOf(n)) }),
				least(t, "MinOrigins", func(f *F, v *int) { f.MinOrigins = v }, func(n N) int { return n.Corroboration.IndependentOrigins }),
				anyOf(t, w, "Statuses", news.ClaimStatuses, func(f *F, v []news.ClaimStatus) { f.Statuses = v }, func(n N) []news.ClaimStatus { return []news.ClaimStatus{n.Status} }),
				flagged(t, "Disputed", func(f *F, v *bool) { f.Disputed = v }, func(n N) bool { return w.disputed(n) }),
				worded(t, "Text", func(f *F, v *string) { f.Text = v }, func(n N) []string { return append([]string{n.Label}, n.OtherNames...) }),
			},
			scopes: []scoped[N]{
				{"EventsIn", EventsIn(a.ID), func(n N) bool { return has(w.articlesOf(n), a.ID) }},
				{"EventsAt", EventsAt(place.ID), func(n N) bool { return has(w.around(n.Places...), place.ID) }},
				{"EventsWith", EventsWith(actor.ID, ""), func(n N) bool { return has(parties(n), actor.ID) }},
				{"EventsWith", EventsWith(actor.ID, part), func(n N) bool { return has(n.Participants, news.Participant{Actor: actor.ID, Part: part}) }},
				{"PartsOfEvent", PartsOfEvent(e.ID), func(n N) bool { return n.PartOf == e.ID }},
				{"EventsLinkedTo", EventsLinkedTo(e.ID), func(n N) bool {
					return slices.ContainsFunc(n.Links, func(l news.EventLink) bool { return l.Event == e.ID })
				}},
			},
			orders: []func(x, y N) int{
				func(x, y N) int { return byDate(x.Date, y.Date) },
				func(x, y N) int { return byText(x.Label, y.Label) },
				func(x, y N) int { return len(w.articlesOf(x)) - len(w.articlesOf(y)) },
			},
			list: func(f *F, order int, d Direction, p Page, in ...Scope[N]) (*EventConnection, error) {
				return s.Events(f, &EventOrder{fields[order], d}, p, in...)
			},
		}.check(t)
	})
}

func TestStatementsAreThoseAScanFinds(t *testing.T) {
	type F = StatementFilter
	type N = *news.Statement
	fields := []StatementOrderField{StatementSaid, StatementArticles}
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		w := scan(ds)
		a, actor, e, st := pickArticle(t, w), pickOne(t, w.Actors), pickOne(t, w.Events), pickOne(t, w.Statements)
		subject := rapid.SampledFrom(w.subjects()).Draw(t, "subject")
		via := func(n N) (all []news.ActorID) {
			for _, r := range w.reportsOf(n) {
				all = append(all, hopActors(r.Attribution)...)
			}
			return all
		}
		spoken := func(n N) []string {
			all := []string{n.Gist}
			for _, r := range w.reportsOf(n) {
				all = append(all, r.Text)
			}
			return all
		}
		// Its speaker is unnamed, or every report of it goes back to somebody who is.
		unnamed := func(n N) bool {
			all := w.reportsOf(n)
			named := slices.ContainsFunc(all, func(r *news.StatementReport) bool { return !w.unnamed(r.Attribution) })
			return w.actor[string(n.Speaker)].Anonymity != nil || len(all) > 0 && !named
		}
		// A report quotes words of it, and one of another article quotes none.
		retold := func(n N) bool {
			all := w.reportsOf(n)
			return slices.ContainsFunc(all, func(a *news.StatementReport) bool {
				return slices.ContainsFunc(all, func(b *news.StatementReport) bool {
					return a.Article != b.Article && a.Mode != news.Indirect && b.Mode == news.Indirect
				})
			})
		}
		listed[F, N]{
			all: ds.Statements,
			conditions: []condition[F, N]{
				only(t, "Curation", news.Curations, func(f *F, v *news.Curation) { f.Curation = v }, func(n N) []news.Curation { return []news.Curation{n.Curation} }),
				anyOf(t, w, "IDs", idsOf[news.StatementID](ds.Statements), func(f *F, v []news.StatementID) { f.IDs = v }, func(n N) []news.StatementID { return []news.StatementID{n.ID} }),
				anyOf(t, w, "Speakers", idsOf[news.ActorID](ds.Actors), func(f *F, v []news.ActorID) { f.Speakers = v }, func(n N) []news.ActorID { return []news.ActorID{n.Speaker} }),
				flagged(t, "Anonymous", func(f *F, v *bool) { f.Anonymous = v }, unnamed),
				flagged(t, "QuotedAndParaphrased", func(f *F, v *bool) { f.QuotedAndParaphrased = v }, retold),
				anyOf(t, w, "Acts", news.SpeechActs, func(f *F, v []news.SpeechAct) { f.Acts = v }, func(n N) []news.SpeechAct { return []news.SpeechAct{n.Act} }),
				anyOf(t, w, "About", w.subjects(), func(f *F, v []news.SubjectID) { f.About = v }, func(n N) []news.SubjectID { return n.About }),
				only(t, "Occasion", idsOf[news.EventID](ds.Events), func(f *F, v *news.EventID) { f.Occasion = v }, func(n N) []news.EventID { return []news.EventID{n.Occasion} }),
				anyOf(t, w, "Articles", idsOf[news.ArticleID](ds.Articles), func(f *F, v []news.ArticleID) { f.Articles = v }, func(n N) []news.ArticleID { return w.articlesOf(n) }),
				anyOf(t, w, "Via", idsOf[news.ActorID](ds.Actors), func(f *F, v []news.ActorID) { f.Via = v }, via),
				dated(t, "Said", func(f *F, v *DateFilter) { f.Said = v }, func(n N) news.UncertainDate { return n.Said }),
				least(t, "MinArticles", func(f *F, v *int) { f.MinArticles = v }, func(n N) int { return len(w.articlesOf(n)) }),
				least(t, "MinOrigins", func(f *F, v *int) { f.MinOrigins = v }, func(n N) int { return n.Corroboration.IndependentOrigins }),
				anyOf(t, w, "Statuses", news.ClaimStatuses, func(f *F, v []news.ClaimStatus) { f.Statuses = v }, func(n N) []news.ClaimStatus { return []news.ClaimStatus{n.Status} }),
				worded(t, "Text", func(f *F, v *string) { f.Text = v }, spoken),
			},
			scopes: []scoped[N]{
				{"StatementsBy", StatementsBy(actor.ID), func(n N) bool { return n.Speaker == actor.ID }},
				{"StatementsTo", StatementsTo(actor.ID), func(n N) bool { return n.Addressee == actor.ID }},
				{"StatementsAbout", StatementsAbout(subject), func(n N) bool { return has(n.About, subject) }},
				{"StatementsOn", StatementsOn(e.ID), func(n N) bool { return n.Occasion == e.ID || has(n.About, news.SubjectID(e.ID)) }},
				{"StatementsIn", StatementsIn(a.ID), func(n N) bool { return has(w.articlesOf(n), a.ID) }},
				{"StatementsLinkedTo", StatementsLinkedTo(st.ID), func(n N) bool {
					return slices.ContainsFunc(n.Links, func(l news.StatementLink) bool { return l.Statement == st.ID })
				}},
			},
			orders: []func(x, y N) int{
				func(x, y N) int { return byDate(x.Said, y.Said) },
				func(x, y N) int { return len(w.articlesOf(x)) - len(w.articlesOf(y)) },
			},
			list: func(f *F, order int, d Direction, p Page, in ...Scope[N]) (*StatementConnection, error) {
				return s.Statements(f, &StatementOrder{fields[order], d}, p, in...)
			},
		}.check(t)
	})
}

func TestQuantitiesAreThoseAScanFinds(t *testing.T) {
	type F = QuantityFilter
	type N = *news.Quantity
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		w := scan(ds)
		place, e, whole := pickOne(t, w.Places), pickOne(t, w.Events), pickOne(t, w.Quantities)
		listed[F, N]{
			all: ds.Quantities,
			conditions: []condition[F, N]{
				only(t, "Curation", news.Curations, func(f *F, v *news.Curation) { f.Curation = v }, func(n N) []news.Curation { return []news.Curation{n.Curation} }),
				anyOf(t, w, "IDs", idsOf[news.QuantityID](ds.Quantities), func(f *F, v []news.QuantityID) { f.IDs = v }, func(n N) []news.QuantityID { return []news.QuantityID{n.ID} }),
				anyOf(t, w, "Measures", news.Measures, func(f *F, v []news.Measure) { f.Measures = v }, func(n N) []news.Measure { return []news.Measure{n.Measure} }),
				anyOf(t, w, "Events", idsOf[news.EventID](ds.Events), func(f *F, v []news.EventID) { f.Events = v }, func(n N) []news.EventID { return []news.EventID{n.Event} }),
				anyOf(t, w, "Places", idsOf[news.PlaceID](ds.Places), func(f *F, v []news.PlaceID) { f.Places = v }, func(n N) []news.PlaceID { return w.around(n.Place) }),
				anyOf(t, w, "Articles", idsOf[news.ArticleID](ds.Articles), func(f *F, v []news.ArticleID) { f.Articles = v }, func(n N) []news.ArticleID { return w.articlesOf(n) }),
				anyOf(t, w, "Verdicts", news.Verdicts, func(f *F, v []news.Verdict) { f.Verdicts = v }, func(n N) []news.Verdict { return []news.Verdict{n.Agreement.Verdict} }),
				flagged(t, "AboveWhole", func(f *F, v *bool) { f.AboveWhole = v }, func(n N) bool { return len(n.Excesses) > 0 }),
				least(t, "MinFigures", func(f *F, v *int) { f.MinFigures = v }, func(n N) int { return len(w.figuresOf(n)) }),
			},
			scopes: []scoped[N]{
				{"QuantitiesOf", QuantitiesOf(e.ID), func(n N) bool { return n.Event == e.ID }},
				{"QuantitiesAt", QuantitiesAt(place.ID), func(n N) bool { return has(w.around(n.Place), place.ID) }},
				{"PartsOfQuantity", PartsOfQuantity(whole.ID), func(n N) bool { return n.PartOf == whole.ID }},
			},
			orders: []func(x, y N) int{func(x, y N) int { return byText(x.Label, y.Label) }},
			list: func(f *F, _ int, _ Direction, p Page, in ...Scope[N]) (*QuantityConnection, error) {
				return s.Quantities(f, p, in...)
			},
		}.ascending().check(t)
	})
}
