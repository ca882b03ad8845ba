package main

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/agnivade/levenshtein"
	"github.com/elnormous/contenttype"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"onrecord/cite"
	"onrecord/graph"
	"onrecord/guard"
	"onrecord/linked"
	"onrecord/news"
	"onrecord/store"
)

// idQueries is the GraphQL document that /id/<id> answers from, one operation a kind, so that a field means the same here
// as it does at /graphql.
//
//go:embed id.graphql
var idQueries string

// recordForm is one of the forms in which a record can be had: ?format=name, or the media type in Accept.
type recordForm struct {
	name, mediaType string
	// write makes the body.
	write func(*permalinks, context.Context, record) ([]byte, error)
}

// recordForms are all of them. The first is the answer where nobody says otherwise.
var recordForms = []recordForm{
	{"json", "application/json", (*permalinks).asJSON},
	{"jsonld", "application/ld+json", (*permalinks).asLinked},
	{"text", "text/plain", func(p *permalinks, _ context.Context, r record) ([]byte, error) {
		w, err := p.work(r)
		return []byte(w.Text() + "\n"), err
	}},
	{"bibtex", "application/x-bibtex", func(p *permalinks, _ context.Context, r record) ([]byte, error) {
		w, err := p.work(r)
		return []byte(w.BibTeX()), err
	}},
	{"csl", "application/vnd.citationstyles.csl+json", func(p *permalinks, _ context.Context, r record) ([]byte, error) {
		w, err := p.work(r)
		return w.CSL(), err
	}},
}

// pageType is what browsers ask for. It is not written here: they are sent to the page of the record.
const pageType = "text/html"

// The codes of what /id/<id> refuses, beside [store.BadID].
const (
	notFound      = "NOT_FOUND"
	badFormat     = "BAD_FORMAT"
	notAcceptable = "NOT_ACCEPTABLE"
	gone          = "GONE"
)

// maxID is how long an id in an address may be, in bytes. Those that curators choose have 80 and their kind.
const maxID = 1000

// permalinks answers /id/<id> from one store.
type permalinks struct {
	store    *store.Store
	executor *executor.Executor
}

// record is what was found under an id, and the base of the addresses that its answer gives.
type record struct {
	news.Node
	base string
}

func newPermalinks(s *store.Store, g *gate) *permalinks {
	e := executor.New(graph.NewSchema(s))
	for _, extension := range g.extensions() {
		e.Use(extension)
	}
	e.SetErrorPresenter(graph.ErrorPresenter)
	e.SetRecoverFunc(g.failed)
	e.SetQueryCache(lru.New[*ast.QueryDocument](1))
	return &permalinks{s, e}
}

// ServeHTTP answers with the record in the form that is asked for; with a redirect where the id is a former one, or where a
// browser asks.
func (p *permalinks) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept")
	id := r.PathValue("id")
	if len(id) > maxID {
		refuseRecord(w, r, http.StatusBadRequest, string(store.BadID), "no id is that long", map[string]any{"limit": maxID, "actual": len(id)})
		return
	}
	node, err := p.store.Node(id)
	switch argument, bad := errors.AsType[*store.ArgumentError](err); {
	case bad:
		refuseRecord(w, r, http.StatusBadRequest, string(argument.Code), argument.Message, nil)
		return
	case err != nil:
		p.fail(w, r, err)
		return
	case node == nil:
		p.absent(w, r, id)
		return
	case node.NodeID() != id:
		http.Redirect(w, r, linked.Permalink("", node.NodeID())+query(r), http.StatusMovedPermanently)
		return
	}
	form, refusal := wantedRecord(r)
	if refusal != nil {
		refuseRecord(w, r, refusal.status, refusal.code, refusal.message, map[string]any{"choices": refusal.choices})
		return
	}
	found := record{node, base(r)}
	p.link(w.Header(), found, form)
	if form == nil {
		http.Redirect(w, r, pageOf(id), http.StatusSeeOther)
		return
	}
	body, err := form.write(p, r.Context(), found)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	mediaType := form.mediaType
	if form.name == "text" || form.name == "bibtex" {
		mediaType += "; charset=utf-8"
	}
	w.Header().Set("Content-Type", mediaType)
	_, _ = w.Write(body) // whoever asked has gone
}

func query(r *http.Request) string {
	if r.URL.RawQuery == "" {
		return ""
	}
	return "?" + r.URL.RawQuery
}

// noForm is a form that cannot be had, and what can.
type noForm struct {
	status        int
	code, message string
	choices       []string
}

