package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/agnivade/levenshtein"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// The members of a GraphQL request. Others are passed over, as the specification asks.
var members = []string{"query", "operationName", "variables", "extensions"}

// readQuestion is the query of a request with its variables: from the URL of a GET, from the body of a POST.
func readQuestion(w http.ResponseWriter, r *http.Request, q url.Values) (*graphql.RawParams, *gqlerror.Error) {
	question := &graphql.RawParams{Headers: r.Header}
	question.ReadTime.Start = graphql.Now()
	var err *gqlerror.Error
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		err = questionOfURL(question, q)
	case http.MethodPost:
		if err = checkMedia(w, r.Header); err == nil {
			err = questionOfBody(question, r)
		}
	default:
		w.Header().Set("Allow", allowed)
		err = failure(methodNotAllowed, "a question is asked by GET or POST", "allowed", []string{http.MethodGet, http.MethodPost})
	}
	question.ReadTime.End = graphql.Now()
	return question, err
}

func questionOfURL(question *graphql.RawParams, q url.Values) *gqlerror.Error {
	for _, name := range members {
		given := q[name]
		if len(given) > 1 {
			return failure(badParameter, name+" is given more than once", "parameter", name)
		}
		if len(given) == 1 && !utf8.ValidString(given[0]) {
			return failure(badParameter, name+" is not valid UTF-8", "parameter", name)
		}
	}
	question.Query, question.OperationName = q.Get("query"), q.Get("operationName")
	var err *gqlerror.Error
	if question.Variables, err = objectOfURL(q, "variables"); err != nil {
		return err
	}
	if question.Extensions, err = objectOfURL(q, "extensions"); err != nil {
		return err
	}
	if question.Query == "" && question.Extensions["persistedQuery"] == nil {
		return missing("URL", names(q))
	}
	return nil
}

// objectOfURL is a parameter that is JSON; an empty one says nothing.
func objectOfURL(q url.Values, name string) (map[string]any, *gqlerror.Error) {
	if q.Get(name) == "" {
		return nil, nil
	}
	text := []byte(q.Get(name))
	var object map[string]any
	err := strictly(bytes.NewBuffer(text), func(d *jsontext.Decoder) (err error) {
		object, err = objectOrNull(d, name)
		return err
	})
	if err != nil {
		return nil, failure(badParameter, name+" is not a JSON object: "+told(err, text), "parameter", name)
	}
	return object, nil
}

