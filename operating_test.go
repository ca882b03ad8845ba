package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

const operating = "docs/operating.md"

var settings = regexp.MustCompile(`(?s)<!-- settings -->\n.*?<!-- end -->`)

// Every setting of serve is in docs/operating.md as the command line has it.
func TestEverySettingIsDocumented(t *testing.T) {
	var p program
	commands, err := kong.New(&p, limitVariables, kong.Vars{"version": ""})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("<!-- settings -->\n| flag | variable | default | what it sets |\n|---|---|---|---|\n")
	rows := 0
	for _, command := range commands.Model.Children {
		if command.Name != "serve" {
			continue
		}
		for _, flag := range command.Flags {
			variable := "—"
			if len(flag.Envs) > 0 {
				variable = "`" + strings.Join(flag.Envs, "`, `") + "`"
			} else if flag.Name != "help" {
				t.Errorf("--%s has no variable of the environment", flag.Name)
			}
			value := flag.Default
			if flag.Name == "max-at-once" {
				value = "4 × cores"
			}
			if value == "" {
				value = "—"
			}
			help, _, _ := strings.Cut(strings.ReplaceAll(flag.Help, "|", "\\|"), " "+flag.Default+" where left out.")
			if flag.Default == "" {
				help = flag.Help
			}
			fmt.Fprintf(&b, "| `--%s` | %s | %s | %s |\n", flag.Name, variable, value, help)
			rows++
		}
	}
	b.WriteString("<!-- end -->")
	if rows < 30 {
		t.Fatalf("serve has only %d settings", rows)
	}
	page := read(t, operating) + "\n"
	want := settings.ReplaceAllLiteralString(page, b.String())
	if *update {
		if err := os.WriteFile(operating, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if page != want {
		t.Errorf("%s does not have the settings as serve has them; run go test -run TestEverySetting . -update", operating)
	}
}

var documented = regexp.MustCompile("(?m)^\\| `([A-Z_]+)` \\|")

// Every code that the server can answer with is explained in docs/operating.md, and no other.
func TestEveryCodeIsExplained(t *testing.T) {
	inCode := codes(t)
	if len(inCode) < 40 {
		t.Fatalf("only %d codes were found in the code", len(inCode))
	}
	explained := map[string]bool{}
	for _, row := range documented.FindAllStringSubmatch(read(t, operating), -1) {
		if explained[row[1]] {
			t.Errorf("%s is explained twice", row[1])
		}
		explained[row[1]] = true
	}
	for _, code := range slices.Sorted(maps.Keys(inCode)) {
		if !explained[code] {
			t.Errorf("%s, of %s, is not explained in %s", code, inCode[code], operating)
		}
		delete(explained, code)
	}
	for code := range explained {
		t.Errorf("%s explains %s, which no code has", operating, code)
	}
}

var capitals = regexp.MustCompile(`^[A-Z]+(_[A-Z]+)*$`)

// codes finds the codes of errors in the program: the constants of a type Code, those of this package and of graph that are
// capitals, and what is written as "code" in a map.
func codes(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{"GRAPHQL_PARSE_FAILED": "gqlgen", "GRAPHQL_VALIDATION_FAILED": "gqlgen"}
	add := func(path string, e ast.Expr) {
		literal, ok := e.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return
		}
		if text, err := strconv.Unquote(literal.Value); err == nil && capitals.MatchString(text) {
			found[text] = path
		}
	}
	for _, folder := range []string{".", "graph", "guard", "observe", "queries", "store", "table"} {
		files, err := fs.Glob(os.DirFS(folder), "*.go")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s holds no code: %v", folder, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			path := filepath.Join(folder, name)
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.ValueSpec:
					if plain := n.Type == nil && (folder == "." || folder == "graph"); !plain && !isCode(n.Type) {
						break
					}
					for _, value := range n.Values {
						add(path, value)
					}
				case *ast.KeyValueExpr:
					if key, ok := n.Key.(*ast.BasicLit); ok && key.Value == `"code"` {
						add(path, n.Value)
					}
				}
				return true
			})
		}
	}
	return found
}

func isCode(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name == "Code"
	case *ast.SelectorExpr:
		return e.Sel.Name == "Code"
	}
	return false
}
