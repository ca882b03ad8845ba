package loader

import (
	"strings"

	"onrecord/news"
)

// chain links the hops of an attribution. in is the article the chain stands in, nil where it stands in an event's link.
func (l *linker) chain(wires []hopWire, in *linkedArticle) []news.Hop {
	hops := l.kept.hops.take(len(wires))
	for i := range wires {
		w := &wires[i]
		actor := l.follow(news.KindActor, w.Actor)
		hops[i] = news.Hop{
			Position:  i + 1,
			Actor:     news.ActorID(actor.given()),
			Label:     l.kept.reading(w.Label),
			Cue:       l.kept.reading(w.Cue),
			Channel:   enum(l.problems, w.Channel, news.Channels, news.UnknownChannel),
			Certainty: enum(l.problems, w.Certainty, news.Certainties, news.Certain),
		}
		h := &hops[i]
		if w.Span.file != nil {
			if !w.Label.given() {
				l.report(MissingKey, w.Span.place, "add the words that stand there as label", "a hop with a span has a label")
			}
			h.Evidence = &news.Evidence{Section: news.Body, Span: w.Span.Span, Exact: l.kept.text(w.Label)}
		}
		if in != nil {
			l.meet(actor, w.Actor.place, in.article.ID)
		}
	}
	return hops
}

// meet notes that an unnamed actor appears in an article.
func (l *linker) meet(actor *instance, at place, in news.ArticleID) {
	if actor != nil && actor.marked(isUnnamed) {
		l.met = append(l.met, scoped{at, news.ActorID(actor.id), in})
	}
}

// keepScope sees to it that an unnamed actor stays in one article.
func (l *linker) keepScope(m scoped) {
	first, met := l.scope[m.actor]
	if !met {
		l.scope[m.actor] = news.ArticleID(strings.Clone(string(m.article)))
		return
	}
	if first != m.article {
		l.report(AnonymousScope, m.place, "give the unnamed actor of this article a record of its own; may_be can name the other", "the unnamed %s belongs to another article, %s", m.actor, first)
	}
}
