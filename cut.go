package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"onrecord/graph/lean"
	"onrecord/store"
)

// cutHeader says which lists of a table are not whole: "figures=20/27" for 20 records of 27, with commas between lists.
const cutHeader = "Onrecord-Cut"

// maxCuts is how many lists are named that are not whole.
const maxCuts = 5

// cuts are the lists of an answer that are not whole, by their path. A table has no place for pageInfo, so they are noted
// while the query is answered, whether or not it asks for them.
type cuts struct {
	sync.Mutex
	lists map[string]cut
}

// cut is how much of the lists at one path was given, of those that are not whole.
type cut struct {
	lists, given, total int
	// next is where to go on, where it is one list and there is more behind it.
	next *string
}

// watch has every list noted that an operation gives in part.
func (c *cuts) watch(operation *graphql.OperationContext) {
	c.lists = map[string]cut{}
	lean.Watch(operation, func(ctx context.Context, page any) error {
		list, ok := page.(interface{ Extent() store.Extent })
		if !ok {
			return nil
		}
		extent := list.Extent()
		if extent.Whole() {
			return nil
		}
		field := graphql.GetFieldContext(ctx)
		if !listed(operation, field) {
			return nil
		}
		next, err := extent.Next()
		if err == nil {
			c.note(pathOf(field), extent, next)
		}
		return err
	})
}

// listed reports whether a connection is asked for its records, and not for their number alone.
func listed(operation *graphql.OperationContext, connection *graphql.FieldContext) bool {
	asked := graphql.CollectFields(operation, connection.Field.Selections, []string{connection.Field.Definition.Type.Name()})
	return slices.ContainsFunc(asked, func(f graphql.CollectedField) bool { return f.Name == "nodes" || f.Name == "edges" })
}

// pathOf is the keys of the answer down to a list, without numbers and the plumbing of connections.
func pathOf(list *graphql.FieldContext) string {
	var keys []string
	for _, element := range list.Path() {
		if key, ok := element.(ast.PathName); ok && key != "nodes" && key != "edges" && key != "node" {
			keys = append(keys, string(key))
		}
	}
	return strings.Join(keys, ".")
}

func (c *cuts) note(path string, extent store.Extent, next *string) {
	c.Lock()
	defer c.Unlock()
	was := c.lists[path]
	now := cut{was.lists + 1, was.given + extent.Given, was.total + extent.Total, next}
	if now.lists > 1 {
		now.next = nil
	}
	c.lists[path] = now
}

// header is the cuts for a program, "" where every list is whole.
func (c *cuts) header() string {
	var lists []string
	for _, path := range c.paths() {
		lists = append(lists, fmt.Sprintf("%s=%d/%d", path, c.lists[path].given, c.lists[path].total))
	}
	return strings.Join(lists, ", ")
}

// String is the cuts in a sentence, "" where every list is whole.
func (c *cuts) String() string {
	var lists []string
	for _, path := range c.paths() {
		lists = append(lists, fmt.Sprintf("%s has %s", path, c.lists[path]))
	}
	if more := len(c.lists) - len(lists); more > 0 {
		lists = append(lists, fmt.Sprintf("and %d more are cut", more))
	}
	if len(lists) == 0 {
		return ""
	}
	return "Not whole: " + strings.Join(lists, "; ") + "."
}

func (c *cuts) paths() []string {
	paths := slices.Sorted(maps.Keys(c.lists))
	return paths[:min(len(paths), maxCuts)]
}

// String says how much there is and how to have the rest.
func (c cut) String() string {
	said := fmt.Sprintf("%d of %d", c.given, c.total)
	if c.lists > 1 {
		said += fmt.Sprintf(" in %d lists", c.lists)
	}
	var ways []string
	if c.given < c.lists*store.MaxPage {
		ways = append(ways, fmt.Sprintf("ask for first: %d", store.MaxPage))
	}
	if c.next != nil {
		ways = append(ways, fmt.Sprintf("go on with after: %q", *c.next))
	}
	if len(ways) > 0 {
		said += " (" + strings.Join(ways, ", or ") + ")"
	}
	return said
}
