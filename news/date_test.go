package news

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// What a date is, and its day, are as [time.Parse] has it.
func TestDatesAreThoseOfTheCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year, month, day := rapid.IntRange(0, 9999).Draw(t, "year"), rapid.IntRange(0, 14).Draw(t, "month"), rapid.IntRange(0, 33).Draw(t, "day")
		text := rapid.OneOf(
			rapid.Just(fmt.Sprintf("%04d-%02d-%02d", year, month, day)),
			rapid.StringMatching(`[0-9-]{8,11}`),
			rapid.StringMatching(`[0-9]{4}.[0-9]{2}.[0-9]{1,2}`),
		).Draw(t, "date")
		want, err := time.Parse(time.DateOnly, text)
		sound := err == nil && want.Year() > 0
		if _, err := ParseDate(text); (err == nil) != sound {
			t.Fatalf("%q is refused with %v, want that to be %t", text, err, !sound)
		}
		n, ok := Date(text).Days()
		if ok != sound || sound && !time.Date(1, 1, 1+n, 0, 0, 0, 0, time.UTC).Equal(want) {
			t.Fatalf("%q is day %d, %t", text, n, ok)
		}
	})
}

func TestParseDateRefusesDaysThatDoNotExist(t *testing.T) {
	for _, s := range []string{"2023-10-07", "2024-02-29", "0001-01-01", "9999-12-31"} {
		if d, err := ParseDate(s); err != nil || string(d) != s {
			t.Errorf("ParseDate(%q) = %q, %v", s, d, err)
		}
	}
	for _, s := range []string{"", "2023-02-29", "2023-13-01", "2023-1-1", "0000-01-01", "7 October", "2023-10-07T00:00:00Z"} {
		if d, err := ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) = %q, want an error", s, d)
		}
	}
}

func TestDaysCountOverTheWholeCalendar(t *testing.T) {
	for d, want := range map[Date]int{"0001-01-01": 0, "0001-01-02": 1, "1970-01-01": 719162, "2023-10-07": 738799, "9999-12-31": 3652058} {
		if got, ok := d.Days(); !ok || got != want {
			t.Errorf("%s is day %d, want %d", d, got, want)
		}
	}
	if _, ok := Date("").Days(); ok {
		t.Error("no date has a day")
	}
}
