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

// parts are what every dataset has: each a file of this name, or a folder of files that hold the list together.
var parts = []string{"actors", "dataset", "events", "places", "quantities", "statements"}

// kindOf has the kind of instance each part holds.
var kindOf = map[string]news.Kind{
	"actors": news.KindActor, "places": news.KindPlace, "events": news.KindEvent,
	"statements": news.KindStatement, "quantities": news.KindQuantity,
}

// partOf names the part that a file is or belongs to, "" where it is none.
func partOf(name string) string {
	stem, ok := stem(name)
	if folder, _, inside := strings.Cut(stem, "/"); inside && kindOf[folder] != "" && path.Dir(stem) == folder {
		stem = folder
	}
	if !ok || !slices.Contains(parts, stem) {
		return ""
	}
	return stem
}

// stem is the name of a file that is read, without its extension. JSON is YAML too, and read much faster.
func stem(name string) (string, bool) {
	extension := path.Ext(name)
	return strings.TrimSuffix(name, extension), extension == ".yaml" || extension == ".json"
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
	names := listFiles(dataset, p)
	present := map[string]bool{}
	for _, name := range names {
		present[partOf(name)] = true
	}
	for _, part := range parts {
		if !present[part] {
			name := part + ".yaml"
			p.report(MissingFile, place{file: &file{name: name}}, "create it; an empty list will do", "a dataset has a %s, and this one has none", name)
			w.lost[kindOf[part]] = true
		}
	}
	for i, name := range names {
		if progress != nil {
			progress(i+1, len(names))
		}
		slug, isArticle := articleSlug(name)
		_, isRelease := releaseEdition(name)
		switch {
		case name == "schema.json":
		case partOf(name) != "":
			if f := w.part(dataset, name, p); f.broken {
				w.lost[kindOf[partOf(name)]] = true
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
		case name != "dataset.go":
			p.report(UnexpectedFile, place{file: &file{name: name}}, "", "nothing is read from this file; a dataset has %s.yaml, or a folder of parts in the place of each list, articles/*.yaml and releases/*.yaml", strings.Join(parts, ".yaml, "))
		}
	}
	return w
}

// part takes in one file of a part.
func (w *wire) part(dataset fs.FS, name string, p *problems) *file {
	switch partOf(name) {
	case "actors":
		return decodeList(dataset, name, p, &w.actors, func(l *struct {
			List []actorWire `yaml:"actors,required"`
		}) []actorWire {
			return l.List
		})
	case "places":
		return decodeList(dataset, name, p, &w.places, func(l *struct {
			List []placeWire `yaml:"places,required"`
		}) []placeWire {
			return l.List
		})
	case "events":
		return decodeList(dataset, name, p, &w.events, func(l *struct {
			List []eventWire `yaml:"events,required"`
		}) []eventWire {
			return l.List
		})
	case "statements":
		return decodeList(dataset, name, p, &w.statements, func(l *struct {
			List []statementWire `yaml:"statements,required"`
		}) []statementWire {
			return l.List
		})
	case "quantities":
		return decodeList(dataset, name, p, &w.quantities, func(l *struct {
			List []quantityWire `yaml:"quantities,required"`
		}) []quantityWire {
			return l.List
		})
	}
	return decodeFile(dataset, name, &w.header, p)
}

// decodeList decodes one file of a list and adds its records to those of the others.
func decodeList[F, R any](dataset fs.FS, name string, p *problems, all *[]R, list func(*F) []R) *file {
	var held F
	f := decodeFile(dataset, name, &held, p)
	*all = append(*all, list(&held)...)
	return f
}

func articleSlug(name string) (string, bool) {
	stem, ok := stem(name)
	return path.Base(stem), ok && path.Dir(name) == "articles"
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
