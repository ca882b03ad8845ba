package observe

import (
	"context"
	"net/http"
	"net/url"

	"github.com/99designs/gqlgen/graphql"
	"github.com/ravilushqa/otelgqlgen"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// Traces makes a span for each request, one for its operation, and one for each field at the root of it. The zero value makes
// none.
type Traces struct{ provider *sdktrace.TracerProvider }

// whereTraces is where a collector takes them, below its address: https://opentelemetry.io/docs/specs/otlp/#otlphttp-request.
const whereTraces = "/v1/traces"

// Trace sends spans by OTLP over HTTP, as the standard OTEL_EXPORTER_OTLP_ variables say: to OTEL_EXPORTER_OTLP_ENDPOINT, or to
// endpoint where that is not "", an absolute URL, of a collector or of where it takes traces. End must be called at the end, so that
// none are lost.
func Trace(ctx context.Context, endpoint, version string) (Traces, error) {
	var options []otlptracehttp.Option
	if endpoint != "" {
		to, err := url.Parse(endpoint)
		if err != nil {
			return Traces{}, err
		}
		if to.Path == "" || to.Path == "/" {
			to.Path = whereTraces
		}
		options = append(options, otlptracehttp.WithEndpointURL(to.String()))
	}
	exporter, err := otlptracehttp.New(ctx, options...)
	if err != nil {
		return Traces{}, err
	}
	return tracesTo(sdktrace.WithBatcher(exporter), version), nil
}

func tracesTo(exporter sdktrace.TracerProviderOption, version string) Traces {
	service := resource.NewSchemaless(attribute.String("service.name", "onrecord"), attribute.String("service.version", version))
	if named, err := resource.Merge(service, resource.Environment()); err == nil { // OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES
		service = named
	}
	return Traces{sdktrace.NewTracerProvider(exporter, sdktrace.WithResource(service))}
}

// End sends what was not sent yet.
func (t Traces) End(ctx context.Context) error {
	if t.provider == nil {
		return nil
	}
	return t.provider.Shutdown(ctx)
}

// Extension is the extension of gqlgen that makes the spans of operations, or nil where there are none. The text of a query is
// an attribute of its span; its variables are not.
func (t Traces) Extension() graphql.HandlerExtension {
	if t.provider == nil {
		return nil
	}
	return otelgqlgen.Middleware(
		otelgqlgen.WithTracerProvider(t.provider),
		otelgqlgen.WithoutVariables(),
		otelgqlgen.WithCreateSpanFromFields(func(f *graphql.FieldContext) bool { return f.Object == "Query" }),
	)
}

// Requests makes the spans of requests, as parts of whatever trace the requests belong to.
func (t Traces) Requests(route func(*http.Request) string, next http.Handler) http.Handler {
	if t.provider == nil {
		return next
	}
	tracer := t.provider.Tracer("onrecord")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := propagation.TraceContext{}.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
		ctx, span := tracer.Start(ctx, method(r.Method)+" "+route(r), trace.WithSpanKind(trace.SpanKindServer))
		defer span.End()
		if n := noteOf(ctx); n != nil {
			span.SetAttributes(attribute.String("onrecord.request", n.id))
		}
		counted := &counting{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(counted, r.WithContext(ctx))
		span.SetAttributes(attribute.Int("http.response.status_code", counted.status))
	})
}
