// Package cite words citations of records, as a line of text, as BibTeX and as CSL-JSON.
//
// What is cited is the record as an edition of the dataset has it, never the article it comes from, which others
// published. What is known of that article (headline, outlet, day, address) stands in a note; what is not known is left
// out, and a date that was inferred is said to be.
package cite

import (
	"fmt"
	"strings"
	"time"

	"onrecord/news"
	"onrecord/store"
)

// Work is what is cited: a record in an edition of the dataset or, without a record, the edition itself.
type Work struct {
	Dataset *store.Summary
	// URL is where it is found: the record's permalink, or the address of the dataset, "" where it has none.
	URL    string
	Record news.Node
	// About is the label or name of what a figure, a role or a term is about. Other records need none.
	About string
	// Article is the record itself where it is an article, and for a mention the article that prints it; else nil.
	Article *news.Article
	// Outlet is who published the article, nil where that is not known.
	Outlet *news.Actor
}

// Text is the citation as one line, such as
//
//	Ines Holt (2031). Fire on the North Quay [Record of an event]. In: The harbour fire, edition 2031.1, …
func (w Work) Text() string {
	var b strings.Builder
	if authors := strings.Join(w.Dataset.Curators, ", "); authors != "" {
		b.WriteString(authors + " ")
	}
	fmt.Fprintf(&b, "(%s). %s", w.year(), w.title())
	if w.Record != nil {
		fmt.Fprintf(&b, " [%s]. In: %s", w.genre(), w.Dataset.Title)
	} else {
		b.WriteString(" [Data set]")
	}
	b.WriteString(w.edition() + ".")
	if w.URL != "" {
		b.WriteString(" " + w.URL)
	}
	for _, sentence := range w.notes() {
		b.WriteString(" " + sentence)
	}
	return b.String()
}

// title is what the record is called by, without quotation marks around the whole.
func (w Work) title() string {
	switch r := w.Record.(type) {
	case nil:
		return w.Dataset.Title
	case *news.Article:
		if r.Headline == "" {
			return "Record of an article without a headline (" + string(r.ID) + ")"
		}
		return "Record of the article " + quoted(r.Headline)
	case *news.Actor:
		return r.Name
	case *news.Event:
		return r.Label
	case *news.Place:
		return r.Name
	case *news.Statement:
		return sentence(r.Gist)
	case *news.Quantity:
		return r.Label
	case *news.StatementReport:
		if r.Mode == news.Direct {
			return quoted(r.Text)
		}
		return sentence(r.Text)
	case *news.Figure:
		return quoted(news.Reading(r.Printed)) + about(w.About)
	case *news.EventAccount:
		return sentence(r.Claim)
	case *news.RoleMention:
		return quoted(r.Role) + about(w.About)
	case *news.TermUse:
		return quoted(r.Term) + about(w.About)
	}
	return w.Record.NodeID()
}

func quoted(words string) string { return "“" + words + "”" }

// sentence takes the full stop off, since a citation goes on after it.
func sentence(s string) string { return strings.TrimSuffix(s, ".") }

func about(label string) string {
	if label == "" {
		return ""
	}
	return ": " + label
}

// genres say what sort of record is cited.
var genres = map[news.Kind]string{
	news.KindArticle:   "Record of an article",
	news.KindActor:     "Record of an actor",
	news.KindEvent:     "Record of an event",
	news.KindPlace:     "Record of a place",
	news.KindStatement: "Record of a statement",
	news.KindQuantity:  "Record of a quantity",
	news.KindReport:    "Record of a report of a statement",
	news.KindFigure:    "Record of a figure",
	news.KindAccount:   "Record of an account of an event",
	news.KindRole:      "Record of a role",
	news.KindTerm:      "Record of the use of a term",
}

func (w Work) genre() string {
	kind, _, _ := news.SplitID(w.Record.NodeID())
	return genres[kind]
}

// edition tells which state of the dataset is meant.
func (w Work) edition() string {
	said := ""
	if w.Dataset.Edition != "" {
		said += ", edition " + w.Dataset.Edition
	}
	said += ", version " + w.Dataset.Version
	if w.Dataset.Released != "" {
		said += ", released " + string(w.Dataset.Released)
	}
	return said
}

// year is that of the release; "n.d." where it has none.
func (w Work) year() string {
	if released := w.released(); len(released) > 0 {
		return fmt.Sprintf("%04d", released[0])
	}
	return "n.d."
}

// released is the day of release as year, month and day; empty where it has none.
func (w Work) released() []int {
	day, err := time.Parse(time.DateOnly, string(w.Dataset.Released))
	if err != nil {
		return nil
	}
	return []int{day.Year(), int(day.Month()), day.Day()}
}

// notes are what a reader should know besides, a sentence each.
func (w Work) notes() []string {
	var notes []string
	if w.Article != nil {
		notes = append(notes, w.printedIn())
		notes = append(notes, inferred("The article's date", w.Article.Published)...)
	}
	switch r := w.Record.(type) {
	case *news.Event:
		notes = append(notes, inferred("The event's date", r.Date)...)
	case *news.Statement:
		notes = append(notes, inferred("The day it was said", r.Said)...)
	case *news.Figure:
		notes = append(notes, inferred("The day the figure is for", r.AsOf)...)
	}
	if w.Dataset.Licence != "" {
		what := "dataset"
		if w.Record != nil {
			what = "record"
		}
		notes = append(notes, fmt.Sprintf("Licence of the %s: %s.", what, w.Dataset.Licence))
	}
	return notes
}

// printedIn tells of the article what is known.
func (w Work) printedIn() string {
	var known []string
	if w.Article.Headline != "" {
		known = append(known, quoted(w.Article.Headline))
	}
	if w.Article.Byline != "" {
		known = append(known, w.Article.Byline)
	}
	if w.Outlet != nil {
		known = append(known, w.Outlet.Name)
	}
	if w.Article.Published.EDTF != "" && w.Article.Published.Basis != news.Inferred {
		known = append(known, w.Article.Published.EDTF)
	}
	if w.Article.URL != "" {
		known = append(known, w.Article.URL)
	}
	itself := w.Record.NodeID() == string(w.Article.ID)
	switch {
	case len(known) == 0 && itself:
		return "Neither the article's headline nor its outlet is known."
	case len(known) == 0:
		return "Printed in " + string(w.Article.ID) + ", of which neither headline nor outlet is known."
	case itself:
		return "The article: " + strings.Join(known, ", ") + "."
	}
	return "Printed in: " + strings.Join(known, ", ") + "."
}

// inferred says of a date that it was worked out, where it was.
func inferred(what string, date news.UncertainDate) []string {
	if date.Basis != news.Inferred || date.EDTF == "" {
		return nil
	}
	said := fmt.Sprintf("%s, %s, is inferred", what, date.EDTF)
	if date.Reasoning == "" {
		return []string{said + "."}
	}
	return []string{said + ": " + sentence(date.Reasoning) + "."}
}
