package loader

import (
	"crypto/sha256"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"

	"onrecord/news"
	"onrecord/parallel"
)

// spdx is the form of an SPDX licence identifier (https://spdx.dev/learn/handling-license-info/).
var spdx = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.+-]*$`)

func (l *linker) linkHeader(ds *news.Dataset) {
	h := l.head
	ds.Title, ds.Edition, ds.Licence, ds.Curators = h.Title.text, h.Edition.text, h.Licence.text, l.kept.texts(h.Curators)
	ds.Released = l.calendarDay(h.Released)
	if h.Licence.given() && !spdx.MatchString(h.Licence.text) {
		l.report(BadCode, h.Licence.place, "write CC-BY-4.0 or CC0-1.0, say", "%s is not an SPDX licence identifier", quoted(h.Licence.text))
	}
}

// linked is what came of one file.
type linked struct {
	*linker
	records news.Dataset
	// prints are the fingerprints of the records, where they are asked for.
	prints []news.Fingerprint
	// article is what the file of one holds.
	article *linkedArticle
	// held is the file's content, which is let go when all that came of it has been taken in.
	held *fetched
}

// part is a linker for one file.
func (l *linker) part() *linked {
	return &linked{linker: &linker{problems: &problems{}, register: l.register, fingerprinted: l.fingerprinted, kept: l.keepers.get()}}
}

// done hands on what served to link the file.
func (l *linked) done() {
	l.keepers.put(l.kept)
	l.kept = nil
}

// linkParts reads and links n files, several at a time, and takes in what came of each in their order. No more are linked where that cannot be
// handed over, or hangs on what may be proposed and is not known yet.
func (l *linker) linkParts(n, ahead int, read func(i int) *fetched, link func(part *linked, i int), took func(part *linked)) {
	var stopped atomic.Bool
	stopped.Store(l.failed != nil)
	parallel.ReadInOrder(n, ahead, func(i int) *fetched {
		if stopped.Load() {
			return nil
		}
		return read(i)
	}, func(i int, held *fetched) *linked {
		if stopped.Load() {
			return nil
		}
		part := l.part()
		part.held = held
		link(part, i)
		part.done()
		return part
	}, func(part *linked) {
		if stopped.Load() {
			return
		}
		if part.open && !l.complete {
			stopped.Store(true)
			return
		}
		took(part)
		l.take(part)
		if part.held != nil {
			l.rooms.put(part.held)
		}
		stopped.Store(l.failed != nil)
	})
}

// take takes in what came of a file, and hands its records over as long as nothing is wrong.
func (l *linker) take(part *linked) {
	l.found = append(l.found, part.found...)
	for _, m := range part.met {
		l.keepScope(m)
	}
	l.wrong = l.wrong || l.found[l.looked:].Errors() > 0
	l.looked = len(l.found)
	l.noteWholes(&part.records)
	l.prints = append(l.prints, part.prints...)
	if l.wrong {
		return
	}
	l.failed = l.hand(&part.records)
}

// fingerprint takes the fingerprints of what curators wrote, before a text adds to it.
func (l *linked) fingerprint() {
	if !l.fingerprinted {
		return
	}
	l.prints = news.Fingerprints(&l.records)
	for i := range l.prints { // they stay when the records are gone
		l.prints[i].ID = strings.Clone(l.prints[i].ID)
	}
}

// linkLists links files of instances, and lets go of each as soon as it is linked. It gives those that [linker.linkParts] left.
func (l *linker) linkLists(lists []*listFile) (left []*listFile) {
	left = lists
	l.linkParts(len(lists), listsAhead, func(i int) *fetched {
		if !lists[i].straight {
			return nil
		}
		return l.fetch(lists[i].file.from, lists[i].file.name)
	}, func(part *linked, i int) {
		part.linkFile(lists[i])
		part.fingerprint()
	}, func(*linked) {
		left[0] = nil
		left = left[1:]
	})
	l.instances.forget()
	l.definitions.forget()
	l.rooms.forget() // articles are shorter
	return left
}

func (l *linked) linkFile(w *listFile) {
	if !w.straight {
		l.linkList(w.instances)
		return
	}
	read := l.instances.get()
	if w.readAgain(l.held, read, l.problems) {
		l.linkList(read)
	}
	l.instances.put(read)
}

func (l *linked) linkList(w *instances) {
	ds := &l.records
	ds.Actors = linkAll(w.actors, &l.kept.actors, l.linkActor)
	ds.Places = linkAll(w.places, &l.kept.places, l.linkPlace)
	ds.Events = linkAll(w.events, &l.kept.events, l.linkEvent)
	ds.Statements = linkAll(w.statements, &l.kept.statements, l.linkStatement)
	ds.Quantities = linkAll(w.quantities, &l.kept.quantities, l.linkQuantity)
}

// linkAll makes a record of each of a file's.
func linkAll[W, R any](wires []W, records *room[R], link func(*W, *R)) []*R {
	list := make([]*R, len(wires))
	for i := range wires {
		list[i] = &records.take(1)[0]
		link(&wires[i], list[i])
	}
	return list
}

// linkArticles reads and links articles, and holds each against its text. Nothing but the records is kept of it. It gives those that
// [linker.linkParts] left.
func (l *linker) linkArticles(f *files, articles []string, opts Options) (left []string) {
	left = articles
	l.linkParts(len(articles), articlesAhead, func(i int) *fetched {
		return l.fetch(f, articles[i])
	}, func(part *linked, i int) {
		a := part.readArticle(articles[i])
		part.linkArticle(a, opts.Texts != nil)
		part.fingerprint()
		if opts.Texts != nil {
			part.checkText(part.article, opts)
		}
		part.article.forget()
		if a.straight {
			l.register.articles.put(a)
		}
	}, func(part *linked) {
		f.read()
		left = left[1:]
		in := part.article
		if first, twice := f.twin(in.file.name); twice {
			slug, _ := articleSlug(in.file.name)
			l.report(DuplicateID, place{file: in.file}, "", "the article %s is there already, in %s", quoted(slug), first)
		}
		if hash := in.article.TextHash; hash != "" {
			key := sha256.Sum256([]byte(hash))
			if first, twice := l.texts[key]; twice {
				slug, _ := articleSlug(first)
				l.report(SameText, in.hashed, "", "the text with this hash is there already, as %s", news.KindArticle.ID(slug))
			}
			l.texts[key] = in.file.name
		}
	})
	return left
}

// twin is the file before an article's that has its slug too: one is JSON and the other is not.
func (f *files) twin(name string) (first string, twice bool) {
	stem, _ := stem(name)
	first = stem + ".json"
	_, found := slices.BinarySearch(f.articles, first)
	return first, found && first != name
}
