package loader

import "onrecord/news"

func (l *linker) linkEvent(w eventWire) *news.Event {
	l.checkDraft(w.Draft)
	e := &news.Event{
		Curation:    curationOf(w.Draft),
		ID:          news.EventID(news.KindEvent.ID(w.ID.text)),
		Label:       news.Reading(w.Label.text),
		OtherNames:  texts(w.OtherNames),
		Type:        enum(l.problems, w.Type, news.EventTypes, ""),
		Date:        l.date(w.Date),
		Places:      each(w.Places, l.placeID),
		PartOf:      l.event(w.PartOf),
		Established: news.Reading(w.Established.text),
		FormerIDs:   ids[news.EventID](news.KindEvent, w.FormerIDs),
	}
	for _, p := range w.Participants {
		e.Participants = append(e.Participants, news.Participant{Actor: l.actor(p.Actor), Part: enum(l.problems, p.Part, news.Parts, news.PartParty)})
	}
	for _, link := range w.Links {
		made := news.EventLink{
			Kind:  enum(l.problems, link.Kind, news.EventLinkKinds, news.Follows),
			Event: l.event(link.Event),
			Why:   news.Reading(link.Why.text),
		}
		if link.Chain != nil {
			made.Attribution = &news.Attribution{Hops: l.chain(*link.Chain, nil)}
		}
		e.Links = append(e.Links, made)
	}
	return e
}
