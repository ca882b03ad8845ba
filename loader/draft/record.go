package draft

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"onrecord/loader"
	"onrecord/news"
)

// About is what is known of an article beside its text.
type About struct {
	// Slug names the article, File its text in the folder of texts.
	Slug, File                      string
	Headline, Byline, URL, Language string
}

// Record writes the proposal as a file of the dataset's articles folder: the article, the actors, events, statements and
// quantities that are proposed with it, and every mention, each with curation DRAFT, its rule and its confidence. It is a
// file that check takes; what it cannot know (the gist of a statement, a paraphrase) it says it does not know.
func (d *Draft) Record(about About) []byte {
	w := &record{Draft: d, about: about, ids: map[int]string{}, taken: map[string]bool{}, spans: map[string]map[news.Span]int{}}
	w.line("# yaml-language-server: $schema=../schema.json")
	w.line("# Drafted by onrecord draft. Nobody has read it yet.")
	w.article()
	w.mentions()
	w.instances()
	var all strings.Builder
	all.WriteString(w.head.String())
	all.WriteString(w.proposed.String())
	all.WriteString(w.body.String())
	return []byte(all.String())
}

type record struct {
	*Draft
	about                About
	head, proposed, body strings.Builder
	// ids has the slug of each actor that is used.
	ids   map[int]string
	taken map[string]bool
	// spans counts the mentions of a kind on one span.
	spans map[string]map[news.Span]int

	events, statements, quantities []string
	eventIDs                       map[int]string
}

func (w *record) line(format string, args ...any) { fmt.Fprintf(&w.head, format+"\n", args...) }

func (w *record) article() {
	text := string(w.Points)
	w.line("article:")
	w.line("  file: %s", quote(w.about.File))
	w.line("  hash: %s", loader.Digest(text))
	w.line("  words: %d", len(strings.Fields(text)))
	headline := w.about.Headline
	if headline == "" || len(loader.Locate(text, headline)) == 0 {
		headline = ""
		for i := range w.Blocks {
			if w.Blocks[i].Kind == HeadlineBlock {
				headline = w.Cut(w.Blocks[i].Span)
			}
		}
	}
	optional := func(key, value string) {
		if value != "" {
			w.line("  %s: %s", key, quote(value))
		}
	}
	optional("headline", headline)
	byline := w.about.Byline
	for i := range w.Blocks {
		if byline == "" && w.Blocks[i].Kind == BylineBlock {
			byline = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(w.read(w.Blocks[i].Span), "By "), "by "))
		}
	}
	optional("byline", byline)
	optional("url", w.about.URL)
	if w.about.Language == "" {
		w.about.Language = "en"
	}
	w.line("  language: %s", quote(w.about.Language))
	w.line("  curation: DRAFT")
	if w.Published != "" {
		w.line("  published: {edtf: %s, basis: STATED}", quote(string(w.Published)))
	}
	var furniture []string
	for _, b := range w.Blocks {
		if b.Kind == FurnitureBlock {
			furniture = append(furniture, fmt.Sprintf("    - {span: [%d, %d], why: %s}", b.Start, b.End, quote(b.Why)))
		}
	}
	w.list("  furniture:", furniture)
	var refused []string
	for _, n := range w.NotFigures {
		refused = append(refused, fmt.Sprintf("    - {span: [%d, %d], words: %s, why: %s}", n.Start, n.End, quote(w.Cut(n.Span)), quote(n.Why)))
	}
	w.list("  not_figures:", refused)
}

func (w *record) list(key string, lines []string) {
	if len(lines) == 0 {
		return
	}
	w.line("%s", key)
	for _, l := range lines {
		w.line("%s", l)
	}
}

func (w *record) mentions() {
	w.section("reports:", len(w.Statements))
	for i := range w.Statements {
		w.report(i)
	}
	w.section("figures:", len(w.Figures))
	for i := range w.Figures {
		w.figure(i)
	}
	w.section("accounts:", len(w.Events))
	for i := range w.Events {
		w.account(i)
	}
	w.section("roles:", len(w.Roles))
	for i := range w.Roles {
		w.role(i)
	}
}

func (w *record) section(key string, n int) {
	if n > 0 {
		fmt.Fprintf(&w.body, "\n%s\n", key)
	}
}

