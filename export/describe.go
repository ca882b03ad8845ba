package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"onrecord/cite"
	"onrecord/linked"
)

// resource is a file of the package and what its columns are.
type resource struct {
	format             Format
	table, description string
	key                []string
	fields             []field
	file               *file
}

// name is the table's own in CSV, which people open, and has the format behind it elsewhere: a package has no two alike.
func (r resource) name() string { return named(r.table, r.format) }

func named(table string, format Format) string {
	if format == CSV || format == JSONLD {
		return table
	}
	return table + "-" + string(format)
}

// What a Data Package (https://datapackage.org, version 2) says, as far as there is something to say.
type (
	descriptor struct {
		Schema       string        `json:"$schema"`
		Name         string        `json:"name"`
		Title        string        `json:"title"`
		Description  string        `json:"description"`
		Version      string        `json:"version"`
		Created      string        `json:"created,omitempty"`
		Licenses     []licence     `json:"licenses,omitempty"`
		Contributors []contributor `json:"contributors,omitempty"`
		Resources    []described   `json:"resources"`
	}
	licence struct {
		Name string `json:"name"`
		Path string `json:"path,omitempty"`
	}
	contributor struct {
		Title string   `json:"title"`
		Roles []string `json:"roles"`
	}
	described struct {
		Name        string          `json:"name"`
		Type        string          `json:"type,omitempty"`
		Path        string          `json:"path"`
		Description string          `json:"description"`
		Format      string          `json:"format"`
		MediaType   string          `json:"mediatype"`
		Encoding    string          `json:"encoding,omitempty"`
		Bytes       int64           `json:"bytes"`
		Hash        string          `json:"hash"`
		Dialect     *dialect        `json:"dialect,omitempty"`
		Schema      *describedTable `json:"schema,omitempty"`
	}
	dialect struct {
		Delimiter      string `json:"delimiter"`
		LineTerminator string `json:"lineTerminator"`
		QuoteChar      string `json:"quoteChar"`
		DoubleQuote    bool   `json:"doubleQuote"`
		Header         bool   `json:"header"`
	}
	describedTable struct {
		Fields        []describedField `json:"fields"`
		MissingValues []string         `json:"missingValues"`
		PrimaryKey    []string         `json:"primaryKey,omitempty"`
		ForeignKeys   []foreignKey     `json:"foreignKeys,omitempty"`
	}
	describedField struct {
		Name        string       `json:"name"`
		Type        string       `json:"type"`
		Format      string       `json:"format,omitempty"`
		Description string       `json:"description"`
		Constraints *constraints `json:"constraints,omitempty"`
	}
	constraints struct {
		Required bool     `json:"required,omitempty"`
		Unique   bool     `json:"unique,omitempty"`
		Enum     []string `json:"enum,omitempty"`
	}
	foreignKey struct {
		Fields    []string  `json:"fields"`
		Reference reference `json:"reference"`
	}
	reference struct {
		// Resource is left out where a table refers to itself.
		Resource string   `json:"resource,omitempty"`
		Fields   []string `json:"fields"`
	}
)

var mediaTypes = map[Format]string{
	CSV: "text/csv", NDJSON: "application/x-ndjson", Parquet: "application/vnd.apache.parquet", JSONLD: "application/ld+json",
}

