package export

import (
	"onrecord/news"
	"onrecord/store"
)

// everything declares the package: which tables there are, what their columns hold, and what fills them.
func (f *folder) everything() error {
	s := f.store
	for _, noun := range []func() error{
		func() error {
			return stream(f, func(p store.Page) (*store.ArticleConnection, error) { return s.Articles(nil, nil, p) }, articles()...)
		},
		func() error {
			return stream(f, func(p store.Page) (*store.ActorConnection, error) { return s.Actors(nil, nil, p) }, actors()...)
		},
		func() error {
			return stream(f, func(p store.Page) (*store.PlaceConnection, error) { return s.Places(p) }, places()...)
		},
		func() error {
			return stream(f, func(p store.Page) (*store.EventConnection, error) { return s.Events(nil, nil, p) }, events()...)
		},
		func() error {
			return stream(f, func(p store.Page) (*store.StatementConnection, error) { return s.Statements(nil, nil, p) }, statements()...)
		},
		func() error {
			return stream(f, func(p store.Page) (*store.QuantityConnection, error) { return s.Quantities(nil, p) }, quantities()...)
		},
		func() error {
			return stream(f, func(p store.Page) (*store.MentionConnection, error) { return s.Mentions(nil, p) }, mentions()...)
		},
		func() error {
			return stream(f, func(p store.Page) (*store.StatementReportConnection, error) { return s.Reports(nil, p) }, reports()...)
		},
		func() error {
			return stream(f, func(p store.Page) (*store.FigureConnection, error) { return s.Figures(nil, nil, p) }, figures()...)
		},
		func() error {
			return stream(f, func(p store.Page) (*store.EventAccountConnection, error) { return s.Accounts(nil, p) }, accounts()...)
		},
		func() error {
			return stream(f, func(p store.Page) (*store.RoleMentionConnection, error) { return s.Roles(nil, p) }, roles()...)
		},
		func() error {
			return stream(f, func(p store.Page) (*store.TermUseConnection, error) { return s.Terms(nil, p) }, terms()...)
		},
	} {
		if err := noun(); err != nil {
			return err
		}
	}
	return nil
}

func articles() []part[*news.Article] {
	return []part[*news.Article]{
		nodes[*news.Article],
		its(table[*news.Article]{"articles", "The articles. Their texts belong to their publishers and are not here.", []string{"id"}, with(
			[]column[*news.Article]{
				id("article: and a slug.", func(a *news.Article) news.ArticleID { return a.ID }),
				text("headline", "The headline as printed.", func(a *news.Article) string { return a.Headline }),
				text("outlet", "Who published it, where the text says so.", func(a *news.Article) news.ActorID { return a.Outlet }).to("actors"),
				text("byline", "The words that name the writers.", func(a *news.Article) string { return a.Byline }),
				text("url", "Where it was published.", func(a *news.Article) string { return a.URL }),
				text("language", "Its language, as a BCP 47 tag.", func(a *news.Article) string { return a.Language }).must(),
				integer("word_count", "How many words its text has.", func(a *news.Article) int { return a.WordCount }),
				text("text_hash", "The SHA-256 of the text (Unicode NFC, LF line ends), in hexadecimal.", func(a *news.Article) string { return a.TextHash }).must(),
				integer("claims", "How many statement reports, figures and accounts it prints.", func(a *news.Article) int { return a.Sourcing.Mentions }),
				integer("own_voice", "How many of them it makes in its own voice.", func(a *news.Article) int { return a.Sourcing.OwnVoice }),
				integer("named", "How many of them begin with somebody it names.", func(a *news.Article) int { return a.Sourcing.Named }),
				integer("anonymous", "How many of them begin with somebody it does not name.", func(a *news.Article) int { return a.Sourcing.Anonymous }),
				integer("relayed", "How many of them came through another outlet, whoever they begin with.", func(a *news.Article) int { return a.Sourcing.Relayed }),
				text("curation", "Whether a person has read what was drafted of it.", func(a *news.Article) news.Curation { return a.Curation }).must().among(names(news.Curations)),
			},
			dated("published", "When it was published", func(a *news.Article) news.UncertainDate { return a.Published }),
		)}),
		each(table[one[*news.Article, news.ActorID]]{"article_relays", "The outlets whose reporting an article passes on.", []string{"article", "position"}, []column[one[*news.Article, news.ActorID]]{
			owner[*news.Article, news.ActorID]("article", "articles", "The article."),
			position[*news.Article, news.ActorID](),
			text("outlet", "The outlet.", func(o one[*news.Article, news.ActorID]) news.ActorID { return o.R }).must().to("actors"),
		}}, func(a *news.Article) []news.ActorID { return a.Relays }),
		each(table[one[*news.Article, news.Note]]{"article_notes", "The curators' remarks on whole articles.", []string{"article", "position"}, notes[*news.Article]("article", "articles")},
			func(a *news.Article) []news.Note { return a.Notes }),
	}
}

