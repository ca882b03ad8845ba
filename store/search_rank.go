package store

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"sort"
)

// scored is what a word counts, or those that stand for it: how much altogether, and, word by word, how much in which documents.
type scored struct {
	rarity uint32
	words  []scoredWord
	// within are the documents in which it counts at all.
	within *bitset
}

// scoredWord counts in the documents within; nil is all of them.
type scoredWord struct {
	alternative
	within *bitset
}

// level is what a word counts in some documents.
type level struct {
	value     uint32
	lightness byte
	kept      bitset
	within    *bitset
}

// levels appends what a word counts in which documents, the most first.
func (f *finder) levels(list []level, w scoredWord) []level {
	f.key = append(append(f.key[:0], w.word...), 0)
	for number := f.weight.seek(f.key); ; number++ {
		k, v := f.weight.entry(number)
		if len(k) != len(f.key)+1 || !bytes.HasPrefix(k, f.key) {
			return list
		}
		lightness := k[len(f.key)] & maxLightness
		list = append(list, level{uint32(w.worth * (2*maxLightness + 1 - int(lightness))), lightness, f.bitsetAt(v), w.within})
	}
}

// rankedHit is a document and what it scores.
type rankedHit struct{ document, score uint32 }

// scoreKey is the less, the better the hit.
func scoreKey(score, document uint32) uint64 {
	return uint64(math.MaxUint32-score)<<32 | uint64(document)
}

func hitOf(key uint64) rankedHit { return rankedHit{uint32(key), math.MaxUint32 - uint32(key>>32)} }

// ranking is a word by which hits are ranked. In a document it counts by the first of its levels that has the document.
type ranking struct {
	rarity uint32
	levels []level
	within *bitset
	// sure: every hit is in one of the levels, and in no other, so that they may be looked at in any order.
	sure bool
	// light has, where it is sure, the number of the level with a lightness, and one.
	light [maxLightness + 1]byte
}

// searchRoom is room for what a search works with.
type searchRoom struct {
	meeting           meeting
	met, cells        []byte
	levels            []level
	rest              []int
	documents, scores []uint32
	lights            []byte // the last that was found of each of the documents, and one
	// likely are the lightnesses by how often a word was found to have them, the most often first.
	likely [maxLightness + 1]struct{ lightness, often uint32 }
	// in are the containers in which documents are looked for; touched is nothing but what was come across on the way.
	in      []container
	touched byte
}

func newSearchRoom() *searchRoom {
	room := &searchRoom{}
	for i := range room.likely {
		room.likely[i].lightness = uint32(i)
	}
	return room
}

const (
	// fewHits are scored, all of them, and so are so few of a level; in a level of fewLevel each is looked for among the hits.
	fewHits  = 200
	fewLevel = 100
	// maxLooks is how many levels, containers and documents are looked at to find the best, before it is less work to score every
	// document.
	maxLooks = 50_000
)

// rank gives the first most hits in order, the best first and of equals the one whose id comes first.
func (f *finder) rank(hits bitset, words []ranking, most int) ([]rankedHit, error) {
	if hits.count() > max(fewHits, 2*most) {
		looks := maxLooks
		if best, ok := f.rankBest(hits, words, most, &looks); ok {
			return best, f.q.err
		}
	}
	defer f.searching.trim()
	return f.rankAll(hits, words, most), f.q.err
}

// trim lets go of room that hardly any search needs.
func (room *searchRoom) trim() {
	const usual = 1 << 16
	if cap(room.documents) > usual {
		room.documents, room.scores, room.lights, room.rest = nil, nil, nil, nil
	}
}

// rankAll scores every hit.
func (f *finder) rankAll(hits bitset, words []ranking, most int) []rankedHit {
	room := f.searching
	room.documents = hits.appendTo(room.documents[:0], hits.count())
	room.begin()
	for i := range words {
		f.weigh(&words[i], 0)
	}
	best := bestHits{most: most, keys: make([]uint64, 0, min(most, hits.count()))}
	for i, document := range room.documents {
		best.add(scoreKey(room.scores[i], document))
	}
	return best.hits()
}

// rankBest goes down the levels of all words, the best first, and scores what it comes across, until no other hit can be among the
// best: so where a few are wanted of many, most are never looked at (the threshold algorithm of Fagin, Lotem and Naor, 2001). It
// gives up where there is too much to look at.
func (f *finder) rankBest(hits bitset, words []ranking, most int, looks *int) (ranked []rankedHit, ok bool) {
	return f.rankDown(hits, words, make([]int, len(words)), most, looks)
}

