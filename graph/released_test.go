package graph_test

import (
	"bufio"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"onrecord/graph"
)

var release = flag.Bool("release", false, "write the schema into released/schema.graphql as that of a release, and clear released/breaking.txt")

const (
	releasedSchema = "released/schema.graphql"
	markedBreaking = "released/breaking.txt"
)

const breakingHead = `# Changes of the schema since the last release that break what clients may have written, one a line: the change as the test
# TestTheSchemaBreaksNothing words it, a tab, and why it has to be. CHANGELOG.md tells clients.
`

// Whatever a client could ask of the schema of the last release, it can ask still, unless the change is marked, with a reason.
func TestTheSchemaBreaksNothing(t *testing.T) {
	if *release {
		for path, text := range map[string]string{releasedSchema: graph.SDL(), markedBreaking: breakingHead} {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	before, err := os.ReadFile(releasedSchema)
	if err != nil {
		t.Fatal(err)
	}
	marked := marks(t)
	for _, change := range breaking(load(t, string(before)), parsed(t)) {
		if marked[change] == "" {
			t.Errorf("%s: this breaks clients. Keep it and deprecate it, or mark the change in graph/%s", change, markedBreaking)
		}
		delete(marked, change)
	}
	for change := range marked {
		t.Errorf("graph/%s marks a change that there is not: %s", markedBreaking, change)
	}
}

// marks reads the breaking changes that are meant, each with its reason.
func marks(t *testing.T) map[string]string {
	t.Helper()
	file, err := os.Open(markedBreaking)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	marked := map[string]string{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		line := lines.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		change, why, _ := strings.Cut(line, "\t")
		if strings.TrimSpace(why) == "" {
			t.Errorf("graph/%s gives no reason for %q, after a tab", markedBreaking, change)
			why = "none"
		}
		marked[change] = why
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return marked
}

func load(t *testing.T, sdl string) *ast.Schema {
	t.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: sdl})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// breaking lists the changes from one schema to another for which a query that was valid, or code made from the schema, no
// longer fits. A new value of an enum and a new type of a union or an interface are none: docs/http.md tells clients to
// expect them.
func breaking(before, after *ast.Schema) []string {
	var found []string
	tell := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	for _, name := range slices.Sorted(maps.Keys(before.Types)) {
		old, now := before.Types[name], after.Types[name]
		if old.BuiltIn {
			continue
		}
		if now == nil {
			tell("type %s is gone", name)
			continue
		}
		if old.Kind != now.Kind {
			tell("type %s is no longer %s", name, old.Kind)
			continue
		}
		for _, part := range old.Interfaces {
			if !slices.Contains(now.Interfaces, part) {
				tell("type %s is no longer a %s", name, part)
			}
		}
		for _, part := range old.Types {
			if !slices.Contains(now.Types, part) {
				tell("union %s no longer has %s", name, part)
			}
		}
		for _, value := range old.EnumValues {
			if now.EnumValues.ForName(value.Name) == nil {
				tell("value %s.%s is gone", name, value.Name)
			}
		}
		if url(old) != url(now) {
			tell("scalar %s is specified by something else", name)
		}
		if old.Kind == ast.InputObject {
			found = append(found, inputs("field "+name+".", members(old), members(now))...)
			if old.Directives.ForName("oneOf") == nil && now.Directives.ForName("oneOf") != nil {
				tell("input %s takes only one of its fields", name)
			}
			continue
		}
		for _, field := range old.Fields {
			at := fmt.Sprintf("field %s.%s", name, field.Name)
			next := now.Fields.ForName(field.Name)
			if next == nil {
				tell("%s is gone", at)
				continue
			}
			if !gives(field.Type, next.Type) {
				tell("%s is %s and was %s", at, next.Type, field.Type)
			}
			found = append(found, inputs("argument "+name+"."+field.Name+".", arguments(field.Arguments), arguments(next.Arguments))...)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(before.Directives)) {
		old, now := before.Directives[name], after.Directives[name]
		if now == nil {
			tell("directive @%s is gone", name)
			continue
		}
		found = append(found, inputs("argument @"+name+".", arguments(old.Arguments), arguments(now.Arguments))...)
	}
	return found
}

func url(scalar *ast.Definition) string {
	if specified := scalar.Directives.ForName("specifiedBy"); specified != nil {
		return specified.Arguments.ForName("url").Value.Raw
	}
	return ""
}

// input is what a client gives: an argument, or a field of an input.
type input struct {
	of       *ast.Type
	fallback *ast.Value
}

func (i input) required() bool { return i.of.NonNull && i.fallback == nil }

func members(definition *ast.Definition) map[string]input {
	all := map[string]input{}
	for _, field := range definition.Fields {
		all[field.Name] = input{field.Type, field.DefaultValue}
	}
	return all
}

func arguments(list ast.ArgumentDefinitionList) map[string]input {
	all := map[string]input{}
	for _, argument := range list {
		all[argument.Name] = input{argument.Type, argument.DefaultValue}
	}
	return all
}

func inputs(at string, before, after map[string]input) []string {
	var found []string
	for _, name := range slices.Sorted(maps.Keys(before)) {
		old := before[name]
		now, kept := after[name]
		switch {
		case !kept:
			found = append(found, at+name+" is gone")
		case !gives(now.of, old.of): // whoever gave the old type must still be taken
			found = append(found, fmt.Sprintf("%s%s takes %s and took %s", at, name, now.of, old.of))
		case old.fallback != nil && now.fallback.String() != old.fallback.String():
			found = append(found, fmt.Sprintf("%s%s has another default than %s", at, name, old.fallback))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if _, was := before[name]; !was && after[name].required() {
			found = append(found, at+name+" is new and must be given")
		}
	}
	return found
}

// gives reports whether a value of the one type is always one of the other: the same, or the same never null.
func gives(wanted, given *ast.Type) bool {
	if wanted.NonNull && !given.NonNull || wanted.NamedType != given.NamedType {
		return false
	}
	return wanted.Elem == nil || gives(wanted.Elem, given.Elem)
}

// Each change that breaks something is found, and none that does not.
func TestBreakingChanges(t *testing.T) {
	const before = `
directive @mine(a: Int) on FIELD
scalar Day @specifiedBy(url: "https://day.example")
interface Named { name: String }
union Any = Tree | Stone
enum Colour { RED GREEN }
input Filter { colour: Colour, tall: Boolean! = true, names: [String!] }
type Tree implements Named { name: String, height(unit: String = "m", of: Filter): Int!, leaves: [String!] , planted: Day }
type Stone { weight: Int }
type Alone { a: Int }
type Query { tree(id: ID!): Tree, any: Any }`
	for name, test := range map[string]struct {
		old, new string
		want     []string
	}{
		"nothing":                    {"", "", nil},
		"a new type":                 {"type Query", "type Sand { a: Int } type Query", nil},
		"a new field":                {"weight: Int", "weight: Int, colour: Colour", nil},
		"a new value":                {"RED GREEN", "RED GREEN BLUE", nil},
		"a new part of a union":      {"type Query", "type Sand { a: Int } extend union Any = Sand type Query", nil},
		"an argument one may give":   {"any: Any", "any(n: Int, m: Int! = 1): Any", nil},
		"never null any more":        {"weight: Int", "weight: Int!", nil},
		"items never null any more":  {"leaves: [String!]", "leaves: [String!]!", nil},
		"an argument that may be":    {"tree(id: ID!)", "tree(id: ID)", nil},
		"a type is gone":             {"type Alone { a: Int }", "", []string{"type Alone is gone"}},
		"a union of less":            {"union Any = Tree | Stone", "union Any = Tree", []string{"union Any no longer has Stone"}},
		"another kind":               {"enum Colour { RED GREEN }", "scalar Colour", []string{"type Colour is no longer ENUM"}},
		"an interface less":          {"Tree implements Named", "Tree", []string{"type Tree is no longer a Named"}},
		"a value is gone":            {"RED GREEN", "RED", []string{"value Colour.GREEN is gone"}},
		"another specification":      {"day.example", "date.example", []string{"scalar Day is specified by something else"}},
		"a field is gone":            {"weight: Int", "mass: Int", []string{"field Stone.weight is gone"}},
		"a field of another type":    {"weight: Int", "weight: Float", []string{"field Stone.weight is Float and was Int"}},
		"a list in place of one":     {"weight: Int", "weight: [Int]", []string{"field Stone.weight is [Int] and was Int"}},
		"one in place of a list":     {"leaves: [String!]", "leaves: String", []string{"field Tree.leaves is String and was [String!]"}},
		"null where there was none":  {"of: Filter): Int!", "of: Filter): Int", []string{"field Tree.height is Int and was Int!"}},
		"null among the items":       {"leaves: [String!]", "leaves: [String]", []string{"field Tree.leaves is [String] and was [String!]"}},
		"an argument less":           {"unit: String = \"m\", ", "", []string{"argument Tree.height.unit is gone"}},
		"an argument one must give":  {"any: Any", "any(n: Int!): Any", []string{"argument Query.any.n is new and must be given"}},
		"another default":            {`"m"`, `"ft"`, []string{`argument Tree.height.unit has another default than "m"`}},
		"no default":                 {`String = "m"`, `String`, []string{`argument Tree.height.unit has another default than "m"`}},
		"an argument of other type":  {"tree(id: ID!)", "tree(id: Int!)", []string{"argument Query.tree.id takes Int! and took ID!"}},
		"an argument never null":     {"of: Filter)", "of: Filter!)", []string{"argument Tree.height.of takes Filter! and took Filter"}},
		"a field one must give":      {"names: [String!]", "names: [String!], deep: Int!", []string{"field Filter.deep is new and must be given"}},
		"a field of an input less":   {", names: [String!]", "", []string{"field Filter.names is gone"}},
		"an input of one field only": {"input Filter { colour: Colour, tall: Boolean! = true,", "input Filter @oneOf { colour: Colour,", []string{"field Filter.tall is gone", "input Filter takes only one of its fields"}},
		"a directive is gone":        {"directive @mine(a: Int) on FIELD", "", []string{"directive @mine is gone"}},
		"an argument of a directive": {"@mine(a: Int)", "@mine(b: Int)", []string{"argument @mine.a is gone"}},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(before, test.old) {
				t.Fatalf("the schema has no %q", test.old)
			}
			now := before
			if test.old != "" {
				now = strings.Replace(before, test.old, test.new, 1)
			}
			if got := breaking(load(t, before), load(t, now)); !slices.Equal(got, test.want) {
				t.Errorf("found %q, want %q", got, test.want)
			}
		})
	}
}
