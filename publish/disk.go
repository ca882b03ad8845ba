package publish

import (
	"errors"
	"os"
)

// disk is how publishing changes a folder. Tests let each of these fail, note them down, or leave them out.
type disk struct {
	write  func(path string, content []byte) error // a new file, not synced
	sync   func(path string) error                 // a file or a folder
	rename func(from, to string) error
	remove func(path string) error
}

var realDisk = disk{
	write: func(path string, content []byte) error { return os.WriteFile(path, content, permissions) },
	sync: func(path string) error {
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		return errors.Join(file.Sync(), file.Close())
	},
	rename: os.Rename,
	remove: os.Remove,
}
