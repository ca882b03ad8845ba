package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// process is a server that runs, with all that it has started.
type process struct {
	name, addr string
	command    *exec.Cmd
	said       bytes.Buffer
	// with are further processes that do the server's work, by their ids.
	with []int
}

// start runs a program that serves at addr, and waits until it does.
func start(name, addr string, with []int, patience time.Duration, program string, arguments ...string) (*process, error) {
	p := &process{name: name, addr: addr, command: exec.Command(program, arguments...), with: with}
	p.command.Stdout, p.command.Stderr = &p.said, &p.said
	if err := p.command.Start(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- p.command.Wait() }()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		select {
		case err := <-ended:
			return nil, fmt.Errorf("%s ended: %v\n%s", name, err, &p.said)
		default:
		}
		if c, err := dial(addr); err == nil {
			return p, c.Close()
		}
	}
	p.stop()
	return nil, fmt.Errorf("%s does not listen at %s after %s", name, addr, patience)
}

func (p *process) stop() { _ = p.command.Process.Signal(os.Interrupt) } // it may have ended by itself

// all lists the process, its companions, and their children.
func (p *process) all() []int {
	found := append([]int{p.command.Process.Pid}, p.with...)
	for i := 0; i < len(found); i++ {
		lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", found[i]))
		for _, list := range lists {
			content, _ := os.ReadFile(list) // a process may end at any time
			for _, child := range strings.Fields(string(content)) {
				if id, err := strconv.Atoi(child); err == nil {
					found = append(found, id)
				}
			}
		}
	}
	return found
}

// tick is what Linux counts a process's time in, whatever the machine.
const tick = 10 * time.Millisecond

// cpu is the time that processors have spent on it so far.
func (p *process) cpu() time.Duration {
	total := time.Duration(0)
	for _, id := range p.all() {
		content, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", id))
		_, after, _ := strings.Cut(string(content), ") ")
		if fields := strings.Fields(after); len(fields) > 12 {
			for _, field := range fields[11:13] { // utime and stime; see proc_pid_stat(5)
				n, _ := strconv.ParseInt(field, 10, 64)
				total += time.Duration(n) * tick
			}
		}
	}
	return total
}

// memory is what it holds in memory beyond mapped files, in bytes.
func (p *process) memory() int64 {
	total := int64(0)
	for _, id := range p.all() {
		total += memoryOf(id)
	}
	return total
}

// memoryOf is what a process without its children holds in memory beyond mapped files, in bytes; 0 where it has ended.
func memoryOf(id int) (total int64) {
	content, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", id))
	for line := range strings.Lines(string(content)) {
		name, value, _ := strings.Cut(line, ":")
		if name == "RssAnon" || name == "RssShmem" {
			n, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
			total += n << 10
		}
	}
	return total
}
