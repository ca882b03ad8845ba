package main

import (
	"math/rand/v2"
	"strings"
)

// vocabulary is an invented language: some thousand words, a few of which are met everywhere and most now and then.
type vocabulary struct{ words []string }

func newVocabulary(seed uint64) *vocabulary {
	const size = 4000
	r := rand.New(rand.NewPCG(seed, 1<<40))
	v := &vocabulary{}
	for met := map[string]bool{}; len(v.words) < size; {
		word := ""
		for range 2 + r.IntN(2) {
			word += string("bdfgklmnprstvz"[r.IntN(14)]) + string("aeiou"[r.IntN(5)])
		}
		if r.IntN(2) == 0 {
			word += string("lmnrst"[r.IntN(6)])
		}
		if !met[word] {
			met[word] = true
			v.words = append(v.words, word)
		}
	}
	return v
}

// word is any, the first of the vocabulary much more often than the last.
func (l *lot) word() string {
	x := l.Float64()
	return l.words.words[int(x*x*x*float64(len(l.words.words)))]
}

func (l *lot) phrase(least, most int) string {
	var words []string
	for range least + l.IntN(most-least+1) {
		words = append(words, l.word())
	}
	return strings.Join(words, " ")
}

func (l *lot) sentence(least, most int) string { return capital(l.phrase(least, most)) + "." }

// name is of a person or a place: one or two words that need not be in the vocabulary.
func (l *lot) name() string { return capital(l.word()) + " " + capital(l.word()+l.word()) }

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
