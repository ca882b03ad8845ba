package store

import "onrecord/news"

// MaxFramed is how many subjects, and how many articles, can be laid out against one another.
const MaxFramed = 20

// FramingMatrix lays out labels by subject and article.
type FramingMatrix struct{ Rows []FramingRow }

// FramingRow is one subject, and what each article calls it.
type FramingRow struct {
	Referent news.SubjectID
	// TotalCount is how many terms there are; the cells hold the first [MaxPage] of them.
	TotalCount int
	Cells      []FramingCell
}

// FramingCell is what one article calls one subject.
type FramingCell struct {
	Article news.ArticleID
	Terms   []*news.TermUse
}

// Framing lays out the labels for some subjects: a row each, in the order asked for, and in it a cell for each article that
// has a label for it, by the article's date. articles narrows it to these; nil is every article.
func (s *Store) Framing(of []news.SubjectID, articles []news.ArticleID) (*FramingMatrix, error) {
	if len(of) > MaxFramed || len(articles) > MaxFramed {
		return nil, refuse(BadFilter, "at most %d subjects and %[1]d articles can be laid out, and %d and %d were asked for", MaxFramed, len(of), len(articles))
	}
	most := MaxPage
	m := &FramingMatrix{}
	for _, id := range of {
		subject, err := s.Subject(id)
		if err != nil {
			return nil, err
		}
		if subject == nil {
			return nil, refuse(BadID, "there is nothing with the id %q", id)
		}
		row := FramingRow{Referent: news.SubjectID(subject.NodeID())}
		terms, err := s.Terms(&TermFilter{Referents: []news.SubjectID{id}, Articles: articles}, Page{First: &most})
		if err != nil {
			return nil, err
		}
		row.TotalCount = terms.TotalCount
		for _, term := range terms.Nodes() {
			if n := len(row.Cells); n == 0 || row.Cells[n-1].Article != term.Article {
				row.Cells = append(row.Cells, FramingCell{Article: term.Article})
			}
			cell := &row.Cells[len(row.Cells)-1]
			cell.Terms = append(cell.Terms, term)
		}
		m.Rows = append(m.Rows, row)
	}
	return m, nil
}
