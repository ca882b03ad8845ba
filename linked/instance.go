package linked

import (
	"fmt"

	"onrecord/news"
)

func (g Graph) article(a *news.Article) node {
	n := node{
		"@type": []string{"schema:NewsArticle", "prov:Entity"}, "schema:inLanguage": a.Language, "schema:wordCount": a.WordCount,
		"schema:identifier": node{"@type": "schema:PropertyValue", "schema:propertyID": "textHash", "schema:value": a.TextHash},
	}
	put(n, "schema:headline", a.Headline)
	put(n, "schema:publisher", to(g, a.Outlet))
	put(n, "schema:creditText", a.Byline)
	put(n, "schema:url", a.URL)
	put(n, "prov:wasInfluencedBy", toAll(g, a.Relays))
	dated(n, "published", "schema:datePublished", "dcterms:issued", a.Published)
	for _, remark := range a.Notes {
		note(n, remark.Text)
	}
	return n
}

// actorTypes are what an actor is in schema.org and in PROV. A state may be a territory that acts like one, so it is no
// schema:Country; a group has no formal body, so it is no schema:Organization.
var actorTypes = map[news.ActorKind][]string{
	news.Person:                    {"schema:Person", "prov:Person"},
	news.State:                     {"schema:AdministrativeArea", "prov:Agent"},
	news.GovernmentBody:            {"schema:GovernmentOrganization", "prov:Organization"},
	news.Military:                  {"schema:GovernmentOrganization", "prov:Organization"},
	news.ArmedGroup:                {"schema:Organization", "prov:Organization"},
	news.InternationalOrganization: {"schema:Organization", "prov:Organization"},
	news.Outlet:                    {"schema:NewsMediaOrganization", "prov:Organization"},
	news.Group:                     {"foaf:Group", "prov:Agent"},
}

func (g Graph) actor(a *news.Actor) node {
	n := node{"@type": actorTypes[a.Kind], "schema:name": a.Name}
	put(n, "schema:alternateName", a.OtherNames)
	put(n, "schema:description", a.Description)
	put(n, "schema:sameAs", wikidata(a.Wikidata))
	put(n, "schema:memberOf", toAll(g, a.MemberOf))
	property(n, "kind", a.Kind)
	property(n, "country", a.Country)
	if a.Anonymity != nil {
		put(n, "schema:affiliation", to(g, a.Anonymity.Affiliation))
		property(n, "anonymity.plurality", a.Anonymity.Plurality)
		property(n, "anonymity.tenure", a.Anonymity.Tenure)
		property(n, "anonymity.descriptor", a.Anonymity.Descriptor)
		for _, suspect := range a.Anonymity.MayBe { // a suspicion, so no link that a machine would follow as sameAs
			property(n, "anonymity.mayBe", suspect)
		}
	}
	for _, conflict := range a.RoleConflicts {
		note(n, conflict.Explanation)
	}
	former(g, n, a.FormerIDs)
	return n
}

func wikidata(item string) node {
	if item == "" {
		return nil
	}
	return node{"@id": "http://www.wikidata.org/entity/" + item}
}

func (g Graph) event(e *news.Event) node {
	n := node{"@type": []string{"schema:Event", "sem:Event"}, "schema:name": e.Label}
	put(n, "schema:alternateName", e.OtherNames)
	put(n, "schema:location", toAll(g, e.Places))
	put(n, "schema:superEvent", to(g, e.PartOf))
	property(n, "type", e.Type)
	dated(n, "date", "schema:startDate", "dcterms:date", e.Date)
	// sem:hasActor is the one term that says who is in an event, the victims included, and holds nobody answerable.
	var participants []any
	for _, p := range e.Participants {
		participants = append(participants, node{
			"@type": "sem:Role", "rdf:value": to(g, p.Actor), "sem:roleType": node{"@type": "sem:RoleType", "rdfs:label": string(p.Part)},
		})
	}
	put(n, "sem:hasActor", participants)
	// What one event is to another may be a claim of somebody's, so the tie itself is only a relation.
	var links []any
	for _, link := range e.Links {
		links = append(links, to(g, link.Event))
		note(n, link.Why)
	}
	put(n, "dcterms:relation", links)
	for _, dispute := range e.Disputes {
		property(n, "disputes.aspect", dispute.Aspect)
	}
	former(g, n, e.FormerIDs)
	return n
}

