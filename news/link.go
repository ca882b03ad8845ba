package news

import "strings"

// repeats links statements with the same gist: one that was certainly said later, or where that is not known has the
// greater id, repeats the first of them. Case, white space and the closing full stop are no difference. A link that a curator
// drew between the two, of whatever kind, stands instead.
func repeats(statements []*Statement) {
	gists := make([]string, len(statements))
	stretches(len(statements), func(from, to int) {
		for i := from; i < to; i++ {
			gists[i] = foldGist(statements[i].Gist)
		}
	})
	first := map[string]*Statement{}
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
		if known := first[gists[i]]; known == nil || certainlyBefore(s.Said, known.Said) {
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
