package loader

// Code names a kind of problem. It is stable: scripts may rely on it.
type Code string

// The codes; [Codes] says what each means.
const (
	Unreadable         Code = "unreadable"
	TooLarge           Code = "too-large"
	TooDeep            Code = "too-deep"
	NotUTF8            Code = "not-utf8"
	Syntax             Code = "syntax"
	Alias              Code = "alias"
	MissingFile        Code = "missing-file"
	UnexpectedFile     Code = "unexpected-file"
	UnknownKey         Code = "unknown-key"
	DuplicateKey       Code = "duplicate-key"
	MissingKey         Code = "missing-key"
	WrongType          Code = "wrong-type"
	UnknownValue       Code = "unknown-value"
	BadSlug            Code = "bad-slug"
	DuplicateID        Code = "duplicate-id"
	UnknownReference   Code = "unknown-reference"
	WrongKind          Code = "wrong-kind"
	MergedReference    Code = "merged-reference"
	Circular           Code = "circular"
	Unused             Code = "unused"
	BadDate            Code = "bad-date"
	DateBasis          Code = "date-basis"
	BadCode            Code = "bad-code"
	BadHash            Code = "bad-hash"
	BadSpan            Code = "bad-span"
	SameSpan           Code = "same-span"
	SameText           Code = "same-text"
	AnonymousScope     Code = "anonymous-scope"
	ModeQuotes         Code = "mode-quotes"
	QuoteOutside       Code = "quote-outside"
	NumberMismatch     Code = "number-mismatch"
	ComparatorMismatch Code = "comparator-mismatch"
	MalformedNumber    Code = "malformed-number"
	BadBounds          Code = "bad-bounds"
	Unverified         Code = "unverified"
	MissingText        Code = "missing-text"
	HashMismatch       Code = "hash-mismatch"
	WordCount          Code = "word-count"
	MovedWords         Code = "moved-words"
	Furniture          Code = "furniture"
	UncoveredNumber    Code = "uncovered-number"
	UncoveredQuotation Code = "uncovered-quotation"
	BadRelease         Code = "bad-release"
	LostRecord         Code = "lost-record"
	StillThere         Code = "still-there"
	StaleEdition       Code = "stale-edition"
)

// CodeInfo documents a [Code].
type CodeInfo struct {
	Code     Code
	Severity Severity
	Meaning  string
}

// Codes lists every code.
var Codes = []CodeInfo{
	{Unreadable, Error, "A file or folder cannot be read, or is a link, pipe or device."},
	{TooLarge, Error, "A file is larger than 16 MiB."},
	{TooDeep, Error, "Lists and mappings stand inside one another more than 32 deep."},
	{NotUTF8, Error, "A file is not UTF-8, begins with a byte order mark, or holds a NUL."},
	{Syntax, Error, "A file is not YAML."},
	{Alias, Error, "A YAML anchor, alias, merge key or tag: a dataset says everything where it stands."},
	{MissingFile, Error, "One of the six files every dataset has is missing."},
	{UnexpectedFile, Warning, "A file in the folder from which nothing is read."},
	{UnknownKey, Error, "A key that the format does not know."},
	{DuplicateKey, Error, "A key that stands twice in one record."},
	{MissingKey, Error, "A key that every such record has is missing."},
	{WrongType, Error, "A list, a mapping, a number or a text stands where something else was expected."},
	{UnknownValue, Error, "A value that is not one of those the key may have."},
	{BadSlug, Error, "An id that is not a slug."},
	{DuplicateID, Error, "Two records of one kind have the same id, or one has the former id of another."},
	{UnknownReference, Error, "A reference that leads to no record."},
	{WrongKind, Error, "A typed id of a kind that does not fit where it stands, or an actor that cannot play the part."},
	{MergedReference, Warning, "A reference by a former id. It is followed, and the present one is named."},
	{Circular, Error, "A record that is part of itself by way of others."},
	{Unused, Warning, "A record that no mention leads to."},
	{BadDate, Error, "A date that is no EDTF of level 0 or 1, is on no calendar, or uses the marks ? ~ %."},
	{DateBasis, Error, "A date's basis does not fit the rest of it: INFERRED without reasoning, UNKNOWN with a value, another without one."},
	{BadCode, Error, "A country, language, Wikidata item, licence, URL or coordinate that is not of its form."},
	{BadHash, Error, "A hash that is not hexadecimal digits of the right number, or is missing where the words are not kept."},
	{BadSpan, Error, "A span that is empty, backwards, or ends after the text does."},
	{SameSpan, Error, "Two mentions of one kind on the very same span, not told apart by nth."},
	{SameText, Error, "Two articles with the hash of the same text."},
	{AnonymousScope, Error, "An unnamed actor that appears in two articles."},
	{ModeQuotes, Error, "A report's mode does not fit its quotations and text."},
	{QuoteOutside, Error, "A quotation or label that lies outside the passage it belongs to."},
	{NumberMismatch, Error, "A figure's value is not what its printed words say."},
	{ComparatorMismatch, Error, "A figure's comparator is not what its printed words say."},
	{MalformedNumber, Error, "A number that cannot be read as printed and is not SUSPECT with readings, or the other way round."},
	{BadBounds, Error, "A figure's low and high do not fit its comparator and value, or are the wrong way round."},
	{Unverified, Info, "The texts were not at hand, so nothing was held against them. Said once."},
	{MissingText, Warning, "An article's text is not in the folder of texts; the article stays unverified."},
	{HashMismatch, Error, "The text at hand is not the one that was annotated."},
	{WordCount, Error, "An article's number of words is not its text's."},
	{MovedWords, Error, "The words no longer stand at the span."},
	{Furniture, Error, "Page furniture is cited as evidence."},
	{UncoveredNumber, Warning, "A number in the text that no figure covers and nobody has marked as not a figure."},
	{UncoveredQuotation, Warning, "A quotation in the text that no report or label covers."},
	{BadRelease, Error, "A file of releases/ that is not as onrecord release wrote it."},
	{LostRecord, Error, "A record that was released and is gone, and stands neither under former_ids nor under withdrawn."},
	{StillThere, Error, "A record that is withdrawn and still there."},
	{StaleEdition, Warning, "The dataset is no longer what was released under its edition."},
}

func (c Code) severity() Severity {
	for _, info := range Codes {
		if info.Code == c {
			return info.Severity
		}
	}
	return Error
}
