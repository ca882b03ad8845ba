package store

import (
	"fmt"
	"slices"

	"onrecord/news"
	"onrecord/parallel"
)

// related is what is known of records beyond themselves: where each is kept, which articles an instance appears in, and what hangs on it.
// It is worked out once from the whole dataset, in numbers; the records are read from where they were put aside.
type related struct {
	directory *directory
	// ordinals are those of a noun's records by their numbers, and numbers has the other way. byID has the ordinals in the order of the ids.
	// leads are the records to which those of a noun lead that has none of its own.
	ordinals, numbers, byID [nounCodes][]uint32
	leads                   [nounCodes][]located
	// places are where the mentions of a noun stand, by their numbers, until all mentions were put in order.
	places [nounCodes][]headed
	// published has a sort key of [publishedLong] bytes for each article, of which an unknown day uses one.
	published []byte
	// articleIDs are the ids of the articles, which instances are found by.
	articleIDs keyList

	found [nounCodes]findings
	aside *tables
	kept  aside // what becomes that

	// articles lists the articles each instance appears in; subjects lists the instances in each article. first has the number of each noun's
	// first instance among all.
	articles, subjects lists
	first              [nounCodes]uint32
	// reports lists those of each statement; figures and spoken count what each quantity and each actor has.
	reports         lists
	figures, spoken []uint32
	// statementOf is what each report tells, speakerOf whose each statement is, and quantityOf what each figure is of. unnamed are actors without a name.
	statementOf, speakerOf, quantityOf []uint32
	unnamed                            []bool
}

// newRelated knows where each id of a dataset leads, and puts records aside where the dataset's are.
func newRelated(ds *dataset) *related {
	return &related{directory: ds.directory, found: ds.found, first: ds.firstInstances(), kept: aside{scratch: ds.scratch}}
}

// lists are lists of numbers, each beginning where the one before ends.
type lists struct{ ends, numbers []uint32 }

func (l *lists) of(i uint32) []uint32 {
	from := uint32(0)
	if i > 0 {
		from = l.ends[i-1]
	}
	return l.numbers[from:l.ends[i]]
}

// listBy makes n lists of the numbers of some items, by the list that each belongs to. They are put there in an order; nil is that of the numbers.
func listBy(n int, of, order []uint32) lists {
	l := lists{ends: make([]uint32, n), numbers: make([]uint32, len(of))}
	for _, list := range of {
		l.ends[list]++
	}
	l.begin()
	if order == nil {
		for number, list := range of {
			l.put(list, uint32(number))
		}
		return l
	}
	for _, number := range order {
		l.put(of[number], number)
	}
	return l
}

// begin turns how many numbers each list has into where its first goes, and [lists.put] moves that on to where it ends.
func (l *lists) begin() {
	all := uint32(0)
	for i, count := range l.ends {
		l.ends[i] = all
		all += count
	}
}

// end ends a list, to which numbers were appended.
func (l *lists) end() { l.ends = append(l.ends, uint32(len(l.numbers))) }

// join appends the lists of another.
func (l *lists) join(next *lists) {
	before := uint32(len(l.numbers))
	l.numbers = append(l.numbers, next.numbers...)
	for _, end := range next.ends {
		l.ends = append(l.ends, before+end)
	}
}

func (l *lists) put(list, number uint32) {
	l.numbers[l.ends[list]] = number
	l.ends[list]++
}

// turned has for each of n numbers the lists that it is in.
func (l *lists) turned(n int) lists {
	t := lists{ends: make([]uint32, n), numbers: make([]uint32, len(l.numbers))}
	for _, number := range l.numbers {
		t.ends[number]++
	}
	t.begin()
	for list := range l.ends {
		for _, number := range l.of(uint32(list)) {
			t.put(number, uint32(list))
		}
	}
	return t
}

// count is how many records a noun has.
func (r *related) count(noun nounCode) int { return max(len(r.ordinals[noun]), len(r.leads[noun])) }

// locate is where a record is kept, by its id.
func (r *related) locate(id string) located {
	l, _ := r.directory.find(id)
	return located{l.noun, r.ordinals[l.noun][l.number]}
}

// instance is the number of an instance among all.
func (r *related) instance(at located) uint32 { return r.first[at.noun] + at.ordinal }

// instanceNouns are the nouns of instances.
var instanceNouns = [...]nounCode{nounActor, nounPlace, nounEvent, nounStatement, nounQuantity}

