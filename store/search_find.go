package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"sort"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/vellum"
	"github.com/blevesearch/vellum/levenshtein"
)

// The limits of what stands for a word that is looked for.
const (
	// MaxAlternatives is how many words at most stand for one that is mistyped or only begun: the nearest, and of these
	// those in most records.
	MaxAlternatives = 64
	// MinBeginning is how many letters the last word needs for others that begin with it to be found too.
	MinBeginning = 2
	// OneTypo and TwoTypos are from how many letters on a word may have so many.
	OneTypo  = 4
	TwoTypos = 8
	// MaxTypoWord is the most letters of a word in which typos are looked for.
	MaxTypoWord = 24
	// MaxRanked is how many hits are put in order.
	MaxRanked = 1000
)

// What a word counts that stands for the one looked for: as it is written, with one typo or only as its beginning, with
// two typos. The least a word counts as it is written is more than the most it counts as anything else.
const (
	asWritten = 4
	asNear    = 2
	asFar     = 1
)

// searchIndex is what every search begins with: the words, where each document starts, and which record it is. It is part of the
// mapped file, and safe for concurrent use.
type searchIndex struct {
	words           *vellum.FST
	starts, records []byte
	count           uint32
}

// finder evaluates one search.
type finder struct {
	*reader
	*searchIndex
	q query
}

func newFinder(r *reader) (*finder, error) {
	i := &searchIndex{starts: r.index.get(indexStarts), records: r.index.get(indexRecords)}
	i.count = uint32(len(i.records) / 5)
	if len(i.starts) != 4*int(i.count)+4 {
		return nil, errRecord
	}
	var err error
	if i.words, err = vellum.Load(r.index.get(indexWords)); err != nil {
		return nil, fmt.Errorf("store: the words of the search index cannot be read; the store is damaged, compile it again: %w", err)
	}
	return i.finder(r), nil
}

func (i *searchIndex) finder(r *reader) *finder {
	if r.searching == nil {
		r.searching = &searchRoom{}
	}
	return &finder{reader: r, searchIndex: i, q: query{reader: r}}
}

// finder is [newFinder] with the index that an earlier search began with.
func (s *Store) finder(r *reader) (*finder, error) {
	if i := s.searching.Load(); i != nil {
		return i.finder(r), nil
	}
	f, err := newFinder(r)
	if err == nil {
		s.searching.Store(f.searchIndex)
	}
	return f, err
}

// alternative is a word that stands for the one looked for.
type alternative struct {
	word string
	// worth is asWritten, asNear or asFar.
	worth int
	// records is how many have it.
	records uint64
}

// found is what one term finds.
type foundTerm struct {
	// documents have the term.
	documents bitset
	// scored are its words, each with the documents in which it counts. A phrase has several.
	scored []scored
	// alternatives are the words that stand for it, the best first; for a phrase there are none.
	alternatives []alternative
	// mistyped: the word itself stands nowhere, nor what begins with it.
	mistyped bool
	// relayed: no article is published by such an outlet, and some pass one on.
	relayed bool
	// places are where a phrase of several words begins, by field.
	places []placesIn
}

type placesIn struct {
	field  textField
	places *roaring.Bitmap
}

func (f *finder) find(t term) (*foundTerm, error) {
	if t.phrase {
		return f.phrase(t)
	}
	word := t.words[0]
	alternatives, err := f.beginning(word, t)
	if err != nil {
		return nil, err
	}
	found, err := f.any(alternatives, t.field)
	if err != nil || !found.documents.isEmpty() {
		return found, err
	}
	if alternatives, err = f.near(word); err != nil {
		return nil, err
	}
	found, err = f.any(alternatives, t.field)
	if err != nil {
		return nil, err
	}
	found.mistyped = true
	return found, nil
}

// beginning gives the word itself, where it stands anywhere, and those that begin with it where they will do.
func (f *finder) beginning(word string, t term) ([]alternative, error) {
	if !t.beginning || utf8.RuneCountInString(word) < MinBeginning {
		records, ok, err := f.words.Get([]byte(word))
		if err != nil || !ok {
			return nil, err
		}
		return []alternative{{word, asWritten, records}}, nil
	}
	var found []alternative
	it, err := f.words.Iterator([]byte(word), nil)
	for ; err == nil; err = it.Next() {
		w, records := it.Current()
		if !bytes.HasPrefix(w, []byte(word)) {
			break
		}
		worth := asNear
		if len(w) == len(word) {
			worth = asWritten
		}
		found = append(found, alternative{string(w), worth, records})
	}
	if err != nil && err != vellum.ErrIteratorDone {
		return nil, err
	}
	return best(found), nil
}

