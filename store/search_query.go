package store

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The limits of a search text.
const (
	// MaxSearchText is the most code points of a search text.
	MaxSearchText = 256
	// MaxSearchWords is the most words in it, those of phrases and those that are excluded included.
	MaxSearchWords = 16
)

// BadSearch: a search text has a field that does not exist, an open quotation mark, or nothing to find.
const BadSearch Code = "BAD_SEARCH"

// searchQuery is a search text, read.
type searchQuery struct {
	text             string
	wanted, unwanted []term
	// kinds are those to find; excluded are left out of them. nil is every kind.
	kinds, excluded []SearchKind
}

// term is one thing that is looked for: a word, or the words of a phrase.
type term struct {
	words []string
	// phrase: the words stand next to each other, as they are written.
	phrase bool
	field  textField
	// beginning: what begins with the word will do as well. So it is for the last word that is wanted.
	beginning bool
	// from and to are where the word stands in the search text, in bytes; named is where its field does.
	from, to, named int
}

// searchReader reads a search text.
//
//	text    = { space | item }
//	item    = [ "-" ] [ field ":" ] ( '"' words '"' | words )
//	        | [ "-" ] "kind:" kind
//
// What stands before a colon is a field where it is letters alone and something follows at once that is not a slash; so
// 10:30 and https://… are words.
type searchReader struct {
	text string
	at   int
	// named is where the present item begins, or its field where it has one.
	named int
	query searchQuery
	count int
}

// quotationMarks are all read as the plain one.
var quotationMarks = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`)

func parseSearch(text string) (*searchQuery, error) {
	if n := utf8.RuneCountInString(text); n > MaxSearchText {
		return nil, refuse(BadSearch, "a search text has up to %d characters, and this has %d", MaxSearchText, n)
	}
	if !utf8.ValidString(text) {
		return nil, refuse(BadSearch, "the search text is not UTF-8")
	}
	r := &searchReader{text: quotationMarks.Replace(text)}
	for r.skipSpace(); r.at < len(r.text); r.skipSpace() {
		if err := r.item(); err != nil {
			return nil, err
		}
	}
	if r.count > MaxSearchWords {
		return nil, refuse(BadSearch, "a search text has up to %d words, and this has %d", MaxSearchWords, r.count)
	}
	if len(r.query.wanted) == 0 {
		return nil, refuse(BadSearch, "there is nothing to look for: a search text needs at least one word that is not excluded")
	}
	last := &r.query.wanted[len(r.query.wanted)-1]
	last.beginning = !last.phrase
	r.query.text = r.text
	return &r.query, nil
}

func (r *searchReader) skipSpace() {
	r.at += len(r.text[r.at:]) - len(strings.TrimLeftFunc(r.text[r.at:], unicode.IsSpace))
}

func (r *searchReader) item() error {
	excluded := r.text[r.at] == '-'
	if excluded {
		r.at++
	}
	r.named = r.at
	name, field := r.field()
	if name != "" && field == anyField && !strings.EqualFold(name, "kind") {
		return refuse(BadSearch, "there is no field %q to search in; the fields are %s and kind. For a colon that means none, leave a space after it", name, strings.Join(textFieldNames[1:], ", "))
	}
	from := r.at
	if strings.HasPrefix(r.text[r.at:], `"`) {
		return r.phrase(name, field, excluded)
	}
	if i := strings.IndexFunc(r.text[r.at:], func(c rune) bool { return unicode.IsSpace(c) || c == '"' }); i >= 0 {
		r.at += i
	} else {
		r.at = len(r.text)
	}
	chunk := r.text[from:r.at]
	if strings.EqualFold(name, "kind") {
		return r.kind(chunk, excluded)
	}
	return r.words(chunk, from, name, field, excluded)
}

// field takes "name:" off the text where a field stands there. name is "" where none does.
func (r *searchReader) field() (name string, field textField) {
	rest := r.text[r.at:]
	i := strings.IndexFunc(rest, func(c rune) bool { return !unicode.IsLetter(c) })
	if i < 1 || rest[i] != ':' {
		return "", anyField
	}
	next, _ := utf8.DecodeRuneInString(rest[i+1:])
	if i+1 == len(rest) || unicode.IsSpace(next) || next == '/' {
		return "", anyField
	}
	r.at += i + 1
	field, _ = textFieldNamed(rest[:i])
	return rest[:i], field
}

// phrase reads what stands between quotation marks.
func (r *searchReader) phrase(name string, field textField, excluded bool) error {
	from := r.at + 1
	length := strings.IndexByte(r.text[from:], '"')
	if length < 0 {
		return refuse(BadSearch, "the quotation mark before %q is never closed", r.text[from:])
	}
	r.at = from + length + 1
	inside := r.text[from : from+length]
	if strings.EqualFold(name, "kind") {
		return r.kind(inside, excluded)
	}
	found := tokens(inside)
	if len(found) == 0 {
		return refuse(BadSearch, "there is no word between the quotation marks of %q", `"`+inside+`"`)
	}
	t := term{phrase: true, field: field, from: from, to: from + length}
	for _, f := range found {
		t.words = append(t.words, f.word)
	}
	r.add(t, excluded)
	return nil
}

// words reads a stretch without spaces, which may hold several words, such as al-Ahli. Where it is excluded they are a
// phrase: "-al-Ahli" does not exclude every "al".
func (r *searchReader) words(chunk string, from int, name string, field textField, excluded bool) error {
	found := tokens(chunk)
	if len(found) == 0 && name != "" {
		return refuse(BadSearch, "there is no word after %q", name+":")
	}
	if len(found) > 0 && excluded {
		t := term{phrase: true, field: field, from: from, to: r.at}
		for _, f := range found {
			t.words = append(t.words, f.word)
		}
		r.add(t, true)
		return nil
	}
	for _, f := range found {
		r.add(term{words: []string{f.word}, field: field, from: from + f.from, to: from + f.to}, false)
	}
	return nil
}

func (r *searchReader) add(t term, excluded bool) {
	r.count += len(t.words)
	t.named = r.named
	if excluded {
		r.query.unwanted = append(r.query.unwanted, t)
		return
	}
	r.query.wanted = append(r.query.wanted, t)
}

func (r *searchReader) kind(name string, excluded bool) error {
	kind := SearchKind(strings.ToUpper(name))
	if !slices.Contains(SearchKinds, kind) {
		var names []string
		for _, k := range SearchKinds {
			names = append(names, strings.ToLower(string(k)))
		}
		return refuse(BadSearch, "there is no kind %q to search for; the kinds are %s", name, strings.Join(names, ", "))
	}
	if excluded {
		r.query.excluded = append(r.query.excluded, kind)
		return nil
	}
	r.query.kinds = append(r.query.kinds, kind)
	return nil
}

// among says whether a kind is looked for; asked are the kinds of the argument beside the text, nil where it is not given.
func (q *searchQuery) among(asked []SearchKind, noun nounCode) bool {
	kind := searchKindOf(noun)
	return (asked == nil || slices.Contains(asked, kind)) && (q.kinds == nil || slices.Contains(q.kinds, kind)) && !slices.Contains(q.excluded, kind)
}
