// Package arbitrary makes valid GraphQL queries up, for holding two executors against each other.
package arbitrary

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Query is a query with the variables that it asks for.
type Query struct {
	Text      string
	Variables map[string]any
}

// limits of one query.
const (
	maxDepth  = 7
	maxFields = 80
)

// Values are what arguments are given, by the name of a scalar: fit ones and others. Every scalar of an argument has some. Those
// of an argument or of a field of an input object can be of its own, as "scalar argument".
type Values map[string][]any

// New makes a query up out of bytes: each decides one thing, and where none are left everything is as small as can be. The
// same bytes give the same query. It is valid under the schema, and what its arguments say need not be.
func New(schema *ast.Schema, values Values, bytes []byte) Query {
	m := &maker{schema: schema, values: values, bytes: bytes, variables: map[string]any{}, alike: alike(schema)}
	body := m.selection(schema.Query, 0)
	var b strings.Builder
	b.WriteString("query Asked")
	if len(m.declared) > 0 {
		fmt.Fprintf(&b, "(%s)", strings.Join(m.declared, ", "))
	}
	b.WriteString(" " + body)
	for _, f := range m.fragments {
		fmt.Fprintf(&b, "\nfragment %s on %s %s", f.name, f.on, f.body)
	}
	return Query{b.String(), m.variables}
}

type maker struct {
	schema *ast.Schema
	values Values
	bytes  []byte
	alike  map[string]bool

	// of is the argument, or the field of an input object, that is being given a value.
	of        string
	fields    int
	names     int
	fragments []fragment
	declared  []string
	variables map[string]any
}

type fragment struct{ name, on, body string }

// alike are the fields that have one type wherever they are, so that no two of them under one response key can be at odds.
func alike(schema *ast.Schema) map[string]bool {
	types, same := map[string]string{}, map[string]bool{"__typename": true}
	for _, d := range schema.Types {
		for _, f := range d.Fields {
			t, known := types[f.Name]
			same[f.Name] = !known || same[f.Name] && t == f.Type.String()
			types[f.Name] = f.Type.String()
		}
	}
	return same
}

// upTo decides on a number from 0 to n-1.
func (m *maker) upTo(n int) int {
	if len(m.bytes) == 0 {
		return 0
	}
	b := m.bytes[0]
	m.bytes = m.bytes[1:]
	return int(b) % n
}

// once decides on something that happens once in n times, and not where no bytes are left.
func (m *maker) once(n int) bool { return m.upTo(n) == n-1 }

func (m *maker) name(prefix string) string {
	m.names++
	return prefix + strconv.Itoa(m.names)
}

// selection is what is asked of a type, in braces.
func (m *maker) selection(on *ast.Definition, depth int) string {
	var parts []string
	for range 1 + m.upTo(5) {
		switch {
		case m.once(5) && depth < maxDepth:
			parts = append(parts, m.inline(on, depth))
		case m.once(9) && depth < maxDepth:
			parts = append(parts, m.spread(on, depth))
		default:
			parts = append(parts, m.field(on, depth))
		}
	}
	return "{ " + strings.Join(parts, " ") + " }"
}

func (m *maker) field(on *ast.Definition, depth int) string {
	m.fields++
	candidates := slices.DeleteFunc(slices.Clone(on.Fields), func(f *ast.FieldDefinition) bool {
		inner := m.schema.Types[f.Type.Name()]
		return strings.HasPrefix(f.Name, "__") || inner.IsCompositeType() && (depth >= maxDepth || m.fields > maxFields)
	})
	if len(candidates) == 0 || m.once(12) {
		return m.key() + "__typename" + m.directives()
	}
	if depth == 0 && m.once(40) {
		return m.name("s") + `: __type(name: "Event") { name kind }`
	}
	f := candidates[m.upTo(len(candidates))]
	arguments := m.arguments(f.Arguments)
	key := m.key()
	if arguments != "" || !m.alike[f.Name] {
		key = m.name("k") + ": "
	}
	text := key + f.Name + arguments + m.directives()
	if inner := m.schema.Types[f.Type.Name()]; inner.IsCompositeType() {
		text += " " + m.selection(inner, depth+1)
	}
	return text
}

// key is an alias of a field, mostly none.
func (m *maker) key() string {
	if m.once(4) {
		return m.name("k") + ": "
	}
	return ""
}

func (m *maker) inline(on *ast.Definition, depth int) string {
	if m.once(4) {
		return "..." + m.directives() + " " + m.selection(on, depth+1)
	}
	to := m.overlapping(on)
	return "... on " + to.Name + m.directives() + " " + m.selection(to, depth+1)
}

// overlapping is a type of which some object can be where on is.
func (m *maker) overlapping(on *ast.Definition) *ast.Definition {
	var found []*ast.Definition
	for _, name := range slices.Sorted(maps.Keys(m.schema.Types)) {
		d := m.schema.Types[name]
		if !strings.HasPrefix(name, "__") && d.IsCompositeType() && m.overlap(on, d) {
			found = append(found, d)
		}
	}
	return found[m.upTo(len(found))]
}

