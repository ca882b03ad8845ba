package loader

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"onrecord/news"
)

// Normalize gives the form of a text that offsets count in and hashes are taken of: Unicode NFC, and LF for CRLF and for a
// CR alone. Nothing else moves, so odd spacing stays. It fails on what is not UTF-8, has a byte order mark or a NUL.
func Normalize(raw []byte) (string, error) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		return "", errors.New("the text begins with a byte order mark; save it as UTF-8 without one")
	case !utf8.Valid(raw):
		return "", errors.New("the text is not UTF-8")
	case bytes.IndexByte(raw, 0) >= 0:
		return "", errors.New("the text holds a NUL")
	}
	return lineEnds.Replace(norm.NFC.String(string(raw))), nil
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// Hash is the first 16 hexadecimal digits of the SHA-256 of the words at a span of a normalised text.
func Hash(text string, span news.Span) string {
	return hashOf(string([]rune(text)[span.Start:span.End]))
}

// HashWords is [Hash] of words that have been cut already.
func HashWords(words string) string { return hashOf(words) }

func hashOf(words string) string {
	sum := sha256.Sum256([]byte(words))
	return hex.EncodeToString(sum[:8])
}

func fullHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Locate finds where words stand in a normalised text: every place where they stand exactly, or where there is none, every
// place where they stand with other spacing.
func Locate(text, words string) []news.Span {
	if strings.TrimSpace(words) == "" {
		return nil
	}
	points, wanted := []rune(text), []rune(words)
	var found []news.Span
	for i := 0; i+len(wanted) <= len(points); i++ {
		if string(points[i:i+len(wanted)]) == words {
			found = append(found, news.Span{Start: i, End: i + len(wanted)})
		}
	}
	if found != nil {
		return found
	}
	wanted = []rune(news.Reading(words))
	for i := range points {
		if end, ok := matchLoosely(points, i, wanted); ok {
			found = append(found, news.Span{Start: i, End: end})
		}
	}
	return found
}

// matchLoosely compares from a place on, one space in the wanted words standing for any run of white space.
func matchLoosely(points []rune, at int, wanted []rune) (end int, ok bool) {
	for _, w := range wanted {
		if at >= len(points) {
			return 0, false
		}
		if w != ' ' {
			if points[at] != w {
				return 0, false
			}
			at++
			continue
		}
		if !unicode.IsSpace(points[at]) {
			return 0, false
		}
		for at < len(points) && unicode.IsSpace(points[at]) {
			at++
		}
	}
	return at, true
}
