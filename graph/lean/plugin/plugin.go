// Package plugin generates the lean executor: for every object type a function that writes its fields, from the same data
// from which gqlgen generates its own executor.
package plugin

import (
	_ "embed"
	"errors"
	"fmt"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/vektah/gqlparser/v2/ast"
)

//go:embed lean.gotpl
var text string

// Plugin is the plugin of gqlgen's that writes lean.generated.go beside gqlgen's generated code.
type Plugin struct{}

// Name is the plugin's name in gqlgen's messages.
func (Plugin) Name() string { return "lean" }

// GenerateCode writes the lean executor, or says which field it has no way to answer.
func (Plugin) GenerateCode(data *codegen.Data) error {
	view := &view{Data: data}
	if err := view.check(); err != nil {
		return err
	}
	return templates.Render(templates.Options{
		PackageName:     data.Config.Exec.Package,
		Filename:        filepath.Join(data.Config.Exec.Dir(), "lean.generated.go"),
		Template:        text,
		Data:            view,
		GeneratedHeader: true,
		Packages:        data.Config.Packages,
	})
}

// view is what the template sees.
type view struct{ *codegen.Data }

func reserved(name string) bool { return strings.HasPrefix(name, "__") }

// Types are the object types.
func (v *view) Types() []*codegen.Object {
	return slices.DeleteFunc(slices.Clone(v.Objects), func(o *codegen.Object) bool { return reserved(o.Name) })
}

// Abstract are the interfaces and unions, by name.
func (v *view) Abstract() []*codegen.Interface {
	var found []*codegen.Interface
	for _, i := range v.Interfaces {
		if !reserved(i.Name) {
			found = append(found, i)
		}
	}
	slices.SortFunc(found, func(a, b *codegen.Interface) int { return strings.Compare(a.Name, b.Name) })
	return found
}

// Fields are those a client can ask for by the schema; those that introspect it are not the lean executor's.
func (v *view) Fields(o *codegen.Object) []*codegen.Field {
	return slices.DeleteFunc(slices.Clone(o.Fields), func(f *codegen.Field) bool { return f.IsReserved() })
}

// Page reports whether an object is a page of a list, as the Relay cursor connections specification has them.
func (v *view) Page(o *codegen.Object) bool {
	return !o.Root && slices.ContainsFunc(o.Fields, func(f *codegen.Field) bool { return f.Name == "pageInfo" })
}

// Values are the types of values that some field gives, or an element of a list among them, by the name of their function.
func (v *view) Values() []*config.TypeReference {
	byName := map[string]*config.TypeReference{}
	var add func(*config.TypeReference)
	add = func(ref *config.TypeReference) {
		if ref == nil || byName[Value(ref)] != nil {
			return
		}
		byName[Value(ref)] = ref
		if ref.IsSlice() {
			add(ref.Elem())
		}
	}
	for _, o := range v.Types() {
		for _, f := range v.Fields(o) {
			add(f.TypeReference)
		}
	}
	return sorted(byName)
}

// Value is the name of the function that writes values of a type.
func Value(ref *config.TypeReference) string { return "value" + ref.UniquenessKey() }

// Value is explained with the function of the same name.
func (v *view) Value(ref *config.TypeReference) string { return Value(ref) }

// Kind says how values of a type are written: list, object, abstract, enum or scalar.
func (v *view) Kind(ref *config.TypeReference) string {
	if ref.IsSlice() {
		return "list"
	}
	switch ref.Definition.Kind {
	case ast.Object:
		return "object"
	case ast.Interface, ast.Union:
		return "abstract"
	case ast.Enum:
		return "enum"
	}
	return "scalar"
}

// Leaf reports whether gqlgen writes the elements of a list in one go.
func (v *view) Leaf(ref *config.TypeReference) bool { return ref.IsScalar() }

// Interface reports whether a value can be nil without a type.
func (v *view) Interface(ref *config.TypeReference) bool { return types.IsInterface(ref.GO) }