// rankDown is rankBest from the next level of each word on: hits that are in one before are left out.
func (f *finder) rankDown(hits bitset, words []ranking, next []int, most int, looks *int) (ranked []rankedHit, ok bool) {
	best := bestHits{most: most, keys: make([]uint64, 0, min(most, hits.count()))}
	levels := 0
	for i := range words {
		levels += len(words[i].levels)
	}
	for {
		down, fewest, bound := -1, 0, uint32(0)
		for i := range words {
			word := &words[i]
			if next[i] == len(word.levels) {
				if word.sure {
					return best.hits(), true // it was in a level of every hit
				}
				continue
			}
			l := &word.levels[next[i]]
			bound += word.rarity * l.value
			if n := l.kept.count(); down < 0 || n < fewest {
				down, fewest = i, n
			}
		}
		if down < 0 || most == 0 || best.full() && best.keys[most-1] < scoreKey(bound, 0) {
			return best.hits(), true
		}
		if !f.see(hits, words, next, down, most, looks) {
			return nil, false
		}
		room := f.searching
		for i, document := range room.documents {
			if score := room.scores[i]; score&scoredBefore == 0 {
				best.add(scoreKey(score, document))
			}
		}
		next[down]++
		if *looks -= levels + len(words)*(hits.n+len(room.documents)); *looks < 0 {
			return nil, false
		}
	}
}

// scoredBefore is in the score of a document that was come across before. No score is as high.
const scoredBefore = 1 << 31

// see scores the hits of the next level of a word. Of many that a word is surely in nothing but the best are seen: those that are
// the best by the other words.
func (f *finder) see(hits bitset, words []ranking, next []int, down, most int, looks *int) bool {
	word := &words[down]
	l := &word.levels[next[down]]
	sets := [4]bitset{hits, l.kept}
	in := sets[:2]
	for _, within := range []*bitset{l.within, word.within} {
		if within != nil {
			in = append(in, *within)
		}
	}
	room := f.searching
	if n := l.kept.count(); n <= fewLevel && len(in) == 2 {
		// So few are looked for among the hits.
		room.documents = slices.DeleteFunc(l.kept.appendTo(room.documents[:0], n), func(document uint32) bool { return !hits.has(document) })
		f.score(words, next, down)
		return true
	}
	mark := len(room.cells)
	var cell bitset
	cell, room.cells = f.searching.meeting.meet(room.cells, in, nil, f.all())
	n := cell.count()
	defer func() { room.cells = room.cells[:mark] }()
	switch {
	case !word.sure || n <= max(fewHits, most):
		room.documents = cell.appendTo(room.documents[:0], n)
	case len(words) == 1:
		room.documents = cell.appendTo(room.documents[:0], most)
	default:
		ranked, ok := f.rankDown(cell, slices.Delete(slices.Clone(words), down, down+1), slices.Delete(slices.Clone(next), down, down+1), most, looks)
		if !ok {
			return false
		}
		room.documents = room.documents[:0]
		for _, hit := range ranked {
			room.documents = append(room.documents, hit.document)
		}
		slices.Sort(room.documents)
	}
	f.score(words, next, down)
	return true
}

// score scores the documents, which are in the next level of a word.
func (f *finder) score(words []ranking, next []int, down int) {
	room := f.searching
	room.begin()
	word := &words[down]
	l := &word.levels[next[down]]
	if word.sure {
		for j := range room.scores {
			room.scores[j], room.lights[j] = word.rarity*l.value, l.lightness+1
		}
	}
	for i := range words {
		if i != down || !word.sure {
			f.weigh(&words[i], next[i])
		}
	}
}

// begin makes room for what the documents score.
func (room *searchRoom) begin() {
	n := len(room.documents)
	room.scores = slices.Grow(room.scores[:0], n)[:n]
	room.lights = slices.Grow(room.lights[:0], n)[:n]
	clear(room.scores)
	clear(room.lights)
}

