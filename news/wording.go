package news

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Wording is one way in which a statement is worded, and the reports that word it so.
type Wording struct {
	// Text is as in [StatementReport.Text].
	Text string
	Mode SpeechMode
	// Reports are sorted by id; no more than [MaxReports].
	Reports []ReportID
	// Diff turns the longest wording into this one.
	Diff []DiffSpan
}

// DiffSpan is a stretch of words that two wordings share, or that only one of them has.
type DiffSpan struct {
	Op   DiffOp
	Text string
}

// DiffOp says which of two wordings has the words. EQUAL: both, INSERT: only this one, DELETE: only the longest.
type DiffOp string

// The operations.
const (
	Equal  DiffOp = "EQUAL"
	Insert DiffOp = "INSERT"
	Delete DiffOp = "DELETE"
)

// DiffOps lists every [DiffOp].
var DiffOps = []DiffOp{Equal, Insert, Delete}

// MaxWordings is how many wordings of a statement are told, the longest first, so that a statement reported everywhere
// does not outgrow an answer.
const MaxWordings = 50

// MaxReports is how many reports of one wording are told, for the same reason.
const MaxReports = 100

// maxDiffWords is how many words of a wording are compared: comparing takes the product of the two lengths.
const maxDiffWords = 400

// Worded is a statement with its wordings: the distinct ones of its reports, the longest first, each compared with that; no more than
// [MaxWordings].
type Worded struct {
	*Statement
	Wordings []Wording
}

// Word finds the wordings of a statement, which has these reports.
func Word(s *Statement, reports []*StatementReport) *Worded {
	reports = slices.SortedFunc(slices.Values(reports), func(a, b *StatementReport) int { return cmp.Compare(a.ID, b.ID) })
	return &Worded{s, wordings(reports)}
}

// wordings finds the distinct wordings among the reports of one statement, which are sorted by id.
func wordings(reports []*StatementReport) []Wording {
	type key struct {
		text string
		mode SpeechMode
	}
	at := map[key]int{}
	var found []Wording
	for _, r := range reports {
		k := key{r.Text, r.Mode}
		i, seen := at[k]
		if !seen {
			i = len(found)
			at[k] = i
			found = append(found, Wording{Text: r.Text, Mode: r.Mode})
		}
		if len(found[i].Reports) < MaxReports {
			found[i].Reports = append(found[i].Reports, r.ID)
		}
	}
	slices.SortStableFunc(found, func(a, b Wording) int {
		return cmp.Or(cmp.Compare(len(b.Text), len(a.Text)), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Mode, b.Mode))
	})
	found = found[:min(len(found), MaxWordings)]
	for i := range found {
		found[i].Diff = diff(found[0].Text, found[i].Text)
	}
	return found
}

// isPlainlySame reports that two texts are one, and no longer than what is compared: a word has a byte at least.
func isPlainlySame(a, b string) bool { return a == b && 0 < len(a) && len(a) <= maxDiffWords }

// piece is a word with the marks and spaces that follow it. Two pieces are the same word where their letters and digits
// are, whatever the case: a turned quotation mark or a lost space is no difference in wording. A contraction is one word,
// since "we're" is not "we" and something else; the s of a possessive is a word of its own, however it is set off.
type piece struct {
	word string
	from int // where in the text it begins; it ends where the next begins
}

// cutPieces cuts a text, which is UTF-8, into its pieces, and adds these to others. Behind the last stands one without a word, at the end of
// the text.
func cutPieces(pieces []piece, s string) []piece {
	for i := 0; i < len(s); {
		from := i
		if possessive(s[i:]) {
			i += runeLength(s[i:])
		}
		word := i
		for i < len(s) && (inWord(s[i:]) || i > word && contracts(s[i:])) {
			i += runeLength(s[i:])
		}
		end := i
		for i < len(s) && !inWord(s[i:]) && !possessive(s[i:]) {
			i += runeLength(s[i:])
		}
		pieces = append(pieces, piece{foldWord(s[word:end]), from})
	}
	return append(pieces, piece{from: len(s)})
}

// foldWord gives a word in small letters and with straight apostrophes.
func foldWord(word string) string {
	word = strings.ToLower(word)
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return straight.Replace(word)
		}
	}
	return word
}

func runeLength(s string) int {
	_, length := utf8.DecodeRuneInString(s)
	return length
}