// notes are the columns of remarks on something.
func notes[N news.Node](on, table string) []column[one[N, news.Note]] {
	return []column[one[N, news.Note]]{
		owner[N, news.Note](on, table, "What the remark is on."),
		position[N, news.Note](),
		text("kind", "What it warns of.", func(o one[N, news.Note]) news.NoteKind { return o.R.Kind }).must().among(names(news.NoteKinds)),
		text("text", "The remark.", func(o one[N, news.Note]) string { return o.R.Text }).must(),
	}
}

func formerIDs[N any, ID ~string](former func(N) []ID) column[N] {
	return texts("former_ids", "Ids it used to have; they still lead here.", former)
}

func actors() []part[*news.Actor] {
	unnamed := func(a *news.Actor) news.Anonymity {
		if a.Anonymity == nil {
			return news.Anonymity{}
		}
		return *a.Anonymity
	}
	type member = one[*news.Actor, news.ActorID]
	type conflict = one[*news.Actor, news.RoleConflict]
	type conflicting struct {
		actor    news.ActorID
		conflict int
		role     news.RoleID
	}
	return []part[*news.Actor]{
		nodes[*news.Actor],
		its(table[*news.Actor]{"actors", "Persons, states, bodies, groups and outlets that act, speak or are spoken of, the unnamed ones included. What roles articles give them is in roles.", []string{"id"}, []column[*news.Actor]{
			id("actor: and a slug.", func(a *news.Actor) news.ActorID { return a.ID }),
			text("name", "The name, or for an unnamed actor a description in the dataset's words.", func(a *news.Actor) string { return a.Name }).must(),
			text("kind", "What sort of party it is.", func(a *news.Actor) news.ActorKind { return a.Kind }).must().among(names(news.ActorKinds)),
			texts("other_names", "Other names and spellings.", func(a *news.Actor) []string { return a.OtherNames }),
			text("description", "Who it is, in the dataset's words.", func(a *news.Actor) string { return a.Description }),
			text("country", "The country it belongs to, as an ISO 3166-1 alpha-2 code.", func(a *news.Actor) string { return a.Country }),
			text("wikidata", "Its item in Wikidata.", func(a *news.Actor) string { return a.Wikidata }),
			truth("unnamed", "Whether its article does not name it.", func(a *news.Actor) bool { return a.Anonymity != nil }),
			text("plurality", "How many people stand behind an unnamed actor.", func(a *news.Actor) news.Plurality { return unnamed(a).Plurality }).among(names(news.Pluralities)),
			text("tenure", "Whether an unnamed official holds the office still.", func(a *news.Actor) news.Tenure { return unnamed(a).Tenure }).among(names(news.Tenures)),
			text("affiliation", "The body an article says an unnamed actor belongs to.", func(a *news.Actor) news.ActorID { return unnamed(a).Affiliation }).to("actors"),
			text("descriptor", "How the article words an unnamed actor.", func(a *news.Actor) string { return unnamed(a).Descriptor }),
			formerIDs(func(a *news.Actor) []news.ActorID { return a.FormerIDs }),
			text("curation", "Whether a person has read it.", func(a *news.Actor) news.Curation { return a.Curation }).must().among(names(news.Curations)),
		}}),
		each(table[member]{"actor_members", "Who belongs to which body or group.", []string{"actor", "position"}, []column[member]{
			owner[*news.Actor, news.ActorID]("actor", "actors", "Who belongs."),
			position[*news.Actor, news.ActorID](),
			text("member_of", "To whom it belongs.", func(o member) news.ActorID { return o.R }).must().to("actors"),
		}}, func(a *news.Actor) []news.ActorID { return a.MemberOf }),
		each(table[member]{"actor_suspects", "Whom a curator suspects an unnamed actor to be. A suspicion, and no more.", []string{"actor", "position"}, []column[member]{
			owner[*news.Actor, news.ActorID]("actor", "actors", "The unnamed actor."),
			position[*news.Actor, news.ActorID](),
			text("may_be", "Who it may be.", func(o member) news.ActorID { return o.R }).must().to("actors"),
		}}, func(a *news.Actor) []news.ActorID { return unnamed(a).MayBe }),
		each(table[conflict]{"role_conflicts", "Roles of one actor that cannot all hold at one time.", []string{"actor", "position"}, []column[conflict]{
			owner[*news.Actor, news.RoleConflict]("actor", "actors", "Whose roles they are."),
			position[*news.Actor, news.RoleConflict](),
			text("explanation", "Why, in one sentence.", func(o conflict) string { return o.R.Explanation }).must(),
		}}, func(a *news.Actor) []news.RoleConflict { return a.RoleConflicts }),
		rows(table[conflicting]{"role_conflict_roles", "The roles of each conflict; at most 100 of one.", []string{"actor", "conflict", "role"}, []column[conflicting]{
			text("actor", "Whose roles they are.", func(c conflicting) news.ActorID { return c.actor }).must().to("actors"),
			integer("conflict", "The position of the conflict in role_conflicts.", func(c conflicting) int { return c.conflict }),
			text("role", "The role.", func(c conflicting) news.RoleID { return c.role }).must().to("roles"),
		}}, func(a *news.Actor) (all []conflicting) {
			for i, c := range a.RoleConflicts {
				for _, role := range c.Roles {
					all = append(all, conflicting{a.ID, i + 1, role})
				}
			}
			return all
		}),
	}
}

