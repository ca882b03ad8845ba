package loader

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"onrecord/news"
)

// linker turns wire records into the domain's, and follows every reference. There is one for the whole dataset, and while
// files are linked one for each file besides, all of which share the register.
type linker struct {
	*problems
	*register
	head headerWire
	// kept has what records keep of the file that is linked.
	kept *keeper
	// articles are the linked ones, with what the checks on texts need.
	articles []*linkedArticle
	// met has the unnamed actors of a file, scope the article in which each was met first.
	met   []scoped
	scope map[news.ActorID]news.ArticleID
}

// register is what the records can refer to. While files are linked nothing is added to it.
type register struct {
	// known has every id of every instance, and the former ids, by kind and slug.
	known map[news.Kind]map[string]identity
	// misnamed have ids to which nothing can lead.
	misnamed []*instance
	// unnamed has the actors that no article names, measures what each quantity claims to count.
	unnamed  map[news.ActorID]bool
	measures map[news.QuantityID]news.Measure
	// lost has the kinds of which a file is missing or could not be taken in: a reference to one of these is not held
	// against the file it stands in.
	lost map[news.Kind]bool
}

func newRegister() *register {
	return &register{known: map[news.Kind]map[string]identity{}, unnamed: map[news.ActorID]bool{}, measures: map[news.QuantityID]news.Measure{}, lost: map[news.Kind]bool{}}
}

// identity is a slug, and the instance that it leads to.
type identity struct {
	place
	*instance
}

// instance is a record that can be referred to.
type instance struct {
	slug, id string
	at       place
	// used: some mention or other record leads to it.
	used atomic.Bool
}

type scoped struct {
	place
	actor   news.ActorID
	article news.ArticleID
}

// definition is a record that can be referred to, as its file has it.
type definition struct {
	kind    news.Kind
	at      place
	id      word
	whole   string // the id with its kind
	former  []word
	unnamed bool
	measure news.Measure
}

// definitions lists every record of a file.
func (w *instances) definitions() []definition {
	kept := keepers.Get().(*keeper)
	defer keepers.Put(kept)
	list := make([]definition, 0, len(w.actors)+len(w.places)+len(w.events)+len(w.statements)+len(w.quantities))
	add := func(kind news.Kind, at place, id word, former []word) *definition {
		list = append(list, definition{kind: kind, at: at, id: id, whole: kept.id(kind, id.text), former: slices.Clone(former)})
		return &list[len(list)-1]
	}
	for i := range w.actors {
		x := &w.actors[i]
		add(news.KindActor, x.At, x.ID, x.FormerIDs).unnamed = x.Anonymity != nil
	}
	for i := range w.places {
		x := &w.places[i]
		add(news.KindPlace, x.At, x.ID, x.FormerIDs)
	}
	for i := range w.events {
		x := &w.events[i]
		add(news.KindEvent, x.At, x.ID, x.FormerIDs)
	}
	for i := range w.statements {
		x := &w.statements[i]
		add(news.KindStatement, x.At, x.ID, x.FormerIDs)
	}
	for i := range w.quantities {
		x := &w.quantities[i]
		add(news.KindQuantity, x.At, x.ID, x.FormerIDs).measure = news.Measure(x.Measure.text)
	}
	return list
}

// define takes every record of a file into the register.
func (l *linker) define(w *listFile) {
	for i := range w.defined {
		d := &w.defined[i]
		if d.unnamed {
			l.unnamed[news.ActorID(d.whole)] = true
		}
		if d.kind == news.KindQuantity {
			l.measures[news.QuantityID(d.whole)] = d.measure
		}
		l.name(d)
	}
}

// name takes a record's id and former ids into the list of what can be referred to.
func (l *linker) name(d *definition) {
	if !d.id.given() {
		return
	}
	kind := d.kind
	if l.known[kind] == nil {
		l.known[kind] = map[string]identity{}
	}
	is := &instance{slug: d.whole[len(kind)+1:], id: d.whole, at: d.at}
	for i := -1; i < len(d.former); i++ {
		name := d.id
		if i >= 0 {
			name = d.former[i]
		}
		if !isSlug(name.text) {
			l.report(BadSlug, name.place, "", "%s is not a slug: %s", quoted(name.text), slugRule)
			if name == d.id {
				l.misnamed = append(l.misnamed, is)
			}
			continue
		}
		if first, twice := l.known[kind][name.text]; twice {
			l.report(DuplicateID, name.place, "", "the %s %s is there already, in %s line %d", kind, quoted(name.text), first.file.name, first.told().line)
			continue
		}
		slug := is.slug
		if i >= 0 {
			slug = strings.Clone(name.text)
		}
		l.known[kind][slug] = identity{name.place, is}
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
	if !ok && l.lost[kind] {
		return ""
	}
	if !ok {
		l.report(UnknownReference, w.place, didYouMean(w.text, slices.Sorted(maps.Keys(l.known[kind]))), "there is no %s %s", kind, quoted(w.text))
		return ""
	}
	if found.slug != w.text {
		l.report(MergedReference, w.place, "write "+quoted(found.slug), "the %s %s was merged into %s", kind, quoted(w.text), quoted(found.slug))
	}
	if !found.used.Load() { // most are used many times, and processors share what none of them writes
		found.used.Store(true)
	}
	return found.id
}

// ownID is the id of the record that defines it: that of the register, where it stands there.
func (l *linker) ownID(kind news.Kind, w word) string {
	if known, ok := l.known[kind][w.text]; ok && known.slug == w.text {
		return known.id
	}
	return l.kept.id(kind, w.text)
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
