package lean_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"onrecord/graph/lean"
	"onrecord/graph/lean/arbitrary"
	"onrecord/graph/lean/trial"
)

var howMany = flag.Int("queries", 3000, "how many queries TestTrials makes up")

var values = arbitrary.Values{
	"String":  {"text", "", "\"quoted\"\n", "text"},
	"Int":     {1, 0, 7, -3},
	"Boolean": {true, false},
}

func executing(schema graphql.ExecutableSchema) *executor.Executor {
	e := executor.New(schema)
	e.SetRecoverFunc(func(_ context.Context, panicked any) error {
		if err, ok := panicked.(error); ok {
			return err
		}
		return errors.New(panicked.(string))
	})
	return e
}

func run(t testing.TB, e *executor.Executor, q arbitrary.Query) *graphql.Response {
	t.Helper()
	ctx := graphql.StartOperationTrace(t.Context())
	operation, refused := e.CreateOperationContext(ctx, &graphql.RawParams{Query: q.Text, Variables: q.Variables})
	if refused != nil {
		t.Fatalf("%v\n%s\n%v", refused, q.Text, q.Variables)
	}
	answers, ctx := e.DispatchOperation(ctx, operation)
	return answers(ctx)
}

func told(t testing.TB, list gqlerror.List) []string {
	var told []string
	for _, e := range list {
		b, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		told = append(told, string(b))
	}
	slices.Sort(told)
	return told
}

// hold holds both executors of the trial against each other. Errors are compared without their order, because gqlgen's fields
// run side by side.
func hold(t *testing.T, world uint64, q arbitrary.Query) (errors int) {
	t.Helper()
	config := trial.Config{Resolvers: trial.World{Seed: world}}
	want, got := run(t, executing(trial.NewExecutableSchema(config)), q), run(t, executing(trial.NewLeanSchema(config)), q)
	if !bytes.Equal(want.Data, got.Data) {
		t.Errorf("the data differs:\nstock %s\nlean  %s\n%s\n%v", want.Data, got.Data, q.Text, q.Variables)
	}
	if diff := cmp.Diff(told(t, want.Errors), told(t, got.Errors)); diff != "" {
		t.Errorf("the errors differ (-stock +lean):\n%s\n%s\n%v", diff, q.Text, q.Variables)
	}
	return len(want.Errors)
}

