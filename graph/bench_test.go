package graph_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"

	"onrecord/graph/lean"
	"onrecord/graph/lean/arbitrary"
	"onrecord/news"
	"onrecord/store"
)

// large makes a dataset of n statements, always the same: an event and an article for five of them, each with a report that
// goes back over two hops, and a figure for every two.
func large(n int) *news.Dataset {
	ds := &news.Dataset{Title: "large", Edition: "1", Released: "2026-11-21", Licence: "CC0-1.0"}
	for i := range 200 {
		ds.Actors = append(ds.Actors, &news.Actor{ID: news.ActorID(fmt.Sprintf("actor:a%d", i)), Name: fmt.Sprintf("Actor %d of the story", i), Kind: news.Person})
	}
	day := func(i int) news.UncertainDate {
		return on(news.Date(fmt.Sprintf("20%02d-%02d-%02d", 10+i%10, 1+i%12, 1+i%28)))
	}
	groups := max(1, n/5)
	for i := range groups {
		event := news.EventID(fmt.Sprintf("event:e%d", i))
		ds.Events = append(ds.Events, &news.Event{ID: event, Label: fmt.Sprintf("Event number %d of many", i), Type: news.TypeAssault, Date: day(i)})
		ds.Quantities = append(ds.Quantities, &news.Quantity{ID: news.QuantityID(fmt.Sprintf("quantity:q%d", i)), Label: fmt.Sprintf("Killed in event %d", i), Measure: news.Killed, Unit: "people", Accumulation: news.Cumulative, Event: event})
		ds.Articles = append(ds.Articles, &news.Article{ID: news.ArticleID(fmt.Sprintf("article:t%d", i)), Headline: fmt.Sprintf("What is said of event %d and others", i), Language: "en", Published: day(i + 1), TextHash: fmt.Sprintf("%064d", i)})
	}
	for i := range n {
		of := i / 5 % groups
		ds.Statements = append(ds.Statements, &news.Statement{ID: news.StatementID(fmt.Sprintf("statement:s%d", i)), Gist: fmt.Sprintf("Somebody says that thing number %d about the event is so.", i), Speaker: ds.Actors[i%200].ID, Act: news.Assert, Said: day(i), About: []news.SubjectID{news.SubjectID(ds.Events[of].ID)}})
		anchor := news.Anchor{Article: ds.Articles[(of+i%3)%groups].ID, Curation: news.Reviewed,
			Evidence: news.Evidence{Section: news.Body, Span: news.Span{Start: i, End: i + 4}, Exact: "some words as they stand", Prefix: "what is before", Suffix: "what is after"},
			Attribution: news.Attribution{Hops: []news.Hop{
				{Position: 1, Actor: ds.Actors[i%7].ID, Label: "an outlet", Cue: "reported", Channel: news.Media, Certainty: news.Certain},
				{Position: 2, Actor: ds.Actors[i%200].ID, Label: "somebody", Cue: "said", Channel: news.Briefing, Certainty: news.Certain}}}}
		ds.Reports = append(ds.Reports, &news.StatementReport{ID: news.ReportID(fmt.Sprintf("report:%016x", i)), Anchor: anchor, Statement: ds.Statements[i].ID, Mode: news.Indirect, Text: "It is said, in other words, that the thing is so.", Cue: "said"})
		if i%2 == 0 {
			v := float64(i % 977)
			ds.Figures = append(ds.Figures, &news.Figure{ID: news.FigureID(fmt.Sprintf("figure:%016x", i)), Anchor: anchor, Quantity: ds.Quantities[of].ID, Printed: "more than some", Comparator: news.Exact, Value: &v, Low: &v, High: &v, AsOf: day(i), Quality: news.OK})
		}
	}
	news.Derive(ds)
	return ds
}

// question is asked with other variables each turn, or with none.
type question struct {
	name, query string
	variables   func(turn int) map[string]any
}

// asked is the questions of the performance notes. Those with a cursor are asked over and over for one page, and then for every page
// in turn, so that little of what a page shows was read lately.
var asked = []question{
	{"point", `{ statement(id: "statement:s777") { id gist act speaker { id name kind } } }`, nil},
	{"nested", `query ($after: String) { events(first: 20, after: $after) { totalCount nodes { id label type date { edtf earliest latest }
		figures(first: 5) { nodes { id printed value comparator quantity { id label measure } article { id headline } } }
		statements(first: 10) { nodes { id gist act speaker { id name kind }
			reports(first: 5) { nodes { id text mode cue article { id headline } attribution { hops { position label cue channel certainty actor { id name } } } } } } } } } }`, nil},
	{"list", `{ ` + pages(10) + ` }`, nil},
	{"search", `{ search(text: "thing", first: 20) { totalCount edges { node { score node { id } snippets { field text } } } } }`, nil},
}

