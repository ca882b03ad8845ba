package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"onrecord/graph"
	"onrecord/graph/lean"
	"onrecord/guard"
)

// The codes of requests that are no well-formed GraphQL requests over HTTP, beside [badParameter], [badBody] and
// [notAcceptable]. docs/http.md has all codes with what to do about them.
const (
	methodNotAllowed     = "METHOD_NOT_ALLOWED"
	unsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE"
	bodyTooLarge         = "BODY_TOO_LARGE"
	noQuery              = "NO_QUERY"
	deadlineExceeded     = string(guard.DeadlineExceeded)
)

// The codes of well-formed requests whose document names no operation to run, beside gqlgen's own for documents that do not
// parse or do not fit the schema.
const (
	noOperation        = "NO_OPERATION"
	ambiguousOperation = "AMBIGUOUS_OPERATION"
	unknownOperation   = "UNKNOWN_OPERATION"
)

// statuses are those of errors beside which nothing was answered. Codes that are not here belong to well-formed requests that
// cannot be run; see [statusOf].
var statuses = map[string]int{
	badBody:                http.StatusBadRequest,
	badParameter:           http.StatusBadRequest,
	noQuery:                http.StatusBadRequest,
	badPersistedQuery:      http.StatusBadRequest,
	persistedQueryMismatch: http.StatusBadRequest,
	methodNotAllowed:       http.StatusMethodNotAllowed,
	notFound:               http.StatusNotFound,
	gone:                   http.StatusGone,
	notAcceptable:          http.StatusNotAcceptable,
	bodyTooLarge:           http.StatusRequestEntityTooLarge,
	unsupportedMediaType:   http.StatusUnsupportedMediaType,
	graph.Internal:         http.StatusInternalServerError,
	deadlineExceeded:       http.StatusServiceUnavailable,

	string(guard.NotAnswered): http.StatusServiceUnavailable,
}

// statusOf is the status of an answer that has errors and no data. A well-formed request that cannot be run is 400 to
// clients that take application/graphql-response+json, and to those of application/json it is 200, because many of them do
// not read the body of anything else: so the specification of GraphQL over HTTP has it. Whoever wanted a table must not take
// the errors for one, and is told 422 where the document is at fault.
func statusOf(errs gqlerror.List, f form) int {
	status, unfit := 0, false
	for _, err := range errs {
		code, _ := err.Extensions["code"].(string)
		status = max(status, statuses[code])
		switch code {
		case errcode.ParseFailed, errcode.ValidationFailed, noOperation, ambiguousOperation, unknownOperation:
			unfit = true
		}
		unfit = unfit || slices.Contains(guard.Refused, guard.Code(code))
	}
	switch {
	case status > 0:
		return status
	case f == asJSON:
		return http.StatusOK
	case unfit && f != asGraphQL:
		return http.StatusUnprocessableEntity
	}
	return http.StatusBadRequest
}

// failure is an error with a code, and what more there is to tell, as name, value, name, value.
func failure(code, message string, more ...any) *gqlerror.Error {
	extensions := map[string]any{"code": code}
	for i := 0; i+1 < len(more); i += 2 {
		extensions[more[i].(string)] = more[i+1]
	}
	return &gqlerror.Error{Message: message, Extensions: extensions}
}

// overHTTP is the transport of /graphql: GET and POST with JSON, answered in any [form]. It takes every request, so that a refusal too is
// told in one way.
type overHTTP struct {
	tables tables
	tokens int // of a document, at most
}

