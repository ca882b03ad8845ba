package loader

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"unicode"

	"onrecord/news"
)

// checkTexts says where no article could be held against its text.
func (l *linker) checkTexts(f *files, opts Options) {
	if opts.Texts == nil && len(f.articles) > 0 {
		l.report(Unverified, place{}, "give the folder of texts by --texts", "the texts are not at hand: nothing was held against them, and nothing is marked as verified")
	}
}

// checkText holds an article against its text.
func (l *linker) checkText(in *linkedArticle, opts Options) {
	if in.file.broken {
		return // nothing of the article was taken in, so nothing of its text is covered
	}
	w := in.wire
	name := w.File.text
	if name == "" {
		stem, _ := stem(in.file.name)
		name = path.Base(stem) + ".txt"
	}
	at := w.File.place
	if at.file == nil {
		at = w.At
	}
	if at.file == nil {
		at = place{file: in.file}
	}
	raw, err := readText(opts.Texts, name)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid):
		l.report(MissingText, at, "", "the text %s is not in the folder of texts; the article stays unverified", quoted(name))
		return
	case err != nil:
		l.report(Unreadable, at, "", "the text cannot be read: %v", err)
		return
	}
	content, err := Normalize(raw)
	if err != nil {
		l.report(NotUTF8, at, "", "%v", err)
		return
	}
	t := &printed{file: &file{name: name, content: content}, points: []rune(content), content: content}
	if hash := fullHash(content); w.Hash.given() && hash != w.Hash.text {
		l.report(HashMismatch, w.Hash.place, "its hash is "+hash, "the text at hand is not the one that was annotated")
	}
	if words := len(strings.Fields(content)); w.Words.given() && words != in.article.WordCount {
		l.report(WordCount, w.Words.place, fmt.Sprintf("write %d", words), "the text has %d words, not %s", words, w.Words.text)
	}
	if w.Headline.given() && len(Locate(content, w.Headline.text)) == 0 {
		l.report(MovedWords, w.Headline.place, "", "the headline does not stand in the text")
	}
	for _, a := range in.anchored {
		l.checkSpan(in, t, a)
	}
	l.checkCover(in, t)
	if opts.KeepText {
		in.article.Text = content
	}
}

// readText reads an ordinary file, and no more of it than a text has.
func readText(texts fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(texts, name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no ordinary file")
	case info.Size() > maxFile:
		return nil, fmt.Errorf("it is larger than %d MiB", maxFile>>20)
	}
	return fs.ReadFile(texts, name)
}

// printed is an article's text at hand.
type printed struct {
	file    *file
	points  []rune
	content string
}

func (t *printed) cut(s news.Span) string { return string(t.points[s.Start:s.End]) }

// place is where in the text's file a span stands.
func (t *printed) place(s news.Span) place {
	line, column := 1, 1
	for _, r := range t.points[:s.Start] {
		column++
		if r == '\n' {
			line, column = line+1, 1
		}
	}
	return placeAt(t.file, line, column, s.Len())
}

// checkSpan cuts the words at a span again, and fills the evidence from them.
func (l *linker) checkSpan(in *linkedArticle, t *printed, a anchored) {
	if a.file == nil || a.Start < 0 || a.Start >= a.End {
		return // told already
	}
	if a.End > len(t.points) {
		l.report(BadSpan, a.place, t.whereNow(a), "the span ends at %d, and the text at %d", a.End, len(t.points))
		return
	}
	cut := t.cut(a.Span)
	switch {
	case a.words != "" && cut != a.words:
		l.report(MovedWords, a.place, t.whereNow(a), "these words do not stand at the span; %s does", quoted(brief(cut)))
		return
	case a.hash != "" && hashOf(cut) != a.hash:
		l.report(MovedWords, a.place, t.whereNow(a), "the words at the span have another hash, %s", hashOf(cut))
		return
	}
	if a.evidence == nil {
		return
	}
	for _, f := range in.wire.Furniture {
		if f.Span.Overlaps(a.Span) {
			l.report(Furniture, a.place, "", "the span overlaps page furniture, [%d, %d]: %s", f.Span.Start, f.Span.End, f.Why.text)
		}
	}
	a.evidence.Exact = cut
	a.evidence.Prefix = t.cut(news.Span{Start: max(0, a.Start-news.ContextLength), End: a.Start})
	a.evidence.Suffix = t.cut(news.Span{Start: a.End, End: min(len(t.points), a.End+news.ContextLength)})
	a.evidence.Verified = true
}

