package news

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
)

// MaxProposals is how many records a record is proposed to be the same as.
const MaxProposals = 50

// StatementProposal says that another statement may be the same act of speaking. Nothing is counted as one for it: that is for people.
type StatementProposal struct {
	Statement StatementID
	Basis     LinkBasis
	Why       string
}

// QuantityProposal says that another quantity may be the same question. Nothing is counted as one for it: that is for people.
type QuantityProposal struct {
	Quantity QuantityID
	Basis    LinkBasis
	Why      string
}

// Two statements may be the same act where a run of sameWords words and more is quoted in both, and they were made, or else
// printed, within sameDays days.
const (
	sameWords = 5
	sameDays  = 3
)

// curate fills what a record says of its curation where it says nothing: somebody has read it.
func (ds *Dataset) curate() {
	for _, a := range ds.Articles {
		a.Curation = cmp.Or(a.Curation, Reviewed)
	}
	for _, a := range ds.Actors {
		a.Curation = cmp.Or(a.Curation, Reviewed)
	}
	for _, e := range ds.Events {
		e.Curation = cmp.Or(e.Curation, Reviewed)
	}
	for _, s := range ds.Statements {
		s.Curation = cmp.Or(s.Curation, Reviewed)
	}
	for _, q := range ds.Quantities {
		q.Curation = cmp.Or(q.Curation, Reviewed)
	}
}

// quoted is one quotation, folded, of a statement.
type quoted struct {
	*Statement
	words []string
	days  dayRange
}

// proposeStatements fills [Statement.PerhapsSame]: the same words by the same speaker in the same days. Reviewed statements are told
// apart by the curators already; so at least one of the two is a draft.
func (ds *derivation) proposeStatements() {
	actors, articles := ds.actors, ds.articles
	starts := map[string][]*quoted{}
	var all []*quoted
	drafting := map[string]bool{} // speakers of drafts: nobody else has said anything that is proposed
	for _, s := range ds.Statements {
		if s.Curation == Draft {
			drafting[speakerKey(actors[s.Speaker])] = true
		}
	}
	for i, s := range ds.Statements {
		s.PerhapsSame = nil
		if len(drafting) == 0 || !drafting[speakerKey(actors[s.Speaker])] {
			continue
		}
		speaker := actors[s.Speaker]
		for _, r := range ds.reports.of(i) {
			for _, q := range r.Quotes {
				words := foldWords(q.Words)
				if len(words) < sameWords {
					continue
				}
				days := rangeOf(s.Said)
				if !days.known {
					days = rangeOf(articles[r.Article].Published)
				}
				one := &quoted{s, words, days}
				all = append(all, one)
				for i := 0; i+sameWords <= len(words); i++ {
					key := speakerKey(speaker) + " " + strings.Join(words[i:i+sameWords], " ")
					starts[key] = append(starts[key], one)
				}
			}
		}
	}
	seen := map[[2]StatementID]bool{}
	for _, q := range all {
		// The shorter quotation begins with a run that the longer one has.
		for _, other := range starts[speakerKey(actors[q.Speaker])+" "+strings.Join(q.words[:sameWords], " ")] {
			pair := [2]StatementID{q.ID, other.ID}
			if q.Statement == other.Statement || seen[pair] || q.Curation != Draft && other.Curation != Draft || !within(other.words, q.words) || !q.days.near(other.days) {
				continue
			}
			seen[pair], seen[[2]StatementID{other.ID, q.ID}] = true, true
			why := fmt.Sprintf("Both quote %d words alike, of %s", len(q.words), actors[q.Speaker].Name)
			if q.days.known && other.days.known {
				why += fmt.Sprintf(", within %d days.", sameDays)
			} else {
				why += "; the days are not both known."
			}
			q.mayBe(other.Statement, why)
			other.mayBe(q.Statement, why)
		}
	}
	for _, s := range ds.Statements {
		slices.SortFunc(s.PerhapsSame, func(a, b StatementProposal) int { return cmp.Compare(a.Statement, b.Statement) })
	}
}

