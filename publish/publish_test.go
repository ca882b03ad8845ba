package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gofrs/flock"
	"github.com/google/go-cmp/cmp"

	"onrecord/store"
)

func TestWhatIsPublishedIsServed(t *testing.T) {
	f := fresh(t)
	f.path = filepath.Join(f.path, "made") // the first publishing makes the folder
	for n := range 3 {
		v := publish(t, f, n)
		serves(t, f, n)
		list, err := f.Versions()
		must(t, err)
		if diff := cmp.Diff(v, list.Versions[0]); diff != "" || list.Current != v.Hash {
			t.Errorf("the pointer says otherwise (-published +pointer):\n%s", diff)
		}
	}
	list, err := f.Versions()
	must(t, err)
	if got := list.Versions[0].Published.String(); got != "2026-11-21 07:03:30 +0000 UTC" {
		t.Errorf("the third is told to be of %s", got)
	}
	holds(t, f, list.Versions...)
	faults, err := f.Check()
	if must(t, err); len(faults) > 0 {
		t.Error(faults)
	}
}

// The same dataset is the same file, so it is a version once.
func TestTheSameDatasetIsOneVersion(t *testing.T) {
	f := fresh(t)
	first := publish(t, f, 1)
	publish(t, f, 2)
	again := publish(t, f, 1)
	list, err := f.Versions()
	must(t, err)
	if first.Hash != again.Hash || len(list.Versions) != 2 || list.Versions[0] != again {
		t.Errorf("%s was published twice, and the list is\n%s", first, list)
	}
	serves(t, f, 1)
}

func TestOldVersionsGoWhenNobodyReadsThem(t *testing.T) {
	f := fresh(t)
	first := publish(t, f, 1)
	read, _, err := f.Open()
	must(t, err)
	var later []Version
	for n := 2; n <= 5; n++ {
		later = append(later, publish(t, f, n))
	}
	holds(t, f, append(later[1:], first)...)
	if events, err := read.Events(nil, nil, store.Page{}); err != nil || events.TotalCount != 1 {
		t.Errorf("who reads the first version finds %v, %v", events, err)
	}
	must(t, read.Close())
	later = append(later, publish(t, f, 6))
	holds(t, f, later[2:]...)
}

func TestRollback(t *testing.T) {
	f := fresh(t)
	if _, err := f.Rollback(""); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an empty folder is rolled back: %v", err)
	}
	var all []Version
	for n := 1; n <= 3; n++ {
		all = append(all, publish(t, f, n))
	}
	for _, step := range []struct {
		wanted string
		serves int
		says   string
	}{
		{"", 2, ""}, {"", 1, ""}, {"", 1, "there is no version before 1+"}, {all[2].Hash[:12], 3, ""}, {all[1].Dataset, 2, ""},
		{"3+nothing", 2, `no version is named "3+nothing"; there are 3+`}, {all[0].Hash, 1, ""},
	} {
		_, err := f.Rollback(step.wanted)
		if (err == nil) != (step.says == "") || err != nil && !strings.Contains(err.Error(), step.says) {
			t.Errorf("back to %q: %v, want %q", step.wanted, err, step.says)
		}
		serves(t, f, step.serves)
	}
	if list, err := f.Versions(); err != nil || list.Versions[0] != all[2] {
		t.Errorf("going back has changed the order of the versions: %v, %v", list, err)
	}
	// A version that is damaged is not gone back to.
	content, err := os.ReadFile(f.Path(all[1]))
	must(t, err)
	content[len(content)/2] ^= 1
	must(t, os.WriteFile(f.Path(all[1]), content, permissions))
	if _, err := f.Rollback(all[1].Dataset); !errors.Is(err, ErrDamaged) {
		t.Errorf("a damaged version is made current: %v", err)
	}
	serves(t, f, 1)
	// What is published after a rollback is the newest; what was current is one of those before it, or goes.
	all = append(all, publish(t, f, 4))
	holds(t, f, all[1:]...)
}

// A published file is replaced by its like and never written, so publishing a version again mends it.
func TestPublishingAgainMendsAVersion(t *testing.T) {
	f := fresh(t)
	v := publish(t, f, 1)
	read, _, err := f.Open()
	must(t, err)
	defer read.Close()
	must(t, os.Rename(f.Path(v), f.Path(v)+".aside"))
	must(t, os.WriteFile(f.Path(v), []byte("not a store"), permissions))
	if _, err := served(f); !errors.Is(err, ErrDamaged) {
		t.Fatalf("a damaged version is served: %v", err)
	}
	publish(t, f, 1)
	serves(t, f, 1)
}

func TestOnePublishesAtATime(t *testing.T) {
	f := fresh(t)
	v := publish(t, f, 1)
	other := flock.New(filepath.Join(f.path, lockName))
	held, err := other.TryLock()
	must(t, err)
	if !held {
		t.Fatal("the lock is still held after publishing")
	}
	if _, _, err := f.Publish(building(edition(2))); !errors.Is(err, ErrBusy) {
		t.Errorf("two publish at once: %v", err)
	}
	if _, err := f.Rollback(""); !errors.Is(err, ErrBusy) {
		t.Errorf("somebody rolls back while another publishes: %v", err)
	}
	serves(t, f, 1) // readers do not mind
	holds(t, f, v)
	must(t, other.Close())
	publish(t, f, 2)
}

