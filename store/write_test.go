package store

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onrecord/news"
)

func shuffle[N any](r *rand.Rand, nodes []N) {
	r.Shuffle(len(nodes), func(i, j int) { nodes[i], nodes[j] = nodes[j], nodes[i] })
}

func shuffled(r *rand.Rand, ds *news.Dataset) {
	shuffle(r, ds.Articles)
	shuffle(r, ds.Actors)
	shuffle(r, ds.Places)
	shuffle(r, ds.Events)
	shuffle(r, ds.Statements)
	shuffle(r, ds.Quantities)
	shuffle(r, ds.Reports)
	shuffle(r, ds.Figures)
	shuffle(r, ds.Accounts)
	shuffle(r, ds.Roles)
	shuffle(r, ds.Terms)
}

// sameBytes writes a dataset again and again, shuffled, on more and fewer processors and in other time zones, and sees
// that the file is the same.
func sameBytes(t tester, folder string, ds *news.Dataset, times int, seed uint64) {
	t.Helper()
	processors, zone := runtime.GOMAXPROCS(0), time.Local
	defer func() { runtime.GOMAXPROCS(processors); time.Local = zone }()
	r := rand.New(rand.NewPCG(seed, 1))
	path := filepath.Join(folder, "again.db")
	var first []byte
	for i := range times {
		runtime.GOMAXPROCS(1 + i%4)
		time.Local = time.FixedZone("somewhere", (i%25-12)*60*60)
		must(t, Write(path, ds, nil))
		written, err := os.ReadFile(path)
		must(t, err)
		switch {
		case first == nil:
			first = written
			mustBeSound(t, path)
		case !bytes.Equal(first, written):
			t.Fatal("the same dataset gives another file the time number ", i+1, ", shuffled by the seed ", seed)
		}
		shuffled(r, ds)
	}
}

func TestTheSameDatasetGivesTheSameBytes(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		sameBytes(t, folder, made(t), 3, rapid.Uint64().Draw(t, "seed"))
	})
}

// From none to several thousand records, so that the pages of the file are allocated in every way.
func TestDatasetsOfAllSizesGiveTheSameBytesEachTime(t *testing.T) {
	sameBytes(t, t.TempDir(), &news.Dataset{}, 10, 1)
	for _, n := range []int{1, 20, 150, 700, 3000} {
		sameBytes(t, t.TempDir(), large(n), 10, uint64(n))
	}
}

func TestTheVersionChangesWhenTheDataDoes(t *testing.T) {
	version := func(change func(*news.Dataset)) string {
		ds := large(20)
		change(ds)
		news.Derive(ds)
		return stored(t, ds).Dataset().Version
	}
	same := version(func(*news.Dataset) {})
	if again := version(func(*news.Dataset) {}); again != same {
		t.Errorf("the same data has the versions %s and %s", same, again)
	}
	for what, change := range map[string]func(*news.Dataset){
		"a printed number": func(ds *news.Dataset) { ds.Figures[0].Printed = "another" },
		"a name":           func(ds *news.Dataset) { ds.Actors[0].Name = "another" },
		"the title":        func(ds *news.Dataset) { ds.Title = "another" },
		"a figure less":    func(ds *news.Dataset) { ds.Figures = ds.Figures[1:] },
	} {
		if other := version(change); other == same {
			t.Errorf("%s has changed and the version is still %s", what, same)
		}
	}
}

func TestProgressIsToldToTheEnd(t *testing.T) {
	last, total := 0, 0
	must(t, Write(filepath.Join(t.TempDir(), "test.db"), large(20), func(done, all int) {
		if done < last {
			t.Errorf("progress goes from %d back to %d", last, done)
		}
		last, total = done, all
	}))
	if last == 0 || last != total {
		t.Errorf("progress ends at %d of %d", last, total)
	}
}