func places() []part[*news.Place] {
	return []part[*news.Place]{
		nodes[*news.Place],
		its(table[*news.Place]{"places", "Where events happen or figures count.", []string{"id"}, []column[*news.Place]{
			id("place: and a slug.", func(p *news.Place) news.PlaceID { return p.ID }),
			text("name", "The name.", func(p *news.Place) string { return p.Name }).must(),
			texts("other_names", "Other names and spellings.", func(p *news.Place) []string { return p.OtherNames }),
			text("country", "Its country, as an ISO 3166-1 alpha-2 code.", func(p *news.Place) string { return p.Country }),
			optionalInteger("geonames", "Its number in GeoNames.", func(p *news.Place) *int { return p.GeoNames }),
			text("wikidata", "Its item in Wikidata.", func(p *news.Place) string { return p.Wikidata }),
			number("latitude", "WGS 84 degrees, north positive.", func(p *news.Place) *float64 { return p.Latitude }),
			number("longitude", "WGS 84 degrees, east positive.", func(p *news.Place) *float64 { return p.Longitude }),
			text("part_of", "The place it is part of.", func(p *news.Place) news.PlaceID { return p.PartOf }).to("places"),
			formerIDs(func(p *news.Place) []news.PlaceID { return p.FormerIDs }),
		}}),
	}
}

