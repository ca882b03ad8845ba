package loader

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"onrecord/news"
)

// said is what a number phrase says.
type said struct {
	comparator news.Comparator
	// values has one number, two for a range, or none.
	values    []float64
	malformed bool
}

func (s said) suggestion() string {
	switch len(s.values) {
	case 1:
		return "the words say " + strconv.FormatFloat(s.values[0], 'f', -1, 64)
	case 2:
		return fmt.Sprintf("the words say %v to %v", s.values[0], s.values[1])
	}
	return "the words name no number that can be read"
}

// cutWords cuts at words that stand apart, with a space on either side.
func cutWords(s, words string) (before, after string, ok bool) {
	for from := 0; ; {
		i := strings.Index(s[from:], words)
		if i < 0 {
			return "", "", false
		}
		from += i
		if end := from + len(words); from > 0 && end < len(s) && s[from-1] == ' ' && s[end] == ' ' {
			return s[:from-1], s[end+1:], true
		}
		from++
	}
}

// comparing words, the longer before those they begin with.
var comparing = []struct {
	words      string
	comparator news.Comparator
}{
	{"no more than", news.AtMost}, {"not more than", news.AtMost}, {"no fewer than", news.AtLeast}, {"no less than", news.AtLeast},
	{"not fewer than", news.AtLeast}, {"not less than", news.AtLeast},
	{"more than", news.MoreThan}, {"greater than", news.MoreThan}, {"upwards of", news.MoreThan}, {"in excess of", news.MoreThan},
	{"over", news.MoreThan}, {"above", news.MoreThan}, {"exceeding", news.MoreThan},
	{"at least", news.AtLeast}, {"a minimum of", news.AtLeast}, {"or more", news.AtLeast},
	{"fewer than", news.LessThan}, {"less than", news.LessThan}, {"under", news.LessThan}, {"below", news.LessThan},
	{"up to", news.AtMost}, {"at most", news.AtMost}, {"as many as", news.AtMost}, {"a maximum of", news.AtMost},
	{"around", news.About}, {"about", news.About}, {"approximately", news.About}, {"roughly", news.About}, {"nearly", news.About},
	{"almost", news.About}, {"an estimated", news.About}, {"some", news.About}, {"circa", news.About},
}

