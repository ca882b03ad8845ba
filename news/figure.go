package news

// Figure is one number as one article prints it.
type Figure struct {
	ID FigureID
	Anchor
	Quantity QuantityID
	// Printed is the number phrase as it stands: "more than 1,400".
	Printed    string
	Comparator Comparator
	// Value, Low and High are in the quantity's unit; see [Comparator.Bounds]. nil is no value, or an open end.
	Value, Low, High *float64
	AsOf             UncertainDate
	Quality          FigureQuality
	// Readings are what a doubtful number may mean, in ascending order.
	Readings []float64
}

// NodeID is the mention's id.
func (f *Figure) NodeID() string { return string(f.ID) }

// Comparator is how the words around a number bound it.
type Comparator string

// The comparators.
const (
	Exact      Comparator = "EXACT"
	About      Comparator = "ABOUT"
	AtLeast    Comparator = "AT_LEAST"
	MoreThan   Comparator = "MORE_THAN"
	AtMost     Comparator = "AT_MOST"
	LessThan   Comparator = "LESS_THAN"
	Range      Comparator = "RANGE"
	Indefinite Comparator = "INDEFINITE"
)

// Comparators lists every [Comparator].
var Comparators = []Comparator{Exact, About, AtLeast, MoreThan, AtMost, LessThan, Range, Indefinite}

// Bounds gives the closed interval that a comparator and a value claim; nil is an open or unknown end. Where whole things
// are counted (see [Measure.Counts]) "more than 1,400" starts at 1,401; elsewhere it starts at 1,400, open. ABOUT has no
// bounds: no tolerance is invented. RANGE and INDEFINITE take none from a single value.
func (c Comparator) Bounds(value float64, counts bool) (low, high *float64) {
	step := 0.0
	if counts {
		step = 1
	}
	at := func(v float64) *float64 { return &v }
	switch c {
	case Exact:
		return at(value), at(value)
	case AtLeast:
		return at(value), nil
	case MoreThan:
		return at(value + step), nil
	case AtMost:
		return nil, at(value)
	case LessThan:
		return nil, at(value - step)
	}
	return nil, nil
}

// FigureQuality says whether a number can be read with certainty.
type FigureQuality string

// SUSPECT: the printed number is malformed or cannot be right as it stands; [Figure.Readings] has what it may mean.
const (
	OK      FigureQuality = "OK"
	Suspect FigureQuality = "SUSPECT"
)

// FigureQualities lists every [FigureQuality].
var FigureQualities = []FigureQuality{OK, Suspect}
