package main

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"onrecord/dataset"
	"onrecord/loader"
	"onrecord/store"
)

// carried compiles the dataset that the program carries and serves it.
func carried(t *testing.T) *httptest.Server {
	t.Helper()
	return serving(t, dataset.Files)
}

// serving compiles a dataset and serves it.
func serving(t *testing.T, files fs.FS) *httptest.Server {
	t.Helper()
	ds, found := loader.Load(files, loader.Options{})
	if ds == nil {
		var told bytes.Buffer
		_ = found.Text(&told)
		t.Fatalf("the dataset does not compile:\n%s", &told)
	}
	path := filepath.Join(t.TempDir(), "onrecord.db")
	if err := store.Write(path, ds, nil); err != nil {
		t.Fatal(err)
	}
	opened, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(newHandler(opened))
	t.Cleanup(func() { server.Close(); _ = opened.Close() })
	return server
}

// ask posts one query and gives the status and the body.
func ask(t *testing.T, server *httptest.Server, query string, variables json.RawMessage) (int, []byte) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.Post(server.URL+"/graphql", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	read, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, read
}

// versionHash is the part of the dataset's version that changes with every record; goldens leave it out.
var versionHash = regexp.MustCompile(`\+[0-9a-f]{12}"`)

func pretty(t *testing.T, raw []byte) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, versionHash.ReplaceAll(raw, []byte(`+…"`)), "", "  "); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	out := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(b.String())
	return strings.TrimSpace(out) + "\n"
}

// Each golden asks one question of the five articles over HTTP: a sentence, the query, the answer.
func TestQuestions(t *testing.T) {
	files, _ := filepath.Glob("testdata/queries/*.txtar")
	if len(files) == 0 {
		t.Fatal("testdata/queries holds no question")
	}
	server := carried(t)
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if len(bytes.TrimSpace(archive.Comment)) == 0 {
				t.Fatal("the file opens with no sentence that says what it asks")
			}
			var query string
			var variables json.RawMessage
			answer := -1
			for i, f := range archive.Files {
				switch f.Name {
				case "query.graphql":
					query = string(f.Data)
				case "variables.json":
					variables = f.Data
				case "answer.json":
					answer = i
				}
			}
			status, body := ask(t, server, query, variables)
			if status != http.StatusOK {
				t.Fatalf("status %d: %s", status, body)
			}
			got := pretty(t, body)
			if *update {
				if answer < 0 {
					archive.Files = append(archive.Files, txtar.File{Name: "answer.json"})
					answer = len(archive.Files) - 1
				}
				archive.Files[answer].Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if answer < 0 {
				t.Fatal("no answer.json; run with -update and read what it writes")
			}
			if diff := cmp.Diff(string(archive.Files[answer].Data), got); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
		})
	}
}