// instanceAt is which one has a number among all.
func (r *related) instanceAt(number uint32) located {
	noun := nounActor
	for _, next := range instanceNouns {
		if number >= r.first[next] {
			noun = next
		}
	}
	return located{noun, number - r.first[noun]}
}

// publishedLong is how long the sort key of a known day is, see [dateKey].
const publishedLong = 17

// publish takes in when the next article was published.
func (r *related) publish(a *news.Article) {
	r.published = dateKey(r.published, a.Published)
	for len(r.published)%publishedLong > 0 {
		r.published = append(r.published, 0)
	}
	r.articleIDs.data = append(r.articleIDs.data, a.ID...)
	r.articleIDs.end()
}

// appendPublished appends the sort key of the day on which an article was published.
func (r *related) appendPublished(key []byte, id news.ArticleID) []byte {
	of := r.published[publishedLong*r.locate(string(id)).ordinal:]
	if of[0] == keyUnknown {
		return append(key, keyUnknown)
	}
	return append(key, of[:publishedLong]...)
}

// relate finds out what hangs on what, when all records are aside.
func (r *related) relate() error {
	if err := r.kept.end(); err != nil {
		return err
	}
	all, err := r.kept.scratch.all()
	if err != nil {
		return err
	}
	r.aside = r.kept.open(all)
	r.spoken = make([]uint32, r.count(nounActor))
	r.speakerOf = make([]uint32, r.count(nounStatement))
	said := &r.found[nounStatement].brings
	for number, ordinal := range r.ordinals[nounStatement] {
		speaker := r.ordinals[nounActor][said.of(uint32(number))[0]-r.first[nounActor]]
		r.spoken[speaker]++
		r.speakerOf[ordinal] = speaker
	}
	r.unnamed = make([]bool, r.count(nounActor))
	for _, number := range r.found[nounActor].unnamed {
		r.unnamed[r.ordinals[nounActor][number]] = true
	}
	r.statementOf = r.ofRecords(nounReport, nounStatement)
	r.reports = listBy(r.count(nounStatement), r.statementOf, nil)
	r.quantityOf = r.ofRecords(nounFigure, nounQuantity)
	r.figures = make([]uint32, r.count(nounQuantity))
	for _, quantity := range r.quantityOf {
		r.figures[quantity]++
	}
	r.appear()
	r.found = [nounCodes]findings{}
	return nil
}

// allPlaces are where all mentions stand, so many, one kind behind the other.
func (r *related) allPlaces(count int) []headed {
	all := make([]headed, 0, count)
	for _, noun := range mentionsByKind {
		before := uint32(len(all))
		for _, h := range r.places[noun] {
			h.number += before
			all = append(all, h)
		}
		r.places[noun] = nil
	}
	return all
}

// ofRecords has for each mention of a noun the record of another that it is of.
func (r *related) ofRecords(noun, of nounCode) []uint32 {
	return r.translated(noun, r.found[noun].records, of)
}

// translated turns records by the numbers of mentions into ordinals by their ordinals.
func (r *related) translated(noun nounCode, records []uint32, of nounCode) []uint32 {
	list := make([]uint32, len(records))
	for ordinal, number := range r.numbers[noun] {
		list[ordinal] = r.ordinals[of][records[number]]
	}
	return list
}

// relations is what is related, as one goroutine asks for it.
type relations struct {
	*related
	reader reader
	// own is where the record that is looked at is kept, or the one that it leads to.
	own located
}

func (r *related) known() *relations { return &relations{related: r, reader: reader{tables: r.aside}} }

// recordAt is the record of a noun with an ordinal.
func recordAt[N news.Node](r *relations, n *noun[N], ordinal uint32) N {
	if n.lead != nil {
		to := r.leads[n.code][ordinal]
		return there(n.lead(&r.reader, to.noun, to.ordinal))
	}
	return there(n.read(&r.reader, ordinal))
}

// node is the record of any noun that has records of its own.
func (r *relations) node(noun nounCode, ordinal uint32) news.Node {
	switch noun {
	case nounArticle:
		return recordAt(r, &articles, ordinal)
	case nounActor:
		return recordAt(r, &actors, ordinal)
	case nounPlace:
		return recordAt(r, &places, ordinal)
	case nounEvent:
		return recordAt(r, &events, ordinal)
	case nounStatement:
		return recordAt(r, &statements, ordinal)
	case nounQuantity:
		return recordAt(r, &quantities, ordinal)
	case nounReport:
		return recordAt(r, &reports, ordinal)
	case nounFigure:
		return recordAt(r, &figures, ordinal)
	case nounAccount:
		return recordAt(r, &accounts, ordinal)
	case nounRole:
		return recordAt(r, &roles, ordinal)
	}
	return recordAt(r, &terms, ordinal)
}

