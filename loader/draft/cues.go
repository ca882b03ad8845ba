package draft

import "strings"

// cueClass is how a cue takes what was said.
type cueClass int

const (
	// takesClause: she said (that) the wall had held.
	takesClause cueClass = iota
	// takesHearer: he told reporters (that) it had held.
	takesHearer
	// takesPhrase: he called it a disgrace; what is said is a phrase, not a clause.
	takesPhrase
	// takesQuote: he laughed, "Not yet."; a cue only beside a quotation.
	takesQuote
)

// verbForm is the form a verb stands in.
type verbForm int

const (
	formBase verbForm = iota
	formThird
	formPast
	formIng
)

type cueWord struct {
	lemma string
	class cueClass
	form  verbForm
	// noun: the word may be a noun as well, so that what stands around it has to decide.
	noun bool
}

// cueWords are the verbs of speech in all their forms. An irregular past stands behind a slash; a star marks verbs whose
// base and third form may be nouns.
var cueWords = inflect(map[cueClass]string{
	takesClause: `say/said add argue* claim* explain warn announce declare state* insist maintain contend assert allege
		suggest acknowledge admit concede confirm reveal report* remark* comment* recall* repeat reiterate conclude predict complain agree
		testify tweet* quip* joke* stress* emphasize emphasise note* observe write/wrote estimate* indicate hint* imply respond reply*
		answer* ask wonder* counter* boast* brag lament* exclaim vow* pledge* promise* swear/swore threaten propose recommend demand*
		deny disclose caution* guess* speculate reason* opine caution* clarify proclaim affirm attest avow retort* protest* signal*
		post* blog* underscore underline elaborate point* speak/spoke talk*`,
	takesHearer: `tell/told inform assure remind notify urge* advise convince instruct beg implore plead encourage`,
	takesPhrase: `call* describe criticize criticise condemn denounce blast* slam* mock praise* hail reject dismiss accuse blame* cite
		deride decry defend label* dub brand* characterize characterise question* challenge* tout lambaste lambast rebuke* ridicule*
		discuss mention* demand* oppose* endorse request* invite thank apologize apologise decline* refuse* express address* outline*
		rip/ripped highlight* liken compare bemoan applaud scold chide chastise savage* pan berate deplore discuss detail* offer* discredit disavow identify record* quote* cheer* tease* taunt*`,
	takesQuote: `continue shout* yell* chant* whisper* cry* echo* laugh* smile* shrug* sigh* interject chime/chimed
		scream* sing/sang conclude snap/snapped deadpan/deadpanned crow ask start* finish close* respond joke* vent*
		mutter* murmur* marvel* gush offer* volunteer* fume* rail* muse* enthuse summarize preach urge* plead roar* holler* bark* grumble*
		groan* moan* warn beam* nod* confess bellow* thunder* snipe* jab* riff* jeer* hurl toast* pray teach/taught advise inquire query* ponder tell/told`,
})

func inflect(classes map[cueClass]string) map[string]cueWord {
	words := map[string]cueWord{}
	for _, class := range []cueClass{takesClause, takesHearer, takesPhrase, takesQuote} {
		for _, entry := range strings.Fields(classes[class]) {
			entry, noun := strings.CutSuffix(entry, "*")
			lemma, past, irregular := strings.Cut(entry, "/")
			if !irregular {
				past = pastOf(lemma)
			}
			for _, f := range []struct {
				word string
				form verbForm
				noun bool
			}{{lemma, formBase, noun}, {thirdOf(lemma), formThird, noun}, {past, formPast, false}, {ingOf(lemma), formIng, false}} {
				if _, taken := words[f.word]; !taken {
					words[f.word] = cueWord{lemma, class, f.form, f.noun}
				}
			}
		}
	}
	for _, w := range []string{"told"} {
		words[w] = cueWord{"tell", takesHearer, formPast, false}
	}
	return words
}

func pastOf(lemma string) string {
	switch {
	case strings.HasSuffix(lemma, "e"):
		return lemma + "d"
	case strings.HasSuffix(lemma, "y") && !strings.ContainsRune("aeiou", rune(lemma[len(lemma)-2])):
		return lemma[:len(lemma)-1] + "ied"
	case doubles[lemma]:
		return lemma + lemma[len(lemma)-1:] + "ed"
	}
	return lemma + "ed"
}

