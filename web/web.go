// Package web has the pages for people: the explorer at / and the playground at /graphiql/. They are built by Vite from the
// TypeScript beside this file, and speak to the server as anyone does, over /graphql.
//
// What was built is embedded compressed. A program built without it has one plain page in its place, which says how to
// build the rest.
package web

import (
	"embed"
	"io/fs"
	"net/http"
)

// built holds what `make web` made, each file with .gz behind its name, and without it only a placeholder.
//
//go:embed all:dist
var built embed.FS

//go:embed plain.html
var plain []byte

// views are the addresses of the explorer, as patterns of [http.ServeMux]. Its one page finds out in the browser which of its
// views an address asks for, so a view with an address of its own has a line here.
var views = []string{
	"/{$}", "/compare", "/framing",
	"/actor/{slug}", "/article/{slug}", "/event/{slug}", "/place/{slug}", "/quantity/{slug}", "/statement/{slug}",
	"/account/{slug}", "/figure/{slug}", "/report/{slug}", "/role/{slug}", "/term/{slug}",
}

// What a page may load: see https://www.w3.org/TR/CSP3/. No page runs a script that is written into it, none can be
// framed, and none speaks to another server. The editors of the playground write styles into their page, and have fonts and
// small images within their style sheet.
const (
	explorerPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; " +
		"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	playgroundPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; " +
		"connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	plainPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

// For how long a browser may keep a file without asking again. The name of an asset has a hash of what is in it.
const (
	askAgain = "no-cache"
	forEver  = "public, max-age=31536000, immutable"
)

// Pages serves the explorer, the playground and what they load. Everything else is not found.
func Pages() http.Handler {
	dist, err := fs.Sub(built, "dist")
	if err != nil {
		panic(err) // as it is for no other reason than a malformed path
	}
	return pages(dist)
}

func pages(dist fs.FS) http.Handler {
	files := readAll(dist)
	mux := http.NewServeMux()
	explorer, playground := files["index.html"], files["graphiql/index.html"]
	if explorer == nil || playground == nil {
		page := with(plainPolicy, askAgain, whole("plain.html", plain))
		for _, view := range append(views, "/graphiql/{$}") {
			mux.Handle("GET "+view, page)
		}
		return mux
	}
	for _, view := range views {
		mux.Handle("GET "+view, with(explorerPolicy, askAgain, explorer))
	}
	mux.Handle("GET /graphiql/{$}", with(playgroundPolicy, askAgain, playground))
	mux.HandleFunc("GET /assets/{name}", func(w http.ResponseWriter, r *http.Request) {
		asset, found := files["assets/"+r.PathValue("name")]
		if !found {
			http.NotFound(w, r)
			return
		}
		with(explorerPolicy, forEver, asset).ServeHTTP(w, r) // the policy is for the workers among them
	})
	return mux
}

// with serves a file under a policy and says how long it may be kept.
func with(policy, keep string, f *file) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Cache-Control", keep)
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		f.serve(w, r)
	})
}
