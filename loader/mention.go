package loader

import "onrecord/news"

// anchor links what every mention has. words are what the record keeps of the span, "" where it keeps nothing and the
// hash has to stand for them. It returns the part of the mention's id that follows the colon.
func (l *linker) anchor(in *linkedArticle, into *news.Anchor, w *mentionWire, kind news.Kind, words string) string {
	*into = news.Anchor{
		Article: in.article.ID,
		Evidence: news.Evidence{
			Section: enum(l.problems, w.Section, news.Sections, news.Body),
			Span:    w.Span.Span,
			Exact:   words,
		},
		Attribution: news.Attribution{Hops: l.chain(w.Chain, in)},
		Curation:    enum(l.problems, w.Curation, news.Curations, news.Reviewed),
		Notes:       l.notes(w.Notes),
	}
	switch {
	case w.Hash.given() && !isHash(w.Hash.text, spanHash):
		l.report(BadHash, w.Hash.place, "onrecord locate prints it", "the hash of a span is 16 hexadecimal digits, in small letters")
	case !w.Hash.given() && words == "" && (kind == news.KindReport || kind == news.KindAccount):
		l.report(BadHash, w.At, "add hash; onrecord locate prints it", "a %s keeps no words, so it needs the hash of those at its span", kind)
	}
	l.checkDraft(w.Draft)
	if w.Draft != nil && into.Curation != news.Draft {
		l.report(WrongKind, w.Draft.At, "write curation: DRAFT; or leave draft out, once somebody has read it", "a mention that was drafted is a DRAFT until somebody has read it")
	}
	hash := w.Hash.text
	if !isHash(hash, spanHash) {
		hash = ""
	}
	in.hold(anchored{place: w.Span.place, Span: w.Span.Span, words: words, hash: hash, evidence: &into.Evidence})
	for i := range w.Chain {
		hop := &w.Chain[i]
		if evidence := into.Attribution.Hops[i].Evidence; evidence != nil {
			in.hold(anchored{place: hop.Span.place, Span: hop.Span.Span, words: hop.Label.text, evidence: evidence})
			in.cover(hop.Span.Span, number, quotation)
			evidence.Section = into.Evidence.Section
		}
	}
	is := mention{kind, w.Span.Span, l.count(w.Nth)}
	if first, twice := in.mentions[is]; twice {
		l.report(SameSpan, w.Span.place, "narrow one of the spans, or give this one nth: 1", "another %s has the very same span, in line %d", kind, first.told().line)
	}
	in.mentions[is] = w.Span.place
	return l.kept.id(kind, news.MentionHash(in.article.TextHash, kind, is.span, is.nth))
}

func (l *linker) linkAccount(in *linkedArticle, w *accountWire, a *news.EventAccount) {
	holds := l.follow(news.KindActor, w.Holds)
	*a = news.EventAccount{
		Event:     l.event(w.Event),
		Aspect:    enum(l.problems, w.Aspect, news.Aspects, ""),
		Claim:     l.kept.reading(w.Claim),
		Holds:     news.ActorID(holds.given()),
		Certainty: enum(l.problems, w.Certainty, news.Certainties, news.Uncommitted),
	}
	l.meet(holds, w.Holds.place, in.article.ID)
	a.ID = news.AccountID(l.anchor(in, &a.Anchor, &w.mentionWire, news.KindAccount, ""))
}

func (l *linker) linkRole(in *linkedArticle, w *roleWire, r *news.RoleMention) {
	actor := l.follow(news.KindActor, w.Actor)
	*r = news.RoleMention{Actor: news.ActorID(actor.given()), Role: l.kept.reading(w.Role), Body: l.actor(w.Body)}
	l.meet(actor, w.Actor.place, in.article.ID)
	r.ID = news.RoleID(l.anchor(in, &r.Anchor, &w.mentionWire, news.KindRole, l.kept.text(w.Role)))
	in.cover(w.Span.Span, number, quotation)
}

func (l *linker) linkTerm(in *linkedArticle, w *termWire, t *news.TermUse) {
	referent := l.followSubject(w.Referent)
	*t = news.TermUse{
		Referent: news.SubjectID(referent.given()),
		Term:     l.kept.reading(w.Term),
		Voice:    enum(l.problems, w.Voice, news.Voices, ""),
		Gloss:    l.kept.reading(w.Gloss),
	}
	l.meet(referent, w.Referent.place, in.article.ID)
	t.ID = news.TermID(l.anchor(in, &t.Anchor, &w.mentionWire, news.KindTerm, l.kept.text(w.Term)))
	in.cover(w.Span.Span, number, quotation)
}

// checkDraft holds the confidence of a drafted record against its bounds.
func (l *linker) checkDraft(w *draftWire) {
	if w == nil || !w.Confidence.given() {
		return
	}
	if v := l.number(w.Confidence); v != nil && (*v < 0 || *v > 1) {
		l.report(WrongType, w.Confidence.place, "0.9 says that nine in ten are right", "a confidence lies between 0 and 1")
	}
}

// curationOf says whether a person has read an instance. One that has been read says nothing, as its file does: so the fingerprints
// of what was released stay what they were. [news.Derive] fills it.
func curationOf(w *draftWire) news.Curation {
	if w != nil {
		return news.Draft
	}
	return ""
}
