package loader

import "onrecord/news"

// rejectedKinds are what can be drafted, and so rejected.
var rejectedKinds = []news.Kind{news.KindReport, news.KindFigure, news.KindAccount, news.KindRole, news.KindTerm, news.KindActor}

// linkRejected holds a rejected draft against its form and its place in the text. It comes into no dataset.
func (l *linker) linkRejected(in *linkedArticle, w *rejectedWire) {
	kind := enum(l.problems, w.Kind, rejectedKinds, "")
	switch {
	case kind == "":
	case kind == news.KindActor && !w.ID.given():
		l.report(MissingKey, w.At, "add id: the slug that was proposed", "an actor that was rejected needs %q", "id")
	case kind == news.KindActor:
		l.actor(w.Is)
	case w.Span.file == nil:
		l.report(MissingKey, w.At, "add span: where it stood", "a mention that was rejected needs %q", "span")
	case !isHash(w.Hash.text, spanHash):
		at := w.Hash.place
		if !w.Hash.given() {
			at = w.At
		}
		l.report(BadHash, at, "onrecord locate prints it", "a mention that was rejected has the hash of the words at its span, 16 hexadecimal digits")
	default:
		in.hold(anchored{place: w.Span.place, Span: w.Span.Span, hash: w.Hash.text})
	}
}