func thirdOf(lemma string) string {
	switch {
	case strings.HasSuffix(lemma, "y") && !strings.ContainsRune("aeiou", rune(lemma[len(lemma)-2])):
		return lemma[:len(lemma)-1] + "ies"
	case strings.HasSuffix(lemma, "s"), strings.HasSuffix(lemma, "sh"), strings.HasSuffix(lemma, "ch"), strings.HasSuffix(lemma, "o"):
		return lemma + "es"
	}
	return lemma + "s"
}

func ingOf(lemma string) string {
	switch {
	case strings.HasSuffix(lemma, "ee"):
		return lemma + "ing"
	case strings.HasSuffix(lemma, "e"):
		return lemma[:len(lemma)-1] + "ing"
	case doubles[lemma]:
		return lemma + lemma[len(lemma)-1:] + "ing"
	}
	return lemma + "ing"
}

var doubles = set("admit quip brag slam dub rip pan beg begin chat snap sum nod jab")

// Small words by what they do.
var (
	determiners = set("the a an this that these those his her their its our my your some many several another other both all no each every any most few more two three four five six seven eight nine ten one")
	// subjectPronouns may be the speaker of a cue by themselves.
	subjectPronouns = set("he she they it who we i you everyone everybody someone somebody nobody others some many both one most critics neither another")
	prepositions    = set("of for from in at to with on by against behind near inside within under over about during after before since between among through into via as per outside across around despite without like throughout amid beyond until upon than")
	linking         = set("of for from in at on with to behind near inside against representing")
	conjunctions    = set("and or but nor yet so")
	subordinators   = set("that which who whom whose when where while as because if although though since whether why how what after before until unless once whereas")
	auxiliaries     = set("has have had is was were are be been being am will would can could may might must shall should do does did 's 've 'd 'll 're has n't not never ever to")
	adverbs         = set(`also later then previously repeatedly once often still even just again recently now already further only simply perhaps
		instead however too initially earlier reportedly publicly privately frequently famously long first finally sometimes always merely quite rather
		essentially actually himself herself themselves itself once soon thus therefore otherwise meanwhile nonetheless nevertheless jointly`)
	timeWords = set(`monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight morning afternoon evening night week
		month year weekend january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep
		oct nov dec noon midnight day days weeks months years last next earlier later late early ago a.m. p.m. am pm`)
	beForms = set("is was were are be been being am 's 're")
)

func adverb(w string) bool {
	return adverbs[w] || len(w) > 4 && strings.HasSuffix(w, "ly") && w != "family" && w != "ally" && w != "rally" && w != "early" && w != "assembly"
}

// commonVerbs are frequent verbs that are no cues. They mark where a noun phrase ends.
var commonVerbs = set(`makes made make takes took take gives gave gets got goes went came comes become became includes included including held holds
	holding led leads ran runs won wins lost loses met meets left leaves stood stands sat kept keeps put puts set sets brought brings bought built
	builds began begins felt found finds knows knew known thinks thought wants wanted needs needed uses used seems seemed looks looked works worked
	lives lived moved moves plays played turned turns shows showed shown started starts tried tries believes believed hopes hoped expects expected
	helped helps talked talks spoke speaks spoken walked followed follows changed changes opened opens killed kills died dies represents represented
	faces faced failed fails received receives remains remained served serves supports supported voted votes appeared appears killed being
	having making taking getting giving running trying wearing sitting standing seeking saw sees seen heard hears`)

// weakCues are cues of what was said only where it is quoted: he compared it with "a flood".
var weakCues = set("compare detail address offer invite oppose express highlight outline challenge record")

// pureCues stand behind what was said, or in the midst of it.
var pureCues = set(`say add tell note write explain argue warn claim insist report recall observe acknowledge concede contend maintain suggest
	predict declare announce joke state assert reply respond conclude testify ask continue caution complain admit quip tweet remark comment
	estimate allege lament reveal emphasize stress boast confirm repeat recount inform wonder`)
