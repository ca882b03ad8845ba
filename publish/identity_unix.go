//go:build unix

package publish

import (
	"fmt"
	"io/fs"
	"syscall"
)

// identity tells a file from another that takes its place.
func identity(info fs.FileInfo) string {
	if of, ok := info.Sys().(*syscall.Stat_t); ok {
		return fmt.Sprintf(" %d %d", of.Dev, of.Ino)
	}
	return ""
}