// inWord reports whether a text begins with a letter or digit.
func inWord(s string) bool {
	if s == "" {
		return false
	}
	if c := s[0]; c < utf8.RuneSelf {
		return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
	}
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// apostrophes are the marks that stand for one, straight makes them alike.
const apostrophes = "'’‘ʼ"

var straight = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'")

// apostrophe gives what follows the apostrophe that a text begins with.
func apostrophe(s string) (rest string, ok bool) {
	if s == "" || s[0] < utf8.RuneSelf && s[0] != '\'' {
		return "", false
	}
	r, length := utf8.DecodeRuneInString(s)
	return s[length:], strings.ContainsRune(apostrophes, r)
}

// possessive reports whether a text begins with an apostrophe and nothing but an s after it.
func possessive(s string) bool {
	rest, ok := apostrophe(s)
	return ok && rest != "" && (rest[0] == 's' || rest[0] == 'S') && !inWord(rest[1:])
}

// contracts reports whether the apostrophe that a text begins with, after a letter, goes on with the word.
func contracts(s string) bool {
	rest, ok := apostrophe(s)
	return ok && inWord(rest) && !possessive(s)
}

// diff turns one text into another: the longest common row of words stays, what only the first has is deleted, what only
// the second has is inserted. EQUAL words are shown as the second has them. Of texts longer than [maxDiffWords] the rest
// is deleted and inserted whole.
func diff(from, to string) []DiffSpan {
	if isPlainlySame(from, to) {
		return []DiffSpan{{Equal, to}}
	}
	from, to = strings.ToValidUTF8(from, "\uFFFD"), strings.ToValidUTF8(to, "\uFFFD")
	room := diffRooms.Get().(*diffRoom)
	defer diffRooms.Put(room)
	room.a = cutPieces(room.a[:0], from)
	a := room.a
	if from == to && 1 < len(a) && len(a)-1 <= maxDiffWords {
		return []DiffSpan{{Equal, to}}
	}
	room.b = cutPieces(room.b[:0], to)
	b := room.b
	endA, endB := min(len(a)-1, maxDiffWords), min(len(b)-1, maxDiffWords)
	same := 0
	for same < endA && same < endB && a[same].word == b[same].word {
		same++
	}
	common := room.commonWords(a[same:endA], b[same:endB])
	var spans []DiffSpan
	// Pieces that are added one after the other with one operation stand one after the other in their text too.
	begin := 0
	add := func(op DiffOp, text string, pieces []piece, at, end int) {
		if at == end {
			return
		}
		if n := len(spans); n > 0 && spans[n-1].Op == op {
			spans[n-1].Text = text[begin:pieces[end].from]
			return
		}
		begin = pieces[at].from
		spans = append(spans, DiffSpan{op, text[begin:pieces[end].from]})
	}
	add(Equal, to, b, 0, same)
	i, j := same, same
	for i < endA || j < endB {
		switch {
		case i < endA && j < endB && a[i].word == b[j].word:
			add(Equal, to, b, j, j+1)
			i, j = i+1, j+1
		case j == endB || i < endA && common.at(i+1-same, j-same) >= common.at(i-same, j+1-same):
			add(Delete, from, a, i, i+1)
			i++
		default:
			add(Insert, to, b, j, j+1)
			j++
		}
	}
	add(Delete, from, a, endA, len(a)-1)
	add(Insert, to, b, endB, len(b)-1)
	return spans
}

// commonCounts has, for each place in two texts, how many words their rests have in common, in order.
type commonCounts struct {
	counts []int32
	width  int
}

func (c commonCounts) at(i, j int) int32 { return c.counts[i*c.width+j] }

// diffRoom is room for what comparing two texts takes, which is used again.
type diffRoom struct {
	a, b   []piece
	counts []int32
}

var diffRooms = sync.Pool{New: func() any { return &diffRoom{} }}

func (room *diffRoom) commonWords(a, b []piece) commonCounts {
	n := (len(a) + 1) * (len(b) + 1)
	room.counts = slices.Grow(room.counts[:0], n)[:n]
	c := commonCounts{room.counts, len(b) + 1}
	clear(c.counts[len(a)*c.width:])
	for i := len(a) - 1; i >= 0; i-- {
		row, below := c.counts[i*c.width:(i+1)*c.width], c.counts[(i+1)*c.width:(i+2)*c.width]
		row[len(b)] = 0
		for j := len(b) - 1; j >= 0; j-- {
			if a[i].word == b[j].word {
				row[j] = below[j+1] + 1
			} else {
				row[j] = max(below[j], row[j+1])
			}
		}
	}
	return c
}
