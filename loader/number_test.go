package loader

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"onrecord/news"
)

func TestReadNumber(t *testing.T) {
	one := func(v ...float64) []float64 { return v }
	for _, c := range []struct {
		phrase     string
		comparator news.Comparator
		values     []float64
	}{
		// The table of docs/model.md.
		{"1,400", news.Exact, one(1400)},
		{"more than 1,400", news.MoreThan, one(1400)},
		{"at least five", news.AtLeast, one(5)},
		{"around 1,200", news.About, one(1200)},
		{"between 10 and 20", news.Range, one(10, 20)},
		{"thousands", news.Indefinite, nil},
		{"few", news.Indefinite, nil},
		{"no one injured", news.Exact, one(0)},

		// Digits.
		{"0", news.Exact, one(0)},
		{"7", news.Exact, one(7)},
		{"41 boats", news.Exact, one(41)},
		{"1,234,567", news.Exact, one(1234567)},
		{"10000", news.Exact, one(10000)},
		{"2.5", news.Exact, one(2.5)},
		{"1,400.25", news.Exact, one(1400.25)},
		{"$300", news.Exact, one(300)},
		{"12%", news.Exact, one(12)},
		{"a 10,000-strong crowd", news.Exact, one(10000)},
		{"40,", news.Exact, one(40)},
		{"1.5 million", news.Exact, one(1.5e6)},
		{"2.3 million", news.Exact, one(2.3e6)},
		{"$8.1 billion", news.Exact, one(8.1e9)},
		{"14 million people", news.Exact, one(14e6)},
		{"300 thousand", news.Exact, one(300e3)},

		// Words.
		{"zero", news.Exact, one(0)},
		{"one", news.Exact, one(1)},
		{"Twelve", news.Exact, one(12)},
		{"twenty-five", news.Exact, one(25)},
		{"ninety nine", news.Exact, one(99)},
		{"a hundred", news.Exact, one(100)},
		{"two hundred", news.Exact, one(200)},
		{"two hundred and fifty", news.Exact, one(250)},
		{"one hundred and one", news.Exact, one(101)},
		{"three hundred twelve", news.Exact, one(312)},
		{"a thousand", news.Exact, one(1000)},
		{"a thousand two hundred", news.Exact, one(1200)},
		{"one thousand and one", news.Exact, one(1001)},
		{"one thousand four hundred", news.Exact, one(1400)},
		{"two hundred thousand", news.Exact, one(200e3)},
		{"a hundred thousand", news.Exact, one(100e3)},
		{"two hundred and fifty thousand", news.Exact, one(250e3)},
		{"one million two hundred thousand", news.Exact, one(1.2e6)},
		{"a million", news.Exact, one(1e6)},
		{"half a million", news.Exact, one(5e5)},
		{"half a dozen", news.Exact, one(6)},
		{"two and a half million", news.Exact, one(2.5e6)},
		{"a dozen", news.Exact, one(12)},
		{"two dozen", news.Exact, one(24)},
		{"no boats", news.Exact, one(0)},
		{"no Americans", news.Exact, one(0)},
		{"none", news.Exact, one(0)},
		{"nobody", news.Exact, one(0)},
		{"no-one", news.Exact, one(0)},

		// Comparators.
		{"more than a thousand", news.MoreThan, one(1000)},
		{"More than two dozen", news.MoreThan, one(24)},
		{"over 300", news.MoreThan, one(300)},
		{"upwards of 300", news.MoreThan, one(300)},
		{"no more than 300", news.AtMost, one(300)},
		{"not more than a dozen", news.AtMost, one(12)},
		{"up to 20", news.AtMost, one(20)},
		{"as many as 20", news.AtMost, one(20)},
		{"at most three", news.AtMost, one(3)},
		{"fewer than ten", news.LessThan, one(10)},
		{"less than 1.5 million", news.LessThan, one(1.5e6)},
		{"under 50", news.LessThan, one(50)},
		{"no fewer than 60", news.AtLeast, one(60)},
		{"no less than 60", news.AtLeast, one(60)},
		{"60 or more", news.AtLeast, one(60)},
		{"a minimum of six", news.AtLeast, one(6)},
		{"nearly 40", news.About, one(40)},
		{"almost a hundred", news.About, one(100)},
		{"some 900", news.About, one(900)},
		{"an estimated 2,000", news.About, one(2000)},
		{"more\u00a0than\n1,400", news.MoreThan, one(1400)},
		{"more than half a million", news.MoreThan, one(5e5)},
		{"moreover 5", news.Exact, one(5)},

		// Ranges.
		{"10-20", news.Range, one(10, 20)},
		{"10–20", news.Range, one(10, 20)},
		{"10 to 20", news.Range, one(10, 20)},
		{"from 10 to 20", news.Range, one(10, 20)},
		{"two or three", news.Range, one(2, 3)},
		{"five to ten boats", news.Range, one(5, 10)},
		{"between 1,000 and 1,500", news.Range, one(1000, 1500)},
		{"between one hundred and two hundred", news.Range, one(100, 200)},
		{"between one hundred and fifty and two hundred", news.Range, one(150, 200)},
		{"between one hundred and one hundred and fifty", news.Range, one(100, 150)},
		{"between a dozen and twenty", news.Range, one(12, 20)},
		{"two to three million", news.Range, one(2e6, 3e6)},
		{"between 1.2 and 1.5 million", news.Range, one(1.2e6, 1.5e6)},
		{"between 900 and 2 thousand", news.Range, one(900, 2000)},

		// Nothing that can be read.
		{"a few", news.Indefinite, nil},
		{"a few hundred", news.Indefinite, nil},
		{"several thousand", news.Indefinite, nil},
		{"hundreds", news.Indefinite, nil},
		{"hundreds of thousands", news.Indefinite, nil},
		{"tens of thousands of people", news.Indefinite, nil},
		{"dozens", news.Indefinite, nil},
		{"more than dozens", news.Indefinite, nil},
		{"many", news.Indefinite, nil},
		{"", news.Indefinite, nil},
		{"20 to 10", news.Exact, nil},
		{"three of five", news.Exact, nil},
		{"1, 2 and 3", news.Exact, nil},
	} {
		got := readNumber(c.phrase)
		if got.malformed || got.comparator != c.comparator || !slices.Equal(got.values, c.values) {
			t.Errorf("%q: %+v, want %s %v", c.phrase, got, c.comparator, c.values)
		}
	}
}

