package main

import (
	"fmt"
	"os"
	"path/filepath"

	"onrecord/loader"
	"onrecord/news"
	"onrecord/publish"
	"onrecord/store"
)

type checkCommand struct {
	input
	Format string `enum:"text,json,sarif" default:"text" help:"How problems are printed: text, json or sarif (2.1.0, for code review tools)."`
	Strict bool   `help:"Exit 1 for warnings too."`
}

// Run prints every problem in a dataset.
func (cmd *checkCommand) Run(c console) error {
	defer collectWhileCompiling()()
	_, found, err := cmd.loadParts(false, bar(c.err, "checking"), func(*news.Dataset) error { return nil })
	if err != nil {
		return err
	}
	switch cmd.Format {
	case "json":
		err = found.JSON(c.out)
	case "sarif":
		err = found.SARIF(c.out)
	default:
		err = found.Text(c.out)
		if err == nil {
			_, err = fmt.Fprintf(c.out, "%s, %s\n", count(found.Errors(), "error"), count(found.Warnings(), "warning"))
		}
	}
	if err != nil {
		return err
	}
	if found.Errors() > 0 || cmd.Strict && found.Warnings() > 0 {
		return errProblems
	}
	return nil
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

type locateCommand struct {
	Text  string `arg:"" type:"existingfile" help:"The article's text."`
	Words string `arg:"" help:"The words to find, as they are printed. Spacing may differ."`
}

// Run prints where words stand, as YAML to paste into a record.
func (cmd *locateCommand) Run(c console) error {
	raw, err := os.ReadFile(cmd.Text)
	if err != nil {
		return err
	}
	text, err := loader.Normalize(raw)
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(cmd.Text), err)
	}
	spans := loader.Locate(text, cmd.Words)
	if len(spans) == 0 {
		fmt.Fprintf(c.err, "%q does not stand in %s\n", cmd.Words, filepath.Base(cmd.Text))
		return errProblems
	}
	points := []rune(text)
	for _, span := range spans {
		if _, err := fmt.Fprintf(c.out, "span: [%d, %d]\nhash: %s\nwords: %q\n", span.Start, span.End, loader.Hash(text, span), string(points[span.Start:span.End])); err != nil {
			return err
		}
	}
	return nil
}

type verifyCommand struct {
	Store string `arg:"" type:"path" help:"The store to look through, or a folder of published versions."`
}

// Run prints every fault of a store.
func (cmd *verifyCommand) Run(c console) error {
	if publish.Is(cmd.Store) {
		return verifyVersions(c, cmd.Store)
	}
	faults, err := store.Verify(cmd.Store)
	if err != nil {
		return err
	}
	for _, fault := range faults {
		fmt.Fprintln(c.out, fault)
	}
	if len(faults) > 0 {
		return errProblems
	}
	_, err = fmt.Fprintf(c.out, "%s: sound\n", filepath.Base(cmd.Store))
	return err
}
