package export

import "onrecord/news"

// mentions are the tables that the mentions of every kind have in common.
func mentions() []part[news.Mention] {
	type hop = one[news.Mention, news.Hop]
	return []part[news.Mention]{
		its(table[news.Mention]{"mentions", "Every mention of every kind, in the order of articles and places in them. Its kind says in which table the rest of it is.", []string{"id"}, []column[news.Mention]{
			id("The kind and a hash over the text and the place in it.", func(m news.Mention) string { return m.NodeID() }),
			text("kind", "What it is.", func(m news.Mention) string {
				kind, _, _ := news.SplitID(m.NodeID())
				return string(kind)
			}).must().among(names([]news.Kind{news.KindReport, news.KindFigure, news.KindAccount, news.KindRole, news.KindTerm})),
			text("article", "The article that prints it.", func(m news.Mention) news.ArticleID { return m.Anchored().Article }).must().to("articles"),
		}}),
		each(table[hop]{"attribution_hops", "The chain of attribution of each mention, a party a row, the one nearest to the article first. A mention without one is in the article's own voice.", []string{"mention", "position"}, with(
			[]column[hop]{owner[news.Mention, news.Hop]("mention", "mentions", "The mention.")},
			hops(func(o hop) news.Hop { return o.R }),
		)}, func(m news.Mention) []news.Hop { return m.Anchored().Attribution.Hops }),
		each(table[one[news.Mention, news.Note]]{"mention_notes", "The curators' remarks on single mentions.", []string{"mention", "position"}, notes[news.Mention]("mention", "mentions")},
			func(m news.Mention) []news.Note { return m.Anchored().Notes }),
	}
}

// hops are the columns of one party of a chain.
func hops[R any](of func(R) news.Hop) []column[R] {
	place := func(r R, end bool) *int {
		e := of(r).Evidence
		switch {
		case e == nil:
			return nil
		case end:
			return &e.Span.End
		}
		return &e.Span.Start
	}
	return []column[R]{
		integer("position", "The place in the chain, counted from 1, the party nearest to the article.", func(r R) int { return of(r).Position }),
		text("actor", "Who the party is.", func(r R) news.ActorID { return of(r).Actor }).must().to("actors"),
		text("label", "How the article words this party.", func(r R) string { return of(r).Label }),
		text("cue", "The word that credits it.", func(r R) string { return of(r).Cue }),
		text("channel", "How the words reached the next party.", func(r R) news.Channel { return of(r).Channel }).must().among(names(news.Channels)),
		text("certainty", "How far the party commits itself to the claim.", func(r R) news.Certainty { return of(r).Certainty }).must().among(names(news.Certainties)),
		optionalInteger("start", "Where the crediting words begin, in code points of the normalised text.", func(r R) *int { return place(r, false) }),
		optionalInteger("end", "Where they end, not included.", func(r R) *int { return place(r, true) }),
	}
}

// anchored are the columns that every mention has: where it stands, and whom the article credits. The words at the place are
// not among them, only those that a mention keeps as its own.
func anchored[M news.Mention]() []column[M] {
	return []column[M]{
		text("article", "The article that prints it.", func(m M) news.ArticleID { return m.Anchored().Article }).must().to("articles"),
		text("section", "The part of the article.", func(m M) news.Section { return m.Anchored().Evidence.Section }).must().among(names(news.Sections)),
		integer("start", "Where it begins, in code points of the normalised text.", func(m M) int { return m.Anchored().Evidence.Span.Start }),
		integer("end", "Where it ends, not included.", func(m M) int { return m.Anchored().Evidence.Span.End }),
		truth("verified", "Whether the place was held against the text when the dataset was compiled.", func(m M) bool { return m.Anchored().Evidence.Verified }),
		text("curation", "Whether a person has read it.", func(m M) news.Curation { return m.Anchored().Curation }).must().among(names(news.Curations)),
		text("origin", "With whom it begins; empty in the article's own voice.", func(m M) news.ActorID { return m.Anchored().Attribution.Origin() }).to("actors"),
		truth("anonymous", "Whether the origin is somebody the article does not name.", func(m M) bool { return m.Anchored().Attribution.Anonymous }),
		integer("hops", "How many parties its chain has; attribution_hops has them.", func(m M) int { return m.Anchored().Attribution.Depth() }),
		text("path", "The chain as one line.", func(m M) string { return m.Anchored().Attribution.Path }).must(),
	}
}

// mentionID is the id of a mention, which is in the table of all mentions too.
func mentionID[M news.Mention]() column[M] {
	return id("The kind and a hash over the text and the place in it.", func(m M) string { return m.NodeID() }).to("mentions")
}

