package store

import "onrecord/news"

var articles = kept(nounArticle, "article", (*codec).article).
	sorted(
		func(key []byte, _ *relations, a *news.Article) []byte { return dateKey(key, a.Published) },
		func(key []byte, _ *relations, a *news.Article) []byte { return textKey(key, a.Headline) },
	).
	telling((*related).publish).
	found(func(r *relations, a *news.Article, e *entry) {
		e.add(fieldOutlet, string(a.Outlet))
		addAll(e, fieldRelay, a.Relays)
		e.add(fieldLanguage, a.Language)
		e.date(a.Published)
		e.add(fieldCuration, string(a.Curation))
		e.words(a.Headline, a.Byline, a.Text)
		for _, subject := range r.subjects.of(r.own.ordinal) {
			switch is := r.instanceAt(subject); is.noun {
			case nounActor:
				e.add(fieldActor, r.idOf(is.noun, is.ordinal))
			case nounEvent:
				e.add(fieldEvent, r.idOf(is.noun, is.ordinal))
			}
		}
	})

func (c *codec) article(a *news.Article) {
	text(c, &a.ID)
	text(c, &a.Headline)
	text(c, &a.Outlet)
	text(c, &a.Byline)
	text(c, &a.URL)
	c.date(&a.Published)
	text(c, &a.Language)
	c.count(&a.WordCount)
	text(c, &a.TextHash)
	text(c, &a.Text)
	list(c, &a.Notes, (*codec).note)
	enum(c, &a.Curation, news.Curations)
	textList(c, &a.Relays)
	c.count(&a.Sourcing.Mentions)
	c.count(&a.Sourcing.OwnVoice)
	c.count(&a.Sourcing.Named)
	c.count(&a.Sourcing.Anonymous)
	c.count(&a.Sourcing.Relayed)
}

// Article is the article with the id, or nil where there is none.
func (s *Store) Article(id news.ArticleID) (*news.Article, error) {
	return get(s, &articles, news.KindArticle, string(id))
}

// Articles lists articles.
func (s *Store) Articles(filter *ArticleFilter, order *ArticleOrder, page Page, scopes ...Scope[*news.Article]) (*ArticleConnection, error) {
	var by ordering
	if order != nil {
		by.direction = order.Direction
		if order.Field == ArticleHeadline {
			by.order = 1
		}
	}
	return lookUp(s, &articles, by, page, filter, scopes)
}

func (f *ArticleFilter) narrow(q *query) {
	if f == nil {
		return
	}
	is(q, f.IDs, news.KindArticle)
	of(q, fieldOutlet, f.Outlets, news.KindActor)
	of(q, fieldRelay, f.Relays, news.KindActor)
	of(q, fieldActor, f.Actors, news.KindActor)
	of(q, fieldEvent, f.Events, news.KindEvent)
	q.during(f.Published)
	exactly(q, fieldLanguage, f.Language)
	q.words(f.Text)
	exactly(q, fieldCuration, f.Curation)
}
