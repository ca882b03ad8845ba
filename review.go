package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"golang.org/x/term"

	"onrecord/loader/review"
)

type reviewCommand struct {
	Dataset  string   `arg:"" type:"path" help:"The dataset folder."`
	Articles []string `arg:"" optional:"" name:"article" help:"The slugs of the articles whose drafts are to be read. Left out: all."`
	Texts    string   `required:"" type:"path" env:"ONRECORD_TEXTS" placeholder:"DIR" help:"The folder of article texts."`
}

// Run walks through drafts with whoever sits at the terminal, or with answers from a pipe.
func (cmd *reviewCommand) Run(c console) error {
	for _, path := range []string{cmd.Dataset, cmd.Texts} {
		if err := folder(path); err != nil {
			return err
		}
	}
	ds, err := review.Open(cmd.Dataset, cmd.Texts, cmd.Articles)
	if err != nil {
		return err
	}
	in := c.in
	if in == nil {
		in = strings.NewReader("")
	}
	w := &review.Walk{In: bufio.NewReader(in), Out: c.out, Edit: edited, Dataset: ds}
	if out, ok := c.out.(*os.File); ok {
		w.Colour = term.IsTerminal(int(out.Fd())) && os.Getenv("NO_COLOR") == ""
	}
	_, err = w.Run()
	return err
}

// edited lets whoever sits at the terminal edit a text, in $VISUAL, $EDITOR or vi.
func edited(content []byte) ([]byte, error) {
	editor := os.Getenv("VISUAL")
	if editor == "" {
		editor = os.Getenv("EDITOR")
	}
	if editor == "" {
		editor = "vi"
	}
	file, err := os.CreateTemp("", "onrecord-*.yaml")
	if err != nil {
		return nil, err
	}
	defer os.Remove(file.Name())
	if _, err := file.Write(content); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	words := strings.Fields(editor)
	run := exec.Command(words[0], append(words[1:], file.Name())...)
	run.Stdin, run.Stdout, run.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := run.Run(); err != nil {
		return nil, fmt.Errorf("the editor %s did not do: %w; EDITOR names another", words[0], err)
	}
	back, err := os.Open(file.Name())
	if err != nil {
		return nil, err
	}
	defer back.Close()
	return io.ReadAll(back)
}
