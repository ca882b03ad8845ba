package store

import "onrecord/news"

// Scope fixes one relation of a list, the one the place in the graph implies: the figures of this quantity, the events in
// that article. It holds whatever the caller's filter says besides.
type Scope[N news.Node] relation

// relation is a [Scope] of any noun.
type relation struct {
	field field
	value string
}

// ArticlesBy are those an outlet published.
func ArticlesBy(outlet news.ActorID) Scope[*news.Article] {
	return Scope[*news.Article]{fieldOutlet, string(outlet)}
}

// ArticlesWith are those in which an actor appears.
func ArticlesWith(actor news.ActorID) Scope[*news.Article] {
	return Scope[*news.Article]{fieldActor, string(actor)}
}

// ArticlesOn are those that report an event.
func ArticlesOn(event news.EventID) Scope[*news.Article] {
	return Scope[*news.Article]{fieldEvent, string(event)}
}

// ActorsIn are those who appear in an article.
func ActorsIn(article news.ArticleID) Scope[*news.Actor] {
	return Scope[*news.Actor]{fieldArticle, string(article)}
}

// MembersOf are the actors who belong to another.
func MembersOf(body news.ActorID) Scope[*news.Actor] {
	return Scope[*news.Actor]{fieldMemberOf, string(body)}
}

// UnnamedOf are the unnamed actors whom an article says to belong to a body.
func UnnamedOf(body news.ActorID) Scope[*news.Actor] {
	return Scope[*news.Actor]{fieldAffiliation, string(body)}
}

// SuspectedToBe are the unnamed actors of whom a curator suspects that they are this one.
func SuspectedToBe(actor news.ActorID) Scope[*news.Actor] {
	return Scope[*news.Actor]{fieldMayBe, string(actor)}
}

// EventsIn are those that an article reports.
func EventsIn(article news.ArticleID) Scope[*news.Event] {
	return Scope[*news.Event]{fieldArticle, string(article)}
}

// EventsAt are those at a place.
func EventsAt(place news.PlaceID) Scope[*news.Event] {
	return Scope[*news.Event]{fieldPlace, string(place)}
}

// EventsWith are those in which an actor takes part, in whatever part where part is "".
func EventsWith(actor news.ActorID, part news.Part) Scope[*news.Event] {
	if part == "" {
		return Scope[*news.Event]{fieldActor, string(actor)}
	}
	return Scope[*news.Event]{fieldPart, partOf(actor, part)}
}

// PartsOfEvent are the events that make up another.
func PartsOfEvent(event news.EventID) Scope[*news.Event] {
	return Scope[*news.Event]{fieldPartOf, string(event)}
}

// EventsLinkedTo are those that a curated link ties to an event, looked at from its far end.
func EventsLinkedTo(event news.EventID) Scope[*news.Event] {
	return Scope[*news.Event]{fieldLinked, string(event)}
}

// PlacesIn are those that are part of a place.
func PlacesIn(place news.PlaceID) Scope[*news.Place] {
	return Scope[*news.Place]{fieldPartOf, string(place)}
}

// StatementsBy are those an actor spoke.
func StatementsBy(speaker news.ActorID) Scope[*news.Statement] {
	return Scope[*news.Statement]{fieldSpeaker, string(speaker)}
}

// StatementsTo are those spoken to an actor.
func StatementsTo(addressee news.ActorID) Scope[*news.Statement] {
	return Scope[*news.Statement]{fieldAddressee, string(addressee)}
}

// StatementsAbout are those about a subject.
func StatementsAbout(subject news.SubjectID) Scope[*news.Statement] {
	return Scope[*news.Statement]{fieldAbout, string(subject)}
}

// StatementsOn are those about an event or made on it as their occasion.
func StatementsOn(event news.EventID) Scope[*news.Statement] {
	return Scope[*news.Statement]{fieldEvent, string(event)}
}

// StatementsIn are those that an article reports.
func StatementsIn(article news.ArticleID) Scope[*news.Statement] {
	return Scope[*news.Statement]{fieldArticle, string(article)}
}

// StatementsLinkedTo are those that a curated link ties to a statement, looked at from its far end.
func StatementsLinkedTo(statement news.StatementID) Scope[*news.Statement] {
	return Scope[*news.Statement]{fieldLinked, string(statement)}
}

