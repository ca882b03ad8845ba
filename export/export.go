// Package export writes a whole dataset as a Frictionless Data Package: a folder of tables as CSV, NDJSON and Parquet, all
// records as JSON-LD, a description of every column, and checksums. The same store gives the same bytes.
package export

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"onrecord/store"
)

// Format is one of the forms a package holds its records in.
type Format string

// The formats.
const (
	CSV     Format = "csv"
	NDJSON  Format = "ndjson"
	Parquet Format = "parquet"
	JSONLD  Format = "jsonld"
)

// Formats lists every [Format].
var Formats = []Format{CSV, NDJSON, Parquet, JSONLD}

// LocalBase is where onrecord serve answers on one's own machine.
const LocalBase = "http://127.0.0.1:8080"

// Options are the choices there are.
type Options struct {
	// Base is where the records are published, such as "https://news.example", without a slash at its end; their addresses
	// in JSON-LD begin with it. "" is nowhere: they begin with [LocalBase], and the citation names no address.
	Base string
	// Formats are those to write; nil is all of them.
	Formats []Format
	// NoGuard leaves texts in CSV as they are where a spreadsheet would take them for a formula.
	NoGuard bool
	// Force puts the package in place of an earlier one.
	Force bool
	// Progress, where it is not nil, is told how many records of how many have been written.
	Progress func(done, total int)
}

// Write writes a store as a package into the folder at path. It is built in a folder beside and renamed when complete, so
// that path holds a whole package or what it held before. A folder that holds anything is refused; with [Options.Force] an
// earlier package is replaced, and nothing else ever is.
func Write(path string, s *store.Store, o Options) (err error) {
	if o.Formats == nil {
		o.Formats = Formats
	}
	if len(o.Formats) == 0 {
		return errors.New("export: no format was asked for")
	}
	if err := vacant(path, o.Force); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	aside, err := os.MkdirTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("export: %w", err), os.RemoveAll(aside))
		}
	}()
	if err := os.Chmod(aside, 0o755); err != nil {
		return err
	}
	f := newFolder(aside, s, o)
	if err := errors.Join(f.write(), f.closeAll()); err != nil {
		return err
	}
	return replace(path, aside)
}

// vacant reports an error where a package must not be put.
func vacant(path string, force bool) error {
	held, err := os.ReadDir(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(held) == 0:
		return nil
	}
	earlier := slices.ContainsFunc(held, func(e fs.DirEntry) bool { return e.Name() == descriptorName })
	switch {
	case !earlier:
		return fmt.Errorf("%s holds something that is no package of ours; name a new folder or an empty one", path)
	case !force:
		return fmt.Errorf("%s holds a package already; name another folder, or replace it with --force", path)
	}
	return nil
}

// replace moves a folder to path, in place of what is there.
func replace(path, aside string) error {
	before := aside + ".before"
	switch err := os.Rename(path, before); {
	case errors.Is(err, fs.ErrNotExist):
		return os.Rename(aside, path)
	case err != nil:
		return err
	}
	if err := os.Rename(aside, path); err != nil {
		return errors.Join(err, os.Rename(before, path))
	}
	return os.RemoveAll(before)
}
