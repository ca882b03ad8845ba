package loader

import (
	"net/url"
	"path"

	"golang.org/x/text/language"

	"onrecord/news"
)

// linkedArticle is an article on its way: the record, and what the checks on its text go by.
type linkedArticle struct {
	file    *file
	wire    *articleWire
	article *news.Article
	hashed  place // where the hash of its text stands
	// checked: a text may be at hand, and what follows is kept for it.
	checked bool
	// anchored are the spans that have to cut their words again.
	anchored []anchored
	// covered are the spans that account for a number or a quotation.
	numbers, quotations []news.Span
	// mentions are those that have an id already.
	mentions map[mention]place
}

// forget lets go of what the article was linked and checked by.
func (in *linkedArticle) forget() {
	in.wire, in.anchored, in.numbers, in.quotations, in.mentions = nil, nil, nil, nil, nil
}

// mention is what an article's mentions are told apart by.
type mention struct {
	kind news.Kind
	span news.Span
	nth  int
}

// covering is what a span can account for.
type covering int

const (
	number covering = iota
	quotation
)

// hold keeps a span that is to be held against the text.
func (in *linkedArticle) hold(a anchored) {
	if in.checked {
		in.anchored = append(in.anchored, a)
	}
}

// cover keeps a span that accounts for the numbers or quotations in it.
func (in *linkedArticle) cover(s news.Span, what ...covering) {
	for _, w := range what {
		switch {
		case !in.checked:
		case w == number:
			in.numbers = append(in.numbers, s)
		default:
			in.quotations = append(in.quotations, s)
		}
	}
}

// anchored is a span and what must stand there: words, or where the record does not keep them, their hash.
type anchored struct {
	place
	news.Span
	words, hash string
	// evidence is filled from the text where it is at hand. nil for a span that is no evidence.
	evidence *news.Evidence
}

// readArticle takes in a file of articles/. Where it is straight it can be given back to [register.articles] once it is linked, and nothing
// of it is kept.
func (l *linked) readArticle(name string) *articleFile {
	a := l.register.articles.get()
	f := &file{name: name, broken: true}
	content, ok := l.held.by(f, l.problems)
	if f.content = content; ok && path.Ext(name) == ".json" && decodeStraight(f, content, &a.wire) {
		f.broken, a.straight = false, true
	} else {
		a = newArticleFile()
		if ok {
			f.decode(content, &a.wire, l.problems)
		}
	}
	a.file = f
	l.open = len(a.wire.Actors)+len(a.wire.Events)+len(a.wire.Statements)+len(a.wire.Quantities) > 0
	a.slug, _ = articleSlug(name)
	if !isSlug(a.slug) {
		l.report(BadSlug, place{file: a.file, line: 1, column: 1}, "", "the file's name becomes the article's id, and %q is not a slug: %s", a.slug, slugRule)
	}
	return a
}

func (l *linked) linkArticle(f *articleFile, checked bool) {
	ds, w := &l.records, &f.wire.Article
	clear(f.mentions)
	in := &linkedArticle{file: f.file, wire: w, hashed: w.Hash.place, checked: checked, mentions: f.mentions, article: &l.kept.articles.take(1)[0]}
	*in.article = news.Article{
		ID:        news.ArticleID(l.kept.id(news.KindArticle, f.slug)),
		Headline:  l.kept.text(w.Headline),
		Outlet:    l.actor(w.Outlet),
		Byline:    l.kept.text(w.Byline),
		URL:       l.url(w.URL),
		Published: l.date(w.Published),
		Language:  l.language(w.Language),
		WordCount: l.count(w.Words),
		TextHash:  l.kept.text(w.Hash),
		Notes:     l.notes(w.Notes),
	}
	if enum(l.problems, w.Curation, news.Curations, news.Reviewed) == news.Draft {
		in.article.Curation = news.Draft
	}
	if w.Hash.given() && !isHash(w.Hash.text, textHash) {
		l.report(BadHash, w.Hash.place, "check --texts says what the text's hash is", "a text's hash is 64 hexadecimal digits, in small letters")
	}
	for _, x := range w.NotFigures {
		in.except(x, number)
	}
	for _, x := range w.NotQuotations {
		in.except(x, quotation)
	}
	for _, x := range w.Furniture {
		in.cover(x.Span.Span, number, quotation)
	}
	for i := range f.wire.Rejected {
		l.linkRejected(in, &f.wire.Rejected[i])
	}
	l.article = in
	ds.Articles = append(ds.Articles, in.article)
	ds.Reports = linkAll(f.wire.Reports, &l.kept.reports, func(w *reportWire, r *news.StatementReport) { l.linkReport(in, w, r) })
	ds.Figures = linkAll(f.wire.Figures, &l.kept.figures, func(w *figureWire, x *news.Figure) { l.linkFigure(in, w, x) })
	ds.Accounts = linkAll(f.wire.Accounts, &l.kept.accounts, func(w *accountWire, a *news.EventAccount) { l.linkAccount(in, w, a) })
	ds.Roles = linkAll(f.wire.Roles, &l.kept.roles, func(w *roleWire, r *news.RoleMention) { l.linkRole(in, w, r) })
	ds.Terms = linkAll(f.wire.Terms, &l.kept.terms, func(w *termWire, t *news.TermUse) { l.linkTerm(in, w, t) })
}

func (in *linkedArticle) except(x exceptWire, what covering) {
	in.cover(x.Span.Span, what)
	in.hold(anchored{place: x.Span.place, Span: x.Span.Span, words: x.Words.text})
}

func (l *linker) url(w word) string {
	if !w.given() {
		return ""
	}
	if u, err := url.Parse(w.text); err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
		l.report(BadCode, w.place, "", "%s is not a web address", quoted(w.text))
		return ""
	}
	return l.kept.text(w)
}

func (l *linker) language(w word) string {
	if !w.given() {
		return ""
	}
	if _, err := language.Parse(w.text); err != nil {
		l.report(BadCode, w.place, "write a BCP 47 tag, such as en or pt-BR", "%s is not a language", quoted(w.text))
		return ""
	}
	return l.kept.text(w)
}
