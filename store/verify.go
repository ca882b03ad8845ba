package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"go.etcd.io/bbolt"

	"onrecord/news"
)

// Verify looks a store through and tells every fault as a sentence; none for a sound one. It holds every byte against the store's
// seal, walks the pages and has bbolt check them, reads every record back, works everything out again as [Write] did, what is
// derived and the version too, and compares: so every record, and every index entry that leads to one, is what the dataset gives.
// Where an article holds its text, every span has to cut its words. What lies deeper is looked at only where what lies above it
// is sound. The error is for a file that cannot be opened as a store at all.
func Verify(path string) (faults []string, err error) {
	db, file, err := openFile(path, OpenTimeout)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	faults, err = lookThrough(db, file, path)
	if _, broken := checkSeal(file); broken != nil {
		faults = append([]string{broken.Error()}, faults...)
	}
	return faults, err
}

func lookThrough(db *bbolt.DB, file io.ReaderAt, path string) (faults []string, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			faults = append(faults, fmt.Sprintf("the file is damaged so far that it cannot be read: %v", broken))
		}
	}()
	if faults := checkPages(file); len(faults) > 0 {
		return faults, nil
	}
	err = db.View(func(tx *bbolt.Tx) error {
		for fault := range tx.Check() {
			faults = append(faults, "a page is damaged: "+fault.Error())
		}
		s := &Store{tx: tx, counts: map[nounCode]int{}}
		if err := s.begin(); err != nil {
			return fmt.Errorf("store: %s: %w", path, err)
		}
		r := &reader{tables: s.tables}
		if faults = append(faults, r.checkPacking()...); len(faults) > 0 {
			return nil
		}
		faults, err = workOutAgain(tx, r, s.summary)
		return err
	})
	return faults, err
}

// workOutAgain reads every record and holds all entries against what the records give.
func workOutAgain(tx *bbolt.Tx, r *reader, d Summary) (faults []string, err error) {
	in, err := NewIntake("")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	header, faults, spans, err := in.readAll(r, d)
	if err != nil || len(faults) > 0 {
		return faults, err
	}
	ds, faults, err := in.dataset(header)
	if err != nil || len(faults) > 0 {
		return faults, err
	}
	c := newComparison(tx, r)
	if err := newBuilder(c.take).dataset(ds); err != nil {
		return nil, err
	}
	return append(c.end(), spans...), nil
}

// checkPacking looks at how the buckets are packed.
func (t *tables) checkPacking() (faults []string) {
	for _, name := range buckets {
		if b := t.named[string(name)]; b != nil {
			faults = append(faults, checkBucket(name, b)...)
		}
	}
	return faults
}

// readAll takes all records back in, and tells which cannot be read. spans are those that do not cut their words, where an article's text is
// kept. The error is that of the intake.
func (in *Intake) readAll(r *reader, d Summary) (header *news.Dataset, faults, spans []string, err error) {
	header = &news.Dataset{Title: d.Title, Edition: d.Edition, Released: d.Released, Licence: d.Licence, Curators: d.Curators, Releases: d.Releases}
	c := spanCheck{texts: map[news.ArticleID][]rune{}}
	err = cmp.Or(
		takeBack(in, r, &in.articles, &faults, c.article),
		takeBack(in, r, &in.actors, &faults, nil),
		takeBack(in, r, &in.places, &faults, nil),
		takeBack(in, r, &in.events, &faults, nil),
		takeBack(in, r, &in.statements, &faults, nil),
		takeBack(in, r, &in.quantities, &faults, nil),
		takeBack(in, r, &in.reports, &faults, c.report),
		takeBack(in, r, &in.figures, &faults, func(m *news.Figure) { c.mention(m) }),
		takeBack(in, r, &in.accounts, &faults, func(m *news.EventAccount) { c.mention(m) }),
		takeBack(in, r, &in.roles, &faults, func(m *news.RoleMention) { c.mention(m) }),
		takeBack(in, r, &in.terms, &faults, func(m *news.TermUse) { c.mention(m) }),
		readNoun(r, &changes, &faults, func(ch *news.Change) error { header.Changes = append(header.Changes, ch); return nil }),
		readNoun(r, &withdrawals, &faults, func(w *news.Withdrawal) error { header.Withdrawn = append(header.Withdrawn, w); return nil }),
	)
	return header, faults, c.faults, err
}