func brief(words string) string {
	if points := []rune(words); len(points) > maxShown {
		return string(points[:maxShown]) + "…"
	}
	return words
}

// whereNow tells where words stand that do not stand where a record says.
func (t *printed) whereNow(a anchored) string {
	var found []news.Span
	if a.words != "" {
		found = Locate(t.content, a.words)
		if len(found) == 1 && t.cut(found[0]) != a.words {
			return fmt.Sprintf("they differ in spacing only: write span: [%d, %d] and %+q", found[0].Start, found[0].End, t.cut(found[0]))
		}
	} else {
		for i := 0; a.hash != "" && i+a.Len() <= len(t.points); i++ {
			if s := (news.Span{Start: i, End: i + a.Len()}); hashOf(t.cut(s)) == a.hash {
				found = append(found, s)
			}
		}
	}
	switch len(found) {
	case 0:
		return "they stand nowhere in the text"
	case 1:
		return fmt.Sprintf("they stand at [%d, %d]", found[0].Start, found[0].End)
	}
	var where []string
	for _, s := range found {
		where = append(where, fmt.Sprintf("[%d, %d]", s.Start, s.End))
	}
	return "they stand at " + strings.Join(where, ", ")
}

// checkCover lists the numbers and quotations of a text that nothing accounts for.
func (l *linker) checkCover(in *linkedArticle, t *printed) {
	for _, s := range numbersOf(t.points) {
		if !covered(t.points, s, in.numbers) {
			l.report(UncoveredNumber, t.place(s), "add a figure, or list it under not_figures with why", "no figure covers %s, at [%d, %d]", quoted(t.cut(s)), s.Start, s.End)
		}
	}
	for _, s := range quotationsOf(t.points) {
		if !covered(t.points, s, in.quotations) {
			l.report(UncoveredQuotation, t.place(s), "add it to a report's quotes, make it a term, or list it under not_quotations with why", "nothing covers the quotation at [%d, %d]", s.Start, s.End)
		}
	}
}

// covered reports whether every letter and digit of a span lies in one of the others.
func covered(points []rune, s news.Span, by []news.Span) bool {
	for i := s.Start; i < s.End; i++ {
		if !unicode.IsLetter(points[i]) && !unicode.IsDigit(points[i]) {
			continue
		}
		inside := false
		for _, b := range by {
			inside = inside || b.Start <= i && i < b.End
		}
		if !inside {
			return false
		}
	}
	return true
}

// numbersOf finds the numbers of a text: words with a digit in them, and number words.
func numbersOf(points []rune) []news.Span {
	var found []news.Span
	inWord := func(i int) bool {
		r := points[i]
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
		inner := r == ',' || r == '.' || r == '-'
		return inner && i > 0 && i+1 < len(points) && unicode.IsDigit(points[i+1]) && (unicode.IsLetter(points[i-1]) || unicode.IsDigit(points[i-1]))
	}
	for i := 0; i < len(points); i++ {
		if !inWord(i) {
			continue
		}
		start := i
		for i < len(points) && inWord(i) {
			i++
		}
		word := string(points[start:i])
		if isNumber(word) || strings.ContainsFunc(word, unicode.IsDigit) {
			found = append(found, news.Span{Start: start, End: i})
		}
	}
	return found
}
