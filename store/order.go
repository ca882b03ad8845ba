package store

// Direction is which end of an order comes first. A record whose key is not known comes last in ASC and first in DESC, as
// in PostgreSQL. Records of equal keys are ordered by id, turned round with the rest in DESC.
type Direction string

// The directions.
const (
	Ascending  Direction = "ASC"
	Descending Direction = "DESC"
)

// ArticleOrder orders articles; by PUBLISHED where none is given.
type ArticleOrder struct {
	Field     ArticleOrderField
	Direction Direction
}

// ArticleOrderField is a key articles can be ordered by.
type ArticleOrderField string

// The keys of articles. PUBLISHED goes by the earliest day it can have been.
const (
	ArticlePublished ArticleOrderField = "PUBLISHED"
	ArticleHeadline  ArticleOrderField = "HEADLINE"
)

// ActorOrder orders actors; by NAME where none is given.
type ActorOrder struct {
	Field     ActorOrderField
	Direction Direction
}

// ActorOrderField is a key actors can be ordered by.
type ActorOrderField string

// The keys of actors. ARTICLES and STATEMENTS count those the actor appears in or spoke.
const (
	ActorName       ActorOrderField = "NAME"
	ActorArticles   ActorOrderField = "ARTICLES"
	ActorStatements ActorOrderField = "STATEMENTS"
)

// EventOrder orders events; by DATE where none is given.
type EventOrder struct {
	Field     EventOrderField
	Direction Direction
}

// EventOrderField is a key events can be ordered by.
type EventOrderField string

// The keys of events. DATE goes by the earliest day it can have been, then by the latest.
const (
	EventDate     EventOrderField = "DATE"
	EventLabel    EventOrderField = "LABEL"
	EventArticles EventOrderField = "ARTICLES"
)

// StatementOrder orders statements; by SAID where none is given.
type StatementOrder struct {
	Field     StatementOrderField
	Direction Direction
}

// StatementOrderField is a key statements can be ordered by.
type StatementOrderField string

// The keys of statements.
const (
	StatementSaid     StatementOrderField = "SAID"
	StatementArticles StatementOrderField = "ARTICLES"
)

// FigureOrder orders figures; by article and place in it where none is given.
type FigureOrder struct {
	Field     FigureOrderField
	Direction Direction
}

// FigureOrderField is a key figures can be ordered by.
type FigureOrderField string

// The keys of figures. VALUE goes by the value, for a RANGE by its low end. ARTICLE_PUBLISHED goes by the article's
// earliest possible day, then by the article, then by the place in it.
const (
	FigureAsOf             FigureOrderField = "AS_OF"
	FigureValue            FigureOrderField = "VALUE"
	FigureArticlePublished FigureOrderField = "ARTICLE_PUBLISHED"
)
