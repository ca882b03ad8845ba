package scalar

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
)

// MarshalString writes a String, or null where it is empty.
func MarshalString(s string) graphql.Marshaler { return write(s) }

// UnmarshalString reads a String.
func UnmarshalString(v any) (string, error) { return read("String", v) }

// MarshalID writes an ID, or null where it is empty.
func MarshalID(id string) graphql.Marshaler { return write(id) }

// UnmarshalID reads an ID. Ids of this API are never numbers.
func UnmarshalID(v any) (string, error) { return read("ID", v) }

// MarshalInt writes an Int.
func MarshalInt(n int) graphql.Marshaler { return graphql.MarshalInt(n) }

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

// MarshalFloat writes a Float.
func MarshalFloat(f float64) graphql.Marshaler { return graphql.MarshalFloat(f) }

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

// MarshalBoolean writes a Boolean.
func MarshalBoolean(b bool) graphql.Marshaler { return graphql.MarshalBoolean(b) }

// UnmarshalBoolean reads a Boolean.
func UnmarshalBoolean(v any) (bool, error) {
	b, ok := v.(bool)
	if !ok {
		return false, refuse("%v is no Boolean: it must be given as true or false", v)
	}
	return b, nil
}
