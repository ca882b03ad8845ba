package store

import (
	"testing"

	"pgregory.net/rapid"

	"onrecord/news"
)

func TestReportsAreThoseAScanFinds(t *testing.T) {
	type F = ReportFilter
	type N = *news.StatementReport
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		w := scan(ds)
		a, st := pickArticle(t, w), pickOne(t, w.Statements)
		speaker := func(n N) []news.ActorID { return []news.ActorID{w.statement[string(n.Statement)].Speaker} }
		listed[F, N]{
			all: ds.Reports,
			conditions: []condition[F, N]{
				anyOf(t, w, "Statements", idsOf[news.StatementID](ds.Statements), func(f *F, v []news.StatementID) { f.Statements = v }, func(n N) []news.StatementID { return []news.StatementID{n.Statement} }),
				anyOf(t, w, "Speakers", idsOf[news.ActorID](ds.Actors), func(f *F, v []news.ActorID) { f.Speakers = v }, speaker),
				anyOf(t, w, "Articles", idsOf[news.ArticleID](ds.Articles), func(f *F, v []news.ArticleID) { f.Articles = v }, func(n N) []news.ArticleID { return []news.ArticleID{n.Article} }),
				anyOf(t, w, "Modes", news.SpeechModes, func(f *F, v []news.SpeechMode) { f.Modes = v }, func(n N) []news.SpeechMode { return []news.SpeechMode{n.Mode} }),
				anyOf(t, w, "Via", idsOf[news.ActorID](ds.Actors), func(f *F, v []news.ActorID) { f.Via = v }, func(n N) []news.ActorID { return hopActors(n.Attribution) }),
				flagged(t, "Anonymous", func(f *F, v *bool) { f.Anonymous = v }, func(n N) bool { return w.unnamed(n.Attribution) }),
				least(t, "MinDepth", func(f *F, v *int) { f.MinDepth = v }, func(n N) int { return len(n.Attribution.Hops) }),
				only(t, "Curation", news.Curations, func(f *F, v *news.Curation) { f.Curation = v }, func(n N) []news.Curation { return []news.Curation{n.Curation} }),
				worded(t, "Text", func(f *F, v *string) { f.Text = v }, func(n N) []string { return []string{n.Text} }),
			},
			scopes: []scoped[N]{
				{"ReportsOf", ReportsOf(st.ID), func(n N) bool { return n.Statement == st.ID }},
				{"ReportsIn", ReportsIn(a.ID), func(n N) bool { return n.Article == a.ID }},
			},
			orders: []func(x, y N) int{func(x, y N) int { return w.byArticle(&x.Anchor, &y.Anchor) }},
			list: func(f *F, _ int, _ Direction, p Page, in ...Scope[N]) (*StatementReportConnection, error) {
				return s.Reports(f, p, in...)
			},
		}.ascending().check(t)
	})
}

