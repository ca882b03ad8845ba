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
	// Operation is the one that is answered.
	Operation *graphql.OperationContext

	plan *Plan
	done <-chan struct{}
	// way leads to the field that is being answered. It has no pointers, so that a collection that runs meanwhile need not be
	// told of every step.
	way       []step
	arguments []arguments
	watch     watcher               // nil where nobody does
	reading   *graphql.FieldContext // where arguments are being read

	room [32]step // for the way, which is mostly no longer
}

// step leads to a field of an object, by its slot in the plan, or to an element of a list, by the complement of its index.
type step int32

// arguments are those of a field, read once for the whole execution.
type arguments struct {
	takes  []Argument
	values []any // in the order of the resolver's parameters; nil where they were not read yet
}

// named are the arguments by their names.
func (a *arguments) named() map[string]any {
	if a == nil || a.values == nil {
		return nil
	}
	named := make(map[string]any, len(a.values))
	for i, v := range a.values {
		named[a.takes[i].name] = v
	}
	return named
}

// buffers are those of answers that were sent.
var buffers sync.Pool

// maxBuffer is the largest buffer that is kept, in bytes.
const maxBuffer = 1 << 20

// Recycle gives the data of an answer back, for another answer to be written into. Nobody may read it after. To leave it out
// costs a new buffer, and nothing else.
func Recycle(data []byte) {
	if n := cap(data); n > 0 && n <= maxBuffer {
		buffers.Put(&data)
	}
}

// Prepare makes an execution of an operation ready.
func (x *Execution) Prepare(operation *graphql.OperationContext, plan *Plan) {
	x.Operation, x.plan = operation, plan
}

// Begin begins the answer and gives what is asked of the query's root, or nil where the answer was given before.
func (x *Execution) Begin(ctx context.Context) *Selection {
	if x.Context != nil {
		return nil
	}
	x.Context, x.done = ctx, ctx.Done()
	x.watch = watched(x.Operation)
	x.way = x.room[:0]
	if used, ok := buffers.Get().(*[]byte); ok {
		x.Buffer = (*used)[:0]
	} else {
		x.Buffer = make([]byte, 0, x.plan.size.Load())
	}
	return x.plan.Root
}

// Finish ends the answer. written says whether the root is not null.
func (x *Execution) Finish(written bool) *graphql.Response {
	if !written {
		x.Buffer = append(x.Buffer[:0], "null"...)
	}
	data := x.Buffer
	x.Buffer = nil
	x.plan.size.Store(int64(len(data) + len(data)/8))
	return &graphql.Response{Data: data}
}

// Object is an object that is being written. Each of its keys has a comma before it, and the first comma becomes the brace when
// the object is closed.
type Object struct {
	next    int  // of the fields
	depth   int  // of the way, at which the object's fields stand
	start   int  // of the object in the buffer
	mark    int  // where the value of the latest field begins
	begun   bool // the latest field is not ended
	invalid bool
}

// Fields are what is asked of an object of a type.
func (x *Execution) Fields(s *Selection, t *Type) []Field {
	if first := s.first.Load(); first != nil && first.of == t {
		return first.list
	}
	return x.plan.fields(x.Operation, s, t)
}

// Open begins an object.
func (x *Execution) Open(o *Object) {
	o.depth, o.start = len(x.way), len(x.Buffer)
	x.way = append(x.way, 0)
}

// Left reports whether fields are left to write.
func (o *Object) Left(fields []Field) bool { return o.next < len(fields) }

// Next begins the next field.
func (x *Execution) Next(o *Object, fields []Field) *Field {
	f := &fields[o.next]
	o.next++
	n := len(x.Buffer)
	if room := x.Buffer[n:cap(x.Buffer)]; len(room) >= len(f.padded) && f.short > 0 {
		*(*[len(f.padded)]byte)(room) = f.padded
		x.Buffer = x.Buffer[:n+int(f.short)]
	} else {
		x.Buffer = append(x.Buffer, f.key...)
	}
	x.way[o.depth] = f.slot
	o.mark, o.begun = len(x.Buffer), true
	return f
}

// Typename writes the field __typename, which every type has.
func (x *Execution) Typename(f *Field) bool { return x.Wrote(append(x.Buffer, f.on.quoted...)) }

// End ends the field that [Execution.Next] began, with whether it was written or is null.
func (x *Execution) End(o *Object, f *Field, written bool) {
	o.begun = false
	if !written {
		if f.nonNull {
			o.invalid = true
		}
		x.null()
	}
}

func (x *Execution) null() { x.Buffer = append(x.Buffer, 'n', 'u', 'l', 'l') }

// Recover is deferred around the fields of an object. What panicked becomes the error of the field in which it did, and the
// field null; the fields after it are left to a next call.
func (x *Execution) Recover(o *Object) {
	if !o.begun {
		return
	}
	if r := recover(); r != nil {
		x.Operation.Error(x, x.Operation.Recover(x, r))
		x.Buffer, x.way, x.reading = x.Buffer[:o.mark], x.way[:o.depth+1], nil
		x.End(o, x.plan.at(x.way[o.depth]), false)
	}
}

