package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// connections is how many requests are under way at any time.
const connections = 64

// measured is what one server did with one query for some seconds.
type measured struct {
	PerSecond float64       // requests
	P50, P99  time.Duration // from the first byte of a request to the last of its answer
	CPU       time.Duration // of the server, a request
	Memory    int64         // bytes, beyond mapped files; the most seen
}

// asker draws the next request, as it goes over the wire.
type asker func(r *rand.Rand) []byte

// drive sends requests over [connections] connections, for a moment to warm up and then for as long as is said, and
// counts the answers. An answer that is an error ends it: a server that fails quickly is not fast.
func drive(addr string, ask asker, warm, long time.Duration, seed uint64, of *process) (measured, error) {
	begin := time.Now().Add(warm)
	end := begin.Add(long)
	times := make([][]time.Duration, connections)
	failed := make([]error, connections)
	var waiting sync.WaitGroup
	for i := range connections {
		waiting.Go(func() {
			r := rand.New(rand.NewPCG(seed, uint64(i)))
			times[i], failed[i] = converse(addr, func() []byte { return ask(r) }, begin, end)
		})
	}
	time.Sleep(time.Until(begin))
	before := of.cpu()
	peak := int64(0)
	for time.Now().Before(end) {
		peak = max(peak, of.memory())
		time.Sleep(min(200*time.Millisecond, max(0, time.Until(end))))
	}
	used := of.cpu() - before
	waiting.Wait()
	if err := errors.Join(failed...); err != nil {
		return measured{}, err
	}
	all := slices.Concat(times...)
	if len(all) == 0 {
		return measured{}, fmt.Errorf("no answer in %s", long)
	}
	slices.Sort(all)
	return measured{
		PerSecond: float64(len(all)) / long.Seconds(),
		P50:       all[len(all)/2],
		P99:       all[len(all)*99/100],
		CPU:       used / time.Duration(len(all)),
		Memory:    peak,
	}, nil
}

// converse keeps one connection busy, and gives the times of the answers that ended between begin and end.
func converse(addr string, next func() []byte, begin, end time.Time) ([]time.Duration, error) {
	c, err := dial(addr)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	var times []time.Duration
	for n := 0; ; n++ {
		request := next()
		start := time.Now()
		body, err := c.ask(request)
		if err != nil {
			return nil, err
		}
		now := time.Now()
		if now.After(end) {
			return times, nil
		}
		if n%64 == 0 && bytes.Contains(body, []byte(`"errors":[`)) {
			return nil, fmt.Errorf("%.300s is answered with %.300s", request, body)
		}
		if now.After(begin) {
			times = append(times, now.Sub(start))
		}
	}
}

// connection speaks as much HTTP/1.1 as it takes to send a request and find the end of its answer, so that the machine's
// time goes to the servers.
type connection struct {
	net.Conn
	in   *bufio.Reader
	body []byte
}

func dial(addr string) (*connection, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &connection{Conn: c, in: bufio.NewReaderSize(c, 64<<10)}, nil
}

// ask gives the body of the answer, which holds until the next call.
func (c *connection) ask(request []byte) ([]byte, error) {
	_ = c.SetDeadline(time.Now().Add(time.Minute)) // a connection that is gone says so when it is written to
	if _, err := c.Write(request); err != nil {
		return nil, err
	}
	status, err := c.line()
	if err != nil {
		return nil, err
	}
	length, chunked := -1, false
	for {
		header, err := c.line()
		if err != nil {
			return nil, err
		}
		if header == "" {
			break
		}
		name, value, _ := strings.Cut(header, ":")
		switch strings.ToLower(name) {
		case "content-length":
			length, err = strconv.Atoi(strings.TrimSpace(value))
		case "transfer-encoding":
			chunked = strings.TrimSpace(value) == "chunked"
		}
		if err != nil {
			return nil, err
		}
	}
	c.body = c.body[:0]
	switch {
	case chunked:
		err = c.chunks()
	case length >= 0:
		err = c.take(length)
	default:
		err = fmt.Errorf("%.300s is answered with %s, without a length", request, status)
	}
	if err == nil && !strings.HasPrefix(status, "HTTP/1.1 200") {
		err = fmt.Errorf("%.300s is answered with %s: %.300s", request, status, c.body)
	}
	return c.body, err
}

func (c *connection) line() (string, error) {
	line, err := c.in.ReadSlice('\n')
	return string(bytes.TrimRight(line, "\r\n")), err
}

func (c *connection) take(n int) error {
	from := len(c.body)
	c.body = slices.Grow(c.body, n)[:from+n]
	_, err := io.ReadFull(c.in, c.body[from:])
	return err
}

func (c *connection) chunks() error {
	for {
		line, err := c.line()
		if err != nil {
			return err
		}
		n, err := strconv.ParseInt(line, 16, 32)
		if err != nil {
			return err
		}
		if err := c.take(int(n)); err != nil {
			return err
		}
		if _, err := c.line(); err != nil || n == 0 {
			return err
		}
	}
}
