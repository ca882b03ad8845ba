package news

import (
	"slices"
	"testing"
)

// Each rule, and beside it the nearest case to which it does not apply.
func TestRolesConflictWhereOnePersonCannotHoldThemAtOnce(t *testing.T) {
	actors := found(map[ActorID]*Actor{"actor:town": {Name: "the town"}, "actor:port": {Name: "the port"}})
	in := func(day Date) UncertainDate { return UncertainDate{Earliest: day, Latest: day} }
	articles := map[ArticleID]*Article{
		"article:a": {Published: in("2023-10-12")}, "article:b": {Published: in("2023-10-23")},
		"article:old": {Published: in("2019-01-01")}, "article:undated": {},
	}
	role := func(id RoleID, article ArticleID, words string, body ActorID) *RoleMention {
		return &RoleMention{ID: id, Anchor: Anchor{Article: article}, Role: words, Body: body}
	}
	for _, c := range []struct {
		says string
		with *RoleMention
		want bool
	}{
		{"one office, another body", role("2", "article:b", "spokesman for the port", "actor:port"), true},
		{"in the same article too", role("2", "article:a", "Port spokesman", "actor:port"), true},
		{"an undated article may be of the same time", role("2", "article:undated", "port spokesman", "actor:port"), true},
		{"years apart he may have changed", role("2", "article:old", "port spokesman", "actor:port"), false},
		{"the same body", role("2", "article:b", "spokesman", "actor:town"), false},
		{"another office", role("2", "article:b", "port director", "actor:port"), false},
		{"no body is named", role("2", "article:b", "spokesman", ""), false},
	} {
		roles := []*RoleMention{role("1", "article:a", "Town spokesman", "actor:town"), c.with}
		found := roleConflicts(roles, func(id ArticleID) dayRange { return rangeOf(articles[id].Published) }, actors)
		if got := len(found) == 1 && slices.Equal(found[0].Roles, []RoleID{"1", "2"}); got != c.want || !c.want && len(found) > 0 {
			t.Errorf("%s: %v, want a conflict: %v", c.says, found, c.want)
		}
		if c.want && found[0].Explanation != "At the same time articles print spokesman for the port and for the town." {
			t.Errorf("%s: explained by %q", c.says, found[0].Explanation)
		}
	}
}