// describe is the package's descriptor.
func (f *folder) describe() ([]byte, error) {
	d := f.store.Dataset()
	all := descriptor{
		Schema: "https://datapackage.org/profiles/2.0/datapackage.json", Name: slug(d.Title), Title: d.Title, Version: d.Version,
		Description: strings.Join(f.remarks(), " "),
	}
	if d.Released != "" {
		all.Created = string(d.Released) + "T00:00:00Z"
	}
	if d.Licence != "" {
		all.Licenses = []licence{{d.Licence, linked.LicenceURL(d.Licence)}}
	}
	for _, curator := range d.Curators {
		all.Contributors = append(all.Contributors, contributor{curator, []string{"creator"}})
	}
	for _, r := range f.resources {
		all.Resources = append(all.Resources, r.describe())
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(all)
	return b.Bytes(), err
}

// slug makes a package's name: small letters, digits and hyphens.
func slug(title string) string {
	if s := strings.Trim(notInSlug.ReplaceAllString(strings.ToLower(title), "-"), "-"); s != "" {
		return s
	}
	return "dataset"
}

var notInSlug = regexp.MustCompile(`[^a-z0-9]+`)

func (r resource) describe() described {
	about := described{
		Name: r.name(), Path: r.file.name, Description: r.description, Format: string(r.format), MediaType: mediaTypes[r.format],
		Bytes: r.file.bytes, Hash: "sha256:" + r.file.digest(),
	}
	if r.format != Parquet {
		about.Encoding = "utf-8"
	}
	if r.format == CSV {
		about.Dialect = &dialect{Delimiter: ",", LineTerminator: "\n", QuoteChar: `"`, DoubleQuote: true, Header: true}
	}
	if r.fields == nil {
		return about
	}
	about.Type = "table"
	about.Schema = &describedTable{MissingValues: []string{""}, PrimaryKey: r.key}
	for _, field := range r.fields {
		about.Schema.Fields = append(about.Schema.Fields, field.describe(r.format))
		if field.refers == "" {
			continue
		}
		key := foreignKey{Fields: []string{field.name}, Reference: reference{Fields: []string{"id"}}}
		if field.refers != r.table {
			key.Reference.Resource = named(field.refers, r.format)
		}
		about.Schema.ForeignKeys = append(about.Schema.ForeignKeys, key)
	}
	return about
}

func (c field) describe(format Format) describedField {
	said := describedField{Name: c.name, Description: c.description}
	switch c.kind {
	case ofInteger:
		said.Type = "integer"
	case ofNumber:
		said.Type = "number"
	case ofTruth:
		said.Type = "boolean"
	case ofDay:
		said.Type = "date"
	case ofTexts, ofNumbers:
		said.Type = "array"
		if format == CSV {
			said.Type = "string"
			said.Description += fmt.Sprintf(" A list, joined with %q.", between)
		}
	default:
		said.Type = "string"
	}
	list := c.kind == ofTexts || c.kind == ofNumbers
	required := c.required && !(list && format == CSV) // an empty list is an empty cell there
	if required || c.unique || c.values != nil {
		said.Constraints = &constraints{Required: required, Unique: c.unique, Enum: c.values}
	}
	return said
}

// remarks are what whoever opens the package should know, a sentence each.
func (f *folder) remarks() []string {
	d := f.store.Dataset()
	remarks := []string{
		"Who said what in news articles, according to whom, and how the numbers differ.",
		"The articles themselves are no part of it: a record keeps facts, figures, labels and the words of direct quotations, each with its place in the text.",
		"A figure, a role or an account is what one article prints through one chain of attribution, never a fact about the world.",
		fmt.Sprintf("Edition %s, version %s.", d.Edition, d.Version),
	}
	if f.has(CSV) && !f.options.NoGuard {
		remarks = append(remarks, "In CSV a text that begins with =, +, -, @, a tab or a carriage return has an apostrophe before it, so that no spreadsheet takes it for a formula; one that begins with apostrophes before such a sign has one more. Numbers are as they are.")
	}
	return append(remarks, "Cite as: "+f.citation())
}

// citation is that of the dataset.
func (f *folder) citation() string {
	w := cite.Work{Dataset: f.store.Dataset()}
	if f.options.Base != "" {
		w.URL = f.options.Base + "/"
	}
	return w.Text()
}

// readme is for whoever opens the folder.
func (f *folder) readme() string {
	d := f.store.Dataset()
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n\n", d.Title, strings.Repeat("=", len([]rune(d.Title))))
	for _, remark := range f.remarks() {
		fmt.Fprintf(&b, "%s\n\n", remark)
	}
	b.WriteString("datapackage.json describes every file and every column, and which columns lead to which table.\n")
	b.WriteString("To check that the files are whole: sha256sum -c " + sumsName + "\n")
	return b.String()
}
