//go:build !race

package main

import "testing"

func slowUnderRace(testing.TB) {}