// atRandom is what `make bench` asks of 20 events as nested. The events are others in each answer.
const atRandom = `query ($ids: [ID!]!) { events(filter: {ids: $ids}) { nodes { id label date { edtf }
	figures(first: 5) { nodes { id printed comparator value attribution { path } } }
	statements(first: 5) { nodes { id gist act speaker { id name } reports(first: 3) { nodes { id mode text article { id headline } } } } } } } }`

// pages asks for n pages of a hundred statements, which is as many as a page can hold.
func pages(n int) string {
	query := ""
	for i := range n {
		query += fmt.Sprintf("p%d: statements(first: 100, orderBy: {field: SAID, direction: %s}) { nodes { id gist act said { edtf } speaker { id name } } }\n", i, []string{"ASC", "DESC"}[i%2])
	}
	return query
}

// BenchmarkAnswer answers what is asked of 20,000 statements for the first time, by both executors: everything below HTTP,
// with the document parsed and validated before. docs/performance.md has the outcome.
func BenchmarkAnswer(b *testing.B) {
	path := filepath.Join(b.TempDir(), "large.db")
	if err := store.Write(path, large(20_000), nil); err != nil {
		b.Fatal(err)
	}
	s, err := store.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	e := over(s)
	cursors := pageCursors(b, s)
	random := rand.New(rand.NewPCG(20, 20_000))
	questions := append(slices.Clone(asked),
		question{"nested-in-turn", asked[1].query, func(turn int) map[string]any { return map[string]any{"after": cursors[turn*61%len(cursors)]} }},
		question{"nested-at-random", atRandom, func(int) map[string]any {
			ids := make([]any, 20)
			for i := range ids {
				ids[i] = fmt.Sprintf("event:e%d", random.IntN(4000))
			}
			return map[string]any{"ids": ids}
		}})
	for _, a := range questions {
		variables := a.variables
		if variables == nil {
			variables = func(int) map[string]any { return nil }
		}
		for name, by := range map[string]*executor.Executor{"lean": e.lean, "stock": e.stock} {
			b.Run(a.name+"/"+name, func(b *testing.B) {
				ctx := graphql.StartOperationTrace(b.Context())
				parsed, refused := by.CreateOperationContext(ctx, &graphql.RawParams{Query: a.query, Variables: variables(0)})
				if refused != nil {
					b.Fatal(refused)
				}
				response, _ := answer(ctx, by, arbitrary.Query{Text: a.query, Variables: variables(0)})
				if len(response.Errors) > 0 {
					b.Fatal(response.Errors)
				}
				b.ReportAllocs()
				before := busy(b)
				for turn := 0; b.Loop(); turn++ {
					operation := &graphql.OperationContext{
						RawQuery: parsed.RawQuery, Variables: variables(turn), Doc: parsed.Doc, Operation: parsed.Operation, RecoverFunc: parsed.RecoverFunc,
						ResolverMiddleware: parsed.ResolverMiddleware, RootResolverMiddleware: parsed.RootResolverMiddleware,
					}
					answers, ctx := by.DispatchOperation(ctx, operation)
					lean.Recycle(answers(ctx).Data)
				}
				b.ReportMetric(float64((busy(b)-before).Nanoseconds())/float64(b.N), "cpu-ns/op")
				b.ReportMetric(float64(len(response.Data)), "answer-bytes")
			})
		}
	}
}

// pageCursors are where the pages of all events begin.
func pageCursors(b *testing.B, s *store.Store) (cursors []string) {
	var page store.Page
	for {
		events, err := s.Events(nil, nil, page)
		if err != nil {
			b.Fatal(err)
		}
		if !events.PageInfo.HasNextPage {
			return cursors
		}
		if page.After, err = events.PageInfo.EndCursor(); err != nil {
			b.Fatal(err)
		}
		cursors = append(cursors, *page.After)
	}
}

// busy is how long the process has kept processors busy, which says more than the clock where the machine is shared.
func busy(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
