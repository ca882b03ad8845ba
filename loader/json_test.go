package loader

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// written gives a tree as JSON: every scalar that looks like a number as a number, every other as a text.
func written(n *node) string {
	var parts []string
	switch n.kind {
	case listNode:
		for i := range n.items {
			parts = append(parts, written(&n.items[i]))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case mappingNode:
		for i := 0; i < len(n.items); i += 2 {
			parts = append(parts, written(&n.items[i])+":\n"+written(&n.items[i+1]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	if isJSONNumber(n.text) {
		return n.text
	}
	text, _ := json.Marshal(n.text) // a text can always be written
	return string(text)
}

// inJSON is the sound dataset with every file but the header's written in JSON, each list in a folder of its own and in as
// many files as it has records.
func inJSON(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for name, f := range soundDataset(t) {
		stem, ok := stem(name)
		if !ok || name == "dataset.yaml" || path.Dir(name) == "releases" {
			files[name] = f
			continue
		}
		tree, ok := parseYAML(&file{name: name}, string(f.Data), &problems{})
		if !ok {
			t.Fatalf("%s is no YAML", name)
		}
		if partOf(name) == "" {
			files[stem+".json"] = &fstest.MapFile{Data: []byte(written(&tree))}
			continue
		}
		for i, record := range tree.items[1].items {
			one := node{kind: mappingNode, items: []node{tree.items[0], {kind: listNode, items: []node{record}}}}
			files[fmt.Sprintf("%s/%03d.json", stem, i)] = &fstest.MapFile{Data: []byte(written(&one))}
		}
	}
	return files
}

// JSON says what YAML says, and a list in many files what it says in one.
func TestJSONAndFoldersSayTheSame(t *testing.T) {
	for _, opts := range []Options{{}, {Texts: soundTexts(t), KeepText: true}} {
		want, _ := mustLoad(t, soundDataset(t), opts)
		got, found := mustLoad(t, inJSON(t), opts)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("another dataset (-YAML +JSON):\n%s", diff)
		}
		if found.Warnings() > 0 {
			t.Errorf("problems in JSON alone:\n%s", text(t, found))
		}
	}
}

func TestSpoiltJSON(t *testing.T) {
	for name, c := range map[string]struct {
		content      string
		code         Code
		line, column int
		says         string
	}{
		"nothing":             {"", Syntax, 1, 1, "ends where a value"},
		"two values":          {"{}\n {}", Syntax, 2, 2, "goes on"},
		"no key":              {"{\"places\": [],\n}", Syntax, 2, 1, "a key"},
		"no colon":            {`{"places" []}`, Syntax, 1, 11, "a colon"},
		"no comma":            {`{"places": [{} {}]}`, Syntax, 1, 16, "a comma or ]"},
		"not closed":          {`{"places": [`, Syntax, 1, 13, "ends where a value"},
		"end in a text":       {`{"places`, Syntax, 1, 9, "ends inside a text"},
		"line end in a text":  {"{\"pla\nces\": []}", Syntax, 1, 6, "control character"},
		"after an escape":     {"{\"p\\u006ca\nces\": []}", Syntax, 1, 11, "control character"},
		"unknown escape":      {`{"places": [{"id": "é\x"}]}`, Syntax, 1, 22, "an escape"},
		"half a pair":         {`{"places": [{"id": "\ud83c"}]}`, Syntax, 1, 21, "an escape"},
		"a bare word":         {`{"places": yes}`, Syntax, 1, 12, "a value"},
		"a number as in YAML": {`{"places": 010}`, Syntax, 1, 12, "a value"},
		"a key twice":         {"{\"places\": [{\"id\": \"a\",\n\t\"id\": \"b\", \"name\": \"c\"}]}", DuplicateKey, 2, 2, "line 1"},
		"too deep":            {`{"places": ` + strings.Repeat("[", maxDepth+1), TooDeep, 1, 1, "deep"},
		"null":                {`{"places": [{"id": "a", "name": null}]}`, WrongType, 1, 33, "is empty"},
		"an unknown key":      {`{"places": [{"id": "a", "name": "é", "nane": "b"}]}`, UnknownKey, 1, 38, "nane"},
		"a list for a text":   {`{"places": [{"id": "a", "name": ["b"]}]}`, WrongType, 1, 33, "a single value"},
	} {
		t.Run(name, func(t *testing.T) {
			files := soundDataset(t)
			delete(files, "places.yaml")
			files["places.json"] = &fstest.MapFile{Data: []byte(c.content)}
			ds, found := Load(files, Options{})
			if ds != nil {
				t.Fatal("taken")
			}
			for _, d := range found {
				if d.Code == c.code && d.File == "places.json" {
					if d.Line != c.line || d.Column != c.column || !strings.Contains(d.Message, c.says) {
						t.Errorf("%d:%d: %s; want %d:%d and %q", d.Line, d.Column, d.Message, c.line, c.column, c.says)
					}
					return
				}
			}
			t.Errorf("no %s:\n%s", c.code, text(t, found))
		})
	}
}

// What is there twice, once in either form, is told.
func TestOneArticleInTwoForms(t *testing.T) {
	files := soundDataset(t)
	files["articles/wall.json"] = inJSON(t)["articles/wall.json"]
	files["dataset.json"] = &fstest.MapFile{Data: []byte("{}")}
	ds, found := Load(files, Options{})
	count := map[Code]int{}
	for _, d := range found {
		count[d.Code]++
	}
	if ds != nil || count[DuplicateID] != 1 || count[SameText] != 1 {
		t.Errorf("want the article told of as there already, and its text:\n%s", text(t, found))
	}
}

// FuzzJSON holds the reader against Go's own: both take a file or neither does, and they read the same in it.
func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		"", "{}", "[]", " [1, -0.5e+3, true, null]\r\n", `{"a": {"b": ["\u00e9\ud83c\udf0a\n\"\\\/"]}}`, `"\ud800"`, "[01]", "[1.]", "[1e]", "[-]", "tru", `{"a" 1}`, "[,]", "{\"a\":1,}", "\"\x01\"", "\xff",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		p := &problems{}
		file := &file{name: "x.json"}
		text, ok := readFile(fstest.MapFS{"x.json": {Data: content}}, file, p)
		if !ok {
			return
		}
		tree, ok := parseJSON(file, text, p)
		if ok != (len(p.found) == 0) {
			t.Fatalf("taken: %v, with %v", ok, p.found)
		}
		d := json.NewDecoder(bytes.NewReader(content))
		d.UseNumber()
		var want any
		_ = d.Decode(&want) // json.Valid says whether it could
		if !ok {
			strict := p.found[0].Code != Syntax || strings.Contains(p.found[0].Message, "half a pair")
			if json.Valid(content) && !strict {
				t.Fatalf("%q is JSON, and is refused: %v", content, p.found)
			}
			return
		}
		if !json.Valid(content) {
			t.Fatalf("%q is no JSON, and is taken", content)
		}
		if got := plainOf(&tree); !reflect.DeepEqual(got, want) {
			t.Fatalf("%q is read as %v, and is %v", content, got, want)
		}
	})
}

// plainOf gives a tree as encoding/json would.
func plainOf(n *node) any {
	switch n.kind {
	case emptyNode:
		return nil
	case listNode:
		list := []any{}
		for i := range n.items {
			list = append(list, plainOf(&n.items[i]))
		}
		return list
	case mappingNode:
		m := map[string]any{}
		for i := 0; i < len(n.items); i += 2 {
			m[n.items[i].text] = plainOf(&n.items[i+1])
		}
		return m
	}
	switch {
	case n.quoted:
		return n.text
	case n.text == "true" || n.text == "false":
		return n.text == "true"
	}
	return json.Number(n.text)
}
