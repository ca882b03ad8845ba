// Package dataset is the curated dataset that comes with the program: stand-off annotation of articles that are not
// themselves part of it. docs/dataset-format.md says how the files are written.
package dataset

import "embed"

// Files holds dataset.yaml and everything beside and below it.
//
//go:embed *.yaml articles/*.yaml releases/*.yaml schema.json
var Files embed.FS
