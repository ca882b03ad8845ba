package store

import (
	"strings"

	"onrecord/news"
)

var reports = kept(nounReport, "report", (*codec).report).
	sorted(func(key []byte, r *relations, m *news.StatementReport) []byte { return placeKey(key, r, &m.Anchor) }).
	standing(func(m *news.StatementReport) *news.Anchor { return m.Anchored() }).
	found(func(r *relations, m *news.StatementReport, e *entry) {
		e.anchor(&m.Anchor)
		e.add(fieldStatement, string(m.Statement))
		e.add(fieldSpeaker, r.ownSpeaker())
		e.add(fieldMode, string(m.Mode))
		e.add(fieldCue, cut(strings.ToLower(m.Cue), maxWord))
		e.words(m.Text)
	})

func (c *codec) report(r *news.StatementReport) {
	text(c, &r.ID)
	c.anchor(&r.Anchor)
	text(c, &r.Statement)
	enum(c, &r.Mode, news.SpeechModes)
	text(c, &r.Text)
	listIn(c, &c.quotes, &r.Quotes, (*codec).quote)
	text(c, &r.Cue)
}

func (c *codec) quote(q *news.Quote) {
	c.span(&q.Span)
	text(c, &q.Words)
}

// Report is the statement report with the id, or nil where there is none.
func (s *Store) Report(id news.ReportID) (*news.StatementReport, error) {
	return get(s, &reports, news.KindReport, string(id))
}

// Reports lists statement reports by article and place in it.
//
//go:noinline
func (s *Store) Reports(filter *ReportFilter, page Page, scopes ...Scope[*news.StatementReport]) (*StatementReportConnection, error) {
	return lookUp(s, &reports, ordering{}, page, filter, scopes)
}

func (f *ReportFilter) narrow(q *query) {
	if f == nil {
		return
	}
	of(q, fieldStatement, f.Statements, news.KindStatement)
	of(q, fieldSpeaker, f.Speakers, news.KindActor)
	of(q, fieldArticle, f.Articles, news.KindArticle)
	among(q, fieldMode, f.Modes)
	of(q, fieldVia, f.Via, news.KindActor)
	q.flag(fieldAnonymous, f.Anonymous)
	q.atLeast(attributeDepth, f.MinDepth)
	exactly(q, fieldCuration, f.Curation)
	q.words(f.Text)
}
