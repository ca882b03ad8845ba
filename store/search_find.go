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

// finder evaluates one search.
type finder struct {
	*reader
	words  *vellum.FST
	starts []byte
	count  uint32
	q      query
}

func newFinder(r *reader) (*finder, error) {
	f := &finder{reader: r, starts: r.index.get(indexStarts), q: query{reader: r}}
	if len(f.starts) < 4 {
		return nil, errRecord
	}
	f.count = uint32(len(f.starts)/4 - 1)
	var err error
	if f.words, err = vellum.Load(r.index.get(indexWords)); err != nil {
		return nil, fmt.Errorf("store: the words of the search index cannot be read; the store is damaged, compile it again: %w", err)
	}
	return f, nil
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
	documents *roaring.Bitmap
	// scored are its words, each with what it counts in which documents. A phrase has several.
	scored []scored
	// alternatives are the words that stand for it, the best first; for a phrase there are none.
	alternatives []alternative
	// mistyped: the word itself stands nowhere, nor what begins with it.
	mistyped bool
	// relayed: no article is published by such an outlet, and some pass one on.
	relayed bool
	// places are where a phrase begins, by field.
	places []placesIn
}

// scored is what a word counts in each document, the most first; rarity is how much it counts altogether.
type scored struct {
	rarity uint32
	levels []level
}

type level struct {
	value     uint32
	documents *roaring.Bitmap
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
	if err != nil || !found.documents.IsEmpty() {
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
	found := &foundTerm{documents: roaring.New()}
	var s scored
	var sets []*roaring.Bitmap
	for _, w := range words {
		var within *roaring.Bitmap
		if field != anyField {
			if within = f.holding(f.q.bitmap(f.where, wordKey(w.word, byte(field)))); within.IsEmpty() {
				continue
			}
		}
		found.alternatives = append(found.alternatives, w)
		for _, l := range f.levels(w, within) {
			s.levels = append(s.levels, l)
			sets = append(sets, l.documents)
		}
	}
	slices.SortStableFunc(s.levels, func(a, b level) int { return cmp.Compare(b.value, a.value) })
	if len(sets) > 0 {
		found.documents = roaring.FastOr(sets...)
	}
	s.rarity = f.rarity(found.documents)
	found.scored = []scored{s}
	return found, f.q.err
}

// levels reads what a word counts in which documents, in those within where that is given.
func (f *finder) levels(w alternative, within *roaring.Bitmap) []level {
	var levels []level
	prefix := wordKey(w.word)
	c := f.weight.Cursor()
	for k, v := c.Seek(prefix); len(k) == len(prefix)+1 && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		documents := roaring.New()
		f.q.read(documents, v)
		if within != nil {
			documents = roaring.And(documents, within)
		}
		if !documents.IsEmpty() {
			heaviness := 2*maxLightness + 1 - int(k[len(prefix)])
			levels = append(levels, level{uint32(w.worth * heaviness), documents})
		}
	}
	return levels
}

// rarity is the inverse document frequency of BM25 in 1,024ths: how little is to be expected that a document has the word.
func (f *finder) rarity(documents *roaring.Bitmap) uint32 {
	all, with := float64(f.count), float64(documents.GetCardinality())
	return uint32(math.Round(1024 * math.Log(1+(all-with+0.5)/(with+0.5))))
}

// phrase finds the documents in which the words stand next to one another in one field.
func (f *finder) phrase(t term) (*foundTerm, error) {
	found := &foundTerm{documents: roaring.New()}
	fields := []textField{t.field}
	if t.field == anyField {
		fields = f.fieldsOf(t.words[0])
	}
	for _, field := range fields {
		var places *roaring.Bitmap
		for i, word := range t.words {
			next := f.q.bitmap(f.where, wordKey(word, byte(field)))
			if i == 0 {
				places = next
				continue
			}
			places = roaring.And(places, roaring.AddOffset64(next, -int64(i)))
		}
		if !places.IsEmpty() {
			found.places = append(found.places, placesIn{field, places})
			found.documents.Or(f.holding(places))
		}
	}
	for i, word := range t.words {
		if slices.Contains(t.words[:i], word) {
			continue
		}
		s := scored{levels: f.levels(alternative{word: word, worth: asWritten}, found.documents)}
		all := roaring.New()
		for _, l := range f.levels(alternative{word: word, worth: asWritten}, nil) {
			all.Or(l.documents)
		}
		s.rarity = f.rarity(all)
		found.scored = append(found.scored, s)
	}
	return found, f.q.err
}

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

// holding gives the documents in which places lie.
func (f *finder) holding(places *roaring.Bitmap) *roaring.Bitmap {
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
	return roaring.BitmapOf(documents...)
}

// ranked is a document and what it scores.
type rankedHit struct {
	document uint32
	score    uint32
}

// rank puts the documents in order, the best first and of equals the one whose id comes first, and gives up to [MaxRanked].
func rank(documents *roaring.Bitmap, words []scored) []rankedHit {
	if len(words) == 1 {
		return rankByOne(documents, words[0])
	}
	list := documents.ToArray()
	scores := make([]uint32, len(list))
	for _, w := range words {
		rest := documents.Clone()
		for _, l := range w.levels {
			hit := roaring.And(rest, l.documents)
			rest.AndNot(hit)
			at := 0
			it := hit.Iterator()
			for it.HasNext() {
				document := it.Next()
				step := 1
				for at+step < len(list) && list[at+step] <= document {
					step *= 2
				}
				i, _ := slices.BinarySearch(list[at:min(at+step, len(list))], document)
				at += i
				scores[at] += w.rarity * l.value
			}
		}
	}
	// Keys ascend as hits descend. No more than twice as many as are wanted are kept at a time.
	var keys []uint64
	worst := uint64(math.MaxUint64)
	for i, document := range list {
		key := uint64(math.MaxUint32-scores[i])<<32 | uint64(document)
		if key >= worst {
			continue
		}
		if keys = append(keys, key); len(keys) == 2*MaxRanked {
			slices.Sort(keys)
			keys = keys[:MaxRanked]
			worst = keys[MaxRanked-1]
		}
	}
	slices.Sort(keys)
	keys = keys[:min(len(keys), MaxRanked)]
	hits := make([]rankedHit, len(keys))
	for i, key := range keys {
		hits[i] = rankedHit{document: uint32(key), score: math.MaxUint32 - uint32(key>>32)}
	}
	return hits
}

// rankByOne ranks by a single word. Its levels are the order already, so no more is read than is wanted.
func rankByOne(documents *roaring.Bitmap, word scored) []rankedHit {
	var hits []rankedHit
	seen := roaring.New()
	for i, l := range word.levels {
		// Levels of one value, of different words, are one level.
		set := roaring.And(documents, l.documents)
		for j := i + 1; j < len(word.levels) && word.levels[j].value == l.value; j++ {
			set.Or(roaring.And(documents, word.levels[j].documents))
		}
		set.AndNot(seen)
		it := set.Iterator()
		for it.HasNext() {
			if len(hits) == MaxRanked {
				return hits
			}
			hits = append(hits, rankedHit{document: it.Next(), score: word.rarity * l.value})
		}
		seen.Or(set)
	}
	return hits
}