// weigh adds what a word counts to the scores of the documents, which ascend. A document of one of the first so many levels was seen
// before.
func (f *finder) weigh(word *ranking, seen int) {
	room := f.searching
	if word.sure {
		room.weighSure(word, seen)
		return
	}
	documents, scores := room.documents, room.scores
	rest := room.rest[:0] // those that no level was found to have yet
	for i, document := range documents {
		if word.within == nil || word.within.has(document) {
			rest = append(rest, i)
		}
	}
	room.rest = rest
	for j := range word.levels {
		if len(rest) == 0 {
			return
		}
		l := &word.levels[j]
		counts, before := word.rarity*l.value, uint32(0)
		if j < seen {
			before = scoredBefore
		}
		left := rest[:0]
		at := 0
		for len(rest) > 0 {
			upper := uint16(documents[rest[0]] >> 16)
			last := uint32(upper)<<16 | 0xFFFF
			long := 1
			for long < len(rest) && documents[rest[long]] <= last {
				long++
			}
			some := rest[:long]
			rest = rest[long:]
			if at = l.kept.find(upper, at); at == l.kept.n || l.kept.upper(at) != upper {
				left = append(left, some...)
				continue
			}
			c := l.kept.container(at)
			if !c.bits() && 8*c.many < len(some) {
				// Each of a few is looked for among the documents.
				for data := c.data; len(data) >= 2; data = data[2:] {
					document := uint32(upper)<<16 | uint32(binary.LittleEndian.Uint16(data))
					k := sort.Search(len(some), func(k int) bool { return documents[some[k]] >= document })
					left = append(left, some[:k]...)
					if some = some[k:]; len(some) > 0 && documents[some[0]] == document && (l.within == nil || l.within.has(document)) {
						scores[some[0]] = scores[some[0]] + counts | before
						some = some[1:]
					}
				}
				left = append(left, some...)
				continue
			}
			for _, i := range some {
				if document := documents[i]; c.has(uint16(document)) && (l.within == nil || l.within.has(document)) {
					scores[i] = scores[i] + counts | before
				} else {
					left = append(left, i)
				}
			}
		}
		rest = left
	}
}

// weighSure is weigh where a document is in one level and no other. That is looked for first where another word was found, for how long
// a text is goes into both, then where words are likely to be.
func (room *searchRoom) weighSure(word *ranking, seen int) {
	for from := 0; from < len(room.documents); from += sureAtATime {
		room.weighSome(word, from, min(from+sureAtATime, len(room.documents)), seen)
	}
}

// sureAtATime is how many documents are looked for beside one another.
const sureAtATime = 256

// weighSome is weighSure for some of the documents.
func (room *searchRoom) weighSome(word *ranking, from, to, seen int) {
	rest := room.rest[:0]
	for i := from; i < to; i++ {
		rest = append(rest, i)
	}
	room.rest = rest
	rest = room.look(word, rest, seen, func(i int) int { return int(room.lights[i]) - 1 })
	for i := range room.likely {
		if len(rest) == 0 {
			return
		}
		at := &room.likely[i]
		if word.light[at.lightness] == 0 {
			continue
		}
		lightness, many := int(at.lightness), len(rest)
		rest = room.look(word, rest, seen, func(int) int { return lightness })
		if at.often += uint32(many - len(rest)); i > 0 && at.often > room.likely[i-1].often {
			room.likely[i], room.likely[i-1] = room.likely[i-1], room.likely[i]
		}
	}
}

// look looks for documents in the levels with a lightness, adds what the word counts to the scores of those that are there, and leaves
// the others. Where they are likely to stand is touched before, and no branch depends on what is found: so the memory fetches the
// places of several beside one another; see [reader.touch].
func (room *searchRoom) look(word *ranking, documents []int, seen int, lightness func(i int) int) (left []int) {
	in := slices.Grow(room.in[:0], len(documents))
	touched := byte(0)
	for _, i := range documents {
		var c container
		if light := lightness(i); light >= 0 && word.light[light] > 0 {
			kept, document := &word.levels[word.light[light]-1].kept, room.documents[i]
			upper := uint16(document >> 16)
			if at := kept.find(upper, 0); at < kept.n && kept.upper(at) == upper {
				c = kept.container(at)
				touched += c.data[len(c.data)*int(document&0xFFFF)>>16]
			}
		}
		in = append(in, c)
	}
	room.in, room.touched = in, touched
	left = documents[:0]
	for at, i := range documents {
		found := in[at].count(uint16(room.documents[i]))
		left = append(left, i)
		left = left[:len(left)-int(found)]
		if found == 0 {
			continue
		}
		light := lightness(i)
		level := int(word.light[light]) - 1
		room.scores[i] += word.rarity * word.levels[level].value
		room.lights[i] = byte(light + 1)
		if level < seen {
			room.scores[i] |= scoredBefore
		}
	}
	return left
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
