// Package dateparser stands in the place of a library of the same path, which go-htmldate brings along for dates in the words of two
// hundred languages: see docs/decisions/0024-around-the-executor.md. Nobody here asks go-htmldate for those (SkipExtensiveSearch),
// and the library's tables would be 31 MB of memory in every run of every command, the server's first of all.
//
// It has what go-htmldate names, and says of every text that it has not looked for a date in it.
package dateparser

import (
	"errors"
	"time"
)

// ParserType is a way to look for a date.
type ParserType uint8

// The ways that go-htmldate asks for.
const (
	CustomFormat ParserType = iota
	AbsoluteTime
)

// PreferredDateSource is which date is meant by one that lacks its year.
type PreferredDateSource uint8

// Past is the last that there was.
const Past PreferredDateSource = 1

// Configuration is how dates are looked for.
type Configuration struct {
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// Parser looks for dates.
type Parser struct{ ParserTypes []ParserType }

// Date is a date that was found.
type Date struct{ Time time.Time }

// ErrNotLookedFor is the error of every text.
var ErrNotLookedFor = errors.New("dates in words are not looked for")

// Parse gives [ErrNotLookedFor].
func (*Parser) Parse(*Configuration, string, ...string) (Date, error) {
	return Date{}, ErrNotLookedFor
}
