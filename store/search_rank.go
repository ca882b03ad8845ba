package store

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
	"sort"
)

// scored is what a word counts, or those that stand for it: in a document that has several, what counts most there.
type scored struct {
	rarity uint32
	words  []scoredWord
}

// scoredWord is one of them: what it is worth, and the documents in which it counts, with how light it is there.
type scoredWord struct {
	worth     int
	documents bitset
	counts    *counts // while hits are ranked
}

// counts is what a word counts by how light it is.
type counts [maxLightness + 1]uint32

func (s *scored) countsOf(word *scoredWord) *counts {
	values := new(counts)
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

// hitsAtATime is how many hits are scored beside one another. No container that lists its numbers has more.
const hitsAtATime = bitmapFew

// searchRoom is room for what a search works with.
type searchRoom struct {
	met []byte
	// Of the hits that are scored: the lower halves of their numbers where these are bits, their scores, and those before a word.
	lowers         [2 * hitsAtATime]byte
	scores, before [hitsAtATime]uint32
	// bounds are the most that the hits of each stretch can score, where the numbers are bits.
	bounds [1 << 10]uint32
}

// rank gives the first most hits in order, the best first and of equals the one whose id comes first.
func (f *finder) rank(hits bitset, words []scored, most int) []rankedHit {
	best := bestHits{most: most, keys: make([]uint64, 0, min(most, hits.count()))}
	room := f.searching
	for i := range words {
		for j := range words[i].words {
			words[i].words[j].counts = words[i].countsOf(&words[i].words[j])
		}
	}
	for i := range hits.n {
		upper, c := hits.upper(i), hits.container(i)
		if c.bits() {
			room.bound(upper, words)
		}
		for at := 0; at < len(c.data); {
			in, next := c.data, len(c.data)
			if c.bits() {
				in, next = room.some(c.data, at, best.least())
			}
			least := best.least()
			for i, score := range room.score(upper, in, words) {
				if score >= least {
					best.add(scoreKey(score, uint32(upper)<<16|uint32(short(in, 2*i))))
					least = best.least()
				}
			}
			at = next
		}
	}
	return best.hits()
}

// bound works out how much the hits of each stretch of a container can score at most: what each word does where it is lightest.
func (room *searchRoom) bound(upper uint16, words []scored) {
	clear(room.bounds[:])
	for i := range words {
		before := room.bounds
		for j := range words[i].words {
			word := &words[i].words[j]
			c := word.in(upper)
			if !c.bits() {
				for stretch := range before {
					room.bounds[stretch] = max(room.bounds[stretch], before[stretch]+word.counts[0])
				}
				continue
			}
			for stretch, lightness := range c.guide[2<<10:] {
				room.bounds[stretch] = max(room.bounds[stretch], before[stretch]+word.counts[lightness&maxLightness])
			}
		}
	}
}

// some lists some of the numbers that are bits, from a place on, without the stretches in which none can score as much as the least. It gives
// where the next stand.
func (room *searchRoom) some(set []byte, at int, least uint32) (in []byte, next int) {
	long := 0
	for ; at < len(set) && long+2*64 <= len(room.lowers); at += 8 {
		if room.bounds[at/8] < least {
			continue
		}
		for word := binary.LittleEndian.Uint64(set[at:]); word != 0; word &= word - 1 {
			putShort(room.lowers[:], long, uint16(8*at+bits.TrailingZeros64(word)))
			long += 2
		}
	}
	return room.lowers[:long], at
}

// in is the container with those documents whose numbers have an upper half.
func (w *scoredWord) in(upper uint16) container {
	if at := w.documents.find(upper, 0); at < w.documents.n && w.documents.upper(at) == upper {
		return w.documents.container(at)
	}
	return container{}
}

// score gives what the hits score whose numbers have the same upper half.
func (room *searchRoom) score(upper uint16, in []byte, words []scored) []uint32 {
	scores := room.scores[:len(in)/2]
	clear(scores)
	for i := range words {
		before := scores
		if len(words[i].words) > 1 {
			before = room.before[:copy(room.before[:], scores)]
		}
		for j := range words[i].words {
			word := &words[i].words[j]
			c := word.in(upper)
			c.weigh(in, word.counts, before, scores)
		}
	}
	return scores
}

// weigh adds what a word counts to the scores before, of those hits that the container has, where no other word makes them more.
func (c *container) weigh(in []byte, values *counts, before, scores []uint32) {
	before = before[:len(scores)]
	add := func(i, place int) { scores[i] = max(scores[i], before[i]+values[c.lights[place]&maxLightness]) }
	switch {
	case c.bits():
		set, guide := (*[bitmapBits]byte)(c.data), (*[2 << 10]byte)(c.guide)
		for i := range scores {
			lower := int(short(in, 2*i))
			word, bit := binary.LittleEndian.Uint64(set[lower>>6<<3:]), uint64(1)<<(lower&63)
			if word&bit != 0 {
				add(i, int(short(guide[:], lower>>6<<1))+bits.OnesCount64(word&(bit-1)))
			}
		}
	case len(c.guide) > 0 && 8*c.many >= len(scores):
		shift := 16 - guideBits(c.many)
		for i := range scores {
			lower := short(in, 2*i)
			from := c.near(lower, shift)
			if place := placeAmong((*[leap]byte)(c.data[from:]), from, lower); place >= 0 {
				add(i, place)
			}
		}
	default: // each of a few is looked for among the hits
		from := 0
		for place := range c.many {
			lower := short(c.data, 2*place)
			from += sort.Search(len(scores)-from, func(i int) bool { return short(in, 2*(from+i)) >= lower })
			if from < len(scores) && short(in, 2*from) == lower {
				add(from, place)
			}
		}
	}
}

// bestHits are the keys of the best so many hits, the best first.
type bestHits struct {
	most int
	keys []uint64
}

func (b *bestHits) full() bool { return len(b.keys) == b.most }

// least is what a hit has to score to be among them that comes after all of them.
func (b *bestHits) least() uint32 {
	if b.most == 0 {
		return math.MaxUint32
	}
	if !b.full() {
		return 0
	}
	return hitOf(b.keys[b.most-1]).score + 1
}

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
