package main

import (
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// form is what an answer looks like, as ?format= says it.
type form string

const (
	asJSON    form = "json"
	asGraphQL form = "graphql" // JSON of the media type that is GraphQL's own; Accept alone asks for it
	asCSV     form = "csv"
	asNDJSON  form = "ndjson"
)

// offered are the forms that an Accept header can ask for. The first is the answer where there is no wish.
var offered = []form{asJSON, asGraphQL, asCSV, asNDJSON}

// mediaTypes are the Content-Types of the forms.
var mediaTypes = map[form]string{
	asJSON:    "application/json",
	asGraphQL: "application/graphql-response+json",
	asCSV:     "text/csv; charset=utf-8; header=present",
	asNDJSON:  "application/x-ndjson",
}

// wanted is the form a request asks for: by ?format= or else by its Accept header.
func wanted(r *http.Request, q url.Values) (form, *gqlerror.Error) {
	if q.Has("format") {
		chosen, err := choice(q, "format", string(asJSON), string(asCSV), string(asNDJSON))
		return form(chosen), err
	}
	chosen, ok := accepted(r.Header["Accept"])
	if !ok {
		var choices []string
		for _, f := range offered {
			choices = append(choices, mediaTypes[f])
		}
		return asJSON, failure(notAcceptable, "an answer cannot be had in any of the types that Accept names; there are "+strings.Join(choices, ", "), "choices", choices)
	}
	return chosen, nil
}

// accepted is the form that Accept headers like best: by weight, then by how exactly they name it, then by which they name
// first. It is false where they like none. Of a header, what cannot be read is left out: Java's clients
// say "*; q=.2" unless they are told otherwise.
func accepted(headers []string) (form, bool) {
	if len(headers) == 0 {
		return asJSON, true
	}
	if len(headers) == 1 { // what most clients say
		switch headers[0] {
		case "", "*/*", "application/json":
			return asJSON, true
		case "application/graphql-response+json":
			return asGraphQL, true
		}
	}
	ranges := readRanges(strings.Join(headers, ","))
	var best form
	var most liking
	for _, f := range offered {
		if l := ranges.like(f); l.weight > 0 && l.above(most) {
			best, most = f, l
		}
	}
	return best, most.weight > 0
}

// mediaRange is one entry of an Accept header.
type mediaRange struct {
	mediaType string // in lower case: "text/csv", "text/*" or "*/*"
	weight    float64
}

type mediaRanges []mediaRange

// readRanges reads an Accept header. An entry that asks for another charset than UTF-8, or for a table without a header, asks
// for something that there is not; other parameters change nothing.
func readRanges(header string) mediaRanges {
	var ranges mediaRanges
	for entry := range strings.SplitSeq(header, ",") {
		mediaType, more, err := mime.ParseMediaType(entry)
		if err != nil {
			continue
		}
		if mediaType == "*" {
			mediaType = "*/*"
		}
		weight := 1.0
		if q, given := more["q"]; given {
			if weight, err = strconv.ParseFloat(q, 64); err != nil || !(weight >= 0 && weight <= 1) {
				continue
			}
		}
		if charset, named := more["charset"]; named && !isUTF8(charset) {
			continue
		}
		if header, named := more["header"]; named && !strings.EqualFold(header, "present") {
			continue
		}
		ranges = append(ranges, mediaRange{mediaType, weight})
	}
	return ranges
}

// liking is how much a header likes a form.
type liking struct {
	weight  float64
	exactly int // 3 the type itself, 2 type/*, 1 */*, 0 not at all
	place   int // in the header
}

func (l liking) above(other liking) bool {
	if l.weight != other.weight {
		return l.weight > other.weight
	}
	if l.exactly != other.exactly {
		return l.exactly > other.exactly
	}
	return l.place < other.place
}

// like is what the most exact of the ranges says of a form.
func (r mediaRanges) like(f form) liking {
	mediaType, _, _ := strings.Cut(mediaTypes[f], ";")
	family, _, _ := strings.Cut(mediaType, "/")
	var told liking
	for i, entry := range r {
		exactly := 0
		switch entry.mediaType {
		case mediaType:
			exactly = 3
		case family + "/*":
			exactly = 2
		case "*/*":
			exactly = 1
		}
		if exactly > told.exactly {
			told = liking{entry.weight, exactly, i}
		}
	}
	return told
}
