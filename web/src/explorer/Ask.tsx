import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useEffect, useState, type ReactNode } from 'react';
import { stringifyDocument, useQuery } from 'urql';
import { playgroundLink } from '../question.ts';
import { save, take, type Refused } from '../takeaway.ts';

interface Props<Data, Variables> {
  query: TypedDocumentNode<Data, Variables>;
  variables: Variables;
  /** Whether the view has its heading already, above what it asks. */
  headed?: boolean;
  /** The list that gives the rows of the CSV, as a dotted path of response keys, or how to choose one by the answer. */
  rows: string | ((data: Data) => string);
  children: (data: Data) => ReactNode;
}

/** A view of one answer: what is shown while it is on its way, when it does not come, and below it the question itself. */
export function Ask<Data, Variables extends Record<string, unknown>>({ query, variables, headed = false, rows, children }: Props<Data, Variables>) {
  const [{ data, error, fetching }, again] = useQuery<Data, Variables>({ query, variables });
  if (error && !data) {
    const Heading = headed ? 'h2' : 'h1';
    const messages = error.graphQLErrors.length > 0 ? error.graphQLErrors.map(e => e.message) : ['The server did not answer.'];
    return (
      <div role="alert" className="failure">
        <Heading>That could not be answered</Heading>
        {messages.map(message => (
          <p key={message}>{message}</p>
        ))}
        <button type="button" onClick={() => again({ requestPolicy: 'network-only' })}>
          Ask again
        </button>
      </div>
    );
  }
  if (!data) return <p role="status">{fetching ? 'Loading…' : ''}</p>;
  return (
    <>
      {children(data)}
      <TakeIt query={stringifyDocument(query)} variables={variables} rows={typeof rows === 'string' ? rows : rows(data)} />
    </>
  );
}

/** The very question a view asks: to open in the playground, or to take its answer away as CSV. */
function TakeIt({ query, variables, rows }: { query: string; variables: Record<string, unknown>; rows: string }) {
  const [refused, setRefused] = useState<Refused>();
  const question = { query: `# Rows: ${rows}\n${query}`, variables: JSON.stringify(variables, null, 2) };
  const asTable = async () => {
    const taken = await take(question, 'csv');
    setRefused(taken.kind === 'refused' ? taken : undefined);
    if (taken.kind === 'file') save(taken);
  };
  return (
    <footer className="takeaway">
      <a href={playgroundLink(question)}>This as a query</a>
      <button type="button" onClick={asTable}>
        As CSV
      </button>
      {refused && <p role="alert">{refused.messages.join(' ')}</p>}
    </footer>
  );
}

/** The title of the window, as long as a view is shown. */
export function Title({ children }: { children: string }) {
  useEffect(() => {
    document.title = `${children} – onrecord`;
    return () => {
      document.title = 'onrecord';
    };
  }, [children]);
  return null;
}
