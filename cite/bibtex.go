package cite

import (
	"fmt"
	"strings"
)

// months are BibTeX's own macros.
var months = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

// BibTeX is the citation as an entry of type misc, which every style knows. What is special to TeX is escaped; letters
// beyond ASCII stay as they are, in UTF-8.
func (w Work) BibTeX() string {
	var b strings.Builder
	fmt.Fprintf(&b, "@misc{%s", w.key())
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, ",\n  %s = %s", name, value)
		}
	}
	var authors []string
	for _, curator := range w.Dataset.Curators {
		authors = append(authors, braced(curator))
	}
	if len(authors) > 0 {
		field("author", "{"+strings.Join(authors, " and ")+"}")
	}
	field("title", "{"+braced(w.title())+"}")
	what := "Data set"
	if w.Record != nil {
		what = w.genre() + " in the dataset: " + w.Dataset.Title
	}
	field("howpublished", braced(what+w.edition()))
	if released := w.released(); len(released) > 0 {
		field("year", fmt.Sprintf("{%04d}", released[0]))
		field("month", months[released[1]-1])
	}
	if w.URL != "" {
		field("url", "{"+verbatim.Replace(w.URL)+"}")
	}
	if notes := strings.Join(w.notes(), " "); notes != "" {
		field("note", braced(notes))
	}
	return b.String() + "\n}\n"
}

// key is the entry's name: the record's id, with whatever BibTeX does not take in a key turned into a hyphen.
func (w Work) key() string {
	id := w.Dataset.Version
	if w.Record != nil {
		id = w.Record.NodeID()
	}
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(":-_.+", r) {
			return r
		}
		return '-'
	}, id)
}

// special is what TeX would not print as it stands. A brace is named and not escaped, because BibTeX counts braces
// without a look at what stands before them.
var special = strings.NewReplacer(
	`\`, `{\textbackslash}`, `{`, `{\textbraceleft}`, `}`, `{\textbraceright}`, `~`, `{\textasciitilde}`, `^`, `{\textasciicircum}`,
	`&`, `\&`, `%`, `\%`, `$`, `\$`, `#`, `\#`, `_`, `\_`,
)

// verbatim is what an address must not have for BibTeX to read it; styles print an address as it stands.
var verbatim = strings.NewReplacer(`{`, "%7B", `}`, "%7D", `\`, "%5C", " ", "%20")

func braced(s string) string {
	return "{" + special.Replace(strings.Join(strings.Fields(s), " ")) + "}"
}
