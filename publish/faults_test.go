package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// before runs something before each step of a disk, and nothing of the step where that fails; after, behind it.
func (d disk) around(before, after func(step string) error) disk {
	around := func(step string, do func() error) error {
		if err := before(step); err != nil {
			return err
		}
		return errors.Join(do(), after(step))
	}
	return disk{
		write: func(path string, content []byte) error {
			return around("write", func() error { return d.write(path, content) })
		},
		sync:   func(path string) error { return around("sync", func() error { return d.sync(path) }) },
		rename: func(from, to string) error { return around("rename", func() error { return d.rename(from, to) }) },
		remove: func(path string) error { return around("remove", func() error { return d.remove(path) }) },
	}
}

func nothing(string) error { return nil }

// inPlace is the disk of whoever thinks that writing over a file is as good as replacing it. It is the control of the tests below:
// halfway is a step of its own.
func inPlace(d disk, halfway func(step string) error) disk {
	careless := d
	careless.rename = func(from, to string) error {
		content, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		if err := os.WriteFile(to, content[:len(content)/2], permissions); err != nil {
			return err
		}
		if err := halfway("rename, halfway"); err != nil {
			return err
		}
		return errors.Join(os.WriteFile(to, content, permissions), os.Remove(from))
	}
	return careless
}

var errInjected = errors.New("made to fail")

// outlivesFailures publishes again and again while the n-th step fails, for every n, before it has an effect or after it.
// Whatever failed, there has to be an error, one of the two editions has to be served whole, and the next publishing has to come to
// its end and leave nothing lying about.
func outlivesFailures(t *testing.T, disks func(fail func(step string) error) disk) (steps []string, err error) {
	for _, late := range []bool{false, true} {
		for n := 1; ; n++ {
			f := fresh(t)
			for e := range Keep + 1 {
				publish(t, f, e)
			}
			count, failed := 0, ""
			fail := func(step string) error {
				if count++; count != n {
					return nil
				}
				failed = step
				return errInjected
			}
			sound := f.disk
			if f.disk = disks(fail).around(fail, nothing); late {
				f.disk = disks(nothing).around(nothing, fail)
			}
			_, uncleared, err := f.Publish(building(edition(9)))
			if failed == "" {
				break
			}
			steps = append(steps, failed)
			what := fmt.Sprintf("step %d, a %s, fails (after its effect: %t)", n, failed, late)
			if err == nil && !(failed == "remove" && errors.Is(uncleared, errInjected)) {
				return steps, fmt.Errorf("%s, and no error tells of it", what)
			}
			if got, err := served(f); err != nil || got != Keep && got != 9 {
				return steps, fmt.Errorf("%s, and what is served is %d, %w", what, got, err)
			}
			f.disk = sound
			last := publish(t, f, 10)
			serves(t, f, 10)
			list, err := f.Versions()
			must(t, err)
			if list.Versions[0] != last {
				return steps, fmt.Errorf("%s, and the next version is not the newest", what)
			}
			holds(t, f, list.Versions...)
		}
	}
	return steps, nil
}

func TestEveryStepMayFail(t *testing.T) {
	steps, err := outlivesFailures(t, func(func(string) error) disk { return realDisk })
	if err != nil {
		t.Error(err)
	}
	for step, least := range map[string]int{"write": 2, "sync": 8, "rename": 4, "remove": 2} {
		if n := strings.Count(strings.Join(steps, " "), step); n < least {
			t.Errorf("%d times a %s failed, want %d at the least; the steps were %v", n, step, least, steps)
		}
	}
	if _, err := outlivesFailures(t, func(fail func(string) error) disk { return inPlace(realDisk, fail) }); err == nil {
		t.Error("control: a publisher that writes over the pointer passes, so this test sees nothing")
	}
}

// The child process of the tests that kill: it publishes edition 9, and dies at the n-th step.
const (
	childFolder   = "ONRECORD_TEST_PUBLISH"
	childDiesAt   = "ONRECORD_TEST_DIES_AT"
	childLate     = "ONRECORD_TEST_LATE"
	childCareless = "ONRECORD_TEST_CARELESS"
)

func TestMain(m *testing.M) {
	if folder := os.Getenv(childFolder); folder != "" {
		os.Exit(publishAndDie(folder))
	}
	os.Exit(m.Run())
}

