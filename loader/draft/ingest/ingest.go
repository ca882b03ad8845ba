// Package ingest takes raw articles in: plain text, Markdown with front matter, HTML.
package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/markusmobius/go-htmldate"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"onrecord/loader"
	"onrecord/news"
)

// MaxSize is the size in bytes above which nothing is taken for an article.
const MaxSize = 8 << 20

// Article is a raw article, taken in.
type Article struct {
	// Text is normalised as the loader does. For plain text it is the whole text as it stands.
	Text string
	// What the file says of itself, "" where it says nothing. A headline, byline or site that only stands in the text is not here.
	Headline, Byline, Site, URL, Language string
	Published                             news.Date
	// AsItStands: the text is the file's own, so that the file can stand in the folder of texts.
	AsItStands bool
}

// Read takes in a file by its name and content. What is no article is an error that says what was found instead.
func Read(name string, content []byte) (*Article, error) {
	if err := refuse(content); err != nil {
		return nil, err
	}
	var a *Article
	var err error
	switch extension := strings.ToLower(path.Ext(name)); {
	case extension == ".html" || extension == ".htm" || extension == ".xhtml" || looksLikeHTML(content):
		a, err = readHTML(content)
	default:
		text, failed := loader.Normalize(content)
		if failed != nil {
			return nil, notUTF8(content, failed)
		}
		if extension == ".md" || extension == ".markdown" || strings.HasPrefix(text, "---\n") {
			a, err = readMarkdown(text)
		} else {
			a = &Article{Text: text, AsItStands: true}
		}
	}
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(a.Text) == "" {
		return nil, errors.New("it holds no text")
	}
	return a, nil
}

var magic = []struct{ begins, is string }{
	{"%PDF", "a PDF; save its text first"},
	{"PK\x03\x04", "a zip file, or a document of an office program; save its text first"},
	{"\x89PNG", "an image"}, {"\xff\xd8\xff", "an image"}, {"GIF8", "an image"},
	{"\x1f\x8b", "a compressed file"}, {"\x7fELF", "a program"}, {"{\\rtf", "a document in RTF; save its text first"},
	{"\xff\xfe", "UTF-16; save it as UTF-8"}, {"\xfe\xff", "UTF-16; save it as UTF-8"},
}

// refuse says what a file is that cannot be an article.
func refuse(content []byte) error {
	if len(content) > MaxSize {
		return fmt.Errorf("it has %d MiB, and an article at most %d", len(content)>>20, MaxSize>>20)
	}
	for _, m := range magic {
		if bytes.HasPrefix(content, []byte(m.begins)) {
			return errors.New("it is " + m.is)
		}
	}
	if i := bytes.IndexByte(content, 0); i >= 0 {
		return fmt.Errorf("it is no text: there is a NUL at byte %d", i)
	}
	if len(bytes.TrimSpace(content)) == 0 {
		return errors.New("it is empty")
	}
	return nil
}

func notUTF8(content []byte, err error) error {
	if utf8.Valid(content) {
		return err
	}
	at := 0
	for at < len(content) {
		r, n := utf8.DecodeRune(content[at:])
		if r == utf8.RuneError && n <= 1 {
			break
		}
		at += n
	}
	return fmt.Errorf("the text is not UTF-8: byte %d is 0x%02x; if it is Windows-1252, iconv -f WINDOWS-1252 -t UTF-8 makes it so", at, content[at])
}

var htmlStart = regexp.MustCompile(`(?i)^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype html|html|head|body|article|div|main)\b`)

func looksLikeHTML(content []byte) bool { return htmlStart.Match(content[:min(len(content), 2048)]) }

// readHTML finds the article in a page. No clock has a say in it.
func readHTML(content []byte) (*Article, error) {
	result, err := trafilatura.Extract(bytes.NewReader(content), trafilatura.Options{
		EnableFallback:  true,
		ExcludeComments: true,
		ExcludeTables:   true,
		HtmlDateOptions: &htmldate.Options{UseOriginalDate: true, SkipExtensiveSearch: true, MaxDate: time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)},
	})
	if err != nil {
		return nil, fmt.Errorf("no article was found in the page: %w", err)
	}
	m := result.Metadata
	text := strings.Join(blocksOf(result.ContentNode), "\n\n")
	if text == "" {
		return nil, errors.New("no article was found in the page")
	}
	if m.Title != "" && !strings.HasPrefix(text, m.Title) {
		text = m.Title + "\n\n" + text
	}
	text, err = loader.Normalize([]byte(text))
	if err != nil {
		return nil, err
	}
	a := &Article{Text: text, Headline: m.Title, Byline: m.Author, Site: m.Sitename, URL: m.URL, Language: m.Language}
	if !m.Date.IsZero() {
		a.Published = news.Date(m.Date.Format(time.DateOnly))
	}
	return a, nil
}

