// Package loader compiles a folder of curated annotations into a [news.Dataset], or reports every problem it found.
//
// It works as a compiler does: it reads everything, links it, checks it, and only then says what is wrong, each problem
// with its file, line and column, the line itself, a stable code and a suggestion where one is near. Errors mean that
// there is no dataset. docs/dataset-format.md says how the files are written.
package loader

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"

	"onrecord/news"
)

// Options says what else is at hand.
type Options struct {
	// Texts holds the article texts, by the names the records give. nil: none are at hand, and nothing is verified.
	Texts fs.FS
	// KeepText keeps each text that is at hand and fits its hash in [news.Article.Text].
	KeepText bool
	// Progress, where it is not nil, is told how many files of how many have been read.
	Progress func(done, total int)
}

// Load reads a dataset. The dataset is nil where one of the problems is an error.
func Load(dataset fs.FS, opts Options) (*news.Dataset, Diagnostics) {
	p := &problems{}
	w := read(dataset, p, opts.Progress)
	l := link(w, p)
	ds := l.dataset()
	l.releases(ds)
	l.checkDataset(ds)
	l.checkTexts(opts)
	found := p.sorted()
	if found.Errors() > 0 {
		return nil, found
	}
	news.Derive(ds)
	return ds, found
}

// wire is everything the files say, before any of it is linked.
type wire struct {
	header     headerWire
	actors     []actorWire
	places     []placeWire
	events     []eventWire
	statements []statementWire
	quantities []quantityWire
	articles   []articleFile
	releases   []releaseFile
	// lost has the kinds whose file is missing or could not be taken in: a reference to one of these is not held against
	// the file it stands in.
	lost map[news.Kind]bool
}

// kindOf has the kind of instance each file holds.
var kindOf = map[string]news.Kind{
	"actors.yaml": news.KindActor, "places.yaml": news.KindPlace, "events.yaml": news.KindEvent,
	"statements.yaml": news.KindStatement, "quantities.yaml": news.KindQuantity,
}

type headerWire struct {
	Title     word            `yaml:"title,required"`
	Edition   word            `yaml:"edition,required"`
	Released  word            `yaml:"released,required"`
	Licence   word            `yaml:"licence,required"`
	Curators  []word          `yaml:"curators"`
	Withdrawn []withdrawnWire `yaml:"withdrawn"`
}

// read takes in every file of the folder.
func read(dataset fs.FS, p *problems, progress func(done, total int)) *wire {
	w := &wire{lost: map[news.Kind]bool{}}
	parts := map[string]any{
		"dataset.yaml": &w.header,
		"actors.yaml": &struct {
			Actors *[]actorWire `yaml:"actors,required"`
		}{&w.actors},
		"places.yaml": &struct {
			Places *[]placeWire `yaml:"places,required"`
		}{&w.places},
		"events.yaml": &struct {
			Events *[]eventWire `yaml:"events,required"`
		}{&w.events},
		"statements.yaml": &struct {
			Statements *[]statementWire `yaml:"statements,required"`
		}{&w.statements},
		"quantities.yaml": &struct {
			Quantities *[]quantityWire `yaml:"quantities,required"`
		}{&w.quantities},
	}
	names := listFiles(dataset, p)
	for name := range parts {
		if !slices.Contains(names, name) {
			p.report(MissingFile, place{file: &file{name: name}}, "create it; an empty list will do", "a dataset has a %s, and this one has none", name)
			w.lost[kindOf[name]] = true
		}
	}
	for i, name := range names {
		if progress != nil {
			progress(i+1, len(names))
		}
		slug, isArticle := articleSlug(name)
		_, isRelease := releaseEdition(name)
		switch {
		case parts[name] != nil:
			if f := decodeFile(dataset, name, parts[name], p); f.broken {
				w.lost[kindOf[name]] = true
			}
		case isArticle:
			a := articleFile{slug: slug}
			a.file = decodeFile(dataset, name, &a.wire, p)
			if !slugPattern.MatchString(slug) {
				p.report(BadSlug, place{file: a.file, line: 1, column: 1}, "", "the file's name becomes the article's id, and %q is not a slug: %s", slug, slugRule)
			}
			w.articles = append(w.articles, a)
		case isRelease:
			r := releaseFile{name: name}
			decodeFile(dataset, name, &r.wire, p)
			w.releases = append(w.releases, r)
		case name != "schema.json" && name != "dataset.go":
			p.report(UnexpectedFile, place{file: &file{name: name}}, "", "nothing is read from this file; a dataset has %s, articles/*.yaml and releases/*.yaml", strings.Join(slices.Sorted(mapKeys(parts)), ", "))
		}
	}
	for i := range w.articles {
		a := &w.articles[i].wire
		w.actors = append(w.actors, a.Actors...)
		w.events = append(w.events, a.Events...)
		w.statements = append(w.statements, a.Statements...)
		w.quantities = append(w.quantities, a.Quantities...)
	}
	return w
}

func mapKeys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func articleSlug(name string) (string, bool) {
	return strings.TrimSuffix(path.Base(name), ".yaml"), path.Dir(name) == "articles" && path.Ext(name) == ".yaml"
}

// listFiles names every file of the folder, in order. What is not a file or a folder is refused.
func listFiles(fsys fs.FS, p *problems) []string {
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		at := place{file: &file{name: name}}
		switch {
		case err != nil:
			p.report(Unreadable, at, "", "it cannot be read: %v", err)
		case entry.IsDir():
			if base := path.Base(name); name != "." && strings.HasPrefix(base, ".") {
				return fs.SkipDir
			}
		case !entry.Type().IsRegular():
			p.report(Unreadable, at, "put the file itself here", "it is no ordinary file, and links, pipes and devices are not followed")
		case !strings.HasPrefix(path.Base(name), "."):
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		p.report(Unreadable, place{file: &file{name: "."}}, "", "the folder cannot be read: %v", err)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(a, b) })
	return names
}
