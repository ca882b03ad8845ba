package loader

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"onrecord/news"
)

// writtenOut gives all that a struct of the format holds, with the places worked out.
func writtenOut(v reflect.Value) string {
	at := func(p place) string {
		p = p.told()
		return fmt.Sprintf("at %d:%d+%d", p.line, p.column, p.width)
	}
	if v.CanInterface() {
		switch x := v.Interface().(type) {
		case word:
			return fmt.Sprintf("%q %s", x.text, at(x.place))
		case span:
			return fmt.Sprintf("%v %s", x.Span, at(x.place))
		case place:
			return at(x)
		}
	}
	var b strings.Builder
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return "nothing"
		}
		return "&" + writtenOut(v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			fmt.Fprintf(&b, "[%s]", writtenOut(v.Index(i)))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fmt.Fprintf(&b, "%s{%s}", v.Type().Field(i).Name, writtenOut(v.Field(i)))
		}
	}
	return b.String()
}

// formsInAFile are some of every form.
type formsInAFile struct {
	Statements []statementWire `yaml:"statements"`
	Events     []eventWire     `yaml:"events"`
	Figures    []figureWire    `yaml:"figures"`
	Terms      []termWire      `yaml:"terms"`
	Date       *dateWire       `yaml:"date"`
	Word       word            `yaml:"word"`
}

// FuzzStraight holds the short way of reading JSON against the long one: where it takes a file, that finds nothing wrong and
// the same records at the same places, whatever was read into the struct before.
func FuzzStraight(f *testing.F) {
	for _, seed := range []string{
		`{"word": "a"}`, "{\r\n\"word\"\n:\r\"\\u00e9 b\" , \"date\": {\"edtf\": \"2023\", \"basis\": \"STATED\"}}\n", `{"word": 1.5e3, "statements": []}`, `{"word": null}`, `{"word": " "}`,
		`{"date": {}}`, `{"date": {"basis": "UNKNOWN", "basis": "X"}}`, `{"words": 1}`, `{"w\u006frd": 1}`, "{\"word\": \"\u00a0\"}", `{"word": "x"} x`, `{"word": [1]}`, `{"word": {"a": 1}}`, `{`, `{"word": tru}`,
		`{"terms": [{"span": [ 0 , 12 ], "referent": "actor:a", "term": "é", "voice": "ARTICLE", "chain": [{"actor": "b", "span": [1,3], "label": "c"}], "notes": [{"kind": "TYPO", "text": "t"}]}]}`,
		`{"terms": [{"span": [4, 3], "referent": "a", "term": "é", "voice": "A"}]}`, `{"terms": [{"span": ["1", 3], "referent": "a", "term": "é", "voice": "A"}]}`, `{"terms": [{"span": [01, 3], "referent": "a", "term": "é", "voice": "A"}]}`,
		`{"events": [{"id": "e", "label": "l", "other_names": ["x", "y"], "links": [{"kind": "FOLLOWS", "event": "f", "chain": []}, {"kind": "FOLLOWS", "event": "f"}]}]}`,
		`{"figures": [{"draft": {"rule": "r", "confidence": 0.5}, "span": [99999999999, 100000000000], "printed": "1", "quantity": "q", "comparator": "EXACT", "readings": [1, 2]}]}`,
		`{"statements": [{"id": "s", "gist": "g", "speaker": "a", "act": "ASSERT", "about": ["b"], "links": [{"kind": "DENIES", "statement": "t"}]}, {"id": "s", "gist": "g", "speaker": "a", "act": "ASSERT"}]}`,
		`{"statements": [{"id": "s", "gist": "g", "speaker": "a"}]}`, `{"word": "<<", "<<": 1}`, `{"word": true}`, `{"word": -0}`, `{"word": 01}`, "{\"word\": \"a\tb\"}",
	} {
		f.Add(`{"word": "a"}`, seed)
		f.Add(`{"terms": [{"span": [1, 2], "referent": "a", "term": "b", "voice": "c", "chain": [{"actor": "b"}, {"actor": "c", "cue": "d"}]}, {"span": [1, 2], "referent": "a", "term": "b", "voice": "c"}]}`, seed)
	}
	f.Fuzz(func(t *testing.T, before, content string) {
		var short, long formsInAFile
		earlier := &file{name: "earlier.json"}
		if !earlier.accepts([]byte(before), &problems{}) || !decodeStraight(earlier, before, &short) {
			short = formsInAFile{} // as a struct that has been spoilt is not used again
		}
		one := &file{name: "x.json"}
		if one.content = content; !one.accepts([]byte(content), &problems{}) || !decodeStraight(one, content, &short) {
			return
		}
		p := &problems{}
		if !(&file{name: "x.json"}).decode(content, &long, p) || len(p.found) > 0 {
			t.Fatalf("%q is taken, and wrong: %+v", content, p.found)
		}
		if got, want := writtenOut(reflect.ValueOf(short)), writtenOut(reflect.ValueOf(long)); got != want {
			t.Fatalf("%q\nis read as %s\nand is     %s", content, got, want)
		}
	})
}

