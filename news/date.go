package news

import (
	"fmt"
	"time"
)

// Date is an ISO 8601 calendar date, "2023-10-07". As text it sorts as it counts. "" is no date.
type Date string

// ParseDate reads a calendar date and refuses days that do not exist. Years run from 0001 to 9999.
func ParseDate(s string) (Date, error) {
	t, ok := calendarDay(s)
	if !ok || t.Year() < 1 {
		return "", fmt.Errorf("%q is not a calendar date such as 2023-10-07", s)
	}
	return Date(s), nil
}

// Days counts from 0001-01-01, which is 0.
func (d Date) Days() (int, bool) {
	t, ok := calendarDay(string(d))
	if !ok {
		return 0, false
	}
	return int((t.Unix() - beginning) / (24 * 60 * 60)), true
}

// beginning is when 0001-01-01 begins.
var beginning = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).Unix()

// calendarDay is the day that a calendar date names, as [time.Parse] reads it with [time.DateOnly], in a fraction of the time: every record has a date or two.
func calendarDay(s string) (t time.Time, ok bool) {
	if len(s) != len(time.DateOnly) || s[4] != '-' || s[7] != '-' {
		return t, false
	}
	year, month, day := digits(s[:4]), digits(s[5:7]), digits(s[8:])
	if year < 0 || month < 0 || day < 0 {
		return t, false
	}
	t = time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	_, m, d := t.Date()
	return t, m == time.Month(month) && d == day
}

// digits is the number that digits stand for, or less than 0 where there is anything else.
func digits(s string) (n int) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = 10*n + int(s[i]-'0')
	}
	return n
}

// UncertainDate is a date as far as it is known, and why.
type UncertainDate struct {
	// EDTF is ISO 8601-2 (levels 0 and 1, and intervals), "" where nothing can be said.
	EDTF string
	// Earliest and Latest are the first and the last day it can be, both included. "" is an open end.
	Earliest, Latest Date
	// Printed is the words in the article, such as a weekday.
	Printed string
	Basis   DateBasis
	// Reasoning is how it was inferred, for a reader.
	Reasoning string
}

// Known reports whether at least one bound is known.
func (d UncertainDate) Known() bool { return d.Earliest != "" || d.Latest != "" }

// DateBasis is what a date rests on.
type DateBasis string

// STATED: absolute in the text. ANCHORED: relative words resolved against the article's own date. INFERRED: a curator's
// reasoning, written out. UNKNOWN: nothing can be said.
const (
	Stated       DateBasis = "STATED"
	Anchored     DateBasis = "ANCHORED"
	Inferred     DateBasis = "INFERRED"
	UnknownBasis DateBasis = "UNKNOWN"
)

// DateBases lists every [DateBasis].
var DateBases = []DateBasis{Stated, Anchored, Inferred, UnknownBasis}
