package loader

import (
	"maps"
	"slices"
	"strconv"

	"onrecord/news"
)

// linker turns wire records into the domain's, and follows every reference.
type linker struct {
	*problems
	wire *wire
	// known has every id of every instance and article, and former ids with the present ones.
	known map[news.Kind]map[string]identity
	// used has every id that some mention or other record leads to.
	used map[string]bool
	// articles are the linked ones, with what the checks on texts need.
	articles []*linkedArticle
	// scope has the article in which each unnamed actor was first met.
	scope map[news.ActorID]scoped
	// anonymous has the unnamed actors.
	anonymous map[news.ActorID]bool
	// measures has what each quantity counts, texts the first article with each text.
	measures map[news.QuantityID]news.Measure
	texts    map[string]news.ArticleID
}

type identity struct {
	place
	current string
}

type scoped struct {
	place
	article news.ArticleID
}

func link(w *wire, p *problems) *linker {
	l := &linker{problems: p, wire: w, known: map[news.Kind]map[string]identity{}, used: map[string]bool{}, scope: map[news.ActorID]scoped{}, anonymous: map[news.ActorID]bool{},
		measures: map[news.QuantityID]news.Measure{}, texts: map[string]news.ArticleID{}}
	for _, a := range w.actors {
		l.define(news.KindActor, a.ID, a.FormerIDs)
		if a.Anonymity != nil {
			l.anonymous[news.ActorID(news.KindActor.ID(a.ID.text))] = true
		}
	}
	for _, x := range w.places {
		l.define(news.KindPlace, x.ID, x.FormerIDs)
	}
	for _, x := range w.events {
		l.define(news.KindEvent, x.ID, x.FormerIDs)
	}
	for _, x := range w.statements {
		l.define(news.KindStatement, x.ID, x.FormerIDs)
	}
	for _, x := range w.quantities {
		l.define(news.KindQuantity, x.ID, x.FormerIDs)
		if id := news.QuantityID(news.KindQuantity.ID(x.ID.text)); l.measures[id] == "" {
			l.measures[id] = news.Measure(x.Measure.text)
		}
	}
	return l
}

// define takes a record's id and former ids into the list of what can be referred to.
func (l *linker) define(kind news.Kind, id word, former []word) {
	if !id.given() {
		return
	}
	if l.known[kind] == nil {
		l.known[kind] = map[string]identity{}
	}
	for _, name := range append([]word{id}, former...) {
		if !slugPattern.MatchString(name.text) {
			l.report(BadSlug, name.place, "", "%s is not a slug: %s", quoted(name.text), slugRule)
			continue
		}
		if first, twice := l.known[kind][name.text]; twice {
			l.report(DuplicateID, name.place, "", "the %s %s is there already, in %s line %d", kind, quoted(name.text), first.file.name, first.line)
			continue
		}
		l.known[kind][name.text] = identity{name.place, id.text}
	}
}

// slug follows a reference of a kind that the key implies.
func (l *linker) slug(kind news.Kind, w word) string {
	if !w.given() {
		return ""
	}
	if given, slug, ok := news.SplitID(w.text); ok && given == kind {
		w.text = slug
	}
	found, ok := l.known[kind][w.text]
	if !ok && l.wire.lost[kind] {
		return ""
	}
	if !ok {
		l.report(UnknownReference, w.place, didYouMean(w.text, slices.Sorted(maps.Keys(l.known[kind]))), "there is no %s %s", kind, quoted(w.text))
		return ""
	}
	if found.current != w.text {
		l.report(MergedReference, w.place, "write "+quoted(found.current), "the %s %s was merged into %s", kind, quoted(w.text), quoted(found.current))
	}
	id := kind.ID(found.current)
	l.used[id] = true
	return id
}

func (l *linker) actor(w word) news.ActorID   { return news.ActorID(l.slug(news.KindActor, w)) }
func (l *linker) placeID(w word) news.PlaceID { return news.PlaceID(l.slug(news.KindPlace, w)) }
func (l *linker) event(w word) news.EventID   { return news.EventID(l.slug(news.KindEvent, w)) }
func (l *linker) statement(w word) news.StatementID {
	return news.StatementID(l.slug(news.KindStatement, w))
}
func (l *linker) quantity(w word) news.QuantityID {
	return news.QuantityID(l.slug(news.KindQuantity, w))
}

// subject follows a typed reference.
func (l *linker) subject(w word) news.SubjectID {
	if !w.given() {
		return ""
	}
	kind, slug, ok := news.SplitID(w.text)
	if !ok || !slices.Contains(news.SubjectKinds, kind) {
		l.report(WrongKind, w.place, "write actor:…, event:…, quantity:… or place:…", "%s does not name a subject", quoted(w.text))
		return ""
	}
	return news.SubjectID(l.slug(kind, word{w.place, slug}))
}

func actorsOf(l *linker, words []word) []news.ActorID { return each(words, l.actor) }

func each[T any](words []word, follow func(word) T) []T {
	var list []T
	for _, w := range words {
		list = append(list, follow(w))
	}
	return list
}

func texts(words []word) []string { return each(words, func(w word) string { return w.text }) }

func ids[ID ~string](kind news.Kind, words []word) []ID {
	return each(words, func(w word) ID { return ID(kind.ID(w.text)) })
}

// enum takes one of a list of values; otherwise is what a key that is left out means.
func enum[E ~string](p *problems, w word, values []E, otherwise E) E {
	if !w.given() {
		return otherwise
	}
	if slices.Contains(values, E(w.text)) {
		return E(w.text)
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
func (p *problems) notes(wires []noteWire) []news.Note {
	var notes []news.Note
	for _, n := range wires {
		notes = append(notes, news.Note{Kind: enum(p, n.Kind, news.NoteKinds, news.NoteOther), Text: n.Text.text})
	}
	return notes
}

func sortedStrings(list []string) []string {
	slices.Sort(list)
	return list
}
