package review

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"onrecord/loader"
	"onrecord/loader/draft"
)

// TestMain keeps the properties short, since every answer writes a file and syncs it. ONRECORD_LONG=1 go test ./loader/review tries as
// many as rapid does by itself, or as -rapid.checks says.
func TestMain(m *testing.M) {
	if os.Getenv("ONRECORD_LONG") == "" {
		if err := flag.Set("rapid.checks", "25"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// text is an article of ours that has everything reviewing knows: two quotations, indirect speech, figures, an attack, roles.
const text = `Fire at the mill of Osk

OSK - Raiders attacked the mill on Monday and killed at least 14 workers, the town's mayor Lena Dorf said.

"We shall rebuild every single wall of it," she told the Osk Herald.

The fire service said that about 200 people had been moved. A baker, Jon Sill, called the attack "a knife in the back" and denied that he had fled.
`

// folder is a dataset with one drafted article, on disk.
func folder(t interface {
	Helper()
	Fatal(...any)
}, dir string) (root, texts string) {
	t.Helper()
	root, texts = filepath.Join(dir, "dataset"), filepath.Join(dir, "texts")
	files := map[string]string{
		"dataset.yaml": "title: Osk\nedition: \"1\"\nreleased: 2031-05-10\nlicence: CC-BY-4.0\n",
		"actors.yaml":  "actors:\n  - {id: lena-dorf, name: Lena Dorf, kind: PERSON}\n", "places.yaml": "places:\n  - {id: osk, name: Osk}\n",
		"events.yaml": "events: []\n", "statements.yaml": "statements: []\n", "quantities.yaml": "quantities: []\n",
		"articles/mill.yaml": string(record(t, text)), "../texts/mill.txt": text,
	}
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root, texts
}

func record(t interface {
	Helper()
	Fatal(...any)
}, text string) []byte {
	t.Helper()
	sealed, err := Seal("mill", draft.Article(text, draft.NewContext(nil), "").Record(draft.About{Slug: "mill", File: "mill.txt"}))
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

// sit reviews with these answers, and gives what was shown and how many drafts are left.
func sit(t interface {
	Helper()
	Fatal(...any)
}, root, texts, answers string) (shown string, left int) {
	t.Helper()
	ds, err := Open(root, texts, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := &Walk{In: bufio.NewReader(strings.NewReader(answers)), Out: &out, Dataset: ds, Edit: func(content []byte) ([]byte, error) { return content, nil }}
	if left, err = w.Run(); err != nil {
		t.Fatal(err)
	}
	return out.String(), left
}

func read(t interface {
	Helper()
	Fatal(...any)
}, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// answers draws what a curator may say, sense and nonsense.
func answers(t *rapid.T) string {
	lines := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "r", "s", "", "A neutral sentence.", "the words “a knife in the back” and a knife in the back", "=lena-dorf", "=mill-s1", "=mill-q1", "=nobody", "t", "e", "?"}), 0, 16).Draw(t, "answers")
	return strings.Join(append(lines, ""), "\n")
}

// Whatever is answered, the record goes on passing check, and what nobody decided is still there to be decided.
func TestReviewNeverBreaksARecord(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "review")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		root, texts := folder(t, dir)
		path := filepath.Join(root, "articles", "mill.yaml")
		before, err := Parse("mill", []byte(read(t, path)))
		if err != nil {
			t.Fatal(err)
		}
		said := answers(t)
		shown, left := sit(t, root, texts, said)
		if _, found := loader.Load(os.DirFS(root), loader.Options{Texts: os.DirFS(texts)}); found.Errors() > 0 {
			var b bytes.Buffer
			_ = found.Text(&b)
			t.Fatalf("%s\n%s", shown, b.String())
		}
		after, err := Parse("mill", []byte(read(t, path)))
		if err != nil {
			t.Fatal(err)
		}
		if after.Drafts() != left {
			t.Fatalf("%d drafts are said to be left, and %d are", left, after.Drafts())
		}
		// Every mention is accepted, rejected and remembered, or still a draft.
		for i := range before.items {
			it := &before.items[i]
			remembered := slices.ContainsFunc(after.rejected, func(r Rejected) bool { return r.Span.span() == it.Span.span() && r.Kind == kinds[it.List] })
			if it.mention() && after.at(it.ref()) == nil && !remembered {
				t.Fatalf("the %s at %v is gone without a trace\n%s", kinds[it.List], it.Span, shown)
			}
		}
		if entries, _ := filepath.Glob(filepath.Join(root, "articles", ".*")); len(entries) > 0 {
			t.Fatalf("%v were left behind", entries)
		}
	})
}

