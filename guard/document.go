package guard

import (
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/lexer"
	"github.com/vektah/gqlparser/v2/parser"
)

// Check parses a document and holds it to the limits. A document that fits may still be invalid.
func (l Limits) Check(text string) (*ast.QueryDocument, *gqlerror.Error) {
	m, refused := l.measure(text)
	return m.parsed, refused
}

// measure gives what was measured as well, and how much work it was.
func (l Limits) measure(text string) (*measurer, *gqlerror.Error) {
	m := &measurer{limits: l, whole: map[string]*size{}}
	if err := over(QueryTooLong, "bytes in the text of the query", len(text), l.Text); err != nil {
		return m, err
	}
	if err := over(TooManyTokens, "tokens in the query", m.tokens(text), l.Tokens); err != nil {
		return m, err
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, l.Tokens) // which nests at most parser.MaxNestingDepth
	if err != nil {
		refused := gqlerror.WrapIfUnwrapped(err)
		errcode.Set(refused, errcode.ParseFailed)
		return m, refused
	}
	m.parsed = doc
	return m, m.document(doc)
}

// measurer measures one document.
type measurer struct {
	limits    Limits
	parsed    *ast.QueryDocument // nil where it cannot be
	fragments ast.FragmentDefinitionList
	whole     map[string]*size // of fragments with all that they spread; nil while one is being measured
	circular  string           // a fragment that spreads itself
	steps     int              // tokens and selections looked at, for tests
}

// size is what a set of selections comes to with its fragments expanded. Its sums stay at [ceiling].
type size struct {
	fields, aliases, root int // root: the fields of the set itself
	data, introspection   int // depths
}

func (m *measurer) tokens(text string) int {
	n := 0
	for lex := lexer.New(&ast.Source{Input: text}); ; n++ {
		token, err := lex.ReadToken()
		if err != nil || token.Kind == lexer.EOF { // the parser says what is wrong
			m.steps += n
			return n
		}
	}
}

func (m *measurer) document(doc *ast.QueryDocument) *gqlerror.Error {
	l := m.limits
	if err := over(TooManyOperations, "operations in the document", len(doc.Operations), l.Operations); err != nil {
		return err
	}
	if err := over(TooManyFragments, "fragments in the document", len(doc.Fragments), l.Fragments); err != nil {
		return err
	}
	m.fragments = doc.Fragments
	var all size
	var roots []ast.SelectionSet
	for _, operation := range doc.Operations {
		roots = append(roots, operation.SelectionSet)
	}
	for _, set := range roots {
		all = all.beside(m.set(set))
	}
	for _, f := range doc.Fragments { // one that nothing spreads is validated as well
		if _, spread := m.whole[f.Name]; !spread {
			roots = append(roots, f.SelectionSet)
			s := m.fragment(f.Name)
			s.root = 0
			all = all.beside(s)
		}
	}
	if m.circular != "" {
		return &gqlerror.Error{Message: "the fragment " + shortened(m.circular) + " spreads itself", Extensions: map[string]any{"code": string(FragmentCycle)}}
	}
	for _, held := range []*gqlerror.Error{
		over(TooManyRootFields, "fields at the root of an operation", all.root, l.RootFields),
		over(TooDeep, "fields within one another", all.data, l.Depth),
		over(IntrospectionTooDeep, "fields within one another below __schema or __type", all.introspection, l.IntrospectionDepth),
		over(TooManyFields, "fields with fragments expanded", all.fields, l.Fields),
		over(TooManyAliases, "fields under another name", all.aliases, l.Aliases),
	} {
		if held != nil {
			return held
		}
	}
	pairs := 0
	for _, set := range roots { // each has no more than l.Fields fields
		pairs = max(pairs, m.pairs([]ast.SelectionSet{set}))
	}
	return over(TooManyEqualKeys, "pairs of fields with the same name in one set", pairs, l.EqualKeys)
}

// beside is what two operations come to.
func (s size) beside(other size) size {
	return size{
		fields: add(s.fields, other.fields), aliases: add(s.aliases, other.aliases), root: max(s.root, other.root),
		data: max(s.data, other.data), introspection: max(s.introspection, other.introspection),
	}
}

// with is what two selections of one set come to.
func (s size) with(other size) size {
	sum := s.beside(other)
	sum.root = add(s.root, other.root)
	return sum
}

func (m *measurer) set(set ast.SelectionSet) size {
	var sum size
	for _, selection := range set {
		m.steps++
		switch s := selection.(type) {
		case *ast.Field:
			sum = sum.with(field(s, m.set(s.SelectionSet)))
		case *ast.InlineFragment:
			sum = sum.with(m.set(s.SelectionSet))
		case *ast.FragmentSpread:
			sum = sum.with(m.fragment(s.Name))
		}
	}
	return sum
}

// field is what a field comes to with what is asked below it.
func field(f *ast.Field, below size) size {
	s := size{fields: add(1, below.fields), aliases: below.aliases, root: 1}
	if f.Alias != f.Name {
		s.aliases = add(1, s.aliases)
	}
	switch {
	case f.Name == "__schema" || f.Name == "__type":
		s.introspection = 1 + max(below.data, below.introspection)
	default:
		s.data = 1 + below.data
		if below.introspection > 0 {
			s.introspection = 1 + below.introspection
		}
	}
	return s
}

// fragment measures each fragment once. One that is not there counts for nothing; validation tells of it.
func (m *measurer) fragment(name string) size {
	if known, begun := m.whole[name]; begun {
		if known == nil {
			m.circular = name
			return size{}
		}
		return *known
	}
	definition := m.fragments.ForName(name)
	if definition == nil {
		return size{}
	}
	m.whole[name] = nil
	s := m.set(definition.SelectionSet)
	m.whole[name] = &s
	return s
}

// pairs is the most pairs of fields that share a name in an answer at one place of it. What is asked below such fields comes
// to one place as well, so their sets are taken together.
func (m *measurer) pairs(sets []ast.SelectionSet) int {
	keys := map[string]int{}
	below := map[string][]ast.SelectionSet{}
	var order []string
	var gather func(ast.SelectionSet)
	gather = func(set ast.SelectionSet) {
		for _, selection := range set {
			m.steps++
			switch s := selection.(type) {
			case *ast.Field:
				if keys[s.Alias]++; keys[s.Alias] == 1 {
					order = append(order, s.Alias)
				}
				if len(s.SelectionSet) > 0 {
					below[s.Alias] = append(below[s.Alias], s.SelectionSet)
				}
			case *ast.InlineFragment:
				gather(s.SelectionSet)
			case *ast.FragmentSpread:
				if definition := m.fragments.ForName(s.Name); definition != nil {
					gather(definition.SelectionSet)
				}
			}
		}
	}
	for _, set := range sets {
		gather(set)
	}
	here, deepest := 0, 0
	for _, key := range order {
		here += keys[key] * (keys[key] - 1) / 2
		if sets := below[key]; len(sets) > 0 {
			deepest = max(deepest, m.pairs(sets))
		}
	}
	return max(here, deepest)
}
