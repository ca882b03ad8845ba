package loader

import (
	"regexp"
	"strings"
	"time"

	"github.com/sfomuseum/go-edtf"
	"github.com/sfomuseum/go-edtf/parser"

	"onrecord/news"
)

// edtfForm is what of ISO 8601-2 levels 0 and 1 is read: a day, month or year, one with X for unknown digits from the right,
// a season, or an interval of these with open ends. Years have four digits.
var edtfForm = regexp.MustCompile(`^(\d{4}|\d{3}X|\d{2}XX|\d{4}-2[1-4]|\d{4}-[01]\d|\d{4}-XX|\d{4}-[01]\d-(\d{2}|XX)|\d{4}-XX-XX)$`)

func (l *linker) date(w *dateWire) news.UncertainDate {
	if w == nil {
		return news.UncertainDate{Basis: news.UnknownBasis}
	}
	edtf := w.EDTF
	edtf.text = l.kept.text(edtf) // which is the first and the last day too, mostly
	d := news.UncertainDate{
		EDTF:      edtf.text,
		Printed:   l.kept.reading(w.Printed),
		Basis:     enum(l.problems, w.Basis, news.DateBases, news.UnknownBasis),
		Reasoning: l.kept.reading(w.Reasoning),
	}
	if w.EDTF.given() {
		d.Earliest, d.Latest = l.bounds(edtf)
	}
	switch {
	case d.Basis == news.UnknownBasis && w.EDTF.given():
		l.report(DateBasis, w.EDTF.place, "say what it rests on: STATED, ANCHORED or INFERRED", "a date of basis UNKNOWN has no value")
	case d.Basis != news.UnknownBasis && !w.EDTF.given():
		l.report(DateBasis, w.Basis.place, "add edtf, or make the basis UNKNOWN", "a date of basis %s has a value", d.Basis)
	case d.Basis == news.Inferred && d.Reasoning == "":
		l.report(DateBasis, w.Basis.place, "add reasoning, step by step", "a date that was inferred says how")
	}
	return d
}

// bounds gives the first and the last day an EDTF value can mean; "" is an open end.
func (l *linker) bounds(w word) (earliest, latest news.Date) {
	if day, err := news.ParseDate(w.text); err == nil && !strings.HasPrefix(w.text, "0000") {
		return day, day // as most dates are
	}
	if strings.ContainsAny(w.text, "?~%") {
		l.report(BadDate, w.place, "leave the mark out; basis and reasoning say what the date rests on", "%s uses a mark of doubt", quoted(w.text))
		return "", ""
	}
	from, to, interval := strings.Cut(w.text, "/")
	for _, end := range []string{from, to} {
		if !edtfForm.MatchString(end) && !(interval && (end == ".." || end == "")) {
			l.badDate(w)
			return "", ""
		}
		if to == "" && !interval {
			break
		}
	}
	if !interval {
		first, last := l.parseEDTF(w, from)
		return first, last
	}
	earliest, _ = l.parseEDTF(w, from)
	_, latest = l.parseEDTF(w, to)
	if earliest == "" && latest == "" || earliest != "" && latest != "" && earliest > latest {
		l.report(BadDate, w.place, "", "the interval %s begins after it ends, or has no end at all", quoted(w.text))
		return "", ""
	}
	return earliest, latest
}

func (l *linker) badDate(w word) {
	l.report(BadDate, w.place, "write 2023-10-07, 2023-10, 2023, or an interval such as 2023-10-18/2023-10-23 or 2021-10/..", "%s is not a date of EDTF level 0 or 1", quoted(w.text))
}

func (l *linker) noSuchDay(w word) {
	l.report(BadDate, w.place, "", "%s is not on any calendar", quoted(w.text))
}

// parseEDTF reads one date, not an interval.
func (l *linker) parseEDTF(w word, s string) (earliest, latest news.Date) {
	if s == "" || s == ".." {
		return "", ""
	}
	parsed, err := parser.ParseString(s)
	if err != nil || strings.HasSuffix(s, "-00") { // the library takes day 0 for the last one
		l.noSuchDay(w)
		return "", ""
	}
	return l.day(w, parsed.Start.Lower), l.day(w, parsed.End.Upper)
}

// day checks that the day is on the calendar: the library rolls 30 February over into March.
func (l *linker) day(w word, d *edtf.Date) news.Date {
	if d == nil || d.YMD == nil {
		l.badDate(w)
		return ""
	}
	t := time.Date(d.YMD.Year, time.Month(d.YMD.Month), d.YMD.Day, 0, 0, 0, 0, time.UTC)
	if t.Day() != d.YMD.Day || int(t.Month()) != d.YMD.Month || d.YMD.Year < 1 || d.YMD.Year > 9999 {
		l.noSuchDay(w)
		return ""
	}
	return news.Date(t.Format(time.DateOnly))
}
