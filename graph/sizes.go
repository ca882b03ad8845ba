package graph

import (
	"onrecord/guard"
	"onrecord/store"
)

// Pages are the sizes of a page of records.
var Pages = guard.Pages{Default: store.DefaultPage, Most: store.MaxPage}

// Sizes is how many entries each list of objects that has no pages is priced at: what such lists have in articles, with some
// room. A new list that is not here fails the tests, and is refused by the guard when the server starts.
var Sizes = guard.Sizes{
	"Query.nodes":      {Argument: "ids"},
	"Dataset.releases": {Entries: 10},

	"Actor.memberOf":        {Entries: 3},
	"Actor.roleConflicts":   {Entries: 3},
	"Anonymity.mayBe":       {Entries: 3},
	"Article.relays":        {Entries: 10},
	"Attribution.hops":      {Entries: 4},
	"Corroboration.origins": {Entries: 5},
	"Event.disputes":        {Entries: 3},
	"Event.links":           {Entries: 3},
	"Event.participants":    {Entries: 5},
	"Event.places":          {Entries: 3},
	"Dispute.accounts":      {Entries: 5},
	"Quantity.excesses":     {Entries: 3},
	"Quantity.perhapsSame":  {Entries: 5},
	"Agreement.pairs":       {Entries: 10},
	"RoleConflict.roles":    {Entries: 3},
	"Statement.about":       {Entries: 3},
	"Statement.links":       {Entries: 3},
	"Statement.wordings":    {Entries: 4},
	"Statement.perhapsSame": {Entries: 5},
	"Wording.diff":          {Entries: 10},
	"Wording.reports":       {Entries: 4},

	// A mention's notes.
	"EventAccount.notes":    {Entries: 2},
	"Figure.notes":          {Entries: 2},
	"Mention.notes":         {Entries: 2},
	"RoleMention.notes":     {Entries: 2},
	"StatementReport.notes": {Entries: 2},
	"TermUse.notes":         {Entries: 2},
	"Article.notes":         {Entries: 2},

	// Search.
	"SearchHit.snippets": {Entries: 3},
	"Snippet.parts":      {Entries: 8},

	// What two to ten articles share, and labels by article.
	"Comparison.articles":         {Entries: 10},
	"Comparison.only":             {Entries: 10},
	"Comparison.sharedEvents":     {Entries: 10},
	"Comparison.sharedQuantities": {Entries: 10},
	"Comparison.sharedStatements": {Entries: 10},
	"SharedEvent.accounts":        {Entries: 4},
	"SharedEvent.articles":        {Entries: 4},
	"SharedQuantity.articles":     {Entries: 4},
	"SharedQuantity.figures":      {Entries: 4},
	"SharedStatement.articles":    {Entries: 4},
	"SharedStatement.reports":     {Entries: 4},
	"OnlyIn.events":               {Entries: 10},
	"OnlyIn.quantities":           {Entries: 10},
	"OnlyIn.statements":           {Entries: 10},
	"FramingMatrix.rows":          {Entries: 20},
	"FramingRow.cells":            {Entries: 10},
	"FramingCell.terms":           {Entries: 5},
}
