package lean

import (
	"context"
	"sync"

	"github.com/99designs/gqlgen/graphql"
)

// Execution answers one operation. It is the context of every resolver that it calls.
type Execution struct {
	context.Context
	// Buffer has the answer so far. A value is appended to it, or nothing for null.
	Buffer []byte

	operation *graphql.OperationContext
	plan      *Plan
	way       []step
	arguments []arguments
	watch     watcher // nil where nobody does
}

// step leads to a field of an object, or where there is none to an element of a list.
type step struct {
	field *Field
	index int
}

// arguments are those of a field, read once for the whole execution.
type arguments struct {
	named  map[string]any
	values []any // in the order of the resolver's parameters; nil where they were not read yet
}

// buffers are those of answers that were sent.
var buffers sync.Pool

// maxBuffer is the largest buffer that is kept, in bytes.
const maxBuffer = 1 << 20

// Recycle gives the data of an answer back, for another answer to be written into. Nobody may read it after. To leave it out
// costs a new buffer, and nothing else.
func Recycle(data []byte) {
	if cap(data) <= maxBuffer {
		buffers.Put(&data)
	}
}

// Answer runs an operation. root appends the whole answer to x's buffer and reports whether it is not null.
func (x *Execution) Answer(ctx context.Context, operation *graphql.OperationContext, plan *Plan, root func() bool) *graphql.Response {
	x.Context, x.operation, x.plan, x.watch = ctx, operation, plan, watched(operation)
	x.way = make([]step, 0, 32)
	if used, ok := buffers.Get().(*[]byte); ok {
		x.Buffer = (*used)[:0]
	} else {
		x.Buffer = make([]byte, 0, plan.size.Load())
	}
	if !root() {
		x.Buffer = append(x.Buffer[:0], "null"...)
	}
	data := x.Buffer
	x.Buffer = nil
	plan.size.Store(int64(len(data) + len(data)/8))
	return &graphql.Response{Data: data}
}

// Object is an object that is being written.
type Object struct {
	fields  []Field
	on      *Type
	next    int
	depth   int // of the way, at which the object's fields stand
	start   int // of the object in the buffer
	mark    int // where the value of the latest field begins
	invalid bool
}

// Open begins an object of a type.
func (x *Execution) Open(s *Selection, t *Type) Object {
	o := Object{fields: x.plan.fields(x.operation, s, t), on: t, depth: len(x.way), start: len(x.Buffer)}
	x.way = append(x.way, step{})
	x.Buffer = append(x.Buffer, '{')
	return o
}

// Unfinished reports whether fields are left to write.
func (x *Execution) Unfinished(o *Object) bool { return o.next < len(o.fields) }

// Next begins the next field, or is nil where there is none.
func (x *Execution) Next(o *Object) *Field {
	for o.next < len(o.fields) {
		f := &o.fields[o.next]
		key := f.key
		if o.next == 0 {
			key = key[1:]
		}
		o.next++
		x.Buffer = append(x.Buffer, key...)
		if f.Number == typename {
			x.Buffer = append(x.Buffer, '"')
			x.Buffer = append(x.Buffer, o.on.name...)
			x.Buffer = append(x.Buffer, '"')
			continue
		}
		x.way[o.depth].field = f
		o.mark = len(x.Buffer)
		return f
	}
	return nil
}

// End ends the field that [Execution.Next] began, with whether it was written or is null.
func (x *Execution) End(o *Object, f *Field, written bool) {
	if written {
		return
	}
	if f.nonNull {
		o.invalid = true
	}
	x.Buffer = append(x.Buffer, "null"...)
}

// Recover is deferred around the fields of an object. What panicked becomes the error of the field in which it did, and the
// field null; the fields after it are left to a next call.
func (x *Execution) Recover(o *Object) {
	if r := recover(); r != nil {
		x.operation.Error(x, x.operation.Recover(x, r))
		x.Buffer, x.way = x.Buffer[:o.mark], x.way[:o.depth+1]
		x.End(o, &o.fields[o.next-1], false)
	}
}

// Close ends an object. It is null where one of its fields is and must not be.
func (x *Execution) Close(o *Object) bool {
	x.way = x.way[:o.depth]
	if o.invalid {
		x.Buffer = x.Buffer[:o.start]
		return false
	}
	x.Buffer = append(x.Buffer, '}')
	return true
}

// List is a list that is being written.
type List struct {
	start   int
	depth   int
	leaves  bool
	invalid bool
}

