package loader

import "onrecord/news"

func (l *linker) linkStatement(w statementWire) *news.Statement {
	l.checkDraft(w.Draft)
	s := &news.Statement{
		Curation:    curationOf(w.Draft),
		ID:          news.StatementID(news.KindStatement.ID(w.ID.text)),
		Gist:        news.Reading(w.Gist.text),
		Speaker:     l.actor(w.Speaker),
		Addressee:   l.actor(w.Addressee),
		Act:         enum(l.problems, w.Act, news.SpeechActs, ""),
		Said:        l.date(w.Said),
		Occasion:    l.event(w.Occasion),
		About:       each(w.About, l.subject),
		Established: news.Reading(w.Established.text),
		FormerIDs:   ids[news.StatementID](news.KindStatement, w.FormerIDs),
	}
	for _, link := range w.Links {
		s.Links = append(s.Links, news.StatementLink{
			Kind:      enum(l.problems, link.Kind, news.LinkKinds, ""),
			Statement: l.statement(link.Statement),
			Basis:     news.Curated,
			Why:       news.Reading(link.Why.text),
		})
	}
	return s
}
