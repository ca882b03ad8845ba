package news

import (
	"fmt"
	"testing"
	"time"
)

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

// A date is read as the standard library reads it, whatever stands where a digit or a hyphen should.
func TestADateIsReadAsTheLibraryReadsIt(t *testing.T) {
	hold := func(s string) {
		t.Helper()
		want, err := time.Parse(time.DateOnly, s)
		if got, ok := calendarDay(s); ok != (err == nil) || ok && !got.Equal(want) {
			t.Errorf("%q is %v, %v; want %v, %v", s, got, ok, want, err)
		}
	}
	for _, year := range []string{"0000", "0001", "1900", "2000", "2023", "2024", "9999"} {
		for month := range 14 {
			for day := range 33 {
				hold(fmt.Sprintf("%s-%02d-%02d", year, month, day))
			}
		}
	}
	for i := range "2024-02-29" {
		for _, other := range []string{"", "-", "+", " ", "x", "3", "٣", "/", ":", "11"} {
			hold("2024-02-29"[:i] + other + "2024-02-29"[i+1:])
		}
	}
}
