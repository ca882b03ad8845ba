package scalar

import (
	"regexp"

	"github.com/99designs/gqlgen/graphql"
	"golang.org/x/text/language"
)

// AppendURL appends a URL, or nothing where there is none. The loader has checked its form.
func AppendURL(to []byte, s string) []byte { return write(to, s) }

// MarshalURL is [AppendURL] for gqlgen.
func MarshalURL(s string) graphql.Marshaler { return marshal(AppendURL, s) }

// UnmarshalURL reads a URL. No argument takes one, so its form is not checked.
func UnmarshalURL(v any) (string, error) { return read("URL", v) }

// AppendLanguageTag appends a LanguageTag.
func AppendLanguageTag(to []byte, s string) []byte { return write(to, s) }

// MarshalLanguageTag is [AppendLanguageTag] for gqlgen.
func MarshalLanguageTag(s string) graphql.Marshaler { return marshal(AppendLanguageTag, s) }

// UnmarshalLanguageTag reads a LanguageTag in its canonical form, which is how the dataset keeps them.
func UnmarshalLanguageTag(v any) (string, error) {
	text, err := read("LanguageTag", v)
	if err != nil {
		return "", err
	}
	tag, err := language.Parse(text)
	if err != nil {
		return "", refuse("%q is not a BCP 47 language tag such as en or pt-BR", text)
	}
	if tag.String() != text {
		return "", refuse("the language %q is written %q", text, tag)
	}
	return text, nil
}

var (
	countryCode = regexp.MustCompile(`^[A-Z]{2}$`)
	wikidata    = regexp.MustCompile(`^Q[1-9][0-9]*$`)
)

// AppendCountryCode appends a CountryCode, or nothing where there is none.
func AppendCountryCode(to []byte, s string) []byte { return write(to, s) }

// MarshalCountryCode is [AppendCountryCode] for gqlgen.
func MarshalCountryCode(s string) graphql.Marshaler { return marshal(AppendCountryCode, s) }

// UnmarshalCountryCode reads a CountryCode.
func UnmarshalCountryCode(v any) (string, error) {
	text, err := read("CountryCode", v)
	if err == nil && !countryCode.MatchString(text) {
		err = refuse("%q is not an ISO 3166-1 alpha-2 country code: two capital letters, such as PT", text)
	}
	return text, err
}

// AppendQID appends a QID, or nothing where there is none.
func AppendQID(to []byte, s string) []byte { return write(to, s) }

// MarshalQID is [AppendQID] for gqlgen.
func MarshalQID(s string) graphql.Marshaler { return marshal(AppendQID, s) }

// UnmarshalQID reads a QID.
func UnmarshalQID(v any) (string, error) {
	text, err := read("QID", v)
	if err == nil && !wikidata.MatchString(text) {
		err = refuse("%q is not a Wikidata item such as Q42", text)
	}
	return text, err
}
