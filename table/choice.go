package table

import (
	"fmt"
	"slices"
	"strings"
)

// pick is the list that the rows come from, or nil where there is no list.
func pick(root *field, rows string) (*field, error) {
	all := lists(root)
	if rows != "" {
		return named(all, rows)
	}
	var deepest []*field
	for _, list := range all {
		if len(lists(list)) == 0 {
			deepest = append(deepest, list)
		}
	}
	switch len(deepest) {
	case 0:
		return nil, nil
	case 1:
		return deepest[0], nil
	}
	return nil, ambiguous("not nested in one another", names(deepest))
}

// lists are the lists of objects below a field, in the order of the document.
func lists(of *field) []*field {
	var all []*field
	for _, f := range of.parts {
		if f.leaf {
			continue
		}
		if f.list {
			all = append(all, f)
		}
		all = append(all, lists(f)...)
	}
	return all
}

// named is the list with a name, its whole path, or a path in between.
func named(all []*field, rows string) (*field, error) {
	choices := names(all)
	if i := slices.Index(choices, rows); i >= 0 {
		return all[i], nil
	}
	var fit []*field
	for _, list := range all {
		if whole := list.path(); strings.Join(whole, ".") == rows {
			return list, nil
		}
		if fits(strings.Split(rows, "."), list.way()) {
			fit = append(fit, list)
		}
	}
	switch {
	case len(fit) == 1:
		return fit[0], nil
	case len(fit) > 1:
		return nil, ambiguous(fmt.Sprintf("all meant by rows=%s", rows), names(fit))
	case len(all) == 0:
		return nil, &Error{Code: RowsUnknown, Message: fmt.Sprintf("rows=%s names no list, and the query has none; leave rows out", rows), Choices: []string{}}
	}
	return nil, &Error{
		Code:    RowsUnknown,
		Message: fmt.Sprintf("rows=%s names no list of objects in the query; it has %s", rows, spoken(choices, "and")),
		Choices: choices,
	}
}

// fits reports whether keys are those of a way, some or all of the silent ones left out.
func fits(keys []string, way []*field) bool {
	if len(way) == 0 {
		return len(keys) == 0
	}
	return len(keys) > 0 && keys[0] == way[0].key && fits(keys[1:], way[1:]) || way[0].silent && fits(keys, way[1:])
}

func ambiguous(how string, choices []string) *Error {
	var ways []string
	for _, choice := range choices {
		ways = append(ways, "rows="+choice)
	}
	return &Error{
		Code:    RowsAmbiguous,
		Message: fmt.Sprintf("the lists %s are %s, and a table has the rows of one; say which with %s", spoken(choices, "and"), how, spoken(ways, "or")),
		Choices: choices,
	}
}

// spoken joins words as a sentence does.
func spoken(words []string, last string) string {
	if len(words) == 1 {
		return words[0]
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + " " + last + " " + words[n]
}
