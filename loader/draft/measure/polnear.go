package measure

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"onrecord/news"
)

// attribution is one act of attributing, as an annotator marked it.
type attribution struct {
	cue, content, speaker []news.Span
}

// reading is what one annotator marked in one article.
type reading struct {
	name         string
	text         string
	attributions []attribution
}

// readPolNeAR reads a folder in PolNeAR's format: text/NAME.txt and attributions/NAME….ann.
func readPolNeAR(folder fs.FS) ([]reading, error) {
	texts, err := fs.Glob(folder, "text/*.txt")
	if err != nil {
		return nil, err
	}
	marked, err := fs.Glob(folder, "attributions/*.ann")
	if err != nil {
		return nil, err
	}
	if len(texts) == 0 || len(marked) == 0 {
		return nil, errors.New("a folder in PolNeAR's format has text/*.txt and attributions/*.ann, and this one has not")
	}
	var found []reading
	for _, file := range marked {
		base := strings.TrimSuffix(path.Base(file), ".ann")
		text := ""
		for _, name := range texts {
			if stem := strings.TrimSuffix(path.Base(name), ".txt"); strings.HasPrefix(base, stem) && len(name) > len(text) {
				text = name
			}
		}
		if text == "" {
			return nil, fmt.Errorf("%s: there is no text of that name", file)
		}
		content, err := fs.ReadFile(folder, text)
		if err != nil {
			return nil, err
		}
		lines, err := fs.ReadFile(folder, file)
		if err != nil {
			return nil, err
		}
		r := reading{name: base, text: string(content)}
		if r.attributions, err = readAnn(string(lines), len([]rune(r.text))); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		found = append(found, r)
	}
	return found, nil
}

// readAnn reads the stand-off lines: T lines name spans, E lines tie them together.
func readAnn(lines string, length int) ([]attribution, error) {
	spans := map[string][]news.Span{}
	var found []attribution
	all := strings.Split(lines, "\n")
	for n, line := range all {
		fields := strings.Split(line, "\t")
		if !strings.HasPrefix(line, "T") {
			continue
		}
		if len(fields) < 2 {
			return nil, fmt.Errorf("line %d: a span has its label and its offsets behind a tab", n+1)
		}
		_, offsets, _ := strings.Cut(fields[1], " ")
		for _, piece := range strings.Split(offsets, ";") {
			from, to, _ := strings.Cut(piece, " ")
			start, err1 := strconv.Atoi(from)
			end, err2 := strconv.Atoi(to)
			if err1 != nil || err2 != nil || start < 0 || end <= start || end > length {
				return nil, fmt.Errorf("line %d: %q is no span of the text, which has %d code points", n+1, piece, length)
			}
			spans[fields[0]] = append(spans[fields[0]], news.Span{Start: start, End: end})
		}
	}
	for n, line := range all {
		if !strings.HasPrefix(line, "E") {
			continue
		}
		_, roles, _ := strings.Cut(line, "\t")
		var a attribution
		for _, role := range strings.Fields(roles) {
			kind, id, _ := strings.Cut(role, ":")
			if spans[id] == nil {
				return nil, fmt.Errorf("line %d: %s is not among the spans", n+1, id)
			}
			switch strings.TrimRight(kind, "0123456789") {
			case "Cue":
				a.cue = append(a.cue, spans[id]...)
			case "Content":
				a.content = append(a.content, spans[id]...)
			case "Source":
				a.speaker = append(a.speaker, spans[id]...)
			}
		}
		byStart := func(a, b news.Span) int { return a.Start - b.Start }
		slices.SortFunc(a.content, byStart)
		slices.SortFunc(a.speaker, byStart)
		if len(a.content) > 0 {
			found = append(found, a)
		}
	}
	return found, nil
}
