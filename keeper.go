package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"onrecord/loader"
	"onrecord/publish"
	"onrecord/store"
	"onrecord/watch"
)

// open opens what is to be read: a store, the current version of a folder of versions, or what a dataset compiles to. There is
// nothing to read and no error where the dataset has errors; these are among the problems.
func (h *holding) open() (*held, loader.Diagnostics, error) {
	info, err := os.Stat(h.Data)
	switch {
	case h.Data == "":
	case err != nil:
		return nil, nil, err
	case !info.IsDir():
		s, err := store.Open(h.Data)
		if err != nil {
			return nil, nil, err
		}
		return &held{s, s.Close}, nil, nil
	case publish.Is(h.Data):
		s, _, err := publish.At(h.Data).Open()
		if errors.Is(err, publish.ErrDamaged) {
			err = fmt.Errorf("%w; make another version current with onrecord rollback", err)
		}
		if err != nil {
			return nil, nil, err
		}
		return &held{s, s.Close}, nil, nil
	}
	folder, err := os.MkdirTemp("", "onrecord")
	if err != nil {
		return nil, nil, err
	}
	remove := func() error { return os.RemoveAll(folder) }
	s, found, err := h.compile(folder)
	if s == nil || err != nil {
		return nil, found, errors.Join(err, remove())
	}
	return &held{s, also(s.Close, remove)}, found, nil
}

// compile writes a store of the dataset into a folder. It is nil where there are errors.
func (h *holding) compile(folder string) (s *store.Store, found loader.Diagnostics, err error) {
	taken, err := store.NewIntake(folder)
	if err != nil {
		return nil, nil, err
	}
	in := input{Dataset: h.Data, Texts: h.Texts}
	header, found, err := in.loadParts(false, nil, taken.Take)
	if err == nil && header != nil {
		s, err = taken.Create(filepath.Join(folder, "onrecord.db"), header, nil)
	}
	if closed := taken.Close(); closed != nil {
		if s != nil {
			closed = errors.Join(closed, s.Close())
		}
		return nil, found, errors.Join(err, closed)
	}
	return s, found, err
}

// sound is open for commands that go no further where the dataset has errors.
func (h *holding) sound(c console) (*held, error) {
	opened, found, err := h.open()
	if opened == nil && err == nil {
		err = errors.Join(found.Text(c.err), errProblems)
	}
	return opened, err
}

// state is another when open may give something else.
func (h *holding) state() string {
	if publish.Is(h.Data) {
		return publish.At(h.Data).State()
	}
	return watch.Files(h.folders()...)
}

func (h *holding) folders() []string {
	if h.Texts == "" {
		return []string{h.Data}
	}
	return []string{h.Data, h.Texts}
}

// keeper keeps what is served in step with the files it comes from. Where these are not fit to be served, what was served last
// goes on being so, and the problems are told, in the terminal and by [keeper.report].
type keeper struct {
	holding
	console
	served *live
	now    func() time.Time

	seen     string // the state of the files that were looked at last
	said     string // the failure that was told last
	guarded  sync.Mutex
	reported report
}

// begin serves what is there. Where that is a dataset with errors, nothing is served for now.
func (k *keeper) begin() error {
	if info, err := os.Stat(k.Data); err != nil || !info.IsDir() {
		return errors.Join(err, errors.New("--watch needs a folder: of a dataset, or of published versions"))
	}
	k.seen = k.state()
	return k.look()
}

// keep looks again whenever the files change, until ctx ends.
func (k *keeper) keep(ctx context.Context) {
	hints, err := watch.Hints(ctx, k.folders()...)
	if err != nil {
		fmt.Fprintf(k.err, "onrecord: %v; looking every %s instead\n", err, watch.Poll)
	}
	watch.Run(ctx, hints, k.seen, k.state, k.settle)
}

// settle looks, tells of a failure once, and reports whether nothing needs a look until the files change. Damage and another format
// stay with a file, and each look at it is a look at every byte; what else has failed may come right by itself.
func (k *keeper) settle() bool {
	err := k.look()
	if err == nil {
		k.said = ""
		return true
	}
	if k.said != err.Error() {
		k.said = err.Error()
		fmt.Fprintf(k.err, "onrecord: %v\n%s\n", err, k.unchanged())
	}
	return errors.Is(err, publish.ErrDamaged) || errors.Is(err, store.ErrFormat)
}

// look serves what is there now. The error is of a look that failed, and says nothing of the dataset.
func (k *keeper) look() error {
	opened, found, err := k.open()
	var before *snapshot
	if opened != nil {
		before = k.served.serve(opened)
	}
	k.note(report{Failed: err != nil, Problems: found, Errors: found.Errors(), Warnings: found.Warnings()})
	if err != nil {
		return err
	}
	told := found.Text(k.err)
	if opened == nil {
		_, err := fmt.Fprintln(k.err, k.unchanged())
		return errors.Join(told, err)
	}
	data := opened.Dataset()
	go func() {
		if <-before.freed; before.err != nil {
			fmt.Fprintf(k.err, "onrecord: the version before was not let go of: %v\n", before.err)
		}
	}()
	_, err = fmt.Fprintf(k.out, "%s, version %s: %s\n", data.Title, data.Version, counts(data))
	return errors.Join(told, err)
}

func (k *keeper) unchanged() string {
	if version := k.served.version(); version != "" {
		return "version " + version + " is served on"
	}
	return "nothing is served until this is mended"
}
