package loader

import (
	"math"
	"slices"
	"strconv"

	"onrecord/news"
)

func (l *linker) linkFigure(in *linkedArticle, w *figureWire, f *news.Figure) {
	quantity := l.printed(news.KindQuantity, w.Quantity)
	*f = news.Figure{
		Quantity:   news.QuantityID(quantity.given()),
		Printed:    l.kept.reading(w.Printed),
		Comparator: enum(l.problems, w.Comparator, news.Comparators, ""),
		Value:      l.number(w.Value),
		Low:        l.number(w.Low),
		High:       l.number(w.High),
		AsOf:       l.date(w.AsOf),
		Quality:    enum(l.problems, w.Quality, news.FigureQualities, news.OK),
	}
	for _, r := range w.Readings {
		if v := l.number(r); v != nil {
			f.Readings = append(f.Readings, *v)
		}
	}
	slices.Sort(f.Readings)
	f.ID = news.FigureID(l.anchor(in, &f.Anchor, &w.mentionWire, news.KindFigure, l.kept.text(w.Printed)))
	in.cover(w.Span.Span, number)
	l.checkNumber(f, w)
	l.checkBounds(f, w, quantity == nil || !quantity.marked(isUncounted))
}

func (l *linker) number(w word) *float64 {
	if !w.given() {
		return nil
	}
	v, err := strconv.ParseFloat(w.text, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		l.report(WrongType, w.place, "write digits only: 1400", "%s is not a number", quoted(w.text))
		return nil
	}
	return &v
}

// checkBounds fills low and high from the comparator and the value, and holds what the curator wrote against them. counts says whether whole
// things are counted.
func (l *linker) checkBounds(f *news.Figure, w *figureWire, counts bool) {
	switch {
	case f.Comparator == "" || w.Value.given() && f.Value == nil || w.Low.given() && f.Low == nil || w.High.given() && f.High == nil:
		return // told already
	case f.Comparator == news.Range && (f.Low == nil || f.High == nil):
		l.report(BadBounds, w.Comparator.place, "add low and high", "a RANGE names both its ends")
		return
	case (f.Comparator == news.Range || f.Comparator == news.Indefinite) && f.Value != nil:
		l.report(BadBounds, w.Value.place, "leave value out", "a figure of comparator %s has no single value", f.Comparator)
		return
	case f.Low != nil && f.High != nil && *f.Low > *f.High:
		l.report(BadBounds, w.Low.place, "", "low is %v, above high, which is %v", *f.Low, *f.High)
		return
	case f.Comparator == news.Range:
		return
	case f.Value == nil && f.Quality == news.OK && f.Comparator != news.Indefinite:
		l.report(MissingKey, w.At, "add value", "a figure of comparator %s has a value unless it is SUSPECT", f.Comparator)
		return
	case f.Value == nil:
		if f.Low != nil || f.High != nil {
			l.report(BadBounds, w.Comparator.place, "leave low and high out", "a figure without a value has no bounds, unless it is a RANGE")
		}
		return
	}
	low, high := f.Comparator.Bounds(*f.Value, counts)
	for _, end := range []struct {
		name          string
		written       word
		given, wanted *float64
	}{{"low", w.Low, f.Low, low}, {"high", w.High, f.High, high}} {
		if end.given != nil && (end.wanted == nil || *end.given != *end.wanted) {
			l.report(BadBounds, end.written.place, "leave it out: it follows from comparator and value", "%s does not fit %s %v", end.name, f.Comparator, *f.Value)
		}
	}
	f.Low, f.High = low, high
}

// checkNumber holds comparator and value against what the printed words say.
func (l *linker) checkNumber(f *news.Figure, w *figureWire) {
	said := readNumber(f.Printed)
	switch {
	case f.Quality == news.Suspect:
		if len(f.Readings) == 0 {
			l.report(MalformedNumber, w.Quality.place, "add readings: what it may mean", "a SUSPECT figure lists its readings")
		}
		if f.Value != nil {
			l.report(MalformedNumber, w.Value.place, "leave value out", "a SUSPECT figure has no value: nobody can say which reading is right")
		}
	case said.malformed:
		l.report(MalformedNumber, w.Printed.place, "give it quality: SUSPECT and readings", "%s holds a number that cannot be read as it is printed", quoted(f.Printed))
		return
	case len(f.Readings) > 0:
		l.report(MalformedNumber, w.Readings[0].place, "give it quality: SUSPECT, or leave readings out", "only a SUSPECT figure has readings")
	}
	if f.Comparator == "" {
		return
	}
	if f.Comparator != said.comparator {
		l.report(ComparatorMismatch, w.Comparator.place, "the words say "+string(said.comparator), "%s is not what %s says", f.Comparator, quoted(f.Printed))
		return
	}
	if f.Value != nil && (len(said.values) != 1 || said.values[0] != *f.Value) {
		l.report(NumberMismatch, w.Value.place, said.suggestion(), "%s does not say %s", quoted(f.Printed), w.Value.text)
	}
	if f.Comparator == news.Range && f.Low != nil && f.High != nil && !slices.Equal(said.values, []float64{*f.Low, *f.High}) {
		l.report(NumberMismatch, w.Low.place, said.suggestion(), "%s does not say %s to %s", quoted(f.Printed), w.Low.text, w.High.text)
	}
}
