package store

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
)

// A damaged page can send bbolt beyond the end of the mapped file or round in a circle, and either ends the process with
// nothing to recover from. So before bbolt is let loose on a doubtful file, its pages are walked here by plain reads.
//
//	page     id 8, flags 2, count 2, overflow 4, then count elements; overflow is how many pages more it takes
//	branch   an element is position 4, key size 4, page 8
//	leaf     an element is flags 4, position 4, key size 4, value size 4; flag 1: the value is a bucket
//	bucket   root page 8, sequence 8; root 0: a leaf page follows in its place
//	meta     magic 4, version 4, page size 4, flags 4, root 8, sequence 8, free list 8, pages 8, transaction 8, checksum 8
//
// Positions count from their element. Numbers are in the machine's own byte order.
const (
	pageHead    = 16
	pageElement = 16
	metaChecked = 56

	pageBranch = 0x01
	pageLeaf   = 0x02
	pageFree   = 0x10
	leafBucket = 0x01

	noFreeList = ^uint64(0)
)

var native = binary.NativeEndian

// walker visits every page that is reached from the root, each once.
type walker struct {
	file    io.ReaderAt
	pages   uint64
	reached map[uint64]bool
	waiting []uint64
	faults  []string
}

// checkPages tells what is wrong with a file's pages, a sentence for each fault.
func checkPages(file io.ReaderAt) []string {
	w := &walker{file: file, reached: map[uint64]bool{}}
	root, free, ok := w.meta()
	if !ok {
		return w.faults
	}
	if free != noFreeList {
		w.freeList(free)
	}
	w.waiting = append(w.waiting, root)
	for len(w.waiting) > 0 {
		id := w.waiting[len(w.waiting)-1]
		w.waiting = w.waiting[:len(w.waiting)-1]
		if page, ok := w.read(id); ok {
			w.elements(id, page)
		}
	}
	return w.faults
}

func (w *walker) fault(format string, args ...any) {
	w.faults = append(w.faults, fmt.Sprintf(format, args...))
}

// meta reads both meta pages and follows the younger sound one, as bbolt does.
func (w *walker) meta() (root, free uint64, ok bool) {
	var youngest uint64
	for id := range int64(2) {
		page := make([]byte, pageHead+metaChecked+8)
		if _, err := w.file.ReadAt(page, id*PageSize); err != nil {
			w.fault("meta page %d cannot be read: %v", id, err)
			continue
		}
		meta := page[pageHead:]
		sum := fnv.New64a()
		_, _ = sum.Write(meta[:metaChecked])
		if sum.Sum64() != native.Uint64(meta[metaChecked:]) {
			w.fault("meta page %d is damaged: its checksum is wrong", id)
			continue
		}
		if size := native.Uint32(meta[8:]); size != PageSize {
			w.fault("meta page %d says that pages have %d bytes, and a store's have %d", id, size, PageSize)
			continue
		}
		if transaction := native.Uint64(meta[48:]); !ok || transaction > youngest {
			youngest, ok = transaction, true
			root, free, w.pages = native.Uint64(meta[16:]), native.Uint64(meta[32:]), native.Uint64(meta[40:])
		}
	}
	return root, free, ok
}

// read gives a page with all its overflow, once.
func (w *walker) read(id uint64) ([]byte, bool) {
	if id < 2 || id >= w.pages {
		w.fault("page %d is referred to, and the file has the pages 2 to %d", id, w.pages-1)
		return nil, false
	}
	head := make([]byte, pageHead)
	if _, err := w.file.ReadAt(head, int64(id)*PageSize); err != nil {
		w.fault("page %d cannot be read: %v", id, err)
		return nil, false
	}
	if said := native.Uint64(head); said != id {
		w.fault("page %d is damaged: it says it is page %d", id, said)
		return nil, false
	}
	last := id + uint64(native.Uint32(head[12:]))
	if last >= w.pages {
		w.fault("page %d is damaged: it reaches to page %d of %d", id, last, w.pages-1)
		return nil, false
	}
	for p := id; p <= last; p++ {
		if w.reached[p] {
			w.fault("page %d is reached twice", p)
			return nil, false
		}
		w.reached[p] = true
	}
	page := make([]byte, (last-id+1)*PageSize)
	if _, err := w.file.ReadAt(page, int64(id)*PageSize); err != nil {
		w.fault("page %d cannot be read: %v", id, err)
		return nil, false
	}
	return page, true
}

// freeList sees that the list of free pages ends within its page.
func (w *walker) freeList(id uint64) {
	page, ok := w.read(id)
	if !ok {
		return
	}
	count := uint64(native.Uint16(page[10:]))
	if count == 0xFFFF {
		count = native.Uint64(page[pageHead:]) + 1
	}
	if native.Uint16(page[8:]) != pageFree || count > uint64(len(page)-pageHead)/8 {
		w.fault("page %d is damaged: it should be the list of free pages", id)
	}
}

// elements sees that every key and value lies within its page, and notes the pages they lead to.
func (w *walker) elements(id uint64, page []byte) {
	flags, count := native.Uint16(page[8:]), int(native.Uint16(page[10:]))
	if flags != pageBranch && flags != pageLeaf || flags == pageBranch && count == 0 || pageHead+count*pageElement > len(page) {
		w.fault("page %d is damaged: it has the flags %#x and %d elements", id, flags, count)
		return
	}
	for i := range count {
		at := pageHead + i*pageElement
		element := page[at : at+pageElement]
		position, key, value := uint64(native.Uint32(element)), uint64(native.Uint32(element[4:])), uint64(0)
		if flags == pageLeaf {
			position, key, value = key, uint64(native.Uint32(element[8:])), uint64(native.Uint32(element[12:]))
		}
		from := uint64(at) + position
		if from+key+value > uint64(len(page)) {
			w.fault("page %d is damaged: entry %d lies outside it", id, i)
			return
		}
		switch {
		case flags == pageBranch:
			w.waiting = append(w.waiting, native.Uint64(element[8:]))
		case native.Uint32(element)&leafBucket != 0:
			w.bucket(id, page[from+key:from+key+value])
		}
	}
}

// bucket follows a bucket to its root page, which may stand in the value itself.
func (w *walker) bucket(id uint64, value []byte) {
	switch {
	case len(value) < 16:
		w.fault("page %d is damaged: a bucket in it is cut short", id)
	case native.Uint64(value) != 0:
		w.waiting = append(w.waiting, native.Uint64(value))
	case len(value) < 16+pageHead || native.Uint16(value[16+8:]) != pageLeaf:
		w.fault("page %d is damaged: a bucket in it is no page", id)
	default:
		w.elements(id, value[16:])
	}
}
