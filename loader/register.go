package loader

import (
	"hash/maphash"
	"slices"
	"strings"
	"sync/atomic"

	"onrecord/news"
)

// register is what the records can refer to. While files are linked nothing is added to it. It is as small as it can be, since it
// stays beside the records until the last of them is linked: docs/decisions/0028-numbers-in-place-of-maps.md.
type register struct {
	// known has the instances, by kind.
	known map[news.Kind]*known
	// misnamed have ids to which nothing can lead.
	misnamed []*instance
	// files are those that instances stand in, and whole the places in those of them in which a place is more than an offset.
	files []*file
	whole []place
	// lost has the kinds of which a file is missing or could not be taken in: a reference to one of these is not held
	// against the file it stands in.
	lost map[news.Kind]bool

	// What is handed on from file to file: what has kept texts need not keep them again, and lists have room.
	rooms       spare[fetched]
	keepers     spare[keeper]
	instances   spare[instances]
	articles    spare[articleFile]
	definitions spare[definitions]
}

func newRegister(kept func() *keeper) *register {
	r := &register{
		known: map[news.Kind]*known{}, lost: map[news.Kind]bool{},
		rooms: spare[fetched]{make: func() *fetched { return &fetched{} }}, keepers: spare[keeper]{make: kept}, instances: spare[instances]{make: func() *instances { return &instances{} }}, articles: spare[articleFile]{make: newArticleFile},
		definitions: spare[definitions]{make: func() *definitions { return &definitions{} }},
	}
	for _, kind := range kindOf {
		r.known[kind] = &known{kind: kind, former: map[string]former{}}
	}
	return r
}

// instance is a record that can be referred to.
type instance struct {
	id string
	// marks are what has been found out of it. Files are linked at the same time, and all of them mark.
	marks uint32
	// In the file of this number, at is where it stands and named where its id does: offsets, or where they are below 0, places
	// among [register.whole].
	file      uint32
	at, named int32
}

// The marks of an instance.
const (
	isUsed      uint32 = 1 << iota // some mention or other record leads to it
	isPrinted                      // a report, a figure, or a quantity that is part of it does
	isUnnamed                      // an actor that no article names
	isUncounted                    // a quantity of something that is measured and not counted
)

func (is *instance) marked(mark uint32) bool { return atomic.LoadUint32(&is.marks)&mark != 0 }

// mark marks an instance. Most are marked many times, and processors share what none of them writes.
func (is *instance) mark(mark uint32) {
	if !is.marked(mark) {
		atomic.OrUint32(&is.marks, mark)
	}
}

func (is *instance) slug() string { return is.id[strings.IndexByte(is.id, ':')+1:] }

// given is the id of an instance, "" of none.
func (is *instance) given() string {
	if is == nil {
		return ""
	}
	return is.id
}

// known has the instances of one kind, and finds them by their slugs.
type known struct {
	kind news.Kind
	// list has them in the order of their files, in pieces of instancesInPiece.
	list [][]instance
	n    int
	// slots lead to the list, each at the hash of the slug or as soon after it as there is room. A power of two in number, and a quarter
	// of them empty at least.
	slots []slotTo
	// former leads by an id that an instance had before. No slug is both.
	former map[string]former
}

type former struct {
	*instance
	named place
}

// slotTo is the hash of a slug and, counted from 1, the number of its instance.
type slotTo struct{ hash, number uint32 }

const instancesInPiece = 1 << 10

// seed is that of the hashes of slugs.
var seed = maphash.MakeSeed()

func hashSlug(slug string) uint32 { return uint32(maphash.String(seed, slug)) }

func (k *known) numbered(n int) *instance { return &k.list[n/instancesInPiece][n%instancesInPiece] }

// find is the instance that a slug is of, nil where there is none.
func (k *known) find(slug string) *instance {
	if n := k.number(slug); n >= 0 {
		return k.numbered(n)
	}
	return nil
}

// number is that of the instance that a slug is of, -1 where there is none.
func (k *known) number(slug string) int {
	if k == nil || k.n == 0 {
		return -1
	}
	hash, last := hashSlug(slug), uint32(len(k.slots)-1)
	for at := hash & last; k.slots[at].number > 0; at = (at + 1) & last {
		if n := int(k.slots[at].number - 1); k.slots[at].hash == hash && k.numbered(n).id[len(k.kind)+1:] == slug {
			return n
		}
	}
	return -1
}

// leadsTo is the instance to which a slug leads, or led before, nil where there is none.
func (k *known) leadsTo(slug string) *instance {
	if is := k.find(slug); is != nil || k == nil {
		return is
	}
	return k.former[slug].instance
}

// add takes in an instance whose slug, which has a hash, is not there yet.
func (k *known) add(is instance, hash uint32) *instance {
	if 4*k.n >= 3*len(k.slots) {
		before := k.slots
		k.slots = make([]slotTo, max(64, 2*len(before)))
		for _, slot := range before {
			k.fill(slot)
		}
	}
	if k.n%instancesInPiece == 0 {
		k.list = append(k.list, make([]instance, 0, instancesInPiece))
	}
	last := &k.list[len(k.list)-1]
	*last = append(*last, is)
	k.n++
	k.fill(slotTo{hash, uint32(k.n)})
	return &(*last)[len(*last)-1]
}

