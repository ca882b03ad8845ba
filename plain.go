package main

import (
	"net/http"
	"strings"
)

// unknownAddress is the code of what is refused because there is nothing that could be asked.
const unknownAddress = "UNKNOWN_ADDRESS"

// readOnly serves an address, as a pattern of [http.ServeMux] without a method, by GET and HEAD. Other methods are refused there; the
// pattern "/" would take them otherwise, and say that there is no such address.
func readOnly(mux *http.ServeMux, pattern string, h http.Handler) {
	mux.Handle("GET "+pattern, h)
	mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", "GET, HEAD, OPTIONS")
		if r.Method == http.MethodOptions {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		refuse(w, r, http.StatusMethodNotAllowed, "this address is only read", map[string]any{"code": methodNotAllowed, "allowed": []string{http.MethodGet, http.MethodHead}})
	})
}

// coded gives what net/http refuses by itself, in a line of plain text, the form and the code of every other error.
func coded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(&recoding{ResponseWriter: w, request: r}, r)
	})
}

// recoding passes an answer on, and another in the place of one that says no more than its status does.
type recoding struct {
	http.ResponseWriter
	request *http.Request
	told    bool // in its place
}

// WriteHeader is where an answer says what it is.
func (c *recoding) WriteHeader(status int) {
	if kind := c.Header().Get("Content-Type"); kind != "text/plain; charset=utf-8" {
		c.ResponseWriter.WriteHeader(status)
		return
	}
	c.told = true
	switch allowed := c.Header().Get("Allow"); status {
	case http.StatusNotFound:
		refuse(c.ResponseWriter, c.request, status, "there is nothing at this address; / is the explorer, /graphql answers queries", map[string]any{"code": unknownAddress})
	case http.StatusMethodNotAllowed:
		refuse(c.ResponseWriter, c.request, status, "this address is only read", map[string]any{"code": methodNotAllowed, "allowed": strings.Split(allowed, ", ")})
	default:
		c.told = false
		c.ResponseWriter.WriteHeader(status)
	}
}

// Write leaves out the line of plain text.
func (c *recoding) Write(p []byte) (int, error) {
	if c.told {
		return len(p), nil
	}
	return c.ResponseWriter.Write(p)
}

// Unwrap is for [http.ResponseController].
func (c *recoding) Unwrap() http.ResponseWriter { return c.ResponseWriter }
