package loader

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// parseYAML reads a file that is written in YAML. ok is false where it is none, and a problem says why.
func parseYAML(f *file, content string, p *problems) (tree node, ok bool) {
	tokens := lexer.Tokenize(content)
	if line, deep := tooDeep(tokens); deep {
		reportTooDeep(p, placeAt(f, line, 1, 1))
		return node{}, false
	}
	parsed, err := parser.Parse(tokens, 0)
	if err != nil {
		at, message := place{file: f}, err.Error()
		if broken := (yaml.Error)(nil); errors.As(err, &broken) {
			message = broken.GetMessage()
			at = position(f, broken.GetToken())
		}
		code := Syntax
		if strings.Contains(message, "already defined") {
			code = DuplicateKey
		}
		p.report(code, at, "", "%s", message)
		return node{}, false
	}
	switch {
	case len(parsed.Docs) != 1:
		p.report(Syntax, placeAt(f, 1, 1, 1), "", "a file holds one YAML document, and this one holds %d", len(parsed.Docs))
	case parsed.Docs[0].Body == nil:
		p.report(Syntax, placeAt(f, 1, 1, 1), "", "the file is empty")
	default:
		return fromYAML(parsed.Docs[0].Body), true
	}
	return node{}, false
}

func reportTooDeep(p *problems, at place) {
	p.report(TooDeep, at, "", "lists and mappings stand inside one another more than %d deep", maxDepth)
}

// tooDeep finds nesting that no dataset has, before the parser recurses into it: open brackets, indentation, and marks that
// each wrap what follows (a dash, a question mark, a tag, an anchor).
func tooDeep(tokens token.Tokens) (line int, deep bool) {
	open, wraps := 0, 0
	for _, t := range tokens {
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			open++
		case token.SequenceEndType, token.MappingEndType:
			open = max(open-1, 0)
		case token.SequenceEntryType:
			if t.Prev == nil || t.Prev.Position.Line != t.Position.Line {
				wraps = 0
			}
			wraps++
		case token.MappingKeyType, token.TagType, token.AnchorType:
			wraps++
		case token.CommentType:
		default:
			if t.Prev == nil || t.Prev.Type != token.AnchorType { // the anchor's name
				wraps = 0
			}
		}
		if open > maxDepth || wraps > maxDepth || t.Position.IndentNum > 16*maxDepth {
			return t.Position.Line, true
		}
	}
	return 0, false
}

func position(f *file, t *token.Token) place {
	if t == nil || t.Position == nil {
		return place{file: f}
	}
	return placeAt(f, t.Position.Line, t.Position.Column, max(1, utf8.RuneCountInString(strings.TrimSpace(t.Value))))
}

// fromYAML takes over what a tree of the parser's says, and where.
func fromYAML(parsed ast.Node) node {
	n := node{}
	if t := parsed.GetToken(); t != nil {
		at := position(nil, t)
		n.line, n.column, n.width, n.text = int(at.line), int(at.column), int(at.width), t.Value
	}
	switch parsed := parsed.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode:
		n.kind = foreignNode
	case *ast.NullNode:
		n.kind = emptyNode
	case *ast.StringNode:
		n.text = parsed.Value
	case *ast.LiteralNode:
		n.text = strings.TrimRight(parsed.Value.Value, "\n")
	case *ast.SequenceNode:
		n.kind = listNode
		for _, item := range parsed.Values {
			n.items = append(n.items, fromYAML(item))
		}
	case *ast.MappingNode:
		n.kind, n.block = mappingNode, parsed.Start.Value != "{"
		for _, pair := range parsed.Values {
			n.items = append(n.items, keyFromYAML(pair), fromYAML(pair.Value))
		}
	case *ast.MappingValueNode:
		n.kind = mappingNode
		n.items = append(n.items, keyFromYAML(parsed), fromYAML(parsed.Value))
	}
	return n
}

// keyFromYAML takes over a key as it is written, whatever it is.
func keyFromYAML(pair *ast.MappingValueNode) node {
	t := pair.Key.GetToken()
	at := position(nil, t)
	return node{line: int(at.line), column: int(at.column), width: int(at.width), text: t.Value}
}
