//go:build !unix

package publish

import "io/fs"

// identity cannot be told here: files are told apart by their sizes and times.
func identity(fs.FileInfo) string { return "" }