// Close ends an object. It is null where one of its fields is and must not be.
func (x *Execution) Close(o *Object) bool {
	x.way = x.way[:o.depth]
	if o.invalid {
		x.Buffer = x.Buffer[:o.start]
		return false
	}
	x.close(o.start, '{', '}')
	return true
}

// close puts brackets around what was written since start, the first of them in the place of a comma.
func (x *Execution) close(start int, opening, closing byte) {
	if len(x.Buffer) == start {
		x.Buffer = append(x.Buffer, opening, closing)
		return
	}
	x.Buffer[start] = opening
	x.Buffer = append(x.Buffer, closing)
}

// List is a list that is being written. Its elements have commas before them as the keys of an [Object] do.
type List struct {
	start   int
	depth   int
	leaves  bool
	invalid bool
}

// OpenList begins a list. As with gqlgen, the way of an element that is a scalar ends with the list.
func (x *Execution) OpenList(leaves bool) List {
	l := List{start: len(x.Buffer), depth: len(x.way), leaves: leaves}
	if !leaves {
		x.way = append(x.way, 0)
	}
	return l
}

// Element begins the i-th element.
func (x *Execution) Element(l *List, i int) {
	x.Buffer = append(x.Buffer, ',')
	if !l.leaves {
		x.way[l.depth] = ^step(i)
	}
}

// Null ends an element that is null.
func (x *Execution) Null(l *List, allowed bool) {
	if !allowed {
		l.invalid = true
	}
	x.null()
}

// CloseList ends a list. It is null where one of its elements is and must not be.
func (x *Execution) CloseList(l *List) bool {
	x.way = x.way[:l.depth]
	if l.invalid {
		x.Buffer = x.Buffer[:l.start]
		return false
	}
	x.close(l.start, '[', ']')
	return true
}

// Known are the arguments of a field, where they were read already.
func (x *Execution) Known(f *Field) []any {
	if a := x.known(f); a != nil {
		return a.values
	}
	return nil
}

func (x *Execution) known(f *Field) *arguments {
	if f.fixed != nil {
		return f.fixed.Load()
	}
	if f.varied != none && f.varied < len(x.arguments) {
		return &x.arguments[f.varied]
	}
	return nil
}

// Learn reads the arguments of a field. They are nil where one is not as it should be: what is wrong with it, [Execution.Explain]
// finds out.
func (x *Execution) Learn(f *Field, takes []Argument) []any {
	given := f.collected.ArgumentMap(x.Operation.Variables)
	values := make([]any, len(takes))
	for i, a := range takes {
		v, ok := given[a.name]
		if !ok {
			values[i] = a.absent
		} else if values[i], ok = a.read(v); !ok {
			return nil
		}
	}
	x.keep(f, arguments{takes, values})
	return values
}

// Explain reads the arguments of a field as gqlgen does, which knows where in an input it is. Where they cannot be read that is
// the field's error, and they are nil.
func (x *Execution) Explain(f *Field, takes []Argument, read func(context.Context, map[string]any) (map[string]any, error)) []any {
	x.reading = x.fieldContext() // each part of an input asks for it
	named, err := read(x, f.collected.ArgumentMap(x.Operation.Variables))
	x.reading = nil
	if err != nil {
		x.Operation.Error(x, err)
		return nil
	}
	values := make([]any, len(takes))
	for i, a := range takes {
		values[i] = named[a.name]
	}
	x.keep(f, arguments{takes, values})
	return values
}

// keep keeps arguments, with the plan where they are the same whatever the variables.
func (x *Execution) keep(f *Field, a arguments) {
	if f.fixed != nil {
		f.fixed.Store(&a)
		return
	}
	if x.arguments == nil {
		x.arguments = make([]arguments, 0, f.varied+1)
	}
	for len(x.arguments) <= f.varied {
		x.arguments = append(x.arguments, arguments{})
	}
	x.arguments[f.varied] = a
}

// Failed tells of a resolver's error, where there is one.
func (x *Execution) Failed(err error) bool { return err != nil && x.failed(err) }

func (x *Execution) failed(err error) bool {
	x.Operation.Error(x, graphql.AddFieldLocationToError(x, err))
	return true
}

// Gone reports, as an error of the field, that nobody waits for the answer.
func (x *Execution) Gone() bool {
	select {
	case <-x.done:
		x.Operation.Error(x, x.Err())
		return true
	default:
		return false
	}
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

// Wrote takes the buffer over to which a value was appended, and reports whether one was. Where the buffer had room enough it is
// the same, and its pointer is left alone: to store one costs more while a collection runs.
func (x *Execution) Wrote(b []byte) bool {
	before := len(x.Buffer)
	if cap(b) == cap(x.Buffer) {
		x.Buffer = x.Buffer[:len(b)]
	} else {
		x.Buffer = b
	}
	return len(b) > before
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
		if x.reading != nil {
			return x.reading
		}
		return x.fieldContext()
	}
	return x.Context.Value(key)
}

func (x *Execution) fieldContext() *graphql.FieldContext {
	var fc *graphql.FieldContext
	for _, s := range x.way {
		fc = &graphql.FieldContext{Parent: fc}
		if s < 0 {
			index := int(^s)
			fc.Index = &index
		} else {
			f := x.plan.at(s)
			fc.Object, fc.Field, fc.Args = f.on.name, f.collected, x.known(f).named()
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
