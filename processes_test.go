package main

import (
	"bufio"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"onrecord/publish"
)

// process is a command line of the program, in a process of its own.
func process(args ...string) *exec.Cmd {
	return &exec.Cmd{Path: os.Args[0], Args: append([]string{"onrecord"}, args...)}
}

// running is a server in a process of its own.
type running struct {
	*exec.Cmd
	address string
	lines   chan string // what it says, line by line; closed when it ends
}

var listens = regexp.MustCompile(`^ready: (http://[^/ ]+)/ `)

// start starts a server and waits until it listens.
func start(t testing.TB, command *exec.Cmd) *running {
	t.Helper()
	r := &running{Cmd: command, lines: make(chan string, 10_000)}
	read, write, err := os.Pipe()
	must(t, err)
	command.Stdout, command.Stderr = write, write
	must(t, command.Start())
	must(t, write.Close())
	go func() {
		defer close(r.lines)
		defer read.Close()
		for s := bufio.NewScanner(read); s.Scan(); {
			r.lines <- s.Text()
		}
	}()
	t.Cleanup(func() { _ = r.Process.Kill(); _ = r.Wait() })
	r.address = listens.FindStringSubmatch(r.says(t, "ready: "))[1]
	return r
}

// says waits for a line with these words.
func (r *running) says(t testing.TB, words string) string {
	t.Helper()
	var before []string
	for line := range r.lines {
		if strings.Contains(line, words) {
			return line
		}
		before = append(before, line)
	}
	t.Fatalf("the server ended without saying %q; it said:\n%s", words, strings.Join(before, "\n"))
	return ""
}

func serveWatching(data string) *exec.Cmd {
	return process("serve", data, "--watch", "--addr", "127.0.0.1:0")
}

// careless is a publisher for a control: it writes over the version that is current, some bytes at a time.
func careless() {
	list, err := publish.At(os.Args[1]).Versions()
	if err != nil {
		panic(err)
	}
	path := publish.At(os.Args[1]).Path(list.Versions[0])
	content, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	file, err := os.Create(path)
	if err != nil {
		panic(err)
	}
	for part := range slices.Chunk(content, max(1, len(content)/200)) {
		if _, err := file.Write(part); err != nil {
			panic(err)
		}
		time.Sleep(time.Millisecond) // as a slow disk does, so that there is a moment in which to be killed
	}
}

// kill starts a command and kills it after some of the time that it would take, or lets it end.
func kill(t testing.TB, command *exec.Cmd, after time.Duration) (ended bool) {
	t.Helper()
	must(t, command.Start())
	time.Sleep(after) // any moment will do: what is held must hold at all
	_ = command.Process.Kill()
	_ = command.Wait()
	return command.ProcessState.Success()
}
