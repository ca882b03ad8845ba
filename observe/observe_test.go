package observe

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"onrecord/guard"
)

var schema = gqlparser.MustLoadSchema(&ast.Source{Input: `type Query { tide: Int! }`})

// harbour is a schema whose one field can fail.
type harbour struct{ errors gqlerror.List }

func (harbour) Schema() *ast.Schema { return schema }
func (harbour) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}
func (h harbour) Exec(context.Context) graphql.ResponseHandler {
	return graphql.OneShot(&graphql.Response{Data: []byte(`{"tide":1}`), Errors: h.errors})
}

// server asks the query of each request's body, behind everything this package has.
func server(t *testing.T, m *Metrics, log *slog.Logger, traces Traces, errors gqlerror.List) http.Handler {
	t.Helper()
	e := executor.New(harbour{errors})
	e.Use(Operations{m})
	e.Use(guard.New(guard.Limits{Text: 1000, Tokens: 100, Operations: 1, Fragments: 1, Depth: 2, Fields: 9, Aliases: 9, RootFields: 9, EqualKeys: 9, Cost: 9, Errors: 9, Answer: 99, Deadline: 1e10, IntrospectionDepth: 2}, nil, guard.Pages{}))
	if traced := traces.Extension(); traced != nil {
		e.Use(traced)
	}
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query, _ := io.ReadAll(r.Body)
		ctx := graphql.StartOperationTrace(r.Context())
		operation, refused := e.CreateOperationContext(ctx, &graphql.RawParams{Query: string(query)})
		var answer *graphql.Response
		if refused != nil {
			w.WriteHeader(http.StatusUnprocessableEntity)
			answer = e.DispatchError(graphql.WithOperationContext(ctx, operation), refused)
		} else {
			answers, ctx := e.DispatchOperation(ctx, operation)
			answer = answers(ctx)
		}
		_ = json.NewEncoder(w).Encode(answer)
	})
	route := func(*http.Request) string { return "graphql" }
	return m.Requests(route, log, traces.Requests(route, h))
}

