package loader

import (
	"regexp"

	"golang.org/x/text/language"

	"onrecord/news"
)

var qid = regexp.MustCompile(`^Q[1-9][0-9]*$`)

func (l *linker) linkActor(w *actorWire, into *news.Actor) {
	l.checkDraft(w.Draft)
	*into = news.Actor{
		Curation:    curationOf(w.Draft),
		ID:          news.ActorID(l.ownID(news.KindActor, w.ID)),
		Name:        l.kept.text(w.Name),
		Kind:        enum(l.problems, w.Kind, news.ActorKinds, ""),
		OtherNames:  l.kept.texts(w.OtherNames),
		Description: l.kept.reading(w.Description),
		Country:     l.country(w.Country),
		Wikidata:    l.wikidata(w.Wikidata),
		MemberOf:    actorsOf(l, w.MemberOf),
		FormerIDs:   idsOf[news.ActorID](l.kept, news.KindActor, w.FormerIDs),
	}
	if w.Anonymity == nil {
		return
	}
	if a := into; a.Kind == news.Outlet || a.Kind == news.State {
		l.report(WrongKind, w.Kind.place, "make it a PERSON or a GROUP", "an unnamed actor is a person or a group, not a %s", a.Kind)
	}
	into.Anonymity = &news.Anonymity{
		Plurality:   enum(l.problems, w.Anonymity.Plurality, news.Pluralities, news.UnknownPlurality),
		Tenure:      enum(l.problems, w.Anonymity.Tenure, news.Tenures, news.UnknownTenure),
		Affiliation: l.actor(w.Anonymity.Affiliation),
		Descriptor:  l.kept.reading(w.Anonymity.Descriptor),
		MayBe:       actorsOf(l, w.Anonymity.MayBe),
	}
}

// country checks an ISO 3166-1 alpha-2 code.
func (l *linker) country(w word) string {
	if !w.given() {
		return ""
	}
	region, err := language.ParseRegion(w.text)
	if err != nil || !region.IsCountry() || region.String() != w.text {
		l.report(BadCode, w.place, "write two capitals, such as US", "%s is not an ISO 3166-1 alpha-2 country code", quoted(w.text))
		return ""
	}
	return l.kept.text(w)
}

func (l *linker) wikidata(w word) string {
	if w.given() && !qid.MatchString(w.text) {
		l.report(BadCode, w.place, "write a Q and a number, such as Q30", "%s is not a Wikidata item", quoted(w.text))
		return ""
	}
	return l.kept.text(w)
}
