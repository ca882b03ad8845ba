package news

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
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

// quoted is one quotation, folded, of a statement.
type quoted struct {
	place   quotePlace
	id      StatementID
	by      ActorID
	speaker string // see speakerKey
	words   []string
	days    dayRange
}

// quotePlace tells which quotation one is: the number of its statement, and its own among those of the statement.
type quotePlace struct{ statement, quote int }

func (p quotePlace) compare(o quotePlace) int {
	return cmp.Or(cmp.Compare(p.statement, o.statement), cmp.Compare(p.quote, o.quote))
}

// run is the key of [sameWords] words of a speaker.
func (q *quoted) run(from int) string {
	return q.speaker + " " + strings.Join(q.words[from:from+sameWords], " ")
}

// draftedQuotes are the quotations of drafts, by each run of their words and by the first.
type draftedQuotes struct{ runs, begins map[string][]*quoted }

// alike is two quotations that may be of one act: the shorter, which begins with a run that the longer has, and the longer.
type alike struct {
	short, long     quotePlace
	shortID, longID StatementID
	words           int
	speaker         ActorID
	known           bool // the days of both
}

// proposeStatements finds what is in [Statement.PerhapsSame]: the same words by the same speaker in the same days. Reviewed statements are
// told apart by the curators already; so at least one of the two is a draft, and only the quotations of drafts are kept.
func (d *Derivation) proposeStatements(drafts []bool) {
	d.perhapsSame = map[int][]StatementProposal{}
	drafted := draftedQuotes{map[string][]*quoted{}, map[string][]*quoted{}}
	drafting := map[string]bool{} // speakers of drafts: nobody else has said anything that is proposed
	for i, draft := range drafts {
		if !draft {
			continue
		}
		s := d.records.Statements.At(i)
		drafting[speakerKey(d.actor(s.Speaker))] = true
		for _, q := range d.quotes(i, s) {
			drafted.begins[q.run(0)] = append(drafted.begins[q.run(0)], q)
			for at := range len(q.words) - sameWords + 1 {
				drafted.runs[q.run(at)] = append(drafted.runs[q.run(at)], q)
			}
		}
	}
	if len(drafting) == 0 {
		return
	}
	found := gather(len(drafts), func(from, to int) []alike {
		var found []alike
		for i := from; i < to; i++ {
			if s := d.records.Statements.At(i); drafting[speakerKey(d.actor(s.Speaker))] {
				for _, q := range d.quotes(i, s) {
					found = append(found, drafted.alike(q, drafts)...)
				}
			}
		}
		return found
	})
	slices.SortStableFunc(found, func(a, b alike) int { return cmp.Or(a.short.compare(b.short), a.long.compare(b.long)) })
	seen := map[[2]int]bool{}
	for _, x := range found {
		pair := [2]int{min(x.short.statement, x.long.statement), max(x.short.statement, x.long.statement)}
		if seen[pair] {
			continue
		}
		seen[pair] = true
		why := fmt.Sprintf("Both quote %d words alike, of %s", x.words, d.actor(x.speaker).Name)
		if x.known {
			why += fmt.Sprintf(", within %d days.", sameDays)
		} else {
			why += "; the days are not both known."
		}
		d.mayBe(x.short.statement, x.longID, why)
		d.mayBe(x.long.statement, x.shortID, why)
	}
	for _, list := range d.perhapsSame {
		slices.SortFunc(list, func(a, b StatementProposal) int { return cmp.Compare(a.Statement, b.Statement) })
	}
}

func (d *Derivation) mayBe(statement int, other StatementID, why string) {
	if list := d.perhapsSame[statement]; len(list) < MaxProposals {
		d.perhapsSame[statement] = append(list, StatementProposal{other, Computed, why})
	}
}

