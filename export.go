package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"onrecord/export"
)

type exportCommand struct {
	holding
	Output  string          `short:"o" type:"path" required:"" placeholder:"DIR" help:"The folder to write the package into; a new or an empty one."`
	Format  []export.Format `enum:"csv,ndjson,parquet,jsonld" default:"csv,ndjson,parquet,jsonld" help:"The formats to write, with commas between them. ${default} where left out."`
	Base    webAddress      `env:"ONRECORD_PUBLIC_URL" placeholder:"URL" help:"Where the records are published, for their addresses in JSON-LD and the citation. Left out: http://127.0.0.1:8080 in JSON-LD, where serve answers, and none in the citation."`
	NoGuard bool            `help:"Leave texts in CSV as they are where a spreadsheet would take them for a formula."`
	Force   bool            `help:"Put the package in place of an earlier one. Nothing else is ever replaced."`
}

// Run writes a whole dataset as a Data Package.
func (cmd *exportCommand) Run(c console) (err error) {
	defer collectWhileCompiling()()
	opened, err := cmd.sound(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.free()) }()
	options := export.Options{Base: string(cmd.Base), Formats: cmd.Format, NoGuard: cmd.NoGuard, Force: cmd.Force, Progress: bar(c.err, "writing")}
	if err := export.Write(cmd.Output, opened.Store, options); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "%s: version %s, %s\n", filepath.Base(cmd.Output), opened.Dataset().Version, counts(opened.Dataset()))
	return err
}