// blocksOf lists the text of a node's paragraphs.
func blocksOf(n *html.Node) []string {
	var blocks []string
	var now strings.Builder
	flush := func() {
		if words := news.Reading(now.String()); words != "" {
			blocks = append(blocks, words)
		}
		now.Reset()
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n == nil {
			return
		}
		block := false
		switch {
		case n.Type == html.TextNode:
			now.WriteString(n.Data)
		case n.Type == html.ElementNode:
			switch n.Data {
			case "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "section", "figure", "figcaption", "article", "br", "pre", "table", "tr":
				block = true
			}
		}
		if block {
			flush()
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if block {
			flush()
		}
	}
	walk(n)
	flush()
	return blocks
}

// readMarkdown reads front matter between lines of three dashes, and takes the marks of Markdown off the rest.
func readMarkdown(text string) (*Article, error) {
	a := &Article{}
	if rest, ok := strings.CutPrefix(text, "---\n"); ok {
		front, body, closed := strings.Cut(rest, "\n---\n")
		if !closed {
			return nil, errors.New("its front matter begins with --- and no line of --- ends it")
		}
		if err := a.front(front); err != nil {
			return nil, err
		}
		text = body
	}
	text = strings.TrimSpace(unmark(text))
	if a.Headline != "" && !strings.HasPrefix(text, a.Headline) {
		text = a.Headline + "\n\n" + text
	}
	a.Text = text
	return a, nil
}

// front takes what is known of the keys of front matter.
func (a *Article) front(matter string) error {
	var keys map[string]any
	if err := yaml.Unmarshal([]byte(matter), &keys); err != nil {
		return fmt.Errorf("its front matter is not YAML: %w", err)
	}
	for key, value := range keys {
		words := news.Reading(fmt.Sprint(value))
		if list, ok := value.([]any); ok {
			var all []string
			for _, v := range list {
				all = append(all, fmt.Sprint(v))
			}
			words = strings.Join(all, ", ")
		}
		switch strings.ToLower(key) {
		case "title", "headline":
			a.Headline = words
		case "author", "authors", "byline":
			a.Byline = words
		case "site", "outlet", "publication", "publisher":
			a.Site = words
		case "url", "link", "canonical":
			a.URL = words
		case "lang", "language":
			a.Language = words
		case "date", "published":
			if len(words) > 10 {
				words = words[:10]
			}
			date, err := news.ParseDate(words)
			if err != nil {
				return fmt.Errorf("its front matter gives a date that cannot be read: %w", err)
			}
			a.Published = date
		}
	}
	return nil
}

var marks = []struct {
	form *regexp.Regexp
	with string
}{
	{regexp.MustCompile(`(?m)^#{1,6}[ \t]+(.*?)[ \t]*#*$`), "$1"},
	{regexp.MustCompile(`!\[[^\]\n]*\]\([^)\n]*\)`), ""},
	{regexp.MustCompile(`\[([^\]\n]+)\]\((?:https?:|/|#|mailto:)[^)\n]*\)`), "$1"},
	{regexp.MustCompile(`(?m)^[ \t]{0,3}>[ \t]?`), ""},
	{regexp.MustCompile(`(?m)^[ \t]{0,3}[-*+][ \t]+`), ""},
	{regexp.MustCompile(`(?m)^[ \t]{0,3}(?:[-*_][ \t]*){3,}$`), ""},
	{regexp.MustCompile(`\*\*([^*\n]+)\*\*|__([^_\n]+)__`), "$1$2"},
	{regexp.MustCompile(`\*([^*\s][^*\n]*)\*`), "$1"},
	{regexp.MustCompile(`(^|[\s(])_([^_\n]+)_([\s).,;:!?]|$)`), "$1$2$3"},
	{regexp.MustCompile("`([^`\n]+)`"), "$1"},
	{regexp.MustCompile(`\n{3,}`), "\n\n"},
}

func unmark(text string) string {
	for _, m := range marks {
		text = m.form.ReplaceAllString(text, m.with)
	}
	return text
}
