package review

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"onrecord/loader"
	"onrecord/news"
)

// Ref names an item of a file whatever moves around it: an instance by its id, a mention by its place.
type Ref struct {
	List, ID string
	news.Span
	Nth int
}

func (it *Item) ref() Ref {
	if it.mention() {
		return Ref{List: it.List, Span: it.Span.span(), Nth: it.Nth}
	}
	return Ref{List: it.List, ID: it.ID}
}

// at is the item with a ref, nil where there is none any more.
func (f *File) at(r Ref) *Item {
	for i := range f.items {
		if f.items[i].ref() == r {
			return &f.items[i]
		}
	}
	return nil
}

// placeholder is how the drafter begins what only a person can write.
const placeholder = "Not yet put into our words"

// blank is a value that somebody has to write before a draft can be accepted.
type blankValue struct {
	Ref
	key, asked string
	// drafted holds the placeholder as it stands.
	drafted string
}

// blanks lists what has to be written before a mention, or an instance, can be accepted.
func (f *File) blanks(it *Item) []blankValue {
	var found []blankValue
	add := func(it *Item, key, value, asked string) {
		if strings.HasPrefix(value, placeholder) {
			found = append(found, blankValue{it.ref(), key, asked, value})
		}
	}
	list, id := it.about()
	if !it.mention() {
		list, id = it.List, it.ID
	}
	if list != "" {
		if of := f.find(list, id); of != nil {
			add(of, "gist", of.Gist, "gist: one neutral sentence of ours, or =slug of the statement that it is")
			switch list {
			case "quantities":
				add(of, "label", of.Label, "label: what is counted, or =slug of the quantity that it is")
			case "events":
				add(of, "label", of.Label, "label: the event, in neutral words, or =slug of the event that it is")
			}
		}
	}
	add(it, "claim", it.Claim, "claim: in our words; nothing: the label")
	text := "text: our paraphrase"
	if len(it.Quotes) > 0 {
		text += ", the quoted words in it in quotation marks"
	}
	add(it, "text", it.Text, text+"; nothing: the gist")
	return found
}

// keyLines are the lines of an item's key within it, 0, 0 where it has none of the name. It knows items with a key to a line.
func (it *Item) keyLines(name string) (from, to int) {
	first := it.lines[0]
	indent := len(first) - len(strings.TrimLeft(first, " -"))
	at := func(i int) string {
		line := it.lines[i]
		if i == 0 {
			return line[indent:]
		}
		if len(line) < indent || strings.TrimSpace(line[:indent]) != "" {
			return ""
		}
		return line[indent:]
	}
	for i := range it.lines {
		if !strings.HasPrefix(at(i), name+":") {
			continue
		}
		to = i + 1
		for to < len(it.lines) && !(strings.TrimLeft(at(to), " ") == at(to) && !blank(at(to)) && !strings.HasPrefix(at(to), "- ")) {
			to++
		}
		return i, to
	}
	return 0, 0
}

// set writes one value of an item, or takes the key away where the value is "". It says how where the item is on one line.
func (f *File) set(r Ref, name, value string) error {
	it := f.at(r)
	if it == nil {
		return fmt.Errorf("the %s is no longer there", kinds[r.List])
	}
	from, to := it.keyLines(name)
	switch {
	case to == 0 && value == "":
		return nil
	case to == 0:
		return fmt.Errorf("the %s has no line with %s; edit it", kinds[r.List], name)
	}
	indent := len(it.lines[0]) - len(strings.TrimLeft(it.lines[0], " -"))
	var with []string
	if value != "" {
		with = []string{it.lines[from][:indent] + name + ": " + value + "\n"}
	} else if from == 0 {
		if to == len(it.lines) {
			return fmt.Errorf("the %s has no other key; edit it", kinds[r.List])
		}
		// The dash goes over to the next key.
		with = []string{it.lines[0][:indent] + it.lines[to][indent:]}
		to++
	}
	return f.splice(it.from+from, it.from+to, with)
}

func yamlQuote(words string) string { return strconv.Quote(strings.ToValidUTF8(words, "\ufffd")) }

// settle takes the marks of a draft off an item.
func (f *File) settle(r Ref) error {
	it := f.at(r)
	if it == nil || !it.Drafted() {
		return nil
	}
	if _, to := it.keyLines("draft"); to == 0 {
		return fmt.Errorf("the %s stands on one line; edit it", kinds[r.List])
	}
	if err := f.set(r, "draft", ""); err != nil {
		return err
	}
	if it := f.at(r); it != nil && it.Curation == string(news.Draft) {
		return f.set(r, "curation", "")
	}
	return nil
}

