// Command generate does what gqlgen generate does, and generates the lean executor beside gqlgen's own. Its argument is the
// path of a gqlgen.yml; paths in that file are relative to it.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen/config"

	"onrecord/graph/lean/plugin"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: generate gqlgen.yml")
		os.Exit(2)
	}
	if err := generate(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func generate(path string) error {
	if err := os.Chdir(filepath.Dir(path)); err != nil {
		return err
	}
	log.SetOutput(io.Discard) // gqlgen tells there how it looked for what each field is bound to
	cfg, err := config.LoadConfig(filepath.Base(path))
	if err != nil {
		return err
	}
	return api.Generate(cfg, api.AddPlugin(plugin.Plugin{}))
}
