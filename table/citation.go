package table

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
)

// Citation says which data a table is from, and what it was asked.
type Citation struct {
	Title   string `json:"title"`
	Edition string `json:"edition"`
	// Version is the dataset's, and changes with every record.
	Version string `json:"version"`
	// Licence is an SPDX identifier.
	Licence string `json:"licence"`
	// Released is the day the curators give the edition, in ISO form.
	Released string `json:"released"`
	// Query is a [QueryHash].
	Query string `json:"query"`
	// Cut is a sentence about the lists that the table has in part, "" where it has the whole of each.
	Cut string `json:"cut,omitempty"`
}

// String is the citation in one line.
func (c Citation) String() string {
	line := fmt.Sprintf("%s. Edition %s, released %s, version %s, licence %s. Query %s.", c.Title, c.Edition, c.Released, c.Version, c.Licence, c.Query)
	return strings.Join(strings.Fields(line+" "+c.Cut), " ")
}

// QueryHash is the first 12 hexadecimal digits of a SHA-256 over what was asked: the document without its layout and
// comments, the name of the operation, and the values of its variables. It is the same for the same question however it
// was sent.
func QueryHash(document *ast.QueryDocument, operation string, variables map[string]any) (string, error) {
	values, err := json.Marshal(variables) // sorts the keys
	if err != nil {
		return "", fmt.Errorf("table: the variables have no canonical form: %w", err)
	}
	h := sha256.New()
	formatter.NewFormatter(h).FormatQueryDocument(document)
	fmt.Fprintf(h, "\x00%s\x00%s", operation, values)
	return hex.EncodeToString(h.Sum(nil)[:6]), nil
}
