// Package store keeps a dataset in one bbolt file: one writer, which builds the whole file from records that come part by part ([Intake]), and one
// reader, which answers lists and look-ups from it and never changes it.
//
// Every list is cut from sets of ranks (see buckets.go): a filter is an intersection of sets, an order is the numbering
// its ranks come from, and a page is a stretch of the outcome. No record is read that is not on
// the page, but those that a cursor is looked for among.
package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"onrecord/news"
)

// OpenTimeout is how long [Open] waits for a writer to let go of the file.
const OpenTimeout = 2 * time.Second

// Store is an open store. It is safe for concurrent use. The texts of the records it returns are parts of the mapped file:
// nobody may change a record, or look at one once the store is closed.
type Store struct {
	db      *bbolt.DB
	tx      *bbolt.Tx // open as long as the store is: the file never changes, so it never grows old
	tables  *tables
	readers sync.Pool
	closed  atomic.Bool
	seal    string
	summary Summary
	counts  map[nounCode]int
	// searching is what every search begins with, once there was one.
	searching atomic.Pointer[searchIndex]
}

// Summary says which edition of the data a store holds, and how much of each noun.
type Summary struct {
	Title, Edition string
	// Version is the edition and the first 12 hexadecimal digits of a SHA-256 over those of every few records: it changes when and only
	// when the data does.
	Version  string
	Licence  string
	Released news.Date
	// Releases are the editions before this one, the oldest first, without what they held.
	Releases []*news.Release
	// Curators are whom the dataset names as its makers, in its order.
	Curators []string

	Articles, Actors, Places, Events, Statements, Quantities int
	Reports, Figures, Accounts, Roles, Terms                 int
}

// Checked is the file of a store of which this process has held every byte against the seal. It is held open, so what is opened
// is the file that was checked, whatever stands at its path by then.
type Checked struct {
	db         *bbolt.DB
	path, seal string
}

// Check opens the file of a store and reads all of it, on all processors. It fails where there is none, with [ErrDamaged] where
// one byte of it is not as it was written, and after [OpenTimeout] where somebody is writing it.
func Check(path string) (*Checked, error) {
	db, file, err := openFile(path, OpenTimeout)
	if err != nil {
		return nil, err
	}
	seal, err := checkSeal(file)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("store: %s: %w", path, err), db.Close())
	}
	return &Checked{db, path, seal}, nil
}

// Open opens the store for reading, without a second look at its bytes. It fails with [ErrFormat] where it is of another [Format]. The file
// is the store's from then on, or let go of where there is an error.
func (c *Checked) Open() (*Store, error) {
	s := &Store{db: c.db, seal: c.seal, counts: map[nounCode]int{}}
	var err error
	if s.tx, err = c.db.Begin(false); err == nil {
		err = s.begin()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("store: %s: %w", c.path, err), s.Close())
	}
	return s, nil
}

// begin reads what every question needs. The bytes are those that were written, so whatever is wrong with them is how they were meant.
func (s *Store) begin() error {
	if err := s.readMeta(); err != nil {
		return foreign{err}
	}
	var err error
	if s.tables, err = openTables(s.tx); err != nil {
		return foreign{err}
	}
	return nil
}

// Seal is the hash over all that the file holds, 64 hexadecimal digits: two files with the same are the same.
func (c *Checked) Seal() string { return c.seal }

// Close lets go of a file that is not to be opened.
func (c *Checked) Close() error { return c.db.Close() }

// Open checks a store and opens it for reading; see [Check] and [Checked.Open].
func Open(path string) (*Store, error) {
	c, err := Check(path)
	if err != nil {
		return nil, err
	}
	return c.Open()
}

// Seal is the hash over all that the store's file holds; see [Checked.Seal].
func (s *Store) Seal() string { return s.seal }

// openFile opens the file without a look at what is in it. The handle is the one that bbolt reads by, and closes.
func openFile(path string, timeout time.Duration) (db *bbolt.DB, file *os.File, err error) {
	db, err = openWith(path, timeout, func(path string, flag int, mode os.FileMode) (_ *os.File, err error) {
		file, err = os.OpenFile(path, flag, mode)
		return file, err
	})
	return db, file, err
}

