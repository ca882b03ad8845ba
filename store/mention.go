package store

import (
	"onrecord/news"
)

// mentions lists the mentions of every kind together. Its records are only their ids; the mentions themselves are kept
// under their own nouns.
var mentions = noun[news.Mention]{
	code:  nounMention,
	name:  "mention",
	alias: true,
	write: func(m news.Mention) ([]byte, error) {
		return encode(m.NodeID(), func(c *codec, id string) { text(c, &id) })
	},
	read: func(r *reader, ordinal uint32) (news.Mention, error) {
		id, err := location{noun: nounMention, ordinal: ordinal}.id(r)
		if err != nil {
			return nil, err
		}
		at, ok := locate(r, id)
		if !ok {
			return nil, errRecord
		}
		switch at.noun {
		case nounReport:
			return mention(reports.read(r, at.ordinal))
		case nounFigure:
			return mention(figures.read(r, at.ordinal))
		case nounAccount:
			return mention(accounts.read(r, at.ordinal))
		case nounRole:
			return mention(roles.read(r, at.ordinal))
		case nounTerm:
			return mention(terms.read(r, at.ordinal))
		}
		return nil, errRecord
	},
	orders: []func(*relations, news.Mention) []byte{
		func(r *relations, m news.Mention) []byte { return placeKey(r, m.Anchored()) },
	},
	index: func(_ *relations, m news.Mention, e *entry) {
		e.anchor(m.Anchored())
		kind, _, _ := news.SplitID(m.NodeID())
		e.add(fieldKind, string(kind))
	},
}

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
