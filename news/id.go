package news

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// Ids are typed: a kind, a colon, and a slug or hash ("event:al-ahli-hospital-explosion-2023-10-17"). The whole of it is
// the value, so an id from one answer can be put into the next query as it stands. They are distinct Go types so that a
// swapped argument does not compile.
type (
	// ArticleID is "article:" and the article's slug.
	ArticleID string
	// ActorID is "actor:" and a slug.
	ActorID string
	// EventID is "event:" and a slug.
	EventID string
	// PlaceID is "place:" and a slug.
	PlaceID string
	// StatementID is "statement:" and a slug.
	StatementID string
	// QuantityID is "quantity:" and a slug.
	QuantityID string
	// SubjectID is an [ActorID], [EventID], [QuantityID] or [PlaceID].
	SubjectID string

	// ReportID is "report:" and a hash; see [MentionHash].
	ReportID string
	// FigureID is "figure:" and a hash.
	FigureID string
	// AccountID is "account:" and a hash.
	AccountID string
	// RoleID is "role:" and a hash.
	RoleID string
	// TermID is "term:" and a hash.
	TermID string
)

// Kind is the part of an id before its colon.
type Kind string

// The kinds of record. The first six are articles and instances, the others are mentions.
const (
	KindArticle   Kind = "article"
	KindActor     Kind = "actor"
	KindEvent     Kind = "event"
	KindPlace     Kind = "place"
	KindStatement Kind = "statement"
	KindQuantity  Kind = "quantity"

	KindReport  Kind = "report"
	KindFigure  Kind = "figure"
	KindAccount Kind = "account"
	KindRole    Kind = "role"
	KindTerm    Kind = "term"
)

// Kinds lists every [Kind].
var Kinds = []Kind{
	KindArticle, KindActor, KindEvent, KindPlace, KindStatement, KindQuantity,
	KindReport, KindFigure, KindAccount, KindRole, KindTerm,
}

// SubjectKinds lists the kinds a [SubjectID] may have.
var SubjectKinds = []Kind{KindActor, KindEvent, KindQuantity, KindPlace}

// ID joins a kind and a slug.
func (k Kind) ID(slug string) string { return string(k) + ":" + slug }

// SplitID takes an id apart. ok is false where the kind is unknown or the slug is empty.
func SplitID(id string) (kind Kind, slug string, ok bool) {
	before, slug, found := strings.Cut(id, ":")
	if !found || slug == "" {
		return "", "", false
	}
	for _, k := range Kinds {
		if string(k) == before {
			return k, slug, true
		}
	}
	return "", "", false
}

// MentionHash derives the part of a mention's id after the colon: the first 16 hexadecimal digits of the SHA-256 over the
// article's text hash, the kind and the span. The same words in the same text therefore have the same id whenever and
// wherever they are loaded. nth tells apart mentions of one kind on one span; it is 0 for the first.
func MentionHash(textHash string, kind Kind, span Span, nth int) string {
	hashed := make([]byte, 0, 128)
	hashed = append(append(append(hashed, textHash...), 0), kind...)
	for _, n := range []int{span.Start, span.End, nth} {
		hashed = strconv.AppendInt(append(hashed, 0), int64(n), 10)
	}
	sum := sha256.Sum256(hashed)
	return string(hex.AppendEncode(hashed[:0], sum[:8]))
}
