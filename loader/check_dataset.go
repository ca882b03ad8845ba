package loader

import (
	"slices"

	"onrecord/news"
)

// noteWholes notes what each record is part of.
func (l *linker) noteWholes(r *news.Dataset) {
	for _, p := range r.Places {
		if p.PartOf != "" {
			l.wholes[string(p.ID)] = []string{string(p.PartOf)}
		}
	}
	for _, e := range r.Events {
		if e.PartOf != "" {
			l.wholes[string(e.ID)] = []string{string(e.PartOf)}
		}
	}
	for _, q := range r.Quantities {
		if q.PartOf != "" {
			l.wholes[string(q.ID)] = []string{string(q.PartOf)}
		}
	}
	for _, a := range r.Actors {
		for _, m := range a.MemberOf {
			l.wholes[string(a.ID)] = append(l.wholes[string(a.ID)], string(m))
		}
	}
}

// checkDataset looks at what no single record shows: records that are part of themselves, and records nothing leads to.
func (l *linker) checkDataset() {
	for id := range l.wholes {
		if path := around(l.wholes, id, id, map[string]bool{}); path != nil && slices.Min(path) == id {
			kind, slug, _ := news.SplitID(id)
			is := l.known[kind].leadsTo(slug)
			l.report(Circular, l.placeIn(is, is.at), "", "%s is part of itself, by way of %d others", id, len(path)-1)
		}
	}
	l.checkUse()
}

// around finds a way from a record back to itself, and lists the records on it. It calls on each record once.
func around(whole map[string][]string, from, to string, seen map[string]bool) []string {
	seen[from] = true
	for _, next := range whole[from] {
		if next == to {
			return []string{from}
		}
		if next == "" || seen[next] {
			continue
		}
		if path := around(whole, next, to, seen); path != nil {
			return append(path, from)
		}
	}
	return nil
}

func (l *linker) checkUse() {
	for _, known := range l.known {
		for n := range known.n {
			l.checkInstance(known.numbered(n))
		}
	}
	for _, is := range l.misnamed {
		l.checkInstance(is)
	}
}

// checkInstance reports a statement or quantity that is not printed anywhere, and anything else to which nothing leads.
func (l *linker) checkInstance(is *instance) {
	kind, _, _ := news.SplitID(is.id)
	at := l.placeIn(is, is.at)
	switch {
	case is.marked(isPrinted) || kind != news.KindStatement && kind != news.KindQuantity && is.marked(isUsed):
	case kind == news.KindStatement:
		l.report(Unused, at, "", "no article reports %s", is.id)
	case kind == news.KindQuantity:
		l.report(Unused, at, "", "no article puts a figure on %s", is.id)
	default:
		l.report(Unused, at, "", "nothing leads to %s", is.id)
	}
}
