package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// types are the media types of what Vite builds, which must not hang on what a system knows.
var types = map[string]string{
	".css":   "text/css; charset=utf-8",
	".html":  "text/html; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".ttf":   "font/ttf",
	".woff":  "font/woff",
	".woff2": "font/woff2",
}

// file is one file to serve.
type file struct {
	content []byte
	gzipped bool   // whether the content is
	kind    string // media type
	tag     string // a hash of the content
}

func whole(name string, content []byte) *file {
	sum := sha256.Sum256(content)
	return &file{content: content, kind: types[path.Ext(name)], tag: hex.EncodeToString(sum[:8])}
}

// readAll gives the compressed files of a folder by their names before they were compressed. It panics where a file cannot
// be read or nobody knows what it is, because the folder is a part of the program.
func readAll(dist fs.FS) map[string]*file {
	files := map[string]*file{}
	err := fs.WalkDir(dist, ".", func(at string, entry fs.DirEntry, err error) error {
		name, compressed := strings.CutSuffix(at, ".gz")
		if err != nil || entry.IsDir() || !compressed {
			return err
		}
		content, err := fs.ReadFile(dist, at)
		if err != nil {
			return err
		}
		f := whole(name, content)
		if f.kind == "" {
			return fmt.Errorf("the media type of %s is not known", name)
		}
		f.gzipped = true
		files[name] = f
		return nil
	})
	if err != nil {
		panic(err)
	}
	return files
}

// serve answers with the file, decompressed for the rare client that does not take it as it is. A compressed file and the
// same file decompressed differ in their tags.
func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("ETag", strconv.Quote(f.tag))
	content := f.content
	if f.gzipped {
		h.Add("Vary", "Accept-Encoding")
		if TakesGzip(r) {
			h.Set("Content-Encoding", "gzip")
			h.Set("Content-Length", strconv.Itoa(len(content)))
		} else {
			h.Set("ETag", strconv.Quote(f.tag+"-plain"))
			content = gunzipped(content)
		}
	}
	if r.Header.Get("Range") != "" { // a file is sent whole: in thousands of parts it would be many times as long
		r = r.Clone(r.Context())
		r.Header.Del("Range")
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

func gunzipped(content []byte) []byte {
	reader, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		panic(err) // the program was built from a broken file
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		panic(err)
	}
	return plain
}

// TakesGzip reports whether a client takes gzip, as RFC 9110 reads Accept-Encoding.
func TakesGzip(r *http.Request) bool {
	takes, said := false, r.Header["Accept-Encoding"]
	if len(said) == 0 {
		return false
	}
	for entry := range strings.SplitSeq(strings.Join(said, ","), ",") {
		coding, parameters, _ := strings.Cut(strings.ToLower(entry), ";")
		_, weight, _ := strings.Cut(parameters, "q=")
		q, err := strconv.ParseFloat(strings.TrimSpace(weight), 64)
		switch strings.TrimSpace(coding) {
		case "gzip", "x-gzip":
			return err != nil || q > 0
		case "*":
			takes = err != nil || q > 0
		}
	}
	return takes
}
