package main

import (
	"bytes"
	"flag"
	"net"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"onrecord/publish"
)

// -update rewrites what the scripts and goldens expect. Read the difference before committing it.
var update = flag.Bool("update", false, "rewrite expected output")

func TestMain(m *testing.M) {
	if os.Getenv("ONRECORD_TEST_AS") == "onrecord" { // for who cannot choose the name it is called by
		main()
	}
	testscript.Main(m, map[string]func(){"onrecord": main, "careless": careless})
}

// Each script is a use of the program on the command line, opening with a sentence that says what it shows. It begins in a
// folder that holds the sound dataset of testdata/sound.
func TestScripts(t *testing.T)        { runScripts(t, "testdata/script") }
func TestBrokenDatasets(t *testing.T) { runScripts(t, "testdata/script/broken") }

func runScripts(t *testing.T, dir string) {
	if found, _ := filepath.Glob(filepath.Join(dir, "*.txtar")); len(found) == 0 {
		t.Fatalf("%s holds no script", dir)
	}
	sound, err := filepath.Abs("testdata/sound")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               func(env *testscript.Env) error { return os.CopyFS(env.WorkDir, os.DirFS(sound)) },
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"edit": edit, "remove": remove, "free": free, "damage": damage},
	})
}

// edit puts other words in place of words that stand exactly once in a file.
func edit(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: edit FILE OLD NEW")
	}
	path := ts.MkAbs(args[0])
	content, err := os.ReadFile(path)
	ts.Check(err)
	old, with := unquoteLines(args[1]), unquoteLines(args[2])
	if n := bytes.Count(content, old); n != 1 {
		ts.Fatalf("%q stands %d times in %s, and edit needs it once", old, n, args[0])
	}
	ts.Check(os.WriteFile(path, bytes.Replace(content, old, with, 1), 0o644))
}

// unquoteLines lets an argument, which is one line, stand for several.
func unquoteLines(arg string) []byte {
	return bytes.ReplaceAll([]byte(arg), []byte(`\n`), []byte("\n"))
}

func remove(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		ts.Check(os.Remove(ts.MkAbs(name)))
	}
}

// free puts an address nobody listens on into a variable.
func free(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: free VARIABLE")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv(args[0], l.Addr().String())
	ts.Check(l.Close())
}

// damage turns a bit in the middle of the current version of a folder.
func damage(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: damage FOLDER")
	}
	folder := publish.At(ts.MkAbs(args[0]))
	list, err := folder.Versions()
	ts.Check(err)
	path := folder.Path(list.Versions[slices.IndexFunc(list.Versions, func(v publish.Version) bool { return v.Hash == list.Current })])
	content, err := os.ReadFile(path)
	ts.Check(err)
	content[len(content)/2] ^= 1
	ts.Check(os.WriteFile(path, content, 0o644))
}
