// Bench compares the program with other GraphQL servers on the same data, the same queries and the same machine, and says
// what compiling takes. docs/performance.md has what came of it and how it is meant; make bench runs it.
//
// It needs Go, Linux, Node with npm for the servers from there, and PostgreSQL for PostGraphile.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	o := options{}
	flag.IntVar(&o.statements, "statements", 100_000, "how many statements the dataset has: 50 (five articles), 10000, 100000, 1000000")
	flag.Uint64Var(&o.seed, "seed", 1, "where the dataset's random numbers begin")
	flag.IntVar(&o.rounds, "rounds", 3, "how many times everything is measured; the medians are told")
	flag.DurationVar(&o.long, "for", 3*time.Second, "how long each server is asked each query in each round")
	flag.DurationVar(&o.warm, "warm", time.Second, "how long before that it is asked without counting")
	flag.StringVar(&o.folder, "work", filepath.Join(os.TempDir(), "onrecord-bench"), "the folder for datasets, stores and programs; datasets and stores that are there are used again")
	flag.StringVar(&o.only, "servers", "", "the servers to measure, with commas between them; all of them where left out")
	flag.StringVar(&o.queries, "queries", "", "the queries to ask, with commas between them; all of them where left out")
	flag.StringVar(&o.into, "write", "", "a Markdown file to put the results into, between its marks for this size")
	several := flag.String("sizes", "", "measure this server alone over datasets of several sizes, with commas between them")
	flag.Parse()
	run := bench
	if *several != "" {
		run = func(o options) error { return sizes(o, *several) }
	}
	if err := run(o); err != nil {
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		os.Exit(1)
	}
}

type options struct {
	statements, rounds    int
	seed                  uint64
	long, warm            time.Duration
	folder, only, queries string
	into                  string
}

func bench(o options) (err error) {
	peers, err := chosen(o.only, servers, func(name string) string { return name })
	if err != nil {
		return err
	}
	if !slices.Contains(peers, ours) {
		peers = append(peers, ours) // the others are held against it
	}
	if queries, err = chosen(o.queries, queries, func(q query) string { return q.name }); err != nil {
		return err
	}
	s := newStage(o, firstPort)
	defer func() { err = errors.Join(err, s.lower()) }()
	lowerWhenInterrupted(s.lower)
	compiled, err := s.prepare(o)
	if err != nil {
		return err
	}
	say("reading the store")
	h, err := survey(s.store, s.folder)
	if err != nil {
		return err
	}
	for _, server := range peers {
		if server == constantBody {
			continue
		}
		say("starting %s", server)
		if err := s.raise(server); err != nil {
			return err
		}
	}
	sizes, err := s.keepBodies(h)
	if err != nil {
		return err
	}
	if slices.Contains(peers, constantBody) {
		if err := s.raise(constantBody); err != nil {
			return err
		}
	}
	say("comparing answers")
	if err := s.agree(h, peers); err != nil {
		return err
	}
	results, err := s.measure(o, h, peers)
	if err != nil {
		return err
	}
	return publish(o, &outcome{summary: h.summary, compiled: compiled, sizes: sizes, results: results, servers: peers})
}

// chosen takes those of a list that are named.
func chosen[T any](names string, all []T, nameOf func(T) string) ([]T, error) {
	if names == "" {
		return all, nil
	}
	var found []T
	for name := range strings.SplitSeq(names, ",") {
		i := slices.IndexFunc(all, func(x T) bool { return strings.Contains(strings.ToLower(nameOf(x)), strings.ToLower(name)) })
		if i < 0 {
			return nil, fmt.Errorf("there is no %q to choose", name)
		}
		found = append(found, all[i])
	}
	return found, nil
}

func say(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, time.Now().Format(time.TimeOnly)+" "+format+"\n", arguments...)
}

// askedOf says whether a server can answer the query.
func (q *query) askedOf(server string) bool { return q.only == nil || slices.Contains(q.only, server) }

// run is one row of the results: a server, a query and a mode.
type cell struct {
	server, query string
	mode          mode
}

// measure asks every server every query in every mode, round by round, so that what disturbs the machine for a while
// disturbs all of them. The order of the servers turns with the rounds.
func (s *stage) measure(o options, h *held, peers []string) (map[cell][]measured, error) {
	results := map[cell][]measured{}
	for round := range o.rounds {
		for i := range queries {
			q := &queries[i]
			for _, m := range modes {
				say("round %d of %d: %s, %s", round+1, o.rounds, q.name, m)
				for turn := range peers {
					server := peers[(turn+round)%len(peers)]
					if !q.askedOf(server) {
						continue
					}
					seed := uint64(round)<<32 | uint64(slices.Index(modes, m))<<16 | uint64(i)
					got, err := drive(s.addr(server), q.asker(m, h, server), o.warm, o.long, seed, s.running[server])
					if err != nil {
						return nil, fmt.Errorf("%s, %s, %s: %w", server, q.name, m, err)
					}
					at := cell{server, q.name, m}
					results[at] = append(results[at], got)
				}
			}
		}
	}
	return results, nil
}
