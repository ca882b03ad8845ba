package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"onrecord/publish"
	"onrecord/store"
)

// These tests run the program in processes of their own, and are unkind to them. What can be made to fail step by step is in
// publish/faults_test.go and publish/powercut_test.go. `make faults` runs all of them as often as docs/publishing.md says.

// Publishers and compilers are killed with SIGKILL at any moment, and so are the servers that watch, while they serve and swap.
// What a publisher said is published is there, or what came after it, and whole; so is what stood where a compiler writes.
func TestKilledAtAnyMoment(t *testing.T) {
	slowUnderRace(t)
	kills := times(4, 100)
	folder, dataset := filepath.Join(t.TempDir(), "versions"), filepath.Join(t.TempDir(), "dataset")
	out := filepath.Join(t.TempDir(), "out.db")
	random := rand.New(rand.NewPCG(1, 2))
	writeEdition(t, dataset, 1)
	must(t, process("compile", dataset, "-o", out).Run())
	begun := time.Now()
	must(t, process("publish", folder, dataset).Run())
	span := int64(time.Since(begun))
	acked, ackedOut, killed, servers := 1, 1, map[string]int{}, 0
	server := start(t, serveWatching(folder))
	n := 2
	for ; killed["publishing"] < kills || killed["loading"] < kills || servers < kills; n++ {
		if n > 50+10*kills {
			t.Fatalf("after %d of each only so many were killed before their end: %v", n, killed)
		}
		writeEdition(t, dataset, n)
		if kill(t, process("publish", folder, dataset), time.Duration(random.Int64N(span))) {
			acked = n
		} else {
			killed["publishing"]++
		}
		s, _, err := publish.At(folder).Open()
		must(t, err)
		switch got := s.Dataset().Edition; got {
		case fmt.Sprint(acked):
		case fmt.Sprint(n):
			acked = n
		default:
			t.Fatalf("edition %d was acknowledged and %d on its way, and edition %s is current", acked, n, got)
		}
		must(t, s.Close())
		if kill(t, process("compile", dataset, "-o", out), time.Duration(random.Int64N(span))) {
			ackedOut = n
		} else {
			killed["loading"]++
		}
		s, err = store.Open(out)
		must(t, err)
		switch got := s.Dataset().Edition; got {
		case fmt.Sprint(ackedOut):
		case fmt.Sprint(n):
			ackedOut = n
		default:
			t.Fatalf("edition %d was compiled and %d on its way, and the store has edition %s", ackedOut, n, got)
		}
		must(t, s.Close())
		if servers < kills { // the server is killed in the midst of a request, and, every other time, of a swap
			if n%2 == 0 {
				must(t, process("publish", folder, dataset).Run())
				acked = n
				time.Sleep(time.Duration(random.Int64N(int64(300 * time.Millisecond))))
			}
			go func(address string) { _, _ = putQuestion(http.DefaultClient, address) }(server.address)
			must(t, server.Process.Kill())
			_ = server.Wait()
			servers++
			server = start(t, serveWatching(folder))
			if got, err := putQuestion(http.DefaultClient, server.address); err != nil || got != acked {
				t.Fatalf("the new server answers from edition %d, %v; want %d", got, err, acked)
			}
		}
	}
	t.Logf("%d publishers and as many compilers, of which %v were killed before their end; %d servers killed", n-2, killed, servers)
	faults, err := publish.At(folder).Check()
	if must(t, err); len(faults) > 0 {
		t.Error(faults)
	}
	if left, _ := filepath.Glob(filepath.Join(folder, "*.db")); len(left) > publish.Keep+1 {
		t.Errorf("the folder holds %d versions", len(left))
	}

	// The control.
	copied := filepath.Join(t.TempDir(), "control")
	broken := false
	for n := 0; n < 200 && !broken; n++ {
		must(t, os.RemoveAll(copied))
		must(t, os.CopyFS(copied, os.DirFS(folder)))
		kill(t, &exec.Cmd{Path: os.Args[0], Args: []string{"careless", copied}}, time.Duration(random.Int64N(span)))
		s, _, err := publish.At(copied).Open()
		if broken = err != nil; !broken {
			must(t, s.Close())
		}
	}
	if !broken {
		t.Error("control: a publisher that writes over a version is killed 200 times and breaks nothing, so this test sees nothing")
	}
}

