package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

func newTestScratch(t testing.TB) *scratch {
	t.Helper()
	s, err := newScratch(t.TempDir())
	must(t, err)
	t.Cleanup(func() { must(t, s.close()) })
	return s
}

// Several add and read at a time, and each reads what was added where it was.
func TestAScratchGivesBackWhatWasAdded(t *testing.T) {
	s := newTestScratch(t)
	if all, err := s.all(); err != nil || len(all) > 0 {
		t.Errorf("an empty scratch has %q, %v", all, err)
	}
	piece := func(who, i int) []byte { return bytes.Repeat([]byte{byte(who), byte(i)}, 1+(i*i)%4000) }
	const each = 200
	var offsets [8][each]int64
	var waiting sync.WaitGroup
	for who := range offsets {
		waiting.Go(func() {
			var data []byte
			for i := range each {
				var err error
				offsets[who][i], err = s.add(piece(who, i))
				if err != nil {
					t.Error(err)
				}
				before := piece(who, i/2)
				if data, err = s.read(data, offsets[who][i/2], len(before)); err != nil || !bytes.Equal(data, before) {
					t.Errorf("what was added at %d is read as something else: %v", offsets[who][i/2], err)
				}
				if i%50 != 0 {
					continue
				}
				all, err := s.all()
				if err != nil || !bytes.HasPrefix(all[offsets[who][i/2]:], before) {
					t.Errorf("what was added at %d stands there as something else: %v", offsets[who][i/2], err)
				}
			}
		})
	}
	waiting.Wait()
	all, err := s.all()
	must(t, err)
	long := 0
	for who := range offsets {
		for i, offset := range offsets[who] {
			long += len(piece(who, i))
			if !bytes.HasPrefix(all[offset:], piece(who, i)) {
				t.Fatalf("what was added at %d stands there as something else", offset)
			}
		}
	}
	if len(all) != long {
		t.Errorf("it has %d bytes, want %d", len(all), long)
	}
	if _, err := s.read(nil, int64(long)-1, 2); !errors.Is(err, io.EOF) {
		t.Errorf("behind its end stands %v, want the end", err)
	}
}

func TestAScratchLeavesNothingBehind(t *testing.T) {
	folder := t.TempDir()
	s, err := newScratch(folder)
	must(t, err)
	_, err = s.add([]byte("something"))
	must(t, err)
	_, err = s.all()
	must(t, err)
	must(t, s.close())
	leavesOnly(t, folder)

	// As where a file that is open keeps its name.
	named, err := os.CreateTemp(folder, "named")
	must(t, err)
	must(t, (&scratch{file: named, at: named, name: named.Name()}).close())
	leavesOnly(t, folder)

	if _, err := newScratch(filepath.Join(folder, "nowhere")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("in a folder that does not exist: %v", err)
	}
}

// disk takes so many bytes, and then no more: it says so, or only takes fewer.
type disk struct {
	io.WriterAt
	lock  sync.Mutex
	left  int
	quiet bool
}

func (d *disk) WriteAt(data []byte, offset int64) (int, error) {
	d.lock.Lock()
	defer d.lock.Unlock()
	took := min(d.left, len(data))
	d.left -= took
	n, err := d.WriterAt.WriteAt(data[:took], offset)
	if err == nil && took < len(data) && !d.quiet {
		err = syscall.ENOSPC
	}
	return n, err
}

func TestAScratchOnAFullDisk(t *testing.T) {
	for quiet, want := range map[bool]error{false: syscall.ENOSPC, true: io.ErrShortWrite} {
		s := newTestScratch(t)
		s.at = &disk{WriterAt: s.file, left: 10, quiet: quiet}
		_, err := s.add([]byte("12345678"))
		must(t, err)
		if _, err := s.add([]byte("12345678")); !errors.Is(err, want) || !strings.Contains(err.Error(), "temporary file") {
			t.Errorf("the error is %v, want one of a temporary file and %v", err, want)
		}
	}
}

// read gives n bytes from an offset, as a part of data where that has room.
func (s *scratch) read(data []byte, offset int64, n int) ([]byte, error) {
	if cap(data) < n {
		data = make([]byte, n)
	}
	data = data[:n]
	if _, err := s.file.ReadAt(data, offset); err != nil {
		return nil, fmt.Errorf("a temporary file: %w", err)
	}
	return data, nil
}
