package loader

// The files as they are written: one struct a record, its tags the keys of docs/dataset-format.md. What a scalar must look
// like is checked where it is turned into the domain's own type, in the file of its noun.

type actorWire struct {
	Draft       *draftWire     `yaml:"draft"`
	At          place          `yaml:"@"`
	ID          word           `yaml:"id,required"`
	Name        word           `yaml:"name,required"`
	Kind        word           `yaml:"kind,required"`
	OtherNames  []word         `yaml:"other_names"`
	Description word           `yaml:"description"`
	Country     word           `yaml:"country"`
	Wikidata    word           `yaml:"wikidata"`
	MemberOf    []word         `yaml:"member_of"`
	FormerIDs   []word         `yaml:"former_ids"`
	Anonymity   *anonymityWire `yaml:"anonymity"`
}

type anonymityWire struct {
	Plurality   word   `yaml:"plurality,required"`
	Tenure      word   `yaml:"tenure,required"`
	Affiliation word   `yaml:"affiliation"`
	Descriptor  word   `yaml:"descriptor,required"`
	MayBe       []word `yaml:"may_be"`
}

type placeWire struct {
	At         place  `yaml:"@"`
	ID         word   `yaml:"id,required"`
	Name       word   `yaml:"name,required"`
	OtherNames []word `yaml:"other_names"`
	Country    word   `yaml:"country"`
	GeoNames   word   `yaml:"geonames"`
	Wikidata   word   `yaml:"wikidata"`
	Latitude   word   `yaml:"latitude"`
	Longitude  word   `yaml:"longitude"`
	PartOf     word   `yaml:"part_of"`
	FormerIDs  []word `yaml:"former_ids"`
}

type eventWire struct {
	Draft        *draftWire        `yaml:"draft"`
	At           place             `yaml:"@"`
	ID           word              `yaml:"id,required"`
	Label        word              `yaml:"label,required"`
	OtherNames   []word            `yaml:"other_names"`
	Type         word              `yaml:"type"`
	Date         *dateWire         `yaml:"date"`
	Places       []word            `yaml:"places"`
	Participants []participantWire `yaml:"participants"`
	PartOf       word              `yaml:"part_of"`
	Links        []eventLinkWire   `yaml:"links"`
	Established  word              `yaml:"established"`
	FormerIDs    []word            `yaml:"former_ids"`
}

type participantWire struct {
	Actor word `yaml:"actor,required"`
	Part  word `yaml:"part,required"`
}

type eventLinkWire struct {
	Kind  word `yaml:"kind,required"`
	Event word `yaml:"event,required"`
	Why   word `yaml:"why"`
	// Chain is not nil where the link is itself a claim; no hops are the article's own voice.
	Chain *[]hopWire `yaml:"chain"`
}

type statementWire struct {
	Draft       *draftWire          `yaml:"draft"`
	At          place               `yaml:"@"`
	ID          word                `yaml:"id,required"`
	Gist        word                `yaml:"gist,required"`
	Speaker     word                `yaml:"speaker,required"`
	Addressee   word                `yaml:"addressee"`
	Act         word                `yaml:"act,required"`
	Said        *dateWire           `yaml:"said"`
	Occasion    word                `yaml:"occasion"`
	About       []word              `yaml:"about"`
	Links       []statementLinkWire `yaml:"links"`
	Established word                `yaml:"established"`
	FormerIDs   []word              `yaml:"former_ids"`
}

type statementLinkWire struct {
	Kind      word `yaml:"kind,required"`
	Statement word `yaml:"statement,required"`
	Why       word `yaml:"why"`
}

type quantityWire struct {
	Draft        *draftWire `yaml:"draft"`
	At           place      `yaml:"@"`
	ID           word       `yaml:"id,required"`
	Label        word       `yaml:"label,required"`
	Measure      word       `yaml:"measure,required"`
	Unit         word       `yaml:"unit,required"`
	Population   word       `yaml:"population"`
	Place        word       `yaml:"place"`
	Event        word       `yaml:"event"`
	Accumulation word       `yaml:"accumulation,required"`
	PartOf       word       `yaml:"part_of"`
	FormerIDs    []word     `yaml:"former_ids"`
}

type dateWire struct {
	At        place `yaml:"@"`
	EDTF      word  `yaml:"edtf"`
	Printed   word  `yaml:"printed"`
	Basis     word  `yaml:"basis,required"`
	Reasoning word  `yaml:"reasoning"`
}

type noteWire struct {
	Kind word `yaml:"kind,required"`
	Text word `yaml:"text,required"`
}

// articleFile is one file of articles/.
type articleFile struct {
	slug string
	file *file
	// straight: see [decodeStraight].
	straight bool
	// mentions is room for [linkedArticle.mentions].
	mentions map[mention]place
	wire     struct {
		Article articleWire `yaml:"article,required"`
		// Instances that are proposed with the article; onrecord draft puts them here.
		Actors     []actorWire     `yaml:"actors"`
		Events     []eventWire     `yaml:"events"`
		Statements []statementWire `yaml:"statements"`
		Quantities []quantityWire  `yaml:"quantities"`

		Reports  []reportWire  `yaml:"reports"`
		Figures  []figureWire  `yaml:"figures"`
		Accounts []accountWire `yaml:"accounts"`
		Roles    []roleWire    `yaml:"roles"`
		Terms    []termWire    `yaml:"terms"`
		// Rejected are drafts that somebody has read and does not want, so that they are not proposed again.
		Rejected []rejectedWire `yaml:"rejected"`
	}
}

