package lean

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// watcher is shown the pages of lists that an operation meets. The context knows the field that gave one; see
// graphql.GetFieldContext. An error of the watcher's is the field's.
type watcher func(ctx context.Context, page any) error

const watching = "onrecord/graph/lean.watching"

// Watch has see shown every object of an operation that has a pageInfo, whether or not the operation asks for that, while it is
// answered. Operations that are the stock executor's have every value shown, and side by side.
func Watch(operation *graphql.OperationContext, see func(ctx context.Context, page any) error) {
	operation.Stats.SetExtension(watching, watcher(see))
}

func watched(operation *graphql.OperationContext) watcher {
	see, _ := operation.Stats.GetExtension(watching).(watcher)
	return see
}

// around shows what every resolver gives.
func (see watcher) around(resolve graphql.FieldMiddleware) graphql.FieldMiddleware {
	return func(ctx context.Context, next graphql.Resolver) (any, error) {
		if err := ctx.Err(); err != nil {
			return nil, err // its time was up, or whoever asked has gone
		}
		value, err := resolve(ctx, next)
		if err == nil {
			err = see(ctx, value)
		}
		if err != nil {
			return nil, err
		}
		return value, nil
	}
}

// Shown shows a page to whoever watches. It is false where that failed.
func (x *Execution) Shown(page any) bool { return x.watch == nil || !x.Failed(x.watch(x, page)) }
