package table

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// scanner goes through JSON that an executor wrote. It holds brackets, commas and colons to the grammar, and takes scalars for what
// their first byte says.
type scanner struct {
	data []byte
	at   int
}

// unlike is the error of data that is not what the document asks for.
func (s *scanner) unlike(what string) error {
	return fmt.Errorf("table: byte %d of the answer: %s", s.at, what)
}

// peek is the byte that the next value or sign begins with, 0 at the end.
func (s *scanner) peek() byte {
	for ; s.at < len(s.data); s.at++ {
		switch c := s.data[s.at]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return c
		}
	}
	return 0
}

// opens and closes pass a bracket, where one stands next.
func (s *scanner) opens(bracket byte) bool {
	if s.peek() != bracket {
		return false
	}
	s.at++
	return true
}

func (s *scanner) closes(bracket byte) bool { return s.opens(bracket) }

// null passes a null, where one stands next.
func (s *scanner) null() bool {
	if s.peek() != 'n' || !bytes.HasPrefix(s.data[s.at:], []byte("null")) {
		return false
	}
	s.at += len("null")
	return true
}

// separated passes the comma before what is not the first of a list or of an object.
func (s *scanner) separated(first bool) error {
	if !first && !s.opens(',') {
		return s.unlike("a comma was expected")
	}
	return nil
}

// key passes the name of a member and its colon. Names in an answer are those of GraphQL, which have no escapes.
func (s *scanner) key(first bool) ([]byte, error) {
	if err := s.separated(first); err != nil {
		return nil, err
	}
	if s.peek() != '"' {
		return nil, s.unlike("a name was expected")
	}
	name, err := s.text()
	if err != nil {
		return nil, err
	}
	if !s.opens(':') {
		return nil, s.unlike("a colon was expected")
	}
	return name[1 : len(name)-1], nil
}

// value passes any value, and gives its bytes.
func (s *scanner) value() (json.RawMessage, error) {
	switch s.peek() {
	case '"':
		return s.text()
	case '{', '[':
		return s.nested()
	}
	start := s.at
	for s.at < len(s.data) && !bytes.ContainsRune([]byte(" \t\r\n,]}"), rune(s.data[s.at])) {
		s.at++
	}
	if s.at == start {
		return nil, s.unlike("a value was expected")
	}
	return s.data[start:s.at], nil
}

// text passes a string, and gives it with its quotation marks.
func (s *scanner) text() ([]byte, error) {
	start := s.at
	for s.at++; s.at < len(s.data); s.at++ {
		switch s.data[s.at] {
		case '\\':
			s.at++
		case '"':
			s.at++
			return s.data[start:s.at], nil
		}
	}
	s.at = start
	return nil, s.unlike("a text has no end")
}

// nested passes a list or an object.
func (s *scanner) nested() ([]byte, error) {
	start := s.at
	open := make([]byte, 0, 16) // brackets by which what is open closes
	for s.at < len(s.data) {
		switch c := s.data[s.at]; c {
		case '"':
			if _, err := s.text(); err != nil {
				return nil, err
			}
			continue
		case '{', '[':
			open = append(open, c+2)
		case '}', ']':
			if last := len(open) - 1; open[last] != c {
				return nil, s.unlike("a bracket closes what it does not open")
			} else if open = open[:last]; last == 0 {
				s.at++
				return s.data[start:s.at], nil
			}
		}
		s.at++
	}
	s.at = start
	return nil, s.unlike("a bracket is not closed")
}

// end finds nothing behind the answer.
func (s *scanner) end() error {
	if s.peek() != 0 {
		return s.unlike("something follows the answer")
	}
	return nil
}
