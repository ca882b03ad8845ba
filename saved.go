package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/elnormous/contenttype"
	"github.com/vektah/gqlparser/v2/ast"

	"onrecord/queries"
)

// savedQuery is how the list of saved queries shows one.
type savedQuery struct {
	Name      string             `json:"name"`
	Title     string             `json:"title"`
	Question  string             `json:"question"`
	Variables []queries.Variable `json:"variables"`
	URL       string             `json:"url"` // from the server's root
}

// listSaved answers with every saved query, as JSON.
func listSaved(w http.ResponseWriter, r *http.Request) {
	types := []contenttype.MediaType{contenttype.NewMediaType("application/json")}
	if _, _, err := contenttype.GetAcceptableMediaType(r, types); errors.Is(err, contenttype.ErrNoAcceptableTypeFound) {
		refuse(w, r, http.StatusNotAcceptable, "the list of saved queries cannot be had in any of the types that Accept names; there is application/json",
			map[string]any{"code": notAcceptable, "choices": []string{"application/json"}})
		return
	}
	list := []savedQuery{}
	for _, q := range queries.All() {
		list = append(list, savedQuery{q.Name, q.Title, q.Question, append([]queries.Variable{}, q.Variables...), "/queries/" + q.Name})
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(list) // whoever asked has gone
}

// runSaved answers a saved query by its name, with variables from the URL, or gives its text where .graphql follows the name.
// The query is put to answers as /graphql would put it, so that limits, tags and forms of answers are the same in both places.
func runSaved(version string, schema *ast.Schema, answers http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, wantsText := strings.CutSuffix(r.PathValue("name"), ".graphql")
		q, known := queries.Named(name)
		if !known {
			refuseUnknown(w, r, name)
			return
		}
		if wantsText {
			tagged(version, textOf(q)).ServeHTTP(w, r)
			return
		}
		given, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil {
			refuse(w, r, http.StatusBadRequest, fmt.Sprintf("the URL's query cannot be read: %v", err), misasked(queries.BadParameter, q))
			return
		}
		request, err := q.Request(given, schema)
		if err != nil {
			code := queries.BadParameter
			if wrong, ok := errors.AsType[*queries.ParameterError](err); ok {
				code = wrong.Code
			}
			refuse(w, r, http.StatusBadRequest, err.Error(), misasked(code, q))
			return
		}
		asked := r.Clone(r.Context())
		asked.Method = http.MethodGet // HEAD is answered as GET is, and net/http leaves the body out
		asked.URL.Path, asked.URL.RawPath, asked.URL.RawQuery = "/graphql", "", request.Encode()
		asked.RequestURI = asked.URL.RequestURI()
		answers.ServeHTTP(w, asked)
	})
}

func textOf(q queries.Query) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/graphql; charset=utf-8")
		_, _ = w.Write([]byte(q.File)) // whoever asked has gone
	})
}

// misasked gives the extensions of an error in a query's parameters: its code, and which variables there are.
func misasked(code queries.Code, q queries.Query) map[string]any {
	return map[string]any{"code": code, "query": q.Name, "variables": append([]queries.Variable{}, q.Variables...)}
}

func refuseUnknown(w http.ResponseWriter, r *http.Request, name string) {
	message := fmt.Sprintf("there is no saved query %.80q; /queries/ lists those there are", name)
	extensions := map[string]any{"code": "UNKNOWN_QUERY"}
	if near := queries.Nearest(name); near != "" {
		message = fmt.Sprintf("there is no saved query %.80q; did you mean %q? /queries/ lists them all", name, near)
		extensions["nearest"] = near
	}
	refuse(w, r, http.StatusNotFound, message, extensions)
}
