package loader

import (
	"regexp"

	"onrecord/news"
	"onrecord/parallel"
)

// spdx is the form of an SPDX licence identifier (https://spdx.dev/learn/handling-license-info/).
var spdx = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.+-]*$`)

func (l *linker) linkHeader() *news.Dataset {
	h := l.head
	ds := &news.Dataset{Title: h.Title.text, Edition: h.Edition.text, Licence: h.Licence.text, Curators: l.kept.texts(h.Curators)}
	ds.Released = l.calendarDay(h.Released)
	if h.Licence.given() && !spdx.MatchString(h.Licence.text) {
		l.report(BadCode, h.Licence.place, "write CC-BY-4.0 or CC0-1.0, say", "%s is not an SPDX licence identifier", quoted(h.Licence.text))
	}
	return ds
}

// linked is what came of one file.
type linked struct {
	*linker
	records news.Dataset
}

// part is a linker for one file.
func (l *linker) part() *linked {
	return &linked{linker: &linker{problems: &problems{}, register: l.register, kept: l.keepers.get()}}
}

// done hands on what served to link the file.
func (l *linked) done() {
	l.keepers.put(l.kept)
	l.kept = nil
}

// take adds what came of a file to the whole.
func (l *linker) take(ds *news.Dataset, part *linked) {
	l.found = append(l.found, part.found...)
	l.articles = append(l.articles, part.articles...)
	for _, m := range part.met {
		l.keepScope(m)
	}
	r := &part.records
	ds.Actors = append(ds.Actors, r.Actors...)
	ds.Places = append(ds.Places, r.Places...)
	ds.Events = append(ds.Events, r.Events...)
	ds.Statements = append(ds.Statements, r.Statements...)
	ds.Quantities = append(ds.Quantities, r.Quantities...)
	ds.Articles = append(ds.Articles, r.Articles...)
	ds.Reports = append(ds.Reports, r.Reports...)
	ds.Figures = append(ds.Figures, r.Figures...)
	ds.Accounts = append(ds.Accounts, r.Accounts...)
	ds.Roles = append(ds.Roles, r.Roles...)
	ds.Terms = append(ds.Terms, r.Terms...)
}

// linkLists links every file of instances, and lets go of each as soon as it is linked.
func (l *linker) linkLists(ds *news.Dataset, lists []*listFile) {
	parallel.InOrder(len(lists), func(i int) *linked {
		part := l.part()
		part.linkFile(lists[i])
		lists[i] = nil
		part.done()
		return part
	}, func(part *linked) { l.take(ds, part) })
	l.instances.forget()
	l.definitions.forget()
}

func (l *linked) linkFile(w *listFile) {
	if !w.straight {
		l.linkList(w.instances)
		return
	}
	read := l.instances.get()
	if !w.readStraight(read) {
		panic("a file that was read straight cannot be read so again: " + w.file.name)
	}
	l.linkList(read)
	l.instances.put(read)
	w.file.letGo()
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

// linkArticles reads and links every article. Where no texts are at hand nothing but the records is kept of it.
func (l *linker) linkArticles(ds *news.Dataset, f *files, opts Options) {
	slugs, hashes := map[string]string{}, map[string]news.ArticleID{}
	parallel.InOrder(len(f.articles), func(i int) *linked {
		part := l.part()
		a := part.readArticle(f, f.articles[i])
		part.linkArticle(a, opts.Texts != nil)
		if a.straight && opts.Texts == nil {
			part.articles[0].wire = nil
			l.register.articles.put(a)
		}
		part.done()
		return part
	}, func(part *linked) {
		f.read()
		in := part.articles[0]
		slug, _ := articleSlug(in.file.name)
		if first, twice := slugs[slug]; twice {
			l.report(DuplicateID, place{file: in.file}, "", "the article %s is there already, in %s", quoted(slug), first)
		}
		slugs[slug] = in.file.name
		if hash := in.article.TextHash; hash != "" {
			if first, twice := hashes[hash]; twice {
				l.report(SameText, in.hashed, "", "the text with this hash is there already, as %s", first)
			}
			hashes[hash] = in.article.ID
		}
		if opts.Texts == nil {
			part.articles = nil
		}
		l.take(ds, part)
	})
}
