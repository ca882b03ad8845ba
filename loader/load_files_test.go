package loader

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"
)

// What is no ordinary file is told of and not opened: a pipe would keep the program waiting, a link may lead anywhere.
func TestOnlyOrdinaryFilesAreRead(t *testing.T) {
	for name, place := range map[string]func(dir string) error{
		"link to a file": func(dir string) error {
			return os.Symlink("wall.yaml", filepath.Join(dir, "articles", "odd.yaml"))
		},
		"link out of the folder": func(dir string) error {
			return os.Symlink("../../../etc/hostname", filepath.Join(dir, "articles", "odd.yaml"))
		},
		"link to nothing": func(dir string) error {
			return os.Symlink("nothing", filepath.Join(dir, "articles", "odd.yaml"))
		},
		"link to itself": func(dir string) error {
			return os.Symlink("odd.yaml", filepath.Join(dir, "articles", "odd.yaml"))
		},
		"pipe": func(dir string) error {
			return syscall.Mkfifo(filepath.Join(dir, "articles", "odd.yaml"), 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := onDisk(t)
			if err := place(dir); err != nil {
				t.Skip(err)
			}
			ds, found := Load(os.DirFS(dir), Options{})
			if ds != nil || found.Errors() != 1 || found[1].Code != Unreadable || found[1].File != "articles/odd.yaml" {
				t.Errorf("want one error about articles/odd.yaml:\n%s", text(t, found))
			}
		})
	}
	t.Run("linked folder", func(t *testing.T) {
		dir := onDisk(t)
		if err := os.Rename(filepath.Join(dir, "articles"), filepath.Join(t.TempDir(), "elsewhere")); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(".", filepath.Join(dir, "articles")); err != nil {
			t.Skip(err)
		}
		ds, found := Load(os.DirFS(dir), Options{})
		if ds != nil || found.Errors() != 1 {
			t.Errorf("want one error:\n%s", text(t, found))
		}
	})
}

// A text is not waited for either.
func TestTextsAreOrdinaryFiles(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, soundTexts(t)); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "wall.txt")
	for what, replace := range map[string]func() error{
		"pipe":   func() error { return syscall.Mkfifo(name, 0o600) },
		"folder": func() error { return os.Mkdir(name, 0o700) },
		"large":  func() error { return os.WriteFile(name, make([]byte, maxFile+1), 0o600) },
	} {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
		if err := replace(); err != nil {
			t.Fatal(err)
		}
		if _, found := Load(soundDataset(t), Options{Texts: os.DirFS(dir)}); len(found) != 1 || found[0].Code != Unreadable {
			t.Errorf("%s:\n%s", what, text(t, found))
		}
	}
}

func TestOddNames(t *testing.T) {
	dir := onDisk(t)
	made := 0
	for _, name := range []string{
		"articles/with space.yaml", "articles/UPPER.yaml", "articles/new\nline.yaml", "articles/" + strings.Repeat("x", 100) + ".yaml",
		"articles/caf\u00e9.yaml", "articles/bell\a.yaml", "articles/bad\xff.yaml", "articles/a:b.yaml", "articles/-.yaml", "articles/100%25.yaml",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("article: {}\n"), 0o600); err == nil {
			made++
		}
	}
	for _, name := range []string{"articles/deeper/more.yaml", "actors/deeper/actors.yaml", "notes.txt", ".hidden/actors.yaml", ".hidden.yaml", "articles/.other.yaml"} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte("actors: []\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ds, found := Load(os.DirFS(dir), Options{})
	if ds != nil {
		t.Fatal("taken")
	}
	count := map[Code]int{}
	for _, d := range found {
		if d.Code == BadSlug || d.Code == Unreadable {
			count[BadSlug]++
		}
		if d.Code == UnexpectedFile {
			count[d.Code]++
		}
		if strings.Contains(d.File, "hidden") || strings.Contains(d.File, ".other") {
			t.Errorf("%s was looked at", d.File)
		}
	}
	if count[BadSlug] < made || count[UnexpectedFile] != 3 {
		t.Errorf("%d of %d bad names, %d of 3 files that are not read:\n%s", count[BadSlug], made, count[UnexpectedFile], text(t, found))
	}
	if printed := text(t, found); strings.Contains(printed, "\a") || strings.Contains(printed, "\xff") || strings.Contains(printed, "new\nline") {
		t.Errorf("a name reaches the terminal raw:\n%q", printed)
	}
	checkSARIF(t, found)
	checkJSON(t, found)
}

func TestFolderThatIsNotThere(t *testing.T) {
	ds, found := Load(os.DirFS(filepath.Join(t.TempDir(), "nothing")), Options{})
	if ds != nil || found.Errors() != 7 {
		t.Errorf("want the folder and six files missed:\n%s", text(t, found))
	}
}

