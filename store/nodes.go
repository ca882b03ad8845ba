package store

import (
	"slices"
	"strings"

	"onrecord/news"
	"onrecord/parallel"
)

// nodes are the records of a noun, wherever they lie. They are numbered in the order of their ids, but mentions as they came: so those of an
// article are together.
type nodes[N news.Node] struct {
	count int
	// at gives the record with a number, and id its id alone. Whoever asks lends a reader of its own, and may change the record only where
	// finish is set.
	at func(r *reader, number int) N
	id func(r *reader, number int) string
	// byID lists the numbers in the order of the ids. nil: they are in it.
	byID []uint32
	// lead tells which record one of a noun that lists those of others is: of what noun, and its number there.
	lead func(number int) (nounCode, int)
	// finish fills the derived fields of a record. nil: they are there.
	finish func(number int, node N)
}

// writeTo writes the record with a number, or its id where the noun has none of its own.
func (n *nodes[N]) writeTo(c *codec, noun *noun[N], r *reader, number int) {
	if noun.lead != nil {
		id := n.id(r, number)
		text(c, &id)
		return
	}
	node := n.at(r, number)
	if n.finish != nil {
		n.finish(number, node)
	}
	noun.write(c, node)
}

// told are records that are in memory: what became of others.
func told[N news.Node](list []N) nodes[N] {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b N) int { return strings.Compare(a.NodeID(), b.NodeID()) })
	return nodes[N]{
		count: len(list),
		at:    func(_ *reader, number int) N { return list[number] },
		id:    func(_ *reader, number int) string { return list[number].NodeID() },
	}
}

// lookAt looks at every record, several at a time, and has what was found taken in by the order of their numbers. The record is gone then.
func lookAt[N news.Node, T any](of nodes[N], found func(number int, node N) T, take func(T)) {
	parallel.Stretches(of.count, lookAtATime, func(from, to int) []T {
		r := &reader{}
		list := make([]T, 0, to-from)
		for number := from; number < to; number++ {
			r.codec.again()
			list = append(list, found(number, of.at(r, number)))
		}
		return list
	}, func(list []T) {
		for _, t := range list {
			take(t)
		}
	})
}

// dataset is what a store is built from.
type dataset struct {
	header     news.Dataset // without records
	articles   nodes[*news.Article]
	actors     nodes[*news.Actor]
	places     nodes[*news.Place]
	events     nodes[*news.Event]
	statements nodes[*news.Statement]
	quantities nodes[*news.Quantity]
	reports    nodes[*news.StatementReport]
	figures    nodes[*news.Figure]
	accounts   nodes[*news.EventAccount]
	roles      nodes[*news.RoleMention]
	terms      nodes[*news.TermUse]
	changes    nodes[*news.Change]
	withdrawn  nodes[*news.Withdrawal]

	directory *directory
	scratch   *scratch // where the records lie
	ids       [nounCodes]func(r *reader, number int) string
	found     [nounCodes]findings
}

// headerOf is a dataset without its records.
func headerOf(ds *news.Dataset) news.Dataset {
	return news.Dataset{Title: ds.Title, Edition: ds.Edition, Released: ds.Released, Licence: ds.Licence, Curators: ds.Curators, Releases: ds.Releases}
}

// count is how many records there are with ids.
func (ds *dataset) count() int {
	return ds.articles.count + ds.actors.count + ds.places.count + ds.events.count + ds.statements.count + ds.quantities.count +
		ds.reports.count + ds.figures.count + ds.accounts.count + ds.roles.count + ds.terms.count
}

// firstInstances has the number of each noun's first instance among all.
func (ds *dataset) firstInstances() (first [nounCodes]uint32) {
	counts := [nounCodes]int{nounActor: ds.actors.count, nounPlace: ds.places.count, nounEvent: ds.events.count, nounStatement: ds.statements.count}
	all := uint32(0)
	for _, noun := range instanceNouns {
		first[noun] = all
		all += uint32(counts[noun])
	}
	return first
}

// mentions are those of every kind. Their ids are asked for and where they lead, and nothing else.
func (ds *dataset) mentions() nodes[news.Mention] {
	return leadsTo[news.Mention](ds, nil,
		some{nounAccount, ds.accounts.count, nil}, some{nounFigure, ds.figures.count, nil}, some{nounReport, ds.reports.count, nil},
		some{nounRole, ds.roles.count, nil}, some{nounTerm, ds.terms.count, nil})
}

// mentionsByKind are the nouns of mentions in the order of their kinds.
var mentionsByKind = [...]nounCode{nounAccount, nounFigure, nounReport, nounRole, nounTerm}

// moments are the records that have a place in time, in the order of their ids.
func (ds *dataset) moments() nodes[*Moment] {
	dated := func(noun nounCode, byID []uint32) some {
		numbers := sortedLike(ds.found[noun].dated, byID)
		return some{noun, len(numbers), numbers}
	}
	return leadsTo(ds, func(r *reader, noun nounCode, number int) *Moment {
		switch noun {
		case nounEvent:
			return momentOf(ds.events.at(r, number))
		case nounFigure:
			return momentOf(ds.figures.at(r, number))
		}
		return momentOf(ds.statements.at(r, number))
	}, dated(nounEvent, nil), dated(nounFigure, ds.figures.byID), dated(nounStatement, nil))
}

// some are records of a noun: those with the numbers, or all where they are nil.
type some struct {
	noun    nounCode
	count   int
	numbers []uint32
}

// leadsTo are records of several nouns, one noun behind the other. at reads one of them; nil where nobody reads any.
func leadsTo[N news.Node](ds *dataset, at func(r *reader, noun nounCode, number int) N, of ...some) nodes[N] {
	all := nodes[N]{}
	for _, s := range of {
		all.count += s.count
	}
	all.lead = func(number int) (nounCode, int) {
		for _, s := range of {
			switch {
			case number >= s.count:
				number -= s.count
			case s.numbers == nil:
				return s.noun, number
			default:
				return s.noun, int(s.numbers[number])
			}
		}
		panic("there are not so many")
	}
	all.at = func(r *reader, number int) N {
		noun, number := all.lead(number)
		return at(r, noun, number)
	}
	all.id = func(r *reader, number int) string {
		noun, number := all.lead(number)
		return ds.ids[noun](r, number)
	}
	return all
}

// sortedLike lists some numbers in the order in which another list has them. nil: they are in it.
func sortedLike(numbers, order []uint32) []uint32 {
	if order == nil {
		return numbers
	}
	among := make([]bool, len(order))
	for _, number := range numbers {
		among[number] = true
	}
	return slices.DeleteFunc(slices.Clone(order), func(number uint32) bool { return !among[number] })
}
