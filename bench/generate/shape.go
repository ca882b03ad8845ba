package main

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// How much there is of everything in a story: ten articles tell of the same twenty events, from sides of their own. Where
// fewer statements are wanted than a story has, there is half of one.
const (
	articlesPerStory   = 10
	eventsPerStory     = 20
	statementsPerStory = 100
	quantitiesPerStory = 25
	reportsPerStory    = 120
	figuresPerStory    = 50
	accountsPerStory   = 24
	rolesPerStory      = 5
	termsPerStory      = 10
)

// shape is how much there is of what stories share.
type shape struct {
	seed                    uint64
	words                   *vocabulary
	stories                 int
	half                    bool
	actors, outlets, places int
}

func newShape(statements int, seed uint64) *shape {
	return &shape{
		seed:    seed,
		words:   newVocabulary(seed),
		stories: max(1, statements/statementsPerStory),
		half:    statements < statementsPerStory,
		actors:  max(20, statements/50),
		outlets: max(3, min(50, statements/500)),
		places:  max(5, min(500, statements/100)),
	}
}

// of is how much of something a story has.
func (s *shape) of(n int) int {
	if s.half {
		return n / 2
	}
	return n
}

// lot is a row of random numbers. Each story has its own, so that none depends on how many there are before it.
type lot struct {
	*rand.Rand
	*shape
	speakers, prominence *rand.Zipf
}

func (s *shape) lot(number int) *lot {
	r := rand.New(rand.NewPCG(s.seed, uint64(number)))
	return &lot{
		Rand:       r,
		shape:      s,
		speakers:   rand.NewZipf(r, 1.2, 8, uint64(s.actors-1)),
		prominence: rand.NewZipf(r, 1.3, 4, uint64(s.of(eventsPerStory)-1)),
	}
}

func (l *lot) likely(percent int) bool { return l.IntN(100) < percent }

func (l *lot) one(of ...string) string { return of[l.IntN(len(of))] }

// speaker is an actor: a few of them speak most.
func (l *lot) speaker() string { return actorID(int(l.speakers.Uint64())) }

func (l *lot) outlet() string { return outletID(l.IntN(l.outlets)) }

// event is one of a story: the first of them are talked of most.
func (l *lot) event(story int) string { return eventID(story, int(l.prominence.Uint64())) }

// day is a day of a story, counted from its first. Stories begin over thirty years.
func (s *shape) day(story, after int) string {
	return time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, story*10_950/s.stories+after).Format(time.DateOnly)
}

func actorID(n int) string            { return fmt.Sprintf("actor-%06d", n) }
func outletID(n int) string           { return fmt.Sprintf("outlet-%03d", n) }
func placeID(n int) string            { return fmt.Sprintf("place-%04d", n) }
func eventID(story, n int) string     { return fmt.Sprintf("event-%05d-%02d", story, n) }
func statementID(story, n int) string { return fmt.Sprintf("statement-%05d-%02d", story, n) }
func quantityID(story, n int) string  { return fmt.Sprintf("quantity-%05d-%02d", story, n) }
func articleID(story, n int) string   { return fmt.Sprintf("article-%05d-%d", story, n) }
func unnamedID(story, n int) string   { return fmt.Sprintf("unnamed-%05d-%d", story, n) }
