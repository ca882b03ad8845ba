package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"onrecord/dataset"
	"onrecord/loader"
	"onrecord/loader/draft"
	"onrecord/news"
)

// bulk drafts a folder of raw articles and lays their records beside those of a dataset, in a folder that is gone afterwards. As many
// articles are in hand at once as there are cores; what is drafted lies on disk until the whole is read.
type bulk struct {
	names   []string
	slugs   []string
	records string
	texts   string
	context *draft.Context
	// hashes and errs have a place for each article.
	hashes []string
	errs   []error
}

// withDrafts reads a dataset together with drafts of the raw articles. skipped counts those of which nothing came; why is printed.
func (cmd *compileCommand) withDrafts(c console) (ds *news.Dataset, found loader.Diagnostics, skipped int, err error) {
	if err := folder(cmd.Drafts); err != nil {
		return nil, nil, 0, err
	}
	reviewed, found, err := cmd.load(false, nil)
	if err != nil || reviewed == nil {
		return nil, found, 0, err
	}
	work, err := os.MkdirTemp("", "onrecord-drafts-*")
	if err != nil {
		return nil, nil, 0, err
	}
	defer os.RemoveAll(work)
	b := &bulk{records: filepath.Join(work, "dataset"), texts: filepath.Join(work, "texts"), context: draft.NewContext(reviewed)}
	files := fs.FS(dataset.Files)
	if cmd.Dataset != "" {
		files = os.DirFS(cmd.Dataset)
	}
	if err := errors.Join(os.CopyFS(b.records, files), os.MkdirAll(filepath.Join(b.records, "articles"), 0o700), os.MkdirAll(b.texts, 0o700)); err != nil {
		return nil, nil, 0, err
	}
	taken := map[string]bool{}
	hashes := map[string]string{}
	for _, a := range reviewed.Articles {
		_, slug, _ := news.SplitID(string(a.ID))
		taken[slug], hashes[a.TextHash] = true, string(a.ID)
	}
	if err := b.list(cmd.Drafts, taken); err != nil {
		return nil, nil, 0, err
	}
	b.run(cmd.Drafts, bar(c.err, "drafting"))
	for i, name := range b.names {
		err := b.errs[i]
		if as := hashes[b.hashes[i]]; err == nil && as != "" {
			err = errors.Join(os.Remove(b.record(i)), fmt.Errorf("its text is there already, as %s", as))
		}
		if err != nil {
			fmt.Fprintf(c.err, "%s: %v\n", name, err)
			skipped++
			continue
		}
		hashes[b.hashes[i]] = name
	}
	texts := either{os.DirFS(b.texts)}
	if cmd.Texts != "" {
		texts = append(texts, os.DirFS(cmd.Texts))
	}
	for {
		ds, found = loader.Load(os.DirFS(b.records), loader.Options{KeepText: cmd.KeepText, Progress: bar(c.err, "reading"), Texts: texts})
		// A draft that does not pass check is a fault of the drafter's, and no reason to do without all the others.
		dropped, err := b.drop(c.err, found)
		if err != nil {
			return nil, nil, 0, err
		}
		if skipped += dropped; dropped == 0 {
			break
		}
	}
	if cmd.Texts == "" {
		fmt.Fprintf(c.err, "the texts of %s of the dataset are not at hand: nothing of these was held against them; --texts gives the folder\n", count(len(reviewed.Articles), "article"))
		found = slices.DeleteFunc(found, func(x loader.Diagnostic) bool { return x.Code == loader.MissingText })
	}
	found, unsaid := b.leaveOut(found)
	if unsaid > 0 {
		fmt.Fprintf(c.err, "%s in drafts, of numbers and quotations that nothing covers and the like, not shown; onrecord draft --into and check show them\n\n", count(unsaid, "warning"))
	}
	return ds, found, skipped, nil
}

// drop takes out the drafts that have errors, and says so.
func (b *bulk) drop(w io.Writer, found loader.Diagnostics) (dropped int, err error) {
	bad := map[string]string{}
	for _, x := range found {
		if x.Severity == loader.Error && bad[x.File] == "" {
			bad[x.File] = x.Message
		}
	}
	for i, slug := range b.slugs {
		if message := bad[loader.ArticleFile(slug)]; message != "" {
			fmt.Fprintf(w, "%s: its draft does not pass check: %s\n", b.names[i], message)
			dropped++
			err = errors.Join(err, os.Remove(b.record(i)))
		}
	}
	return dropped, err
}

// leaveOut takes out the warnings about drafts, and counts them.
func (b *bulk) leaveOut(found loader.Diagnostics) (kept loader.Diagnostics, unsaid int) {
	drafts := map[string]bool{}
	for _, slug := range b.slugs {
		drafts[loader.ArticleFile(slug)], drafts[slug+".txt"] = true, true
	}
	for _, x := range found {
		if x.Severity == loader.Warning && drafts[x.File] {
			unsaid++
			continue
		}
		kept = append(kept, x)
	}
	return kept, unsaid
}

// list finds the raw articles, in the order of their names, and gives each a slug that no other has.
func (b *bulk) list(root string, taken map[string]bool) error {
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path != root && strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			return nil
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		base := draft.Slug(strings.TrimSuffix(filepath.ToSlash(name), filepath.Ext(name)))
		if base == "" {
			base = "draft"
		}
		slug := base
		for n := 2; taken[slug]; n++ {
			slug = base + "-" + strconv.Itoa(n)
		}
		taken[slug] = true
		b.names, b.slugs = append(b.names, name), append(b.slugs, slug)
		return nil
	})
	if err == nil && len(b.names) == 0 {
		return fmt.Errorf("%s holds no article", filepath.Base(root))
	}
	b.hashes, b.errs = make([]string, len(b.names)), make([]error, len(b.names))
	return err
}

func (b *bulk) record(i int) string {
	return filepath.Join(b.records, filepath.FromSlash(loader.ArticleFile(b.slugs[i])))
}

// run drafts all, each core one article after another.
func (b *bulk) run(root string, progress func(done, total int)) {
	todo := make(chan int)
	var working sync.WaitGroup
	var drawing sync.Mutex
	done := 0
	for range runtime.GOMAXPROCS(0) {
		working.Go(func() {
			for i := range todo {
				b.hashes[i], b.errs[i] = b.one(root, i)
				if progress != nil {
					drawing.Lock()
					done++
					progress(done, len(b.names))
					drawing.Unlock()
				}
			}
		})
	}
	for i := range b.names {
		todo <- i
	}
	close(todo)
	working.Wait()
}

func (b *bulk) one(root string, i int) (hash string, err error) {
	raw, d, err := drafted(filepath.Join(root, b.names[i]), b.context)
	if err != nil {
		return "", err
	}
	about := draft.About{Slug: b.slugs[i], File: b.slugs[i] + ".txt", Headline: raw.Headline, Byline: raw.Byline, URL: raw.URL, Language: raw.Language}
	if err := os.WriteFile(filepath.Join(b.texts, about.File), []byte(raw.Text), 0o600); err != nil {
		return "", err
	}
	return loader.Digest(raw.Text), os.WriteFile(b.record(i), d.Record(about), 0o600)
}

// either opens a file in the first of several folders that has it.
type either []fs.FS

func (e either) Open(name string) (fs.File, error) {
	for _, folder := range e {
		file, err := folder.Open(name)
		if !errors.Is(err, fs.ErrNotExist) {
			return file, err
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