// Do answers one request. Nothing is written before all of it is known.
func (t overHTTP) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	ctx, form := graphql.StartOperationTrace(r.Context()), asJSON
	refused := func(errs ...*gqlerror.Error) { writeErrors(w, form, exec.DispatchError(ctx, errs)) }
	defer func() {
		switch fault := recover(); fault {
		case nil:
		case http.ErrAbortHandler:
			panic(fault)
		default:
			slog.ErrorContext(ctx, "a request could not be answered", "fault", fault)
			refused(failure(graph.Internal, "internal error"))
		}
	}()

	if r.Method == http.MethodOptions {
		w.Header().Set("Allow", allowed)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	q, err := parameters(r)
	if err == nil {
		form, err = wanted(r, q)
	}
	var question *graphql.RawParams
	if err == nil {
		question, err = readQuestion(w, r, q)
	}
	if err != nil {
		refused(err)
		return
	}

	if answered(w, r, question, form, q) {
		return
	}
	operation, errs := exec.CreateOperationContext(ctx, question)
	ctx = graphql.WithOperationContext(ctx, operation)
	if errs == nil && r.Method != http.MethodPost && operation.Operation.Operation != ast.Query ||
		errs != nil && r.Method != http.MethodPost && changes(question, t.tokens) {
		w.Header().Set("Allow", http.MethodPost)
		refused(failure(methodNotAllowed, "only queries can be asked by GET; send anything else by POST", "allowed", []string{http.MethodPost}))
		return
	}
	if errs != nil {
		refused(operationErrors(operation, errs)...)
		return
	}
	if form == asCSV || form == asNDJSON {
		t.tables.answer(ctx, w, exec, operation, form, q)
		return
	}
	answers, ctx := exec.DispatchOperation(ctx, operation)
	response := answers(ctx)
	if response == nil {
		refused(unanswered(ctx))
		return
	}
	status := http.StatusOK
	if len(response.Data) == 0 {
		status = statusOf(response.Errors, form)
	}
	if len(response.Errors) == 0 {
		keep(w, operation)
	}
	write(w, form, status, response)
	lean.Recycle(response.Data)
}

// allowed are the methods of /graphql.
const allowed = "GET, HEAD, POST, OPTIONS"

// parameters are those of the URL.
func parameters(r *http.Request) (url.Values, *gqlerror.Error) {
	if r.URL.RawQuery == "" {
		return nil, nil
	}
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, failure(badParameter, "the URL's query is malformed")
	}
	return q, nil
}

// changes reports whether a question that was refused asks for anything but a query. The schema has nothing else, so
// such a document does not get past validation, and the reason that concerns HTTP would stay untold.
func changes(question *graphql.RawParams, tokens int) bool {
	if !strings.Contains(question.Query, "mutation") && !strings.Contains(question.Query, "subscription") {
		return false
	}
	document, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: question.Query}, tokens)
	if err != nil {
		return false
	}
	operation := document.Operations.ForName(question.OperationName)
	return operation != nil && operation.Operation != ast.Query
}

// operationErrors gives the executor's errors on which operation to run codes of their own, and says which there are.
func operationErrors(operation *graphql.OperationContext, errs gqlerror.List) gqlerror.List {
	switch {
	case operation.Doc == nil && len(errs) == 1 && errs[0].Message == "no operation provided":
		return gqlerror.List{failure(noOperation, "the document has no operation; it needs one, such as { dataset { title } }")}
	case operation.Doc == nil || operation.Operation != nil:
		return errs
	}
	names := []string{} // of a document with one operation without a name: none
	for _, o := range operation.Doc.Operations {
		if o.Name != "" {
			names = append(names, o.Name)
		}
	}
	if operation.OperationName == "" {
		return gqlerror.List{failure(ambiguousOperation, "the document has more than one operation; operationName says which to run", "operations", names)}
	}
	return gqlerror.List{failure(unknownOperation, "the document has no operation of the name that operationName gives", "operations", names)}
}

// unanswered tells of an operation that came to no end.
func unanswered(ctx context.Context) *gqlerror.Error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return failure(deadlineExceeded, "the time for one request was over before the answer was whole; ask for less at a time")
	}
	return failure(graph.Internal, "the query was not answered to its end")
}

