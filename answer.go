package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/elnormous/contenttype"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"onrecord/graph"
	"onrecord/store"
	"onrecord/table"
)

// maxTable is how large an answer as a table may be, in bytes. A table repeats what stands above its rows, so it can be
// many times the size of the same answer as JSON.
const maxTable = 16 << 20

// The codes of errors in a request for a table, beside those of [table.Code].
const (
	badParameter  = "BAD_PARAMETER"
	badBody       = "BAD_BODY"
	tableTooLarge = "TABLE_TOO_LARGE"
)

// form is what an answer looks like, as ?format= says it.
type form string

const (
	asJSON   form = "json"
	asCSV    form = "csv"
	asNDJSON form = "ndjson"
)

// mediaTypes are what an Accept header can ask for. The first is the answer where there is no wish.
var (
	mediaTypes = []contenttype.MediaType{
		contenttype.NewMediaType("application/json"),
		contenttype.NewMediaType("application/graphql-response+json"),
		contenttype.NewMediaType(tableTypes[asCSV]),
		contenttype.NewMediaType(tableTypes[asNDJSON]),
	}
	tableTypes = map[form]string{asCSV: "text/csv; charset=utf-8; header=present", asNDJSON: "application/x-ndjson"}
)

// wanted is the form a request asks for: by ?format= or else by its Accept header.
func wanted(r *http.Request, q url.Values) (form, *gqlerror.Error) {
	if q.Has("format") {
		chosen, err := choice(q, "format", string(asJSON), string(asCSV), string(asNDJSON))
		return form(chosen), err
	}
	accept := strings.Join(r.Header.Values("Accept"), ",")
	if accept == "" {
		return asJSON, nil
	}
	accepted, _, err := contenttype.GetAcceptableMediaTypeFromHeader(accept, mediaTypes)
	switch {
	case errors.Is(err, contenttype.ErrNoAcceptableTypeFound):
		return "", unacceptable("an answer", mediaTypes)
	case err != nil:
		return asJSON, nil // a header that cannot be read says nothing
	}
	switch accepted.Subtype {
	case "csv":
		return asCSV, nil
	case "x-ndjson":
		return asNDJSON, nil
	}
	return asJSON, nil
}

// unacceptable says that none of the types that Accept names can be had, and which can.
func unacceptable(what string, types []contenttype.MediaType) *gqlerror.Error {
	var names []string
	for _, t := range types {
		names = append(names, t.MIME())
	}
	return &gqlerror.Error{
		Message:    what + " cannot be had in any of the types that Accept names; there are " + strings.Join(names, ", "),
		Extensions: map[string]any{"code": notAcceptable, "choices": names},
	}
}

// choice is the value of a parameter that has a few, the first of them where it is not given.
func choice(q url.Values, name string, choices ...string) (string, *gqlerror.Error) {
	if !q.Has(name) {
		return choices[0], nil
	}
	if err := once(q, name); err != nil {
		return "", err
	}
	if value := q.Get(name); slices.Contains(choices, value) {
		return value, nil
	}
	n := len(choices) - 1
	return "", &gqlerror.Error{
		Message:    fmt.Sprintf("%s can be %s or %s", name, strings.Join(choices[:n], ", "), choices[n]),
		Extensions: map[string]any{"code": badParameter, "parameter": name, "choices": choices},
	}
}

// once refuses a parameter that is given more often, since one of its values would be passed over.
func once(q url.Values, name string) *gqlerror.Error {
	if n := len(q[name]); n > 1 {
		return &gqlerror.Error{
			Message:    fmt.Sprintf("%s is given %d times, and is a single value", name, n),
			Extensions: map[string]any{"code": badParameter, "parameter": name},
		}
	}
	return nil
}

// layout is how a table is asked for, beside what it is asked.
type layout struct {
	form    form
	rows    string
	options table.Options
}

func readLayout(r *http.Request, q url.Values) (layout, *gqlerror.Error) {
	form, err := wanted(r, q)
	if err != nil {
		return layout{}, err
	}
	citations := []string{string(table.Last), string(table.First), string(table.Nowhere)}
	if form == asNDJSON {
		slices.Reverse(citations)
		for _, name := range []string{"bom", "guard"} {
			if q.Has(name) {
				return layout{}, &gqlerror.Error{
					Message:    name + " is for CSV alone; NDJSON has neither",
					Extensions: map[string]any{"code": badParameter, "parameter": name},
				}
			}
		}
	}
	cite, badCite := choice(q, "citation", citations...)
	bom, badBOM := choice(q, "bom", "0", "1")
	guard, badGuard := choice(q, "guard", "1", "0")
	for _, bad := range []*gqlerror.Error{badCite, badBOM, badGuard, once(q, "rows"), once(q, "query"), once(q, "variables"), once(q, "operationName")} {
		if bad != nil {
			return layout{}, bad
		}
	}
	if q.Has("rows") && q.Get("rows") == "" {
		return layout{}, &gqlerror.Error{
			Message:    "rows is empty; it names the list whose items are the rows, and can be left out where there is one",
			Extensions: map[string]any{"code": badParameter, "parameter": "rows"},
		}
	}
	options := table.Options{Cite: table.Place(cite), BOM: bom == "1", Unguarded: guard == "0"}
	return layout{form: form, rows: q.Get("rows"), options: options}, nil
}

