package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"pgregory.net/rapid"

	"onrecord/news"
)

// A store is the same whether its dataset came as a whole or in parts, and in whatever order the records of a noun came.
func TestAStoreOfPartsIsThatOfTheWhole(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		ds := made(t)
		whole, parts := filepath.Join(folder, "whole.db"), filepath.Join(folder, "parts.db")
		must(t, Write(whole, ds, nil))
		in, err := NewIntake(folder)
		must(t, err)
		defer func() { must(t, in.Close()) }()
		for _, part := range cutUp(t, ds) {
			must(t, in.Take(part))
		}
		s, err := in.Create(parts, headerWithHistory(ds), nil)
		must(t, err)
		must(t, s.Close())
		if !bytes.Equal(read(t, whole), read(t, parts)) {
			t.Fatal("the two stores differ")
		}
	})
	left, err := os.ReadDir(folder)
	must(t, err)
	if len(left) != 2 {
		t.Errorf("beside the two stores there is something left: %v", left)
	}
}

// takenIn is an intake of a whole dataset.
func takenIn(t tester, ds *news.Dataset) *Intake {
	in, err := NewIntake("")
	must(t, err)
	must(t, in.Take(ds))
	return in
}

func read(t tester, path string) []byte {
	content, err := os.ReadFile(path)
	must(t, err)
	return content
}

// headerWithHistory is a dataset without its records.
func headerWithHistory(ds *news.Dataset) *news.Dataset {
	header := headerOf(ds)
	header.Changes, header.Withdrawn = ds.Changes, ds.Withdrawn
	return &header
}

// cutUp gives the records of a dataset in some parts, in any order.
func cutUp(t *rapid.T, ds *news.Dataset) []*news.Dataset {
	parts := make([]*news.Dataset, rapid.IntRange(1, 4).Draw(t, "parts"))
	for i := range parts {
		parts[i] = &news.Dataset{}
	}
	scatter(t, ds.Articles, parts, func(p *news.Dataset) *[]*news.Article { return &p.Articles })
	scatter(t, ds.Actors, parts, func(p *news.Dataset) *[]*news.Actor { return &p.Actors })
	scatter(t, ds.Places, parts, func(p *news.Dataset) *[]*news.Place { return &p.Places })
	scatter(t, ds.Events, parts, func(p *news.Dataset) *[]*news.Event { return &p.Events })
	scatter(t, ds.Statements, parts, func(p *news.Dataset) *[]*news.Statement { return &p.Statements })
	scatter(t, ds.Quantities, parts, func(p *news.Dataset) *[]*news.Quantity { return &p.Quantities })
	scatter(t, ds.Reports, parts, func(p *news.Dataset) *[]*news.StatementReport { return &p.Reports })
	scatter(t, ds.Figures, parts, func(p *news.Dataset) *[]*news.Figure { return &p.Figures })
	scatter(t, ds.Accounts, parts, func(p *news.Dataset) *[]*news.EventAccount { return &p.Accounts })
	scatter(t, ds.Roles, parts, func(p *news.Dataset) *[]*news.RoleMention { return &p.Roles })
	scatter(t, ds.Terms, parts, func(p *news.Dataset) *[]*news.TermUse { return &p.Terms })
	return parts
}

func scatter[N any](t *rapid.T, nodes []N, parts []*news.Dataset, list func(*news.Dataset) *[]N) {
	nodes = slices.Clone(nodes)
	if len(nodes) > 0 {
		nodes = rapid.Permutation(nodes).Draw(t, "order")
	}
	for i, node := range nodes {
		into := list(parts[i%len(parts)])
		*into = append(*into, node)
	}
}

// What cannot be kept is refused of parts as of the whole.
func TestAnIntakeRefusesWhatCannotBeKept(t *testing.T) {
	folder := t.TempDir()
	create := func(ds *news.Dataset) error {
		in, err := NewIntake(folder)
		must(t, err)
		defer func() { must(t, in.Close()) }()
		if err := in.Take(ds); err != nil {
			return err
		}
		_, err = in.Create(filepath.Join(folder, "refused.db"), headerWithHistory(ds), nil)
		return err
	}
	for want, spoil := range map[string]func(*news.Dataset){
		`quantity of figure:0000000000000000 leads to "quantity:none"`: func(ds *news.Dataset) { ds.Figures[0].Quantity = "quantity:none" },
		`the id actor:a0 is both of actor:a0 and of actor:a0`:          func(ds *news.Dataset) { ds.Actors = append(ds.Actors, ds.Actors[0]) },
		`figure:0000000000000000 cannot be kept`:                       func(ds *news.Dataset) { ds.Figures[0].Quality = "DUBIOUS" },
	} {
		ds := large(3)
		spoil(ds)
		if err := create(ds); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, want one that says %s", err, want)
		}
	}
	left, err := os.ReadDir(folder)
	must(t, err)
	if len(left) > 0 {
		t.Errorf("something is left: %v", left)
	}
	if _, err := NewIntake(filepath.Join(folder, "none")); err == nil {
		t.Error("an intake has its file in a folder that is not there")
	}
}

// A disk that is full while records are taken in or put aside is an error, and no store comes of it.
func TestAFullDiskIsAnErrorOfAnIntake(t *testing.T) {
	ds := large(400)
	whole := takenIn(t, ds)
	path := filepath.Join(t.TempDir(), "full.db")
	s, err := whole.Create(path, ds, nil)
	must(t, err)
	size := whole.scratch.size
	must(t, errors.Join(s.Close(), whole.Close(), os.Remove(path)))
	for left := int64(0); left < size; left += size/7 + 1 {
		in, err := NewIntake("")
		must(t, err)
		in.scratch.at = &disk{WriterAt: in.scratch.file, left: int(left)}
		if err = in.Take(ds); err == nil {
			_, err = in.Create(path, ds, nil)
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("with room for %d bytes of %d the error is %v", left, size, err)
		}
		must(t, in.Close())
		leavesOnly(t, filepath.Dir(path))
	}
}
