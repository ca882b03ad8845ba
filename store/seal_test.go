package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The hash of a seal, as its words say it.
func plainSeal(content []byte) string {
	var sums []byte
	for len(content) > 0 {
		n := min(len(content), sealPiece)
		sum := sha256.Sum256(content[:n])
		sums, content = append(sums, sum[:]...), content[n:]
	}
	whole := sha256.Sum256(sums)
	return hex.EncodeToString(whole[:])
}

func TestTheSealIsTheHashOfThePiecesHashes(t *testing.T) {
	content := make([]byte, 3*sealPiece+PageSize)
	for i := range content {
		content[i] = byte(i * i >> 7)
	}
	for _, size := range []int{0, 1, PageSize, sealPiece - 1, sealPiece, sealPiece + 1, 3 * sealPiece, len(content)} {
		got, err := hashPieces(bytes.NewReader(content), int64(size))
		if want := plainSeal(content[:size]); err != nil || got != want {
			t.Errorf("the seal over %d bytes is %s, %v; want %s", size, got, err, want)
		}
	}
	if _, err := hashPieces(bytes.NewReader(content), int64(len(content))+1); err == nil {
		t.Error("a file that is cut short while it is read has a seal")
	}
}

// A store of several pieces in which anything at all is another is refused, wherever it stands.
func TestEveryPieceCounts(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "sound.db")
	must(t, Write(path, large(3000), nil))
	content, err := os.ReadFile(path)
	must(t, err)
	if len(content) < 4*sealPiece {
		t.Fatalf("a store of %d bytes has fewer than four pieces", len(content))
	}
	rapid.Check(t, func(t *rapid.T) {
		damaged := bytes.Clone(content)
		piece := func() []byte {
			return damaged[rapid.IntRange(0, len(content)/sealPiece-1).Draw(t, "piece")*sealPiece:][:sealPiece]
		}
		switch rapid.SampledFrom([]string{"a bit", "two pieces", "the end"}).Draw(t, "damage") {
		case "a bit":
			damaged[rapid.IntRange(0, len(damaged)-1).Draw(t, "at")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		case "two pieces":
			a, b := piece(), piece()
			kept := bytes.Clone(a)
			copy(a, b)
			copy(b, kept)
		case "the end":
			damaged = damaged[:rapid.IntRange(0, len(damaged)).Draw(t, "long")]
		}
		path := filepath.Join(folder, "damaged.db")
		must(t, os.WriteFile(path, damaged, 0o644))
		checked, err := Check(path)
		if err == nil {
			must(t, checked.Close())
		}
		if sound := bytes.Equal(damaged, content); sound != (err == nil) || !sound && len(damaged) > 0 && !errors.Is(err, ErrDamaged) {
			t.Fatalf("sound: %t, and the error is %v", sound, err)
		}
	})
}

// What was checked is what is opened, though another store takes its place between the two; and what Create gives has the seal
// that a reader finds.
func TestWhatWasCheckedIsOpened(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	created, err := Create(path, large(20), nil)
	must(t, err)
	defer created.Close()
	checked, err := Check(path)
	must(t, err)
	content, err := os.ReadFile(path)
	must(t, err)
	if want := plainSeal(content[:len(content)-PageSize]); created.Seal() != want || checked.Seal() != want {
		t.Errorf("the seals are %s as created and %s as checked, want %s", created.Seal(), checked.Seal(), want)
	}
	must(t, Write(path, large(40), nil))
	opened, err := checked.Open()
	must(t, err)
	defer opened.Close()
	for name, s := range map[string]*Store{"created": created, "checked and opened": opened} {
		if c, err := s.Figures(nil, nil, Page{}); err != nil || c.TotalCount != 20 {
			t.Errorf("the store that was %s gives %v, %v, want its own 20 figures", name, c, err)
		}
	}
	mustBeSound(t, path)
}

// The seal of an older program is told apart from a damaged one.
func TestAnOlderSealIsToldApart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "older.db")
	must(t, Write(path, large(20), nil))
	content, err := os.ReadFile(path)
	must(t, err)
	last := content[len(content)-PageSize:]
	clear(last)
	copy(last, formerSealWords+strings.Repeat("0", 64)+"\n")
	must(t, os.WriteFile(path, content, 0o644))
	if s, err := Open(path); err == nil {
		s.Close()
		t.Error("a store with an older seal is opened")
	} else if !strings.Contains(err.Error(), "an older program") || errors.Is(err, ErrDamaged) || !errors.Is(err, ErrFormat) {
		t.Errorf("of a store with an older seal it is said that %v", err)
	}
}
