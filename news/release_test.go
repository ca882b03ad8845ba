package news

import (
	"fmt"
	"slices"
	"testing"
)

// Each kind of change, and a record to which nothing happened.
func TestARecordIsToldOfOnlyWhereSomethingBecameOfIt(t *testing.T) {
	r := &Release{Version: "2031.1+000000000000", Records: []Fingerprint{
		{"actor:changed", "1"}, {"actor:merged", "1"}, {"actor:removed", "1"}, {"actor:same", "1"}, {"actor:withdrawn", "1"},
	}}
	now := []Fingerprint{{"actor:added", "1"}, {"actor:changed", "2"}, {"actor:same", "1"}}
	got := r.Since(now, map[string]string{"actor:merged": "actor:same"}, map[string]*Withdrawal{"actor:withdrawn": {Why: "It was two people."}})
	var told []string
	for _, c := range got {
		told = append(told, fmt.Sprintf("%s %s %s%s", c.Record, c.Kind, c.Into, c.Why))
	}
	want := []string{
		"actor:added ADDED ", "actor:changed CHANGED ", "actor:merged MERGED actor:same", "actor:removed REMOVED ",
		"actor:withdrawn WITHDRAWN It was two people.",
	}
	if !slices.Equal(told, want) {
		t.Errorf("%q, want %q", told, want)
	}
	if r.Edition() != "2031.1" {
		t.Errorf("the edition is %q", r.Edition())
	}
}

// What a curator wrote counts, what follows from other records does not.
func TestAFingerprintIsOfWhatCuratorsWrote(t *testing.T) {
	of := func(a Actor) string { a.ID = "actor:a"; return Fingerprints(&Dataset{Actors: []*Actor{&a}})[0].Hash }
	plain := of(Actor{Name: "A"})
	for says, c := range map[string]struct {
		a    Actor
		same bool
	}{
		"the same":              {Actor{Name: "A"}, true},
		"an empty list":         {Actor{Name: "A", OtherNames: []string{}}, true},
		"another name":          {Actor{Name: "B"}, false},
		"one more name":         {Actor{Name: "A", OtherNames: []string{"B"}}, false},
		"unnamed":               {Actor{Name: "A", Anonymity: &Anonymity{Plurality: One}}, false},
		"in another field":      {Actor{Description: "A"}, false},
		"what marks would join": {Actor{Name: `A"}Kind{"PERSON`}, false},
	} {
		if got := of(c.a) == plain; got != c.same {
			t.Errorf("%s: same fingerprint %v, want %v", says, got, c.same)
		}
	}
	if of(Actor{OtherNames: []string{"A", "B"}}) == of(Actor{OtherNames: []string{"A B"}}) || of(Actor{Name: "A", Country: "B"}) == of(Actor{Name: "AB"}) {
		t.Error("two records have one fingerprint")
	}
}
