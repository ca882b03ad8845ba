package scalar

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// Whatever text a client gives for a scalar, it is refused with a sentence, or it is what the API would write.
func FuzzScalars(f *testing.F) {
	for _, seed := range []string{"2023-10-07", "2023-02-30", "en-GB", "x-y", "IL", "il", "Q42", "Q0", "https://example.org/", "", "\x00", "\xff", "🌊", "\u2028"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		check(t, text, "Date", UnmarshalDate, MarshalDate)
		check(t, text, "EDTF", UnmarshalEDTF, MarshalEDTF)
		check(t, text, "URL", UnmarshalURL, MarshalURL)
		check(t, text, "LanguageTag", UnmarshalLanguageTag, MarshalLanguageTag)
		check(t, text, "CountryCode", UnmarshalCountryCode, MarshalCountryCode)
		check(t, text, "QID", UnmarshalQID, MarshalQID)
		check(t, text, "String", UnmarshalString, MarshalString)
		check(t, text, "ID", UnmarshalID, MarshalID)
	})
}

func check[S ~string](t *testing.T, text, name string, read func(any) (S, error), write func(S) graphql.Marshaler) {
	value, err := read(text)
	if err != nil {
		var refused *InputError
		if !errors.As(err, &refused) || err.Error() == "" {
			t.Fatalf("%s %q: %v", name, text, err)
		}
		return
	}
	var b bytes.Buffer
	write(value).MarshalGQL(&b)
	var again *string
	if err := json.Unmarshal(b.Bytes(), &again); err != nil {
		t.Fatalf("%s %q is written as %s: %v", name, text, &b, err)
	}
	if again == nil && value != "" || again != nil && utf8.ValidString(text) && *again != string(value) {
		t.Fatalf("%s %q is written as %s", name, text, &b)
	}
}