// checkMedia holds the header of a POST against what can be read: JSON in UTF-8, not compressed.
func checkMedia(w http.ResponseWriter, h http.Header) *gqlerror.Error {
	types := h["Content-Type"]
	if len(types) == 1 && types[0] == "application/json" && h["Content-Encoding"] == nil {
		return nil
	}
	refused := func(message string) *gqlerror.Error {
		w.Header().Set("Accept", "application/json")
		return failure(unsupportedMediaType, message, "choices", []string{"application/json", "application/json; charset=utf-8"})
	}
	if len(types) != 1 {
		return refused("a POST needs one Content-Type, and it is application/json")
	}
	media, more, err := mime.ParseMediaType(types[0])
	if err != nil || media != "application/json" {
		return refused("the body of a POST is taken as application/json only")
	}
	if charset, named := more["charset"]; named && !isUTF8(charset) {
		return refused("the body of a POST is taken in UTF-8 only")
	}
	if coding := strings.Join(h["Content-Encoding"], ", "); coding != "" && !strings.EqualFold(coding, "identity") {
		w.Header().Set("Accept-Encoding", "identity")
		return refused("the body of a POST is taken uncompressed only")
	}
	return nil
}

func isUTF8(charset string) bool {
	return strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "utf8")
}

// maxKept is how large a buffer may be, in bytes, that is kept for another request.
const maxKept = 1 << 20

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func release(b *bytes.Buffer) {
	if b.Cap() <= maxKept {
		b.Reset()
		buffers.Put(b)
	}
}

// writeErrors answers with the errors alone, as JSON also where a table was wanted.
func writeErrors(w http.ResponseWriter, f form, response *graphql.Response) {
	write(w, f, statusOf(response.Errors, f), &graphql.Response{Errors: response.Errors, Extensions: response.Extensions})
}

// write sends an answer in JSON.
func write(w http.ResponseWriter, f form, status int, response *graphql.Response) {
	b := buffers.Get().(*bytes.Buffer)
	defer release(b)
	if err := encode(b, response); err != nil {
		slog.Error("an answer cannot be written", "error", err)
		tell(w, http.StatusInternalServerError, "internal error", map[string]any{"code": graph.Internal})
		return
	}
	h := w.Header()
	h["Content-Type"] = jsonTypes[f == asGraphQL]
	h["Content-Length"] = []string{strconv.Itoa(b.Len())}
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // whoever asked has gone
}

// jsonTypes are the Content-Types of JSON, that of GraphQL's own and the other.
var jsonTypes = map[bool][]string{true: {mediaTypes[asGraphQL]}, false: {mediaTypes[asJSON]}}

// encode writes an answer as JSON, errors first. The data is what the executor wrote, byte for byte; where there is none
// there is no key for it either.
func encode(b *bytes.Buffer, response *graphql.Response) error {
	values := json.NewEncoder(b)
	values.SetEscapeHTML(false)
	before := byte('{')
	member := func(name string) {
		b.WriteByte(before)
		b.WriteString(name)
		before = ','
	}
	encoded := func(name string, value any) error {
		member(name)
		err := values.Encode(value)
		b.Truncate(b.Len() - 1) // the line's end
		return err
	}
	if len(response.Errors) > 0 {
		if err := encoded(`"errors":`, response.Errors); err != nil {
			return fmt.Errorf("errors: %w", err)
		}
	}
	if len(response.Data) > 0 {
		member(`"data":`)
		b.Write(response.Data)
	}
	if len(response.Extensions) > 0 {
		member(`"extensions":`)
		before = '{'
		names := make([]string, 0, 8)
		for name := range response.Extensions {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			switch value := response.Extensions[name].(type) {
			case json.RawMessage:
				member(strconv.Quote(name) + ":")
				b.Write(value)
			case guard.Priced:
				member(strconv.Quote(name) + ":")
				b.Write(value.AppendJSON(b.AvailableBuffer()))
			default:
				if err := encoded(strconv.Quote(name)+":", value); err != nil {
					return fmt.Errorf("extensions: %w", err)
				}
			}
		}
		b.WriteByte('}')
	}
	if before == '{' {
		b.WriteByte('{')
	}
	b.WriteByte('}')
	return nil
}

// asJSONText is a value as JSON, without the escapes that HTML needs. It must be one that can be written so.
func asJSONText(value any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		panic(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
