package store

import "onrecord/news"

var roles = kept(nounRole, "role", (*codec).role).
	sorted(func(key []byte, r *relations, m *news.RoleMention) []byte { return placeKey(key, r, &m.Anchor) }).
	standing(func(m *news.RoleMention) *news.Anchor { return m.Anchored() }).
	found(func(_ *relations, m *news.RoleMention, e *entry) {
		e.anchor(&m.Anchor)
		e.add(fieldActor, string(m.Actor))
		e.add(fieldBody, string(m.Body))
	})

func (c *codec) role(r *news.RoleMention) {
	text(c, &r.ID)
	c.anchor(&r.Anchor)
	text(c, &r.Actor)
	text(c, &r.Role)
	text(c, &r.Body)
}

// Role is the role mention with the id, or nil where there is none.
func (s *Store) Role(id news.RoleID) (*news.RoleMention, error) {
	return get(s, &roles, news.KindRole, string(id))
}

// Roles lists role mentions by article and place in it.
//
//go:noinline
func (s *Store) Roles(filter *RoleFilter, page Page, scopes ...Scope[*news.RoleMention]) (*RoleMentionConnection, error) {
	return lookUp(s, &roles, ordering{}, page, filter, scopes)
}

func (f *RoleFilter) narrow(q *query) {
	if f == nil {
		return
	}
	of(q, fieldActor, f.Actors, news.KindActor)
	of(q, fieldArticle, f.Articles, news.KindArticle)
	exactly(q, fieldCuration, f.Curation)
}
