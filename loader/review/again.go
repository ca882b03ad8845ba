package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"onrecord/news"
)

// Changes says what drafting again did to a record.
type Changes struct {
	// Added, Rewritten and Gone count drafted mentions; Same those that are drafted as they were, Decided the new drafts that were left
	// out because somebody has decided what stands there.
	Added, Rewritten, Gone, Same, Decided int
}

// drafted is a mention of a new draft, with the instance that goes with it.
type drafted struct {
	*Item
	of *Item
}

// Again puts a new draft of the same text into a record. What somebody has accepted, changed, written or rejected stays as it is,
// byte by byte, and what is drafted in its place is left out. Drafts that nobody has read are rewritten.
func (f *File) Again(record []byte) (*Changes, error) {
	fresh, err := Parse(f.Slug, record)
	if err != nil {
		return nil, err
	}
	c := &Changes{}
	next := *f
	if err := next.again(fresh, c); err != nil {
		return nil, err
	}
	*f = next
	return c, nil
}

func (f *File) again(fresh *File, c *Changes) error {
	// Actors that were proposed, and are others in truth.
	for _, r := range f.rejected {
		if r.Kind == news.KindActor && r.Is != "" {
			if err := fresh.splice(0, len(fresh.lines), rename(fresh.lines, r.ID, r.Is)); err != nil {
				return err
			}
			if it := fresh.find("actors", r.Is); it != nil {
				if err := fresh.remove(it); err != nil {
					return err
				}
			}
		}
	}
	var unread []Ref
	decided := map[string][]news.Span{}
	for i := range f.items {
		it := &f.items[i]
		switch {
		case !it.mention():
		case f.unread(it):
			unread = append(unread, it.ref())
		default:
			decided[it.List] = append(decided[it.List], it.Span.span())
		}
	}
	for _, r := range f.rejected {
		for list, kind := range kinds {
			if kind == r.Kind {
				decided[list] = append(decided[list], r.Span.span())
			}
		}
	}
	for _, e := range f.head.NotFigures {
		decided["figures"] = append(decided["figures"], e.Span.span())
	}
	// Which of the unread each new draft is.
	is := map[Ref]drafted{}
	var added []drafted
	for i := range fresh.items {
		it := &fresh.items[i]
		if !it.mention() {
			continue
		}
		d := drafted{Item: it}
		if list, id := it.about(); list != "" {
			d.of = fresh.find(list, id)
		}
		if _, taken := is[it.ref()]; !taken && slices.Contains(unread, it.ref()) {
			is[it.ref()] = d
			continue
		}
		if slices.ContainsFunc(decided[it.List], it.Span.span().Overlaps) {
			c.Decided++
			continue
		}
		added = append(added, d)
	}
	for _, r := range unread {
		d, there := is[r]
		if !there {
			c.Gone++
			if err := f.drop(r); err != nil {
				return err
			}
			continue
		}
		if err := f.rewrite(r, d, c); err != nil {
			return err
		}
	}
	for _, d := range added {
		c.Added++
		if err := f.add(d); err != nil {
			return err
		}
	}
	if err := f.actors(fresh); err != nil {
		return err
	}
	return f.prune()
}

// unread reports whether a mention is a draft that stands as it was drafted, and what it leads to as well.
func (f *File) unread(it *Item) bool {
	if !it.untouched() {
		return false
	}
	list, id := it.about()
	if list == "" {
		return true
	}
	of := f.find(list, id)
	return of != nil && of.untouched()
}

// drop takes out an unread mention and what it leads to.
func (f *File) drop(r Ref) error {
	it := f.at(r)
	list, id := it.about()
	if err := f.remove(it); err != nil {
		return err
	}
	if of := f.find(list, id); of != nil && !f.used(of) {
		return f.remove(of)
	}
	return nil
}

// rewrite puts a new draft in place of an unread one, with the id that it had.
func (f *File) rewrite(r Ref, d drafted, c *Changes) error {
	it := f.at(r)
	list, id := it.about()
	changed := false
	mention := d.Item.lines
	if d.of != nil {
		instance := rename(d.of.lines, d.of.ID, id)
		mention = rename(mention, d.of.ID, id)
		if of := f.find(list, id); seal(of.lines) != seal(instance) {
			changed = true
			if err := f.splice(of.from, of.to, sealed(setIn(instance, f.indentOf(list)))); err != nil {
				return err
			}
		}
	}
	if it = f.at(r); seal(it.lines) != seal(mention) {
		changed = true
		if err := f.splice(it.from, it.to, sealed(setIn(mention, f.indentOf(it.List)))); err != nil {
			return err
		}
	}
	if changed {
		c.Rewritten++
	} else {
		c.Same++
	}
	return nil
}

// add puts a new draft in, in the order of the text, with an id that nothing has.
func (f *File) add(d drafted) error {
	mention := d.Item.lines
	if d.of != nil {
		id := f.free(d.of.List, d.of.ID)
		mention = rename(mention, d.of.ID, id)
		if err := f.insert(d.of.List, nil, sealed(rename(d.of.lines, d.of.ID, id))); err != nil {
			return err
		}
	}
	var before *Item
	for i := range f.items {
		it := &f.items[i]
		if it.List == d.List && before == nil && cmp.Or(cmp.Compare(it.Span.span().Start, d.Span.span().Start), cmp.Compare(it.Span.span().End, d.Span.span().End)) > 0 {
			before = it
		}
	}
	return f.insert(d.List, before, sealed(mention))
}

// free is an id like another that no instance of the file has.
func (f *File) free(list, id string) string {
	taken := func(id string) bool {
		for _, r := range f.rejected {
			if r.ID == id {
				return true
			}
		}
		return f.find(list, id) != nil || slices.ContainsFunc(f.lines, func(line string) bool { return mentions(line, id) })
	}
	if !taken(id) {
		return id
	}
	base := strings.TrimRight(id, "0123456789")
	for n := 1; ; n++ {
		if next := fmt.Sprintf("%s%d", base, n); !taken(next) {
			return next
		}
	}
}

// actors takes in the proposed actors that the new drafts name, and rewrites those that nobody has read.
func (f *File) actors(fresh *File) error {
	for i := range fresh.items {
		a := &fresh.items[i]
		if a.List != "actors" {
			continue
		}
		there := f.find("actors", a.ID)
		switch {
		case there == nil:
			if !slices.ContainsFunc(f.lines, func(line string) bool { return mentions(line, a.ID) }) {
				continue
			}
			if err := f.insert("actors", nil, sealed(a.lines)); err != nil {
				return err
			}
		case there.untouched() && seal(there.lines) != seal(a.lines):
			if err := f.splice(there.from, there.to, sealed(setIn(a.lines, f.indentOf("actors")))); err != nil {
				return err
			}
		}
	}
	return nil
}
