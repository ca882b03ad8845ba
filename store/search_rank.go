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

// hitsAtFirst is how many are where each word is one: so few that what the best of some score soon spares a look at others. Where many stand for
// one, each of them is looked for once among all hits of a container.
const hitsAtFirst = 256

// searchRoom is room for what a search works with.
type searchRoom struct {
	meeting
	// Of the hits that are scored: the lower halves of their numbers, their scores, and those before a word.
	lowers        [2 * hitsAtATime]byte
	scored, prior [hitsAtATime]uint32
	// bounds are the most that the hits of each stretch can score, where the numbers are bits.
	bounds [1 << 10]uint32
}

// rank gives the first most hits in order, the best first and of equals the one whose id comes first. lists says which of the words each set
// that was met is the list of, or ofNone.
func (f *finder) rank(met *meeting, lists []int, words []scored, most int) []rankedHit {
	hits := &met.numbers
	best := bestHits{most: most, keys: make([]uint64, 0, min(most, hits.count()))}
	room := f.searching
	all := uint32(0) // what no hit scores more than
	atATime := hitsAtFirst
	for i := range words {
		if len(words[i].words) > 1 {
			atATime = hitsAtATime
		}
		for j := range words[i].words {
			words[i].words[j].counts = words[i].countsOf(&words[i].words[j])
		}
		all += words[i].most()
	}
	for i := range hits.n {
		upper, c := hits.upper(i), hits.container(i)
		known, rest := ofNone, all
		if of := met.of[i]; of != ofNone {
			known = lists[of]
			rest -= words[known].most()
		} else if c.many > len(room.bounds) {
			room.bound(upper, words)
		}
		for at := 0; at < len(c.data); {
			n, least := 0, best.least()
			switch {
			case c.bits():
				n, at = room.some(c.data, at, atATime, least)
			case known == ofNone && c.many > len(room.bounds):
				n, at = room.bounded(c.data, at, atATime, least)
			case known == ofNone:
				n, at = room.next(c.data, at)
			default:
				n, at = room.likely(c.data, met.lightsOf(i, c.many), at, atATime, words[known].words[0].counts, int64(least)-int64(rest))
			}
			in, scores := room.lowers[:2*n], room.scored[:n]
			for j := range words {
				if j != known {
					room.add(scores, upper, in, words[j].words)
				}
			}
			best.take(scores, upper, in)
		}
	}
	return best.hits()
}

// most is what it counts at most.
func (s *scored) most() (most uint32) {
	for i := range s.words {
		most = max(most, s.words[i].most())
	}
	return most
}

func (w *scoredWord) most() uint32 { return w.counts[w.documents.least&maxLightness] }

// take takes those hits that are among the best: their scores, the upper half of their numbers, and the lower ones.
func (b *bestHits) take(scores []uint32, upper uint16, lowers []byte) {
	least := b.least()
	for i, score := range scores {
		if score >= least {
			b.add(scoreKey(score, uint32(upper)<<16|uint32(short(lowers, 2*i))))
			least = b.least()
		}
	}
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
					room.bounds[stretch] = max(room.bounds[stretch], before[stretch]+word.most())
				}
				continue
			}
			for stretch, lightness := range c.guide[2<<10:] {
				room.bounds[stretch] = max(room.bounds[stretch], before[stretch]+word.counts[lightness&maxLightness])
			}
		}
	}
}

// some takes up to so many of the numbers that are bits, from a place on, without the stretches in which none can score as much as the least. It gives
// how many, and where the next stand.
func (room *searchRoom) some(set []byte, at, most int, least uint32) (n, next int) {
	for ; at < len(set) && n+64 <= most; at += 8 {
		if room.bounds[at/8] < least {
			continue
		}
		for word := binary.LittleEndian.Uint64(set[at:]); word != 0; word &= word - 1 {
			putShort(room.lowers[:], 2*n, uint16(8*at+bits.TrailingZeros64(word)))
			n++
		}
	}
	clear(room.scored[:n])
	return n, at
}

// bounded is [searchRoom.some] of numbers that are listed.
func (room *searchRoom) bounded(list []byte, at, most int, least uint32) (n, next int) {
	for ; at < len(list) && n < most; at += 2 {
		lower := short(list, at)
		putShort(room.lowers[:], 2*n, lower)
		if room.bounds[lower>>6] >= least {
			n++
		}
	}
	clear(room.scored[:n])
	return n, at
}

// next takes the next of a few numbers.
func (room *searchRoom) next(list []byte, at int) (n, next int) {
	n = copy(room.lowers[:], list[at:]) / 2
	clear(room.scored[:n])
	return n, at + 2*n
}

// likely is next without those in which one word does not count as much as is needed.
func (room *searchRoom) likely(list, lights []byte, at, most int, values *counts, needed int64) (n, next int) {
	next = min(len(list), at+2*most)
	for ; at < next; at += 2 {
		value := values[lights[at/2]&maxLightness]
		putShort(room.lowers[:], 2*n, short(list, at))
		room.scored[n] = value
		if int64(value) >= needed {
			n++
		}
	}
	return n, next
}

// in is the container with those documents whose numbers have an upper half.
func (w *scoredWord) in(upper uint16) container {
	if at := w.documents.find(upper, 0); at < w.documents.n && w.documents.upper(at) == upper {
		return w.documents.container(at)
	}
	return container{}
}

// add adds what words count that stand for one to the scores of hits whose numbers have the same upper half.
func (room *searchRoom) add(scores []uint32, upper uint16, in []byte, words []scoredWord) {
	prior := scores
	if len(words) > 1 {
		prior = room.prior[:copy(room.prior[:], scores)]
	}
	for i := range words {
		c := words[i].in(upper)
		room.weigh(&c, in, words[i].counts, prior, scores)
	}
}

// weigh adds what a word counts to the scores before it, of those hits that the container has, where no other word makes them more.
func (room *searchRoom) weigh(c *container, in []byte, values *counts, prior, scores []uint32) {
	prior = prior[:len(scores)]
	add := func(i, place int) { scores[i] = max(scores[i], prior[i]+values[c.lights[place]&maxLightness]) }
	switch {
	case len(c.sieve) == 0 || len(scores) > 8*c.many: // each of a few is looked for among the hits
		from := 0
		for place := range c.many {
			lower := short(c.data, 2*place)
			from += sort.Search(len(scores)-from, func(i int) bool { return short(in, 2*(from+i)) >= lower })
			if from < len(scores) && short(in, 2*from) == lower {
				add(from, place)
			}
		}
	case len(scores) <= hitsAtFirst: // most of them are in it, or they would not be hits
		for i := range scores {
			if place := c.place(short(in, 2*i)); place >= 0 {
				add(i, place)
			}
		}
	default:
		for _, i := range room.sift(in, c) {
			if place := c.place(short(in, 2*int(i))); place >= 0 {
				add(int(i), place)
			}
		}
	}
}

// bestHits are the keys of the best so many hits, the best first once there are so many.
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
	if !b.full() {
		if b.keys = append(b.keys, key); b.full() {
			slices.Sort(b.keys)
		}
		return
	}
	if b.most == 0 || key >= b.keys[b.most-1] {
		return
	}
	at, _ := slices.BinarySearch(b.keys, key)
	copy(b.keys[at+1:], b.keys[at:])
	b.keys[at] = key
}

func (b *bestHits) hits() []rankedHit {
	if !b.full() {
		slices.Sort(b.keys)
	}
	hits := make([]rankedHit, len(b.keys))
	for i, key := range b.keys {
		hits[i] = hitOf(key)
	}
	return hits
}
