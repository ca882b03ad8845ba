// Package publish keeps a folder of published stores and says which of them is served.
//
//	CURRENT          the pointer: which version is current, and which others are kept; see [List]
//	<seal>.db        a version, a store named by the seal over its bytes; never written again
//	LOCK             locked by whoever publishes
//	new.db, CURRENT.new, .new.db.*   on their way; the next to publish removes what was left of them
//
// Whatever happens to whoever publishes, a reader finds the version before or the new one, whole: each is built beside, synced,
// renamed, and the folder is synced, before anything leads to it. What [Folder.Publish] has returned outlasts a power cut.
package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"onrecord/store"
)

// Keep is how many versions are kept, the newest. The file of an older one that somebody still reads stays until a later
// publishing finds that nobody does.
const Keep = 3

// Pointer is the name of the file that says which version is current.
const Pointer = "CURRENT"

const (
	lockName    = "LOCK"
	newStore    = "new.db"
	newPointer  = Pointer + ".new"
	suffix      = ".db"
	leftovers   = ".new.db." // what the store's writer names its files while it works on new.db
	permissions = 0o644
)

var (
	// ErrBusy is a folder that somebody else is publishing into.
	ErrBusy = errors.New("somebody else is publishing into it; try again when they are done")
	// ErrDamaged is a version whose bytes are not those that were published, or are gone.
	ErrDamaged = errors.New("is damaged")
)

// Folder is a folder of published versions. It is safe for concurrent use, by several processes too.
type Folder struct {
	path string
	disk disk
	now  func() time.Time
}

// At is the folder at a path. Nothing is looked at yet.
func At(path string) *Folder { return &Folder{path: path, disk: realDisk, now: time.Now} }

// Is reports whether a folder has been published into.
func Is(path string) bool {
	info, err := os.Stat(filepath.Join(path, Pointer))
	return err == nil && !info.IsDir()
}

// Path is where a version's store stands.
func (f *Folder) Path(v Version) string { return filepath.Join(f.path, v.Hash+suffix) }

// Publish makes a store the current version, which build writes to a path. The folder is made where only its last element is missing. On an error the
// current version is the one before, or, where the error is of the very last step, the new one; a reader finds either whole.
//
// uncleared says why older versions could not be removed, which harms nobody: the next publishing tries again.
func (f *Folder) Publish(build func(path string) (*store.Store, error)) (v Version, uncleared, err error) {
	if err := f.make(); err != nil {
		return Version{}, nil, f.failed(err)
	}
	err = f.alone(func() error {
		list, err := f.Versions()
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err := f.removeLeftovers(); err != nil {
			return err
		}
		if v, err = f.add(build); err != nil {
			return errors.Join(err, f.removeLeftovers())
		}
		list = list.with(v)
		if err := f.point(list); err != nil {
			return errors.Join(err, f.removeLeftovers())
		}
		uncleared = f.removeOthers(list)
		return nil
	})
	return v, uncleared, f.failed(err)
}

// Rollback makes an older version current: the one that was published before the one that is current, or the one that wanted
// names, by the beginning of its dataset's version or of its hash. The version is looked through first.
func (f *Folder) Rollback(wanted string) (v Version, err error) {
	err = f.alone(func() error {
		list, err := f.Versions()
		if err != nil {
			return err
		}
		if v, err = list.find(wanted); err != nil {
			return err
		}
		s, err := f.open(v)
		if err != nil {
			return err
		}
		if err := s.Close(); err != nil {
			return err
		}
		list.Current = v.Hash
		if err := f.point(list); err != nil {
			return errors.Join(err, f.removeLeftovers())
		}
		return nil
	})
	return v, f.failed(err)
}

// Versions reads the pointer.
func (f *Folder) Versions() (List, error) {
	text, err := readPointer(filepath.Join(f.path, Pointer))
	if err != nil {
		return List{}, err
	}
	list, err := parseList(text)
	if err != nil {
		return List{}, fmt.Errorf("%s is damaged: %w; put it back from a backup, or remove it and publish again", Pointer, err)
	}
	return list, nil
}

// State is another when the current version is, and when its file was written or another was put in its place, as long and as old though
// that may be.
func (f *Folder) State() string {
	text, err := readPointer(filepath.Join(f.path, Pointer))
	if err != nil {
		return err.Error()
	}
	list, err := parseList(text)
	if err != nil {
		return text
	}
	info, err := os.Stat(f.Path(list.current()))
	if err != nil {
		return text + err.Error()
	}
	return fmt.Sprint(text, info.Size(), info.ModTime().UnixNano(), identity(info))
}

// Open opens the current version for reading, after a look at every byte of it. The error is [ErrDamaged] where these are not
// those that were published, and [store.ErrFormat] where this program cannot read them; then nothing is opened in its place.
func (f *Folder) Open() (*store.Store, Version, error) {
	var tried Version
	var refused error
	for {
		list, err := f.Versions()
		if err != nil {
			return nil, Version{}, f.failed(err)
		}
		v := list.current()
		if refused != nil && v == tried {
			return nil, Version{}, f.failed(refused)
		}
		s, err := f.open(v)
		if err == nil {
			return s, v, nil
		}
		tried, refused = v, err // somebody may have published so often meanwhile that this one is gone
	}
}