// there is a record that was put aside, which can be read, or the program is at fault.
func there[N any](record N, err error) N {
	if err != nil {
		panic(fmt.Sprintf("a record that was put aside cannot be read: %v", err))
	}
	return record
}

func (r *relations) place(id news.PlaceID) *news.Place {
	return there(readKept(&r.reader, nounPlace, r.locate(string(id)).ordinal, (*codec).place))
}

func (r *relations) event(id news.EventID) *news.Event {
	return there(readKept(&r.reader, nounEvent, r.locate(string(id)).ordinal, (*codec).event))
}

// idOf is the id of a record.
func (r *relations) idOf(noun nounCode, ordinal uint32) string {
	return idAside(&r.reader, noun, ordinal)
}

// idAside is the id of a record that was put aside.
func idAside(r *reader, noun nounCode, ordinal uint32) string {
	return there(location{noun: noun, ordinal: ordinal}.id(r))
}

// look reads the record of a noun with an ordinal, about which is asked then.
func look[N news.Node](r *relations, n *noun[N], ordinal uint32) N {
	if r.own = (located{n.code, ordinal}); n.lead != nil {
		r.own = r.leads[n.code][ordinal]
	}
	return recordAt(r, n, ordinal)
}

// ownReports gives the reports of the statement that is looked at, one after the other.
func (r *relations) ownReports(look func(*news.StatementReport)) {
	for _, report := range r.reports.of(r.own.ordinal) {
		look(there(readKept(&r.reader, nounReport, report, (*codec).report)))
	}
}

// ownSpeaker is the speaker of the statement that the report which is looked at tells.
func (r *relations) ownSpeaker() string {
	return r.idOf(nounActor, r.speakerOf[r.statementOf[r.own.ordinal]])
}

// ownQuantity is what the figure that is looked at is of.
func (r *relations) ownQuantity() *news.Quantity {
	return there(readKept(&r.reader, nounQuantity, r.quantityOf[r.own.ordinal], (*codec).quantity))
}

// within lists a place and every place that it is part of.
func (r *relations) within(id news.PlaceID) []news.PlaceID {
	var within []news.PlaceID
	for id != "" && len(within) < r.count(nounPlace) {
		within = append(within, id)
		id = r.place(id).PartOf
	}
	return within
}

// countIn is how many articles the instance that is looked at appears in.
func (r *relations) countIn() uint64 { return uint64(len(r.articles.of(r.instance(r.own)))) }

// inArticles has the record that is looked at found by the articles it appears in.
func (e *entry) inArticles(r *relations) {
	for _, article := range r.articles.of(r.instance(r.own)) {
		e.add(fieldArticle, inPlace(r.articleIDs.of(article)))
	}
}

// articlesAtATime is how many articles are looked at by one processor at a time.
const articlesAtATime = 200

// appear finds out which instances each article has: those that it and its mentions bring, and whatever these bring.
func (r *related) appear() {
	var mentioned [nounCodes]lists // by article, both by their numbers
	for _, noun := range mentionsByKind {
		mentioned[noun] = listBy(r.count(nounArticle), r.found[noun].articles, nil)
	}
	parallel.Stretches(r.count(nounArticle), articlesAtATime, func(from, to int) *lists {
		in := &appearing{related: r}
		found := &lists{}
		for _, article := range r.numbers[nounArticle][from:to] {
			in.met = in.met[:0]
			in.bring(nounArticle, article)
			for _, noun := range mentionsByKind {
				for _, mention := range mentioned[noun].of(article) {
					in.bring(noun, mention)
				}
			}
			slices.Sort(in.met)
			found.numbers = append(found.numbers, slices.Compact(in.met)...)
			found.end()
		}
		return found
	}, r.subjects.join)
	r.articles = r.subjects.turned(int(r.first[nounQuantity]) + r.count(nounQuantity))
}

// appearing collects the instances in one article, each as often as it is met.
type appearing struct {
	*related
	met []uint32
}

// bring takes in what a record brings, by its number.
func (in *appearing) bring(noun nounCode, number uint32) {
	for _, instance := range in.found[noun].brings.of(number) {
		at := in.instanceAt(instance)
		in.met = append(in.met, in.first[at.noun]+in.ordinals[at.noun][at.ordinal])
		in.bring(at.noun, at.ordinal)
	}
}
