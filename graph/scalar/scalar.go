// Package scalar writes and reads the schema's scalars.
//
// Where the domain keeps "" for what is not known, the API says null: every scalar that is text writes "" as null, and
// gqlgen makes an error of it where the schema promises a value. Reading is strict: a value of another JSON type is
// refused, never converted.
package scalar

import (
	"fmt"

	"github.com/99designs/gqlgen/graphql"
)

// InputError is a value that does not have its scalar's form. Its message is fit to show to the caller.
type InputError struct{ message string }

// Error is the message.
func (e *InputError) Error() string { return e.message }

func refuse(format string, args ...any) error {
	return &InputError{message: fmt.Sprintf(format, args...)}
}

// write gives a text, or null where it is empty.
func write[S ~string](text S) graphql.Marshaler {
	if text == "" {
		return graphql.Null
	}
	return graphql.MarshalString(string(text))
}

// read takes a text and nothing else.
func read(scalar string, v any) (string, error) {
	text, ok := v.(string)
	if !ok {
		return "", refuse("%v is no %s: it must be given as a string", v, scalar)
	}
	return text, nil
}
