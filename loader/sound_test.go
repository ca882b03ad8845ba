package loader

import (
	"flag"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// -update rewrites what is generated from the code. Read the difference before committing it.
var update = flag.Bool("update", false, "rewrite generated files")

// copyOf takes a folder into memory, where a test can spoil it.
func copyOf(t testing.TB, dir string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	source := os.DirFS(dir)
	err := fs.WalkDir(source, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(source, name)
		files[name] = &fstest.MapFile{Data: content}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("%s is empty", dir)
	}
	return files
}

func soundDataset(t testing.TB) fstest.MapFS { return copyOf(t, "../testdata/sound/dataset") }
func soundTexts(t testing.TB) fstest.MapFS   { return copyOf(t, "../testdata/sound/texts") }

// edit puts other words in place of words that stand exactly once in a file.
func edit(t testing.TB, files fstest.MapFS, name, old, with string) {
	t.Helper()
	content := string(files[name].Data)
	if n := strings.Count(content, old); n != 1 {
		t.Fatalf("%q stands %d times in %s, and edit needs it once", old, n, name)
	}
	files[name] = &fstest.MapFile{Data: []byte(strings.Replace(content, old, with, 1))}
}
