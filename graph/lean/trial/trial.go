// Package trial is a schema in which everything that can go wrong does, somewhere. Tests hold the lean executor against
// gqlgen's own with it.
package trial

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// World decides what happens at a field, by where it is asked for: the same in every executor, and otherwise in each world.
type World struct {
	Seed uint64
	// Strange: nothing is left to chance, and every being is a [Stranger].
	Strange bool
}

// Colour is an enum of the schema. The zero value is none of it.
type Colour string

// The colours.
const (
	Red  Colour = "red"
	Blue Colour = "blue"
)

// Told is an input of the schema.
type Told struct {
	Number  int
	Colours []Colour
	Inner   *Told
}

// Being is a [*Thing] or an [*Other], and so is [Any].
type (
	Being interface{ being() }
	Any   interface{ being() }
)

// Other is the lesser of the beings.
type Other struct {
	Name string
	Only int
}

// Stranger is a being of no type of the schema.
type Stranger struct{}

// Thing has a field of every kind.
type Thing struct {
	world World
	dice  uint64

	Name, MustName                           string
	Names, AllNames, MustNames, MustAllNames []string
	Grid                                     [][]string
	Colour, MustColour                       Colour
	Colours                                  []Colour
	Number                                   int
	Numbers                                  []int
}

func (*Thing) being()   {}
func (*Other) being()   {}
func (Stranger) being() {}

// roll gives a number for a place in an answer.
func (w World) roll(ctx context.Context, more string) uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, w.Seed, graphql.GetPath(ctx), more)
	return h.Sum64() >> 7
}

// thing makes a thing up, in which most is as it should be.
func (w World) thing(dice uint64) *Thing {
	if dice%9 == 0 {
		return nil
	}
	next := func(n uint64) uint64 {
		dice = dice*6364136223846793005 + 1442695040888963407
		return dice >> 33 % n
	}
	name := func() string {
		return []string{"", "a \"name\"", "name", "näme\n", "x", "y", "z"}[next(7)]
	}
	names := func() []string {
		if next(5) == 0 {
			return nil
		}
		list := make([]string, next(4))
		for i := range list {
			list[i] = name()
		}
		return list
	}
	colour := func() Colour { return []Colour{Red, Blue, Red, "", "mauve", Blue}[next(6)] }
	t := &Thing{world: w, dice: dice, Name: name(), MustName: name(), Names: names(), AllNames: names(), MustNames: names(), MustAllNames: names(), Colour: colour(), MustColour: colour(), Number: int(next(100)) - 50}
	for range next(3) {
		t.Grid = append(t.Grid, names())
		t.Colours = append(t.Colours, colour())
		t.Numbers = append(t.Numbers, int(next(9)))
	}
	return t
}

// Plain is a number, or a panic.
func (t *Thing) Plain() int {
	if t.dice%5 == 0 {
		panic("a plain field panics")
	}
	return int(t.dice % 1000)
}

// Failing is a text, or an error.
func (t *Thing) Failing() (string, error) {
	if t.dice%3 == 0 {
		return "", errors.New("a method fails")
	}
	return "well", nil
}

// MustFailing is a text, no text, or an error.
func (t *Thing) MustFailing() (string, error) {
	switch t.dice % 4 {
	case 0:
		return "", nil
	case 1:
		return "", &gqlerror.Error{Message: "a method fails with more to say", Extensions: map[string]any{"code": "MORE"}}
	}
	return "well", nil
}

// Watched says where it is asked for.
func (t *Thing) Watched(ctx context.Context) string {
	fc := graphql.GetFieldContext(ctx)
	return fmt.Sprint(fc.Object, " ", fc.Field.Name, " ", fc.Field.Alias, " ", fc.Path(), " ", len(fc.Args))
}

// anything does what a resolver can do: it gives a value, gives none, fails, panics, or tells of errors on the way.
func anything[V any](w World, ctx context.Context, value func(dice uint64) V) (V, error) {
	var none V
	if w.Strange {
		return value(1), nil
	}
	dice := w.roll(ctx, "")
	switch dice % 19 {
	case 0:
		return none, nil
	case 1:
		return none, errors.New("a resolver fails")
	case 2:
		panic(fmt.Sprintf("a resolver panics at %v", graphql.GetPath(ctx)))
	case 3:
		return none, gqlerror.List{{Message: "one"}, {Message: "two"}}
	case 4:
		graphql.AddError(ctx, errors.New("something is odd"))
		return none, nil
	case 5:
		graphql.AddErrorf(graphql.WithPathContext(ctx, graphql.NewPathWithIndex(1)), "element %d is odd", 1)
	case 6:
		return none, &gqlerror.Error{Message: "elsewhere", Path: graphql.GetPath(ctx)[:1]}
	}
	return value(dice / 19), nil
}

