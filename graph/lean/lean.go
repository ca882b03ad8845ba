// Package lean is what the generated lean executor stands on.
//
// graph/lean/plugin generates, beside gqlgen's own executor and from the same schema, bindings and resolvers, a second one
// that does its work in one goroutine and appends JSON to one buffer. What is generated knows the fields of every type; this
// package knows the rest: the plan of an operation, the way to the field that is being answered, nulls and errors.
//
// A context that a resolver is given is the execution itself. It answers graphql.GetFieldContext from the way, so that
// errors have their paths, and must not be kept beyond the resolver's return.
package lean

import (
	"context"
	"reflect"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
)

// Type is an object type as it is generated.
type Type struct {
	name, quoted string
	// satisfies has the type's name and those of its interfaces and unions.
	satisfies []string
	fields    map[string]numbered
}

// Definition is a field of a [Type].
type Definition struct {
	Name    string
	NonNull bool
}

type numbered struct {
	number  int
	nonNull bool
}

// typename is the number of the field __typename, which every type has.
const typename = -1

// NewType is an object type with its fields in the order of their numbers.
func NewType(name string, satisfies []string, fields ...Definition) *Type {
	t := &Type{name: name, quoted: `"` + name + `"`, satisfies: satisfies, fields: map[string]numbered{"__typename": {typename, true}}}
	for i, f := range fields {
		t.fields[f.Name] = numbered{i, f.NonNull}
	}
	return t
}

// Argument is an argument of a field as it is generated.
type Argument struct {
	name   string
	absent any // the value where none is given
	read   func(any) (any, bool)
}

// Takes is an argument that is read by a function, which reports false of what is not as it should be.
func Takes[V any](name string, read func(any) (V, bool)) Argument {
	var absent V
	return Argument{name, absent, func(given any) (any, bool) {
		v, ok := read(given)
		return v, ok
	}}
}

// Intercepted reports whether an extension stands around the fields of the operation. Such an operation is the stock
// executor's, because here nothing is called around a field.
func Intercepted(operation *graphql.OperationContext) bool {
	field, root := middlewares(operation)
	plainField, plainRoot := plain()
	return field != plainField || root != plainRoot
}

// plain is the code of the middlewares of an executor without extensions.
var plain = sync.OnceValues(func() (field, root uintptr) {
	operation, _ := executor.New(nil).CreateOperationContext(graphql.StartOperationTrace(context.Background()), &graphql.RawParams{})
	return middlewares(operation)
})

func middlewares(operation *graphql.OperationContext) (field, root uintptr) {
	return reflect.ValueOf(operation.ResolverMiddleware).Pointer(), reflect.ValueOf(operation.RootResolverMiddleware).Pointer()
}
