package scalar

import (
	"regexp"

	"github.com/99designs/gqlgen/graphql"
	"golang.org/x/text/language"
)

// MarshalURL writes a URL, or null where there is none. The loader has checked its form.
func MarshalURL(s string) graphql.Marshaler { return write(s) }

// UnmarshalURL reads a URL. No argument takes one, so its form is not checked.
func UnmarshalURL(v any) (string, error) { return read("URL", v) }

// MarshalLanguageTag writes a LanguageTag.
func MarshalLanguageTag(s string) graphql.Marshaler { return write(s) }

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

// MarshalCountryCode writes a CountryCode, or null where there is none.
func MarshalCountryCode(s string) graphql.Marshaler { return write(s) }

// UnmarshalCountryCode reads a CountryCode.
func UnmarshalCountryCode(v any) (string, error) {
	text, err := read("CountryCode", v)
	if err == nil && !countryCode.MatchString(text) {
		err = refuse("%q is not an ISO 3166-1 alpha-2 country code: two capital letters, such as PT", text)
	}
	return text, err
}

// MarshalQID writes a QID, or null where there is none.
func MarshalQID(s string) graphql.Marshaler { return write(s) }

// UnmarshalQID reads a QID.
func UnmarshalQID(v any) (string, error) {
	text, err := read("QID", v)
	if err == nil && !wikidata.MatchString(text) {
		err = refuse("%q is not a Wikidata item such as Q42", text)
	}
	return text, err
}
