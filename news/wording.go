package news

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
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

// MaxWordings is how many wordings of a statement are kept, the longest first, so that a statement reported everywhere
// does not outgrow its record.
const MaxWordings = 50

// MaxReports is how many reports of one wording are kept, for the same reason.
const MaxReports = 100

// maxDiffWords is how many words of a wording are compared: comparing takes the product of the two lengths.
const maxDiffWords = 400

// wordings finds the distinct wordings among the reports of one statement, which are sorted by id. The longest comes
// first, and each is compared with it.
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

// piece is a word with the marks and spaces that follow it. Two pieces are the same word where their letters and digits
// are, whatever the case: a turned quotation mark or a lost space is no difference in wording. A contraction is one word,
// since "we're" is not "we" and something else; the s of a possessive is a word of its own, however it is set off.
type piece struct{ word, text string }

func cutPieces(s string) []piece {
	var pieces []piece
	r := []rune(s)
	for i := 0; i < len(r); {
		from := i
		if possessive(r, i) {
			i++
		}
		word := i
		for i < len(r) && (inWord(r[i]) || i > word && contracts(r, i)) {
			i++
		}
		end := i
		for i < len(r) && !inWord(r[i]) && !possessive(r, i) {
			i++
		}
		folded := strings.ToLower(string(r[word:end]))
		if strings.ContainsAny(folded, apostrophes) {
			folded = straight.Replace(folded)
		}
		pieces = append(pieces, piece{folded, string(r[from:i])})
	}
	return pieces
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// apostrophes are the marks that stand for one, straight makes them alike.
const apostrophes = "'’‘ʼ"

var straight = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'")

// possessive reports whether an apostrophe stands at i with nothing but an s after it.
func possessive(r []rune, i int) bool {
	return strings.ContainsRune(apostrophes, r[i]) && i+1 < len(r) && (r[i+1] == 's' || r[i+1] == 'S') && (i+2 == len(r) || !inWord(r[i+2]))
}

// contracts reports whether an apostrophe at i, after a letter, goes on with the word.
func contracts(r []rune, i int) bool {
	return strings.ContainsRune(apostrophes, r[i]) && i+1 < len(r) && inWord(r[i+1]) && !possessive(r, i)
}

// diff turns one text into another: the longest common row of words stays, what only the first has is deleted, what only
// the second has is inserted. EQUAL words are shown as the second has them. Of texts longer than [maxDiffWords] the rest
// is deleted and inserted whole.
func diff(from, to string) []DiffSpan {
	a := cutPieces(from)
	if from == to && 0 < len(a) && len(a) <= maxDiffWords {
		return []DiffSpan{{Equal, to}}
	}
	b := cutPieces(to)
	restA, restB := a[min(len(a), maxDiffWords):], b[min(len(b), maxDiffWords):]
	a, b = a[:len(a)-len(restA)], b[:len(b)-len(restB)]
	common := commonWords(a, b)
	var spans []DiffSpan
	add := func(op DiffOp, pieces ...piece) {
		for _, p := range pieces {
			if n := len(spans); n > 0 && spans[n-1].Op == op {
				spans[n-1].Text += p.text
			} else {
				spans = append(spans, DiffSpan{op, p.text})
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i].word == b[j].word:
			add(Equal, b[j])
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			add(Delete, a[i])
			i++
		default:
			add(Insert, b[j])
			j++
		}
	}
	add(Delete, restA...)
	add(Insert, restB...)
	return spans
}

// commonWords has, for each place in the two texts, how many words their rests have in common, in order.
func commonWords(a, b []piece) [][]int {
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i].word == b[j].word {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	return common
}
