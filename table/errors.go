package table

// Code says of which kind an [Error] is.
type Code string

// The codes of what cannot be laid out.
const (
	// RowsAmbiguous: more than one list can give the rows, and rows must say which.
	RowsAmbiguous Code = "ROWS_AMBIGUOUS"
	// RowsUnknown: rows names no list of objects in the document.
	RowsUnknown Code = "ROWS_UNKNOWN"
	// NoColumns: every field is skipped.
	NoColumns Code = "NO_COLUMNS"
	// TooManyFields: the document has more than [MaxFields].
	TooManyFields Code = "TOO_MANY_FIELDS"
)

// Error is a query that cannot be laid out as it stands. Its message is fit to show to the caller.
type Error struct {
	Code    Code
	Message string
	// Choices are what rows can be, where that is what was wrong.
	Choices []string
}

// Error is the message.
func (e *Error) Error() string { return e.Message }
