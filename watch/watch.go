// Package watch tells when files have changed: soon, where the kernel tells of it, and after [Poll] everywhere else.
package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	// Poll is how often is looked without having been told: network file systems tell nothing, and hints can be lost.
	Poll = 2 * time.Second
	// Quiet is for how long a change has to have rested before it is taken for complete.
	Quiet = 200 * time.Millisecond
)

// Run calls changed each time that state has become another and has stayed that for [Quiet]; seen is the state that is known
// already. It looks when there is a hint, and every [Poll] besides. Where changed returns false it is called again after the next
// look, whether or not something has changed. Run ends with ctx.
func Run(ctx context.Context, hints <-chan struct{}, seen string, state func() string, changed func() bool) {
	settled := true
	for {
		select {
		case <-ctx.Done():
			return
		case <-hints:
		case <-time.After(Poll):
		}
		now := state()
		if now == seen && settled {
			continue
		}
		for now != seen {
			seen = now
			select {
			case <-ctx.Done():
				return
			case <-time.After(Quiet):
			}
			now = state()
		}
		settled = changed()
	}
}

// Hints sends when something in one of the folders or below may have changed, until ctx ends. An error leaves the channel silent:
// what it would have told is found by looking.
func Hints(ctx context.Context, folders ...string) (<-chan struct{}, error) {
	hints := make(chan struct{}, 1)
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return hints, fmt.Errorf("watch: %w", err)
	}
	for _, folder := range folders {
		err = errors.Join(err, add(watcher, folder))
	}
	if err != nil {
		return hints, errors.Join(fmt.Errorf("watch: %w", err), watcher.Close())
	}
	go func() {
		defer watcher.Close()
		for {
			select {
			case <-ctx.Done():
				return
			case event := <-watcher.Events:
				if event.Has(fsnotify.Create) {
					_ = add(watcher, event.Name) // what is no folder, or gone again, is not watched
				}
			case <-watcher.Errors: // hints were lost
			}
			select {
			case hints <- struct{}{}:
			default: // one is waiting
			}
		}
	}()
	return hints, nil
}

// add watches a folder and those below it, hidden ones aside.
func add(watcher *fsnotify.Watcher, folder string) error {
	return filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !e.IsDir():
			return nil
		case path != folder && hidden(e):
			return filepath.SkipDir
		}
		return watcher.Add(path)
	})
}

// Files is the state of all files in the folders and below, hidden ones aside: it is another when a file has come, gone, or was
// written. What cannot be looked at is part of it. Links are not followed.
func Files(folders ...string) string {
	var b strings.Builder
	for _, folder := range folders {
		_ = filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
			if err != nil {
				fmt.Fprintf(&b, "%q: %v\n", path, err)
				return nil
			}
			if path != folder && hidden(e) {
				if e.IsDir() {
					return filepath.SkipDir
				}
				return nil
			}
			if e.IsDir() {
				return nil
			}
			info, err := e.Info()
			if err != nil {
				fmt.Fprintf(&b, "%q: %v\n", path, err)
				return nil
			}
			fmt.Fprintf(&b, "%q %s %d %d\n", path, info.Mode(), info.Size(), info.ModTime().UnixNano())
			return nil
		})
	}
	return b.String()
}

func hidden(e fs.DirEntry) bool { return strings.HasPrefix(e.Name(), ".") }