// A sitting that is stopped after any answer and taken up again ends where one in a single go does. Every seventh point is tried, and with
// ONRECORD_LONG=1 every one.
func TestReviewCanStopAtAnyPoint(t *testing.T) {
	t.Parallel()
	const line = "A sentence with a knife in the back and We shall rebuild every single wall of it in it."
	at := func(stop int) string {
		root, texts := folder(t, t.TempDir())
		// What is asked is answered by what it is; the input ends after so many answers, and then begins anew.
		for left, n := 1, 0; left > 0 && n < 100; n++ {
			ds, err := Open(root, texts, nil)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			w := &Walk{In: bufio.NewReader(&answering{out: &out, stop: stop, line: line}), Out: &out, Dataset: ds}
			if left, err = w.Run(); err != nil {
				t.Fatal(err)
			}
			stop = 1000
		}
		return read(t, filepath.Join(root, "articles", "mill.yaml"))
	}
	whole := at(1000)
	if strings.Contains(whole, "DRAFT") || strings.Contains(whole, placeholder) {
		t.Fatalf("not all is decided:\n%s", whole)
	}
	step := 7
	if os.Getenv("ONRECORD_LONG") != "" {
		step = 1
	}
	for stop := 0; stop < 30; stop += step {
		if got := at(stop); got != whole {
			t.Fatalf("stopped after %d answers:\n%s\nin one go:\n%s", stop, got, whole)
		}
	}
}

// answering rejects figures and accepts the rest.
type answering struct {
	out  *bytes.Buffer
	stop int
	line string
}

func (a *answering) Read(p []byte) (int, error) {
	if a.stop == 0 {
		return 0, io.EOF
	}
	a.stop--
	shown := a.out.String()
	answer := a.line
	switch last := shown[strings.LastIndex(strings.TrimSpace(shown), "\n")+1:]; {
	case strings.Contains(last, "accept, edit"):
		answer = "a"
		if strings.HasPrefix(shown[strings.LastIndex(shown, "\n── ")+1:], "── figure") {
			answer = "r"
		}
	case strings.Contains(last, "counts nothing"):
		answer = ""
	}
	return copy(p, answer+"\n"), nil
}

// Drafting again, be the new draft of whatever text, leaves every item that somebody has decided as it is, byte by byte, and proposes nothing
// in its place.
func TestDraftingAgainLeavesWhatIsDecided(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "review")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		root, texts := folder(t, dir)
		path := filepath.Join(root, "articles", "mill.yaml")
		sit(t, root, texts, answers(t))
		content := read(t, path)
		if rapid.Bool().Draw(t, "remark") {
			content = strings.Replace(content, "\nreports:", "\n# A curator's remark.\nreports:", 1)
		}
		if rapid.Bool().Draw(t, "changed by hand") {
			content = strings.Replace(content, "act: ASSERT", "act: CONCEDE", 1)
		}
		before, err := Parse("mill", []byte(content))
		if err != nil {
			t.Fatal(err)
		}
		after := *before
		// The rules may have changed meanwhile: a draft of part of the text stands for other rules.
		fresh := record(t, text)
		if rapid.Bool().Draw(t, "other rules") {
			fresh = bytes.ReplaceAll(bytes.ReplaceAll(fresh, []byte("act: ASSERT"), []byte("act: EXPECT")), []byte("measure: OTHER"), []byte("measure: SITES"))
		}
		if _, err := after.Again(fresh); err != nil {
			t.Fatal(err)
		}
		for i := range before.items {
			it := &before.items[i]
			if it.untouched() {
				continue
			}
			now := after.at(it.ref())
			if now == nil || strings.Join(now.lines, "") != strings.Join(it.lines, "") {
				t.Fatalf("the %s %v was decided, and is another now", kinds[it.List], it.ref())
			}
		}
		for _, r := range before.rejected {
			for i := range after.items {
				if it := &after.items[i]; kinds[it.List] == r.Kind && it.mention() && it.Drafted() && it.Span.span() == r.Span.span() {
					t.Fatalf("the %s at %v was rejected, and is proposed again", r.Kind, r.Span)
				}
			}
		}
		if strings.Contains(content, "remark") != strings.Contains(string(after.Bytes()), "remark") {
			t.Fatal("a comment is lost")
		}
		// And once more changes nothing.
		once := string(after.Bytes())
		if _, err := after.Again(fresh); err != nil {
			t.Fatal(err)
		}
		if string(after.Bytes()) != once {
			t.Fatalf("the same draft again made\n%s\nof\n%s", after.Bytes(), once)
		}
	})
}

