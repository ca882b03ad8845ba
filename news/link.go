package news

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"
)

// repeats finds statements with the same gist: one that was certainly said later, or where that is not known has the greater id, repeats the
// first of them. Case, white space and the closing full stop are no difference. A link that a curator drew between the two, of whatever kind,
// stands instead. It gives the number of the first for each statement, counted from 1; 0 is none.
func (d *Derivation) repeats(found surveyed) []uint32 {
	list, hashes := d.records.Statements, found.hashes
	slots := 2
	for slots < 2*list.Len {
		slots *= 2
	}
	// The first statement of a gist, counted from 1, stands in the slot of its hash, or where another gist's does, in the next that is free.
	first, slotOf := make([]uint32, slots), make([]uint32, list.Len)
	for i := range list.Len {
		if found.drafts[i] {
			continue // what a draft has for a gist is nobody's
		}
		at := int(hashes[i]) & (slots - 1)
		for first[at] != 0 {
			if known := first[at] - 1; hashes[known] == hashes[i] {
				s, other := list.At(i), list.At(int(known))
				if foldGist(s.Gist) == foldGist(other.Gist) {
					if certainlyBefore(s.Said, other.Said) {
						first[at] = 0
					}
					break
				}
			}
			at = (at + 1) & (slots - 1)
		}
		slotOf[i] = uint32(at)
		if first[at] == 0 {
			first[at] = uint32(i + 1)
		}
	}
	repeated := slotOf
	for i := range list.Len {
		earlier := first[slotOf[i]]
		if found.drafts[i] || int(earlier) == i+1 || found.tied(i, int(earlier)-1) || found.tied(int(earlier)-1, i) {
			earlier = 0
		}
		repeated[i] = earlier
	}
	return repeated
}

// tied reports whether a curator linked a statement to another.
func (found surveyed) tied(from, to int) bool {
	at, _ := slices.BinarySearchFunc(found.ties, uint32(from), func(t tie, from uint32) int { return cmp.Compare(t.from, from) })
	for ; at < len(found.ties) && found.ties[at].from == uint32(from); at++ {
		if found.ties[at].to == uint32(to) {
			return true
		}
	}
	return false
}

// curated gives the links of a list that curators drew.
func curated(links []StatementLink) []StatementLink {
	computed := func(l StatementLink) bool { return l.Basis == Computed }
	if slices.ContainsFunc(links, computed) {
		links = slices.DeleteFunc(slices.Clone(links), computed)
	}
	if len(links) == 0 {
		return nil
	}
	return links
}

func hashGist(gist string) uint64 { return maphash.String(seed, foldGist(gist)) }

func foldGist(gist string) string {
	return strings.TrimSuffix(strings.ToLower(Reading(gist)), ".")
}
