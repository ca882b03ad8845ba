package guard

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Guard is the extension of gqlgen that holds requests to [Limits]. It comes after whatever fills in a query by its hash, and
// before every other extension.
type Guard struct {
	limits Limits
	sizes  Sizes
	pages  Pages
	schema *ast.Schema
	passed *lru.LRU[struct{}] // documents that were measured lately, and within the limits
}

// How many documents are remembered that passed, and up to which length in bytes. What is asked again and again is
// measured once.
const (
	passedDocuments = 256
	passedDocument  = 4 << 10
)

// New makes a guard for a schema of which sizes tells the lists.
func New(l Limits, sizes Sizes, pages Pages) *Guard {
	return &Guard{limits: l, sizes: sizes, pages: pages, passed: lru.New[struct{}](passedDocuments)}
}

// ExtensionName is what gqlgen calls the guard.
func (*Guard) ExtensionName() string { return "Guard" }

// Validate takes the schema, of which every list must have a size.
func (g *Guard) Validate(schema graphql.ExecutableSchema) error {
	g.schema = schema.Schema()
	if unsized := g.sizes.Unsized(g.schema); len(unsized) > 0 {
		return fmt.Errorf("lists without a size: %v", unsized)
	}
	return nil
}

// MutateOperationParameters changes nothing: it refuses a request by the shape of its document and variables, before
// anything else looks at them.
func (g *Guard) MutateOperationParameters(ctx context.Context, request *graphql.RawParams) *gqlerror.Error {
	if _, passed := g.passed.Get(ctx, request.Query); !passed {
		if refused := g.limits.Check(request.Query); refused != nil {
			return refused
		}
		if len(request.Query) <= passedDocument {
			g.passed.Add(ctx, request.Query, struct{}{})
		}
	}
	return g.limits.CheckVariables(request.Variables)
}

// MutateOperationContext refuses variables that are not of their types, and operations that may touch too much.
func (g *Guard) MutateOperationContext(_ context.Context, o *graphql.OperationContext) *gqlerror.Error {
	if refused := strict(g.schema, o.Operation, o.Variables); refused != nil {
		return refused
	}
	p := pricer{schema: g.schema, sizes: g.sizes, pages: g.pages, variables: o.Variables, limit: g.limits.Cost}
	cost := p.operation(o.Operation)
	o.Stats.SetExtension(costName, cost)
	return over(TooCostly, "objects that the operation may touch", cost, g.limits.Cost)
}

const costName = "cost"

// Cost is what an operation was priced at, or 0 before it was.
func Cost(o *graphql.OperationContext) int {
	cost, _ := o.Stats.GetExtension(costName).(int)
	return cost
}

// Priced is what extensions.cost tells, in objects.
type Priced struct {
	Requested int `json:"requested"`
	Limit     int `json:"limit"`
}

// AppendJSON appends it as encoding/json writes it.
func (p Priced) AppendJSON(b []byte) []byte {
	b = strconv.AppendInt(append(b, `{"requested":`...), int64(p.Requested), 10)
	b = strconv.AppendInt(append(b, `,"limit":`...), int64(p.Limit), 10)
	return append(b, '}')
}

// InterceptOperation gives an operation its time.
func (g *Guard) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	ctx, cancel := context.WithTimeout(ctx, g.limits.Deadline)
	answers := next(ctx)
	return func(within context.Context) *graphql.Response {
		defer cancel()
		answer := answers(within)
		if ended := g.ended(ctx); ended != nil {
			if answer == nil { // it had ended before it began
				answer = &graphql.Response{}
			}
			answer.Data, answer.Errors = nil, ended
		}
		return answer
	}
}

// ended says why an operation has ended that was not answered; nil where it has not.
func (g *Guard) ended(ctx context.Context) gqlerror.List {
	switch err := ctx.Err(); {
	case errors.Is(err, context.DeadlineExceeded):
		return gqlerror.List{{
			Message:    fmt.Sprintf("the operation was not answered within %v; ask for less at a time", g.limits.Deadline),
			Extensions: map[string]any{"code": string(DeadlineExceeded), "limit": g.limits.Deadline.String()},
		}}
	case err != nil:
		return gqlerror.List{cancelled}
	}
	return nil
}

// cancelled is the error of an operation of which whoever asked has gone.
var cancelled = &gqlerror.Error{Message: "the operation ended before it was answered", Extensions: map[string]any{"code": string(NotAnswered)}}

// InterceptResponse tells what an operation cost, and cuts short what is too long to be told.
func (g *Guard) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	answer := next(ctx)
	if answer == nil {
		return nil
	}
	if large := over(AnswerTooLarge, "bytes in the answer's data", len(answer.Data), g.limits.Answer); large != nil {
		answer.Data, answer.Errors = nil, gqlerror.List{large}
	}
	if n := len(answer.Errors); n > g.limits.Errors {
		last := over(TooManyErrors, "errors in the answer; the others are left out", n, g.limits.Errors)
		answer.Errors = append(answer.Errors[:g.limits.Errors-1:g.limits.Errors-1], last)
	}
	for i, e := range answer.Errors {
		answer.Errors[i] = brief(e)
	}
	if graphql.HasOperationContext(ctx) {
		if cost := Cost(graphql.GetOperationContext(ctx)); cost > 0 {
			if answer.Extensions == nil {
				answer.Extensions = map[string]any{}
			}
			answer.Extensions["cost"] = Priced{cost, g.limits.Cost}
		}
	}
	return answer
}

// How much of a request an error repeats: it is told what is wrong with it, not the whole of it again.
const (
	longestMessage = 1000 // bytes
	longestName    = 80   // bytes
	mostLocations  = 10
)

// brief is an error of which nothing is long. gqlparser repeats names in its errors, and lists every place.
func brief(e *gqlerror.Error) *gqlerror.Error {
	if len(e.Message) <= longestMessage && len(e.Locations) <= mostLocations && len(e.Path.String()) <= longestMessage {
		return e
	}
	short := *e
	short.Message = cut(e.Message, longestMessage)
	short.Locations = e.Locations[:min(len(e.Locations), mostLocations)]
	if len(e.Path.String()) > longestMessage {
		short.Path = nil
	}
	return &short
}

func shortened(name string) string { return cut(name, longestName) }

// cut keeps as many bytes of a text as there may be, and no half of a character.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most] + "…"
}
