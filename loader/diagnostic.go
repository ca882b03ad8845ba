package loader

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/owenrumney/go-sarif/v3/pkg/report"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
)

// Severity says what a problem does to the build.
type Severity string

// ERROR: there is no dataset. WARNING: there is one, and a curator should look. INFO: worth knowing.
const (
	Error   Severity = "ERROR"
	Warning Severity = "WARNING"
	Info    Severity = "INFO"
)

// Diagnostic is one problem.
type Diagnostic struct {
	Code     Code     `json:"code"`
	Severity Severity `json:"severity"`
	// File is relative to the dataset's folder, or to the texts' where the problem is in a text.
	File string `json:"file"`
	// Line and Column count from 1, Column and Width in code points. 0: the whole file.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
	Width  int `json:"width,omitempty"`
	// SourceLine is the line, or a short stretch of it where it is long; Column counts in the whole line.
	SourceLine string `json:"sourceLine,omitempty"`
	Message    string `json:"message"`
	Suggestion string `json:"suggestion,omitempty"`

	// shown is where in SourceLine the caret stands, where that is not Column.
	shown int
}

// Diagnostics are sorted by file, line, column, code and message.
type Diagnostics []Diagnostic

// Errors counts the errors.
func (d Diagnostics) Errors() int { return d.count(Error) }

// Warnings counts the warnings.
func (d Diagnostics) Warnings() int { return d.count(Warning) }

func (d Diagnostics) count(s Severity) int {
	n := 0
	for _, x := range d {
		if x.Severity == s {
			n++
		}
	}
	return n
}

