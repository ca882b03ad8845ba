package store

import (
	"encoding/binary"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"go.etcd.io/bbolt"

	"onrecord/news"
)

// BenchmarkRecord reads the 300 figures of a nested page out of 20,000, in the forms a record could be kept in: our fields
// one after the other, CBOR and JSON, each under a key of its own; and ours once more, all in one large value with a table
// of offsets before it. docs/decisions/0003-record-format.md has the outcome.
func BenchmarkRecord(b *testing.B) {
	const all, page = 20_000, 300
	ds := large(all)
	form := map[string]struct {
		write func(*news.Figure) []byte
		read  func([]byte, *news.Figure) error
	}{
		"fields": {func(f *news.Figure) []byte { c := &codec{}; figures.write(c, f); return c.out }, func(v []byte, f *news.Figure) error { return decode(v, f, (*codec).figure) }},
		"cbor":   {func(f *news.Figure) []byte { v, _ := cbor.Marshal(f); return v }, func(v []byte, f *news.Figure) error { return cbor.Unmarshal(v, f) }},
		"json":   {func(f *news.Figure) []byte { v, _ := json.Marshal(f); return v }, func(v []byte, f *news.Figure) error { return json.Unmarshal(v, f) }},
	}
	bucket := []byte("b")
	for _, name := range []string{"fields", "cbor", "json"} {
		db := benchStore(b)
		size := 0
		must(b, db.Update(func(tx *bbolt.Tx) error {
			into, err := tx.CreateBucket(bucket)
			if err != nil {
				return err
			}
			into.FillPercent = 1
			for i, f := range ds.Figures {
				v := form[name].write(f)
				size += len(v)
				if err := into.Put(recordKey(nounFigure, uint32(i)), v); err != nil {
					return err
				}
			}
			return nil
		}))
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				must(b, db.View(func(tx *bbolt.Tx) error {
					from := tx.Bucket(bucket)
					for i := range page {
						var f news.Figure
						if err := form[name].read(from.Get(recordKey(nounFigure, uint32(i*61%all))), &f); err != nil {
							return err
						}
					}
					return nil
				}))
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/page, "ns/record")
			b.ReportMetric(float64(size)/all, "bytes/record")
		})
	}
	b.Run("fields-in-one-value", func(b *testing.B) {
		db := benchStore(b)
		offsets := make([]byte, 4*(all+1))
		var records []byte
		for i, f := range ds.Figures {
			binary.BigEndian.PutUint32(offsets[4*i:], uint32(len(records)))
			c := &codec{out: records}
			figures.write(c, f)
			records = c.out
		}
		binary.BigEndian.PutUint32(offsets[4*all:], uint32(len(records)))
		must(b, db.Update(func(tx *bbolt.Tx) error {
			into, err := tx.CreateBucket(bucket)
			if err != nil {
				return err
			}
			return into.Put([]byte("all"), append(offsets, records...))
		}))
		b.ReportAllocs()
		b.ResetTimer()
		for b.Loop() {
			must(b, db.View(func(tx *bbolt.Tx) error {
				v := tx.Bucket(bucket).Get([]byte("all"))
				body := v[4*(all+1):]
				for i := range page {
					n := i * 61 % all
					from, to := binary.BigEndian.Uint32(v[4*n:]), binary.BigEndian.Uint32(v[4*n+4:])
					var f news.Figure
					if err := decode(body[from:to], &f, (*codec).figure); err != nil {
						return err
					}
				}
				return nil
			}))
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/page, "ns/record")
		b.ReportMetric(float64(len(records))/all, "bytes/record")
	})
}

func benchStore(b *testing.B) *bbolt.DB {
	db, err := bbolt.Open(filepath.Join(b.TempDir(), "bench.db"), 0o644, &bbolt.Options{NoSync: true})
	must(b, err)
	b.Cleanup(func() { must(b, db.Close()) })
	return db
}

// BenchmarkPage answers a page of 20 out of 100,000 figures, under more and more conditions and orders.
func BenchmarkPage(b *testing.B) {
	s := stored(b, large(100_000))
	low := 100.0
	from := news.Date("2012-01-01")
	for _, c := range []struct {
		name   string
		filter *FigureFilter
		order  *FigureOrder
		scopes []Scope[*news.Figure]
	}{
		{"all", nil, nil, nil},
		{"scope", nil, nil, []Scope[*news.Figure]{FiguresOf("quantity:q7")}},
		{"one-filter-by-value", &FigureFilter{Claimants: []news.ActorID{"actor:a1"}}, &FigureOrder{Field: FigureValue, Direction: Descending}, nil},
		{"five-filters-by-date", &FigureFilter{Claimants: []news.ActorID{"actor:a1", "actor:a2"}, Via: []news.ActorID{"actor:a3", "actor:a1"}, Comparators: []news.Comparator{news.Exact}, Min: &low, AsOf: &DateFilter{From: &from}}, &FigureOrder{Field: FigureAsOf}, nil},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Figures(c.filter, c.order, Page{}, c.scopes...); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
