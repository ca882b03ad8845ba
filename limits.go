package main

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"reflect"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/alecthomas/kong"

	"onrecord/guard"
	"onrecord/observe"
)

// limits are what connections and requests are held to, beside the limits on queries. docs/operating.md tells of each.
type limits struct {
	Body   int `name:"max-body" env:"ONRECORD_MAX_BODY" default:"131072" placeholder:"BYTES" help:"The longest body of a request. ${default} where left out."`
	URL    int `name:"max-url" env:"ONRECORD_MAX_URL" default:"8192" placeholder:"BYTES" help:"The longest query in a URL, after its question mark. ${default} where left out."`
	Header int `name:"max-header" env:"ONRECORD_MAX_HEADER" default:"32768" placeholder:"BYTES" help:"The longest header of a request; net/http allows 4096 bytes more. ${default} where left out."`
	Table  int `name:"max-table" env:"ONRECORD_MAX_TABLE" default:"16777216" placeholder:"BYTES" help:"The longest answer as CSV or NDJSON, which repeats what stands above its rows. ${default} where left out."`
	Cache  int `name:"max-cache" env:"ONRECORD_MAX_CACHE" default:"67108864" placeholder:"BYTES" help:"How much memory the answers take that are kept to be sent again. ${default} where left out."`
	AtOnce int `name:"max-at-once" env:"ONRECORD_MAX_AT_ONCE" default:"${at_once}" placeholder:"N" help:"How many requests are answered at once; others are told to come back. Four for each core where left out."`

	guard.Limits

	HeaderTimeout   time.Duration `env:"ONRECORD_HEADER_TIMEOUT" default:"5s" placeholder:"DURATION" help:"How long the header of a request may take to arrive. ${default} where left out."`
	ReadTimeout     time.Duration `env:"ONRECORD_READ_TIMEOUT" default:"10s" placeholder:"DURATION" help:"How long a whole request may take to arrive. ${default} where left out."`
	WriteTimeout    time.Duration `env:"ONRECORD_WRITE_TIMEOUT" default:"30s" placeholder:"DURATION" help:"How long an answer may take, from the end of the request's header to its last byte. ${default} where left out."`
	IdleTimeout     time.Duration `env:"ONRECORD_IDLE_TIMEOUT" default:"60s" placeholder:"DURATION" help:"How long a connection is kept between two requests. ${default} where left out."`
	ShutdownTimeout time.Duration `env:"ONRECORD_SHUTDOWN_TIMEOUT" default:"10s" placeholder:"DURATION" help:"How long running requests have to end when the server is told to stop. ${default} where left out."`
}

// limitVariables are what the tags of limits refer to.
var limitVariables = kong.Vars{"at_once": strconv.Itoa(4 * runtime.GOMAXPROCS(0))}

// Validate refuses limits that would let nothing through.
func (l limits) Validate() error {
	v := reflect.ValueOf(l)
	for _, field := range reflect.VisibleFields(v.Type()) {
		if value := v.FieldByIndex(field.Index); value.CanInt() && value.Int() < 1 {
			return fmt.Errorf("the limit %s is %v, and must be above zero", field.Name, value)
		}
	}
	return nil
}

// The codes of what is refused before it is known to be a query.
const (
	urlTooLong = "URL_TOO_LONG"
	tooBusy    = "TOO_BUSY"
)

// gate is what all requests pass, whatever they ask and whichever store answers them. There is one for a server.
type gate struct {
	limits    limits
	meter     *meter
	places    chan struct{} // one for each request that is being answered
	metrics   *observe.Metrics
	noMetrics bool // at /metrics
	log       *slog.Logger
	traces    observe.Traces
	stopping  atomic.Bool
}

// newGate makes a gate that logs nothing and traces nothing.
func newGate(l limits, r rates) *gate {
	return &gate{
		limits: l, meter: newMeter(r), places: make(chan struct{}, l.AtOnce),
		metrics: observe.New(operationNames()), log: slog.New(slog.DiscardHandler),
	}
}

// refuseOver answers whoever crosses a limit.
func refuseOver(w http.ResponseWriter, r *http.Request, status int, code, message string, limit, actual int) {
	refuse(w, r, status, message, map[string]any{"code": code, "limit": limit, "actual": actual})
}

// admit refuses whoever asks too often, and what is too long before any of it is parsed.
func (g *gate) admit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if wait := g.meter.allow(w.Header(), r); wait > 0 {
			message := fmt.Sprintf("that is more than %v requests a second; come back in %d s", g.meter.rates.PerSecond, wait)
			refuseOver(w, r, http.StatusTooManyRequests, rateLimited, message, g.meter.rates.Burst, g.meter.rates.Burst+1)
			return
		}
		if n, most := len(r.URL.RawQuery), g.limits.URL; n > most {
			refuseOver(w, r, http.StatusRequestURITooLong, urlTooLong, "the URL's query is too long; send it by POST", most, n)
			return
		}
		most := g.limits.Body
		body := bodies.Get().(*bytes.Buffer)
		defer giveBack(body)
		_, err := body.ReadFrom(io.LimitReader(r.Body, int64(most)+1))
		switch n := body.Len(); { // of a body over the limit, no more than was read of it
		case err != nil:
			refuseOver(w, r, http.StatusBadRequest, badBody, "the body did not arrive whole", most, n)
			return
		case n > most:
			w.Header().Set("Connection", "close") // or net/http waits for more of it before it sends the answer
			refuseOver(w, r, http.StatusRequestEntityTooLarge, bodyTooLarge, "the body is too large", most, n)
			return
		}
		r.Body = newWholeBody(body.Bytes())
		next.ServeHTTP(w, r)
	})
}

// bodies are those of requests that were answered, for others to be read into.
var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// giveBack keeps a body for another request, unless it is so large that it would only take room.
func giveBack(body *bytes.Buffer) {
	if body.Cap() <= maxKept {
		body.Reset()
		bodies.Put(body)
	}
}

// place refuses whatever comes while as many requests are being answered as may be. It stands behind [gate.admit], so that whoever
// sends slowly takes no place.
func (g *gate) place(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case g.places <- struct{}{}:
			defer func() { <-g.places }()
			next.ServeHTTP(w, r)
		default:
			w.Header().Set("Retry-After", "1")
			refuseOver(w, r, http.StatusServiceUnavailable, tooBusy, "as many requests as may be are being answered; come back in a second", cap(g.places), cap(g.places)+1)
		}
	})
}