// Several publish at once. One does, and the others say that somebody else is at it; what each says is so.
func TestSeveralPublishAtOnce(t *testing.T) {
	slowUnderRace(t)
	folder := filepath.Join(t.TempDir(), "versions")
	publishEdition(t, folder, 1)
	const at = 4
	busy := 0
	for round := range times(2, 25) {
		var all [at]*exec.Cmd
		var said [at]bytes.Buffer
		for i := range all {
			dataset := filepath.Join(t.TempDir(), "dataset")
			writeEdition(t, dataset, 10*round+10+i)
			all[i] = process("publish", folder, dataset)
			all[i].Stdout, all[i].Stderr = &said[i], &said[i]
		}
		for _, c := range all {
			must(t, c.Start())
		}
		published := map[string]bool{}
		for i, c := range all {
			switch err := c.Wait(); {
			case err == nil:
				published[fmt.Sprint(10*round+10+i)] = true
			case strings.Contains(said[i].String(), publish.ErrBusy.Error()):
				busy++
			default:
				t.Fatalf("%v: %s", err, &said[i])
			}
		}
		list, err := publish.At(folder).Versions()
		must(t, err)
		current, _, _ := strings.Cut(list.Versions[0].Dataset, "+")
		if !published[current] {
			t.Errorf("edition %s is current, and published were %v", current, published)
		}
	}
	faults, err := publish.At(folder).Check()
	if must(t, err); len(faults) > 0 {
		t.Error(faults)
	}
	t.Logf("%d were told that somebody else is publishing", busy)
	// Two compilers of one store do not share a lock; the last to come to its end has it.
	out := filepath.Join(t.TempDir(), "out.db")
	var compilers sync.WaitGroup
	for n := range at {
		dataset := filepath.Join(t.TempDir(), "dataset")
		writeEdition(t, dataset, 1+n)
		compilers.Go(func() {
			if said, err := process("compile", dataset, "-o", out).CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, said)
			}
		})
	}
	compilers.Wait()
	if faults, err := store.Verify(out); err != nil || len(faults) > 0 {
		t.Errorf("%v, %v", faults, err)
	}
}

// load asks a server from several sides until it is told to stop, and gives how many answers were good, and what failed in the
// midst: a connection that could not be made is none of it. It returns when each side has its connection and an answer, since one
// that the system has taken and the server has not is cut when the server stops listening, and nobody can help that.
func load(address string) (stop func() (good int, failed []error)) {
	var guarded sync.Mutex
	var clients sync.WaitGroup
	done := make(chan struct{})
	good, failed := 0, []error(nil)
	var begun sync.WaitGroup
	for range 8 {
		begun.Add(1)
		first := sync.OnceFunc(begun.Done)
		clients.Go(func() {
			defer first()
			transport := &http.Transport{}
			defer transport.CloseIdleConnections()
			client := &http.Client{Transport: transport}
			for {
				answer, err := client.Get(address + "/queries/which-numbers-differ")
				if err == nil {
					var body []byte
					body, err = io.ReadAll(answer.Body)
					answer.Body.Close()
					if err == nil && answer.StatusCode != http.StatusOK {
						err = fmt.Errorf("status %d: %s", answer.StatusCode, body)
					}
				}
				var refused *net.OpError
				guarded.Lock()
				switch {
				case err == nil:
					good++
				case errors.As(err, &refused) && refused.Op == "dial":
				default:
					failed = append(failed, err)
				}
				guarded.Unlock()
				first()
				select {
				case <-done:
					return
				default:
				}
				if err != nil {
					return // there is nobody to ask any more
				}
			}
		})
	}
	begun.Wait()
	return func() (int, []error) {
		close(done)
		clients.Wait()
		return good, failed
	}
}

