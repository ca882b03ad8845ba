package export

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"onrecord/linked"
	"onrecord/news"
	"onrecord/store"
)

// The files that every package has beside its tables.
const (
	descriptorName = "datapackage.json"
	graphName      = "dataset.jsonld"
	readmeName     = "README.txt"
	sumsName       = "SHA256SUMS"
)

// folder is a package that is being written.
type folder struct {
	path    string
	store   *store.Store
	options Options
	graph   linked.Graph

	// files are complete, in the order they were begun; open are still written.
	files     []*file
	open      []*file
	sheets    []sheet
	resources []resource
	// linked is the graph's file, nil where none is written; begun is set once it has a node.
	linked *file
	begun  bool

	done, total int
}

// file is one of the package's, hashed as it is written.
type file struct {
	name  string // slashes whatever the system
	out   *os.File
	ahead *bufio.Writer
	sum   hash.Hash
	bytes int64
}

// Write is buffered.
func (f *file) Write(p []byte) (int, error) {
	n, err := f.ahead.Write(p)
	f.sum.Write(p[:n])
	f.bytes += int64(n)
	return n, err
}

func (f *file) close() error { return errors.Join(f.ahead.Flush(), f.out.Close()) }

func (f *file) digest() string { return hex.EncodeToString(f.sum.Sum(nil)) }

func newFolder(path string, s *store.Store, o Options) *folder {
	d := s.Dataset()
	return &folder{
		path: path, store: s, options: o, graph: linked.Graph{Base: cmp.Or(o.Base, LocalBase), Dataset: d},
		total: d.Articles + d.Actors + d.Places + d.Events + d.Statements + d.Quantities + 2*(d.Reports+d.Figures+d.Accounts+d.Roles+d.Terms),
	}
}

// write writes the whole package.
func (f *folder) write() error {
	if err := f.beginGraph(); err != nil {
		return err
	}
	if err := f.everything(); err != nil {
		return err
	}
	if err := f.endGraph(); err != nil {
		return err
	}
	descriptor, err := f.describe()
	if err != nil {
		return err
	}
	if err := f.whole(descriptorName, descriptor); err != nil {
		return err
	}
	if err := f.whole(readmeName, []byte(f.readme())); err != nil {
		return err
	}
	return f.whole(sumsName, f.sums())
}

func (f *folder) has(format Format) bool { return slices.Contains(f.options.Formats, format) }

func (f *folder) progressed(n int) {
	f.done += n
	if f.options.Progress != nil {
		f.options.Progress(f.done, f.total)
	}
}

// create begins a file.
func (f *folder) create(name string) (*file, error) {
	path := filepath.Join(f.path, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	out, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	begun := &file{name: name, out: out, ahead: bufio.NewWriterSize(out, 1<<16), sum: sha256.New()}
	f.open = append(f.open, begun)
	return begun, nil
}

// close ends a file.
func (f *folder) close(ended *file) error {
	f.open = slices.DeleteFunc(f.open, func(o *file) bool { return o == ended })
	f.files = append(f.files, ended)
	return ended.close()
}

// closeAll lets go of what an error left open.
func (f *folder) closeAll() error {
	var errs []error
	for _, o := range f.open {
		errs = append(errs, o.close())
	}
	return errors.Join(errs...)
}

// whole writes a file in one go.
func (f *folder) whole(name string, content []byte) error {
	created, err := f.create(name)
	if err != nil {
		return err
	}
	if _, err := created.Write(content); err != nil {
		return err
	}
	return f.close(created)
}

// sums lists every file with its hash, as sha256sum reads it.
func (f *folder) sums() []byte {
	files := slices.Clone(f.files)
	slices.SortFunc(files, func(a, b *file) int { return strings.Compare(a.name, b.name) })
	var b bytes.Buffer
	for _, written := range files {
		fmt.Fprintf(&b, "%s  %s\n", written.digest(), written.name)
	}
	return b.Bytes()
}

// table begins a table in every format that has tables.
func (f *folder) table(name, description string, key []string, fields []field) ([]sheet, error) {
	var begun []sheet
	for _, format := range []Format{CSV, NDJSON, Parquet} {
		if !f.has(format) {
			continue
		}
		out, err := f.create(fmt.Sprintf("%s/%s.%[1]s", format, name))
		if err != nil {
			return nil, err
		}
		var s sheet
		switch format {
		case CSV:
			if s, err = newCSV(out, fields, !f.options.NoGuard); err != nil {
				return nil, err
			}
		case NDJSON:
			s = &ndjsonSheet{out: out, fields: fields}
		case Parquet:
			s = newParquet(out, name, fields)
		}
		begun = append(begun, s)
		f.resources = append(f.resources, resource{format: format, table: name, description: description, key: key, fields: fields, file: out})
	}
	f.sheets = append(f.sheets, begun...)
	return begun, nil
}

// endTables ends every table that was begun.
func (f *folder) endTables() error {
	for _, s := range f.sheets {
		if err := s.end(); err != nil {
			return err
		}
	}
	f.sheets = nil
	for _, o := range slices.Clone(f.open) {
		if o != f.linked {
			if err := f.close(o); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *folder) beginGraph() (err error) {
	if !f.has(JSONLD) {
		return nil
	}
	if f.linked, err = f.create(graphName); err != nil {
		return err
	}
	context, err := oneLine(f.graph.Context())
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(f.linked, "{\"@context\": %s,\n\"@graph\": [\n", context); err != nil {
		return err
	}
	return f.nodeOf(f.graph.Edition())
}

// node adds a record to the graph.
func (f *folder) node(n news.Node) error {
	if f.linked == nil {
		return nil
	}
	return f.nodeOf(f.graph.Node(n))
}

func (f *folder) nodeOf(n map[string]any) error {
	line, err := oneLine(n)
	if err != nil {
		return err
	}
	if f.begun {
		line = append([]byte(",\n"), line...)
	}
	f.begun = true
	_, err = f.linked.Write(line)
	return err
}

func (f *folder) endGraph() error {
	if f.linked == nil {
		return nil
	}
	if _, err := io.WriteString(f.linked, "\n]}\n"); err != nil {
		return err
	}
	f.resources = append(f.resources, resource{
		format: JSONLD, table: "linked", file: f.linked,
		description: "Every record as linked data, in the vocabularies of schema.org, PROV-O and Web Annotation; a node a line.",
	})
	return f.close(f.linked)
}

// oneLine is JSON without the escapes that HTML would need.
func oneLine(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}
