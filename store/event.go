package store

import "onrecord/news"

var events = kept(nounEvent, "event", (*codec).event).
	sorted(
		func(key []byte, _ *relations, e *news.Event) []byte { return dateKey(key, e.Date) },
		func(key []byte, _ *relations, e *news.Event) []byte { return textKey(key, e.Label) },
		func(key []byte, r *relations, e *news.Event) []byte { return numberKey(key, r.countIn()) },
	).
	once(func(e *news.Event) []string { return plain(e.FormerIDs) }).
	found(func(r *relations, ev *news.Event, e *entry) {
		e.add(fieldType, string(ev.Type))
		e.date(ev.Date)
		e.add(fieldCuration, string(ev.Curation))
		for _, p := range ev.Places {
			addAll(e, fieldPlace, r.within(p))
		}
		for _, p := range ev.Participants {
			e.add(fieldActor, string(p.Actor))
			e.add(fieldPart, partOf(p.Actor, p.Part))
		}
		e.add(fieldPartOf, string(ev.PartOf))
		for _, link := range ev.Links {
			e.add(fieldLinked, string(link.Event))
		}
		e.inArticles(r)
		e.flag(fieldDisputed, len(ev.Disputes) > 0)
		e.measure(attributeArticles, r.countIn())
		e.measure(attributeOrigins, uint64(ev.Corroboration.IndependentOrigins))
		e.add(fieldStatus, string(ev.Status))
		e.words(ev.Label)
		e.words(ev.OtherNames...)
	})

// partOf is the value under which an actor's part in an event is found.
func partOf(actor news.ActorID, part news.Part) string { return string(part) + " " + string(actor) }

func (c *codec) event(e *news.Event) {
	text(c, &e.ID)
	text(c, &e.Label)
	textList(c, &e.OtherNames)
	enum(c, &e.Type, news.EventTypes)
	c.date(&e.Date)
	textList(c, &e.Places)
	listIn(c, &c.parts, &e.Participants, (*codec).participant)
	text(c, &e.PartOf)
	list(c, &e.Links, (*codec).eventLink)
	textList(c, &e.FormerIDs)
	list(c, &e.Disputes, (*codec).dispute)
	enum(c, &e.Curation, news.Curations)
	text(c, &e.Established)
	c.corroboration(&e.Corroboration)
	c.standing(&e.Standing)
}

func (c *codec) dispute(d *news.Dispute) {
	enum(c, &d.Aspect, news.Aspects)
	textList(c, &d.Accounts)
}

func (c *codec) participant(p *news.Participant) {
	text(c, &p.Actor)
	enum(c, &p.Part, news.Parts)
}

func (c *codec) eventLink(l *news.EventLink) {
	enum(c, &l.Kind, news.EventLinkKinds)
	text(c, &l.Event)
	optional(c, &l.Attribution, (*codec).attribution)
	text(c, &l.Why)
}

// Event is the event with the id, or nil where there is none.
func (s *Store) Event(id news.EventID) (*news.Event, error) {
	return get(s, &events, news.KindEvent, string(id))
}

// Events lists events.
func (s *Store) Events(filter *EventFilter, order *EventOrder, page Page, scopes ...Scope[*news.Event]) (*EventConnection, error) {
	var by ordering
	if order != nil {
		by.direction = order.Direction
		switch order.Field {
		case EventLabel:
			by.order = 1
		case EventArticles:
			by.order = 2
		}
	}
	return lookUp(s, &events, by, page, filter, scopes)
}

func (f *EventFilter) narrow(q *query) {
	if f == nil {
		return
	}
	is(q, f.IDs, news.KindEvent)
	among(q, fieldType, f.Types)
	q.during(f.During)
	of(q, fieldPlace, f.Places, news.KindPlace)
	of(q, fieldActor, f.Actors, news.KindActor)
	of(q, fieldArticle, f.Articles, news.KindArticle)
	one(q, fieldPartOf, f.PartOf, news.KindEvent)
	q.flag(fieldDisputed, f.Disputed)
	q.atLeast(attributeArticles, f.MinArticles)
	q.atLeast(attributeOrigins, f.MinOrigins)
	among(q, fieldStatus, f.Statuses)
	q.words(f.Text)
	exactly(q, fieldCuration, f.Curation)
}
