package main

import (
	"context"
	"net"
	"net/http"
)

// net/http writes the beginning of a long answer by itself, as much as four kilobytes hold with the header, and what is left with a second call of the
// system. For an answer that is there already, the two calls are most of the work. So an answer can be written whole: the first write of it is
// held back until the second.

// wholeListener accepts connections by which answers can be written whole.
type wholeListener struct{ net.Listener }

func (l wholeListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if tcp, ok := conn.(*net.TCPConn); ok {
		return &wholeConn{TCPConn: tcp}, err
	}
	return conn, err
}

// wholeConn is for one goroutine that writes at a time, as net/http has it.
type wholeConn struct {
	*net.TCPConn
	holds bool
	held  []byte
}

type connectionKey struct{}

// withConnection lets the handler of a request find its connection.
func withConnection(ctx context.Context, conn net.Conn) context.Context {
	return context.WithValue(ctx, connectionKey{}, conn)
}

// writeWhole writes the body of an answer, header and all with one call of the system where that can be.
func writeWhole(w http.ResponseWriter, r *http.Request, body []byte) {
	if c, ok := r.Context().Value(connectionKey{}).(*wholeConn); ok {
		c.holds = true
		defer c.release()
	}
	_, _ = w.Write(body) // whoever asked has gone
}

func (c *wholeConn) Write(p []byte) (int, error) {
	switch {
	case c.holds:
		c.holds = false
		c.held = append(c.held, p...)
		return len(p), nil
	case len(c.held) > 0:
		both := net.Buffers{c.held, p}
		_, err := both.WriteTo(c.TCPConn)
		c.held = c.held[:0]
		if err != nil {
			return 0, err
		}
		return len(p), nil
	}
	return c.TCPConn.Write(p)
}

// release writes what is held still.
func (c *wholeConn) release() {
	c.holds = false
	if len(c.held) > 0 {
		_, _ = c.TCPConn.Write(c.held) // the next write fails too
		c.held = c.held[:0]
	}
}