// typos makes automata that accept what is up to one or two letters off, a letter being missing, too many, another, or two
// of them in the wrong order.
var typos = sync.OnceValues(func() (builders [3]*levenshtein.LevenshteinAutomatonBuilder, err error) {
	for most := 1; most < len(builders) && err == nil; most++ {
		builders[most], err = levenshtein.NewLevenshteinAutomatonBuilder(uint8(most), true)
	}
	return builders, err
})

// mayHaveTypos is how many typos are looked for in a word. Numbers have none: another number is another fact.
func mayHaveTypos(word string) uint8 {
	letters := 0
	for _, r := range word {
		if unicode.IsNumber(r) {
			return 0
		}
		letters++
	}
	switch {
	case letters > MaxTypoWord:
		return 0
	case letters >= TwoTypos:
		return 2
	case letters >= OneTypo:
		return 1
	}
	return 0
}

// near gives the words that the one looked for may be a typo of.
func (f *finder) near(word string) ([]alternative, error) {
	most := mayHaveTypos(word)
	if most == 0 {
		return nil, nil
	}
	builders, err := typos()
	if err != nil {
		return nil, err
	}
	automaton, err := builders[most].BuildDfa(word, most)
	if err != nil {
		return nil, err
	}
	var found []alternative
	it, err := f.words.Search(automaton, nil, nil)
	for ; err == nil; err = it.Next() {
		w, records := it.Current()
		_, distance := automaton.MatchAndDistance(string(w))
		worth := asNear
		if distance > 1 {
			worth = asFar
		}
		if mayHaveTypos(string(w)) > 0 {
			found = append(found, alternative{string(w), worth, records})
		}
	}
	if err != vellum.ErrIteratorDone {
		return nil, err
	}
	return best(found), nil
}

// best keeps the nearest words, and of these those that are in most records.
func best(found []alternative) []alternative {
	slices.SortFunc(found, func(a, b alternative) int {
		return cmp.Or(cmp.Compare(b.worth, a.worth), cmp.Compare(b.records, a.records), cmp.Compare(a.word, b.word))
	})
	return found[:min(len(found), MaxAlternatives)]
}

// any finds the documents that have one of the words, in the field where one is given.
func (f *finder) any(words []alternative, field textField) (*foundTerm, error) {
	found := &foundTerm{}
	var s scored
	var sets []bitset
	for _, w := range words {
		documents := f.documents(w.word, field)
		if documents.isEmpty() {
			continue
		}
		found.alternatives = append(found.alternatives, w)
		sets = append(sets, documents)
		s.words = append(s.words, scoredWord{worth: w.worth, documents: documents})
	}
	switch len(sets) {
	case 0:
	case 1:
		found.documents = sets[0]
	default:
		found.documents = either(sets)
	}
	s.rarity = f.rarity(uint64(found.documents.count()))
	found.scored = []scored{s}
	return found, f.q.err
}

// documents have a word, in the field where one is given. For a word that few have in a field they follow from its places.
func (f *finder) documents(word string, field textField) bitset {
	f.key = append(append(append(f.key[:0], word...), 0), byte(field))
	if value := f.with.get(f.key); value != nil || field == anyField {
		return f.listAt(value)
	}
	found := f.holding(f.q.bitmap(f.where, f.key))
	return f.listOf(found, f.documents(word, anyField))
}

// listAt is the list of documents that a value of the index holds.
func (f *finder) listAt(value []byte) bitset {
	if value == nil {
		return bitset{}
	}
	b, err := listAt(value)
	if err != nil && f.q.err == nil {
		f.q.err = err
	}
	return b
}

// listOf is a list of documents that another one has among others.
func (f *finder) listOf(documents []uint32, among bitset) bitset {
	var list growingList
	for _, document := range documents {
		lightness, ok := among.light(document)
		if !ok && f.q.err == nil {
			f.q.err = errRecord
		}
		list.add(document, lightness)
	}
	return list.bitset()
}

