package loader

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"onrecord/news"
)

func TestNormalize(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"empty", "", ""},
		{"plain", "The wall held.\n", "The wall held.\n"},
		{"composed", "cafe\u0301", "caf\u00e9"},
		{"composed already", "caf\u00e9", "caf\u00e9"},
		{"line ends", "one\r\ntwo\r\n", "one\ntwo\n"},
		{"lone carriage return", "one\rtwo", "one\ntwo"},
		{"two before a line feed", "one\r\r\ntwo", "one\n\ntwo"},
		{"no-break space", "41\u00a0boats", "41\u00a0boats"},
		{"odd spacing", "  two  spaces\t\n\n\n", "  two  spaces\t\n\n\n"},
		{"marks", "“Vell‘s”", "“Vell‘s”"},
		{"ligature", "ﬂood", "ﬂood"},
		{"mark inside", "one\ufefftwo", "one\ufefftwo"},
		{"beyond the first plane", "🌊", "🌊"},
	} {
		if got, err := Normalize([]byte(c.raw)); err != nil || got != c.want {
			t.Errorf("%s: %q, %v, want %q", c.name, got, err, c.want)
		}
	}
	for name, raw := range map[string]string{
		"byte order mark": "\xef\xbb\xbfThe wall", "NUL": "The\x00wall", "Latin-1": "caf\xe9", "cut off": "\xf0\x9f\x8c",
		"surrogate": "\xed\xa0\x80", "UTF-16": "\xff\xfeT\x00",
	} {
		if got, err := Normalize([]byte(raw)); err == nil {
			t.Errorf("%s: taken, as %q", name, got)
		}
	}
}

func TestHash(t *testing.T) {
	const text = "🌊 The wall at Vell"
	sum := sha256.Sum256([]byte("The wall"))
	if got := Hash(text, news.Span{Start: 2, End: 10}); got != hex.EncodeToString(sum[:])[:16] {
		t.Errorf("%s", got)
	}
	if got := fullHash(""); got != "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" {
		t.Errorf("the hash of nothing is %s", got)
	}
}

func TestLocate(t *testing.T) {
	for _, c := range []struct {
		name, text, words string
		want              []news.Span
	}{
		{"once", "the sea wall", "sea", []news.Span{{Start: 4, End: 7}}},
		{"twice", "wall to wall", "wall", []news.Span{{Start: 0, End: 4}, {Start: 8, End: 12}}},
		{"overlapping", "aaa", "aa", []news.Span{{Start: 0, End: 2}, {Start: 1, End: 3}}},
		{"whole", "wall", "wall", []news.Span{{Start: 0, End: 4}}},
		{"nowhere", "the sea wall", "boat", nil},
		{"other case", "the sea wall", "Sea", nil},
		{"nothing", "the sea wall", "", nil},
		{"only spacing", "the sea wall", "  \n", nil},
		{"longer than the text", "sea", "sea wall", nil},
		{"other spacing", "the sea\u00a0\n wall", "sea wall", []news.Span{{Start: 4, End: 14}}},
		{"other spacing in the words", "the sea wall", " sea \u00a0 wall\n", []news.Span{{Start: 4, End: 12}}},
		{"exact before other spacing", "sea  wall and sea wall", "sea wall", []news.Span{{Start: 14, End: 22}}},
		{"exact, spacing and all", "sea  wall and sea wall", "sea  wall", []news.Span{{Start: 0, End: 9}}},
		{"no spacing is not other spacing", "sea wall", "seawall", nil},
		{"spacing at the end of the text", "the sea ", "sea wall", nil},
		{"beyond the first plane", "🌊🌊 the 𝔴all", "𝔴all", []news.Span{{Start: 7, End: 11}}},
		{"combining marks", "e\u0301 e", "e", []news.Span{{Start: 0, End: 1}, {Start: 3, End: 4}}},
	} {
		if got := Locate(c.text, c.words); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// What is cut from a text is found in it, at the place it was cut from among others.
func TestLocateFindsWhatWasCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab \n\u00a0“é🌊"))).Draw(t, "text")
		points := []rune(text)
		from := rapid.IntRange(0, len(points)).Draw(t, "from")
		to := rapid.IntRange(from, len(points)).Draw(t, "to")
		words := string(points[from:to])
		found := Locate(text, words)
		if strings.TrimSpace(words) == "" {
			if found != nil {
				t.Fatalf("found nothing at %v", found)
			}
			return
		}
		if !slices.Contains(found, news.Span{Start: from, End: to}) {
			t.Fatalf("%q in %q: %v", words, text, found)
		}
		for _, s := range found {
			if string(points[s.Start:s.End]) != words {
				t.Fatalf("%q in %q: %v is not exact", words, text, s)
			}
		}
	})
}
