package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"onrecord/news"
)

// AppendDate appends a Date, or nothing where there is none.
func AppendDate(to []byte, d news.Date) []byte { return write(to, string(d)) }

// MarshalDate is [AppendDate] for gqlgen.
func MarshalDate(d news.Date) graphql.Marshaler { return marshal(AppendDate, d) }

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

// AppendEDTF appends an EDTF, or nothing where nothing can be said. The loader has checked its form.
func AppendEDTF(to []byte, s string) []byte { return write(to, s) }

// MarshalEDTF is [AppendEDTF] for gqlgen.
func MarshalEDTF(s string) graphql.Marshaler { return marshal(AppendEDTF, s) }

// UnmarshalEDTF reads an EDTF. No argument takes one, so its form is not checked.
func UnmarshalEDTF(v any) (string, error) { return read("EDTF", v) }
