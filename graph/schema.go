package graph

import (
	"maps"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"onrecord/graph/generated"
	"onrecord/store"
)

// NewSchema is the schema, answered from a store by the lean executor; see graph/lean.
func NewSchema(s *store.Store) graphql.ExecutableSchema {
	return generated.NewLeanSchema(generated.Config{Schema: schema(), Resolvers: &Resolver{Store: s}})
}

// SDL is the whole schema in the schema definition language, descriptions included, as one document. It is always the
// same, and sorted by name.
func SDL() string { return sdl() }

// directives are those of the GraphQL specification. The others that gqlgen knows are left out: @defer loses data over
// plain HTTP, and the rest only steer its code generation.
var directives = map[string]bool{"include": true, "skip": true, "deprecated": true, "specifiedBy": true, "oneOf": true}

var schema = sync.OnceValue(func() *ast.Schema {
	s := generated.NewExecutableSchema(generated.Config{}).Schema()
	maps.DeleteFunc(s.Directives, func(name string, _ *ast.DirectiveDefinition) bool { return !directives[name] })
	return s
})

var sdl = sync.OnceValue(func() string {
	var b strings.Builder
	formatter.NewFormatter(&b, formatter.WithIndent("  ")).FormatSchema(schema())
	return b.String()
})