func newArticleFile() *articleFile { return &articleFile{mentions: map[mention]place{}} }

type articleWire struct {
	At            place           `yaml:"@"`
	File          word            `yaml:"file"`
	Hash          word            `yaml:"hash,required"`
	Words         word            `yaml:"words,required"`
	Headline      word            `yaml:"headline"`
	Outlet        word            `yaml:"outlet"`
	Byline        word            `yaml:"byline"`
	URL           word            `yaml:"url"`
	Published     *dateWire       `yaml:"published"`
	Language      word            `yaml:"language,required"`
	Curation      word            `yaml:"curation"`
	Notes         []noteWire      `yaml:"notes"`
	Furniture     []furnitureWire `yaml:"furniture"`
	NotFigures    []exceptWire    `yaml:"not_figures"`
	NotQuotations []exceptWire    `yaml:"not_quotations"`
}

type furnitureWire struct {
	Span span `yaml:"span,required"`
	Why  word `yaml:"why,required"`
}

type exceptWire struct {
	Span  span `yaml:"span,required"`
	Words word `yaml:"words,required"`
	Why   word `yaml:"why,required"`
}

// rejectedWire is a draft that was rejected: a mention by kind, span and hash, or an actor by the id that was proposed.
type rejectedWire struct {
	At   place `yaml:"@"`
	Kind word  `yaml:"kind,required"`
	Span span  `yaml:"span"`
	Hash word  `yaml:"hash"`
	ID   word  `yaml:"id"`
	Is   word  `yaml:"is"`
	Why  word  `yaml:"why"`
}

// mentionWire is what every mention has.
type mentionWire struct {
	At       place      `yaml:"@"`
	Span     span       `yaml:"span,required"`
	Hash     word       `yaml:"hash"`
	Section  word       `yaml:"section"`
	Curation word       `yaml:"curation"`
	Nth      word       `yaml:"nth"`
	Draft    *draftWire `yaml:"draft"`
	Notes    []noteWire `yaml:"notes"`
	Chain    []hopWire  `yaml:"chain"`
}

// draftWire says that a record was drafted and nobody has read it.
type draftWire struct {
	At         place `yaml:"@"`
	Rule       word  `yaml:"rule,required"`
	Confidence word  `yaml:"confidence,required"`
	As         word  `yaml:"as"`
}

type hopWire struct {
	Actor     word `yaml:"actor,required"`
	Label     word `yaml:"label"`
	Span      span `yaml:"span"`
	Cue       word `yaml:"cue"`
	Channel   word `yaml:"channel"`
	Certainty word `yaml:"certainty"`
}

type reportWire struct {
	mentionWire
	Statement word        `yaml:"statement,required"`
	Mode      word        `yaml:"mode,required"`
	Quotes    []quoteWire `yaml:"quotes"`
	Text      word        `yaml:"text"`
	Cue       word        `yaml:"cue"`
}

type quoteWire struct {
	Span  span `yaml:"span,required"`
	Words word `yaml:"words,required"`
}

type figureWire struct {
	mentionWire
	Printed    word      `yaml:"printed,required"`
	Quantity   word      `yaml:"quantity,required"`
	Comparator word      `yaml:"comparator,required"`
	Value      word      `yaml:"value"`
	Low        word      `yaml:"low"`
	High       word      `yaml:"high"`
	AsOf       *dateWire `yaml:"as_of"`
	Quality    word      `yaml:"quality"`
	Readings   []word    `yaml:"readings"`
}

type accountWire struct {
	mentionWire
	Event     word `yaml:"event,required"`
	Aspect    word `yaml:"aspect,required"`
	Claim     word `yaml:"claim,required"`
	Holds     word `yaml:"holds"`
	Certainty word `yaml:"certainty,required"`
}

type roleWire struct {
	mentionWire
	Actor word `yaml:"actor,required"`
	Role  word `yaml:"role,required"`
	Body  word `yaml:"body"`
}

type termWire struct {
	mentionWire
	Referent word `yaml:"referent,required"`
	Term     word `yaml:"term,required"`
	Voice    word `yaml:"voice,required"`
	Gloss    word `yaml:"gloss"`
}

// releaseFile is one file of releases/: an edition that was published, and what it held.
type releaseFile struct {
	name string
	wire struct {
		At       place             `yaml:"@"`
		Version  word              `yaml:"version,required"`
		Released word              `yaml:"released,required"`
		Records  []fingerprintWire `yaml:"records,required"`
	}
}

type fingerprintWire struct {
	ID   word `yaml:"id,required"`
	Hash word `yaml:"hash,required"`
}

// withdrawnWire is a record that was taken back.
type withdrawnWire struct {
	ID  word `yaml:"id,required"`
	On  word `yaml:"on,required"`
	Why word `yaml:"why,required"`
}
