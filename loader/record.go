package loader

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// ParseArticle reads the content of a file of articles/ by its form alone: the tree, with the places of all that stands in
// it, and every problem of form. Nothing is linked, and no text is looked at. The tree is nil where one of the problems is
// an error.
func ParseArticle(name string, content []byte) (*ast.MappingNode, Diagnostics) {
	p := &problems{}
	f := &file{name: name, broken: true}
	raw, ok := string(content), f.accepts(content, p)
	if ok {
		var a articleFile
		ok = f.decode(raw, &a.wire, p)
	}
	found := p.sorted()
	if !ok || found.Errors() > 0 {
		return nil, found
	}
	tree, err := parser.ParseBytes([]byte(raw), 0)
	if err != nil || len(tree.Docs) != 1 {
		return nil, found // which decode has told
	}
	switch n := tree.Docs[0].Body.(type) {
	case *ast.MappingNode:
		return n, found
	case *ast.MappingValueNode:
		return ast.Mapping(n.Start, false, n), found
	}
	return nil, found
}

// ArticleFile is the path of an article's file within a dataset.
func ArticleFile(slug string) string { return "articles/" + slug + ".yaml" }

// ArticleSlug is the slug of the article whose file has the path, "" where it is the file of none.
func ArticleSlug(name string) string {
	if slug, ok := articleSlug(name); ok && !strings.HasPrefix(slug, ".") {
		return slug
	}
	return ""
}
