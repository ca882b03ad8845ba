package store

import (
	"onrecord/news"
)

// mentions lists the mentions of every kind together. Its records are only their ids; the mentions themselves are kept
// under their own nouns.
var mentions = leading(nounMention, "mention", func(r *reader, noun nounCode, ordinal uint32) (news.Mention, error) {
	switch noun {
	case nounReport:
		return mention(reports.read(r, ordinal))
	case nounFigure:
		return mention(figures.read(r, ordinal))
	case nounAccount:
		return mention(accounts.read(r, ordinal))
	case nounRole:
		return mention(roles.read(r, ordinal))
	case nounTerm:
		return mention(terms.read(r, ordinal))
	}
	return nil, errRecord
}).
	sorted(func(key []byte, r *relations, m news.Mention) []byte { return placeKey(key, r, m.Anchored()) }).
	standing(func(m news.Mention) *news.Anchor { return m.Anchored() }).
	found(func(_ *relations, m news.Mention, e *entry) {
		e.anchor(m.Anchored())
		kind, _, _ := news.SplitID(m.NodeID())
		e.add(fieldKind, string(kind))
	})

func mention[M news.Mention](m M, err error) (news.Mention, error) { return m, err }

// Mentions lists mentions of every kind by article and place in it.
//
//go:noinline
func (s *Store) Mentions(filter *MentionFilter, page Page, scopes ...Scope[news.Mention]) (*MentionConnection, error) {
	return lookUp(s, &mentions, ordering{}, page, filter, scopes)
}

func (f *MentionFilter) narrow(q *query) {
	if f == nil {
		return
	}
	of(q, fieldArticle, f.Articles, news.KindArticle)
	among(q, fieldKind, f.Kinds)
	q.flag(fieldAnonymous, f.Anonymous)
	exactly(q, fieldCuration, f.Curation)
}
