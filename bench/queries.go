package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// query is a question that every server is asked.
type query struct {
	name, about string
	document    string
	// postgraphile is the document for PostGraphile, which has names of its own for what it makes of tables. It asks for the
	// same values.
	postgraphile string
	accept       string
	// draw gives variables of which hardly any two are the same.
	draw func(h *held, r *rand.Rand) map[string]any
	// alike brings an answer's data into a form in which servers must agree.
	alike func(data any) any
	// only are the servers that can answer it; nil is all of them.
	only []string
}

var queries = []query{
	{
		name: "point", about: "a statement and an event by their ids",
		document: `query Point($statement: ID!, $event: ID!) {
  statement(id: $statement) { id gist act said { edtf } speaker { id name } }
  event(id: $event) { id label }
}`,
		postgraphile: `query Point($statement: String!, $event: String!) {
  statement: statementByRowId(rowId: $statement) { rowId gist act edtf speaker: actorBySpeaker { rowId name } }
  event: eventByRowId(rowId: $event) { rowId label }
}`,
		draw: func(h *held, r *rand.Rand) map[string]any {
			return map[string]any{"statement": oneOf(r, h.statements), "event": oneOf(r, h.events)}
		},
	},
	{
		name: "nested", about: "20 events with figures, statements, reports",
		document: `query Nested($ids: [ID!]!) {
  events(filter: {ids: $ids}) {
    nodes {
      id label date { edtf }
      figures(first: 5) { nodes { id printed comparator value attribution { path } } }
      statements(first: 5) {
        nodes { id gist act speaker { id name } reports(first: 3) { nodes { id mode text article { id headline } } } }
      }
    }
  }
}`,
		postgraphile: `query Nested($ids: [String]!) {
  events: eventsOf(ids: $ids) {
    nodes {
      rowId label edtf
      figures(first: 5) { nodes { rowId printed comparator value path } }
      statements(first: 5) {
        nodes { rowId gist act speaker: actorBySpeaker { rowId name } reports(first: 3) { nodes { rowId mode text article: articleByArticle { rowId headline } } } }
      }
    }
  }
}`,
		draw: func(h *held, r *rand.Rand) map[string]any { return map[string]any{"ids": some(r, h.events, 20)} },
	},
	{
		name: "list", about: "1,000 statements, a hundred of each of 10 actors",
		document:     pages("ID!", "%s: actor(id: $%[1]s) { id name statements(first: 100) { nodes { id gist act } } }"),
		postgraphile: pages("String!", "%s: actorByRowId(rowId: $%[1]s) { rowId name said(first: 100) { nodes { rowId gist act } } }"),
		draw: func(h *held, r *rand.Rand) map[string]any {
			variables := map[string]any{}
			for i, id := range some(r, h.speakers, 10) {
				variables[string(rune('a'+i))] = id
			}
			return variables
		},
	},
	{
		name: "search", about: "the statements whose gist has two words, the first 20",
		document: `query Search($text: String!) {
  search(text: $text, kinds: [STATEMENT], first: 20) { totalCount nodes { node { id ... on Statement { gist act } } } }
}`,
		postgraphile: `query Search($text: String!) {
  search: searchStatements(text: $text, first: 20) { totalCount nodes { rowId gist act } }
}`,
		draw: func(h *held, r *rand.Rand) map[string]any {
			words := strings.Fields(strings.ToLower(strings.TrimSuffix(oneOf(r, h.gists), ".")))
			two := some(r, words, 2)
			return map[string]any{"text": fmt.Sprintf(`gist:"%s" gist:"%s"`, two[0], two[1])}
		},
		alike: withoutRanking,
	},
	{
		name: "compare", about: "what five to eight articles share",
		document: `query Compare($articles: [ID!]!) {
  compare(articles: $articles) {
    sharedStatementCount
    sharedStatements { statement { id gist speaker { id name } } reports { id mode text article { id headline } } }
    sharedQuantityCount
    sharedQuantities { quantity { id label } figures { id printed value article { id headline } } }
  }
}`,
		draw: func(h *held, r *rand.Rand) map[string]any {
			return map[string]any{"articles": some(r, oneStory(r, h.articles), 5+r.IntN(4))}
		},
		only: []string{ours, stock, constantBody, mercurius, apollo, yoga}, // PostGraphile has no such field
	},
	{
		name: "csv", about: "a hundred statements of four actors as CSV",
		document: `query CSV($speakers: [ID!]!) {
  statements(filter: {speakers: $speakers}, first: 100) { nodes { id gist act said { edtf } speaker { id name } } }
}`,
		accept: "text/csv",
		draw:   func(h *held, r *rand.Rand) map[string]any { return map[string]any{"speakers": some(r, h.speakers, 4)} },
		only:   []string{ours, constantBody},
	},
}

