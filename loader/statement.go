package loader

import "onrecord/news"

func (l *linker) linkStatement(w *statementWire, into *news.Statement) {
	l.checkDraft(w.Draft)
	*into = news.Statement{
		Curation:    curationOf(w.Draft),
		ID:          news.StatementID(l.ownID(news.KindStatement, w.ID)),
		Gist:        l.kept.reading(w.Gist),
		Speaker:     l.actor(w.Speaker),
		Addressee:   l.actor(w.Addressee),
		Act:         enum(l.problems, w.Act, news.SpeechActs, ""),
		Said:        l.date(w.Said),
		Occasion:    l.event(w.Occasion),
		About:       l.kept.subjects.take(len(w.About)),
		Links:       l.kept.links.take(len(w.Links)),
		Established: l.kept.reading(w.Established),
		FormerIDs:   idsOf[news.StatementID](l.kept, news.KindStatement, w.FormerIDs),
	}
	for i, about := range w.About {
		into.About[i] = l.subject(about)
	}
	for i, link := range w.Links {
		into.Links[i] = news.StatementLink{
			Kind:      enum(l.problems, link.Kind, news.LinkKinds, ""),
			Statement: l.statement(link.Statement),
			Basis:     news.Curated,
			Why:       l.kept.reading(link.Why),
		}
	}
}
