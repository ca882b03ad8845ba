package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync/atomic"

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

// load reads the dataset into memory.
func (in *input) load(keepText bool, progress func(done, total int)) (*news.Dataset, loader.Diagnostics, error) {
	files, options, err := in.files(keepText, progress)
	if err != nil {
		return nil, nil, err
	}
	ds, found := loader.Load(files, options)
	return ds, found, nil
}

// loadParts hands the dataset over in parts; see [loader.LoadParts]. Parts are taken beside the reading.
func (in *input) loadParts(keepText bool, progress func(done, total int), take func(*news.Dataset) error) (*news.Dataset, loader.Diagnostics, error) {
	files, options, err := in.files(keepText, progress)
	if err != nil {
		return nil, nil, err
	}
	hand, end := handing(take)
	header, found, stopped := loader.LoadParts(files, options, hand)
	if err := cmp.Or(end(), stopped); err != nil {
		return nil, found, err
	}
	return header, found, nil
}

// errStopped stops the reading when a part could not be taken.
var errStopped = errors.New("a part could not be taken")

// handing has parts taken by a goroutine of its own, one after the other, until end is called, which gives why one could not be taken. After
// that no more are, and hand says so.
func handing(take func(*news.Dataset) error) (hand func(*news.Dataset) error, end func() error) {
	const waiting = 64 // parts
	parts, done := make(chan *news.Dataset, waiting), make(chan error, 1)
	var failed atomic.Bool
	go func() {
		var err error
		for part := range parts {
			if err == nil {
				err = take(part)
				failed.Store(err != nil)
			}
		}
		done <- err
	}()
	hand = func(part *news.Dataset) error {
		if failed.Load() {
			return errStopped
		}
		parts <- part
		return nil
	}
	return hand, func() error { close(parts); return <-done }
}

func (in *input) files(keepText bool, progress func(done, total int)) (fs.FS, loader.Options, error) {
	files := fs.FS(dataset.Files)
	if in.Dataset != "" {
		if err := folder(in.Dataset); err != nil {
			return nil, loader.Options{}, err
		}
		files = os.DirFS(in.Dataset)
	}
	options := loader.Options{KeepText: keepText, Progress: progress}
	if in.Texts != "" {
		if err := folder(in.Texts); err != nil {
			return nil, loader.Options{}, err
		}
		options.Texts = os.DirFS(in.Texts)
	}
	return files, options, nil
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
func (cmd *compileCommand) Run(c console) (err error) {
	defer collectWhileCompiling()()
	read, err := cmd.read(c, filepath.Dir(cmd.Output))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, read.Close()) }()
	written, err := read.write(cmd.Output, bar(c.err, "writing"))
	if err != nil {
		return err
	}
	defer written.Close()
	_, err = fmt.Fprintf(c.out, "%s: version %s, %s\n", filepath.Base(cmd.Output), written.Dataset().Version, counts(written.Dataset()))
	return err
}

// readDataset is a dataset that was read, to be written to a store. Its records are not in memory.
type readDataset struct {
	*store.Intake
	header *news.Dataset
}

func (r *readDataset) write(path string, progress func(done, total int)) (*store.Store, error) {
	return r.Create(path, r.header, progress)
}

// read reads what is to be kept, and prints its problems. They are an error where they stop the build. folder is where the records are
// put until they are written.
func (cmd *compileCommand) read(c console, folder string) (*readDataset, error) {
	if cmd.KeepText && cmd.Texts == "" && cmd.Drafts == "" {
		return nil, errors.New("--keep-text keeps the texts that --texts gives, and --texts is missing")
	}
	in, err := store.NewIntake(folder)
	if err != nil {
		return nil, err
	}
	header, found, skipped, err := cmd.take(c, in)
	if err == nil {
		err = found.Text(c.err)
	}
	if err == nil && (header == nil || cmd.Strict && found.Warnings()+skipped > 0) {
		err = errProblems
	}
	if err != nil {
		return nil, errors.Join(err, in.Close())
	}
	return &readDataset{in, header}, nil
}

// take takes the records in. The header is nil where there are errors.
func (cmd *compileCommand) take(c console, in *store.Intake) (header *news.Dataset, found loader.Diagnostics, skipped int, err error) {
	if cmd.Drafts == "" {
		header, found, err = cmd.loadParts(cmd.KeepText, bar(c.err, "reading"), in.Take)
		return header, found, 0, err
	}
	header, found, skipped, err = cmd.withDrafts(c)
	if err == nil && header != nil {
		err = in.Take(header)
	}
	return header, found, skipped, err
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