// wantedRecord is the form a request asks for, by ?format= or else by its Accept header; nil is the page for browsers.
func wantedRecord(r *http.Request) (*recordForm, *noForm) {
	var names, types []string
	available := []contenttype.MediaType{}
	for _, f := range recordForms {
		names, types = append(names, f.name), append(types, f.mediaType)
		available = append(available, contenttype.NewMediaType(f.mediaType))
	}
	if q := r.URL.Query(); q.Has("format") {
		for i, name := range names {
			if name == q.Get("format") {
				return &recordForms[i], nil
			}
		}
		return nil, &noForm{http.StatusBadRequest, badFormat, fmt.Sprintf("a record has no format %q; there are %s", q.Get("format"), strings.Join(names, ", ")), names}
	}
	accept := strings.Join(r.Header.Values("Accept"), ",")
	if accept == "" {
		return &recordForms[0], nil
	}
	types = append(types, pageType)
	available = append(available, contenttype.NewMediaType(pageType))
	accepted, _, err := contenttype.GetAcceptableMediaTypeFromHeader(accept, available)
	switch {
	case errors.Is(err, contenttype.ErrNoAcceptableTypeFound):
		return nil, &noForm{http.StatusNotAcceptable, notAcceptable, "a record cannot be had in any of the types that Accept names; there are " + strings.Join(types, ", "), types}
	case err != nil:
		return &recordForms[0], nil // a header that cannot be read says nothing
	}
	for i, f := range recordForms {
		if accepted.MIME() == f.mediaType {
			return &recordForms[i], nil
		}
	}
	return nil, nil
}

// link says beside an answer where the record is to be found and cited, under which licence, and in which other forms.
func (p *permalinks) link(h http.Header, r record, form *recordForm) {
	permalink := linked.Permalink(r.base, r.NodeID())
	h.Add("Link", fmt.Sprintf("<%s>; rel=%q", permalink, "cite-as"))
	if licence := linked.LicenceURL(p.store.Dataset().Licence); licence != "" {
		h.Add("Link", fmt.Sprintf("<%s>; rel=%q", licence, "license"))
	}
	for i := range recordForms {
		if other := &recordForms[i]; other != form {
			h.Add("Link", fmt.Sprintf("<%s?format=%s>; rel=%q; type=%q", permalink, other.name, "alternate", other.mediaType))
		}
	}
}

// pageOf is where a browser is sent for a record: the explorer's page of it.
func pageOf(id string) string {
	kind, slug, _ := news.SplitID(id)
	return "/" + string(kind) + "/" + url.PathEscape(slug)
}

// asJSON is the record's own fields, and which edition of the dataset gives them.
func (p *permalinks) asJSON(ctx context.Context, r record) ([]byte, error) {
	kind, _, _ := news.SplitID(r.NodeID())
	ctx = graphql.StartOperationTrace(ctx)
	operation, refused := p.executor.CreateOperationContext(ctx, &graphql.RawParams{
		Query: idQueries, OperationName: string(kind), Variables: map[string]any{"id": r.NodeID()},
	})
	if len(refused) > 0 {
		return nil, refused
	}
	responses, ctx := p.executor.DispatchOperation(ctx, operation)
	response := responses(ctx)
	if response == nil {
		return nil, gqlerror.List{unanswered(ctx)}
	}
	if len(response.Errors) > 0 {
		return nil, response.Errors
	}
	return append(response.Data, '\n'), nil
}

func (p *permalinks) asLinked(_ context.Context, r record) ([]byte, error) {
	n := r.Node
	if s, ok := n.(*news.Statement); ok {
		worded, err := p.store.Worded(s)
		if err != nil {
			return nil, err
		}
		n = worded
	}
	return linked.Graph{Base: r.base, Dataset: p.store.Dataset()}.Document(n), nil
}

// work gathers what a citation of the record tells.
func (p *permalinks) work(r record) (cite.Work, error) {
	w := cite.Work{Dataset: p.store.Dataset(), URL: linked.Permalink(r.base, r.NodeID()), Record: r.Node}
	var err error
	switch n := r.Node.(type) {
	case *news.Article:
		w.Article = n
	case news.Mention:
		if w.Article, err = p.store.Article(n.Anchored().Article); err != nil {
			return w, err
		}
	}
	if w.Article != nil && w.Article.Outlet != "" {
		if w.Outlet, err = p.store.Actor(w.Article.Outlet); err != nil {
			return w, err
		}
	}
	switch n := r.Node.(type) {
	case *news.Figure:
		w.About, err = p.name(string(n.Quantity))
	case *news.RoleMention:
		w.About, err = p.name(string(n.Actor))
	case *news.TermUse:
		w.About, err = p.name(string(n.Referent))
	}
	return w, err
}

// name is what an actor, an event, a quantity or a place is called.
func (p *permalinks) name(id string) (string, error) {
	subject, err := p.store.Subject(news.SubjectID(id))
	switch s := subject.(type) {
	case *news.Actor:
		return s.Name, err
	case *news.Event:
		return s.Label, err
	case *news.Quantity:
		return s.Label, err
	case *news.Place:
		return s.Name, err
	}
	return "", err
}

