package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"

	"onrecord/queries"
)

// question is one saved query, as the documentation shows it.
type question struct {
	queries.Query
	Answer  string // as JSON, folded
	Reading string
}

// questions are all saved queries; the nested query of the README comes first.
func questions(t *testing.T) []question {
	t.Helper()
	var all []question
	for _, q := range queries.All() {
		shown := question{q, inlined(read(t, beside(q, "answer.json"))), read(t, beside(q, "reading.md"))}
		if q.Name == "one-nested-query" {
			all = slices.Insert(all, 0, shown)
			continue
		}
		all = append(all, shown)
	}
	return all
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

// inlined folds the innermost objects and lists of an answer into one line each, so that a page shows more of it.
func inlined(answer string) string {
	return innermost.ReplaceAllStringFunc(answer, func(s string) string {
		if one := strings.Join(strings.Fields(s), " "); len(one) <= 110 {
			return strings.NewReplacer("{ ", "{", " }", "}", "[ ", "[", " ]", "]").Replace(one)
		}
		return s
	})
}

var innermost = regexp.MustCompile(`([{\[])\n\s+((?:"[^"\n]*": )?(?:[^{}\[\]\n]+)(?:\n[^{}\[\]\n]+)*)\n\s*([}\]])`)

// Lines is how many lines the answer takes.
func (q question) Lines() int { return strings.Count(q.Answer, "\n") + 1 }

// Folded: the answer is too long to stand open on a page.
func (q question) Folded() bool { return q.Lines() > 40 }

// Pairs are the variables with their defaults, as a URL has them: name and value, a list once for each item.
func (q question) Pairs() [][2]string {
	var pairs [][2]string
	for _, v := range q.Variables {
		items, list := v.Default.([]any)
		if !list && v.Default != nil {
			items = []any{v.Default}
		}
		for _, item := range items {
			pairs = append(pairs, [2]string{v.Name, fmt.Sprint(item)})
		}
	}
	return pairs
}

// List writes the pairs as a list of JavaScript, "[]", or of Python, "()", by the brackets around each pair.
func (q question) List(indent, brackets string) (string, error) {
	var b strings.Builder
	for _, pair := range q.Pairs() {
		name, err := json.Marshal(pair[0])
		if err != nil {
			return "", err
		}
		value, err := json.Marshal(pair[1])
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%s%c%s, %s%c,\n", indent, brackets[0], name, value, brackets[1])
	}
	return "[\n" + b.String() + "]", nil
}

// Table is the address of the answer as CSV, from the server's root.
func (q question) Table() string {
	asked := url.Values{"format": {"csv"}}
	if q.Rows != "" {
		asked.Set("rows", q.Rows)
	}
	return "/queries/" + q.Name + "?" + asked.Encode()
}

// markdown is query and answer alone, as the README shows them.
func (q question) markdown() string {
	return fmt.Sprintf("```graphql\n%s\n```\n\n```json\n%s\n```\n", q.Operation, q.Answer)
}

func cookbook(t *testing.T, all []question) string {
	page, err := template.New("cookbook.tmpl").Funcs(template.FuncMap{"default": defaultOf}).ParseFiles("testdata/cookbook.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := page.Execute(&b, all); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// defaultOf tells a variable's default for a reader.
func defaultOf(v queries.Variable) (string, error) {
	if v.Default == nil {
		return "none", nil
	}
	written, err := json.Marshal(v.Default)
	return "`" + strings.ReplaceAll(string(written), `","`, `", "`) + "`", err
}

var marked = regexp.MustCompile(`(?s)<!-- (query: ([\w-]+)|questions) -->\n.*?<!-- end -->`)

func readme(t *testing.T, now string, all []question) string {
	return marked.ReplaceAllStringFunc(now, func(s string) string {
		first, _, _ := strings.Cut(s, "\n")
		if m := marked.FindStringSubmatch(s); m[2] != "" {
			i := slices.IndexFunc(all, func(q question) bool { return q.Name == m[2] })
			if i < 0 {
				t.Fatalf("README.md shows the question %s, which queries/ does not have", m[2])
			}
			return first + "\n" + all[i].markdown() + "<!-- end -->"
		}
		var list strings.Builder
		for _, q := range all {
			fmt.Fprintf(&list, "- [%s](docs/cookbook.md#%s)\n", q.Question, q.Name)
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
	for path, want := range map[string]string{"README.md": readme(t, string(now), all), "docs/cookbook.md": cookbook(t, all)} {
		if *update {
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if have, _ := os.ReadFile(path); string(have) != want {
			t.Errorf("%s is not what queries/ gives; run go test -run TestDocs . -update", path)
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