// readQuestion is the query of a request with its variables: from the URL of a GET, from the body of a POST.
func readQuestion(r *http.Request, q url.Values) (*graphql.RawParams, *gqlerror.Error) {
	params := &graphql.RawParams{}
	params.ReadTime.Start = graphql.Now()
	defer func() { params.Headers, params.ReadTime.End = r.Header, graphql.Now() }()
	if r.Method == http.MethodPost {
		return params, readJSON(r.Body, params, badBody, "the body is not a GraphQL request in JSON")
	}
	params.Query, params.OperationName = q.Get("query"), q.Get("operationName")
	var err *gqlerror.Error
	if text := q.Get("variables"); text != "" {
		err = readJSON(strings.NewReader(text), &params.Variables, badParameter, "variables is not a JSON object")
	}
	if text := q.Get("extensions"); text != "" && err == nil {
		err = readJSON(strings.NewReader(text), &params.Extensions, badParameter, "extensions is not a JSON object")
	}
	return params, err
}

func readJSON(from io.Reader, into any, code, message string) *gqlerror.Error {
	d := json.NewDecoder(from)
	d.UseNumber()
	err := d.Decode(into)
	if err == nil {
		if _, err = d.Token(); err == io.EOF {
			return nil
		}
	}
	return &gqlerror.Error{Message: message, Extensions: map[string]any{"code": code}}
}

// tables is the transport for queries whose answer is wanted as CSV or NDJSON. All that the executor holds queries to
// holds here.
type tables struct {
	schema *ast.Schema
	store  *store.Store
	data   *store.Summary
}

// Supports reports whether a request wants a table, or something that is not known.
func (t tables) Supports(r *http.Request) bool {
	switch r.Method {
	case http.MethodGet:
	case http.MethodPost:
		if body, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || body != "application/json" {
			return false
		}
	default:
		return false
	}
	form, err := wanted(r, r.URL.Query())
	return err != nil || form != asJSON
}

// Do answers with a table, or with errors as JSON and nothing else: never with half a table.
func (t tables) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	ctx := r.Context()
	refused := func(err *gqlerror.Error) { writeErrors(w, exec.DispatchError(ctx, gqlerror.List{err})) }
	q, malformed := url.ParseQuery(r.URL.RawQuery)
	if malformed != nil {
		refused(&gqlerror.Error{Message: "the URL's query is malformed", Extensions: map[string]any{"code": badParameter}})
		return
	}
	layout, err := readLayout(r, q)
	if err != nil {
		refused(err)
		return
	}
	question, err := readQuestion(r, q)
	if err != nil {
		refused(err)
		return
	}
	operation, errs := exec.CreateOperationContext(ctx, question)
	ctx = graphql.WithOperationContext(ctx, operation)
	if errs != nil {
		writeErrors(w, exec.DispatchError(ctx, errs))
		return
	}
	laid, problem := table.New(t.schema, operation.Operation, operation.Variables, layout.rows)
	if problem != nil {
		refused(presented(problem))
		return
	}
	var short cuts
	short.watch(operation)
	answers, ctx := exec.DispatchOperation(ctx, operation)
	response := answers(ctx)
	if response == nil { // its time was up, or whoever asked has gone
		refused(&gqlerror.Error{Message: "the query was not answered to its end", Extensions: map[string]any{"code": graph.Internal}})
		return
	}
	if len(response.Errors) > 0 {
		writeErrors(w, response)
		return
	}
	absent, problem := t.absent(operation, response.Data)
	if absent != nil {
		refused(absent)
		return
	}
	if problem == nil {
		layout.options.Citation, problem = t.citation(operation)
	}
	if layout.options.Citation.Cut = short.String(); layout.options.Citation.Cut != "" {
		w.Header().Set(cutHeader, short.header())
		if layout.form == asNDJSON && !q.Has("citation") {
			layout.options.Cite = table.Last // or nothing in the file would show it
		}
	}
	var body bounded
	if problem == nil {
		problem = layout.write(&body, laid, response.Data)
	}
	if problem != nil {
		refused(presented(problem))
		return
	}
	t.describe(w.Header(), layout, operation)
	_, _ = w.Write(body.written.Bytes()) // whoever asked has gone
}

