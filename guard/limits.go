// Package guard holds GraphQL requests to limits, before and while they are answered.
//
// A document is measured after it is parsed and before it is validated, because validation takes the square of what repeats
// in a document, and other ways of weighing one are exponential in its fragments. Every measure here is taken in time
// proportional to the document as it is written, or to a limit it was already held to.
package guard

import (
	"fmt"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Limits are the most that a request may have. Each is above zero. The tags name the flag, the variable of the environment
// and the default of each.
type Limits struct {
	Text               int           `name:"max-query-text" env:"ONRECORD_MAX_QUERY_TEXT" default:"65536" placeholder:"BYTES" help:"The longest text of a query. ${default} where left out."`
	Tokens             int           `name:"max-tokens" env:"ONRECORD_MAX_TOKENS" default:"4000" placeholder:"N" help:"The most lexical tokens of a query, comments included. ${default} where left out."`
	Operations         int           `name:"max-operations" env:"ONRECORD_MAX_OPERATIONS" default:"20" placeholder:"N" help:"The most operations in one document. ${default} where left out."`
	Fragments          int           `name:"max-fragments" env:"ONRECORD_MAX_FRAGMENTS" default:"50" placeholder:"N" help:"The most fragments defined in one document. ${default} where left out."`
	Depth              int           `name:"max-depth" env:"ONRECORD_MAX_DEPTH" default:"15" placeholder:"N" help:"How many fields may stand within one another. ${default} where left out."`
	IntrospectionDepth int           `name:"max-introspection-depth" env:"ONRECORD_MAX_INTROSPECTION_DEPTH" default:"20" placeholder:"N" help:"The same below __schema and __type. ${default} where left out."`
	Fields             int           `name:"max-fields" env:"ONRECORD_MAX_FIELDS" default:"1000" placeholder:"N" help:"The most fields of a document, each counted wherever its fragment is spread. ${default} where left out."`
	Aliases            int           `name:"max-aliases" env:"ONRECORD_MAX_ALIASES" default:"30" placeholder:"N" help:"The most fields under another name, counted likewise. ${default} where left out."`
	RootFields         int           `name:"max-root-fields" env:"ONRECORD_MAX_ROOT_FIELDS" default:"20" placeholder:"N" help:"The most fields at the root of an operation. ${default} where left out."`
	EqualKeys          int           `name:"max-equal-keys" env:"ONRECORD_MAX_EQUAL_KEYS" default:"4096" placeholder:"N" help:"The most pairs of fields with the same name in an answer, at one place of it. ${default} where left out."`
	VariableDepth      int           `name:"max-variable-depth" env:"ONRECORD_MAX_VARIABLE_DEPTH" default:"8" placeholder:"N" help:"How many lists and objects may stand within one another in a variable. ${default} where left out."`
	VariableValues     int           `name:"max-variable-values" env:"ONRECORD_MAX_VARIABLE_VALUES" default:"1000" placeholder:"N" help:"The most values in all variables together. ${default} where left out."`
	Cost               int           `name:"max-cost" env:"ONRECORD_MAX_COST" default:"20000" placeholder:"N" help:"The most objects that an operation may touch: lists multiply what is asked of their entries. ${default} where left out."`
	Errors             int           `name:"max-errors" env:"ONRECORD_MAX_ERRORS" default:"20" placeholder:"N" help:"The most errors told in an answer. ${default} where left out."`
	Answer             int           `name:"max-answer" env:"ONRECORD_MAX_ANSWER" default:"4194304" placeholder:"BYTES" help:"The most data in an answer. ${default} where left out."`
	Deadline           time.Duration `name:"deadline" env:"ONRECORD_DEADLINE" default:"5s" placeholder:"DURATION" help:"How long an operation may take. ${default} where left out."`
}

// Code says what is wrong with a request; it stands in the extensions of an error.
type Code string

// The codes of what is refused. Where a number was crossed, "limit" and "actual" stand beside the code.
const (
	QueryTooLong          Code = "QUERY_TOO_LONG"
	TooManyTokens         Code = "TOO_MANY_TOKENS"
	TooManyOperations     Code = "TOO_MANY_OPERATIONS"
	TooManyFragments      Code = "TOO_MANY_FRAGMENTS"
	FragmentCycle         Code = "FRAGMENT_CYCLE"
	TooDeep               Code = "TOO_DEEP"
	IntrospectionTooDeep  Code = "INTROSPECTION_TOO_DEEP"
	TooManyFields         Code = "TOO_MANY_FIELDS"
	TooManyAliases        Code = "TOO_MANY_ALIASES"
	TooManyRootFields     Code = "TOO_MANY_ROOT_FIELDS"
	TooManyEqualKeys      Code = "TOO_MANY_EQUAL_KEYS"
	VariablesTooDeep      Code = "VARIABLES_TOO_DEEP"
	TooManyVariableValues Code = "TOO_MANY_VARIABLE_VALUES"
	BadVariable           Code = "BAD_VARIABLE"
	TooCostly             Code = "TOO_COSTLY"
	TooManyErrors         Code = "TOO_MANY_ERRORS"
	AnswerTooLarge        Code = "ANSWER_TOO_LARGE"
	DeadlineExceeded      Code = "DEADLINE_EXCEEDED"
	NotAnswered           Code = "NOT_ANSWERED"
)

// Refused are the codes of requests that are refused before any of them is answered.
var Refused = []Code{
	QueryTooLong, TooManyTokens, TooManyOperations, TooManyFragments, FragmentCycle, TooDeep, IntrospectionTooDeep, TooManyFields,
	TooManyAliases, TooManyRootFields, TooManyEqualKeys, VariablesTooDeep, TooManyVariableValues, BadVariable, TooCostly,
}

func init() {
	for _, code := range Refused {
		errcode.RegisterErrorType(string(code), errcode.KindProtocol)
	}
}

// over is nil where a number is within its limit.
func over(code Code, what string, actual, limit int) *gqlerror.Error {
	if actual <= limit {
		return nil
	}
	return &gqlerror.Error{
		Message:    fmt.Sprintf("%s: %s, and at most %d are allowed", what, told(actual), limit),
		Extensions: map[string]any{"code": string(code), "limit": limit, "actual": actual},
	}
}

// ceiling is where sums and products stay once they get there: far above every limit, far below overflow.
const ceiling = 1 << 30

func told(n int) string {
	if n >= ceiling {
		return fmt.Sprintf("%d or more", ceiling)
	}
	return strconv.Itoa(n)
}

func add(a, b int) int { return min(a+b, ceiling) }

func times(a, b int) int {
	if a != 0 && b > ceiling/a {
		return ceiling
	}
	return a * b
}