func (m *maker) overlap(a, b *ast.Definition) bool {
	return slices.ContainsFunc(m.schema.GetPossibleTypes(a), func(d *ast.Definition) bool {
		return slices.Contains(m.schema.GetPossibleTypes(b), d)
	})
}

func (m *maker) spread(on *ast.Definition, depth int) string {
	if m.once(2) {
		for _, f := range m.fragments {
			if m.overlap(on, m.schema.Types[f.on]) {
				return "..." + f.name + m.directives()
			}
		}
	}
	to := m.overlapping(on)
	f := fragment{name: m.name("F"), on: to.Name, body: m.selection(to, depth+1)}
	m.fragments = append(m.fragments, f)
	return "..." + f.name + m.directives()
}

func (m *maker) directives() string {
	if !m.once(8) {
		return ""
	}
	condition := "true"
	switch m.upTo(3) {
	case 0:
		condition = "false"
	case 1:
		condition = m.variable(ast.NonNullNamedType("Boolean", nil), false)
	}
	return fmt.Sprintf(" @%s(if: %s)", []string{"skip", "include"}[m.upTo(2)], condition)
}

func (m *maker) arguments(defined ast.ArgumentDefinitionList) string {
	var given []string
	for _, a := range defined {
		required := a.Type.NonNull && a.DefaultValue == nil
		if required || m.once(3) {
			m.of = a.Name
			given = append(given, a.Name+": "+m.value(a.Type, true))
		}
	}
	if len(given) == 0 {
		return ""
	}
	return "(" + strings.Join(given, ", ") + ")"
}

// value is a literal of a type, or a variable.
func (m *maker) value(t *ast.Type, mayVary bool) string {
	if mayVary && m.once(4) {
		return m.variable(t, true)
	}
	if !t.NonNull && m.once(8) {
		return "null"
	}
	if t.Elem != nil {
		if m.once(6) && t.Elem.Elem == nil {
			return m.value(ast.NonNullNamedType(t.Elem.NamedType, nil), false) // a list of one, as GraphQL reads it
		}
		elements := make([]string, m.upTo(4))
		for i := range elements {
			elements[i] = m.value(t.Elem, mayVary)
		}
		return "[" + strings.Join(elements, ", ") + "]"
	}
	d := m.schema.Types[t.NamedType]
	switch d.Kind {
	case ast.Enum:
		return d.EnumValues[m.upTo(len(d.EnumValues))].Name
	case ast.InputObject:
		var fields []string
		for _, f := range d.Fields {
			if f.Type.NonNull && f.DefaultValue == nil || m.once(6) {
				m.of = f.Name
				fields = append(fields, f.Name+": "+m.value(f.Type, mayVary))
			}
		}
		return "{" + strings.Join(fields, ", ") + "}"
	}
	literal, err := json.Marshal(m.scalar(d.Name))
	if err != nil {
		panic(err)
	}
	return string(literal)
}

func (m *maker) scalar(name string) any {
	values := m.values[name+" "+m.of]
	if len(values) == 0 {
		values = m.values[name]
	}
	if len(values) == 0 {
		panic("no values are known for the scalar " + name)
	}
	return values[m.upTo(len(values))]
}

// variable declares a variable of a type and gives it a value, or where it may be left out perhaps none.
func (m *maker) variable(t *ast.Type, mayMiss bool) string {
	name := m.name("v")
	declared := "$" + name + ": " + t.String()
	switch {
	case mayMiss && !t.NonNull && m.once(5): // not given at all
	case mayMiss && !t.NonNull && m.once(5):
		declared += " = " + m.constant(t)
	default:
		m.variables[name] = m.json(t)
	}
	m.declared = append(m.declared, declared)
	return "$" + name
}

// constant is a literal without variables that is not null.
func (m *maker) constant(t *ast.Type) string {
	strict := *t
	strict.NonNull = true
	return m.value(&strict, false)
}

// json is a value of a type as it comes with a request.
func (m *maker) json(t *ast.Type) any {
	if !t.NonNull && m.once(8) {
		return nil
	}
	if t.Elem != nil {
		elements := make([]any, m.upTo(4))
		for i := range elements {
			elements[i] = m.json(t.Elem)
		}
		return elements
	}
	d := m.schema.Types[t.NamedType]
	switch d.Kind {
	case ast.Enum:
		return d.EnumValues[m.upTo(len(d.EnumValues))].Name
	case ast.InputObject:
		fields := map[string]any{}
		for _, f := range d.Fields {
			if f.Type.NonNull && f.DefaultValue == nil || m.once(6) {
				m.of = f.Name
				fields[f.Name] = m.json(f.Type)
			}
		}
		return fields
	}
	switch v := m.scalar(d.Name).(type) {
	case int:
		return json.Number(strconv.Itoa(v))
	case float64:
		return json.Number(strconv.FormatFloat(v, 'g', -1, 64))
	default:
		return v
	}
}