// OpenList begins a list. As with gqlgen, the way of an element that is a scalar ends with the list.
func (x *Execution) OpenList(leaves bool) List {
	l := List{start: len(x.Buffer), depth: len(x.way), leaves: leaves}
	x.Buffer = append(x.Buffer, '[')
	if !leaves {
		x.way = append(x.way, step{})
	}
	return l
}

// Element begins the i-th element.
func (x *Execution) Element(l *List, i int) {
	if i > 0 {
		x.Buffer = append(x.Buffer, ',')
	}
	if !l.leaves {
		x.way[l.depth].index = i
	}
}

// Null ends an element that is null.
func (x *Execution) Null(l *List, allowed bool) {
	if !allowed {
		l.invalid = true
	}
	x.Buffer = append(x.Buffer, "null"...)
}

// CloseList ends a list. It is null where one of its elements is and must not be.
func (x *Execution) CloseList(l *List) bool {
	x.way = x.way[:l.depth]
	if l.invalid {
		x.Buffer = x.Buffer[:l.start]
		return false
	}
	x.Buffer = append(x.Buffer, ']')
	return true
}

// Known are the arguments of a field, where they were read already.
func (x *Execution) Known(f *Field) []any {
	if f.slot < len(x.arguments) {
		return x.arguments[f.slot].values
	}
	return nil
}

// Learn reads the arguments of a field, in the order of their names here. Where they cannot be read that is the field's
// error, and they are nil.
func (x *Execution) Learn(f *Field, read func(context.Context, map[string]any) (map[string]any, error), names ...string) []any {
	named, err := read(x, f.collected.ArgumentMap(x.operation.Variables))
	if err != nil {
		x.operation.Error(x, err)
		return nil
	}
	for len(x.arguments) <= f.slot {
		x.arguments = append(x.arguments, arguments{})
	}
	values := make([]any, len(names))
	for i, name := range names {
		values[i] = named[name]
	}
	x.arguments[f.slot] = arguments{named, values}
	return values
}

// Failed tells of a resolver's error, where there is one.
func (x *Execution) Failed(err error) bool {
	if err == nil {
		return false
	}
	x.operation.Error(x, graphql.AddFieldLocationToError(x, err))
	return true
}

// Gone reports, as an error of the field, that nobody waits for the answer.
func (x *Execution) Gone() bool {
	err := x.Err()
	if err == nil {
		return false
	}
	x.operation.Error(x, err)
	return true
}

// MustNotBeNull tells that a field that gave nothing must give something, and Missing that a value is missing. Neither tells
// where the field has an error already.
func (x *Execution) MustNotBeNull() { x.tell("must not be null") }

// Missing is explained with [Execution.MustNotBeNull].
func (x *Execution) Missing() {
	x.tell("the requested element is null which the schema does not allow")
}

func (x *Execution) tell(message string) {
	if !graphql.HasFieldError(x, graphql.GetFieldContext(x)) {
		graphql.AddErrorf(x, "%s", message)
	}
}

// Marshaled appends what one of gqlgen's marshalers writes.
func (x *Execution) Marshaled(m graphql.Marshaler) bool {
	if m == graphql.Null {
		return false
	}
	m.MarshalGQL((*writer)(x))
	return true
}

type writer Execution

func (w *writer) Write(p []byte) (int, error) {
	w.Buffer = append(w.Buffer, p...)
	return len(p), nil
}

func (w *writer) WriteString(s string) (int, error) {
	w.Buffer = append(w.Buffer, s...)
	return len(s), nil
}

// Value is the way as a field context where that is asked for, and what the request's context has for any other key.
func (x *Execution) Value(key any) any {
	if key == fieldKey {
		return x.fieldContext()
	}
	return x.Context.Value(key)
}

func (x *Execution) fieldContext() *graphql.FieldContext {
	var fc *graphql.FieldContext
	for _, s := range x.way {
		if s.field != nil {
			fc = &graphql.FieldContext{Parent: fc, Object: s.field.on.name, Field: s.field.collected}
			if s.field.slot < len(x.arguments) {
				fc.Args = x.arguments[s.field.slot].named
			}
		} else {
			fc = &graphql.FieldContext{Parent: fc, Index: &s.index}
		}
	}
	return fc
}

// fieldKey is the key under which graphql.GetFieldContext looks.
var fieldKey = func() any {
	var p probe
	graphql.GetFieldContext(&p)
	return p.key
}()

// probe is a context that remembers what it was asked for.
type probe struct {
	context.Context
	key any
}

func (p *probe) Value(key any) any {
	p.key = key
	return nil
}
