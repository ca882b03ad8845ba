package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"onrecord/news"
	"onrecord/store"
)

// held is what can be asked for.
type held struct {
	summary                      *store.Summary
	statements, events, articles []string // ids
	gists                        []string // some of them
	speakers                     []string // ids of those who said a hundred things or more, or of the thirty who said most
}

// maxGists is how many statements words to search for are taken from.
const maxGists = 100_000

// survey reads all that a store holds of what the queries ask for, and writes it for the peers into a folder: a file a
// noun, a record a line, in the order in which lists have them. What it keeps is cloned: texts of records end with the store.
func survey(path, folder string) (h *held, err error) {
	s, err := store.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	h = &held{summary: s.Dataset()}
	said := map[string]int{}
	err = errors.Join(
		writeNoun(folder, "actors", func(p store.Page) (*store.ActorConnection, error) { return s.Actors(nil, nil, p) },
			func(a *news.Actor) any { return map[string]any{"id": a.ID, "name": a.Name} }),
		writeNoun(folder, "articles", func(p store.Page) (*store.ArticleConnection, error) { return s.Articles(nil, nil, p) },
			func(a *news.Article) any {
				h.articles = append(h.articles, strings.Clone(string(a.ID)))
				return map[string]any{"id": a.ID, "headline": a.Headline}
			}),
		writeNoun(folder, "events", func(p store.Page) (*store.EventConnection, error) { return s.Events(nil, nil, p) },
			func(e *news.Event) any {
				h.events = append(h.events, strings.Clone(string(e.ID)))
				return map[string]any{"id": e.ID, "label": e.Label, "edtf": e.Date.EDTF}
			}),
		writeNoun(folder, "quantities", func(p store.Page) (*store.QuantityConnection, error) { return s.Quantities(nil, p) },
			func(q *news.Quantity) any { return map[string]any{"id": q.ID, "label": q.Label, "event": q.Event} }),
		writeNoun(folder, "statements", func(p store.Page) (*store.StatementConnection, error) { return s.Statements(nil, nil, p) },
			func(x *news.Statement) any {
				h.statements = append(h.statements, strings.Clone(string(x.ID)))
				said[strings.Clone(string(x.Speaker))]++
				if len(h.gists) < maxGists {
					h.gists = append(h.gists, strings.Clone(x.Gist))
				}
				return map[string]any{"id": x.ID, "gist": x.Gist, "act": x.Act, "edtf": x.Said.EDTF, "speaker": x.Speaker, "occasion": x.Occasion, "about": x.About}
			}),
		writeNoun(folder, "reports", func(p store.Page) (*store.StatementReportConnection, error) { return s.Reports(nil, p) },
			func(r *news.StatementReport) any {
				return map[string]any{"id": r.ID, "mode": r.Mode, "text": r.Text, "statement": r.Statement, "article": r.Article}
			}),
		writeNoun(folder, "figures", func(p store.Page) (*store.FigureConnection, error) { return s.Figures(nil, nil, p) },
			func(f *news.Figure) any {
				return map[string]any{"id": f.ID, "printed": f.Printed, "comparator": f.Comparator, "value": f.Value, "path": f.Attribution.Path, "quantity": f.Quantity, "article": f.Article}
			}),
	)
	slices.Sort(h.articles) // those of a story stand together
	for id := range said {
		h.speakers = append(h.speakers, id)
	}
	slices.SortFunc(h.speakers, func(a, b string) int { return cmp.Or(cmp.Compare(said[b], said[a]), cmp.Compare(a, b)) })
	often := 0
	for often < len(h.speakers) && said[h.speakers[often]] >= 100 {
		often++
	}
	h.speakers = h.speakers[:min(len(h.speakers), max(often, 30))]
	return h, err
}

// writeNoun writes a whole list, page by page.
func writeNoun[N news.Node](folder, name string, list func(store.Page) (*store.Connection[N], error), row func(N) any) error {
	file, err := os.Create(filepath.Join(folder, name+".ndjson"))
	if err != nil {
		return err
	}
	out := bufio.NewWriter(file)
	encoder := json.NewEncoder(out)
	first := store.MaxPage
	page := store.Page{First: &first}
	for {
		c, failed := list(page)
		if failed != nil {
			return errors.Join(failed, file.Close())
		}
		for _, node := range c.Nodes() {
			err = errors.Join(err, encoder.Encode(row(node)))
		}
		next, failed := c.Extent().Next()
		if err = errors.Join(err, failed); err != nil || next == nil {
			return errors.Join(err, out.Flush(), file.Close())
		}
		page.After = next
	}
}