func events() []part[*news.Event] {
	type at = one[*news.Event, news.PlaceID]
	type heldBy = one[*news.Event, news.ActorID]
	type participant = one[*news.Event, news.Participant]
	type link = one[*news.Event, news.EventLink]
	type disputed struct {
		event   news.EventID
		aspect  news.Aspect
		account news.AccountID
	}
	type linkHop struct {
		event news.EventID
		link  int
		hop   news.Hop
	}
	path := func(l news.EventLink) string {
		if l.Attribution == nil {
			return ""
		}
		return l.Attribution.Path
	}
	return []part[*news.Event]{
		nodes[*news.Event],
		its(table[*news.Event]{"events", "What happened, is said to have happened, or is planned. What caused it and who is answerable are in accounts.", []string{"id"}, with(
			[]column[*news.Event]{
				id("event: and a slug.", func(e *news.Event) news.EventID { return e.ID }),
				text("label", "What to call it, in words that take no side.", func(e *news.Event) string { return e.Label }).must(),
				texts("other_names", "Other names it is found under.", func(e *news.Event) []string { return e.OtherNames }),
				text("type", "A PLOVER category; empty where naming one would take a side.", func(e *news.Event) news.EventType { return e.Type }).among(names(news.EventTypes)),
				text("part_of", "The larger event it belongs to.", func(e *news.Event) news.EventID { return e.PartOf }).to("events"),
				formerIDs(func(e *news.Event) []news.EventID { return e.FormerIDs }),
				text("curation", "Whether a person has read it.", func(e *news.Event) news.Curation { return e.Curation }).must().among(names(news.Curations)),
			},
			weighed(func(e *news.Event) (news.Corroboration, news.Standing, string) {
				return e.Corroboration, e.Standing, e.Established
			}),
			dated("date", "When it happened", func(e *news.Event) news.UncertainDate { return e.Date }),
		)}),
		each(table[heldBy]{"event_origins", "To whom the accounts that hold an event go back; at most 50 of one event.", []string{"event", "position"}, []column[heldBy]{
			owner[*news.Event, news.ActorID]("event", "events", "The event."),
			position[*news.Event, news.ActorID](),
			text("origin", "Who is credited.", func(o heldBy) news.ActorID { return o.R }).must().to("actors"),
		}}, func(e *news.Event) []news.ActorID { return e.Corroboration.Origins }),
		each(table[at]{"event_places", "Where events happened.", []string{"event", "position"}, []column[at]{
			owner[*news.Event, news.PlaceID]("event", "events", "The event."),
			position[*news.Event, news.PlaceID](),
			text("place", "The place.", func(o at) news.PlaceID { return o.R }).must().to("places"),
		}}, func(e *news.Event) []news.PlaceID { return e.Places }),
		each(table[participant]{"event_participants", "Who took part in events, and how; only what nobody disputes.", []string{"event", "position"}, []column[participant]{
			owner[*news.Event, news.Participant]("event", "events", "The event."),
			position[*news.Event, news.Participant](),
			text("actor", "Who took part.", func(o participant) news.ActorID { return o.R.Actor }).must().to("actors"),
			text("part", "How.", func(o participant) news.Part { return o.R.Part }).must().among(names(news.Parts)),
		}}, func(e *news.Event) []news.Participant { return e.Participants }),
		each(table[link]{"event_links", "How events stand to one another.", []string{"event", "position"}, []column[link]{
			owner[*news.Event, news.EventLink]("event", "events", "The event that has the link."),
			position[*news.Event, news.EventLink](),
			text("kind", "The kind of tie.", func(o link) news.EventLinkKind { return o.R.Kind }).must().among(names(news.EventLinkKinds)),
			text("to", "The other event.", func(o link) news.EventID { return o.R.Event }).must().to("events"),
			text("path", "Whose claim the tie is, as one line; empty where it is the curators' own.", func(o link) string { return path(o.R) }),
			text("why", "The curator's reason.", func(o link) string { return o.R.Why }),
		}}, func(e *news.Event) []news.EventLink { return e.Links }),
		rows(table[linkHop]{"event_link_hops", "The chain behind each link between events that is a claim, the party nearest to the article first.", []string{"event", "link", "position"}, with(
			[]column[linkHop]{
				text("event", "The event that has the link.", func(h linkHop) news.EventID { return h.event }).must().to("events"),
				integer("link", "The position of the link in event_links.", func(h linkHop) int { return h.link }),
			},
			hops(func(h linkHop) news.Hop { return h.hop }),
		)}, func(e *news.Event) (all []linkHop) {
			for i, l := range e.Links {
				if l.Attribution == nil {
					continue
				}
				for _, h := range l.Attribution.Hops {
					all = append(all, linkHop{e.ID, i + 1, h})
				}
			}
			return all
		}),
		rows(table[disputed]{"event_disputes", "The aspects of events on which accounts cannot all hold, with the accounts that take a side; at most 100 of one aspect.", []string{"event", "aspect", "account"}, []column[disputed]{
			text("event", "The event.", func(d disputed) news.EventID { return d.event }).must().to("events"),
			text("aspect", "The side of the event that is disputed.", func(d disputed) news.Aspect { return d.aspect }).must().among(names(news.Aspects)),
			text("account", "An account that takes a side.", func(d disputed) news.AccountID { return d.account }).must().to("accounts"),
		}}, func(e *news.Event) (all []disputed) {
			for _, d := range e.Disputes {
				for _, account := range d.Accounts {
					all = append(all, disputed{e.ID, d.Aspect, account})
				}
			}
			return all
		}),
	}
}

