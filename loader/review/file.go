// Package review takes a curator through drafts, and drafts again without touching what somebody has decided.
//
// A record is held as the lines of its file. What is decided is changed in its own lines, and every other line stays as it
// is, comments and order with it. Files are written whole or not at all.
package review

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"onrecord/loader"
	"onrecord/news"
)

// The lists of a record that can hold drafts, in the order in which they are written.
var (
	instanceLists = []string{"actors", "events", "statements", "quantities"}
	mentionLists  = []string{"reports", "figures", "accounts", "roles", "terms"}
	lists         = append(slices.Clone(instanceLists), mentionLists...)
)

// kinds has the kind of record that each list holds.
var kinds = map[string]news.Kind{
	"actors": news.KindActor, "events": news.KindEvent, "statements": news.KindStatement, "quantities": news.KindQuantity,
	"reports": news.KindReport, "figures": news.KindFigure, "accounts": news.KindAccount, "roles": news.KindRole, "terms": news.KindTerm,
}

// File is one file of a dataset's articles, as its lines.
type File struct {
	// Slug is the article's.
	Slug     string
	lines    []string
	keys     []key
	items    []Item
	head     head
	rejected []Rejected
}

// head is what stands under article, as far as reviewing has to know.
type head struct {
	File, Hash, Headline string
	NotFigures           []except `yaml:"not_figures"`
	NotQuotations        []except `yaml:"not_quotations"`
	Furniture            []except
}

// key is a top-level key: its line, and the line after its last.
type key struct {
	name     string
	from, to int
	// indent is how far the dashes of its list stand in, -1 for what is no list with an item to a line.
	indent int
}

type except struct {
	Span  pair
	Words string
}

// Rejected is a draft that was rejected: a mention by its kind, span and hash, or an actor by the id that was proposed and, in
// Is, the actor it was in truth.
type Rejected struct {
	Kind     news.Kind
	Span     pair
	Hash     string
	ID, Is   string
	from, to int
}

// pair is a span as it is written.
type pair []int

func (p pair) span() news.Span {
	if len(p) != 2 {
		return news.Span{}
	}
	return news.Span{Start: p[0], End: p[1]}
}

// Item is one record of a list.
type Item struct {
	// List is the key it stands under: reports.
	List string
	// from and to are its lines, the comments and empty lines behind it left out.
	from, to int
	fields
	// read has every key and value, as they are shown.
	lines []string
}

// fields are those keys of an item that reviewing has to know.
type fields struct {
	ID       string
	Name     string
	Kind     string
	Gist     string
	Label    string
	Span     pair
	Hash     string
	Curation string
	Draft    *mark
	Nth      int
	Chain    []hop
	Quotes   []except

	Statement, Quantity, Event      string
	Mode, Text, Claim               string
	Printed, Role, Term             string
	Actor, Speaker, Holds, Referent string
}

type hop struct {
	Actor, Label string
	Span         pair
}

// mark is the draft key: what made the record, how sure it is, and a short hash of the record as it was drafted.
type mark struct {
	Rule       string
	Confidence float64
	As         string
}

// Drafted reports whether nobody has read the item.
func (it *Item) Drafted() bool { return it.Draft != nil }

// mention reports whether the item is a mention, and no instance.
func (it *Item) mention() bool { return slices.Contains(mentionLists, it.List) }

// about is the instance that a mention leads to and that was drafted with it: its list and id.
func (it *Item) about() (list, id string) {
	switch it.List {
	case "reports":
		return "statements", it.Statement
	case "figures":
		return "quantities", it.Quantity
	case "accounts":
		return "events", it.Event
	}
	return "", ""
}

// Parse reads a record. The problems are those of its form.
func Parse(slug string, content []byte) (*File, error) {
	name := loader.ArticleFile(slug)
	tree, found := loader.ParseArticle(name, content)
	if tree == nil {
		var b bytes.Buffer
		if err := found.Text(&b); err != nil {
			return nil, err
		}
		return nil, errors.New(strings.TrimSpace(b.String()))
	}
	f := &File{Slug: slug, lines: strings.SplitAfter(string(content), "\n")}
	if last := len(f.lines) - 1; f.lines[last] == "" {
		f.lines = f.lines[:last]
	} else {
		f.lines[last] += "\n"
	}
	for i, pair := range tree.Values {
		k := key{name: pair.Key.GetToken().Value, from: pair.Key.GetToken().Position.Line - 1, to: len(f.lines), indent: -1}
		if i+1 < len(tree.Values) {
			k.to = tree.Values[i+1].Key.GetToken().Position.Line - 1
		}
		if k.from < 0 || k.to > len(f.lines) || k.from >= k.to {
			return nil, fmt.Errorf("%s: write each list on lines of its own", name)
		}
		if err := f.take(&k, pair.Value); err != nil {
			return nil, fmt.Errorf("%s line %d: %w", name, k.from+1, err)
		}
		f.keys = append(f.keys, k)
	}
	return f, nil
}