func TestFiguresAreThoseAScanFinds(t *testing.T) {
	type F = FigureFilter
	type N = *news.Figure
	fields := []FigureOrderField{FigureArticlePublished, FigureAsOf, FigureValue}
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		w := scan(ds)
		a, actor, q, e := pickArticle(t, w), pickOne(t, w.Actors), pickOne(t, w.Quantities), pickOne(t, w.Events)
		of := func(n N) *news.Quantity { return w.quantity[string(n.Quantity)] }
		// What a figure is compared by: its value or, for a RANGE, both ends.
		ends := func(n N) (low, high *float64) {
			if n.Comparator == news.Range {
				return n.Low, n.High
			}
			return n.Value, n.Value
		}
		bounds := []float64{-1.5, -0.25, 0, 0.5, 2}
		low, high := rapid.SampledFrom(bounds[:3]).Draw(t, "min"), rapid.SampledFrom(bounds[2:]).Draw(t, "max")
		listed[F, N]{
			all: ds.Figures,
			conditions: []condition[F, N]{
				anyOf(t, w, "IDs", idsOf[news.FigureID](ds.Figures), func(f *F, v []news.FigureID) { f.IDs = v }, func(n N) []news.FigureID { return []news.FigureID{n.ID} }),
				anyOf(t, w, "Quantities", idsOf[news.QuantityID](ds.Quantities), func(f *F, v []news.QuantityID) { f.Quantities = v }, func(n N) []news.QuantityID { return []news.QuantityID{n.Quantity} }),
				anyOf(t, w, "Measures", news.Measures, func(f *F, v []news.Measure) { f.Measures = v }, func(n N) []news.Measure { return []news.Measure{of(n).Measure} }),
				anyOf(t, w, "Comparators", news.Comparators, func(f *F, v []news.Comparator) { f.Comparators = v }, func(n N) []news.Comparator { return []news.Comparator{n.Comparator} }),
				anyOf(t, w, "Claimants", idsOf[news.ActorID](ds.Actors), func(f *F, v []news.ActorID) { f.Claimants = v }, func(n N) []news.ActorID { return lastHop(n.Attribution) }),
				flagged(t, "OwnVoice", func(f *F, v *bool) { f.OwnVoice = v }, func(n N) bool { return len(n.Attribution.Hops) == 0 }),
				flagged(t, "Anonymous", func(f *F, v *bool) { f.Anonymous = v }, func(n N) bool { return w.unnamed(n.Attribution) }),
				anyOf(t, w, "Via", idsOf[news.ActorID](ds.Actors), func(f *F, v []news.ActorID) { f.Via = v }, func(n N) []news.ActorID { return hopActors(n.Attribution) }),
				anyOf(t, w, "Events", idsOf[news.EventID](ds.Events), func(f *F, v []news.EventID) { f.Events = v }, func(n N) []news.EventID { return []news.EventID{of(n).Event} }),
				anyOf(t, w, "Articles", idsOf[news.ArticleID](ds.Articles), func(f *F, v []news.ArticleID) { f.Articles = v }, func(n N) []news.ArticleID { return []news.ArticleID{n.Article} }),
				dated(t, "AsOf", func(f *F, v *DateFilter) { f.AsOf = v }, func(n N) news.UncertainDate { return n.AsOf }),
				only(t, "Quality", news.FigureQualities, func(f *F, v *news.FigureQuality) { f.Quality = v }, func(n N) []news.FigureQuality { return []news.FigureQuality{n.Quality} }),
				{"Min", func(f *F) { f.Min = &low }, func(n N) bool { _, h := ends(n); return h != nil && *h >= low }},
				{"Max", func(f *F) { f.Max = &high }, func(n N) bool { l, _ := ends(n); return l != nil && *l <= high }},
				only(t, "Curation", news.Curations, func(f *F, v *news.Curation) { f.Curation = v }, func(n N) []news.Curation { return []news.Curation{n.Curation} }),
			},
			scopes: []scoped[N]{
				{"FiguresOf", FiguresOf(q.ID), func(n N) bool { return n.Quantity == q.ID }},
				{"FiguresIn", FiguresIn(a.ID), func(n N) bool { return n.Article == a.ID }},
				{"FiguresOn", FiguresOn(e.ID), func(n N) bool { return of(n).Event == e.ID }},
				{"FiguresBy", FiguresBy(actor.ID), func(n N) bool { return has(lastHop(n.Attribution), actor.ID) }},
			},
			orders: []func(x, y N) int{
				func(x, y N) int { return w.byArticle(&x.Anchor, &y.Anchor) },
				func(x, y N) int { return byDate(x.AsOf, y.AsOf) },
				func(x, y N) int { l, _ := ends(x); m, _ := ends(y); return byNumber(l, m) },
			},
			list: func(f *F, order int, d Direction, p Page, in ...Scope[N]) (*FigureConnection, error) {
				return s.Figures(f, &FigureOrder{fields[order], d}, p, in...)
			},
		}.check(t)
	})
}

