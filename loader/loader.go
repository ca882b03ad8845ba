// Package loader compiles a folder of curated annotations into a [news.Dataset], or reports every problem it found.
//
// It works as a compiler does: it reads everything, links it, checks it, and only then says what is wrong, each problem
// with its file, line and column, the line itself, a stable code and a suggestion where one is near. Errors mean that
// there is no dataset. docs/dataset-format.md says how the files are written.
package loader

import (
	"cmp"
	"crypto/sha256"
	"hash/maphash"
	"io/fs"
	"path"
	"slices"
	"strings"

	"onrecord/news"
	"onrecord/parallel"
)

// Options says what else is at hand.
type Options struct {
	// Texts holds the article texts, by the names the records give. nil: none are at hand, and nothing is verified.
	Texts fs.FS
	// KeepText keeps each text that is at hand and fits its hash in [news.Article.Text].
	KeepText bool
	// Fingerprints fills [news.Dataset.Fingerprints] even where there is no release to hold them against.
	Fingerprints bool
	// Progress, where it is not nil, is told how many files of how many have been read.
	Progress func(done, total int)
}

// Load reads a dataset. The dataset is nil where one of the problems is an error. Files are read and linked several at a
// time; what comes of them is put together in the order of their names.
func Load(dataset fs.FS, opts Options) (*news.Dataset, Diagnostics) {
	ds := &news.Dataset{}
	found, _ := newLinker(newKeeper, func(part *news.Dataset) error { ds.Add(part); return nil }).load(dataset, opts, ds)
	if found.Errors() > 0 {
		return nil, found
	}
	news.Derive(ds)
	return ds, found
}

// LoadParts reads a dataset that need not be in memory as a whole. What was linked and checked of each file is handed to take, one part after
// the other: first those of the lists, then each article with all its mentions, in the order of their names. What is proposed in files of
// articles comes somewhere among these, before any article that leads to it. Nothing is derived: see [news.NewDerivation]. The records may be
// kept and changed. What LoadParts itself gives has no records, but all else that there is in a dataset: what it says of itself, fingerprints,
// releases and what was withdrawn or changed.
//
// Once an error is found, nothing more is handed over, and what was taken is to be thrown away: the dataset is nil. Where take fails,
// reading stops, the dataset is nil too, the diagnostics are those found so far, and err is what take gave.
func LoadParts(dataset fs.FS, opts Options, take func(part *news.Dataset) error) (ds *news.Dataset, found Diagnostics, err error) {
	ds = &news.Dataset{}
	found, err = newLinker(newCopier, take).load(dataset, opts, ds)
	if found.Errors() > 0 || err != nil {
		return nil, found, err
	}
	return ds, found, nil
}

// newLinker makes a linker for a dataset, whose records are kept by what kept makes, and handed to take.
func newLinker(kept func() *keeper, take func(part *news.Dataset) error) *linker {
	return &linker{
		problems: &problems{}, register: newRegister(kept), head: &headerWire{}, hand: take,
		wholes: map[string][]string{}, scope: map[news.ActorID]news.ArticleID{}, texts: map[[sha256.Size]byte]string{},
	}
}

// load fills a dataset but for its records.
func (l *linker) load(dataset fs.FS, opts Options, ds *news.Dataset) (Diagnostics, error) {
	f := l.sort(dataset, opts.Progress)
	l.header(f, ds)
	l.fingerprinted = len(f.releases) > 0 || len(l.head.Withdrawn) > 0 || opts.Fingerprints
	l.linkFiles(f, opts)
	if l.failed == nil {
		l.releases(ds, l.readReleases(f))
		l.checkDataset()
		l.checkTexts(f, opts)
	}
	return l.sorted(), l.failed
}