// subjects are the columns for what may be an actor, an event, a quantity or a place: its id, and the same id in the column of
// its own table.
func subjects[R any](name, what string, subject func(R) news.SubjectID) []column[R] {
	of := func(kind news.Kind, table string) column[R] {
		return text(name+"_"+string(kind), "The same, where it is in the table "+table+".", func(r R) string {
			if given, _, _ := news.SplitID(string(subject(r))); given == kind {
				return string(subject(r))
			}
			return ""
		}).to(table)
	}
	return []column[R]{
		text(name, what, subject).must(),
		of(news.KindActor, "actors"), of(news.KindEvent, "events"), of(news.KindQuantity, "quantities"), of(news.KindPlace, "places"),
	}
}

func statements() []part[*news.Statement] {
	type about = one[*news.Statement, news.SubjectID]
	type heldBy = one[*news.Statement, news.ActorID]
	type link = one[*news.Statement, news.StatementLink]
	type proposal = one[*news.Statement, news.StatementProposal]
	type wording = one[*news.Worded, news.Wording]
	type reported struct {
		statement news.StatementID
		wording   int
		report    news.ReportID
	}
	type difference struct {
		statement         news.StatementID
		wording, position int
		span              news.DiffSpan
	}
	return []part[*news.Statement]{
		its(table[*news.Statement]{"statements", "Acts of speaking, each once in however many wordings it was reported. The wordings that articles print are in reports.", []string{"id"}, with(
			[]column[*news.Statement]{
				id("statement: and a slug.", func(s *news.Statement) news.StatementID { return s.ID }),
				text("gist", "One neutral sentence in the dataset's words.", func(s *news.Statement) string { return s.Gist }).must(),
				text("speaker", "Who said it.", func(s *news.Statement) news.ActorID { return s.Speaker }).must().to("actors"),
				text("addressee", "To whom.", func(s *news.Statement) news.ActorID { return s.Addressee }).to("actors"),
				text("act", "What the speaker does by saying it.", func(s *news.Statement) news.SpeechAct { return s.Act }).must().among(names(news.SpeechActs)),
				text("occasion", "The briefing or call at which it was said.", func(s *news.Statement) news.EventID { return s.Occasion }).to("events"),
				formerIDs(func(s *news.Statement) []news.StatementID { return s.FormerIDs }),
				text("curation", "Whether a person has read it.", func(s *news.Statement) news.Curation { return s.Curation }).must().among(names(news.Curations)),
			},
			weighed(func(s *news.Statement) (news.Corroboration, news.Standing, string) {
				return s.Corroboration, s.Standing, s.Established
			}),
			dated("said", "When it was said", func(s *news.Statement) news.UncertainDate { return s.Said }),
		)}),
		each(table[heldBy]{"statement_origins", "Who made each statement or one that repeats it; at most 50 of one statement.", []string{"statement", "position"}, []column[heldBy]{
			owner[*news.Statement, news.ActorID]("statement", "statements", "The statement."),
			position[*news.Statement, news.ActorID](),
			text("origin", "Who made it.", func(o heldBy) news.ActorID { return o.R }).must().to("actors"),
		}}, func(s *news.Statement) []news.ActorID { return s.Corroboration.Origins }),
		each(table[about]{"statement_about", "What statements are about.", []string{"statement", "position"}, with(
			[]column[about]{owner[*news.Statement, news.SubjectID]("statement", "statements", "The statement."), position[*news.Statement, news.SubjectID]()},
			subjects("subject", "What it is about.", func(o about) news.SubjectID { return o.R }),
		)}, func(s *news.Statement) []news.SubjectID { return s.About }),
		each(table[link]{"statement_links", "How statements stand to one another.", []string{"statement", "position"}, []column[link]{
			owner[*news.Statement, news.StatementLink]("statement", "statements", "The statement that has the link."),
			position[*news.Statement, news.StatementLink](),
			text("kind", "What it does to the other.", func(o link) news.LinkKind { return o.R.Kind }).must().among(names(news.LinkKinds)),
			text("to", "The other statement.", func(o link) news.StatementID { return o.R.Statement }).must().to("statements"),
			text("basis", "Who drew the link.", func(o link) news.LinkBasis { return o.R.Basis }).must().among(names(news.LinkBases)),
			text("why", "The curator's reason.", func(o link) string { return o.R.Why }),
		}}, func(s *news.Statement) []news.StatementLink { return s.Links }),
		each(table[proposal]{"statement_proposals", "Other statements that may be the same, of which nothing is counted as one; at most 50 of one.", []string{"statement", "position"}, []column[proposal]{
			owner[*news.Statement, news.StatementProposal]("statement", "statements", "The one."),
			position[*news.Statement, news.StatementProposal](),
			text("other", "The other.", func(o proposal) news.StatementID { return o.R.Statement }).must().to("statements"),
			text("basis", "Who proposes it.", func(o proposal) news.LinkBasis { return o.R.Basis }).must().among(names(news.LinkBases)),
			text("why", "What the two have alike.", func(o proposal) string { return o.R.Why }).must(),
		}}, func(r *news.Statement) []news.StatementProposal { return r.PerhapsSame }),
		worded(
			nodes[*news.Worded],
			each(table[wording]{"wordings", "The ways in which each statement is worded, the longest first; at most 50 of one.", []string{"statement", "position"}, []column[wording]{
				owner[*news.Worded, news.Wording]("statement", "statements", "The statement."),
				position[*news.Worded, news.Wording](),
				text("mode", "How the speech is reported.", func(o wording) news.SpeechMode { return o.R.Mode }).must().among(names(news.SpeechModes)),
				text("text", "The wording. Only where the mode is DIRECT is all of it the speaker's.", func(o wording) string { return o.R.Text }).must(),
			}}, func(s *news.Worded) []news.Wording { return s.Wordings }),
			rows(table[reported]{"wording_reports", "The reports that have each wording; at most 100 of one.", []string{"statement", "wording", "report"}, []column[reported]{
				text("statement", "The statement.", func(r reported) news.StatementID { return r.statement }).must().to("statements"),
				integer("wording", "The position of the wording in wordings.", func(r reported) int { return r.wording }),
				text("report", "The report.", func(r reported) news.ReportID { return r.report }).must().to("reports"),
			}}, func(s *news.Worded) (all []reported) {
				for i, w := range s.Wordings {
					for _, report := range w.Reports {
						all = append(all, reported{s.ID, i + 1, report})
					}
				}
				return all
			}),
			rows(table[difference]{"wording_differences", "What turns the longest wording of a statement into each other one, a stretch of words a row.", []string{"statement", "wording", "position"}, []column[difference]{
				text("statement", "The statement.", func(d difference) news.StatementID { return d.statement }).must().to("statements"),
				integer("wording", "The position of the wording in wordings.", func(d difference) int { return d.wording }),
				integer("position", "Which stretch, counted from 1.", func(d difference) int { return d.position }),
				text("op", "Whether both have the words, only this wording (INSERT), or only the longest (DELETE).", func(d difference) news.DiffOp { return d.span.Op }).must().among(names(news.DiffOps)),
				text("text", "The words, with the space that follows them.", func(d difference) string { return d.span.Text }).must(),
			}}, func(s *news.Worded) (all []difference) {
				for i, w := range s.Wordings {
					for j, span := range w.Diff {
						all = append(all, difference{s.ID, i + 1, j + 1, span})
					}
				}
				return all
			}),
		),
	}
}

