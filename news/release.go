package news

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
)

// Release is an edition that was published before.
type Release struct {
	// Version is the edition and the hash under which it was served: "2026.1+90abcdef0123".
	Version  string
	Released Date
	// Records is what it held, sorted by id.
	Records []Fingerprint
}

// Edition is the part of the version that the curators chose.
func (r *Release) Edition() string {
	edition, _, _ := strings.Cut(r.Version, "+")
	return edition
}

// Fingerprint tells whether a record is still what it was.
type Fingerprint struct {
	ID string
	// Hash is the first 12 hexadecimal digits of a SHA-256 over what curators wrote of the record; see [Fingerprints].
	Hash string
}

// Fingerprints takes the fingerprint of every record of a dataset as the curators wrote it, before [Derive] or a text has
// added to it, sorted by id. What is left out counts for nothing, so a field that the program learns later changes no
// fingerprint.
func Fingerprints(ds *Dataset) []Fingerprint {
	var all []Fingerprint
	take := func(n Node) {
		sum := sha256.New()
		describe(sum, reflect.ValueOf(n))
		all = append(all, Fingerprint{n.NodeID(), hex.EncodeToString(sum.Sum(nil)[:6])})
	}
	takeAll(take, ds.Articles)
	takeAll(take, ds.Actors)
	takeAll(take, ds.Places)
	takeAll(take, ds.Events)
	takeAll(take, ds.Statements)
	takeAll(take, ds.Quantities)
	for m := range ds.Mentions() {
		take(m)
	}
	slices.SortFunc(all, func(a, b Fingerprint) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

func takeAll[N Node](take func(Node), nodes []N) {
	for _, n := range nodes {
		take(n)
	}
}

// describe writes the fields of a record that are set, by name.
func describe(w io.Writer, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		describe(w, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Field(i); !field.IsZero() && !(field.Kind() == reflect.Slice && field.Len() == 0) {
				fmt.Fprintf(w, "%s{", v.Type().Field(i).Name)
				describe(w, field)
				io.WriteString(w, "}")
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			io.WriteString(w, "[")
			describe(w, v.Index(i))
			io.WriteString(w, "]")
		}
	default:
		fmt.Fprintf(w, "%q", fmt.Sprint(v.Interface()))
	}
}

// Withdrawal is a record that was published and is taken back, with nothing in its place.
type Withdrawal struct {
	// ID is what the record was found by.
	ID string
	On Date
	// Why is the curators' reason.
	Why string
}

// NodeID is the id of the record that is no more.
func (w *Withdrawal) NodeID() string { return w.ID }

// Change is what became of one record since a release.
type Change struct {
	// Since is the version of the release.
	Since string
	// Record is the id of the record that was changed.
	Record string
	Kind   ChangeKind
	// Into is the id of the record that took its place, where it was merged.
	Into string
	// Why is the curators' reason, where it was withdrawn.
	Why string
}

// NodeID tells the change from every other.
func (c *Change) NodeID() string { return c.Since + "/" + c.Record }

// ChangeKind is what became of a record.
type ChangeKind string

// The kinds of change. MERGED: its id leads to another record now. REMOVED: it is gone, as a mention that was cut or moved;
// WITHDRAWN: the curators took it back, and say why.
const (
	Added     ChangeKind = "ADDED"
	Changed   ChangeKind = "CHANGED"
	Merged    ChangeKind = "MERGED"
	Removed   ChangeKind = "REMOVED"
	Withdrawn ChangeKind = "WITHDRAWN"
)

// ChangeKinds lists every [ChangeKind].
var ChangeKinds = []ChangeKind{Added, Changed, Merged, Removed, Withdrawn}

// Since tells what became of the records since a release, sorted by id. now has every record there is, formerIDs leads from
// a former id to the present one, and withdrawn has what was taken back, by id.
func (r *Release) Since(now []Fingerprint, formerIDs map[string]string, withdrawn map[string]*Withdrawal) []*Change {
	var changes []*Change
	hashes := make(map[string]string, len(now))
	for _, f := range now {
		hashes[f.ID] = f.Hash
	}
	held := make(map[string]bool, len(r.Records))
	for _, f := range r.Records {
		held[f.ID] = true
		hash, still := hashes[f.ID]
		change := &Change{Since: r.Version, Record: f.ID}
		switch {
		case still && hash == f.Hash:
			continue
		case still:
			change.Kind = Changed
		case formerIDs[f.ID] != "":
			change.Kind, change.Into = Merged, formerIDs[f.ID]
		case withdrawn[f.ID] != nil:
			change.Kind, change.Why = Withdrawn, withdrawn[f.ID].Why
		default:
			change.Kind = Removed
		}
		changes = append(changes, change)
	}
	for _, f := range now {
		if !held[f.ID] {
			changes = append(changes, &Change{Since: r.Version, Record: f.ID, Kind: Added})
		}
	}
	slices.SortFunc(changes, func(a, b *Change) int { return cmp.Compare(a.Record, b.Record) })
	return changes
}