func TestLargeFile(t *testing.T) {
	files := soundDataset(t)
	files["articles/large.yaml"] = &fstest.MapFile{Data: bytes.Repeat([]byte("- [x]\n{"), 17<<20/7)}
	ds, found := Load(files, Options{})
	if ds != nil || found.Errors() == 0 || found[0].Code != TooLarge && !slices.ContainsFunc(found, func(d Diagnostic) bool { return d.Code == TooLarge }) {
		t.Errorf("taken:\n%s", text(t, found))
	}
}

// However a file is nested, it is refused before anything recurses into it.
func TestDeepNesting(t *testing.T) {
	const deep = 100_000
	stairs := &strings.Builder{}
	for i := range 2000 {
		fmt.Fprintf(stairs, "%*sa:\n", i, "")
	}
	for name, content := range map[string]string{
		"brackets":                  strings.Repeat("[", deep),
		"closed brackets":           strings.Repeat("[", deep) + strings.Repeat("]", deep),
		"braces":                    strings.Repeat("{a: ", deep),
		"brackets over many lines":  strings.Repeat("[\n", deep),
		"brackets behind a comment": strings.Repeat("[[[[ # ]]]]\n", deep),
		"brackets behind words":     strings.Repeat("[[[[ ']]]]',\n", deep),
		"dashes":                    strings.Repeat("- ", deep) + "x",
		"question marks":            strings.Repeat("? ", deep) + "x",
		"tags":                      strings.Repeat("!a ", deep) + "x",
		"tags over many lines":      strings.Repeat("!a\n", deep) + "x",
		"anchors":                   strings.Repeat("&a ", deep) + "x",
		"mixed":                     strings.Repeat("- ? !a &a ", deep) + "x",
		"stairs":                    stairs.String(),
	} {
		t.Run(name, func(t *testing.T) {
			files := soundDataset(t)
			files["articles/deep.yaml"] = &fstest.MapFile{Data: []byte(content)}
			start := time.Now()
			_, found := Load(files, Options{})
			if !slices.ContainsFunc(found, func(d Diagnostic) bool {
				return d.File == "articles/deep.yaml" && d.Code == TooDeep
			}) {
				t.Errorf("taken, after %v:\n%.2000s", time.Since(start), text(t, found))
			}
		})
	}
}

// Brackets in words are no nesting.
func TestBracketsInWords(t *testing.T) {
	files := soundDataset(t)
	edit(t, files, "places.yaml", "name: Vell", "name: 'Vell "+strings.Repeat("[{", 50)+"'")
	edit(t, files, "statements.yaml", "gist: The mayor says that the town will ask for help.", "gist: |\n      Help "+strings.Repeat("[", 50)+"\n      "+strings.Repeat("{", 50))
	mustLoad(t, files, Options{})
}

// Members of one another by very many ways do not take very long.
func TestManyWaysRound(t *testing.T) {
	files := soundDataset(t)
	var b strings.Builder
	for layer := range 40 {
		for side := range 3 {
			fmt.Fprintf(&b, "  - {id: n%d-%d, name: n, kind: GROUP, member_of: [n%d-0, n%d-1, n%d-2]}\n", layer, side, layer+1, layer+1, layer+1)
		}
	}
	for side := range 3 {
		fmt.Fprintf(&b, "  - {id: n40-%d, name: n, kind: GROUP}\n", side)
	}
	files["actors.yaml"].Data = append(append(files["actors.yaml"].Data, '\n'), b.String()...)
	_, found := mustLoad(t, files, Options{})
	if n := found.Warnings(); n != 3 { // the first layer
		t.Errorf("%d warnings", n)
	}
	edit(t, files, "actors.yaml", "{id: n40-2, name: n, kind: GROUP}", "{id: n40-2, name: n, kind: GROUP, member_of: [n0-0]}")
	if _, found := Load(files, Options{}); found.Errors() == 0 {
		t.Error("a circle of 41 is not found")
	}
}

// An article that cannot be taken in is told of once, and its text is left alone.
func TestBrokenArticleHidesItsText(t *testing.T) {
	files := soundDataset(t)
	edit(t, files, "articles/wall.yaml", "article:", "article: [")
	_, found := Load(files, Options{Texts: soundTexts(t)})
	for _, d := range found {
		if d.File == "wall.txt" || d.File == "articles/wall.yaml" && d.Code != Syntax {
			t.Errorf("%+v", d)
		}
	}
	if found.Errors() != 1 {
		t.Errorf("%d errors:\n%s", found.Errors(), text(t, found))
	}
}

func TestProgress(t *testing.T) {
	var done, total int
	mustLoad(t, soundDataset(t), Options{Progress: func(d, of int) {
		if d != done+1 {
			t.Errorf("%d after %d", d, done)
		}
		done, total = d, of
	}})
	if done != 8 || total != 8 {
		t.Errorf("%d of %d files", done, total)
	}
}

