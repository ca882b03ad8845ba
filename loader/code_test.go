package loader

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// change is one edit of one file of the sound dataset.
type change struct{ file, old, with string }

// released adds a release of edition 1 that held one record.
func released(version, id, hash string) func(fstest.MapFS) {
	return func(files fstest.MapFS) {
		files["releases/1.yaml"] = &fstest.MapFile{Data: fmt.Appendf(nil, "version: %s\nreleased: 2026-11-20\nrecords:\n  - {id: %q, hash: %s}\n", version, id, hash)}
	}
}

// spoilt are datasets with one thing wrong that the scripts of testdata/script/broken do not show, or not at this place.
var spoilt = []struct {
	name    string
	changes []change
	spoil   func(files fstest.MapFS)
	texts   bool
	code    Code
	file    string
	line    int
}{
	{name: "key twice", changes: []change{{"places.yaml", "name: Vell", "name: Vell\n    name: Well"}},
		code: DuplicateKey, file: "places.yaml", line: 4},
	{name: "key twice, once in quotation marks", changes: []change{{"places.yaml", "name: Vell", "name: Vell\n    \"name\": Well"}},
		code: DuplicateKey, file: "places.yaml", line: 4},
	{name: "nested brackets", changes: []change{{"places.yaml", "name: Vell", "name: " + strings.Repeat("[", maxDepth+1)}},
		code: TooDeep, file: "places.yaml", line: 3},
	{name: "nested dashes", changes: []change{{"places.yaml", "name: Vell", "name:\n      " + strings.Repeat("- ", maxDepth+1) + "x"}},
		code: TooDeep, file: "places.yaml", line: 4},
	{name: "large file", spoil: func(files fstest.MapFS) {
		files["places.yaml"].Data = append(files["places.yaml"].Data, bytes.Repeat([]byte("# large\n"), 17<<17)...)
	}, code: TooLarge, file: "places.yaml"},
	{name: "link", spoil: func(files fstest.MapFS) {
		files["articles/other.yaml"] = &fstest.MapFile{Mode: fs.ModeSymlink, Data: []byte("wall.yaml")}
	}, code: Unreadable, file: "articles/other.yaml"},
	{name: "pipe", spoil: func(files fstest.MapFS) {
		files["articles/other.yaml"] = &fstest.MapFile{Mode: fs.ModeNamedPipe}
	}, code: Unreadable, file: "articles/other.yaml"},
	{name: "no texts", code: Unverified},
	{name: "word count", changes: []change{{"articles/wall.yaml", "words: 36", "words: 37"}}, texts: true,
		code: WordCount, file: "articles/wall.yaml", line: 4},
	{name: "NUL", changes: []change{{"places.yaml", "name: Vell", "name: V\x00ll"}},
		code: NotUTF8, file: "places.yaml", line: 3},
	{name: "no document", changes: []change{{"places.yaml", "places:\n  - id: vell-town\n    name: Vell", "# nothing"}},
		code: Syntax, file: "places.yaml", line: 1},
	{name: "two documents", changes: []change{{"places.yaml", "name: Vell", "name: Vell\n---\nplaces: []"}},
		code: Syntax, file: "places.yaml", line: 1},
	{name: "merge key", changes: []change{{"places.yaml", "name: Vell", "<<: {name: Vell}"}},
		code: Alias, file: "places.yaml", line: 3},
	{name: "tag", changes: []change{{"places.yaml", "name: Vell", "name: !!str Vell"}},
		code: Alias, file: "places.yaml", line: 3},
	{name: "nothing after a key", changes: []change{{"places.yaml", "name: Vell", "name:"}},
		code: WrongType, file: "places.yaml", line: 3},
	{name: "blank words", changes: []change{{"places.yaml", "name: Vell", `name: " "`}},
		code: WrongType, file: "places.yaml", line: 3},
	{name: "offset that is no number", changes: []change{{"articles/wall.yaml", "[44, 54]", "[44, end]"}},
		code: WrongType, file: "articles/wall.yaml", line: 21},
	{name: "negative word count", changes: []change{{"articles/wall.yaml", "words: 36", "words: -36"}},
		code: WrongType, file: "articles/wall.yaml", line: 4},
	{name: "value in words", changes: []change{{"articles/wall.yaml", "value: 280", "value: NaN"}},
		code: WrongType, file: "articles/wall.yaml", line: 25},
	{name: "article with a bad name", spoil: func(files fstest.MapFS) {
		files["articles/Wall.yaml"] = files["articles/wall.yaml"]
		delete(files, "articles/wall.yaml")
	}, code: BadSlug, file: "articles/Wall.yaml", line: 1},
	{name: "unnamed outlet", changes: []change{{"actors.yaml", "name: a port official\n    kind: PERSON", "name: a port official\n    kind: OUTLET"}},
		code: WrongKind, file: "actors.yaml", line: 20},
	{name: "latitude off the globe", changes: []change{{"places.yaml", "name: Vell", "name: Vell\n    latitude: 90.5"}},
		code: BadCode, file: "places.yaml", line: 4},
	{name: "no Wikidata item", changes: []change{{"places.yaml", "name: Vell", "name: Vell\n    wikidata: 30"}},
		code: BadCode, file: "places.yaml", line: 4},
	{name: "no language", changes: []change{{"articles/wall.yaml", "language: en", "language: the local one"}},
		code: BadCode, file: "articles/wall.yaml", line: 6},
	{name: "no web address", changes: []change{{"articles/wall.yaml", "language: en", "language: en\n  url: javascript:alert(1)"}},
		code: BadCode, file: "articles/wall.yaml", line: 7},
	{name: "licence in words", changes: []change{{"dataset.yaml", "CC0-1.0", "free for all"}},
		code: BadCode, file: "dataset.yaml", line: 4},
	{name: "day that never was", changes: []change{{"dataset.yaml", "2026-11-21", "2026-11-31"}},
		code: BadDate, file: "dataset.yaml", line: 3},
	{name: "hash of a span missing", changes: []change{{"articles/harbour.yaml", "\n    hash: 0c02fdfa618c0c4b", ""}},
		code: BadHash, file: "articles/harbour.yaml", line: 43},
	{name: "date without a value", changes: []change{{"events.yaml", "{basis: UNKNOWN}", "{basis: STATED}"}},
		code: DateBasis, file: "events.yaml", line: 4},
	{name: "value of an unknown date", changes: []change{{"events.yaml", "{basis: UNKNOWN}", `{edtf: "2026", basis: UNKNOWN}`}},
		code: DateBasis, file: "events.yaml", line: 4},
	{name: "event that is part of itself", changes: []change{{"events.yaml", "label: Flood at Vell", "label: Flood at Vell\n    part_of: flood"}},
		code: Circular, file: "events.yaml", line: 2},
	{name: "indefinite figure with a value", changes: []change{{"articles/wall.yaml", "comparator: ABOUT", "comparator: INDEFINITE"}},
		code: BadBounds, file: "articles/wall.yaml", line: 25},
	{name: "readings of a sound figure", changes: []change{{"articles/wall.yaml", "value: 280", "value: 280\n    readings: [28]"}},
		code: MalformedNumber, file: "articles/wall.yaml", line: 26},
	{name: "exact figure without a value", changes: []change{{"articles/harbour.yaml", "\n    value: 41", ""}},
		code: MissingKey, file: "articles/harbour.yaml", line: 33},
	{name: "label with a place and no words", changes: []change{{"articles/wall.yaml", "label: the fire service, ", ""}},
		code: MissingKey, file: "articles/wall.yaml", line: 27},
	{name: "quoted words not in the paraphrase", changes: []change{{"articles/wall.yaml", `The wall, she says, "was inspected in spring".`, "The wall had been looked at."}},
		code: ModeQuotes, file: "articles/wall.yaml", line: 14},
	{name: "unnamed actor with a role in another article", changes: []change{{"articles/wall.yaml", "actor: ada-brenn, role: Mayor", "actor: port-official, role: Mayor"}},
		code: AnonymousScope, file: "articles/wall.yaml", line: 30},
	{name: "not a text", changes: []change{{"articles/wall.yaml", "file: wall.txt", "file: ../texts/wall.txt"}}, texts: true,
		code: MissingText, file: "articles/wall.yaml", line: 2},
	{name: "release that was edited", spoil: released("1+90abcdef0123", "actor:ada-brenn", "what it was"),
		code: BadRelease, file: "releases/1.yaml", line: 4},
	{name: "release under another name", spoil: released("2+90abcdef0123", "actor:ada-brenn", "90abcdef0123"),
		code: BadRelease, file: "releases/1.yaml", line: 1},
	{name: "record lost", spoil: released("1+90abcdef0123", "actor:nobody", "90abcdef0123"),
		code: LostRecord, file: "releases/1.yaml", line: 4},
	{name: "released edition that has changed", spoil: released("1+90abcdef0123", "actor:ada-brenn", "90abcdef0123"),
		code: StaleEdition, file: "dataset.yaml", line: 2},
	{name: "withdrawn record that is there", changes: []change{{"dataset.yaml", "curators:", `withdrawn: [{id: "actor:ada-brenn", on: 2026-11-21, why: Nobody}]` + "\ncurators:"}},
		code: StillThere, file: "dataset.yaml", line: 5},
	{name: "withdrawn on no day", changes: []change{{"dataset.yaml", "curators:", `withdrawn: [{id: "actor:nobody", on: yesterday, why: Nobody}]` + "\ncurators:"}},
		code: BadDate, file: "dataset.yaml", line: 5},
	{name: "withdrawn without its kind", changes: []change{{"dataset.yaml", "curators:", "withdrawn: [{id: nobody, on: 2026-11-21, why: Nobody}]\ncurators:"}},
		code: BadSlug, file: "dataset.yaml", line: 5},
	{name: "headline that is not there", changes: []change{{"articles/wall.yaml", "Town council promises", "Town council denies"}}, texts: true,
		code: MovedWords, file: "articles/wall.yaml", line: 5},
}