func reports() []part[*news.StatementReport] {
	type quote = one[*news.StatementReport, news.Quote]
	return []part[*news.StatementReport]{
		nodes[*news.StatementReport],
		its(table[*news.StatementReport]{"reports", "Statements as single articles word them.", []string{"id"}, with(
			[]column[*news.StatementReport]{
				mentionID[*news.StatementReport](),
				text("statement", "The act of speaking that it reports.", func(r *news.StatementReport) news.StatementID { return r.Statement }).must().to("statements"),
				text("mode", "How the article reports the speech.", func(r *news.StatementReport) news.SpeechMode { return r.Mode }).must().among(names(news.SpeechModes)),
				text("text", "The quoted words where the mode is DIRECT, else a paraphrase of the dataset's own with quoted words in quotation marks.", func(r *news.StatementReport) string { return r.Text }).must(),
				text("cue", "The word that introduces the speech.", func(r *news.StatementReport) string { return r.Cue }),
			},
			anchored[*news.StatementReport](),
		)}),
		each(table[quote]{"quotes", "The quoted passages of reports, in the order they are printed.", []string{"report", "position"}, []column[quote]{
			owner[*news.StatementReport, news.Quote]("report", "reports", "The report."),
			position[*news.StatementReport, news.Quote](),
			integer("start", "Where it begins, in code points of the normalised text.", func(o quote) int { return o.R.Span.Start }),
			integer("end", "Where it ends, not included.", func(o quote) int { return o.R.Span.End }),
			text("words", "The words exactly as they are printed, without their quotation marks.", func(o quote) string { return o.R.Words }).must(),
		}}, func(r *news.StatementReport) []news.Quote { return r.Quotes }),
	}
}

func figures() []part[*news.Figure] {
	return []part[*news.Figure]{
		nodes[*news.Figure],
		its(table[*news.Figure]{"figures", "Numbers as single articles print them, each one answer to the question that a quantity asks.", []string{"id"}, with(
			[]column[*news.Figure]{
				mentionID[*news.Figure](),
				text("quantity", "What is counted.", func(f *news.Figure) news.QuantityID { return f.Quantity }).must().to("quantities"),
				text("printed", "The number phrase as it stands.", func(f *news.Figure) string { return f.Printed }).must(),
				text("comparator", "How the words around the number bound it.", func(f *news.Figure) news.Comparator { return f.Comparator }).must().among(names(news.Comparators)),
				number("value", "The number, in the quantity's unit; empty where the words give none, give two, or cannot be read with certainty.", func(f *news.Figure) *float64 { return f.Value }),
				number("low", "The least it can be by its words.", func(f *news.Figure) *float64 { return f.Low }),
				number("high", "The most it can be by its words.", func(f *news.Figure) *float64 { return f.High }),
				text("quality", "Whether the number can be read with certainty.", func(f *news.Figure) news.FigureQuality { return f.Quality }).must().among(names(news.FigureQualities)),
				numbers("readings", "What a doubtful number may mean, smallest first.", func(f *news.Figure) []float64 { return f.Readings }),
			},
			dated("as_of", "The day for which the number is meant to hold", func(f *news.Figure) news.UncertainDate { return f.AsOf }),
			anchored[*news.Figure](),
		)}),
	}
}

func accounts() []part[*news.EventAccount] {
	return []part[*news.EventAccount]{
		nodes[*news.EventAccount],
		its(table[*news.EventAccount]{"accounts", "What single articles, through one chain of attribution, hold about one aspect of an event.", []string{"id"}, with(
			[]column[*news.EventAccount]{
				mentionID[*news.EventAccount](),
				text("event", "The event.", func(a *news.EventAccount) news.EventID { return a.Event }).must().to("events"),
				text("aspect", "The side of the event of which it speaks.", func(a *news.EventAccount) news.Aspect { return a.Aspect }).must().among(names(news.Aspects)),
				text("claim", "What it holds, in the dataset's words.", func(a *news.EventAccount) string { return a.Claim }).must(),
				text("holds", "The actor whom the claim names in the aspect's role.", func(a *news.EventAccount) news.ActorID { return a.Holds }).to("actors"),
				text("certainty", "How far the origin commits itself to the claim.", func(a *news.EventAccount) news.Certainty { return a.Certainty }).must().among(names(news.Certainties)),
			},
			anchored[*news.EventAccount](),
		)}),
	}
}

func roles() []part[*news.RoleMention] {
	return []part[*news.RoleMention]{
		nodes[*news.RoleMention],
		its(table[*news.RoleMention]{"roles", "Roles and titles that single articles give to actors, as printed. Another article may give another one.", []string{"id"}, with(
			[]column[*news.RoleMention]{
				mentionID[*news.RoleMention](),
				text("actor", "Who is given the role.", func(r *news.RoleMention) news.ActorID { return r.Actor }).must().to("actors"),
				text("role", "The words as printed.", func(r *news.RoleMention) string { return r.Role }).must(),
				text("body", "Whom the role serves.", func(r *news.RoleMention) news.ActorID { return r.Body }).to("actors"),
			},
			anchored[*news.RoleMention](),
		)}),
	}
}

func terms() []part[*news.TermUse] {
	return []part[*news.TermUse]{
		nodes[*news.TermUse],
		its(table[*news.TermUse]{"terms", "Words and labels that single articles use for somebody or something.", []string{"id"}, with(
			[]column[*news.TermUse]{
				mentionID[*news.TermUse](),
				text("term", "The words as printed.", func(t *news.TermUse) string { return t.Term }).must(),
				text("voice", "Whose word it is.", func(t *news.TermUse) news.Voice { return t.Voice }).must().among(names(news.Voices)),
				text("gloss", "What the term claims or leaves open, in the dataset's words.", func(t *news.TermUse) string { return t.Gloss }),
			},
			subjects("referent", "Whom or what it is used for.", func(t *news.TermUse) news.SubjectID { return t.Referent }),
			anchored[*news.TermUse](),
		)}),
	}
}