// What the generators of datasets write is read the short way.
func TestSoundJSONIsStraight(t *testing.T) {
	files := inJSON(t)
	straight := 0
	for name := range files {
		f := &file{name: name}
		content, ok := readFile(files, f, &problems{})
		if _, article := articleSlug(name); !ok || !article || !strings.HasSuffix(name, ".json") {
			continue
		}
		var a articleFile
		if !decodeStraight(f, content, &a.wire) {
			t.Errorf("%s is not straight", name)
		}
		straight++
	}
	if straight == 0 {
		t.Error("there is no article in JSON")
	}
}

// A file of instances is let go once it is linked; what is found later is told with its line all the same.
func TestALineThatWasLetGoIsShown(t *testing.T) {
	files := inJSON(t)
	record := `{"id": "never-printed", "gist": "É nobody prints it.", "speaker": "ada-brenn", "act": "ASSERT"}`
	files["statements/zz.json"] = &fstest.MapFile{Data: []byte("{\"statements\": [\r\n\"é\", " + record + "]}")}
	_, found := Load(files, Options{})
	if found.Errors() == 0 {
		t.Fatal("a text among the statements is taken")
	}
	files["statements/zz.json"] = &fstest.MapFile{Data: []byte("{\"statements\":\r\n[ " + record + "]}")}
	_, found = mustLoad(t, files, Options{})
	for _, d := range found {
		if d.Code == Unused && d.File == "statements/zz.json" {
			if d.Line != 2 || d.Column != 4 || d.Width != 2 || d.SourceLine != "[ "+record+"]}" {
				t.Errorf("it is told at %d:%d+%d of %q", d.Line, d.Column, d.Width, d.SourceLine)
			}
			return
		}
	}
	t.Errorf("nothing is said of a statement that nobody prints: %v", found)
}

// The rooms that files were read into go to other files. Nothing that came of the files changes with them.
func TestNothingStandsInTheRoomsOfFiles(t *testing.T) {
	spoilt := inJSON(t)
	wall := strings.ReplaceAll(string(spoilt["articles/wall.json"].Data), `"ada-brenn"`, "\n\"ada-bren\"\n")
	spoilt["articles/wall.json"] = &fstest.MapFile{Data: []byte(wall)}
	for name, c := range map[string]struct {
		files fstest.MapFS
		opts  Options
	}{
		"YAML":          {soundDataset(t), Options{Texts: soundTexts(t), KeepText: true, Fingerprints: true}},
		"JSON":          {inJSON(t), Options{Texts: soundTexts(t), Fingerprints: true}},
		"proposed":      {proposing(t), Options{}},
		"what is wrong": {spoilt, Options{}},
	} {
		t.Run(name, func(t *testing.T) {
			ds, parts := &news.Dataset{}, []*news.Dataset{}
			l := newLinker(newCopier, func(part *news.Dataset) error { parts = append(parts, part); return nil })
			found, err := l.load(c.files, c.opts, ds)
			all := func() string {
				written, err := json.Marshal([]any{ds, parts, found})
				if err != nil {
					t.Fatal(err)
				}
				return string(written)
			}
			before := all()
			for _, room := range l.rooms.list {
				for i := range room.Bytes() {
					room.Bytes()[i] = 'x'
				}
			}
			if after := all(); err != nil || len(l.rooms.list) == 0 || after != before {
				t.Errorf("%v; with %d rooms spoilt\n%s\nis\n%s", err, len(l.rooms.list), before, after)
			}
		})
	}
}
