package store

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
)

// scored is what a word counts, or those that stand for it: in a document that has several, what counts most there.
type scored struct {
	rarity uint32
	words  []scoredWord
}

// scoredWord is one of them: what it counts altogether, and the documents in which it does, with how light it is there.
type scoredWord struct {
	worth     int
	documents bitset
}

// counts is what a word counts by how light it is.
type counts [maxLightness + 1]uint32

func (s *scored) counts(word *scoredWord) (values counts) {
	for lightness := range values {
		values[lightness] = s.rarity * uint32(word.worth*(2*maxLightness+1-lightness))
	}
	return values
}

// rankedHit is a document and what it scores.
type rankedHit struct{ document, score uint32 }

// scoreKey is the less, the better the hit.
func scoreKey(score, document uint32) uint64 {
	return uint64(math.MaxUint32-score)<<32 | uint64(document)
}

func hitOf(key uint64) rankedHit { return rankedHit{uint32(key), math.MaxUint32 - uint32(key>>32)} }

// hitsAtATime is how many hits are scored beside one another. No container has its numbers listed, not as bits, that has more.
const hitsAtATime = bitmapFew

// searchRoom is room for what a search works with.
type searchRoom struct {
	met []byte
	// Of the hits that are scored: the lower halves of their numbers, their scores, and what the word at hand counts in them.
	lowers       [hitsAtATime]uint16
	scores, most [hitsAtATime]uint32
}

// rank gives the first most hits in order, the best first and of equals the one whose id comes first.
func (f *finder) rank(hits bitset, words []scored, most int) []rankedHit {
	best := bestHits{most: most, keys: make([]uint64, 0, min(most, hits.count()))}
	room := f.searching
	for i := range hits.n {
		upper, c := hits.upper(i), hits.container(i)
		for at := 0; at < len(c.data); {
			var lowers []uint16
			lowers, at = c.some(room.lowers[:0], at)
			scores := room.score(upper, lowers, words)
			for i, lower := range lowers {
				best.add(scoreKey(scores[i], uint32(upper)<<16|uint32(lower)))
			}
		}
	}
	return best.hits()
}

// some appends numbers of the container to a list, as many as there is room for, from a place in its data on, and gives where the next
// stand.
func (c *container) some(list []uint16, at int) ([]uint16, int) {
	if !c.bits() {
		for ; at < len(c.data); at += 2 {
			list = append(list, short(c.data, at))
		}
		return list, at
	}
	for ; at < bitmapBits && len(list)+64 <= cap(list); at += 8 {
		for word := binary.LittleEndian.Uint64(c.data[at:]); word != 0; word &= word - 1 {
			list = append(list, uint16(8*at+bits.TrailingZeros64(word)))
		}
	}
	return list, at
}

// score gives what the hits score whose numbers have the same upper half.
func (room *searchRoom) score(upper uint16, lowers []uint16, words []scored) []uint32 {
	scores, most := room.scores[:len(lowers)], room.most[:len(lowers)]
	clear(scores)
	for i := range words {
		clear(most)
		for j := range words[i].words {
			word := &words[i].words[j]
			if at := word.documents.find(upper, 0); at < word.documents.n && word.documents.upper(at) == upper {
				c, values := word.documents.container(at), words[i].counts(word)
				c.weigh(lowers, &values, most)
			}
		}
		for j := range scores {
			scores[j] += most[j]
		}
	}
	return scores
}

// weigh puts what a word counts in those hits that the container has in place of what is less.
func (c *container) weigh(lowers []uint16, values *counts, most []uint32) {
	most = most[:len(lowers)]
	if !c.bits() && (len(c.guide) == 0 || 8*c.many < len(lowers)) {
		// Each of a few is looked for among the hits.
		from := 0
		for at, lightness := range c.lights {
			i, ok := slices.BinarySearch(lowers[from:], short(c.data, 2*at))
			if from += i; ok {
				most[from] = max(most[from], values[lightness&maxLightness])
			}
		}
		return
	}
	for i, lower := range lowers {
		if at := c.place(lower); at >= 0 {
			most[i] = max(most[i], values[c.lights[at]&maxLightness])
		}
	}
}

// bestHits are the keys of the best so many hits, the best first.
type bestHits struct {
	most int
	keys []uint64
}

func (b *bestHits) full() bool { return len(b.keys) == b.most }

func (b *bestHits) add(key uint64) {
	if b.full() && (b.most == 0 || key >= b.keys[b.most-1]) {
		return
	}
	at, _ := slices.BinarySearch(b.keys, key)
	if b.full() {
		b.keys = b.keys[:b.most-1]
	}
	b.keys = slices.Insert(b.keys, at, key)
}

func (b *bestHits) hits() []rankedHit {
	hits := make([]rankedHit, len(b.keys))
	for i, key := range b.keys {
		hits[i] = hitOf(key)
	}
	return hits
}
