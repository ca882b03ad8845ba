package main

import (
	"context"

	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
)

// How many documents are kept as they were parsed and validated, and up to which length in bytes. A document takes about
// sixty times its length, so they take 64 MB at the worst. The plans of their operations are kept with them; see graph/lean.
const (
	keptDocuments = 256
	keptDocument  = 4 << 10
)

// documents keeps those that were asked last, and long ones not at all.
type documents struct{ lru.LRU[*ast.QueryDocument] }

func newDocuments() documents { return documents{*lru.New[*ast.QueryDocument](keptDocuments)} }

// Add keeps a document.
func (d documents) Add(ctx context.Context, query string, doc *ast.QueryDocument) {
	if len(query) <= keptDocument {
		d.LRU.Add(ctx, query, doc)
	}
}
