package loader

import (
	"io"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"onrecord/news"
)

// Whatever a file holds, there is a dataset or an error, and the problems can be shown in every form.
func FuzzLoad(f *testing.F) {
	sound, texts := soundDataset(f), soundTexts(f)
	for _, file := range sound {
		f.Add(file.Data)
	}
	for _, seed := range []string{
		"", "\n", "---\n---\n", "article:", "article: {}", "actors: [", "actors:\n- id: a\n  name: a\n  kind: PERSON\n", "? a\n: b\n", "a: &b c\nd: *b\n",
		"<<: {}", "'@': 1", "actors: !!seq []", "actors: |\n", "actors: >-\n  x\n y", "\tactors:", "actors: {id: \"\\u00e9\\x\"}", "\r\ractors:\r", "a: .inf\nb: 0x1\nc: ~\n",
		"actors: \"" + strings.Repeat("é", 200) + "\"", "article:\n  words: 1_0\n  published: {edtf: 2023-13/.., basis: STATED}\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, name := range []string{"articles/x.yaml", "actors.yaml"} {
			files := fstest.MapFS{}
			for other, file := range sound {
				files[other] = file
			}
			files[name] = &fstest.MapFile{Data: content}
			for _, opts := range []Options{{}, {Texts: texts, KeepText: true}} {
				ds, found := Load(files, opts)
				if (ds == nil) != (found.Errors() > 0) {
					t.Fatalf("%d errors, and the dataset is %v", found.Errors(), ds)
				}
				if !slices.IsSortedFunc(found, sortedProblems) {
					t.Fatalf("not in order:\n%s", text(t, found))
				}
				for _, d := range found {
					if d.Line < 0 || d.Column < 0 || d.Line > 0 && d.Column < 1 || d.Width < 0 || d.File == "" && d.Code != Unverified {
						t.Fatalf("no place: %+v", d)
					}
				}
				for _, show := range []func(io.Writer) error{found.Text, found.JSON, found.SARIF} {
					if err := show(io.Discard); err != nil {
						t.Fatal(err)
					}
				}
				if ds == nil || opts.Texts == nil {
					continue
				}
				for m := range ds.Mentions() {
					if e := m.Anchored().Evidence; e.Verified && utf8.RuneCountInString(e.Exact) != e.Span.Len() {
						t.Fatalf("%s: %+v", m.NodeID(), e)
					}
				}
			}
		}
	})
}

func sortedProblems(a, b Diagnostic) int {
	for _, x := range []int{strings.Compare(a.File, b.File), a.Line - b.Line, a.Column - b.Column, strings.Compare(string(a.Code), string(b.Code))} {
		if x != 0 {
			return x
		}
	}
	return strings.Compare(a.Message, b.Message)
}

func FuzzReadNumber(f *testing.F) {
	for _, seed := range []string{
		"1,400", "more than 1,400", "between 10 and 20", "two hundred and fifty thousand", "half a million", "two and a half dozen", "2,00", "no one",
		"thousands", "a few", "up to 10–20", "between and", "between one and a half and two", "trillion trillion", "9" + strings.Repeat("9", 400) + " trillion", "", "\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, phrase string) {
		got := readNumber(phrase)
		if !slices.Contains(news.Comparators, got.comparator) {
			t.Fatalf("%q: comparator %q", phrase, got.comparator)
		}
		if len(got.values) > 2 || (len(got.values) == 2) != (got.comparator == news.Range) || got.malformed && got.values != nil {
			t.Fatalf("%q: %+v", phrase, got)
		}
		for _, v := range got.values {
			if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
				t.Fatalf("%q: %v", phrase, got.values)
			}
		}
		if got.comparator == news.Range && got.values[0] > got.values[1] {
			t.Fatalf("%q: %v", phrase, got.values)
		}
		if got.suggestion() == "" {
			t.Fatalf("%q: nothing to suggest", phrase)
		}
	})
}

func FuzzQuotations(f *testing.F) {
	for _, seed := range []string{
		`"a" b "c`, "“a”\n“b", "‘a’ b‘s", "'a 'b' c'", "\"", "\n\n", "„a“ «b»", "🌊“🌊a”", "‘“a’”", "(‘a’)", "\xff\"a\"",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		points := []rune(content)
		for what, spans := range map[string][]news.Span{"quotation": quotationsOf(points), "number": numbersOf(points)} {
			last := 0
			for _, s := range spans {
				if s.Start < 0 || s.Start >= s.End || s.End > len(points) || s.Start < last {
					t.Fatalf("%s %v of %d, after %d", what, s, len(points), last)
				}
				last = s.Start
				if covered(points, s, nil) || !covered(points, s, []news.Span{s}) {
					t.Fatalf("%s %v, %q: not covered by itself alone", what, s, string(points[s.Start:s.End]))
				}
				if strings.ContainsRune(string(points[s.Start:s.End]), '\n') {
					t.Fatalf("%s %v goes over the end of its paragraph", what, s)
				}
			}
		}
	})
}

// Whatever stands for a date, it is refused once, or has bounds that are on the calendar and in order.
func FuzzDate(f *testing.F) {
	for _, seed := range []string{
		"2023-10-07", "2023-10", "2023", "202X", "20XX", "2023-XX-XX", "2023-10-XX", "2023-21", "2023-10-18/2023-10-23", "2021-10/..", "../2021", "2021/",
		"", "/", "..", "../..", "2023-02-30", "2023-10-00", "0000-01-01", "9999-12-31", "2023-10-07~", "2024-02-29/2023-02-29", "２０２３", "2023-10-07/2023-10-08/2023-10-09", "\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l := &linker{problems: &problems{}}
		earliest, latest := l.bounds(word{place: place{file: &file{name: "x.yaml"}}, text: text})
		if len(l.found) > 0 {
			// An interval of which one end is refused may keep the other; the dataset is refused as a whole.
			for _, d := range l.found {
				if d.Code != BadDate || d.Message == "" {
					t.Fatalf("%q: %+v", text, d)
				}
			}
			return
		}
		if earliest == "" && latest == "" || earliest != "" && latest != "" && earliest > latest {
			t.Fatalf("%q is from %q to %q", text, earliest, latest)
		}
		for _, d := range []news.Date{earliest, latest} {
			if parsed, err := news.ParseDate(string(d)); d != "" && (err != nil || parsed != d) {
				t.Fatalf("%q has the bound %q: %v", text, d, err)
			}
		}
	})
}

// Whatever a text holds, it is refused, or normalised once and for all; and words that are found stand where they were found.
func FuzzText(f *testing.F) {
	for _, seed := range [][2]string{{"The wall held.\r\nIt held.", "held"}, {"e\u0301lan", "élan"}, {"a  b\tc", "b c"}, {"\ufeffx", "x"}, {"\xff", "x"}, {"", ""}, {"\x00", "\x00"}, {"aaa", "aa"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, raw, words string) {
		text, err := Normalize([]byte(raw))
		if err != nil {
			return
		}
		if again, err := Normalize([]byte(text)); err != nil || again != text {
			t.Fatalf("%q is normalised to %q, and that to %q, %v", raw, text, again, err)
		}
		length := utf8.RuneCountInString(text)
		for _, s := range Locate(text, words) {
			if s.Start < 0 || s.Start >= s.End || s.End > length {
				t.Fatalf("%q is found in %q at %v", words, text, s)
			}
		}
	})
}
