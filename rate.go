package main

import (
	"fmt"
	"math"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"
)

// rates are how often one client may ask. There is no limit unless one is set.
type rates struct {
	PerSecond float64        `name:"rate" env:"ONRECORD_RATE" default:"0" placeholder:"N" help:"How many requests a second each client may make of /graphql, /queries/ and /id/ in the long run. ${default}, which is no limit, where left out."`
	Burst     int            `name:"rate-burst" env:"ONRECORD_RATE_BURST" default:"40" placeholder:"N" help:"How many it may make at once. ${default} where left out."`
	Clients   int            `name:"rate-clients" env:"ONRECORD_RATE_CLIENTS" default:"10000" placeholder:"N" help:"How many clients are kept apart; whoever asked longest ago is forgotten first. ${default} where left out."`
	Proxies   []netip.Prefix `name:"trusted-proxies" env:"ONRECORD_TRUSTED_PROXIES" placeholder:"CIDR" help:"The networks of proxies, separated by commas, whose word is taken for who a client is. None where left out."`
	Header    string         `name:"client-header" env:"ONRECORD_CLIENT_HEADER" default:"X-Forwarded-For" placeholder:"NAME" help:"The header in which a trusted proxy names the client. ${default} where left out."`
}

// Validate refuses rates that mean nothing.
func (r rates) Validate() error {
	if r.PerSecond < 0 || math.IsNaN(r.PerSecond) || math.IsInf(r.PerSecond, 0) {
		return fmt.Errorf("a rate is a number of requests a second, and %v is none", r.PerSecond)
	}
	if r.Burst < 1 || r.Clients < 1 {
		return fmt.Errorf("rate-burst and rate-clients must be above zero")
	}
	return nil
}

const rateLimited = "RATE_LIMITED"

// meter keeps how much each client has asked of late. One nil lets everything through.
type meter struct {
	rates   rates
	now     func() time.Time
	mu      sync.Mutex
	clients *lru.Cache[netip.Prefix, *rate.Limiter]
}

func newMeter(r rates) *meter {
	if r.PerSecond == 0 {
		return nil
	}
	clients, err := lru.New[netip.Prefix, *rate.Limiter](r.Clients)
	if err != nil {
		panic(err) // only where there are none, which rates.Validate refuses
	}
	return &meter{rates: r, now: time.Now, clients: clients}
}

// allow counts a request and says in the header what its client has left; where that is nothing, it gives the seconds until
// there will be something. See draft-ietf-httpapi-ratelimit-headers.
func (m *meter) allow(h http.Header, r *http.Request) (wait int) {
	if m == nil {
		return 0
	}
	allowed, left := m.take(m.rates.client(r))
	seconds := func(tokens float64) int { return int(math.Ceil(tokens / m.rates.PerSecond)) }
	burst := m.rates.Burst
	h.Set("RateLimit-Policy", fmt.Sprintf(`"client";q=%d;w=%d`, burst, seconds(float64(burst))))
	h.Set("RateLimit", fmt.Sprintf(`"client";r=%d;t=%d`, int(max(left, 0)), seconds(float64(burst)-left)))
	if allowed {
		return 0
	}
	wait = max(1, seconds(1-left))
	h.Set("Retry-After", strconv.Itoa(wait))
	return wait
}

// take counts one request of a client, and tells how many more it could make now.
func (m *meter) take(client netip.Prefix) (allowed bool, left float64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	limiter, known := m.clients.Get(client)
	if !known {
		limiter = rate.NewLimiter(rate.Limit(m.rates.PerSecond), m.rates.Burst)
		m.clients.Add(client, limiter)
	}
	now := m.now()
	return limiter.AllowN(now, 1), limiter.TokensAt(now)
}

// client is who asks: the address that the connection comes from, or where that is a trusted proxy, the last address in its
// header that is not. One whole network of 64 bits, which is what one household has of IPv6, is one client.
func (r rates) client(request *http.Request) netip.Prefix {
	from, err := netip.ParseAddrPort(request.RemoteAddr)
	if err != nil {
		return netip.Prefix{}
	}
	address := from.Addr().Unmap()
	if r.trusts(address) {
		named := strings.Split(strings.Join(request.Header.Values(r.Header), ","), ",")
		for _, name := range slices.Backward(named) {
			told, err := netip.ParseAddr(strings.TrimSpace(name))
			if err != nil {
				break // what stands before it was not written by whom we trust
			}
			if address = told.Unmap(); !r.trusts(address) {
				break
			}
		}
	}
	bits := address.BitLen()
	if address.Is6() {
		bits = 64
	}
	prefix, _ := address.WithZone("").Prefix(bits) // there are so many bits in it
	return prefix
}

func (r rates) trusts(address netip.Addr) bool {
	return slices.ContainsFunc(r.Proxies, func(p netip.Prefix) bool { return p.Contains(address) })
}
