package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"onrecord/dataset"
	"onrecord/loader"
	"onrecord/store"
)

// A dataset that goes part by part from its files into a store, with nothing derived before, gives the store of one that was read and derived
// as a whole.
func TestTheStoreOfAStreamIsThatOfTheWhole(t *testing.T) {
	for name, files := range map[string]fs.FS{"the articles": dataset.Files, "sound": os.DirFS("testdata/sound/dataset")} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			whole, stream := filepath.Join(folder, "whole.db"), filepath.Join(folder, "stream.db")
			ds, found := loader.Load(files, loader.Options{})
			if ds == nil {
				t.Fatal(found)
			}
			if err := store.Write(whole, ds, nil); err != nil {
				t.Fatal(err)
			}
			in, err := store.NewIntake(folder)
			if err != nil {
				t.Fatal(err)
			}
			header, found, err := loader.LoadParts(files, loader.Options{}, in.Take)
			if header == nil || err != nil {
				t.Fatal(found, err)
			}
			s, err := in.Create(stream, header, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(s.Close(), in.Close()); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(contentOf(t, whole), contentOf(t, stream)) {
				t.Error("the two stores differ")
			}
			if left, err := os.ReadDir(folder); err != nil || len(left) != 2 {
				t.Error("beside the stores there is something left:", left, err)
			}
		})
	}
}

func contentOf(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