// absent is why a query has nothing to put into a table: every field at its top asks for one record by its id, and there is
// none. nil where there is something.
func (t tables) absent(operation *graphql.OperationContext, data json.RawMessage) (*gqlerror.Error, error) {
	var answers map[string]json.RawMessage
	if err := json.Unmarshal(data, &answers); err != nil {
		return nil, err
	}
	var ids []string
	for _, field := range graphql.CollectFields(operation, operation.Operation.SelectionSet, []string{t.schema.Query.Name}) {
		id, byID := field.ArgumentMap(operation.Variables)["id"].(string)
		if !byID || string(answers[field.Alias]) != "null" {
			return nil, nil
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	if node, err := t.store.Node(ids[0]); err != nil || node != nil {
		return nil, err // a record of another kind than was asked for
	}
	why, err := absence(t.store, ids[0])
	if err != nil {
		return nil, err
	}
	why.extensions["code"] = why.code
	return &gqlerror.Error{Message: why.message, Extensions: why.extensions}, nil
}

func (l layout) write(w io.Writer, laid *table.Table, data []byte) error {
	if l.form == asNDJSON {
		return laid.WriteNDJSON(w, data, l.options)
	}
	return laid.WriteCSV(w, data, l.options)
}

func (t tables) citation(operation *graphql.OperationContext) (table.Citation, error) {
	hash, err := table.QueryHash(operation.Doc, operation.Operation.Name, operation.Variables)
	return table.Citation{
		Title:    t.data.Title,
		Edition:  t.data.Edition,
		Version:  t.data.Version,
		Licence:  t.data.Licence,
		Released: string(t.data.Released),
		Query:    hash,
	}, err
}

// citationHeader carries the citation of a table, also of one that has none in its body. Characters that are not ASCII are
// percent-encoded, as decodeURIComponent reads them.
const citationHeader = "Onrecord-Citation"

// describe says in the header what the body is.
func (t tables) describe(h http.Header, l layout, operation *graphql.OperationContext) {
	name := operation.Operation.Name // letters, digits and underscores
	if name == "" {
		name = "onrecord"
	}
	h.Set("Content-Type", tableTypes[l.form])
	h.Set("Content-Disposition", fmt.Sprintf(`inline; filename="%s.%s"`, name[:min(len(name), 64)], l.form))
	h.Set(citationHeader, ascii(l.options.Citation.String()))
	if !strings.HasPrefix(t.data.Licence, "LicenseRef-") {
		h.Set("Link", fmt.Sprintf(`<https://spdx.org/licenses/%s.html>; rel="license"`, url.PathEscape(t.data.Licence)))
	}
}

// ascii percent-encodes the bytes of a text that a header cannot carry, and the percent sign.
func ascii(text string) string {
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '%' {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

var errTooLarge = errors.New("the table is too large")

// bounded keeps at most maxTable bytes.
type bounded struct{ written bytes.Buffer }

func (b *bounded) Write(p []byte) (int, error) {
	if b.written.Len()+len(p) > maxTable {
		return 0, errTooLarge
	}
	return b.written.Write(p)
}

// presented gives what is wrong with a table a code. What is not the asker's doing stays an error without one, of which
// [graph.ErrorPresenter] tells no more than that it is ours.
func presented(err error) *gqlerror.Error {
	if problem, ok := errors.AsType[*table.Error](err); ok {
		extensions := map[string]any{"code": string(problem.Code)}
		if problem.Choices != nil {
			extensions["choices"] = problem.Choices
		}
		return &gqlerror.Error{Message: problem.Message, Extensions: extensions}
	}
	if errors.Is(err, errTooLarge) {
		return &gqlerror.Error{
			Message:    fmt.Sprintf("the table has more than %d bytes; ask for fewer records at a time, or less of each", maxTable),
			Extensions: map[string]any{"code": tableTooLarge, "limit": maxTable},
		}
	}
	return gqlerror.Wrap(err)
}

// writeErrors answers with the errors alone: 422 for a document that cannot be run, 500 for a fault of ours, and 400 for
// what else the asker can mend.
func writeErrors(w http.ResponseWriter, response *graphql.Response) {
	status := http.StatusBadRequest
	if errcode.GetErrorKind(response.Errors) == errcode.KindProtocol {
		status = http.StatusUnprocessableEntity
	}
	for _, err := range response.Errors {
		switch err.Extensions["code"] {
		case graph.Internal:
			status = http.StatusInternalServerError
		case notFound:
			status = http.StatusNotFound
		case gone:
			status = http.StatusGone
		case notAcceptable:
			status = http.StatusNotAcceptable
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(&graphql.Response{Errors: response.Errors, Extensions: response.Extensions}) // whoever asked has gone
}
