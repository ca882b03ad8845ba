package graph_test

import "onrecord/news"

func statements() []*news.Statement {
	fire := []news.SubjectID{"event:harbour-fire-2031-05-03"}
	return []*news.Statement{
		{
			ID: "statement:holt-no-warning", Gist: "Ines Holt said that nobody had warned the council of a fire.", Speaker: "actor:ines-holt",
			Act: news.Deny, Said: on("2031-05-04"), Occasion: "event:council-briefing-2031-05-04", About: fire,
			Links: []news.StatementLink{{Kind: news.Denies, Statement: "statement:union-warned", Basis: news.Curated, Why: "She was asked about the union's letter."}},
		},
		{
			ID: "statement:union-warned", Gist: "The Dockers' Union said that it had warned the harbour authority of bad wiring.", Speaker: "actor:dock-union",
			Addressee: "actor:harbour-authority", Act: news.Accuse, Said: on("2031-05-03"),
			About:     []news.SubjectID{"actor:harbour-authority", "event:harbour-fire-2031-05-03"},
			FormerIDs: []news.StatementID{"statement:union-letter"},
		},
		{
			ID: "statement:officials-repairs", Gist: "Two harbour officials granted that repairs of the quay were late.", Speaker: "actor:tribune-two-officials",
			Act: news.Concede, Said: unknown, About: []news.SubjectID{"place:north-quay", "quantity:fire-injured"},
		},
	}
}

func reports() []*news.StatementReport {
	return []*news.StatementReport{
		{
			ID: "report:courier-holt", Anchor: in(courier, 200, 240, mayor), Statement: "statement:holt-no-warning", Mode: news.Direct,
			Text: "Nobody warned us.", Quotes: []news.Quote{{Span: news.Span{Start: 201, End: 218}, Words: "Nobody\nwarned us."}}, Cue: "said",
		},
		{
			ID: "report:tribune-holt", Anchor: in(tribune, 60, 110, paper, mayor), Statement: "statement:holt-no-warning", Mode: news.Fragment,
			Text: "The mayor said that \"nobody\" had given a warning.", Quotes: []news.Quote{{Span: news.Span{Start: 71, End: 77}, Words: "nobody"}},
		},
		{
			ID: "report:courier-union", Anchor: in(courier, 120, 180, union), Statement: "statement:union-warned", Mode: news.Indirect,
			Text: "The union said that it had warned the port of bad wiring.", Cue: "said",
		},
		{
			ID: "report:tribune-officials", Anchor: draft(in(tribune, 130, 190, officials)), Statement: "statement:officials-repairs", Mode: news.MixedMode,
			Text: "Two officials said \"repairs were late\".", Quotes: []news.Quote{{Span: news.Span{Start: 150, End: 167}, Words: "repairs were late"}}, Cue: "told",
		},
	}
}

func figures() []*news.Figure {
	suspect := in(folha, 40, 43, union)
	suspect.Notes = []news.Note{{Kind: news.NoteTypo, Text: "A digit or a comma is wrong."}}
	return []*news.Figure{
		{
			ID: "figure:courier-more-than-40", Anchor: in(courier, 20, 32, authority), Quantity: "quantity:fire-injured", Printed: "more than 40",
			Comparator: news.MoreThan, Value: number(40), Low: number(41), AsOf: on("2031-05-03"), Quality: news.OK,
		},
		{
			ID: "figure:courier-at-least-six", Anchor: in(courier, 50, 62), Quantity: "quantity:fire-injured-crew", Printed: "at least six",
			Comparator: news.AtLeast, Value: number(6), Low: number(6), AsOf: on("2031-05-03"), Quality: news.OK,
		},
		{
			ID: "figure:tribune-38", Anchor: in(tribune, 10, 12, paper, officials), Quantity: "quantity:fire-injured", Printed: "38",
			Comparator: news.Exact, Value: number(38), Low: number(38), High: number(38), AsOf: on("2031-05-04"), Quality: news.OK,
		},
		{
			ID: "figure:tribune-around-40", Anchor: in(tribune, 30, 39), Quantity: "quantity:fire-injured", Printed: "around 40",
			Comparator: news.About, Value: number(40), AsOf: on("2031-05-06"), Quality: news.OK,
		},
		{
			ID: "figure:folha-4-0", Anchor: suspect, Quantity: "quantity:fire-injured", Printed: "4,0", Comparator: news.Exact,
			AsOf: unknown, Quality: news.Suspect, Readings: []float64{4, 40},
		},
		{
			ID: "figure:folha-39", Anchor: in(folha, 90, 92, union), Quantity: "quantity:fire-injured-crew", Printed: "39",
			Comparator: news.Exact, Value: number(39), Low: number(39), High: number(39), AsOf: on("2031-05-04"), Quality: news.OK,
		},
		{
			ID: "figure:folha-24-to-36", Anchor: draft(in(folha, 60, 80, union)), Quantity: "quantity:strike-hours", Printed: "entre 24 e 36",
			Comparator: news.Range, Low: number(24), High: number(36), AsOf: unknown, Quality: news.OK,
		},
	}
}

