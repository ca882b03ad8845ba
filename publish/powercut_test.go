package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// A power cut is played through in a model of the least that a file system promises: what was written to a file is there for
// certain only after the file was synced, and a change of the folder only after the folder was. What is not certain is there or
// not, in any combination: of changes to the folder any may be missing, and a file may be empty, cut in half, zeros or whole.

// content is what a file has. Two files with the same bytes have two.
type content struct{ bytes []byte }

// change is one change of the folder: the name has the content, or is gone.
type change struct {
	name string
	has  *content
}

// recorder is a disk that notes down what was done to it. What the store's writer does is noted as if nothing of it were synced.
type recorder struct {
	t        *testing.T
	steps    []func(*model)
	names    map[string]*content
	editions []int // after each step, the edition that was acknowledged last
	inFlight []int // after each step, the edition that is on its way
	acked    int
	coming   int
}

func (r *recorder) note(step func(*model)) {
	r.steps, r.editions, r.inFlight = append(r.steps, step), append(r.editions, r.acked), append(r.inFlight, r.coming)
}

func (r *recorder) enter(name string, c *content) {
	r.names[name] = c
	r.note(func(m *model) { m.pending = append(m.pending, change{name, c}) })
}

// known is what a name has; of a file that appeared without our doing, the store's writer's.
func (r *recorder) known(path string) *content {
	name := filepath.Base(path)
	if r.names[name] == nil {
		written, err := os.ReadFile(path)
		must(r.t, err)
		r.enter(name, &content{bytes: written})
	}
	return r.names[name]
}

func (r *recorder) disk(syncs bool) disk {
	return disk{
		write: func(path string, written []byte) error {
			r.enter(filepath.Base(path), &content{bytes: written})
			return realDisk.write(path, written)
		},
		sync: func(path string) error {
			info, err := os.Stat(path)
			switch {
			case err != nil || !syncs:
			case info.IsDir():
				r.note((*model).syncFolder)
			default:
				c := r.known(path)
				r.note(func(m *model) { m.synced[c] = true })
			}
			return err
		},
		rename: func(from, to string) error {
			c := r.known(from)
			r.names[filepath.Base(to)] = c
			delete(r.names, filepath.Base(from))
			r.note(func(m *model) {
				m.pending = append(m.pending, change{filepath.Base(to), c}, change{name: filepath.Base(from)})
			})
			return realDisk.rename(from, to)
		},
		remove: func(path string) error {
			delete(r.names, filepath.Base(path))
			r.note(func(m *model) { m.pending = append(m.pending, change{name: filepath.Base(path)}) })
			return realDisk.remove(path)
		},
	}
}

// model is the disk as it is after some steps.
type model struct {
	certain map[string]*content
	pending []change
	synced  map[*content]bool
}

func (m *model) syncFolder() {
	for _, c := range m.pending {
		m.certain[c.name] = c.has
	}
	m.pending = nil
}

// allSynced reports whether nothing of what a file has is uncertain.
func (m *model) allSynced() bool {
	certain := func(c *content) bool { return c == nil || m.synced[c] }
	for _, c := range m.certain {
		if !certain(c) {
			return false
		}
	}
	return !slices.ContainsFunc(m.pending, func(c change) bool { return !certain(c.has) })
}

// cut is the folder after a power cut: of the pending changes those that which says, and of what is not synced what state says.
func (m *model) cut(which uint64, state int) map[string][]byte {
	names := map[string]*content{}
	for name, c := range m.certain {
		names[name] = c
	}
	for i, c := range m.pending {
		if which&(1<<i) != 0 {
			names[c.name] = c.has
		}
	}
	left := map[string][]byte{}
	for name, c := range names {
		switch {
		case c == nil:
		case m.synced[c]:
			left[name] = c.bytes
		default:
			left[name] = [][]byte{c.bytes, nil, c.bytes[:len(c.bytes)/2], make([]byte, len(c.bytes))}[state]
		}
	}
	return left
}

// outlivesPowerCuts publishes a few editions and cuts the power after every step, with every combination of what may have been
// lost. Each time the edition that was acknowledged last has to be served, or the one on its way.
func outlivesPowerCuts(t *testing.T, syncs bool) (cuts int, err error) {
	f := fresh(t)
	r := &recorder{t: t, names: map[string]*content{}}
	f.disk = r.disk(syncs)
	for n := 1; n <= Keep+3; n++ {
		r.coming = n
		publish(t, f, n)
		r.acked = n
	}
	r.coming = Keep + 2
	if _, err := f.Rollback(""); err != nil {
		t.Fatal(err)
	}
	r.acked = Keep + 2
	r.note(func(*model) {})
	pool := &pool{folder: t.TempDir(), files: map[string]string{}}
	m := &model{certain: map[string]*content{}, synced: map[*content]bool{}}
	for i, step := range r.steps {
		step(m)
		random := rand.New(rand.NewPCG(uint64(i), 1))
		const most = 8 // changes that are tried in every combination; of more, as many at random
		for n := range uint64(1) << min(len(m.pending), most) {
			which := n
			if len(m.pending) > most {
				which = random.Uint64()
			}
			for state := range 4 {
				if state > 0 && m.allSynced() {
					break
				}
				cuts++
				after := At(t.TempDir())
				pool.lay(t, after.path, m.cut(which, state))
				got, err := served(after)
				switch {
				case errors.Is(err, fs.ErrNotExist) && r.editions[i] == 0 && !Is(after.path): // nothing was published yet
				case err != nil || got != r.editions[i] && got != r.inFlight[i]:
					return cuts, fmt.Errorf("the power is cut after step %d, with the changes %b and the state %d: edition %d was acknowledged and %d on its way, and what is served is %d, %w",
						i, which, state, r.editions[i], r.inFlight[i], got, err)
				}
				if cuts%10 == 0 { // whatever lies about is no hindrance
					publish(t, after, 10)
					serves(t, after, 10)
				}
				must(t, os.RemoveAll(after.path))
			}
		}
	}
	return cuts, nil
}