func quantities() []part[*news.Quantity] {
	type pair = one[*news.Quantity, news.FigurePair]
	type excess = one[*news.Quantity, news.Excess]
	type proposal = one[*news.Quantity, news.QuantityProposal]
	return []part[*news.Quantity]{
		nodes[*news.Quantity],
		its(table[*news.Quantity]{"quantities", "What is counted or measured; figures put numbers on it. No number here is the best one.", []string{"id"}, with(
			[]column[*news.Quantity]{
				id("quantity: and a slug.", func(q *news.Quantity) news.QuantityID { return q.ID }),
				text("label", "What to call it, in words that take no side.", func(q *news.Quantity) string { return q.Label }).must(),
				text("measure", "What is claimed to be counted.", func(q *news.Quantity) news.Measure { return q.Measure }).must().among(names(news.Measures)),
				text("unit", "What one of it is.", func(q *news.Quantity) string { return q.Unit }).must(),
				text("population", "Among whom it is counted.", func(q *news.Quantity) string { return q.Population }),
				text("place", "Where.", func(q *news.Quantity) news.PlaceID { return q.Place }).to("places"),
				text("event", "In which event.", func(q *news.Quantity) news.EventID { return q.Event }).to("events"),
				text("accumulation", "How it behaves over time.", func(q *news.Quantity) news.Accumulation { return q.Accumulation }).must().among(names(news.Accumulations)),
				text("part_of", "The quantity it is part of.", func(q *news.Quantity) news.QuantityID { return q.PartOf }).to("quantities"),
				text("verdict", "How its figures stand to one another: that of the worst pair.", func(q *news.Quantity) news.Verdict { return q.Agreement.Verdict }).must().among(names(news.Verdicts)),
				text("verdict_reason", "Why, in one sentence.", func(q *news.Quantity) string { return q.Agreement.Reason }).must(),
				integer("pairs", "How many pairs its figures make; figure_pairs has the worst 100.", func(q *news.Quantity) int { return q.Agreement.PairCount }),
				formerIDs(func(q *news.Quantity) []news.QuantityID { return q.FormerIDs }),
				text("curation", "Whether a person has read it.", func(q *news.Quantity) news.Curation { return q.Curation }).must().among(names(news.Curations)),
			},
			envelope("envelope", "figures that can be read with certainty", func(q *news.Quantity) news.Envelope { return q.Envelope }),
			envelope("suspect_envelope", "figures, the doubtful ones with all their readings", func(q *news.Quantity) news.Envelope { return q.SuspectEnvelope }),
		)}),
		each(table[pair]{"figure_pairs", "Every two figures for one quantity and how they stand to one another, the worst first; at most 100 of one quantity.", []string{"quantity", "position"}, []column[pair]{
			owner[*news.Quantity, news.FigurePair]("quantity", "quantities", "The quantity."),
			position[*news.Quantity, news.FigurePair](),
			text("a", "The one figure.", func(o pair) news.FigureID { return o.R.A }).must().to("figures"),
			text("b", "The other.", func(o pair) news.FigureID { return o.R.B }).must().to("figures"),
			text("verdict", "How they stand to one another.", func(o pair) news.Verdict { return o.R.Verdict }).must().among(names(news.Verdicts)),
			text("reason", "Why, in one sentence.", func(o pair) string { return o.R.Reason }).must(),
		}}, func(q *news.Quantity) []news.FigurePair { return q.Agreement.Pairs }),
		each(table[excess]{"quantity_excesses", "Figures for a part that lie above a figure for its whole; at most 100 of one quantity.", []string{"quantity", "position"}, []column[excess]{
			owner[*news.Quantity, news.Excess]("quantity", "quantities", "The part."),
			position[*news.Quantity, news.Excess](),
			text("part_figure", "The figure for the part.", func(o excess) news.FigureID { return o.R.Part }).must().to("figures"),
			text("whole_figure", "The figure for the whole.", func(o excess) news.FigureID { return o.R.Whole }).must().to("figures"),
			text("reason", "Why both cannot hold, in one sentence.", func(o excess) string { return o.R.Reason }).must(),
		}}, func(q *news.Quantity) []news.Excess { return q.Excesses }),
		each(table[proposal]{"quantity_proposals", "Other quantities that may be the same, of which nothing is counted as one; at most 50 of one.", []string{"quantity", "position"}, []column[proposal]{
			owner[*news.Quantity, news.QuantityProposal]("quantity", "quantities", "The one."),
			position[*news.Quantity, news.QuantityProposal](),
			text("other", "The other.", func(o proposal) news.QuantityID { return o.R.Quantity }).must().to("quantities"),
			text("basis", "Who proposes it.", func(o proposal) news.LinkBasis { return o.R.Basis }).must().among(names(news.LinkBases)),
			text("why", "What the two have alike.", func(o proposal) string { return o.R.Why }).must(),
		}}, func(r *news.Quantity) []news.QuantityProposal { return r.PerhapsSame }),
	}
}