func (k *known) fill(slot slotTo) {
	if slot.number == 0 {
		return
	}
	last := uint32(len(k.slots) - 1)
	at := slot.hash & last
	for k.slots[at].number > 0 {
		at = (at + 1) & last
	}
	k.slots[at] = slot
}

// slugs lists all that lead to something, sorted.
func (k *known) slugs() []string {
	var slugs []string
	for _, piece := range k.list {
		for i := range piece {
			slugs = append(slugs, piece[i].slug())
		}
	}
	for slug := range k.former {
		slugs = append(slugs, slug)
	}
	slices.Sort(slugs)
	return slugs
}

// definition is a record that can be referred to, as its file has it. It has nothing of the file's content.
type definition struct {
	kind   news.Kind
	at     place
	id     word
	whole  string // the id with its kind
	hash   uint32 // of the id without
	marks  uint32
	former []word
}

// definitions are those of a file.
type definitions []definition

// definitionsOf lists every record of a file.
func (r *register) definitionsOf(w *instances, kept *keeper) *definitions {
	list := r.definitions.get()
	*list = slices.Grow((*list)[:0], len(w.actors)+len(w.places)+len(w.events)+len(w.statements)+len(w.quantities))
	add := func(kind news.Kind, at place, id word, former []word) *definition {
		d := definition{kind: kind, at: at, id: id, whole: kept.id(kind, id.text), hash: hashSlug(id.text)}
		d.id.text = d.whole[len(kind)+1:]
		for _, name := range former {
			d.former = append(d.former, word{name.place, strings.Clone(name.text)})
		}
		*list = append(*list, d)
		return &(*list)[len(*list)-1]
	}
	for i := range w.actors {
		x := &w.actors[i]
		if d := add(news.KindActor, x.At, x.ID, x.FormerIDs); x.Anonymity != nil {
			d.marks = isUnnamed
		}
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
		if d := add(news.KindQuantity, x.At, x.ID, x.FormerIDs); !news.Measure(x.Measure.text).Counts() {
			d.marks = isUncounted
		}
	}
	return list
}

// define takes every record of a file into the register.
func (l *linker) define(w *listFile) {
	if w.defined == nil {
		return // the file cannot be read
	}
	l.files = append(l.files, w.file)
	for i := range *w.defined {
		l.name(&(*w.defined)[i])
	}
	l.definitions.put(w.defined)
	w.defined = nil
}

// name takes a record's id and former ids into the list of what can be referred to.
func (l *linker) name(d *definition) {
	if !d.id.given() {
		return // which is told already
	}
	k := l.known[d.kind]
	var is *instance
	switch first := k.leadsTo(d.id.text); {
	case !isSlug(d.id.text):
		l.badSlug(d.id)
		is = l.apart(d)
		l.misnamed = append(l.misnamed, is)
	case first != nil:
		l.duplicate(k, d.id)
		is = l.apart(d)
		if first.id == is.id { // what is told of it goes by either
			first.marks = first.marks&^isUncounted | is.marks
		}
	default:
		is = k.add(l.instance(d), d.hash)
	}
	for _, name := range d.former {
		switch {
		case !isSlug(name.text):
			l.badSlug(name)
		case k.leadsTo(name.text) != nil:
			l.duplicate(k, name)
		default:
			k.former[name.text] = former{is, name.place}
		}
	}
}

// apart makes an instance that nothing finds by its id.
func (l *linker) apart(d *definition) *instance {
	is := l.instance(d)
	return &is
}

func (l *linker) instance(d *definition) instance {
	return instance{id: d.whole, marks: d.marks, file: uint32(len(l.files) - 1), at: l.keepPlace(d.at), named: l.keepPlace(d.id.place)}
}

func (l *linker) badSlug(name word) {
	l.report(BadSlug, name.place, "", "%s is not a slug: %s", quoted(name.text), slugRule)
}

func (l *linker) duplicate(k *known, name word) {
	at := k.former[name.text].named
	if first := k.find(name.text); first != nil {
		at = l.placeIn(first, first.named)
	}
	l.report(DuplicateID, name.place, "", "the %s %s is there already, in %s line %d", k.kind, quoted(name.text), at.file.name, at.told().line)
}

// keepPlace gives the form in which an instance keeps a place in its file.
func (r *register) keepPlace(p place) int32 {
	if p.offset > 0 {
		return p.offset
	}
	r.whole = append(r.whole, p)
	return -int32(len(r.whole))
}

// placeIn gives a place as it was before it was kept.
func (r *register) placeIn(is *instance, kept int32) place {
	if kept > 0 {
		return place{file: r.files[is.file], offset: kept}
	}
	return r.whole[-kept-1]
}