func checkJSON(t *testing.T, found Diagnostics) {
	t.Helper()
	var b bytes.Buffer
	if err := found.JSON(&b); err != nil {
		t.Fatal(err)
	}
	var list []map[string]any
	if err := json.Unmarshal(b.Bytes(), &list); err != nil {
		t.Fatalf("%v in %s", err, b.Bytes())
	}
	if list == nil || len(list) != len(found) {
		t.Errorf("%d objects for %d problems", len(list), len(found))
	}
	for i, x := range list {
		if x["code"] != string(found[i].Code) || x["severity"] != string(found[i].Severity) || x["message"] == "" {
			t.Errorf("%v is not %+v", x, found[i])
		}
	}
}

func checkSARIF(t *testing.T, found Diagnostics) {
	t.Helper()
	var b bytes.Buffer
	if err := found.SARIF(&b); err != nil {
		t.Fatal(err)
	}
	var whole struct {
		Schema  string `json:"$schema"`
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name  string
					Rules []struct {
						ID               string
						ShortDescription struct{ Text string }
					}
				}
			}
			ColumnKind string
			Results    []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           *struct{ StartLine, StartColumn, EndColumn int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &whole); err != nil {
		t.Fatalf("%v in %s", err, b.Bytes())
	}
	if whole.Version != "2.1.0" || !strings.Contains(whole.Schema, "2.1.0") || len(whole.Runs) != 1 {
		t.Fatalf("version %q, schema %q, %d runs", whole.Version, whole.Schema, len(whole.Runs))
	}
	run := whole.Runs[0]
	if run.Tool.Driver.Name != "onrecord" || run.ColumnKind != "unicodeCodePoints" || len(run.Tool.Driver.Rules) != len(Codes) || len(run.Results) != len(found) {
		t.Fatalf("%s, %s, %d rules, %d results", run.Tool.Driver.Name, run.ColumnKind, len(run.Tool.Driver.Rules), len(run.Results))
	}
	for i, rule := range run.Tool.Driver.Rules {
		if rule.ID != string(Codes[i].Code) || rule.ShortDescription.Text != Codes[i].Meaning {
			t.Errorf("rule %d is %+v", i, rule)
		}
	}
	for i, r := range run.Results {
		d := found[i]
		if r.RuleID != string(d.Code) || run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID || !strings.HasPrefix(r.Message.Text, strings.ToValidUTF8(d.Message, "\ufffd")) {
			t.Errorf("%+v is not %+v", r, d)
		}
		if level := map[Severity]string{Error: "error", Warning: "warning", Info: "note"}[d.Severity]; r.Level != level {
			t.Errorf("%s is %s", d.Severity, r.Level)
		}
		if d.File == "" {
			if len(r.Locations) != 0 {
				t.Errorf("%s stands nowhere, and has a place", d.Code)
			}
			continue
		}
		at := r.Locations[0].PhysicalLocation
		if strings.ContainsAny(at.ArtifactLocation.URI, " \n\a") || at.ArtifactLocation.URI == "" {
			t.Errorf("%q is no URI", at.ArtifactLocation.URI)
		}
		if (at.Region != nil) != (d.Line > 0) || d.Line > 0 && (at.Region.StartLine != d.Line || at.Region.StartColumn < 1 || at.Region.EndColumn <= at.Region.StartColumn) {
			t.Errorf("%+v of %+v", at.Region, d)
		}
	}
}

// changing is a folder of which one file is another each time it is opened.
type changing struct {
	fstest.MapFS
	name   string
	opened *int
}

func (c changing) Open(name string) (fs.File, error) {
	if name == c.name {
		*c.opened++
		changed := strings.Repeat(" ", *c.opened) + string(c.MapFS[name].Data)
		return fstest.MapFS{name: {Data: []byte(changed)}}.Open(name)
	}
	return c.MapFS.Open(name)
}

// Files of instances are read twice, and what they hold must be the same.
func TestAFileThatChangesWhileItIsReadIsToldOf(t *testing.T) {
	files := fstest.MapFS{}
	for name, content := range map[string]string{
		"dataset.json":    `{"title": "t", "edition": "1", "released": "2026-11-21", "licence": "CC0-1.0"}`,
		"actors.json":     `{"actors": []}`,
		"places.json":     `{"places": [{"id": "vell", "name": "Vell"}]}`,
		"events.json":     `{"events": []}`,
		"statements.json": `{"statements": []}`,
		"quantities.json": `{"quantities": []}`,
	} {
		files[name] = &fstest.MapFile{Data: []byte(content)}
	}
	if ds, found := Load(files, Options{}); ds == nil {
		t.Fatal(text(t, found))
	}
	ds, found := Load(changing{files, "places.json", new(int)}, Options{})
	if ds != nil || found.Errors() != 1 || !strings.Contains(text(t, found), "it was changed while the dataset was read") {
		t.Errorf("want one error about places.json:\n%s", text(t, found))
	}
}
