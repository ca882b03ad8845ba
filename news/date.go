package news

import (
	"fmt"
	"time"
)

// Date is an ISO 8601 calendar date, "2023-10-07". As text it sorts as it counts. "" is no date.
type Date string

// ParseDate reads a calendar date and refuses days that do not exist. Years run from 0001 to 9999.
func ParseDate(s string) (Date, error) {
	if _, ok := Date(s).Days(); !ok {
		return "", fmt.Errorf("%q is not a calendar date such as 2023-10-07", s)
	}
	return Date(s), nil
}

// Days counts from 0001-01-01, which is 0. It is asked for millions of dates, and so does not go through [time.Parse].
func (d Date) Days() (int, bool) {
	if len(d) != len(time.DateOnly) || d[4] != '-' || d[7] != '-' {
		return 0, false
	}
	year, month, day := digits(d[:4]), digits(d[5:7]), digits(d[8:])
	if year < 1 || month < 1 || day < 1 {
		return 0, false
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Month() != time.Month(month) || t.Day() != day { // it fell into another month
		return 0, false
	}
	return int((t.Unix() - firstDay) / (24 * 60 * 60)), true
}

var firstDay = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).Unix()

// digits is the number that a text is, or -1 where there is anything else.
func digits(text Date) (n int) {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return -1
		}
		n = 10*n + int(text[i]-'0')
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