// absent answers for an id under which there is no record.
func (p *permalinks) absent(w http.ResponseWriter, r *http.Request, id string) {
	why, err := absence(p.store, id)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	refuseRecord(w, r, why.status, why.code, why.message, why.extensions)
}

// absentRecord is why there is no record under an id, as an answer tells it.
type absentRecord struct {
	status        int
	code, message string
	extensions    map[string]any
}

// absence tells a record that was there from one that never was, and of the latter which id may have been meant.
func absence(s *store.Store, id string) (absentRecord, error) {
	taken, err := s.Withdrawn(id)
	if err != nil {
		return absentRecord{}, err
	}
	last, err := s.Gone(id)
	switch {
	case err != nil:
		return absentRecord{}, err
	case taken != nil:
		message := fmt.Sprintf("the record %q was withdrawn on %s: %s", id, taken.On, taken.Why)
		return absentRecord{http.StatusGone, gone, message, map[string]any{"withdrawn": taken.On, "why": taken.Why}}, nil
	case last != "":
		message := fmt.Sprintf("the record %q was in %s and is gone; changes(since:) tells what else became of that edition", id, last)
		return absentRecord{http.StatusGone, gone, message, map[string]any{"last": last}}, nil
	}
	near, err := nearest(s, id)
	if err != nil {
		return absentRecord{}, err
	}
	// What is not there today may be there in another edition.
	why := absentRecord{http.StatusNotFound, notFound, fmt.Sprintf("no record has the id %q in %s", id, s.Dataset().Version), map[string]any{}}
	if near != "" {
		why.message += fmt.Sprintf("; did you mean %q?", near)
		why.extensions["suggestion"] = near
	}
	return why, nil
}

// The most ids that a missing one is held against on either side, and the longest that is held against any: comparing takes
// the product of the two lengths.
const (
	maxNeighbours = 200
	maxCompared   = 100 // bytes
)

// nearest is the id that one may have meant that leads nowhere: the same name under another kind, or the most similar of those
// that stand near it in the alphabet; "" where none is similar.
func nearest(s *store.Store, id string) (string, error) {
	kind, slug, _ := news.SplitID(id)
	if len(id) > maxCompared {
		return "", nil
	}
	for _, other := range news.Kinds {
		node, err := s.Node(other.ID(slug))
		if err != nil {
			return "", err
		}
		if other != kind && node != nil {
			return node.NodeID(), nil
		}
	}
	neighbours, err := s.Neighbours(id, maxNeighbours)
	best, distance := "", len(slug)/4+2
	for _, neighbour := range neighbours {
		if d := levenshtein.ComputeDistance(id, neighbour); d < distance || d == distance && best != "" && neighbour < best {
			best, distance = neighbour, d
		}
	}
	return best, err
}

// fail answers for what had no time, or whom it is for has gone; and for a fault of the server's own, which is logged and not told.
func (p *permalinks) fail(w http.ResponseWriter, r *http.Request, err error) {
	if failed, ok := errors.AsType[gqlerror.List](err); ok && len(failed) == 1 {
		code := failed[0].Extensions["code"]
		if code == deadlineExceeded || code == string(guard.NotAnswered) {
			tell(w, http.StatusServiceUnavailable, failed[0].Message, failed[0].Extensions) // it was counted as an operation
			return
		}
	}
	slog.ErrorContext(r.Context(), "a record cannot be answered", "path", r.URL.Path, "error", err)
	refuseRecord(w, r, http.StatusInternalServerError, graph.Internal, "internal error", nil)
}

// refuseRecord answers in the form of a GraphQL error.
func refuseRecord(w http.ResponseWriter, r *http.Request, status int, code, message string, extensions map[string]any) {
	all := map[string]any{"code": code}
	for name, value := range extensions {
		all[name] = value
	}
	refuse(w, r, status, message, all)
}

// publicURL is the key under which a request carries the address the server is known by.
type publicURL struct{}

// published tells every request the address that the server is known by from outside, where one is set.
func published(address string, next http.Handler) http.Handler {
	if address == "" {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), publicURL{}, address)))
	})
}

// base is the address that permalinks begin with, without a slash at its end: what was set, or else what was asked.
func base(r *http.Request) string {
	if address, ok := r.Context().Value(publicURL{}).(string); ok {
		return address
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + cmp.Or(r.Host, "localhost")
}

// webAddress is an absolute http or https URL on the command line, kept without the slash at its end.
type webAddress string

// UnmarshalText checks the address.
func (a *webAddress) UnmarshalText(text []byte) error {
	address, err := url.Parse(string(text))
	if err != nil || address.Scheme != "http" && address.Scheme != "https" || address.Host == "" || address.RawQuery != "" || address.Fragment != "" || address.User != nil {
		return fmt.Errorf("%q is not an address such as https://news.example", text)
	}
	*a = webAddress(strings.TrimRight(address.String(), "/"))
	return nil
}
