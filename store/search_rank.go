package store

import (
	"bytes"
	"cmp"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// scored is what a word counts, or those that stand for it: how much altogether, and, word by word, how much in which documents.
type scored struct {
	rarity uint32
	words  []scoredWord
	// within are the documents in which it counts at all.
	within *roaring.Bitmap
}

// scoredWord counts in the documents within; nil is all of them.
type scoredWord struct {
	alternative
	within *roaring.Bitmap
}

// level is what a word counts in some documents: a bitmap as it is kept, which is read when it has to be.
type level struct {
	value  uint32
	kept   []byte
	within *roaring.Bitmap
}

func (l *level) has(document uint32) bool {
	return bitmapHas(l.kept, document) && (l.within == nil || l.within.Contains(document))
}

// of gives those of some documents that are in the level.
func (l *level) of(f *finder, documents *roaring.Bitmap) *roaring.Bitmap {
	var kept roaring.Bitmap
	f.q.read(&kept, l.kept)
	set := roaring.And(documents, &kept)
	if l.within != nil {
		set.And(l.within)
	}
	return set
}

// levels lists what a word counts in which documents, the most first.
func (f *finder) levels(w scoredWord) []level {
	var levels []level
	prefix := wordKey(w.word)
	c := f.weight.Cursor()
	for k, v := c.Seek(prefix); len(k) == len(prefix)+1 && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		heaviness := 2*maxLightness + 1 - int(k[len(prefix)])
		levels = append(levels, level{uint32(w.worth * heaviness), v, w.within})
	}
	return levels
}

// rankedHit is a document and what it scores.
type rankedHit struct{ document, score uint32 }

// ranking is a word on the way through its levels.
type ranking struct {
	rarity uint32
	levels []level
	within *roaring.Bitmap
	// rest is the most that the words after it add to a score.
	rest uint32
}

func (r *ranking) most() uint32 {
	if len(r.levels) == 0 {
		return 0
	}
	return r.rarity * r.levels[0].value
}

// rank gives the first most documents in order, the best first and of equals the one whose id comes first.
func (f *finder) rank(documents *roaring.Bitmap, words []ranking, most int) ([]rankedHit, error) {
	hits, ok := f.rankBest(documents, words, most, maxLooks)
	if !ok {
		hits = f.rankAll(documents, words, most)
	}
	return hits, f.q.err
}

// rankAll scores every document.
func (f *finder) rankAll(documents *roaring.Bitmap, words []ranking, most int) []rankedHit {
	list := documents.ToArray()
	scores := make([]uint32, len(list))
	for i := range words {
		word := &words[i]
		rest := documents.Clone()
		if word.within != nil {
			rest.And(word.within)
		}
		for j := range word.levels {
			in := word.levels[j].of(f, rest)
			rest.AndNot(in)
			at := 0
			for it := in.Iterator(); it.HasNext(); {
				document := it.Next()
				step := 1
				for at+step < len(list) && list[at+step] <= document {
					step *= 2
				}
				next, _ := slices.BinarySearch(list[at:min(at+step, len(list))], document)
				at += next
				scores[at] += word.rarity * word.levels[j].value
			}
		}
	}
	// No more than twice as many as are wanted are kept at a time.
	var keys []uint64
	worst := uint64(math.MaxUint64)
	for i, document := range list {
		key := scoreKey(scores[i], document)
		if key >= worst {
			continue
		}
		if keys = append(keys, key); len(keys) == 2*most {
			slices.Sort(keys)
			keys = keys[:most]
			worst = keys[most-1]
		}
	}
	slices.Sort(keys)
	hits := make([]rankedHit, 0, most)
	for _, key := range keys[:min(len(keys), most)] {
		hits = append(hits, hitOf(key))
	}
	return hits
}

// maxLooks is how many sets and documents are looked at to find the best, before it is less work to score every document.
const maxLooks = 5000

