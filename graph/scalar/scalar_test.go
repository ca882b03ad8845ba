package scalar

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"pgregory.net/rapid"
)

// A scalar is written as gqlgen writes its own, byte by byte.
func TestScalarsAreWrittenAsGqlgenWritesThem(t *testing.T) {
	same := func(t *rapid.T, got []byte, want graphql.Marshaler) {
		var b bytes.Buffer
		want.MarshalGQL(&b)
		if string(got) != "before"+b.String() {
			t.Fatalf("%q is appended, and gqlgen writes %q", got, &b)
		}
	}
	before := func() []byte { return []byte("before") }
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOfN(rapid.OneOf(rapid.Byte(), rapid.SampledFrom([]byte("\"\\\n\r\t\x00\x1f\x20\x21\x23\x5b\x5d\x7f\xe4"))), 1, 40).Draw(t, "text"))
		same(t, AppendString(before(), text), graphql.MarshalString(text))
		plain := rapid.StringMatching(`[a-z äöü]{1,40}`).Draw(t, "plain")
		same(t, AppendID(before(), plain), graphql.MarshalString(plain))
		n := rapid.Int().Draw(t, "n")
		same(t, AppendInt(before(), n), graphql.MarshalInt(n))
		f := rapid.Float64().Draw(t, "f")
		same(t, AppendFloat(before(), f), graphql.MarshalFloat(f))
		b := rapid.Bool().Draw(t, "b")
		same(t, AppendBoolean(before(), b), graphql.MarshalBoolean(b))
	})
}

// Every byte that a string can have, at every place of the word that is looked at at once, can be read again.
func TestTextsAreReadAgain(t *testing.T) {
	for c := range rune(0x250) {
		for at := range 17 {
			text := string(append(bytes.Repeat([]byte("x"), at), string(c)+"xxxxxxxxxx"...))
			var read string
			if err := json.Unmarshal(AppendString(nil, text), &read); err != nil || read != text {
				t.Fatalf("%q is read as %q, %v", text, read, err)
			}
		}
	}
}

func TestNothingIsNull(t *testing.T) {
	if MarshalString("") != graphql.Null || MarshalDate("") != graphql.Null || AppendID([]byte("x"), "") == nil || len(AppendID([]byte("x"), "")) != 1 {
		t.Error("an empty text is written")
	}
	if MarshalInt(0) == graphql.Null || MarshalFloat(0) == graphql.Null || MarshalBoolean(false) == graphql.Null {
		t.Error("nought is null")
	}
	if _, err := UnmarshalFloat(math.Inf(1)); err == nil {
		t.Error("an endless Float is read")
	}
}
