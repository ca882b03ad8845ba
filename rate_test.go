package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"onrecord/dataset"
)

func TestAClientThatAsksTooMuchIsToldToWait(t *testing.T) {
	g := newGate(defaultLimits(t), rates{PerSecond: 0.5, Burst: 3, Clients: 2, Header: "X-Forwarded-For"})
	now := time.Date(2031, 5, 3, 12, 0, 0, 0, time.UTC)
	g.meter.now = func() time.Time { return now }
	h := g.admit(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	ask := func(from string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/graphql", nil)
		r.RemoteAddr = from
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	expect := func(what string, w *httptest.ResponseRecorder, status int, left, wait string) {
		t.Helper()
		if w.Code != status || w.Header().Get("RateLimit") != left || w.Header().Get("Retry-After") != wait || w.Header().Get("RateLimit-Policy") != `"client";q=3;w=6` {
			t.Errorf("%s: status %d, %v", what, w.Code, w.Header())
		}
	}
	expect("the first", ask("192.0.2.1:1000"), 200, `"client";r=2;t=2`, "")
	expect("the second, from another port", ask("192.0.2.1:1001"), 200, `"client";r=1;t=4`, "")
	expect("the last there may be", ask("192.0.2.1:1002"), 200, `"client";r=0;t=6`, "")
	over := ask("192.0.2.1:1003")
	expect("one more", over, 429, `"client";r=0;t=6`, "2")
	if code, limit, actual := refused(t, over.Body.String()); code != rateLimited || limit != 3 || actual != 4 {
		t.Errorf("one more: %s", over.Body)
	}
	expect("another client", ask("192.0.2.2:1000"), 200, `"client";r=2;t=2`, "")
	now = now.Add(2 * time.Second)
	expect("after a while", ask("192.0.2.1:1004"), 200, `"client";r=0;t=6`, "")

	// As many clients are kept as may be: a third takes the place of whoever asked longest ago.
	ask("192.0.2.3:1000")
	if n := g.meter.clients.Len(); n != 2 {
		t.Errorf("%d clients are kept", n)
	}
	expect("who was not forgotten", ask("192.0.2.1:1005"), 429, `"client";r=0;t=6`, "2")
}

func TestThereIsNoRateUnlessOneIsSet(t *testing.T) {
	answer, _ := send(t, get(t, carried(t).URL+"/graphql?query={dataset{title}}"))
	if answer.Header.Get("RateLimit") != "" || answer.StatusCode != http.StatusOK {
		t.Errorf("status %d, %v", answer.StatusCode, answer.Header)
	}
}

// Only a proxy that is trusted is believed, and of what it passes on only what it or another such wrote.
func TestWhoAClientIs(t *testing.T) {
	r := rates{Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}, Header: "X-Forwarded-For"}
	for _, c := range []struct {
		from      string
		forwarded []string
		want      string
	}{
		{"192.0.2.1:5", nil, "192.0.2.1/32"},
		{"192.0.2.1:5", []string{"198.51.100.9"}, "192.0.2.1/32"},
		{"10.1.1.1:5", []string{"198.51.100.9"}, "198.51.100.9/32"},
		{"10.1.1.1:5", []string{"203.0.113.66, 198.51.100.9"}, "198.51.100.9/32"},
		{"10.1.1.1:5", []string{"203.0.113.66", "198.51.100.9, 10.2.2.2"}, "198.51.100.9/32"},
		{"10.1.1.1:5", []string{"203.0.113.66, nonsense"}, "10.1.1.1/32"},
		{"10.1.1.1:5", nil, "10.1.1.1/32"},
		{"[::ffff:192.0.2.1]:5", nil, "192.0.2.1/32"},
		{"[2001:db8:1:2:3:4:5:6]:5", nil, "2001:db8:1:2::/64"},
		{"[fd00::1]:5", []string{"2001:db8:1:2::9"}, "2001:db8:1:2::/64"},
		{"@", nil, "invalid Prefix"},
	} {
		request := httptest.NewRequest(http.MethodGet, "/graphql", nil)
		request.RemoteAddr = c.from
		request.Header["X-Forwarded-For"] = c.forwarded
		if got := r.client(request).String(); got != c.want {
			t.Errorf("%s with %q is %s, want %s", c.from, c.forwarded, got, c.want)
		}
	}
}

// Whatever is asked counts, also what is sent from memory, and what there is not.
func TestEverythingThatIsAskedIsMetered(t *testing.T) {
	for address, status := range map[string]int{
		"/graphql?query={dataset{title}}": 200, "/graphql?query={": 200, "/queries/": 200, "/queries/framing": 200, "/queries/framing.graphql": 200,
		"/queries/no-such-thing": 404, "/id/place:al-tanf": 200, "/id/place:nowhere": 404, "/schema.graphql": 0, "/healthz": 0,
	} {
		g := newGate(defaultLimits(t), rates{PerSecond: 0.001, Burst: 4, Clients: 2})
		h := fronted(compiled(t, dataset.Files), g)
		for n := range 6 {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
			want, left := status, fmt.Sprintf(`"client";r=%d;`, 3-n)
			if status == 0 {
				want, left = 200, ""
			} else if n >= 4 {
				want, left = http.StatusTooManyRequests, `"client";r=0;`
			}
			if w.Code != want || !strings.HasPrefix(w.Header().Get("RateLimit"), left) {
				t.Errorf("%s, time %d: status %d, want %d, %v", address, n+1, w.Code, want, w.Header())
			}
		}
	}
}
