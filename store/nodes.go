package store

import (
	"slices"
	"strings"

	"onrecord/news"
	"onrecord/parallel"
)

// nodes are the records of a noun in the order of their ids, wherever they lie.
type nodes[N news.Node] struct {
	count int
	// at gives the record with a number. Whoever asks lends a reader of its own, and may change the record only where finish is set.
	at func(r *reader, number int) N
	// finish fills the derived fields of a record. nil: they are there.
	finish func(number int, node N)
}

// told are records that are in memory: what became of others.
func told[N news.Node](list []N) nodes[N] {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b N) int { return strings.Compare(a.NodeID(), b.NodeID()) })
	return nodes[N]{count: len(list), at: func(_ *reader, number int) N { return list[number] }}
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
	parties   [nounCodes]parties
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

// mentions are those of every kind.
func (ds *dataset) mentions() nodes[news.Mention] {
	all := nodes[news.Mention]{}
	return appended(appended(appended(appended(appended(all, ds.accounts), ds.figures), ds.reports), ds.roles), ds.terms)
}

// appended has records of one kind of mention, whose ids come next, behind others.
func appended[M news.Mention](before nodes[news.Mention], next nodes[M]) nodes[news.Mention] {
	return nodes[news.Mention]{count: before.count + next.count, at: func(r *reader, number int) news.Mention {
		if number < before.count {
			return before.at(r, number)
		}
		return next.at(r, number-before.count)
	}}
}

// moments are the records that have a place in time.
func (ds *dataset) moments() nodes[*Moment] {
	return behind(behind(timed(ds.events), timed(ds.figures)), timed(ds.statements))
}

// timed are those of a noun.
func timed[N news.Node](of nodes[N]) nodes[*Moment] {
	var numbers []uint32
	number := uint32(0)
	lookAt(of, func(_ int, n N) bool { return momentOf(n) != nil }, func(is bool) {
		if is {
			numbers = append(numbers, number)
		}
		number++
	})
	return nodes[*Moment]{count: len(numbers), at: func(r *reader, i int) *Moment { return momentOf(of.at(r, int(numbers[i]))) }}
}

func behind(before, next nodes[*Moment]) nodes[*Moment] {
	return nodes[*Moment]{count: before.count + next.count, at: func(r *reader, number int) *Moment {
		if number < before.count {
			return before.at(r, number)
		}
		return next.at(r, number-before.count)
	}}
}
