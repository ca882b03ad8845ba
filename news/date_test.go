package news

import "testing"

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