// A server that is told to stop answers what it was asked before, and leaves nothing behind. The control is killed instead.
func TestToldToStopUnderLoad(t *testing.T) {
	slowUnderRace(t)
	for range times(1, 20) {
		temporary := t.TempDir()
		for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
			command := process("serve", "--addr", "127.0.0.1:0")
			command.Env = append(os.Environ(), "TMPDIR="+temporary)
			server := start(t, command)
			stop := load(server.address)
			must(t, server.Process.Signal(signal))
			err := server.Wait()
			good, failed := stop()
			left, _ := os.ReadDir(temporary)
			if signal == syscall.SIGTERM {
				if err != nil || len(failed) > 0 || len(left) > 0 || good == 0 {
					t.Errorf("told to stop, it ends with %v, after %d answers and with %v, and leaves %v", err, good, failed, left)
				}
			} else if len(failed) == 0 && len(left) == 0 {
				t.Error("control: a server that is killed fails no request and leaves nothing, so this test sees nothing")
			}
		}
	}
}

// A server that has run out of file handles goes on serving what it has; when it has some again, it serves what was published.
func TestOutOfFileHandles(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "versions")
	publishEdition(t, folder, 1)
	limited := serveWatching(folder)
	limited.Args = []string{"sh", "-c", `ulimit -n 40 && exec -a onrecord "$0" "$@"`, limited.Path}
	limited.Args = append(limited.Args, "serve", folder, "--watch", "--addr", "127.0.0.1:0")
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("needs bash, to limit what a process may open")
	}
	limited.Path = bash
	server := start(t, limited)
	kept := &http.Client{Transport: &http.Transport{}} // has its connection already
	if n, err := putQuestion(kept, server.address); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	host := strings.TrimPrefix(server.address, "http://")
	var held []net.Conn
	for range 60 {
		c, err := net.DialTimeout("tcp", host, time.Second)
		if err != nil {
			break
		}
		held = append(held, c)
	}
	publishEdition(t, folder, 2)
	said := server.says(t, "too many open files")
	for !strings.Contains(said, "onrecord: ") { // net/http says so too, of connections
		said = server.says(t, "too many open files")
	}
	server.says(t, "is served on")
	if n, err := putQuestion(kept, server.address); err != nil || n != 1 {
		t.Errorf("without handles it answers from edition %d, %v; want 1", n, err)
	}
	for _, c := range held {
		c.Close()
	}
	server.says(t, "edition 2, version 2+")
	if n, err := putQuestion(http.DefaultClient, server.address); err != nil || n != 2 {
		t.Errorf("with handles again it answers from edition %d, %v; want 2", n, err)
	}
}

