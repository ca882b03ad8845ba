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
	"onrecord/news"
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

// A part that cannot be taken stops the reading, and is told of once.
func TestAPartThatCannotBeTakenStopsTheReading(t *testing.T) {
	full := errors.New("no room")
	taken := 0
	hand, end := handing(func(*news.Dataset) error { taken++; return full })
	for range 1000 {
		if err := hand(&news.Dataset{}); err != nil && !errors.Is(err, errStopped) {
			t.Fatal(err)
		}
	}
	if err := end(); !errors.Is(err, full) || taken != 1 {
		t.Errorf("%d parts are taken, and the end says %v; want one, and that there is no room", taken, err)
	}
	in := &input{}
	header, _, err := in.loadParts(false, nil, func(*news.Dataset) error { return full })
	if header != nil || !errors.Is(err, full) || errors.Is(err, errStopped) {
		t.Errorf("the header is %v and the error %v", header, err)
	}
}
