package scalar

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
)

// AppendString appends a String, or nothing where it is empty.
func AppendString(to []byte, s string) []byte { return write(to, s) }

// MarshalString is [AppendString] for gqlgen.
func MarshalString(s string) graphql.Marshaler { return marshal(AppendString, s) }

// UnmarshalString reads a String.
func UnmarshalString(v any) (string, error) { return read("String", v) }

// AppendID appends an ID, or nothing where it is empty.
func AppendID(to []byte, id string) []byte { return write(to, id) }

// MarshalID is [AppendID] for gqlgen.
func MarshalID(id string) graphql.Marshaler { return marshal(AppendID, id) }

// UnmarshalID reads an ID. Ids of this API are never numbers.
func UnmarshalID(v any) (string, error) { return read("ID", v) }

// AppendInt appends an Int.
func AppendInt(to []byte, n int) []byte { return strconv.AppendInt(to, int64(n), 10) }

// MarshalInt is [AppendInt] for gqlgen.
func MarshalInt(n int) graphql.Marshaler { return marshal(AppendInt, n) }

// UnmarshalInt reads an Int, which has 32 bits.
func UnmarshalInt(v any) (int, error) {
	var n int64
	switch v := v.(type) {
	case int64: // a literal
		n = v
	case json.Number: // a variable
		var err error
		if n, err = strconv.ParseInt(string(v), 10, 64); err != nil {
			return 0, refuse("%s is no Int: an Int is a whole number from %d to %d", v, math.MinInt32, math.MaxInt32)
		}
	default:
		return 0, refuse("%q is no Int: it must be given as a number", v)
	}
	if n < math.MinInt32 || n > math.MaxInt32 {
		return 0, refuse("%d is no Int: an Int is a whole number from %d to %d", n, math.MinInt32, math.MaxInt32)
	}
	return int(n), nil
}

// AppendFloat appends a Float.
func AppendFloat(to []byte, f float64) []byte { return strconv.AppendFloat(to, f, 'g', -1, 64) }

// MarshalFloat is [AppendFloat] for gqlgen.
func MarshalFloat(f float64) graphql.Marshaler { return marshal(AppendFloat, f) }

// UnmarshalFloat reads a Float, which must be finite.
func UnmarshalFloat(v any) (float64, error) {
	switch v := v.(type) {
	case int64: // a literal without a point
		return float64(v), nil
	case float64: // a literal
		return finite(v)
	case json.Number: // a variable
		f, err := strconv.ParseFloat(string(v), 64)
		if err != nil {
			return 0, refuse("%s is no Float: it is too large", v)
		}
		return finite(f)
	}
	return 0, refuse("%q is no Float: it must be given as a number", v)
}

func finite(f float64) (float64, error) {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return 0, refuse("%v is no Float: it must be finite", f)
	}
	return f, nil
}

// AppendBoolean appends a Boolean.
func AppendBoolean(to []byte, b bool) []byte { return strconv.AppendBool(to, b) }

// MarshalBoolean is [AppendBoolean] for gqlgen.
func MarshalBoolean(b bool) graphql.Marshaler { return marshal(AppendBoolean, b) }

// UnmarshalBoolean reads a Boolean.
func UnmarshalBoolean(v any) (bool, error) {
	b, ok := v.(bool)
	if !ok {
		return false, refuse("%v is no Boolean: it must be given as true or false", v)
	}
	return b, nil
}
