package guard

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// CheckVariables holds variables, as JSON gave them, to the limits.
func (l Limits) CheckVariables(variables map[string]any) *gqlerror.Error {
	depth, values := 0, 0
	for _, value := range variables {
		d, n := extent(value, l.VariableDepth)
		depth, values = max(depth, d), add(values, n)
	}
	if err := over(VariablesTooDeep, "lists and objects within one another in the variables", depth, l.VariableDepth); err != nil {
		return err
	}
	return over(TooManyVariableValues, "values in the variables", values, l.VariableValues)
}

// extent is how deep a value goes, where it goes no deeper than one beyond most, and how many values there are in it that are
// no lists or objects. An empty list or object counts as one.
func extent(value any, most int) (depth, values int) {
	var within []any
	switch v := value.(type) {
	case []any:
		within = v
	case map[string]any:
		for _, entry := range v {
			within = append(within, entry)
		}
	default:
		return 0, 1
	}
	if most == 0 || len(within) == 0 {
		return 1, 1
	}
	for _, entry := range within {
		d, n := extent(entry, most-1)
		depth, values = max(depth, d), add(values, n)
	}
	return depth + 1, values
}

// strict holds the variables of an operation to the types it declares for them, as the specification does. The validator of
// gqlparser takes "5" for an Int and any letter case for an enum, and forgets @oneOf.
func strict(schema *ast.Schema, operation *ast.OperationDefinition, variables map[string]any) *gqlerror.Error {
	for _, v := range operation.VariableDefinitions {
		value, given := variables[v.Variable]
		if !given {
			continue // gqlparser has seen whether it may be left out
		}
		if wrong := mismatch(schema, v.Type, value); wrong != nil {
			path := append(ast.Path{ast.PathName("variable"), ast.PathName(v.Variable)}, wrong.path...)
			return &gqlerror.Error{
				Message:    fmt.Sprintf("the variable $%s: %s", shortened(v.Variable), wrong.message),
				Path:       path,
				Extensions: map[string]any{"code": string(BadVariable), "expected": v.Type.String()},
			}
		}
	}
	return nil
}

// wrong says what is wrong with a value, and where in the variable it stands.
type wrong struct {
	message string
	path    ast.Path
}

func (w *wrong) within(at ast.PathElement) *wrong {
	if w != nil {
		w.path = append(ast.Path{at}, w.path...)
	}
	return w
}

func mismatch(schema *ast.Schema, typ *ast.Type, value any) *wrong {
	if value == nil {
		if typ.NonNull {
			return &wrong{message: "null is no " + typ.String()}
		}
		return nil
	}
	if typ.Elem != nil {
		return mismatchInList(schema, typ, value)
	}
	definition := schema.Types[typ.NamedType]
	switch definition.Kind {
	case ast.Enum:
		name, isText := value.(string)
		if !isText || definition.EnumValues.ForName(name) == nil {
			return &wrong{message: fmt.Sprintf("%s is no %s", quoted(value), definition.Name)}
		}
	case ast.InputObject:
		return mismatchInObject(schema, definition, value)
	default:
		if why := scalar(definition.Name, value); why != "" {
			return &wrong{message: fmt.Sprintf("%s is no %s: %s", quoted(value), definition.Name, why)}
		}
	}
	return nil
}

func mismatchInList(schema *ast.Schema, typ *ast.Type, value any) *wrong {
	if list, usual := value.([]any); usual {
		for i, entry := range list {
			if w := mismatch(schema, typ.Elem, entry); w != nil {
				return w.within(ast.PathIndex(i))
			}
		}
		return nil
	}
	list := reflect.ValueOf(value) // of a more special type where gqlparser made a list of one value
	if list.Kind() != reflect.Slice {
		return mismatch(schema, typ.Elem, value)
	}
	for i := range list.Len() {
		if w := mismatch(schema, typ.Elem, list.Index(i).Interface()); w != nil {
			return w.within(ast.PathIndex(i))
		}
	}
	return nil
}

func mismatchInObject(schema *ast.Schema, definition *ast.Definition, value any) *wrong {
	object, isObject := value.(map[string]any)
	if !isObject {
		return &wrong{message: fmt.Sprintf("%s is no %s: it must be given as an object", quoted(value), definition.Name)}
	}
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names) // so that the same request always gets the same error
	for _, name := range names {
		field := definition.Fields.ForName(name)
		if field == nil {
			return &wrong{message: fmt.Sprintf("%s has no field %s", definition.Name, shortened(name))}
		}
		if w := mismatch(schema, field.Type, object[name]); w != nil {
			return w.within(ast.PathName(name))
		}
	}
	if definition.Directives.ForName("oneOf") != nil && (len(names) != 1 || object[names[0]] == nil) {
		return &wrong{message: fmt.Sprintf("a %s has exactly one of its fields, and not null in it", definition.Name)}
	}
	return nil
}

// scalar says why a value is none of a scalar type, or "" where it is one. Scalars of the schema's own are for those who read
// them.
func scalar(name string, value any) string {
	number, isNumber := value.(json.Number)
	switch whole, isWhole := integer(value); name {
	case "Int":
		if !isWhole || whole < math.MinInt32 || whole > math.MaxInt32 {
			return fmt.Sprintf("it must be given as a whole number from %d to %d", math.MinInt32, math.MaxInt32)
		}
	case "Float":
		if isNumber {
			f, err := number.Float64()
			if err != nil || math.IsInf(f, 0) {
				return "it must be a finite number"
			}
		} else if _, isFloat := value.(float64); !isFloat && !isWhole {
			return "it must be given as a number"
		}
	case "String":
		if _, isText := value.(string); !isText {
			return "it must be given as a string"
		}
	case "ID":
		if _, isText := value.(string); !isText && !isWhole {
			return "it must be given as a string"
		}
	case "Boolean":
		if _, isBool := value.(bool); !isBool {
			return "it must be given as true or false"
		}
	}
	return ""
}

// integer reads a whole number, which is an int64 from a literal, and from JSON a json.Number, or a float64 where the decoder
// was not asked for numbers as they are written. gqlparser makes an int64 of some.
func integer(value any) (int64, bool) {
	switch v := value.(type) {
	case int:
		return int64(v), true
	case int64:
		return v, true
	case float64:
		return int64(v), v == math.Trunc(v) && math.Abs(v) < 1<<53
	case json.Number:
		n, err := strconv.ParseInt(string(v), 10, 64)
		return n, err == nil
	}
	return 0, false
}

// quoted shows a value in an error, if it is short.
func quoted(value any) string {
	switch v := value.(type) {
	case string:
		return strconv.Quote(shortened(v))
	case json.Number:
		return shortened(string(v))
	case map[string]any:
		return "an object"
	case bool, int, int64, float64:
		return fmt.Sprint(v)
	}
	return "a list"
}
