package graph_test

import "onrecord/news"

func actors() []*news.Actor {
	return []*news.Actor{
		{ID: "actor:port-courier", Name: "The Port Courier", Kind: news.Outlet, Country: "XA"},
		{ID: "actor:inland-tribune", Name: "Inland Tribune", Kind: news.Outlet, Country: "XB"},
		{ID: "actor:velda", Name: "Velda", Kind: news.State, Country: "XA"},
		{
			ID: "actor:port-veld-council", Name: "Council of Port Veld", Kind: news.GovernmentBody, Country: "XA",
			Description: "The elected body of the town.", MemberOf: []news.ActorID{"actor:velda"},
		},
		{ID: "actor:harbour-authority", Name: "Harbour Authority of Velda", Kind: news.GovernmentBody, Country: "XA", MemberOf: []news.ActorID{"actor:velda"}},
		{
			ID: "actor:ines-holt", Name: "Ines Holt", Kind: news.Person, OtherNames: []string{"Inês Holt"}, Country: "XA", Wikidata: "Q99000002",
			MemberOf: []news.ActorID{"actor:port-veld-council"}, FormerIDs: []news.ActorID{"actor:mayor-holt"},
		},
		{ID: "actor:dov-arl", Name: "Dov Arl", Kind: news.Person, Country: "XA", MemberOf: []news.ActorID{"actor:harbour-authority"}},
		{ID: "actor:dock-union", Name: "Dockers' Union", Kind: news.Group},
		{
			ID: "actor:tribune-two-officials", Name: "two harbour officials (Inland Tribune)", Kind: news.Group,
			Anonymity: &news.Anonymity{
				Plurality: news.Several, Tenure: news.Current, Affiliation: "actor:harbour-authority", Descriptor: "two harbour officials",
				MayBe: []news.ActorID{"actor:dov-arl"},
			},
		},
		{
			ID: "actor:courier-resident", Name: "a resident (The Port Courier)", Kind: news.Person,
			Anonymity: &news.Anonymity{Plurality: news.One, Tenure: news.UnknownTenure, Descriptor: "a woman who lives nearby"},
		},
	}
}

// chain numbers the hops of an attribution.
func chain(hops ...news.Hop) []news.Hop {
	for i := range hops {
		hops[i].Position = i + 1
	}
	return hops
}

func hop(actor news.ActorID, label, cue string, channel news.Channel) news.Hop {
	return news.Hop{Actor: actor, Label: label, Cue: cue, Channel: channel, Certainty: news.Certain}
}

var (
	paper     = hop("actor:port-courier", "the Courier", "reported", news.Media)
	officials = hop("actor:tribune-two-officials", "two harbour officials", "told", news.Interview)
	authority = hop("actor:harbour-authority", "the port", "according to", news.Document)
	union     = hop("actor:dock-union", "the dockers", "said", news.Briefing)
	mayor     = hop("actor:ines-holt", "the mayor", "said", news.Briefing)
)

// in anchors a mention where it stands.
func in(article news.ArticleID, start, end int, hops ...news.Hop) news.Anchor {
	return news.Anchor{
		Article:     article,
		Evidence:    news.Evidence{Section: news.Body, Span: news.Span{Start: start, End: end}},
		Attribution: news.Attribution{Hops: chain(hops...)},
		Curation:    news.Reviewed,
	}
}

// draft is the same, not yet read by a person.
func draft(anchor news.Anchor) news.Anchor {
	anchor.Curation = news.Draft
	return anchor
}