// damage is what tells of a damaged file in words of its own.
type damage struct{ error }

func (d damage) Is(target error) bool { return target == ErrDamaged }
func (d damage) Unwrap() error        { return d.error }

// foreign is what tells, in words of its own, of a file that another program has written.
type foreign struct{ error }

func (f foreign) Is(target error) bool { return target == ErrFormat }
func (f foreign) Unwrap() error        { return f.error }

// openWith is [openFile] with a say in how the file is got hold of. A file that is shorter than it says is refused here, because
// reading beyond the end of a mapped file kills the process. How long it is the handle tells: by the time the path is opened
// another file may stand there.
func openWith(path string, timeout time.Duration, open func(path string, flag int, mode os.FileMode) (*os.File, error)) (*bbolt.DB, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("store: %s is not a file", path)
	}
	var file *os.File
	db, err := bbolt.Open(path, 0o444, &bbolt.Options{ReadOnly: true, Timeout: timeout, OpenFile: func(path string, flag int, mode os.FileMode) (_ *os.File, err error) {
		file, err = open(path, flag, mode)
		return file, err
	}})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, fmt.Errorf("store: %s is locked by a writer; waited %s", path, timeout)
	}
	if err != nil {
		err = fmt.Errorf("store: %s is not a store, or a damaged one; compile it again: %w", path, err)
		if !errors.As(err, new(syscall.Errno)) {
			err = damage{err}
		}
		return nil, err
	}
	err = db.View(func(tx *bbolt.Tx) error {
		if info, err = file.Stat(); err != nil {
			return fmt.Errorf("store: %w", err)
		}
		if tx.Size() > info.Size() {
			return damage{fmt.Errorf("store: %s is cut short: it has %d bytes of %d; compile it again", path, info.Size(), tx.Size())}
		}
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// Close lets go of the file. Nobody may be reading from the store, or look at a record that came from it any more; who asks it later
// has an error.
func (s *Store) Close() (err error) {
	if s.closed.Swap(true) {
		return nil
	}
	if s.tx != nil {
		err = s.tx.Rollback() // it read only
	}
	return errors.Join(err, s.db.Close())
}

// Dataset says which edition of the data the store holds.
func (s *Store) Dataset() *Summary {
	summary := s.summary
	return &summary
}

func (s *Store) readMeta() error {
	meta, err := bucketOf(s.tx, bucketMeta)
	if err != nil {
		return err
	}
	format, err := strconv.Atoi(string(meta.Get(metaFormat)))
	if err != nil || format != Format {
		return fmt.Errorf("it has format %q and this program reads format %d; compile it again", meta.Get(metaFormat), Format)
	}
	count := func(code nounCode, name string) int {
		value := meta.Get([]byte(name))
		if len(value) != 4 {
			err = fmt.Errorf("the count of the noun %s is missing; compile it again", name)
			return 0
		}
		s.counts[code] = int(binary.BigEndian.Uint32(value))
		return s.counts[code]
	}
	count(mentions.code, mentions.name)
	count(moments.code, moments.name)
	count(changes.code, changes.name)
	count(withdrawals.code, withdrawals.name)
	s.summary = Summary{
		Title:      string(meta.Get(metaTitle)),
		Edition:    string(meta.Get(metaEdition)),
		Version:    string(meta.Get(metaVersion)),
		Licence:    string(meta.Get(metaLicence)),
		Released:   news.Date(meta.Get(metaReleased)),
		Releases:   parseReleases(meta.Get(metaReleases)),
		Curators:   lines(meta.Get(metaCurators)),
		Articles:   count(articles.code, articles.name),
		Actors:     count(actors.code, actors.name),
		Places:     count(places.code, places.name),
		Events:     count(events.code, events.name),
		Statements: count(statements.code, statements.name),
		Quantities: count(quantities.code, quantities.name),
		Reports:    count(reports.code, reports.name),
		Figures:    count(figures.code, figures.name),
		Accounts:   count(accounts.code, accounts.name),
		Roles:      count(roles.code, roles.name),
		Terms:      count(terms.code, terms.name),
	}
	return err
}

// bucketOf is one of the [buckets].
func bucketOf(tx *bbolt.Tx, name []byte) (*bbolt.Bucket, error) {
	if b := tx.Bucket(name); b != nil {
		return b, nil
	}
	return nil, fmt.Errorf("the bucket %q is missing; compile it again", name)
}

// lines cuts what stands on lines of its own; nothing gives none.
func lines(value []byte) []string {
	if len(value) == 0 {
		return nil
	}
	return strings.Split(string(value), "\n")
}

// location is where an id's record stands.
type location struct {
	noun    nounCode
	ordinal uint32
	ranks   []byte // in each order of its noun, four bytes each
}

func locate(r *reader, id string) (location, bool) {
	r.key = append(r.key[:0], id...)
	value := r.id.get(r.key)
	if len(value) < 5 {
		return location{}, false
	}
	return location{nounCode(value[0]), binary.BigEndian.Uint32(value[1:]), value[5:]}, true
}

// rank is the record's place in an order.
func (at location) rank(order byte) (uint32, bool) {
	if len(at.ranks) < 4*int(order)+4 {
		return 0, false
	}
	return binary.BigEndian.Uint32(at.ranks[4*order:]), true
}

// id is the id the record has today. It is the first field of every record.
func (at location) id(r *reader) (string, error) {
	c := codec{reading: true, in: inPlace(r.kept(at.noun, at.ordinal))}
	var id string
	text(&c, &id)
	if c.bad {
		return "", errRecord
	}
	return id, nil
}

func recordKey(noun nounCode, ordinal uint32) []byte {
	return appendRecordKey(nil, noun, ordinal)
}

func appendRecordKey(key []byte, noun nounCode, ordinal uint32) []byte {
	return binary.BigEndian.AppendUint32(append(key, byte(noun)), ordinal)
}

// get is the record with the id, or nil where there is none. A former id leads to the record it was merged into.
func get[T any, N interface {
	*T
	news.Node
}](s *Store, n *noun[N], kind news.Kind, id string) (N, error) {
	if given, _, ok := news.SplitID(id); !ok || given != kind {
		return nil, refuse(BadID, "%q does not have the kind %s; such an id looks like %q", id, kind, kind.ID("…"))
	}
	var record N
	err := s.view(func(r *reader) (err error) {
		if at, ok := locate(r, id); ok {
			record, err = n.read(r, at.ordinal)
		}
		return err
	})
	return record, err
}

// Node is the record with the id, whatever its kind, or nil where there is none.
func (s *Store) Node(id string) (news.Node, error) {
	kind, _, ok := news.SplitID(id)
	if !ok {
		return nil, refuse(BadID, "%q is not an id: an id is a kind, a colon and a name, such as %q", id, "actor:…")
	}
	switch kind {
	case news.KindArticle:
		return node(s.Article(news.ArticleID(id)))
	case news.KindActor:
		return node(s.Actor(news.ActorID(id)))
	case news.KindPlace:
		return node(s.Place(news.PlaceID(id)))
	case news.KindEvent:
		return node(s.Event(news.EventID(id)))
	case news.KindStatement:
		return node(s.Statement(news.StatementID(id)))
	case news.KindQuantity:
		return node(s.Quantity(news.QuantityID(id)))
	case news.KindReport:
		return node(s.Report(news.ReportID(id)))
	case news.KindFigure:
		return node(s.Figure(news.FigureID(id)))
	case news.KindAccount:
		return node(s.Account(news.AccountID(id)))
	case news.KindRole:
		return node(s.Role(news.RoleID(id)))
	case news.KindTerm:
		return node(s.Term(news.TermID(id)))
	}
	return nil, fmt.Errorf("store: no record is kept under the kind %q", kind)
}

// node keeps a missing record from becoming an interface that is not nil.
func node[T any, N interface {
	*T
	news.Node
}](record N, err error) (news.Node, error) {
	if record == nil {
		return nil, err
	}
	return record, err
}

// Subject is the actor, event, quantity or place with the id, or nil where there is none.
func (s *Store) Subject(id news.SubjectID) (news.Subject, error) {
	n, err := s.Node(string(id))
	if n == nil || err != nil {
		return nil, err
	}
	subject, ok := n.(news.Subject)
	if !ok {
		return nil, refuse(BadID, "%q is neither an actor nor an event, a quantity or a place", id)
	}
	return subject, nil
}
