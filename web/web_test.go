package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

const explorerPage, playgroundPage, script = "<title>explorer</title>", "<title>playground</title>", "console.log('here')"

// made is a folder such as Vite and the compression leave.
func made(t *testing.T) fstest.MapFS {
	return fstest.MapFS{
		".gitkeep":               {},
		"index.html.gz":          {Data: gzipped(t, explorerPage)},
		"graphiql/index.html.gz": {Data: gzipped(t, playgroundPage)},
		"assets/app-1a2b.js.gz":  {Data: gzipped(t, script)},
	}
}

func gzipped(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// get asks for an address with pairs of header names and values.
func get(t *testing.T, pages http.Handler, address string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	pages.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, answer *http.Response) string {
	t.Helper()
	from := io.Reader(answer.Body)
	if answer.Header.Get("Content-Encoding") == "gzip" {
		var err error
		if from, err = gzip.NewReader(answer.Body); err != nil {
			t.Fatal(err)
		}
	}
	all, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}

func TestEachPageIsAtItsAddress(t *testing.T) {
	pages := pages(made(t))
	for address, want := range map[string]string{"/": explorerPage, "/event/fire": explorerPage, "/graphiql/": playgroundPage, "/assets/app-1a2b.js": script} {
		answer := get(t, pages, address, "Accept-Encoding", "gzip")
		if got := body(t, answer); answer.StatusCode != http.StatusOK || got != want {
			t.Errorf("%s: status %d and %q, want 200 and %q", address, answer.StatusCode, got, want)
		}
	}
	if answer := get(t, pages, "/graphiql"); answer.Header.Get("Location") != "/graphiql/" {
		t.Errorf("/graphiql leads to %q, status %d", answer.Header.Get("Location"), answer.StatusCode)
	}
	for _, address := range []string{"/nowhere", "/assets/", "/assets/none.js", "/assets/..%2findex.html", "/index.html", "/assets/app-1a2b.js.gz", "/.gitkeep"} {
		if answer := get(t, pages, address); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", address, answer.StatusCode)
		}
	}
}

// Whoever asks for a file in thousands of parts has it whole.
func TestFilesAreSentWhole(t *testing.T) {
	answer := get(t, pages(made(t)), "/assets/app-1a2b.js", "Accept-Encoding", "gzip", "Range", "bytes="+strings.Repeat("0-0,", 5000)+"1-2")
	if got := body(t, answer); answer.StatusCode != http.StatusOK || got != script {
		t.Errorf("status %d and %.100q", answer.StatusCode, got)
	}
}

// Files are compressed in the program, and who does not take them so has them decompressed.
func TestWhoTakesGzipHasIt(t *testing.T) {
	pages := pages(made(t))
	for accept, want := range map[string]string{
		"gzip":              "gzip",
		"br, GZIP;q=0.5":    "gzip",
		"deflate, *":        "gzip",
		"":                  "",
		"identity":          "",
		"gzip;q=0, *":       "",
		"gzip; q=0.0":       "",
		"*;q=0, gzip;q=0.1": "gzip",
		"notgzip":           "",
	} {
		answer := get(t, pages, "/assets/app-1a2b.js", "Accept-Encoding", accept)
		if got := answer.Header.Get("Content-Encoding"); got != want {
			t.Errorf("Accept-Encoding %q is answered in %q, want %q", accept, got, want)
		}
		if got := body(t, answer); got != script {
			t.Errorf("Accept-Encoding %q gives %q", accept, got)
		}
		if answer.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("Accept-Encoding %q: a cache is not told that it matters", accept)
		}
	}
}

