package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"onrecord/parallel"
)

// The last page of a store is its seal: these words, a hash in hexadecimal, a line end, and zeros. The hash is the SHA-256 of the
// SHA-256s of every sealPiece bytes before the page, one after the other; so all processors can work it out. bbolt knows nothing of
// it. Its own checks find only what breaks its pages; the seal finds any byte that is not the one that was written, those of the
// seal too.
const (
	sealWords = "onrecord sealed, sha-256 of the sha-256s of each MiB before this page: "
	sealPiece = 1 << 20
)

// What the seal began with before [Format] 5, when it was one hash over everything.
const formerSealWords = "onrecord sealed, sha-256 of all before this page: "

// ErrDamaged is a file whose bytes are not those that were written.
var ErrDamaged = errors.New("it is damaged: its bytes are not those that were written; compile it again, or take it from where it is whole")

// ErrFormat is a store of another [Format], or with another seal, which it stays for as long as its file does.
var ErrFormat = errors.New("it is of another format")

var errFormerSeal = foreign{errors.New("it was compiled by an older program, with another seal; compile it again")}

func sealPage(seal string) []byte {
	page := make([]byte, PageSize)
	copy(page, sealWords+seal+"\n")
	return page
}

// sealFile ends a file with its seal and syncs it. The file may have size bytes before it, whole pages; what lies beyond is
// bbolt's room for growth, and is cut off.
func sealFile(file *os.File, size int64) (seal string, err error) {
	if err := file.Truncate(size); err != nil {
		return "", err
	}
	if seal, err = hashPieces(file, size); err != nil {
		return "", err
	}
	if _, err := file.WriteAt(sealPage(seal), size); err != nil {
		return "", err
	}
	return seal, file.Sync()
}

// checkSeal reads a whole file and fails with [ErrDamaged] where a byte is not as it was sealed.
func checkSeal(file *os.File) (seal string, err error) {
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	sealed := info.Size() - PageSize
	if sealed < 0 {
		return "", ErrDamaged
	}
	last := make([]byte, PageSize)
	if _, err := file.ReadAt(last, sealed); err != nil {
		return "", fmt.Errorf("it cannot be read: %w", err)
	}
	if bytes.HasPrefix(last, []byte(formerSealWords)) {
		return "", errFormerSeal
	}
	if seal, err = hashPieces(file, sealed); err != nil {
		return "", err
	}
	if !bytes.Equal(last, sealPage(seal)) {
		return "", ErrDamaged
	}
	return seal, nil
}

var sealBuffers = sync.Pool{New: func() any { return new([128 << 10]byte) }}

// hashPieces works out the hash of a seal over so many bytes of a file, on all processors.
func hashPieces(file io.ReaderAt, size int64) (hash string, err error) {
	type piece struct {
		sum []byte
		err error
	}
	all := sha256.New()
	parallel.InOrder(int((size+sealPiece-1)/sealPiece), func(i int) piece {
		from := int64(i) * sealPiece
		long := min(sealPiece, size-from)
		buffer := sealBuffers.Get().(*[128 << 10]byte)
		defer sealBuffers.Put(buffer)
		sum := sha256.New()
		n, err := io.CopyBuffer(sum, io.NewSectionReader(file, from, long), buffer[:])
		if err == nil && n < long {
			err = io.ErrUnexpectedEOF
		}
		return piece{sum.Sum(nil), err}
	}, func(p piece) {
		all.Write(p.sum)
		err = errors.Join(err, p.err)
	})
	if err != nil {
		return "", fmt.Errorf("it cannot be read: %w", err)
	}
	return hex.EncodeToString(all.Sum(nil)), nil
}
