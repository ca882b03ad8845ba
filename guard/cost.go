package guard

import (
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql/introspection"
	"github.com/vektah/gqlparser/v2/ast"
)

// Size says how many entries a list of objects is taken to have that has no page.
type Size struct {
	Entries  int    // as many as there are, or as there usually are where that has no bound
	Argument string // or the argument that is a list with one value an entry
}

// Sizes are the sizes of lists, by "Type.field". A field that takes first or last needs none, and neither do the "nodes" and
// "edges" below it: their size is the page.
type Sizes map[string]Size

// Pages says how large a page is.
type Pages struct {
	Default int // where neither first nor last is given
	Most    int // whatever is given; more is refused by whoever reads the page
}

// Unsized lists the fields of a schema, as "Type.field", that are lists of objects and have no size.
func (s Sizes) Unsized(schema *ast.Schema) []string {
	paged := map[string]bool{} // types that are a page
	for _, definition := range schema.Types {
		for _, f := range definition.Fields {
			if takesPage(f) && f.Type.Elem == nil {
				paged[f.Type.Name()] = true
			}
		}
	}
	var unsized []string
	for name, definition := range schema.Types {
		if strings.HasPrefix(name, "__") || definition.Kind == ast.InputObject {
			continue
		}
		for _, f := range definition.Fields {
			_, sized := s[name+"."+f.Name]
			ofPage := paged[name] && entriesOfPage(f.Name)
			if f.Type.Elem != nil && schema.Types[f.Type.Name()].IsCompositeType() && !strings.HasPrefix(f.Name, "__") && !takesPage(f) && !ofPage && !sized {
				unsized = append(unsized, name+"."+f.Name)
			}
		}
	}
	slices.Sort(unsized)
	return unsized
}

func takesPage(f *ast.FieldDefinition) bool { return f.Arguments.ForName("first") != nil }

func entriesOfPage(name string) bool { return name == "nodes" || name == "edges" }

// pricer works out how many objects an operation may touch. The document is valid, and has no more fields with its fragments
// expanded than the limit on them.
type pricer struct {
	schema    *ast.Schema
	sizes     Sizes
	pages     Pages
	variables map[string]any
	limit     int
	counted   int // objects of introspection so far
}

// operation is the cost of an operation, or [ceiling] where it is that or more. Introspection is counted exactly, as far as
// one beyond the limit.
func (p *pricer) operation(o *ast.OperationDefinition) int {
	return p.set(o.SelectionSet, p.schema.Query, 0)
}

// set is the cost of a set of selections on one object: the most over the types that the object can have.
func (p *pricer) set(set ast.SelectionSet, on *ast.Definition, page int) int {
	if on.Kind == ast.Object {
		return p.ofOne(set, on, page)
	}
	costs := map[string]int{}
	for _, possible := range p.schema.GetPossibleTypes(on) {
		costs[possible.Name] = 0
	}
	p.gather(set, costs, page, func(string) bool { return true })
	most := 0
	for _, cost := range costs {
		most = max(most, cost)
	}
	return most
}

// ofOne is the cost of a set of selections on an object of a type that is known.
func (p *pricer) ofOne(set ast.SelectionSet, on *ast.Definition, page int) int {
	sum := 0
	within := func(set ast.SelectionSet, condition string) {
		if condition == "" || condition == on.Name || slices.ContainsFunc(p.schema.GetPossibleTypes(p.schema.Types[condition]), func(d *ast.Definition) bool { return d.Name == on.Name }) {
			sum = add(sum, p.ofOne(set, on, page))
		}
	}
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if !p.skipped(s.Directives) {
				sum = add(sum, p.field(s, page))
			}
		case *ast.InlineFragment:
			if !p.skipped(s.Directives) {
				within(s.SelectionSet, s.TypeCondition)
			}
		case *ast.FragmentSpread:
			if !p.skipped(s.Directives) {
				within(s.Definition.SelectionSet, s.Definition.TypeCondition)
			}
		}
	}
	return sum
}

func (p *pricer) gather(set ast.SelectionSet, costs map[string]int, page int, holds func(string) bool) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if p.skipped(s.Directives) {
				continue
			}
			cost := p.field(s, page)
			if cost == 0 {
				continue
			}
			for name := range costs {
				if holds(name) {
					costs[name] = add(costs[name], cost)
				}
			}
		case *ast.InlineFragment:
			if !p.skipped(s.Directives) {
				p.gather(s.SelectionSet, costs, page, p.narrowed(holds, s.TypeCondition))
			}
		case *ast.FragmentSpread:
			if !p.skipped(s.Directives) {
				p.gather(s.Definition.SelectionSet, costs, page, p.narrowed(holds, s.Definition.TypeCondition))
			}
		}
	}
}

// narrowed is which types are left within a fragment.
func (p *pricer) narrowed(holds func(string) bool, condition string) func(string) bool {
	if condition == "" {
		return holds
	}
	possible := p.schema.GetPossibleTypes(p.schema.Types[condition])
	return func(name string) bool {
		return holds(name) && slices.ContainsFunc(possible, func(d *ast.Definition) bool { return d.Name == name })
	}
}

