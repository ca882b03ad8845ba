package store

import (
	"bytes"
	"cmp"
	"container/heap"
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

// level is what a word counts in some documents.
type level struct {
	value             uint32
	documents, within *roaring.Bitmap
}

func (l *level) has(document uint32) bool {
	return l.documents.Contains(document) && (l.within == nil || l.within.Contains(document))
}

func (l *level) of(documents *roaring.Bitmap) *roaring.Bitmap {
	set := roaring.And(documents, l.documents)
	if l.within != nil {
		set.And(l.within)
	}
	return set
}

// levels reads what a word counts in which documents, the most first.
func (f *finder) levels(w scoredWord) []level {
	var levels []level
	prefix := wordKey(w.word)
	c := f.weight.Cursor()
	for k, v := c.Seek(prefix); len(k) == len(prefix)+1 && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		documents := roaring.New()
		f.q.read(documents, v)
		heaviness := 2*maxLightness + 1 - int(k[len(prefix)])
		levels = append(levels, level{uint32(w.worth * heaviness), documents, w.within})
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

// rank gives the first most documents in order, the best first and of equals the one whose id comes first. They are taken apart by
// the levels of the first word, what is in a level by those of the next word, and so on, the best that there can be always first: so
// where a few are wanted of many, most are never looked at. some says that a document need not have every word.
func (f *finder) rank(documents *roaring.Bitmap, words []scored, some bool, most int) ([]rankedHit, error) {
	list := make([]ranking, len(words))
	for i, w := range words {
		r := ranking{rarity: w.rarity}
		if some {
			r.within = w.within
		}
		for _, one := range w.words {
			r.levels = append(r.levels, f.levels(one)...)
		}
		slices.SortStableFunc(r.levels, func(a, b level) int { return cmp.Compare(b.value, a.value) })
		list[i] = r
	}
	if f.q.err != nil {
		return nil, f.q.err
	}
	slices.SortStableFunc(list, func(a, b ranking) int { return cmp.Compare(b.most(), a.most()) })
	for i := len(list) - 2; i >= 0; i-- {
		list[i].rest = list[i+1].rest + list[i+1].most()
	}
	w := &waiting{words: list}
	w.add(candidates{set: documents.Clone()})
	hits := make([]rankedHit, 0, most)
	for len(hits) < most && len(w.heap) > 0 {
		hits = w.next(hits, most)
	}
	return hits, nil
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

// waiting is what has to be looked at, the best that there can be first. A key has the most that the score can be, turned round, and
// the first document; a document of which the whole score is known waits without candidates.
type waiting struct {
	words []ranking
	heap  waitingHeap
}

type waitingItem struct {
	key  uint64
	from *candidates
}

type waitingHeap []waitingItem

func (h waitingHeap) Len() int           { return len(h) }
func (h waitingHeap) Less(i, j int) bool { return h[i].key < h[j].key }
func (h waitingHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *waitingHeap) Push(x any)        { *h = append(*h, x.(waitingItem)) }
func (h *waitingHeap) Pop() any {
	last := len(*h) - 1
	x := (*h)[last]
	*h = (*h)[:last]
	return x
}

func scoreKey(score, document uint32) uint64 {
	return uint64(math.MaxUint32-score)<<32 | uint64(document)
}

// fewCandidates is how many are looked at one by one.
const fewCandidates = 24

// add has candidates wait.
func (w *waiting) add(c candidates) {
	if c.set.IsEmpty() {
		return
	}
	if c.word == len(w.words) {
		c.hits = c.set.Iterator()
		heap.Push(&w.heap, waitingItem{scoreKey(c.score, c.hits.PeekNext()), &c})
		return
	}
	if c.set.GetCardinality() <= fewCandidates {
		for it := c.set.Iterator(); it.HasNext(); {
			document := it.Next()
			heap.Push(&w.heap, waitingItem{scoreKey(w.score(document, c), document), nil})
		}
		return
	}
	word := &w.words[c.word]
	bound := c.score + word.rest
	if c.level < len(word.levels) {
		bound += word.rarity * word.levels[c.level].value
	}
	heap.Push(&w.heap, waitingItem{scoreKey(bound, c.set.Minimum()), &c})
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
	item := heap.Pop(&w.heap).(waitingItem)
	c := item.from
	if c == nil {
		return append(hits, rankedHit{uint32(item.key), math.MaxUint32 - uint32(item.key>>32)})
	}
	if c.hits != nil {
		for c.hits.HasNext() && len(hits) < most {
			key := scoreKey(c.score, c.hits.PeekNext())
			if len(w.heap) > 0 && w.heap[0].key < key {
				heap.Push(&w.heap, waitingItem{key, c})
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
	in := l.of(c.set)
	if word.within != nil {
		in.And(word.within)
	}
	c.set.AndNot(in)
	w.add(candidates{set: in, word: c.word + 1, score: c.score + word.rarity*l.value})
	w.add(candidates{set: c.set, word: c.word, level: c.level + 1, score: c.score})
	return hits
}