// Struct reports whether a value is an object kept as a struct, of which the pointer is passed on.
func (v *view) Struct(ref *config.TypeReference) bool {
	return v.Kind(ref) == "object" && !ref.IsNilable()
}

// Given is the expression of a value that is not null.
func (v *view) Given(ref *config.TypeReference) string {
	given := "v"
	if ref.IsNilable() && !ref.IsTargetNilable() {
		given = "*v"
	}
	if ref.CastType != nil {
		return templates.CurrentImports.LookupType(ref.CastType) + "(" + given + ")"
	}
	return given
}

// Append is the function beside a scalar's marshaler that appends what the marshaler writes, and nothing for null; or nil
// where there is none.
func (v *view) Append(ref *config.TypeReference) *types.Func {
	name := "Append" + strings.TrimPrefix(ref.Marshaler.Name(), "Marshal")
	found, _ := ref.Marshaler.Pkg().Scope().Lookup(name).(*types.Func)
	return found
}

// Literal is the expression of an enum's value in JSON, whose name needs no escapes.
func (v *view) Literal(value config.EnumValueReference) string {
	return "`\"" + value.Definition.Name + "\"`"
}

// Call is the expression that gives a field's value.
func (v *view) Call(f *codegen.Field) string {
	if !f.IsResolver && f.IsVariable() {
		return "obj." + f.GoFieldName
	}
	var args []string
	if f.IsResolver || f.IsMethod() && f.MethodHasContext {
		args = append(args, "x")
	}
	if f.IsResolver && !f.Object.Root {
		args = append(args, "obj")
	}
	for i, arg := range f.Args {
		args = append(args, fmt.Sprintf("args[%d].(%s)", i, templates.CurrentImports.LookupType(arg.TypeReference.GO)))
	}
	on := "obj"
	if f.IsResolver {
		on = "x.resolvers." + templates.UcFirst(f.Object.Name)
	}
	return fmt.Sprintf("%s.%s(%s)", on, f.GoFieldName, strings.Join(args, ", "))
}

// Fails reports whether a field's Go side gives an error beside the value.
func (v *view) Fails(f *codegen.Field) bool { return f.IsResolver || f.IsMethod() && !f.NoErr }

// Takes is the name of the variable with a field's arguments.
func (v *view) Takes(f *codegen.Field) string {
	return "takes" + templates.UcFirst(f.Object.Name) + templates.UcFirst(f.Name)
}

// Taken are the types of values that some argument takes, or a part of one, by the name of their function.
func (v *view) Taken() []*config.TypeReference {
	byName := map[string]*config.TypeReference{}
	var add func(*config.TypeReference)
	add = func(ref *config.TypeReference) {
		if byName[v.Reader(ref)] != nil {
			return
		}
		byName[v.Reader(ref)] = ref
		if ref.IsSlice() {
			add(ref.Elem())
		} else if input := v.Input(ref); input != nil {
			for _, f := range input.Fields {
				add(f.TypeReference)
			}
		}
	}
	for _, o := range v.Types() {
		for _, f := range v.Fields(o) {
			for _, arg := range f.Args {
				add(arg.TypeReference)
			}
		}
	}
	return sorted(byName)
}

// sorted are types in the order of the names of their functions.
func sorted(byName map[string]*config.TypeReference) []*config.TypeReference {
	var refs []*config.TypeReference
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		refs = append(refs, byName[name])
	}
	return refs
}

// Reader is the name of the function that reads values of a type.
func (v *view) Reader(ref *config.TypeReference) string { return "read" + ref.UniquenessKey() }

// Input is the input object of which values of a type are, or nil where they are of something else.
func (v *view) Input(ref *config.TypeReference) *codegen.Object {
	if ref.IsSlice() || ref.Definition.Kind != ast.InputObject {
		return nil
	}
	return v.Inputs.ByName(ref.Definition.Name)
}

