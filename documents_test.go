package main

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

func TestShortDocumentsAreKept(t *testing.T) {
	d, doc := newDocuments(), &ast.QueryDocument{}
	short, long := "{ a }", "{ "+strings.Repeat("a ", keptDocument/2)+"}"
	d.Add(t.Context(), short, doc)
	d.Add(t.Context(), long, doc)
	if kept, ok := d.Get(t.Context(), short); !ok || kept != doc {
		t.Error("a short document is not kept")
	}
	if _, ok := d.Get(t.Context(), long); ok {
		t.Error("a long document is kept")
	}
}