// From the outside: what is published is served without a word to the server, a version that is damaged is not, and neither is a
// dataset with errors.
func TestServeWatches(t *testing.T) {
	folder, dataset := filepath.Join(t.TempDir(), "versions"), filepath.Join(t.TempDir(), "dataset")
	writeEdition(t, dataset, 1)
	must(t, process("publish", folder, dataset).Run())
	published, curated := start(t, serveWatching(folder)), start(t, serveWatching(dataset))
	serves := func(server *running, want int) {
		t.Helper()
		if n, err := putQuestion(http.DefaultClient, server.address); err != nil || n != want {
			t.Errorf("edition %d is served, %v; want %d", n, err, want)
		}
	}
	writeEdition(t, dataset, 2)
	curated.says(t, "edition 2, version 2+")
	serves(curated, 2)
	must(t, process("publish", folder, dataset).Run())
	published.says(t, "edition 2, version 2+")
	serves(published, 2)
	must(t, process("rollback", folder).Run())
	published.says(t, "edition 1, version 1+")
	serves(published, 1)
	damaged := publish.At(folder).Path(publish.Version{Hash: newest(t, folder).Hash})
	content, err := os.ReadFile(damaged)
	must(t, err)
	content[9000] ^= 4
	must(t, os.Rename(damaged, damaged+".aside"))
	must(t, os.WriteFile(damaged, content, 0o644))
	if err := process("rollback", folder, "2+").Run(); err == nil {
		t.Error("a damaged version is made current")
	}
	must(t, os.Remove(damaged))
	must(t, os.Rename(damaged+".aside", damaged))
	must(t, process("rollback", folder, "2+").Run())
	published.says(t, "edition 2, version 2+")
	events := filepath.Join(dataset, "events.yaml")
	sound, err := os.ReadFile(events)
	must(t, err)
	must(t, os.WriteFile(events, append(sound, "  - {id: no}\n"...), 0o644))
	curated.says(t, "events.yaml:")
	curated.says(t, "is served on")
	serves(curated, 2)
	answer, err := http.Get(curated.address + "/problems")
	must(t, err)
	body, err := io.ReadAll(answer.Body)
	must(t, errors.Join(err, answer.Body.Close()))
	if !strings.Contains(string(body), `"watching":true`) || !strings.Contains(string(body), `"current":false`) || !strings.Contains(string(body), "events.yaml") {
		t.Errorf("/problems says %s", body)
	}
	writeEdition(t, dataset, 3)
	curated.says(t, "edition 3, version 3+")
	serves(curated, 3)
	for _, server := range []*running{published, curated} {
		must(t, server.Process.Signal(syscall.SIGTERM))
		must(t, server.Wait())
	}
	if err := process("serve", damaged, "--watch", "--addr", "127.0.0.1:0").Run(); err == nil {
		t.Error("a store is watched, which nobody changes")
	}
}

func newest(t testing.TB, folder string) publish.Version {
	t.Helper()
	list, err := publish.At(folder).Versions()
	must(t, err)
	return list.Versions[0]
}

// The n-th call of the system by which the real program writes, syncs, or renames fails, for every n, as strace makes it: what was
// served before is served still, whole, or the new one is, and where the program says that it published, it did.
func TestEveryCallOfTheSystemMayFail(t *testing.T) {
	slowUnderRace(t)
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("needs strace, to let calls of the system fail")
	}
	dataset := filepath.Join(t.TempDir(), "dataset")
	writeEdition(t, dataset, 2)
	step := times(12, 1)
	for calls, fault := range map[string]string{"pwrite64": "ENOSPC", "write": "ENOSPC", "fsync,fdatasync": "EIO", "rename,renameat,renameat2": "EIO", "ftruncate": "EIO", "openat": "EMFILE"} {
		refused, went := 0, false
		for n := 1; !went; n += step {
			folder := filepath.Join(t.TempDir(), "versions")
			publishEdition(t, folder, 1)
			noted := filepath.Join(t.TempDir(), "noted")
			traced := exec.Command(strace, "-f", "-qq", "-o", noted, "-e", "trace="+calls, "-e", fmt.Sprintf("inject=%s:error=%s:when=%d", calls, fault, n),
				"-E", "ONRECORD_TEST_AS=onrecord", os.Args[0], "publish", folder, dataset)
			said, err := traced.CombinedOutput()
			trace, _ := os.ReadFile(noted)
			injected := bytes.Contains(trace, []byte("(INJECTED)"))
			if err != nil && !injected {
				t.Skipf("strace cannot be used here: %v %s", err, said)
			}
			went = !injected
			s, _, failed := publish.At(folder).Open()
			if failed != nil {
				t.Fatalf("call %d of %s fails, and nothing can be read: %v", n, calls, failed)
			}
			got := s.Dataset().Edition
			must(t, s.Close())
			if got != "2" && (err == nil || got != "1") {
				t.Fatalf("call %d of %s fails, the program ends with %v, and edition %s is served:\n%s", n, calls, err, got, said)
			}
			if err != nil {
				refused++
			}
			publishEdition(t, folder, 3)
		}
		t.Logf("%s: %d failures were told of", calls, refused)
		if refused == 0 && calls != "write" {
			t.Errorf("%s: no failure was told of", calls)
		}
	}
}
