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
	// ordinals are those of a noun's records in the order of their ids, and numbers has the other way. leads are the records to which those
	// of a noun lead that has none of its own.
	ordinals, numbers [nounCodes][]uint32
	leads             [nounCodes][]located
	// published has a sort key of [publishedLong] bytes for each article, of which an unknown day uses one.
	published []byte
	// articleIDs are the ids of the articles, which instances are found by.
	articleIDs keyList

	parties [nounCodes]parties
	aside   *tables
	kept    aside // what becomes that

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
	return &related{directory: ds.directory, parties: ds.parties, kept: aside{scratch: ds.scratch}}
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

// listBy makes n lists of the numbers of some items, by the list that each belongs to.
func listBy(n int, of []uint32) lists {
	l := lists{ends: make([]uint32, n), numbers: make([]uint32, len(of))}
	for _, list := range of {
		l.ends[list]++
	}
	l.begin()
	for number, list := range of {
		l.put(list, uint32(number))
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
	instances := uint32(0)
	for _, noun := range instanceNouns {
		r.first[noun] = instances
		instances += uint32(r.count(noun))
	}
	r.spoken = make([]uint32, r.count(nounActor))
	eachOf(r, &statements, func(k *relations, s *news.Statement) uint32 { return k.locate(string(s.Speaker)).ordinal }, func(speaker uint32) {
		r.spoken[speaker]++
		r.speakerOf = append(r.speakerOf, speaker)
	})
	eachOf(r, &actors, func(_ *relations, a *news.Actor) bool { return a.Anonymity != nil }, func(is bool) { r.unnamed = append(r.unnamed, is) })
	told := mentionsIn{reports: r.inArticles(nounReport), figures: r.inArticles(nounFigure), accounts: r.inArticles(nounAccount), roles: r.inArticles(nounRole), terms: r.inArticles(nounTerm)}
	r.statementOf = r.ofRecords(nounReport, nounStatement)
	r.reports = listBy(r.count(nounStatement), r.statementOf)
	r.quantityOf = r.ofRecords(nounFigure, nounQuantity)
	r.figures = make([]uint32, r.count(nounQuantity))
	for _, quantity := range r.quantityOf {
		r.figures[quantity]++
	}
	r.parties = [nounCodes]parties{}
	r.appear(&told, int(instances))
	return nil
}

// inArticles lists the mentions of a noun by the articles they are in.
func (r *related) inArticles(noun nounCode) lists {
	return listBy(r.count(nounArticle), r.translated(noun, r.parties[noun].articles, nounArticle))
}

// ofRecords has for each mention of a noun the record of another that it is of.
func (r *related) ofRecords(noun, of nounCode) []uint32 {
	return r.translated(noun, r.parties[noun].records, of)
}

// translated turns records by the numbers of mentions into ordinals by their ordinals.
func (r *related) translated(noun nounCode, records []uint32, of nounCode) []uint32 {
	list := make([]uint32, len(records))
	for ordinal, number := range r.numbers[noun] {
		list[ordinal] = r.ordinals[of][records[number]]
	}
	return list
}

// eachOf finds out something about every record of a noun, and takes it in by the order of ordinals.
func eachOf[N news.Node, T any](r *related, n *noun[N], look func(*relations, N) T, take func(T)) {
	parallel.Stretches(r.count(n.code), lookAtATime, func(from, to int) []T {
		known := r.known()
		list := make([]T, 0, to-from)
		for i := from; i < to; i++ {
			known.reader.codec.again()
			list = append(list, look(known, recordAt(known, n, uint32(i))))
		}
		return list
	}, func(list []T) {
		for _, found := range list {
			take(found)
		}
	})
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

func (r *relations) statement(id news.StatementID) *news.Statement {
	return there(readKept(&r.reader, nounStatement, r.locate(string(id)).ordinal, (*codec).statement))
}

func (r *relations) quantity(id news.QuantityID) *news.Quantity {
	return there(readKept(&r.reader, nounQuantity, r.locate(string(id)).ordinal, (*codec).quantity))
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

// mentionsIn are the mentions of each kind by the articles they are in.
type mentionsIn struct{ reports, figures, accounts, roles, terms lists }

// appear finds out which instances each article has.
func (r *related) appear(told *mentionsIn, instances int) {
	parallel.Stretches(r.count(nounArticle), articlesAtATime, func(from, to int) *lists {
		in := &appearing{relations: r.known()}
		found := &lists{}
		for article := from; article < to; article++ {
			in.reader.codec.again()
			in.found = in.found[:0]
			in.article(uint32(article), told)
			slices.Sort(in.found)
			found.numbers = append(found.numbers, slices.Compact(in.found)...)
			found.ends = append(found.ends, uint32(len(found.numbers)))
		}
		return found
	}, func(found *lists) {
		before := uint32(len(r.subjects.numbers))
		r.subjects.numbers = append(r.subjects.numbers, found.numbers...)
		for _, end := range found.ends {
			r.subjects.ends = append(r.subjects.ends, before+end)
		}
	})
	r.articles = r.subjects.turned(instances)
}

// appearing collects the instances in one article, each as often as it is met.
type appearing struct {
	*relations
	found []uint32
}

func (in *appearing) article(article uint32, told *mentionsIn) {
	appears(in, recordAt(in.relations, &articles, article).Outlet)
	for _, ordinal := range told.reports.of(article) {
		m := recordAt(in.relations, &reports, ordinal)
		in.anchor(&m.Anchor)
		in.reported(in.statement(m.Statement))
	}
	for _, ordinal := range told.figures.of(article) {
		m := recordAt(in.relations, &figures, ordinal)
		in.anchor(&m.Anchor)
		in.quantityIn(m.Quantity)
	}
	for _, ordinal := range told.accounts.of(article) {
		m := recordAt(in.relations, &accounts, ordinal)
		in.anchor(&m.Anchor)
		in.eventIn(m.Event)
		appears(in, m.Holds)
	}
	for _, ordinal := range told.roles.of(article) {
		m := recordAt(in.relations, &roles, ordinal)
		in.anchor(&m.Anchor)
		appears(in, m.Actor, m.Body)
	}
	for _, ordinal := range told.terms.of(article) {
		m := recordAt(in.relations, &terms, ordinal)
		in.anchor(&m.Anchor)
		in.subject(m.Referent)
	}
}

func (in *appearing) anchor(a *news.Anchor) {
	for _, hop := range a.Attribution.Hops {
		appears(in, hop.Actor)
	}
}

func (in *appearing) reported(s *news.Statement) {
	appears(in, s.ID)
	appears(in, s.Speaker, s.Addressee)
	in.eventIn(s.Occasion)
	for _, subject := range s.About {
		in.subject(subject)
	}
}

func (in *appearing) subject(subject news.SubjectID) {
	switch kind, _, _ := news.SplitID(string(subject)); kind {
	case news.KindEvent:
		in.eventIn(news.EventID(subject))
	case news.KindQuantity:
		in.quantityIn(news.QuantityID(subject))
	default:
		appears(in, subject)
	}
}

func (in *appearing) quantityIn(id news.QuantityID) {
	q := in.quantity(id)
	appears(in, q.ID)
	appears(in, q.Place)
	in.eventIn(q.Event)
}

// eventIn notes an event and what it brings, where there is one.
func (in *appearing) eventIn(id news.EventID) {
	if id == "" {
		return
	}
	e := in.event(id)
	appears(in, e.ID)
	for _, p := range e.Participants {
		appears(in, p.Actor)
	}
	appears(in, e.Places...)
}

func appears[ID ~string](in *appearing, ids ...ID) {
	for _, id := range ids {
		if id != "" {
			in.found = append(in.found, in.instance(in.locate(string(id))))
		}
	}
}
