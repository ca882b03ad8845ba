package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"onrecord/dataset"
	"onrecord/loader"
	"onrecord/loader/draft"
	"onrecord/loader/draft/ingest"
	"onrecord/loader/draft/measure"
	"onrecord/loader/review"
	"onrecord/news"
)

type draftCommand struct {
	Articles []string `arg:"" name:"article" type:"path" help:"The articles: text, Markdown with front matter, or HTML."`
	Dataset  string   `type:"path" placeholder:"DIR" help:"The dataset whose actors and places are proposed first. Left out: the dataset that the program carries."`
	Into     string   `type:"path" placeholder:"DIR" help:"A dataset folder: each record is written to articles/ in it. Where one is there, what somebody has read in it stays as it is, and only drafts that nobody has read are written anew. Left out: records are printed."`
	Texts    string   `type:"path" env:"ONRECORD_TEXTS" placeholder:"DIR" help:"The folder of article texts. With --into, each article's text is put there if it is not."`
	Moved    bool     `help:"An article of which there is a record has another text now: put it in place of the one that is there, and move the record's spans."`
}

// Run drafts each article, and stops at none: what cannot be drafted is said, and the next one taken.
func (cmd *draftCommand) Run(c console) error {
	if cmd.Into != "" {
		if err := folder(cmd.Into); err != nil {
			return err
		}
		if cmd.Dataset == "" {
			cmd.Dataset = cmd.Into
		}
		if cmd.Texts == "" {
			return errors.New("--into needs --texts: the folder that has the articles' texts, or is to have them")
		}
	}
	context, err := cmd.context(c)
	if err != nil {
		return err
	}
	failed := 0
	for _, name := range cmd.Articles {
		if err := cmd.one(c, name, context); err != nil {
			fmt.Fprintf(c.err, "%s: %v\n", filepath.Base(name), err)
			failed++
		}
	}
	if failed > 0 {
		return errProblems
	}
	return nil
}

// context is what drafts know of a dataset. One with errors lends nothing, and its errors are said.
func (cmd *draftCommand) context(c console) (*draft.Context, error) {
	files := fs.FS(dataset.Files)
	if cmd.Dataset != "" {
		if err := folder(cmd.Dataset); err != nil {
			return nil, err
		}
		files = os.DirFS(cmd.Dataset)
	}
	ds, found := loader.Load(files, loader.Options{})
	if ds == nil {
		if err := found.Text(c.err); err != nil {
			return nil, err
		}
		return nil, errors.New("the dataset has errors; mend them first, so that drafts can go by its actors")
	}
	return draft.NewContext(ds), nil
}

// drafted reads one file as an article and drafts it.
func drafted(name string, context *draft.Context) (*ingest.Article, *draft.Draft, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, nil, errors.New("there is no such file")
	case !info.Mode().IsRegular():
		return nil, nil, errors.New("it is no ordinary file")
	case info.Size() > ingest.MaxSize:
		return nil, nil, fmt.Errorf("it has %d MiB, and an article at most %d", info.Size()>>20, ingest.MaxSize>>20)
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, err
	}
	raw, err := ingest.Read(name, content)
	if err != nil {
		return nil, nil, err
	}
	d := draft.Article(raw.Text, context, raw.Published)
	if !d.HasBody() {
		return nil, nil, errors.New("it holds nothing that reads as an article: only lines of a page")
	}
	return raw, d, nil
}

func (cmd *draftCommand) one(c console, name string, context *draft.Context) error {
	raw, d, err := drafted(name, context)
	if err != nil {
		return err
	}
	slug := draft.Slug(strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)))
	if slug == "" {
		return errors.New("its name gives no slug; begin it with a letter or a digit of the basic alphabet")
	}
	about := draft.About{Slug: slug, File: slug + ".txt", Headline: raw.Headline, Byline: raw.Byline, URL: raw.URL, Language: raw.Language}
	if raw.AsItStands && cmd.Texts != "" {
		if kept, err := filepath.Rel(cmd.Texts, name); err == nil && filepath.Dir(kept) == "." {
			about.File = kept // it stands in the folder of texts already
		}
	}
	record, err := review.Seal(slug, d.Record(about))
	if err != nil {
		return err
	}
	if cmd.Into == "" {
		_, err := c.out.Write(record)
		return err
	}
	path := filepath.Join(cmd.Into, "articles", slug+".yaml")
	if _, err := os.Stat(path); err == nil {
		return cmd.again(c, path, slug, raw.Text, record)
	}
	if err := cmd.keep(path, filepath.Join(cmd.Texts, about.File), raw.Text, record); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "articles/%s.yaml: %s, %s, %s, %s\n", slug, count(len(d.Statements), "statement"), count(len(d.Figures), "figure"), count(len(d.Events), "account"), count(len(d.Roles), "role"))
	return err
}

