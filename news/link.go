package news

import (
	"hash/maphash"
	"slices"
	"strings"
)

// repeats links statements with the same gist: one that was certainly said later, or where that is not known has the
// greater id, repeats the first of them. Case, white space and the closing full stop are no difference. A link that a curator
// drew between the two, of whatever kind, stands instead.
func repeats(statements []*Statement) {
	hashes := make([]uint64, len(statements))
	stretches(len(statements), func(from, to int) {
		for i := from; i < to; i++ {
			hashes[i] = maphash.String(seed, foldGist(statements[i].Gist))
		}
	})
	slots := 2
	for slots < 2*len(statements) {
		slots *= 2
	}
	// The first statement of a gist, counted from 1, stands in the slot of its hash, or where another gist's does, in the next that is free.
	first, slotOf := make([]uint32, slots), make([]uint32, len(statements))
	for i, s := range statements {
		s.Links = curated(s.Links)
		if s.Curation == Draft {
			continue // what a draft has for a gist is nobody's
		}
		at := int(hashes[i]) & (slots - 1)
		for first[at] != 0 {
			if known := first[at] - 1; hashes[known] == hashes[i] && foldGist(statements[known].Gist) == foldGist(s.Gist) {
				break
			}
			at = (at + 1) & (slots - 1)
		}
		slotOf[i] = uint32(at)
		if first[at] == 0 || certainlyBefore(s.Said, statements[first[at]-1].Said) {
			first[at] = uint32(i + 1)
		}
	}
	for i, s := range statements {
		if s.Curation == Draft {
			continue
		}
		earlier := statements[first[slotOf[i]]-1]
		if s == earlier || s.curatedTo(earlier) || earlier.curatedTo(s) {
			continue
		}
		s.Links = append(s.Links, StatementLink{Kind: Repeats, Statement: earlier.ID, Basis: Computed, Why: "The two have the same gist."})
	}
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

// curatedTo reports whether a curator linked a statement to another.
func (s *Statement) curatedTo(other *Statement) bool {
	return slices.ContainsFunc(s.Links, func(l StatementLink) bool { return l.Basis != Computed && l.Statement == other.ID })
}

func foldGist(gist string) string {
	return strings.TrimSuffix(strings.ToLower(Reading(gist)), ".")
}
