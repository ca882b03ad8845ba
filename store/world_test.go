package store

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"onrecord/news"
)

// world is a dataset as a plain scan sees it. It is written from the documentation and without the store's help, so that
// the two can be held against one another.
type world struct {
	*news.Dataset
	actor     map[string]*news.Actor
	article   map[string]*news.Article
	place     map[string]*news.Place
	event     map[string]*news.Event
	statement map[string]*news.Statement
	quantity  map[string]*news.Quantity
	// today gives the id a former id stands for.
	today map[string]string
	// in has the articles in which each instance appears, each once.
	in map[string]map[string]bool
}

func scan(ds *news.Dataset) *world {
	w := &world{Dataset: ds, actor: index(ds.Actors), article: index(ds.Articles), place: index(ds.Places), event: index(ds.Events),
		statement: index(ds.Statements), quantity: index(ds.Quantities), today: map[string]string{}, in: map[string]map[string]bool{}}
	for _, a := range ds.Actors {
		remember(w, a, a.FormerIDs)
	}
	for _, p := range ds.Places {
		remember(w, p, p.FormerIDs)
	}
	for _, e := range ds.Events {
		remember(w, e, e.FormerIDs)
	}
	for _, s := range ds.Statements {
		remember(w, s, s.FormerIDs)
	}
	for _, q := range ds.Quantities {
		remember(w, q, q.FormerIDs)
	}
	for _, a := range ds.Articles {
		w.appear(a.ID, string(a.Outlet))
	}
	for m := range ds.Mentions() {
		anchor := m.Anchored()
		for _, hop := range anchor.Attribution.Hops {
			w.appear(anchor.Article, string(hop.Actor))
		}
		switch m := m.(type) {
		case *news.StatementReport:
			w.appear(anchor.Article, string(m.Statement))
		case *news.Figure:
			w.appear(anchor.Article, string(m.Quantity))
		case *news.EventAccount:
			w.appear(anchor.Article, string(m.Event), string(m.Holds))
		case *news.RoleMention:
			w.appear(anchor.Article, string(m.Actor), string(m.Body))
		case *news.TermUse:
			w.appear(anchor.Article, string(m.Referent))
		}
	}
	return w
}

func index[N news.Node](nodes []N) map[string]N {
	byID := map[string]N{}
	for _, n := range nodes {
		byID[n.NodeID()] = n
	}
	return byID
}

func remember[ID ~string](w *world, n news.Node, former []ID) {
	for _, id := range former {
		w.today[string(id)] = n.NodeID()
	}
}

// appear notes an instance in an article, and with it whatever it brings: an event its parties and places, a quantity its
// event and place, a statement its speaker, addressee, occasion and subjects.
func (w *world) appear(article news.ArticleID, ids ...string) {
	for _, id := range ids {
		if id == "" {
			continue
		}
		if w.in[id] == nil {
			w.in[id] = map[string]bool{}
		}
		w.in[id][string(article)] = true
		if e := w.event[id]; e != nil {
			for _, p := range e.Participants {
				w.appear(article, string(p.Actor))
			}
			w.appear(article, texts(e.Places)...)
		}
		if q := w.quantity[id]; q != nil {
			w.appear(article, string(q.Event), string(q.Place))
		}
		if s := w.statement[id]; s != nil {
			w.appear(article, append(texts(s.About), string(s.Speaker), string(s.Addressee), string(s.Occasion))...)
		}
	}
}

func (w *world) articlesOf(n news.Node) []news.ArticleID {
	var ids []news.ArticleID
	for id := range w.in[n.NodeID()] {
		ids = append(ids, news.ArticleID(id))
	}
	return ids
}

// inArticle lists the instances with the prefix that appear in an article.
func (w *world) inArticle(a *news.Article, prefix string) []string {
	var ids []string
	for id, articles := range w.in {
		if articles[string(a.ID)] && strings.HasPrefix(id, prefix) {
			ids = append(ids, id)
		}
	}
	return ids
}

