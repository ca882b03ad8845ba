package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"onrecord/news"
	"onrecord/store"
)

// Every list can leave out what was drafted in bulk, and what two drafts have alike is proposed and not merged.
func TestDraftsInBulkCanBeLeftOut(t *testing.T) {
	raw, out := t.TempDir(), filepath.Join(t.TempDir(), "out.db")
	for name, text := range map[string]string{
		"one.txt": "Fire at the mill\n\nRaiders attacked the mill on Monday. They killed at least 14 workers, the fire chief Tom Ulm said.\n\n\"We shall rebuild every single wall of it before winter,\" Ada Brenn said.\n",
		"two.txt": "Mayor Ada Brenn spoke again. \"We shall rebuild every single wall of it before winter,\" Ada Brenn said.\n",
	} {
		if err := os.WriteFile(filepath.Join(raw, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var said bytes.Buffer
	if code := run([]string{"compile", "testdata/sound/dataset", "--texts", "testdata/sound/texts", "--drafts", raw, "-o", out}, console{nil, &said, &said}); code != exitFine {
		t.Fatalf("exit code %d: %s", code, said.String())
	}
	if code := run([]string{"compile", "testdata/sound/dataset", "--texts", "testdata/sound/texts", "-o", out + ".reviewed"}, console{nil, &said, &said}); code != exitFine {
		t.Fatalf("exit code %d: %s", code, said.String())
	}
	with, without := opened(t, out), opened(t, out+".reviewed")
	read, unread := news.Reviewed, news.Draft
	all := 100
	page := store.Page{First: &all}
	type list func(*store.Store, *news.Curation) (int, error)
	for name, of := range map[string]list{
		"articles": func(s *store.Store, c *news.Curation) (int, error) {
			return total(s.Articles(&store.ArticleFilter{Curation: c}, nil, page))
		},
		"actors": func(s *store.Store, c *news.Curation) (int, error) {
			return total(s.Actors(&store.ActorFilter{Curation: c}, nil, page))
		},
		"events": func(s *store.Store, c *news.Curation) (int, error) {
			return total(s.Events(&store.EventFilter{Curation: c}, nil, page))
		},
		"statements": func(s *store.Store, c *news.Curation) (int, error) {
			return total(s.Statements(&store.StatementFilter{Curation: c}, nil, page))
		},
		"quantities": func(s *store.Store, c *news.Curation) (int, error) {
			return total(s.Quantities(&store.QuantityFilter{Curation: c}, page))
		},
		"reports": func(s *store.Store, c *news.Curation) (int, error) {
			return total(s.Reports(&store.ReportFilter{Curation: c}, page))
		},
		"figures": func(s *store.Store, c *news.Curation) (int, error) {
			return total(s.Figures(&store.FigureFilter{Curation: c}, nil, page))
		},
		"accounts": func(s *store.Store, c *news.Curation) (int, error) {
			return total(s.Accounts(&store.AccountFilter{Curation: c}, page))
		},
		"roles": func(s *store.Store, c *news.Curation) (int, error) {
			return total(s.Roles(&store.RoleFilter{Curation: c}, page))
		},
		"mentions": func(s *store.Store, c *news.Curation) (int, error) {
			return total(s.Mentions(&store.MentionFilter{Curation: c}, page))
		},
	} {
		everything, err := of(without, nil)
		if err != nil {
			t.Fatal(err)
		}
		reviewed, err := of(with, &read)
		if err != nil {
			t.Fatal(err)
		}
		drafts, err := of(with, &unread)
		if err != nil {
			t.Fatal(err)
		}
		if reviewed != everything || drafts == 0 {
			t.Errorf("%s: %d reviewed, %d drafts; without drafts there are %d", name, reviewed, drafts, everything)
		}
	}
	s, err := with.Statements(&store.StatementFilter{Curation: &unread}, nil, page)
	if err != nil {
		t.Fatal(err)
	}
	proposed := 0
	for _, e := range s.Edges {
		for _, p := range e.Node.PerhapsSame {
			if p.Basis == news.Computed {
				proposed++
			}
		}
	}
	if proposed != 2 {
		t.Errorf("%d proposals, and the two statements should have one each", proposed)
	}
}

func opened(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func total[N news.Node](c *store.Connection[N], err error) (int, error) {
	if err != nil {
		return 0, err
	}
	return c.TotalCount, nil
}
