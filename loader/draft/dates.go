package draft

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"onrecord/news"
)

// Date is a date as an article prints it, and what it comes to.
type Date struct {
	news.Span
	// EDTF is "" where it cannot be said, for want of a year or of the article's own date.
	EDTF       string
	Basis      news.DateBasis
	Rule       string
	Confidence float64
}

var monthNumber = func() map[string]time.Month {
	m := map[string]time.Month{}
	for i := time.January; i <= time.December; i++ {
		name := strings.ToLower(i.String())
		m[name] = i
		m[name[:3]], m[name[:3]+"."] = i, i
	}
	m["sept"], m["sept."] = time.September, time.September
	return m
}()

var weekdayNumber = map[string]time.Weekday{"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6}

var futureWords = set("will next coming upcoming plans planned plan scheduled expected expects expect hopes due tomorrow would shall later until by before ahead")

// dates finds the dates of the blocks that speak. published is the article's own, "" where it is not known: then only what is
// printed in full can be resolved.
func (p *page) dates(published news.Date) []Date {
	anchor, err := time.Parse(time.DateOnly, string(published))
	anchored := err == nil
	var found []Date
	for b := range p.blocks {
		if !p.blocks[b].speaks() {
			continue
		}
		from, to := p.tokenRange(p.blocks[b].Span)
		tokens := p.tokens[from:to]
		for i := 0; i < len(tokens); {
			d, n := dateAt(tokens, i, anchor, anchored)
			if n == 0 {
				i++
				continue
			}
			d.Span = news.Span{Start: tokens[i].Start, End: tokens[i+n-1].End}
			found = append(found, d)
			i += n
		}
	}
	return found
}

// dateAt reads the date that begins at token i, and how many tokens it has; 0 where there is none.
func dateAt(tokens []Token, i int, anchor time.Time, anchored bool) (Date, int) {
	low := func(i int) string {
		if i < 0 || i >= len(tokens) {
			return ""
		}
		return tokens[i].Lower
	}
	t := &tokens[i]
	day := func(w string) int {
		w = strings.TrimRight(w, "stndrh")
		if v, err := strconv.Atoi(w); err == nil && v >= 1 && v <= 31 {
			return v
		}
		return 0
	}
	year := func(w string) int {
		if isYear(w) {
			v, _ := strconv.Atoi(w)
			return v
		}
		return 0
	}
	if _, err := time.Parse(time.DateOnly, t.Text); err == nil {
		return Date{EDTF: t.Text, Basis: news.Stated, Rule: "date/iso", Confidence: 0.99}, 1
	}
	if m, ok := monthNumber[t.Lower]; ok && t.upper() {
		switch d := day(low(i + 1)); {
		case d > 0:
			n, y := 2, 0
			if y = year(low(i + 2)); y > 0 {
				n = 3
			} else if y = year(low(i + 3)); y > 0 && low(i+2) == "," {
				n = 4
			}
			return dayMonth(y, m, d, anchor, anchored, future(tokens, i)), n
		case year(low(i+1)) > 0:
			return Date{EDTF: fmt.Sprintf("%04d-%02d", year(low(i+1)), m), Basis: news.Stated, Rule: "date/month-year", Confidence: 0.97}, 2
		case t.Lower != "may" && t.Lower != "march" || prepositions[low(i-1)] || low(i-1) == "last":
			if t.Lower == "mar" || t.Lower == "jan" || t.Lower == "dec" || t.Lower == "jun" {
				return Date{}, 0
			}
			if !anchored {
				return Date{Basis: news.UnknownBasis, Rule: "date/month", Confidence: 0.6}, 1
			}
			y := anchor.Year()
			if m > anchor.Month() && !future(tokens, i) || low(i-1) == "last" && m >= anchor.Month() {
				y--
			}
			return Date{EDTF: fmt.Sprintf("%04d-%02d", y, m), Basis: news.Anchored, Rule: "date/month", Confidence: 0.8}, 1
		}
		return Date{}, 0
	}
	if d := day(t.Lower); d > 0 && t.digit() {
		at := i + 1
		if low(at) == "of" {
			at++
		}
		if m, ok := monthNumber[low(at)]; ok && tokens[at].upper() {
			if y := year(low(at + 1)); y > 0 {
				return dayMonth(y, m, d, anchor, anchored, false), at + 2 - i
			}
			return dayMonth(0, m, d, anchor, anchored, future(tokens, i)), at + 1 - i
		}
		return Date{}, 0
	}
	if wd, ok := weekdayNumber[t.Lower]; ok && t.upper() {
		if !anchored {
			return Date{Basis: news.UnknownBasis, Rule: "date/weekday", Confidence: 0.6}, 1
		}
		back := (int(anchor.Weekday()) - int(wd) + 7) % 7
		at := anchor.AddDate(0, 0, -back)
		rule, confidence := "date/weekday", 0.86
		switch {
		case low(i-1) == "last" && back == 0:
			at = at.AddDate(0, 0, -7)
		case low(i-1) == "next" || low(i-1) == "coming" || low(i-1) == "by" && back != 0 || future(tokens, i) && back != 0:
			at, rule, confidence = at.AddDate(0, 0, 7), "date/weekday-ahead", 0.7
		}
		return Date{EDTF: at.Format(time.DateOnly), Basis: news.Anchored, Rule: rule, Confidence: confidence}, 1
	}
	relative := func(n int, from, to time.Time, rule string) (Date, int) {
		d := Date{Basis: news.Anchored, Rule: rule, Confidence: 0.85}
		if !anchored {
			d.Basis, d.Confidence = news.UnknownBasis, 0.6
			return d, n
		}
		if d.EDTF = from.Format(time.DateOnly); from != to {
			d.EDTF += "/" + to.Format(time.DateOnly)
		}
		return d, n
	}
	monday := anchor.AddDate(0, 0, -(int(anchor.Weekday())+6)%7)
	switch t.Lower {
	case "today", "tonight":
		return relative(1, anchor, anchor, "date/today")
	case "yesterday":
		return relative(1, anchor.AddDate(0, 0, -1), anchor.AddDate(0, 0, -1), "date/yesterday")
	case "tomorrow":
		return relative(1, anchor.AddDate(0, 0, 1), anchor.AddDate(0, 0, 1), "date/tomorrow")
	case "weekend":
		saturday := monday.AddDate(0, 0, 5)
		if saturday.After(anchor) {
			saturday = saturday.AddDate(0, 0, -7)
		}
		return relative(1, saturday, saturday.AddDate(0, 0, 1), "date/weekend")
	case "this", "last", "next":
		shift := map[string]int{"this": 0, "last": -1, "next": 1}[t.Lower]
		switch low(i + 1) {
		case "week":
			from := monday.AddDate(0, 0, 7*shift)
			return relative(2, from, from.AddDate(0, 0, 6), "date/week")
		case "month":
			d := Date{EDTF: time.Date(anchor.Year(), anchor.Month()+time.Month(shift), 1, 0, 0, 0, 0, time.UTC).Format("2006-01"), Basis: news.Anchored, Rule: "date/month-relative", Confidence: 0.85}
			if !anchored {
				d.EDTF, d.Basis, d.Confidence = "", news.UnknownBasis, 0.6
			}
			return d, 2
		case "year":
			d := Date{EDTF: fmt.Sprintf("%04d", anchor.Year()+shift), Basis: news.Anchored, Rule: "date/year-relative", Confidence: 0.85}
			if !anchored {
				d.EDTF, d.Basis, d.Confidence = "", news.UnknownBasis, 0.6
			}
			return d, 2
		}
	}
	if y := year(t.Text); y > 0 && (low(i-1) == "in" || low(i-1) == "since" || low(i-1) == "of" || low(i-1) == "from") {
		return Date{EDTF: fmt.Sprintf("%04d", y), Basis: news.Stated, Rule: "date/year", Confidence: 0.9}, 1
	}
	return Date{}, 0
}

// dayMonth is a day whose year, where it is not printed, is that of the latest such day.
func dayMonth(y int, m time.Month, d int, anchor time.Time, anchored, ahead bool) Date {
	result := Date{Basis: news.Stated, Rule: "date/day-month-year", Confidence: 0.98}
	if y == 0 {
		if !anchored {
			return Date{Basis: news.UnknownBasis, Rule: "date/day-month", Confidence: 0.6}
		}
		result = Date{Basis: news.Anchored, Rule: "date/day-month", Confidence: 0.88}
		y = anchor.Year()
		if at := time.Date(y, m, d, 0, 0, 0, 0, time.UTC); at.After(anchor) && (!ahead || at.Sub(anchor) > 200*24*time.Hour) {
			y--
		} else if ahead && anchor.Sub(at) > 200*24*time.Hour {
			y++
		}
	}
	at := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	if at.Day() != d {
		return Date{Basis: news.UnknownBasis, Rule: "date/impossible", Confidence: 0.3}
	}
	result.EDTF = at.Format(time.DateOnly)
	return result
}

// future reports whether a word near a date says that it lies ahead.
func future(tokens []Token, i int) bool {
	for j := max(0, i-8); j < min(len(tokens), i+4); j++ {
		if tokens[j].Text == "." && j > i {
			break
		}
		if tokens[j].Text == "." {
			// Only the sentence at hand counts.
			return futureIn(tokens[j+1 : min(len(tokens), i+4)])
		}
	}
	return futureIn(tokens[max(0, i-8):min(len(tokens), i+4)])
}

func futureIn(tokens []Token) bool {
	for _, t := range tokens {
		if futureWords[t.Lower] && t.Lower != "by" && t.Lower != "before" && t.Lower != "would" && t.Lower != "later" {
			return true
		}
	}
	return false
}
