package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"golang.org/x/tools/txtar"

	"onrecord/dataset"
	"onrecord/graph"
	"onrecord/graph/generated"
	"onrecord/graph/lean/arbitrary"
	"onrecord/loader"
	"onrecord/news"
	"onrecord/store"
)

var howMany = flag.Int("queries", 3000, "how many queries TestExecutorsAgree makes up")

// executors are the lean executor and gqlgen's own, over one store.
type executors struct{ lean, stock *executor.Executor }

func over(s *store.Store) executors {
	lean := graph.NewSchema(s)
	stock := generated.NewExecutableSchema(generated.Config{Schema: lean.Schema(), Resolvers: &graph.Resolver{Store: s}})
	return executors{asServed(lean), asServed(stock)}
}

func asServed(schema graphql.ExecutableSchema) *executor.Executor {
	e := executor.New(schema)
	e.Use(introspection{})
	e.SetErrorPresenter(graph.ErrorPresenter)
	return e
}

// answer is an operation's answer, its data byte by byte. refused is an operation that was never run.
func answer(ctx context.Context, e *executor.Executor, q arbitrary.Query) (response *graphql.Response, refused gqlerror.List) {
	ctx = graphql.StartOperationTrace(ctx)
	operation, refused := e.CreateOperationContext(ctx, &graphql.RawParams{Query: q.Text, Variables: q.Variables})
	if refused != nil {
		return nil, refused
	}
	answers, ctx := e.DispatchOperation(ctx, operation)
	return answers(ctx), nil
}

// agree holds the answers of both executors against each other and reports whether there were errors among them. Errors are
// compared without their order, because gqlgen's fields run side by side.
func (e executors) agree(t *testing.T, q arbitrary.Query) (failed, run bool) {
	t.Helper()
	want, refused := answer(t.Context(), e.stock, q)
	if refused != nil {
		return true, false
	}
	got, refused := answer(t.Context(), e.lean, q)
	if refused != nil {
		t.Fatalf("the lean executor refuses what the stock executor runs: %v\n%s", refused, q.Text)
	}
	if !bytes.Equal(got.Data, want.Data) {
		t.Errorf("the data differs (-stock +lean):\n%s\n%s\n%v", cmp.Diff(indented(want.Data), indented(got.Data)), q.Text, q.Variables)
	}
	if diff := cmp.Diff(sorted(t, want.Errors), sorted(t, got.Errors)); diff != "" {
		t.Errorf("the errors differ (-stock +lean):\n%s\n%s\n%v", diff, q.Text, q.Variables)
	}
	return len(want.Errors) > 0, true
}

func indented(data []byte) string {
	var b bytes.Buffer
	if err := json.Indent(&b, data, "", " "); err != nil {
		return err.Error() + ": " + string(data)
	}
	return b.String()
}

func sorted(t *testing.T, list gqlerror.List) []string {
	var written []string
	for _, e := range list {
		b, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		written = append(written, string(b))
	}
	slices.Sort(written)
	return written
}

// quietly keeps the faults that a test brings about from the log.
func quietly(t testing.TB) {
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
}

// Every golden's query, and every saved one, has the same answer from both executors.
func TestExecutorsAgreeOnEveryQueryThatIsKept(t *testing.T) {
	goldens, _ := filepath.Glob("testdata/*.txtar")
	saved, _ := filepath.Glob("../queries/*.graphql")
	if len(goldens) == 0 || len(saved) == 0 {
		t.Fatalf("there are %d goldens and %d saved queries", len(goldens), len(saved))
	}
	small, five := over(open(t)), over(carried(t))
	for _, file := range goldens {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var q arbitrary.Query
		for _, f := range archive.Files {
			switch f.Name {
			case "query.graphql":
				q.Text = string(f.Data)
			case "variables.json":
				d := json.NewDecoder(bytes.NewReader(f.Data))
				d.UseNumber()
				if err := d.Decode(&q.Variables); err != nil {
					t.Fatal(err)
				}
			}
		}
		small.agree(t, q)
	}
	for _, file := range saved {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		five.agree(t, arbitrary.Query{Text: string(text)})
	}
}

// Queries that nobody thought of have the same answer from both executors, errors included.
func TestExecutorsAgree(t *testing.T) {
	for name, open := range map[string]func(*testing.T) *store.Store{"the small world": open, "the five articles": carried} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			e, values := over(s), values(t, s)
			n, failed, run := uint64(*howMany/2), uint64(0), uint64(0)
			for seed := range n {
				failing, ran := e.agree(t, arbitrary.New(graph.NewSchema(s).Schema(), values, noise(seed)))
				if failing {
					failed++
				}
				if ran {
					run++
				}
				if t.Failed() {
					t.Fatalf("seed %d", seed)
				}
			}
			t.Logf("%d queries, %d of them run, %d with errors", n, run, failed)
			if run < n*9/10 || failed < n/20 || failed > n*4/5 {
				t.Errorf("of %d queries %d were run and %d gave errors; the generator has lost its aim", n, run, failed)
			}
		})
	}
}

