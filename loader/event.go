package loader

import "onrecord/news"

func (l *linker) linkEvent(w *eventWire, into *news.Event) {
	l.checkDraft(w.Draft)
	*into = news.Event{
		Curation:    curationOf(w.Draft),
		ID:          news.EventID(l.ownID(news.KindEvent, w.ID)),
		Label:       l.kept.reading(w.Label),
		OtherNames:  l.kept.texts(w.OtherNames),
		Type:        enum(l.problems, w.Type, news.EventTypes, ""),
		Date:        l.date(w.Date),
		Places:      each(w.Places, l.placeID),
		PartOf:      l.event(w.PartOf),
		Established: l.kept.reading(w.Established),
		FormerIDs:   idsOf[news.EventID](l.kept, news.KindEvent, w.FormerIDs),
	}
	into.Participants = l.kept.participants.take(len(w.Participants))
	for i, p := range w.Participants {
		into.Participants[i] = news.Participant{Actor: l.actor(p.Actor), Part: enum(l.problems, p.Part, news.Parts, news.PartParty)}
	}
	for _, link := range w.Links {
		made := news.EventLink{
			Kind:  enum(l.problems, link.Kind, news.EventLinkKinds, news.Follows),
			Event: l.event(link.Event),
			Why:   l.kept.reading(link.Why),
		}
		if link.Chain != nil {
			made.Attribution = &news.Attribution{Hops: l.chain(*link.Chain, nil)}
		}
		into.Links = append(into.Links, made)
	}
}
