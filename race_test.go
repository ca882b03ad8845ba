//go:build race

package main

import "testing"

// Processes of their own share nothing that could be raced for with the test, and take many times as long; make test has them.
func slowUnderRace(t testing.TB) {
	t.Helper()
	t.Skip("has no more to show under the race detector")
}
