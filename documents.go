package main

import (
	"context"
	"maps"
	"slices"

	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"onrecord/guard"
)

// How many documents are kept as they were parsed and validated, and up to which length in bytes. A document takes about
// sixty times its length, so they take 64 MB at the worst. The plans of their operations are kept with them; see graph/lean.
const (
	keptDocuments = 256
	keptDocument  = 4 << 10
)

// documents keeps those that were asked last, and long ones not at all.
type documents struct {
	lru.LRU[*ast.QueryDocument]
	schema *ast.Schema
}

func newDocuments(schema *ast.Schema) documents {
	return documents{*lru.New[*ast.QueryDocument](keptDocuments), schema}
}

// Get gives a document that is kept, or one that the guard has just parsed, where it fits the schema. gqlgen's executor parses and
// validates others: what is wrong with a document is its to say.
func (d documents) Get(ctx context.Context, query string) (*ast.QueryDocument, bool) {
	if kept, ok := d.LRU.Get(ctx, query); ok {
		return kept, true
	}
	parsed := guard.Parsed(ctx)
	if parsed == nil || len(parsed.Operations) == 0 || parsed.Operations[0].Position.Src.Input != query || !d.fits(parsed) {
		return nil, false
	}
	d.Add(ctx, query, parsed)
	return parsed, true
}

// Add keeps a document.
func (d documents) Add(ctx context.Context, query string, doc *ast.QueryDocument) {
	if len(query) <= keptDocument {
		d.LRU.Add(ctx, query, doc)
	}
}

// rulesOfDocuments are those that gqlgen's executor validates by, which a test holds against it. It puts them together, and in order, for
// each document.
var rulesOfDocuments = slices.Collect(maps.Values(rules.NewDefaultRules().GetInner()))

// fits validates a document.
func (d documents) fits(doc *ast.QueryDocument) bool {
	fits := true
	observers := &validator.Events{}
	for _, rule := range rulesOfDocuments {
		rule(observers, func(...validator.ErrorOption) { fits = false })
	}
	validator.Walk(d.schema, doc, observers)
	return fits
}
