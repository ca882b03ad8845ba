package main

import (
	"bytes"
	"encoding/json"
	"html/template"
	"net/http"
	"time"

	"github.com/elnormous/contenttype"

	"onrecord/loader"
)

// report is what the files were like when they were looked at last, as /problems has it.
type report struct {
	// Watching is false where nobody looks at any files, and then there is no more to say.
	Watching bool `json:"watching"`
	// Served is the version of the dataset that requests are answered from, "" where there is none yet.
	Served string `json:"served"`
	// Current is whether what is served is what the files say.
	Current bool `json:"current"`
	// Failed is whether the files could not be looked at, or the store not be made. The terminal says why.
	Failed bool `json:"failed"`
	// CheckedAt is when the files were looked at, in RFC 3339 and UTC.
	CheckedAt string             `json:"checkedAt,omitempty"`
	Errors    int                `json:"errors"`
	Warnings  int                `json:"warnings"`
	Problems  loader.Diagnostics `json:"problems"`
}

func (k *keeper) note(r report) {
	r.Watching, r.CheckedAt = true, k.now().UTC().Format(time.RFC3339)
	r.Current = !r.Failed && r.Errors == 0
	k.guarded.Lock()
	k.reported = r
	k.guarded.Unlock()
}

func (k *keeper) report() report {
	k.guarded.Lock()
	defer k.guarded.Unlock()
	r := k.reported
	r.Served = k.served.version()
	return r
}

// problemTypes are the media types of /problems. The first is the answer where there is no wish.
var problemTypes = []contenttype.MediaType{contenttype.NewMediaType("application/json"), contenttype.NewMediaType(pageType)}

// showProblems answers with a report, as JSON or as a page that asks again by itself. Other origins may not read it: it has lines
// of files that are not published.
func showProblems(reported func() report) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Add("Vary", "Accept")
		told := reported()
		if told.Problems == nil {
			told.Problems = loader.Diagnostics{}
		}
		var body bytes.Buffer
		var err error
		if accepted, _, failed := contenttype.GetAcceptableMediaType(r, problemTypes); failed == nil && accepted.Subtype == "html" {
			h.Set("Content-Type", pageType+"; charset=utf-8")
			err = problemsPage.Execute(&body, told)
		} else {
			h.Set("Content-Type", "application/json")
			err = json.NewEncoder(&body).Encode(told)
		}
		if err != nil {
			h.Del("Content-Type")
			refuse(w, r, http.StatusInternalServerError, "the problems cannot be shown", map[string]any{"code": "INTERNAL"})
			return
		}
		_, _ = w.Write(body.Bytes()) // whoever asked has gone
	})
}

// problemsPage needs no script and no style.
var problemsPage = template.Must(template.New("problems").Funcs(template.FuncMap{
	"text": func(d loader.Diagnostic) (string, error) {
		var b bytes.Buffer
		err := loader.Diagnostics{d}.Text(&b)
		return b.String(), err
	},
	"count": count,
}).Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
{{- if .Watching}}
<meta http-equiv="refresh" content="2">
{{- end}}
<title>{{if not .Watching}}onrecord: problems{{else if .Failed}}onrecord: not looked at{{else}}onrecord: {{count .Errors "error"}}, {{count .Warnings "warning"}}{{end}}</title>
</head>
<body>
<h1>Problems of the dataset</h1>
{{- if not .Watching}}
<p>Nobody looks at any files: this server was started without --watch. It serves version {{.Served}}.</p>
{{- else}}
<p role="status">
{{- if .Failed}}The files could not be looked at; the terminal says why.
{{- else}}{{count .Errors "error"}}, {{count .Warnings "warning"}}.
{{- end}}
{{- if and .Served .Current}} What is served, version {{.Served}}, is what the files say.
{{- else if .Served}} Version {{.Served}} is served on; the files say something else.
{{- else}} Nothing is served until this is mended.
{{- end}} Looked at {{.CheckedAt}}.</p>
{{- range .Problems}}
<pre>{{text .}}</pre>
{{- end}}
{{- end}}
<p><a href="/">The explorer</a></p>
</body>
</html>
`))