func publishAndDie(folder string) int {
	f := At(folder)
	n, err := strconv.Atoi(os.Getenv(childDiesAt))
	if err != nil {
		return 3
	}
	die := func(string) error {
		if n--; n == 0 {
			return syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
		return nil
	}
	if os.Getenv(childCareless) != "" {
		f.disk = inPlace(f.disk, die)
	}
	if os.Getenv(childLate) == "" {
		f.disk = f.disk.around(die, nothing)
	} else {
		f.disk = f.disk.around(nothing, die)
	}
	if _, uncleared, err := f.Publish(building(edition(9))); errors.Join(err, uncleared) != nil {
		fmt.Fprintln(os.Stderr, err, uncleared)
		return 2
	}
	return 0
}

// outlivesKills has the publisher killed with SIGKILL at every step.
func outlivesKills(t *testing.T, settings ...string) (killed int, err error) {
	for _, late := range []string{"", "yes"} {
		for n := 1; ; n++ {
			f := fresh(t)
			for e := range Keep + 1 {
				publish(t, f, e)
			}
			child := exec.Command(os.Args[0])
			child.Env = append(os.Environ(), append(settings, childFolder+"="+f.path, childDiesAt+"="+strconv.Itoa(n), childLate+"="+late)...)
			out, failed := child.CombinedOutput()
			if failed == nil {
				serves(t, f, 9)
				break
			}
			if status, ok := child.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
				t.Fatalf("the publisher was not killed: %v\n%s", failed, out)
			}
			killed++
			if got, err := served(f); err != nil || got != Keep && got != 9 {
				return killed, fmt.Errorf("killed at step %d, what is served is %d, %w", n, got, err)
			}
			publish(t, f, 10) // the dead hold no lock
			list, err := f.Versions()
			must(t, err)
			holds(t, f, list.Versions...)
		}
	}
	return killed, nil
}

func TestThePublisherMayBeKilledAtEveryStep(t *testing.T) {
	killed, err := outlivesKills(t)
	if err != nil {
		t.Error(err)
	}
	if killed < 16 {
		t.Errorf("the publisher was killed %d times, want 16 at the least", killed)
	}
	if _, err := outlivesKills(t, childCareless+"=yes"); err == nil {
		t.Error("control: a publisher that writes over the pointer passes, so this test sees nothing")
	}
}

func TestAFolderThatMayNotBeWritten(t *testing.T) {
	f := fresh(t)
	v := publish(t, f, 1)
	must(t, os.Chmod(f.path, 0o555))
	t.Cleanup(func() { _ = os.Chmod(f.path, 0o755) })
	if probe, err := os.CreateTemp(f.path, "probe"); err == nil {
		must(t, errors.Join(probe.Close(), os.Remove(probe.Name())))
		t.Skip("this user may write everywhere; TestAReadOnlyDisk does the same with a disk")
	}
	if _, _, err := f.Publish(building(edition(2))); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("published into a read-only folder: %v", err)
	}
	serves(t, f, 1)
	holds(t, f, v)
}

// mounted mounts a file system for as long as a test runs.
func mounted(t *testing.T, kind, device, options string) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("needs root, to mount a file system")
	}
	at := t.TempDir()
	if out, err := exec.Command("mount", "-t", kind, "-o", options, device, at).CombinedOutput(); err != nil {
		t.Skipf("no %s can be mounted here: %s", kind, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", at).CombinedOutput(); err != nil {
			t.Errorf("%s", out)
		}
	})
	return at
}

func TestAReadOnlyDisk(t *testing.T) {
	f := fresh(t)
	f.path = filepath.Join(mounted(t, "tmpfs", "tmpfs", "size=64m"), "versions")
	versions := []Version{publish(t, f, 1), publish(t, f, 2)}
	remount := func(how string) {
		if out, err := exec.Command("mount", "-o", "remount,"+how, filepath.Dir(f.path)).CombinedOutput(); err != nil {
			t.Fatalf("%s", out)
		}
	}
	remount("ro")
	defer remount("rw")
	if _, _, err := f.Publish(building(edition(3))); !errors.Is(err, syscall.EROFS) {
		t.Errorf("published onto a read-only disk: %v", err)
	}
	if _, err := f.Rollback(""); !errors.Is(err, syscall.EROFS) {
		t.Errorf("rolled back on a read-only disk: %v", err)
	}
	serves(t, f, 2)
	holds(t, f, versions...)
}

// The disk is full at every stage of publishing: it has room for one page more each time, until there is enough.
func TestAFullDisk(t *testing.T) {
	f := fresh(t)
	disk := mounted(t, "tmpfs", "tmpfs", "size=64m")
	f.path = filepath.Join(disk, "versions")
	publish(t, f, 1)
	v := publish(t, f, 2)
	var free syscall.Statfs_t
	must(t, syscall.Statfs(disk, &free))
	page := int(free.Bsize)
	ballast := filepath.Join(disk, "ballast")
	refused := 0
	for room := 0; ; room++ {
		must(t, os.WriteFile(ballast, make([]byte, (int(free.Bfree)-room)*page), permissions))
		_, _, err := f.Publish(building(edition(3)))
		must(t, os.Remove(ballast))
		if err == nil {
			break
		}
		refused++
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatalf("with room for %d pages: %v, want that the disk is full", room, err)
		}
		serves(t, f, 2)
	}
	if pages := int(v.Size) / page; refused < pages {
		t.Errorf("refused with room for up to %d pages, and a store has %d", refused, pages)
	}
	serves(t, f, 3)
	list, err := f.Versions()
	must(t, err)
	holds(t, f, list.Versions...)
}
