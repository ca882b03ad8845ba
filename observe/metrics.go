// Package observe tells whoever runs a server how it fares: metrics for Prometheus, a line of log for each request, and
// traces. What somebody asked is in none of them but the name that they gave their operation.
package observe

import (
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// OtherNames is how many names of operations are told apart beside those that [New] is given. Whoever asks chooses a name, so
// that there is no end of them; what is beyond counts as "other".
const OtherNames = 100

// Metrics are what /metrics tells. There is one for a server, whichever stores it serves in turn.
type Metrics struct {
	registry *prometheus.Registry

	requests   *prometheus.CounterVec   // by route and status
	duration   *prometheus.HistogramVec // by route
	running    prometheus.Gauge
	operations *prometheus.CounterVec   // by name and code
	took       *prometheus.HistogramVec // by name
	cost       prometheus.Histogram
	refusals   *prometheus.CounterVec // by reason
	dataset    *prometheus.GaugeVec   // 1, by edition and version
	opened     prometheus.Gauge
	swaps      prometheus.Counter

	mu    sync.Mutex
	names map[string]bool
	since time.Time // when the present store was opened
	more  int       // names that may still be added
}

// New makes metrics in which operations of these names are always told apart.
func New(names []string) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "onrecord_requests_total", Help: "Requests answered, by route and HTTP status."}, []string{"route", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "onrecord_request_seconds", Help: "How long requests took, by route.", Buckets: seconds}, []string{"route"}),
		running:  prometheus.NewGauge(prometheus.GaugeOpts{Name: "onrecord_requests_running", Help: "Requests being answered."}),
		operations: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "onrecord_operations_total", Help: "GraphQL operations, by name and by the code of their first error, OK where there is none.",
		}, []string{"operation", "code"}),
		took:     prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "onrecord_operation_seconds", Help: "How long GraphQL operations took to answer, by name.", Buckets: seconds}, []string{"operation"}),
		cost:     prometheus.NewHistogram(prometheus.HistogramOpts{Name: "onrecord_operation_cost", Help: "What GraphQL operations were priced at, in objects.", Buckets: prometheus.ExponentialBuckets(1, 4, 9)}),
		refusals: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "onrecord_refusals_total", Help: "What was refused or failed, by the code of the error."}, []string{"reason"}),
		dataset:  prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "onrecord_dataset_info", Help: "1 for the dataset that is served."}, []string{"edition", "version"}),
		opened:   prometheus.NewGauge(prometheus.GaugeOpts{Name: "onrecord_dataset_opened_timestamp_seconds", Help: "When the dataset that is served was opened, in Unix time."}),
		swaps:    prometheus.NewCounter(prometheus.CounterOpts{Name: "onrecord_dataset_swaps_total", Help: "How often one dataset took the place of another."}),
		names:    map[string]bool{},
		more:     OtherNames,
	}
	for _, name := range names {
		m.names[name] = true
	}
	age := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "onrecord_dataset_age_seconds", Help: "How long the dataset has been served."}, m.age)
	m.registry.MustRegister(m.requests, m.duration, m.running, m.operations, m.took, m.cost, m.refusals, m.dataset, m.opened, m.swaps, age,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// seconds are the bounds of what is counted together, from half a millisecond to the longest deadline that is likely.
var seconds = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

// Handler answers with the metrics, in the text form of Prometheus or OpenMetrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry, EnableOpenMetrics: true})
}

// Serving says which dataset is served from now on. Every time but the first is a swap.
func (m *Metrics) Serving(edition, version string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.since.IsZero() {
		m.swaps.Inc()
	}
	m.since = time.Now()
	m.opened.Set(float64(m.since.Unix()))
	m.dataset.Reset()
	m.dataset.WithLabelValues(edition, version).Set(1)
}

func (m *Metrics) age() float64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.since.IsZero() {
		return 0
	}
	return time.Since(m.since).Seconds()
}

// label is under which name an operation is counted. Only one that was answered adds a name.
func (m *Metrics) label(name string, answered bool) string {
	if name == "" {
		return "unnamed"
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.names[name] {
		if !answered || m.more == 0 || len(name) > 64 {
			return "other"
		}
		m.more--
		m.names[name] = true
	}
	return name
}
