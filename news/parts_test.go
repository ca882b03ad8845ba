package news

import "testing"

// Each rule, and beside it the nearest case to which it does not apply.
func TestAPartAboveItsWholeIsFlagged(t *testing.T) {
	suspect := func(f *Figure) *Figure { f.Quality = Suspect; return f }
	for _, c := range []struct {
		says         string
		accumulation Accumulation
		part, whole  *Figure
		want         bool
	}{
		{"a part above its whole", Incident, figure(Exact, 12, "2031-05-04"), figure(Exact, 10, "2031-05-04"), true},
		{"a part as large as its whole", Incident, figure(Exact, 10, "2031-05-04"), figure(Exact, 10, "2031-05-04"), false},
		{"a part below its whole", Incident, figure(Exact, 8, "2031-05-04"), figure(Exact, 10, "2031-05-04"), false},
		{"more than as much as the whole", Incident, figure(MoreThan, 10, "2031-05-04"), figure(Exact, 10, "2031-05-04"), true},
		{"at least as much as the whole", Incident, figure(AtLeast, 10, "2031-05-04"), figure(Exact, 10, "2031-05-04"), false},
		{"a whole without an upper end", Incident, figure(Exact, 12, "2031-05-04"), figure(MoreThan, 10, "2031-05-04"), false},
		{"a part that only nears a number", Incident, figure(About, 12, "2031-05-04"), figure(Exact, 10, "2031-05-04"), false},
		{"a doubtful part", Incident, suspect(figure(Exact, 12, "2031-05-04")), figure(Exact, 10, "2031-05-04"), false},
		{"a running total that has grown since", Cumulative, figure(Exact, 12, "2031-05-05"), figure(Exact, 10, "2031-05-04"), false},
		{"a running total that is the younger", Cumulative, figure(Exact, 12, "2031-05-03"), figure(Exact, 10, "2031-05-04"), true},
		{"an occurrence does not grow", Incident, figure(Exact, 12, "2031-05-05"), figure(Exact, 10, "2031-05-04"), true},
		{"a stock of another day", Stock, figure(Exact, 12, "2031-05-03"), figure(Exact, 10, "2031-05-04"), false},
		{"a stock of the same day", Stock, figure(Exact, 12, "2031-05-04"), figure(Exact, 10, "2031-05-04"), true},
	} {
		c.part.ID, c.whole.ID = "figure:part", "figure:whole"
		c.part.Quantity, c.whole.Quantity = "quantity:part", "quantity:whole"
		ds := &Dataset{
			Articles:   []*Article{{ID: "article:a"}},
			Quantities: []*Quantity{{ID: "quantity:whole", Accumulation: c.accumulation}, {ID: "quantity:part", Accumulation: c.accumulation, PartOf: "quantity:whole"}},
			Figures:    []*Figure{c.part, c.whole},
		}
		for _, f := range ds.Figures {
			f.Article = "article:a"
		}
		Derive(ds)
		part, whole := ds.Quantities[0], ds.Quantities[1]
		if got := len(part.Excesses) == 1 && part.Excesses[0].Reason != ""; got != c.want || len(whole.Excesses) > 0 {
			t.Errorf("%s: %v and for the whole %v, want an excess: %v", c.says, part.Excesses, whole.Excesses, c.want)
		}
	}
}

func TestTheListOfExcessesIsBounded(t *testing.T) {
	var parts, wholes []*Figure
	for range 20 {
		parts, wholes = append(parts, figure(Exact, 12, "2031-05-04")), append(wholes, figure(Exact, 10, "2031-05-04"))
	}
	if n := len((&Quantity{Accumulation: Incident}).excesses(parts, wholes)); n != MaxExcesses {
		t.Errorf("%d excesses are kept, want %d", n, MaxExcesses)
	}
}