// check refuses what gqlgen can bind and the lean executor does not know, so that nothing is answered otherwise than gqlgen
// answers it.
func (v *view) check() error {
	var problems []error
	refuse := func(what, why string) {
		problems = append(problems, fmt.Errorf("the lean executor cannot answer %s: %s", what, why))
	}
	if v.MutationRoot != nil || v.SubscriptionRoot != nil {
		refuse("the schema", "it has more than queries")
	}
	if len(v.AllDirectives.LocationDirectives("FIELD"))+len(v.AllDirectives.LocationDirectives("QUERY")) > 0 {
		refuse("the schema", "it has directives that run with a query")
	}
	for _, o := range v.Types() {
		if o.IsMap() {
			refuse(o.Name, "it is bound to a map")
		}
		for _, f := range v.Fields(o) {
			what := o.Name + "." + f.Name
			if f.HasDirectives() {
				refuse(what, "it has directives that run")
			}
			if f.IsBatch() || f.VOkFunc || f.HasHaser {
				refuse(what, "its Go side is none of a resolver for one object, a field and a plain method")
			}
			if !f.IsResolver && !f.IsVariable() && !f.IsMethod() {
				refuse(what, "it has no Go side")
			}
		}
	}
	for _, ref := range v.Values() {
		what := "values of " + ref.GQL.String() + " kept as " + ref.GO.String()
		switch {
		case ref.IsPtrToPtr() || ref.IsPtrToSlice() || ref.IsPtrToIntf() || ref.GQL.Elem != nil && !ref.IsSlice():
			refuse(what, "they are behind one pointer too many")
		case ref.IsMarshaler || ref.IsContext:
			refuse(what, "they write themselves; give them a Marshal function")
		case !ref.IsSlice() && ref.Definition.IsLeafType() && ref.Marshaler == nil:
			refuse(what, "they have no Marshal function")
		case !ref.IsSlice() && ref.Definition.Kind == ast.Enum && (!ref.HasEnumValues() || ref.Marshaler.Name() != "MarshalString"):
			refuse(what, "they are not listed with enum_values, of a type that is written as a String")
		case ref.Marshaler != nil && !ref.IsSlice() && ref.IsTargetNilable():
			refuse(what, "their Go type can be nil of itself")
		}
	}
	for _, ref := range v.Taken() {
		what := "arguments of " + ref.GQL.String() + " kept as " + ref.GO.String()
		input := v.Input(ref)
		switch {
		case ref.IsPtrToPtr() || ref.IsPtrToSlice() || ref.IsPtrToIntf() || ref.GQL.Elem != nil && !ref.IsSlice():
			refuse(what, "they are behind one pointer too many")
		case ref.IsMarshaler || ref.IsContext || ref.IsOmittable:
			refuse(what, "they read themselves; give them an Unmarshal function")
		case !ref.IsSlice() && (input == nil) == (ref.Unmarshaler == nil):
			refuse(what, "they have no Unmarshal function, or one that is not a leaf's")
		case !ref.IsSlice() && ref.IsTargetNilable():
			refuse(what, "their Go type can be nil of itself")
		case input != nil && (ref.PointersInUnmarshalInput || len(input.InputObjectDirectives()) > 0):
			refuse(what, "something is done when they are read")
		}
		if input == nil {
			continue
		}
		for _, f := range input.Fields {
			if len(f.ImplDirectives()) > 0 || f.IsResolver || !f.IsVariable() {
				refuse(what+", with its "+f.Name, "it is more than a Go field")
			}
		}
	}
	for _, o := range v.Types() {
		for _, f := range v.Fields(o) {
			for _, arg := range f.Args {
				if len(arg.ImplDirectives()) > 0 {
					refuse("the argument "+arg.Name+" of "+o.Name+"."+f.Name, "it has directives that run")
				}
			}
		}
	}
	return errors.Join(problems...)
}