// A page is asked for again each time and not sent again; what a page loads has a hash in its name and is kept.
func TestWhatIsKept(t *testing.T) {
	pages := pages(made(t))
	if got := get(t, pages, "/assets/app-1a2b.js").Header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("an asset is kept by %q", got)
	}
	for _, address := range []string{"/", "/graphiql/"} {
		tags := map[string]bool{}
		for _, accept := range []string{"gzip", "identity"} {
			first := get(t, pages, address, "Accept-Encoding", accept)
			tag := first.Header.Get("ETag")
			tags[tag] = true
			if keep := first.Header.Get("Cache-Control"); tag == "" || keep != "no-cache" {
				t.Errorf("%s in %s: tag %q, kept by %q", address, accept, tag, keep)
			}
			again := get(t, pages, address, "Accept-Encoding", accept, "If-None-Match", tag)
			if again.StatusCode != http.StatusNotModified || body(t, again) != "" {
				t.Errorf("%s in %s: status %d for who has it, want 304", address, accept, again.StatusCode)
			}
		}
		if len(tags) != 2 {
			t.Errorf("%s compressed and decompressed share the tag %v", address, tags)
		}
	}
}

// Inline scripts, frames and other servers are forbidden everywhere; styles written into a page only the playground has.
func TestPolicies(t *testing.T) {
	for name, pages := range map[string]http.Handler{"built": pages(made(t)), "plain": pages(fstest.MapFS{})} {
		for _, address := range []string{"/", "/graphiql/"} {
			h := get(t, pages, address).Header
			policy := h.Get("Content-Security-Policy")
			for _, must := range []string{"default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"} {
				if !strings.Contains(policy, must) {
					t.Errorf("%s, %s: the policy has no %s: %s", name, address, must, policy)
				}
			}
			inline := strings.Contains(policy, "style-src 'self' 'unsafe-inline'")
			if inline != (name == "built" && address == "/graphiql/") || strings.Count(policy, "unsafe") > 1 || strings.Contains(policy, "//") {
				t.Errorf("%s, %s: the policy allows too much or too little: %s", name, address, policy)
			}
			if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("%s, %s: %v", name, address, h)
			}
		}
	}
}

// A program built without Node says on each page how to build it with.
func TestPlainPage(t *testing.T) {
	pages := pages(fstest.MapFS{".gitkeep": {}})
	for _, address := range []string{"/", "/graphiql/"} {
		page := body(t, get(t, pages, address))
		if !strings.Contains(page, "make web") || strings.Contains(page, "<script") {
			t.Errorf("%s: %s", address, page)
		}
	}
}

func TestAFileNobodyKnowsIsNotServedBlindly(t *testing.T) {
	defer func() {
		if problem := recover(); problem == nil || !strings.Contains(problem.(error).Error(), "strange.xyz") {
			t.Errorf("pages with a file of an unknown type: %v", problem)
		}
	}()
	dist := made(t)
	dist["assets/strange.xyz.gz"] = &fstest.MapFile{Data: gzipped(t, "?")}
	pages(dist)
}

var loaded = regexp.MustCompile(`(?:src|href)="(/assets/[^"]+)"`)

// Where the pages are built, each has all that it loads, and no script of its own within it.
func TestWhatIsBuiltIsWhole(t *testing.T) {
	dist, err := fs.Sub(built, "dist")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fs.Stat(dist, "index.html.gz"); err != nil {
		t.Skip("the pages are not built; make web builds them")
	}
	pages := pages(dist)
	for _, address := range []string{"/", "/graphiql/"} {
		page := body(t, get(t, pages, address))
		names := loaded.FindAllStringSubmatch(page, -1)
		if len(names) < 3 { // an icon, a script and a style sheet
			t.Errorf("%s loads only %v", address, names)
		}
		for _, name := range names {
			if answer := get(t, pages, name[1]); answer.StatusCode != http.StatusOK || body(t, answer) == "" {
				t.Errorf("%s loads %s, which is not there", address, name[1])
			}
		}
		if regexp.MustCompile(`<script[^>]*>[^<]`).MatchString(page) || strings.Contains(page, "<style") {
			t.Errorf("%s has a script or a style within it", address)
		}
	}
}
