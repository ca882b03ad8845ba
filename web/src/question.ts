/** What can be asked of /graphql, as a person writes it. */
export interface Question {
  query: string;
  /** A JSON object as text, or nothing. */
  variables?: string;
  /** Which operation of the query, where it has several. */
  operationName?: string;
}

const playground = '/graphiql/';

/**
 * The link that opens the playground with a question and its answer. The question is behind the #, so it is not sent to the
 * server with the page, and no limit on the length of addresses that servers have holds for it.
 */
export function playgroundLink(question: Question): string {
  const fields = new URLSearchParams({ query: question.query });
  if (question.variables?.trim()) fields.set('variables', question.variables);
  if (question.operationName) fields.set('operationName', question.operationName);
  return `${playground}#${fields}`;
}

/** The question in what stands behind the # of a link, or undefined where there is none. */
export function readQuestion(hash: string): Question | undefined {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const query = fields.get('query');
  if (!query) return undefined;
  const variables = fields.get('variables');
  const operationName = fields.get('operationName');
  return { query, ...(variables && { variables }), ...(operationName && { operationName }) };
}
