package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
)

// storiesPerPart is how many stories stand in one file of events, statements or quantities: a few megabytes.
const storiesPerPart = 50

// write writes the whole dataset into a new folder.
func write(folder string, statements int, seed uint64) error {
	s := newShape(statements, seed)
	for _, name := range []string{"actors", "places", "events", "statements", "quantities", "articles"} {
		if err := os.MkdirAll(filepath.Join(folder, name), 0o755); err != nil {
			return err
		}
	}
	header := fmt.Sprintf("title: An invented archive of %d statements\nedition: \"bench.%d\"\nreleased: 2061-01-01\nlicence: CC0-1.0\n", s.stories*s.of(statementsPerStory), seed)
	err := os.WriteFile(filepath.Join(folder, "dataset.yaml"), []byte(header), 0o644)
	err = errors.Join(err, s.writeShared(folder))
	var waiting sync.WaitGroup
	parts := make(chan int)
	failed := make([]error, runtime.GOMAXPROCS(0))
	for i := range failed {
		waiting.Go(func() {
			for part := range parts {
				failed[i] = errors.Join(failed[i], s.writePart(folder, part))
			}
		})
	}
	for part := 0; part*storiesPerPart < s.stories; part++ {
		parts <- part
	}
	close(parts)
	waiting.Wait()
	return errors.Join(err, errors.Join(failed...))
}

// writeShared writes the actors and places that all stories share.
func (s *shape) writeShared(folder string) error {
	l := s.lot(-1)
	var actors []actor
	for i := range s.outlets {
		actors = append(actors, actor{ID: outletID(i), Name: "The " + capital(l.word()) + " Daily", Kind: "OUTLET"})
	}
	for i := range s.actors {
		a := actor{ID: actorID(i), Name: l.name(), Kind: l.one("PERSON", "PERSON", "PERSON", "GOVERNMENT_BODY", "MILITARY", "STATE", "INTERNATIONAL_ORGANIZATION")}
		if i > 10 && l.likely(40) {
			a.MemberOf = []string{actorID(l.IntN(i))}
		}
		actors = append(actors, a)
	}
	var places []place
	for i := range s.places {
		p := place{ID: placeID(i), Name: capital(l.word())}
		if i > 2 {
			p.PartOf = placeID(l.IntN(max(2, i/10)))
		}
		places = append(places, p)
	}
	return errors.Join(
		writeParts(folder, "actors", actors),
		writeList(filepath.Join(folder, "places", "00000.json"), "places", places),
	)
}

func writeParts(folder, name string, actors []actor) error {
	number := 0
	for part := range slices.Chunk(actors, 5000) {
		if err := writeList(filepath.Join(folder, name, fmt.Sprintf("shared-%05d.json", number)), name, part); err != nil {
			return err
		}
		number++
	}
	return nil
}

// writePart writes some stories.
func (s *shape) writePart(folder string, part int) error {
	var whole story
	for n := part * storiesPerPart; n < min((part+1)*storiesPerPart, s.stories); n++ {
		st := s.story(n)
		whole.unnamed = append(whole.unnamed, st.unnamed...)
		whole.events = append(whole.events, st.events...)
		whole.statements = append(whole.statements, st.statements...)
		whole.quantities = append(whole.quantities, st.quantities...)
		for i := range st.articles {
			if err := writeArticle(filepath.Join(folder, "articles", articleID(n, i)+".json"), &st.articles[i]); err != nil {
				return err
			}
		}
	}
	name := func(list string) string { return filepath.Join(folder, list, fmt.Sprintf("%05d.json", part)) }
	return errors.Join(
		writeList(name("actors"), "actors", whole.unnamed),
		writeList(name("events"), "events", whole.events),
		writeList(name("statements"), "statements", whole.statements),
		writeList(name("quantities"), "quantities", whole.quantities),
	)
}

// writeList writes records one a line under the key that names the list.
func writeList[R any](path, key string, records []R) error {
	return writeFile(path, func(w *bufio.Writer) error {
		fmt.Fprintf(w, "{%q: [", key)
		err := writeLines(w, records)
		w.WriteString("]}\n")
		return err
	})
}

func writeArticle(path string, a *articleFile) error {
	return writeFile(path, func(w *bufio.Writer) error {
		header, err := json.Marshal(a.Article)
		fmt.Fprintf(w, "{\"article\": %s", header)
		err = errors.Join(err,
			writeMentions(w, "reports", a.Reports), writeMentions(w, "figures", a.Figures), writeMentions(w, "accounts", a.Accounts),
			writeMentions(w, "roles", a.Roles), writeMentions(w, "terms", a.Terms))
		w.WriteString("}\n")
		return err
	})
}

func writeMentions[R any](w *bufio.Writer, key string, records []R) error {
	if len(records) == 0 {
		return nil
	}
	fmt.Fprintf(w, ",\n%q: [", key)
	err := writeLines(w, records)
	w.WriteString("]")
	return err
}

func writeLines[R any](w *bufio.Writer, records []R) error {
	for i, r := range records {
		line, err := json.Marshal(r)
		if err != nil {
			return err
		}
		if i > 0 {
			w.WriteByte(',')
		}
		w.WriteByte('\n')
		w.Write(line)
	}
	return nil
}

func writeFile(path string, fill func(*bufio.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	return errors.Join(fill(w), w.Flush(), f.Close())
}