// weighed spreads how a claim stands over columns.
func weighed[R any](of func(R) (news.Corroboration, news.Standing, string)) []column[R] {
	corroboration := func(r R) news.Corroboration { c, _, _ := of(r); return c }
	standing := func(r R) news.Standing { _, s, _ := of(r); return s }
	return []column[R]{
		text("status", "How the claim stands, by what others say of it.", func(r R) news.ClaimStatus { return standing(r).Status }).must().among(names(news.ClaimStatuses)),
		text("status_reason", "Why, in one sentence.", func(r R) string { return standing(r).Reason }).must(),
		text("established", "The reference on which the curators take it as established.", func(r R) string { _, _, e := of(r); return e }),
		integer("corroborating_articles", "How many articles print it.", func(r R) int { return corroboration(r).Articles }),
		integer("corroborating_outlets", "How many known outlets published those.", func(r R) int { return corroboration(r).Outlets }),
		integer("independent_origins", "From how many independent origins it comes, own voices included.", func(r R) int { return corroboration(r).IndependentOrigins }),
		integer("own_voices", "How many of these are articles' own voices.", func(r R) int { return corroboration(r).OwnVoices }),
		texts("merged_origins", "Which origins were counted as one and why, a sentence each.", func(r R) []string { return corroboration(r).Merged }),
	}
}

// envelope spreads an envelope over columns.
func envelope(prefix, of string, value func(*news.Quantity) news.Envelope) []column[*news.Quantity] {
	return []column[*news.Quantity]{
		number(prefix+"_low", "The least number that any names or bounds itself by, of the "+of+".", func(q *news.Quantity) *float64 { return value(q).Low }),
		number(prefix+"_high", "The greatest.", func(q *news.Quantity) *float64 { return value(q).High }),
		truth(prefix+"_open_below", "Whether some figure sets no lower bound.", func(q *news.Quantity) bool { return value(q).OpenBelow }),
		truth(prefix+"_open_above", "Whether some figure sets no upper bound.", func(q *news.Quantity) bool { return value(q).OpenAbove }),
		integer(prefix+"_figures", "How many figures it is made of.", func(q *news.Quantity) int { return value(q).Figures }),
	}
}
