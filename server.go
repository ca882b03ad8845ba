package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"
	"github.com/rs/cors"

	"onrecord/graph"
	"onrecord/observe"
	"onrecord/store"
	"onrecord/web"
)

// holding is a store, or a dataset to make one of for as long as a command runs. Commands that read one embed it.
type holding struct {
	Data  string `arg:"" optional:"" type:"path" help:"A store, a folder of published versions, or a dataset folder to compile first. Left out: the dataset that the program carries."`
	Texts string `type:"path" env:"ONRECORD_TEXTS" placeholder:"DIR" help:"Where a dataset is compiled: the folder of article texts, to hold every span against."`
}

type serveCommand struct {
	holding
	Addr string `default:"127.0.0.1:8080" env:"ONRECORD_ADDR" help:"The address to listen on, host:port. Port 0 takes any that is free. ${default} where left out."`

	Limits limits `embed:"" group:"Limits"`
	Rates  rates  `embed:"" group:"Limits"`

	Operations operations `embed:"" group:"Operations"`

	Watch bool `env:"ONRECORD_WATCH" help:"Serve what is published next, or what a curator saves, without a pause. A dataset's problems are shown here and at /problems, and the last version without errors is served on."`

	PublicURL webAddress `name:"public-url" env:"ONRECORD_PUBLIC_URL" placeholder:"URL" help:"The address the server is known by from outside, for the permalinks in its answers. Left out: whatever address a request was sent to."`
}

// Run serves until it is told to stop.
func (cmd *serveCommand) Run(c console) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	traces, err := cmd.Operations.traces(ctx)
	if err != nil {
		return err
	}
	defer func() {
		grace, cancel := context.WithTimeout(context.Background(), cmd.Limits.ShutdownTimeout)
		defer cancel()
		err = errors.Join(err, traces.End(grace))
	}()
	defer collectWhileServing(serverRoom)()
	g := newGate(cmd.Limits, cmd.Rates)
	g.log, g.traces, g.noMetrics = cmd.Operations.logger(c.err), traces, cmd.Operations.NoMetrics
	slog.SetDefault(g.log)
	served := newLive(g.over)
	defer func() { err = errors.Join(err, served.close()) }()
	problems, keep, err := cmd.start(c, served)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("/", served)
	readOnly(mux, "/problems", showProblems(problems))
	g.tellHealth(mux, served.version)
	listener, err := net.Listen("tcp", cmd.Addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "ready: %s/ (explorer), %[1]s/graphiql/ (playground), %[1]s/graphql, %[1]s/schema.graphql\n", cmd.Operations.scheme()+"://"+listener.Addr().String())
	var kept sync.WaitGroup
	kept.Go(func() { keep(ctx) })
	defer func() { stop(); kept.Wait() }()
	context.AfterFunc(ctx, stop) // whoever asks twice does not want to wait
	return g.serve(ctx, listener, cmd.Operations, published(string(cmd.PublicURL), g.front(ahead(graphQL, served, mux))))
}

// start serves what there is, and gives how to ask for its problems and how to keep it up to date.
func (cmd *serveCommand) start(c console, served *live) (problems func() report, keep func(context.Context), err error) {
	if cmd.Watch {
		k := &keeper{holding: cmd.holding, console: c, served: served, now: time.Now}
		return k.report, k.keep, k.begin()
	}
	opened, err := cmd.sound(c)
	if err != nil {
		return nil, nil, err
	}
	data := opened.Dataset()
	served.serve(opened)
	fmt.Fprintf(c.out, "%s, version %s: %s\n", data.Title, data.Version, counts(data))
	return func() report { return report{Served: data.Version, Current: true} }, func(context.Context) {}, nil
}

// serve answers until ctx ends, says that it is not ready for as long as it is told to, then lets running requests finish.
func (g *gate) serve(ctx context.Context, listener net.Listener, o operations, h http.Handler) error {
	server := newHTTPServer(g.limits, h)
	server.ErrorLog = slog.NewLogLogger(g.log.Handler(), slog.LevelWarn)
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		g.stopping.Store(true)
		time.Sleep(o.Drain)
		grace, cancel := context.WithTimeout(context.Background(), g.limits.ShutdownTimeout)
		defer cancel()
		stopped <- server.Shutdown(grace)
	}()
	var err error
	if o.TLSCert == "" {
		err = server.Serve(wholeListener{listener})
	} else {
		err = server.ServeTLS(listener, o.TLSCert, o.TLSKey)
	}
	if !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

// newHTTPServer holds connections to their limits.
func newHTTPServer(l limits, h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ConnContext:       withConnection,
		ReadHeaderTimeout: l.HeaderTimeout,
		ReadTimeout:       l.ReadTimeout,
		WriteTimeout:      l.WriteTimeout,
		IdleTimeout:       l.IdleTimeout,
		MaxHeaderBytes:    l.Header,
	}
}