// take reads what stands under a top-level key.
func (f *File) take(k *key, n ast.Node) error {
	if k.name == "article" {
		var whole struct{ Article head }
		err := decode(f.lines[k.from:k.to], &whole)
		f.head = whole.Article
		return err
	}
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		return nil
	}
	starts := make([]int, 0, len(seq.Entries))
	for _, e := range seq.Entries {
		starts = append(starts, e.Start.Position.Line-1)
		k.indent = e.Start.Position.Column - 1
	}
	if seq.IsFlowStyle || len(starts) != len(seq.Values) {
		if len(seq.Values) > 0 {
			return fmt.Errorf("write the items of %s on lines of their own, each behind a dash", k.name)
		}
		return nil
	}
	for i, from := range starts {
		to := k.to
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		if from <= k.from || from >= to {
			return fmt.Errorf("write the items of %s on lines of their own, each behind a dash", k.name)
		}
		for to > from+1 && blank(f.lines[to-1]) {
			to--
		}
		if k.name == "rejected" {
			var one []Rejected
			if err := decode(f.lines[from:to], &one); err != nil || len(one) != 1 {
				return fmt.Errorf("an item of rejected cannot be read: %w", err)
			}
			one[0].from, one[0].to = from, to
			f.rejected = append(f.rejected, one[0])
			continue
		}
		if kinds[k.name] == "" {
			continue
		}
		var one []fields
		if err := decode(f.lines[from:to], &one); err != nil || len(one) != 1 {
			return fmt.Errorf("an item of %s cannot be read: %w", k.name, err)
		}
		f.items = append(f.items, Item{List: k.name, from: from, to: to, fields: one[0], lines: f.lines[from:to]})
	}
	return nil
}

// blank reports whether a line holds nothing or a comment only.
func blank(line string) bool {
	line = strings.TrimSpace(line)
	return line == "" || line[0] == '#'
}

func decode(lines []string, into any) error {
	return yaml.Unmarshal([]byte(strings.Join(lines, "")), into)
}

// Bytes are the file as it is to be written.
func (f *File) Bytes() []byte { return []byte(strings.Join(f.lines, "")) }

// splice puts lines in place of others, and reads the whole again.
func (f *File) splice(from, to int, lines []string) error {
	next := slices.Concat(f.lines[:from], lines, f.lines[to:])
	again, err := Parse(f.Slug, []byte(strings.Join(next, "")))
	if err != nil {
		return err
	}
	*f = *again
	return nil
}

// find is the instance of a list with an id, nil where the file has none.
func (f *File) find(list, id string) *Item {
	for i := range f.items {
		if it := &f.items[i]; it.List == list && it.ID == id && id != "" {
			return it
		}
	}
	return nil
}

// remove takes an item out, and its list's key where it was the last.
func (f *File) remove(it *Item) error {
	for _, k := range f.keys {
		if k.name != it.List {
			continue
		}
		others := 0
		for i := range f.items {
			if f.items[i].List == it.List {
				others++
			}
		}
		if others > 1 {
			return f.splice(it.from, it.to, nil)
		}
		// The key goes with its last item; comments stay.
		from := k.from
		if from > 0 && strings.TrimSpace(f.lines[from-1]) == "" && (it.to == len(f.lines) || strings.TrimSpace(f.lines[it.to]) == "") {
			from--
		}
		return f.splice(from, it.to, f.lines[k.from+1:it.from])
	}
	return fmt.Errorf("there is no list %s", it.List)
}

// insert puts an item of a list before the item at, or behind the last of its list where that is nil. lines are those of an
// item wherever it stood; they are set in as the list's others.
func (f *File) insert(list string, before *Item, lines []string) error {
	if before != nil {
		return f.splice(before.from, before.from, setIn(lines, f.indentOf(list)))
	}
	for i := len(f.items) - 1; i >= 0; i-- {
		if it := &f.items[i]; it.List == list {
			return f.splice(it.to, it.to, setIn(lines, f.indentOf(list)))
		}
	}
	// The list is not there: before the next that is, or at the end.
	added := append([]string{list + ":\n"}, setIn(lines, 2)...)
	order := append(slices.Clone(lists), "rejected")
	for _, later := range order[slices.Index(order, list)+1:] {
		for _, k := range f.keys {
			if k.name == later {
				return f.splice(k.from, k.from, append(added, "\n"))
			}
		}
	}
	end := len(f.lines)
	for end > 0 && strings.TrimSpace(f.lines[end-1]) == "" {
		end--
	}
	return f.splice(end, len(f.lines), append([]string{"\n"}, added...))
}

func (f *File) indentOf(list string) int {
	for _, k := range f.keys {
		if k.name == list && k.indent >= 0 {
			return k.indent
		}
	}
	return 2
}

// setIn moves lines so that their dash stands in by so many spaces.
func setIn(lines []string, indent int) []string {
	moved := make([]string, len(lines))
	if len(lines) == 0 {
		return moved
	}
	by := indent - (len(lines[0]) - len(strings.TrimLeft(lines[0], " ")))
	for i, line := range lines {
		switch {
		case strings.TrimSpace(line) == "":
			moved[i] = line
		case by >= 0:
			moved[i] = strings.Repeat(" ", by) + line
		default:
			moved[i] = line[min(-by, len(line)-len(strings.TrimLeft(line, " "))):]
		}
	}
	return moved
}

// Write puts a file in place of what stood there, whole or not at all: a file beside it, synced, then renamed.
func Write(path string, content []byte) (err error) {
	temporary, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			temporary.Close()
			os.Remove(temporary.Name())
		}
	}()
	mode := os.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	if err := temporary.Chmod(mode); err != nil {
		return err
	}
	if _, err := temporary.Write(content); err != nil {
		return err
	}
	if err := temporary.Sync(); err != nil {
		return err
	}
	if err := temporary.Close(); err != nil {
		return err
	}
	if err := os.Rename(temporary.Name(), path); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}
