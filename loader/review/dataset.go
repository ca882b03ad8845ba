package review

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/goccy/go-yaml"
	"golang.org/x/tools/txtar"

	"onrecord/loader"
)

// Dataset is a folder of records under review, and the folder of their texts.
type Dataset struct {
	root, texts string
	files       map[string]*File
	// names has what each instance is called, by its list and id: name, label or gist. articles has the article file that an
	// instance stands in, "" for the files of their own.
	names    map[string]map[string]string
	articles map[string]string
}

// Open reads the records of a dataset: those of the articles named, or all where none is.
func Open(root, texts string, slugs []string) (*Dataset, error) {
	d := &Dataset{root: root, texts: texts, files: map[string]*File{}, names: map[string]map[string]string{}, articles: map[string]string{}}
	for _, list := range append([]string{"places"}, instanceLists...) {
		d.names[list] = map[string]string{}
		if err := d.instances(list); err != nil {
			return nil, err
		}
	}
	found, err := filepath.Glob(filepath.Join(root, "articles", "*.yaml"))
	if err != nil {
		return nil, err
	}
	for _, path := range found {
		slug := loader.ArticleSlug("articles/" + filepath.Base(path))
		if slug == "" {
			continue
		}
		f, err := d.load(slug)
		if err != nil {
			return nil, err
		}
		if len(slugs) == 0 || slices.Contains(slugs, slug) {
			d.files[slug] = f
		}
	}
	for _, slug := range slugs {
		if d.files[slug] == nil {
			return nil, fmt.Errorf("the dataset has no articles/%s.yaml", slug)
		}
	}
	return d, nil
}

// instances reads what the instances of a file are called.
func (d *Dataset) instances(list string) error {
	content, err := os.ReadFile(filepath.Join(d.root, list+".yaml"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // check says so
	}
	if err != nil {
		return err
	}
	var all map[string][]fields
	if err := yaml.Unmarshal(content, &all); err != nil {
		return fmt.Errorf("%s.yaml cannot be read; onrecord check says where", list)
	}
	for _, x := range all[list] {
		d.names[list][x.ID] = x.Name + x.Label + x.Gist
	}
	return nil
}

func (d *Dataset) path(slug string) string {
	return filepath.Join(d.root, "articles", slug+".yaml")
}

// load reads one record, and what its instances are called.
func (d *Dataset) load(slug string) (*File, error) {
	content, err := os.ReadFile(d.path(slug))
	if err != nil {
		return nil, err
	}
	f, err := Parse(slug, content)
	if err != nil {
		return nil, err
	}
	d.learn(f)
	return f, nil
}

func (d *Dataset) learn(f *File) {
	for i := range f.items {
		if it := &f.items[i]; !it.mention() {
			d.names[it.List][it.ID] = it.Name + it.Label + it.Gist
			d.articles[it.ID] = f.Slug
		}
	}
}

// known reports whether there is an instance of a list with an id, and suggests one where there is none.
func (d *Dataset) known(list, id string) error {
	if _, ok := d.names[list][id]; ok {
		return nil
	}
	best, distance := "", len(id)/2+2
	for other := range d.names[list] {
		if n := levenshtein.ComputeDistance(id, other); n < distance || n == distance && best != "" && other < best {
			best, distance = other, n
		}
	}
	if best != "" {
		return fmt.Errorf("there is no %s %q; did you mean %q?", kinds[list], id, best)
	}
	return fmt.Errorf("there is no %s %q", kinds[list], id)
}

// text is an article's text, normalised.
func (d *Dataset) text(f *File) (string, error) {
	name := f.TextName()
	if !fs.ValidPath(name) {
		return "", fmt.Errorf("%q names no file in the folder of texts", name)
	}
	content, err := os.ReadFile(filepath.Join(d.texts, filepath.FromSlash(name)))
	if err != nil {
		return "", fmt.Errorf("the text %s is not in the folder of texts", name)
	}
	return loader.Normalize(content)
}

// TextName is the name of the article's text in the folder of texts.
func (f *File) TextName() string {
	if f.head.File != "" {
		return f.head.File
	}
	return f.Slug + ".txt"
}

// TextHash is the hash of the text that the record was made on.
func (f *File) TextHash() string { return f.head.Hash }

// problems are the errors that check would find in a record as it is now.
func (d *Dataset) problems(f *File) loader.Diagnostics {
	archive := &txtar.Archive{}
	add := func(name string, content []byte) {
		archive.Files = append(archive.Files, txtar.File{Name: name, Data: content})
	}
	for _, name := range []string{"dataset", "actors", "places", "events", "statements", "quantities"} {
		if content, err := os.ReadFile(filepath.Join(d.root, name+".yaml")); err == nil {
			add(name+".yaml", content)
		}
	}
	// With it the records whose instances it names, and those that these name.
	taken := map[string]bool{f.Slug: true}
	var take func(content []byte)
	take = func(content []byte) {
		for _, id := range slugs.FindAllString(string(content), -1) {
			other := d.articles[id]
			if other == "" || taken[other] {
				continue
			}
			taken[other] = true
			if content, err := os.ReadFile(d.path(other)); err == nil {
				add(loader.ArticleFile(other), content)
				take(content)
			}
		}
	}
	add(loader.ArticleFile(f.Slug), f.Bytes())
	take(f.Bytes())
	files, err := txtar.FS(archive)
	if err != nil {
		return nil // no name in it is not a path
	}
	_, found := loader.Load(files, loader.Options{Texts: os.DirFS(d.texts)})
	return slices.DeleteFunc(found, func(x loader.Diagnostic) bool {
		return x.Severity != loader.Error || x.File != loader.ArticleFile(f.Slug)
	})
}

var slugs = regexp.MustCompile(`[a-z0-9][a-z0-9_-]*`)

// newProblems are the errors that a change of a record would bring, as text, "" where there are none.
func (d *Dataset) newProblems(before, after *File) string {
	old := map[string]int{}
	for _, x := range d.problems(before) {
		old[string(x.Code)+x.SourceLine]++
	}
	var fresh loader.Diagnostics
	for _, x := range d.problems(after) {
		if key := string(x.Code) + x.SourceLine; old[key] > 0 {
			old[key]--
		} else {
			fresh = append(fresh, x)
		}
	}
	var b bytes.Buffer
	_ = fresh.Text(&b) // a buffer takes all
	return strings.TrimSpace(b.String())
}

// errChanged says that somebody else wrote the file meanwhile.
var errChanged = errors.New("the file was changed by another hand meanwhile; it was read again, and nothing was written")

// save writes a record over what was read of it, at once and whole. Where another hand has been there, it reads that instead.
func (d *Dataset) save(read, changed *File) error {
	there, err := os.ReadFile(d.path(read.Slug))
	if err != nil {
		return err
	}
	if !bytes.Equal(normalEnd(there), read.Bytes()) {
		again, err := d.load(read.Slug)
		if err != nil {
			return err
		}
		d.files[read.Slug] = again
		return errChanged
	}
	if err := Write(d.path(read.Slug), changed.Bytes()); err != nil {
		return err
	}
	d.files[read.Slug] = changed
	d.learn(changed)
	return nil
}

// normalEnd adds the line end that a file may lack.
func normalEnd(content []byte) []byte {
	if len(content) > 0 && content[len(content)-1] != '\n' {
		return append(content, '\n')
	}
	return content
}