func (g Graph) place(p *news.Place) node {
	n := node{"@type": []string{"schema:Place"}, "schema:name": p.Name}
	put(n, "schema:alternateName", p.OtherNames)
	put(n, "schema:containedInPlace", to(g, p.PartOf))
	if p.Country != "" {
		n["schema:address"] = node{"@type": "schema:PostalAddress", "schema:addressCountry": p.Country}
	}
	if p.Latitude != nil && p.Longitude != nil {
		n["schema:geo"] = node{"@type": "schema:GeoCoordinates", "schema:latitude": *p.Latitude, "schema:longitude": *p.Longitude}
	}
	var same []any
	if item := wikidata(p.Wikidata); item != nil {
		same = append(same, item)
	}
	if p.GeoNames != nil {
		same = append(same, node{"@id": fmt.Sprintf("https://sws.geonames.org/%d/", *p.GeoNames)})
	}
	put(n, "schema:sameAs", same)
	former(g, n, p.FormerIDs)
	return n
}

// linkTerms are what one statement is to another in CiTO, the Citation Typing Ontology. It has no term for saying the same
// again.
var linkTerms = map[news.LinkKind]string{
	news.Repeats:     "dcterms:relation",
	news.Answers:     "cito:repliesTo",
	news.Denies:      "cito:disputes",
	news.Contradicts: "cito:disagreesWith",
	news.Supports:    "cito:supports",
	news.Updates:     "cito:updates",
}

func (g Graph) statement(s *news.Statement) node {
	n := node{
		"@type": []string{"schema:Claim", "prov:Entity"}, "schema:description": s.Gist,
		"schema:author": to(g, s.Speaker), "prov:wasAttributedTo": to(g, s.Speaker),
	}
	put(n, "schema:recordedAt", to(g, s.Occasion))
	put(n, "schema:about", toAll(g, s.About))
	property(n, "act", s.Act)
	property(n, "addressee", s.Addressee)
	dated(n, "said", "schema:dateCreated", "dcterms:created", s.Said)
	for _, link := range s.Links {
		term := linkTerms[link.Kind]
		others, _ := n[term].([]any)
		n[term] = append(others, to(g, link.Statement))
		note(n, link.Why)
	}
	former(g, n, s.FormerIDs)
	return n
}

// worded is a statement with the reports in which it appears.
func (g Graph) worded(w *news.Worded) node {
	n := g.statement(w.Statement)
	var appearances []any
	for _, wording := range w.Wordings {
		appearances = append(appearances, toAll(g, wording.Reports)...)
	}
	put(n, "schema:appearance", appearances)
	return n
}

func (g Graph) quantity(q *news.Quantity) node {
	n := node{"@type": []string{"schema:StatisticalVariable"}, "schema:name": q.Label}
	put(n, "dcterms:subject", to(g, q.Event))
	put(n, "dcterms:spatial", to(g, q.Place))
	put(n, "dcterms:isPartOf", to(g, q.PartOf))
	property(n, "measure", q.Measure)
	property(n, "unit", q.Unit)
	property(n, "population", q.Population)
	property(n, "accumulation", q.Accumulation)
	property(n, "agreement.verdict", q.Agreement.Verdict)
	note(n, q.Agreement.Reason)
	if envelope := enveloped(&q.Envelope); envelope != nil {
		n["schema:additionalProperty"] = append(n["schema:additionalProperty"].([]any), envelope)
	}
	former(g, n, q.FormerIDs)
	return n
}

// enveloped is an envelope with the ends that are no open ones: schema.org's minValue and maxValue leave nothing beyond
// them, and over 5,000 is not at most 5,001. It is nil where there is none.
func enveloped(e *news.Envelope) node {
	envelope := node{"@type": "schema:PropertyValue", "schema:propertyID": "envelope"}
	if !e.OpenBelow {
		number(envelope, "schema:minValue", e.Low)
	}
	if !e.OpenAbove {
		number(envelope, "schema:maxValue", e.High)
	}
	if len(envelope) == 2 {
		return nil
	}
	return envelope
}