// A dataset in which something leads nowhere or twice is refused with what is wrong, and nothing is written.
func TestADatasetThatDoesNotHoldTogetherIsNotWritten(t *testing.T) {
	for want, spoil := range map[string]func(*news.Dataset){
		`quantity of figure:0000000000000000 leads to "quantity:none"`: func(ds *news.Dataset) { ds.Figures[0].Quantity = "quantity:none" },
		`figure:0000000000000000 has no quantity`:                      func(ds *news.Dataset) { ds.Figures[0].Quantity = "" },
		`the id actor:a0 is both of actor:a0 and of actor:a0`:          func(ds *news.Dataset) { ds.Actors = append(ds.Actors, ds.Actors[0]) },
		`the id actor:a1 is both of actor:a0 and of actor:a1`:          func(ds *news.Dataset) { ds.Actors[0].FormerIDs = []news.ActorID{"actor:a1"} },
		`the id place:y is both of`: func(ds *news.Dataset) {
			ds.Places = append(ds.Places, &news.Place{ID: "place:y", Name: "y"})
			ds.Actors[1].FormerIDs = []news.ActorID{"place:y"}
		},
		`"actor:a0" is not the id of a record of the kind place`: func(ds *news.Dataset) {
			ds.Places = append(ds.Places, &news.Place{ID: "actor:a0", Name: "y"})
		},
		`"" is not the id of a record of the kind article`: func(ds *news.Dataset) {
			ds.Articles = append(ds.Articles, &news.Article{})
			ds.Actors = append(ds.Actors, &news.Actor{})
		},
		`role:x has no actor`: func(ds *news.Dataset) {
			ds.Roles = append(ds.Roles, &news.RoleMention{ID: "role:x", Anchor: news.Anchor{Article: "article:t0"}})
		},
		`term:x has no referent`:                                             func(ds *news.Dataset) { addTerm(ds, "") },
		`statement:s0 has no subject`:                                        func(ds *news.Dataset) { ds.Statements[0].About = []news.SubjectID{""} },
		`"event:x" is not the id of a record of the kind actor`:              func(ds *news.Dataset) { ds.Actors[0].ID = "event:x" },
		`referent of term:x leads to "article:t0", which has the wrong kind`: func(ds *news.Dataset) { addTerm(ds, "article:t0") },
		`referent of term:x leads to "actor:was"`:                            func(ds *news.Dataset) { ds.Actors[0].FormerIDs = []news.ActorID{"actor:was"}; addTerm(ds, "actor:was") },
		`a date of event:e0: "0000-01-01" is not a calendar date`:            func(ds *news.Dataset) { ds.Events[0].Date.Earliest = "0000-01-01" },
		`a hop of figure:0000000000000000 leads to "actor:none"`:             func(ds *news.Dataset) { ds.Figures[0].Attribution.Hops[0].Actor = "actor:none" },
		`a change since "1" is told, and that was never released`:            func(ds *news.Dataset) { ds.Changes = []*news.Change{{Since: "1", Record: "actor:x", Kind: news.Added}} },
		`"1\t2" cannot be the version of a release`:                          func(ds *news.Dataset) { ds.Releases = []*news.Release{{Version: "1\t2"}} },
		`actor:a0 is withdrawn and there`:                                    func(ds *news.Dataset) { ds.Withdrawn = []*news.Withdrawal{{ID: "actor:a0", On: "2026-11-21"}} },
		`the withdrawal of actor:x: "never" is not a calendar`:               func(ds *news.Dataset) { ds.Withdrawn = []*news.Withdrawal{{ID: "actor:x", On: "never"}} },
		`figure:0000000000000000 cannot be kept`:                             func(ds *news.Dataset) { ds.Figures[0].Quality = "DUBIOUS" },
	} {
		folder := t.TempDir()
		ds := large(20)
		ds.Figures[0].Attribution.Hops = append([]news.Hop{}, ds.Figures[0].Attribution.Hops...) // shared with a report
		spoil(ds)
		err := Write(filepath.Join(folder, "test.db"), ds, nil)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, want one that says %s", err, want)
		}
		leavesOnly(t, folder)
	}
}

func addTerm(ds *news.Dataset, referent news.SubjectID) {
	ds.Terms = append(ds.Terms, &news.TermUse{ID: "term:x", Anchor: news.Anchor{Article: "article:t0"}, Referent: referent})
}

// leavesOnly sees that nothing else stands in a folder.
func leavesOnly(t testing.TB, folder string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	must(t, err)
	for _, e := range entries {
		if !has(names, e.Name()) {
			t.Errorf("%s is left behind", e.Name())
		}
	}
}

func TestAWriterThatFailsLeavesTheOldStoreAndNothingElse(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "kept.db")
	must(t, Write(path, large(20), nil))
	before, err := os.ReadFile(path)
	must(t, err)
	// A folder cannot be replaced by a file, so the last step fails.
	blocked := filepath.Join(folder, "blocked.db")
	must(t, os.MkdirAll(filepath.Join(blocked, "x"), 0o755))
	if err := Write(blocked, large(20), nil); err == nil {
		t.Error("a store is written over a folder, want an error")
	}
	if err := Write(filepath.Join(folder, "nowhere", "x.db"), large(20), nil); err == nil {
		t.Error("a store is written into a folder that does not exist, want an error")
	}
	broken := large(20)
	broken.Figures[0].Quantity = "quantity:none"
	if err := Write(path, broken, nil); err == nil {
		t.Error("a dataset in which a figure leads nowhere is written, want an error")
	}
	// A key of more than 32 KiB is more than bbolt takes, so a step in the middle fails.
	long := large(20)
	long.Places = append(long.Places, &news.Place{ID: news.PlaceID("place:" + strings.Repeat("x", 40_000))})
	if err := Write(path, long, nil); err == nil {
		t.Error("an id of 40,000 bytes is written, want an error")
	}
	leavesOnly(t, folder, "kept.db", "blocked.db")
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the old store has changed")
	}
	mustBeSound(t, path)
}

func TestAFolderThatMayNotBeWrittenIsAnError(t *testing.T) {
	folder := t.TempDir()
	must(t, os.Chmod(folder, 0o555))
	t.Cleanup(func() { _ = os.Chmod(folder, 0o755) })
	if probe, err := os.CreateTemp(folder, "probe"); err == nil {
		probe.Close()
		t.Skip("this user may write everywhere")
	}
	if err := Write(filepath.Join(folder, "test.db"), large(1), nil); err == nil {
		t.Error("a store is written into a read-only folder, want an error")
	}
	leavesOnly(t, folder)
}

// A dataset so large that its records are worked on by several processors, and written in several batches, is the same on
// one, and sound.
func TestManyStretchesAreOneStore(t *testing.T) {
	ds := large(4 * atATime)
	sameBytes(t, t.TempDir(), ds, 2, 1)
	path := filepath.Join(t.TempDir(), "test.db")
	must(t, Write(path, ds, nil))
	if faults, err := Verify(path); err != nil || len(faults) > 0 {
		t.Errorf("%v, %q", err, faults[:min(5, len(faults))])
	}
}
