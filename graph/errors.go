package graph

import (
	"context"
	"errors"
	"log/slog"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"onrecord/graph/scalar"
	"onrecord/store"
)

// The codes of errors, beside those of [store.Code] and gqlgen's own for requests that do not parse or do not fit the
// schema.
const (
	// TooManyIDs: nodes was asked for more than [store.MaxPage] records.
	TooManyIDs store.Code = "TOO_MANY_IDS"
	// Internal: the server's fault, of which the caller is told no more.
	Internal = "INTERNAL"
)

// ErrorPresenter gives every error a code in its extensions. What the caller can mend is said as it is; anything else is
// logged and told as "internal error", so that no answer shows a path or another piece of the machine.
func ErrorPresenter(ctx context.Context, err error) *gqlerror.Error {
	presented := graphql.DefaultErrorPresenter(ctx, err)
	if argument, ok := errors.AsType[*store.ArgumentError](err); ok {
		return coded(presented, argument.Message, string(argument.Code))
	}
	if input, ok := errors.AsType[*scalar.InputError](err); ok {
		return coded(presented, input.Error(), errcode.ValidationFailed)
	}
	if _, ok := presented.Extensions["code"]; ok {
		return presented
	}
	if presented.Err == nil && graphql.GetFieldContext(ctx) == nil {
		return coded(presented, presented.Message, errcode.ValidationFailed)
	}
	slog.ErrorContext(ctx, "a query failed", "path", presented.Path.String(), "error", err)
	return coded(presented, "internal error", Internal)
}

// coded is a copy of an error with a message and a code of ours; extensions of others are not passed on.
func coded(e *gqlerror.Error, message, code string) *gqlerror.Error {
	return &gqlerror.Error{
		Message:    message,
		Path:       e.Path,
		Locations:  e.Locations,
		Extensions: map[string]any{"code": code},
	}
}
