import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { graphql } from '../../gql/index.ts';
import type { FoundQuery } from '../../gql/graphql.ts';
import { Ask, Title } from '../Ask.tsx';
import { Part, Printer, To, When } from '../parts.tsx';
import { count, headline, plain } from '../words.ts';

const start = graphql(`
  query Start {
    dataset {
      title
      edition
      version
      licence
      released
      articles
      actors
      events
      statements
      figures
    }
    disputed: events(filter: { statuses: [DISPUTED, DENIED] }, first: 10) {
      nodes {
        id
        label
        statusReason
      }
    }
    differing: quantities(filter: { verdicts: [CONFLICT, UPDATE, SAME_NUMBER, COMPATIBLE] }, first: 10) {
      nodes {
        id
        label
        agreement {
          verdict
        }
      }
    }
    told: events(orderBy: { field: ARTICLES, direction: DESC }, first: 8) {
      nodes {
        id
        label
        date {
          ...When
        }
        articles(first: 0) {
          totalCount
        }
      }
    }
    articles {
      nodes {
        ...Printer
        published {
          ...When
        }
      }
    }
  }
`);

const found = graphql(`
  query Found($text: String!, $kinds: [SearchKind!], $first: Int!) {
    search(text: $text, kinds: $kinds, first: $first) {
      totalCount
      partial
      suggestion
      nodes {
        kind
        node {
          __typename
          id
          ... on Article {
            headline
          }
          ... on Actor {
            name
            description
          }
          ... on Event {
            label
          }
          ... on Statement {
            gist
            speaker {
              ...Who
            }
          }
          ... on Quantity {
            label
          }
        }
        snippets {
          field
          parts {
            text
            match
          }
        }
      }
    }
  }
`);

const kinds = ['EVENT', 'ACTOR', 'STATEMENT', 'QUANTITY', 'ARTICLE'] as const;

/** The way in: a search box, and where there is something to see. */
export function Home() {
  const [params, setParams] = useSearchParams();
  const text = params.get('q') ?? '';
  const kind = kinds.find(k => k === params.get('kind'));
  const [typed, setTyped] = useState(text);
  return (
    <>
      <h1>Who said what, according to whom, and how the numbers differ</h1>
      <form
        className="search"
        role="search"
        onSubmit={event => {
          event.preventDefault();
          setParams(typed.trim() ? { q: typed.trim() } : {});
        }}
      >
        <input type="search" aria-label="Search" placeholder="An event, a person, words that were said, a number" value={typed} onChange={event => setTyped(event.target.value)} />
        <button type="submit">Search</button>
      </form>
      {text ? (
        <>
          <Title>{text}</Title>
          <p className="kinds">
            <select
              aria-label="What to look for"
              value={kind ?? ''}
              onChange={event => setParams(event.target.value ? { q: text, kind: event.target.value } : { q: text })}
            >
              <option value="">everything</option>
              {kinds.map(k => (
                <option key={k} value={k}>
                  {k === 'QUANTITY' ? 'numbers' : `${plain(k)}s`}
                </option>
              ))}
            </select>
          </p>
          <Ask headed key={`${text} ${kind}`} query={found} variables={{ text, kinds: kind ? [kind] : null, first: 50 }} rows="search.nodes">
            {({ search }) => (
              <Hits
                search={search}
                onSuggestion={suggestion => {
                  setTyped(suggestion);
                  setParams({ q: suggestion });
                }}
              />
            )}
          </Ask>
        </>
      ) : (
        <Ask headed query={start} variables={{}} rows="told.nodes">
          {({ dataset, told, disputed, differing, articles }) => (
            <>
              <p className="quiet">
                {dataset.title}: {count(dataset.events, 'event')}, {count(dataset.statements, 'statement')}, {count(dataset.figures, 'figure')} and{' '}
                {count(dataset.actors, 'actor')} in {count(dataset.articles, 'article')}. Edition {dataset.edition}, {dataset.licence}.
              </p>
              <Part title="Told by most articles" of={told.nodes.length}>
                <ul>
                  {told.nodes.map(event => (
                    <li key={event.id}>
                      <To id={event.id}>{event.label}</To>, <When date={event.date} /> <span className="quiet">in {count(event.articles.totalCount, 'article')}</span>
                    </li>
                  ))}
                </ul>
              </Part>
              <Part title="Accounts that cannot all hold" of={disputed.nodes.length}>
                <ul>
                  {disputed.nodes.map(event => (
                    <li key={event.id}>
                      <To id={event.id}>{event.label}</To> <span className="quiet">{event.statusReason}</span>
                    </li>
                  ))}
                </ul>
              </Part>
              <Part title="Numbers that differ" of={differing.nodes.length}>
                <ul>
                  {differing.nodes.map(quantity => (
                    <li key={quantity.id}>
                      <To id={quantity.id}>{quantity.label}</To> <span className={`tag verdict-${quantity.agreement.verdict.toLowerCase()}`}>{plain(quantity.agreement.verdict)}</span>
                    </li>
                  ))}
                </ul>
              </Part>
              <Part title="Articles" of={articles.nodes.length}>
                <ul>
                  {articles.nodes.map(article => (
                    <li key={article.id}>
                      <Printer article={article} /> <span className="quiet"><When date={article.published} /></span>
                    </li>
                  ))}
                </ul>
              </Part>
            </>
          )}
        </Ask>
      )}
    </>
  );
}

type Search = FoundQuery['search'];

function nameOf(node: Search['nodes'][number]['node']): string {
  switch (node.__typename) {
    case 'Article':
      return headline(node);
    case 'Actor':
      return node.name;
    case 'Event':
    case 'Quantity':
      return node.label;
    case 'Statement':
      return `${node.speaker.name}: ${node.gist}`;
    default:
      return node.id;
  }
}

function Hits({ search, onSuggestion }: { search: Search; onSuggestion: (text: string) => void }) {
  return (
    <>
      <p role="status">
        {search.totalCount === 0 && 'Nothing was found.'}
        {search.totalCount > 0 && (search.partial ? `Nothing has all of these words; ${count(search.totalCount, 'record')} have some.` : `${count(search.totalCount, 'record')}.`)}
        {search.totalCount > search.nodes.length && ` The first ${search.nodes.length} are shown.`}
      </p>
      {search.suggestion && (
        <p>
          Did you mean{' '}
          <button type="button" onClick={() => onSuggestion(search.suggestion!)}>
            {search.suggestion}
          </button>
          ?
        </p>
      )}
      <ol className="plain">
        {search.nodes.map(({ kind, node, snippets }) => (
          <li key={node.id}>
            <span className="kicker">{plain(kind)}</span> <To id={node.id}>{nameOf(node)}</To>
            {snippets.slice(0, 2).map((snippet, i) => (
              <p key={i} className="quiet">
                {snippet.parts.map((part, j) => (part.match ? <mark key={j}>{part.text}</mark> : <span key={j}>{part.text}</span>))}
              </p>
            ))}
          </li>
        ))}
      </ol>
    </>
  );
}
