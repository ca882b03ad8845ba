package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
)

// agreed is how many answers to each query are compared.
const agreed = 10

// agree compares the answers of every server with ours.
func (s *stage) agree(h *held, peers []string) error {
	for i := range queries {
		q := &queries[i]
		for _, server := range peers {
			if server == ours || server == constantBody || !q.askedOf(server) {
				continue
			}
			for n := range agreed {
				r := func() *rand.Rand { return rand.New(rand.NewPCG(7, uint64(n))) }
				mode := modes[n%2]
				mine, err := s.data(ours, q, q.asker(mode, h, ours)(r()))
				if err != nil {
					return err
				}
				theirs, err := s.data(server, q, q.asker(mode, h, server)(r()))
				if err != nil {
					return err
				}
				if server == postgraphile {
					mine, theirs = values(mine), values(theirs)
				}
				if !reflect.DeepEqual(mine, theirs) {
					return fmt.Errorf("%s and %s answer %s differently:\n%.2000s\n%.2000s", ours, server, q.name, show(mine), show(theirs))
				}
			}
		}
	}
	return nil
}

// values lists every scalar of an answer, sorted: what can be compared where the names are others.
func values(data any) []string {
	var found []string
	switch data := data.(type) {
	case map[string]any:
		for _, x := range data {
			found = append(found, values(x)...)
		}
	case []any:
		for _, x := range data {
			found = append(found, values(x)...)
		}
	default:
		found = append(found, fmt.Sprint(data))
	}
	slices.Sort(found)
	return found
}

func show(data any) []byte {
	shown, _ := json.Marshal(data) // it came from JSON
	return shown
}

// data asks once, and gives the data of the answer as it is compared.
func (s *stage) data(server string, q *query, request []byte) (any, error) {
	body, err := s.once(server, request)
	if err != nil {
		return nil, fmt.Errorf("%s, %s: %w", server, q.name, err)
	}
	var answer struct {
		Data   any
		Errors []any
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, fmt.Errorf("%s, %s: %w in %.300s", server, q.name, err, body)
	}
	if answer.Errors != nil || answer.Data == nil {
		return nil, fmt.Errorf("%s, %s: %.500s\nIt says: %.2000s", server, q.name, body, &s.running[server].said)
	}
	if q.alike != nil {
		return q.alike(answer.Data), nil
	}
	return answer.Data, nil
}

func (s *stage) once(server string, request []byte) ([]byte, error) {
	c, err := dial(s.addr(server))
	if err != nil {
		return nil, err
	}
	defer c.Close()
	return c.ask(request)
}

// keepBodies writes one answer of ours to each query, for the constant server.
func (s *stage) keepBodies(h *held) (sizes map[string]int, err error) {
	sizes = map[string]int{}
	folder := filepath.Join(s.folder, "bodies")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	for i := range queries {
		q := &queries[i]
		body, err := s.once(ours, q.asker(repeated, h, ours)(nil))
		if err != nil {
			return nil, err
		}
		sizes[q.name] = len(body)
		if err := os.WriteFile(filepath.Join(folder, q.name), body, 0o644); err != nil {
			return nil, err
		}
	}
	return sizes, nil
}
