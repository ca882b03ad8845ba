package store

// The bucket tree. A test dumps a store and holds it against this drawing. All but meta are packed; see bucket.go.
//
//	meta    name                                 → value               format, title, edition, version, licence, released, releases, curators, count of each noun
//	id      id                                   → noun ordinal rank…  every id and every former id; one rank for each order of the noun
//	record  noun ordinal                         → record              see record.go; of a mention or a moment of any kind, its id
//	rank    noun order rank                      → ordinal key         the records in each order, and the sort key of each
//	set     noun order field value               → ranks               the records for which field has value
//	slice   noun order attribute bit             → ranks               the records whose attribute has that bit; bit FF: that have one at all
//	index   name                                 → value               for search: its words, an FST from each to how many documents have it; where each document starts, and which record it is
//	found   document                             → part…               the records whose texts a document is found by, itself first
//	with    word 00 field?                       → documents           those that have the word in this field, only where they are many, or with 00 in any; how light it is in each
//	where   word 00 field                        → places              where the word stands in this field of any document
//
// noun, order, field, attribute and bit are a byte each; ordinals and ranks four bytes, the most significant first. A
// record's ordinal is its rank in the noun's first order. value is an id, a word, or the name of an enum value.
//
// A document is what search finds, numbered by id. Its words are numbered on from those of the document before, over all its
// texts, with one number left out after each text; these numbers are places. Places are a roaring bitmap, documents a list that
// search_documents.go draws. How light a word is in a document is from 0, where it counts most, to 31. What with holds by field
// follows from the rest; it is kept where more than manyDocuments have the word in it, so that to count them no place is read.
// Ranks are a roaring bitmap too after a byte 1, and where there are few a list, four bytes each, after a byte 0.
var (
	bucketMeta   = []byte("meta")
	bucketID     = []byte("id")
	bucketRecord = []byte("record")
	bucketRank   = []byte("rank")
	bucketSet    = []byte("set")
	bucketSlice  = []byte("slice")
	bucketIndex  = []byte("index")
	bucketFound  = []byte("found")
	bucketWith   = []byte("with")
	bucketWhere  = []byte("where")
)

// buckets in the order they are written, one transaction each: bbolt spills the buckets of a transaction in the order of
// a Go map, which would make two stores of the same dataset differ.
var buckets = [][]byte{bucketMeta, bucketID, bucketRecord, bucketRank, bucketSet, bucketSlice, bucketIndex, bucketFound, bucketWith, bucketWhere}

// The names in the meta bucket; the counts stand under the names of the nouns.
var (
	metaFormat   = []byte("format")
	metaTitle    = []byte("title")
	metaEdition  = []byte("edition")
	metaVersion  = []byte("version")
	metaLicence  = []byte("licence")
	metaReleased = []byte("released")
	metaReleases = []byte("releases")
	metaCurators = []byte("curators")
)

// Format is the version of the layout above and of the records. A store of another format is refused at open.
//
//	1  2026-11  the first
//	2  2026-11  quantities carry their agreement and envelopes, statements their wordings,
//	            events their disputes, actors their conflicting roles
//	3  2026-11  statements and events carry their corroboration and standing, quantities the excesses over their whole;
//	            moments, changes and withdrawals; actors are found by conflicting roles, statements by being quoted
//	            here and paraphrased there; the dataset's curators;
//	            full-text search
//	4  2026-11  the seal at the end of the file; articles and instances carry their curation and are found by it;
//	            statements and quantities carry what they may be the same as
//	5  2026-11  the buckets are packed; sort keys are in rank alone; few ranks are a plain list; the seal is a tree of
//	            hashes, and so is the version's; documents are counted by the bucket with, and index has their records
//	6  2026-11  how light a word is in a document stands beside the document, in with, and weight is gone
//	7  2026-11  a list of documents, in with, has a sieve; statements have no wordings, which follow from their reports
const Format = 7

// nounCode is the byte that stands for a noun in keys. A value is never given a new meaning.
type nounCode byte

const (
	nounArticle nounCode = iota + 1
	nounActor
	nounPlace
	nounEvent
	nounStatement
	nounQuantity
	nounReport
	nounFigure
	nounAccount
	nounRole
	nounTerm
	nounMention
	nounMoment
	nounChange
	nounWithdrawal

	nounCodes // how many there are, 0 among them
)

// hashed are the buckets whose entries are looked up one by one.
var hashed = map[string]bool{"id": true, "set": true, "with": true}

// field is the byte that stands for what a set is about.
type field byte

const (
	fieldAbout field = iota + 1
	fieldAct
	fieldActor
	fieldAddressee
	fieldAffiliation
	fieldAnonymous
	fieldArticle
	fieldAspect
	fieldBody
	fieldComparator
	fieldCountry
	fieldCuration
	fieldEvent
	fieldHolds
	fieldKind
	fieldLanguage
	fieldLinked
	fieldMayBe
	fieldMeasure
	fieldMemberOf
	fieldMode
	fieldOccasion
	fieldOrigin
	fieldOutlet
	fieldOwnVoice
	fieldPart
	fieldPartOf
	fieldPlace
	fieldQuality
	fieldQuantity
	fieldReferent
	fieldRelay
	fieldSpeaker
	fieldStatement
	fieldType
	fieldVia
	fieldVoice
	fieldWord
	fieldVerdict
	fieldDisputed
	fieldStatus
	fieldExcess
	fieldCue
	fieldSince
	fieldChange
	fieldConflicting
	fieldRetold
)

// attribute is the byte that stands for a number records are compared by.
type attribute byte

const (
	attributeEarliest attribute = iota + 1
	attributeLatest
	attributeLow
	attributeHigh
	attributeArticles
	attributeFigures
	attributeDepth
	attributeOrigins

	attributes // how many there are, 0 among them
)

// bitExists marks the slice of all records that have the attribute.
const bitExists = 0xFF
