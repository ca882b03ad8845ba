package loader

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"onrecord/news"
)

func releaseEdition(name string) (string, bool) {
	return strings.TrimSuffix(path.Base(name), ".yaml"), path.Dir(name) == "releases" && path.Ext(name) == ".yaml"
}

var versionPattern = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9._-]*)\+[0-9a-f]{12}$`)

// fingerprint is how many digits the fingerprint of a record has.
const fingerprint = 12

// releases links the editions before this one and what was withdrawn, and works out what changed.
func (l *linker) releases(ds *news.Dataset, files []releaseFile) {
	if !l.fingerprinted {
		return
	}
	slices.SortStableFunc(l.prints, func(a, b news.Fingerprint) int { return cmp.Compare(a.ID, b.ID) })
	now := l.prints
	ds.Fingerprints = now
	withdrawn := map[string]*news.Withdrawal{}
	for _, w := range l.head.Withdrawn {
		if taken := l.withdrawal(w, now); taken != nil {
			withdrawn[taken.ID] = taken
			ds.Withdrawn = append(ds.Withdrawn, taken)
		}
	}
	former := map[string]string{}
	for kind, known := range l.known {
		for slug, is := range known.former {
			former[kind.ID(slug)] = is.id
		}
	}
	for i := range files {
		f := &files[i]
		r := l.release(f)
		changes := r.Since(now, former, withdrawn)
		for _, c := range changes {
			l.lostRecord(f, c)
		}
		if len(changes) > 0 && r.Edition() == ds.Edition {
			l.report(StaleEdition, l.head.Edition.place, "choose another edition", "the edition %s was released, and the dataset differs from it in %d of its records", quoted(ds.Edition), len(changes))
		}
		ds.Releases = append(ds.Releases, r)
		ds.Changes = append(ds.Changes, changes...)
	}
	slices.SortFunc(ds.Releases, func(a, b *news.Release) int {
		return cmp.Or(cmp.Compare(a.Released, b.Released), cmp.Compare(a.Version, b.Version))
	})
	slices.SortFunc(ds.Withdrawn, func(a, b *news.Withdrawal) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(ds.Changes, func(a, b *news.Change) int { return cmp.Compare(a.NodeID(), b.NodeID()) })
}

func (l *linker) release(f *releaseFile) *news.Release {
	w := &f.wire
	r := &news.Release{Version: w.Version.text, Released: l.calendarDay(w.Released)}
	edition, _ := releaseEdition(f.name)
	if m := versionPattern.FindStringSubmatch(r.Version); w.Version.given() && (m == nil || m[1] != edition) {
		l.report(BadRelease, w.Version.place, "the file is written by onrecord release, and left as it is", "the version of this file is %s, a plus sign and 12 hexadecimal digits, and not %s", quoted(edition), quoted(r.Version))
	}
	for _, record := range w.Records {
		if _, _, ok := news.SplitID(record.ID.text); !ok || !isHash(record.Hash.text, fingerprint) {
			l.report(BadRelease, record.ID.place, "the file is written by onrecord release, and left as it is", "a record is the id of a record and 12 hexadecimal digits")
		}
		r.Records = append(r.Records, news.Fingerprint{ID: record.ID.text, Hash: record.Hash.text})
	}
	return r
}

// lostRecord reports a record that readers may have linked to and that leads nowhere now. A mention may go without a word:
// its id hangs on its place in the text.
func (l *linker) lostRecord(f *releaseFile, c *news.Change) {
	kind, slug, _ := news.SplitID(c.Record)
	if c.Kind != news.Removed || mentionKind(kind) || l.lost[kind] {
		return
	}
	at := place{file: &file{name: f.name}}
	for _, record := range f.wire.Records {
		if record.ID.text == c.Record {
			at = record.ID.place
		}
	}
	l.report(LostRecord, at, "name "+quoted(slug)+" under former_ids of the record that took its place, or under withdrawn in dataset.yaml", "%s was released and is gone", quoted(c.Record))
}

func mentionKind(kind news.Kind) bool {
	switch kind {
	case news.KindReport, news.KindFigure, news.KindAccount, news.KindRole, news.KindTerm:
		return true
	}
	return false
}

func (l *linker) withdrawal(w withdrawnWire, now []news.Fingerprint) *news.Withdrawal {
	kind, slug, ok := news.SplitID(w.ID.text)
	if !ok {
		l.report(BadSlug, w.ID.place, `write the kind too, such as "actor:…"`, "%s is not the id of a record", quoted(w.ID.text))
		return nil
	}
	_, still := slices.BinarySearchFunc(now, w.ID.text, func(f news.Fingerprint, id string) int { return cmp.Compare(f.ID, id) })
	if still || l.known[kind].leadsTo(slug) != nil {
		l.report(StillThere, w.ID.place, "take one of the two away", "%s is withdrawn, and there is such a record", quoted(w.ID.text))
		return nil
	}
	return &news.Withdrawal{ID: w.ID.text, On: l.calendarDay(w.On), Why: news.Reading(w.Why.text)}
}

// calendarDay reads a date that is one day.
func (l *linker) calendarDay(w word) news.Date {
	if !w.given() {
		return ""
	}
	day, err := news.ParseDate(w.text)
	if err != nil {
		l.report(BadDate, w.place, "", "%v", err)
	}
	return day
}
