import type { Question } from './question.ts';

/** Something to take home: an answer as a file. */
export interface Taken {
  kind: 'file';
  name: string;
  content: Blob;
}

/** Why there is no file. Where there are choices, one of them as rows would give it. */
export interface Refused {
  kind: 'refused';
  messages: string[];
  choices: string[];
}

export type Form = 'csv' | 'json';

/** The question as the body of a POST. Throws a SyntaxError where the variables are not JSON. */
export function body({ query, variables, operationName }: Question): string {
  return JSON.stringify({
    query,
    ...(variables?.trim() && { variables: JSON.parse(variables) as unknown }),
    ...(operationName && { operationName }),
  });
}

/** The question as a command for a POSIX shell. */
export function curl(question: Question, origin: string): string {
  return `curl -sS ${quoted(`${origin}/graphql`)} -H 'content-type: application/json' --data-raw ${quoted(body(question))}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The list that a query names for its rows, in a comment "# Rows: path". */
export function namedRows(query: string): string | undefined {
  return /^\s*#\s*Rows:\s*(\S+)\s*$/m.exec(query)?.[1];
}

/**
 * Asks for an answer as a file. The rows of a table are those given, or those that the query names, or those that the server
 * finds; what it refuses comes back with the rows it would take.
 */
export async function take(question: Question, form: Form, rows?: string): Promise<Taken | Refused> {
  const named = rows === undefined && form === 'csv' ? namedRows(question.query) : undefined;
  const taken = await ask(question, form, rows ?? named);
  // A query that was changed may no longer have the list that its comment names.
  return named !== undefined && taken.kind === 'refused' ? ask(question, form, undefined) : taken;
}

async function ask(question: Question, form: Form, rows: string | undefined): Promise<Taken | Refused> {
  const parameters = new URLSearchParams({ format: form });
  if (rows !== undefined) parameters.set('rows', rows);
  const answer = await fetch(`/graphql?${parameters}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: body(question),
  });
  const content = await answer.blob();
  if (form === 'csv' && answer.ok) return { kind: 'file', name: fileName(answer, question, form), content };
  const { data, errors = [] } = JSON.parse(await content.text()) as Answer;
  if (form === 'json' && data) return { kind: 'file', name: fileName(answer, question, form), content };
  return {
    kind: 'refused',
    messages: errors.length > 0 ? errors.map(error => error.message) : [`The server answered ${answer.status}.`],
    choices: errors.flatMap(error => error.extensions?.choices ?? []),
  };
}

interface Answer {
  data?: unknown;
  errors?: { message: string; extensions?: { choices?: string[] } }[];
}

/** The name that the server gives the file, or else one after the operation. */
function fileName(answer: Response, question: Question, form: Form): string {
  const given = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
  return given ?? `${question.operationName ?? 'onrecord'}.${form}`;
}

/** Hands a file to the reader, as the browser does with downloads. */
export function save({ name, content }: Taken): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
