package store

import "onrecord/news"

var accounts = kept(nounAccount, "account", (*codec).account).
	sorted(func(key []byte, r *relations, a *news.EventAccount) []byte { return placeKey(key, r, &a.Anchor) }).
	standing(func(m *news.EventAccount) *news.Anchor { return m.Anchored() }).
	found(func(_ *relations, a *news.EventAccount, e *entry) {
		e.anchor(&a.Anchor)
		e.add(fieldEvent, string(a.Event))
		e.add(fieldAspect, string(a.Aspect))
		e.add(fieldHolds, string(a.Holds))
	})

func (c *codec) account(a *news.EventAccount) {
	text(c, &a.ID)
	c.anchor(&a.Anchor)
	text(c, &a.Event)
	enum(c, &a.Aspect, news.Aspects)
	text(c, &a.Claim)
	text(c, &a.Holds)
	enum(c, &a.Certainty, news.Certainties)
}

// Account is the event account with the id, or nil where there is none.
func (s *Store) Account(id news.AccountID) (*news.EventAccount, error) {
	return get(s, &accounts, news.KindAccount, string(id))
}

// Accounts lists event accounts by article and place in it.
//
//go:noinline
func (s *Store) Accounts(filter *AccountFilter, page Page, scopes ...Scope[*news.EventAccount]) (*EventAccountConnection, error) {
	return lookUp(s, &accounts, ordering{}, page, filter, scopes)
}

func (f *AccountFilter) narrow(q *query) {
	if f == nil {
		return
	}
	among(q, fieldAspect, f.Aspects)
	of(q, fieldArticle, f.Articles, news.KindArticle)
	of(q, fieldOrigin, f.Origins, news.KindActor)
	of(q, fieldVia, f.Via, news.KindActor)
	q.flag(fieldOwnVoice, f.OwnVoice)
	exactly(q, fieldCuration, f.Curation)
}