// crossOrigin lets a page of any origin read what the server offers. There is nothing in it that is not for everybody: no
// cookie, no account, and nothing that a request could change.
var crossOrigin = cors.New(cors.Options{
	AllowedOrigins: []string{"*"},
	AllowedMethods: []string{http.MethodGet, http.MethodHead, http.MethodPost},
	AllowedHeaders: []string{"*"},
	ExposedHeaders: []string{"ETag", "Link", "Content-Disposition", "RateLimit", "RateLimit-Policy", "Retry-After", observe.RequestID, citationHeader, cutHeader},
	MaxAge:         24 * 60 * 60, // seconds
})

// over is [newHandler] behind this gate.
func (g *gate) over(s *store.Store) http.Handler { return newHandler(s, g) }

// newHandler is everything the server offers over one store.
func newHandler(s *store.Store, g *gate) http.Handler {
	version := s.Dataset().Version
	g.metrics.Serving(s.Dataset().Edition, version)
	mux := http.NewServeMux()
	answers := newCache(version, g.limits.Cache, g.place(newGraphQL(s, g)), g.metrics)
	admitted := g.admit(answers)
	mux.Handle(graphQL, admitted)
	readOnly(mux, "/queries/{$}", g.admit(tagged(version, http.HandlerFunc(listSaved))))
	readOnly(mux, "/queries/{name}", g.admit(runSaved(version, graph.NewSchema(s).Schema(), answers)))
	readOnly(mux, "/schema.graphql", tagged(version, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte(graph.SDL())) // whoever asked has gone
	})))
	readOnly(mux, "/id/{id...}", tagged(version, g.admit(g.place(newPermalinks(s, g)))))
	mux.Handle("/", coded(web.Pages()))
	return crossOrigin.Handler(ahead(graphQL, admitted, mux))
}

// graphQL is where queries are answered.
const graphQL = "/graphql"

// ahead hands requests for one path to a handler that a [http.ServeMux] would hand them to as well, and all others to the mux, which
// takes its time.
func ahead(path string, h http.Handler, mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == path && r.URL.RawPath == "" && r.Method != http.MethodConnect {
			h.ServeHTTP(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// newGraphQL answers queries in every form. Whoever has the query from elsewhere than the request gives it a GET with the
// query in its URL, as "query" and "variables".
func newGraphQL(s *store.Store, g *gate) http.Handler {
	schema := graph.NewSchema(s)
	exec := executor.New(schema)
	exec.Use(newPersistedQueries())
	for _, extension := range g.extensions() {
		exec.Use(extension)
	}
	exec.Use(extension.Introspection{})
	exec.SetParserTokenLimit(g.limits.Tokens)
	exec.SetQueryCache(newDocuments(schema.Schema()))
	exec.SetErrorPresenter(graph.ErrorPresenter)
	exec.SetRecoverFunc(g.failed)
	data := asJSONText(map[string]string{"edition": s.Dataset().Edition, "version": s.Dataset().Version})
	exec.AroundResponses(func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		response := next(ctx)
		if response == nil {
			return nil
		}
		if response.Extensions == nil {
			response.Extensions = map[string]any{}
		}
		response.Extensions["dataset"] = data
		return response
	})
	transport := overHTTP{tables{schema: schema.Schema(), store: s, data: s.Dataset(), most: g.limits.Table}, g.limits.Tokens}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h["Vary"] = append(h["Vary"], "Accept")
		transport.Do(w, r, exec)
	})
}

// refuse answers in the form of a GraphQL error, and counts it under its code.
func refuse(w http.ResponseWriter, r *http.Request, status int, message string, extensions map[string]any) {
	observe.Refused(r.Context(), fmt.Sprint(extensions["code"]))
	tell(w, status, message, extensions)
}

// tell answers in the form of a GraphQL error.
func tell(w http.ResponseWriter, status int, message string, extensions map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(map[string]any{"errors": []any{map[string]any{ // whoever asked has gone
		"message":    message,
		"extensions": extensions,
	}}})
}

// compressed sends an answer compressed to whoever takes it so, with Vary either way. What is below a network packet or two is
// sent as it is. HEAD is a GET without its body, which net/http leaves out, so that the headers are the same.
func compressed(next http.Handler) http.Handler {
	next = compress(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			r = r.Clone(r.Context())
			r.Method = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}

// leastCompressed is the length of the shortest answer that is worth compressing, in bytes: a network packet or two.
const leastCompressed = 2 << 10

var compress = func() func(http.Handler) http.HandlerFunc {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(leastCompressed), gzhttp.CompressionLevel(gzip.BestSpeed))
	if err != nil {
		panic(err) // as it is for no other reason than bad settings
	}
	return wrap
}()

