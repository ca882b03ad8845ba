// Package linked words records as linked data: JSON-LD in the vocabularies of schema.org, W3C PROV-O (who said it, through
// whom) and the W3C Web Annotation model (where in the article it stands).
//
// What an article claims stays a claim: nothing here states a role, a cause or a number as a fact about an actor or an
// event. Values that no vocabulary has a term for stand as schema:PropertyValue under the names they have in the GraphQL
// schema. docs/decisions/0009 says why each term was taken.
package linked

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"

	"onrecord/news"
	"onrecord/store"
)

// node is a JSON-LD object. Written as JSON its keys are sorted, so the same record gives the same bytes.
type node = map[string]any

// Graph makes JSON-LD of the records of one edition.
type Graph struct {
	// Base is where the records are published, such as "https://news.example", without a slash at its end.
	Base    string
	Dataset *store.Summary
}

// Permalink is the address of a record under a base.
func Permalink(base, id string) string {
	return base + (&url.URL{Path: "/id/" + id}).EscapedPath()
}

// LicenceURL is where a licence can be read, by its SPDX identifier; "" where it is none of SPDX's list, such as a
// LicenseRef of one's own.
func LicenceURL(spdx string) string {
	if spdx == "" || strings.HasPrefix(spdx, "LicenseRef-") {
		return ""
	}
	return "https://spdx.org/licenses/" + url.PathEscape(spdx)
}

// Context is the JSON-LD context of every node: prefixes only, so that whoever reads one needs no network.
func (g Graph) Context() map[string]string {
	return map[string]string{
		"cito":    "http://purl.org/spar/cito/",
		"dcat":    "http://www.w3.org/ns/dcat#",
		"dcterms": "http://purl.org/dc/terms/",
		"edtf":    "http://id.loc.gov/datatypes/edtf/",
		"foaf":    "http://xmlns.com/foaf/0.1/",
		"oa":      "http://www.w3.org/ns/oa#",
		"prov":    "http://www.w3.org/ns/prov#",
		"rdf":     "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
		"rdfs":    "http://www.w3.org/2000/01/rdf-schema#",
		"schema":  "https://schema.org/",
		"sem":     "http://semanticweb.cs.vu.nl/2009/11/sem/",
		"skos":    "http://www.w3.org/2004/02/skos/core#",
		"xsd":     "http://www.w3.org/2001/XMLSchema#",
	}
}

// Document is one record as a JSON-LD document that needs nothing besides: the context, the record and the edition.
func (g Graph) Document(n news.Node) []byte {
	record := g.Node(n)
	record["@context"] = g.Context()
	record["schema:subjectOf"] = g.Edition()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(record) // texts, numbers, lists and maps of them always encode
	return b.Bytes()
}

// Edition is the dataset, of which every record is a part.
func (g Graph) Edition() map[string]any {
	edition := node{
		"@id": g.edition(), "@type": []string{"schema:Dataset", "prov:Entity"},
		"schema:name": g.Dataset.Title, "schema:version": g.Dataset.Version,
	}
	put(edition, "schema:datePublished", day(g.Dataset.Released))
	if licence := LicenceURL(g.Dataset.Licence); licence != "" {
		edition["schema:license"] = node{"@id": licence}
	}
	var curators []any
	for _, curator := range g.Dataset.Curators {
		curators = append(curators, node{"@type": "prov:Agent", "schema:name": curator})
	}
	put(edition, "schema:creator", curators)
	return edition
}

func (g Graph) edition() string { return g.Base + "/#dataset" }

// Node is one record, to stand among others under one context. It names the edition and does not describe it.
func (g Graph) Node(n news.Node) map[string]any {
	var record node
	switch n := n.(type) {
	case *news.Article:
		record = g.article(n)
	case *news.Actor:
		record = g.actor(n)
	case *news.Event:
		record = g.event(n)
	case *news.Place:
		record = g.place(n)
	case *news.Statement:
		record = g.statement(n)
	case *news.Worded:
		record = g.worded(n)
	case *news.Quantity:
		record = g.quantity(n)
	case *news.StatementReport:
		record = g.report(n)
	case *news.Figure:
		record = g.figure(n)
	case *news.EventAccount:
		record = g.account(n)
	case *news.RoleMention:
		record = g.role(n)
	case *news.TermUse:
		record = g.term(n)
	default:
		record = node{}
	}
	record["@id"] = Permalink(g.Base, n.NodeID())
	record["schema:subjectOf"] = node{"@id": g.edition()}
	return record
}

// put sets what is there: an empty text, list or object is nothing, and is left out.
func put[V any](n node, key string, value V) {
	switch v := any(value).(type) {
	case string:
		if v == "" {
			return
		}
	case []any:
		if len(v) == 0 {
			return
		}
	case []string:
		if len(v) == 0 {
			return
		}
	case node:
		if v == nil {
			return
		}
	}
	n[key] = value
}

// number sets a number that is known.
func number(n node, key string, value *float64) {
	if value != nil {
		n[key] = *value
	}
}

// to refers to another record, nil where there is none.
func to[ID ~string](g Graph, id ID) node {
	if id == "" {
		return nil
	}
	return node{"@id": Permalink(g.Base, string(id))}
}

func toAll[ID ~string](g Graph, ids []ID) []any {
	var all []any
	for _, id := range ids {
		all = append(all, to(g, id))
	}
	return all
}

// former gives the permalinks a record had before.
func former[ID ~string](g Graph, n node, ids []ID) { put(n, "dcterms:replaces", toAll(g, ids)) }

// day is a calendar day as a typed value, nil where there is none.
func day(d news.Date) node {
	if d == "" {
		return nil
	}
	return node{"@type": "xsd:date", "@value": string(d)}
}

// property adds a value that no vocabulary has a term for, under its name in the GraphQL schema.
func property[S ~string](n node, name string, value S) {
	if value == "" {
		return
	}
	properties, _ := n["schema:additionalProperty"].([]any)
	n["schema:additionalProperty"] = append(properties, node{
		"@type": "schema:PropertyValue", "schema:propertyID": name, "schema:value": string(value),
	})
}

// note adds a remark of the curators.
func note(n node, text string) {
	if text == "" {
		return
	}
	notes, _ := n["skos:editorialNote"].([]any)
	n["skos:editorialNote"] = append(notes, text)
}

// dated says when, as far as it is known: always as EDTF with its basis, and in schema.org's own term only where it is one
// day that the text itself gives, since that term has no way to say that a day was inferred.
func dated(n node, name, plain, term string, d news.UncertainDate) {
	if d.EDTF != "" {
		n[term] = node{"@type": "edtf:EDTF", "@value": d.EDTF}
	}
	if d.Earliest == d.Latest && (d.Basis == news.Stated || d.Basis == news.Anchored) {
		put(n, plain, day(d.Earliest))
	}
	property(n, name+".basis", d.Basis)
	property(n, name+".printed", d.Printed)
	note(n, d.Reasoning)
}