func ask(h http.Handler, query string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(query))
	if len(header) > 0 {
		r.Header.Set(header[0], header[1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func discarded() *slog.Logger { return slog.New(slog.DiscardHandler) }

func TestOperationsAreCountedByNameAndCode(t *testing.T) {
	m := New([]string{"Saved"})
	h := server(t, m, discarded(), Traces{}, nil)
	failing := server(t, m, discarded(), Traces{}, gqlerror.List{{Message: "no", Extensions: map[string]any{"code": "INTERNAL"}}})
	ask(h, "query Saved { tide }")
	ask(h, "query Saved { tide }")
	ask(failing, "query Saved { tide }")
	ask(h, "{ tide }")
	ask(h, "query Mine { tide }")
	ask(h, "query Bad { nothing }")
	ask(h, "query Deep { tide { tide { tide } } }")
	want := `
# HELP onrecord_operations_total GraphQL operations, by name and by the code of their first error, OK where there is none.
# TYPE onrecord_operations_total counter
onrecord_operations_total{code="GRAPHQL_VALIDATION_FAILED",operation="unnamed"} 1
onrecord_operations_total{code="INTERNAL",operation="Saved"} 1
onrecord_operations_total{code="OK",operation="Mine"} 1
onrecord_operations_total{code="OK",operation="Saved"} 2
onrecord_operations_total{code="OK",operation="unnamed"} 1
onrecord_operations_total{code="TOO_DEEP",operation="unnamed"} 1
# HELP onrecord_refusals_total What was refused or failed, by the code of the error.
# TYPE onrecord_refusals_total counter
onrecord_refusals_total{reason="GRAPHQL_VALIDATION_FAILED"} 1
onrecord_refusals_total{reason="INTERNAL"} 1
onrecord_refusals_total{reason="TOO_DEEP"} 1
# HELP onrecord_requests_total Requests answered, by route and HTTP status.
# TYPE onrecord_requests_total counter
onrecord_requests_total{route="graphql",status="200"} 5
onrecord_requests_total{route="graphql",status="422"} 2
`
	if err := testutil.GatherAndCompare(m.registry, strings.NewReader(want), "onrecord_operations_total", "onrecord_refusals_total", "onrecord_requests_total"); err != nil {
		t.Error(err)
	}
}

// Whoever asks chooses names, and cannot make the metrics grow without end with them.
func TestNamesOfOperationsHaveAnEnd(t *testing.T) {
	m := New([]string{"Saved"})
	h := server(t, m, discarded(), Traces{}, nil)
	for i := range 3 * OtherNames {
		ask(h, fmt.Sprintf("query Q%d { tide }", i))
	}
	ask(h, "query Saved { tide }")
	if n := testutil.CollectAndCount(m.operations); n != OtherNames+2 {
		t.Errorf("there are %d names, want %d, other and Saved", n, OtherNames)
	}
}

func TestSwapsAreCounted(t *testing.T) {
	m := New(nil)
	m.Serving("2031.1", "2031.1+aaa")
	if n := testutil.ToFloat64(m.swaps); n != 0 {
		t.Errorf("the first is %v swaps", n)
	}
	m.Serving("2031.2", "2031.2+bbb")
	if n := testutil.ToFloat64(m.swaps); n != 1 {
		t.Errorf("the second is %v swaps", n)
	}
	if n := testutil.CollectAndCount(m.dataset); n != 1 {
		t.Errorf("%d datasets are served", n)
	}
	if n := testutil.ToFloat64(m.dataset.WithLabelValues("2031.2", "2031.2+bbb")); n != 1 {
		t.Error("the second is not the one that is served")
	}
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, name := range []string{"onrecord_dataset_age_seconds", "onrecord_dataset_opened_timestamp_seconds", "go_goroutines", "onrecord_operation_cost"} {
		if !strings.Contains(w.Body.String(), "\n"+name) {
			t.Errorf("there is no %s", name)
		}
	}
}

// A line of log tells of a request what a person who looks for a fault needs, and nothing of what was asked.
func TestALineOfLogForEachRequest(t *testing.T) {
	var written bytes.Buffer
	m := New(nil)
	log := Logger(&written, true, slog.LevelInfo)
	h := server(t, m, log, Traces{}, gqlerror.List{{Message: "secret", Extensions: map[string]any{"code": "INTERNAL"}}})
	w := ask(h, `query Tides { secret: tide }`, RequestID, "abc-123")
	var line map[string]any
	if err := json.Unmarshal(written.Bytes(), &line); err != nil {
		t.Fatalf("%v in %s", err, written.Bytes())
	}
	want := map[string]any{"level": "INFO", "msg": "answered", "method": "POST", "route": "graphql", "status": 200.0, "operation": "Tides", "code": "INTERNAL", "request": "abc-123"}
	for name, value := range want {
		if line[name] != value {
			t.Errorf("%s is %v, want %v", name, line[name], value)
		}
	}
	if line["duration"] == nil || line["bytes"].(float64) == 0 || strings.Contains(written.String(), "secret") {
		t.Errorf("the line is %s", &written)
	}
	if got := w.Header().Get(RequestID); got != "abc-123" {
		t.Errorf("the request came as abc-123 and goes as %q", got)
	}

	// An id that is no plain word is not passed on: it would stand in the log.
	for _, given := range []string{"", "a b", "x\"y", strings.Repeat("a", 65)} {
		if got := ask(h, "{ tide }", RequestID, given).Header().Get(RequestID); got == given || !plainWord.MatchString(got) {
			t.Errorf("the request came as %q and goes as %q", given, got)
		}
	}
	written.Reset()
	Logger(&written, false, slog.LevelInfo).With("a", 1).WithGroup("g").InfoContext(&note{Context: t.Context(), id: "xyz"}, "hello")
	if !strings.Contains(written.String(), "request=xyz") {
		t.Errorf("what is logged within a request is %s", &written)
	}
}

func TestSpans(t *testing.T) {
	spans := tracetest.NewInMemoryExporter()
	traces := tracesTo(sdktrace.WithSyncer(spans), "v1")
	h := server(t, New(nil), discarded(), traces, nil)
	ask(h, "query Tides { tide }", "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	var names []string
	for _, s := range spans.GetSpans() {
		names = append(names, s.Name)
		if id := s.SpanContext.TraceID().String(); id != "0af7651916cd43dd8448eb211c80319c" {
			t.Errorf("%s belongs to the trace %s", s.Name, id)
		}
	}
	if got := strings.Join(names, ", "); got != "Tides, POST graphql" {
		t.Errorf("the spans are %s", got)
	}
	if (Traces{}).Extension() != nil {
		t.Error("there are spans that nobody asked for")
	}
}

// A collector takes traces where the protocol says, or where its address says.
func TestWhereSpansAreSent(t *testing.T) {
	for path, want := range map[string]string{"": "/v1/traces", "/": "/v1/traces", "/elsewhere": "/elsewhere"} {
		asked := make(chan string, 10)
		collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked <- r.Method + " " + r.URL.Path }))
		traces, err := Trace(t.Context(), collector.URL+path, "v1")
		if err != nil {
			t.Fatal(err)
		}
		ask(server(t, New(nil), discarded(), traces, nil), "query Tides { tide }")
		if err := traces.End(t.Context()); err != nil {
			t.Errorf("%q: %v", path, err)
		}
		collector.Close()
		close(asked)
		if got := <-asked; got != "POST "+want {
			t.Errorf("with an address that ends in %q they are sent by %q, want POST %s", path, got, want)
		}
	}
}