// around lists places and all that they are part of.
func (w *world) around(places ...news.PlaceID) []news.PlaceID {
	var all []news.PlaceID
	for _, id := range places {
		for ; id != ""; id = w.place[string(id)].PartOf {
			all = append(all, id)
		}
	}
	return all
}

func (w *world) reportsOf(s *news.Statement) []*news.StatementReport {
	return slices.DeleteFunc(slices.Clone(w.Reports), func(r *news.StatementReport) bool { return r.Statement != s.ID })
}

func (w *world) figuresOf(q *news.Quantity) []*news.Figure {
	return slices.DeleteFunc(slices.Clone(w.Figures), func(f *news.Figure) bool { return f.Quantity != q.ID })
}

// disputed: two accounts of one aspect cannot both hold. Either one denies what the other holds of the same party, or they
// name different parties as the one cause or the one responsible.
func (w *world) disputed(e *news.Event) bool {
	for _, a := range w.Accounts {
		for _, b := range w.Accounts {
			if a.Event != e.ID || b.Event != e.ID || a.Aspect != b.Aspect || a.Certainty == news.Uncommitted || b.Certainty == news.Uncommitted {
				continue
			}
			denies := a.Certainty == news.Denied
			if a.Holds == b.Holds && denies != (b.Certainty == news.Denied) {
				return true
			}
			single := a.Aspect == news.Cause || a.Aspect == news.Responsibility
			if single && a.Holds != b.Holds && a.Holds != "" && b.Holds != "" && !denies && b.Certainty != news.Denied {
				return true
			}
		}
	}
	return false
}

func (w *world) spokenBy(a *news.Actor) int {
	n := 0
	for _, s := range w.Statements {
		if s.Speaker == a.ID {
			n++
		}
	}
	return n
}

func hopActors(a news.Attribution) []news.ActorID {
	var ids []news.ActorID
	for _, h := range a.Hops {
		ids = append(ids, h.Actor)
	}
	return ids
}

// unnamed: the chain ends with somebody whom the article does not name.
func (w *world) unnamed(a news.Attribution) bool {
	return len(a.Hops) > 0 && w.actor[string(a.Hops[len(a.Hops)-1].Actor)].Anonymity != nil
}

// foldedText is a made text as it is sorted, case and accents aside.
func foldedText(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		words[i] = vocabulary[w].folded
	}
	return strings.Join(words, " ")
}

// wordsIn lists the words that made texts are found by.
func wordsIn(texts ...string) []string {
	var found []string
	for _, t := range texts {
		for _, w := range strings.Fields(t) {
			found = append(found, vocabulary[w].words...)
		}
	}
	return found
}

// The orders, as the documentation says: what is not known comes last.

func byDate(a, b news.UncertainDate) int {
	known := func(d news.UncertainDate) bool { return d.Earliest != "" || d.Latest != "" }
	if !known(a) || !known(b) {
		return unknownLast(known(a), known(b))
	}
	return cmp.Or(cmp.Compare(a.Earliest, b.Earliest), cmp.Compare(cmp.Or(a.Latest, "9999-12-31"), cmp.Or(b.Latest, "9999-12-31")))
}

func byText(a, b string) int {
	if a == "" || b == "" {
		return unknownLast(a != "", b != "")
	}
	return cmp.Compare(foldedText(a), foldedText(b))
}

func byNumber(a, b *float64) int {
	if a == nil || b == nil {
		return unknownLast(a != nil, b != nil)
	}
	return cmp.Compare(*a, *b)
}

func unknownLast(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func (w *world) byArticle(a, b *news.Anchor) int {
	return cmp.Or(byDate(w.article[string(a.Article)].Published, w.article[string(b.Article)].Published), cmp.Compare(a.Article, b.Article),
		cmp.Compare(a.Evidence.Span.Start, b.Evidence.Span.Start), cmp.Compare(a.Evidence.Span.End, b.Evidence.Span.End))
}

func texts[S ~string](ids []S) []string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = string(id)
	}
	return list
}

func idsOf[ID ~string, N news.Node](nodes []N) []ID {
	ids := make([]ID, len(nodes))
	for i, n := range nodes {
		ids[i] = ID(n.NodeID())
	}
	return ids
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
