package draft

import (
	"strings"
	"unicode"

	"onrecord/news"
)

// Token is a word, a number or a mark.
type Token struct {
	news.Span
	// Text is the token as the view reads it, Lower the same in small letters.
	Text, Lower string
	// Word: it begins with a letter or a digit.
	Word bool
	// Glued: it follows the word before it with nothing between, where a space and perhaps a full stop were lost.
	Glued bool
}

// upper reports whether the token begins with a capital.
func (t *Token) upper() bool {
	for _, r := range t.Text {
		return unicode.IsUpper(r)
	}
	return false
}

func (t *Token) digit() bool { return t.Text != "" && isDigit(rune(t.Text[0])) }

// Tokens cuts a text into words, numbers and marks. Points stay in abbreviations (U.S., Lt.), commas and points in numbers,
// apostrophes and hyphens in words; a possessive 's is a token of its own. Two words that were run together are cut apart
// where both stand in the text on their own, or are known by name.
func Tokens(t *Text, known func(word string) bool) []Token {
	tokens := rawTokens(t)
	alone := map[string]bool{}
	for i := range tokens {
		alone[tokens[i].Text] = true
	}
	cut := make([]Token, 0, len(tokens))
	for _, tok := range tokens {
		at := gluedAt(tok.Text)
		if at > 0 {
			left, right := string([]rune(tok.Text)[:at]), string([]rune(tok.Text)[at:])
			if (alone[left] || known(left)) && (alone[right] || known(right)) {
				cut = append(cut, t.token(news.Span{Start: tok.Start, End: tok.Start + at}), t.token(news.Span{Start: tok.Start + at, End: tok.End}))
				cut[len(cut)-1].Glued = true
				continue
			}
		}
		cut = append(cut, tok)
	}
	return cut
}

// gluedAt finds where a word of four small letters and more runs on into a capital: IsraelPentagon. 0 is nowhere.
func gluedAt(word string) int {
	points := []rune(word)
	for i := 4; i+3 < len(points); i++ {
		if unicode.IsUpper(points[i]) && unicode.IsLower(points[i-1]) && unicode.IsLower(points[i-2]) && unicode.IsLower(points[i+1]) {
			return i
		}
	}
	return 0
}

func (t *Text) token(s news.Span) Token {
	text := string(t.view[s.Start:s.End])
	first := t.view[s.Start]
	return Token{Span: s, Text: text, Lower: strings.ToLower(text), Word: isLetter(first) || isDigit(first)}
}

func rawTokens(t *Text) []Token {
	v := t.view
	tokens := make([]Token, 0, len(v)/5+1)
	for i := 0; i < len(v); {
		r := v[i]
		switch {
		case unicode.IsSpace(r):
			i++
		case isDigit(r):
			end := i + 1
			for end < len(v) && (isDigit(v[end]) || isLetter(v[end]) || joinsNumber(v, end)) {
				end++
			}
			tokens = append(tokens, t.token(news.Span{Start: i, End: end}))
			i = end
		case isLetter(r):
			end := wordEnd(v, i)
			tokens = append(tokens, t.token(news.Span{Start: i, End: end}))
			i = end
		case r == '\'' && i+1 < len(v) && (v[i+1] == 's' || v[i+1] == 'S') && (i+2 == len(v) || !isLetter(v[i+2])) && i > 0 && !isSpaceOrOpen(v, i-1):
			tokens = append(tokens, t.token(news.Span{Start: i, End: i + 2}))
			i += 2
		default:
			end := i + 1
			for end < len(v) && v[end] == r && (r == '-' || r == '.') {
				end++
			}
			tokens = append(tokens, t.token(news.Span{Start: i, End: end}))
			i = end
		}
	}
	return tokens
}

func isSpaceOrOpen(v []rune, i int) bool {
	// "Iran ‘s" has a space before the mark, and is a possessive all the same.
	return v[i] == '\n' || v[i] == '(' || v[i] == '"'
}

func joinsNumber(v []rune, i int) bool {
	return (v[i] == ',' || v[i] == '.' || v[i] == ':' || v[i] == '-' || v[i] == '/') && i+1 < len(v) && isDigit(v[i+1]) && isDigit(v[i-1]) ||
		v[i] == '-' && i+1 < len(v) && isLetter(v[i+1])
}

// wordEnd is where a word ends that begins at i.
func wordEnd(v []rune, i int) int {
	end := i
	for end < len(v) {
		r := v[end]
		switch {
		case isLetter(r) || isDigit(r):
			end++
		case r == '\'' && end+1 < len(v) && isLetter(v[end+1]):
			if (v[end+1] == 's' || v[end+1] == 'S') && (end+2 == len(v) || !isLetter(v[end+2])) {
				return end // the possessive is a token of its own
			}
			end++
		case r == '-' && end+1 < len(v) && (isLetter(v[end+1]) || isDigit(v[end+1])):
			end++
		case r == '&' && end == i+1 && end+1 < len(v) && isLetter(v[end+1]):
			end++
		case r == '.' && isInitials(afterHyphen(v[i:end])):
			// U.S., J., a.m.: the point belongs to the word.
			end++
			if end < len(v) && isLetter(v[end]) && !isInitials(append(append([]rune{}, afterHyphen(v[i:end])...), v[end])) {
				return end
			}
		case r == '.' && abbreviations[strings.ToLower(string(v[i:end]))] && (end+1 == len(v) || !isLetter(v[end+1])):
			return end + 1
		default:
			return end
		}
	}
	return end
}

// afterHyphen is the last part of a word with hyphens: R-S.C. has initials behind one.
func afterHyphen(word []rune) []rune {
	for i := len(word) - 1; i >= 0; i-- {
		if word[i] == '-' {
			return word[i+1:]
		}
	}
	return word
}

// isInitials reports whether a word so far is single letters, each but the last with its point.
func isInitials(word []rune) bool {
	for i, r := range word {
		if i%2 == 0 && !isLetter(r) || i%2 == 1 && r != '.' {
			return false
		}
	}
	return len(word)%2 == 1
}

// abbreviations are those whose point ends no sentence by itself.
var abbreviations = set(`mr mrs ms dr prof sen sens rep reps gov govs gen lt col maj capt cmdr sgt cpl pvt adm brig rev hon st
	jr sr messrs pres supt det insp vs inc corp co ltd bros dept est approx no nos vol fig jan feb mar apr jun jul aug sept sep oct nov
	dec ave blvd rd mt ft univ assn ret`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