// rankBest takes the documents apart by the levels of the first word, what is in a level by those of the next word, and so on, the
// best that there can be always first: so where a few are wanted of many, most are never looked at. It gives up where there is too
// much to look at before it is certain which are the best.
func (f *finder) rankBest(documents *roaring.Bitmap, words []ranking, most, looks int) (hits []rankedHit, ok bool) {
	words = slices.Clone(words)
	slices.SortStableFunc(words, func(a, b ranking) int { return cmp.Compare(b.most(), a.most()) })
	for i := len(words) - 2; i >= 0; i-- {
		words[i].rest = words[i+1].rest + words[i+1].most()
	}
	w := &waiting{finder: f, words: words}
	w.add(candidates{set: documents.Clone()})
	hits = make([]rankedHit, 0, most)
	for len(hits) < most && len(w.items) > 0 {
		if w.looks > looks {
			return nil, false
		}
		hits = w.next(hits, most)
	}
	return hits, true
}

// candidates are documents of which the same is known: what those words score together that come before word, and that word is in
// none of its first so many levels.
type candidates struct {
	set         *roaring.Bitmap
	word, level int
	score       uint32
	// hits, once the last word is known too, gives what is left of them.
	hits roaring.IntPeekable
}

// waiting is what has to be looked at, the best that there can be last. A key has the most that the score can be, turned round, and
// the first document; a document of which the whole score is known waits without candidates.
type waiting struct {
	*finder
	words []ranking
	items []waitingItem
	looks int // at sets and at documents
}

type waitingItem struct {
	key  uint64
	from *candidates
}

func (w *waiting) push(key uint64, from *candidates) {
	at, _ := slices.BinarySearchFunc(w.items, key, func(x waitingItem, key uint64) int { return cmp.Compare(key, x.key) })
	w.items = slices.Insert(w.items, at, waitingItem{key, from})
}

func (w *waiting) pop() waitingItem {
	last := len(w.items) - 1
	item := w.items[last]
	w.items = w.items[:last]
	return item
}

// scoreKey is the less, the better the hit.
func scoreKey(score, document uint32) uint64 {
	return uint64(math.MaxUint32-score)<<32 | uint64(document)
}

func hitOf(key uint64) rankedHit { return rankedHit{uint32(key), math.MaxUint32 - uint32(key>>32)} }

// fewCandidates is how many are looked at one by one.
const fewCandidates = 24

// add has candidates wait.
func (w *waiting) add(c candidates) {
	if c.set.IsEmpty() {
		return
	}
	if c.word == len(w.words) {
		c.hits = c.set.Iterator()
		w.push(scoreKey(c.score, c.hits.PeekNext()), &c)
		return
	}
	if c.set.GetCardinality() <= fewCandidates {
		for it := c.set.Iterator(); it.HasNext(); {
			document := it.Next()
			w.looks++
			w.push(scoreKey(w.score(document, c), document), nil)
		}
		return
	}
	word := &w.words[c.word]
	bound := c.score + word.rest
	if c.level < len(word.levels) {
		bound += word.rarity * word.levels[c.level].value
	}
	w.push(scoreKey(bound, c.set.Minimum()), &c)
}

// score is what a candidate scores.
func (w *waiting) score(document uint32, c candidates) uint32 {
	score := c.score
	from := c.level
	for i := range w.words[c.word:] {
		word := &w.words[c.word+i]
		if word.within == nil || word.within.Contains(document) {
			for j := range word.levels[from:] {
				if l := &word.levels[from+j]; l.has(document) {
					score += word.rarity * l.value
					break
				}
			}
		}
		from = 0
	}
	return score
}

// next takes the best that waits: a document is a hit, and candidates are taken apart by one level more.
func (w *waiting) next(hits []rankedHit, most int) []rankedHit {
	item := w.pop()
	c := item.from
	w.looks++
	if c == nil {
		return append(hits, hitOf(item.key))
	}
	if c.hits != nil {
		for c.hits.HasNext() && len(hits) < most {
			key := scoreKey(c.score, c.hits.PeekNext())
			if n := len(w.items); n > 0 && w.items[n-1].key < key {
				w.push(key, c)
				break
			}
			hits = append(hits, rankedHit{c.hits.Next(), c.score})
		}
		return hits
	}
	word := &w.words[c.word]
	if c.level == len(word.levels) {
		w.add(candidates{set: c.set, word: c.word + 1, score: c.score})
		return hits
	}
	l := &word.levels[c.level]
	in := l.of(w.finder, c.set)
	if word.within != nil {
		in.And(word.within)
	}
	c.set.AndNot(in)
	w.add(candidates{set: in, word: c.word + 1, score: c.score + word.rarity*l.value})
	w.add(candidates{set: c.set, word: c.word, level: c.level + 1, score: c.score})
	return hits
}
