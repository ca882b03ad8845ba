package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Version is a published store.
type Version struct {
	Hash      string    // the store's seal, over all that its file holds: 64 hexadecimal digits
	Published time.Time // UTC, to the second
	Size      int64     // of the file, in bytes
	Dataset   string    // the version of the dataset, such as 2026.2+e7cbadf40143
}

// String names a version for a person: by its dataset and the beginning of its hash.
func (v Version) String() string { return fmt.Sprintf("%s (%.12s)", v.Dataset, v.Hash) }

// List is what the pointer says, newest version first:
//
//	onrecord versions 1
//	<seal> 2026-11-21T08:18:00Z 2301952 "2026.2+e7cbadf40143" current
//	<seal> 2026-11-20T09:00:00Z 2301952 "2026.1+0123456789ab"
//	sha-256 of the lines above: <sha-256>
//
// There is one way to write a list, and what is written in another is damaged.
type List struct {
	Current  string // the hash of one of Versions
	Versions []Version
}

const (
	heading    = "onrecord versions 1\n"
	closing    = "sha-256 of the lines above: "
	isCurrent  = " current"
	maxPointer = 64 << 10 // bytes
	leastHash  = 6        // digits that name a hash; fewer are the beginning of too many
)

// String is the text of the pointer.
func (l List) String() string {
	var b strings.Builder
	b.WriteString(heading)
	for _, v := range l.Versions {
		fmt.Fprintf(&b, "%s %s %d %s", v.Hash, v.Published.Format(time.RFC3339), v.Size, strconv.Quote(v.Dataset))
		if v.Hash == l.Current {
			b.WriteString(isCurrent)
		}
		b.WriteByte('\n')
	}
	sum := sha256.Sum256([]byte(b.String()))
	return b.String() + closing + hex.EncodeToString(sum[:]) + "\n"
}

var versionLine = regexp.MustCompile(`^([0-9a-f]{64}) (\S{20}) ([0-9]{1,18}) ("[^\n]*")( current)?$`)

// parseList reads the text of a pointer.
func parseList(text string) (List, error) {
	if len(text) > maxPointer {
		return List{}, fmt.Errorf("it has more than %d bytes", maxPointer)
	}
	at := strings.LastIndex(text, closing)
	if at < 0 || !strings.HasPrefix(text, heading) || at < len(heading) {
		return List{}, errors.New("it does not begin and end as a list of versions does")
	}
	var l List
	for line := range strings.Lines(text[len(heading):at]) {
		part := versionLine.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if part == nil {
			return List{}, fmt.Errorf("%q is not the line of a version", line)
		}
		v := Version{Hash: part[1]}
		var bad [3]error
		v.Published, bad[0] = time.Parse(time.RFC3339, part[2])
		v.Size, bad[1] = strconv.ParseInt(part[3], 10, 64)
		v.Dataset, bad[2] = strconv.Unquote(part[4])
		if err := errors.Join(bad[:]...); err != nil {
			return List{}, fmt.Errorf("%q is not the line of a version: %w", line, err)
		}
		if l.has(v.Hash) {
			return List{}, fmt.Errorf("%s is listed twice", v)
		}
		if part[5] != "" {
			l.Current = v.Hash
		}
		l.Versions = append(l.Versions, v)
	}
	if l.Current == "" {
		return List{}, errors.New("no version is current")
	}
	if l.String() != text {
		return List{}, errors.New("its last line does not fit those above")
	}
	return l, nil
}

// readPointer reads a pointer that is a file, and no more of it than a pointer can have and a byte.
func readPointer(path string) (string, error) {
	if err := regular(path); err != nil {
		return "", err
	}
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(io.LimitReader(file, maxPointer+1))
	return string(text), errors.Join(err, file.Close())
}

// with makes a version the newest and the current one, and leaves out those beyond [Keep].
func (l List) with(v Version) List {
	older := slices.DeleteFunc(slices.Clone(l.Versions), func(o Version) bool { return o.Hash == v.Hash })
	versions := append([]Version{v}, older...)
	return List{Current: v.Hash, Versions: versions[:min(len(versions), Keep)]}
}

func (l List) has(hash string) bool {
	return slices.ContainsFunc(l.Versions, func(v Version) bool { return v.Hash == hash })
}

func (l List) current() Version {
	return l.Versions[slices.IndexFunc(l.Versions, func(v Version) bool { return v.Hash == l.Current })]
}

// find is the version that is wanted: "" for the one before the current one, or how a dataset's version begins, or its hash with
// [leastHash] digits at the least.
func (l List) find(wanted string) (Version, error) {
	if wanted == "" {
		at := slices.Index(l.Versions, l.current()) + 1
		if at == len(l.Versions) {
			return Version{}, fmt.Errorf("there is no version before %s", l.current())
		}
		return l.Versions[at], nil
	}
	var found []Version
	for _, v := range l.Versions {
		if strings.HasPrefix(v.Dataset, wanted) || len(wanted) >= leastHash && strings.HasPrefix(v.Hash, wanted) {
			found = append(found, v)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	var kept []string
	for _, v := range l.Versions {
		kept = append(kept, v.String())
	}
	count := "no version is"
	if len(found) > 1 {
		count = fmt.Sprintf("%d versions are", len(found))
	}
	return Version{}, fmt.Errorf("%s named %q; there are %s", count, wanted, strings.Join(kept, ", "))
}
