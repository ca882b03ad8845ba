package store

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"onrecord/news"
)

// What articles share and what each alone has is what counting by hand gives.
func TestAComparisonIsWhatCountingGives(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		ds := made(t)
		if len(ds.Articles) < MinCompared {
			return
		}
		path := folder + "/compare.db"
		if err := Write(path, ds, nil); err != nil {
			t.Fatal(err)
		}
		s, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		var ids []news.ArticleID
		for _, a := range ds.Articles {
			ids = append(ids, a.ID)
		}
		c, err := s.Compare(ids)
		if err != nil {
			t.Fatal(err)
		}
		in := map[news.StatementID][]news.ArticleID{}
		for _, id := range ids {
			for _, r := range ds.Reports {
				if r.Article == id && !slices.Contains(in[r.Statement], id) {
					in[r.Statement] = append(in[r.Statement], id)
				}
			}
		}
		shared := 0
		alone := map[news.ArticleID]int{}
		for _, st := range ds.Statements {
			switch len(in[st.ID]) {
			case 0:
			case 1:
				alone[in[st.ID][0]]++
			default:
				shared++
			}
		}
		if c.SharedStatementCount != shared || len(c.SharedStatements) != shared {
			t.Fatalf("%d statements are shared (%d listed), counting gives %d", c.SharedStatementCount, len(c.SharedStatements), shared)
		}
		for _, x := range c.SharedStatements {
			if !slices.Equal(x.In, in[x.Statement.ID]) {
				t.Fatalf("%s is said to be in %v, counting gives %v", x.Statement.ID, x.In, in[x.Statement.ID])
			}
		}
		for i, only := range c.Only {
			if only.Article != ids[i] || only.StatementCount != alone[ids[i]] || len(only.Statements) != alone[ids[i]] {
				t.Fatalf("%s alone has %d statements, counting gives %d", only.Article, only.StatementCount, alone[ids[i]])
			}
		}
	})
}

func TestTwoToTenDifferentArticlesAreCompared(t *testing.T) {
	s := stored(t, large(400))
	var ids []news.ArticleID
	all, err := s.Articles(nil, nil, Page{})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all.Nodes() {
		ids = append(ids, a.ID)
	}
	if _, err := s.Compare(ids[:MaxCompared]); err != nil {
		t.Error(err)
	}
	for code, given := range map[Code][][]news.ArticleID{
		BadFilter: {nil, ids[:1], ids[:MaxCompared+1], {ids[0], ids[0]}},
		BadID:     {{ids[0], "article:none"}, {ids[0], "actor:a0"}},
	} {
		for _, list := range given {
			_, err := s.Compare(list)
			refusedWith(t, code, "", err)
		}
	}
}
