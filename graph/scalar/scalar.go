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

// write appends a text, or nothing where it is empty. What may stand in a string as it is, is looked at and copied eight bytes at
// a time, the last eight of a text over some that were copied already.
func write(to []byte, text string) []byte {
	if text == "" {
		return to
	}
	at := len(to) + 1
	to = slices.Grow(to, len(text)+2)
	b := to[:at+len(text)+1]
	b[at-1] = '"'
	i := 0
	if len(text) >= 8 {
		for end := len(text) - 8; ; {
			w := word(text[i : i+8])
			if special(w) {
				break
			}
			binary.LittleEndian.PutUint64(b[at+i:], w)
			if i == end {
				b[at+len(text)] = '"'
				return b
			}
			i = min(i+8, end)
		}
	}
	for ; i < len(text); i++ {
		c := text[i]
		if escaped[c] {
			return escape(b[:at+i], text[i:])
		}
		b[at+i] = c
	}
	b[at+i] = '"'
	return b
}

// escape appends the rest of a text, which begins with a byte that JSON does not let stand in a string, and the quotation mark
// after it.
func escape(to []byte, text string) []byte {
	for i := range len(text) {
		c := text[i]
		if !escaped[c] {
			to = append(to, c)
			continue
		}
		switch c {
		case '"', '\\':
			to = append(to, '\\', c)
		case '\n':
			to = append(to, '\\', 'n')
		case '\r':
			to = append(to, '\\', 'r')
		case '\t':
			to = append(to, '\\', 't')
		default:
			const hex = "0123456789ABCDEF"
			to = append(to, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	return append(to, '"')
}

// word has the eight bytes of a text in one number.
func word(t string) uint64 {
	return uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 | uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
}

// special reports whether one of eight bytes may not stand in a string as it is. Each is in its part of the word: below a space, or
// equal to a quotation mark or a backslash, a subtraction borrows into the part's top bit.
func special(w uint64) bool {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	quote, backslash := w^ones*'"', w^ones*'\\'
	return ((w-ones*' ')&^w|(quote-ones)&^quote|(backslash-ones)&^backslash)&tops != 0
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
