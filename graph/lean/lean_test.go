package lean_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/gqlerror"

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