func (w *record) put(format string, args ...any) { fmt.Fprintf(&w.body, format+"\n", args...) }

// anchor writes what every mention has.
func (w *record) anchor(kind string, span news.Span, hash bool, block int, rule string, confidence float64) {
	w.put("  - span: [%d, %d]", span.Start, span.End)
	if hash {
		w.put("    hash: %s", loader.HashWords(w.Cut(span)))
	}
	if section := w.Blocks[block].Section(); section != news.Body {
		w.put("    section: %s", section)
	}
	w.put("    curation: DRAFT")
	w.put("    draft: %s", made(rule, confidence))
	if w.spans[kind] == nil {
		w.spans[kind] = map[news.Span]int{}
	}
	if n := w.spans[kind][span]; n > 0 {
		w.put("    nth: %d", n)
	}
	w.spans[kind][span]++
}

func made(rule string, confidence float64) string {
	return fmt.Sprintf("{rule: %s, confidence: %s}", rule, decimal(math.Round(confidence*100)/100))
}

func (w *record) chain(hops []Hop) {
	if len(hops) == 0 {
		return
	}
	w.put("    chain:")
	for _, h := range hops {
		fields := []string{"actor: " + w.actor(h.Actor)}
		if h.Label.End > 0 {
			fields = append(fields, "label: "+quote(w.Cut(h.Label)), fmt.Sprintf("span: [%d, %d]", h.Label.Start, h.Label.End))
		}
		if h.Cue != "" {
			fields = append(fields, "cue: "+quote(h.Cue))
		}
		if h.Channel != news.UnknownChannel {
			fields = append(fields, "channel: "+string(h.Channel))
		}
		w.put("      - {%s}", strings.Join(fields, ", "))
	}
}

func (w *record) report(i int) {
	st := &w.Statements[i]
	id := w.slug("s"+strconv.Itoa(len(w.statements)+1), "")
	speaker := w.actor(st.Actor)
	name := w.Actors[st.Actor].Name
	said := ""
	if date, ok := w.said(st); ok {
		said = fmt.Sprintf("\n    said: {edtf: %s, printed: %s, basis: %s}", quote(date.EDTF), quote(w.read(date.Span)), date.Basis)
	}
	w.statements = append(w.statements, fmt.Sprintf("  - id: %s\n    gist: %s\n    speaker: %s\n    act: %s%s\n    draft: %s",
		id, quote("Not yet put into our words: what "+name+" says in this place."), speaker, actOf(st.Lemma), said, made(st.Rule, st.Confidence)))
	w.anchor("report", st.Span, true, st.Block, st.Rule, st.Confidence)
	mode := w.Mode(st)
	w.put("    statement: %s", id)
	w.put("    mode: %s", mode)
	if len(st.Quotes) > 0 {
		w.put("    quotes:")
		for _, q := range st.Quotes {
			span := w.Quotations[q].Span
			w.put("      - {span: [%d, %d], words: %s}", span.Start, span.End, quote(w.Cut(span)))
		}
	}
	if mode != news.Direct {
		text := "Not yet put into our words."
		for _, q := range st.Quotes {
			text += " \"" + news.Reading(w.Cut(w.Quotations[q].Span)) + "\""
		}
		w.put("    text: %s", quote(text))
	}
	if cue := w.read(st.Cue); cue != "" && st.Lemma != "―" && st.Lemma != ":" {
		w.put("    cue: %s", quote(cue))
	}
	w.chain(st.Chain)
}

// Mode says how a statement is reported: all of it in quotation marks, none of it, clauses, or single words.
func (d *Draft) Mode(st *Statement) news.SpeechMode {
	if len(st.Quotes) == 0 {
		return news.Indirect
	}
	longest, outside := 0, 0
	for _, c := range st.Content {
		outside += d.words(c)
	}
	for _, q := range st.Quotes {
		n := d.words(d.Quotations[q].Span)
		longest, outside = max(longest, n), outside-n
	}
	switch {
	case outside <= 0:
		return news.Direct
	case longest >= 6:
		return news.MixedMode
	}
	return news.Fragment
}