func (s *Statement) mayBe(other *Statement, why string) {
	if len(s.PerhapsSame) < MaxProposals {
		s.PerhapsSame = append(s.PerhapsSame, StatementProposal{other.ID, Computed, why})
	}
}

// speakerKey is what two mentions of one speaker have alike: the name, or for those without one the id.
func speakerKey(a *Actor) string {
	if a.Anonymity != nil {
		return string(a.ID)
	}
	return strings.ToLower(Reading(a.Name))
}

// foldWords gives the words of a quotation in small letters, without marks.
func foldWords(words string) []string {
	return strings.FieldsFunc(strings.ToLower(words), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’'
	})
}

// within reports whether a run of words stands in a longer one.
func within(long, short []string) bool {
	for i := 0; i+len(short) <= len(long); i++ {
		if slices.Equal(long[i:i+len(short)], short) {
			return true
		}
	}
	return false
}

// dayRange is when something was, as far as that is known.
type dayRange struct {
	from, to time.Time
	known    bool
}

func rangeOf(d UncertainDate) dayRange {
	from, err := time.Parse(time.DateOnly, string(d.Earliest))
	to, err2 := time.Parse(time.DateOnly, string(d.Latest))
	return dayRange{from, to, err == nil && err2 == nil}
}

// near reports whether the two may lie within [sameDays] of one another. What is not known may.
func (r dayRange) near(o dayRange) bool {
	const reach = sameDays * 24 * time.Hour
	return !r.known || !o.known || r.from.Sub(o.to) <= reach && o.from.Sub(r.to) <= reach
}

// proposeQuantities fills [Quantity.PerhapsSame]: the same measure and unit, of the same event, at the same place or at none.
// Reviewed quantities are told apart by the curators already; so at least one of the two is a draft. A quantity of no event is proposed as
// none.
func (ds *Dataset) proposeQuantities(events map[EventID]*Event) {
	groups := map[string][]*Quantity{}
	keyOf := func(q *Quantity) string {
		return strings.Join([]string{events[q.Event].parties(), string(q.Place), string(q.Measure), strings.ToLower(q.Unit)}, "\x00")
	}
	drafts := slices.ContainsFunc(ds.Quantities, func(q *Quantity) bool { return q.Curation == Draft })
	for _, q := range ds.Quantities {
		if q.PerhapsSame = nil; q.Event != "" && drafts {
			groups[keyOf(q)] = append(groups[keyOf(q)], q)
		}
	}
	for _, q := range ds.Quantities {
		if q.Event == "" || !drafts {
			continue
		}
		for _, other := range groups[keyOf(q)] {
			if len(q.PerhapsSame) == MaxProposals {
				break
			}
			if other == q || q.Curation != Draft && other.Curation != Draft || !rangeOf(events[q.Event].Date).near(rangeOf(events[other.Event].Date)) {
				continue
			}
			why := fmt.Sprintf("Both count %s as %s", q.Unit, q.Measure)
			switch {
			case q.Event == other.Event:
				why += ", of one event"
			default:
				why += ", of events of one kind with the same parties"
			}
			if q.Place != "" {
				why += ", at one place"
			}
			q.PerhapsSame = append(q.PerhapsSame, QuantityProposal{other.ID, Computed, why + "."})
		}
	}
}

// parties is what two drafts of one event have alike: its type and who takes part, or where nobody is named, the event itself.
func (e *Event) parties() string {
	if e.Type == "" || len(e.Participants) == 0 {
		return string(e.ID)
	}
	var parties []string
	for _, p := range e.Participants {
		parties = append(parties, string(p.Part)+" "+string(p.Actor))
	}
	slices.Sort(parties)
	return string(e.Type) + " " + strings.Join(parties, ", ")
}
