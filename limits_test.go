package main

import (
	"testing"

	"github.com/alecthomas/kong"
)

// defaultLimits are those of a server that was told nothing else.
func defaultLimits(t testing.TB) limits {
	t.Helper()
	var l limits
	parser, err := kong.New(&l, limitVariables)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(nil); err != nil {
		t.Fatal(err)
	}
	return l
}
