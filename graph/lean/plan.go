package lean

import (
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"weak"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// Plans keeps the plans of operations, each for as long as the operation's document is kept by somebody else, such as the
// executor's query cache. The zero value is ready.
type Plans struct {
	mu sync.RWMutex
	of map[weak.Pointer[ast.OperationDefinition]]*operation
}

// operation is what is known of an operation whatever its variables.
type operation struct {
	// introspective operations ask for the schema, and are the stock executor's.
	introspective bool
	// conditions are the variables that @skip and @include depend on.
	conditions []string

	mu    sync.Mutex
	plans map[string]*Plan
}

// maxVariants is for how many combinations of conditions an operation's plans are kept. Further ones are planned each time.
const maxVariants = 64

// For is the plan of an operation, or nil where the stock executor has to answer it.
func (p *Plans) For(oc *graphql.OperationContext) *Plan {
	plan := p.known(oc)
	if plan == nil {
		if see := watched(oc); see != nil {
			oc.ResolverMiddleware = see.around(oc.ResolverMiddleware)
		}
	}
	return plan
}

func (p *Plans) known(oc *graphql.OperationContext) *Plan {
	if oc.Operation.Operation != ast.Query || Intercepted(oc) {
		return nil
	}
	o := p.operation(oc)
	if o.introspective {
		return nil
	}
	return o.plan(oc)
}

func (p *Plans) operation(oc *graphql.OperationContext) *operation {
	key := weak.Make(oc.Operation)
	p.mu.RLock()
	known := p.of[key]
	p.mu.RUnlock()
	if known != nil {
		return known
	}
	found := &operation{plans: map[string]*Plan{}}
	found.read(oc.Doc, oc.Operation.SelectionSet, map[string]bool{})
	p.mu.Lock()
	defer p.mu.Unlock()
	if known := p.of[key]; known != nil {
		return known
	}
	if p.of == nil {
		p.of = map[weak.Pointer[ast.OperationDefinition]]*operation{}
	}
	p.of[key] = found
	runtime.AddCleanup(oc.Operation, p.forget, key)
	return found
}

func (p *Plans) forget(key weak.Pointer[ast.OperationDefinition]) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.of, key)
}

// read looks at every field of the operation once.
func (o *operation) read(doc *ast.QueryDocument, set ast.SelectionSet, seen map[string]bool) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			o.introspective = o.introspective || s.Name == "__schema" || s.Name == "__type"
			o.condition(s.Directives)
			o.read(doc, s.SelectionSet, seen)
		case *ast.InlineFragment:
			o.condition(s.Directives)
			o.read(doc, s.SelectionSet, seen)
		case *ast.FragmentSpread:
			o.condition(s.Directives)
			if fragment := doc.Fragments.ForName(s.Name); fragment != nil && !seen[s.Name] {
				seen[s.Name] = true
				o.read(doc, fragment.SelectionSet, seen)
			}
		}
	}
}

func (o *operation) condition(directives ast.DirectiveList) {
	for _, d := range directives {
		if d.Name != "skip" && d.Name != "include" {
			continue
		}
		if arg := d.Arguments.ForName("if"); arg != nil && arg.Value.Kind == ast.Variable && !slices.Contains(o.conditions, arg.Value.Raw) {
			o.conditions = append(o.conditions, arg.Value.Raw)
		}
	}
}