// quotes lists the quotations of a statement that are long enough to be told by.
func (d *Derivation) quotes(number int, s *Statement) []*quoted {
	var found []*quoted
	for _, r := range d.records.Reports(number) {
		for _, q := range r.Quotes {
			words := foldWords(q.Words)
			if len(words) < sameWords {
				continue
			}
			days := rangeOf(s.Said)
			if !days.known() {
				days = d.published(r.Article)
			}
			found = append(found, &quoted{quotePlace{number, len(found)}, s.ID, s.Speaker, speakerKey(d.actor(s.Speaker)), words, days})
		}
	}
	return found
}

// alike finds the quotations of drafts that are like one of whatever statement by the same speaker.
func (drafted draftedQuotes) alike(q *quoted, drafts []bool) []alike {
	var found []alike
	hold := func(short, long *quoted) {
		if short.place.statement != long.place.statement && within(long.words, short.words) && short.days.near(long.days) {
			found = append(found, alike{short.place, long.place, short.id, long.id, len(short.words), short.by, short.days.known() && long.days.known()})
		}
	}
	for _, other := range drafted.runs[q.run(0)] {
		hold(q, other)
	}
	if drafts[q.place.statement] {
		return found // where it is the longer of two drafts, that is found with the shorter
	}
	for at := range len(q.words) - sameWords + 1 {
		for _, other := range drafted.begins[q.run(at)] {
			hold(other, q)
		}
	}
	return found
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

// dayRange is when something was, in days since 0001-01-01, as far as that is known.
type dayRange struct{ from, to int32 }

const unknownDay = math.MinInt32

func rangeOf(d UncertainDate) dayRange { return dayRange{dayOf(d.Earliest), dayOf(d.Latest)} }

func dayOf(d Date) int32 {
	if days, known := d.Days(); known {
		return int32(days)
	}
	return unknownDay
}

// known reports whether both ends are.
func (r dayRange) known() bool { return r.from != unknownDay && r.to != unknownDay }

// near reports whether the two may lie within [sameDays] of one another. What is not known may.
func (r dayRange) near(o dayRange) bool {
	return !r.known() || !o.known() || r.from-o.to <= sameDays && o.from-r.to <= sameDays
}

// proposeQuantities finds what is in [Quantity.PerhapsSame]: the same measure and unit, of the same event, at the same place or at none.
// Reviewed quantities are told apart by the curators already; so at least one of the two is a draft. A quantity of no event is proposed as
// none.
func (d *Derivation) proposeQuantities() {
	d.perhapsCount = map[int][]QuantityProposal{}
	list := d.records.Quantities
	drafts := make([]bool, list.Len)
	groups := map[string][]int{} // of questions that a draft asks
	for i := range list.Len {
		if q := list.At(i); q.Curation == Draft {
			drafts[i] = true
			if q.Event != "" {
				groups[d.question(q)] = nil
			}
		}
	}
	if len(groups) == 0 {
		return
	}
	for i := range list.Len {
		if q := list.At(i); q.Event != "" {
			if key := d.question(q); hasKey(groups, key) {
				groups[key] = append(groups[key], i)
			}
		}
	}
	for _, group := range groups {
		for _, i := range group {
			if found := d.proposals(i, group, drafts); found != nil {
				d.perhapsCount[i] = found
			}
		}
	}
}

func hasKey[K comparable, V any](m map[K]V, key K) bool {
	_, ok := m[key]
	return ok
}

// question is what two quantities have alike that may be the same.
func (d *Derivation) question(q *Quantity) string {
	return strings.Join([]string{d.event(q.Event).parties(), string(q.Place), string(q.Measure), strings.ToLower(q.Unit)}, "\x00")
}

// proposals are those of a group, by their numbers, that one of them may be.
func (d *Derivation) proposals(number int, group []int, drafts []bool) []QuantityProposal {
	var found []QuantityProposal
	q := d.records.Quantities.At(number)
	days := rangeOf(d.event(q.Event).Date)
	for _, i := range group {
		if len(found) == MaxProposals {
			break
		}
		if i == number || !drafts[i] && !drafts[number] {
			continue
		}
		other := d.records.Quantities.At(i)
		if !days.near(rangeOf(d.event(other.Event).Date)) {
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
		found = append(found, QuantityProposal{other.ID, Computed, why + "."})
	}
	return found
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
