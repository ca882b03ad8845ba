package loader

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"onrecord/news"
)

// The register finds every instance by its slug and by those it had before, and nothing else, however many there are.
func TestTheRegisterFindsWhatWasDefined(t *testing.T) {
	const seed, instances = 28, 5000
	draw := rand.New(rand.NewPCG(seed, seed))
	l := &linker{problems: &problems{}, register: newRegister(newKeeper)}
	f := &file{name: "statements.json"}
	w := &listFile{file: f, defined: &definitions{}}
	wanted, offset := map[string]string{}, int32(0)
	name := func() word {
		offset++
		return word{place{file: f, offset: offset}, fmt.Sprintf("s%d-%d", offset, draw.IntN(100))}
	}
	for range instances {
		d := definition{kind: news.KindStatement, id: name()}
		d.at, d.whole, d.hash = d.id.place, news.KindStatement.ID(d.id.text), hashSlug(d.id.text)
		wanted[d.id.text] = d.whole
		for range draw.IntN(3) / 2 {
			d.former = append(d.former, name())
			wanted[d.former[0].text] = d.whole
		}
		*w.defined = append(*w.defined, d)
	}
	l.define(w)
	if len(l.found) > 0 {
		t.Fatalf("seed %d: %v", seed, l.found)
	}
	known := l.known[news.KindStatement]
	for slug, id := range wanted {
		if got := known.leadsTo(slug).given(); got != id {
			t.Fatalf("seed %d: %s leads to %q, want %s", seed, slug, got, id)
		}
		if got := known.leadsTo(slug + "x"); got != nil {
			t.Fatalf("seed %d: %sx leads to %s", seed, slug, got.id)
		}
	}
	if got := known.slugs(); len(got) != len(wanted) {
		t.Errorf("seed %d: %d slugs, want %d", seed, len(got), len(wanted))
	}
	for n := range known.n {
		is := known.numbered(n)
		if at := l.placeIn(is, is.at); at != (place{file: f, offset: is.named}) {
			t.Fatalf("seed %d: %s stands at %v", seed, is.id, at)
		}
	}
}

// A place that is no offset is kept whole.
func TestPlacesAreKept(t *testing.T) {
	r := newRegister(newKeeper)
	f := &file{name: "actors.yaml"}
	r.files = []*file{f}
	is := &instance{}
	for _, p := range []place{placeAt(f, 3, 5, 7), {file: f, offset: 12}, placeAt(f, 9, 1, 2), {file: f}} {
		if got := r.placeIn(is, r.keepPlace(p)); got != p {
			t.Errorf("%v is kept as %v", p, got)
		}
	}
}