// linkFiles links the lists, what is proposed in files of articles, and the articles. Mostly nothing is proposed. So files are linked as if
// nothing were, until one proposes something or a reference leads nowhere; only from there on are articles looked through beforehand.
func (l *linker) linkFiles(f *files, opts Options) {
	articles, lists := f.articles, l.linkLists(l.readLists(f))
	if len(lists) == 0 {
		articles = l.linkArticles(f, articles, opts)
	}
	if len(lists)+len(articles) == 0 || l.failed != nil {
		return
	}
	lists = append(lists, l.readProposed(f, articles)...)
	l.complete = true
	l.linkLists(lists)
	l.linkArticles(f, articles, opts)
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

// files are those of the folder, by what is read from them, each list in the order of the names.
type files struct {
	fs.FS
	header                    string
	lists, articles, releases []string
	// read tells whoever follows the progress that one more was.
	read func()
}

// sort finds out what the folder holds.
func (l *linker) sort(dataset fs.FS, progress func(done, total int)) *files {
	names := listFiles(dataset, l.problems)
	f := &files{FS: dataset, read: func() {}}
	if progress != nil {
		done := 0
		f.read = func() { done++; progress(done, len(names)) }
	}
	present := map[string]bool{}
	for _, name := range names {
		_, isArticle := articleSlug(name)
		_, isRelease := releaseEdition(name)
		part := partOf(name)
		present[part] = true
		switch {
		case part == "dataset" && f.header == "":
			f.header = name
		case part == "dataset":
			f.read()
			l.report(UnexpectedFile, place{file: &file{name: name}}, "", "nothing is read from this file: %s says what the dataset says of itself", f.header)
		case part != "":
			f.lists = append(f.lists, name)
		case isArticle:
			f.articles = append(f.articles, name)
		case isRelease:
			f.releases = append(f.releases, name)
		default:
			f.read()
			if name != "schema.json" && name != "dataset.go" {
				l.report(UnexpectedFile, place{file: &file{name: name}}, "", "nothing is read from this file; a dataset has %s.yaml, or a folder of parts in the place of a list, articles/*.yaml and releases/*.yaml", strings.Join(parts, ".yaml, "))
			}
		}
	}
	for _, part := range parts {
		if !present[part] {
			l.report(MissingFile, place{file: &file{name: part + ".yaml"}}, "create it; an empty list will do", "a dataset has a %s, and this one has none", part+".yaml")
			l.lost[kindOf[part]] = true
		}
	}
	return f
}

// header reads what the dataset says of itself.
func (l *linker) header(f *files, ds *news.Dataset) {
	if f.header != "" {
		decodeFile(f, f.header, l.head, l.problems)
		f.read()
	}
	l.linkHeader(ds)
}

// listFile is one file that holds instances.
type listFile struct {
	file     *file
	problems *problems
	// straight: the file is read once more when it is linked, so that what it holds is not in memory until then. Otherwise its
	// instances are kept.
	straight bool
	hash     uint64 // of what it held then
	*instances
	defined *definitions
}

// instances are those of one file; of a part one of the lists is filled.
type instances struct {
	actors     []actorWire
	places     []placeWire
	events     []eventWire
	statements []statementWire
	quantities []quantityWire
}

// keys is what a file of a part holds, to be decoded into.
func (w *instances) keys(part string) any {
	switch part {
	case "actors":
		return &struct {
			Actors *[]actorWire `yaml:"actors,required"`
		}{&w.actors}
	case "places":
		return &struct {
			Places *[]placeWire `yaml:"places,required"`
		}{&w.places}
	case "events":
		return &struct {
			Events *[]eventWire `yaml:"events,required"`
		}{&w.events}
	case "statements":
		return &struct {
			Statements *[]statementWire `yaml:"statements,required"`
		}{&w.statements}
	}
	return &struct {
		Quantities *[]quantityWire `yaml:"quantities,required"`
	}{&w.quantities}
}

// readLists reads every file of instances, and takes what can be referred to into the register.
func (l *linker) readLists(f *files) []*listFile {
	var lists []*listFile
	parallel.ReadInOrder(len(f.lists), listsAhead, func(i int) *fetched {
		return l.fetch(f, f.lists[i])
	}, func(i int, held *fetched) *listFile {
		return l.readList(f, f.lists[i], held)
	}, func(w *listFile) {
		f.read()
		l.found = append(l.found, w.problems.found...)
		if w.file.broken {
			l.lost[kindOf[partOf(w.file.name)]] = true
		}
		l.define(w)
		lists = append(lists, w)
	})
	return lists
}

// readProposed reads the instances that stand in files of articles, as readLists does those of the lists. What else is in these
// files, and what is wrong with them, is told when the articles are read.
func (l *linker) readProposed(f *files, articles []string) []*listFile {
	var lists []*listFile
	parallel.ReadInOrder(len(articles), articlesAhead, func(i int) *fetched {
		return l.fetch(f, articles[i])
	}, func(i int, held *fetched) *listFile {
		defer l.rooms.put(held)
		if !held.proposes(articles[i]) {
			return nil
		}
		var a articleFile
		a.file = decodeFile(f, articles[i], &a.wire, &problems{})
		proposed := &instances{actors: a.wire.Actors, events: a.wire.Events, statements: a.wire.Statements, quantities: a.wire.Quantities}
		return &listFile{file: a.file, instances: proposed, defined: l.definitionsOf(proposed, nil)}
	}, func(w *listFile) {
		if w != nil {
			l.define(w)
			lists = append(lists, w)
		}
	})
	return lists
}

func (l *linker) readList(f *files, name string, held *fetched) *listFile {
	defer l.rooms.put(held)
	kept := l.keepers.get()
	defer l.keepers.put(kept)
	w := &listFile{problems: &problems{}, file: &file{name: name, from: f, broken: true}, instances: &instances{}}
	content, ok := held.by(w.file, w.problems)
	if !ok {
		return w
	}
	w.file.content = content
	read := l.instances.get()
	if w.readStraight(read, content) {
		w.straight, w.file.broken = true, false
		w.defined = l.definitionsOf(read, kept)
		l.instances.put(read)
		w.hash = maphash.String(seed, content)
		w.file.letGo()
		return w
	}
	w.file.decode(strings.Clone(content), w.keys(partOf(name)), w.problems)
	w.defined = l.definitionsOf(w.instances, kept)
	return w
}

// readAgain takes in a file that was read straight once more.
func (w *listFile) readAgain(held *fetched, into *instances, p *problems) bool {
	content, ok := held.by(w.file, p)
	if !ok {
		return false
	}
	if maphash.String(seed, content) != w.hash {
		p.report(Unreadable, place{file: w.file}, "run it again", "it was changed while the dataset was read")
		return false
	}
	return w.readStraight(into, content)
}

// readStraight reads the instances of a file of JSON in which nothing is wrong.
func (w *listFile) readStraight(into *instances, content string) bool {
	into.actors, into.places, into.events = into.actors[:0], into.places[:0], into.events[:0]
	into.statements, into.quantities = into.statements[:0], into.quantities[:0]
	return path.Ext(w.file.name) == ".json" && decodeStraight(w.file, content, into.keys(partOf(w.file.name)))
}

func (l *linker) readReleases(f *files) []releaseFile {
	var list []releaseFile
	for _, name := range f.releases {
		r := releaseFile{name: name}
		decodeFile(f, name, &r.wire, l.problems)
		f.read()
		list = append(list, r)
	}
	return list
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
