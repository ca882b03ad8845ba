import { useSearchParams } from 'wouter';
import { useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import type { FramingPageQuery } from '../../gql/graphql.ts';
import { Ask, Title } from '../Ask.tsx';
import { Chooser } from '../Chooser.tsx';
import { Chain, Printer, Subject, To } from '../parts.tsx';
import { count, when } from '../words.ts';
import '../articles.css';

const start = graphql(`
  query FramingStart {
    terms(first: 0) {
      totalCount
      facets(by: REFERENT, first: 100) {
        count
        node {
          id
          ... on Actor {
            name
          }
          ... on Event {
            label
          }
          ... on Quantity {
            label
          }
          ... on Place {
            name
          }
        }
      }
    }
  }
`);

const page = graphql(`
  query FramingPage($of: [ID!]!) {
    framing(of: $of) {
      rows {
        referent {
          ...Subject
        }
        totalCount
        cells {
          article {
            ...Printer
            published {
              ...When
            }
          }
          terms {
            id
            term
            voice
            gloss
            attribution {
              ...Chain
            }
          }
        }
      }
    }
  }
`);

/** How many the server takes at once, and how many are shown where nobody has chosen any. */
const most = 20;
const atFirst = 2;

type Row = FramingPageQuery['framing']['rows'][number];
type Term = Row['cells'][number]['terms'][number];

function nameOf(subject: { id: string } & ({ name: string } | { label: string } | object)): string {
  if ('name' in subject) return subject.name;
  return 'label' in subject ? subject.label : subject.id;
}

/** What articles call the same people, groups and events, and in whose words. */
export default function FramingView() {
  const [params] = useSearchParams();
  const asked = [...new Set(params.getAll('of'))];
  const [{ data }] = useQuery({ query: start });
  const subjects = data?.terms.facets.flatMap(({ node, count }) => (node ? [{ id: node.id, label: nameOf(node), count }] : [])) ?? [];
  const of = asked.length > 0 ? asked : subjects.slice(0, atFirst).map(({ id }) => id);
  return (
    <div className="broad">
      <Title>Framing</Title>
      <h1>What they are called</h1>
      <p>
        The words that articles use for the same people, groups and events. A word is the article’s own unless it is in quotation marks; each leads to where it stands.
      </p>
      {subjects.length > 0 && (
        <details className="subjects">
          <summary>Choose whom and what</summary>
          <Chooser legend="By how many terms there are" name="of" chosen={of} options={subjects.map(({ id, label, count: n }) => ({ id, label, beside: count(n, 'term') }))} />
        </details>
      )}
      {of.length > 0 && of.length <= most ? (
        <Ask headed key={of.join(' ')} query={page} variables={{ of }} rows="framing.rows.cells.terms">
          {({ framing }) => <Matrix rows={framing.rows} />}
        </Ask>
      ) : (
        <Ask headed query={start} variables={{}} rows="terms.facets">
          {() => (
            <p role="status" className="advice">
              {of.length > 0 ? `${of.length} are chosen, and ${most} at most can be shown together. Take ${of.length - most} away.` : 'No article has a term for anything in this edition.'}
            </p>
          )}
        </Ask>
      )}
    </div>
  );
}

function Matrix({ rows }: { rows: Row[] }) {
  const articles = [...new Map(rows.flatMap(row => row.cells.map(({ article }) => [article.id, article]))).values()].sort((a, b) =>
    `${a.published.earliest} ${a.id}`.localeCompare(`${b.published.earliest} ${b.id}`),
  );
  if (articles.length === 0) return <p role="status">No article has a term for {rows.map(({ referent }) => nameOf(referent)).join(', ')}.</p>;
  return (
    <div className="scroll" role="region" aria-label="Terms by article, the earliest article first" tabIndex={0}>
      <table className="framing">
        <thead>
          <tr>
            <th scope="col">Article</th>
            {rows.map(({ referent, totalCount, cells }) => (
              <th key={referent.id} scope="col">
                <Subject of={referent} /> {count(totalCount, 'term')} in {count(cells.length, 'article')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {articles.map(article => (
            <tr key={article.id}>
              <th scope="row">
                <Printer article={article} />
                <p className="quiet">{when(article.published)}</p>
              </th>
              {rows.map(row => (
                <td key={row.referent.id}>
                  <Terms terms={row.cells.find(cell => cell.article.id === article.id)?.terms ?? []} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Terms({ terms }: { terms: Term[] }) {
  if (terms.length === 0) return <span className="quiet">no term</span>;
  return (
    <ul>
      {terms.map(({ id, term, voice, gloss, attribution }) => (
        <li key={id}>
          <To id={id}>{voice === 'QUOTED' ? `“${term}”` : term}</To> {(voice === 'QUOTED' || attribution.depth > 0) && <Whose attribution={attribution} />}
          {gloss && <p className="quiet">{gloss}</p>}
        </li>
      ))}
    </ul>
  );
}

/** Whose word it is, where it is not the article's own. */
function Whose({ attribution }: { attribution: Term['attribution'] }) {
  return <span className="quiet">{attribution.depth > 0 ? <Chain chain={attribution} after /> : 'in quotation marks, of nobody in particular'}</span>;
}
