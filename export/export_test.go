package export_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/piprate/json-gold/ld"

	"onrecord/export"
	"onrecord/news"
	"onrecord/store"
)

// written writes a package and reads every file of it.
func written(t *testing.T, s *store.Store, o export.Options) map[string][]byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "package")
	if err := export.Write(path, s, o); err != nil {
		t.Fatal(err)
	}
	return files(t, path)
}

func files(t *testing.T, path string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(path), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		all[name], err = os.ReadFile(filepath.Join(path, name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// What a reader of datapackage.json sees.
type (
	descriptor struct {
		Name, Title, Version, Created, Description string
		Licenses                                   []struct{ Name, Path string }
		Resources                                  []resource
	}
	resource struct {
		Name, Type, Path, Format, Hash, Description string
		Bytes                                       int
		Schema                                      struct {
			Fields      []field
			PrimaryKey  []string
			ForeignKeys []struct {
				Fields    []string
				Reference struct {
					Resource string
					Fields   []string
				}
			}
		}
	}
	field struct {
		Name, Type, Description string
		Constraints             struct {
			Required, Unique bool
			Enum             []string
		}
	}
)

func describedBy(t *testing.T, all map[string][]byte) descriptor {
	t.Helper()
	var d descriptor
	if err := json.Unmarshal(all["datapackage.json"], &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Resources) == 0 {
		t.Fatal("the package describes no resource")
	}
	return d
}

// forEach runs a test on the package of every store.
func forEach(t *testing.T, test func(t *testing.T, s *store.Store, all map[string][]byte)) {
	for name, s := range stores(t) {
		t.Run(name, func(t *testing.T) { test(t, s, written(t, s, export.Options{Base: "https://news.example"})) })
	}
}

func TestEveryFileIsDescribedAndHashed(t *testing.T) {
	forEach(t, func(t *testing.T, _ *store.Store, all map[string][]byte) {
		sums := map[string]string{}
		for line := range strings.Lines(string(all["SHA256SUMS"])) {
			sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
			sums[name] = sum
		}
		for name, content := range all {
			sum := sha256.Sum256(content)
			if name != "SHA256SUMS" && sums[name] != hex.EncodeToString(sum[:]) {
				t.Errorf("SHA256SUMS has %q for %s", sums[name], name)
			}
		}
		if len(sums) != len(all)-1 {
			t.Errorf("SHA256SUMS has %d files, the package %d besides it", len(sums), len(all)-1)
		}
		described := map[string]bool{"datapackage.json": true, "README.txt": true, "SHA256SUMS": true}
		names := map[string]bool{}
		for _, r := range describedBy(t, all).Resources {
			if r.Hash != "sha256:"+sums[r.Path] || r.Bytes != len(all[r.Path]) || r.Description == "" {
				t.Errorf("%s is described with %s and %d bytes; it has %s and %d", r.Path, r.Hash, r.Bytes, sums[r.Path], len(all[r.Path]))
			}
			if names[r.Name] {
				t.Errorf("two resources have the name %s", r.Name)
			}
			described[r.Path], names[r.Name] = true, true
			for _, f := range r.Schema.Fields {
				if !strings.HasSuffix(f.Description, ".") || f.Type == "" {
					t.Errorf("%s.%s is described as %q", r.Name, f.Name, f.Description)
				}
			}
		}
		for name := range all {
			if !described[name] {
				t.Errorf("%s is in the package and not described", name)
			}
		}
	})
}

func TestTheSameStoreGivesTheSameBytes(t *testing.T) {
	for name, s := range stores(t) {
		if diff := cmp.Diff(written(t, s, export.Options{}), written(t, s, export.Options{})); diff != "" {
			t.Errorf("%s: two packages differ:\n%s", name, diff)
		}
	}
}

// lines reads a table in NDJSON, a row a map.
func lines(t *testing.T, content []byte) []map[string]any {
	t.Helper()
	var rows []map[string]any
	for d := json.NewDecoder(bytes.NewReader(content)); d.More(); {
		var row map[string]any
		if err := d.Decode(&row); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

func TestEveryRecordIsOneRow(t *testing.T) {
	forEach(t, func(t *testing.T, s *store.Store, all map[string][]byte) {
		d := s.Dataset()
		for table, want := range map[string]int{
			"articles": d.Articles, "actors": d.Actors, "places": d.Places, "events": d.Events, "statements": d.Statements, "quantities": d.Quantities,
			"reports": d.Reports, "figures": d.Figures, "accounts": d.Accounts, "roles": d.Roles, "terms": d.Terms,
			"mentions": d.Reports + d.Figures + d.Accounts + d.Roles + d.Terms,
		} {
			rows := lines(t, all["ndjson/"+table+".ndjson"])
			ids := map[any]bool{}
			for _, row := range rows {
				ids[row["id"]] = true
			}
			if len(rows) != want || len(ids) != want {
				t.Errorf("%s has %d rows with %d ids, the store %d", table, len(rows), len(ids), want)
			}
		}
	})
}

// Every table that exists has rows in one of the two stores, so that no test below looks at nothing.
func TestEveryTableIsTried(t *testing.T) {
	rows := map[string]int{}
	forEach(t, func(t *testing.T, _ *store.Store, all map[string][]byte) {
		for name, content := range all {
			if strings.HasSuffix(name, ".ndjson") {
				rows[name] += len(lines(t, content))
			}
		}
	})
	if len(rows) < 11 {
		t.Fatalf("there are %d tables", len(rows))
	}
	for name, n := range rows {
		if n == 0 {
			t.Errorf("%s has no row in any test", name)
		}
	}
}

// refusing is a loader of documents that loads none.
type refusing struct{}

func (refusing) LoadDocument(address string) (*ld.RemoteDocument, error) {
	return nil, errors.New("the graph asks for " + address)
}

func TestTheGraphHasEveryRecord(t *testing.T) {
	forEach(t, func(t *testing.T, s *store.Store, all map[string][]byte) {
		var document any
		if err := json.Unmarshal(all["dataset.jsonld"], &document); err != nil {
			t.Fatal(err)
		}
		options := ld.NewJsonLdOptions("")
		options.DocumentLoader = refusing{}
		expanded, err := ld.NewJsonLdProcessor().Expand(document, options)
		if err != nil {
			t.Fatal(err)
		}
		d := s.Dataset()
		want := 1 + d.Articles + d.Actors + d.Places + d.Events + d.Statements + d.Quantities + d.Reports + d.Figures + d.Accounts + d.Roles + d.Terms
		if len(expanded) != want {
			t.Errorf("the graph has %d nodes, the store and its edition make %d", len(expanded), want)
		}
		for _, n := range expanded {
			if id, _ := n.(map[string]any)["@id"].(string); !strings.HasPrefix(id, "https://news.example/") {
				t.Errorf("a node has the id %q", id)
			}
		}
	})
}

// Where the texts were at hand, and even kept, no sentence of an article is in a package.
func TestNoTextOfAnArticleIsInAPackage(t *testing.T) {
	s := opened(t, world())
	kept, err := s.Article("article:courier")
	if err != nil || kept.Text != articleText {
		t.Fatalf("the store does not hold the text that is to be left out: %v", err)
	}
	const few = 20 // code points, and bytes too
	for name, content := range written(t, s, export.Options{Formats: []export.Format{export.CSV, export.NDJSON, export.JSONLD}}) {
		for from := range len(articleText) - few {
			if words := articleText[from : from+few]; bytes.Contains(content, []byte(words)) {
				t.Fatalf("%s has %q, which is the article's", name, words)
			}
		}
	}
}

func TestOnlyTheFormatsAskedForAreWritten(t *testing.T) {
	s := opened(t, world())
	for _, format := range export.Formats {
		all := written(t, s, export.Options{Formats: []export.Format{format}})
		for _, r := range describedBy(t, all).Resources {
			if r.Format != string(format) {
				t.Errorf("%s was asked for, and %s is there", format, r.Path)
			}
			for _, key := range r.Schema.ForeignKeys {
				if to := key.Reference.Resource; to != "" && !slices.ContainsFunc(describedBy(t, all).Resources, func(r resource) bool { return r.Name == to }) {
					t.Errorf("%s refers to %s, which is not in the package", r.Name, to)
				}
			}
		}
	}
	if err := export.Write(filepath.Join(t.TempDir(), "p"), s, export.Options{Formats: []export.Format{}}); err == nil {
		t.Error("a package without a format is written")
	}
}

func TestAFolderIsOnlyEverReplacedByItsOwnKind(t *testing.T) {
	s := opened(t, world())
	dir := t.TempDir()
	put := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return filepath.Dir(path)
	}
	letters, file := put("letters/dear.txt", "Dear Ines"), filepath.Join(dir, "letters/dear.txt")
	for _, path := range []string{letters, file} {
		for _, force := range []bool{false, true} {
			if err := export.Write(path, s, export.Options{Force: force}); err == nil {
				t.Errorf("%s is replaced, force %v", path, force)
			}
		}
	}
	if kept, _ := os.ReadFile(file); string(kept) != "Dear Ines" {
		t.Error("the letter is gone")
	}
	earlier := put("package/datapackage.json", "{}")
	put("package/old.csv", "old")
	if err := export.Write(earlier, s, export.Options{}); err == nil {
		t.Error("an earlier package is replaced without being told to")
	}
	if err := export.Write(earlier, s, export.Options{Force: true}); err != nil {
		t.Error(err)
	}
	if _, there := files(t, earlier)["old.csv"]; there {
		t.Error("a file of the earlier package is left in the new one")
	}
	empty := filepath.Join(dir, "empty")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := export.Write(empty, s, export.Options{}); err != nil {
		t.Errorf("an empty folder is refused: %v", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 3 {
		t.Errorf("%v, %v: something is left beside the packages", left, err)
	}
}

// What does not fit its column stops the export, and leaves nothing behind.
func TestWhatDoesNotFitIsNotWritten(t *testing.T) {
	for name, spoil := range map[string]func(*news.Dataset){
		"a figure without words":  func(ds *news.Dataset) { ds.Figures[0].Printed = "" },
		"an event without a name": func(ds *news.Dataset) { ds.Events[0].Label = "" },
	} {
		ds := world()
		spoil(ds)
		dir := t.TempDir()
		err := export.Write(filepath.Join(dir, "package"), opened(t, ds), export.Options{})
		if err == nil || !strings.Contains(err.Error(), "the column") {
			t.Errorf("%s: %v", name, err)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("%s: %v is left", name, left)
		}
	}
}

func TestProgressReachesItsEnd(t *testing.T) {
	s := opened(t, world())
	last, of := 0, math.MaxInt
	err := export.Write(filepath.Join(t.TempDir(), "p"), s, export.Options{Formats: []export.Format{export.CSV}, Progress: func(done, total int) {
		if done < last || done > total {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last, of = done, total
	}})
	if err != nil || last != of {
		t.Errorf("it ends at %d of %d, %v", last, of, err)
	}
}
