package store

import (
	"slices"
	"strings"

	"onrecord/news"
)

// UnknownVersion: changes were asked for since a version that the store knows nothing of.
const UnknownVersion Code = "UNKNOWN_VERSION"

var changes = kept(nounChange, "change", (*codec).change).
	sorted(func(key []byte, _ *relations, c *news.Change) []byte { return append(key, c.Record...) }).
	found(func(_ *relations, c *news.Change, e *entry) {
		e.add(fieldSince, c.Since)
		e.add(fieldChange, string(c.Kind))
		kind, _, _ := news.SplitID(c.Record)
		e.add(fieldKind, string(kind))
	}).
	listed()

func (c *codec) change(ch *news.Change) {
	text(c, &ch.Since)
	text(c, &ch.Record)
	enum(c, &ch.Kind, news.ChangeKinds)
	text(c, &ch.Into)
	text(c, &ch.Why)
}

var withdrawals = kept(nounWithdrawal, "withdrawal", (*codec).withdrawal).
	sorted(func(key []byte, _ *relations, w *news.Withdrawal) []byte { return append(key, w.ID...) }).
	found(func(*relations, *news.Withdrawal, *entry) {}).
	listed()

func (c *codec) withdrawal(w *news.Withdrawal) {
	text(c, &w.ID)
	text(c, &w.On)
	text(c, &w.Why)
}

// releases are kept as one value: a version and a day, a line each, the oldest first. What they held is only in the files of
// the dataset; what became of it is in the changes.
func releaseLines(releases []*news.Release) []byte {
	var b strings.Builder
	for _, r := range releases {
		b.WriteString(r.Version + "\t" + string(r.Released) + "\n")
	}
	return []byte(b.String())
}

func parseReleases(lines []byte) []*news.Release {
	var releases []*news.Release
	for line := range strings.Lines(string(lines)) {
		version, day, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		releases = append(releases, &news.Release{Version: version, Released: news.Date(day)})
	}
	return releases
}

// ChangeConnection is a page of changes, and ChangeEdge one of it.
type (
	ChangeConnection = Connection[*news.Change]
	ChangeEdge       = Edge[*news.Change]
)

// Changes lists what became of each record since a version, or since the edition it is of, by the record's id. kinds narrows
// it to these; nil is every kind. A version that was never released is an [*ArgumentError]; since the present one there are
// no changes.
func (s *Store) Changes(since string, kinds []news.ChangeKind, page Page) (*ChangeConnection, error) {
	version, err := s.released(since)
	if err != nil {
		return nil, err
	}
	return lookUp(s, &changes, ordering{}, page, narrowing(func(q *query) {
		q.in(fieldSince, version)
		among(q, fieldChange, kinds)
	}), nil)
}

// released finds the version that a caller means.
func (s *Store) released(since string) (string, error) {
	var known []string
	for _, r := range slices.Backward(s.summary.Releases) {
		if since == r.Version || since == r.Edition() {
			return r.Version, nil
		}
		known = append(known, r.Version)
	}
	if since == s.summary.Version || since == s.summary.Edition {
		return s.summary.Version, nil
	}
	if known == nil {
		return "", refuse(UnknownVersion, "nothing is known of the version %q; this edition, %s, is the first", since, s.summary.Version)
	}
	return "", refuse(UnknownVersion, "nothing is known of the version %q; released were %s, and this is %s", since, strings.Join(known, ", "), s.summary.Version)
}

// Withdrawn says why there is no longer a record with the id, or is nil where it was not withdrawn.
func (s *Store) Withdrawn(id string) (taken *news.Withdrawal, err error) {
	err = s.view(func(r *reader) error {
		ordinal, exact, err := seek(r, &withdrawals, 0, s.counts[nounWithdrawal], []byte(id), id)
		if exact {
			taken, err = withdrawals.read(r, ordinal)
		}
		return err
	})
	return taken, err
}

// Gone says since which release there is no longer a record with the id: the version that held it last, or "" where none did.
func (s *Store) Gone(id string) (version string, err error) {
	for _, release := range slices.Backward(s.summary.Releases) {
		held := false
		err := s.view(func(r *reader) error {
			change := (&news.Change{Since: release.Version, Record: id}).NodeID()
			ordinal, exact, err := seek(r, &changes, 0, s.counts[nounChange], []byte(id), change)
			if err != nil || !exact {
				return err
			}
			c, err := changes.read(r, ordinal)
			held = err == nil && (c.Kind == news.Removed || c.Kind == news.Withdrawn)
			return err
		})
		if held || err != nil {
			return release.Version, err
		}
	}
	return "", nil
}
