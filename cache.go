package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"
	"weak"

	"github.com/99designs/gqlgen/graphql"
	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"

	"onrecord/guard"
	"onrecord/observe"
	"onrecord/web"
)

// cache keeps whole answers of one store, so that what is asked again is sent and not worked out. The data never changes under a
// version and each version has a cache of its own, so what is kept is right for as long as it is kept. Errors are not kept.
//
// A request is first looked up as it came. One that was not seen before goes by without a trace: most of what is asked once is
// never asked again, and its answer need not be copied. Of one that was seen, the question is looked up, whichever way it is
// spelled, and its answer kept.
type cache struct {
	version string
	answers http.Handler // as they are worked out
	tagged  http.Handler // the same, as they are sent
	metrics *observe.Metrics

	known    *otter.Cache[string, *kept]              // by what is asked
	requests *otter.Cache[cameAs, weak.Pointer[kept]] // by how it came
	seen     seen

	mu      sync.Mutex
	flights map[string]*flight // of what is being worked out, by what is asked
}

// kept is an answer.
type kept struct {
	header     http.Header
	body       []byte
	tag        string
	operation  string // its name
	cost       int
	compressed func() []byte // the body by gzip, once it has been asked for so; nil where it is too short to gain
}

// flight is an answer that is being worked out, for all who ask for it meanwhile.
type flight struct {
	landed chan struct{}
	answer *kept // nil where there is none to keep
}

// Of requests as they came, so many bytes are kept for each byte of answers, and no answer may take more than its part of all.
const (
	requestsPart = 16
	largestPart  = 8
)

// newCache stands before handlers of /graphql that answer from one version, and keeps at most so many bytes.
func newCache(version string, bytes int, answers http.Handler, m *observe.Metrics) *cache {
	return &cache{
		version: version, answers: answers, tagged: tagged(version, answers), metrics: m,
		known: otter.Must(&otter.Options[string, *kept]{
			MaximumWeight: uint64(bytes),
			Weigher:       func(key string, a *kept) uint32 { return uint32(len(key) + 2*len(a.body) + 1<<10) }, // compressed it is less than the body
		}),
		requests: otter.Must(&otter.Options[cameAs, weak.Pointer[kept]]{
			MaximumWeight: uint64(max(1, bytes/requestsPart)),
			Weigher:       func(cameAs, weak.Pointer[kept]) uint32 { return sha256.Size + 1<<7 },
		}),
		flights: map[string]*flight{},
	}
}

// ServeHTTP answers from what is kept, or has the answer worked out.
func (c *cache) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	request, ok := asItCame(r)
	if named := versionNamed(r); !ok || named != "" && named != c.version {
		c.tagged.ServeHTTP(w, r)
		return
	}
	if found, ok := c.requests.GetIfPresent(request); ok {
		if a := found.Value(); a != nil {
			c.again(w, r, a)
			return
		}
	}
	if !c.seen.before(request) {
		c.tagged.ServeHTTP(w, r)
		return
	}
	rec := &recorder{cache: c, request: request, header: http.Header{}, status: http.StatusOK, body: buffers.Get().(*bytes.Buffer)}
	defer release(rec.body)
	defer rec.land()
	c.answers.ServeHTTP(rec, r)
	switch a := rec.land(); {
	case a == nil:
		tagged(c.version, rec).ServeHTTP(w, r)
	case rec.flight != nil: // it was worked out just now
		c.requests.Set(request, weak.Make(a))
		c.send(w, r, a)
	default:
		c.requests.Set(request, weak.Make(a))
		c.again(w, r, a)
	}
}

// cameAs is the SHA-256 of all of a request on which its answer depends.
type cameAs [sha256.Size]byte