func TestMalformedNumbers(t *testing.T) {
	for phrase, comparator := range map[string]news.Comparator{
		"2,00": news.Exact, "more than 2,00": news.MoreThan, "1,4000": news.Exact, "1,,400": news.Exact, "12,34,567": news.Exact,
		"1.400.000": news.Exact, "about 0,5": news.About, "between 2,00 and 300": news.Exact,
	} {
		if got := readNumber(phrase); !got.malformed || got.comparator != comparator || got.values != nil {
			t.Errorf("%q: %+v, want a malformed number, %s", phrase, got, comparator)
		}
	}
}

// printedWith writes a whole number with commas, as a newspaper does.
func printedWith(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// spelled writes a number below a thousand million in words.
func spelled(n int, and bool) string {
	small := []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
		"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"}
	tens := []string{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
	for _, x := range []struct {
		word string
		size int
	}{{"million", 1e6}, {"thousand", 1000}, {"hundred", 100}} {
		if n < x.size {
			continue
		}
		words := spelled(n/x.size, and) + " " + x.word
		switch rest := n % x.size; {
		case rest == 0:
			return words
		case x.size == 100 && and:
			return words + " and " + spelled(rest, and)
		default:
			return words + " " + spelled(rest, and)
		}
	}
	if n < 20 {
		return small[n]
	}
	if n%10 == 0 {
		return tens[n/10]
	}
	return tens[n/10] + "-" + small[n%10]
}

// Whatever number stands in whatever phrase, it is read back.
func TestNumbersReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 999_999_999).Draw(t, "n")
		if rapid.Bool().Draw(t, "small") {
			n %= 2000
		}
		written := rapid.SampledFrom([]string{strconv.Itoa(n), printedWith(n), spelled(n, false), spelled(n, true)}).Draw(t, "written")
		phrase, comparator := written, news.Exact
		if rapid.Bool().Draw(t, "compared") {
			c := rapid.SampledFrom(comparing).Draw(t, "comparing")
			phrase, comparator = c.words+" "+written, c.comparator
			if strings.HasPrefix(c.words, "or ") {
				phrase = written + " " + c.words
			}
		}
		if rapid.Bool().Draw(t, "noun") {
			phrase += " people"
		}
		got := readNumber(phrase)
		if got.malformed || got.comparator != comparator || !slices.Equal(got.values, []float64{float64(n)}) {
			t.Fatalf("%q: %+v, want %s %d", phrase, got, comparator, n)
		}
	})
}

func TestRangesReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.IntRange(0, 999).Draw(t, "low")
		high := low + rapid.IntRange(0, 999_000).Draw(t, "more")
		write := rapid.SampledFrom([]func(int) string{strconv.Itoa, printedWith, func(n int) string { return spelled(n, true) }}).Draw(t, "write")
		if high >= 1000 && high%1000 == 0 {
			high++ // "five to ten thousand" speaks of thousands twice
		}
		phrase := "between " + write(low) + " and " + write(high)
		got := readNumber(phrase)
		if got.comparator != news.Range || !slices.Equal(got.values, []float64{float64(low), float64(high)}) {
			t.Fatalf("%q: %+v", phrase, got)
		}
	})
}

func TestIsNumber(t *testing.T) {
	for _, word := range []string{"7", "1,400", "two", "Twelve", "hundred", "dozens", "few", "several", "Millions"} {
		if !isNumber(word) {
			t.Errorf("%q is a number", word)
		}
	}
	for _, word := range []string{"", "one", "zero", "score", "boat", "tenor", "often"} {
		if isNumber(word) {
			t.Errorf("%q is no number", word)
		}
	}
}
