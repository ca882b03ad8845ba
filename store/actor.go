package store

import "onrecord/news"

var actors = kept(nounActor, "actor", (*codec).actor).
	sorted(
		func(key []byte, _ *relations, a *news.Actor) []byte { return textKey(key, a.Name) },
		func(key []byte, r *relations, a *news.Actor) []byte { return numberKey(key, r.countIn()) },
		func(key []byte, r *relations, a *news.Actor) []byte {
			return numberKey(key, uint64(r.spoken[r.own.ordinal]))
		},
	).
	once(func(a *news.Actor) []string { return plain(a.FormerIDs) }).
	found(func(r *relations, a *news.Actor, e *entry) {
		e.add(fieldKind, string(a.Kind))
		e.add(fieldCountry, a.Country)
		e.add(fieldCuration, string(a.Curation))
		e.flag(fieldAnonymous, a.Anonymity != nil)
		e.flag(fieldConflicting, len(a.RoleConflicts) > 0)
		addAll(e, fieldMemberOf, a.MemberOf)
		e.inArticles(r)
		e.measure(attributeArticles, r.countIn())
		e.words(a.Name)
		e.words(a.OtherNames...)
		if a.Anonymity != nil {
			e.add(fieldAffiliation, string(a.Anonymity.Affiliation))
			addAll(e, fieldMayBe, a.Anonymity.MayBe)
			e.words(a.Anonymity.Descriptor)
		}
	})

func (c *codec) actor(a *news.Actor) {
	text(c, &a.ID)
	text(c, &a.Name)
	enum(c, &a.Kind, news.ActorKinds)
	textList(c, &a.OtherNames)
	text(c, &a.Description)
	text(c, &a.Country)
	text(c, &a.Wikidata)
	optional(c, &a.Anonymity, (*codec).anonymity)
	textList(c, &a.MemberOf)
	textList(c, &a.FormerIDs)
	list(c, &a.RoleConflicts, (*codec).roleConflict)
	enum(c, &a.Curation, news.Curations)
}

func (c *codec) roleConflict(r *news.RoleConflict) {
	textList(c, &r.Roles)
	text(c, &r.Explanation)
}

func (c *codec) anonymity(a *news.Anonymity) {
	enum(c, &a.Plurality, news.Pluralities)
	enum(c, &a.Tenure, news.Tenures)
	text(c, &a.Affiliation)
	text(c, &a.Descriptor)
	textList(c, &a.MayBe)
}

// Actor is the actor with the id, or nil where there is none.
func (s *Store) Actor(id news.ActorID) (*news.Actor, error) {
	return get(s, &actors, news.KindActor, string(id))
}

// Actors lists actors.
func (s *Store) Actors(filter *ActorFilter, order *ActorOrder, page Page, scopes ...Scope[*news.Actor]) (*ActorConnection, error) {
	var by ordering
	if order != nil {
		by.direction = order.Direction
		switch order.Field {
		case ActorArticles:
			by.order = 1
		case ActorStatements:
			by.order = 2
		}
	}
	return lookUp(s, &actors, by, page, filter, scopes)
}

func (f *ActorFilter) narrow(q *query) {
	if f == nil {
		return
	}
	is(q, f.IDs, news.KindActor)
	among(q, fieldKind, f.Kinds)
	q.flag(fieldAnonymous, f.Anonymous)
	q.flag(fieldConflicting, f.ConflictingRoles)
	exactly(q, fieldCountry, f.Country)
	one(q, fieldMemberOf, f.MemberOf, news.KindActor)
	q.words(f.Name)
	q.atLeast(attributeArticles, f.MinArticles)
	exactly(q, fieldCuration, f.Curation)
}
