// Package queries holds the saved queries: questions that people ask of a dataset, each as one GraphQL query in a file of its
// own with a title, a sentence and variables that have defaults.
//
// A file begins with its header, one "# Key: value" a line, Title and Question first:
//
//	# Title: Killed on 7 October
//	# Question: Every figure of people killed in the attack.
//	# Answers: 1
//	# Rows: quantity.figures.nodes
//	query KilledOn7October($quantity: ID! = "quantity:…") { … }
//
// Answers are the numbers of the design's questions that it answers, and Rows is the list that becomes the rows of a table
// where the answer has several; both may be left out. The operation's name is the file's in PascalCase. Variables are scalars,
// enums, or lists of these, so that each can be given in a URL.
//
// Beside each query stand its answer from the dataset that the program carries (.answer.json) and what a careful reader of
// the articles makes of that answer (.reading.md). Tests hold the first, and the cookbook is made of all three.
package queries

import (
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/agnivade/levenshtein"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

//go:embed *.graphql
var files embed.FS

// Query is one saved query.
type Query struct {
	// Name is the name of its file and of its address, such as "killed-on-7-october".
	Name string
	// Title is a heading for it, without a full stop.
	Title string
	// Question is what it asks, in one sentence.
	Question string
	// Answers are the numbers of the design's questions that it answers, or empty.
	Answers []int
	// Rows is the response path of the list that becomes the rows of a table, its keys joined by dots, or "" where the
	// answer leaves no choice.
	Rows string
	// File is the whole file, header and operation.
	File string
	// Operation is the operation alone, as it stands in the file.
	Operation string
	// Variables are those that the operation declares, in its order.
	Variables []Variable
}

// Variable is one variable of a query. All of them can be written in a URL.
type Variable struct {
	// Name is its name, without the dollar sign.
	Name string `json:"name"`
	// Type is its type as the operation declares it, such as "[ID!]!".
	Type string `json:"type"`
	// Required: it is neither nullable nor has it a default, so it must be given.
	Required bool `json:"required"`
	// Default is what it is where it is left out: a string, number or boolean, a list of these, or nil for null.
	Default any `json:"default"`

	scalar string // the type's name without its list and its exclamation marks
	list   bool
}

// All gives every saved query: first those that answer a question of the design, by its number, then the others by name.
func All() []Query { return slices.Clone(all()) }

// Named gives the query of a name.
func Named(name string) (Query, bool) {
	i := slices.IndexFunc(all(), func(q Query) bool { return q.Name == name })
	if i < 0 {
		return Query{}, false
	}
	return all()[i], true
}

// OperationName is the name of its operation, which is its own in PascalCase.
func (q Query) OperationName() string { return pascalCase(q.Name) }

// Nearest gives the name that differs least from the one given, or "" where none is near.
func Nearest(name string) string {
	const longest = 80 // bytes; no name comes near it
	if len(name) > longest {
		return ""
	}
	best, distance := "", len(name)/2+2
	for _, q := range all() {
		if d := levenshtein.ComputeDistance(strings.ToLower(name), q.Name); d < distance {
			best, distance = q.Name, d
		}
	}
	return best
}

// all reads the embedded files. They are part of the program, so a fault in one is a fault of the program, and a test
// finds it.
var all = sync.OnceValue(func() []Query {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err)
	}
	var queries []Query
	for _, entry := range entries {
		text, err := files.ReadFile(entry.Name())
		if err != nil {
			panic(err)
		}
		q, err := parse(strings.TrimSuffix(entry.Name(), ".graphql"), string(text))
		if err != nil {
			panic(fmt.Errorf("queries/%s: %w", entry.Name(), err))
		}
		queries = append(queries, q)
	}
	slices.SortStableFunc(queries, func(a, b Query) int { return a.place() - b.place() })
	return queries
})

// place is the number of the first question it answers, or one behind all of them.
func (q Query) place() int {
	if len(q.Answers) == 0 {
		return 1000
	}
	return q.Answers[0]
}

