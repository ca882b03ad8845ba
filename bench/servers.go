package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The servers that are compared.
const (
	ours         = "onrecord"
	constantBody = "constant body, net/http"
	stock        = "gqlgen as it comes"
	mercurius    = "mercurius with JIT"
	apollo       = "Apollo Server"
	yoga         = "GraphQL Yoga"
	postgraphile = "PostGraphile"
)

// servers lists all of them in the order of the tables.
var servers = []string{constantBody, ours, mercurius, yoga, apollo, postgraphile, stock}

// firstPort is that of the first server.
const firstPort = 9100

// stage is everything that runs during a benchmark.
type stage struct {
	folder  string // for programs, the store, and what the peers read
	peers   string // the folder of the peers' code
	store   string
	port    int // of the first server; the others follow
	running map[string]*process
	ending  []func() error
}

// newStage is one for the dataset that is asked for.
func newStage(o options, port int) *stage {
	return &stage{folder: filepath.Join(o.folder, fmt.Sprintf("%d-%d", o.statements, o.seed)), peers: "bench/peers", port: port, running: map[string]*process{}}
}

// lowerWhenInterrupted ends everything, and the benchmark, when it is interrupted.
func lowerWhenInterrupted(lower func() error) {
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	go func() {
		<-interrupted
		_ = lower() // it is over anyway
		os.Exit(1)
	}()
}

// path is where a server takes the requests of a query.
func path(server string, q *query) string {
	if server == constantBody {
		return "/" + q.name
	}
	return "/graphql"
}

func (s *stage) addr(server string) string {
	return fmt.Sprintf("127.0.0.1:%d", s.port+slices.Index(servers, server))
}

// raise starts a server. The constant one needs the bodies that ours gave, and is raised last.
func (s *stage) raise(server string) (err error) {
	addr := s.addr(server)
	_, port, _ := strings.Cut(addr, ":")
	const patience = 10 * time.Minute // to read a million records
	launch := func(with []int, program string, arguments ...string) {
		var p *process
		if p, err = start(server, addr, with, patience, program, arguments...); err == nil {
			s.running[server] = p
		}
	}
	node := func(script string, arguments ...string) {
		launch(nil, "node", append([]string{"--max-old-space-size=12000", filepath.Join(s.peers, script), s.folder, port}, arguments...)...)
	}
	switch server {
	case ours:
		launch(nil, filepath.Join(s.folder, "onrecord"), "serve", "--addr", addr, "--max-at-once", strconv.Itoa(4*connections), "--log-level", "warn", s.store)
	case stock:
		launch(nil, filepath.Join(s.folder, "stock"), "-addr", addr, s.store)
	case constantBody:
		launch(nil, filepath.Join(s.folder, "constant"), "-addr", addr, filepath.Join(s.folder, "bodies"))
	case mercurius:
		node("mercurius.js")
	case apollo:
		node("apollo.js")
	case yoga:
		node("yoga.js")
	case postgraphile:
		connection, pid, err := s.postgres()
		if err != nil {
			return err
		}
		launch([]int{pid}, "node", filepath.Join(s.peers, "postgraphile.js"), s.folder, port, connection)
	}
	return err
}

// lower ends everything, the last that was started first.
func (s *stage) lower() (err error) {
	for _, p := range s.running {
		p.stop()
	}
	for _, end := range slices.Backward(s.ending) {
		err = errors.Join(err, end())
	}
	return err
}

// build makes the programs of ours that are needed.
func (s *stage) build() error {
	for name, from := range map[string]string{"onrecord": ".", "stock": "./bench/stock", "constant": "./bench/constant", "generate": "./bench/generate"} {
		if err := run("go", "build", "-trimpath", "-o", filepath.Join(s.folder, name), from); err != nil {
			return err
		}
	}
	return nil
}

// run runs a program to its end. What it says is told only where it fails.
func run(program string, arguments ...string) error {
	if said, err := exec.Command(program, arguments...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", program, strings.Join(arguments, " "), err, said)
	}
	return nil
}
