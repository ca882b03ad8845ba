package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"onrecord/graph"
	"onrecord/guard"
	"onrecord/news"
	"onrecord/observe"
	"onrecord/queries"
)

// operations are how a server is run: what it tells of itself, and how it is reached.
type operations struct {
	LogFormat    string        `enum:"text,json" default:"text" env:"ONRECORD_LOG_FORMAT" placeholder:"FORMAT" help:"How lines of log are written: text or json. ${default} where left out."`
	LogLevel     slog.Level    `default:"info" env:"ONRECORD_LOG_LEVEL" placeholder:"LEVEL" help:"The least that is logged: debug, info, warn or error. ${default}, which has a line for each request, where left out."`
	NoMetrics    bool          `env:"ONRECORD_NO_METRICS" help:"Answer nothing at /metrics."`
	OtelEndpoint webAddress    `name:"otel-endpoint" env:"ONRECORD_OTEL_ENDPOINT" placeholder:"URL" help:"Where traces are sent, by OTLP over HTTP: the address of a collector, which takes them at /v1/traces, or one with a path of its own. Left out: where OTEL_EXPORTER_OTLP_ENDPOINT says, and nowhere without it."`
	TLSCert      string        `name:"tls-cert" type:"path" env:"ONRECORD_TLS_CERT" placeholder:"FILE" help:"A certificate, with those that vouch for it, in PEM: serve HTTPS. Left out: serve HTTP."`
	TLSKey       string        `name:"tls-key" type:"path" env:"ONRECORD_TLS_KEY" placeholder:"FILE" help:"The key of the certificate, in PEM."`
	Drain        time.Duration `default:"0s" env:"ONRECORD_DRAIN" placeholder:"DURATION" help:"How long to go on answering after being told to stop, while /readyz says that the server is not ready. ${default} where left out."`
}

// Validate refuses half of what belongs together.
func (o operations) Validate() error {
	if (o.TLSCert == "") != (o.TLSKey == "") {
		return errors.New("tls-cert and tls-key are given together, or neither")
	}
	if o.Drain < 0 {
		return fmt.Errorf("drain is %v, and time does not run backwards", o.Drain)
	}
	return nil
}

// scheme is what an address of the server begins with.
func (o operations) scheme() string {
	if o.TLSCert == "" {
		return "http"
	}
	return "https"
}

// logger writes to w.
func (o operations) logger(w io.Writer) *slog.Logger {
	return observe.Logger(w, o.LogFormat == "json", o.LogLevel)
}

// traces are none unless somebody says where they go.
func (o operations) traces(ctx context.Context) (observe.Traces, error) {
	if o.OtelEndpoint == "" && os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") == "" && os.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") == "" {
		return observe.Traces{}, nil
	}
	return observe.Trace(ctx, string(o.OtelEndpoint), version())
}

// operationNames are the operations that metrics always tell apart: those of the saved queries and of permalinks.
func operationNames() []string {
	var names []string
	for _, q := range queries.All() {
		names = append(names, q.OperationName())
	}
	for _, kind := range news.Kinds {
		names = append(names, string(kind))
	}
	return names
}

// route is the part of the server that a request is for.
func route(r *http.Request) string {
	switch path := r.URL.Path; {
	case path == "/healthz", path == "/readyz", path == "/metrics":
		return observe.Quiet
	case path == "/graphql":
		return "graphql"
	case path == "/schema.graphql":
		return "schema"
	case strings.HasPrefix(path, "/queries/"):
		return "queries"
	case strings.HasPrefix(path, "/id/"):
		return "id"
	}
	return "pages"
}

// tellHealth answers those who ask whether the server is well: it is while it answers at all, and takes requests from when it has a
// version to answer from until it is told to stop. version is the one that is served now, "" where there is none yet.
func (g *gate) tellHealth(mux *http.ServeMux, version func() string) {
	say := func(w http.ResponseWriter, status int, words ...any) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(status)
		fmt.Fprintln(w, words...)
	}
	readOnly(mux, "/healthz", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if v := version(); v != "" {
			say(w, http.StatusOK, "ok", v)
			return
		}
		say(w, http.StatusOK, "ok, and no version is served yet")
	}))
	readOnly(mux, "/readyz", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		switch {
		case g.stopping.Load():
			say(w, http.StatusServiceUnavailable, "stopping")
		case version() == "":
			say(w, http.StatusServiceUnavailable, "no version yet")
		default:
			say(w, http.StatusOK, "ready")
		}
	}))
	if !g.noMetrics {
		readOnly(mux, "/metrics", g.metrics.Handler())
	}
}

// front is what stands before all that a server offers: an id, a line of log, metrics and traces for each request, and the
// headers by which a browser holds a page to what it is.
func (g *gate) front(next http.Handler) http.Handler {
	return g.metrics.Requests(route, g.log, g.traces.Requests(route, secured(g.standing(next))))
}

// extensions are what every operation passes, in this order.
func (g *gate) extensions() []graphql.HandlerExtension {
	all := []graphql.HandlerExtension{observe.Operations{Metrics: g.metrics}, guard.New(g.limits.Limits, graph.Sizes, graph.Pages)}
	if traced := g.traces.Extension(); traced != nil {
		all = append(all, traced)
	}
	return all
}

// standing keeps the server standing where one request fails in a way that nobody foresaw. It is logged and not told.
func (g *gate) standing(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch why := recover(); why {
			case nil:
			case http.ErrAbortHandler:
				panic(why) // net/http breaks the connection off
			default:
				_ = g.failed(r.Context(), why)
				refuse(w, r, http.StatusInternalServerError, "internal error", map[string]any{"code": graph.Internal})
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// failed logs a panic, and is what is told of it.
func (g *gate) failed(ctx context.Context, why any) error {
	g.log.ErrorContext(ctx, "a request failed", "error", why, "stack", string(debug.Stack()))
	return &gqlerror.Error{Message: "internal error", Extensions: map[string]any{"code": graph.Internal}}
}

// What [secured] says; values of headers are shared by all answers, and whoever has another sets another.
var (
	noSniff     = []string{"nosniff"}
	noReferrer  = []string{"no-referrer"}
	noFrames    = []string{"DENY"}
	forAnybody  = []string{"cross-origin"} // as CORS says
	nothingMore = []string{"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"}
)

func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h["X-Content-Type-Options"] = noSniff
		h["Referrer-Policy"] = noReferrer
		h["X-Frame-Options"] = noFrames
		h["Cross-Origin-Resource-Policy"] = forAnybody
		h["Content-Security-Policy"] = nothingMore
		if r.TLS != nil {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r) // pages set a policy of their own
	})
}

// trusting asks a server on this machine over HTTPS, whatever name its certificate is for: it must be the certificate in the
// file.
func trusting(file string) (*tls.Config, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(content)
	if block == nil {
		return nil, fmt.Errorf("%s holds no certificate in PEM", file)
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, err
	}
	return &tls.Config{
		InsecureSkipVerify: true, // in place of which:
		VerifyConnection: func(state tls.ConnectionState) error {
			if !state.PeerCertificates[0].Equal(certificate) {
				return errors.New("the server has another certificate")
			}
			return nil
		},
	}, nil
}
