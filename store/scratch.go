package store

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"sync"

	"github.com/blevesearch/mmap-go"
)

// scratch is a file for what is worked out in one step of compiling and read back in a later one, when it is too much to be kept in
// memory. It has no name where the system allows that, so that nothing of it is left however the process ends. Several may add
// and read at a time.
type scratch struct {
	file *os.File
	name string // where it has to be removed in the end

	at   io.WriterAt // the file; a test puts a full disk here
	lock sync.Mutex
	size int64
	maps []mmap.MMap
}

// ScratchName is how the names of temporary files begin, in folders where a store is made. One is left only where a process was stopped
// in the middle, on a system that keeps the names of open files.
const ScratchName = ".scratch."

// newScratch makes an empty one in a folder, or where temporary files are if that is "".
func newScratch(folder string) (*scratch, error) {
	file, err := os.CreateTemp(folder, ScratchName+"*")
	if err != nil {
		return nil, err
	}
	s := &scratch{file: file, at: file}
	if os.Remove(file.Name()) != nil {
		s.name = file.Name() // as long as it is open it may not be removed
	}
	return s, nil
}

// add appends bytes and tells where they begin. They should be many at a time, each call being one of the system's.
func (s *scratch) add(data []byte) (offset int64, err error) {
	s.lock.Lock()
	offset = s.size
	s.size += int64(len(data))
	s.lock.Unlock()
	if n, err := s.at.WriteAt(data, offset); err != nil || n < len(data) {
		if err == nil {
			err = io.ErrShortWrite
		}
		return 0, fmt.Errorf("a temporary file: %w", err)
	}
	return offset, nil
}

// all gives everything that has been added, in the order of the offsets, until the scratch is closed. It is mapped and not read, so
// it takes no memory that the system could not use for something else, and any part of it can be read at once.
func (s *scratch) all() ([]byte, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.size == 0 {
		return nil, nil
	}
	if s.size > math.MaxInt {
		return nil, errors.New("a temporary file: more than can be mapped")
	}
	m, err := mmap.MapRegion(s.file, int(s.size), mmap.RDONLY, 0, 0)
	if err != nil {
		return nil, fmt.Errorf("a temporary file: %w", err)
	}
	s.maps = append(s.maps, m)
	return m, nil
}

// close lets go of the file and of all that was read of it by way of [scratch.all].
func (s *scratch) close() (err error) {
	for _, m := range s.maps {
		err = errors.Join(err, m.Unmap())
	}
	s.maps = nil
	err = errors.Join(err, s.file.Close())
	if s.name != "" {
		err = errors.Join(err, ignoreMissing(os.Remove(s.name)))
	}
	return err
}
