// The part of the schema that the benchmark asks for, with resolvers over records in memory.
import { search, shared } from './data.js'

export const typeDefs = /* GraphQL */ `
  type Query {
    statement(id: ID!): Statement
    event(id: ID!): Event
    actor(id: ID!): Actor
    events(filter: EventFilter, first: Int): EventConnection!
    search(text: String!, kinds: [SearchKind!], first: Int): SearchConnection!
    compare(articles: [ID!]!): Comparison!
  }
  interface Node { id: ID! }
  enum SearchKind { ARTICLE ACTOR EVENT STATEMENT QUANTITY }
  input EventFilter { ids: [ID!] }
  type UncertainDate { edtf: String }
  type Actor implements Node { id: ID!, name: String!, statements(first: Int): StatementConnection! }
  type Article implements Node { id: ID!, headline: String }
  type Event implements Node {
    id: ID!
    label: String!
    date: UncertainDate!
    figures(first: Int): FigureConnection!
    statements(first: Int): StatementConnection!
  }
  type EventConnection { nodes: [Event!]!, totalCount: Int! }
  type Statement implements Node {
    id: ID!
    gist: String!
    act: String!
    said: UncertainDate!
    speaker: Actor!
    reports(first: Int): StatementReportConnection!
  }
  type StatementConnection { nodes: [Statement!]!, totalCount: Int! }
  type StatementReport implements Node { id: ID!, mode: String!, text: String!, article: Article!, statement: Statement! }
  type StatementReportConnection { nodes: [StatementReport!]!, totalCount: Int! }
  type Quantity implements Node { id: ID!, label: String! }
  type Figure implements Node {
    id: ID!
    printed: String!
    comparator: String!
    value: Float
    attribution: Attribution!
    article: Article!
    quantity: Quantity!
  }
  type FigureConnection { nodes: [Figure!]!, totalCount: Int! }
  type Attribution { path: String! }
  type SearchConnection { nodes: [SearchHit!]!, totalCount: Int! }
  type SearchHit { node: Node! }
  type Comparison {
    sharedStatementCount: Int!
    sharedStatements: [SharedStatement!]!
    sharedQuantityCount: Int!
    sharedQuantities: [SharedQuantity!]!
  }
  type SharedStatement { statement: Statement!, reports: [StatementReport!]! }
  type SharedQuantity { quantity: Quantity!, figures: [Figure!]! }
`

const page = (list, first) => ({ nodes: list.length > (first ?? 20) ? list.slice(0, first ?? 20) : list, totalCount: list.length })

export function resolvers(data) {
  return {
    Query: {
      statement: (_, { id }) => data.statements.get(id),
      event: (_, { id }) => data.events.get(id),
      actor: (_, { id }) => data.actors.get(id),
      events(_, { filter, first }) {
        const found = filter?.ids ? filter.ids.map((id) => data.events.get(id)).filter((e) => e) : [...data.events.values()]
        return page(found.sort((a, b) => a.rank - b.rank), first)
      },
      search: (_, { text, first }) => {
        const found = search(data, text)
        return { totalCount: found.length, nodes: found.slice(0, first ?? 20).map((node) => ({ node })) }
      },
      compare(_, { articles }) {
        const compared = articles.map((id) => data.articles.get(id))
        const statements = shared(compared, 'statements', 'reports')
        const quantities = shared(compared, 'quantities', 'figures')
        return {
          sharedStatementCount: statements.length,
          sharedStatements: statements.slice(0, 100).map(({ record, mentions }) => ({ statement: record, reports: mentions })),
          sharedQuantityCount: quantities.length,
          sharedQuantities: quantities.slice(0, 100).map(({ record, mentions }) => ({ quantity: record, figures: mentions }))
        }
      }
    },
    Node: { __resolveType: () => 'Statement' }, // search finds nothing else here
    Actor: { statements: (actor, { first }) => page(actor.statements, first) },
    Event: {
      figures: (event, { first }) => page(event.figures, first),
      statements: (event, { first }) => page(event.statements, first)
    },
    Statement: { reports: (statement, { first }) => page(statement.reports, first) }
  }
}
