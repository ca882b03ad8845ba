package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"onrecord/news"
)

// MarshalDate writes a Date, or null where there is none.
func MarshalDate(d news.Date) graphql.Marshaler { return write(d) }

// UnmarshalDate reads a Date and refuses days that do not exist.
func UnmarshalDate(v any) (news.Date, error) {
	text, err := read("Date", v)
	if err != nil {
		return "", err
	}
	date, err := news.ParseDate(text)
	if err != nil {
		return "", refuse("%v", err)
	}
	return date, nil
}

// MarshalEDTF writes an EDTF, or null where nothing can be said. The loader has checked its form.
func MarshalEDTF(s string) graphql.Marshaler { return write(s) }

// UnmarshalEDTF reads an EDTF. No argument takes one, so its form is not checked.
func UnmarshalEDTF(v any) (string, error) { return read("EDTF", v) }