// keep writes a record and its text, and no text over another.
func (cmd *draftCommand) keep(path, textPath, text string, record []byte) error {
	if there, err := os.ReadFile(textPath); err == nil {
		if normal, err := loader.Normalize(there); err != nil || normal != text {
			return fmt.Errorf("another text is there as %s, and is left as it is", filepath.Base(textPath))
		}
	} else {
		if err := os.MkdirAll(cmd.Texts, 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(textPath, []byte(text), 0o644); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return review.Write(path, record)
}

// again drafts into a record that is there. What somebody has decided stays as it is; with --moved the record goes over to a text
// that has changed.
func (cmd *draftCommand) again(c console, path, slug, text string, record []byte) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	file, err := review.Parse(slug, content)
	if err != nil {
		return err
	}
	textPath := filepath.Join(cmd.Texts, file.TextName())
	old := ""
	if there, err := os.ReadFile(textPath); err == nil {
		if old, err = loader.Normalize(there); err != nil {
			return fmt.Errorf("%s: %w", file.TextName(), err)
		}
	}
	if loader.Digest(text) != file.TextHash() {
		if old != "" && old != text && !cmd.Moved {
			return fmt.Errorf("another text is there as %s, and is left as it is; --moved puts this one in its place and moves the record to it", file.TextName())
		}
		if old == text || loader.Digest(old) != file.TextHash() {
			old = "" // no text that the record was made on
		}
		moved, err := file.Reanchor(text, old)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(c.out, "articles/%s.yaml: the text has changed: %s\n", slug, moved); err != nil {
			return err
		}
	}
	changes, err := file.Again(record)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(cmd.Texts, 0o755); err != nil {
		return err
	}
	if there, err := os.ReadFile(textPath); err != nil || string(there) != text {
		if normal, err := loader.Normalize(there); err != nil || normal != text || len(there) == 0 {
			if err := review.Write(textPath, []byte(text)); err != nil {
				return err
			}
		}
	}
	if !bytes.Equal(file.Bytes(), content) {
		if err := review.Write(path, file.Bytes()); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(c.out, "articles/%s.yaml is there: %s new, %d rewritten, %d as before, %d gone; %d left out, decided already\n",
		slug, count(changes.Added, "draft"), changes.Rewritten, changes.Same, changes.Gone, changes.Decided)
	return err
}

type evaluateCommand struct {
	input
	Attributions string `type:"existingdir" placeholder:"DIR" help:"A folder in PolNeAR's format: text/*.txt and attributions/*.ann."`
	Numbers      string `type:"existingdir" placeholder:"DIR" help:"A folder of number sentences, *.txt; docs/drafting.md has their format. Left out: those that the program carries."`
	Worst        int    `default:"0" placeholder:"N" help:"Print the N worst errors of each kind of material."`
}

// Run scores the drafter on what is at hand.
func (cmd *evaluateCommand) Run(c console) error {
	print := func(r *measure.Report, err error) error {
		if err != nil {
			return err
		}
		return r.Print(c.out, cmd.Worst)
	}
	if cmd.Attributions != "" {
		if err := print(measure.Attributions(os.DirFS(cmd.Attributions))); err != nil {
			return err
		}
	}
	numbers := fs.FS(measure.Sentences)
	if cmd.Numbers != "" {
		numbers = os.DirFS(cmd.Numbers)
	}
	if err := print(measure.Numbers(numbers)); err != nil {
		return err
	}
	if cmd.Texts == "" {
		fmt.Fprintln(c.err, "the texts are not at hand, so the reviewed dataset is left out; give their folder by --texts")
		return nil
	}
	ds, found, err := cmd.load(true, nil)
	if err != nil {
		return err
	}
	if ds == nil {
		if err := found.Text(c.err); err != nil {
			return err
		}
		return errProblems
	}
	return print(measure.Reviewed(ds, cmd.furniture()), nil)
}

func (cmd *evaluateCommand) furniture() map[news.ArticleID][]news.Span {
	if cmd.Dataset == "" {
		return loader.PageFurniture(dataset.Files)
	}
	return loader.PageFurniture(os.DirFS(cmd.Dataset))
}
