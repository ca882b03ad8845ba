// Onrecord answers who said what, according to whom, and how the numbers differ.
//
// It compiles curated annotations of news articles into a store of events, actors, statements and figures, and serves
// them over GraphQL. With no argument it serves the dataset it carries.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"
)

// The exit codes of every command.
const (
	exitFine     = 0 // done, and nothing to complain of
	exitProblems = 1 // done, and problems were found and printed
	exitFailed   = 2 // not done: wrong arguments, or a file that cannot be read or written
)

// errProblems ends a command with [exitProblems]. What was found has been printed.
var errProblems = errors.New("problems were found")

type program struct {
	Serve    serveCommand    `cmd:"" default:"withargs" help:"Serve a dataset or a store over GraphQL. The default command; without an argument it serves the dataset that the program carries."`
	Compile  compileCommand  `cmd:"" help:"Compile a dataset folder into a store."`
	Publish  publishCommand  `cmd:"" help:"Compile a dataset and make it the current version of a folder, for servers that watch it."`
	Versions versionsCommand `cmd:"" help:"List the versions of a published folder, the newest first."`
	Rollback rollbackCommand `cmd:"" help:"Make another version of a published folder current: the one before, or the one that is named."`
	Export   exportCommand   `cmd:"" help:"Write a whole dataset as a Data Package: CSV, NDJSON, Parquet and JSON-LD, with checksums."`
	Check    checkCommand    `cmd:"" help:"Report every problem in a dataset. Exits 0 where there is none, 1 where there are, 2 where it could not look."`
	Locate   locateCommand   `cmd:"" help:"Find words in an article's text and print the span and hash to paste into a record."`
	Release  releaseCommand  `cmd:"" help:"Write down what the present edition of a dataset holds, so that later ones can tell what changed."`
	Draft    draftCommand    `cmd:"" help:"Read articles nobody has annotated, and propose their records for a curator to accept."`
	Review   reviewCommand   `cmd:"" help:"Walk through drafts in the terminal, the most doubtful first: accept, edit, reject or skip each."`
	Evaluate evaluateCommand `cmd:"" help:"Hold the drafter against what people have marked, and print how much of it was right."`
	Verify   verifyCommand   `cmd:"" help:"Hold a store against itself: every record, every index entry, both ways."`
	Health   healthCommand   `cmd:"" help:"Ask a running server whether it is well. Exits 0 where it is."`

	Version kong.VersionFlag `help:"Print the program's version."`
}

// console is where commands read and write.
type console struct {
	in       io.Reader
	out, err io.Writer
}

func main() {
	os.Exit(run(os.Args[1:], console{os.Stdin, os.Stdout, os.Stderr}))
}

// run is the program: arguments in, exit code out.
func run(args []string, c console) (code int) {
	type exited struct{ code int }
	defer func() {
		switch stop := recover().(type) {
		case nil:
		case exited:
			code = stop.code
		default:
			panic(stop)
		}
	}()
	var p program
	parser := kong.Must(&p,
		kong.Name("onrecord"),
		kong.Description("Who said what, according to whom, and how the numbers differ."),
		kong.Vars{"version": version()},
		limitVariables,
		kong.Writers(c.out, c.err),
		kong.Bind(c),
		kong.UsageOnError(),
		kong.Exit(func(code int) { panic(exited{code}) }),
	)
	command, err := parser.Parse(args)
	if err == nil {
		err = command.Run()
	}
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errProblems):
		return exitProblems
	}
	fmt.Fprintf(c.err, "onrecord: %v\n", err)
	return exitFailed
}
