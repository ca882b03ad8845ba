package news

import (
	"hash/maphash"
	"strings"
)

// repeats links statements with the same gist: one that was certainly said later, or where that is not known has the
// greater id, repeats the first of them. Case, white space and the closing full stop are no difference. A link that a curator
// drew between the two, of whatever kind, stands instead.
func repeats(statements []*Statement) {
	// A gist stands at the number that it hashes to, or where another gist stands there, at the next that is free.
	seed := maphash.MakeSeed()
	gists := make([]uint64, len(statements))
	stretches(len(statements), func(from, to int) {
		for i := from; i < to; i++ {
			gists[i] = maphash.String(seed, foldGist(statements[i].Gist))
		}
	})
	first := make(map[uint64]*Statement, len(statements))
	linked := map[[2]StatementID]bool{}
	for i, s := range statements {
		var curated []StatementLink
		for _, l := range s.Links {
			if l.Basis == Computed {
				continue
			}
			curated = append(curated, l)
			linked[[2]StatementID{s.ID, l.Statement}] = true
			linked[[2]StatementID{l.Statement, s.ID}] = true
		}
		s.Links = curated
		if s.Curation == Draft {
			continue // what a draft has for a gist is nobody's
		}
		known := first[gists[i]]
		for known != nil && foldGist(known.Gist) != foldGist(s.Gist) {
			gists[i]++
			known = first[gists[i]]
		}
		if known == nil || certainlyBefore(s.Said, known.Said) {
			first[gists[i]] = s
		}
	}
	for i, s := range statements {
		earlier := first[gists[i]]
		if s.Curation == Draft || s == earlier || linked[[2]StatementID{s.ID, earlier.ID}] {
			continue
		}
		s.Links = append(s.Links, StatementLink{Kind: Repeats, Statement: earlier.ID, Basis: Computed, Why: "The two have the same gist."})
	}
}

func foldGist(gist string) string {
	return strings.TrimSuffix(strings.ToLower(Reading(gist)), ".")
}
