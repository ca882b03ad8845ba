package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
)

// The last page of a store is its seal: these words, the SHA-256 of every byte before the page in hexadecimal, a line end, and
// zeros. bbolt knows nothing of it. Its own checks find only what breaks its pages; the seal finds any byte that is not the one
// that was written, those of the seal too.
const sealWords = "onrecord sealed, sha-256 of all before this page: "

// errBroken is a file whose seal does not fit what stands before it.
var errBroken = errors.New("it is damaged: its bytes are not those that were written; compile it again, or take it from where it is whole")

func sealOf(sum []byte) []byte {
	page := make([]byte, PageSize)
	copy(page, sealWords+hex.EncodeToString(sum)+"\n")
	return page
}

// seal ends a file with its seal and syncs it. The file may have size bytes before it, whole pages; what lies beyond is bbolt's
// room for growth, and is cut off.
func seal(path string, size int64) (err error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := file.Truncate(size); err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return err
	}
	if _, err := file.WriteAt(sealOf(sum.Sum(nil)), size); err != nil {
		return err
	}
	return file.Sync()
}

// checkSeal reads the whole file and fails with [errBroken] where a byte is not as it was sealed.
func checkSeal(path string) (err error) {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	sealed := info.Size() - PageSize
	if sealed < 0 {
		return errBroken
	}
	sum := sha256.New()
	if _, err := io.CopyN(sum, file, sealed); err != nil {
		return fmt.Errorf("it cannot be read: %w", err)
	}
	last, err := io.ReadAll(io.LimitReader(file, PageSize+1))
	if err != nil {
		return fmt.Errorf("it cannot be read: %w", err)
	}
	if !bytes.Equal(last, sealOf(sum.Sum(nil))) {
		return errBroken
	}
	return nil
}
