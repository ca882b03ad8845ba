package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"onrecord/graph/lean"
	"onrecord/store"
	"onrecord/table"
)

// The codes of errors in a request for a table, beside those of [table.Code].
const (
	badParameter  = "BAD_PARAMETER"
	badBody       = "BAD_BODY"
	tableTooLarge = "TABLE_TOO_LARGE"
)

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

func readLayout(form form, q url.Values) (layout, *gqlerror.Error) {
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

// tables answers queries whose answer is wanted as CSV or NDJSON. All that the executor holds queries to holds here.
type tables struct {
	schema *ast.Schema
	store  *store.Store
	data   *store.Summary
	most   int // bytes of a table
}

// answer writes a table, or errors as JSON and nothing else: never half a table.
func (t tables) answer(ctx context.Context, w http.ResponseWriter, exec graphql.GraphExecutor, operation *graphql.OperationContext, f form, q url.Values) {
	refused := func(err *gqlerror.Error) { writeErrors(w, f, exec.DispatchError(ctx, gqlerror.List{err})) }
	layout, err := readLayout(f, q)
	if err != nil {
		refused(err)
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
	if response == nil {
		refused(unanswered(ctx))
		return
	}
	if len(response.Errors) > 0 {
		writeErrors(w, f, response)
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
	body := bounded{buffers.Get().(*bytes.Buffer), t.most}
	defer release(body.written)
	if problem == nil {
		problem = layout.write(&body, laid, response.Data)
	}
	if problem != nil {
		refused(presented(problem))
		return
	}
	lean.Recycle(response.Data)
	t.describe(w.Header(), layout, operation)
	keep(w, operation)
	_, _ = w.Write(body.written.Bytes()) // whoever asked has gone
}

// absent is why a query has nothing to put into a table: every field at its top asks for one record by its id, and there is
// none. nil where there is something.
func (t tables) absent(operation *graphql.OperationContext, data json.RawMessage) (*gqlerror.Error, error) {
	fields := graphql.CollectFields(operation, operation.Operation.SelectionSet, []string{t.schema.Query.Name})
	var ids []string
	for _, field := range fields {
		id, byID := field.ArgumentMap(operation.Variables)["id"].(string)
		if !byID {
			return nil, nil
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var answers map[string]json.RawMessage
	if err := json.Unmarshal(data, &answers); err != nil {
		return nil, err
	}
	for _, field := range fields {
		if string(answers[field.Alias]) != "null" {
			return nil, nil
		}
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
	h.Set("Content-Type", mediaTypes[l.form])
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

// tooLarge is the error of a table that has more than limit bytes: actual is how far it came, in bytes.
type tooLarge struct{ limit, actual int }

func (e tooLarge) Error() string {
	return fmt.Sprintf("the table has more than %d bytes; ask for fewer records at a time, or less of each", e.limit)
}

// bounded keeps at most so many bytes.
type bounded struct {
	written *bytes.Buffer
	most    int
}

func (b *bounded) Write(p []byte) (int, error) {
	if n := b.written.Len() + len(p); n > b.most {
		return 0, tooLarge{b.most, n}
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
	if large, ok := errors.AsType[tooLarge](err); ok {
		return &gqlerror.Error{Message: large.Error(), Extensions: map[string]any{"code": tableTooLarge, "limit": large.limit, "actual": large.actual}}
	}
	return gqlerror.Wrap(err)
}