// Wherever something is null, fails or panics, at every nullability, both executors say the same.
func TestTrials(t *testing.T) {
	schema := trial.NewExecutableSchema(trial.Config{}).Schema()
	failed := 0
	for seed := range uint64(*howMany) {
		if hold(t, seed, arbitrary.New(schema, values, noise(seed))) > 0 {
			failed++
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	if failed < *howMany/4 || failed > *howMany*19/20 {
		t.Errorf("%d of %d answers have errors; the trial has lost its aim", failed, *howMany)
	}
}

// Keys of every length, and objects and lists with nothing in them, look as gqlgen's do.
func TestEdges(t *testing.T) {
	for _, query := range []string{
		`{ __typename }`,
		`{ thing @skip(if: true) { name } }`,
		`{ mustThing { name @skip(if: true) } things { name @include(if: false) } }`,
		`{ first: __typename mustThing { __typename last: __typename } }`,
		`{ a_key_of_twenty_byte: mustThing { a_key_of_twenty_bytes: number a_key_that_is_longer_than_any_that_is_copied_at_once: numbers grid } }`,
	} {
		for world := range uint64(40) {
			hold(t, world, arbitrary.Query{Text: query})
		}
	}
}

func FuzzTrials(f *testing.F) {
	schema := trial.NewExecutableSchema(trial.Config{}).Schema()
	for seed := range uint64(20) {
		f.Add(seed, noise(seed))
	}
	f.Fuzz(func(t *testing.T, world uint64, b []byte) { hold(t, world, arbitrary.New(schema, values, b)) })
}

func noise(seed uint64) []byte {
	from := rand.New(rand.NewPCG(seed, 6))
	b := make([]byte, 40+from.IntN(600))
	for i := range b {
		b[i] = byte(from.Uint32())
	}
	return b
}

// An operation is planned once, for as long as its document is kept, and once more for other conditions.
func TestPlansLastAsLongAsTheirDocuments(t *testing.T) {
	var plans lean.Plans
	e := executing(trial.NewLeanSchema(trial.Config{Resolvers: trial.World{}}))
	operation := func(variables map[string]any) *graphql.OperationContext {
		o, refused := e.CreateOperationContext(graphql.StartOperationTrace(t.Context()), &graphql.RawParams{
			Query: "query ($with: Boolean!) { thing { name @include(if: $with) } }", Variables: variables,
		})
		if refused != nil {
			t.Fatal(refused)
		}
		return o
	}
	with := operation(map[string]any{"with": true})
	plan := plans.For(with)
	if plan == nil || plans.For(with) != plan {
		t.Error("an operation is planned anew")
	}
	with.Variables = map[string]any{"with": false}
	if without := plans.For(with); without == plan || plans.For(with) != without {
		t.Error("another condition has the same plan, or one that is not kept")
	}
	if n := plans.Len(); n != 1 {
		t.Errorf("%d operations are planned, want 1", n)
	}
	with, plan = nil, nil
	for range 100 {
		if runtime.GC(); plans.Len() == 0 {
			return
		}
		runtime.Gosched()
	}
	t.Error("a plan outlives its document")
}

// What is asked of the schema, and what an extension stands around, gqlgen's own executor answers.
func TestTheStockExecutorAnswersWhatIsItsOwn(t *testing.T) {
	schema := trial.NewLeanSchema(trial.Config{Resolvers: trial.World{}})
	e := executing(schema)
	e.Use(open{})
	if got := string(run(t, e, arbitrary.Query{Text: `{ __schema { queryType { name } } ...F } fragment F on Query { type: __type(name: "Other") { kind } __typename }`}).Data); got != `{"__schema":{"queryType":{"name":"Query"}},"type":{"kind":"OBJECT"},"__typename":"Query"}` {
		t.Error(got)
	}
	around := &counting{}
	e.Use(around)
	run(t, e, arbitrary.Query{Text: `{ thing { name } }`})
	if around.fields == 0 {
		t.Error("an extension around fields is passed over")
	}
}

// open lets the schema be asked about itself.
type open struct{}

func (open) ExtensionName() string                   { return "open" }
func (open) Validate(graphql.ExecutableSchema) error { return nil }
func (open) MutateOperationContext(_ context.Context, o *graphql.OperationContext) *gqlerror.Error {
	o.DisableIntrospection = false
	return nil
}

type counting struct{ fields int }

func (*counting) ExtensionName() string                   { return "counting" }
func (*counting) Validate(graphql.ExecutableSchema) error { return nil }
func (c *counting) InterceptField(ctx context.Context, next graphql.Resolver) (any, error) {
	c.fields++
	return next(ctx)
}

// Many requests share the plan of one document, which grows while they run.
func TestOnePlanServesManyAtATime(t *testing.T) {
	schema := trial.NewExecutableSchema(trial.Config{}).Schema()
	config := trial.Config{Resolvers: trial.World{Seed: 4}}
	for seed := range uint64(20) {
		q := arbitrary.New(schema, values, noise(seed))
		e := executing(trial.NewLeanSchema(config))
		want := run(t, executing(trial.NewExecutableSchema(config)), q)
		operation, refused := e.CreateOperationContext(graphql.StartOperationTrace(t.Context()), &graphql.RawParams{Query: q.Text, Variables: q.Variables})
		if refused != nil {
			t.Fatal(refused)
		}
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				answers, ctx := e.DispatchOperation(graphql.StartOperationTrace(t.Context()), &graphql.OperationContext{
					RawQuery: q.Text, Variables: operation.Variables, Doc: operation.Doc, Operation: operation.Operation, RecoverFunc: operation.RecoverFunc,
					ResolverMiddleware: operation.ResolverMiddleware, RootResolverMiddleware: operation.RootResolverMiddleware,
				})
				if got := answers(ctx); !bytes.Equal(got.Data, want.Data) {
					t.Errorf("seed %d: %s, want %s", seed, got.Data, want.Data)
				} else {
					lean.Recycle(got.Data)
				}
			})
		}
		all.Wait()
	}
}

// Nobody waits for the answer any more: no list is begun, and what was written up to there is kept from nobody.
func TestAnswersEndWithTheirRequest(t *testing.T) {
	schema := trial.NewLeanSchema(trial.Config{Resolvers: trial.World{Strange: true}})
	e := executing(schema)
	ctx, cancel := context.WithCancel(graphql.StartOperationTrace(t.Context()))
	operation, refused := e.CreateOperationContext(ctx, &graphql.RawParams{Query: "{ things { name } }"})
	if refused != nil {
		t.Fatal(refused)
	}
	ctx = graphql.WithResponseContext(graphql.WithOperationContext(ctx, operation), graphql.DefaultErrorPresenter, graphql.DefaultRecover)
	answers := schema.Exec(ctx)
	cancel()
	response := answers(ctx)
	errs := graphql.GetErrors(ctx)
	if string(response.Data) != "null" || len(errs) != 1 || !errors.Is(errs[0], context.Canceled) {
		t.Errorf("%s %v", response.Data, errs)
	}
	if answers(ctx) != nil {
		t.Error("an answer is given twice")
	}
}

// A value of no type of the schema is null where it stands, and what must not be null goes with it. (gqlgen's own executor
// gives an empty list there.)
func TestAnElementOfNoTypePanics(t *testing.T) {
	config := trial.Config{Resolvers: trial.World{Strange: true}}
	for query, want := range map[string]string{
		`{ mustThing { beings { name } } }`:     `{"mustThing":{"beings":null}}`,
		`{ mustThing { mustBeings { name } } }`: `null`,
	} {
		got := run(t, executing(trial.NewLeanSchema(config)), arbitrary.Query{Text: query})
		if string(got.Data) != want || len(got.Errors) != 1 || !strings.Contains(got.Errors[0].Message, "unexpected type") {
			t.Errorf("%s gives %s and %v", query, got.Data, got.Errors)
		}
	}
}
