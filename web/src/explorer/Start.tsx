import { playgroundLink } from '../question.ts';

const figures = `query KilledOn7October {
  quantity(id: "quantity:killed-in-israel-2023-10-07-attack") {
    label
    figures {
      nodes { printed low claimant { name } article { id } }
    }
  }
}
`;

const table = `/graphql?${new URLSearchParams({ format: 'csv', query: figures.replace(/\s+/g, ' ').trim() })}`;

/** Where everything is. */
export function Start() {
  return (
    <main>
      <h1>onrecord</h1>
      <p>Who said what, according to whom, and how the numbers differ.</p>
      <ul>
        <li>
          <a href="/graphiql/">Playground</a>: write a query, or open one of the saved ones, and take its answer away.
        </li>
        <li>
          <a href="/schema.graphql">Schema</a>: every type and field, described.
        </li>
        <li>
          <a href={playgroundLink({ query: figures })}>Who counted the killed of 7 October, and how</a>: one question in the
          playground, and <a href={table}>its answer as CSV</a>.
        </li>
      </ul>
      <p>
        Any query’s answer is a table too: put <code>format=csv</code> into the address. The file{' '}
        <code>docs/take-away.md</code> says what becomes a row, and how to cite it.
      </p>
    </main>
  );
}