func accounts() []*news.EventAccount {
	doubtful := union
	doubtful.Certainty = news.Probable
	return []*news.EventAccount{
		{
			ID: "account:courier-wiring", Anchor: in(courier, 250, 300, doubtful), Event: "event:harbour-fire-2031-05-03", Aspect: news.Responsibility,
			Claim: "The harbour authority let the wiring decay.", Holds: "actor:harbour-authority", Certainty: news.Probable,
		},
		{
			ID: "account:tribune-wiring", Anchor: in(tribune, 210, 260, paper, officials), Event: "event:harbour-fire-2031-05-03", Aspect: news.Cause,
			Claim: "The wiring had nothing to do with the fire.", Certainty: news.Denied,
		},
		{
			ID: "account:folha-place", Anchor: in(folha, 5, 20), Event: "event:harbour-fire-2031-05-03", Aspect: news.AtPlace,
			Claim: "The fire was on the northern side of the harbour.", Certainty: news.Certain,
		},
		{
			ID: "account:courier-fire", Anchor: in(courier, 0, 41), Event: "event:harbour-fire-2031-05-03", Aspect: news.Occurrence,
			Claim: "There was a fire.", Certainty: news.Certain,
		},
		{
			ID: "account:tribune-fire", Anchor: in(tribune, 60, 90), Event: "event:harbour-fire-2031-05-03", Aspect: news.Occurrence,
			Claim: "There was a fire.", Certainty: news.Certain,
		},
	}
}

func roles() []*news.RoleMention {
	return []*news.RoleMention{
		{ID: "role:courier-mayor", Anchor: in(courier, 190, 199), Actor: "actor:ines-holt", Role: "the mayor", Body: "actor:port-veld-council"},
		{ID: "role:tribune-acting-mayor", Anchor: in(tribune, 45, 57), Actor: "actor:ines-holt", Role: "acting mayor", Body: "actor:port-veld-council"},
		{ID: "role:tribune-harbour-master", Anchor: draft(in(tribune, 270, 284)), Actor: "actor:dov-arl", Role: "harbour master"},
	}
}

func terms() []*news.TermUse {
	seen := in(courier, 2, 7)
	seen.Evidence.Section, seen.Evidence.Verified = news.Lede, true
	seen.Evidence.Exact, seen.Evidence.Prefix, seen.Evidence.Suffix = "blaze", "A ", " swept the North Quay on Saturday"
	return []*news.TermUse{
		{ID: "term:courier-blaze", Anchor: seen, Referent: "event:harbour-fire-2031-05-03", Term: "blaze", Voice: news.ArticleVoice},
		{
			ID: "term:tribune-disaster", Anchor: in(tribune, 300, 308, union), Referent: "event:harbour-fire-2031-05-03", Term: "disaster", Voice: news.QuotedVoice,
			Gloss: "Says that the damage was great, and leaves open who is to blame.",
		},
		{ID: "term:folha-strikers", Anchor: draft(in(folha, 85, 95)), Referent: "actor:dock-union", Term: "grevistas", Voice: news.ArticleVoice},
		{ID: "term:courier-docks", Anchor: in(courier, 310, 323), Referent: "place:north-quay", Term: "the old docks", Voice: news.ArticleVoice},
		{ID: "term:tribune-hurt", Anchor: in(tribune, 13, 17), Referent: "quantity:fire-injured", Term: "hurt", Voice: news.ArticleVoice},
	}
}
