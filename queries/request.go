package queries

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// The names in a URL that are no variables. reserved say in what form an answer is given, and are passed on as they are; owned
// are what GraphQL over HTTP is made of, and a saved query brings its own.
var (
	reserved = map[string]bool{"format": true, "rows": true, "bom": true, "guard": true, "citation": true, "version": true}
	owned    = map[string]bool{"query": true, "variables": true, "operationName": true, "extensions": true}
)

// Reserved says whether a parameter of a URL is about the form of the answer. No variable has such a name.
func Reserved(parameter string) bool { return reserved[parameter] }

// Code says which rule a [ParameterError] broke. It is part of the API: answers carry it as extensions.code.
type Code string

// The codes of a parameter error.
const (
	// UnknownParameter: the query has no variable of that name.
	UnknownParameter Code = "UNKNOWN_PARAMETER"
	// BadParameter: the value is not of the variable's type, or is missing, or given too often.
	BadParameter Code = "BAD_PARAMETER"
)

// ParameterError is a parameter that does not fit its query. Its message is fit to show to the caller.
type ParameterError struct {
	Code    Code
	Message string
}

// Error is the message.
func (e *ParameterError) Error() string { return e.Message }

// Request turns the parameters of a URL into those of a GET request of GraphQL over HTTP: the query, its operation's name, its
// variables as JSON, and the reserved parameters as they were given, with [Query.Rows] where no rows are. The schema tells which
// values an enum has. An error is a [*ParameterError].
func (q Query) Request(given url.Values, schema *ast.Schema) (url.Values, error) {
	variables, err := q.values(given, schema)
	if err != nil {
		return nil, err
	}
	request := url.Values{"query": {q.Operation}, "operationName": {q.OperationName()}}
	for name, values := range given {
		if Reserved(name) {
			request[name] = slices.Clone(values)
		}
	}
	if q.Rows != "" && !given.Has("rows") {
		request.Set("rows", q.Rows)
	}
	if len(variables) > 0 {
		written, err := json.Marshal(variables)
		if err != nil {
			return nil, err
		}
		request.Set("variables", string(written))
	}
	return request, nil
}

// values reads the variables by their declared types. Those that are not given are left out, so that their defaults hold.
func (q Query) values(given url.Values, schema *ast.Schema) (map[string]any, error) {
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if !Reserved(name) && !slices.ContainsFunc(q.Variables, func(v Variable) bool { return v.Name == name }) {
			return nil, &ParameterError{UnknownParameter, fmt.Sprintf("%s has no variable %q: %s", q.Name, name, q.choices())}
		}
	}
	values := map[string]any{}
	for _, v := range q.Variables {
		texts, ok := given[v.Name]
		if !ok {
			if v.Required {
				return nil, &ParameterError{BadParameter, fmt.Sprintf("%s needs the variable %q: %s", q.Name, v.Name, q.choices())}
			}
			continue
		}
		value, err := v.value(texts, schema.Types[v.scalar])
		if err != nil {
			return nil, &ParameterError{BadParameter, fmt.Sprintf("the variable %s (%s): %v", v.Name, v.Type, err)}
		}
		values[v.Name] = value
	}
	return values, nil
}

// choices tells which variables there are.
func (q Query) choices() string {
	if len(q.Variables) == 0 {
		return "it has none"
	}
	var names []string
	for _, v := range q.Variables {
		names = append(names, v.Name+" ("+v.Type+")")
	}
	return "it has " + strings.Join(names, ", ")
}

// value reads what a URL gives for a variable of a type: one text, or for a list one text an item.
func (v Variable) value(texts []string, of *ast.Definition) (any, error) {
	if !v.list {
		if len(texts) > 1 {
			return nil, fmt.Errorf("it is given %d times, and is a single value", len(texts))
		}
		return item(texts[0], of)
	}
	items := make([]any, len(texts))
	for i, text := range texts {
		value, err := item(text, of)
		if err != nil {
			return nil, err
		}
		items[i] = value
	}
	return items, nil
}

// item reads one text as a value of a scalar or an enum. What is no number, no boolean and no enum stays text; the schema holds
// it against its type.
func item(text string, of *ast.Definition) (any, error) {
	switch {
	case of.Kind == ast.Enum && of.EnumValues.ForName(text) == nil:
		var names []string
		for _, value := range of.EnumValues {
			names = append(names, value.Name)
		}
		return nil, fmt.Errorf("%s is none of %s", brief(text), strings.Join(names, ", "))
	case of.Name == "Int":
		n, err := strconv.ParseInt(text, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("%s is no whole number of 32 bits, such as 20", brief(text))
		}
		return n, nil
	case of.Name == "Float":
		f, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
			return nil, fmt.Errorf("%s is no number, such as 1200 or 0.5", brief(text))
		}
		return f, nil
	case of.Name == "Boolean":
		if text != "true" && text != "false" {
			return nil, fmt.Errorf("%s is neither true nor false", brief(text))
		}
		return text == "true", nil
	}
	return text, nil
}

// brief shows a value, or where it is long how it begins.
func brief(text string) string {
	const shown = 60
	if letters := []rune(text); len(letters) > shown {
		text = string(letters[:shown]) + "…"
	}
	return strconv.Quote(text)
}
