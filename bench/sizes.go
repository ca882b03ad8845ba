package main

import (
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// sized is our server over a dataset of some size.
type sized struct {
	statements int
	stage      *stage
	held       *held
}

// sizes measures our server alone, over datasets of several sizes that it serves at the same time, each asked in turn: what the machine does
// meanwhile, it does to all of them. Against one another, runs of an hour apart told as much of the hour as of the size.
func sizes(o options, list string) (err error) {
	if queries, err = chosen(o.queries, queries, func(q query) string { return q.name }); err != nil {
		return err
	}
	var all []*sized
	for i, size := range strings.Split(list, ",") {
		if o.statements, err = strconv.Atoi(size); err != nil {
			return fmt.Errorf("%q is not how many statements a dataset has", size)
		}
		all = append(all, &sized{o.statements, newStage(o, firstPort+100*i), nil})
	}
	lower := func() (err error) {
		for _, s := range all {
			err = errors.Join(err, s.stage.lower())
		}
		return err
	}
	defer func() { err = errors.Join(err, lower()) }()
	lowerWhenInterrupted(lower)
	for _, s := range all {
		o.statements = s.statements
		if _, err := s.stage.prepare(o); err != nil {
			return err
		}
		say("reading the store")
		if s.held, err = survey(s.stage.store, s.stage.folder); err != nil {
			return err
		}
		if err := s.stage.raise(ours); err != nil {
			return err
		}
	}
	results := map[cell][]measured{}
	for round := range o.rounds {
		for i := range queries {
			q := &queries[i]
			say("round %d of %d: %s", round+1, o.rounds, q.name)
			for turn := range all {
				s := all[(turn+round)%len(all)]
				got, err := drive(s.stage.addr(ours), q.asker(newVariables, s.held, ours), o.warm, o.long, uint64(round)<<32|uint64(i), s.stage.running[ours])
				if err != nil {
					return fmt.Errorf("%s of %d statements: %w", q.name, s.statements, err)
				}
				at := cell{strconv.Itoa(s.statements), q.name, newVariables}
				results[at] = append(results[at], got)
			}
		}
	}
	return write(o, "sizes", tellSizes(o, all, &outcome{results: results}))
}

func tellSizes(o options, all []*sized, r *outcome) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s. %d rounds of %s a size and query, %d connections, %s. %d processors shared by both servers and whoever asks. %s, %s.\n\n",
		time.Now().UTC().Format(time.DateOnly), o.rounds, o.long, connections, newVariables, runtime.NumCPU(), machine(), runtime.Version())
	fmt.Fprintf(&b, "| statements | %s |\n|---|%s\n", strings.Join(r.asked(), " | "), strings.Repeat("---|", len(queries)))
	row := func(what string, tell func(x, first measured) string) {
		for _, s := range all {
			fmt.Fprintf(&b, "| %d, %s |", s.statements, what)
			for _, q := range r.asked() {
				x, _ := r.median(strconv.Itoa(s.statements), q, newVariables)
				first, _ := r.median(strconv.Itoa(all[0].statements), q, newVariables)
				fmt.Fprintf(&b, " %s |", tell(x, first))
			}
			b.WriteByte('\n')
		}
	}
	row("p50 in ms (to the first)", func(x, first measured) string {
		return fmt.Sprintf("%.2f (%.2f)", milli(x.P50), float64(x.P50)/float64(first.P50))
	})
	row("requests a second", func(x, _ measured) string { return fmt.Sprintf("%.0f", x.PerSecond) })
	row("processor time a request, µs", func(x, _ measured) string { return fmt.Sprintf("%.0f", micro(x.CPU)) })
	b.WriteByte('\n')
	return b.String()
}