// said is the date that stands in the sentence of a statement outside what was said.
func (w *record) said(st *Statement) (Date, bool) {
	for _, d := range w.Dates {
		inside := false
		for _, c := range st.Content {
			inside = inside || c.Overlaps(d.Span)
		}
		if d.EDTF != "" && !inside && d.Start >= st.Start-20 && d.End <= st.End+40 && w.sameBlock(st.Block, d.Span) && d.Start >= st.Cue.Start-30 && d.End <= st.Cue.End+60 {
			return d, true
		}
	}
	return Date{}, false
}

func (w *record) sameBlock(block int, s news.Span) bool { return w.Blocks[block].Covers(s) }

func actOf(lemma string) news.SpeechAct {
	switch lemma {
	case "deny", "dispute", "refute":
		return news.Deny
	case "accuse", "blame", "allege", "condemn", "denounce", "criticize":
		return news.Accuse
	case "promise", "pledge", "vow", "swear", "offer":
		return news.Promise
	case "ask", "urge", "demand", "request", "call", "recommend", "propose", "beg", "implore":
		return news.Request
	case "reject", "refuse", "decline", "dismiss":
		return news.Reject
	case "threaten":
		return news.Threat
	case "praise", "hail", "endorse", "applaud", "defend":
		return news.Support
	case "admit", "concede", "acknowledge", "confess":
		return news.Concede
	case "warn", "caution":
		return news.Warn
	case "predict":
		return news.Expect
	}
	return news.Assert
}

func (w *record) figure(i int) {
	f := &w.Figures[i]
	id := w.slug("q"+strconv.Itoa(i+1), "")
	unit := f.Unit
	if unit == "" {
		unit = "not said"
	}
	accumulation := news.Incident
	if f.Measure == news.Killed || f.Measure == news.Injured || f.Measure == news.Casualties {
		accumulation = news.Cumulative
	}
	of := ""
	event, place := w.tollOf(f)
	if _, slug, ok := news.SplitID(place); ok {
		of = "\n    place: " + slug
	}
	if event >= 0 {
		of += "\n    event: " + w.event(event)
	}
	w.quantities = append(w.quantities, fmt.Sprintf("  - id: %s\n    label: %s\n    measure: %s\n    unit: %s%s\n    accumulation: %s\n    draft: %s",
		id, quote("Not yet put into our words: "+strings.ToLower(string(f.Measure))+", "+unit), f.Measure, quote(unit), of, accumulation, made(f.Rule, f.Confidence)))
	w.anchor("figure", f.Span, false, f.Block, f.Rule, f.Confidence)
	w.put("    printed: %s", quote(w.Cut(f.Span)))
	w.put("    quantity: %s", id)
	w.put("    comparator: %s", f.Comparator)
	switch {
	case f.Suspect:
		w.put("    quality: SUSPECT")
		var all []string
		for _, r := range f.Readings {
			all = append(all, decimal(r))
		}
		w.put("    readings: [%s]", strings.Join(all, ", "))
	case f.Comparator == news.Range && len(f.Values) == 2:
		w.put("    low: %s", decimal(f.Values[0]))
		w.put("    high: %s", decimal(f.Values[1]))
	case len(f.Values) == 1:
		w.put("    value: %s", decimal(f.Values[0]))
	}
	if f.Statement >= 0 {
		w.chain(w.Statements[f.Statement].Chain)
	}
}

// event is the id of the event that an account is of.
func (w *record) event(i int) string {
	if w.eventIDs == nil {
		w.eventIDs = map[int]string{}
	}
	if w.eventIDs[i] == "" {
		w.eventIDs[i] = w.slug("e"+strconv.Itoa(i+1), "")
	}
	return w.eventIDs[i]
}

