package review

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"onrecord/loader"
	"onrecord/news"
)

// Walk takes a curator through the drafts of a dataset, the most doubtful first.
type Walk struct {
	In  *bufio.Reader
	Out io.Writer
	// Colour sets words off by the terminal's means; without it marks stand around them.
	Colour bool
	// Edit lets the curator edit a text and gives back what became of it.
	Edit func(content []byte) ([]byte, error)

	*Dataset
	skipped map[string]map[Ref]bool
	decided int
	// attempt is what an editor gave back of the draft being asked about and could not be saved. The next edit goes on from it.
	attempt []byte
}

// next is a draft to be decided.
type next struct {
	*File
	Ref
	confidence float64
}

var errStop = errors.New("stopped")

// Run asks about one draft after another until all are decided or skipped, the curator stops, or the input ends. What was decided is
// saved before the next is asked. It gives how many drafts are left.
func (w *Walk) Run() (left int, err error) {
	w.skipped = map[string]map[Ref]bool{}
	if err := w.follow(); err != nil {
		return 0, err
	}
	for {
		all := w.left(true)
		if len(all) == 0 {
			break
		}
		err := w.ask(all[0], len(all))
		if errors.Is(err, errStop) {
			break
		}
		if err != nil {
			return 0, err
		}
	}
	left = len(w.left(false))
	w.say("%s decided, %s left.\n", counted(w.decided, "draft"), number(left))
	return left, nil
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func number(n int) string {
	if n == 0 {
		return "none"
	}
	return fmt.Sprint(n)
}

// follow moves the records whose texts have changed.
func (w *Walk) follow() error {
	for _, slug := range w.slugs() {
		f := w.files[slug]
		text, err := w.text(f)
		if err != nil || loader.Digest(text) == f.head.Hash {
			continue // what is not there is said when it is asked about
		}
		moved := *f
		m, err := moved.Reanchor(text, "")
		if err != nil {
			return err
		}
		w.say("articles/%s.yaml: the text has changed: %s\n", slug, m)
		if err := w.save(f, &moved); err != nil {
			return err
		}
	}
	return nil
}

// String says what moved and what is lost.
func (m *Moved) String() string {
	s := fmt.Sprintf("%s moved, %d stay", counted(m.Spans, "span"), m.Kept)
	if len(m.Lost) > 0 {
		s += fmt.Sprintf(", %d lost; their words stand nowhere any more, or in several places alike:\n  %s", len(m.Lost), strings.Join(m.Lost, "\n  "))
	}
	return s
}

func (w *Walk) slugs() []string {
	all := make([]string, 0, len(w.files))
	for slug := range w.files {
		all = append(all, slug)
	}
	slices.Sort(all)
	return all
}

// left lists the drafts that are to be decided, the most doubtful first; without those that were skipped where asked for so.
func (w *Walk) left(withoutSkipped bool) []next {
	var all []next
	for _, slug := range w.slugs() {
		f := w.files[slug]
		for _, r := range f.queue() {
			if !withoutSkipped || !w.skipped[slug][r] {
				all = append(all, next{f, r, f.at(r).Draft.Confidence})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b next) int { return cmp.Compare(a.confidence, b.confidence) })
	return all
}

func (w *Walk) say(format string, args ...any) { fmt.Fprintf(w.Out, format, args...) }

// line reads an answer. The end of the input stops, whatever stood on the last line without an end.
func (w *Walk) line(prompt string) (string, error) {
	w.say("%s ", prompt)
	line, err := w.In.ReadString('\n')
	if err != nil {
		w.say("\n")
		if errors.Is(err, io.EOF) {
			return "", errStop
		}
		return "", err
	}
	return strings.TrimSpace(line), nil
}

// ask shows one draft and takes answers until it is decided or skipped.
func (w *Walk) ask(n next, left int) error {
	it := n.at(n.Ref)
	text, err := w.text(n.File)
	if err != nil {
		w.say("\narticles/%s.yaml: %v; its drafts are skipped.\n", n.Slug, err)
		for _, r := range n.queue() {
			w.skip(n.Slug, r)
		}
		return nil
	}
	w.attempt = nil
	w.show(n, it, text, left)
	for {
		question := "accept, edit, reject, skip, text, quit?"
		if n.List == "actors" {
			question = "accept, edit, reject, =slug of the actor that it is, skip, text, quit?"
		}
		answer, err := w.line(question)
		if err != nil {
			return err
		}
		done, err := w.answer(n, text, answer)
		switch {
		case errors.Is(err, errStop), errors.Is(err, errWrite):
			return err
		case errors.Is(err, errChanged):
			w.say("%v\n", err)
			return nil
		case err != nil:
			w.say("%s\n", printable(err.Error()))
		case done:
			return nil
		}
	}
}

// errWrite marks what makes going on senseless.
var errWrite = errors.New("not written")

// answer does what the curator says. done: the next draft may be asked about.
func (w *Walk) answer(n next, text, answer string) (done bool, err error) {
	changed := *n.File
	switch slug, is := strings.CutPrefix(answer, "="); {
	case is && n.List == "actors":
		slug = strings.TrimPrefix(strings.TrimSpace(slug), "actor:")
		if err := w.known("actors", slug); err != nil {
			return false, err
		}
		if slug == n.ID {
			return false, errors.New("that is this very actor")
		}
		if err := changed.MergeActor(n.Ref, slug); err != nil {
			return false, err
		}
	case answer == "a" || answer == "accept":
		words, err := w.words(n)
		if err != nil || words == nil {
			return false, err
		}
		if err := changed.Accept(n.Ref, words); err != nil {
			return false, err
		}
	case answer == "e" || answer == "edit":
		chunk, err := n.Chunk(n.Ref)
		if err != nil {
			return false, err
		}
		given := slices.Concat(heading(n), chunk)
		if w.attempt != nil {
			given = w.attempt
		}
		edited, err := w.Edit(given)
		if err != nil {
			return false, err
		}
		if bytes.Equal(edited, given) {
			return false, errors.New("nothing was changed; accept takes it as it is")
		}
		w.attempt = edited
		if err := changed.Replace(n.Ref, edited); err != nil {
			return false, err
		}
	case answer == "r" || answer == "reject":
		why := ""
		if question := whyNot(n.at(n.Ref)); question != "" {
			if why, err = w.line(question); err != nil {
				return false, err
			}
		}
		if err := changed.Reject(n.Ref, text, why); err != nil {
			return false, err
		}
	case answer == "s" || answer == "skip":
		w.skip(n.Slug, n.Ref)
		return true, nil
	case answer == "t" || answer == "text":
		w.say("\n%s\n", w.marked([]rune(text), w.span(n, text), 0, len([]rune(text))))
		return false, nil
	case answer == "q" || answer == "quit":
		return false, errStop
	default:
		return false, fmt.Errorf("%q is no answer here; the first letter of one will do", answer)
	}
	if problems := w.newProblems(n.File, &changed); problems != "" {
		return false, fmt.Errorf("that would not pass check, and is not saved:\n%s", problems)
	}
	switch err := w.save(n.File, &changed); {
	case errors.Is(err, errChanged):
		return false, err
	case err != nil:
		return false, fmt.Errorf("%w: %w", errWrite, err)
	}
	w.decided++
	return true, nil
}

func (w *Walk) skip(slug string, r Ref) {
	if w.skipped[slug] == nil {
		w.skipped[slug] = map[Ref]bool{}
	}
	w.skipped[slug][r] = true
}

// words asks for what only a person can write. nil: the curator thought better of it.
func (w *Walk) words(n next) ([]string, error) {
	words := []string{}
	it := n.at(n.Ref)
	first := "" // what the instance is called, once that is known
	if list, id := it.about(); !strings.HasPrefix(w.names[list][id], placeholder) {
		first = w.names[list][id]
	}
	for _, b := range n.blanks(it) {
		for {
			answer, err := w.line("  " + b.asked + ":")
			if err != nil {
				return nil, err
			}
			slug, other := strings.CutPrefix(answer, "=")
			switch {
			case other && !(b.key == "gist" || b.key == "label"):
				w.say("  a slug has no place here\n")
				continue
			case other:
				_, slug, _ = cutKind(slug)
				if err := w.known(b.List, slug); err != nil {
					w.say("  %v\n", err)
					continue
				}
				answer = "=" + slug
				first = w.names[b.List][slug]
			case answer == "" && first != "" && (b.key == "text" || b.key == "claim"):
				answer = first
				if b.key == "text" && !quotesAll(it, answer) {
					w.say("  the quoted words do not all stand in the gist; write a text that has them\n")
					continue
				}
			case answer == "":
				w.say("  it stays a draft\n")
				return nil, nil
			}
			if b.key == "text" && !quotesAll(it, answer) {
				w.say("  the quoted words do not all stand in it\n")
				continue
			}
			if first == "" {
				first = answer
			}
			words = append(words, answer)
			break
		}
	}
	return words, nil
}

// cutKind takes the kind off an id that has one.
func cutKind(id string) (kind news.Kind, slug string, ok bool) {
	id = strings.TrimSpace(id)
	if kind, slug, ok := news.SplitID(id); ok {
		return kind, slug, true
	}
	return "", id, false
}

// quotesAll reports whether a paraphrase has every quotation of a report.
func quotesAll(it *Item, words string) bool {
	for _, q := range it.Quotes {
		if !strings.Contains(words, strings.Trim(news.Reading(q.Words), " ,.;")) {
			return false
		}
	}
	return true
}

func whyNot(it *Item) string {
	switch {
	case it.List == "figures":
		return "  if it is a number that counts nothing, what is it? (nothing: it is one):"
	case it.List == "reports" && len(it.Quotes) > 0:
		return "  if the marks are around no speech, what are they around? (nothing: speech):"
	}
	return ""
}

func heading(n next) []byte {
	return fmt.Appendf(nil, "# %s, in articles/%s.yaml. What is here when you leave the editor is accepted.\n# Leave it as it is to go back.\n", kinds[n.List], n.Slug)
}

// span is where a draft stands in the text: its own place, or for an actor the first that names it. No place is empty.
func (w *Walk) span(n next, text string) news.Span {
	it, size := n.at(n.Ref), len([]rune(text))
	if it.mention() {
		if s := it.Span.span(); s.End <= size {
			return s
		}
		return news.Span{}
	}
	for i := range n.items {
		m := &n.items[i]
		for _, h := range m.Chain {
			if s := h.Span.span(); h.Actor == it.ID && s.End > s.Start && s.End <= size {
				return s
			}
		}
	}
	for i := range n.items {
		m := &n.items[i]
		if s := m.Span.span(); m.mention() && mentions(strings.Join(m.lines, ""), it.ID) && s.End <= size {
			return s
		}
	}
	return news.Span{}
}

// reach is how much of the text is shown on either side of a draft.
const reach = 240

func (w *Walk) show(n next, it *Item, text string, left int) {
	points := []rune(text)
	span := w.span(n, text)
	w.say("\n── %s · articles/%s.yaml · %s, %v · %s left ──\n\n", kinds[n.List], n.Slug, printable(it.Draft.Rule), it.Draft.Confidence, number(left))
	if span.End > span.Start {
		from, to := max(0, span.Start-reach), min(len(points), span.End+reach)
		for from > 0 && !unicode.IsSpace(points[from-1]) {
			from--
		}
		for to < len(points) && !unicode.IsSpace(points[to]) {
			to++
		}
		w.say("%s\n\n", w.marked(points, span, from, to))
	} else {
		w.say("  Its place is not in the text.\n\n")
	}
	if it.mention() && it.Hash != "" && span.End > span.Start && loader.Hash(text, span) != it.Hash {
		w.say("  The words of this draft stand here no more. Edit its span, or reject it.\n\n")
	}
	for _, part := range append(n.parts(it), n.Ref) {
		for _, line := range setIn(n.at(part).lines, 2) {
			if line = strings.TrimRight(line, "\r\n"); !draftLine.MatchString(line) && strings.TrimSpace(line) != "curation: DRAFT" && strings.TrimSpace(line) != "" {
				w.say("%s%s\n", printable(line), w.called(line))
			}
		}
	}
	w.say("\n")
}

// called tells what the instances that a line names are called.
func (w *Walk) called(line string) string {
	for _, key := range []struct{ key, list string }{{"actor: ", "actors"}, {"speaker: ", "actors"}, {"holds: ", "actors"}, {"body: ", "actors"}, {"statement: ", "statements"}, {"quantity: ", "quantities"}, {"event: ", "events"}} {
		if _, rest, ok := strings.Cut(line, key.key); ok {
			if name := w.names[key.list][slugs.FindString(rest)]; name != "" && !strings.HasPrefix(name, placeholder) {
				return "   # " + printable(name)
			}
		}
	}
	return ""
}

// marked gives a stretch of the text with a span set off in it.
func (w *Walk) marked(points []rune, span news.Span, from, to int) string {
	open, end := "»", "«"
	if w.Colour {
		open, end = "\x1b[7m", "\x1b[0m"
	}
	cut := func(from, to int) string { return printable(string(points[from:max(from, to)])) }
	words := cut(from, to)
	if span.End > span.Start {
		words = cut(from, span.Start) + open + cut(span.Start, span.End) + end + cut(span.End, to)
	}
	return "  " + strings.ReplaceAll(strings.TrimSpace(words), "\n", "\n  ")
}

// printable keeps what a text holds from steering the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' && r != '\n' || unicode.Is(unicode.Bidi_Control, r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