// parts are the drafted instances that are accepted with an item: the one it leads to, and the actors that either names.
func (f *File) parts(it *Item) []Ref {
	text := strings.Join(it.lines, "")
	var found []Ref
	if list, id := it.about(); list != "" {
		if of := f.find(list, id); of != nil && of.Drafted() {
			found = append(found, of.ref())
			text += strings.Join(of.lines, "")
		}
	}
	for i := range f.items {
		if a := &f.items[i]; a.List == "actors" && a.Drafted() && a.ref() != it.ref() && mentions(text, a.ID) {
			found = append(found, a.ref())
		}
	}
	return found
}

// mentions reports whether an id stands in a text as a word of its own.
func mentions(text, id string) bool {
	inside := func(c byte) bool {
		return c == '-' || c == '_' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9'
	}
	for at := 0; ; {
		i := strings.Index(text[at:], id)
		if i < 0 || id == "" {
			return false
		}
		from, to := at+i, at+i+len(id)
		if (from == 0 || !inside(text[from-1])) && (to == len(text) || !inside(text[to])) {
			return true
		}
		at = from + 1
	}
}

// Accept takes an item as it stands, and with it the drafted instances that it leads to. words has what was asked by blanks, in
// its order: a value, or the slug of another instance, behind "=", that the mention leads to instead.
func (f *File) Accept(r Ref, words []string) error {
	it := f.at(r)
	if it == nil {
		return fmt.Errorf("the %s is no longer there", kinds[r.List])
	}
	next := *f
	blanks := f.blanks(it)
	if len(words) != len(blanks) {
		return fmt.Errorf("%d values are to be written, and %d are given", len(blanks), len(words))
	}
	for i, b := range blanks {
		var err error
		if slug, other := strings.CutPrefix(words[i], "="); other && b.ID != "" {
			err = next.merge(b.Ref, slug)
		} else if words[i] == "" {
			err = fmt.Errorf("%s is to be written", b.key)
		} else if next.at(b.Ref) != nil {
			err = next.set(b.Ref, b.key, yamlQuote(words[i]))
		}
		if err != nil {
			return err
		}
	}
	if there := next.at(r); there != nil {
		for _, part := range append(next.parts(there), r) {
			if err := next.settle(part); err != nil {
				return err
			}
		}
	}
	if err := next.prune(); err != nil {
		return err
	}
	return f.become(&next)
}

// merge takes an instance out, and lets whatever names it name another.
func (f *File) merge(r Ref, slug string) error {
	it := f.at(r)
	if it == nil || it.ID == slug {
		return fmt.Errorf("%s cannot be taken for %s", r.ID, slug)
	}
	if err := f.remove(it); err != nil {
		return err
	}
	return f.keepSeals(func() error { return f.splice(0, len(f.lines), rename(f.lines, r.ID, slug)) })
}

// unreadMark are the lines by which a drafted record says that nobody has read it.
var unreadMark = []string{"curation: DRAFT", "# Drafted by onrecord draft. Nobody has read it yet."}

// become takes over another state of the file. Where no draft is left the record no longer says that nobody has read it.
func (f *File) become(next *File) error {
	if next.Drafts() == 0 {
		lines := slices.Clone(next.lines)
		for _, k := range next.keys {
			if k.name == "article" {
				kept := slices.DeleteFunc(slices.Clone(lines[:k.to]), func(line string) bool { return slices.Contains(unreadMark, strings.TrimSpace(line)) })
				if err := next.splice(0, k.to, kept); err != nil {
					return err
				}
				break
			}
		}
	}
	*f = *next
	return nil
}

// Drafts counts the mentions and actors that nobody has read.
func (f *File) Drafts() int { return len(f.queue()) }

// queue lists what is to be decided, in the file's order: every drafted mention, every drafted actor, and every other drafted
// instance to which no drafted mention leads. What a drafted mention leads to is decided with it.
func (f *File) queue() []Ref {
	var found []Ref
	with := map[Ref]bool{}
	for i := range f.items {
		if list, id := f.items[i].about(); list != "" && f.items[i].Drafted() {
			with[Ref{List: list, ID: id}] = true
		}
	}
	for i := range f.items {
		if it := &f.items[i]; it.Drafted() && !with[it.ref()] {
			found = append(found, it.ref())
		}
	}
	return found
}

// prune takes out drafted instances that nothing in the file leads to any more and that stand as they were drafted.
func (f *File) prune() error {
	for {
		gone := false
		for i := range f.items {
			it := &f.items[i]
			if it.mention() || !it.untouched() || f.used(it) {
				continue
			}
			if err := f.remove(it); err != nil {
				return err
			}
			gone = true
			break
		}
		if !gone {
			return nil
		}
	}
}