func (w *record) account(i int) {
	e := &w.Events[i]
	id := w.event(i)
	trigger := strings.ToLower(w.Cut(e.Trigger))
	parts, who := "", ""
	if e.Holder >= 0 {
		parts = "{actor: " + w.actor(e.Holder) + ", part: ACTOR}"
		who = ", by " + w.Actors[e.Holder].Name
	}
	if e.Target >= 0 && e.Target != e.Holder {
		if parts != "" {
			parts += ", "
		}
		parts += "{actor: " + w.actor(e.Target) + ", part: RECIPIENT}"
		who += ", on or with " + w.Actors[e.Target].Name
	}
	if parts != "" {
		parts = "\n    participants: [" + parts + "]"
	}
	w.events = append(w.events, fmt.Sprintf("  - id: %s\n    label: %s\n    type: %s\n    date: {basis: UNKNOWN}%s\n    draft: %s",
		id, quote("Not yet put into our words: "+trigger+who), e.Type, parts, made(e.Rule, e.Confidence)))
	w.anchor("account", e.Span, true, e.Block, e.Rule, e.Confidence)
	w.put("    event: %s", id)
	w.put("    aspect: OCCURRENCE")
	w.put("    claim: %s", quote("Not yet put into our words: "+trigger+who))
	if e.Holder >= 0 {
		w.put("    holds: %s", w.actor(e.Holder))
	}
	w.put("    certainty: %s", e.Certainty)
	if e.Statement >= 0 {
		w.chain(w.Statements[e.Statement].Chain)
	}
}

func (w *record) role(i int) {
	r := &w.Roles[i]
	w.anchor("role", r.Span, false, r.Block, r.Rule, r.Confidence)
	w.put("    actor: %s", w.actor(r.Actor))
	w.put("    role: %s", quote(w.Cut(r.Span)))
	if r.Body >= 0 {
		w.put("    body: %s", w.actor(r.Body))
	}
}

// actor is the slug of an actor, proposed where the dataset has none.
func (w *record) actor(i int) string {
	if id, ok := w.ids[i]; ok {
		return id
	}
	a := &w.Actors[i]
	if a.ID != "" {
		_, slug, _ := news.SplitID(a.ID)
		w.ids[i] = slug
		return slug
	}
	w.ids[i] = w.slug("", a.Name)
	return w.ids[i]
}

// slug makes an id of the article's slug and a name or number, and no two alike.
func (w *record) slug(number, name string) string {
	tail := number
	if name != "" {
		tail = Slug(name)
	}
	if tail == "" {
		tail = "actor"
	}
	head := w.about.Slug
	if len(head) > 40 {
		head = head[:40]
	}
	id := head + "-" + tail
	if len(id) > 74 {
		id = strings.TrimRight(id[:74], "-")
	}
	for n, base := 2, id; w.taken[id]; n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	w.taken[id] = true
	return id
}

// Slug makes a slug of words, "" where they have no letter or digit of the basic alphabet.
func Slug(words string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(words) {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			b.WriteRune(r)
		case r == '\'' || r == '’' || r == '.':
		default:
			if s := b.String(); s != "" && !strings.HasSuffix(s, "-") {
				b.WriteByte('-')
			}
		}
	}
	s := b.String()
	if len(s) > 60 {
		s = s[:60]
	}
	return strings.Trim(s, "-")
}

// instances writes what is proposed with the article.
func (w *record) instances() {
	var indices []int
	for i := range w.ids {
		if w.Actors[i].ID == "" {
			indices = append(indices, i)
		}
	}
	slices.Sort(indices)
	if len(indices) > 0 {
		fmt.Fprintln(&w.proposed, "\nactors:")
	}
	for _, i := range indices {
		a := &w.Actors[i]
		fmt.Fprintf(&w.proposed, "  - id: %s\n    name: %s\n    kind: %s\n", w.ids[i], quote(a.Name), a.Kind)
		if a.Unnamed {
			fmt.Fprintf(&w.proposed, "    anonymity: {plurality: %s, tenure: %s, descriptor: %s}\n", a.Plurality, a.Tenure, quote(a.Name))
		}
		fmt.Fprintf(&w.proposed, "    draft: %s\n", made(a.Rule, a.Confidence))
	}
	for _, part := range []struct {
		key  string
		list []string
	}{{"events", w.events}, {"statements", w.statements}, {"quantities", w.quantities}} {
		if len(part.list) > 0 {
			fmt.Fprintf(&w.proposed, "\n%s:\n%s\n", part.key, strings.Join(part.list, "\n"))
		}
	}
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// quote writes a scalar in double quotes, with odd spaces and control characters escaped.
func quote(words string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range words {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r != ' ' && (unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) && r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) && r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
