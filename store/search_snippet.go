package store

import (
	"bytes"
	"cmp"
	"math/bits"
	"slices"
	"sort"
	"unicode/utf8"

	"github.com/RoaringBitmap/roaring/v2"
)

// The limits of what a hit shows.
const (
	// MaxSnippets is the most snippets of a hit.
	MaxSnippets = 3
	// MaxSnippet is the most code points of one.
	MaxSnippet = 160
	// maxMarks is how many places of one word in one field of a document are looked at.
	maxMarks = 64
)

// Snippet is a piece of a text in which something was found.
type Snippet struct {
	// Field is the name of the text, as a search text has it before a colon.
	Field string
	Parts []SnippetPart
}

// Text is the parts put together.
func (s *Snippet) Text() string {
	var b []byte
	for _, p := range s.Parts {
		b = append(b, p.Text...)
	}
	return string(b)
}

// SnippetPart is a stretch of a snippet, with Match where it is what was looked for.
type SnippetPart struct {
	Text  string
	Match bool
}

// marker knows where what was looked for stands.
type marker struct {
	sought []sought
	err    error
}

// sought are the places at which a term begins that is so many words long. term numbers the terms of the search.
type sought struct {
	term   int
	length uint32
	places *roaring.Bitmap
}

// mark is a stretch of words to highlight.
type mark struct {
	term   int
	place  uint32
	length uint32
}

// marker is the same for all hits of a search, and made for the first of which snippets are asked for.
func (r *results) marker(f *finder) *marker {
	r.marking.Do(func() {
		r.marks = &marker{}
		for i, found := range r.terms {
			t := r.query.wanted[i]
			for _, p := range found.places {
				r.marks.sought = append(r.marks.sought, sought{i, uint32(len(t.words)), p.places})
			}
			if len(t.words) == 1 && t.phrase {
				r.marks.add(f, i, t.words[0], t.field)
			}
			for _, w := range found.alternatives {
				r.marks.add(f, i, w.word, t.field)
			}
		}
		r.marks.err = f.q.err
	})
	return r.marks
}

// add has a word marked, in the field where one is given.
func (m *marker) add(f *finder, term int, word string, field textField) {
	prefix := wordKey(word)
	c := f.where.Cursor()
	for k, v := c.Seek(prefix); len(k) == len(prefix)+1 && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		if field == anyField || field == textField(k[len(prefix)]) {
			places := roaring.New()
			f.q.read(places, v)
			m.sought = append(m.sought, sought{term, 1, places})
		}
	}
}

// marks lists what was found in a document, by place.
func (m *marker) marks(f *finder, document uint32) []mark {
	var marks []mark
	from, to := f.start(document), f.start(document+1)
	for _, s := range m.sought {
		it := s.places.Iterator()
		it.AdvanceIfNeeded(from)
		for n := 0; n < maxMarks && it.HasNext(); n++ {
			place := it.Next()
			if place >= to {
				break
			}
			marks = append(marks, mark{s.term, place - from, s.length})
		}
	}
	slices.SortFunc(marks, func(a, b mark) int { return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.term, b.term)) })
	return marks
}

// snippets cuts up to [MaxSnippets] pieces from the texts of a document: first from the parts in which most terms are found,
// and among these in the order of the parts, the record's own texts before those of others.
func (m *marker) snippets(f *finder, number uint32, d *document) ([]Snippet, error) {
	if m.err != nil {
		return nil, m.err
	}
	marks := m.marks(f, number)
	type marked struct {
		part
		marks []mark
		terms uint32
	}
	var parts []marked
	for i, p := range d.parts {
		end := uint32(1<<32 - 1)
		if i+1 < len(d.parts) {
			end = d.parts[i+1].start
		}
		n := sort.Search(len(marks), func(i int) bool { return marks[i].place >= end })
		if n == 0 {
			continue
		}
		in := marked{part: p, marks: marks[:n]}
		for _, mk := range in.marks {
			in.terms |= 1 << mk.term
		}
		parts, marks = append(parts, in), marks[n:]
	}
	slices.SortStableFunc(parts, func(a, b marked) int { return cmp.Compare(bits.OnesCount32(b.terms), bits.OnesCount32(a.terms)) })
	var list []Snippet
	var shown [][]token
	for _, p := range parts {
		node, err := readNode(f.reader, p.noun, p.ordinal)
		if err != nil {
			return nil, err
		}
		place := p.start
		for _, text := range passages(node, p.as) {
			words := tokens(text.text)
			from, to := place, place+uint32(len(words))
			place = to + 1
			var in []mark
			for _, mk := range p.marks {
				if mk.place >= from && mk.place < to {
					in = append(in, mark{mk.term, mk.place - from, mk.length})
				}
			}
			if len(in) == 0 || within(words, shown) {
				continue
			}
			shown = append(shown, words)
			list = append(list, Snippet{Field: textFieldNames[text.field], Parts: cutSnippet(text.text, words, in)})
			if len(list) == MaxSnippets {
				return list, nil
			}
		}
	}
	return list, nil
}