// A text in which lines come, go and change moves the record; what stands in the new text verbatim once is found there.
func TestRecordsMoveWithTheirText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		lines := strings.SplitAfter(text, "\n")
		at := rapid.IntRange(0, len(lines)-1).Draw(t, "at")
		changed := strings.Join(slices.Concat(lines[:at], []string{rapid.SampledFrom([]string{"", "A new line, 14 words of which nobody said.\n", "Ends — é.\n\n"}).Draw(t, "new")}, lines[at:]), "")
		old := ""
		if rapid.Bool().Draw(t, "old text at hand") {
			old = text
		}
		f, err := Parse("mill", record(t, text))
		if err != nil {
			t.Fatal(err)
		}
		m, err := f.Reanchor(changed, old)
		if err != nil {
			t.Fatal(err)
		}
		points := []rune(changed)
		for _, a := range f.anchors("") {
			words := ""
			if a.End <= len(points) {
				words = string(points[a.Start:a.End])
			}
			lost := slices.ContainsFunc(m.Lost, func(l string) bool { return strings.Contains(l, fmt.Sprintf("[%d, %d]", a.Start, a.End)) })
			if !lost && (a.words != "" && words != a.words || a.hash != "" && loader.HashWords(words) != a.hash) {
				t.Fatalf("%v holds %q now, and %q was meant; lost: %v", a.Span, words, a.words, m.Lost)
			}
		}
		if f.TextHash() != loader.Digest(changed) {
			t.Fatal("the record does not name its new text")
		}
	})
}

func FuzzReview(f *testing.F) {
	f.Add([]byte("a\ns\nr\n\nq\n"))
	f.Add([]byte("=lena-dorf\n=\na\n=mill-s1\n=\x00\xff\n"))
	f.Fuzz(func(t *testing.T, said []byte) {
		root, texts := folder(t, t.TempDir())
		shown, _ := sit(t, root, texts, string(said))
		if strings.ContainsRune(shown, '\x1b') {
			t.Fatalf("the terminal is steered: %q", shown)
		}
		if _, found := loader.Load(os.DirFS(root), loader.Options{Texts: os.DirFS(texts)}); found.Errors() > 0 {
			t.Fatalf("%v", found)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("article: {hash: x, words: 0, language: en}\n\nfigures:\n  - span: [1, 2]\n    curation: DRAFT\n    draft: {rule: a, confidence: 1}\n    printed: x\n    quantity: q\n    comparator: EXACT\n"))
	f.Add([]byte("article:\n  hash: x\n  words: 1\n  language: en\nactors:\n- id: a\n  name: b\n  kind: GROUP\n  draft: {rule: a, confidence: 1}\nrejected:\n- {kind: actor, id: c}\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		file, err := Parse("mill", content)
		if err != nil {
			return
		}
		// Every decision on every item gives a record that can be read, or says why not and changes nothing.
		for _, r := range file.queue() {
			for _, decide := range []func(*File) error{
				func(f *File) error { return f.Accept(r, make([]string, len(f.blanks(f.at(r))))) },
				func(f *File) error { return f.Reject(r, text, "why") },
				func(f *File) error { return f.MergeActor(r, "lena-dorf") },
				func(f *File) error { _, err := f.Reanchor(text, ""); return err },
			} {
				next := *file
				if err := decide(&next); err != nil {
					if !bytes.Equal(next.Bytes(), file.Bytes()) {
						t.Fatalf("refused, and changed: %v", err)
					}
					continue
				}
				if _, err := Parse("mill", next.Bytes()); err != nil {
					t.Fatalf("%v\n%s", err, next.Bytes())
				}
			}
		}
	})
}
