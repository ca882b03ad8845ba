package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// The bounds of what is kept of documents that clients may ask by their hash alone.
const (
	maxPersisted      = 8 << 10 // bytes of one document; a longer one is answered and not kept
	maxPersistedTotal = 4 << 20 // bytes of all of them; the ones least asked go first
)

// The codes of automatic persisted queries. Clients know the first two by name: on PERSISTED_QUERY_NOT_FOUND they send hash
// and document, on PERSISTED_QUERY_NOT_SUPPORTED documents only.
const (
	persistedQueryNotFound     = "PERSISTED_QUERY_NOT_FOUND"
	persistedQueryNotSupported = "PERSISTED_QUERY_NOT_SUPPORTED"
	persistedQueryMismatch     = "PERSISTED_QUERY_MISMATCH"
	badPersistedQuery          = "BAD_PERSISTED_QUERY"
)

// persistedQueries keeps documents by the SHA-256 that clients gave with them, so that the next request need only give
// that: https://www.apollographql.com/docs/apollo-server/performance/apq has the protocol. A document is kept once it is known to
// fit the schema.
type persistedQueries struct {
	documents *otter.Cache[string, string]
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
	graphql.OperationContextMutator
} = persistedQueries{}

func newPersistedQueries() persistedQueries {
	return persistedQueries{otter.Must(&otter.Options[string, string]{
		MaximumWeight: maxPersistedTotal,
		Weigher:       func(hash, document string) uint32 { return uint32(len(hash) + len(document)) },
	})}
}

// ExtensionName is what gqlgen calls it by.
func (persistedQueries) ExtensionName() string { return "PersistedQueries" }

// Validate finds nothing wrong with any schema.
func (persistedQueries) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters gives a question that has only a hash its document.
func (p persistedQueries) MutateOperationParameters(_ context.Context, question *graphql.RawParams) *gqlerror.Error {
	hash, err := persistedHash(question.Extensions)
	if hash == "" || err != nil {
		return err
	}
	if question.Query != "" {
		if sum := sha256.Sum256([]byte(question.Query)); hex.EncodeToString(sum[:]) != hash {
			return failure(persistedQueryMismatch, "the hash is not the SHA-256 of the query, in lower case hexadecimal")
		}
		return nil
	}
	document, found := p.documents.GetIfPresent(hash)
	if !found {
		return failure(persistedQueryNotFound, "PersistedQueryNotFound") // the words that older clients look for
	}
	question.Query = document
	return nil
}

// MutateOperationContext keeps the document of an operation that can be run.
func (p persistedQueries) MutateOperationContext(_ context.Context, operation *graphql.OperationContext) *gqlerror.Error {
	if hash, err := persistedHash(operation.Extensions); hash != "" && err == nil && len(operation.RawQuery) <= maxPersisted {
		p.documents.SetIfAbsent(hash, operation.RawQuery)
	}
	return nil
}

// persistedHash is the hash that a request gives for its document, "" where it gives none.
func persistedHash(extensions map[string]any) (string, *gqlerror.Error) {
	given, found := extensions["persistedQuery"]
	if !found || given == nil {
		return "", nil
	}
	persisted, _ := given.(map[string]any)
	version, _ := persisted["version"].(json.Number)
	hash, _ := persisted["sha256Hash"].(string)
	if len(hash) != hex.EncodedLen(sha256.Size) || version == "" {
		return "", failure(badPersistedQuery, `extensions.persistedQuery must be {"version": 1, "sha256Hash": "<64 hexadecimal digits>"}`)
	}
	if version != "1" {
		return "", failure(persistedQueryNotSupported, "persisted queries are known in version 1 only")
	}
	return hash, nil
}