// used reports whether anything else in the file names an instance.
func (f *File) used(it *Item) bool {
	for i, line := range f.lines {
		if (i < it.from || i >= it.to) && mentions(line, it.ID) && !strings.Contains(line, "kind: actor, id: "+it.ID) {
			return true
		}
	}
	return false
}

// Reject takes a mention out and remembers that it was. With why, a figure is listed as a number that is none, and the quotations of
// a report as marks around what is no speech.
func (f *File) Reject(r Ref, text, why string) error {
	it := f.at(r)
	switch {
	case it == nil:
		return fmt.Errorf("the %s is no longer there", kinds[r.List])
	case !it.mention():
		if f.used(it) {
			return fmt.Errorf("%s is named by others; reject those first, or answer =slug where it is an actor that is there", it.ID)
		}
	}
	next := *f
	entry := fmt.Sprintf("{kind: %s, id: %s}", kinds[r.List], it.ID)
	if it.mention() {
		hash := it.Hash
		if hash == "" && r.End <= len([]rune(text)) {
			hash = loader.Hash(text, r.Span)
		}
		entry = fmt.Sprintf("{kind: %s, span: [%d, %d], hash: %s}", kinds[r.List], r.Start, r.End, yamlQuote(hash))
	}
	var exceptions []string
	list := ""
	if why != "" {
		points := []rune(text)
		spans := []news.Span{}
		switch r.List {
		case "figures":
			list, spans = "not_figures", append(spans, r.Span)
		case "reports":
			list = "not_quotations"
			for _, q := range it.Quotes {
				spans = append(spans, q.Span.span())
			}
		}
		for _, s := range spans {
			if s.End <= len(points) {
				exceptions = append(exceptions, fmt.Sprintf("{span: [%d, %d], words: %s, why: %s}", s.Start, s.End, yamlQuote(string(points[s.Start:s.End])), yamlQuote(why)))
			}
		}
		if len(exceptions) == 0 {
			entry = strings.TrimSuffix(entry, "}") + ", why: " + yamlQuote(why) + "}"
		}
	}
	if err := next.remove(it); err != nil {
		return err
	}
	if err := next.remember(entry); err != nil {
		return err
	}
	for _, e := range exceptions {
		if err := next.except(list, e); err != nil {
			return err
		}
	}
	if err := next.prune(); err != nil {
		return err
	}
	return f.become(&next)
}

// remember adds an entry to the rejected.
func (f *File) remember(entry string) error {
	for _, k := range f.keys {
		if k.name == "rejected" && len(f.rejected) > 0 {
			last := f.rejected[len(f.rejected)-1]
			return f.splice(last.to, last.to, []string{strings.Repeat(" ", max(0, k.indent)) + "- " + entry + "\n"})
		}
	}
	end := len(f.lines)
	for end > 0 && strings.TrimSpace(f.lines[end-1]) == "" {
		end--
	}
	return f.splice(end, len(f.lines), []string{"\n", "rejected:\n", "  - " + entry + "\n"})
}

// except adds an entry to a list of the article's own, such as not_figures.
func (f *File) except(list, entry string) error {
	for _, k := range f.keys {
		if k.name != "article" {
			continue
		}
		end := k.to
		for end > k.from+1 && blank(f.lines[end-1]) {
			end--
		}
		indent := f.lines[k.from+1][:len(f.lines[k.from+1])-len(strings.TrimLeft(f.lines[k.from+1], " "))]
		for i := k.from + 1; i < end; i++ {
			if strings.TrimRight(f.lines[i], " \r\n") != indent+list+":" {
				continue
			}
			deeper := indent + " "
			to, dash := i+1, indent+"  - "
			for to < end && (strings.HasPrefix(f.lines[to], deeper) || strings.HasPrefix(f.lines[to], indent+"- ")) {
				if to == i+1 {
					dash = f.lines[to][:strings.Index(f.lines[to], "-")] + "- "
				}
				to++
			}
			return f.splice(to, to, []string{dash + entry + "\n"})
		}
		return f.splice(end, end, []string{indent + list + ":\n", indent + "  - " + entry + "\n"})
	}
	return fmt.Errorf("the record has no article")
}

// references matches the keys under which an actor is named, and typed ids.
func references(id string) *regexp.Regexp {
	return regexp.MustCompile(`((?:\b(?:actor|speaker|addressee|holds|body|affiliation|outlet|statement|quantity|event|id): |actor:|event:|quantity:)"?)` + regexp.QuoteMeta(id) + `("?(?:[,}\]\s]|$))`)
}

