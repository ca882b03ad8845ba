package main

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"onrecord/store"
)

// outcome is all that is told of a run.
type outcome struct {
	summary  *store.Summary
	compiled *compiling
	sizes    map[string]int
	results  map[cell][]measured
	servers  []string
}

// publish prints the results, and puts them into a file where one is named.
func publish(o options, r *outcome) error {
	return write(o, strconv.Itoa(o.statements), r.tell(o))
}

// write prints what is told, and puts it between the marks of a name where a file is given.
func write(o options, name, told string) error {
	fmt.Print(told)
	if o.into == "" {
		return nil
	}
	content, err := os.ReadFile(o.into)
	if err != nil {
		return err
	}
	begin, end := fmt.Sprintf("<!-- bench: %s -->\n", name), "<!-- end -->\n"
	before, rest, ok := strings.Cut(string(content), begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return fmt.Errorf("%s has no place between %q and %q", o.into, begin, end)
	}
	return os.WriteFile(o.into, []byte(before+begin+told+end+after), 0o644)
}

func (r *outcome) tell(o options) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s. %d rounds of %s a server, query and mode, %d connections. %d processors shared by the server and whoever asks. %s, %s, Node %s.\n\n",
		time.Now().UTC().Format(time.DateOnly), o.rounds, o.long, connections, runtime.NumCPU(), machine(), runtime.Version(), nodeVersion())
	r.tellCompiling(&b)
	for _, m := range modes {
		r.tellMode(&b, m)
	}
	r.tellMemory(&b)
	r.tellAims(&b)
	return b.String()
}

func nodeVersion() string {
	out, err := exec.Command("node", "--version").Output()
	if err != nil {
		return "missing"
	}
	return strings.TrimSpace(string(out))
}

func (r *outcome) tellCompiling(b *strings.Builder) {
	c, n := r.compiled, records(r.summary)
	fmt.Fprintf(b, "%d records (%d statements, %d reports, %d figures, %d events, %d articles) from %.0f MB of files: compiled in %.1f s, %.0f records a second, %.1f s of processors, %.0f MB of memory beyond mapped files at most. The store has %.0f MB, %d bytes a record. It is held against its seal in %.0f ms, ahead of the first answer or of a swap, and opens in %.1f ms.\n\n",
		n, r.summary.Statements, r.summary.Reports, r.summary.Figures, r.summary.Events, r.summary.Articles, mega(c.Files),
		c.Took.Seconds(), float64(n)/c.Took.Seconds(), c.CPU.Seconds(), mega(c.Peak), mega(c.Store), c.Store/int64(n), milli(c.Checking), milli(c.Opening))
}

