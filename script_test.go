package main

import (
	"bytes"
	"flag"
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
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
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"edit": edit, "remove": remove, "free": free, "damage": damage, "bytes": writeBytes, "huge": huge, "curate": curate},
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

// writeBytes writes a file of bytes that cannot stand in a script: 'caf\xe9'.
func writeBytes(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: bytes FILE WORDS")
	}
	content, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(content), 0o644))
}

// huge makes a file of 100 MiB, without filling it.
func huge(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: huge FILE")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), nil, 0o644))
	ts.Check(os.Truncate(ts.MkAbs(args[0]), 100<<20))
}

// curate sits at onrecord review as a curator does: it reads what is shown and answers by a file of rules. Each line of it is a
// pattern, "=>", and the answers to what is asked, "|" between them; the first pattern that a shown draft fits counts. A draft that none
// fits fails.
func curate(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: curate ANSWERS ARGUMENTS-OF-REVIEW...")
	}
	content, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	sitting := &sitting{}
	for line := range strings.Lines(string(content)) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		pattern, answers, ok := strings.Cut(line, " => ")
		if !ok {
			ts.Fatalf("%q has no =>", line)
		}
		shown, err := regexp.Compile("(?s)" + pattern)
		ts.Check(err)
		sitting.rules = append(sitting.rules, rule{shown: shown, answers: strings.Split(answers, "|")})
	}
	arguments := []string{"review"}
	for _, arg := range args[1:] {
		if !strings.HasPrefix(arg, "-") {
			arg = ts.MkAbs(arg)
		}
		arguments = append(arguments, arg)
	}
	code := run(arguments, console{sitting, &sitting.shown, &sitting.shown})
	ts.Logf("%s", sitting.shown.String())
	if code != exitFine || sitting.lost != "" {
		ts.Fatalf("onrecord review ended with %d; no answer fits %s", code, sitting.lost)
	}
	for _, r := range sitting.rules {
		if !r.used {
			ts.Fatalf("no draft was shown that fits %s", r.shown)
		}
	}
}

type rule struct {
	shown   *regexp.Regexp
	answers []string
	used    bool
}

// sitting gives one answer for each prompt.
type sitting struct {
	shown bytes.Buffer
	rules []rule
	read  int
	next  []string
	lost  string
}

func (s *sitting) Read(p []byte) (int, error) {
	shown := s.shown.String()[s.read:]
	s.read = s.shown.Len()
	if strings.Contains(shown, "──") {
		s.next = nil
		for i := range s.rules {
			if r := &s.rules[i]; r.shown.MatchString(shown[strings.Index(shown, "──"):]) {
				s.next, r.used = r.answers, true
				break
			}
		}
	}
	if len(s.next) == 0 {
		s.lost = shown
		return 0, io.EOF
	}
	answer := s.next[0] + "\n"
	s.next = s.next[1:]
	return copy(p, answer), nil
}
