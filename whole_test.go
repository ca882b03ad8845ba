package main

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"strconv"
	"testing"
)

// Answers of every length arrive as they are, one after the other by one connection.
func TestAnswersAreWrittenWhole(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{ConnContext: withConnection, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(r.URL.Query().Get("n"))
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Length", strconv.Itoa(n))
		writeWhole(w, r, bytes.Repeat([]byte{'a' + byte(n%26)}, n))
	})}
	go server.Serve(wholeListener{listener})
	defer server.Close()
	for _, n := range []int{0, 1, 100, 2047, 2048, 2049, 3800, 3900, 4000, 4095, 4096, 4097, 8191, 8193, 50_000, 5_000_000, 17} {
		resp, err := http.Get("http://" + listener.Addr().String() + "/?n=" + strconv.Itoa(n))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil || !bytes.Equal(body, bytes.Repeat([]byte{'a' + byte(n%26)}, n)) {
			t.Errorf("of %d bytes %d arrive: %v", n, len(body), err)
		}
		resp.Body.Close()
	}
}

// A write that is held back goes out with the next one, or when it is let go.
func TestAWriteIsHeldBack(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	conn, err := wholeListener{listener}.Accept()
	if err != nil {
		t.Fatal(err)
	}
	c := conn.(*wholeConn)
	write := func(s string) {
		if n, err := c.Write([]byte(s)); n != len(s) || err != nil {
			t.Fatalf("%d bytes of %q are written: %v", n, s, err)
		}
	}
	arrives := func(want string) {
		t.Helper()
		got := make([]byte, 100)
		if n, err := client.Read(got); err != nil || string(got[:n]) != want {
			t.Fatalf("%q arrives, want %q: %v", got[:n], want, err)
		}
	}
	c.holds = true
	write("first ")
	write("second")
	arrives("first second")
	c.holds = true
	write("alone")
	c.release()
	arrives("alone")
	write("as ever")
	arrives("as ever")
	c.release()
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if n, err := client.Read(make([]byte, 1)); err != io.EOF {
		t.Fatalf("%d bytes more arrive: %v", n, err)
	}
}