var units = map[string]float64{
	"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
	"nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

var multipliers = map[string]float64{"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12, "score": 20}

var zeroWords = []string{"no", "none", "nobody", "zero", "neither"}

// withoutNoOne makes one word of "no one" at the beginning.
func withoutNoOne(words string) string {
	if beginsWith(words, "no one", "no-one") {
		return "nobody" + words[len("no one"):]
	}
	return words
}

// comparison takes the first comparing words out of a phrase.
func comparison(words string) (comparator news.Comparator, rest string) {
	apart := " " + words + " "
	for _, c := range comparing {
		if before, after, ok := cutWords(apart, c.words); ok {
			return c.comparator, strings.TrimSpace(before + " " + after)
		}
	}
	return news.Exact, words
}

// readNumber reads a number phrase in English: "more than 1,400", "at least five", "between 10 and 20", "thousands of".
func readNumber(phrase string) said {
	words := strings.ToLower(news.Reading(phrase))
	s := said{comparator: news.Exact}
	if !isDigits(words) { // as most are
		s.comparator, words = comparison(words)
	}
	words = withoutNoOne(words)
	tokens := piecesOf(words)
	var found []amount
	found, s.malformed = numbersIn(tokens)
	if low, high, ok := between(tokens); ok {
		found = []amount{low, high}
	}
	if len(found) == 2 && found[0].scale == 1 && found[1].scale >= 1e3 && found[0].value <= found[1].value/found[1].scale && ranged(words) {
		found[0].value = tidy(found[0].value * found[1].scale) // "two to three million"
	}
	for _, a := range found {
		s.values = append(s.values, a.value)
		s.malformed = s.malformed || math.IsInf(a.value, 0) || math.IsNaN(a.value)
	}
	switch {
	case s.malformed:
		s.values = nil
	case len(s.values) == 0 && beginsWith(words, zeroWords...):
		s.values = []float64{0}
	case len(s.values) == 0:
		s.comparator = news.Indefinite
	case len(s.values) == 2 && s.values[0] <= s.values[1] && ranged(words):
		s.comparator = news.Range
	case len(s.values) > 1:
		s.values = nil
	}
	return s
}

var rangeForm = regexp.MustCompile(`between .+ and |from .+ to |[\d\pL] to [\d\pL]|[\d\pL] or [\d\pL]|\d ?[-–] ?\d`)

func ranged(words string) bool { return rangeForm.MatchString(words) }

// between reads "between X and Y", where an "and" may also stand inside X or Y.
func between(tokens []string) (low, high amount, ok bool) {
	start := slices.Index(tokens, "between")
	for i := start + 1; start >= 0 && i < len(tokens); i++ {
		if tokens[i] != "and" {
			continue
		}
		first, _ := numbersIn(tokens[start+1 : i])
		second, _ := numbersIn(tokens[i+1:])
		if len(first) == 1 && len(second) == 1 && first[0].value <= second[0].value {
			return first[0], second[0], true
		}
	}
	return amount{}, amount{}, false
}

// amount is a number that was read, and what "thousand", "million" or the like at its end multiplied it by.
type amount struct{ value, scale float64 }

// tidy drops what binary fractions add: 2.3 million is 2300000.
func tidy(v float64) float64 {
	short, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	return short
}

// numbersIn reads the numbers in a row of tokens, each from digits or words with their multipliers.
func numbersIn(tokens []string) (found []amount, malformed bool) {
	open, inDigits, total, current, scale := false, false, 0.0, 0.0, 1.0
	finish := func() {
		if current != 0 {
			scale = 1
		}
		if open {
			found = append(found, amount{tidy(total + current), scale})
		}
		open, inDigits, total, current, scale = false, false, 0, 0, 1
	}
	for i, t := range tokens {
		unit, isUnit := units[t]
		multiplier, isMultiplier := multipliers[strings.TrimSuffix(t, "s")]
		before := ""
		if i > 0 {
			before = tokens[i-1]
		}
		switch {
		case isDigits(t):
			finish()
			if !isWellMade(t) {
				return nil, true
			}
			current, _ = strconv.ParseFloat(strings.ReplaceAll(t, ",", ""), 64)
			open, inDigits = true, true
		case isUnit:
			if open && (inDigits || current != 0 && (int(current)%10 != 0 || unit >= 10 && int(current)%100 != 0)) {
				finish()
			}
			current += unit
			open = true
		case isMultiplier && strings.HasSuffix(t, "s") && !open:
			return found, false // "thousands", "tens of thousands": no number that can be read
		case isMultiplier && open:
			inDigits = false
			if multiplier < 1e3 {
				current *= multiplier
			} else {
				total, current, scale = total+current*multiplier, 0, multiplier
			}
		case isMultiplier && (before == "a" || before == "an" || before == "half"):
			if before == "half" || i > 1 && tokens[i-2] == "half" {
				multiplier /= 2
			}
			current, open = multiplier, true
			if multiplier >= 1e3 {
				total, current = multiplier, 0
			}
		case t == "half" && open && i > 1 && before == "a" && tokens[i-2] == "and":
			current += 0.5 // "two and a half million"
		case open && (t == "and" && halfFollows(tokens[i+1:]) || t == "a" && before == "and" && halfFollows(tokens[i:])):
		case t == "and" && open && !inDigits && strings.HasPrefix(before, "hundred") && i+1 < len(tokens):
		case t == "and" && open && !inDigits && strings.HasPrefix(before, "thousand") && i+1 < len(tokens):
		default:
			finish()
		}
	}
	finish()
	return found, false
}

// halfFollows reports whether "a half" comes next.
func halfFollows(tokens []string) bool {
	return len(tokens) > 1 && tokens[0] == "a" && tokens[1] == "half"
}

// vague are the words that put a number on something without naming it.
var vague = map[string]bool{
	"few": true, "several": true, "many": true, "dozens": true, "scores": true, "hundreds": true, "thousands": true,
	"millions": true, "billions": true, "numerous": true,
}

// isNumber reports whether a token of a text is a number that wants a figure. "one" and "zero" are left to the curator:
// the one is mostly a pronoun, the other mostly an idiom.
func isNumber(token string) bool {
	t := strings.ToLower(token)
	unit, isUnit := units[t]
	_, isMultiplier := multipliers[t]
	return t != "" && t[0] >= '0' && t[0] <= '9' || isUnit && unit > 1 || isMultiplier && t != "score" || vague[t]
}

// Number is what a number phrase in English says.
type Number struct {
	Comparator news.Comparator
	// Values has one number, the two ends of a range, or none.
	Values []float64
	// Malformed: its digits are set as no number is: 2,00.
	Malformed bool
}

// ReadNumber reads a number phrase the way check does, so that what is drafted by it agrees with its printed words.
func ReadNumber(phrase string) Number {
	s := readNumber(phrase)
	return Number{s.comparator, s.values, s.malformed}
}

// Digest gives a normalised text's identity: the SHA-256 of its UTF-8, in 64 hexadecimal digits.
func Digest(text string) string { return fullHash(text) }
