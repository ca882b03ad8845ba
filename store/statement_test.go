package store

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"onrecord/news"
)

// The wordings of a statement are those of all its reports, of however many articles, and it has none where nobody reports it.
func TestWordingsAreThoseOfAllReports(t *testing.T) {
	several, none := 0, 0
	each(t, func(t *rapid.T, ds *news.Dataset, s *Store) {
		of := map[news.StatementID][]*news.StatementReport{}
		for _, report := range ds.Reports {
			of[report.Statement] = append(of[report.Statement], report)
		}
		for _, statement := range ds.Statements {
			kept, err := s.Statement(statement.ID)
			must(t, err)
			worded, err := s.Worded(kept)
			must(t, err)
			want := news.Word(statement, of[statement.ID]).Wordings
			if worded.Statement != kept || !reflect.DeepEqual(worded.Wordings, want) {
				t.Fatalf("%s is worded %v, want %v", statement.ID, worded.Wordings, want)
			}
			switch {
			case len(want) == 0:
				none++
			case len(want) > 1:
				several++
			}
		}
	})
	if several == 0 || none == 0 {
		t.Errorf("%d statements had several wordings, and %d none", several, none)
	}
}