// asItCame is false of requests that are answered otherwise, or that were not read whole.
func asItCame(r *http.Request) (cameAs, bool) {
	var method string
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		method = http.MethodGet
	case http.MethodPost:
		method = http.MethodPost
	default:
		return cameAs{}, false
	}
	body, ok := r.Body.(*wholeBody)
	if !ok {
		return cameAs{}, false
	}
	b := bodies.Get().(*bytes.Buffer)
	defer giveBack(b)
	number := func(n int) {
		b.Write(strconv.AppendInt(b.AvailableBuffer(), int64(n), 10))
		b.WriteByte(' ')
	}
	part := func(text string) { // with its length before it, so that no two requests can run together into the same
		number(len(text))
		b.WriteString(text)
	}
	part(method)
	part(r.URL.RawQuery)
	for _, name := range [...]string{"Accept", "Content-Type", "Content-Encoding"} {
		number(len(r.Header[name]))
		for _, value := range r.Header[name] {
			part(value)
		}
	}
	b.Write(body.content)
	return sha256.Sum256(b.Bytes()), true
}

// wholeBody is a request's body that was read before it was asked for.
type wholeBody struct {
	bytes.Reader
	content []byte
}

func newWholeBody(content []byte) *wholeBody {
	body := &wholeBody{content: content}
	body.Reset(content)
	return body
}

// Close has nothing to close.
func (*wholeBody) Close() error { return nil }

// again sends what was worked out before.
func (c *cache) again(w http.ResponseWriter, r *http.Request, a *kept) {
	c.metrics.Repeated(r.Context(), a.operation, a.cost)
	c.send(w, r, a)
}

// send sends an answer that is kept as it would be sent otherwise.
func (c *cache) send(w http.ResponseWriter, r *http.Request, a *kept) {
	p, ok := pin(w, r, c.version)
	if !ok {
		return
	}
	h := w.Header()
	join(h, a.header)
	h["Vary"] = append(h["Vary"], "Accept-Encoding")
	if p.get {
		p.tag(h, a.tag, true)
		if has(r.Header["If-None-Match"], a.tag) {
			h.Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	body := a.body
	if web.TakesGzip(r) {
		if short := a.compressed(); short != nil {
			h.Set("Content-Encoding", "gzip")
			body = short
		}
	} else if strings.Contains(r.Header.Get("Accept-Encoding"), "zstd") { // and not gzip, which hardly anybody says
		compressed(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) })).ServeHTTP(w, r)
		return
	}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	writeWhole(w, r, body)
}

// join adds what one header says to another. Its values are not changed, and may be shared.
func join(h, more http.Header) {
	for name, values := range more {
		if was := h[name]; was != nil {
			values = slices.Concat(was, values)
		}
		h[name] = slices.Clip(values)
	}
}

// recorder holds an answer back, until it is known whether it is to be kept.
type recorder struct {
	cache   *cache
	request cameAs
	header  http.Header
	status  int
	body    *bytes.Buffer

	flight    *flight // of this request, which the others wait for
	asked     string  // what the flight is for
	keeps     bool
	operation *graphql.OperationContext
	found     *kept // what another worked out
	landed    bool
}

// Header, WriteHeader and Write are those of [http.ResponseWriter].
func (rec *recorder) Header() http.Header         { return rec.header }
func (rec *recorder) WriteHeader(status int)      { rec.status = status }
func (rec *recorder) Write(p []byte) (int, error) { return rec.body.Write(p) }

// ServeHTTP is the answer that was recorded.
func (rec *recorder) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	join(w.Header(), rec.header)
	w.WriteHeader(rec.status)
	_, _ = w.Write(rec.body.Bytes()) // whoever asked has gone
}

// answered looks up a question that has been read. It is true where there is nothing left to do: somebody asked the same before, or
// has asked it just now and has the answer.
func answered(w http.ResponseWriter, r *http.Request, question *graphql.RawParams, f form, q url.Values) bool {
	rec, ok := w.(*recorder)
	if !ok {
		return false
	}
	key, ok := whatIsAsked(question, f, q)
	if !ok {
		key = "\x00" + string(rec.request[:])
	}
	c := rec.cache
	if rec.found, ok = c.known.GetIfPresent(key); ok {
		return true
	}
	c.mu.Lock()
	other, flying := c.flights[key]
	if !flying {
		rec.flight, rec.asked = &flight{landed: make(chan struct{})}, key
		c.flights[key] = rec.flight
	}
	c.mu.Unlock()
	if !flying {
		return false
	}
	select {
	case <-other.landed:
		rec.found = other.answer
	case <-r.Context().Done():
	}
	return rec.found != nil
}