func (o *operation) plan(oc *graphql.OperationContext) *Plan {
	variant := make([]byte, len(o.conditions))
	for i, name := range o.conditions {
		switch oc.Variables[name] {
		case true:
			variant[i] = 'y'
		case false:
			variant[i] = 'n'
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if known := o.plans[string(variant)]; known != nil {
		return known
	}
	plan := &Plan{Root: &Selection{of: oc.Operation.SelectionSet}}
	if len(o.plans) < maxVariants {
		o.plans[string(variant)] = plan
	}
	return plan
}

// Plan is an operation with its conditions decided. It grows while it is used: what is asked of a type is worked out when
// the first record of the type is met.
type Plan struct {
	// Root is what is asked of the query's root.
	Root *Selection

	// size is about how long the latest answer was, in bytes.
	size atomic.Int64

	mu     sync.Mutex
	slots  []*Field
	varied int // how many fields have arguments that depend on variables
}

// Selection is what is asked of whatever object a field gives.
type Selection struct {
	of      ast.SelectionSet
	first   atomic.Pointer[fields] // of the type that was met first, which mostly is the only one
	planned atomic.Pointer[[]*fields]
}

// fields are what is asked of objects of one type, each response key once.
type fields struct {
	of   *Type
	list []Field
}

// Field is a field that is asked for.
type Field struct {
	// Number is the field's place among those of its type.
	Number int
	// Of is what is asked of the objects that the field gives, or nil where it gives none.
	Of *Selection

	// key is a comma, the response key as JSON, and a colon. Where it has no more bytes than padded they are there as well, and
	// short says how many: of that size they are copied without a call.
	key     string
	padded  [24]byte
	short   uint8
	nonNull bool
	slot    step // among the fields of the plan
	// varied is where an execution keeps the arguments, where a variable is among them. Otherwise it is none, and fixed has them
	// once they were read, unless the field takes no arguments.
	varied    int
	fixed     *atomic.Pointer[arguments]
	on        *Type
	collected graphql.CollectedField
}

// none is no place among what an execution keeps.
const none = -1

func (p *Plan) fields(oc *graphql.OperationContext, s *Selection, t *Type) []Field {
	if planned := s.planned.Load(); planned != nil {
		for _, f := range *planned {
			if f.of == t {
				return f.list
			}
		}
	}
	return p.collect(oc, s, t)
}

func (p *Plan) collect(oc *graphql.OperationContext, s *Selection, t *Type) []Field {
	p.mu.Lock()
	defer p.mu.Unlock()
	var planned []*fields
	if others := s.planned.Load(); others != nil {
		planned = slices.Clone(*others)
	}
	if i := slices.IndexFunc(planned, func(f *fields) bool { return f.of == t }); i >= 0 {
		return planned[i].list
	}
	found := &fields{of: t}
	for _, c := range graphql.CollectFields(oc, s.of, t.satisfies) {
		if i := slices.IndexFunc(found.list, func(f Field) bool { return f.collected.Alias == c.Alias }); i >= 0 {
			found.list[i].merge(c)
			continue
		}
		found.list = append(found.list, p.field(t, c))
	}
	for i := range found.list {
		f := &found.list[i]
		f.slot = step(len(p.slots))
		p.slots = append(p.slots, f)
	}
	planned = append(planned, found)
	s.planned.Store(&planned)
	s.first.CompareAndSwap(nil, found)
	return found.list
}

func (p *Plan) field(t *Type, c graphql.CollectedField) Field {
	defined, ok := t.fields[c.Name]
	if !ok {
		panic("unknown field " + strconv.Quote(c.Name))
	}
	f := Field{
		Number:    defined.number,
		key:       `,"` + c.Alias + `":`, // a name needs no escapes
		nonNull:   defined.nonNull,
		varied:    none,
		on:        t,
		collected: c,
	}
	if len(c.Selections) > 0 {
		f.Of = &Selection{of: c.Selections}
	}
	if len(f.key) <= len(f.padded) {
		f.short = uint8(copy(f.padded[:], f.key))
	}
	if slices.ContainsFunc(c.Arguments, func(a *ast.Argument) bool { return varies(a.Value) }) {
		f.varied = p.varied
		p.varied++
	} else if len(c.Definition.Arguments) > 0 {
		f.fixed = new(atomic.Pointer[arguments])
	}
	return f
}

// varies reports whether a value has a variable in it.
func varies(v *ast.Value) bool {
	return v.Kind == ast.Variable || slices.ContainsFunc(v.Children, func(c *ast.ChildValue) bool { return varies(c.Value) })
}

// at is the field in a slot.
func (p *Plan) at(slot step) *Field {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.slots[slot]
}

// merge adds what is asked under the same response key once more.
func (f *Field) merge(c graphql.CollectedField) {
	f.collected.Selections = append(slices.Clone(f.collected.Selections), c.Selections...)
	f.Of = &Selection{of: f.collected.Selections}
}
