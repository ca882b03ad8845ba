package main

import (
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
	"onrecord/news"
)

type draftCommand struct {
	Articles []string `arg:"" name:"article" type:"path" help:"The articles: text, Markdown with front matter, or HTML."`
	Dataset  string   `type:"path" placeholder:"DIR" help:"The dataset whose actors and places are proposed first. Left out: the dataset that the program carries."`
	Into     string   `type:"path" placeholder:"DIR" help:"A dataset folder: each record is written to articles/ in it, beside those that are there and never over one. Left out: records are printed."`
	Texts    string   `type:"path" env:"ONRECORD_TEXTS" placeholder:"DIR" help:"The folder of article texts. With --into, each article's text is put there if it is not."`
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

func (cmd *draftCommand) one(c console, name string, context *draft.Context) error {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return errors.New("there is no such file")
	case !info.Mode().IsRegular():
		return errors.New("it is no ordinary file")
	case info.Size() > ingest.MaxSize:
		return fmt.Errorf("it has %d MiB, and an article at most %d", info.Size()>>20, ingest.MaxSize>>20)
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	raw, err := ingest.Read(name, content)
	if err != nil {
		return err
	}
	d := draft.Article(raw.Text, context, raw.Published)
	if !d.HasBody() {
		return errors.New("it holds nothing that reads as an article: only lines of a page")
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
	record := d.Record(about)
	if cmd.Into == "" {
		_, err := c.out.Write(record)
		return err
	}
	if err := cmd.keep(about, raw.Text, record); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "articles/%s.yaml: %s, %s, %s, %s\n", slug, count(len(d.Statements), "statement"), count(len(d.Figures), "figure"), count(len(d.Events), "account"), count(len(d.Roles), "role"))
	return err
}

// keep writes a record and its text, and never over another.
func (cmd *draftCommand) keep(about draft.About, text string, record []byte) error {
	path := filepath.Join(cmd.Into, "articles", about.Slug+".yaml")
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("articles/%s.yaml is there already, and is left as it is", about.Slug)
	}
	textPath := filepath.Join(cmd.Texts, about.File)
	if there, err := os.ReadFile(textPath); err == nil {
		if normal, err := loader.Normalize(there); err != nil || normal != text {
			return fmt.Errorf("another text is there as %s, and is left as it is", about.File)
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
	return os.WriteFile(path, record, 0o644)
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