// tagged gives the answer to a GET an ETag of the dataset's version and the answer's own hash, and says 304 to whoever has it. The
// tag is weak, as the answer has it whether it is compressed or not. A URL that names a version is answered from that version
// alone, and the answer can be kept for ever.
func tagged(version string, next http.Handler) http.Handler {
	return compressed(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, ok := pin(w, r, version)
		if !ok {
			return
		}
		if !p.get {
			next.ServeHTTP(w, r)
			return
		}
		h := w.Header()
		answer := &buffered{header: h, status: http.StatusOK, body: buffers.Get().(*bytes.Buffer)}
		defer release(answer.body)
		next.ServeHTTP(answer, r)
		if answer.status == http.StatusOK {
			tag := tagOf(version, answer.body.Bytes())
			p.tag(h, tag, p.named && !answer.failed())
			if has(r.Header["If-None-Match"], tag) {
				h.Del("Content-Type")
				h.Del("Content-Length")
				w.WriteHeader(http.StatusNotModified)
				return
			}
		}
		if answer.body.Len() > 0 {
			h.Set("Content-Length", strconv.Itoa(answer.body.Len()))
		}
		w.WriteHeader(answer.status)
		_, _ = w.Write(answer.body.Bytes()) // whoever asked has gone
	}))
}

// pinned is how a request asks for what has a version.
type pinned struct {
	get   bool // by GET or HEAD
	named bool // from the version that it names, and no other
}

// pin says how a request asks. It refuses one that names another version than the one that is served.
func pin(w http.ResponseWriter, r *http.Request, version string) (p pinned, ok bool) {
	w.Header()["Cache-Control"] = noCache
	named := versionNamed(r)
	if named != "" && named != version {
		refuse(w, r, http.StatusNotFound, "that version is not served here; "+version+" is", map[string]any{"code": "VERSION_NOT_SERVED", "served": version})
		return p, false
	}
	return pinned{get: r.Method == http.MethodGet || r.Method == http.MethodHead, named: named != ""}, true
}

var noCache = []string{"no-cache"}

// versionNamed is the version that a URL asks for, "" where it asks for whichever is served.
func versionNamed(r *http.Request) string {
	if !strings.Contains(r.URL.RawQuery, "version") {
		return ""
	}
	return strings.ReplaceAll(r.URL.Query().Get("version"), " ", "+") // a plus in a URL that nobody escaped is a space
}

// tag gives an answer its tag, and says for how long it can be kept.
func (p pinned) tag(h http.Header, tag string, whole bool) {
	h.Set("ETag", "W/"+tag)
	if p.named && whole {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
}

// tagOf is the tag of an answer.
func tagOf(version string, body []byte) string {
	sum := sha256.Sum256(body)
	return fmt.Sprintf(`"%s.%s"`, version, hex.EncodeToString(sum[:8]))
}

// has reports whether If-None-Match names a tag, weak or not, or everything.
func has(headers []string, tag string) bool {
	for _, header := range headers {
		for entry := range strings.SplitSeq(header, ",") { // a comma within a tag cannot make two of it that match
			entry = strings.TrimSpace(entry)
			if entry == "*" || strings.TrimPrefix(entry, "W/") == tag {
				return true
			}
		}
	}
	return false
}

// buffered holds an answer back until it is complete.
type buffered struct {
	header http.Header
	status int
	body   *bytes.Buffer
}

func (b *buffered) Header() http.Header         { return b.header }
func (b *buffered) WriteHeader(status int)      { b.status = status }
func (b *buffered) Write(p []byte) (int, error) { return b.body.Write(p) }

// failed reports whether an answer has errors, which another time it may not have. They come first: see [encode].
func (b *buffered) failed() bool { return bytes.HasPrefix(b.body.Bytes(), []byte(`{"errors":`)) }

type healthCommand struct {
	Addr    string        `default:"127.0.0.1:8080" env:"ONRECORD_ADDR" help:"The address the server listens on. ${default} where left out."`
	TLSCert string        `name:"tls-cert" type:"path" env:"ONRECORD_TLS_CERT" placeholder:"FILE" help:"The certificate that it serves HTTPS with. Left out: it serves HTTP."`
	Wait    time.Duration `help:"How long to wait for a server that is only just starting."`
}

// healthTimeout is how long a server may take to say that it is well.
const healthTimeout = 5 * time.Second

// healthPause is how long to wait between two questions to a server that does not answer yet.
const healthPause = 50 * time.Millisecond

// Run asks a running server whether it is well.
func (cmd *healthCommand) Run(c console) error {
	until := time.Now().Add(cmd.Wait)
	for {
		err := cmd.ask()
		if err == nil {
			_, err = fmt.Fprintln(c.out, "well")
			return err
		}
		if time.Now().After(until) {
			return err
		}
		time.Sleep(healthPause)
	}
}

func (cmd *healthCommand) ask() error {
	client, scheme := &http.Client{Timeout: healthTimeout}, "http://"
	if cmd.TLSCert != "" {
		trust, err := trusting(cmd.TLSCert)
		if err != nil {
			return err
		}
		client.Transport, scheme = &http.Transport{TLSClientConfig: trust}, "https://"
	}
	answer, err := client.Get(scheme + cmd.Addr + "/healthz")
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the server answered %s", answer.Status)
	}
	return nil
}
