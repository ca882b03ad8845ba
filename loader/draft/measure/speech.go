package measure

import "strings"

// speechVerbs say which of the marked attributions are speech rather than thought, plan or finding: those whose cue has one
// of these verbs in any form. The list is the measure's own and is not what the drafter goes by.
var speechVerbs = func() map[string]bool {
	lemmas := strings.Fields(`say tell add ask answer reply respond note write state declare announce claim argue assert insist maintain contend
		allege suggest explain describe call accuse blame criticize warn caution urge demand promise pledge vow deny admit acknowledge concede confirm
		reveal mention stress emphasize remark comment joke quip recall repeat reiterate continue conclude predict complain agree testify tweet cite
		quote praise condemn denounce blast slam reject dismiss propose recommend request challenge threaten boast brag lament speak talk discuss
		shout yell chant echo question inform assure remind advise deride mock hail`)
	irregular := strings.Fields("said says told wrote written spoke spoken denied denies replied replies bragged bragging admitted admitting quipped quipping slammed slamming")
	forms := map[string]bool{}
	for _, l := range lemmas {
		stem := strings.TrimSuffix(l, "e")
		for _, f := range []string{l, l + "s", l + "es", stem + "ed", stem + "ing"} {
			forms[f] = true
		}
	}
	for _, f := range irregular {
		forms[f] = true
	}
	return forms
}()

// isSpeech reports whether a cue is one of speech. A dash or a colon is.
func isSpeech(cue string) bool {
	lower := strings.ToLower(cue)
	if strings.Contains(lower, "according to") {
		return true
	}
	words := strings.FieldsFunc(lower, func(r rune) bool { return (r < 'a' || r > 'z') && r < 128 || r == '’' || r == '―' || r == '—' })
	for _, w := range words {
		if speechVerbs[w] {
			return true
		}
	}
	return len(words) == 0
}
