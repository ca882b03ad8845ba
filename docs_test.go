package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// question is one golden, as the documentation shows it.
type question struct{ name, asks, query, answer string }

func questions(t *testing.T) []question {
	t.Helper()
	files, _ := filepath.Glob("testdata/queries/*.txtar")
	if len(files) == 0 {
		t.Fatal("testdata/queries holds no question")
	}
	var all []question
	for _, name := range files {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		q := question{name: strings.TrimSuffix(filepath.Base(name), ".txtar"), asks: strings.TrimSpace(string(archive.Comment))}
		for _, f := range archive.Files {
			switch f.Name {
			case "query.graphql":
				q.query = strings.TrimSpace(string(f.Data))
			case "answer.json":
				q.answer = strings.TrimSpace(string(f.Data))
			}
		}
		all = append(all, q)
	}
	// The nested query of the README comes first.
	slices.SortStableFunc(all, func(a, b question) int {
		return boolOrder(b.name == "one-nested-query") - boolOrder(a.name == "one-nested-query")
	})
	return all
}

func boolOrder(first bool) int {
	if first {
		return 1
	}
	return 0
}

// inlined folds the innermost objects and lists of an answer into one line each, so that a page shows more of it.
var innermost = regexp.MustCompile(`([{\[])\n\s+((?:"[^"\n]*": )?(?:[^{}\[\]\n]+)(?:\n[^{}\[\]\n]+)*)\n\s*([}\]])`)

func inlined(answer string) string {
	return innermost.ReplaceAllStringFunc(answer, func(s string) string {
		if one := strings.Join(strings.Fields(s), " "); len(one) <= 110 {
			return strings.NewReplacer("{ ", "{", " }", "}", "[ ", "[", " ]", "]").Replace(one)
		}
		return s
	})
}

func (q question) markdown() string {
	return fmt.Sprintf("```graphql\n%s\n```\n\n```json\n%s\n```\n", q.query, inlined(q.answer))
}

func cookbook(all []question) string {
	var b strings.Builder
	b.WriteString(`# Cookbook

Made from testdata/queries by ` + "`go test -run TestDocs . -update`" + `; each answer is the one the program gives, held by a test. In the
versions the hash is left out.
`)
	for _, q := range all {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n%s\nAs a link: `http://127.0.0.1:8080/graphql?query=%s`\n", heading(q.name), q.asks, q.markdown(), url.QueryEscape(strings.Join(strings.Fields(q.query), " ")))
	}
	return b.String()
}

func heading(name string) string {
	words := strings.ReplaceAll(name, "-", " ")
	return strings.ToUpper(words[:1]) + words[1:]
}

var marked = regexp.MustCompile(`(?s)<!-- (query: ([\w-]+)|questions) -->\n.*?<!-- end -->`)

func readme(t *testing.T, now string, all []question) string {
	return marked.ReplaceAllStringFunc(now, func(s string) string {
		first, _, _ := strings.Cut(s, "\n")
		if m := marked.FindStringSubmatch(s); m[2] != "" {
			i := slices.IndexFunc(all, func(q question) bool { return q.name == m[2] })
			if i < 0 {
				t.Fatalf("README.md shows the question %s, which testdata/queries does not have", m[2])
			}
			return first + "\n" + all[i].markdown() + "<!-- end -->"
		}
		var list strings.Builder
		for _, q := range all {
			fmt.Fprintf(&list, "- [%s](docs/cookbook.md#%s)\n", q.asks, q.name)
		}
		return first + "\n" + list.String() + "<!-- end -->"
	})
}

// What the documentation shows is what the program answers.
func TestDocs(t *testing.T) {
	all := questions(t)
	now, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"README.md": readme(t, string(now), all), "docs/cookbook.md": cookbook(all)} {
		if *update {
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if have, _ := os.ReadFile(path); string(have) != want {
			t.Errorf("%s is not what testdata/queries gives; run go test -run TestDocs . -update", path)
		}
	}
}

var shown = regexp.MustCompile("(?s)<!-- csv -->\n```graphql\n(.*?)\n```\n\n```csv\n(.*?)```\n<!-- end -->")

// The table in docs/take-away.md is what its query gives. The version's hash is left out, and the query's.
func TestTakeAway(t *testing.T) {
	const path = "docs/take-away.md"
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := shown.FindSubmatchIndex(page)
	if at == nil {
		t.Fatalf("%s shows no table", path)
	}
	_, body := send(t, get(t, link(carried(t), string(page[at[2]:at[3]]), "format", "csv")))
	got := regexp.MustCompile(`(\+|Query )[0-9a-f]{12}`).ReplaceAllString(strings.ReplaceAll(body, "\r\n", "\n"), "$1…")
	if *update {
		if err := os.WriteFile(path, slices.Concat(page[:at[4]], []byte(got), page[at[5]:]), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := string(page[at[4]:at[5]]); got != want {
		t.Errorf("%s shows\n%s\nand the program answers\n%s", path, want, got)
	}
}
