package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"onrecord/dataset"
	"onrecord/observe"
)

func TestEveryAnswerHoldsBrowsersToWhatItIs(t *testing.T) {
	server := carried(t)
	for _, address := range []string{"/", "/graphiql/", "/graphql?query={dataset{title}}", "/graphql?query={", "/queries/", "/id/place:al-tanf", "/schema.graphql", "/healthz", "/readyz", "/metrics", "/nowhere"} {
		answer, _ := send(t, get(t, server.URL+address))
		h := answer.Header
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("X-Frame-Options") != "DENY" {
			t.Errorf("%s: %v", address, h)
		}
		if policy := h.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") || len(h.Values("Content-Security-Policy")) != 1 {
			t.Errorf("%s: the policy is %q", address, policy)
		}
		if h.Get(observe.RequestID) == "" || h.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: %v", address, h)
		}
	}
}

func TestMetricsTellWhatWasAskedAndRefused(t *testing.T) {
	server := carried(t)
	for _, address := range []string{"/queries/one-nested-query", "/id/place:al-tanf", "/graphql?query=" + strings.Repeat("a", 9000), "/graphql?format=csv&query={a{b{c{d{e{f{g{h{i{j{k{l{m{n{o{p}}}}}}}}}}}}}}}}"} {
		send(t, get(t, server.URL+address))
	}
	answer, body := send(t, get(t, server.URL+"/metrics"))
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("status %d", answer.StatusCode)
	}
	for _, line := range []string{
		`onrecord_operations_total{code="OK",operation="OneNestedQuery"} 1`,
		`onrecord_operations_total{code="OK",operation="place"} 1`,
		`onrecord_operations_total{code="TOO_DEEP",operation="unnamed"} 1`,
		`onrecord_refusals_total{reason="URL_TOO_LONG"} 1`,
		`onrecord_refusals_total{reason="TOO_DEEP"} 1`,
		`onrecord_requests_total{route="queries",status="200"} 1`,
		`onrecord_requests_total{route="graphql",status="414"} 1`,
		`onrecord_requests_running 1`,
		`onrecord_dataset_swaps_total 0`,
	} {
		if !strings.Contains(body, "\n"+line+"\n") {
			t.Errorf("there is no line %s", line)
		}
	}
	if !strings.Contains(body, `onrecord_dataset_info{edition="2026.2",version="2026.2+`) {
		t.Error("there is no dataset")
	}
}

// A table that is too large is found to be so after its query was answered.
func TestWhatIsRefusedOfAnAnswerIsCounted(t *testing.T) {
	l := defaultLimits(t)
	l.Table = 10
	server := servingWithin(t, dataset.Files, l)
	send(t, get(t, link(server, every, "format", "csv")))
	_, body := send(t, get(t, server.URL+"/metrics"))
	for _, line := range []string{`onrecord_operations_total{code="OK",operation="Figures"} 1`, `onrecord_refusals_total{reason="TABLE_TOO_LARGE"} 1`} {
		if !strings.Contains(body, "\n"+line+"\n") {
			t.Errorf("there is no line %s", line)
		}
	}
}

func TestMetricsCanBeLeftOut(t *testing.T) {
	g := newGate(defaultLimits(t), rates{})
	g.noMetrics = true
	w := httptest.NewRecorder()
	fronted(openCarried(t), g).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("status %d", w.Code)
	}
}

// What nobody foresaw is answered like any other fault, and the log has the stack.
func TestAPanicIsAnInternalError(t *testing.T) {
	var log bytes.Buffer
	g := newGate(defaultLimits(t), rates{})
	g.log = observe.Logger(&log, true, slog.LevelInfo)
	h := g.front(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("the harbour is on fire") }))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/graphql", nil))
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "harbour") || !strings.Contains(w.Body.String(), `"INTERNAL"`) {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	if id := w.Header().Get(observe.RequestID); strings.Count(log.String(), id) != 2 || !strings.Contains(log.String(), "harbour is on fire") || !strings.Contains(log.String(), "goroutine") {
		t.Errorf("the log is %s", &log)
	}
}

// Whoever is being answered when the server is told to stop is answered to the end, and meanwhile others see that it stops.
func TestAStopLetsRunningRequestsEnd(t *testing.T) {
	g := newGate(defaultLimits(t), rates{})
	begun, leave := make(chan struct{}), make(chan struct{})
	mux := http.NewServeMux()
	g.tellHealth(mux, func() string { return "1" })
	mux.HandleFunc("/slow", func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		<-leave
		fmt.Fprint(w, "to the end")
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stopped, answered := make(chan error, 1), make(chan string, 1)
	go func() { stopped <- g.serve(ctx, listener, operations{}, mux) }()
	address := "http://" + listener.Addr().String()
	if answer, body := send(t, get(t, address+"/readyz")); answer.StatusCode != http.StatusOK || body != "ready\n" {
		t.Errorf("before: status %d, %s", answer.StatusCode, body)
	}
	go func() {
		answer, err := http.Get(address + "/slow")
		if err != nil {
			answered <- err.Error()
			return
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		answered <- string(body)
	}()
	<-begun
	stop()
	for !g.stopping.Load() {
		time.Sleep(time.Millisecond)
	}
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("while it stops: status %d", w.Code)
	}
	select {
	case err := <-stopped:
		t.Fatalf("it has stopped with a request running: %v", err)
	default:
	}
	close(leave)
	if got := <-answered; got != "to the end" {
		t.Errorf("the request that was running got %q", got)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

func TestHTTPS(t *testing.T) {
	cert, key := certificate(t)
	other, _ := certificate(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := newGate(defaultLimits(t), rates{})
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() {
		stopped <- g.serve(ctx, listener, operations{TLSCert: cert, TLSKey: key}, fronted(openCarried(t), g))
	}()
	address := listener.Addr().String()
	if err := (&healthCommand{Addr: address, TLSCert: cert}).ask(); err != nil {
		t.Errorf("the server that has the certificate: %v", err)
	}
	if err := (&healthCommand{Addr: address, TLSCert: other}).ask(); err == nil || !strings.Contains(err.Error(), "another certificate") {
		t.Errorf("held against another certificate: %v", err)
	}
	if err := (&healthCommand{Addr: address}).ask(); err == nil {
		t.Error("it answers without TLS")
	}
	trust, err := trusting(cert)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: trust}}
	answer, err := client.Get("https://" + address + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.Header.Get("Strict-Transport-Security") == "" {
		t.Error("a browser is not told to stay with HTTPS")
	}
	client.CloseIdleConnections()
	stop()
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

// certificate writes a certificate that vouches for itself, and its key.
func certificate(t *testing.T) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"harbour.example"}}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	written, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	cert, key = filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	for path, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: signed}, key: {Type: "PRIVATE KEY", Bytes: written}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

func TestHalfOfWhatBelongsTogetherIsRefused(t *testing.T) {
	if err := (operations{TLSCert: "cert.pem"}).Validate(); err == nil {
		t.Error("a certificate without its key is accepted")
	}
	if err := (operations{}).Validate(); err != nil {
		t.Error(err)
	}
}

// The lean executor answers only where no extension stands around fields: one that did would make every answer slow.
func TestNoExtensionStandsAroundFields(t *testing.T) {
	for _, extension := range newGate(defaultLimits(t), rates{}).extensions() {
		if _, ok := extension.(graphql.FieldInterceptor); ok {
			t.Errorf("%s stands around each field", extension.ExtensionName())
		}
		if _, ok := extension.(graphql.RootFieldInterceptor); ok {
			t.Errorf("%s stands around each field at the root", extension.ExtensionName())
		}
	}
}
