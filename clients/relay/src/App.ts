// An application of Relay's as far as its compiler reads it: lists that are read on, from the root and from a record, by
// cursor in both directions, and a record that is fetched again by its id.
declare function graphql(parts: TemplateStringsArray): unknown;

export const app = graphql`
  query AppQuery($actor: ID!, $article: ID!) {
    ...App_actors
    actor(id: $actor) { ...App_statements }
    article(id: $article) { ...App_figures }
  }
`;

export const actors = graphql`
  fragment App_actors on Query
  @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" }, filter: { type: "ActorFilter" })
  @refetchable(queryName: "AppActorsPaginationQuery") {
    actors(first: $first, after: $after, filter: $filter) @connection(key: "App_actors", filters: ["filter"]) {
      totalCount
      edges { node { id name ...App_name } }
    }
  }
`;

export const name = graphql`
  fragment App_name on Actor @refetchable(queryName: "AppNameRefetchQuery") { name country }
`;

export const statements = graphql`
  fragment App_statements on Actor
  @argumentDefinitions(first: { type: "Int", defaultValue: 10 }, after: { type: "String" }, last: { type: "Int" }, before: { type: "String" })
  @refetchable(queryName: "AppStatementsPaginationQuery") {
    statements(first: $first, after: $after, last: $last, before: $before) @connection(key: "App_statements") {
      edges { node { id gist } }
    }
  }
`;

export const figures = graphql`
  fragment App_figures on Article
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" })
  @refetchable(queryName: "AppFiguresPaginationQuery") {
    figures(first: $count, after: $cursor) @connection(key: "App_figures") {
      edges { node { id printed quantity { id label } ...App_mention } }
    }
  }
`;

export const mention = graphql`
  fragment App_mention on Mention @refetchable(queryName: "AppMentionRefetchQuery") {
    __typename
    article { id }
    ... on Figure { value }
  }
`;