func TestSpoiltDatasets(t *testing.T) {
	for _, c := range spoilt {
		t.Run(c.name, func(t *testing.T) {
			files := soundDataset(t)
			for _, x := range c.changes {
				edit(t, files, x.file, x.old, x.with)
			}
			if c.spoil != nil {
				c.spoil(files)
			}
			opts := Options{}
			if c.texts {
				opts.Texts = soundTexts(t)
			}
			ds, found := Load(files, opts)
			if (ds == nil) != (found.Errors() > 0) {
				t.Errorf("%d errors, and the dataset is %v", found.Errors(), ds)
			}
			if !slices.ContainsFunc(found, func(d Diagnostic) bool {
				return d.Code == c.code && d.File == c.file && d.Line == c.line && d.Severity == c.code.severity() && d.Message != ""
			}) {
				t.Errorf("no %s at %s:%d in\n%s", c.code, c.file, c.line, text(t, found))
			}
		})
	}
}

func text(t testing.TB, d Diagnostics) string {
	t.Helper()
	var b strings.Builder
	if err := d.Text(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A code that no test shows may be one that is never reported.
func TestEveryCodeHasACase(t *testing.T) {
	scripts, err := filepath.Glob("../testdata/script/broken/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	shown := map[Code]bool{}
	for _, c := range spoilt {
		shown[c.code] = true
	}
	printed := regexp.MustCompile(`\b(?:error|warning|info)\[([a-z0-9-]+)\]: `)
	for _, name := range scripts {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range printed.FindAllSubmatch(content, -1) {
			shown[Code(match[1])] = true
		}
	}
	for _, info := range Codes {
		if !shown[info.Code] {
			t.Errorf("%s has no case, here or in testdata/script/broken", info.Code)
		}
		delete(shown, info.Code)
	}
	for code := range shown {
		t.Errorf("%s is shown, and Codes does not list it", code)
	}
}

// Every constant of type Code is listed, once.
func TestCodesAreListed(t *testing.T) {
	source, err := os.ReadFile("code.go")
	if err != nil {
		t.Fatal(err)
	}
	declared := regexp.MustCompile(`\bCode\s+= "([a-z0-9-]+)"`).FindAllSubmatch(source, -1)
	if len(declared) == 0 {
		t.Fatal("no codes in code.go")
	}
	for _, match := range declared {
		n := 0
		for _, info := range Codes {
			if info.Code == Code(match[1]) {
				n++
			}
		}
		if n != 1 {
			t.Errorf("Codes lists %s %d times", match[1], n)
		}
	}
	if len(declared) != len(Codes) {
		t.Errorf("%d codes are declared, and %d are listed", len(declared), len(Codes))
	}
}

const codesPage = "../docs/diagnostics.md"

func TestCodesPage(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Diagnostics\n\n")
	b.WriteString("What `onrecord check` and `onrecord compile` report. An ERROR means that there is no dataset; a WARNING, that a curator\n")
	b.WriteString("should look; an INFO is worth knowing. Codes are stable. The table is generated: `go test ./loader -update`.\n\n")
	b.WriteString("| code | severity | meaning |\n|---|---|---|\n")
	for _, info := range Codes {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", info.Code, info.Severity, strings.ReplaceAll(info.Meaning, "|", `\|`))
	}
	if *update {
		if err := os.WriteFile(codesPage, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(codesPage)
	if err != nil {
		t.Fatalf("%v; go test ./loader -update writes it", err)
	}
	if string(content) != b.String() {
		t.Errorf("%s is not what Codes says; go test ./loader -update writes it anew", codesPage)
	}
}
