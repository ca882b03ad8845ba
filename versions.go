package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"onrecord/publish"
	"onrecord/store"
)

type publishCommand struct {
	Folder   string `arg:"" type:"path" help:"The folder of published versions; it is made where only its last element is missing."`
	Dataset  string `arg:"" optional:"" type:"path" help:"The dataset folder. Left out: the dataset that the program carries."`
	Texts    string `type:"path" env:"ONRECORD_TEXTS" placeholder:"DIR" help:"The folder of article texts. Every span is then held against its text."`
	KeepText bool   `help:"Keep the article texts in the store, so that the API can show them. Needs --texts."`
	Strict   bool   `help:"Let warnings stop the publishing too."`
}

// Run compiles a dataset and makes it the current version of a folder.
func (cmd *publishCommand) Run(c console) (err error) {
	defer collectWhileCompiling()()
	compiling := compileCommand{input: input{Dataset: cmd.Dataset, Texts: cmd.Texts}, KeepText: cmd.KeepText, Strict: cmd.Strict}
	beside := cmd.Folder
	if folder(beside) != nil {
		beside = filepath.Dir(beside) // it is going to be made
	}
	read, err := compiling.read(c, beside)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, read.Close()) }()
	v, uncleared, err := publish.At(cmd.Folder).Publish(func(path string) (*store.Store, error) { return read.write(path, bar(c.err, "writing")) })
	if err != nil {
		return err
	}
	if uncleared != nil {
		fmt.Fprintf(c.err, "older versions were not removed: %v\n", uncleared)
	}
	_, err = fmt.Fprintf(c.out, "%s: version %s is published\n", filepath.Base(cmd.Folder), v)
	return err
}

type versionsCommand struct {
	Folder string `arg:"" type:"path" help:"The folder of published versions."`
}

// Run prints the versions of a folder, the newest first.
func (cmd *versionsCommand) Run(c console) error {
	list, err := publish.At(cmd.Folder).Versions()
	if err != nil {
		return err
	}
	for _, v := range list.Versions {
		mark := " "
		if v.Hash == list.Current {
			mark = "*"
		}
		if _, err := fmt.Fprintf(c.out, "%s %.12s  %s  %s  %d bytes\n", mark, v.Hash, v.Published.Format(time.RFC3339), v.Dataset, v.Size); err != nil {
			return err
		}
	}
	return nil
}

type rollbackCommand struct {
	Folder  string `arg:"" type:"path" help:"The folder of published versions."`
	Version string `arg:"" optional:"" help:"The version to go back or forward to: how its name or its hash begins, as versions prints them. Left out: the one published before the one that is current."`
}

// Run makes another version current.
func (cmd *rollbackCommand) Run(c console) error {
	v, err := publish.At(cmd.Folder).Rollback(cmd.Version)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "%s: version %s is current\n", filepath.Base(cmd.Folder), v)
	return err
}

// verifyVersions prints every fault of a folder of versions.
func verifyVersions(c console, path string) error {
	faults, err := publish.At(path).Check()
	for _, fault := range faults {
		fmt.Fprintln(c.out, fault)
	}
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return errProblems
	}
	_, err = fmt.Fprintf(c.out, "%s: every version is sound\n", filepath.Base(path))
	return err
}
