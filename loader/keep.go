package loader

import (
	"reflect"
	"strings"

	"onrecord/news"
)

// keeper copies what a record keeps out of the file that it was read from, so that the file can be let go: what a record needs
// of its file is a third of it. Copies stand one behind the other. nil copies nothing.
type keeper struct {
	room *strings.Builder
	// known has short texts, such as labels, cues and dates, which are kept often and so kept once. nil: each is copied.
	known map[string]string
	// Records too stand one behind the other, and what they hold.
	actors       room[news.Actor]
	places       room[news.Place]
	events       room[news.Event]
	statements   room[news.Statement]
	quantities   room[news.Quantity]
	articles     room[news.Article]
	reports      room[news.StatementReport]
	figures      room[news.Figure]
	accounts     room[news.EventAccount]
	roles        room[news.RoleMention]
	terms        room[news.TermUse]
	hops         room[news.Hop]
	quotes       room[news.Quote]
	subjects     room[news.SubjectID]
	participants room[news.Participant]
	links        room[news.StatementLink]
}

const (
	keeperRoom = 16 << 10
	// Texts of so many bytes are looked up, as long as so many of them are known.
	shortText  = 40
	knownTexts = 1 << 13
)

func newKeeper() *keeper { return &keeper{room: &strings.Builder{}, known: map[string]string{}} }

// newCopier makes a keeper for records that hardly anybody keeps: to look a text up takes longer than to copy it.
func newCopier() *keeper { return &keeper{room: &strings.Builder{}} }

// room is what is left of a piece of memory.
type room[T any] []T

// take gives room for n, nil for none.
func (r *room[T]) take(n int) []T {
	if n == 0 {
		return nil
	}
	if len(*r) < n {
		*r = make([]T, max(n, (keeperRoom-8)/int(reflect.TypeFor[T]().Size()))) // a piece of memory has eight bytes of its own
	}
	taken := (*r)[:n:n]
	*r = (*r)[n:]
	return taken
}

// keep gives a text that holds no more in memory than itself.
func (k *keeper) keep(s string) string {
	if k == nil || k.known == nil || s == "" || len(s) > shortText {
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
