package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/transport"
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
	Data  string `arg:"" optional:"" type:"path" help:"A store, or a dataset folder to compile first. Left out: the dataset that the program carries."`
	Texts string `type:"path" env:"ONRECORD_TEXTS" placeholder:"DIR" help:"Where a dataset is compiled: the folder of article texts, to hold every span against."`
}

type serveCommand struct {
	holding
	Addr string `default:"127.0.0.1:8080" env:"ONRECORD_ADDR" help:"The address to listen on, host:port. Port 0 takes any that is free. ${default} where left out."`

	PublicURL webAddress `name:"public-url" env:"ONRECORD_PUBLIC_URL" placeholder:"URL" help:"The address the server is known by from outside, for the permalinks in its answers. Left out: whatever address a request was sent to."`
}

// Run serves until it is told to stop.
func (cmd *serveCommand) Run(c console) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	path, remove, err := cmd.store(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	opened, err := store.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	listener, err := net.Listen("tcp", cmd.Addr)
	if err != nil {
		return err
	}
	data := opened.Dataset()
	fmt.Fprintf(c.out, "%s, version %s: %s\n", data.Title, data.Version, counts(data))
	fmt.Fprintf(c.out, "ready: http://%s/graphiql/ (playground), http://%[1]s/graphql, http://%[1]s/schema.graphql\n", listener.Addr())
	return serve(ctx, listener, published(string(cmd.PublicURL), newHandler(opened)))
}

// store gives the path of the store, and how to be rid of it afterwards where it was compiled for this run.
func (h *holding) store(c console) (path string, remove func() error, err error) {
	if info, err := os.Stat(h.Data); h.Data != "" && (err != nil || !info.IsDir()) {
		return h.Data, func() error { return nil }, err
	}
	in := input{Dataset: h.Data, Texts: h.Texts}
	ds, found, err := in.load(false, nil)
	if err != nil {
		return "", nil, err
	}
	if ds == nil {
		if err := found.Text(c.err); err != nil {
			return "", nil, err
		}
		return "", nil, errProblems
	}
	folder, err := os.MkdirTemp("", "onrecord")
	if err != nil {
		return "", nil, err
	}
	remove = func() error { return os.RemoveAll(folder) }
	path = filepath.Join(folder, "onrecord.db")
	if err := store.Write(path, ds, nil); err != nil {
		return "", nil, errors.Join(err, remove())
	}
	return path, remove, nil
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
	ExposedHeaders: []string{"ETag", "Link", "Content-Disposition", citationHeader},
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
	h.AddTransport(tables{schema: schema.Schema(), data: s.Dataset()})
	h.AddTransport(transport.Options{AllowedMethods: []string{http.MethodOptions, http.MethodHead, http.MethodGet, http.MethodPost}})
	h.AddTransport(transport.GET{})
	h.AddTransport(transport.POST{})
	h.Use(extension.Introspection{})
	h.SetParserTokenLimit(maxTokens)
	h.SetQueryCache(newDocuments())
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
		if r.URL.Query().Has("format") {
			r = r.Clone(r.Context())
			r.Header.Del("Accept") // the URL wins
		}
		h.ServeHTTP(w, r)
	})
}

// limited refuses what is too long before any of it is parsed.
func limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n := len(r.URL.RawQuery); n > maxURL {
			refuse(w, http.StatusRequestURITooLong, "the URL's query is too long; send it by POST", map[string]any{"code": "URL_TOO_LONG", "limit": maxURL, "actual": n})
			return
		}
		body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
		switch n := len(body); { // of a body over the limit, no more than was read of it
		case err != nil:
			refuse(w, http.StatusBadRequest, "the body did not arrive whole", map[string]any{"code": badBody, "limit": maxBody, "actual": n})
			return
		case n > maxBody:
			refuse(w, http.StatusRequestEntityTooLarge, "the body is too large", map[string]any{"code": "BODY_TOO_LARGE", "limit": maxBody, "actual": n})
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		next.ServeHTTP(w, r)
	})
}

// refuse answers in the form of a GraphQL error.
func refuse(w http.ResponseWriter, status int, message string, extensions map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"errors": []any{map[string]any{ // whoever asked has gone
		"message":    message,
		"extensions": extensions,
	}}})
}

// tagged gives an answer an ETag of the dataset's version and the answer's own hash, and says 304 to whoever has it. A URL
// that names a version is answered from that version alone, and the answer can be kept for ever. HEAD is a GET without its
// body, which net/http leaves out.
func tagged(version string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		named := r.URL.Query().Get("version")
		if named != "" && strings.ReplaceAll(named, " ", "+") != version { // a plus in a URL that nobody escaped is a space
			refuse(w, http.StatusNotFound, "that version is not served here; "+version+" is", map[string]any{"code": "VERSION_NOT_SERVED", "served": version})
			return
		}
		if r.Method == http.MethodHead {
			r = r.Clone(r.Context())
			r.Method = http.MethodGet
		}
		answer := &buffered{header: w.Header(), status: http.StatusOK}
		next.ServeHTTP(answer, r)
		if answer.status == http.StatusOK {
			sum := sha256.Sum256(answer.body.Bytes())
			tag := fmt.Sprintf(`"%s.%s"`, version, hex.EncodeToString(sum[:8]))
			w.Header().Set("ETag", tag)
			if named != "" && r.Method == http.MethodGet && !answer.failed() {
				w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			}
			if r.Method != http.MethodPost && strings.Contains(r.Header.Get("If-None-Match"), tag) {
				w.WriteHeader(http.StatusNotModified)
				return
			}
		}
		w.WriteHeader(answer.status)
		_, _ = w.Write(answer.body.Bytes()) // whoever asked has gone
	})
}

// buffered holds an answer back until it is complete.
type buffered struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (b *buffered) Header() http.Header         { return b.header }
func (b *buffered) WriteHeader(status int)      { b.status = status }
func (b *buffered) Write(p []byte) (int, error) { return b.body.Write(p) }

// failed reports whether an answer in JSON has errors, which another time it may not have.
func (b *buffered) failed() bool {
	switch b.header.Get("Content-Type") {
	case "application/json", "application/graphql-response+json":
		var answer struct{ Errors []json.RawMessage }
		return json.Unmarshal(b.body.Bytes(), &answer) != nil || len(answer.Errors) > 0
	}
	return false
}

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
