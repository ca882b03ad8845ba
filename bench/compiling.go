package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"onrecord/store"
)

// compiling is what it took to make the store.
type compiling struct {
	Took, CPU time.Duration
	Peak      int64         // bytes of memory beyond mapped files, at most
	Files     int64         // bytes of the dataset
	Store     int64         // bytes of the store
	Checking  time.Duration // every byte against the seal, before the store is opened
	Opening   time.Duration
}

// prepare builds the programs, and makes the dataset and the store where they are not there yet. The store is compiled anew
// whenever the program is another.
func (s *stage) prepare(o options) (*compiling, error) {
	if err := os.MkdirAll(s.folder, 0o755); err != nil {
		return nil, err
	}
	say("building")
	if err := s.build(); err != nil {
		return nil, err
	}
	dataset := filepath.Join(s.folder, "dataset")
	if _, err := os.Stat(dataset); errors.Is(err, fs.ErrNotExist) {
		say("writing a dataset of %d statements", o.statements)
		aside := dataset + ".part"
		err := errors.Join(os.RemoveAll(aside),
			run(filepath.Join(s.folder, "generate"), "-statements", strconv.Itoa(o.statements), "-seed", strconv.FormatUint(o.seed, 10), "-o", aside),
			os.Rename(aside, dataset))
		if err != nil {
			return nil, err
		}
	}
	s.store = filepath.Join(s.folder, "onrecord.db")
	say("compiling")
	c, err := compile(filepath.Join(s.folder, "onrecord"), dataset, s.store)
	if err != nil {
		return nil, err
	}
	err = filepath.WalkDir(dataset, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			c.Files += info.Size()
		}
		return err
	})
	return c, err
}

func compile(program, dataset, path string) (*compiling, error) {
	command := exec.Command(program, "compile", dataset, "-o", path)
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	begin := time.Now()
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("compiling: %w", err)
	}
	c := &compiling{}
	ended, watched := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(watched)
		c.Peak = mostMemory(command.Process.Pid, ended)
	}()
	err := command.Wait()
	c.Took = time.Since(begin)
	close(ended)
	<-watched
	if err != nil {
		return nil, fmt.Errorf("compiling: %w\n%.3000s", err, said.Bytes())
	}
	c.CPU = command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	c.Store = info.Size()
	begin = time.Now()
	checked, err := store.Check(path)
	if err != nil {
		return nil, err
	}
	c.Checking = time.Since(begin)
	begin = time.Now()
	opened, err := checked.Open()
	if err != nil {
		return nil, err
	}
	c.Opening = time.Since(begin)
	return c, opened.Close()
}

// mostMemory is how much memory beyond mapped files a process holds at most until it has ended, looked at a hundred times a second.
func mostMemory(process int, ended <-chan struct{}) (most int64) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			return most
		case <-tick.C:
			most = max(most, memoryOf(process))
		}
	}
}

// records counts every record that a store keeps.
func records(s *store.Summary) int {
	return s.Articles + s.Actors + s.Places + s.Events + s.Statements + s.Quantities + s.Reports + s.Figures + s.Accounts + s.Roles + s.Terms
}

func machine() string {
	model := "unknown"
	content, _ := os.ReadFile("/proc/cpuinfo") // where it is not there, the model stays unknown
	for line := range strings.Lines(string(content)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			model = strings.TrimSpace(value)
			break
		}
	}
	total := ""
	content, _ = os.ReadFile("/proc/meminfo")
	if fields := strings.Fields(string(content)); len(fields) > 1 {
		kB, _ := strconv.Atoi(fields[1])
		total = fmt.Sprintf("%d GB of memory", kB>>20)
	}
	load, _ := os.ReadFile("/proc/loadavg")
	busy, _, _ := strings.Cut(string(load), " ")
	return fmt.Sprintf("%s, %s, load %s when the results were written", model, total, busy)
}