// rename puts another id in place of one in lines.
func rename(lines []string, id, with string) []string {
	if id == with {
		return lines
	}
	pattern := references(id)
	renamed := make([]string, len(lines))
	for i, line := range lines {
		renamed[i] = line
		if mentions(line, id) {
			renamed[i] = pattern.ReplaceAllString(line, "${1}"+with+"${2}")
		}
	}
	return renamed
}

// MergeActor says that a proposed actor is another, that there is already: the drafts name that one from now on.
func (f *File) MergeActor(r Ref, slug string) error {
	it := f.at(r)
	if it == nil || it.List != "actors" {
		return fmt.Errorf("there is no such actor here")
	}
	next := *f
	was := it.ID
	if err := next.merge(r, slug); err != nil {
		return err
	}
	if err := next.remember(fmt.Sprintf("{kind: actor, id: %s, is: %s}", was, slug)); err != nil {
		return err
	}
	return f.become(&next)
}

// keepSeals lets drafts that stand as they were drafted count as such after a change that was no curator's.
func (f *File) keepSeals(change func() error) error {
	var untouched []int
	for i := range f.items {
		if f.items[i].untouched() {
			untouched = append(untouched, i)
		}
	}
	count := len(f.items)
	if err := change(); err != nil {
		return err
	}
	if len(f.items) != count {
		return fmt.Errorf("%s: the change took items away", f.Slug)
	}
	for _, i := range untouched {
		it := &f.items[i]
		copy(f.lines[it.from:it.to], sealed(it.lines))
	}
	return f.splice(0, 0, nil)
}

// Chunk is what an editor is given of an item: itself, and what was drafted with it.
func (f *File) Chunk(r Ref) ([]byte, error) {
	it := f.at(r)
	if it == nil {
		return nil, fmt.Errorf("the %s is no longer there", kinds[r.List])
	}
	with := append(f.parts(it), r)
	var b strings.Builder
	for _, list := range lists {
		head := false
		for _, part := range with {
			if part.List != list {
				continue
			}
			if !head {
				b.WriteString("\n" + list + ":\n")
				head = true
			}
			for _, line := range setIn(f.at(part).lines, 2) {
				if !draftLine.MatchString(line) && strings.TrimSpace(line) != "curation: DRAFT" {
					b.WriteString(line)
				}
			}
		}
	}
	return []byte(b.String()), nil
}

// article stands before what an editor gives back, so that it can be read as a record.
const article = "article: {hash: x, words: 0, language: en}\n"

// Replace puts what an editor gave back in place of an item and what was drafted with it.
func (f *File) Replace(r Ref, edited []byte) error {
	it := f.at(r)
	if it == nil {
		return fmt.Errorf("the %s is no longer there", kinds[r.List])
	}
	given, err := Parse(f.Slug, append([]byte(article), edited...))
	if err != nil {
		return err
	}
	if len(given.items) == 0 {
		return fmt.Errorf("nothing is left of it; reject it, rather")
	}
	next := *f
	parts := append(next.parts(it), r)
	// Instances keep their places, by their ids; the rest goes out, and what is new comes in where the item stood.
	for i := range given.items {
		edit := &given.items[i]
		if edit.mention() {
			continue
		}
		if old := next.find(edit.List, edit.ID); old != nil && slices.Contains(parts, old.ref()) {
			err = next.splice(old.from, old.to, setIn(edit.lines, next.indentOf(edit.List)))
			parts = slices.DeleteFunc(parts, func(p Ref) bool { return p == edit.ref() })
		} else {
			err = next.insert(edit.List, nil, edit.lines)
		}
		if err != nil {
			return err
		}
	}
	for i := range given.items {
		edit := &given.items[i]
		if !edit.mention() {
			continue
		}
		before := next.at(r)
		if edit.List != r.List {
			before = nil
		}
		if err := next.insert(edit.List, before, edit.lines); err != nil {
			return err
		}
		// Where it has the same place as the item, the item is the second of the two.
		if edit.ref() == r {
			if err := next.removeSecond(r); err != nil {
				return err
			}
			parts = slices.DeleteFunc(parts, func(p Ref) bool { return p == r })
			r = Ref{List: "-"}
		}
	}
	for _, part := range parts {
		old := next.at(part)
		if old == nil || !old.mention() && next.used(old) && part != r {
			continue
		}
		if err := next.remove(old); err != nil {
			return err
		}
	}
	if err := next.prune(); err != nil {
		return err
	}
	return f.become(&next)
}

func (f *File) removeSecond(r Ref) error {
	seen := false
	for i := range f.items {
		if it := &f.items[i]; it.ref() == r {
			if seen {
				return f.remove(it)
			}
			seen = true
		}
	}
	return nil
}