// QuantitiesOf are those an event has.
func QuantitiesOf(event news.EventID) Scope[*news.Quantity] {
	return Scope[*news.Quantity]{fieldEvent, string(event)}
}

// QuantitiesAt are those counted at a place.
func QuantitiesAt(place news.PlaceID) Scope[*news.Quantity] {
	return Scope[*news.Quantity]{fieldPlace, string(place)}
}

// PartsOfQuantity are the quantities that make up another.
func PartsOfQuantity(quantity news.QuantityID) Scope[*news.Quantity] {
	return Scope[*news.Quantity]{fieldPartOf, string(quantity)}
}

// ReportsOf are the reports of a statement.
func ReportsOf(statement news.StatementID) Scope[*news.StatementReport] {
	return Scope[*news.StatementReport]{fieldStatement, string(statement)}
}

// ReportsIn are the reports in an article.
func ReportsIn(article news.ArticleID) Scope[*news.StatementReport] {
	return Scope[*news.StatementReport]{fieldArticle, string(article)}
}

// FiguresOf are the figures for a quantity.
func FiguresOf(quantity news.QuantityID) Scope[*news.Figure] {
	return Scope[*news.Figure]{fieldQuantity, string(quantity)}
}

// FiguresIn are the figures in an article.
func FiguresIn(article news.ArticleID) Scope[*news.Figure] {
	return Scope[*news.Figure]{fieldArticle, string(article)}
}

// FiguresOn are the figures for the quantities of an event.
func FiguresOn(event news.EventID) Scope[*news.Figure] {
	return Scope[*news.Figure]{fieldEvent, string(event)}
}

// FiguresBy are the figures that originate with an actor.
func FiguresBy(claimant news.ActorID) Scope[*news.Figure] {
	return Scope[*news.Figure]{fieldOrigin, string(claimant)}
}

// AccountsOf are the accounts of an event.
func AccountsOf(event news.EventID) Scope[*news.EventAccount] {
	return Scope[*news.EventAccount]{fieldEvent, string(event)}
}

// AccountsIn are the accounts in an article.
func AccountsIn(article news.ArticleID) Scope[*news.EventAccount] {
	return Scope[*news.EventAccount]{fieldArticle, string(article)}
}

// AccountsNaming are the accounts that name an actor in their aspect's role: as the one responsible, as the target.
func AccountsNaming(actor news.ActorID) Scope[*news.EventAccount] {
	return Scope[*news.EventAccount]{fieldHolds, string(actor)}
}

// AccountsBy are the accounts that originate with an actor.
func AccountsBy(origin news.ActorID) Scope[*news.EventAccount] {
	return Scope[*news.EventAccount]{fieldOrigin, string(origin)}
}

// RolesOf are the roles given to an actor.
func RolesOf(actor news.ActorID) Scope[*news.RoleMention] {
	return Scope[*news.RoleMention]{fieldActor, string(actor)}
}

// RolesAt are the roles that serve a body.
func RolesAt(body news.ActorID) Scope[*news.RoleMention] {
	return Scope[*news.RoleMention]{fieldBody, string(body)}
}

// RolesIn are the roles in an article.
func RolesIn(article news.ArticleID) Scope[*news.RoleMention] {
	return Scope[*news.RoleMention]{fieldArticle, string(article)}
}

// TermsFor are the terms used for a subject.
func TermsFor(referent news.SubjectID) Scope[*news.TermUse] {
	return Scope[*news.TermUse]{fieldReferent, string(referent)}
}

// TermsIn are the terms in an article.
func TermsIn(article news.ArticleID) Scope[*news.TermUse] {
	return Scope[*news.TermUse]{fieldArticle, string(article)}
}

// MentionsThrough are all mentions whose chain passes through an actor, as a relay or as the origin.
func MentionsThrough(actor news.ActorID) Scope[news.Mention] {
	return Scope[news.Mention]{fieldVia, string(actor)}
}

// MentionsIn are all mentions in an article.
func MentionsIn(article news.ArticleID) Scope[news.Mention] {
	return Scope[news.Mention]{fieldArticle, string(article)}
}
