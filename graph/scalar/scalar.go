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
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"slices"

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
func write(to []byte, text string) []byte {
	if text == "" {
		return to
	}
	to = append(slices.Grow(to, len(text)+2), '"')
	for {
		n := copyPlain(to[len(to):len(to)+len(text)], text)
		to = to[:len(to)+n]
		if n == len(text) {
			return append(to, '"')
		}
		to = escape(to, text[n])
		text = text[n+1:]
		to = slices.Grow(to, len(text)+1)
	}
}

// copyPlain copies what a text begins with that JSON lets stand in a string as it is, and says how many bytes that is. to has
// the text's length, and what is in it behind those bytes means nothing. Eight are looked at and copied at a time, the last eight
// over some that were copied already.
func copyPlain(to []byte, text string) int {
	last := len(text) - 8
	if last < 0 {
		return copyShort(to, text)
	}
	for i := 0; ; i = min(i+8, last) {
		t := text[i : i+8]
		w := uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 | uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
		binary.LittleEndian.PutUint64(to[i:i+8], w)
		if special := specials(w); special != 0 {
			return i + bits.TrailingZeros64(special)/8
		}
		if i == last {
			return len(text)
		}
	}
}

func copyShort(to []byte, text string) int {
	for i := range len(text) {
		c := text[i]
		if c < ' ' || c == '"' || c == '\\' {
			return i
		}
		to[i] = c
	}
	return len(text)
}

// specials has a bit in the lowest of eight bytes that may not stand in a string as they are, and none where all may; the bytes
// above the lowest may have one that means nothing. Each byte is in its part of the word: a subtraction borrows into the part's
// top bit where it is a backslash, or is below a space or a quotation mark, and these two are told by one: with the second
// bit turned over a quotation mark is a space, what is below stays there, and what is above stays above.
func specials(w uint64) uint64 {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	return (((w ^ ones*2) - ones*(' '+1)) | ((w ^ ones*'\\') - ones)) &^ w & tops
}

// escape appends a byte that JSON does not let stand in a string as it is.
func escape(to []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(to, '\\', c)
	case '\n':
		return append(to, '\\', 'n')
	case '\r':
		return append(to, '\\', 'r')
	case '\t':
		return append(to, '\\', 't')
	}
	const hex = "0123456789ABCDEF"
	return append(to, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}

// read takes a text and nothing else.
func read(scalar string, v any) (string, error) {
	text, ok := v.(string)
	if !ok {
		return "", refuse("%v is no %s: it must be given as a string", v, scalar)
	}
	return text, nil
}
