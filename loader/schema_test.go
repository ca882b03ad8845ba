package loader

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// editorSchema is what an editor checks the files by.
func editorSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	content, err := os.Open("../dataset/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	document, err := jsonschema.UnmarshalJSON(content)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// asJSON is how a YAML file looks to a JSON schema.
func asJSON(t *testing.T, content []byte) any {
	t.Helper()
	var any any
	if err := yaml.Unmarshal(content, &any); err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(any)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(encoded)))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestSchemaAcceptsDatasets(t *testing.T) {
	schema := editorSchema(t)
	for _, dir := range []string{"../dataset", "../testdata/sound/dataset"} {
		files := 0
		for name, file := range copyOf(t, dir) {
			if path.Ext(name) != ".yaml" {
				continue
			}
			files++
			if err := schema.Validate(asJSON(t, file.Data)); err != nil {
				t.Errorf("%s/%s: %v", dir, name, err)
			}
		}
		if files < 8 {
			t.Errorf("%s has %d files", dir, files)
		}
	}
}

// What the loader refuses for its form, the editor refuses too.
func TestSchemaRefuses(t *testing.T) {
	schema := editorSchema(t)
	for _, c := range []change{
		{"dataset.yaml", "edition:", "version:"},
		{"dataset.yaml", "edition: \"1\"", "edition: \"1\"\nversion: \"1\""},
		{"dataset.yaml", "\nlicence: CC0-1.0", ""},
		{"actors.yaml", "member_of: [vell]", "members_of: [vell]"},
		{"actors.yaml", "kind: OUTLET", "kind: outlet"},
		{"actors.yaml", "plurality: ONE", "plurality: ONE, number: 1"},
		{"actors.yaml", "id: vell-fire-service", "id: Vell Fire Service"},
		{"places.yaml", "name: Vell", "name: Vell\n    mayor: Ada Brenn"},
		{"events.yaml", "basis: UNKNOWN", "basis: UNKNOWN, note: x"},
		{"events.yaml", "label: Flood at Vell", "labels: [Flood at Vell]"},
		{"statements.yaml", "act: ASSERT", "act: SAY"},
		{"statements.yaml", "about: [event:flood]", "about: [flood]"},
		{"quantities.yaml", "measure: DISPLACED", "measure: DISPLACED\n    value: 300"},
		{"quantities.yaml", "quantities:", "quantity:"},
		{"articles/wall.yaml", "language: en", "language: en\n  text: The wall held."},
		{"articles/wall.yaml", "mode: MIXED", "mode: QUOTED"},
		{"articles/wall.yaml", "span: [44, 54]", "span: [44]"},
		{"articles/wall.yaml", "printed: Around 280\n    ", ""},
		{"articles/wall.yaml", "channel: BRIEFING", "medium: BRIEFING"},
		{"articles/wall.yaml", "voice: QUOTED", "voice: QUOTED, tone: rude"},
		{"articles/wall.yaml", "role: Mayor, body", "role: Mayor, office"},
		{"articles/wall.yaml", "words: was inspected in spring", "words: was inspected in spring, by: me"},
		{"articles/harbour.yaml", "aspect: CAUSE", "aspect: CAUSE\n    truth: yes"},
		{"articles/harbour.yaml", "accounts:", "accounts:\n  - {}\nclaims:"},
	} {
		files := soundDataset(t)
		edit(t, files, c.file, c.old, c.with)
		if err := schema.Validate(asJSON(t, files[c.file].Data)); err == nil {
			t.Errorf("%s: %q in place of %q is taken by the schema", c.file, c.with, c.old)
		}
		if _, found := Load(files, Options{}); found.Errors() == 0 {
			t.Errorf("%s: %q in place of %q is taken by the loader", c.file, c.with, c.old)
		}
	}
}

// A key the loader knows is one the schema knows, and the other way round.
func TestSchemaHasTheKeysOfTheLoader(t *testing.T) {
	content, err := fs.ReadFile(os.DirFS("../dataset"), "schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(content, &schema); err != nil {
		t.Fatal(err)
	}
	inSchema := map[string]bool{}
	var walk func(any)
	walk = func(x any) {
		switch x := x.(type) {
		case map[string]any:
			if properties, ok := x["properties"].(map[string]any); ok {
				for key := range properties {
					inSchema[key] = true
				}
			}
			for _, y := range x {
				walk(y)
			}
		case []any:
			for _, y := range x {
				walk(y)
			}
		}
	}
	walk(schema)
	inLoader := wireKeys(t)
	for key := range inLoader {
		if !inSchema[key] {
			t.Errorf("the loader reads %s, and the schema does not know it", key)
		}
	}
	for key := range inSchema {
		if !inLoader[key] {
			t.Errorf("the schema knows %s, and the loader does not read it", key)
		}
	}
}

// wireKeys lists the keys in the tags of the loader's own source.
func wireKeys(t *testing.T) map[string]bool {
	t.Helper()
	keys := map[string]bool{}
	for _, name := range []string{"wire.go", "loader.go"} {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split(string(source), "`yaml:\"")[1:] {
			key, _, _ := strings.Cut(part, "\"")
			key, _, _ = strings.Cut(key, ",")
			if key != "@" {
				keys[key] = true
			}
		}
	}
	if len(keys) < 50 {
		t.Fatalf("%d keys", len(keys))
	}
	return keys
}
