package store

import (
	"fmt"

	"onrecord/news"
)

// large makes a dataset of n figures and n reports over n/20 articles, always the same.
func large(n int) *news.Dataset {
	ds := &news.Dataset{Title: "large", Edition: "1", Released: "2026-11-21", Licence: "CC0-1.0"}
	for i := range 50 {
		ds.Actors = append(ds.Actors, &news.Actor{ID: news.ActorID(fmt.Sprintf("actor:a%d", i)), Name: fmt.Sprintf("Actor %d", i), Kind: news.Person})
	}
	for i := range max(1, n/20) {
		ds.Events = append(ds.Events, &news.Event{ID: news.EventID(fmt.Sprintf("event:e%d", i)), Label: fmt.Sprintf("Event %d", i), Date: day(i)})
		ds.Quantities = append(ds.Quantities, &news.Quantity{ID: news.QuantityID(fmt.Sprintf("quantity:q%d", i)), Label: fmt.Sprintf("Quantity %d", i), Measure: news.Killed, Unit: "people", Accumulation: news.Cumulative, Event: news.EventID(fmt.Sprintf("event:e%d", i))})
		ds.Statements = append(ds.Statements, &news.Statement{ID: news.StatementID(fmt.Sprintf("statement:s%d", i)), Gist: fmt.Sprintf("Somebody says that thing number %d is so.", i), Speaker: news.ActorID(fmt.Sprintf("actor:a%d", i%50)), Act: news.Assert, Said: day(i), About: []news.SubjectID{news.SubjectID(fmt.Sprintf("event:e%d", i))}})
		ds.Articles = append(ds.Articles, &news.Article{ID: news.ArticleID(fmt.Sprintf("article:t%d", i)), Headline: fmt.Sprintf("Headline number %d", i), Language: "en", Published: day(i), TextHash: fmt.Sprintf("%064d", i)})
	}
	parts := len(ds.Articles)
	for i := range n {
		v := float64(i % 977)
		anchor := news.Anchor{Article: ds.Articles[i%parts].ID, Curation: news.Reviewed,
			Evidence:    news.Evidence{Section: news.Body, Span: news.Span{Start: i, End: i + 4}, Exact: "some words as they stand", Prefix: "what is before", Suffix: "what is after"},
			Attribution: news.Attribution{Hops: []news.Hop{{Position: 1, Actor: ds.Actors[i%7].ID, Label: "an outlet", Cue: "reported", Channel: news.Media, Certainty: news.Certain}, {Position: 2, Actor: ds.Actors[i%50].ID, Label: "somebody", Cue: "said", Channel: news.Briefing, Certainty: news.Certain}}}}
		ds.Figures = append(ds.Figures, &news.Figure{ID: news.FigureID(fmt.Sprintf("figure:%016x", i)), Anchor: anchor, Quantity: ds.Quantities[i%parts].ID, Printed: "more than some", Comparator: news.Exact, Value: &v, Low: &v, High: &v, AsOf: day(i), Quality: news.OK})
		ds.Reports = append(ds.Reports, &news.StatementReport{ID: news.ReportID(fmt.Sprintf("report:%016x", i)), Anchor: anchor, Statement: ds.Statements[i%parts].ID, Mode: news.Indirect, Text: "It is said, in other words, that the thing is so.", Cue: "said"})
	}
	news.Derive(ds)
	return ds
}

func day(i int) news.UncertainDate {
	d := news.Date(fmt.Sprintf("20%02d-%02d-%02d", 10+i%10, 1+i%12, 1+i%28))
	return news.UncertainDate{EDTF: string(d), Earliest: d, Latest: d, Basis: news.Stated}
}