func mega(bytes int64) float64      { return float64(bytes) / 1e6 }
func milli(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
func micro(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }
func (r *outcome) asked() []string  { return names(queries, func(q query) string { return q.name }) }
func names[T any](list []T, of func(T) string) []string {
	var found []string
	for _, x := range list {
		found = append(found, of(x))
	}
	return found
}

// median is the middle of what the rounds gave, each figure by itself; ok is false where there is none.
func (r *outcome) median(server, query string, m mode) (middle measured, ok bool) {
	rounds := r.results[cell{server, query, m}]
	if len(rounds) == 0 {
		return middle, false
	}
	return measured{
		PerSecond: medianOf(rounds, func(x measured) float64 { return x.PerSecond }),
		P50:       medianOf(rounds, func(x measured) time.Duration { return x.P50 }),
		P99:       medianOf(rounds, func(x measured) time.Duration { return x.P99 }),
		CPU:       medianOf(rounds, func(x measured) time.Duration { return x.CPU }),
		Memory:    medianOf(rounds, func(x measured) int64 { return x.Memory }),
	}, true
}

func medianOf[T cmp.Ordered](rounds []measured, of func(measured) T) T {
	var list []T
	for _, x := range rounds {
		list = append(list, of(x))
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// table writes a row a server and a column a query.
func (r *outcome) table(b *strings.Builder, what string, fill func(server, query string) string) {
	fmt.Fprintf(b, "| %s |", what)
	for _, q := range r.asked() {
		fmt.Fprintf(b, " %s |", q)
	}
	fmt.Fprintf(b, "\n|---|%s\n", strings.Repeat("---|", len(queries)))
	for _, server := range servers {
		if !slices.Contains(r.servers, server) {
			continue
		}
		fmt.Fprintf(b, "| %s |", server)
		for _, q := range r.asked() {
			fmt.Fprintf(b, " %s |", fill(server, q))
		}
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
}

func (r *outcome) tellMode(b *strings.Builder, m mode) {
	fmt.Fprintf(b, "**%s**\n\n", strings.ToUpper(string(m[:1]))+string(m[1:]))
	r.table(b, "requests a second (share of the constant body)", func(server, query string) string {
		x, ok := r.median(server, query, m)
		if !ok {
			return ""
		}
		limit, ok := r.median(constantBody, query, m)
		if !ok {
			return fmt.Sprintf("%.0f", x.PerSecond)
		}
		return fmt.Sprintf("%.0f (%.3f)", x.PerSecond, x.PerSecond/limit.PerSecond)
	})
	r.table(b, "p50 / p99, ms", func(server, query string) string {
		x, ok := r.median(server, query, m)
		if !ok {
			return ""
		}
		return fmt.Sprintf("%.2f / %.1f", milli(x.P50), milli(x.P99))
	})
	r.table(b, "processor time a request, µs", func(server, query string) string {
		x, ok := r.median(server, query, m)
		if !ok {
			return ""
		}
		return fmt.Sprintf("%.0f", micro(x.CPU))
	})
}

func (r *outcome) tellMemory(b *strings.Builder) {
	fmt.Fprintf(b, "**Memory beyond mapped files, and answers**\n\n")
	r.table(b, "MB at most, "+strings.Join(names(modes, func(m mode) string { return string(m) }), " / "), func(server, query string) string {
		var most []string
		for _, m := range modes {
			if x, ok := r.median(server, query, m); ok {
				most = append(most, fmt.Sprintf("%.0f", mega(x.Memory)))
			}
		}
		return strings.Join(most, " / ")
	})
	var sizes []string
	for _, q := range queries {
		sizes = append(sizes, fmt.Sprintf("%s: %s, %.1f kB", q.name, q.about, float64(r.sizes[q.name])/1e3))
	}
	fmt.Fprintf(b, "%s.\n\n", strings.Join(sizes, "; "))
}

// aim is what is wanted of a ratio.
type aim struct {
	what  string
	ratio func(*outcome) (float64, bool)
	least float64
	most  float64 // where it is not 0, and then instead of least
}

// per is a ratio of two servers' requests a second.
func per(a, b, query string, m mode) func(*outcome) (float64, bool) {
	return func(r *outcome) (float64, bool) {
		x, one := r.median(a, query, m)
		y, other := r.median(b, query, m)
		return x.PerSecond / y.PerSecond, one && other
	}
}

// ahead is the ratio to the best peer.
func ahead(query string) func(*outcome) (float64, bool) {
	return func(r *outcome) (float64, bool) {
		x, ok := r.median(ours, query, newVariables)
		best := 0.0
		for _, peer := range []string{mercurius, apollo, yoga, postgraphile, stock} {
			y, _ := r.median(peer, query, newVariables)
			best = max(best, y.PerSecond)
		}
		return x.PerSecond / best, ok && best > 0
	}
}

var aims = []aim{
	{what: "nested, repeated, to the constant body", ratio: per(ours, constantBody, "nested", repeated), least: 0.9},
	{what: "nested, first time, to mercurius", ratio: per(ours, mercurius, "nested", newVariables), least: 3},
	{what: "nested, first time, to gqlgen as it comes", ratio: per(ours, stock, "nested", newVariables), least: 50},
	{what: "nested, first time, p99 to that of mercurius", ratio: func(r *outcome) (float64, bool) {
		x, one := r.median(ours, "nested", newVariables)
		y, other := r.median(mercurius, "nested", newVariables)
		return float64(x.P99) / float64(y.P99), one && other
	}, most: 1},
	{what: "point, first time, to the best peer", ratio: ahead("point"), least: 1},
	{what: "search, first time, to the best peer", ratio: ahead("search"), least: 1},
	{what: "list of 1,000, first time, to mercurius", ratio: per(ours, mercurius, "list", newVariables), least: 3},
	{what: "MB of memory beyond the mapped file, at most", ratio: func(r *outcome) (float64, bool) {
		most := int64(0)
		for at, rounds := range r.results {
			if at.server == ours {
				most = max(most, medianOf(rounds, func(x measured) int64 { return x.Memory }))
			}
		}
		return mega(most), most > 0
	}, most: 200},
	{what: "records compiled a second", ratio: func(r *outcome) (float64, bool) {
		return float64(records(r.summary)) / r.compiled.Took.Seconds(), true
	}, least: 100_000},
}

func (r *outcome) tellAims(b *strings.Builder) {
	b.WriteString("| aim | wanted | measured | |\n|---|---|---|---|\n")
	for _, a := range aims {
		got, ok := a.ratio(r)
		if !ok {
			continue
		}
		wanted, holds := fmt.Sprintf("at least %.4g", a.least), got >= a.least
		if a.most != 0 {
			wanted, holds = fmt.Sprintf("below %.4g", a.most), got < a.most
		}
		verdict := "falls short"
		if holds {
			verdict = "holds"
		}
		fmt.Fprintf(b, "| %s | %s | %.4g | %s |\n", a.what, wanted, got, verdict)
	}
	b.WriteByte('\n')
}
