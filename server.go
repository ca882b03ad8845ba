package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
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
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"
	"github.com/rs/cors"

	"onrecord/graph"
	"onrecord/store"
	"onrecord/web"
)

// The limits a request meets before any of it is answered.
const (
	maxBody   = 128 << 10 // bytes of a POST body
	maxURL    = 8 << 10   // bytes of a GET query
	maxTokens = 4000      // lexical tokens of a document
)

// The time a connection has, in each of its phases. See net/http.Server.
const (
	headerTimeout   = 5 * time.Second
	readTimeout     = 10 * time.Second
	writeTimeout    = 30 * time.Second
	idleTimeout     = 60 * time.Second
	shutdownTimeout = 10 * time.Second
	maxHeader       = 32 << 10
)

// holding is a store, or a dataset to make one of for as long as a command runs. Commands that read one embed it.
type holding struct {
	Data  string `arg:"" optional:"" type:"path" help:"A store, a folder of published versions, or a dataset folder to compile first. Left out: the dataset that the program carries."`
	Texts string `type:"path" env:"ONRECORD_TEXTS" placeholder:"DIR" help:"Where a dataset is compiled: the folder of article texts, to hold every span against."`
}

type serveCommand struct {
	holding
	Addr string `default:"127.0.0.1:8080" env:"ONRECORD_ADDR" help:"The address to listen on, host:port. Port 0 takes any that is free. ${default} where left out."`

	Watch bool `env:"ONRECORD_WATCH" help:"Serve what is published next, or what a curator saves, without a pause. A dataset's problems are shown here and at /problems, and the last version without errors is served on."`

	PublicURL webAddress `name:"public-url" env:"ONRECORD_PUBLIC_URL" placeholder:"URL" help:"The address the server is known by from outside, for the permalinks in its answers. Left out: whatever address a request was sent to."`
}

// Run serves until it is told to stop.
func (cmd *serveCommand) Run(c console) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	served := newLive(newHandler)
	defer func() { err = errors.Join(err, served.close()) }()
	problems, keep, err := cmd.start(c, served)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("/", served)
	mux.Handle("GET /problems", showProblems(problems))
	listener, err := net.Listen("tcp", cmd.Addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "ready: http://%s/ (explorer), http://%[1]s/graphiql/ (playground), http://%[1]s/graphql, http://%[1]s/schema.graphql\n", listener.Addr())
	var kept sync.WaitGroup
	kept.Go(func() { keep(ctx) })
	defer func() { stop(); kept.Wait() }()
	return serve(ctx, listener, published(string(cmd.PublicURL), mux))
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

// serve answers until ctx ends, then lets running requests finish.
func serve(ctx context.Context, listener net.Listener, h http.Handler) error {
	server := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
	}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
		defer cancel()
		stopped <- server.Shutdown(grace)
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

// crossOrigin lets a page of any origin read what the server offers. There is nothing in it that is not for everybody: no
// cookie, no account, and nothing that a request could change.
var crossOrigin = cors.New(cors.Options{
	AllowedOrigins: []string{"*"},
	AllowedMethods: []string{http.MethodGet, http.MethodHead, http.MethodPost},
	AllowedHeaders: []string{"*"},
	ExposedHeaders: []string{"ETag", "Link", "Content-Disposition", citationHeader, cutHeader},
	MaxAge:         24 * 60 * 60, // seconds
})

// newHandler is everything the server offers, over one store.
func newHandler(s *store.Store) http.Handler {
	version := s.Dataset().Version
	mux := http.NewServeMux()
	answers := tagged(version, limited(newGraphQL(s)))
	mux.Handle("/graphql", answers)
	mux.Handle("GET /queries/{$}", tagged(version, http.HandlerFunc(listSaved)))
	mux.Handle("GET /queries/{name}", runSaved(version, graph.NewSchema(s).Schema(), answers))
	mux.Handle("GET /schema.graphql", tagged(version, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte(graph.SDL())) // whoever asked has gone
	})))
	mux.Handle("GET /id/{id...}", tagged(version, limited(newPermalinks(s))))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprintf(w, "ok %s\n", version)
	})
	mux.Handle("/", web.Pages())
	return crossOrigin.Handler(mux)
}

// newGraphQL answers queries in every form. Whoever has the query from elsewhere than the request gives it a GET with the
// query in its URL, as "query" and "variables".
func newGraphQL(s *store.Store) http.Handler {
	schema := graph.NewSchema(s)
	h := handler.New(schema)
	h.AddTransport(overHTTP{tables{schema: schema.Schema(), store: s, data: s.Dataset()}})
	h.Use(extension.Introspection{})
	h.Use(newPersistedQueries())
	h.SetParserTokenLimit(maxTokens)
	h.SetErrorPresenter(graph.ErrorPresenter)
	data := s.Dataset()
	h.AroundResponses(func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		response := next(ctx)
		if response == nil {
			return nil
		}
		if response.Extensions == nil {
			response.Extensions = map[string]any{}
		}
		response.Extensions["dataset"] = map[string]string{"edition": data.Edition, "version": data.Version}
		return response
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept")
		h.ServeHTTP(w, r)
	})
}

// limited refuses what is too long before any of it is parsed. Bodies are measured where they are read.
func limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n := len(r.URL.RawQuery); n > maxURL {
			refuse(w, http.StatusRequestURITooLong, "the URL's query is too long; send it by POST", map[string]any{"code": "URL_TOO_LONG", "limit": maxURL, "actual": n})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// refuse answers in the form of a GraphQL error.
func refuse(w http.ResponseWriter, status int, message string, extensions map[string]any) {
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

var compress = func() func(http.Handler) http.HandlerFunc {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(2<<10), gzhttp.CompressionLevel(gzip.BestSpeed))
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
		h := w.Header()
		h.Set("Cache-Control", "no-cache")
		named := ""
		if r.URL.RawQuery != "" {
			named = r.URL.Query().Get("version")
		}
		if named != "" && strings.ReplaceAll(named, " ", "+") != version { // a plus in a URL that nobody escaped is a space
			refuse(w, http.StatusNotFound, "that version is not served here; "+version+" is", map[string]any{"code": "VERSION_NOT_SERVED", "served": version})
			return
		}
		if r.Method != http.MethodGet {
			next.ServeHTTP(w, r)
			return
		}
		answer := &buffered{header: h, status: http.StatusOK, body: buffers.Get().(*bytes.Buffer)}
		defer release(answer.body)
		next.ServeHTTP(answer, r)
		if answer.status == http.StatusOK {
			sum := sha256.Sum256(answer.body.Bytes())
			tag := fmt.Sprintf(`"%s.%s"`, version, hex.EncodeToString(sum[:8]))
			h.Set("ETag", "W/"+tag)
			if named != "" && !answer.failed() {
				h.Set("Cache-Control", "public, max-age=31536000, immutable")
			}
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
	Addr string        `default:"127.0.0.1:8080" env:"ONRECORD_ADDR" help:"The address the server listens on. ${default} where left out."`
	Wait time.Duration `help:"How long to wait for a server that is only just starting."`
}

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
	client := &http.Client{Timeout: headerTimeout}
	answer, err := client.Get("http://" + cmd.Addr + "/healthz")
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the server answered %s", answer.Status)
	}
	return nil
}