// within says whether a text stands word for word in one of others. A quotation does in the report that it is from.
func within(text []token, others [][]token) bool {
	for _, other := range others {
		for i := range len(other) - len(text) + 1 {
			if slices.EqualFunc(text, other[i:i+len(text)], func(a, b token) bool { return a.word == b.word }) {
				return true
			}
		}
	}
	return false
}

// extent is a part of a text, in bytes.
type extent struct{ from, to int }

// cutSnippet cuts a text to [MaxSnippet] code points around the marks, at the ends of words, and takes it apart where a mark
// begins and ends.
func cutSnippet(text string, words []token, marks []mark) []SnippetPart {
	shown := extent{0, len(text)}
	if utf8.RuneCountInString(text) > MaxSnippet {
		shown = around(text, words, marks)
	}
	var parts []SnippetPart
	add := func(text string, match bool) {
		if n := len(parts); n > 0 && parts[n-1].Match == match {
			parts[n-1].Text += text
		} else if text != "" {
			parts = append(parts, SnippetPart{text, match})
		}
	}
	if shown.from > 0 {
		add("…", false)
	}
	at := shown.from
	for _, mk := range marks {
		from := max(words[mk.place].from, at)
		to := min(words[min(int(mk.place+mk.length), len(words))-1].to, shown.to)
		if from < to {
			add(text[at:from], false)
			add(text[from:to], true)
			at = to
		}
	}
	add(text[at:shown.to], false)
	if shown.to < len(text) {
		add("…", false)
	}
	return parts
}

// around picks the stretch of a long text that shows most of the terms, with what stands on either side of them.
func around(text string, words []token, marks []mark) extent {
	const room = MaxSnippet - 2 // for the two marks of omission
	size := func(from, to int) int { return utf8.RuneCountInString(text[from:to]) }
	best, most := 0, 0
	for i, first := range marks {
		terms := uint32(0)
		for _, mk := range marks[i:] {
			last := words[min(int(mk.place+mk.length), len(words))-1]
			if last.to-words[first.place].from > room { // bytes are at least as many as code points
				break
			}
			terms |= 1 << mk.term
		}
		if n := bits.OnesCount32(terms); n > most {
			best, most = i, n
		}
	}
	from := int(marks[best].place)
	to := from + 1
	s := extent{words[from].from, words[from].to}
	if size(s.from, s.to) > room {
		for i := range text[s.from:] {
			if size(s.from, s.from+i) == room {
				return extent{s.from, s.from + i}
			}
		}
	}
	// A third of the room goes to what stands before, the rest to what comes after, and what is left to what stands before.
	for from > 0 && size(words[from-1].from, s.to) <= max(room/3, size(s.from, s.to)) {
		from--
		s.from = words[from].from
	}
	for to < len(words) && size(s.from, words[to].to) <= room {
		s.to = words[to].to
		to++
	}
	for from > 0 && size(words[from-1].from, s.to) <= room {
		from--
		s.from = words[from].from
	}
	if to == len(words) && size(s.from, len(text)) <= room+1 {
		s.to = len(text)
	}
	if from == 0 && size(0, s.to) <= room+1 {
		s.from = 0
	}
	return s
}