func TestAccountsAreThoseAScanFinds(t *testing.T) {
	type F = AccountFilter
	type N = *news.EventAccount
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		w := scan(ds)
		a, actor, e := pickArticle(t, w), pickOne(t, w.Actors), pickOne(t, w.Events)
		listed[F, N]{
			all: ds.Accounts,
			conditions: []condition[F, N]{
				anyOf(t, w, "Aspects", news.Aspects, func(f *F, v []news.Aspect) { f.Aspects = v }, func(n N) []news.Aspect { return []news.Aspect{n.Aspect} }),
				anyOf(t, w, "Articles", idsOf[news.ArticleID](ds.Articles), func(f *F, v []news.ArticleID) { f.Articles = v }, func(n N) []news.ArticleID { return []news.ArticleID{n.Article} }),
				anyOf(t, w, "Origins", idsOf[news.ActorID](ds.Actors), func(f *F, v []news.ActorID) { f.Origins = v }, func(n N) []news.ActorID { return lastHop(n.Attribution) }),
				anyOf(t, w, "Via", idsOf[news.ActorID](ds.Actors), func(f *F, v []news.ActorID) { f.Via = v }, func(n N) []news.ActorID { return hopActors(n.Attribution) }),
				flagged(t, "OwnVoice", func(f *F, v *bool) { f.OwnVoice = v }, func(n N) bool { return len(n.Attribution.Hops) == 0 }),
				only(t, "Curation", news.Curations, func(f *F, v *news.Curation) { f.Curation = v }, func(n N) []news.Curation { return []news.Curation{n.Curation} }),
			},
			scopes: []scoped[N]{
				{"AccountsOf", AccountsOf(e.ID), func(n N) bool { return n.Event == e.ID }},
				{"AccountsIn", AccountsIn(a.ID), func(n N) bool { return n.Article == a.ID }},
				{"AccountsNaming", AccountsNaming(actor.ID), func(n N) bool { return n.Holds == actor.ID }},
				{"AccountsBy", AccountsBy(actor.ID), func(n N) bool { return has(lastHop(n.Attribution), actor.ID) }},
			},
			orders: []func(x, y N) int{func(x, y N) int { return w.byArticle(&x.Anchor, &y.Anchor) }},
			list: func(f *F, _ int, _ Direction, p Page, in ...Scope[N]) (*EventAccountConnection, error) {
				return s.Accounts(f, p, in...)
			},
		}.ascending().check(t)
	})
}

func TestRolesAreThoseAScanFinds(t *testing.T) {
	type F = RoleFilter
	type N = *news.RoleMention
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		w := scan(ds)
		a, actor := pickArticle(t, w), pickOne(t, w.Actors)
		listed[F, N]{
			all: ds.Roles,
			conditions: []condition[F, N]{
				anyOf(t, w, "Actors", idsOf[news.ActorID](ds.Actors), func(f *F, v []news.ActorID) { f.Actors = v }, func(n N) []news.ActorID { return []news.ActorID{n.Actor} }),
				anyOf(t, w, "Articles", idsOf[news.ArticleID](ds.Articles), func(f *F, v []news.ArticleID) { f.Articles = v }, func(n N) []news.ArticleID { return []news.ArticleID{n.Article} }),
				only(t, "Curation", news.Curations, func(f *F, v *news.Curation) { f.Curation = v }, func(n N) []news.Curation { return []news.Curation{n.Curation} }),
			},
			scopes: []scoped[N]{
				{"RolesOf", RolesOf(actor.ID), func(n N) bool { return n.Actor == actor.ID }},
				{"RolesAt", RolesAt(actor.ID), func(n N) bool { return n.Body == actor.ID }},
				{"RolesIn", RolesIn(a.ID), func(n N) bool { return n.Article == a.ID }},
			},
			orders: []func(x, y N) int{func(x, y N) int { return w.byArticle(&x.Anchor, &y.Anchor) }},
			list: func(f *F, _ int, _ Direction, p Page, in ...Scope[N]) (*RoleMentionConnection, error) {
				return s.Roles(f, p, in...)
			},
		}.ascending().check(t)
	})
}