// With a store that is closed under them, every look-up fails, and every null that must not be one goes up.
func TestExecutorsAgreeOnFaults(t *testing.T) {
	quietly(t)
	s, err := store.Open(write(t))
	if err != nil {
		t.Fatal(err)
	}
	e, values := over(s), values(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(*howMany / 10) {
		e.agree(t, arbitrary.New(graph.NewSchema(s).Schema(), values, noise(seed)))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// Whatever bytes make a query up, both executors answer it alike.
func FuzzExecutors(f *testing.F) {
	quietly(f)
	path := filepath.Join(f.TempDir(), "world.db")
	ds := world()
	news.Derive(ds)
	if err := store.Write(path, ds, nil); err != nil {
		f.Fatal(err)
	}
	s, err := store.Open(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = s.Close() })
	e, values := over(s), values(f, s)
	for seed := range uint64(20) {
		f.Add(noise(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		e.agree(t, arbitrary.New(graph.NewSchema(s).Schema(), values, b))
	})
}

// noise is bytes enough for a query.
func noise(seed uint64) []byte {
	from := rand.New(rand.NewPCG(seed, 6))
	b := make([]byte, 40+from.IntN(600))
	for i := range b {
		b[i] = byte(from.Uint32())
	}
	return b
}

// values are arguments that fit the records of a store, and some that fit nothing.
func values(t testing.TB, s *store.Store) arbitrary.Values {
	t.Helper()
	found := arbitrary.Values{
		"ID":          {"actor:", "event:unheard-of"},
		"String":      {"not a cursor", "fire", "attack", `"the quay"`, "headline:fire", "d", "\t\"\\"},
		"Int":         {2, 0, 1, 3, 4, 5, 20, store.MaxPage, store.MaxPage + 1},
		"Float":       {0, 39.5, 12, 1000},
		"Boolean":     {true, false},
		"Date":        {"2031-05-03", "2023-10-07", "2023-10-18", "2031-05-20", "2031-12-31", "2031-02-30"},
		"LanguageTag": {"en", "en", "pt", "pt-br"},
		"CountryCode": {"PT", "IL", "US", "xx"},
	}
	few := 8
	page := store.Page{First: &few}
	gather(t, found, "articles", func() (*store.ArticleConnection, error) { return s.Articles(nil, nil, page) })
	gather(t, found, "actors", func() (*store.ActorConnection, error) { return s.Actors(nil, nil, page) })
	gather(t, found, "places", func() (*store.PlaceConnection, error) { return s.Places(page) })
	gather(t, found, "events", func() (*store.EventConnection, error) { return s.Events(nil, nil, page) })
	gather(t, found, "statements", func() (*store.StatementConnection, error) { return s.Statements(nil, nil, page) })
	gather(t, found, "quantities", func() (*store.QuantityConnection, error) { return s.Quantities(nil, page) })
	gather(t, found, "mentions", func() (*store.MentionConnection, error) { return s.Mentions(nil, page) })
	found["String since"] = []any{"2031.0"}
	for _, release := range s.Dataset().Releases {
		found["String since"] = append(found["String since"], release.Version)
	}
	found["ID of"] = slices.Concat(found["ID actors"], found["ID events"])
	return found
}

// gather adds the ids and cursors of a list.
func gather[N news.Node](t testing.TB, to arbitrary.Values, noun string, list func() (*store.Connection[N], error)) {
	t.Helper()
	found, err := list()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range found.Edges {
		id := strings.Clone(e.Node.NodeID()) // the store may be closed before it is asked for
		to["ID"] = append(to["ID"], id)
		to["ID "+noun] = append(to["ID "+noun], id)
		cursor, err := e.Cursor()
		if err != nil {
			t.Fatal(err)
		}
		to["String"] = append(to["String"], cursor)
	}
}

// carried compiles the dataset that comes with the program.
func carried(t *testing.T) *store.Store {
	t.Helper()
	ds, found := loader.Load(dataset.Files, loader.Options{})
	if ds == nil {
		t.Fatal(found)
	}
	path := filepath.Join(t.TempDir(), "carried.db")
	if err := store.Write(path, ds, nil); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
