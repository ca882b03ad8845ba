package store

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"go.etcd.io/bbolt"

	"onrecord/news"
)

// Verify looks a store through and tells every fault as a sentence; none for a sound one. It has bbolt check its pages,
// reads every record back, works the whole index out again as [Write] did, and compares: so every record, and every index
// entry that leads to one, is what the dataset gives. Where an article holds its text, every span has to cut its words.
// The error is for a store that cannot be opened at all.
func Verify(path string) (faults []string, err error) {
	s, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	defer func() {
		if broken := recover(); broken != nil {
			faults = append(faults, fmt.Sprintf("the file is damaged so far that it cannot be read: %v", broken))
		}
	}()
	err = s.db.View(func(tx *bbolt.Tx) error {
		for fault := range tx.Check() {
			faults = append(faults, "a page is damaged: "+fault.Error())
		}
		ds, found := s.readAll(tx)
		faults = append(faults, found...)
		if len(faults) > 0 {
			return nil
		}
		b := newBuilder()
		if err := b.dataset(ds); err != nil {
			return err
		}
		faults = append(faults, compare(tx, b)...)
		faults = append(faults, checkSpans(ds)...)
		return nil
	})
	return faults, err
}

// readAll reads the whole dataset back.
func (s *Store) readAll(tx *bbolt.Tx) (*news.Dataset, []string) {
	var faults []string
	d := s.summary
	ds := &news.Dataset{Title: d.Title, Edition: d.Edition, Released: d.Released, Licence: d.Licence}
	ds.Articles = readNoun(tx, &articles, d.Articles, &faults)
	ds.Actors = readNoun(tx, &actors, d.Actors, &faults)
	ds.Places = readNoun(tx, &places, d.Places, &faults)
	ds.Events = readNoun(tx, &events, d.Events, &faults)
	ds.Statements = readNoun(tx, &statements, d.Statements, &faults)
	ds.Quantities = readNoun(tx, &quantities, d.Quantities, &faults)
	ds.Reports = readNoun(tx, &reports, d.Reports, &faults)
	ds.Figures = readNoun(tx, &figures, d.Figures, &faults)
	ds.Accounts = readNoun(tx, &accounts, d.Accounts, &faults)
	ds.Roles = readNoun(tx, &roles, d.Roles, &faults)
	ds.Terms = readNoun(tx, &terms, d.Terms, &faults)
	return ds, faults
}

func readNoun[N news.Node](tx *bbolt.Tx, n *noun[N], count int, faults *[]string) []N {
	nodes := make([]N, 0, count)
	for ordinal := range count {
		record, err := n.read(tx, uint32(ordinal))
		if err != nil {
			*faults = append(*faults, fmt.Sprintf("%s %d of %d cannot be read", n.name, ordinal+1, count))
			continue
		}
		nodes = append(nodes, record)
	}
	return nodes
}

// compare holds every entry of every bucket against what it should be.
func compare(tx *bbolt.Tx, b *builder) []string {
	var faults []string
	for _, name := range buckets {
		wanted := b.entries[string(name)]
		seen := 0
		c := tx.Bucket(name).Cursor()
		for k, v := c.First(); k != nil; k, v = c.Next() {
			want, ok := wanted[string(k)]
			switch {
			case !ok:
				faults = append(faults, fmt.Sprintf("bucket %s has an entry too many, %q", name, k))
			case !bytes.Equal(v, want):
				faults = append(faults, fmt.Sprintf("bucket %s holds something else than it should under %q", name, k))
				seen++
			default:
				seen++
			}
		}
		if seen == len(wanted) {
			continue
		}
		for _, k := range slices.Sorted(maps.Keys(wanted)) {
			if tx.Bucket(name).Get([]byte(k)) == nil {
				faults = append(faults, fmt.Sprintf("bucket %s lacks the entry %q", name, k))
			}
		}
	}
	return faults
}

// checkSpans cuts every span again where the text is kept.
func checkSpans(ds *news.Dataset) []string {
	var faults []string
	texts := map[news.ArticleID][]rune{}
	for _, a := range ds.Articles {
		texts[a.ID] = []rune(a.Text)
	}
	cut := func(of string, text []rune, span news.Span, words string) {
		if len(text) > 0 && (span.Start < 0 || span.End > len(text) || span.Start > span.End || string(text[span.Start:span.End]) != words) {
			faults = append(faults, fmt.Sprintf("the span [%d, %d] of %s does not cut its words", span.Start, span.End, of))
		}
	}
	for m := range ds.Mentions() {
		anchor := m.Anchored()
		cut(m.NodeID(), texts[anchor.Article], anchor.Evidence.Span, anchor.Evidence.Exact)
		if report, ok := m.(*news.StatementReport); ok {
			for _, quote := range report.Quotes {
				cut(m.NodeID(), texts[anchor.Article], quote.Span, quote.Words)
			}
		}
		for _, hop := range anchor.Attribution.Hops {
			if hop.Evidence != nil {
				cut(m.NodeID(), texts[anchor.Article], hop.Evidence.Span, hop.Evidence.Exact)
			}
		}
	}
	return faults
}
