package loader

import (
	"slices"

	"onrecord/news"
)

// checkDataset looks at what no single record shows: records that are part of themselves, and records nothing leads to.
func (l *linker) checkDataset(ds *news.Dataset) {
	whole := map[string][]string{}
	at := map[string]place{}
	for i, p := range ds.Places {
		whole[string(p.ID)], at[string(p.ID)] = []string{string(p.PartOf)}, l.wire.places[i].At
	}
	for i, e := range ds.Events {
		whole[string(e.ID)], at[string(e.ID)] = []string{string(e.PartOf)}, l.wire.events[i].At
	}
	for i, q := range ds.Quantities {
		whole[string(q.ID)], at[string(q.ID)] = []string{string(q.PartOf)}, l.wire.quantities[i].At
	}
	for i, a := range ds.Actors {
		at[string(a.ID)] = l.wire.actors[i].At
		for _, m := range a.MemberOf {
			whole[string(a.ID)] = append(whole[string(a.ID)], string(m))
		}
	}
	for i, s := range ds.Statements {
		at[string(s.ID)] = l.wire.statements[i].At
	}
	for id := range whole {
		if path := around(whole, id, id, map[string]bool{}); path != nil && slices.Min(path) == id {
			l.report(Circular, at[id], "", "%s is part of itself, by way of %d others", id, len(path)-1)
		}
	}
	l.checkUse(ds, at)
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

func (l *linker) checkUse(ds *news.Dataset, at map[string]place) {
	printed := map[string]bool{}
	for _, r := range ds.Reports {
		printed[string(r.Statement)] = true
	}
	for _, f := range ds.Figures {
		printed[string(f.Quantity)] = true
	}
	for id, place := range at {
		kind, _, ok := news.SplitID(id)
		switch {
		case !ok:
		case kind == news.KindStatement && !printed[id]:
			l.report(Unused, place, "", "no article reports %s", id)
		case kind == news.KindQuantity && !printed[id] && !slices.ContainsFunc(ds.Quantities, func(q *news.Quantity) bool { return string(q.PartOf) == id }):
			l.report(Unused, place, "", "no article puts a figure on %s", id)
		case kind != news.KindStatement && kind != news.KindQuantity && !l.used[id]:
			l.report(Unused, place, "", "nothing leads to %s", id)
		}
	}
}