// Text prints the problems for a person: file:line:column: severity[code]: message, the line, a caret, a suggestion.
func (d Diagnostics) Text(w io.Writer) error {
	var b strings.Builder
	for _, x := range d {
		if x.File != "" {
			b.WriteString(printable(x.File))
			if x.Line > 0 {
				fmt.Fprintf(&b, ":%d:%d", x.Line, x.Column)
			}
			b.WriteString(": ")
		}
		fmt.Fprintf(&b, "%s[%s]: %s\n", strings.ToLower(string(x.Severity)), x.Code, printable(x.Message))
		if x.SourceLine != "" {
			column := x.Column
			if x.shown > 0 {
				column = x.shown
			}
			fmt.Fprintf(&b, "    | %s\n    | %s%s\n", printable(x.SourceLine), indent(x.SourceLine, column), strings.Repeat("^", max(1, min(x.Width, utf8.RuneCountInString(x.SourceLine)-column+1))))
		}
		if x.Suggestion != "" {
			fmt.Fprintf(&b, "    = %s\n", printable(x.Suggestion))
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// printable keeps what a file or its name holds from steering the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' || unicode.Is(unicode.Bidi_Control, r) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, string(unicode.ReplacementChar)))
}

// indent is as wide as the line up to the column: tabs stay tabs.
func indent(line string, column int) string {
	var b strings.Builder
	for i, r := range []rune(line) {
		if i >= column-1 {
			break
		}
		if r != '\t' {
			r = ' '
		}
		b.WriteRune(r)
	}
	return b.String()
}

// JSON prints the problems as an array, one object each.
func (d Diagnostics) JSON(w io.Writer) error {
	if d == nil {
		d = Diagnostics{}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(d)
}

// SARIF prints the problems in the Static Analysis Results Interchange Format 2.1.0, which code review tools read.
func (d Diagnostics) SARIF(w io.Writer) error {
	run := sarif.NewRunWithInformationURI("onrecord", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html")
	columns := "unicodeCodePoints"
	run.ColumnKind = &columns
	for _, c := range Codes {
		run.AddRule(string(c.Code)).WithDescription(c.Meaning)
	}
	level := map[Severity]string{Error: "error", Warning: "warning", Info: "note"}
	for _, x := range d {
		message := x.Message
		if x.Suggestion != "" {
			message += " — " + x.Suggestion
		}
		result := run.CreateResultForRule(string(x.Code)).WithLevel(level[x.Severity]).WithMessage(sarif.NewTextMessage(message))
		if x.File == "" {
			continue
		}
		uri := url.URL{Path: x.File}
		where := sarif.NewPhysicalLocation().WithArtifactLocation(sarif.NewArtifactLocation().WithURI(uri.String()))
		if x.Line > 0 {
			where.WithRegion(sarif.NewRegion().WithStartLine(x.Line).WithStartColumn(x.Column).WithEndColumn(x.Column + max(x.Width, 1)))
		}
		result.AddLocation(sarif.NewLocationWithPhysicalLocation(where))
	}
	whole := report.NewV210Report()
	whole.AddRun(run)
	return whole.PrettyWrite(w)
}

// place is where in a file something stands. line 0 is the file as a whole.
type place struct {
	file                *file
	line, column, width int32
	// offset is where it stands in bytes, and then the rest is known by way of told. 0: the rest is known already.
	offset int32
}

func placeAt(f *file, line, column, width int) place {
	return place{file: f, line: int32(line), column: int32(column), width: int32(width)}
}

// told works out the line, column and width of a value of a JSON file that was read straight: those that its node would have.
func (p place) told() place {
	if p.offset == 0 {
		return p
	}
	p.file.asked.Do(p.file.findLines)
	if int(p.offset) >= len(p.file.content) {
		return place{file: p.file} // it was let go, and has become another since
	}
	line, begins := slices.BinarySearch(p.file.begins, int(p.offset))
	if begins {
		line++
	}
	r := &jsonReader{file: p.file, problems: &problems{}, in: p.file.content, at: int(p.offset), line: line, begin: p.file.begins[line-1]}
	n, _ := r.value(0)
	if n.kind == listNode && len(n.items) == 2 {
		n.width = spanWidth(&n)
	}
	return placeAt(p.file, n.line, n.column, n.width)
}

// file is a file that was read.
type file struct {
	name, content string
	from          fs.FS // where it was read, nil where that is not known
	// begins has where each line begins, once a line has been asked for.
	begins []int
	asked  sync.Once
	// again reads the content once more, where it was let go. nil: it was not.
	again func() string
	// broken: nothing of it could be taken in.
	broken bool
}

func (f *file) line(n int) string {
	f.asked.Do(f.findLines)
	if n < 1 || n > len(f.begins) {
		return ""
	}
	line := f.content[f.begins[n-1]:]
	if end := strings.IndexAny(line, "\r\n"); end >= 0 {
		line = line[:end]
	}
	return line
}

// letGo keeps no more of the content, unless a line of it has been shown already: most files have nothing to be shown.
func (f *file) letGo() {
	if f.begins == nil && f.from != nil {
		f.content = ""
		f.again = func() string {
			content, _ := readFile(f.from, &file{name: f.name}, &problems{})
			return content
		}
	}
}

// findLines finds where lines begin: after LF, CRLF, or a CR alone.
func (f *file) findLines() {
	if f.again != nil {
		f.content, f.again = f.again(), nil
	}
	f.begins = append(f.begins, 0)
	for i := range len(f.content) {
		if c := f.content[i]; c == '\n' || c == '\r' && !strings.HasPrefix(f.content[i+1:], "\n") {
			f.begins = append(f.begins, i+1)
		}
	}
}

// problems collects what is wrong.
type problems struct{ found Diagnostics }

func (p *problems) report(code Code, at place, suggestion, format string, args ...any) {
	d := Diagnostic{Code: code, Severity: code.severity(), Message: fmt.Sprintf(format, args...), Suggestion: suggestion}
	if at = at.told(); at.file != nil {
		d.File, d.Line, d.Column, d.Width = at.file.name, int(at.line), int(at.column), int(at.width)
		d.SourceLine = at.file.line(d.Line)
		d.shorten()
	}
	p.found = append(p.found, d)
}

// The most code points of a line that are shown, and how many of them stand before the place in question.
const (
	maxShown   = 100
	leadBefore = 40
)

// shorten keeps a long line from filling the screen, and a text from being quoted at length.
func (d *Diagnostic) shorten() {
	points := []rune(d.SourceLine)
	if len(points) <= maxShown {
		d.SourceLine = strings.Clone(d.SourceLine) // and not the file with it
		return
	}
	from := min(max(0, d.Column-1-leadBefore), len(points))
	to := min(len(points), from+maxShown)
	d.shown = d.Column - from
	d.SourceLine = string(points[from:to])
	if from > 0 {
		d.SourceLine, d.shown = "…"+d.SourceLine, d.shown+1
	}
	if to < len(points) {
		d.SourceLine += "…"
	}
}

func (p *problems) sorted() Diagnostics {
	slices.SortStableFunc(p.found, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(p.found, func(a, b Diagnostic) bool { return a == b })
}
