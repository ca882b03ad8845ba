package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"onrecord/loader"
	"onrecord/news"
	"onrecord/store"
)

type releaseCommand struct {
	Dataset string `arg:"" type:"path" help:"The dataset folder."`
}

// edition is what can name a file on every system.
var edition = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// Run writes down what the present edition holds, so that later ones can tell what became of each record.
func (cmd *releaseCommand) Run(c console) error {
	defer collectWhileCompiling()()
	ds, found := loader.Load(os.DirFS(cmd.Dataset), loader.Options{Fingerprints: true})
	if err := found.Text(c.err); err != nil {
		return err
	}
	if ds == nil || found.Warnings() > 0 {
		return errProblems
	}
	if !edition.MatchString(ds.Edition) {
		return fmt.Errorf("the edition %q cannot name a file; use letters, digits, dots and hyphens", ds.Edition)
	}
	version, err := versionOf(ds)
	if err != nil {
		return err
	}
	path := filepath.Join(cmd.Dataset, "releases", ds.Edition+".yaml")
	content := manifest(ds, version)
	switch old, err := os.ReadFile(path); {
	case err == nil && !bytes.Equal(old, content):
		return fmt.Errorf("the edition %s was released already; a release is never written again. Choose another edition in dataset.yaml", ds.Edition)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "releases/%s.yaml: version %s, %d records\n", ds.Edition, version, len(ds.Fingerprints))
	return err
}

// versionOf is the version under which a dataset is served.
func versionOf(ds *news.Dataset) (version string, err error) {
	folder, err := os.MkdirTemp("", "onrecord")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, "onrecord.db")
	if err := store.Write(path, ds, nil); err != nil {
		return "", err
	}
	s, err := store.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return s.Dataset().Version, nil
}

func manifest(ds *news.Dataset, version string) []byte {
	b := bytes.NewBufferString("# What the edition held. Written by onrecord release, and never changed.\n")
	fmt.Fprintf(b, "version: %q\nreleased: %s\nrecords:\n", version, ds.Released)
	for _, f := range ds.Fingerprints {
		fmt.Fprintf(b, "  - {id: %q, hash: %q}\n", f.ID, f.Hash)
	}
	return b.Bytes()
}
