package store

// aside are records that are put into a scratch while a store is built, to be read again: packed as in a store, in the order of their keys.
type aside struct {
	scratch *scratch
	packing packer
	shelves []stretchOf
	count   int
}

// stretchOf is a stretch of a scratch.
type stretchOf struct {
	offset int64
	long   int
}

// Put puts a shelf aside, for the packer.
func (a *aside) Put(_, shelf []byte) error {
	offset, err := a.scratch.add(shelf)
	a.shelves = append(a.shelves, stretchOf{offset, len(shelf)})
	return err
}

func (a *aside) add(key, record []byte) error {
	a.count++
	return a.packing.add(a, key, record)
}

func (a *aside) addAll(e *entries) error {
	for key, record := range e.all() {
		if err := a.add(key, record); err != nil {
			return err
		}
	}
	return nil
}

// end is called when nothing more comes.
func (a *aside) end() error { return a.packing.end(a) }

// open has the records read; all is what is in the scratch.
func (a *aside) open(all []byte) *tables {
	b := &bucket{count: a.count}
	for _, s := range a.shelves {
		b.shelves = append(b.shelves, all[s.offset:s.offset+int64(s.long):s.offset+int64(s.long)])
	}
	t := &tables{record: b}
	for noun := range nounCodes {
		t.records[noun] = b.seek([]byte{byte(noun)})
	}
	return t
}
