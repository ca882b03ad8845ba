package loader

import (
	"io/fs"
	"net/url"
	"path"
	"sync"

	"golang.org/x/text/language"

	"onrecord/news"
)

// linkedArticle is an article on its way: the record, and what the checks on its text go by.
type linkedArticle struct {
	file    *file
	wire    *articleWire
	article *news.Article
	// anchored are the spans that have to cut their words again.
	anchored []anchored
	// covered are the spans that account for a number or a quotation.
	numbers, quotations []news.Span
	// mentions has the ids given so far.
	mentions map[string]place
}

// anchored is a span and what must stand there: words, or where the record does not keep them, their hash.
type anchored struct {
	place
	news.Span
	words, hash string
	// evidence is filled from the text where it is at hand. nil for a span that is no evidence.
	evidence *news.Evidence
}

// usedArticles are files that have been done with; what room their lists have is used again.
var usedArticles = sync.Pool{New: func() any { return &articleFile{} }}

// readArticle reads a file of articles/. Where it is straight it can be given back to usedArticles once it is linked, and nothing
// of it is kept.
func (l *linked) readArticle(fsys fs.FS, name string) *articleFile {
	a := usedArticles.Get().(*articleFile)
	f := &file{name: name, broken: true}
	content, ok := readFile(fsys, f, l.problems)
	if f.content = content; ok && path.Ext(name) == ".json" && decodeStraight(f, content, &a.wire) {
		f.broken, a.straight = false, true
	} else {
		a = &articleFile{}
		if ok {
			f.decode(content, &a.wire, l.problems)
		}
	}
	a.file = f
	a.slug, _ = articleSlug(name)
	if !isSlug(a.slug) {
		l.report(BadSlug, place{file: a.file, line: 1, column: 1}, "", "the file's name becomes the article's id, and %q is not a slug: %s", a.slug, slugRule)
	}
	return a
}

func (l *linked) linkArticle(f *articleFile) {
	ds, w := &l.records, &f.wire.Article
	in := &linkedArticle{file: f.file, wire: w, mentions: map[string]place{}}
	in.article = &news.Article{
		ID:        news.ArticleID(news.KindArticle.ID(f.slug)),
		Headline:  w.Headline.text,
		Outlet:    l.actor(w.Outlet),
		Byline:    w.Byline.text,
		URL:       l.url(w.URL),
		Published: l.date(w.Published),
		Language:  l.language(w.Language),
		WordCount: l.count(w.Words),
		TextHash:  w.Hash.text,
		Notes:     l.notes(w.Notes),
	}
	if enum(l.problems, w.Curation, news.Curations, news.Reviewed) == news.Draft {
		in.article.Curation = news.Draft
	}
	if w.Hash.given() && !isHash(w.Hash.text, textHash) {
		l.report(BadHash, w.Hash.place, "check --texts says what the text's hash is", "a text's hash is 64 hexadecimal digits, in small letters")
	}
	for _, x := range w.NotFigures {
		in.except(x, &in.numbers)
	}
	for _, x := range w.NotQuotations {
		in.except(x, &in.quotations)
	}
	for _, x := range w.Furniture {
		in.numbers = append(in.numbers, x.Span.Span)
		in.quotations = append(in.quotations, x.Span.Span)
	}
	for i := range f.wire.Rejected {
		l.linkRejected(in, &f.wire.Rejected[i])
	}
	l.articles = append(l.articles, in)
	ds.Articles = append(ds.Articles, in.article)
	for i := range f.wire.Reports {
		ds.Reports = append(ds.Reports, l.linkReport(in, &f.wire.Reports[i]))
	}
	for i := range f.wire.Figures {
		ds.Figures = append(ds.Figures, l.linkFigure(in, &f.wire.Figures[i]))
	}
	for i := range f.wire.Accounts {
		ds.Accounts = append(ds.Accounts, l.linkAccount(in, &f.wire.Accounts[i]))
	}
	for i := range f.wire.Roles {
		ds.Roles = append(ds.Roles, l.linkRole(in, &f.wire.Roles[i]))
	}
	for i := range f.wire.Terms {
		ds.Terms = append(ds.Terms, l.linkTerm(in, &f.wire.Terms[i]))
	}
}

func (in *linkedArticle) except(x exceptWire, covered *[]news.Span) {
	*covered = append(*covered, x.Span.Span)
	in.anchored = append(in.anchored, anchored{place: x.Span.place, Span: x.Span.Span, words: x.Words.text})
}

func (l *linker) url(w word) string {
	if !w.given() {
		return ""
	}
	if u, err := url.Parse(w.text); err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
		l.report(BadCode, w.place, "", "%s is not a web address", quoted(w.text))
		return ""
	}
	return w.text
}

func (l *linker) language(w word) string {
	if !w.given() {
		return ""
	}
	if _, err := language.Parse(w.text); err != nil {
		l.report(BadCode, w.place, "write a BCP 47 tag, such as en or pt-BR", "%s is not a language", quoted(w.text))
		return ""
	}
	return w.text
}
