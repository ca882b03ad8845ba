package linked

import "onrecord/news"

// mention is what every mention has: it is derived from its article, an annotation of a place in it, and attributed to
// every party of its chain. about is the instance that it is about.
func (g Graph) mention(m news.Mention, about string, types ...string) node {
	a := m.Anchored()
	n := node{
		"@type":               append(types, "oa:Annotation", "prov:Entity"),
		"prov:wasDerivedFrom": to(g, a.Article),
		"oa:hasBody":          to(g, about),
		"oa:hasTarget":        g.target(a.Article, &a.Evidence, kept(m)),
	}
	put(n, "prov:wasAttributedTo", toAll(g, a.Attribution.Through()))
	put(n, "prov:qualifiedAttribution", g.chain(a))
	property(n, "evidence.section", a.Evidence.Section)
	property(n, "curation", a.Curation)
	for _, remark := range a.Notes {
		note(n, remark.Text)
	}
	return n
}

// kept is the words at the mention's place, where they are the ones that the record itself keeps: what it quotes or what
// is printed. Where the texts were at hand the evidence of a report or an account has words too, but they are the article's
// own and are left to it.
func kept(m news.Mention) string {
	own := ""
	switch m := m.(type) {
	case *news.StatementReport:
		if len(m.Quotes) == 1 && m.Quotes[0].Span == m.Evidence.Span {
			return m.Quotes[0].Words
		}
	case *news.Figure:
		own = m.Printed
	case *news.RoleMention:
		own = m.Role
	case *news.TermUse:
		own = m.Term
	}
	return ours(m.Anchored().Evidence.Exact, own)
}

// ours is the words at a place, where they are no others than the record's own.
func ours(exact, own string) string {
	if news.Reading(exact) != news.Reading(own) {
		return ""
	}
	return exact
}

// target is a place in an article: by its position always, by its words where they were kept.
func (g Graph) target(article news.ArticleID, e *news.Evidence, exact string) node {
	selectors := []any{node{"@type": "oa:TextPositionSelector", "oa:start": e.Span.Start, "oa:end": e.Span.End}}
	if exact != "" {
		selectors = append(selectors, node{"@type": "oa:TextQuoteSelector", "oa:exact": exact})
	}
	return node{"@type": "oa:SpecificResource", "oa:hasSource": to(g, article), "oa:hasSelector": selectors}
}

// chain is the way a claim took to the article, a party at a time, the one nearest to the article at position 1. A list of
// PROV has no order of its own, so each party carries its position.
func (g Graph) chain(a *news.Anchor) []any {
	var hops []any
	for i, h := range a.Attribution.Hops {
		role := "relay"
		if i == len(a.Attribution.Hops)-1 {
			role = "origin"
		}
		hop := node{
			"@type": "prov:Attribution", "prov:agent": to(g, h.Actor), "schema:position": h.Position,
			"dcat:hadRole": node{"@type": "dcat:Role", "rdfs:label": role},
		}
		put(hop, "rdfs:label", h.Label)
		property(hop, "cue", h.Cue)
		property(hop, "channel", h.Channel)
		property(hop, "certainty", h.Certainty)
		if h.Evidence != nil {
			hop["oa:hasTarget"] = g.target(a.Article, h.Evidence, ours(h.Evidence.Exact, h.Label))
		}
		hops = append(hops, hop)
	}
	return hops
}

// report is a quotation where words are quoted; else it is a paraphrase, which is no quotation of anybody.
func (g Graph) report(r *news.StatementReport) node {
	kind := "schema:CreativeWork"
	if len(r.Quotes) > 0 {
		kind = "schema:Quotation"
	}
	n := g.mention(r, string(r.Statement), kind)
	n["schema:isPartOf"] = to(g, r.Article)
	put(n, "schema:text", r.QuotedWords())
	if r.Mode != news.Direct {
		put(n, "schema:description", r.Text)
	}
	if kind == "schema:Quotation" {
		put(n, "schema:spokenByCharacter", to(g, r.Attribution.Origin()))
		targets := []any{n["oa:hasTarget"]}
		for _, q := range r.Quotes {
			if q.Span != r.Evidence.Span {
				targets = append(targets, g.target(r.Article, &news.Evidence{Span: q.Span}, q.Words))
			}
		}
		n["oa:hasTarget"] = targets
	}
	property(n, "mode", r.Mode)
	property(n, "cue", r.Cue)
	return n
}

// figure is an observation, and a claim: it holds as somebody's answer, with the bounds its words set.
func (g Graph) figure(f *news.Figure) node {
	n := g.mention(f, string(f.Quantity), "schema:Observation", "schema:Claim")
	n["schema:variableMeasured"] = to(g, f.Quantity)
	n["schema:appearance"] = to(g, f.Article)
	n["schema:description"] = news.Reading(f.Printed)
	number(n, "schema:value", f.Value)
	number(n, "schema:minValue", f.Low)
	number(n, "schema:maxValue", f.High)
	property(n, "comparator", f.Comparator)
	property(n, "quality", f.Quality)
	for _, reading := range f.Readings {
		n["schema:additionalProperty"] = append(n["schema:additionalProperty"].([]any), node{
			"@type": "schema:PropertyValue", "schema:propertyID": "readings", "schema:value": reading,
		})
	}
	dated(n, "asOf", "schema:observationDate", "dcterms:date", f.AsOf)
	return n
}

func (g Graph) account(a *news.EventAccount) node {
	n := g.mention(a, string(a.Event), "schema:Claim")
	n["schema:about"] = to(g, a.Event)
	n["schema:appearance"] = to(g, a.Article)
	n["schema:description"] = a.Claim
	put(n, "schema:mentions", to(g, a.Holds))
	property(n, "aspect", a.Aspect)
	property(n, "certainty", a.Certainty)
	return n
}

func (g Graph) role(r *news.RoleMention) node {
	kind := "schema:Role"
	if r.Body != "" {
		kind = "schema:OrganizationRole"
	}
	n := g.mention(r, string(r.Actor), kind)
	n["schema:roleName"] = r.Role
	put(n, "schema:memberOf", to(g, r.Body))
	return n
}

func (g Graph) term(t *news.TermUse) node {
	n := g.mention(t, string(t.Referent))
	n["rdfs:label"] = t.Term
	property(n, "voice", t.Voice)
	put(n, "skos:note", t.Gloss)
	return n
}