func names(q url.Values) []string {
	var all []string
	for name := range q {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// missing says that nothing is asked, and what may have been meant to ask it.
func missing(place string, names []string) *gqlerror.Error {
	for _, name := range names {
		if levenshtein.ComputeDistance(name[:min(len(name), 20)], "query") <= 2 {
			return failure(noQuery, fmt.Sprintf("the %s has no query; it has %q, which is not read", place, name), "parameter", "query")
		}
	}
	return failure(noQuery, fmt.Sprintf("the %s has no query; /graphiql/ is the playground, and docs/http.md says how to ask", place), "parameter", "query")
}

// questionOfBody reads a body, which has come whole and is no longer than it may be: see [gate.admit].
func questionOfBody(question *graphql.RawParams, r *http.Request) *gqlerror.Error {
	if whole, ok := r.Body.(*wholeBody); ok {
		return readBody(question, bytes.NewBuffer(whole.content))
	}
	body := buffers.Get().(*bytes.Buffer)
	defer release(body)
	if n, err := body.ReadFrom(r.Body); err != nil {
		return failure(badBody, "the body did not arrive whole", "actual", n)
	}
	return readBody(question, body)
}

// readBody reads a question from JSON that has no member twice, no invalid UTF-8, and nothing behind it.
func readBody(question *graphql.RawParams, body *bytes.Buffer) *gqlerror.Error {
	whole := body.Bytes()
	asked := false
	var others []string
	err := strictly(body, func(d *jsontext.Decoder) error {
		switch d.PeekKind() {
		case '[':
			return &misshapen{"", "the body is a list; questions are asked one at a time, each as an object"}
		case '"', '0', 't', 'f', 'n':
			return &misshapen{"", "the body is not an object"}
		}
		return eachMember(d, func(name string) (err error) {
			switch name {
			case "query":
				asked = d.PeekKind() != 'n'
				question.Query, err = stringOrNull(d, name)
			case "operationName":
				question.OperationName, err = stringOrNull(d, name)
			case "variables":
				question.Variables, err = objectOrNull(d, name)
			case "extensions":
				question.Extensions, err = objectOrNull(d, name)
			default:
				others = append(others, name)
				err = d.SkipValue()
			}
			return err
		})
	})
	if wrong, ok := errors.AsType[*misshapen](err); ok {
		if wrong.member == "" {
			return failure(badBody, wrong.message)
		}
		return failure(badBody, wrong.message, "parameter", wrong.member)
	}
	if err != nil {
		return failure(badBody, "the body is not a GraphQL request in JSON: "+told(err, whole))
	}
	if !asked && question.Extensions["persistedQuery"] == nil {
		return missing("body", others)
	}
	return nil
}

// misshapen is JSON that is well-formed, and of a type that has no place there.
type misshapen struct{ member, message string }

func (m *misshapen) Error() string { return m.message }

var decoders = sync.Pool{New: func() any { return jsontext.NewDecoder(new(bytes.Buffer)) }}

var errTrailing = errors.New("something stands behind the JSON")

// strictly reads one JSON value, which must be all there is.
func strictly(from *bytes.Buffer, read func(*jsontext.Decoder) error) error {
	d := decoders.Get().(*jsontext.Decoder)
	d.Reset(from)
	defer func() {
		d.Reset(new(bytes.Buffer)) // so that it keeps nobody's body
		decoders.Put(d)
	}()
	if err := read(d); err != nil {
		return err
	}
	if _, err := d.ReadToken(); err != io.EOF {
		return errTrailing
	}
	return nil
}

// eachMember reads an object; read takes the value that stands next.
func eachMember(d *jsontext.Decoder, read func(name string) error) error {
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for d.PeekKind() != '}' {
		name, err := d.ReadToken()
		if err != nil {
			return err
		}
		if err := read(name.String()); err != nil {
			return err
		}
	}
	_, err := d.ReadToken()
	return err
}

func stringOrNull(d *jsontext.Decoder, name string) (string, error) {
	switch d.PeekKind() {
	case '{', '[', '0', 't', 'f':
		return "", &misshapen{name, name + " must be a string"}
	}
	token, err := d.ReadToken()
	if err != nil || token.Kind() == 'n' {
		return "", err
	}
	return token.String(), nil
}

func objectOrNull(d *jsontext.Decoder, name string) (map[string]any, error) {
	switch d.PeekKind() {
	case '[', '"', '0', 't', 'f':
		return nil, &misshapen{name, name + " must be an object"}
	}
	read, err := value(d)
	object, _ := read.(map[string]any)
	return object, err
}

// value reads any value. Numbers keep the digits they are written with.
func value(d *jsontext.Decoder) (any, error) {
	switch d.PeekKind() {
	case '{':
		object := map[string]any{}
		err := eachMember(d, func(name string) (err error) {
			object[name], err = value(d)
			return err
		})
		return object, err
	case '[':
		list := []any{}
		if _, err := d.ReadToken(); err != nil {
			return nil, err
		}
		for d.PeekKind() != ']' {
			item, err := value(d)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		_, err := d.ReadToken()
		return list, err
	}
	token, err := d.ReadToken()
	if err != nil {
		return nil, err
	}
	switch token.Kind() {
	case '"':
		return token.String(), nil
	case '0':
		return json.Number(token.String()), nil
	case 't', 'f':
		return token.Bool(), nil
	}
	return nil, nil
}

// told says what is wrong with JSON and where, and shows none of it.
func told(err error, whole []byte) string {
	at := ""
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		at = fmt.Sprintf(" at byte %d", syntax.ByteOffset)
	}
	wrong, ok := errors.AsType[*misshapen](err)
	switch {
	case ok:
		return wrong.message
	case len(bytes.TrimSpace(whole)) == 0:
		return "it is empty"
	case bytes.HasPrefix(whole, []byte("\ufeff")):
		return "it begins with a byte order mark"
	case !utf8.Valid(whole):
		return "it is not valid UTF-8"
	case errors.Is(err, errTrailing):
		return "something follows it"
	case errors.Is(err, jsontext.ErrDuplicateName):
		return "a name stands twice in an object" + at
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "it ends too early"
	}
	return "it is malformed" + at
}
