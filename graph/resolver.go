// Package graph answers GraphQL from a store.
//
// schema.graphqls and graph/schema say what can be asked, a file a noun; gqlgen writes graph/generated from them and keeps
// the signatures in *.resolvers.go, where each resolver is one sentence: which list, with which scope. Every list and look-up
// is the store's; what a field merely copies from a record has no resolver at all.
package graph

import (
	"onrecord/news"
	"onrecord/store"
)

// Resolver answers from one store.
type Resolver struct {
	Store *store.Store
}

// page gathers the arguments that every list takes.
func page(first *int, after *string, last *int, before *string) store.Page {
	return store.Page{First: first, After: after, Last: last, Before: before}
}

// optional looks up a record that a field may not name.
func optional[ID ~string, N any](id ID, find func(ID) (*N, error)) (*N, error) {
	if id == "" {
		return nil, nil
	}
	return find(id)
}

// each looks up every record that a field names, in its order.
func each[ID, N any](ids []ID, find func(ID) (N, error)) ([]N, error) {
	found := make([]N, len(ids))
	for i, id := range ids {
		var err error
		if found[i], err = find(id); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// given is the part that was asked for, or "" for whichever.
func given(part *news.Part) news.Part {
	if part == nil {
		return ""
	}
	return *part
}

// typed gives ids that came as text the type of what they name. nil stays nil: it is no list, not an empty one.
func typed[ID ~string](ids []string) []ID {
	if ids == nil {
		return nil
	}
	typed := make([]ID, len(ids))
	for i, id := range ids {
		typed[i] = ID(id)
	}
	return typed
}

// most asks for as many records as a page can hold.
func most() store.Page {
	first := store.MaxPage
	return store.Page{First: &first}
}

// whole gives the records of a page that is shown as a plain list.
func whole[N news.Node](page *store.Connection[N], err error) ([]N, error) {
	if err != nil {
		return nil, err
	}
	return page.Nodes(), nil
}