// pool keeps one file of each content, to make links to.
type pool struct {
	folder string
	files  map[string]string
}

func (p *pool) lay(t *testing.T, folder string, files map[string][]byte) {
	for name, content := range files {
		if p.files[string(content)] == "" {
			p.files[string(content)] = filepath.Join(p.folder, strconv.Itoa(len(p.files)))
			must(t, os.WriteFile(p.files[string(content)], content, permissions))
		}
		must(t, os.Link(p.files[string(content)], filepath.Join(folder, name)))
	}
	for content, file := range p.files {
		if now, err := os.ReadFile(file); err != nil || string(now) != content {
			t.Fatal("a file that was there was written to")
		}
	}
}

func TestAPowerCutLosesNothingThatWasAcknowledged(t *testing.T) {
	cuts, err := outlivesPowerCuts(t, true)
	if err != nil {
		t.Error(err)
	}
	if cuts < 300 {
		t.Errorf("the power was cut %d times, want 300 at the least", cuts)
	}
	t.Logf("%d power cuts", cuts)
	if _, err := outlivesPowerCuts(t, false); err == nil {
		t.Error("control: a publisher that syncs nothing passes, so this test sees nothing")
	}
}

// The same on a real file system, which is told to lose all that it has not yet written to its device, as xfstests do it.
func cutPower(t *testing.T, folder string) {
	t.Helper()
	const (
		shutdown   = 0x8004587d // FS_IOC_SHUTDOWN: _IOR('X', 125, __u32)
		noLogFlush = 2          // the journal is lost too
	)
	at, err := os.Open(folder)
	must(t, err)
	if err := unix.IoctlSetPointerInt(int(at.Fd()), shutdown, noLogFlush); err != nil {
		must(t, at.Close())
		t.Skipf("this file system cannot be shut down: %v", err)
	}
	must(t, at.Close())
}

// outlivesRealPowerCuts publishes and cuts the power as soon as the publisher is done, or somewhere on the way.
func outlivesRealPowerCuts(t *testing.T, kind string, cuts int, syncs bool) error {
	if os.Geteuid() != 0 {
		t.Skip("needs root, to mount a file system")
	}
	image := filepath.Join(t.TempDir(), "image")
	must(t, os.WriteFile(image, nil, permissions))
	must(t, os.Truncate(image, 400<<20))
	if out, err := exec.Command("mkfs."+kind, "-q", image).CombinedOutput(); err != nil {
		t.Skipf("no %s can be made here: %v %s", kind, err, out)
	}
	// One device for all mounts: mount's own would be another each time, with the last perhaps still being cleared away.
	out, err := exec.Command("losetup", "--find", "--show", image).CombinedOutput()
	if err != nil {
		t.Skipf("no loop device can be had here: %s", out)
	}
	device := string(bytes.TrimSpace(out))
	defer func() {
		if out, err := exec.Command("losetup", "--detach", device).CombinedOutput(); err != nil {
			t.Errorf("%s", out)
		}
	}()
	at := t.TempDir()
	mount := func() {
		if out, err := exec.Command("mount", "-t", kind, device, at).CombinedOutput(); err != nil {
			t.Skipf("no %s can be mounted here: %s", kind, bytes.TrimSpace(out))
		}
	}
	unmount := func() {
		if out, err := exec.Command("umount", at).CombinedOutput(); err != nil {
			t.Fatalf("%s", out)
		}
	}
	mount()
	defer unmount()
	f := fresh(t)
	f.path = filepath.Join(at, "versions")
	if !syncs {
		f.disk.sync = func(string) error { return nil }
	}
	sound := f.disk
	var lost []string
	acked := 0
	for i := range cuts {
		n := 1 + i%7
		dies := i % 14 // at which step; where there are fewer, after the last
		cutAlready := false
		f.disk = sound.around(func(string) error {
			if dies--; dies == 0 && acked > 0 {
				cutAlready = true
				cutPower(t, at)
			}
			return nil
		}, nothing)
		_, uncleared, err := f.Publish(building(edition(n)))
		if !cutAlready {
			must(t, errors.Join(err, uncleared))
			cutPower(t, at)
		}
		before := acked
		if err == nil {
			acked = n
		}
		unmount()
		mount()
		f.disk = sound
		if got, err := served(f); err != nil || got != acked && (got != n || acked != before) {
			lost = append(lost, fmt.Sprintf("cut %d: edition %d was acknowledged, and what is served is %d, %v", i, acked, got, err))
			if err := os.RemoveAll(f.path); err != nil {
				return errors.Join(err, errors.New(strings.Join(lost, "\n")))
			}
			acked = 0
		}
	}
	if len(lost) > 0 {
		return fmt.Errorf("%d of %d power cuts lost a version:\n%s", len(lost), cuts, strings.Join(lost, "\n"))
	}
	return nil
}

func TestARealPowerCut(t *testing.T) {
	for _, kind := range []string{"ext4", "xfs"} {
		t.Run(kind, func(t *testing.T) {
			cuts := times(10, 100)
			if err := outlivesRealPowerCuts(t, kind, cuts, true); err != nil {
				t.Error(err)
			}
			t.Logf("%d power cuts on %s", cuts, kind)
			if err := outlivesRealPowerCuts(t, kind, 10, false); err == nil {
				t.Error("control: a publisher that syncs nothing passes, so this test sees nothing")
			} else {
				t.Logf("control, without syncs: %.60s…", err)
			}
		})
	}
}