// rarity is the inverse document frequency of BM25 in 1,024ths: how little is to be expected that a document has the word that
// so many have.
func (f *finder) rarity(documents uint64) uint32 {
	all, with := float64(f.count), float64(documents)
	return uint32(math.Round(1024 * math.Log(1+(all-with+0.5)/(with+0.5))))
}

// phrase finds the documents in which the words stand next to one another in one field.
func (f *finder) phrase(t term) (*foundTerm, error) {
	found := &foundTerm{}
	var documents []uint32
	if len(t.words) == 1 {
		found.documents = f.documents(t.words[0], t.field)
	} else {
		fields := []textField{t.field}
		if t.field == anyField {
			fields = f.fieldsOf(t.words[0])
		}
		for _, field := range fields {
			if places := f.together(t.words, field); !places.IsEmpty() {
				found.places = append(found.places, placesIn{field, places})
				documents = append(documents, f.holding(places)...)
			}
		}
		slices.Sort(documents)
		documents = slices.Compact(documents)
		found.documents = bitsetOf(documents)
	}
	for i, word := range t.words {
		if slices.Contains(t.words[:i], word) {
			continue
		}
		counts := found.documents
		if len(t.words) > 1 {
			counts = f.listOf(documents, f.documents(word, anyField))
		}
		records, _, err := f.words.Get([]byte(word))
		if err != nil {
			return nil, err
		}
		found.scored = append(found.scored, scored{rarity: f.rarity(records), words: []scoredWord{{worth: asWritten, documents: counts}}})
	}
	return found, f.q.err
}

// fewDocuments is how many documents are looked through place by place for a phrase, and no more.
const fewDocuments = 1000

// together gives the places of a field at which the words begin to stand next to one another. Where only few documents have all of
// the words, no more is looked at than where the first word stands in these.
func (f *finder) together(words []string, field textField) *roaring.Bitmap {
	sets := make([]bitset, len(words))
	for i, word := range words {
		if sets[i] = f.documents(word, field); sets[i].isEmpty() {
			return roaring.New()
		}
	}
	f.searching.meet(sets, nil, f.all())
	every := f.searching.numbers
	if every.isEmpty() {
		return roaring.New()
	}
	places := make([]*roaring.Bitmap, len(words))
	for i, word := range words {
		places[i] = f.q.bitmap(f.where, wordKey(word, byte(field)))
	}
	if every.count() > fewDocuments {
		found := places[0]
		for i := 1; i < len(places); i++ {
			found = roaring.And(found, roaring.AddOffset64(places[i], -int64(i)))
		}
		return found
	}
	found := roaring.New()
	first := places[0].Iterator()
	for _, document := range every.appendTo(nil, fewDocuments) {
		to := f.start(document + 1)
		for first.AdvanceIfNeeded(f.start(document)); first.HasNext() && first.PeekNext() < to; {
			place := first.Next()
			follow := 1
			for follow < len(places) && places[follow].Contains(place+uint32(follow)) {
				follow++
			}
			if follow == len(places) {
				found.Add(place)
			}
		}
	}
	return found
}

// all are all documents.
func (f *finder) all() []span { return []span{{0, f.count}} }

// fieldsOf lists the fields in which a word stands.
func (f *finder) fieldsOf(word string) []textField {
	var fields []textField
	prefix := wordKey(word)
	c := f.where.Cursor()
	for k, _ := c.Seek(prefix); len(k) == len(prefix)+1 && bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		fields = append(fields, textField(k[len(prefix)]))
	}
	return fields
}

// start is the place of a document's first word.
func (f *finder) start(document uint32) uint32 { return binary.BigEndian.Uint32(f.starts[4*document:]) }

// holding lists the documents in which places lie.
func (f *finder) holding(places *roaring.Bitmap) []uint32 {
	var documents []uint32
	it := places.Iterator()
	for it.HasNext() {
		place := it.Next()
		from := uint32(0)
		if n := len(documents); n > 0 {
			from = documents[n-1] + 1
		}
		// The first document that starts beyond the place stands after the one that holds it. Places ascend, so it is
		// looked for from the last one on, in steps that double.
		step := uint32(1)
		for from+step < f.count && f.start(from+step) <= place {
			step *= 2
		}
		beyond := from + uint32(sort.Search(int(min(step, f.count-from)), func(i int) bool { return f.start(from+uint32(i)+1) > place }))
		documents = append(documents, beyond)
		it.AdvanceIfNeeded(f.start(beyond + 1))
	}
	return documents
}