// field is the cost of a field with all that is asked below it.
func (p *pricer) field(f *ast.Field, page int) int {
	on := p.schema.Types[f.Definition.Type.Name()]
	if f.Name == "__schema" || f.Name == "__type" {
		return p.introspect(f)
	}
	if !on.IsCompositeType() {
		return 0
	}
	entries, below := 1, 0
	switch size, sized := p.sizes[f.ObjectDefinition.Name+"."+f.Name]; {
	case takesPage(f.Definition) && f.Definition.Type.Elem != nil:
		entries = p.page(f)
	case takesPage(f.Definition):
		below = p.page(f)
	case f.Definition.Type.Elem == nil:
		// one object
	case sized && size.Argument != "":
		list, _ := p.argument(f, size.Argument).([]any)
		entries = max(1, len(list))
	case sized:
		entries = size.Entries
	case entriesOfPage(f.Name):
		entries = page
	}
	return times(entries, add(1, p.set(f.SelectionSet, on, below)))
}

// page is how many entries a field asks for.
func (p *pricer) page(f *ast.Field) int {
	for _, name := range [...]string{"first", "last"} {
		if n, given := integer(p.argument(f, name)); given {
			return int(min(max(n, 0), int64(p.pages.Most)))
		}
	}
	return p.pages.Default
}

// argument is the value of one argument, its default where it has none, and nil without either. [ast.Field.ArgumentMap] would read them
// all.
func (p *pricer) argument(f *ast.Field, name string) any {
	definition := f.Definition.Arguments.ForName(name)
	if definition == nil {
		return nil
	}
	value := definition.DefaultValue
	if given := f.Arguments.ForName(name); given != nil && given.Value.Kind != ast.Variable {
		value = given.Value
	} else if given != nil {
		if v, has := p.variables[given.Value.Raw]; has {
			return v
		}
	}
	if value == nil {
		return nil
	}
	v, err := value.Value(p.variables)
	if err != nil {
		panic(err) // the document is valid
	}
	return v
}

// skipped reports whether directives leave a selection out.
func (p *pricer) skipped(directives ast.DirectiveList) bool {
	if len(directives) == 0 {
		return false
	}
	is := func(name string, want bool) bool {
		d := directives.ForName(name)
		return d != nil && d.ArgumentMap(p.variables)["if"] == want
	}
	return is("skip", true) || is("include", false)
}

// introspect counts the objects in the answer to a question about the schema, which is at hand.
func (p *pricer) introspect(f *ast.Field) int {
	before := p.counted
	if f.Name == "__schema" {
		p.count(f.SelectionSet, introspection.WrapSchema(p.schema))
	} else if name, _ := f.ArgumentMap(p.variables)["name"].(string); p.schema.Types[name] != nil {
		p.count(f.SelectionSet, introspection.WrapTypeFromDef(p.schema, p.schema.Types[name]))
	}
	return p.counted - before
}

// count counts an object and those below it.
func (p *pricer) count(set ast.SelectionSet, object any) {
	if p.counted++; p.counted > p.limit {
		return
	}
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if len(s.SelectionSet) > 0 && !p.skipped(s.Directives) {
				p.each(s, object)
			}
		case *ast.InlineFragment:
			if !p.skipped(s.Directives) {
				p.within(s.SelectionSet, object)
			}
		case *ast.FragmentSpread:
			if !p.skipped(s.Directives) {
				p.within(s.Definition.SelectionSet, object)
			}
		}
	}
}

// within counts what a fragment asks of an object that was counted.
func (p *pricer) within(set ast.SelectionSet, object any) {
	p.counted--
	p.count(set, object)
}

// each counts the objects that a field of an object leads to.
func (p *pricer) each(f *ast.Field, object any) {
	deprecated := f.ArgumentMap(p.variables)["includeDeprecated"] == true
	switch o := object.(type) {
	case *introspection.Schema:
		switch f.Name {
		case "types":
			all(p, f, o.Types())
		case "directives":
			all(p, f, o.Directives())
		case "queryType":
			p.one(f, o.QueryType())
		case "mutationType":
			p.one(f, o.MutationType())
		case "subscriptionType":
			p.one(f, o.SubscriptionType())
		}
	case *introspection.Type:
		switch f.Name {
		case "fields":
			all(p, f, o.Fields(deprecated))
		case "interfaces":
			all(p, f, o.Interfaces())
		case "possibleTypes":
			all(p, f, o.PossibleTypes())
		case "enumValues":
			all(p, f, o.EnumValues(deprecated))
		case "inputFields":
			all(p, f, o.InputFields())
		case "ofType":
			p.one(f, o.OfType())
		}
	case *introspection.Field:
		switch f.Name {
		case "args":
			all(p, f, o.Args)
		case "type":
			p.one(f, o.Type)
		}
	case *introspection.Directive:
		if f.Name == "args" {
			all(p, f, o.Args)
		}
	case *introspection.InputValue:
		if f.Name == "type" {
			p.one(f, o.Type)
		}
	}
}

func (p *pricer) one(f *ast.Field, t *introspection.Type) {
	if t != nil {
		p.count(f.SelectionSet, t)
	}
}

func all[T any](p *pricer, f *ast.Field, objects []T) {
	for i := range objects {
		if p.counted > p.limit {
			return
		}
		p.count(f.SelectionSet, &objects[i])
	}
}
