package loader

import (
	"crypto/sha256"
	"slices"
	"strconv"

	"onrecord/news"
)

// linker turns wire records into the domain's, and follows every reference. There is one for the whole dataset, and while
// files are linked one for each file besides, all of which share the register.
type linker struct {
	*problems
	*register
	head *headerWire
	// kept has what records keep of the file that is linked.
	kept *keeper
	// own is the number of the last instance of the file.
	own int
	// met has the unnamed actors of a file, scope the article in which each was met first.
	met   []scoped
	scope map[news.ActorID]news.ArticleID
	// wholes has what each record is part of.
	wholes map[string][]string
	// prints are the fingerprints of the records taken so far, where they are asked for.
	fingerprinted bool
	prints        []news.Fingerprint
	// texts has the last article that has a text of the hash, by what that hashes to.
	texts map[[sha256.Size]byte]string
	// hand is given what came of each file, as long as nothing is wrong; failed is why it took no more.
	hand   func(*news.Dataset) error
	wrong  bool
	looked int // how many of the problems found have been looked at
	failed error
	// complete: all that files of articles propose is in the register. Before, a file is open that proposes something or has a reference that
	// leads nowhere.
	complete, open bool
}

type scoped struct {
	place
	actor   news.ActorID
	article news.ArticleID
}

// slug follows a reference of a kind that the key implies.
func (l *linker) slug(kind news.Kind, w word) string { return l.follow(kind, w).given() }

// printed follows a reference from what prints a number or words for the record.
func (l *linker) printed(kind news.Kind, w word) *instance {
	found := l.follow(kind, w)
	if found != nil {
		found.mark(isPrinted)
	}
	return found
}

// follow is what a reference leads to, nil where it leads to nothing.
func (l *linker) follow(kind news.Kind, w word) *instance {
	if !w.given() {
		return nil
	}
	if given, slug, ok := news.SplitID(w.text); ok && given == kind {
		w.text = slug
	}
	known := l.known[kind]
	found := known.leadsTo(w.text)
	l.open = l.open || found == nil
	if found == nil && l.lost[kind] {
		return nil
	}
	if found == nil {
		l.report(UnknownReference, w.place, didYouMean(w.text, known.slugs()), "there is no %s %s", kind, quoted(w.text))
		return nil
	}
	if found.id[len(kind)+1:] != w.text {
		l.report(MergedReference, w.place, "write "+quoted(found.slug()), "the %s %s was merged into %s", kind, quoted(w.text), quoted(found.slug()))
	}
	found.mark(isUsed)
	return found
}

// ownID is the id of the record that defines it: that of the register, where it stands there, mostly behind that of the record before.
func (l *linker) ownID(kind news.Kind, w word) string {
	known := l.known[kind]
	l.own++
	if l.own >= known.n || known.numbered(l.own).slug() != w.text {
		l.own = known.number(w.text)
	}
	if l.own < 0 {
		return l.kept.id(kind, w.text)
	}
	return known.numbered(l.own).id
}

func (l *linker) actor(w word) news.ActorID   { return news.ActorID(l.slug(news.KindActor, w)) }
func (l *linker) placeID(w word) news.PlaceID { return news.PlaceID(l.slug(news.KindPlace, w)) }
func (l *linker) event(w word) news.EventID   { return news.EventID(l.slug(news.KindEvent, w)) }
func (l *linker) statement(w word) news.StatementID {
	return news.StatementID(l.slug(news.KindStatement, w))
}

// subject follows a typed reference.
func (l *linker) subject(w word) news.SubjectID { return news.SubjectID(l.followSubject(w).given()) }

func (l *linker) followSubject(w word) *instance {
	if !w.given() {
		return nil
	}
	kind, slug, ok := news.SplitID(w.text)
	if !ok || !slices.Contains(news.SubjectKinds, kind) {
		l.report(WrongKind, w.place, "write actor:…, event:…, quantity:… or place:…", "%s does not name a subject", quoted(w.text))
		return nil
	}
	return l.follow(kind, word{w.place, slug})
}

func actorsOf(l *linker, words []word) []news.ActorID { return each(words, l.actor) }

func each[T any](words []word, follow func(word) T) []T {
	if len(words) == 0 {
		return nil
	}
	list := make([]T, len(words))
	for i, w := range words {
		list[i] = follow(w)
	}
	return list
}

// enum takes one of a list of values; otherwise is what a key that is left out means.
func enum[E ~string](p *problems, w word, values []E, otherwise E) E {
	if !w.given() {
		return otherwise
	}
	if i := slices.Index(values, E(w.text)); i >= 0 {
		return values[i]
	}
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = string(v)
	}
	p.report(UnknownValue, w.place, didYouMean(w.text, names), "%s is not one of the values this key may have", quoted(w.text))
	return otherwise
}

// count takes a whole number that is not negative.
func (p *problems) count(w word) int {
	if !w.given() {
		return 0
	}
	n, err := strconv.Atoi(w.text)
	if err != nil || n < 0 {
		p.report(WrongType, w.place, "", "%s is not a whole number", quoted(w.text))
		return 0
	}
	return n
}

// note turns the notes of a record into the domain's.
func (l *linker) notes(wires []noteWire) []news.Note {
	var notes []news.Note
	for _, n := range wires {
		notes = append(notes, news.Note{Kind: enum(l.problems, n.Kind, news.NoteKinds, news.NoteOther), Text: l.kept.text(n.Text)})
	}
	return notes
}
