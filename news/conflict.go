package news

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// RoleConflict is roles given to one actor that cannot all hold at one time.
type RoleConflict struct {
	// Roles are sorted by id; no more than [MaxConflicting].
	Roles []RoleID
	// Explanation is one plain sentence.
	Explanation string
}

// MaxConflicting is how many roles of a conflict are kept.
const MaxConflicting = 100

// maxRoleGap is how many days may lie between two articles for their roles to be held against one another: over a longer
// time a person may well have changed office.
const maxRoleGap = 366

// offices are words for an office that one person holds for one body at a time.
var offices = []string{
	"ambassador", "chairman", "chairwoman", "chief", "commander", "director", "envoy", "governor", "head", "mayor", "minister",
	"president", "secretary", "spokesman", "spokesperson", "spokeswoman",
}

// roleConflicts finds the offices that articles of the same time give one actor for different bodies. roles are that
// actor's, sorted by id.
func roleConflicts(roles []*RoleMention, published func(ArticleID) dayRange, actor func(ActorID) *Actor) []RoleConflict {
	if len(roles) < 2 {
		return nil
	}
	var found []RoleConflict
	for _, office := range offices {
		var c RoleConflict
		var bodies []string
		for _, r := range roles {
			if !holds(r, office) || !slices.ContainsFunc(roles, func(other *RoleMention) bool {
				return holds(other, office) && r.Body != other.Body && sameTime(published(r.Article), published(other.Article))
			}) {
				continue
			}
			bodies = appendNew(bodies, actor(r.Body).Name)
			if len(c.Roles) < MaxConflicting {
				c.Roles = append(c.Roles, r.ID)
			}
		}
		if len(c.Roles) == 0 {
			continue
		}
		slices.Sort(bodies)
		c.Explanation = fmt.Sprintf("At the same time articles print %s for %s.", office, strings.Join(bodies, " and for "))
		found = append(found, c)
	}
	return found
}

// holds reports whether a role names an office and a body it is held for.
func holds(r *RoleMention, office string) bool {
	words := strings.FieldsFunc(strings.ToLower(r.Role), func(c rune) bool { return !unicode.IsLetter(c) })
	return r.Body != "" && slices.Contains(words, office)
}

// sameTime reports whether two articles may have been published within [maxRoleGap] days of one another.
func sameTime(a, b dayRange) bool {
	apart := func(first, second dayRange) bool {
		return first.to != unknownDay && second.from != unknownDay && second.from-first.to > maxRoleGap
	}
	return !apart(a, b) && !apart(b, a)
}