// Check reads every version and says of each that is damaged what is wrong with it.
func (f *Folder) Check() (faults []string, err error) {
	list, err := f.Versions()
	if err != nil {
		return nil, f.failed(err)
	}
	for _, v := range list.Versions {
		s, err := f.open(v)
		if err == nil {
			err = s.Close()
		}
		if err != nil {
			faults = append(faults, err.Error())
			continue
		}
		found, err := store.Verify(f.Path(v))
		if err != nil {
			found = append(found, err.Error())
		}
		for _, fault := range found {
			faults = append(faults, fmt.Sprintf("version %s: %s", v, fault))
		}
	}
	return faults, nil
}

// open opens a version whose bytes are those that were published. The store holds them against its seal, and the seal is the
// version's name.
func (f *Folder) open(v Version) (*store.Store, error) {
	path := f.Path(v)
	if err := regular(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("version %s %w: %w", v, ErrDamaged, err)
	} else if err != nil {
		return nil, fmt.Errorf("version %s: %w", v, err)
	}
	if size, err := sizeOf(path); err != nil {
		return nil, fmt.Errorf("version %s: %w", v, err)
	} else if size != v.Size {
		return nil, fmt.Errorf("version %s %w: its file has %d bytes and was published with %d", v, ErrDamaged, size, v.Size)
	}
	checked, err := store.Check(path)
	if errors.Is(err, store.ErrDamaged) {
		return nil, fmt.Errorf("version %s %w: its bytes are not those that were published", v, ErrDamaged)
	}
	if err != nil {
		return nil, fmt.Errorf("version %s: %w", v, err)
	}
	if checked.Seal() != v.Hash {
		return nil, errors.Join(fmt.Errorf("version %s %w: another store stands in its place", v, ErrDamaged), checked.Close())
	}
	s, err := checked.Open()
	if err != nil {
		return nil, fmt.Errorf("version %s: %w", v, err)
	}
	return s, nil
}

func sizeOf(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// regular keeps from waiting for a pipe.
func regular(path string) error {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a file", filepath.Base(path))
	}
	return err
}

func (f *Folder) failed(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("publish: %s: %w", f.path, err)
}

// make makes the folder, and sees that it lasts, until something has been published into it.
func (f *Folder) make() error {
	if Is(f.path) {
		return nil
	}
	if err := os.Mkdir(f.path, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return f.disk.sync(filepath.Dir(f.path))
}

// alone runs something while nobody else can publish. The lock is named to the end, so that its handle is not collected,
// which would let go of it in silence.
func (f *Folder) alone(do func() error) (err error) {
	lock := flock.New(filepath.Join(f.path, lockName), flock.SetPermissions(permissions))
	held, err := lock.TryLock()
	if err != nil {
		return err
	}
	if !held {
		return errors.Join(ErrBusy, lock.Close())
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	return do()
}

// add puts a store into the folder, under its seal. Nothing leads to it yet.
func (f *Folder) add(build func(path string) (*store.Store, error)) (Version, error) {
	built := filepath.Join(f.path, newStore)
	s, err := build(built)
	if err != nil {
		return Version{}, err
	}
	v := Version{Hash: s.Seal(), Dataset: s.Dataset().Version, Published: f.now().UTC().Truncate(time.Second)}
	if err := s.Close(); err != nil {
		return Version{}, err
	}
	if v.Size, err = sizeOf(built); err != nil {
		return Version{}, err
	}
	if err := f.disk.sync(built); err != nil {
		return Version{}, err
	}
	if err := f.disk.rename(built, f.Path(v)); err != nil {
		return Version{}, err
	}
	return v, f.disk.sync(f.path)
}

// point replaces the pointer.
func (f *Folder) point(list List) error {
	aside := filepath.Join(f.path, newPointer)
	if err := f.disk.write(aside, []byte(list.String())); err != nil {
		return err
	}
	if err := f.disk.sync(aside); err != nil {
		return err
	}
	if err := f.disk.rename(aside, filepath.Join(f.path, Pointer)); err != nil {
		return err
	}
	return f.disk.sync(f.path)
}

// removeLeftovers removes what somebody left who did not come to an end.
func (f *Folder) removeLeftovers() error {
	// Whoever waits to publish has a scratch already, and may just have removed its name, or have it open: what cannot be removed is no leftover.
	_ = f.removeWhere(func(name string) bool { return strings.HasPrefix(name, store.ScratchName) })
	return f.removeWhere(func(name string) bool {
		return name == newStore || name == newPointer || strings.HasPrefix(name, leftovers)
	})
}

var versionName = regexp.MustCompile(`^[0-9a-f]{64}\.db$`)

// removeOthers removes the versions that are not on the list and that nobody reads. Who has a store open holds a shared lock on
// it.
func (f *Folder) removeOthers(list List) error {
	return f.removeWhere(func(name string) bool {
		if !versionName.MatchString(name) || list.has(strings.TrimSuffix(name, suffix)) {
			return false
		}
		lock := flock.New(filepath.Join(f.path, name), flock.SetFlag(os.O_RDONLY))
		unread, err := lock.TryLock()
		return errors.Join(err, lock.Close()) == nil && unread
	})
}

func (f *Folder) removeWhere(unwanted func(name string) bool) error {
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return err
	}
	for _, e := range slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return !unwanted(e.Name()) }) {
		err = errors.Join(err, f.disk.remove(filepath.Join(f.path, e.Name())))
	}
	return err
}
