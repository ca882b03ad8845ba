package store

import "fmt"

// Code says which rule an [ArgumentError] broke. It is part of the API: answers carry it as extensions.code.
type Code string

// The codes of an argument error.
const (
	// BadID: the id is not of the form kind:slug, or its kind does not fit where it was given.
	BadID Code = "BAD_ID"
	// BadPage: First and Last together, or a number that is negative or above [MaxPage].
	BadPage Code = "BAD_PAGE"
	// BadCursor: the cursor was not made by this server, or for another list or order.
	BadCursor Code = "BAD_CURSOR"
	// BadFilter: a filter's value is not of its form, or its ends are the wrong way round.
	BadFilter Code = "BAD_FILTER"
)

// ArgumentError is a call that cannot be answered as it was asked. Its message is fit to show to the caller.
type ArgumentError struct {
	Code    Code
	Message string
}

// Error is the message.
func (e *ArgumentError) Error() string { return e.Message }

func refuse(code Code, format string, args ...any) error {
	return &ArgumentError{Code: code, Message: fmt.Sprintf(format, args...)}
}
