package ingest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"onrecord/loader"
)

func TestPlainTextStaysAsItIs(t *testing.T) {
	const text = "The wall\u00a0 held.\n\n\n  He  said ‘so’.\n"
	a, err := Read("wall.txt", []byte(text))
	if err != nil || a.Text != text || !a.AsItStands {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestMarkdown(t *testing.T) {
	a, err := Read("wall.md", []byte("---\ntitle: \"The wall\"\nauthors: [Mara Quill, Tomas Hale]\ndate: 2031-05-14T08:00:00Z\nlang: en-GB\nurl: https://example.org/wall\nsite: Vell Courier\ndraft: false\n---\n# The wall\n\nIt **held**, _they_ say, for [two years](https://example.org).\n\n> \"So it did.\"\n\n- snake_case_name stays\n\n![a picture](/wall.png)\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := &Article{
		Text: "The wall\n\nIt held, they say, for two years.\n\n\"So it did.\"\n\nsnake_case_name stays", Headline: "The wall", Byline: "Mara Quill, Tomas Hale",
		Site: "Vell Courier", URL: "https://example.org/wall", Language: "en-GB", Published: "2031-05-14",
	}
	if diff := cmp.Diff(want, a); diff != "" {
		t.Error(diff)
	}
}

const page = `<!doctype html><html lang="en"><head><title>Harbour reopens</title>
<meta property="article:published_time" content="2031-05-14T08:00:00Z"><meta property="og:site_name" content="Vell Courier"></head><body>
<nav>Home News Sport</nav><article><h1>Harbour reopens</h1>
<p>The harbour of Vell was opened again on Friday after repairs that took almost two months and cost the town more than it had hoped.</p>
<p>"It is a good day," said Ada Brenn, who had walked down to the quay to see the first of the boats go out past the light.</p>
<p>About 40 boats left before noon, according to the harbour office, and more were expected to follow in the days to come.</p></article>
<footer>All rights reserved.</footer></body></html>`

func TestHTML(t *testing.T) {
	for _, name := range []string{"page.html", "page.txt"} {
		a, err := Read(name, []byte(page))
		if err != nil {
			t.Fatal(err)
		}
		if a.Headline != "Harbour reopens" || a.Published != "2031-05-14" || a.Site != "Vell Courier" {
			t.Errorf("%+v", a)
		}
		if !strings.HasPrefix(a.Text, "Harbour reopens\n\nThe harbour of Vell") || strings.Contains(a.Text, "Sport") || strings.Contains(a.Text, "rights") || strings.Count(a.Text, "\n\n") != 3 {
			t.Errorf("%q", a.Text)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("a.txt", []byte("The wall held."))
	f.Add("a.md", []byte("---\ntitle: x\n---\n# y\n"))
	f.Add("a.html", []byte(page))
	f.Add("a.txt", []byte("\xff\xfe"))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		if len(content) > 1<<14 {
			return
		}
		a, err := Read(name, content)
		if err != nil {
			return
		}
		if again, err := loader.Normalize([]byte(a.Text)); err != nil || again != a.Text || strings.TrimSpace(a.Text) == "" {
			t.Fatalf("%q is not normalised: %v", a.Text, err)
		}
	})
}