// keep says that an answer was worked out without an error.
func keep(w http.ResponseWriter, operation *graphql.OperationContext) {
	if rec, ok := w.(*recorder); ok {
		rec.keeps, rec.operation = true, operation
	}
}

// land gives the answer, where there is one to keep, and lets those have it who wait for it.
func (rec *recorder) land() *kept {
	if rec.landed {
		return rec.found
	}
	rec.landed = true
	if rec.flight == nil {
		return rec.found
	}
	c := rec.cache
	if rec.keeps && rec.status == http.StatusOK {
		rec.found = rec.answer()
		if most := c.known.GetMaximum() / largestPart; uint64(len(rec.found.body)) <= most {
			c.known.Set(rec.asked, rec.found)
			c.metrics.Kept()
		}
	}
	rec.flight.answer = rec.found
	c.mu.Lock()
	delete(c.flights, rec.asked)
	c.mu.Unlock()
	close(rec.flight.landed)
	return rec.found
}

// answer is what was recorded, by itself.
func (rec *recorder) answer() *kept {
	body := bytes.Clone(rec.body.Bytes())
	rec.header.Del("Content-Length") // which depends on whether it is compressed
	a := &kept{header: rec.header, body: body, tag: tagOf(rec.cache.version, body), operation: rec.operation.Operation.Name, cost: guard.Cost(rec.operation)}
	a.compressed = sync.OnceValue(func() []byte {
		if len(body) < leastCompressed {
			return nil
		}
		var short bytes.Buffer
		z := gzip.NewWriter(&short)
		_, err := io.Copy(z, bytes.NewReader(body))
		if err == nil {
			err = z.Close()
		}
		if err != nil {
			return nil
		}
		return slices.Clip(short.Bytes())
	})
	return a
}

// whatIsAsked is the same for all ways to put one question: however the document is laid out and wherever it has comments, in
// whichever order the variables come. It is false of questions that have more to them, such as a hash in place of a document.
func whatIsAsked(question *graphql.RawParams, f form, q url.Values) (string, bool) {
	if len(question.Extensions) > 0 {
		return "", false
	}
	document, ok := laidOut(question.Query)
	if !ok {
		return "", false
	}
	variables, err := json.Marshal(question.Variables) // sorts them by name
	if err != nil {
		return "", false
	}
	others := maps.Clone(q)
	for _, name := range members {
		if len(others[name]) == 1 { // what is given more often than once is refused for some answers
			delete(others, name)
		}
	}
	return strings.Join([]string{string(f), question.OperationName, others.Encode(), string(variables), document}, "\x00"), true
}

// laidOut is a document with one space between its tokens, without comments. It is false where it has no tokens, or something
// that is none.
func laidOut(document string) (string, bool) {
	if !utf8.ValidString(document) {
		return "", false
	}
	var b strings.Builder
	b.Grow(len(document))
	tokens := lexer.New(&ast.Source{Input: document})
	for {
		token, err := tokens.ReadToken()
		switch {
		case err != nil:
			return "", false
		case token.Kind == lexer.EOF:
			return b.String(), b.Len() > 0
		case token.Kind == lexer.Comment:
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		switch token.Kind {
		case lexer.String, lexer.BlockString:
			text, err := json.Marshal(token.Value)
			if err != nil {
				return "", false
			}
			b.Write(text)
		case lexer.Name, lexer.Int, lexer.Float:
			b.WriteString(token.Value)
		default:
			b.WriteString(token.Kind.String())
		}
	}
}

// seen remembers requests, a few thousand of them, without keeping them.
type seen [1 << 13]atomic.Uint64

// before reports whether a request was seen lately, and remembers it. Once in a great many it is wrong, and an answer is kept
// the first time.
func (s *seen) before(request cameAs) bool {
	hash := binary.LittleEndian.Uint64(request[:]) | 1 // 0 is an empty slot
	return s[(hash>>1)%uint64(len(s))].Swap(hash) == hash
}
