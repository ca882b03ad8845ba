package loader

import (
	"strings"
	"sync"

	"onrecord/news"
)

// keeper copies what a record keeps out of the file that it was read from, so that the file can be let go: what a record needs
// of its file is a third of it. Copies stand one behind the other, and short texts that are kept often (labels, cues, dates)
// are kept once. nil copies nothing.
type keeper struct {
	room  *strings.Builder
	known map[string]string
}

const (
	keeperRoom = 16 << 10
	// Texts of so many bytes are looked up, as long as so many of them are known.
	shortText  = 40
	knownTexts = 1 << 13
)

// keepers are handed from file to file, so that what one has kept need not be kept by the next.
var keepers = sync.Pool{New: func() any { return &keeper{room: &strings.Builder{}, known: map[string]string{}} }}

// keep gives a text that holds no more in memory than itself.
func (k *keeper) keep(s string) string {
	if k == nil || s == "" || len(s) > shortText {
		return k.copy(s)
	}
	if known, ok := k.known[s]; ok {
		return known
	}
	if len(k.known) == knownTexts {
		clear(k.known)
	}
	kept := k.copy(s)
	k.known[kept] = kept
	return kept
}

// copy gives the parts of a text as one.
func (k *keeper) copy(parts ...string) string {
	if k == nil {
		return strings.Join(parts, "")
	}
	long := 0
	for _, p := range parts {
		long += len(p)
	}
	if long == 0 {
		return ""
	}
	if k.room.Cap()-k.room.Len() < long {
		k.room = &strings.Builder{}
		k.room.Grow(max(keeperRoom, long))
	}
	from := k.room.Len()
	for _, p := range parts {
		k.room.WriteString(p)
	}
	return k.room.String()[from:]
}

// reading keeps the text as it is shown.
func (k *keeper) reading(w word) string { return k.keep(news.Reading(w.text)) }

func (k *keeper) text(w word) string { return k.keep(w.text) }

func (k *keeper) texts(words []word) []string { return each(words, k.text) }

// id keeps a typed id.
func (k *keeper) id(kind news.Kind, slug string) string { return k.copy(string(kind), ":", slug) }

func idOf[ID ~string](k *keeper, kind news.Kind, w word) ID { return ID(k.id(kind, w.text)) }

func idsOf[ID ~string](k *keeper, kind news.Kind, words []word) []ID {
	return each(words, func(w word) ID { return idOf[ID](k, kind, w) })
}