// pages asks for a page of each of ten actors, $a to $j.
func pages(id, page string) string {
	var variables, fields []string
	for name := 'a'; name <= 'j'; name++ {
		variables = append(variables, fmt.Sprintf("$%c: %s", name, id))
		fields = append(fields, fmt.Sprintf(page, string(name)))
	}
	return fmt.Sprintf("query List(%s) {\n  %s\n}", strings.Join(variables, ", "), strings.Join(fields, "\n  "))
}

// oneStory draws the ten articles of a story; the smallest dataset has five in all.
func oneStory(r *rand.Rand, articles []string) []string {
	const long = 10
	from := r.IntN(max(1, len(articles)/long)) * long
	return articles[from:min(len(articles), from+long)]
}

func oneOf[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// some draws n different items.
func some[T any](r *rand.Rand, list []T, n int) []T {
	n = min(n, len(list))
	var drawn []T
	for met := map[int]bool{}; len(drawn) < n; {
		if i := r.IntN(len(list)); !met[i] {
			met[i] = true
			drawn = append(drawn, list[i])
		}
	}
	return drawn
}

// withoutRanking is for a search: how hits are ranked is each server's own, so where there are more than fit into the
// answer, servers must agree only on how many there are.
func withoutRanking(data any) any {
	found := data.(map[string]any)["search"].(map[string]any)
	hits := found["nodes"].([]any)
	if found["totalCount"].(float64) > float64(len(hits)) {
		return found["totalCount"]
	}
	slices.SortFunc(hits, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return hits
}

// mode is how one request differs from the next.
type mode string

const (
	newVariables mode = "first time, other variables"
	newDocuments mode = "first time, another document"
	repeated     mode = "repeated"
)

var modes = []mode{newVariables, newDocuments, repeated}

// asker draws requests to a server in a mode. Of the same seed they are the same for every server.
func (q *query) asker(m mode, h *held, server string) asker {
	to, document := path(server, q), q.document
	if server == postgraphile {
		document = q.postgraphile
	}
	switch m {
	case newVariables:
		return func(r *rand.Rand) []byte { return q.request(to, document, q.draw(h, r)) }
	case newDocuments:
		return func(r *rand.Rand) []byte { return q.request(to, inlined(document, q.draw(h, r)), nil) }
	}
	same := q.request(to, document, q.draw(h, rand.New(rand.NewPCG(1, 1))))
	return func(*rand.Rand) []byte { return same }
}

// inlined writes the values where a document has variables.
func inlined(document string, variables map[string]any) string {
	name, rest, _ := strings.Cut(document, "(")
	_, rest, _ = strings.Cut(rest, ")")
	var values []string
	for name, value := range variables {
		literal, err := json.Marshal(value)
		if err != nil {
			panic(err) // ids and lists of ids
		}
		values = append(values, "$"+name, string(literal))
	}
	return name + strings.NewReplacer(values...).Replace(rest)
}

// request is the query as bytes on the wire.
func (q *query) request(path, document string, variables map[string]any) []byte {
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		panic(err) // texts and lists of texts
	}
	accept := q.accept
	if accept == "" {
		accept = "application/json"
	}
	head := fmt.Sprintf("POST %s HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nAccept: %s\r\nContent-Length: %d\r\n\r\n", path, accept, len(body))
	return append([]byte(head), body...)
}