func list[V any](w World, ctx context.Context, one func(dice uint64) V) ([]V, error) {
	return anything(w, ctx, func(dice uint64) []V {
		found := make([]V, dice%4)
		for i := range found {
			found[i] = one(w.roll(ctx, fmt.Sprint(i)))
		}
		return found
	})
}

// being is a thing, another, nothing, or nothing with a type.
func (w World) being(dice uint64) Being {
	if w.Strange {
		return Stranger{}
	}
	switch dice % 7 {
	case 0:
		return nil
	case 1:
		return (*Other)(nil)
	case 2, 3:
		return &Other{Name: "other", Only: int(dice % 5)}
	}
	if t := w.thing(dice); t != nil {
		return t
	}
	return nil
}

func (w World) told(ctx context.Context, more ...any) (string, error) {
	return anything(w, ctx, func(uint64) string {
		fc := graphql.GetFieldContext(ctx)
		return fmt.Sprint(append(more, len(fc.Args), graphql.CollectAllFields(ctx))...)
	})
}

func describe(text *string, number int, told *Told) string {
	said := fmt.Sprint(number)
	if text != nil {
		said += *text
	}
	for ; told != nil; told = told.Inner {
		said += fmt.Sprint(told.Number, told.Colours)
	}
	return said
}

type (
	queryResolver struct{ World }
	thingResolver struct{ World }
	otherResolver struct{ World }
)

// Query answers what is asked first.
func (w World) Query() QueryResolver { return queryResolver{w} }

// Thing answers for things.
func (w World) Thing() ThingResolver { return thingResolver{w} }

// Other answers for others.
func (w World) Other() OtherResolver { return otherResolver{w} }

func (r queryResolver) Thing(ctx context.Context) (*Thing, error) {
	return anything(r.World, ctx, r.thing)
}

func (r queryResolver) MustThing(ctx context.Context) (*Thing, error) {
	return anything(r.World, ctx, r.thing)
}

func (r queryResolver) Things(ctx context.Context) ([]*Thing, error) {
	return list(r.World, ctx, r.thing)
}

func (r queryResolver) Told(ctx context.Context, text *string, number int, told *Told) (*string, error) {
	said, err := r.told(ctx, describe(text, number, told))
	return &said, err
}

func (r otherResolver) One(ctx context.Context, _ *Other) (*Thing, error) {
	return anything(r.World, ctx, r.thing)
}

func (r thingResolver) One(ctx context.Context, _ *Thing) (*Thing, error) {
	return anything(r.World, ctx, r.thing)
}

func (r thingResolver) Must(ctx context.Context, _ *Thing) (*Thing, error) {
	return anything(r.World, ctx, r.thing)
}

func (r thingResolver) Many(ctx context.Context, _ *Thing) ([]*Thing, error) {
	return list(r.World, ctx, r.thing)
}

func (r thingResolver) ManyAll(ctx context.Context, _ *Thing) ([]*Thing, error) {
	return list(r.World, ctx, r.thing)
}

func (r thingResolver) MustMany(ctx context.Context, _ *Thing) ([]*Thing, error) {
	return list(r.World, ctx, r.thing)
}

func (r thingResolver) MustManyAll(ctx context.Context, _ *Thing) ([]*Thing, error) {
	return list(r.World, ctx, r.thing)
}

func (r thingResolver) Nested(ctx context.Context, _ *Thing) ([][]*Thing, error) {
	return list(r.World, ctx, func(dice uint64) []*Thing {
		if dice%3 == 0 {
			return nil
		}
		return []*Thing{r.thing(dice), r.thing(dice / 2)}
	})
}

func (r thingResolver) Being(ctx context.Context, _ *Thing) (Being, error) {
	return anything(r.World, ctx, r.being)
}

func (r thingResolver) MustBeing(ctx context.Context, _ *Thing) (Being, error) {
	return anything(r.World, ctx, r.being)
}

func (r thingResolver) Beings(ctx context.Context, _ *Thing) ([]Being, error) {
	return list(r.World, ctx, r.being)
}

func (r thingResolver) MustBeings(ctx context.Context, _ *Thing) ([]Being, error) {
	return list(r.World, ctx, r.being)
}

func (r thingResolver) Any(ctx context.Context, _ *Thing) (Any, error) {
	return anything(r.World, ctx, func(dice uint64) Any { return r.being(dice) })
}

func (r thingResolver) MustAny(ctx context.Context, _ *Thing) (Any, error) {
	return anything(r.World, ctx, func(dice uint64) Any { return r.being(dice) })
}

func (r thingResolver) Told(ctx context.Context, _ *Thing, text *string, number int, told *Told) (*string, error) {
	said, err := r.told(ctx, describe(text, number, told))
	return &said, err
}

func (r thingResolver) MustTold(ctx context.Context, _ *Thing, text string, colours []Colour) (string, error) {
	return r.told(ctx, text, colours)
}
