package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"onrecord/dataset"
	"onrecord/loader"
	"onrecord/news"
	"onrecord/store"
)

// input is where a dataset comes from. Commands that read one embed it.
type input struct {
	Dataset string `arg:"" optional:"" type:"path" help:"The dataset folder. Left out: the dataset that the program carries."`
	Texts   string `type:"path" env:"ONRECORD_TEXTS" placeholder:"DIR" help:"The folder of article texts. Every span is then held against its text."`
}

func (in *input) load(keepText bool, progress func(done, total int)) (*news.Dataset, loader.Diagnostics, error) {
	files := fs.FS(dataset.Files)
	if in.Dataset != "" {
		if err := folder(in.Dataset); err != nil {
			return nil, nil, err
		}
		files = os.DirFS(in.Dataset)
	}
	options := loader.Options{KeepText: keepText, Progress: progress}
	if in.Texts != "" {
		if err := folder(in.Texts); err != nil {
			return nil, nil, err
		}
		options.Texts = os.DirFS(in.Texts)
	}
	ds, found := loader.Load(files, options)
	return ds, found, nil
}

func folder(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is not a folder", path)
	}
	return nil
}

type compileCommand struct {
	input
	Output   string `short:"o" type:"path" default:"onrecord.db" env:"ONRECORD_STORE" help:"The store to write; what stood there is replaced when the new one is complete. ${default} where left out."`
	KeepText bool   `help:"Keep the article texts in the store, so that the API can show them. Needs --texts."`
	Drafts   string `type:"path" placeholder:"DIR" help:"A folder of raw articles that nobody has annotated: text, Markdown or HTML. Drafts of them go into the store too; what is in them is marked DRAFT, and every list can leave it out."`
	Strict   bool   `help:"Let warnings stop the build too."`
}

// Run compiles a dataset into a store.
func (cmd *compileCommand) Run(c console) error {
	defer collectWhileCompiling()()
	ds, err := cmd.dataset(c)
	if err != nil {
		return err
	}
	written, err := store.Create(cmd.Output, ds, bar(c.err, "writing"))
	if err != nil {
		return err
	}
	defer written.Close()
	_, err = fmt.Fprintf(c.out, "%s: version %s, %s\n", filepath.Base(cmd.Output), written.Dataset().Version, counts(written.Dataset()))
	return err
}

// dataset loads what is to be kept, and prints its problems. They are an error where they stop the build.
func (cmd *compileCommand) dataset(c console) (*news.Dataset, error) {
	if cmd.KeepText && cmd.Texts == "" && cmd.Drafts == "" {
		return nil, errors.New("--keep-text keeps the texts that --texts gives, and --texts is missing")
	}
	var (
		ds      *news.Dataset
		found   loader.Diagnostics
		skipped int
		err     error
	)
	if cmd.Drafts == "" {
		ds, found, err = cmd.load(cmd.KeepText, bar(c.err, "reading"))
	} else {
		ds, found, skipped, err = cmd.withDrafts(c)
	}
	if err != nil {
		return nil, err
	}
	if err := found.Text(c.err); err != nil {
		return nil, err
	}
	if ds == nil || cmd.Strict && found.Warnings()+skipped > 0 {
		return nil, errProblems
	}
	return ds, nil
}

// counts says what a store holds in one line.
func counts(s *store.Summary) string {
	return fmt.Sprintf("%d articles, %d actors, %d places, %d events, %d statements in %d reports, %d quantities with %d figures, %d accounts, %d roles, %d terms",
		s.Articles, s.Actors, s.Places, s.Events, s.Statements, s.Reports, s.Quantities, s.Figures, s.Accounts, s.Roles, s.Terms)
}

// bar shows progress where somebody watches a terminal, and nowhere else.
func bar(w io.Writer, what string) func(done, total int) {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return nil
	}
	var shown *progressbar.ProgressBar
	return func(done, total int) {
		if shown == nil {
			shown = progressbar.NewOptions(total, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(what),
				progressbar.OptionClearOnFinish(), progressbar.OptionShowCount())
		}
		_ = shown.Set(done) // a bar that cannot be drawn is no reason to stop
	}
}

// version is the version of the program as the Go toolchain recorded it.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return "onrecord " + info.Main.Version
	}
	return "onrecord (devel)"
}
