package loader

import (
	"strings"

	"onrecord/news"
)

func (l *linker) linkReport(in *linkedArticle, w *reportWire, r *news.StatementReport) {
	*r = news.StatementReport{
		Statement: news.StatementID(l.printed(news.KindStatement, w.Statement).given()),
		Mode:      enum(l.problems, w.Mode, news.SpeechModes, ""),
		Text:      l.kept.reading(w.Text),
		Cue:       l.kept.reading(w.Cue),
	}
	r.Quotes = l.kept.quotes.take(len(w.Quotes))
	for i, q := range w.Quotes {
		r.Quotes[i] = news.Quote{Span: q.Span.Span, Words: l.kept.text(q.Words)}
		in.hold(anchored{place: q.Span.place, Span: q.Span.Span, words: q.Words.text})
		in.cover(q.Span.Span, quotation)
		if q.Span.file != nil && !w.Span.Covers(q.Span.Span) {
			l.report(QuoteOutside, q.Span.place, "", "the quotation lies outside the passage that reports it, which is [%d, %d]", w.Span.Start, w.Span.End)
		}
	}
	l.checkMode(r, w)
	if r.Mode == news.Direct && r.Text == "" {
		// The comma that leads over to the cue is the reporting sentence's, not the speaker's.
		r.Text = strings.TrimSuffix(strings.Join(r.QuotedWords(), " "), ",")
	}
	words := ""
	if len(r.Quotes) == 1 && r.Quotes[0].Span == w.Span.Span {
		words = r.Quotes[0].Words
	}
	r.ID = news.ReportID(l.anchor(in, &r.Anchor, &w.mentionWire, news.KindReport, words))
}

// checkMode holds a report's mode against what it quotes and says.
func (l *linker) checkMode(r *news.StatementReport, w *reportWire) {
	switch {
	case r.Mode == news.Indirect && len(r.Quotes) > 0:
		l.report(ModeQuotes, w.Mode.place, "make it MIXED or FRAGMENT", "an INDIRECT report quotes nothing, and this one has a quotation")
	case r.Mode != news.Indirect && r.Mode != "" && len(r.Quotes) == 0:
		l.report(ModeQuotes, w.Mode.place, "add quotes, or make it INDIRECT", "a %s report has quotations", r.Mode)
	case r.Mode == news.Direct && w.Text.given():
		l.report(ModeQuotes, w.Text.place, "leave text out, or make it MIXED", "the text of a DIRECT report is its quotations")
	case r.Mode != news.Direct && r.Mode != "" && r.Text == "":
		l.report(ModeQuotes, w.Mode.place, "add text: a paraphrase of your own, with any quoted words in it", "a %s report has a text", r.Mode)
	}
	if r.Mode == news.Direct || r.Text == "" {
		return
	}
	for i, q := range r.QuotedWords() {
		if !strings.Contains(r.Text, strings.Trim(q, " ,.;")) {
			l.report(ModeQuotes, w.Quotes[i].Words.place, "put the quoted words into text, in quotation marks", "the quoted words do not stand in the report's text")
		}
	}
}
