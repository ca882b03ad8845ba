// Package scalar writes and reads the schema's scalars.
//
// Where the domain keeps "" for what is not known, the API says null: every scalar that is text writes "" as null, and
// gqlgen makes an error of it where the schema promises a value. Reading is strict: a value of another JSON type is
// refused, never converted.
//
// What a scalar looks like is said once, by the function that appends it to a buffer. It appends nothing for null. The lean
// executor calls it, and Marshal gives the same to gqlgen's own.
package scalar

import (
	"fmt"
	"io"

	"github.com/99designs/gqlgen/graphql"
)

// InputError is a value that does not have its scalar's form. Its message is fit to show to the caller.
type InputError struct{ message string }

// Error is the message.
func (e *InputError) Error() string { return e.message }

func refuse(format string, args ...any) error {
	return &InputError{message: fmt.Sprintf(format, args...)}
}

// marshal gives what one of the Append functions appends, or null where that is nothing.
func marshal[V any](appendTo func([]byte, V) []byte, v V) graphql.Marshaler {
	written := appendTo(nil, v)
	if written == nil {
		return graphql.Null
	}
	return graphql.WriterFunc(func(w io.Writer) { _, _ = w.Write(written) }) // into a buffer
}

// write appends a text, or nothing where it is empty.
func write[S ~string](to []byte, text S) []byte {
	if text == "" {
		return to
	}
	to = append(to, '"')
	plain := 0
	for i := range len(text) {
		if !escaped[text[i]] {
			continue
		}
		to = append(append(to, text[plain:i]...), '\\')
		plain = i + 1
		switch c := text[i]; c {
		case '"', '\\':
			to = append(to, c)
		case '\n':
			to = append(to, 'n')
		case '\r':
			to = append(to, 'r')
		case '\t':
			to = append(to, 't')
		default:
			const hex = "0123456789ABCDEF"
			to = append(to, 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	return append(append(to, text[plain:]...), '"')
}

// escaped has the bytes that JSON does not let stand in a string.
var escaped = func() (set [256]bool) {
	for c := range ' ' {
		set[c] = true
	}
	set['"'], set['\\'] = true, true
	return set
}()

// read takes a text and nothing else.
func read(scalar string, v any) (string, error) {
	text, ok := v.(string)
	if !ok {
		return "", refuse("%v is no %s: it must be given as a string", v, scalar)
	}
	return text, nil
}