func TestFoldersThatAreNone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, permissions))
	for what, f := range map[string]*Folder{"missing": At(filepath.Join(t.TempDir(), "a", "b")), "a file": At(file), "empty": At(t.TempDir())} {
		if _, _, err := f.Open(); err == nil || Is(f.path) {
			t.Errorf("%s: opened", what)
		}
		if _, err := f.Versions(); err == nil {
			t.Errorf("%s: has versions", what)
		}
		if what != "empty" {
			if _, _, err := f.Publish(building(edition(1))); err == nil {
				t.Errorf("%s: published into", what)
			}
		}
	}
}

// A pointer in which one byte is another is refused, and with it what it leads to.
func TestAnyByteOfThePointerCounts(t *testing.T) {
	f := fresh(t)
	publish(t, f, 1)
	publish(t, f, 2)
	path := filepath.Join(f.path, Pointer)
	sound, err := os.ReadFile(path)
	must(t, err)
	for i := range sound {
		for bit := range 8 {
			damaged := slices.Clone(sound)
			damaged[i] ^= 1 << bit
			if _, err := parseList(string(damaged)); err == nil {
				t.Fatalf("bit %d of byte %d is turned, and the pointer is taken:\n%s", bit, i, damaged)
			}
		}
		if _, err := parseList(string(sound[:i])); err == nil {
			t.Fatalf("%d bytes of the pointer are taken", i)
		}
	}
	for what, content := range map[string][]byte{"long": make([]byte, maxPointer+1), "empty": nil} {
		must(t, os.WriteFile(path, content, permissions))
		if _, err := f.Versions(); err == nil {
			t.Errorf("%s: taken", what)
		}
	}
	if _, _, err := f.Publish(building(edition(3))); err == nil || !strings.Contains(err.Error(), "put it back from a backup, or remove it") {
		t.Errorf("a folder with a damaged pointer is published into: %v", err)
	}
	must(t, os.WriteFile(path, sound, permissions))
	serves(t, f, 2)
}

// What a backup puts back is as long and as old as what was damaged.
func TestAFilePutBackIsAnotherState(t *testing.T) {
	f := fresh(t)
	path := f.Path(publish(t, f, 1))
	info, err := os.Stat(path)
	must(t, err)
	if identity(info) == "" {
		t.Skip("files have no identity here")
	}
	before := f.State()
	if again := f.State(); again != before {
		t.Errorf("the state is %q and then %q, and nothing has changed", before, again)
	}
	content, err := os.ReadFile(path)
	must(t, err)
	aside := filepath.Join(t.TempDir(), "backup")
	must(t, os.WriteFile(aside, content, 0o644))
	must(t, os.Chtimes(aside, info.ModTime(), info.ModTime()))
	must(t, os.Rename(aside, path))
	if put := f.State(); put == before {
		t.Error("another file has taken its place, and the state is as before")
	}
}

// Whatever a pointer holds, it is refused, or is written back byte by byte.
func FuzzPointer(f *testing.F) {
	of := func(versions ...Version) string { return List{Current: versions[0].Hash, Versions: versions}.String() }
	a := Version{Hash: strings.Repeat("a1", 32), Size: 4096, Dataset: "2026.2+e7cbadf40143"}
	b := Version{Hash: strings.Repeat("b2", 32), Size: 1, Dataset: "an \"edition\"\n+x"}
	for _, seed := range []string{of(a), of(a, b), of(b, a), "", heading, heading + closing, of(a) + "\n", strings.Replace(of(a), "current", "", 1)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l, err := parseList(text)
		if err != nil {
			return
		}
		if l.String() != text {
			t.Fatalf("%q is written back as %q", text, l)
		}
		if v, err := l.find(""); err == nil && v.Hash == l.current().Hash {
			t.Fatalf("back from %s to itself", v)
		}
	})
}

// What a fuzzer hardly reaches, since the sum keeps it out: lists with the right sum and wrong lines.
func TestListsThatAreWrong(t *testing.T) {
	a := Version{Hash: strings.Repeat("a1", 32), Size: 4096, Dataset: "1+x"}
	for what, l := range map[string]List{
		"none current": {Versions: []Version{a}}, "twice": {Current: a.Hash, Versions: []Version{a, a}}, "empty": {},
		"a short hash": {Current: "ab", Versions: []Version{{Hash: "ab", Dataset: "1"}}}, "a negative size": {Current: a.Hash, Versions: []Version{{Hash: a.Hash, Size: -1}}},
		"a path for a hash": {Current: "../" + a.Hash[3:], Versions: []Version{{Hash: "../" + a.Hash[3:]}}},
	} {
		if got, err := parseList(l.String()); err == nil {
			t.Errorf("%s: taken as %+v", what, got)
		}
	}
	if _, err := parseList(List{Current: a.Hash, Versions: []Version{a}}.String()); err != nil {
		t.Errorf("a sound list is refused: %v", err)
	}
}

// What a publisher that was stopped has left is removed by the next one.
func TestLeftoversAreRemoved(t *testing.T) {
	f := fresh(t)
	publish(t, f, 1)
	left := []string{newStore, newPointer, leftovers + "123", store.ScratchName + "123"}
	for _, name := range left {
		must(t, os.WriteFile(filepath.Join(f.path, name), []byte("half of it"), 0o600))
	}
	publish(t, f, 2)
	for _, name := range left {
		if _, err := os.Stat(filepath.Join(f.path, name)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is there: %v", name, err)
		}
	}
}
