package store

import "onrecord/news"

var terms = kept(nounTerm, "term", (*codec).term).
	sorted(func(key []byte, r *relations, t *news.TermUse) []byte { return placeKey(key, r, &t.Anchor) }).
	standing(func(m *news.TermUse) *news.Anchor { return m.Anchored() }).
	found(func(_ *relations, t *news.TermUse, e *entry) {
		e.anchor(&t.Anchor)
		e.add(fieldReferent, string(t.Referent))
		e.add(fieldVoice, string(t.Voice))
	})

func (c *codec) term(t *news.TermUse) {
	text(c, &t.ID)
	c.anchor(&t.Anchor)
	text(c, &t.Referent)
	text(c, &t.Term)
	enum(c, &t.Voice, news.Voices)
	text(c, &t.Gloss)
}

// Term is the term use with the id, or nil where there is none.
func (s *Store) Term(id news.TermID) (*news.TermUse, error) {
	return get(s, &terms, news.KindTerm, string(id))
}

// Terms lists term uses by article and place in it.
//
//go:noinline
func (s *Store) Terms(filter *TermFilter, page Page, scopes ...Scope[*news.TermUse]) (*TermUseConnection, error) {
	return lookUp(s, &terms, ordering{}, page, filter, scopes)
}

func (f *TermFilter) narrow(q *query) {
	if f == nil {
		return
	}
	of(q, fieldReferent, f.Referents, news.SubjectKinds...)
	of(q, fieldArticle, f.Articles, news.KindArticle)
	among(q, fieldVoice, f.Voices)
	exactly(q, fieldCuration, f.Curation)
}