var (
	nameRule   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	headerRule = regexp.MustCompile(`^# ([A-Z][a-z]+): (\S.*)$`)
)

// parse reads one file.
func parse(name, text string) (Query, error) {
	q := Query{Name: name, File: text}
	if !nameRule.MatchString(name) {
		return q, fmt.Errorf("the name is not of small letters, digits and single hyphens")
	}
	if err := q.readHeader(); err != nil {
		return q, err
	}
	if err := q.readOperation(); err != nil {
		return q, err
	}
	return q, nil
}

// readHeader fills what the first lines say, and Operation with what follows them.
func (q *Query) readHeader() error {
	rest, seen := q.File, map[string]bool{}
	for strings.HasPrefix(rest, "#") {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		m := headerRule.FindStringSubmatch(line)
		if m == nil {
			return fmt.Errorf(`%q is no line of a header: "# Key: value" is`, line)
		}
		key, value := m[1], strings.TrimSpace(m[2])
		if seen[key] {
			return fmt.Errorf("the header has %s twice", key)
		}
		seen[key] = true
		switch key {
		case "Title":
			q.Title = value
		case "Question":
			q.Question = value
		case "Rows":
			q.Rows = value
		case "Answers":
			for _, word := range strings.Split(value, ",") {
				n, err := strconv.Atoi(strings.TrimSpace(word))
				if err != nil || n < 1 {
					return fmt.Errorf("%q is no number of a question, from 1", strings.TrimSpace(word))
				}
				q.Answers = append(q.Answers, n)
			}
		default:
			return fmt.Errorf("the header has %s, and only Title, Question, Answers and Rows are known", key)
		}
	}
	q.Operation = strings.TrimSpace(rest)
	switch {
	case q.Title == "":
		return fmt.Errorf("the header has no Title")
	case q.Question == "":
		return fmt.Errorf("the header has no Question")
	}
	return nil
}

// readOperation checks the operation and fills Variables.
func (q *Query) readOperation() error {
	document, err := parser.ParseQuery(&ast.Source{Name: q.Name, Input: q.Operation})
	if err != nil {
		return err
	}
	if n := len(document.Operations); n != 1 {
		return fmt.Errorf("the file has %d operations, and 1 is expected", n)
	}
	operation := document.Operations[0]
	if operation.Operation != ast.Query {
		return fmt.Errorf("the operation is a %s, and only a query can be asked by its name", operation.Operation)
	}
	if want := pascalCase(q.Name); operation.Name != want {
		return fmt.Errorf("the operation is named %q, and the file's name makes it %q", operation.Name, want)
	}
	for _, definition := range operation.VariableDefinitions {
		v, err := newVariable(definition)
		if err != nil {
			return fmt.Errorf("$%s: %w", definition.Variable, err)
		}
		q.Variables = append(q.Variables, v)
	}
	return nil
}

func newVariable(d *ast.VariableDefinition) (Variable, error) {
	v := Variable{
		Name:     d.Variable,
		Type:     d.Type.String(),
		Required: d.Type.NonNull && d.DefaultValue == nil,
		scalar:   d.Type.Name(),
		list:     d.Type.Elem != nil,
	}
	if Reserved(v.Name) || owned[v.Name] {
		return v, fmt.Errorf("the name is taken: a URL means something else by it")
	}
	if v.list && d.Type.Elem.Elem != nil {
		return v, fmt.Errorf("a list of lists cannot be written in a URL")
	}
	if d.DefaultValue != nil {
		value, err := d.DefaultValue.Value(nil)
		if err != nil {
			return v, err
		}
		v.Default = value
	}
	return v, nil
}

// pascalCase makes KilledOn7October of killed-on-7-october.
func pascalCase(name string) string {
	var b strings.Builder
	for _, word := range strings.Split(name, "-") {
		letters := []rune(word)
		letters[0] = unicode.ToUpper(letters[0])
		b.WriteString(string(letters))
	}
	return b.String()
}
