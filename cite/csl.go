package cite

import (
	"bytes"
	"encoding/json"
	"strings"
)

// item is one of CSL-JSON 1.0.2 (https://resource.citationstyles.org/schema/v1.0/input/json/csl-data.json), as far as a
// record has something to say.
type item struct {
	ID             string            `json:"id"`
	Type           string            `json:"type"`
	Title          string            `json:"title"`
	Genre          string            `json:"genre,omitempty"`
	ContainerTitle string            `json:"container-title,omitempty"`
	Author         []name            `json:"author,omitempty"`
	Issued         *date             `json:"issued,omitempty"`
	Edition        string            `json:"edition,omitempty"`
	Version        string            `json:"version,omitempty"`
	URL            string            `json:"URL,omitempty"`
	Note           string            `json:"note,omitempty"`
	Custom         map[string]string `json:"custom,omitempty"`
}

// name is taken as it stands: curators may be persons or bodies, and nothing says which part is the family's.
type name struct {
	Literal string `json:"literal"`
}

type date struct {
	Parts [][]int `json:"date-parts"`
}

// CSL is the citation as CSL-JSON 1.0.2: a list of one item, indented. The licence, for which CSL has no variable, stands
// under custom.
func (w Work) CSL() []byte {
	it := item{
		ID: w.URL, Type: "dataset", Title: w.title(), Edition: w.Dataset.Edition, Version: w.Dataset.Version, URL: w.URL,
		Note: strings.Join(w.notes(), " "),
	}
	if it.ID == "" {
		it.ID = w.Dataset.Version
	}
	if w.Record != nil {
		it.Type, it.Genre, it.ContainerTitle = "entry", w.genre(), w.Dataset.Title
	}
	for _, curator := range w.Dataset.Curators {
		it.Author = append(it.Author, name{curator})
	}
	if released := w.released(); len(released) > 0 {
		it.Issued = &date{[][]int{released}}
	}
	if w.Dataset.Licence != "" {
		it.Custom = map[string]string{"licence": w.Dataset.Licence}
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode([]item{it}) // strings and numbers always encode
	return b.Bytes()
}