func TestTermsAreThoseAScanFinds(t *testing.T) {
	type F = TermFilter
	type N = *news.TermUse
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		w := scan(ds)
		a, subject := pickArticle(t, w), rapid.SampledFrom(w.subjects()).Draw(t, "subject")
		listed[F, N]{
			all: ds.Terms,
			conditions: []condition[F, N]{
				anyOf(t, w, "Referents", w.subjects(), func(f *F, v []news.SubjectID) { f.Referents = v }, func(n N) []news.SubjectID { return []news.SubjectID{n.Referent} }),
				anyOf(t, w, "Articles", idsOf[news.ArticleID](ds.Articles), func(f *F, v []news.ArticleID) { f.Articles = v }, func(n N) []news.ArticleID { return []news.ArticleID{n.Article} }),
				anyOf(t, w, "Voices", news.Voices, func(f *F, v []news.Voice) { f.Voices = v }, func(n N) []news.Voice { return []news.Voice{n.Voice} }),
				only(t, "Curation", news.Curations, func(f *F, v *news.Curation) { f.Curation = v }, func(n N) []news.Curation { return []news.Curation{n.Curation} }),
			},
			scopes: []scoped[N]{
				{"TermsFor", TermsFor(subject), func(n N) bool { return n.Referent == subject }},
				{"TermsIn", TermsIn(a.ID), func(n N) bool { return n.Article == a.ID }},
			},
			orders: []func(x, y N) int{func(x, y N) int { return w.byArticle(&x.Anchor, &y.Anchor) }},
			list: func(f *F, _ int, _ Direction, p Page, in ...Scope[N]) (*TermUseConnection, error) {
				return s.Terms(f, p, in...)
			},
		}.ascending().check(t)
	})
}

func TestMentionsAreThoseAScanFinds(t *testing.T) {
	type F = MentionFilter
	type N = news.Mention
	kinds := []MentionKind{ReportMention, FigureMention, AccountMention, RoleMention, TermMention}
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		w := scan(ds)
		a, actor := pickArticle(t, w), pickOne(t, w.Actors)
		var all []N
		for m := range ds.Mentions() {
			all = append(all, m)
		}
		kindOf := func(n N) []MentionKind {
			switch n.(type) {
			case *news.StatementReport:
				return kinds[:1]
			case *news.Figure:
				return kinds[1:2]
			case *news.EventAccount:
				return kinds[2:3]
			case *news.RoleMention:
				return kinds[3:4]
			}
			return kinds[4:]
		}
		listed[F, N]{
			all: all,
			conditions: []condition[F, N]{
				anyOf(t, w, "Articles", idsOf[news.ArticleID](ds.Articles), func(f *F, v []news.ArticleID) { f.Articles = v }, func(n N) []news.ArticleID { return []news.ArticleID{n.Anchored().Article} }),
				anyOf(t, w, "Kinds", kinds, func(f *F, v []MentionKind) { f.Kinds = v }, kindOf),
				flagged(t, "Anonymous", func(f *F, v *bool) { f.Anonymous = v }, func(n N) bool { return w.unnamed(n.Anchored().Attribution) }),
				only(t, "Curation", news.Curations, func(f *F, v *news.Curation) { f.Curation = v }, func(n N) []news.Curation { return []news.Curation{n.Anchored().Curation} }),
			},
			scopes: []scoped[N]{
				{"MentionsThrough", MentionsThrough(actor.ID), func(n N) bool { return has(hopActors(n.Anchored().Attribution), actor.ID) }},
				{"MentionsIn", MentionsIn(a.ID), func(n N) bool { return n.Anchored().Article == a.ID }},
			},
			orders: []func(x, y N) int{func(x, y N) int { return w.byArticle(x.Anchored(), y.Anchored()) }},
			list: func(f *F, _ int, _ Direction, p Page, in ...Scope[N]) (*MentionConnection, error) {
				return s.Mentions(f, p, in...)
			},
		}.ascending().check(t)
	})
}
