package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onrecord/loader"
	"onrecord/news"
	"onrecord/publish"
	"onrecord/store"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// times is how often a test does something: few times, or as often as `make faults` has it.
func times(few, many int) int {
	if os.Getenv("ONRECORD_FAULTS") != "" {
		return many
	}
	return few
}

// writeEdition writes the sound dataset as its n-th edition, which can be told from every other in three places of an answer.
func writeEdition(t testing.TB, folder string, n int) {
	t.Helper()
	sound := os.DirFS("testdata/sound/dataset")
	must(t, os.RemoveAll(folder))
	must(t, os.CopyFS(folder, sound))
	for name, words := range map[string][2]string{
		"dataset.yaml": {"title: The flood at Vell, a made-up town\nedition: \"1\"", fmt.Sprintf("title: edition %d\nedition: \"%d\"", n, n)},
		"actors.yaml":  {"name: Ada Brenn", fmt.Sprintf("name: Ada Brenn %d", n)},
	} {
		content, err := os.ReadFile(filepath.Join(folder, name))
		must(t, err)
		if bytes.Count(content, []byte(words[0])) != 1 {
			t.Fatalf("%q does not stand in %s once", words[0], name)
		}
		must(t, os.WriteFile(filepath.Join(folder, name), bytes.Replace(content, []byte(words[0]), []byte(words[1]), 1), 0o644))
	}
}

func soundEdition(t testing.TB, n int) *news.Dataset {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "edition")
	writeEdition(t, folder, n)
	ds, found := loader.Load(os.DirFS(folder), loader.Options{})
	if ds == nil {
		t.Fatal(found)
	}
	return ds
}

const askEdition = `{ dataset { title edition version } actor(id: "actor:ada-brenn") { name } statements { totalCount nodes { gist } } }`

// versionTold is which edition an answer to the question is of. It is an error where the answer is not of one edition alone.
func versionTold(status int, body []byte) (n int, err error) {
	var a struct {
		Data struct {
			Dataset    struct{ Title, Edition, Version string }
			Actor      struct{ Name string }
			Statements struct {
				TotalCount int
				Nodes      []struct{ Gist string }
			}
		}
		Extensions struct{ Dataset struct{ Version string } }
	}
	if err := json.Unmarshal(body, &a); err != nil || status != http.StatusOK {
		return 0, fmt.Errorf("status %d, %v: %.300s", status, err, body)
	}
	if _, err := fmt.Sscan(a.Data.Dataset.Edition, &n); err != nil {
		return 0, fmt.Errorf("%w: %s", err, body)
	}
	if d := a.Data.Dataset; d.Title != fmt.Sprint("edition ", n) || a.Data.Actor.Name != fmt.Sprint("Ada Brenn ", n) || !strings.HasPrefix(d.Version, fmt.Sprint(n, "+")) ||
		a.Extensions.Dataset.Version != d.Version || a.Data.Statements.TotalCount != len(a.Data.Statements.Nodes) || a.Data.Statements.TotalCount == 0 {
		return n, fmt.Errorf("the answer is not of one edition: %s", body)
	}
	return n, nil
}

// putQuestion asks whoever listens at an address.
func putQuestion(client *http.Client, address string) (n int, err error) {
	return putQuery(client, address, askEdition)
}

// putQuery does so in words of one's own.
func putQuery(client *http.Client, address, query string) (n int, err error) {
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		return 0, err
	}
	answer, err := client.Post(address+"/graphql", "application/json", bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	read, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, err
	}
	return versionTold(answer.StatusCode, read)
}

// answers is which edition a handler answers from.
func answers(t testing.TB, h http.Handler) int {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": askEdition})
	must(t, err)
	r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	n, err := versionTold(w.Code, w.Body.Bytes())
	must(t, err)
	return n
}

// keeping serves a folder and watches it; what is said in the terminal is in the buffers.
func keeping(t testing.TB, data string) (k *keeper, out, said *bytes.Buffer) {
	out, said = &bytes.Buffer{}, &bytes.Buffer{}
	k = &keeper{holding: holding{Data: data}, console: console{out: out, err: said}, served: newLive(newGate(defaultLimits(t), rates{}).over)}
	k.now = func() time.Time { return time.Date(2026, 11, 21, 8, 30, 0, 0, time.FixedZone("somewhere", 3600)) }
	t.Cleanup(func() {
		if err := k.served.close(); err != nil {
			t.Error(err)
		}
	})
	return k, out, said
}

func publishEdition(t testing.TB, folder string, n int) publish.Version {
	t.Helper()
	v, uncleared, err := publish.At(folder).Publish(func(path string) (*store.Store, error) { return store.Create(path, soundEdition(t, n), nil) })
	must(t, errors.Join(err, uncleared))
	return v
}