// takeBack takes the records of a noun back in, and has each looked at before.
func takeBack[N news.Node](in *Intake, r *reader, t *taken[N], faults *[]string, look func(N)) error {
	return readNoun(r, t.noun, faults, func(node N) error {
		if look != nil {
			look(node)
		}
		return take(in, t, []N{node})
	})
}

// readNoun reads the records of one noun, which have to be numbered from 0 without a gap. It stops where one cannot be taken.
func readNoun[N news.Node](r *reader, n *noun[N], faults *[]string, take func(N) error) error {
	c := r.record.Cursor()
	prefix := []byte{byte(n.code)}
	next := uint32(0)
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		if !bytes.Equal(k, recordKey(n.code, next)) {
			*faults = append(*faults, fmt.Sprintf("the records of the noun %s have %s where number %d should come", n.name, describe(bucketRecord, k), next))
			return nil
		}
		record, err := n.read(r, next)
		if err == nil {
			if err = take(record); err != nil && !errors.Is(err, errValue) {
				return err
			}
		}
		if err != nil {
			*faults = append(*faults, fmt.Sprintf("%s cannot be read: %v", describe(bucketRecord, k), err))
		}
		next++
	}
	return nil
}

// comparison holds every entry of every bucket against what it should be, walking through each bucket as the entries that it
// should have come.
type comparison struct {
	walks  map[string]*place
	faults map[string][]string // by bucket
}

// place is how far a bucket was compared.
type place struct {
	stepper
	key, value []byte
}

// stepper is a cursor of bbolt's, or a walk through a packed bucket.
type stepper interface {
	First() (key, value []byte)
	Next() (key, value []byte)
}

func newComparison(tx *bbolt.Tx, r *reader) *comparison {
	c := &comparison{map[string]*place{}, map[string][]string{}}
	begin := func(name string, at stepper) {
		p := &place{stepper: at}
		p.key, p.value = p.First()
		c.walks[name] = p
	}
	begin(string(bucketMeta), tx.Bucket(bucketMeta).Cursor())
	for name, b := range r.named {
		begin(name, b.Cursor())
	}
	return c
}

func (c *comparison) fault(bucket []byte, format string, args ...any) {
	c.faults[string(bucket)] = append(c.faults[string(bucket)], fmt.Sprintf(format, args...))
}

func (c *comparison) take(next batch) {
	bucket := next.bucket
	w := c.walks[string(bucket)]
	for key, value := range next.all() {
		c.pass(bucket, w, key)
		switch {
		case !bytes.Equal(w.key, key):
			c.fault(bucket, "bucket %s lacks an entry: %s", bucket, describe(bucket, key))
			continue
		case !bytes.Equal(w.value, value) && bytes.Equal(bucket, bucketMeta):
			c.fault(bucket, "bucket meta says that %s is %q, and the records give %q", key, w.value, value)
		case !bytes.Equal(w.value, value):
			c.fault(bucket, "bucket %s holds something else than the records give for %s", bucket, describe(bucket, key))
		}
		w.key, w.value = w.Next()
	}
}

// pass walks on to a key, or to the end where there is none. What it passes should not be there.
func (c *comparison) pass(bucket []byte, w *place, to []byte) {
	for w.key != nil && (to == nil || bytes.Compare(w.key, to) < 0) {
		c.fault(bucket, "bucket %s has an entry too many: %s", bucket, describe(bucket, w.key))
		w.key, w.value = w.Next()
	}
}

// end gives all faults, bucket by bucket.
func (c *comparison) end() []string {
	var faults []string
	for _, name := range buckets {
		c.pass(name, c.walks[string(name)], nil)
		faults = append(faults, c.faults[string(name)]...)
	}
	return faults
}

