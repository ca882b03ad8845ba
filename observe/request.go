package observe

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"onrecord/guard"
)

// RequestID is the header under which a request has an id: the one that it came with, if that is a plain word, or a new one.
const RequestID = "X-Request-Id"

var plainWord = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// note is what becomes known of a request while it is answered, and the context in which it is.
type note struct {
	context.Context
	counted counting

	metrics   *Metrics
	id        string
	operation string // the name of it, as it was given
	asked     bool   // whether there was an operation at all
	cost      int
	code      string // of the first error
}

type noteKey struct{}

// Value is the note itself, and what the request's context has for any other key.
func (n *note) Value(key any) any {
	if key == (noteKey{}) {
		return n
	}
	return n.Context.Value(key)
}

func noteOf(ctx context.Context) *note {
	n, _ := ctx.Value(noteKey{}).(*note)
	return n
}

// Requests counts requests, gives each an id and, when it is answered, writes a line of log. Route names the part of the server
// that a request is for; it has few values.
func (m *Metrics) Requests(route func(*http.Request) string, log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		n := &note{Context: r.Context(), counted: counting{ResponseWriter: w, status: http.StatusOK}, metrics: m, id: r.Header.Get(RequestID)}
		if n.id == "" || !plainWord.MatchString(n.id) {
			n.id = rand.Text()
		}
		w.Header()[RequestID] = []string{n.id}
		m.running.Inc()
		defer m.running.Dec()
		next.ServeHTTP(&n.counted, r.WithContext(n))
		took, name, status := time.Since(begun), route(r), n.counted.status
		m.requests.WithLabelValues(name, strconv.Itoa(status)).Inc()
		m.duration.WithLabelValues(name).Observe(took.Seconds())
		level := slog.LevelInfo
		switch {
		case status >= http.StatusInternalServerError:
			level = slog.LevelWarn
		case name == Quiet:
			level = slog.LevelDebug
		}
		if log.Enabled(n, level) {
			log.LogAttrs(n, level, "answered", n.line(r, name, took)...)
		}
	})
}

// line is what the log tells of a request that was answered.
func (n *note) line(r *http.Request, route string, took time.Duration) []slog.Attr {
	line := []slog.Attr{
		slog.String("method", method(r.Method)), slog.String("route", route), slog.Int("status", n.counted.status),
		slog.Int("bytes", n.counted.bytes), slog.Duration("duration", took),
	}
	if n.asked {
		line = append(line, slog.String("operation", short(n.operation)), slog.Int("cost", n.cost))
	}
	if n.code != "" {
		line = append(line, slog.String("code", n.code))
	}
	return line
}

// Quiet is the route of requests by which machines see whether the server is well: they are logged at debug alone.
const Quiet = "health"

// method is a method by its name, if it is a usual one: whoever asks can send any word.
func method(name string) string {
	switch name {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions, http.MethodPut, http.MethodDelete, http.MethodPatch:
		return name
	}
	return "other"
}

// short is as much of a name as a line of log takes.
func short(name string) string {
	return name[:min(len(name), 64)] // names of operations are letters, digits and underscores
}

// counting sees the status and the length of an answer.
type counting struct {
	http.ResponseWriter
	status int
	bytes  int
	begun  bool
}

func (c *counting) WriteHeader(status int) {
	if !c.begun && status >= http.StatusOK {
		c.begun, c.status = true, status
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *counting) Write(p []byte) (int, error) {
	c.begun = true
	n, err := c.ResponseWriter.Write(p)
	c.bytes += n
	return n, err
}

// Unwrap is for [http.ResponseController].
func (c *counting) Unwrap() http.ResponseWriter { return c.ResponseWriter }

func (m *Metrics) refused(ctx context.Context, code string) {
	m.refusals.WithLabelValues(code).Inc()
	if n := noteOf(ctx); n != nil && n.code == "" {
		n.code = code
	}
}

// Refused counts a request that was refused outside of any operation, where whoever serves it counts at all.
func Refused(ctx context.Context, code string) {
	if n := noteOf(ctx); n != nil {
		n.metrics.refused(ctx, code)
	}
}

// Kept counts an answer that is kept to be sent again.
func (m *Metrics) Kept() { m.cache.WithLabelValues("kept").Inc() }

// Repeated counts an operation whose answer was kept, by the name and the cost it had.
func (m *Metrics) Repeated(ctx context.Context, operation string, cost int) {
	m.cache.WithLabelValues("sent").Inc()
	m.operations.WithLabelValues(m.label(operation, true), "OK").Inc()
	if n := noteOf(ctx); n != nil {
		n.asked, n.operation, n.cost = true, operation, cost
	}
}

// Operations is the extension of gqlgen that counts operations. It comes before all others.
type Operations struct{ Metrics *Metrics }

// ExtensionName is what gqlgen calls it.
func (Operations) ExtensionName() string { return "Operations" }

// Validate has nothing to find fault with.
func (Operations) Validate(graphql.ExecutableSchema) error { return nil }

type begunKey struct{}

// InterceptOperation counts an operation when it is answered.
func (o Operations) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	begun, answered := time.Now(), false
	ctx = context.WithValue(ctx, begunKey{}, &answered)
	answers := next(ctx)
	return func(within context.Context) *graphql.Response {
		answer := answers(within)
		o.count(ctx, answer, time.Since(begun))
		answered = true
		return answer
	}
}

// InterceptResponse counts an operation that is refused before it is begun, and what is refused of one after it was answered.
func (o Operations) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	answer := next(ctx)
	switch answered, begun := ctx.Value(begunKey{}).(*bool); {
	case !begun:
		o.count(ctx, answer, 0)
	case *answered && answer != nil && len(answer.Errors) > 0:
		o.Metrics.refused(ctx, codeOf(answer))
	}
	return answer
}

func codeOf(answer *graphql.Response) string {
	code, _ := answer.Errors[0].Extensions["code"].(string)
	return code
}

func (o Operations) count(ctx context.Context, answer *graphql.Response, took time.Duration) {
	n := noteOf(ctx)
	if n == nil {
		n = &note{}
	}
	n.asked = true
	if graphql.HasOperationContext(ctx) {
		operation := graphql.GetOperationContext(ctx)
		if operation.Operation != nil { // otherwise the name may be any text
			n.operation = operation.Operation.Name
		}
		n.cost = guard.Cost(operation)
	}
	code := "OK"
	if answer != nil && len(answer.Errors) > 0 {
		code = codeOf(answer)
		n.code = code
		o.Metrics.refusals.WithLabelValues(code).Inc()
	}
	name := o.Metrics.label(n.operation, code == "OK")
	o.Metrics.operations.WithLabelValues(name, code).Inc()
	if took > 0 {
		o.Metrics.took.WithLabelValues(name).Observe(took.Seconds())
	}
	if n.cost > 0 {
		o.Metrics.cost.Observe(float64(n.cost))
	}
}
