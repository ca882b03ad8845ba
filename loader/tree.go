package loader

// node is a value as it stands in a file, whatever the file is written in.
type node struct {
	kind nodeKind
	// Where it stands, as in [place].
	line, column, width int
	// text is what a scalar says, and of other kinds what they begin with.
	text string
	// items are the values of a list; of a mapping its keys and values in turn.
	items []node
	// quoted: a scalar in quotation marks, where that is known.
	quoted bool
	// block: a mapping that begins with its first key and not with a brace.
	block bool
}

type nodeKind byte

const (
	scalarNode nodeKind = iota
	listNode
	mappingNode
	emptyNode   // nothing, or null
	foreignNode // what a dataset does not use: an anchor, an alias, a tag, a merge key
)