// nounNames are what keys are told by.
var nounNames = map[nounCode]string{
	nounArticle: articles.name, nounActor: actors.name, nounPlace: places.name, nounEvent: events.name,
	nounStatement: statements.name, nounQuantity: quantities.name, nounReport: reports.name, nounFigure: figures.name,
	nounAccount: accounts.name, nounRole: roles.name, nounTerm: terms.name, nounMention: mentions.name,
	nounMoment: moments.name, nounChange: changes.name, nounWithdrawal: withdrawals.name,
}

// describe words a key for a reader, by the drawing in buckets.go.
func describe(bucket, key []byte) string {
	name := ""
	if len(key) > 0 {
		name = nounNames[nounCode(key[0])]
	}
	switch b := string(bucket); {
	case b == string(bucketFound) && len(key) == 4:
		return fmt.Sprintf("document %d", binary.BigEndian.Uint32(key))
	case b == string(bucketWith) && len(key) > 2 && key[len(key)-1] == byte(anyField):
		return fmt.Sprintf("the documents with %q", key[:len(key)-2])
	case b == string(bucketWith) && len(key) > 2 && key[len(key)-1] < byte(textFields):
		return fmt.Sprintf("the documents with %q in the field %s", key[:len(key)-2], textFieldNames[key[len(key)-1]])
	case b == string(bucketWhere) && len(key) > 2 && key[len(key)-1] < byte(textFields):
		return fmt.Sprintf("the places of %q in the field %s", key[:len(key)-2], textFieldNames[key[len(key)-1]])
	case b == string(bucketMeta), b == string(bucketID), name == "":
	case b == string(bucketRecord) && len(key) == 5:
		return fmt.Sprintf("%s number %d", name, binary.BigEndian.Uint32(key[1:]))
	case b == string(bucketRank) && len(key) == 6:
		return fmt.Sprintf("%s at rank %d of order %d", name, binary.BigEndian.Uint32(key[2:]), key[1])
	case b == string(bucketSet) && len(key) > 3:
		return fmt.Sprintf("%s by field %d = %q in order %d", name, key[2], key[3:], key[1])
	case b == string(bucketSlice) && len(key) == 4:
		return fmt.Sprintf("%s by bit %d of attribute %d in order %d", name, key[3], key[2], key[1])
	}
	return fmt.Sprintf("%q", key)
}

// spanCheck cuts every span again where the text is kept.
type spanCheck struct {
	texts  map[news.ArticleID][]rune
	faults []string
}

func (c *spanCheck) article(a *news.Article) {
	if a.Text != "" {
		c.texts[a.ID] = []rune(a.Text)
	}
}

func (c *spanCheck) report(m *news.StatementReport) {
	c.mention(m)
	if len(c.texts) == 0 {
		return
	}
	for _, quote := range m.Quotes {
		c.cut("a quotation in "+m.NodeID(), m.Article, quote.Span, quote.Words)
	}
}

func (c *spanCheck) mention(m news.Mention) {
	if len(c.texts) == 0 {
		return
	}
	anchor := m.Anchored()
	c.cut(m.NodeID(), anchor.Article, anchor.Evidence.Span, anchor.Evidence.Exact)
	for _, hop := range anchor.Attribution.Hops {
		if hop.Evidence != nil {
			c.cut("a hop of "+m.NodeID(), anchor.Article, hop.Evidence.Span, hop.Evidence.Exact)
		}
	}
}

func (c *spanCheck) cut(of string, in news.ArticleID, span news.Span, words string) {
	text := c.texts[in]
	if len(text) > 0 && (span.Start < 0 || span.End > len(text) || span.Start > span.End || string(text[span.Start:span.End]) != words) {
		c.faults = append(c.faults, fmt.Sprintf("the span [%d, %d] of %s does not cut its words, %q", span.Start, span.End, of, words))
	}
}
