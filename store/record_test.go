package store

import (
	"bytes"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"onrecord/news"
)

// encoded is a record as it is kept.
func encoded[N news.Node](n *noun[N], record N) ([]byte, error) {
	c := &codec{}
	if n.write(c, record); c.bad {
		return nil, errValue
	}
	return c.out, nil
}

// roundTrip encodes records and decodes them again.
func roundTrip[T any, N interface {
	*T
	news.Node
}](t *rapid.T, n *noun[N], records []N, fields func(*codec, N)) {
	t.Helper()
	for _, want := range records {
		value, err := encoded(n, want)
		must(t, err)
		read := N(new(T))
		must(t, decode(value, read, fields))
		if diff := cmp.Diff(want, read); diff != "" {
			t.Fatalf("%s is decoded otherwise (-encoded +decoded):\n%s", want.NodeID(), diff)
		}
		for n := range value {
			if decode(value[:n], N(new(T)), fields) == nil {
				t.Fatalf("%s is read from %d of its %d bytes, want an error", want.NodeID(), n, len(value))
			}
		}
		if decode(append(value, 0), N(new(T)), fields) == nil {
			t.Fatalf("%s is read with a byte too many, want an error", want.NodeID())
		}
	}
}

func TestARecordIsDecodedAsItWasEncoded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ds := made(t)
		roundTrip(t, &articles, ds.Articles, (*codec).article)
		roundTrip(t, &actors, ds.Actors, (*codec).actor)
		roundTrip(t, &places, ds.Places, (*codec).place)
		roundTrip(t, &events, ds.Events, (*codec).event)
		roundTrip(t, &statements, ds.Statements, (*codec).statement)
		roundTrip(t, &quantities, ds.Quantities, (*codec).quantity)
		roundTrip(t, &reports, ds.Reports, (*codec).report)
		roundTrip(t, &figures, ds.Figures, (*codec).figure)
		roundTrip(t, &accounts, ds.Accounts, (*codec).account)
		roundTrip(t, &roles, ds.Roles, (*codec).role)
		roundTrip(t, &terms, ds.Terms, (*codec).term)
	})
}

// What would be read back as something else is refused, never written in silence.
func TestAValueThatCannotBeReadBackIsRefused(t *testing.T) {
	for what, spoil := range map[string]func(*news.Figure){
		"a word that is none of its enum's": func(f *news.Figure) { f.Quality = "DUBIOUS" },
		"a span before the text":            func(f *news.Figure) { f.Evidence.Span.Start = -1 },
		"a span beyond any text":            func(f *news.Figure) { f.Evidence.Span.End = math.MaxInt32 + 1 },
		"a text that is not UTF-8":          func(f *news.Figure) { f.Printed = "\xff" },
		"a number that is none":             func(f *news.Figure) { f.Value = at(math.NaN()) },
		"a number without end":              func(f *news.Figure) { f.Readings = []float64{math.Inf(1)} },
	} {
		f := *large(1).Figures[0]
		spoil(&f)
		if _, err := encoded(&figures, &f); err == nil {
			t.Errorf("%s is written, want an error", what)
		}
	}
}

// Numbers sort as bytes as they sort as numbers.
func TestSortKeysOfNumbersSortAsTheNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Float64().Draw(t, "a"), rapid.Float64().Draw(t, "b")
		want := 0
		switch {
		case a < b:
			want = -1
		case a > b:
			want = 1
		}
		if got := bytes.Compare(floatKey(nil, &a), floatKey(nil, &b)); got != want {
			t.Fatalf("the keys of %v and %v compare as %d, want %d", a, b, got, want)
		}
		if bytes.Compare(floatKey(nil, &a), floatKey(nil, nil)) >= 0 {
			t.Fatalf("%v does not sort before what is not known", a)
		}
	})
}

func TestCaseAndAccentsAreSetAside(t *testing.T) {
	for _, same := range [][]string{
		{"Herzi HALÉVI", "herzi halevi"}, {"Straße", "STRASSE"}, {"οδος", "ΟΔΟΣ", "οδός"}, {"ﬁre", "FIRE"}, {"\u212Bngström", "angstrom"}, {"e\u0301", "é"}, {"ꭰ", "Ꭰ"},
	} {
		for _, s := range same[1:] {
			if fold(s) != fold(same[0]) {
				t.Errorf("%q is folded to %q and %q to %q, want the same", same[0], fold(same[0]), s, fold(s))
			}
		}
	}
	if got := words("दिल, Wall-Street: 1,400"); strings.Join(got, "|") != "दिल|wall|street|1|400" {
		t.Errorf("the words are %q, want a word to keep its marks and to end at a sign", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		if once := fold(s); fold(once) != once {
			t.Fatalf("%q folds to %q and that to %q, want no change", s, once, fold(once))
		}
	})
}

// Whatever stands in a record, reading it ends in a record or an error, and takes memory in proportion to its size.
func FuzzRecord(f *testing.F) {
	ds := large(20)
	seed := func(value []byte, err error) {
		must(f, err)
		f.Add(value)
	}
	seed(encoded(&figures, ds.Figures[0]))
	seed(encoded(&reports, ds.Reports[0]))
	seed(encoded(&events, ds.Events[0]))
	seed(encoded(&quantities, ds.Quantities[0]))
	seed(encoded(&actors, ds.Actors[0]))
	f.Add(bytes.Repeat([]byte{0x7F}, 300))
	f.Fuzz(func(t *testing.T, value []byte) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		stable(t, value, &articles, (*codec).article)
		stable(t, value, &actors, (*codec).actor)
		stable(t, value, &places, (*codec).place)
		stable(t, value, &events, (*codec).event)
		stable(t, value, &statements, (*codec).statement)
		stable(t, value, &quantities, (*codec).quantity)
		stable(t, value, &reports, (*codec).report)
		stable(t, value, &figures, (*codec).figure)
		stable(t, value, &accounts, (*codec).account)
		stable(t, value, &roles, (*codec).role)
		stable(t, value, &terms, (*codec).term)
		runtime.ReadMemStats(&after)
		if took, most := after.TotalAlloc-before.TotalAlloc, uint64(1<<20+20_000*len(value)); took > most {
			t.Errorf("%d bytes took %d bytes of memory to read as each noun, want %d at the most", len(value), took, most)
		}
	})
}

// stable: what can be read and written again is read back the same.
func stable[T any, N interface {
	*T
	news.Node
}](t *testing.T, value []byte, n *noun[N], fields func(*codec, N)) {
	first := N(new(T))
	if decode(value, first, fields) != nil {
		return
	}
	again, err := encoded(n, first)
	if err != nil {
		return // a text that is not UTF-8, say: Verify finds it
	}
	second := N(new(T))
	must(t, decode(again, second, fields))
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("%x is read as one %s and, written again, as another:\n%s", value, n.name, diff)
	}
}

// decode reads a record from its fields.
func decode[R any](value []byte, record R, fields func(*codec, R)) error {
	var c codec
	return decodeWith(&c, value, record, fields)
}
